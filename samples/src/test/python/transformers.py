"""Rewrites the vectors of the Transformers, small, without dropout.

As in recording.py, both sides draw weights and tokens by rules, and gradients are recorded as sketches.
"""

import numpy as np
import torch
import torch.nn.functional as F

from attention import DecoderLanguageModel, EncoderClassifier, Transformer
from recording import FOLDER, save, sketch
from vectors import weights

TOKENS = 19
SIZE = dict(tokens=TOKENS, features=32, layers=2)
BATCH = 5


def tokens(batch, length, padded):
    """Every sample ends in some of token 0, if `padded`; TransformerProofTest.java has the twin."""
    values = (np.arange(batch * length) * 5 + 3) % TOKENS
    values = values.reshape(batch, length)
    if padded:
        for n in range(batch):
            values[n, length - n % 3 :] = 0
    return torch.tensor(values)


def labels(batch, length, classes):
    return torch.tensor((np.arange(batch * length) * 7 + 3) % classes).reshape(batch, length)


def drawn(name, shape):
    """A gain is about 1, whatever norm it belongs to."""
    is_gain = len(shape) == 1 and name.endswith(".weight")
    return torch.tensor(weights(name + ".norm.weight" if is_gain else name, tuple(shape)))


def step(network, inputs, loss):
    network.zero_grad()
    network.train()
    logits = network(*inputs)
    value = loss(logits)
    value.backward()
    network.eval()
    # With gradients, or PyTorch would take a short cut that zeroes what is padding.
    evaluated = network(*inputs).detach()
    gradients = {n: p.grad.double().numpy() for n, p in network.named_parameters()}
    return logits.detach().double().numpy(), value.item(), evaluated.double().numpy(), gradients


def record(file, network, inputs, loss):
    for name, parameter in network.named_parameters():
        parameter.data = drawn(name, parameter.shape)
    single, _, _, gradients32 = step(network, inputs, loss)
    logits, value, evaluated, gradients = step(network.double(), inputs, loss)
    names = sorted(gradients)
    tensors = {
        "logits": logits.astype(np.float32),
        "losses": np.array([value], np.float32),
        "evaluation-logits": evaluated.astype(np.float32),
        "gradient-norms": np.array([np.linalg.norm(gradients[n]) for n in names], np.float32),
        "gradient-sketches": np.stack([sketch(gradients[n]) for n in names]).astype(np.float32),
    }
    metadata = {"parameters": "\n".join(names), "losses": "loss"}
    save(file + ".safetensors", tensors, "transformers.py", FOLDER, metadata)

    def apart(a, b):
        return np.linalg.norm(a - b) / np.linalg.norm(a)

    worst = max(names, key=lambda n: apart(gradients[n], gradients32[n]))
    print(
        "%-24s loss %.4f; single precision: logits %.1e, %s %.1e"
        % (file, value, apart(logits, single), worst, apart(gradients[worst], gradients32[worst]))
    )


def smoothed(target):
    flat = target.flatten()
    return lambda y: F.cross_entropy(y.flatten(0, 1), flat, ignore_index=0, label_smoothing=0.1)


if __name__ == "__main__":
    record(
        "transformer",
        Transformer(**SIZE),
        (tokens(BATCH, 9, True), tokens(BATCH, 7, False)),
        smoothed(labels(BATCH, 7, TOKENS)),
    )
    target = labels(BATCH, 1, 4).flatten()
    record(
        "encoder-classifier",
        EncoderClassifier(**SIZE),
        (tokens(BATCH, 9, True),),
        lambda y: F.cross_entropy(y, target),
    )
    following = labels(BATCH, 9, TOKENS).flatten()
    record(
        "decoder-language-model",
        DecoderLanguageModel(9, **SIZE),
        (tokens(BATCH, 9, False),),
        lambda y: F.cross_entropy(y.flatten(0, 1), following),
    )

"""Rewrites the vectors of the Transformers: PyTorch's own modules, small, without dropout.

As in recording.py, both sides draw weights and tokens by rules, and gradients are recorded as sketches.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from recording import FOLDER, save, sketch
from vectors import weights

TOKENS, FEATURES, LAYERS, HEADS = 19, 32, 2, 8
SHAPE = dict(dim_feedforward=4 * FEATURES, dropout=0.0, batch_first=True)
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


def sinusoids(length, like):
    """Vaswani et al. 2017, section 3.5."""
    features = like.shape[1]
    position = np.arange(length)[:, None]
    pair = np.arange(features) // 2 * 2
    angle = position / 10_000 ** (pair / features)
    table = np.where(np.arange(features) % 2 == 0, np.sin(angle), np.cos(angle))
    return torch.tensor(table).to(like.dtype)


def causal(length):
    return torch.triu(torch.ones(length, length, dtype=torch.bool), 1)


class Transformer(nn.Transformer):
    def __init__(self):
        super().__init__(FEATURES, HEADS, LAYERS, LAYERS, **SHAPE)
        self.embed = nn.Embedding(TOKENS, FEATURES)

    def embedded(self, x):
        return self.embed(x) * math.sqrt(FEATURES) + sinusoids(x.shape[1], self.embed.weight)

    def forward(self, source, target):
        padding = source == 0
        y = super().forward(
            self.embedded(source),
            self.embedded(target),
            tgt_mask=causal(target.shape[1]),
            src_key_padding_mask=padding,
            memory_key_padding_mask=padding,
        )
        return y @ self.embed.weight.T


class EncoderClassifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(TOKENS, FEATURES)
        layer = nn.TransformerEncoderLayer(FEATURES, HEADS, **SHAPE)
        self.encoder = nn.TransformerEncoder(layer, LAYERS, enable_nested_tensor=False)
        self.logits = nn.Linear(FEATURES, 4)

    def forward(self, x):
        padding = x == 0
        y = self.embed(x) * math.sqrt(FEATURES) + sinusoids(x.shape[1], self.embed.weight)
        y = self.encoder(y, src_key_padding_mask=padding)
        counted = (~padding).to(y.dtype)[:, :, None]
        return self.logits((y * counted).sum(1) / counted.sum(1))


class DecoderLanguageModel(nn.Module):
    def __init__(self, length):
        super().__init__()
        self.embed = nn.Embedding(TOKENS, FEATURES)
        self.positions = nn.Embedding(length, FEATURES)
        layer = nn.TransformerEncoderLayer(FEATURES, HEADS, activation="gelu", norm_first=True, **SHAPE)
        self.decoder = nn.TransformerEncoder(
            layer, LAYERS, norm=nn.LayerNorm(FEATURES), enable_nested_tensor=False
        )

    def forward(self, x):
        y = self.embed(x) * math.sqrt(FEATURES) + self.positions.weight
        return self.decoder(y, mask=causal(x.shape[1])) @ self.embed.weight.T


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
        Transformer(),
        (tokens(BATCH, 9, True), tokens(BATCH, 7, False)),
        smoothed(labels(BATCH, 7, TOKENS)),
    )
    target = labels(BATCH, 1, 4).flatten()
    record(
        "encoder-classifier",
        EncoderClassifier(),
        (tokens(BATCH, 9, True),),
        lambda y: F.cross_entropy(y, target),
    )
    following = labels(BATCH, 9, TOKENS).flatten()
    record(
        "decoder-language-model",
        DecoderLanguageModel(9),
        (tokens(BATCH, 9, False),),
        lambda y: F.cross_entropy(y.flatten(0, 1), following),
    )

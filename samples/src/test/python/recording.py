"""Records what PyTorch makes of a network: one training step, statistics after a second pass, evaluation.

Everything is computed in double. Nobody stores weights or images: both sides draw them by the rules
below. Nobody stores gradients either, only their norms and count sketches: element i of a tensor
goes to one of 32 buckets, with a sign, as a hash of i says. A sketch is linear, and the expected
square of its norm is that of the tensor, so the norm of the difference between two sketches measures
how far two gradients are apart (Charikar, Chen and Farach-Colton 2002; Thorup and Zhang 2012).

A ReLU whose input is nearly zero, or a maximum of nearly equal values, lets the rounding of single
precision decide which way a gradient goes: one such place moves the norm of a gradient by a third of
a percent, in PyTorch as anywhere. So a first sweep through the network looks for such places and
moves them away, by a bias for a ReLU and by a weight for a maximum. What it moved is recorded.
"""

import copy
import pathlib
import sys
import zlib

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

REPOSITORY = pathlib.Path(__file__).resolve().parents[4]
sys.path.insert(0, str(REPOSITORY / "processor/src/test/python"))
from vectors import CHUNK, draws, save, spread_evenly  # noqa: E402

FOLDER = REPOSITORY / "samples/src/test/resources/vectors"
SEED = 1  # of the network; it draws the masks of its dropouts
BUCKETS = 32
MARGIN = 1e-5  # of the root mean square of what a maximum or, if not told otherwise, a ReLU reads


def weights(name, shape, gain, bias):
    """The value of a parameter of a published name and shape, in single; DrawnValues.java is its twin.

    `gain` scales matrices and filters, and biases are around `bias`. With biases around 0, a deep plain network turns the rounding of its first
    layers into another gradient altogether: PyTorch's own gradients of Plain-110, in single and in
    double, then have nothing in common.
    """
    values = spread_evenly(name, shape)
    if len(shape) > 1:
        values = gain * values * np.sqrt(6.0 / np.prod(shape[1:]))
    else:
        values = (1 if name.endswith("weight") else bias) + 0.25 * values
    return values.astype(np.float32)


def images(name, shape):
    """Noise of unit variance."""
    return (spread_evenly(name, shape) * np.sqrt(3.0)).astype(np.float32)


def labels(count, classes):
    return (np.arange(count) * 7 + 3) % classes


def derive(seed, counter):
    """SplitMix64's finaliser, as dev.throughline.runtime.tensor.Philox has it; counter may be an array."""
    counter = np.atleast_1d(np.asarray(counter, np.uint64))  # a scalar would warn of its overflow
    z = np.uint64(seed) + (counter + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def sketch(values):
    """A count sketch of a tensor; of one that is no longer than the sketch, its elements."""
    values = np.asarray(values).ravel()
    if values.size <= BUCKETS:
        return np.pad(values, (0, BUCKETS - values.size))
    buckets = np.zeros(BUCKETS)
    for start in range(0, values.size, CHUNK):
        part = values[start : start + CHUNK]
        hashed = derive(0, np.arange(start, start + part.size))
        sign = 1 - 2 * (hashed >> np.uint64(63)).astype(np.float64)
        bucket = (hashed & np.uint64(BUCKETS - 1)).astype(np.int64)
        buckets += np.bincount(bucket, part * sign, BUCKETS)
    return buckets


class Unclear(Exception):
    """A maximum was doubtful; the sweep has moved a weight and has to start again."""


class Functions:
    """Stands in for functions of PyTorch while a network runs: sees every decision, and draws our masks."""

    def __init__(self, network, margin=MARGIN):
        self.network = network
        self.margin = margin
        self.names = {id(p): n for n, p in network.named_parameters()}
        self.nudges = {}  # (parameter, element): value
        self.sweeping = False
        self.passes = 0
        self.moves = 0
        self.hooks = []

    def __enter__(self):
        self.originals = F.relu, F.max_pool2d, F.dropout, torch.cat
        F.relu, F.max_pool2d, F.dropout, torch.cat = self.relu, self.max_pool, self.dropout, self.cat
        for module in self.network.modules():
            if isinstance(module, (nn.Conv2d, nn.Linear)):
                self.hooks.append(module.register_forward_hook(self.after_weights))
            elif isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
                self.hooks.append(module.register_forward_hook(self.after_norm))
        return self

    def __exit__(self, *_):
        F.relu, F.max_pool2d, F.dropout, torch.cat = self.originals
        for hook in self.hooks:
            hook.remove()

    def begin(self):
        """Called before each pass in training mode."""
        self.passes += 1
        self.dropouts = 0
        self.biased = None

    def after_weights(self, module, inputs, output):
        output.origin = [(module, k) for k in range(module.weight.shape[0])] if self.sweeping else None
        if module.bias is not None:
            self.biased = module

    def after_norm(self, module, inputs, output):
        output.origin = getattr(inputs[0], "origin", None)
        self.biased = module

    def cat(self, tensors, dim=0):
        result = self.originals[3](tensors, dim)
        if self.sweeping and dim == 1:
            result.origin = [o for t in tensors for o in (getattr(t, "origin", None) or [None] * t.shape[1])]
        return result

    def relu(self, x, inplace=False):
        if self.sweeping:
            self.clear(x)
        y = torch.clamp(x, min=0) if x.requires_grad is False else self.originals[0](x)
        y.origin = getattr(x, "origin", None)
        return y

    def clear(self, x):
        """Moves biases until no element of x is nearly zero, and x with them."""
        if not x.is_contiguous():
            raise ValueError("a ReLU reads a view")
        last = isinstance(self.biased, nn.Linear)
        features = (x if last else x.movedim(1, -1)).reshape(-1, x.shape[-1 if last else 1])
        margin = self.margin * features.square().mean().sqrt().item()
        bias = self.biased.bias.data
        for k in torch.nonzero((features.abs() < margin).any(0)).ravel().tolist():
            for step in range(2, 1000):
                moved = np.float32(bias[k].item() + (step // 2) * (-1) ** step * margin)
                shift = float(moved) - bias[k].item()
                if (features[:, k] + shift).abs().min() >= margin:
                    break
            else:
                raise ValueError("no bias clears a ReLU after " + self.names[id(self.biased.bias)])
            self.nudge(self.biased.bias, k, moved)
            (x.select(-1, k) if last else x.select(1, k)).add_(shift)

    def nudge(self, parameter, element, value):
        parameter.data.view(-1)[element] = float(value)
        self.nudges[self.names[id(parameter)], element] = value

    def max_pool(self, x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
        if self.sweeping:
            self.clear_maxima(x, kernel_size, stride or kernel_size, padding)
        y = self.originals[1](x, kernel_size, stride, padding, dilation, ceil_mode, return_indices)
        y.origin = getattr(x, "origin", None)
        return y

    def clear_maxima(self, x, size, stride, padding):
        margin = MARGIN * x.square().mean().sqrt().item()
        more = padding + size  # enough for windows that ceil mode cuts off
        padded = F.pad(x, [padding, more, padding, more], value=-float("inf"))
        windows = padded.unfold(2, size, stride).unfold(3, size, stride).flatten(-2)
        first, second = windows.topk(2).values.unbind(-1)
        # Zeros of a ReLU pass no gradient on; what is exactly equal is one value that two maxima share.
        close = (first - second < margin) & (first > second)
        doubtful = torch.nonzero(close.movedim(1, 0).flatten(1).any(1)).ravel().tolist()
        for k in doubtful:
            module, row = x.origin[k]
            taps = module.weight[0].numel()
            # Another one each time: what it reads may be zero, or padding.
            self.moves += 31
            element = row * taps + (taps // 2 + self.moves) % taps
            old = module.weight.data.view(-1)[element].item()
            self.nudge(module.weight, element, np.float32(old + 0.01 / np.sqrt(taps)))
        if doubtful:
            raise Unclear()

    def dropout(self, x, p=0.5, training=True, inplace=False):
        if not training or p == 0:
            return x
        key = int(derive(SEED, (2 << 56) | self.passes)[0])
        element = np.arange(x.numel(), dtype=np.uint64)
        words = draws((key & 0xFFFFFFFF, key >> 32), element, self.dropouts)
        draw = (words >> np.uint64(8)).astype(np.float64) * 2.0**-24
        kept = np.where(np.float32(p) > draw, 0, np.float32(1 / (1 - p)))
        self.dropouts += 1
        return x * torch.tensor(kept, dtype=x.dtype).reshape(x.shape)


def sweep(functions, network, x):
    """Clears every decision of the first training pass."""
    before = copy.deepcopy({n: b for n, b in network.named_buffers()})
    functions.sweeping = True
    for attempt in range(200):
        functions.passes = 0
        functions.begin()
        try:
            with torch.no_grad():
                network(x)
            break
        except Unclear:
            pass
    else:
        raise ValueError("maxima stay doubtful")
    functions.sweeping = False
    for n, b in network.named_buffers():
        b.copy_(before[n])
    return attempt


def step(functions, network, x, second, losses, target):
    """One step in training mode, a pass more for the statistics, and one in evaluation mode."""
    network.train()
    functions.passes = 0
    functions.begin()
    outputs = network(x)
    values, total = losses(outputs, target)
    total.backward()
    functions.begin()
    with torch.no_grad():
        network(second)
        network.eval()
        evaluated = network(x)
    if isinstance(outputs, tuple):
        outputs = outputs[0]
    gradients = {n: p.grad.numpy() for n, p in network.named_parameters()}
    states = {n: b.numpy() for n, b in network.named_buffers() if "num_batches" not in n}
    return outputs.detach().numpy(), evaluated.numpy(), {n: v.item() for n, v in values.items()}, gradients, states


def cross_entropy(**auxiliary):
    """Cross-entropies: of the only output or the first, and of the others, named with their weights."""

    def losses(outputs, target):
        first, *others = outputs if isinstance(outputs, tuple) else (outputs,)
        values = {"loss": F.cross_entropy(first, target)}
        total = values["loss"]
        for (name, weight), output in zip(auxiliary.items(), others):
            values[name + ".loss"] = F.cross_entropy(output, target)
            total = total + weight * values[name + ".loss"]
        return values, total

    return losses


def record(file, network, shape, classes, batch=4, losses=cross_entropy(), gain=1.0, bias=0.0, margin=MARGIN):
    """Writes the vectors of a network that reads images of a shape."""
    x, second = (torch.tensor(images(n, (batch, *shape))) for n in ("images", "second images"))
    target = torch.tensor(labels(batch, classes))
    for name, parameter in network.named_parameters():
        parameter.data = torch.tensor(weights(name, tuple(parameter.shape), gain, bias))
    single = copy.deepcopy(network)
    network.double().train()
    with Functions(network, margin) as functions:
        attempts = sweep(functions, network, x.double())
        logits, evaluated, values, gradients, states = step(
            functions, network, x.double(), second.double(), losses, target
        )
    for (name, element), value in functions.nudges.items():
        single.get_parameter(name).data.view(-1)[element] = float(value)
    with Functions(single) as functions32:
        logits32, evaluated32, _, gradients32, _ = step(functions32, single, x, second, losses, target)
    names = sorted(gradients)
    for name in names:  # a bias before a norm has no gradient but rounding
        weight = name[: -len("bias")] + "weight"
        if name.endswith("bias") and weight in gradients:
            if np.linalg.norm(gradients[name]) < 1e-10 * np.linalg.norm(gradients[weight]):
                gradients[name] = np.zeros_like(gradients[name])
    nudges = sorted(functions.nudges.items())
    tensors = {
        "gain-and-bias": np.array([gain, bias], np.float32),
        "logits": logits.astype(np.float32),
        "losses": np.array(list(values.values()), np.float32),
        "evaluation-logits": evaluated.astype(np.float32),
        "gradient-norms": np.array([np.linalg.norm(gradients[n]) for n in names], np.float32),
        "gradient-sketches": np.stack([sketch(gradients[n]) for n in names]).astype(np.float32),
    }
    metadata = {"parameters": "\n".join(names), "losses": "\n".join(values)}
    if states:
        tensors["state-norms"] = np.array([np.linalg.norm(s) for s in states.values()], np.float32)
        tensors["state-sketches"] = np.stack([sketch(s) for s in states.values()]).astype(np.float32)
        metadata["states"] = "\n".join(states)
    if nudges:
        tensors["nudged-elements"] = np.array([e for (_, e), _ in nudges], np.int64)
        tensors["nudged-values"] = np.array([v for _, v in nudges], np.float32)
        metadata["nudged"] = "\n".join(n for (n, _), _ in nudges)
    save(file + ".safetensors", tensors, "record.py", FOLDER, metadata)

    def apart(a, b):
        return np.linalg.norm(a - b) / max(np.linalg.norm(a), 1e-300)

    ratios = {n: apart(gradients[n], gradients32[n]) for n in names if gradients[n].any()}
    worst = max(ratios, key=ratios.get)
    print(
        "%-24s %11d parameters, loss %.4f, %3d nudges, %d restarts; single precision: logits %.1e, evaluation %.1e, %s %.1e"
        % (file, sum(g.size for g in gradients.values()), values["loss"], len(nudges), attempts,
           apart(logits, logits32), apart(evaluated, evaluated32), worst, ratios[worst]),
        flush=True,
    )

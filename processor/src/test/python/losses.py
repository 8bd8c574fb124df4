"""Records what PyTorch computes, in double, for every loss: its value and the gradient of the weights before it."""

import numpy as np
import torch
import torch.nn.functional as F

from vectors import save, spread_evenly

ROWS, INPUTS = 11, 5
tensors = {}


def record(case, units, loss, target):
    x = torch.tensor(spread_evenly(case + "x", (ROWS, INPUTS)))
    w = torch.tensor(4 * spread_evenly(case + "w", (units, INPUTS)), requires_grad=True)
    value = loss(x @ w.T, torch.tensor(target))
    value.backward()
    for name, tensor in {"x": x, "w": w, "target": target, "loss": value, "dw": w.grad}.items():
        array = tensor.detach().numpy() if isinstance(tensor, torch.Tensor) else tensor
        tensors[f"{case}.{name}"] = np.asarray(array, dtype=np.float64)


def labels(units):
    return np.arange(ROWS) * 5 % units


def numbers(case, units):
    return spread_evenly(case + "t", (ROWS, units))


record("@SoftmaxCrossEntropy", 7, F.cross_entropy, labels(7))
record(
    "@SoftmaxCrossEntropy(labelSmoothing = 0.1)",
    7,
    lambda y, t: F.cross_entropy(y, t, label_smoothing=0.1),
    labels(7),
)
record(
    "@SoftmaxCrossEntropy(classWeights = {1, 0.5, 3})",
    3,
    lambda y, t: F.cross_entropy(y, t, torch.tensor([1, 0.5, 3]).double()),
    labels(3),
)
record(
    "@SoftmaxCrossEntropy(classWeights = {1, 0.5, 3}, ignoredIndex = 1)",
    3,
    lambda y, t: F.cross_entropy(y, t, torch.tensor([1, 0.5, 3]).double(), ignore_index=1),
    labels(3),
)
record(
    "@SoftmaxCrossEntropy(ignoredIndex = 5)",
    7,
    lambda y, t: F.cross_entropy(y, t, ignore_index=5),
    labels(7),
)
record("@SquaredHinge", 7, lambda y, t: 7 * F.multi_margin_loss(y, t, p=2), labels(7))
record(
    "@SquaredHinge(margin = 0.5)",
    7,
    lambda y, t: 7 * F.multi_margin_loss(y, t, p=2, margin=0.5),
    labels(7),
)
record(
    "@BinaryCrossEntropy",
    3,
    F.binary_cross_entropy_with_logits,
    (numbers("@BinaryCrossEntropy", 3) + 1) / 2,
)
record("@MeanSquaredError", 3, F.mse_loss, numbers("@MeanSquaredError", 3))
save("losses.safetensors", tensors, "losses.py")

"""Records what PyTorch computes, in double, of numbers that overflow or are infinite, and of values that are all alike.

A case is named after its members. Its values are [batches, rows, features]: each batch is given on its own, so that a NaN
does not spoil the others. What PyTorch calls NaN although the limit is finite is said here.
"""

import numpy as np
import torch
import torch.nn.functional as F

from vectors import save

INF = float("inf")
tensors = {}


def record(case, batches, loss, target):
    x = np.asarray(batches, dtype=np.float32)
    target = np.broadcast_to(np.asarray(target, dtype=np.float64), x.shape[:2] + np.shape(target)[2:])
    losses, gradients = [], []
    for rows, targets in zip(x, target):
        leaf = torch.tensor(rows, dtype=torch.float64, requires_grad=True)
        value = loss(leaf, torch.tensor(targets))
        value.backward()
        losses.append(value.item())
        gradients.append(leaf.grad.numpy())
    arrays = {"x": x, "target": target, "loss": losses, "dx": gradients}
    for name, array in arrays.items():
        tensors[f"{case}.{name}"] = np.asarray(array, dtype=np.float64)


def labelled(criterion):
    return lambda x, t: criterion(x, t.long())


# Logits of five classes, two rows each.
CALM = [0.5, -1, 2, 0, 1]
LOGITS = [
    [[0.5, -INF, 2, 0, 1], CALM],  # another class is impossible
    [[-INF, -INF, 2, -INF, -INF], CALM],  # all others are
    [[0.5, -1, -INF, 0, 1], CALM],  # the right one is
    [[-INF] * 5, CALM],
    [[0.5, INF, 2, 0, 1], CALM],
    [[0.5, -1, INF, 0, 1], CALM],
    [[INF, INF, INF, INF, INF], CALM],
    [[1e30] * 5, CALM],
    [[-3e38] * 5, CALM],
    [[1e30, -1e30, 1e30, 0, 1], CALM],
    [[1.5e38, -1.5e38, 1.5e38, 1.5e38, 0], CALM],
    [[0, 0, 200, -200, 90], CALM],
    [[0, 0, -200, 200, 90], CALM],
]
LABELS = np.full((len(LOGITS), 2), 2)

record("@SoftmaxCrossEntropy", LOGITS, labelled(F.cross_entropy), LABELS)
record(
    "@SoftmaxCrossEntropy(labelSmoothing = 0.1)",
    LOGITS,
    labelled(lambda y, t: F.cross_entropy(y, t, label_smoothing=0.1)),
    LABELS,
)
# The extreme row is the ignored one. PyTorch's gradient of an ignored row of NaNs is NaN; it is 0, as its loss is.
SOME = [batch for batch in LOGITS if np.isfinite(np.max(batch[0]))]
record(
    "@SoftmaxCrossEntropy(ignoredIndex = 3)",
    SOME,
    labelled(lambda y, t: F.cross_entropy(y, t, ignore_index=3)),
    np.tile([3, 2], (len(SOME), 1)),
)
record(
    "@SoftmaxCrossEntropy(classWeights = {1, 0.5, 3, 1, 2})",
    LOGITS,
    labelled(lambda y, t: F.cross_entropy(y, t, torch.tensor([1, 0.5, 3, 1, 2]).double())),
    LABELS,
)
# A class that counts for nothing is like one that is ignored; PyTorch makes 0 · ∞ of it.
record(
    "@SoftmaxCrossEntropy(classWeights = {1, 0, 3, 1, 2})",
    SOME,
    labelled(
        lambda y, t: F.cross_entropy(
            y, t, torch.tensor([1, 1, 3, 1, 2]).double(), ignore_index=1
        )
    ),
    np.tile([1, 2], (len(SOME), 1)),
)
# PyTorch says 0 of ∞ - ∞ here, for it is not above 0.
KNOWN = [batch for batch in LOGITS if not np.isinf(batch[0]).all()]
record(
    "@SquaredHinge",
    KNOWN,
    labelled(lambda y, t: 5 * F.multi_margin_loss(y, t, p=2)),
    LABELS[: len(KNOWN)],
)


class Binary(torch.autograd.Function):
    """Binary cross-entropy of logits, but 0 where PyTorch has 0 · ∞: an answer that is right costs nothing."""

    @staticmethod
    def forward(context, x, t):
        context.save_for_backward(x, t)
        wrong = torch.where(x > 0, 1 - t, -t)
        value = (torch.where(wrong == 0, 0, x * wrong) + torch.log1p(torch.exp(-abs(x)))).mean()
        known = F.binary_cross_entropy_with_logits(x, t)
        assert known.isnan() or torch.isclose(known, value), (x, t)
        return value

    @staticmethod
    def backward(context, gradient):
        x, t = context.saved_tensors
        return gradient * (x.sigmoid() - t) / x.numel(), None


SIGNS = [INF, -INF, 1e30, -1e30, 1e38, -1e38, 100, -100, 90, -90, 0]
record(
    "@BinaryCrossEntropy",
    [[[s, 1, -1, s, 2], CALM] for s in SIGNS for _ in range(3)],
    Binary.apply,
    [[[t] * 5] * 2 for _ in SIGNS for t in (0, 1, 0.25)],
)
record(
    "@MeanSquaredError",
    [[[INF, 1, 0, 2, 3], CALM], [[-INF, 1, 0, 2, 3], CALM], [[1e15, 1, 0, 2, 3], CALM]],
    F.mse_loss,
    np.full((3, 2, 5), 0.25),
)

# Every activation at these, each on its own. A loss with a gradient between -1 and 1 reads them.
EDGES = [INF, -INF, 1e30, -1e30, 1e5, -1e5, 200, -200, 100, -100, 89, -89, 20, -20, 0.0, -0.0, 1e-30]
ACTIVATIONS = {
    "RELU": F.relu,
    "SIGMOID": torch.sigmoid,
    "TANH": torch.tanh,
    "GELU": F.gelu,
    "SILU": F.silu,
    "LEAKY_RELU": F.leaky_relu,
    "ELU": F.elu,
    "SOFTPLUS": lambda x: F.softplus(x, threshold=700),
}
for name, function in ACTIVATIONS.items():
    record(
        f"@Activation({name}) Layer y(); @BinaryCrossEntropy",
        [[[x] * 5, CALM] for x in EDGES],
        lambda x, t, f=function: Binary.apply(f(x), t),
        np.full((len(EDGES), 2, 5), 0.25),
    )

# Rows or channels that are all alike have no variance.
ALIKE = [[[v] * 5, [v] * 5] for v in (0, 0.1, -3.5, 1e6)]
record(
    "@LayerNorm Layer y(); @MeanSquaredError",
    ALIKE,
    lambda x, t: F.mse_loss(F.layer_norm(x, (5,)), t),
    np.full((4, 2, 5), 0.25),
)
# Single precision, here and there, leaves a rounding of the mean, times 1/√ε.
record(
    "@BatchNorm Layer y(); @MeanSquaredError",
    ALIKE[:3],
    lambda x, t: F.mse_loss(F.batch_norm(x, None, None, training=True), t),
    np.full((3, 2, 5), 0.25),
)
save("extremes.safetensors", tensors, "extremes.py")

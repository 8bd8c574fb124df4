"""Records one training step of whole networks as PyTorch computes it, in double.

For each network: images, labels, logits, loss, the gradient of every parameter, the running
statistics after the step, and the logits that they give in evaluation mode. Modules are named so
that PyTorch publishes every parameter under our name. Weights follow the rule in vectors.py.

Where the input of a ReLU is nearly zero, or two pixels of a maximum nearly equal, the rounding of
single precision decides which way the gradient goes: one such place among the 700,000 of ResNet-20
moves the norm of a gradient by 0.4 %, in PyTorch as anywhere. So the batch is the first whose every
decision is clear by MARGIN.
"""

import copy
import gzip
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from vectors import draws, save, weights

BATCH = 4
MARGIN = 1e-5  # ten times what rounding moves an activation
SEED = 1  # of the network; its first training pass draws its masks with the key below
IMAGES = (
    pathlib.Path(__file__).resolve().parents[4]
    / "samples/src/main/resources/dev/throughline/samples/fashion-mnist"
)


def derive(seed, counter):
    """SplitMix64's finaliser, as dev.throughline.runtime.tensor.Philox has it."""
    mask = (1 << 64) - 1
    z = (seed + (counter + 1) * 0x9E3779B97F4A7C15) & mask
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
    return z ^ (z >> 31)


MASK_KEY = derive(SEED, (2 << 56) | 1)


margins = []  # of the decisions in the last forward pass


def relu(x):
    margins.append(x.detach().abs().min().item())
    return F.relu(x)


def max_pool(x, size, stride, padding=0):
    padded = F.pad(x.detach(), [padding] * 4, value=-float("inf"))
    windows = padded.unfold(2, size, stride).unfold(3, size, stride).flatten(-2)
    first, second = windows.topk(2).values.unbind(-1)
    apart = (first - second)[first != 0]  # zeros of a ReLU pass no gradient on to it
    margins.append(apart[apart > 1e-12].min().item())  # the rest are the same sum of the same ground
    return F.max_pool2d(x, size, stride, padding)


class Conv(nn.Module):
    """A member `@Conv`: bias unless there is a norm."""

    def __init__(self, inputs, filters, kernel, stride=1, padding=None, norm=True, before=False):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(filters, inputs, kernel, kernel))
        self.bias = None if norm else nn.Parameter(torch.empty(filters))
        self.stride = stride
        self.padding = (kernel - 1) // 2 if padding is None else padding
        self.before = before
        if norm:
            self.norm = nn.BatchNorm2d(inputs if before else filters)

    def forward(self, x):
        if self.before:  # pre-activation: norm, ReLU, weights
            x = relu(self.norm(x))
        y = F.conv2d(x, self.weight, self.bias, self.stride, self.padding)
        return self.norm(y) if hasattr(self, "norm") and not self.before else y


class BasicBlock(nn.Module):
    def __init__(self, inputs, filters, stride, shortcut="PAD", before=False):
        super().__init__()
        self.conv1 = Conv(inputs, filters, 3, stride, before=before)
        self.conv2 = Conv(filters, filters, 3, before=before)
        self.stride, self.grow, self.before = stride, filters - inputs, before
        if shortcut == "PROJECTION" and (stride != 1 or self.grow):
            self.shortcut = Conv(inputs, filters, 1, stride)

    def forward(self, x):
        if hasattr(self, "shortcut"):
            skip = self.shortcut(x)
        else:  # option A of He et al. 2015
            half = self.grow // 2
            skip = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, half, half))
        if self.before:
            return torch.tanh(self.conv2(self.conv1(x)) + skip)
        return relu(self.conv2(relu(self.conv1(x))) + skip)


class ResNet20(nn.Module):
    input = (3, 32, 32)

    def __init__(self):
        super().__init__()
        self.stem = Conv(3, 16, 3)
        self.stage1 = nn.Sequential(*(BasicBlock(16, 16, 1) for _ in range(3)))
        self.stage2 = nn.Sequential(*(BasicBlock(32 if i else 16, 32, 1 if i else 2) for i in range(3)))
        self.stage3 = nn.Sequential(*(BasicBlock(64 if i else 32, 64, 1 if i else 2) for i in range(3)))
        self.logits = nn.Linear(64, 10)

    def forward(self, x):
        y = self.stage3(self.stage2(self.stage1(relu(self.stem(x)))))
        return self.logits(y.mean((2, 3)))


class FashionNet(nn.Module):
    input = (1, 28, 28)
    RATE = 0.4

    def __init__(self):
        super().__init__()
        self.conv1 = Conv(1, 32, 3)
        self.conv2 = Conv(32, 64, 3)
        self.hidden = nn.Linear(3136, 128)
        self.logits = nn.Linear(128, 10)

    def drop(self, x):
        if not self.training:
            return x
        element = np.arange(x.numel(), dtype=np.uint64)
        word = draws((MASK_KEY & 0xFFFFFFFF, MASK_KEY >> 32), element, 0)
        draw = (word >> np.uint64(8)).astype(np.float64) * 2.0**-24
        kept = np.where(np.float32(self.RATE) > draw, 0, np.float32(1 / (1 - self.RATE)))
        return x * torch.tensor(kept).reshape(x.shape)

    def forward(self, x):
        x = max_pool(relu(self.conv1(x)), 2, 2)
        x = max_pool(relu(self.conv2(x)), 2, 2).flatten(1)
        return self.logits(self.drop(relu(self.hidden(x))))


class Medley(nn.Module):
    """Every layer that the other two lack; the interface is in resources/networks/Medley.java."""

    input = (3, 13, 17)
    labelSmoothing = 0.1

    def __init__(self):
        super().__init__()
        self.stem = Conv(3, 7, 5, stride=2, padding=1, norm=False)
        self.stage1 = nn.Sequential(*(BasicBlock(13 if i else 7, 13, 1 if i else 2, "PROJECTION", True) for i in range(2)))
        self.norm1 = nn.BatchNorm2d(13, eps=1e-3, momentum=0.25)
        self.stage2 = BasicBlock(13, 17, 1, "PROJECTION")
        self.hidden = nn.Linear(17 * 3 * 2, 31)
        self.narrow = nn.Linear(31, 7, bias=False)
        self.narrow.norm = nn.BatchNorm1d(7)
        self.logits = nn.Linear(7, 5)

    def forward(self, x):
        x = F.gelu(self.stem(x))
        x = max_pool(x, 3, 1, 1)
        x = torch.sigmoid(self.norm1(self.stage1(x)))
        x = F.avg_pool2d(self.stage2(x), 2, 1)
        x = torch.tanh(self.hidden(x.flatten(1)))
        return self.logits(relu(self.narrow.norm(self.narrow(x))))


def leaky_relu(x):
    margins.append(x.detach().abs().min().item())
    return F.leaky_relu(x)


class Gallery(nn.Module):
    """Windows and normalisations of every other kind; the interface is in resources/networks/Gallery.java."""

    input = (3, 13, 17)

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 12, (3, 5), (1, 2), (0, 2))
        self.grouped = nn.Conv2d(12, 18, 3, padding=(1, 2), dilation=(1, 2), groups=6, bias=False)
        self.grouped.norm = nn.BatchNorm2d(18, eps=1e-3, momentum=0.3)
        self.deep = nn.Conv2d(18, 36, 3, padding=1, groups=18, bias=False)
        self.deep.norm = nn.BatchNorm2d(36)
        self.norm2 = nn.GroupNorm(4, 36)
        self.narrow = nn.Linear(36 * 3 * 2, 9, bias=False)
        self.narrow.norm = nn.BatchNorm1d(9, eps=1e-2, momentum=0.2)
        self.norm3 = nn.LayerNorm(9, eps=1e-3)
        self.logits = nn.Linear(9, 5)

    def forward(self, x):
        x = F.max_pool2d(F.silu(self.stem(x)), 3, 2, ceil_mode=True)
        x = F.local_response_norm(x, 5, alpha=0.3, beta=0.6, k=2)
        x = leaky_relu(self.grouped.norm(self.grouped(x)))
        x = F.elu(self.deep.norm(self.deep(x)))
        x = F.softplus(self.norm2(x), threshold=100)
        x = F.avg_pool2d(x, 2, ceil_mode=True)
        x = F.adaptive_avg_pool2d(x, (2, 3)).flatten(1)
        x = F.silu(self.narrow.norm(self.narrow(x)))
        return self.logits(self.norm3(x))


def read_idx(file, header):
    return np.frombuffer(gzip.open(IMAGES / file).read(), np.uint8, offset=header)


def images(start, channels, height, width):
    """Images from a number on, centred or cut to size; each channel normalised in a way of its own."""
    grey = read_idx("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
    grey = grey[start : start + BATCH].astype(np.float64) / 255
    up, left = max(0, height - 28) // 2, max(0, width - 28) // 2
    grey = np.pad(grey, ((0, 0), (up, up), (left, left)))
    top, side = (grey.shape[1] - height) // 2, (grey.shape[2] - width) // 2
    grey = grey[:, top : top + height, side : side + width]
    planes = [(grey - 0.3 - 0.1 * c) / (0.25 + 0.05 * c) for c in range(channels)]
    return np.stack(planes, 1).astype(np.float32)


def clear_batch(network):
    """The number of the first image of the first batch whose gradient no rounding can turn."""
    network.train()
    before = copy.deepcopy(network.state_dict())
    for start in range(2000 - BATCH):
        margins.clear()
        with torch.no_grad():
            network(torch.tensor(images(start, *network.input)).double())
        if min(margins) > MARGIN:
            network.load_state_dict(before)  # running statistics have moved
            return start
    raise ValueError("every batch has a doubtful decision")


def record(name, network, classes=10):
    network = network.double()
    for parameter_name, parameter in network.named_parameters():
        parameter.data = torch.tensor(weights(parameter_name, tuple(parameter.shape))).double()
    start = clear_batch(network)
    x = images(start, *network.input)
    labels = read_idx("t10k-labels-idx1-ubyte.gz", 8)[start : start + BATCH].astype(np.int64) % classes
    factors = {}  # the gradient of a large linear layer is the product of two small ones
    for module_name, module in network.named_modules():
        if isinstance(module, nn.Linear) and module.weight.numel() > 100_000:
            keep_factors(module, module_name, factors)
    network.train()
    logits = network(torch.tensor(x).double())
    smoothing = getattr(network, "labelSmoothing", 0.0)
    loss = F.cross_entropy(logits, torch.tensor(labels), label_smoothing=smoothing)
    loss.backward()
    tensors = {"images": x, "labels": labels, "logits": logits, "loss": loss}
    for parameter_name, parameter in network.named_parameters():
        if parameter_name not in factors:
            tensors["gradient/" + parameter_name] = parameter.grad
    for parameter_name, (left, right) in factors.items():
        tensors["gradient-left/" + parameter_name] = left
        tensors["gradient-right/" + parameter_name] = right
    for state_name, state in network.named_buffers():
        if not state_name.endswith("num_batches_tracked"):
            tensors["after/" + state_name] = state
    network.eval()
    tensors["evaluation-logits"] = network(torch.tensor(x).double())
    arrays = {}
    for key, value in tensors.items():
        if isinstance(value, torch.Tensor):
            value = value.detach().numpy().astype(np.float32)
        arrays[key] = value
    save(name + ".safetensors", arrays, "networks.py")
    print(name, sum(p.numel() for p in network.parameters()), "parameters, images from", start, "on, loss", loss.item())


def keep_factors(module, name, factors):
    def hook(module, inputs, output):
        output.register_hook(
            lambda gradient: factors.update({name + ".weight": (gradient.T, inputs[0].detach())})
        )

    module.register_forward_hook(hook)


record("resnet20", ResNet20())
record("fashionnet", FashionNet())
record("medley", Medley(), classes=5)
record("gallery", Gallery(), classes=5)

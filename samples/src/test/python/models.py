"""The networks that torchvision lacks, in modules whose parameters have our published names."""

import torch
import torch.nn.functional as F
from torch import nn


def relu(x):
    """In place, as everyone writes it who counts bytes: only fit for a tensor that nobody else reads."""
    return F.relu(x, inplace=True)


class Conv(nn.Conv2d):
    """A member `@Conv`: bias unless there is a norm; with `before`, norm and ReLU come first."""

    def __init__(self, inputs, filters, kernel, stride=1, padding=None, norm=True, bias=None, before=False):
        padding = (kernel - 1) // 2 if padding is None else padding
        super().__init__(inputs, filters, kernel, stride, padding, bias=not norm if bias is None else bias)
        self.before = before
        if norm:
            self.norm = nn.BatchNorm2d(inputs if before else filters)

    def forward(self, x):
        if self.before and hasattr(self, "norm"):
            x = relu(self.norm(x))
        y = super().forward(x)
        return self.norm(y) if hasattr(self, "norm") and not self.before else y


def pad(x, filters, stride):
    """Option A of He et al. 2015."""
    if stride == 1 and x.shape[1] == filters:
        return x
    half = (filters - x.shape[1]) // 2
    return F.pad(x[:, :, ::stride, ::stride], (0, 0, 0, 0, half, half))


def chain(repeat, inputs, filters, stride, block):
    """`repeat` blocks, of which the first has the stride and changes the width."""
    return nn.Sequential(
        *(block(filters if i else inputs, filters, 1 if i else stride) for i in range(repeat))
    )


class BasicBlock(nn.Module):
    def __init__(self, inputs, filters, stride, skip=True):
        super().__init__()
        self.conv1 = Conv(inputs, filters, 3, stride)
        self.conv2 = Conv(filters, filters, 3)
        self.skip, self.filters, self.stride = skip, filters, stride

    def forward(self, x):
        y = self.conv2(relu(self.conv1(x)))
        return relu(y + pad(x, self.filters, self.stride) if self.skip else y)


class CifarResNet(nn.Module):
    """He et al. 2015, section 4.2, with or without skips."""

    def __init__(self, layers, skip=True):
        super().__init__()
        blocks = (layers - 2) // 6
        block = lambda *shape: BasicBlock(*shape, skip=skip)
        self.stem = Conv(3, 16, 3)
        self.stage1 = chain(blocks, 16, 16, 1, block)
        self.stage2 = chain(blocks, 16, 32, 2, block)
        self.stage3 = chain(blocks, 32, 64, 2, block)
        self.logits = nn.Linear(64, 10)

    def forward(self, x):
        y = self.stage3(self.stage2(self.stage1(relu(self.stem(x)))))
        return self.logits(y.mean((2, 3)))


class PreActivationBlock(nn.Module):
    """He et al. 2016, figure 4e; the first block of a network reads an activated stem."""

    def __init__(self, inputs, filters, stride, first=False):
        super().__init__()
        self.conv1 = Conv(inputs, filters, 3, stride, norm=not first, bias=False, before=True)
        self.conv2 = Conv(filters, filters, 3, before=True)
        self.filters, self.stride = filters, stride

    def forward(self, x):
        return self.conv2(self.conv1(x)) + pad(x, self.filters, self.stride)


class PreActivationBottleneck(nn.Module):
    def __init__(self, inputs, filters, stride, first=False):
        super().__init__()
        inner = filters // 4
        self.reduce = Conv(inputs, inner, 1, norm=not first, bias=False, before=True)
        self.conv = Conv(inner, inner, 3, stride, before=True)
        self.restore = Conv(inner, filters, 1, before=True)
        if inputs != filters:
            self.shortcut = Conv(inputs, filters, 1, stride, norm=False)

    def forward(self, x):
        skip = self.shortcut(x) if hasattr(self, "shortcut") else x
        return self.restore(self.conv(self.reduce(x))) + skip


class PreActivationResNet(nn.Module):
    def __init__(self, layers, bottleneck=False):
        super().__init__()
        block = PreActivationBottleneck if bottleneck else PreActivationBlock
        blocks = (layers - 2) // (9 if bottleneck else 6)
        f = 64 if bottleneck else 16
        self.stem = Conv(3, 16, 3)
        self.first = block(16, f, 1, first=True)
        self.stage1 = chain(blocks - 1, f, f, 1, block)
        self.stage2 = chain(blocks, f, 2 * f, 2, block)
        self.stage3 = chain(blocks, 2 * f, 4 * f, 2, block)
        self.norm = nn.BatchNorm2d(4 * f)
        self.logits = nn.Linear(4 * f, 10)

    def forward(self, x):
        y = self.stage1(self.first(relu(self.stem(x))))
        y = relu(self.norm(self.stage3(self.stage2(y))))
        return self.logits(y.mean((2, 3)))


class Dense(nn.Module):
    """One layer of a perceptron, with or without a skip."""

    def __init__(self, inputs, width, function, skip=False):
        super().__init__()
        self.linear = nn.Linear(inputs, width)
        self.function, self.skip = function, skip
        if skip and inputs != width:
            self.shortcut = nn.Linear(inputs, width)

    def forward(self, x):
        y = self.linear(x)
        if self.skip:
            y = y + (self.shortcut(x) if hasattr(self, "shortcut") else x)
        return self.function(y)


class Perceptron(nn.Module):
    def __init__(self, layers, function=relu, skip=False):
        super().__init__()
        layer = lambda i: Dense(64 if i else 784, 64, function, skip)
        # One alone has no number.
        self.hidden = layer(0) if layers == 2 else nn.Sequential(*map(layer, range(layers - 1)))
        self.logits = nn.Linear(64, 10)

    def forward(self, x):
        return self.logits(self.hidden(x.flatten(1)))


class FourLayers(nn.Module):
    def __init__(self, function=relu):
        super().__init__()
        self.conv1 = Conv(3, 32, 5, norm=False)
        self.conv2 = Conv(32, 32, 5, norm=False)
        self.conv3 = Conv(32, 64, 5, norm=False)
        self.logits = nn.Linear(576, 10)
        self.function = function

    def forward(self, x):
        x = F.max_pool2d(self.function(self.conv1(x)), 3, 2)
        x = F.avg_pool2d(self.function(self.conv2(x)), 3, 2)
        x = F.avg_pool2d(self.function(self.conv3(x)), 3, 2)
        return self.logits(x.flatten(1))


class DenseLayer(nn.Module):
    def __init__(self, inputs, growth, bottleneck):
        super().__init__()
        if bottleneck:
            self.conv1 = Conv(inputs, 4 * growth, 1, before=True)
            self.conv2 = Conv(4 * growth, growth, 3, before=True)
        else:
            self.conv = Conv(inputs, growth, 3, before=True)
        self.bottleneck = bottleneck

    def forward(self, x):
        y = self.conv2(self.conv1(x)) if self.bottleneck else self.conv(x)
        return torch.cat([x, y], 1)


class CifarDenseNet(nn.Module):
    """Huang et al. 2017, section 3, with a growth of 12; DenseNet-BC with bottlenecks."""

    def __init__(self, layers, bottleneck):
        super().__init__()
        growth, repeat = 12, (layers - 4) // (6 if bottleneck else 3)
        width = 2 * growth if bottleneck else 16
        self.stem = Conv(3, width, 3, norm=False, bias=False)
        for stage in (1, 2, 3):
            dense = (DenseLayer(width + i * growth, growth, bottleneck) for i in range(repeat))
            setattr(self, "dense%d" % stage, nn.Sequential(*dense))
            width += repeat * growth
            if stage < 3:
                narrow = width // 2 if bottleneck else width
                setattr(self, "transition%d" % stage, Conv(width, narrow, 1, before=True))
                width = narrow
        self.norm = nn.BatchNorm2d(width)
        self.logits = nn.Linear(width, 10)

    def forward(self, x):
        x = self.dense1(self.stem(x))
        x = self.dense2(F.avg_pool2d(self.transition1(x), 2))
        x = self.dense3(F.avg_pool2d(self.transition2(x), 2))
        return self.logits(relu(self.norm(x)).mean((2, 3)))


class ConvPair(nn.Module):
    def __init__(self, inputs, filters, stride):
        super().__init__()
        self.conv1 = Conv(inputs, filters, 3, stride, norm=False)
        self.conv2 = Conv(filters, filters, 3, norm=False)

    def forward(self, x):
        return relu(self.conv2(relu(self.conv1(x))))


class Head(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.logits = nn.Linear(inputs, 10)

    def forward(self, x):
        return self.logits(x.mean((2, 3)))


class DeeplySupervised(nn.Module):
    def __init__(self, pairs=3):
        super().__init__()
        self.stem = Conv(3, 16, 3, norm=False)
        self.stage1 = chain(pairs, 16, 16, 1, ConvPair)
        self.stage2 = chain(pairs, 16, 32, 2, ConvPair)
        self.stage3 = chain(pairs, 32, 64, 2, ConvPair)
        self.companion1 = Head(16)
        self.companion2 = Head(32)
        self.logits = nn.Linear(64, 10)

    def forward(self, x):
        x1 = self.stage1(relu(self.stem(x)))
        x2 = self.stage2(x1)
        y = self.logits(self.stage3(x2).mean((2, 3)))
        return (y, self.companion1(x1), self.companion2(x2)) if self.training else y

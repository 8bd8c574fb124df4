"""Records what PyTorch computes, in double, for the primitives that it has too."""

import numpy as np
import torch
import torch.nn.functional as F

from vectors import save, spread_evenly

tensors = {}


def record(case, **values):
    for name, value in values.items():
        if isinstance(value, torch.Tensor):
            value = value.detach().numpy()
        tensors[f"{case}.{name}"] = np.asarray(value)


def input_of(name, *shape):
    return torch.tensor(spread_evenly(name, shape), requires_grad=True)


def window(x, y, r, s, stride, padding, dilation=(1, 1), groups=1):
    """In the order of the record Window; its extents are those that PyTorch gave x and y."""
    (c, h, w), (k, p, q) = x.shape[1:], y.shape[1:]
    values = [c, h, w, k, r, s, *stride, *padding, p, q, *dilation, groups]
    return np.array(values, dtype=np.int64)


def convolution(n, c, h, w, k, r, s, stride, padding, dilation=(1, 1), groups=1):
    case = f"conv2d/{n}x{c}x{h}x{w}k{k}r{r}s{s}"
    if groups != 1 or dilation != (1, 1):
        case += f"g{groups}d{dilation[0]}x{dilation[1]}"
    x = input_of(case + "x", n, c, h, w)
    weight = input_of(case + "w", k, c // groups, r, s)
    y = F.conv2d(x, weight, None, stride, padding, dilation, groups)
    dy = input_of(case + "dy", *y.shape)
    dx, dw = torch.autograd.grad(y, (x, weight), dy)
    record(case, window=window(x, y, r, s, stride, padding, dilation, groups))
    record(case, x=x, w=weight, y=y, dy=dy, dx=dx, dw=dw)


def pooling(kind, n, c, h, w, size, stride, padding, levels=None, ceil=False):
    case = f"{kind}/{n}x{c}x{h}x{w}size{size[0]}x{size[1]}{'ceil' if ceil else ''}"
    x = input_of(case + "x", n, c, h, w)
    if levels:  # few levels, hence ties: PyTorch gives the gradient to the first
        x = (x.detach() * levels).round().requires_grad_()
    pool = F.max_pool2d if kind == "max" else F.avg_pool2d
    y = pool(x, size, stride, padding, ceil_mode=ceil)
    dy = input_of(case + "dy", *y.shape)
    (dx,) = torch.autograd.grad(y, x, dy)
    record(case, window=window(x, y, *size, stride, padding), x=x, y=y, dy=dy, dx=dx)


def adaptive(n, c, h, w, p, q):
    case = f"adaptive/{n}x{c}x{h}x{w}to{p}x{q}"
    x = input_of(case + "x", n, c, h, w)
    y = F.adaptive_avg_pool2d(x, (p, q))
    dy = input_of(case + "dy", *y.shape)
    (dx,) = torch.autograd.grad(y, x, dy)
    record(case, x=x, y=y, dy=dy, dx=dx)


def linear(n, inputs, units):
    case = f"linear/{n}x{inputs}k{units}"
    x = input_of(case + "x", n, inputs)
    weight = input_of(case + "w", units, inputs)
    y = F.linear(x, weight)
    dy = input_of(case + "dy", *y.shape)
    dx, dw = torch.autograd.grad(y, (x, weight), dy)
    record(case, x=x, w=weight, y=y, dy=dy, dx=dx, dw=dw)


def reductions(n, c, h, w):
    case = f"axes/{n}x{c}x{h}x{w}"
    x = input_of(case, n, c, h, w)
    record(case, x=x)
    dims = {
        "NONE": (0, 1, 2, 3),
        "FEATURES": (0, 2, 3),
        "SAMPLES": (1, 2, 3),
        "SAMPLE_FEATURES": (2, 3),
        "ROWS": (1,),
    }
    for axes, dim in dims.items():
        record(f"{case}.{axes}", SUM=x.sum(dim), MEAN=x.mean(dim), MAX=x.amax(dim))
    last = x.permute(0, 2, 3, 1)
    record(f"{case}.ELEMENTS", SUM=last.sum(0), MEAN=last.mean(0), MAX=last.amax(0))
    record(case, mean=x.mean((0, 2, 3)), variance=x.var((0, 2, 3), unbiased=False))


def batch_products(n, h, m, c, k):
    """The same factors as they are and transposed, which is the caller's business."""
    case = f"batchmatmul/{n}x{h}x{m}x{c}x{k}"
    a = input_of(case + "a", n, h, m, c)
    b = input_of(case + "b", n, h, c, k)
    y = a @ b
    dy = input_of(case + "dy", *y.shape)
    da, db = torch.autograd.grad(y, (a, b), dy)
    record(case, a=a, b=b, y=y, dy=dy, da=da, db=db)
    record(case, at=a.mT, bt=b.mT, dat=da.mT, dbt=db.mT)


def embedding(n, positions, rows, features):
    case = f"embedding/{n}x{positions}of{rows}x{features}"
    indices = ((input_of(case + "i", n, positions) + 1) / 2 * rows).floor().long()
    table = input_of(case, rows, features)
    y = F.embedding(indices, table)
    dy = input_of(case + "dy", *y.shape)
    (dtable,) = torch.autograd.grad(y, table, dy)
    record(case, i=indices.double(), table=table, y=y, dy=dy, dtable=dtable)


def functions():
    x = torch.tensor(np.concatenate([spread_evenly("functions", (40,)) * 5, [0.0, 8.0, -8.0]]))
    record("function", x=x, NEG=-x, EXP=x.exp(), RELU=x.relu(), SIGMOID=x.sigmoid())
    record("function", EXPM1=x.expm1(), SOFTPLUS=F.softplus(x, threshold=100))
    record("function", TANH=x.tanh(), ERF=torch.erf(x), ABS=x.abs(), STEP=(x > 0).double())
    positive = x.abs() + 0.01
    record("function", positive=positive, LOG=positive.log(), SQRT=positive.sqrt())
    record("function", RSQRT=positive.rsqrt(), RECIPROCAL=positive.reciprocal())


convolution(2, 3, 13, 17, 7, 3, 3, (1, 1), (1, 1))
convolution(3, 7, 13, 7, 5, 3, 3, (2, 2), (1, 1))
convolution(1, 1, 1, 1, 1, 1, 1, (1, 1), (0, 0))
convolution(2, 5, 7, 13, 17, 1, 1, (2, 2), (0, 0))
convolution(1, 2, 17, 31, 3, 5, 2, (3, 1), (2, 0))
convolution(2, 4, 7, 7, 4, 7, 7, (1, 1), (3, 3))
convolution(1, 2, 5, 5, 3, 3, 3, (4, 4), (0, 0))  # leaves a border unread
convolution(2, 6, 7, 5, 9, 3, 2, (2, 1), (1, 1), groups=3)
convolution(1, 3, 9, 11, 2, 3, 2, (1, 2), (2, 1), dilation=(2, 3))
convolution(2, 4, 8, 7, 8, 3, 3, (2, 2), (2, 2), dilation=(2, 2), groups=4)
pooling("max", 2, 3, 13, 17, (3, 3), (2, 2), (1, 1))
pooling("max", 3, 1, 7, 7, (2, 2), (2, 2), (0, 0), levels=2)
pooling("max", 1, 5, 13, 7, (3, 2), (1, 1), (1, 1), levels=1)
pooling("average", 2, 3, 13, 17, (3, 3), (2, 2), (1, 1))
pooling("average", 1, 7, 8, 6, (2, 2), (2, 2), (0, 0))
pooling("average", 3, 1, 7, 31, (7, 3), (1, 2), (3, 1))
pooling("max", 2, 2, 8, 6, (3, 3), (2, 2), (0, 0), ceil=True)
pooling("max", 1, 2, 7, 8, (2, 3), (3, 3), (1, 0), ceil=True)
pooling("average", 2, 2, 8, 6, (3, 3), (2, 2), (1, 1), ceil=True)
pooling("average", 1, 3, 9, 7, (2, 5), (2, 4), (0, 2), ceil=True)
adaptive(2, 3, 14, 13, 4, 6)
adaptive(1, 2, 1, 2, 6, 5)
adaptive(2, 2, 6, 7, 3, 7)
linear(1, 1, 1)
linear(7, 13, 10)
linear(3, 31, 17)
batch_products(1, 1, 1, 1, 1)
batch_products(2, 3, 5, 7, 4)
batch_products(3, 1, 13, 2, 17)
embedding(1, 1, 1, 1)
embedding(3, 7, 5, 4)  # every row several times
embedding(2, 3, 31, 13)
reductions(2, 3, 5, 7)
reductions(1, 1, 1, 1)
reductions(3, 13, 1, 2)
functions()
save("primitives.safetensors", tensors, "primitives.py")

"""A side of the step benchmark: a network of the samples in PyTorch. StepWorker.java has the protocol."""

import argparse
import platform
import sys
import time


def fail(sentence):
    print("failure " + str(sentence).strip().split("\n")[0], flush=True)
    sys.exit()


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--network")
    parser.add_argument("--mode", choices=("train", "infer"))
    parser.add_argument("--batch", type=int)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--form", help="contiguous or channels-last, and -frozen after it")
    parser.add_argument("--optimizer", choices=("sgd", "adamw"))
    parser.add_argument("--inputs", nargs="+", help="limit of indices, 0 of numbers, and extents: 0:3:32:32")
    parser.add_argument("--targets", nargs="+")
    return parser.parse_args()


def noise(batch, sample, layout):
    limit, *extents = map(int, sample.split(":"))
    if limit:
        return torch.randint(limit, (batch, *extents))
    values = torch.randn(batch, *extents)
    return values.contiguous(memory_format=layout) if values.dim() == 4 else values


def optimizer(name, parameters):
    # As ours: TrainingStep.java says why the rate is small.
    rate = dict(lr=1e-4)
    make = torch.optim.AdamW
    if name == "sgd":
        make, rate = torch.optim.SGD, dict(rate, momentum=0.9, weight_decay=1e-4)
    try:
        return make(parameters, fused=True, **rate)
    except (RuntimeError, TypeError):  # older ones have no fused form on the CPU
        return make(parameters, **rate)


def training(network, loss, inputs, targets, name):
    network.train()
    updates = optimizer(name, network.parameters())

    def step():
        updates.zero_grad(set_to_none=True)
        value = loss(network(*inputs), *targets)
        value.backward()
        updates.step()
        value.item()

    return step


def inference(network, inputs, frozen):
    network.eval()
    if frozen:
        with torch.no_grad():
            network = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(network, inputs)))

    def step():
        with torch.inference_mode():
            network(*inputs)

    return step


def side(asked):
    torch.set_num_threads(asked.threads)
    torch.manual_seed(1)
    found = named(asked.network)
    if found is None:
        fail("no PyTorch network is called " + asked.network)
    network, loss = found
    layout = torch.channels_last if asked.form.startswith("channels-last") else torch.contiguous_format
    network = network.to(memory_format=layout)
    parameters = sum(p.numel() for p in network.parameters())
    inputs = tuple(noise(asked.batch, sample, layout) for sample in asked.inputs)
    targets = [noise(asked.batch, sample, layout) for sample in asked.targets]
    if asked.mode == "train":
        return training(network, loss, inputs, targets, asked.optimizer), parameters
    return inference(network, inputs, asked.form.endswith("frozen")), parameters


def serve():
    step, parameters = side(options())
    step()
    try:
        lanes = torch.backends.cpu.get_cpu_capability()
    except AttributeError:
        lanes = platform.machine()
    print("answer", parameters, torch.__version__, lanes, flush=True)
    for line in sys.stdin:
        nanos, start, steps = float(line) * 1e9, time.perf_counter_ns(), 0
        while steps == 0 or time.perf_counter_ns() - start < nanos:
            step()
            steps += 1
        print("answer", steps, time.perf_counter_ns() - start, flush=True)


if __name__ == "__main__":
    try:
        import torch

        from peers import named
    except Exception as e:
        fail("%s has no PyTorch that can be used here: %s" % (sys.executable, e))
    try:
        serve()
    except Exception as e:
        fail("%s: %s" % (type(e).__name__, e))

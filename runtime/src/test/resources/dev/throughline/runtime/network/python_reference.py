"""Writes python_reference.safetensors with the format's own library (pip install safetensors numpy).

The weights of the tests' softmax regression, as a PyTorch model of the same names would be saved:
published shapes, batch norm's counter of batches, no metadata.
"""

import pathlib

import numpy
from safetensors.numpy import save_file

weight = (numpy.arange(48, dtype=numpy.float32).reshape(3, 16) - 20) / 8
save_file(
    {
        "logits.weight": weight,
        "logits.bias": numpy.array([0.5, -1.25, 3.0], dtype=numpy.float32),
        "input.running_mean": numpy.linspace(0, 1, 16, dtype=numpy.float32),
        "input.num_batches_tracked": numpy.array(7, dtype=numpy.int64),
    },
    pathlib.Path(__file__).with_name("python_reference.safetensors"),
)

"""What the scripts of this folder share: a safetensors writer and the rule for weights.

Debian's python3-torch and python3-numpy are enough; run a script with no arguments and it rewrites
its file under ../resources/vectors.
"""

import json
import pathlib
import struct
import zlib

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "resources" / "vectors"
CHUNK = 1 << 15  # elements that fit a cache
DTYPES = {"float64": "F64", "float32": "F32", "int64": "I64"}


def save(file, tensors, script, folder=FOLDER, metadata={}):
    """Writes a dictionary of numpy arrays as safetensors."""
    header = {"__metadata__": {"script": script, **metadata}}
    offset = 0
    for name, array in tensors.items():
        end = offset + array.nbytes
        header[name] = {
            "dtype": DTYPES[str(array.dtype)],
            "shape": list(array.shape),
            "data_offsets": [offset, end],
        }
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / file, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for array in tensors.values():
            out.write(np.ascontiguousarray(array).tobytes())


def philox(key, counter):
    """Philox4x32-10 of arrays: key of two words, counter of four; 64-bit arrays of 32-bit words."""
    x = [np.asarray(word, dtype=np.uint64) for word in np.broadcast_arrays(*counter)]
    k0, k1 = key
    mask = np.uint64(0xFFFFFFFF)
    for _ in range(10):
        product0 = np.uint64(0xD2511F53) * x[0]
        product1 = np.uint64(0xCD9E8D57) * x[2]
        x = [
            (product1 >> np.uint64(32)) ^ x[1] ^ np.uint64(k0),
            product1 & mask,
            (product0 >> np.uint64(32)) ^ x[3] ^ np.uint64(k1),
            product0 & mask,
        ]
        k0 = (k0 + 0x9E3779B9) & 0xFFFFFFFF
        k1 = (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return x


def draws(key, element, stream):
    """The word of each element of a random mask: four neighbours share a block."""
    words = philox(key, (element >> np.uint64(2), 0, stream, 0))
    return np.choose((element & np.uint64(3)).astype(np.int64), words)


def spread_evenly(name, shape):
    """Values in [-1, 1) that depend on a name and the index only; RecordedWeights.java is its twin."""
    values = np.empty(int(np.prod(shape)))
    for start in range(0, values.size, CHUNK):
        index = np.arange(start, min(start + CHUNK, values.size), dtype=np.uint64)
        word = philox((zlib.crc32(name.encode()), 0), (index, 0, 0, 0))[0]
        values[start : start + CHUNK] = (word >> np.uint64(8)).astype(np.float64) * 2.0**-23 - 1
    return values.reshape(shape)


def weights(name, shape):
    """A trained-looking value for a parameter of a published name and shape, rounded to single."""
    values = spread_evenly(name, shape)
    if len(shape) > 1:
        values = values * np.sqrt(6.0 / np.prod(shape[1:]))
    elif name.endswith("norm.weight"):
        values = 1 + 0.25 * values
    else:
        values = 0.25 * values
    return values.astype(np.float32)

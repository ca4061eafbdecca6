"""Prints forward.h: what PyTorch makes of the lecture's net before training.

README.md, beside this file, says how to run it. The one argument is a folder
with MNIST's training images and labels, gzipped or not.
"""

import gzip
import os
import sys
import textwrap

import numpy
import torch

# The notebooks' nets, in the order of the draws: a seed starts the stream, and
# the net after it, of the same seed, goes on where the first one stopped.
NETS = [
    {"seed": 1, "draw": 1, "normal_biases": True},
    {"seed": 1, "draw": 2, "normal_biases": False},
    {"seed": 42, "draw": 1, "normal_biases": False},
    {"seed": 42, "draw": 2, "normal_biases": False},
]

EDGES = [0, 1, 2, -3, -2, -1]  # what the notebooks print of a long axis
TRAIN = 50000  # rows; the others validate
CHUNK = 1000  # rows of the table of all pairs that are made at once

VERSION = torch.__version__

HEAD = f"""\
/* Made by tests/golden/make_forward.py with PyTorch {VERSION}; do not edit. */
/* clang-format off */
#ifndef TESTS_GOLDEN_FORWARD_H
#define TESTS_GOLDEN_FORWARD_H

#include <stdbool.h>
#include <stdint.h>

/* What the net makes of MNIST, computed in one type. The last digits of
   float32 depend on the matrix product that PyTorch was built with. */
typedef struct {{
	double relu_corners[36]; /* relu(l1) of x_valid: the rows and columns
				    0, 1, 2, -3, -2, -1 */
	double relu_sum, relu_squares; /* over all of it */
	double res[6];                 /* model(x_valid), the first six */
	double mse_train, mse_valid;
	double trap_valid; /* the mean of (res - y_valid)^2 over all pairs */
}} ForwardNumbers;

/* A net of 784, 50 and 1, and what it makes of MNIST. */
typedef struct {{
	uint64_t seed;
	int draw; /* 1: the seed's first net; 2: the one drawn after it */
	bool normal_biases;
	float w1[8], b1[8], w2[8], b2[1]; /* the first and last four */
	ForwardNumbers f32, f64;
}} ForwardGolden;
"""


def read_idx(folder, name):
    """The file's bytes as a tensor of its shape."""
    path = os.path.join(folder, name)
    opener = open if os.path.exists(path) else gzip.open
    with opener(path if opener is open else f"{path}.gz", "rb") as file:
        data = file.read()
    axes = data[3]
    sizes = numpy.frombuffer(data, ">u4", axes, 4).tolist()
    pixels = numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * axes)
    return torch.from_numpy(pixels.copy()).reshape(sizes)


def draw_net(normal_biases):
    def bias(n):
        return torch.randn(n) if normal_biases else torch.zeros(n)

    return {
        "w1": torch.randn(784, 50),
        "b1": bias(50),
        "w2": torch.randn(50, 1),
        "b2": bias(1),
    }


def relu_of(net, x):
    return (x @ net["w1"] + net["b1"]).clamp_min(0.0)


def result_of(net, x):
    return relu_of(net, x) @ net["w2"] + net["b2"]


def mse(output, target):
    return (output[:, 0] - target).pow(2).mean().item()


def mse_of_all_pairs(output, target):
    rows = [(part - target).pow(2).mean() for part in output.split(CHUNK)]
    return torch.stack(rows).mean().item()


def numbers(net, x, y):
    """One ForwardNumbers, in the type of x: its fields in order."""
    net = {name: t.to(x.dtype) for name, t in net.items()}
    relu = relu_of(net, x[TRAIN:])
    train, valid = result_of(net, x[:TRAIN]), result_of(net, x[TRAIN:])
    return {
        "relu_corners": relu[EDGES][:, EDGES].flatten().tolist(),
        "relu_sum": relu.double().sum().item(),
        "relu_squares": relu.double().pow(2).sum().item(),
        "res": valid[:6, 0].tolist(),
        "mse_train": mse(train, y[:TRAIN]),
        "mse_valid": mse(valid, y[TRAIN:]),
        "trap_valid": mse_of_all_pairs(valid, y[TRAIN:]),
    }


def ends(t):
    values = list(t.flatten().numpy())
    return values if len(values) < 8 else values[:4] + values[-4:]


def golden(net, x, y):
    """One ForwardGolden: its fields in order."""
    if net["draw"] == 1:
        torch.manual_seed(net["seed"])
    drawn = draw_net(net["normal_biases"])
    weights = {name: ends(t) for name, t in drawn.items()}
    f32 = numbers(drawn, x, y.float())
    f64 = numbers(drawn, x.double(), y.double())
    return {**net, **weights, "f32": f32, "f64": f64}


def number(value):
    """A value as C writes it; a float32, read back, is the same."""
    if isinstance(value, numpy.float32):
        text = f"{value:.9g}"
        return text + ("f" if "." in text or "e" in text else ".0f")
    if isinstance(value, float):
        return f"{value:.13g}"
    return str(value).lower()  # True is true


def initializer(value, indent="\t"):
    """The value as a C initializer, 80 columns wide."""
    deeper = indent + "\t"
    if isinstance(value, dict):
        parts = [f".{k} = {initializer(v, deeper)}" for k, v in value.items()]
    elif not isinstance(value, list):
        return number(value)
    elif isinstance(value[0], dict):
        parts = [initializer(v, deeper) for v in value]
    else:
        text = ", ".join(map(number, value))
        if len(value) == 1:
            return "{" + text + "}"
        width = 80 - 8 * len(deeper)
        lines = textwrap.wrap(text, width, break_on_hyphens=False)
        return f"\n{deeper}".join(["{"] + lines) + f"\n{indent}}}"
    return "".join(["{"] + [f"\n{deeper}{p}," for p in parts]) + f"\n{indent}}}"


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: make_forward.py FOLDER_WITH_MNIST")
    # Only the vector builds' logarithm, sine and cosine are the book's.
    if "CPU capability usage: AVX" not in torch.__config__.show():
        sys.exit("make_forward.py: needs PyTorch on a processor with AVX2")
    torch.set_num_threads(1)  # float32 sums depend on how the work is cut
    images = read_idx(sys.argv[1], "train-images-idx3-ubyte")
    x = images.flatten(1).float() / 256
    y = read_idx(sys.argv[1], "train-labels-idx1-ubyte")
    table = initializer([golden(net, x, y) for net in NETS], "")
    print(f"{HEAD}\nstatic const ForwardGolden forward_golden[] = {table};")
    print("\n#endif")


if __name__ == "__main__":
    main()

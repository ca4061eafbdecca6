"""Prints gradients.h: PyTorch's gradients of the lecture's net on MNIST.

README.md, beside this file, says how to run it. The one argument is a folder
with MNIST's training images and labels, gzipped or not.
"""

import gzip
import os
import sys
import textwrap

import numpy
import torch

SAMPLES = 400  # elements that are kept of a large gradient
TRAIN = 50000


def read_idx(folder, name, header):
    """The bytes of an IDX file behind its header."""
    path = os.path.join(folder, name)
    if os.path.exists(path + ".gz"):
        raw = gzip.open(path + ".gz").read()
    else:
        raw = open(path, "rb").read()
    return numpy.frombuffer(raw, dtype=numpy.uint8, offset=header)


def gradients(x, y):
    """Seed 1, random biases, all in double: the loss and the gradients."""
    torch.manual_seed(1)
    shapes = {"w1": (784, 50), "b1": (50,), "w2": (50, 1), "b2": (1,)}
    net = {name: torch.randn(*shape).double() for name, shape in shapes.items()}
    net["x"] = x.clone()
    for tensor in net.values():
        tensor.requires_grad_()
    hidden = torch.relu(net["x"] @ net["w1"] + net["b1"])
    output = hidden @ net["w2"] + net["b2"]
    loss = (output[:, 0] - y).pow(2).mean()
    loss.backward()
    return loss.item(), {name: tensor.grad for name, tensor in net.items()}


def sample(gradient):
    """Which elements to keep: all, or some that are not 0, spread evenly."""
    flat = gradient.flatten()
    if len(flat) <= SAMPLES:
        return range(len(flat))
    alive = flat.nonzero().flatten().tolist()
    return [alive[i * len(alive) // SAMPLES] for i in range(SAMPLES)]


def print_array(kind, name, values):
    text = ", ".join(values)
    print(f"static const {kind} {name}[] = {{")
    print(textwrap.indent(textwrap.fill(text, 72), "    "))
    print("};")


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: make_gradients.py FOLDER")
    folder = sys.argv[1]
    pixels = read_idx(folder, "train-images-idx3-ubyte", 16)
    x = torch.from_numpy(pixels.reshape(-1, 784)[:TRAIN] / 256.0)
    labels = read_idx(folder, "train-labels-idx1-ubyte", 8)[:TRAIN]
    loss, found = gradients(x, torch.from_numpy(labels.astype(float)))

    print(
        "/* Made by tests/golden/make_gradients.py with PyTorch"
        f" {torch.__version__}; do not edit. */"
    )
    print("/* clang-format off */")
    print("#ifndef TESTS_GOLDEN_GRADIENTS_H")
    print("#define TESTS_GOLDEN_GRADIENTS_H\n\n#include <stddef.h>\n")
    print(f"static const double golden_loss = {loss!r};")
    for name in ["x", "w1", "b1", "w2", "b2"]:
        flat = found[name].flatten()
        kept = sample(found[name])
        print(f"\n/* {name}.g: of {len(flat)} elements, {len(kept)}. */")
        print_array("size_t", f"golden_{name}_at", [str(at) for at in kept])
        print_array("double", f"golden_{name}", [repr(flat[at].item()) for at in kept])
    print("\n#endif")


main()

"""Prints small.h: PyTorch's values for the toy nets, and sums of gradients.

README.md, beside this file, says how to run it. The one argument is a folder
with MNIST's training images and labels, gzipped or not.
"""

import sys
import textwrap

import numpy
import torch

from make_forward import draw_net, read_idx, result_of

# Where DS4420's two nets stand in their seeds' streams.
TOYS = [
    {"seed": 3852025336, "earlier": 9},
    {"seed": 3644902673, "earlier": 6},
]

TRAIN = 50000  # rows; the others validate

HEAD = f"""\
/* Made by tests/golden/make_small.py with PyTorch {torch.__version__}; do not edit. */
/* clang-format off */
#ifndef TESTS_GOLDEN_SMALL_H
#define TESTS_GOLDEN_SMALL_H

#include <stdbool.h>
#include <stdint.h>

/* DS4420's toy net: its weights as torch draws them, and what float64 makes of
   them on its input, with target 0, and in a step with rate 1. */
typedef struct {{
	uint64_t seed;
	int earlier; /* nets that were made before it */
	float wi[6], wo[2];
	double h[2], y_hat, loss;
	double wi_g[6], wo_g[2];
	double wi_after[6], wo_after[2];
}} ToyGolden;

/* Over all elements of a gradient of the lecture's net on MNIST, in float64. */
typedef struct {{
	double sum, squares;
}} SumsGolden;

/* Seed 1: the first net drawn has normal biases, the second has zeros. */
typedef struct {{
	bool normal_biases;
	double loss;
	SumsGolden x, w1, b1, w2, b2;
}} GradientGolden;
"""


def toy_net(seed, earlier):
    """The layers as torch makes them, and the weights in double."""
    torch.manual_seed(seed)
    for _ in range(earlier + 1):
        layers = [
            torch.nn.Linear(3, 2, bias=False),
            torch.nn.Linear(2, 1, bias=False),
        ]
    return [layer.weight.detach() for layer in layers]


def toy_golden(toy):
    """One ToyGolden: its fields in order."""
    drawn = toy_net(**toy)
    wi, wo = [weight.double().requires_grad_() for weight in drawn]
    h = torch.sigmoid(torch.tensor([[1, 2, 0.5]], dtype=torch.float64) @ wi.T)
    y_hat = torch.sigmoid(h @ wo.T)
    loss = torch.nn.functional.binary_cross_entropy(y_hat, torch.zeros_like(y_hat))
    loss.backward()
    return {
        **toy,
        "wi": drawn[0],
        "wo": drawn[1],
        "h": h,
        "y_hat": y_hat.item(),
        "loss": loss.item(),
        "wi_g": wi.grad,
        "wo_g": wo.grad,
        "wi_after": wi - wi.grad,
        "wo_after": wo - wo.grad,
    }


def sums(gradient):
    return {"sum": gradient.sum().item(), "squares": gradient.pow(2).sum().item()}


def gradient_golden(normal_biases, x, y):
    """One GradientGolden, of the stream's next net: its fields in order."""
    net = {"x": x, **draw_net(normal_biases)}
    net = {name: t.double().clone().requires_grad_() for name, t in net.items()}
    loss = (result_of(net, net["x"])[:, 0] - y).pow(2).mean()
    loss.backward()
    found = {name: sums(t.grad) for name, t in net.items()}
    return {"normal_biases": normal_biases, "loss": loss.item(), **found}


def number(value):
    """A value as C writes it; a float32, read back, is the same."""
    if isinstance(value, numpy.float32):
        return f"{value:.9g}f"
    if isinstance(value, float):
        return f"{value:.13g}"
    return str(value).lower()  # True is true


def initializer(value, indent="\t"):
    """The value as a C initializer."""
    deeper = indent + "\t"
    if isinstance(value, torch.Tensor):
        text = ", ".join(map(number, value.detach().flatten().numpy()))
        lines = textwrap.wrap(text, 60, break_on_hyphens=False)
        return "{" + f"\n{deeper}".join(lines) + "}"
    if not isinstance(value, dict):
        return number(value)
    fields = [f"{deeper}.{k} = {initializer(v, deeper)}," for k, v in value.items()]
    return "\n".join(["{"] + fields + [indent + "}"])


def print_table(kind, name, rows):
    print(f"\nstatic const {kind} {name}[] = {{")
    for row in rows:
        print(f"\t{initializer(row)},")
    print("};")


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: make_small.py FOLDER_WITH_MNIST")
    x = read_idx(sys.argv[1], "train-images-idx3-ubyte")[:TRAIN].flatten(1) / 256
    y = read_idx(sys.argv[1], "train-labels-idx1-ubyte")[:TRAIN]
    print(HEAD, end="")
    print_table("ToyGolden", "toy_golden", map(toy_golden, TOYS))
    torch.manual_seed(1)
    nets = [gradient_golden(normal, x, y) for normal in [True, False]]
    print_table("GradientGolden", "gradient_golden", nets)
    print("\n#endif")


if __name__ == "__main__":
    main()

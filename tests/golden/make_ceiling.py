"""Prints ceiling.h: PyTorch's first losses of the lecture's 784-32-10 net.

README.md, beside this file, says how to run it. The one argument is a folder
with MNIST's training images and labels, gzipped or not.
"""

import sys

import torch

from make_forward import read_idx

EPOCHS = 5
ROWS = [60000, 1000]

HEAD = f"""\
/* Made by tests/golden/make_ceiling.py with PyTorch {torch.__version__}; do not edit. */
/* clang-format off */
#ifndef TESTS_GOLDEN_CEILING_H
#define TESTS_GOLDEN_CEILING_H

#include <stddef.h>

/* Full-batch descent with rate 1 from manual_seed(0), on the first rows of the
   training file, in float64: the loss before each of the first steps. */
typedef struct {{
	const char *variant;
	size_t rows;
	double losses[{EPOCHS}];
}} CeilingGolden;

static const CeilingGolden ceiling_golden[] = {{
"""


def net_of(softmax):
    """The lecture's net: drawn in float32, then widened."""
    torch.manual_seed(0)
    layers = [torch.nn.Linear(784, 32), torch.nn.Sigmoid(), torch.nn.Linear(32, 10)]
    if softmax:
        layers.append(torch.nn.Softmax(dim=1))
    return torch.nn.Sequential(*layers).double()


def first_losses(x, y, softmax, zero_grad):
    net = net_of(softmax)
    descent = torch.optim.SGD(net.parameters(), lr=1)
    losses = []
    for _ in range(EPOCHS):
        if zero_grad:
            descent.zero_grad()
        loss = torch.nn.functional.cross_entropy(net(x), y)
        loss.backward()
        descent.step()
        losses.append(loss.item())
    return losses


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: make_ceiling.py FOLDER_WITH_MNIST")
    # Over 255 in double, as NumPy does it, and then in float32, as the lecture.
    pixels = read_idx(sys.argv[1], "train-images-idx3-ubyte").flatten(1)
    x = (pixels.double() / 255).float()
    y = read_idx(sys.argv[1], "train-labels-idx1-ubyte").long()
    print(HEAD, end="")
    for rows in ROWS:
        for softmax in [True, False]:
            for zero_grad in [True, False]:
                name = "softmax" if softmax else "plain"
                name += "" if zero_grad else "-kept"
                losses = first_losses(
                    x[:rows].double(), y[:rows], softmax, zero_grad
                )
                numbers = ", ".join(f"{loss:.13g}" for loss in losses)
                print(f'\t{{"{name}", {rows},\n\t    {{{numbers}}}}},')
    print("};\n\n#endif")


if __name__ == "__main__":
    main()

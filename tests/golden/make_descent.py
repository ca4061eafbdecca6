"""Prints descent.h: gradient descent as DS4420's lecture and as PyTorch walk.

README.md, beside this file, says how to run it. Slopes come from torch's
autograd, in double.
"""

import textwrap

import torch

STEPS = 10  # of the lecture
LONGER = 20  # of PyTorch's optimizer
START = [-9.0, 1.5]
CURVATURES = [1.0, 25.0]

HEAD = f"""\
/* Made by tests/golden/make_descent.py with PyTorch {torch.__version__}; do not edit. */
/* clang-format off */
#ifndef TESTS_GOLDEN_DESCENT_H
#define TESTS_GOLDEN_DESCENT_H

#include <stdbool.h>

/* The lecture's walks on x^2 from 1: {STEPS} steps. */
enum {{ GOLDEN_LECTURE_PLACES = {STEPS + 1} }};
"""

WALK = f"""
/* torch.optim.SGD from ({START[0]:g}, {START[1]:g}), in the bowl with curvatures
   {CURVATURES[0]:g} and {CURVATURES[1]:g}. PyTorch's rate; with nesterov its places are those
   that our walker looks at. */
enum {{ GOLDEN_SGD_PLACES = {LONGER + 1} }};
typedef struct {{
	double rate, beta;
	bool nesterov;
	double x[GOLDEN_SGD_PLACES][2];
}} SgdGolden;
"""


def slope_of_square(x):
    place = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    (place**2).backward()
    return place.grad.item()


def plain(alpha):
    """The lecture's first two walks."""
    xs = [1.0]
    for _ in range(STEPS):
        xs.append(xs[-1] - alpha * slope_of_square(xs[-1]))
    return xs


def with_momentum(alpha, beta, sign):
    """The third, its mean divided by 1 + beta^k or by 1 - beta^k."""
    xs, mean = [1.0], 0.0
    for k in range(1, STEPS + 1):
        mean = beta * mean + (1 - beta) * slope_of_square(xs[-1])
        xs.append(xs[-1] - alpha * mean / (1 + sign * beta**k))
    return xs


def sgd(rate, beta, nesterov):
    """The places of torch's own optimizer."""
    x = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    curvatures = torch.tensor(CURVATURES, dtype=torch.float64)
    optimizer = torch.optim.SGD([x], lr=rate, momentum=beta, nesterov=nesterov)
    places = [x.tolist()]
    for _ in range(LONGER):
        optimizer.zero_grad()
        (curvatures * x**2 / 2).sum().backward()
        optimizer.step()
        places.append(x.tolist())
    return places


def print_lecture(name, xs):
    text = ", ".join(f"{x:.17g}" for x in xs)
    lines = "\n\t".join(textwrap.wrap(text, 70, break_on_hyphens=False))
    print(f"static const double {name}[] = {{\n\t{lines}}};")


def print_sgd(rate, beta, nesterov):
    print(f"\t{{{rate}, {beta}, {str(nesterov).lower()}, {{")
    for x, y in sgd(rate, beta, nesterov):
        print(f"\t\t{{{x:.17g}, {y:.17g}}},")
    print("\t}},")


def main():
    print(HEAD)
    print_lecture("golden_large", plain(0.95))
    print_lecture("golden_small", plain(0.1))
    print_lecture("golden_printed", with_momentum(0.95, 0.9, 1))
    print_lecture("golden_usual", with_momentum(0.95, 0.9, -1))
    print(WALK)
    print("static const SgdGolden sgd_golden[] = {")
    print_sgd(0.07, 0, False)
    print_sgd(0.1, 0.5, False)
    print_sgd(0.02, 0.9, False)
    print_sgd(0.05, 0.5, True)
    print_sgd(0.02, 0.9, True)
    print("};\n\n#endif")


if __name__ == "__main__":
    main()

"""Prints modules.h: how PyTorch prints a few modules and names their parameters.

README.md, beside this file, says how to run it.
"""

import torch
from torch import nn

VERSION = torch.__version__

HEAD = f"""\
/* Made by tests/golden/make_modules.py with PyTorch {VERSION}; do not edit. */
/* clang-format off */
#ifndef TESTS_GOLDEN_MODULES_H
#define TESTS_GOLDEN_MODULES_H

#include <stddef.h>

/* A module: what print() writes, and one entry of named_parameters() each. */
typedef struct {{
	const char *name;
	const char *tree;
	size_t numbers; /* in all parameters */
	size_t count;
	struct {{
		const char *name, *shape;
	}} parameters[8];
}} ModuleGolden;
"""


class MLP(nn.Module):
    """The notebook's: its layers are in a list."""

    def __init__(self, inputs, hidden, outputs):
        super().__init__()
        layers = [nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, outputs)]
        self.layers = nn.ModuleList(layers)


class Scaled(nn.Module):
    """Two children, and then parameters of its own."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor
        self.inner = nn.Linear(3, 2)
        self.after = nn.ReLU()
        self.scale = nn.Parameter(torch.zeros(2))
        self.shift = nn.Parameter(torch.zeros(1, 2))

    def extra_repr(self):
        return f"factor={self.factor}"


class Pair(nn.Module):
    """Two linears with one weight."""

    def __init__(self):
        super().__init__()
        self.there = nn.Linear(3, 3, bias=False)
        self.back = nn.Linear(3, 3, bias=False)
        self.back.weight = self.there.weight


class Shift(nn.Module):
    """A parameter, nothing in brackets, no children."""

    def __init__(self):
        super().__init__()
        self.by = nn.Parameter(torch.zeros(()))


def nested():
    deep = nn.Sequential(nn.Sequential(nn.Linear(3, 2, bias=False)))
    first = nn.Sequential(nn.Linear(4, 3), nn.ReLU())
    return nn.Sequential(first, nn.Sequential(), deep, nn.Linear(2, 1))


def shared():
    linear, relu = nn.Linear(2, 2), nn.ReLU()
    return nn.Sequential(linear, relu, nn.Sequential(linear), relu)


MODULES = {
    "mlp": MLP(784, 50, 10),
    "lecture": nn.Sequential(nn.Linear(784, 50), nn.ReLU(), nn.Linear(50, 1)),
    "linear": nn.Linear(3, 4),
    "without bias": nn.Linear(3, 4, bias=False),
    "relu": nn.ReLU(),
    "loss": nn.MSELoss(),
    "empty": nn.Sequential(),
    "empty list": nn.ModuleList(),
    "nested": nested(),
    "scaled": Scaled(2),
    "scaled within": nn.Sequential(nn.ModuleList([Scaled(3)]), nn.ReLU()),
    "shared": shared(),
    "tied": Pair(),
    "shift": Shift(),
    "twelve": nn.Sequential(*[nn.ReLU() for _ in range(11)], nn.Linear(1, 1)),
}


def quoted(text):
    """A C string, a line of it on each line."""
    lines = text.splitlines(keepends=True)
    return "\n\t\t".join('"' + line.replace("\n", "\\n") + '"' for line in lines)


def print_golden(name, module):
    named = list(module.named_parameters())
    numbers = sum(p.numel() for _, p in named)
    print(f'\t{{"{name}",\n\t\t{quoted(str(module))},')
    print(f"\t\t{numbers}, {len(named)}, {{")
    if not named:
        print("\t\t\t{NULL, NULL},")
    for path, parameter in named:
        print(f'\t\t\t{{"{path}", "{tuple(parameter.shape)}"}},')
    print("\t\t}},")


def main():
    print(HEAD)
    print("static const ModuleGolden module_golden[] = {")
    for name, module in MODULES.items():
        print_golden(name, module)
    print("};\n\n#endif")


if __name__ == "__main__":
    main()

"""Prints autograd.h: what PyTorch's autograd finds for nets and expressions.

README.md, beside this file, says how to run it. The one argument is a folder
with MNIST's training images and labels, gzipped or not.
"""

import random
import sys
import textwrap

import torch

from make_forward import draw_net, initializer, number, read_idx, result_of

TRAIN = 50000  # rows; the others validate
PROGRAMS = 24
STEPS = 11  # of a program, before it comes to its loss

HEAD = f"""\
/* Made by tests/golden/make_autograd.py with PyTorch {torch.__version__}; do not edit. */
/* clang-format off */
#ifndef TESTS_GOLDEN_AUTOGRAD_H
#define TESTS_GOLDEN_AUTOGRAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The second net of a seed, its biases zero, on MNIST in float64: the loss, and
   the gradients of all but w1. */
typedef struct {{
	uint64_t seed;
	double loss;
	double b1[50], w2[50], b2[1];
}} AutogradGolden;

/* One entry: an operation of earlier entries (leaves come first, from 0; b is
   -1 where there is one operand) and what else it takes:
       axis           squeeze_axis, unsqueeze, sum, mean, max
       axis, other    transpose; reshape to (axis, other); select's index
       axis           twice pow's exponent
       axis, other    gather: row i has label (i axis + other) modulo classes */
typedef struct {{
	const char *operation;
	int a, b, axis, other;
	double sum; /* of all elements of its value */
}} Instruction;

/* A leaf or a constant, and its gradient where it is asked for. */
typedef struct {{
	bool wanted;
	int ndim;
	size_t shape[3];
	double value[12], gradient[12];
}} Operand;

/* An expression as a program; the last entry is the loss. */
typedef struct {{
	Operand leaf[3];
	int count;
	Instruction instruction[22];
}} ProgramGolden;
"""


def net_golden(seed, x, y):
    """One AutogradGolden: its fields in order."""
    torch.manual_seed(seed)
    draw_net(seed == 1)  # the first net; seed 1's has normal biases
    drawn = draw_net(False)
    net = {name: t.double().requires_grad_() for name, t in drawn.items()}
    loss = (result_of(net, x)[:, 0] - y).pow(2).mean()
    loss.backward()
    found = {name: net[name].grad.flatten().tolist() for name in ["b1", "w2", "b2"]}
    return {"seed": seed, "loss": loss.item(), **found}


def gathered(t, step, start):
    labels = [(i * step + start) % t.shape[1] for i in range(t.shape[0])]
    return t[torch.arange(t.shape[0]), torch.tensor(labels)]


def first_gap(t, axis):
    """How far the largest is from the second."""
    if t.shape[axis] == 1:
        return 1
    best = t.topk(2, axis).values
    return (best.select(axis, 0) - best.select(axis, 1)).min()


# Each: what it computes of a and b (or axis and other), and where it may be
# used: away from kinks and poles.
BINARY = {
    "add": (lambda a, b: a + b, lambda a, b: True),
    "sub": (lambda a, b: a - b, lambda a, b: True),
    "mul": (lambda a, b: a * b, lambda a, b: True),
    "div": (lambda a, b: a / b, lambda a, b: b.abs().min() > 0.3),
    "matmul": (lambda a, b: a @ b, lambda a, b: a.ndim == b.ndim == 2),
}
UNARY = {
    "neg": (lambda a: -a, lambda a: True),
    "exp": (torch.exp, lambda a: a.max() < 2.5),
    "log": (torch.log, lambda a: a.min() > 0.2),
    "sqrt": (torch.sqrt, lambda a: a.min() > 0.2),
    "relu": (torch.relu, lambda a: a.abs().min() > 0.05),
    "sigmoid": (torch.sigmoid, lambda a: True),
    "tanh": (torch.tanh, lambda a: True),
    "squeeze": (torch.squeeze, lambda a: 1 in a.shape),
    "log_softmax": (lambda a: a.log_softmax(1), lambda a: a.ndim == 2),
}
POWERS = [0, 0.5, 1, 2, 3, -1]
PLACED = {
    "pow": (lambda a, p, _: a ** (p / 2), lambda a, p, _: may_be_raised(a, p / 2)),
    "transpose": (lambda a, i, j: a.transpose(i, j), lambda a, i, j: a.ndim > 1),
    "reshape": (lambda a, n, m: a.reshape(n, m), lambda a, n, m: True),
    "squeeze_axis": (lambda a, i, _: a.squeeze(i), lambda a, i, _: True),
    "unsqueeze": (lambda a, i, _: a.unsqueeze(i), lambda a, i, _: a.ndim < 3),
    "select": (lambda a, i, k: a.select(i, k), lambda a, i, k: True),
    "sum": (lambda a, i, _: a.sum(i), lambda a, i, _: True),
    "mean": (lambda a, i, _: a.mean(i), lambda a, i, _: True),
    "max": (lambda a, i, _: a.max(i).values, lambda a, i, _: first_gap(a, i) > 0.05),
    "gather": (gathered, lambda a, i, k: a.ndim == 2),
}
CLOSING = {"sum_all": torch.sum, "mean_all": torch.mean}


def may_be_raised(a, p):
    return p in (0, 1, 2, 3) or (a.abs() if p < 0 else a).min() > 0.3


def places_of(name, a, dice):
    """The axis and the other number that an operation takes."""
    if name == "pow":
        return int(2 * dice.choice(POWERS)), 0
    if name == "reshape":
        rows = dice.choice([n for n in range(1, a.numel() + 1) if a.numel() % n == 0])
        return rows, a.numel() // rows
    if name == "gather":
        return dice.randrange(5), dice.randrange(5)
    axis = dice.randrange(-a.ndim, a.ndim)
    if name == "transpose":
        return axis, dice.randrange(-a.ndim, a.ndim)
    return axis, dice.randrange(a.shape[axis]) if name == "select" else 0


class Program:
    """An expression under way: its leaves and its entries so far."""

    def __init__(self, seed, kinds):
        torch.manual_seed(seed)
        self.dice = random.Random(seed)
        self.kinds = kinds
        shapes = [(2, 3), (3,), (2, 1)] if seed % 2 else [(3, 2), (1, 2), ()]
        # Sixty-fourths, which every type holds exactly.
        self.leaves = [torch.randint(-128, 129, s) / 64.0 for s in shapes]
        self.leaves = [t.double() for t in self.leaves]
        for t in self.leaves[: 3 - seed % 3 // 2]:
            t.requires_grad_()
        self.entries = list(self.leaves)
        self.instructions = []

    def append(self, name, value, a, b=-1, axis=0, other=0):
        fine = value.isfinite().all() and value.abs().max() < 20
        if not fine or value.ndim > 3 or value.numel() > 24:
            return False
        self.entries.append(value)
        fields = [f'"{name}"', a, b, axis, other, value.sum().item()]
        names = ["operation", "a", "b", "axis", "other", "sum"]
        self.instructions.append(dict(zip(names, fields)))
        return True

    def try_step(self, name):
        count = len(self.entries)
        used = {k for step in self.instructions for k in (step["a"], step["b"])}
        # What nobody took so far is taken more often.
        i = self.dice.choice([k for k in range(count) if k not in used])
        if self.dice.random() < 0.4:
            i = self.dice.randrange(count)
        j = self.dice.randrange(count)
        a, b = self.entries[i], self.entries[j]
        try:
            if name in BINARY:
                compute, allowed = BINARY[name]
                return bool(allowed(a, b)) and self.append(name, compute(a, b), i, j)
            if name in UNARY:
                compute, allowed = UNARY[name]
                return bool(allowed(a)) and self.append(name, compute(a), i)
            if a.ndim == 0:
                return False
            compute, allowed = PLACED[name]
            at = places_of(name, a, self.dice)
            return bool(allowed(a, *at)) and self.append(
                name, compute(a, *at), i, -1, *at
            )
        except (RuntimeError, IndexError):  # shapes that do not fit
            return False

    def step(self):
        """Appends what was used longest ago, if it fits, or else the next."""
        for name in list(self.kinds):
            for _ in range(12):
                if self.try_step(name):
                    self.kinds.remove(name)
                    self.kinds.append(name)
                    return
        sys.exit("no operation fits")

    def close(self):
        """The loss: the last three entries, each made one number, added."""
        last = len(self.entries)
        for i in range(last - 3, last):
            name = self.dice.choice(list(CLOSING))
            self.append(name, CLOSING[name](self.entries[i]), i)
        a, b, c = range(last, last + 3)
        self.append("add", self.entries[a] + self.entries[b], a, b)
        self.append("add", self.entries[-1] + self.entries[c], last + 3, c)

    def golden(self):
        """One ProgramGolden; None if it has too little to say."""
        if len(self.entries) != 3 + STEPS + 5 or not self.entries[-1].requires_grad:
            return None
        self.entries[-1].backward()
        for t in self.leaves:
            size = 0 if t.grad is None else t.grad.abs().max()
            if t.requires_grad and not 0.01 < size < 1000:
                return None
        return {
            "leaf": [operand(t) for t in self.leaves],
            "count": len(self.instructions),
            "instruction": self.instructions,
        }


def operand(t):
    gradient = t.grad.flatten().tolist() if t.requires_grad else [0]
    return {
        "wanted": t.requires_grad,
        "ndim": t.ndim,
        "shape": list(t.shape) + [0] * (3 - t.ndim),
        "value": t.flatten().tolist(),
        "gradient": gradient,
    }


def programs():
    kinds = [*BINARY, *UNARY, *PLACED]
    found, used, seed = [], set(), 0
    while len(found) < PROGRAMS:
        seed += 1
        program = Program(seed, kinds)
        for _ in range(STEPS):
            program.step()
        program.close()
        golden = program.golden()
        if golden:
            found.append(golden)
            used |= {i["operation"] for i in golden["instruction"]}
    missing = {*kinds, *CLOSING} - {name.strip('"') for name in used}
    assert not missing, missing
    return found


def in_a_line(fields):
    """A dictionary as a C initializer without names; lists in braces."""
    texts = [
        "{" + ", ".join(map(number, v)) + "}" if isinstance(v, list) else number(v)
        for v in fields.values()
    ]
    return "{" + ", ".join(texts) + "}"


def program_text(program):
    lines = ["{", "\t.leaf = {"]
    for leaf in program["leaf"]:
        wrapped = textwrap.wrap(in_a_line(leaf), 60, break_on_hyphens=False)
        lines.append("\t\t" + "\n\t\t\t\t".join(wrapped) + ",")
    lines += ["\t},", f"\t.count = {program['count']},", "\t.instruction = {"]
    lines += [f"\t\t{in_a_line(i)}," for i in program["instruction"]]
    return "\n\t".join(lines + ["\t},", "}"])


def print_table(kind, name, rows, as_text):
    print(f"\nstatic const {kind} {name}[] = {{")
    for row in rows:
        print(f"\t{as_text(row)},")
    print("};")


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: make_autograd.py FOLDER_WITH_MNIST")
    x = read_idx(sys.argv[1], "train-images-idx3-ubyte")[:TRAIN].flatten(1)
    y = read_idx(sys.argv[1], "train-labels-idx1-ubyte")[:TRAIN].double()
    nets = [net_golden(seed, x.double() / 256, y) for seed in (1, 42)]
    print(HEAD, end="")
    print_table("AutogradGolden", "autograd_golden", nets, initializer)
    print_table("ProgramGolden", "program_golden", programs(), program_text)
    print("\n#endif")


main()

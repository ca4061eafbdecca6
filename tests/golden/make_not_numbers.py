"""Prints not_numbers.h: what PyTorch makes of NaN, infinities and odd zeros.

README.md, beside this file, says how to run it.
"""

import itertools
import math
import textwrap

import torch
from torch.nn import functional

NAN, INF = math.nan, math.inf

# Exact in float; the last ones leave float's range when they are squared.
VALUES = [NAN, INF, -INF, 0.0, -0.0, 1.0, -1.0, 0.5, -2.0, 3.0, 100.0, -100.0,
          2.0**-140, -(2.0**-140), 2.0**100, -(2.0**100)]
PAIR_VALUES = [NAN, INF, -INF, 0.0, -0.0, 1.0, -2.0, 2.0**100]

# What goes into the tape: values, and gradients that come back.
TAPE_VALUES = [NAN, INF, -INF, 0.0, 1.0, -2.0, 0.5]
TAPE_GRADIENTS = [1.0, 0.0, NAN, INF, -INF]

ROWS = [
    [1, 2, 3, 4],
    [NAN, 1, 2, 3],
    [1, 2, NAN, 3],
    [1, NAN, INF, NAN],
    [INF, 1, NAN, 2],
    [INF, 1, 2, 3],
    [1, 2, INF, INF],
    [-INF, 1, 2, 3],
    [-INF, -INF, -INF, -INF],
    [INF, -INF, 0, 0],
    [INF, INF, INF, INF],
    [0.0, -0.0, 0.0, -0.0],
    [3, 1, 3, 3],
    [1000, -1000, 0, 1],
]
LEFT = [
    [0, 1, 2, 0, 1],
    [NAN, 0, 0, 0, 0],
    [0, INF, 0, 0, 0],
    [INF, 0, -INF, 0, 0],
    [0, 0, 0, -INF, 1],
    [0, 0, 0, 0, 0],
]
RIGHT = [
    [0, 1, NAN],
    [1, 0, 2],
    [1, 1, 0],
    [0, INF, 3],
    [1, -INF, 0],
]

UNARY = {
    "neg": torch.neg,
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "abs": torch.abs,
    "tanh": torch.tanh,
    "pow_-2": lambda t: t.pow(-2),
    "pow_-1": lambda t: t.pow(-1),
    "pow_-0.5": lambda t: t.pow(-0.5),
    "pow_0": lambda t: t.pow(0),
    "pow_0.5": lambda t: t.pow(0.5),
    "pow_1": lambda t: t.pow(1),
    "pow_1.5": lambda t: t.pow(1.5),
    "pow_2": lambda t: t.pow(2),
    "pow_3": lambda t: t.pow(3),
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "clamp_min_0.25": lambda t: t.clamp(min=0.25),
    "clamp_min_-inf": lambda t: t.clamp(min=-INF),
    "clamp_-1_2": lambda t: t.clamp(-1, 2),
    "clamp_-inf_inf": lambda t: t.clamp(-INF, INF),
}
BINARY = {
    "add": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "div": torch.div,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
    "greater": torch.gt,
    "greater_equal": torch.ge,
    "less": torch.lt,
    "less_equal": torch.le,
    "equal": torch.eq,
    "not_equal": torch.ne,
}
ALONG_ROWS = {
    "sum": lambda t: t.sum(1),
    "mean": lambda t: t.mean(1),
    "max": lambda t: t.max(1).values,
    "argmax": lambda t: t.argmax(1),
    "log_sum_exp": lambda t: t.logsumexp(1),
}
EACH_ROW = {
    "softmax": lambda t: t.softmax(1),
    "log_softmax": lambda t: t.log_softmax(1),
}
# Of a tape of one value: how its gradient depends on the one that comes back.
UNARY_TAPE = ["neg", "exp", "log", "sqrt", "tanh", "relu", "sigmoid", "pow_-1",
              "pow_-0.5", "pow_0", "pow_0.5", "pow_1", "pow_2", "pow_3"]
BINARY_TAPE = ["add", "sub", "mul", "div"]
ROWS_TAPE = {
    "sum": lambda t: t.sum(1),
    "mean": lambda t: t.mean(1),
    "max": lambda t: t.max(1).values,
    "select": lambda t: t[:, 1],
    "gather": lambda t: t.gather(1, torch.full((len(t), 1), 1))[:, 0],
    "log_softmax": lambda t: t.log_softmax(1)[:, 1],
    "softmax": lambda t: t.softmax(1)[:, 1],
}

HEAD = f"""\
/* Made by tests/golden/make_not_numbers.py with PyTorch {torch.__version__}; do not edit. */
/* clang-format off */
#ifndef TESTS_GOLDEN_NOT_NUMBERS_H
#define TESTS_GOLDEN_NOT_NUMBERS_H

#include <math.h>

#define NaN ((double)NAN)
#define Inf ((double)INFINITY)

/* VALUES, and an operation's results for each, in float and in double; the
   same for each pair of PAIR_VALUES, the left one changing more slowly. */
enum {{ VALUES = {len(VALUES)}, PAIR_VALUES = {len(PAIR_VALUES)},
	PAIRS = PAIR_VALUES * PAIR_VALUES }};
typedef struct {{
	const char *name;
	double in_float[VALUES], in_double[VALUES];
}} UnaryGolden;
typedef struct {{
	const char *name;
	double in_float[PAIRS], in_double[PAIRS];
}} BinaryGolden;

/* Rows of numbers, and what becomes of each row: one number, or a row. */
enum {{ ROWS = {len(ROWS)}, COLUMNS = {len(ROWS[0])} }};
typedef struct {{
	const char *name;
	double of_row[ROWS];
}} RowGolden;
typedef struct {{
	const char *name;
	double of_row[ROWS][COLUMNS];
}} RowsGolden;

/* Gradients on the tape: for each value (or pair of values) and each gradient
   that comes back, the value's; for each row of numbers and each gradient of
   one number made of it (of column 1, if a row is made), the row's. */
enum {{ TAPE_VALUES = {len(TAPE_VALUES)}, TAPE_GRADIENTS = {len(TAPE_GRADIENTS)} }};
typedef struct {{
	const char *name;
	double grad[TAPE_VALUES][TAPE_GRADIENTS];
}} UnaryTapeGolden;
typedef struct {{
	const char *name;
	double a[TAPE_VALUES][TAPE_VALUES][TAPE_GRADIENTS];
	double b[TAPE_VALUES][TAPE_VALUES][TAPE_GRADIENTS];
}} BinaryTapeGolden;
typedef struct {{
	const char *name;
	double grad[TAPE_GRADIENTS][ROWS][COLUMNS];
}} RowsTapeGolden;
"""


def number(value):
    """A value as C writes it."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Inf" if value > 0 else "-Inf"
    if value == 0:
        return "-0.0" if math.copysign(1, value) < 0 else "0"
    return f"{value:.13g}"


def initialiser(value):
    """A tensor, or lists of numbers, in braces."""
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, torch.Tensor):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return "{" + ", ".join(initialiser(each) for each in value) + "}"
    return number(float(value))


def define(declaration, value):
    text = f"static const {declaration} = {initialiser(value)};"
    print("\n".join(textwrap.wrap(text, 78, subsequent_indent="\t",
                                  break_on_hyphens=False)) + "\n")


def doubles(values):
    return torch.tensor(values, dtype=torch.float64)


def forwards(operations, *operands):
    """An operation's name and results, in float and in double."""
    return [(name, f(*(each.float() for each in operands)), f(*operands))
            for name, f in operations.items()]


def gradients(f, operands, g):
    """The gradients of the operands, if g is that of the result."""
    operands = [each.clone().requires_grad_() for each in operands]
    f(*operands).backward(g)
    return [each.grad for each in operands]


def unary_tape(name):
    x = doubles(TAPE_VALUES)[:, None].expand(-1, len(TAPE_GRADIENTS))
    g = doubles(TAPE_GRADIENTS).expand_as(x)
    return name, gradients(UNARY[name], [x], g)[0]


def binary_tape(name):
    values, returned = doubles(TAPE_VALUES), doubles(TAPE_GRADIENTS)
    shape = len(values), len(values), len(returned)
    a = values[:, None, None].expand(shape)
    b = values[None, :, None].expand(shape)
    return name, *gradients(BINARY[name], [a, b], returned.expand(shape))


def rows_tape(name, f):
    rows = doubles(ROWS)
    return name, [gradients(f, [rows], torch.full((len(rows),), g).double())[0]
                  for g in TAPE_GRADIENTS]


def cross_entropies():
    """The loss of each row alone, for each label; and its gradient."""
    losses, grads = [], []
    for row, label in itertools.product(doubles(ROWS), range(len(ROWS[0]))):
        x = row[None].clone().requires_grad_()
        loss = functional.cross_entropy(x, torch.tensor([label]))
        loss.backward()
        losses.append(loss.item())
        grads.append(x.grad[0].tolist())
    return losses, grads


def main():
    values, pairs = doubles(VALUES), doubles(PAIR_VALUES)
    a, b = pairs[:, None], pairs[None]
    binary = {name: lambda a, b, f=f: f(a, b).flatten() for name, f in BINARY.items()}
    rows, left, right = doubles(ROWS), doubles(LEFT), doubles(RIGHT)
    x = rows.clone().requires_grad_()
    squares = functional.mse_loss(x, rows.flip(0), reduction="none")
    squares.sum().backward()
    losses, grads = cross_entropies()

    print(HEAD)
    define("double golden_values[VALUES]", values)
    define("UnaryGolden unary_golden[]", forwards(UNARY, values))
    define("double golden_pairs[PAIR_VALUES]", pairs)
    define("BinaryGolden binary_golden[]", forwards(binary, a, b))
    define("double golden_rows[ROWS][COLUMNS]", rows)
    define("RowGolden row_golden[]", [(name, f(rows)) for name, f in ALONG_ROWS.items()])
    define("RowsGolden rows_golden[]", [(name, f(rows)) for name, f in EACH_ROW.items()])
    print("/* (row - the row as far from the end)^2, and its slope. */")
    define("double square_error_golden[ROWS][COLUMNS]", squares)
    define("double square_error_grad_golden[ROWS][COLUMNS]", x.grad)
    print("/* Of each row alone, for each label. */")
    define("double cross_entropy_golden[ROWS * COLUMNS]", losses)
    define("double cross_entropy_grad_golden[ROWS * COLUMNS][COLUMNS]", grads)
    print("/* A matrix product. */")
    define(f"double golden_left[{len(LEFT)}][{len(RIGHT)}]", left)
    define(f"double golden_right[{len(RIGHT)}][{len(RIGHT[0])}]", right)
    define(f"double golden_product[{len(LEFT)}][{len(RIGHT[0])}]", left @ right)
    define("double golden_tape_values[TAPE_VALUES]", doubles(TAPE_VALUES))
    define("double golden_tape_gradients[TAPE_GRADIENTS]", doubles(TAPE_GRADIENTS))
    define("UnaryTapeGolden unary_tape_golden[]", [unary_tape(name) for name in UNARY_TAPE])
    define("BinaryTapeGolden binary_tape_golden[]", [binary_tape(name) for name in BINARY_TAPE])
    define("RowsTapeGolden rows_tape_golden[]",
           [rows_tape(name, f) for name, f in ROWS_TAPE.items()])
    print("#undef NaN\n#undef Inf\n\n#endif")


main()

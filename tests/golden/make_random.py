"""Prints random.h: what PyTorch draws from a few seeds.

README.md, beside this file, says how to run it.
"""

import sys
import textwrap
import zlib

import torch

SEEDS = [0, 1, 42, 123456789012]  # the last does not fit in 32 bits

# Seeds whose first sixteen uniform numbers hold an extreme one: the smallest
# and the largest radius, the smallest and the largest angle.
EXTREME_SEEDS = [1753191, 6500655, 1848275, 1687231]

# Either side of where one word no longer suffices; far above; all of int64.
RANGES = [(0, 2**32 - 1), (0, 2**32), (-(2**40), 2**40), (-(2**63), 2**63 - 1)]

VERSION = torch.__version__

HEAD = f"""\
/* Made by tests/golden/make_random.py with PyTorch {VERSION}; do not edit. */
/* clang-format off */
#ifndef TESTS_GOLDEN_RANDOM_H
#define TESTS_GOLDEN_RANDOM_H

#include <stdint.h>

/* The ends of a long draw, and the CRC-32 of all its floats in memory. */
typedef struct {{
	float first[8], last[8];
	uint32_t crc;
}} LongDraw;

/* What each of these draws right after manual_seed(seed). */
typedef struct {{
	uint64_t seed;
	int64_t words[3];         /* int64 random_(): 63 bits */
	float uniform[8];         /* rand(8) */
	float scaled[8];          /* uniform_(-2, 3) */
	float normal_5[5];        /* randn(5) */
	float normal_16[16];
	float normal_17[17];
	float normal_20[20];
	float normal_50[50];
	float normal_in_turn[21]; /* randn(1), randn(3), randn(16), randn(1) */
	LongDraw normal_784_50;   /* randn(784, 50) */
	float weight_3_4[12];     /* Linear(3, 4) */
	float bias_3_4[4];
	LongDraw weight_784_50;   /* Linear(784, 50) */
	LongDraw bias_784_50;
	int64_t integers[10];     /* randint(0, 9) */
	int64_t wide_integers[{len(RANGES)}][4]; /* randint over random_ranges[] */
	int64_t permutation[10];  /* randperm(10) */
	struct {{
		int64_t first[8], last[8];
		int64_t sum; /* of i * p[i] */
	}} permutation_50000;
}} RandomGolden;

/* randn(16) where one of the uniform numbers is the least or the greatest. */
typedef struct {{
	uint64_t seed;
	float normal_16[16];
}} ExtremeGolden;
"""


def drawn(seed, draw):
    """What draw() gives after manual_seed(seed)."""
    torch.manual_seed(seed)
    return draw().detach().flatten()


def long_draw(t):
    crc = zlib.crc32(t.numpy().tobytes())
    return {"first": t[:8].tolist(), "last": t[-8:].tolist(), "crc": crc}


def permutation_ends(p):
    total = int((torch.arange(len(p)) * p).sum())
    return {"first": p[:8].tolist(), "last": p[-8:].tolist(), "sum": total}


def golden(seed):
    """One RandomGolden: its fields in order."""

    def draw(function, *arguments, **options):
        return drawn(seed, lambda: function(*arguments, **options))

    def weight(*sizes):
        return draw(lambda: torch.nn.Linear(*sizes).weight)

    def bias(*sizes):
        return draw(lambda: torch.nn.Linear(*sizes).bias)

    def words():
        return torch.empty(3, dtype=torch.int64).random_()

    def in_turn():
        return torch.cat([torch.randn(n) for n in (1, 3, 16, 1)])

    def wide(bounds):
        return draw(torch.randint, *bounds, (4,)).tolist()

    return {
        "seed": seed,
        "words": draw(words).tolist(),
        "uniform": draw(torch.rand, 8).tolist(),
        "scaled": draw(lambda: torch.empty(8).uniform_(-2, 3)).tolist(),
        "normal_5": draw(torch.randn, 5).tolist(),
        "normal_16": draw(torch.randn, 16).tolist(),
        "normal_17": draw(torch.randn, 17).tolist(),
        "normal_20": draw(torch.randn, 20).tolist(),
        "normal_50": draw(torch.randn, 50).tolist(),
        "normal_in_turn": draw(in_turn).tolist(),
        "normal_784_50": long_draw(draw(torch.randn, 784, 50)),
        "weight_3_4": weight(3, 4).tolist(),
        "bias_3_4": bias(3, 4).tolist(),
        "weight_784_50": long_draw(weight(784, 50)),
        "bias_784_50": long_draw(bias(784, 50)),
        "integers": draw(torch.randint, 0, 9, (10,)).tolist(),
        "wide_integers": [wide(bounds) for bounds in RANGES],
        "permutation": draw(torch.randperm, 10).tolist(),
        "permutation_50000": permutation_ends(draw(torch.randperm, 50000)),
    }


def extreme(seed):
    normal = drawn(seed, lambda: torch.randn(16))
    return {"seed": seed, "normal_16": normal.tolist()}


def number(value):
    """A float32 or an integer as C writes it; read back it is the same."""
    if value == -(2**63):
        return "INT64_MIN"  # C has no literal for it
    if isinstance(value, int):
        return str(value)
    text = f"{value:.9g}"
    return text + ("f" if "." in text or "e" in text else ".0f")


def initializer(value, indent="\t"):
    """The value as a C initializer, 80 columns wide."""
    deeper = indent + "\t"
    if isinstance(value, dict):
        parts = [f".{k} = {initializer(v, deeper)}" for k, v in value.items()]
    elif not isinstance(value, list):
        return number(value)
    elif isinstance(value[0], (dict, list, tuple)):
        parts = [initializer(v, deeper) for v in value]
    else:
        text = ", ".join(map(number, value))
        if len(text) < 40:
            return "{" + text + "}"
        width = 80 - 8 * len(deeper)
        lines = textwrap.wrap(text, width, break_on_hyphens=False)
        return f"\n{deeper}".join(["{"] + lines) + f"\n{indent}}}"
    return "".join(["{"] + [f"\n{deeper}{p}," for p in parts]) + f"\n{indent}}}"


def define(declaration, value):
    print(f"\nstatic const {declaration} = {initializer(value, '')};")


def main():
    # Only the vector builds' logarithm, sine and cosine are the book's.
    if "CPU capability usage: AVX" not in torch.__config__.show():
        sys.exit("make_random.py: needs PyTorch on a processor with AVX2")
    print(HEAD, end="")
    define("int64_t random_ranges[][2]", [list(r) for r in RANGES])
    define("RandomGolden random_golden[]", [golden(s) for s in SEEDS])
    extremes = [extreme(s) for s in EXTREME_SEEDS]
    define("ExtremeGolden extreme_golden[]", extremes)
    print("\n#endif")


if __name__ == "__main__":
    main()

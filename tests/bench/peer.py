"""What the children in Python share: the protocol of serve.h, the findings of
findings.h, and the operands. No function here calls a BLAS."""

import os
import sys
import time

import numpy as np

FOLDER = sys.argv[1] if len(sys.argv) > 1 else "."


def operand(name, rows=None):
    """The operand of that name, its first rows, in memory of its own."""
    mapped = np.load(f"{FOLDER}/{name}.npy", mmap_mode="r")
    return np.array(mapped if rows is None else mapped[:rows])


def square(side):
    """The first side * side numbers, as a matrix."""
    return operand("square").ravel()[: side * side].reshape(side, side).copy()


def digit_file(name):
    """Where mnist.c would find it, gzipped or plain."""
    chosen = os.environ.get("MNIST_DIR")
    folders = [chosen] if chosen else ["data/mnist", "data/synthetic"]
    for folder in folders:
        for suffix in ".gz", "":
            path = f"{folder}/{name}{suffix}"
            if os.path.exists(path):
                return path
    sys.exit(f"no {name} in {folders}")


def weights(count):
    u = np.arange(count) * 613 % 1009 / 1009 - 0.5
    return u + np.where(u < 0, -0.5, 0.5)


def find(result):
    """A number, a column, or a matrix: its weighted sum and its scale."""
    if np.ndim(result) == 0:
        return float(result), abs(float(result))
    matrix = result if np.ndim(result) == 2 else result[:, None]
    u = weights(matrix.shape[1]).astype(matrix.dtype)
    sums = np.einsum("ij,j->i", matrix, u).astype(float)
    squares = np.einsum("ij,ij->i", matrix, matrix).astype(float)
    return (float((sums * weights(len(sums))).sum()),
            float(squares.sum()) ** 0.5)


def serve(version, works):
    """works: a name, and what makes an object for so many rows. It has run(),
    which is timed; found(), the results; and may have prepare(), for each
    run. Those of W6 and W6-nn are kept until another work's turn comes."""
    print("ready", version, flush=True)
    kept, last_kind = {}, None
    for line in sys.stdin:
        _, name, rows, repeats = line.split()
        if name not in works:
            print("none", flush=True)
            continue
        kind = name.split("-")[0], rows
        if kind != last_kind:
            last_kind = kind
            kept.clear()
        if name not in kept:
            kept[name] = works[name](int(rows))
        print("done", *measure(kept[name], int(repeats)), flush=True)


def measure(work, repeats):
    """Milliseconds by the clock and of the processor, and the findings."""
    if hasattr(work, "prepare"):
        work.prepare()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(repeats):
        work.run()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    pairs = [number for result in work.found() for number in find(result)]
    return (1e3 * wall / repeats, 1e3 * cpu / repeats, len(pairs) // 2,
            *(f"{number:.12g}" for number in pairs))

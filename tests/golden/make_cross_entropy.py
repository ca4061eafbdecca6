"""Prints cross_entropy.h: what PyTorch makes of softmax and cross-entropy.

README.md, beside this file, says how to run it. The one argument is a folder
with MNIST's training images and labels, gzipped or not.
"""

import gzip
import os
import sys
import textwrap

import numpy
import torch
import torch.nn.functional as F

EDGES = [0, 1, 2, -3, -2, -1]  # what the notebook prints of a long axis
TRAIN = 50000  # rows
BATCH = 50

# The forum's row of predictions, the class that is right, and what else is
# worth trying: large logits, equal ones, and a probability that is nearly 0.
ROWS = [
    [0.1, 0, 0, 0.2, 0.3, 0, 0, 0.3, 0, 0.2],
    [1000, 0, -1000, 999, 998, -5, 0, 0, 0, 0],
    [100, 100, 100, 100, 100, 100, 100, 100, 100, 100],
    [-800, -801, -802, -803, -804, -805, -806, -807, -808, -809],
    [3, -2, 7.5, 0.25, -6, 1, 2, 20, -20, 19],
]
LABELS = [4, 0, 7, 3, 8]

HEAD = f"""\
/* Made by tests/golden/make_cross_entropy.py with PyTorch {torch.__version__};
   do not edit. */
/* clang-format off */
#ifndef TESTS_GOLDEN_CROSS_ENTROPY_H
#define TESTS_GOLDEN_CROSS_ENTROPY_H

#include <stddef.h>

/* What the notebook's net, as drawn by manual_seed(1), makes of MNIST before
   training, computed in one type. The last digits of float32 depend on the
   matrix product that PyTorch was built with. */
typedef struct {{
	double corners[36]; /* log_softmax(preds) of x_train: the rows and
			       columns 0, 1, 2, -3, -2, -1 */
	double sum, squares; /* over all of it */
	double picks[3];     /* of rows 0 to 2 at their labels */
	double loss;         /* over all of x_train */
	double preds0[10];   /* of the first batch of 50, its first row */
	double batch_loss, batch_accuracy;
}} CrossEntropyGolden;

/* Rows that are not easy, in double. */
enum {{ GOLDEN_ROWS = {len(ROWS)}, GOLDEN_COLUMNS = {len(ROWS[0])} }};
"""


def read_idx(folder, name, header):
    """The bytes of an IDX file behind its header."""
    path = os.path.join(folder, name)
    opener = open if os.path.exists(path) else gzip.open
    with opener(path if opener is open else f"{path}.gz", "rb") as file:
        return numpy.frombuffer(file.read(), numpy.uint8, offset=header)


def numbers(name, preds, y):
    """Prints one CrossEntropyGolden; returns the first batch's predictions."""
    every = F.log_softmax(preds, -1)
    batch = preds[:BATCH].detach().requires_grad_()
    loss = F.cross_entropy(batch, y[:BATCH])
    loss.backward()
    right = batch.argmax(dim=1) == y[:BATCH]
    print(f"\nstatic const CrossEntropyGolden cross_entropy_{name} = {{")
    field("corners", every[EDGES][:, EDGES])
    field("sum", every.double().sum())
    field("squares", every.double().pow(2).sum())
    field("picks", every[[0, 1, 2], y[:3]])
    field("loss", F.nll_loss(every, y))
    field("preds0", batch[0])
    field("batch_loss", loss)
    field("batch_accuracy", right.double().mean())
    print("};")
    return batch


def values(tensor):
    """The elements as text, to the digits on which all machines agree."""
    digits = 9 if tensor.dtype == torch.float32 else 13
    return ", ".join(f"{value:.{digits}g}" for value in tensor.flatten().tolist())


def field(name, tensor):
    text = values(tensor.detach())
    if tensor.dim() == 0:
        print(f"\t.{name} = {text},")
    else:
        filled = textwrap.indent(textwrap.fill(text, 72), "\t\t")
        print(f"\t.{name} = {{\n{filled}\n\t}},")


def array(kind, name, tensor):
    print(f"\nstatic const {kind} {name}[] = {{")
    print(textwrap.indent(textwrap.fill(values(tensor), 72), "\t"))
    print("};")


def rows():
    """The rows by themselves, with all that follows from them."""
    x = torch.tensor(ROWS, dtype=torch.float64, requires_grad=True)
    labels = torch.tensor(LABELS)
    loss = F.cross_entropy(x, labels)
    loss.backward()
    jacobian = torch.autograd.functional.jacobian(
        lambda row: F.softmax(row, -1), x.detach()[0]
    )
    array("double", "rows_x", x)
    array("int", "rows_labels", labels)
    array("double", "rows_softmax", F.softmax(x, -1))
    array("double", "rows_log_softmax", F.log_softmax(x, -1))
    array("double", "rows_log_sum_exp", torch.logsumexp(x, -1))
    array("double", "rows_losses", F.cross_entropy(x, labels, reduction="none"))
    array("double", "rows_g", x.grad)
    print("\n/* d softmax[i] / d x[j] of the first row. */", end="")
    array("double", "rows_jacobian", jacobian)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: make_cross_entropy.py FOLDER")
    folder = sys.argv[1]
    torch.set_num_threads(1)  # one order of additions
    pixels = read_idx(folder, "train-images-idx3-ubyte", 16)
    labels = read_idx(folder, "train-labels-idx1-ubyte", 8)[:TRAIN]
    x = torch.from_numpy(pixels.reshape(-1, 784)[:TRAIN] / 256.0)
    y = torch.from_numpy(labels.astype(int))

    torch.manual_seed(1)
    net = torch.nn.Sequential(
        torch.nn.Linear(784, 50), torch.nn.ReLU(), torch.nn.Linear(50, 10)
    )
    print(HEAD, end="")
    with torch.no_grad():
        in_f32 = net.float()(x.float())
        in_f64 = net.double()(x)
    numbers("f32", in_f32, y)
    batch = numbers("f64", in_f64, y)
    print("\n/* What the first batch of 50 is, and what the net takes it for. */", end="")
    array("int", "batch_labels", y[:BATCH])
    array("int", "batch_argmax", batch.argmax(dim=1))
    print("\n/* d batch_loss / d preds, (50, 10), in double. */", end="")
    array("double", "batch_g", batch.grad)
    rows()
    print("\n#endif")


main()

"""Prints training.h: what PyTorch's loop does, with tiny nets and on MNIST.

README.md, beside this file, says how to run it. The one argument is a folder
with MNIST's training images and labels, gzipped or not. All training is in
double, from starts that are drawn in float.
"""

import gzip
import os
import sys
import textwrap

import numpy
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

TRAIN = 50000
BATCH = 50
RATE = 0.5
KEPT = [0, 1, 10, 50, 99]  # batches whose loss is kept
EPOCHS = 5
VERSION = torch.__version__

HEAD = f"""\
/* Made by tests/golden/make_training.py with PyTorch {VERSION}; do not edit. */
/* clang-format off */
#ifndef TESTS_GOLDEN_TRAINING_H
#define TESTS_GOLDEN_TRAINING_H

#include <stddef.h>
#include <stdint.h>

/* Two passes of a DataLoader after manual_seed(1), and the word that the stream
   gives next (63 bits). */
typedef struct {{
	size_t n;
	const size_t *order[2]; /* NULL: in order */
	int64_t next;
}} LoaderGolden;

/* w (2, 3), from sgd_start and by sgd_g[k], after each of five steps. */
typedef struct {{
	double rate, momentum, decay;
	double w[5][6];
}} SgdGolden;

/* Mean loss and accuracy over all rows. */
typedef struct {{
	double loss, accuracy;
}} ScoreGolden;

/* An epoch in training, the last batch of it, and validation behind it. */
typedef struct {{
	ScoreGolden train, last, valid;
}} EpochGolden;
"""


def wrapped(values, indent="\t"):
    text = ", ".join(values)
    lines = textwrap.fill(text, 72, break_on_hyphens=False)
    return textwrap.indent(lines, indent)


def numbers(tensor):
    return [repr(x) for x in tensor.flatten().tolist()]


def print_array(declaration, values):
    print(f"\nstatic const {declaration} = {{\n{wrapped(values)}\n}};")


def print_loaders():
    rows = []
    for n in (10, 1000):
        for shuffle in (True, False):
            torch.manual_seed(1)
            loader = DataLoader(torch.arange(n), batch_size=4, shuffle=shuffle)
            passes = [torch.cat(list(loader)).tolist() for _ in range(2)]
            following = torch.empty((), dtype=torch.int64).random_().item()
            names = "NULL, NULL"
            if shuffle:
                names = f"order_{n}_0, order_{n}_1"
                for i, order in enumerate(passes):
                    print_array(f"size_t order_{n}_{i}[]", map(str, order))
            rows.append(f"\t{{{n}, {{{names}}}, {following}}},")
    print("\nstatic const LoaderGolden loader_golden[] = {")
    print("\n".join(rows) + "\n};")


def print_sgd():
    torch.manual_seed(1)
    start = torch.randn(6).double()
    slopes = torch.randn(5, 6).double()
    print_array("double sgd_start[6]", numbers(start))
    print("\nstatic const double sgd_g[5][6] = {")
    for g in slopes:
        print(f"\t{{\n{wrapped(numbers(g), chr(9) * 2)}\n\t}},")
    print("};\n\nstatic const SgdGolden sgd_golden[] = {")
    settings = [(0, 0), (0.9, 0), (0, 0.1), (0.9, 0.1), (0.5, 0.01)]
    for momentum, decay in settings:
        w = nn.Parameter(start.reshape(2, 3).clone())
        sgd = torch.optim.SGD([w], lr=0.3, momentum=momentum, weight_decay=decay)
        print(f"\t{{0.3, {momentum}, {decay}, {{")
        for g in slopes:
            w.grad = g.reshape(2, 3).clone()
            sgd.step()
            print(f"\t\t{{\n{wrapped(numbers(w), chr(9) * 3)}\n\t\t}},")
        print("\t}},")
    print("};")


def mean(scores):
    """Of (rows, loss, accuracy), weighted with the rows."""
    rows = sum(n for n, _, _ in scores)
    return tuple(sum(s[0] * s[i] for s in scores) / rows for i in (1, 2))


def score(preds, y, loss):
    right = (preds.argmax(1) == y).double().mean().item()
    return len(y), loss.item(), right


def train(net, sgd, batches):
    scores = []
    for x, y in batches:
        preds = net(x)
        loss = nn.functional.cross_entropy(preds, y)
        loss.backward()
        sgd.step()
        sgd.zero_grad()
        scores.append(score(preds, y, loss))
    return scores


def evaluate(net, batches):
    with torch.no_grad():
        return mean(
            [
                score(net(x), y, nn.functional.cross_entropy(net(x), y))
                for x, y in batches
            ]
        )


def two_layers(inputs, hidden, outputs):
    return nn.Sequential(
        nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, outputs)
    )


def fit(net, sgd, train_dl, valid_dl, factor):
    """Entries of EpochGolden."""
    for _ in range(EPOCHS):
        scores = train(net, sgd, train_dl)
        means = [mean(scores), scores[-1][1:], evaluate(net, valid_dl)]
        sgd.param_groups[0]["lr"] *= factor
        print("\t{")
        for loss, accuracy in means:
            print(f"\t\t{{{loss!r}, {accuracy!r}}},")
        print("\t},")


def print_fit():
    """A net of (4, 6, 3) that learns noise: 23 rows, 11 to validate."""
    torch.manual_seed(2)
    net = two_layers(4, 6, 3).double()
    x, y = torch.randn(34, 4).double(), torch.randint(0, 3, (34,))
    train_dl = DataLoader(TensorDataset(x[:23], y[:23]), 5, shuffle=True)
    valid_dl = DataLoader(TensorDataset(x[23:], y[23:]), 4)
    sgd = torch.optim.SGD(net.parameters(), lr=0.2, momentum=0.8, weight_decay=0.01)
    print("\n/* Five epochs of print_fit in make_training.py. */")
    print("static const EpochGolden fit_golden[] = {")
    fit(net, sgd, train_dl, valid_dl, 0.7)
    print("};")
    print("\n/* What print_fit's net has learned. */", end="")
    for i in (0, 2):
        print_array(f"double fit_weight_{i}[]", numbers(net[i].weight))
        print_array(f"double fit_bias_{i}[]", numbers(net[i].bias))


def print_reading():
    """The chapter's recipe on noise of MNIST's shape."""
    torch.manual_seed(3)
    net = two_layers(784, 50, 10).double()
    x, y = torch.rand(330, 784).double(), torch.randint(0, 10, (330,))
    torch.manual_seed(1)
    train_dl = DataLoader(TensorDataset(x[:220], y[:220]), 50, shuffle=True)
    valid_dl = DataLoader(TensorDataset(x[220:], y[220:]), 100)
    sgd = torch.optim.SGD(net.parameters(), lr=0.3, momentum=0.5)
    print("\n/* And of print_reading. */")
    print("static const EpochGolden reading_golden[] = {")
    fit(net, sgd, train_dl, valid_dl, 0.5)
    print("};")


def read_idx(folder, name, header):
    """The bytes of an IDX file behind its header."""
    path = os.path.join(folder, name)
    if os.path.exists(path + ".gz"):
        raw = gzip.open(path + ".gz").read()
    else:
        raw = open(path, "rb").read()
    return numpy.frombuffer(raw, dtype=numpy.uint8, offset=header)


def notebook_log(net, x, y):
    """Three epochs of batches in order: the last batch of each; some losses."""
    sgd = torch.optim.SGD(net.parameters(), lr=RATE)
    batches = [(x[i : i + BATCH], y[i : i + BATCH]) for i in range(0, TRAIN, BATCH)]
    last, kept = [], None
    for _ in range(3):
        scores = train(net, sgd, batches)
        kept = kept or [scores[i][1] for i in KEPT]
        last.append(scores[-1][1:])
    return last, kept


def print_log(name, net, x, y):
    last, kept = notebook_log(net, x, y)
    print(f"\nstatic const ScoreGolden {name}[] = {{")
    for loss, accuracy in last:
        print(f"\t{{{loss!r}, {accuracy!r}}},")
    print("};")
    print_array(f"double {name}_kept[]", map(repr, kept))


def print_notebook(folder):
    pixels = read_idx(folder, "train-images-idx3-ubyte", 16)
    x = torch.from_numpy(pixels.reshape(-1, 784)[:TRAIN] / 256.0)
    labels = read_idx(folder, "train-labels-idx1-ubyte", 8)[:TRAIN]
    y = torch.from_numpy(labels.astype(numpy.int64))
    torch.manual_seed(1)
    first = two_layers(784, 50, 10).double()
    nn.Linear(3, 4)
    for _ in range(5):
        two_layers(784, 50, 10)
    second = two_layers(784, 50, 10).double()
    loss = nn.functional.cross_entropy(second(x[-BATCH:]), y[-BATCH:])
    print("\n/* The notebook's logs: the last batch of each epoch; and the losses of")
    print("   these batches of the first epoch. */", end="")
    print_array("size_t kept_batches[]", map(str, KEPT))
    print_log("in_the_loop", first, x, y)
    print_log("with_optimizer", second, x, y)
    print("\n/* The second net's loss on the last batch, before it is trained. */")
    print(f"static const double untrained_loss = {loss.item()!r};")


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: make_training.py FOLDER")
    print(HEAD, end="")
    print_loaders()
    print_sgd()
    print_fit()
    print_reading()
    print_notebook(sys.argv[1])
    print("\n#endif")


if __name__ == "__main__":
    main()

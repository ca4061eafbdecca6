"""PyTorch as a child of make bench: peer_torch.py FOLDER. See peer.py.

Two ways: by hand, without autograd, each result in a buffer that is there; and
as one writes it (names that end in -nn)."""

import functools
import gzip
import os
import sys

try:
    import numpy as np
    import torch
    import peer
    from torch import nn
    from torch.nn import functional
except ImportError:
    print("missing")
    sys.exit()

threads = os.environ.get("OMP_NUM_THREADS")
if threads:
    torch.set_num_threads(int(threads))
like = torch.from_numpy(peer.operand("row"))
torch.set_default_dtype(like.dtype)


def operand(name, rows=None):
    return torch.from_numpy(peer.operand(name, rows))


class Work:
    """Its result is c."""

    def found(self):
        return [self.c.numpy()]


class Product(Work):
    def __init__(self, a, b):
        self.a, self.b = a, b
        self.c = torch.zeros(a.shape[0], b.shape[1])

    def run(self):
        torch.mm(self.a, self.b, out=self.c)


class Elementwise(Work):
    def __init__(self, rows, operation, result):
        self.operation = operation
        self.x, self.row = operand("x", rows), operand("row")
        self.c = torch.zeros_like(self.x if result == "x" else self.row)

    def run(self):
        self.operation(self.x, self.row, self.c)


class Lesson:
    """W6: 784-50-1, the mean squared error, gradients of all, x as well."""

    def __init__(self, rows):
        self.x, self.target = operand("x", rows), operand("target", rows)
        self.w1, self.b1 = operand("w"), operand("b1")
        self.w2, self.b2 = operand("w2"), operand("b2")
        self.leaves = [self.x, self.w1, self.b1, self.w2, self.b2]
        self.l1, self.l1_g = torch.zeros(2, rows, 50)
        self.out, self.out_g = torch.zeros(2, rows, 1)
        self.gradients = [torch.zeros_like(leaf) for leaf in self.leaves]

    def run(self):
        x_g, w1_g, b1_g, w2_g, b2_g = self.gradients
        torch.addmm(self.b1, self.x, self.w1, out=self.l1)
        self.l1.clamp_min_(0)
        torch.addmm(self.b2, self.l1, self.w2, out=self.out)
        torch.sub(self.out, self.target[:, None], out=self.out_g)
        flat = self.out_g[:, 0]
        self.loss = torch.dot(flat, flat) / len(flat)
        self.out_g.mul_(2 / len(flat))
        torch.sum(self.out_g, 0, out=b2_g)
        torch.mm(self.l1.t(), self.out_g, out=w2_g)
        torch.mm(self.out_g, self.w2.t(), out=self.l1_g)
        torch.ops.aten.threshold_backward(
            self.l1_g, self.l1, 0, grad_input=self.l1_g)
        torch.sum(self.l1_g, 0, out=b1_g)
        torch.mm(self.x.t(), self.l1_g, out=w1_g)
        torch.mm(self.l1_g, self.w1.t(), out=x_g)

    def found(self):
        return [self.loss.item(), *(g.numpy() for g in self.gradients)]


class LessonByAutograd(Lesson):
    def __init__(self, rows):
        super().__init__(rows)
        for leaf in self.leaves:
            leaf.requires_grad_()

    def run(self):
        for leaf in self.leaves:
            leaf.grad = None
        l1 = (self.x @ self.w1 + self.b1).relu()
        out = l1 @ self.w2 + self.b2
        loss = (out[:, 0] - self.target).square().mean()
        loss.backward()
        self.loss = loss.detach()
        self.gradients = [leaf.grad for leaf in self.leaves]


@functools.lru_cache(None)
def digits():
    """All images and labels."""
    def read(name, offset):
        path = peer.digit_file(name)
        reader = gzip.open if path.endswith(".gz") else open
        with reader(path, "rb") as file:
            data = np.frombuffer(file.read(), np.uint8, offset=offset)
        return torch.from_numpy(data.copy())
    x = read("train-images-idx3-ubyte", 16).reshape(-1, 784)
    y = read("train-labels-idx1-ubyte", 8)
    return x.to(like.dtype).div_(256), y.long()


class Training:
    """An epoch of stochastic gradient descent. It starts from the very weights
    that ours starts from: drawn in float, from the same seed."""

    def __init__(self, rows, sizes, seed, between, batch, rate):
        self.x, self.y = (all[:rows] for all in digits())
        self.sizes, self.seed, self.between = sizes, seed, between
        self.batch, self.rate = batch or rows, rate
        self.many_steps = batch is not None

    def prepare(self):
        torch.manual_seed(self.seed)
        inputs, hidden, outputs = self.sizes
        self.first, self.last = (
            nn.Linear(*sizes, dtype=torch.float32).to(like.dtype)
            for sizes in ((inputs, hidden), (hidden, outputs)))
        self.total = torch.zeros(())

    def found(self):
        weights = [layer.weight.detach().numpy()
                   for layer in (self.first, self.last)]
        if self.many_steps:  # all but the sizes is chance by now
            weights = [peer.find(matrix)[1] for matrix in weights]
        return [self.total.item() / len(self.x), *weights]


class TrainingByHand(Training):
    def __init__(self, *args):
        super().__init__(*args)
        self.one_hot = functional.one_hot(self.y, 10).to(self.x.dtype)
        self.batches = list(zip(self.x.split(self.batch),
                                self.one_hot.split(self.batch)))
        hidden, outputs = self.sizes[1:]
        self.buffers = {rows: [torch.zeros(rows, columns) for columns in
                               (hidden, hidden, outputs, outputs)]
                        for rows in {len(x) for x, _ in self.batches}}

    def activate(self, l1):
        l1.clamp_min_(0) if self.between == "relu" else l1.sigmoid_()

    def go_back(self, l1_g, l1):
        if self.between == "relu":
            torch.ops.aten.threshold_backward(l1_g, l1, 0, grad_input=l1_g)
        else:
            torch.ops.aten.sigmoid_backward(l1_g, l1, grad_input=l1_g)

    @torch.no_grad()
    def run(self):
        w1, b1 = self.first.weight.data, self.first.bias.data
        w2, b2 = self.last.weight.data, self.last.bias.data
        w1_t, w2_t = w1.t(), w2.t()
        for x, one_hot in self.batches:
            l1, l1_g, log_p, z_g = self.buffers[len(x)]
            step = -self.rate / len(x)
            torch.addmm(b1, x, w1_t, out=l1)
            self.activate(l1)
            z = torch.addmm(b2, l1, w2_t, out=z_g)
            torch.log_softmax(z, 1, out=log_p)
            self.total.sub_(torch.dot(log_p.view(-1), one_hot.view(-1)))
            torch.exp(log_p, out=z_g).sub_(one_hot)
            torch.mm(z_g, w2, out=l1_g)
            self.go_back(l1_g, l1)
            w2.addmm_(z_g.t(), l1, alpha=step)
            b2.add_(z_g.sum(0), alpha=step)
            w1.addmm_(l1_g.t(), x, alpha=step)
            b1.add_(l1_g.sum(0), alpha=step)


class TrainingByAutograd(Training):
    shuffled = False

    def prepare(self):
        super().prepare()
        between = nn.ReLU() if self.between == "relu" else nn.Sigmoid()
        self.net = nn.Sequential(self.first, between, self.last)
        self.descent = torch.optim.SGD(self.net.parameters(), self.rate)

    def batches(self):
        if self.shuffled:
            for rows in torch.randperm(len(self.x)).split(self.batch):
                yield self.x[rows], self.y[rows]
        else:
            yield from zip(self.x.split(self.batch), self.y.split(self.batch))

    def run(self):
        for x, y in self.batches():
            loss = functional.cross_entropy(self.net(x), y)
            loss.backward()
            self.descent.step()
            self.descent.zero_grad()
            self.total.add_(loss.detach(), alpha=len(x))


class TrainingShuffled(TrainingByAutograd):
    shuffled = True


NOTEBOOK = (784, 50, 10), 1, "relu", 50, 0.5
LECTURE = (784, 32, 10), 0, "sigmoid", None, 1
peer.serve(torch.__version__, {
    "W1": lambda rows: Product(operand("x", rows), operand("w")),
    "W2": lambda rows: Product(operand("x", rows).t(), operand("g", rows)),
    "W3": lambda rows: Product(operand("g", rows), operand("w").t()),
    "W4": lambda side: Product(*[torch.from_numpy(peer.square(side))] * 2),
    "W6": Lesson,
    "W6-nn": LessonByAutograd,
    "W7": lambda rows: TrainingByHand(rows, *NOTEBOOK),
    "W7-nn": lambda rows: TrainingByAutograd(rows, *NOTEBOOK),
    "W7s-nn": lambda rows: TrainingShuffled(rows, *NOTEBOOK),
    "W8": lambda rows: TrainingByHand(rows, *LECTURE),
    "W8-nn": lambda rows: TrainingByAutograd(rows, *LECTURE),
    "W10a": lambda rows: Elementwise(
        rows, lambda x, row, out: torch.add(x, row, out=out), "x"),
    "W10r": lambda rows: Elementwise(
        rows, lambda x, row, out: torch.clamp_min(x, 0, out=out), "x"),
    "W10s": lambda rows: Elementwise(
        rows, lambda x, row, out: torch.sum(x, 0, out=out), "row"),
})

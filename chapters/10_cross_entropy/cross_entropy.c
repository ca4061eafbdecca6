/*
# Chapter 10: Cross-entropy

## Goal

After this chapter a net can say which digit it sees, how sure it is of that,
and hear in one number what its mistake costs. You can compute that number from
ten outputs with pencil and paper, and you know why its gradient is as short as
"what was said, less what is right". You have seen e to the thousandth power
spoil it, a forgotten `[:, None]` spoil it without a word, and both caught.

Reading takes about 40 minutes; typing along, an evening.
*/
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/10_cross_entropy/cross_entropy.h"

#include <tgmath.h>

#include "chapters/05_toy/toy.h"

/*
## Idea

Until now the net had one output, and its target was the digit itself, as if a 3
were a better guess for a 4 than a 9 is. A digit is no quantity. It is one of ten
**classes**. So the net gets ten outputs, one for each class. They are called
**logits**: scores without a scale, of which the largest is the net's guess.

From scores to a loss there are two steps:

| step | what it does |
|---|---|
| softmax | makes all ten positive, with sum 1: probabilities |
| cross-entropy | takes the probability that was given to the right class; the loss is minus its logarithm |

@plot bars The forum's example: ten logits, e to each of them, and their shares of the sum. The loss looks at the red bar alone.

A net that gives the right class probability 1 loses nothing. One that gives it
one half loses $\ln 2$. One that was sure of something else loses without bound:
the logarithm punishes those who are sure and wrong.

@plot loss What it costs to give the right class probability p: the logarithm, and the square, which is never worse than 1.
*/

/*
## Mathematics

**Softmax.** One row of logits $x_1, \ldots, x_c$ becomes

```math
p_j = \frac{e^{x_j}}{S}, \qquad S = \sum_k e^{x_k} .
```

All $p_j$ are positive, their sum is 1, and a larger logit has a larger
probability. Only *differences* of logits count: add $a$ to each, and
$`e^{x_j + a} = e^a e^{x_j}`$, a factor that numerator and denominator share.
With two classes, divide both by $`e^{x_1}`$: what comes out is chapter 5's
sigmoid, of the difference of the two,

```math
p_1 = \frac{1}{1 + e^{-(x_1 - x_2)}} = \sigma(x_1 - x_2) .
```

We use that freedom at once. Take $a = -m$, where $m$ is the largest logit of
the row. Then no exponent is above 0, no power is above 1, and one of them is
exactly 1: nothing overflows, and $S$ is never 0. The maximum is taken *per
row*; the pitfalls show why. So every function below begins with this one:
*/
static void
require_rows(const char *operation, const Tensor *x)
{
	REQUIRE_GIVEN_IN(operation, x);
	REQUIRE_IN(operation, x->ndim == 2 && x->shape[1] > 0,
	    "x %s, expected (n, c), c above 0", SHAPE_TEXT(x));
}

/* x (n, c), each row less its number in `each` (n,). */
static Tensor *
less(Arena *arena, const Tensor *x, const Tensor *each)
{
	return tensor_sub(arena, x, tensor_unsqueeze(arena, each, 1));
}

/* x, each row less its largest: nothing above 0 is left. */
static Tensor *
from_largest(Arena *arena, const Tensor *x)
{
	return less(arena, x, tensor_max(arena, x, 1));
}

/* The sum of each row, as a column: the [:, None] is here, once for all. */
static Tensor *
row_sums(Arena *arena, const Tensor *t)
{
	return tensor_unsqueeze(arena, tensor_sum(arena, t, 1), 1);
}

Tensor *
softmax(Arena *arena, const Tensor *x)
{
	require_rows(__func__, x);
	Tensor *power = tensor_exp(arena, from_largest(arena, x)); /* (n, c) */
	return tensor_div(arena, power, row_sums(arena, power));
}

/*
**The loss.** Let $t$ be the right class, and $y$ its one-hot row: 1 in column
$t$, 0 elsewhere. The cross-entropy between $y$ and $p$ is

```math
L = -\sum_j y_j \ln p_j = -\ln p_t .
```

The zeros remove all terms but one. So nobody needs to build the row: it is
enough to *pick* the element at the index $t$. Why the logarithm? The
probability that the net gives to all labels of a batch is a product over its
images. The logarithm makes it a sum, and minus the mean over the images is the
**negative log-likelihood**. To make the loss small is to make what really
happened as probable as can be.

Two numbers to remember. A loss is never below 0, since $p_t$ is at most 1. And
a net that knows nothing gives each class $1/c$, and loses $\ln c$: with ten
classes the 2.30 that you will see below. If a fresh net's loss is far from that,
something is wrong already.

**The logarithm of softmax.** The loss needs only $\ln p$. There are three ways
to it, equal on paper:

```math
\ln p_j
= \ln \frac{e^{x_j}}{S}
= x_j - \ln S
= (x_j - m) - \ln \sum_k e^{x_k - m} .
```

The first computes a quotient and takes its logarithm; for an improbable class
the quotient may round to 0 and its logarithm is $-\infty$. The second, the
logarithm of a quotient as a difference of logarithms, has no quotient, but $S$
still overflows. The third has neither weakness.
*/
Tensor *
log_softmax_naive(Arena *arena, const Tensor *x)
{
	require_rows(__func__, x);
	Tensor *power = tensor_exp(arena, x); /* (n, c) */
	return tensor_log(
	    arena, tensor_div(arena, power, row_sums(arena, power)));
}

/* x - ln sum, as it stands. */
static Tensor *
less_log_sum(Arena *arena, const Tensor *x)
{
	Tensor *sum = row_sums(arena, tensor_exp(arena, x)); /* (n, 1) */
	return tensor_sub(arena, x, tensor_log(arena, sum));
}

Tensor *
log_softmax_difference(Arena *arena, const Tensor *x)
{
	require_rows(__func__, x);
	return less_log_sum(arena, x);
}

Tensor *
log_softmax(Arena *arena, const Tensor *x)
{
	require_rows(__func__, x);
	return less_log_sum(arena, from_largest(arena, x));
}

/*
The last two are one formula: the cure is to move the row first, and nothing
else. Where $\ln S$ itself is wanted, the maximum is put back at the end. (If it
is infinite, infinity is the answer, as in PyTorch; so no more is taken out and
put back than the largest number there is.) That is **log-sum-exp**:

```math
\ln S = m + \ln \sum_k e^{x_k - m} .
```
*/
Tensor *
log_sum_exp(Arena *arena, const Tensor *x)
{
	require_rows(__func__, x);
	Tensor *largest = tensor_clamp(arena, tensor_max(arena, x, 1),
	    (double)-REAL_MAX, (double)REAL_MAX);                   /* (n,) */
	Tensor *power = tensor_exp(arena, less(arena, x, largest)); /* (n, c) */
	Tensor *sum = tensor_sum(arena, power, 1);                  /* (n,) */
	return tensor_add(arena, largest, tensor_log(arena, sum));
}

/*
**The gradient of log-sum-exp** is softmax. The outer derivative is $1/S$, and of
the sum only one term contains $x_j$:

```math
\frac{\partial \ln S}{\partial x_j}
= \frac{1}{S} \frac{\partial S}{\partial x_j}
= \frac{e^{x_j}}{S} = p_j .
```

Where log-sum-exp is a soft maximum, softmax is how much each logit has of it.

**The gradient of the loss.** For one image $L = -\ln p_t = \ln S - x_t$. The
first term we have just derived; the second has slope 1 at $j = t$ and 0
elsewhere, which is $y_j$:

```math
\frac{\partial L}{\partial x_j} = p_j - y_j .
```

What was said, less what is right. Chapter 5 found $\delta = \hat y - y$ for one
output with a sigmoid, and promised that it would happen again. The loss of a
batch is the mean over $n$ images, so each row carries a factor $1/n$. A row's
gradients add up to 0, since both $p$ and $y$ add up to 1: what the right class
gains, the others lose.

**The same by the long way.** Softmax alone has a whole table of slopes, since
each $x_j$ acts on each $p_i$ through $S$. By the rule for quotients, with
$`\delta_{ij}`$ for 1 where $i = j$ and 0 elsewhere,

```math
\frac{\partial p_i}{\partial x_j}
= \frac{\delta_{ij} e^{x_i} S - e^{x_i} e^{x_j}}{S^2}
= p_i (\delta_{ij} - p_j) .
```

This table is softmax's **Jacobian**. Let $`g_i = \partial L / \partial p_i`$ come
from behind. The chain rule adds up over all $p_i$ on which $x_j$ acts:

```math
\frac{\partial L}{\partial x_j}
= \sum_i g_i\; p_i (\delta_{ij} - p_j)
= p_j \Big( g_j - \sum_i g_i p_i \Big) .
```

No table is needed after all. For our loss $`g_i = -y_i / p_i`$, so
$`g_j p_j = -y_j`$ and the sum is $`-\sum_i y_i = -1`$: once more $p_j - y_j$.
*/
void
softmax_grad(Arena *arena, Tensor *x, const Tensor *out)
{
	REQUIRE_GIVEN(x && out);
	REQUIRE(out->g,
	    "out %s has no gradient: what comes behind it goes first",
	    SHAPE_TEXT(out));
	require_rows(__func__, x);
	REQUIRE(shape_equal(tensor_shape(x), tensor_shape(out)),
	    "x %s and out %s, expected one shape", SHAPE_TEXT(x),
	    SHAPE_TEXT(out));
	Tensor *weighted = tensor_mul(arena, out, out->g); /* (n, c) */
	Tensor *mean = row_sums(arena, weighted);          /* (n, 1) */
	Tensor *off = tensor_sub(arena, out->g, mean);     /* (n, c) */
	gradient_add(arena, x, tensor_mul(arena, out, off));
}

/*
## Code

Labels are checked wherever they come in. A label is an index, and C does not
complain about an index that is out of range: it reads what happens to be there.
*/
static void
require_rows_and_labels(const char *operation, const char *name,
    const Tensor *x, const Tensor *labels)
{
	REQUIRE_GIVEN_IN(operation, x && labels);
	REQUIRE_IN(operation,
	    x->ndim == 2 && labels->ndim == 1 &&
		x->shape[0] == labels->shape[0],
	    "%s %s and labels %s, expected (n, c) and (n,)", name,
	    SHAPE_TEXT(x), SHAPE_TEXT(labels));
	REQUIRE_IN(operation, x->shape[0] > 0 && x->shape[1] > 0,
	    "%s %s, expected rows and columns", name, SHAPE_TEXT(x));
}

static size_t
label_at(const char *operation, const Tensor *labels, size_t i, size_t classes)
{
	Real label = labels->data[i * labels->stride[0]];
	REQUIRE_IN(operation,
	    label >= 0 && label < (Real)classes && label == (Real)(size_t)label,
	    "label %g of row %zu, expected a whole number from 0 to %zu",
	    (double)label, i, classes - 1);
	return (size_t)label;
}

/*
The loss: pick, add up, take the mean, turn the sign. The sign is part of it.
Logarithms of probabilities are negative or 0, a loss is positive or 0.
*/
static double
minus_mean_of_picks(const char *operation, const Tensor *log_probabilities,
    const Tensor *labels)
{
	size_t n = log_probabilities->shape[0], c = log_probabilities->shape[1];
	double sum = 0;
	for (size_t i = 0; i < n; i++) {
		size_t label = label_at(operation, labels, i, c);
		sum += (double)*tensor_at(
		    log_probabilities, (size_t[]){i, label});
	}
	return -sum / (double)n;
}

double
nll(const Tensor *log_probabilities, const Tensor *labels)
{
	require_rows_and_labels(
	    __func__, "log_probabilities", log_probabilities, labels);
	return minus_mean_of_picks(__func__, log_probabilities, labels);
}

double
cross_entropy(Arena *arena, const Tensor *x, const Tensor *labels)
{
	require_rows_and_labels(__func__, "x", x, labels);
	return minus_mean_of_picks(__func__, log_softmax(arena, x), labels);
}

/*
From one-hot rows the formula is a product and a sum, as it was derived. It
costs (n, c) multiplications by 0 and 1. Picking costs n look-ups.
*/
double
nll_one_hot(Arena *arena, const Tensor *log_probabilities, const Tensor *rows)
{
	REQUIRE_GIVEN(log_probabilities && rows);
	REQUIRE(log_probabilities->ndim == 2 &&
		    shape_equal(
			tensor_shape(log_probabilities), tensor_shape(rows)),
	    "log_probabilities %s and rows %s, expected (n, c) and (n, c)",
	    SHAPE_TEXT(log_probabilities), SHAPE_TEXT(rows));
	REQUIRE(rows->shape[0] > 0, "no rows");
	Tensor *product = tensor_mul(
	    arena, rows, log_probabilities); /* (n, c) */
	return -tensor_sum_all(product) / (double)rows->shape[0];
}

/*
The gradient in one pass, row by row: $e^{x_j - m}$ into its place, their sum,
divide, and take $1/n$ from the label's. There is neither a one-hot row nor a
temporary tensor.
*/
static void
gradient_of_row(
    const Real *x, size_t stride, size_t c, double n, Real *gradient)
{
	Real largest = x[0];
	for (size_t j = 1; j < c; j++)
		if (x[j * stride] > largest)
			largest = x[j * stride];
	double sum = 0;
	for (size_t j = 0; j < c; j++) {
		gradient[j] = exp(x[j * stride] - largest);
		sum += (double)gradient[j];
	}
	Real scale = (Real)(1 / (sum * n));
	for (size_t j = 0; j < c; j++)
		gradient[j] *= scale;
}

void
cross_entropy_grad(Arena *arena, Tensor *x, const Tensor *labels)
{
	require_rows_and_labels(__func__, "x", x, labels);
	size_t n = x->shape[0], c = x->shape[1];
	Tensor *gradient = tensor_new(arena, SHAPE(n, c)); /* (n, c) */
	for (size_t i = 0; i < n; i++) {
		Real *row = gradient->data + i * c;
		gradient_of_row(x->data + i * x->stride[0], x->stride[1], c,
		    (double)n, row);
		row[label_at(__func__, labels, i, c)] -= (Real)(1 / (double)n);
	}
	gradient_add(arena, x, gradient);
}

/*
A loss is what the net learns from. What people ask for is another number: how
many are right. The guess is the class with the largest logit; softmax keeps the
order, so nobody needs it here. Accuracy is no loss to learn from: move a weight
a little, and no guess changes. Its slope is 0 nearly everywhere.
*/
static bool
is_largest(const Real *row, size_t stride, size_t c, size_t label)
{
	Real said = row[label * stride];
	for (size_t j = 0; j < c; j++) {
		Real other = row[j * stride];
		bool below = other < said || (other == said && j >= label);
		if (!below) /* so it is, too, if either is NaN */
			return false;
	}
	return true;
}

double
accuracy(const Tensor *preds, const Tensor *labels)
{
	require_rows_and_labels(__func__, "preds", preds, labels);
	size_t n = preds->shape[0], c = preds->shape[1], right = 0;
	for (size_t i = 0; i < n; i++) {
		const Real *row = preds->data + i * preds->stride[0];
		size_t label = label_at(__func__, labels, i, c);
		right += is_largest(row, preds->stride[1], c, label);
	}
	return (double)right / (double)n;
}

/*
Last, a judge. Whatever calls itself a logarithm of probabilities can be asked
to prove it: e to each element of a row must add up to 1. That finds mistakes
which no shape betrays.
*/
double
normalisation_error(const Tensor *log_probabilities)
{
	require_rows(__func__, log_probabilities);
	size_t n = log_probabilities->shape[0], c = log_probabilities->shape[1];
	double largest = 0;
	for (size_t i = 0; i < n; i++) {
		double sum = 0;
		for (size_t j = 0; j < c; j++)
			sum += exp((double)*tensor_at(
			    log_probabilities, (size_t[]){i, j}));
		double error = fabs(1 - sum);
		if (!(error <= largest)) /* NaN, too */
			largest = error;
		if (isnan(error))
			break;
	}
	return largest;
}

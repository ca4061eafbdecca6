/*
## Run it

`make chapter10` runs what follows: first one row of numbers that a reader of
the lecture worked out by hand, then the lecture's net with its ten outputs.
*/
#include "chapters/03_mse/mse.h"
#include "chapters/05_toy/toy.h"
#include "chapters/06_gradients/judge.h"
#include "chapters/10_cross_entropy/cross_entropy.h"
#include "chapters/10_cross_entropy/experiment.h"
#include "chapters/10_cross_entropy/picture.h"
#include "chapters/10_cross_entropy/pitfalls.h"
#include "common/program.h"
#include "tests/golden/cross_entropy.h"

#include <math.h>
#include <string.h>

enum { HIDDEN = 50, CLASSES = 10, BATCH = 50 };

/*
### The forum's example, step by step

A reader took ten numbers for the outputs of a net, a 4 for the right answer,
and went through every step: e to each, their sum, the shares, the logarithms.
Here are his figures beside ours; the last column is the gradient, $p - y$.
*/
static Tensor *
forum_row(Arena *arena)
{
	return tensor_of(arena, SHAPE(1, CLASSES), (Real)0.1, 0, 0, (Real)0.2,
	    (Real)0.3, 0, 0, (Real)0.3, 0, (Real)0.2); /* (1, 10) */
}

static void
the_forums_example(Arena *step)
{
	section("the forum's example");
	static const char *const exps[] = {
	    "1.11", "1", "1", "1.22", "1.35", "1", "1", "1.35", "1", "1.22"};
	static const char *const shares[] = {"0.098", "0.088", "0.088", "0.11",
	    "0.12", "0.088", "0.088", "0.12", "0.088", "0.11"};
	static const char *const logs[] = {"-2.32", "-2.43", "-2.43", "-2.2",
	    "-2.12", "-2.43", "-2.43", "-2.12", "-2.43", "-2.2"};
	Tensor *preds = forum_row(step);              /* (1, 10) */
	Tensor *label = tensor_of(step, SHAPE(1), 4); /* (1,) */
	Tensor *power = tensor_exp(step, preds);      /* (1, 10) */
	Tensor *sum = tensor_sum(step, power, 1);     /* (1,) */
	Tensor *p = tensor_div(step, power, sum);     /* (1, 10) */
	Tensor *ln_p = tensor_log(step, p);           /* (1, 10) */
	cross_entropy_grad(step, preds, label);

	printf("%14s %13s %15s %16s %10s\n", "preds", "e^preds", "softmax",
	    "ln softmax", "gradient");
	for (size_t j = 0; j < CLASSES; j++)
		printf("%zu %5.1f %7s %7.4f %7s %7.4f %8s %8.4f %9.4f\n", j,
		    (double)preds->data[j], exps[j], (double)power->data[j],
		    shares[j], (double)p->data[j], logs[j],
		    (double)ln_p->data[j], (double)preds->g->data[j]);
	printf("\n");
	show_published_heading();
	show_published("sum of e^preds", "11.25", 4, (double)tensor_item(sum));
	show_published(
	    "the loss", "-2.12", 4, cross_entropy(step, preds, label));
}

/*
@run

The loss has lost its sign. The reader looked up the logarithm at the 4 and
stopped; a logarithm of a probability is negative, and the loss is *minus* that.
With the sign forgotten, making the loss small would mean making the right class
improbable.

Two more differences. 0.0889 became 0.088: cut off, not rounded. And his
logarithms are those of the rounded shares, which is why some are off in the
second digit.

He ends with the right guess: the loss of a batch is the mean over its rows. The
thread's first three images were a 4, a 1 and a 0; suppose the net says the same
row to each of them.
*/
static void
three_rows(Arena *step)
{
	section("three rows");
	Tensor *preds = tensor_expand(
	    step, forum_row(step), SHAPE(3, CLASSES));       /* (3, 10) */
	Tensor *labels = tensor_of(step, SHAPE(3), 4, 1, 0); /* (3,) */
	double sum = 0;
	for (size_t i = 0; i < 3; i++) {
		double loss = cross_entropy(step,
		    tensor_narrow(step, preds, 0, i, 1),
		    tensor_narrow(step, labels, 0, i, 1));
		printf("label %g   loss %.4f\n", (double)labels->data[i], loss);
		sum += loss;
	}
	printf("their mean    %.4f\n", sum / 3);
	printf("cross_entropy %.4f\n", cross_entropy(step, preds, labels));
}

/*
@run

### One-hot, and back

The lecture with the net on paper (chapter 5) has its labels from Keras, as
one-hot rows, and its loss from PyTorch, which takes them as indices. The argmax
of each row is the way back.
*/
static void
one_hot_and_back(Arena *step)
{
	section("one-hot and back");
	Tensor *labels = tensor_of(step, SHAPE(3), 4, 1, 0); /* (3,) */
	Tensor *rows = one_hot(step, labels, CLASSES);       /* (3, 10) */
	show_tensor("rows = one_hot(labels)", rows);
	show_tensor("rows.argmax(1)", tensor_argmax(step, rows, 1));
	Tensor *preds = tensor_expand(
	    step, forum_row(step), SHAPE(3, CLASSES)); /* (3, 10) */
	Tensor *ln_p = log_softmax(step, preds);       /* (3, 10) */
	printf("\nnll by index   %.4f\nnll by one-hot %.4f\n",
	    nll(ln_p, labels), nll_one_hot(step, ln_p, rows));
}

/*
@run

### The notebook's activations

Now the lecture's second notebook: 784 inputs, 50 hidden units, 10 outputs, all
started as PyTorch starts a `Linear`, with seed 1. Nothing has been learned. It
prints the logarithm of softmax for the training images three times, once for
each way to compute it.
*/
static void
compare_corners(const Tensor *ln_p)
{
	static const char *const published[6][6] = {
	    {"-2.37", "-2.49", "-2.36", "-2.31", "-2.28", "-2.22"},
	    {"-2.37", "-2.44", "-2.44", "-2.27", "-2.26", "-2.16"},
	    {"-2.48", "-2.33", "-2.28", "-2.30", "-2.30", "-2.27"},
	    {"-2.33", "-2.52", "-2.34", "-2.31", "-2.21", "-2.16"},
	    {"-2.38", "-2.38", "-2.33", "-2.29", "-2.26", "-2.17"},
	    {"-2.33", "-2.55", "-2.36", "-2.29", "-2.27", "-2.16"}};
	size_t n = ln_p->shape[0], equal = 0;
	for (size_t i = 0; i < 6; i++)
		for (size_t j = 0; j < 6; j++) {
			char here[32];
			size_t row = i < 3 ? i : n - 6 + i;
			size_t column = j < 3 ? j : CLASSES - 6 + j;
			snprintf(here, sizeof here, "%.2f",
			    (double)*tensor_at(ln_p, (size_t[]){row, column}));
			equal += strcmp(here, published[i][j]) == 0;
		}
	printf("\nof the 36 published numbers, %zu are equal\n", equal);
}

static void
activations(const Tensor *preds, Arena *step)
{
	section("activations");
	Tensor *ln_p = log_softmax(step, preds); /* (50000, 10) */
	show_tensor("log_softmax(preds)", ln_p);
	compare_corners(ln_p);
	const Claim naive = {"naive", ln_p, log_softmax_naive(step, preds)};
	const Claim difference = {
	    "difference", ln_p, log_softmax_difference(step, preds)};
	const Tensor *const expected[] = {ln_p};
	Judgement judgement = judge_by_tensors(&naive, 1, expected, 1e-6);
	judgement_print(stdout, "naive, against log-sum-exp     ", &judgement);
	judgement = judge_by_tensors(&difference, 1, expected, 1e-6);
	judgement_print(stdout, "difference, against log-sum-exp", &judgement);
}

/*
@run

### The picks, and the loss

Of the first three images, the element at the label; of all fifty thousand, the
loss. The notebook then calls PyTorch's own functions and gets the same. The
last line is what a net must lose that has no idea.
*/
static void
the_picks(const Tensor *preds, const Tensor *y, Arena *step)
{
	section("the picks");
	static const char *const published[] = {"-2.20", "-2.37", "-2.36"};
	Tensor *ln_p = log_softmax(step, preds); /* (50000, 10) */
	show_published_heading();
	for (size_t i = 0; i < 3; i++) {
		char what[40];
		size_t label = (size_t)y->data[i];
		snprintf(what, sizeof what, "row %zu, label %zu", i, label);
		show_published(what, published[i], 2,
		    (double)*tensor_at(ln_p, (size_t[]){i, label}));
	}
	show_published("nll, by index", "2.30", 2, nll(ln_p, y));
	show_published("nll, by one-hot", "-", 2,
	    nll_one_hot(step, ln_p, one_hot(step, y, CLASSES)));
	show_published(
	    "cross_entropy", "2.30", 2, cross_entropy(step, preds, y));
	show_published("ln 10", "-", 2, log(CLASSES));
}

/*
@run

### A batch of fifty

Training goes batch by batch. Here is the first: what the net says to its first
image, the fifty labels, and the fifty guesses. The last line is the notebook's
report, of loss and accuracy: 2.30, 0.08.
*/
static void
report(Arena *step, const Tensor *preds, const Tensor *y)
{
	printf(
	    "%.2f, %.2f\n", cross_entropy(step, preds, y), accuracy(preds, y));
}

static void
a_batch(const Tensor *preds, const Tensor *y, Arena *step)
{
	section("a batch of fifty");
	static const char *const published[] = {"-0.09", "-0.21", "-0.08",
	    "0.10", "-0.04", "0.08", "-0.04", "-0.03", "0.01", "0.06"};
	show_published_heading();
	for (size_t j = 0; j < CLASSES; j++) {
		char what[40];
		snprintf(what, sizeof what, "preds[0][%zu]", j);
		show_published(what, published[j], 2,
		    (double)*tensor_at(preds, (size_t[]){0, j}));
	}
	show_published("loss", "2.30", 2, cross_entropy(step, preds, y));
	show_published("accuracy", "0.08", 2, accuracy(preds, y));
	printf("\n");
	show_tensor("yb", y);
	show_tensor("preds.argmax(1)", tensor_argmax(step, preds, 1));
	report(step, preds, y);
}

/*
@run

Four of fifty are right. Who rolls dice gets five.

### Does MSE learn from one-hot rows?

In the thread somebody explained that one-hot targets do not work with the mean
squared error; with it the target has to be the digit itself, and one-hot is for
cross-entropy. The first half cannot be right as it stands: with ten outputs and
ten targets the squared differences are there, and so are their derivatives. Per
image the loss is $\sum_j (o_j - y_j)^2$, and its gradient $2 (o_j - y_j)$:

@show chapters/10_cross_entropy/experiment.c mse_on_one_hot

Do not argue; try. Three nets start from seed 1 and see the same ten thousand
images once, in batches of fifty, with chapter 6's gradients and chapter 5's
descent (`experiment.c`). Each has the rate that was best for it among 0.01,
0.02, 0.05, 0.1, 0.2 and 0.5. The table has the loss of the first batch, the
mean loss of the last twenty, the loss of one that knows nothing and says the
same to every image, and how many validation images the net then gets right.
*/
static double
variance_of(const Tensor *labels, Arena *step)
{
	double mean = tensor_mean_all(labels);
	return tensor_mean_all(tensor_pow(step, labels, 2)) - mean * mean;
}

static void
show_trial(const char *what, double rate, const Trial *trial, double nothing)
{
	enum { LAST = 20 };
	double sum = 0;
	for (int i = TRIAL_STEPS - LAST; i < TRIAL_STEPS; i++)
		sum += trial->loss[i];
	printf("%-25s %5.2f %7.1f %6.1f %9.1f   about %2.0f %%\n", what, rate,
	    trial->loss[0], sum / LAST, nothing,
	    5 * round(100 * trial->accuracy / 5));
}

static Trial
does_mse_learn(const Mnist *mnist, Arena *step)
{
	section("does mse learn");
	Tensor *seen = tensor_narrow(step, mnist->y_train, 0, 0,
	    TRIAL_STEPS * TRIAL_BATCH); /* (10000,) */
	Trial label = try_loss(MSE_ON_LABELS, mnist, 0.02);
	Trial rows = try_loss(MSE_ON_ONE_HOT, mnist, 0.1);
	Trial entropy = try_loss(CROSS_ENTROPY, mnist, 0.5);
	printf("%-25s %5s %7s %6s %9s   %s\n", "", "rate", "first", "last",
	    "nothing", "right");
	show_trial(
	    "MSE, one output, digits", 0.02, &label, variance_of(seen, step));
	show_trial("MSE, ten outputs, one-hot", 0.1, &rows, 1 - 1.0 / CLASSES);
	show_trial("cross-entropy", 0.5, &entropy, log(CLASSES));
	return rows;
}

/*
@run

@plot training MSE on one-hot rows: the loss falls, well below that of a net which says the same to every image.

On MNIST the claim is not only wrong but the wrong way round. The mean squared
error on one-hot rows does train. What works badly is what the answer
recommends, one output and the digit as target: it has to put the classes in a
line, and a 4 between a 3 and a 5. The claim is true for a net with *one*
output, for which a one-hot row is no target at all. So the thing to change
first was the ten outputs. In these few steps cross-entropy does about as well
as MSE on the same rows. It bears larger rates (exercise 6), and what comes out
means something: probabilities.

## Check it

The gradient is on trial before chapter 6's judges, for the notebook's first
batch. One measures, one has PyTorch's values, and one goes the long way:
$-y/(np)$ behind softmax, and `softmax_grad`. The last line measures whether
softmax is the gradient of log-sum-exp.
*/
typedef struct {
	const Tensor *x;      /* (n, c) */
	const Tensor *labels; /* (n,) */
} Trialled;

static double
loss_of(Arena *step, void *context)
{
	const Trialled *t = context;
	return cross_entropy(step, t->x, t->labels);
}

static double
sum_of_log_sum_exp(Arena *step, void *context)
{
	const Trialled *t = context;
	return tensor_sum_all(log_sum_exp(step, t->x));
}

static void
measure(const char *what, const Claim *claim, Loss *loss, Trialled *context,
    Arena *judges)
{
	Judgement judgement = judge_by_differences(judges, loss, context, claim,
	    1, 100, judge_within(1e-2, 1e-4), judge_within(1e-2, 1e-6));
	judgement_print(stdout, what, &judgement);
}

/* The gradient by way of p. */
static Tensor *
the_long_way(Arena *step, const Tensor *preds, const Tensor *y)
{
	Tensor *x = tensor_clone(step, preds);    /* (50, 10) */
	Tensor *p = softmax(step, x);             /* (50, 10) */
	Tensor *rows = one_hot(step, y, CLASSES); /* (50, 10) */
	Tensor *minus_mean = tensor_scalar(
	    step, -1 / (double)y->shape[0]); /* () */
	p->g = tensor_mul(step, minus_mean, tensor_div(step, rows, p));
	softmax_grad(step, x, p);
	return x->g;
}

static void
judges_of(const Tensor *preds, const Tensor *y, bool is_mnist, Arena *step,
    Arena *judges)
{
	section("judges");
	Tensor *x = tensor_clone(step, preds); /* (50, 10) */
	cross_entropy_grad(step, x, y);
	const Claim claim = {"preds.g", x, x->g};
	Trialled trialled = {x, y};
	measure("central differences", &claim, loss_of, &trialled, judges);
	if (is_mnist) {
		size_t at[BATCH * CLASSES];
		for (size_t i = 0; i < BATCH * CLASSES; i++)
			at[i] = i;
		const Stored stored = {BATCH * CLASSES, at, batch_g};
		Judgement judgement = judge_by_stored(
		    &claim, 1, &stored, judge_within(1e-5, 1e-9));
		judgement_print(stdout, "PyTorch's values   ", &judgement);
	} else {
		printf("PyTorch's values   : not for these digits\n");
	}
	const Tensor *const expected[] = {the_long_way(step, preds, y)};
	Judgement judgement = judge_by_tensors(
	    &claim, 1, expected, judge_within_rounding());
	judgement_print(stdout, "the long way       ", &judgement);
	const Claim slope = {"softmax", x, softmax(step, x)};
	measure("log-sum-exp's slope", &slope, sum_of_log_sum_exp, &trialled,
	    judges);
}

/*
@run

And chapter 5 once more. With two classes, of which the second has the logit 0,
softmax is the sigmoid of the first. If the right class is the first, its
gradient is chapter 5's delta for a target of 1.
*/
static void
two_classes(Arena *step)
{
	section("two classes");
	Tensor *z = tensor_of(step, SHAPE(3), -2, 0, 3); /* (3,) */
	Tensor *x = tensor_zeros(step, SHAPE(3, 2));     /* (3, 2) */
	Tensor *first = tensor_zeros(step, SHAPE(3));    /* (3,) */
	Tensor *y_hat = sigmoid(step, z);                /* (3,) */
	tensor_copy(tensor_select(step, x, 1, 0), z);
	Tensor *p = softmax(step, x); /* (3, 2) */
	cross_entropy_grad(step, x, first);
	printf("    z  sigmoid(z)  softmax  delta, y = 1  gradient\n");
	for (size_t i = 0; i < 3; i++)
		printf("%5g  %10.4f  %7.4f  %12.4f  %8.4f\n",
		    (double)z->data[i], (double)y_hat->data[i],
		    (double)p->data[2 * i], (double)y_hat->data[i] - 1,
		    3 * (double)x->g->data[2 * i]);
}

/*
@run

(The batch has three rows; its gradients carry a third, and are shown times 3.)

## Pitfalls

### Overflow

e grows fast. A float ends near $10^{38}$, so there is a last whole number to
which e can be raised. The first row has a logit of that size, and the second
one that is larger by 1, each beside a slightly smaller one.
*/
static void
show_three_ways(const Tensor *x, Arena *step)
{
	show_tensor("log_softmax_naive(x)", log_softmax_naive(step, x));
	show_tensor(
	    "log_softmax_difference(x)", log_softmax_difference(step, x));
	show_tensor("log_softmax(x)", log_softmax(step, x));
}

static void
overflow(Arena *step)
{
	section("overflow");
	double largest = sizeof(Real) == sizeof(float) ? (double)FLT_MAX
						       : DBL_MAX;
	Real last = (Real)floor(log(largest));
	const Real half = (Real)0.5;
	Tensor *x = tensor_of(step, SHAPE(2, 2), last, last - half, last + 1,
	    last + half); /* (2, 2) */
	show_tensor("x", x);
	show_three_ways(x, step);
}

/*
@run

One step further, $S$ is infinite. The naive way divides infinity by infinity,
which is no number. Everything else divided by infinity is 0, and the logarithm
of that is minus infinity. A loss that has been a number for hours becomes `nan`,
and no line of the program complains. The difference goes wrong in its own way.

More of the same. The last row *under*flows: no power is left above 0, nor is
the sum.
*/
static void
more_of_the_same(Arena *step)
{
	section("more of the same");
	Tensor *x = tensor_of(step, SHAPE(3, 3), 1000, 0, -1000, 100, 100, 100,
	    -1000, -1000, -1000); /* (3, 3) */
	show_tensor("x", x);
	show_three_ways(x, step);
}

/*
@run

(A double bears the hundreds, and fails at the thousands like a float.)

### One maximum for all

The cure is to move each row by its own maximum. With the maximum of the whole
batch, one image with large logits is enough to ruin another: the second row is
an ordinary one, and after moving it by 1000 nothing is left of its powers.

@show chapters/10_cross_entropy/pitfalls.c log_softmax_one_maximum
*/
static void
one_maximum(Arena *step)
{
	section("one maximum");
	Tensor *x = tensor_of(
	    step, SHAPE(2, 3), 1000, 999, 998, 2, 1, 0); /* (2, 3) */
	show_tensor(
	    "one maximum for all rows", log_softmax_one_maximum(step, x));
	show_tensor("a maximum for each row", log_softmax(step, x));
}

/*
@run

### The missing [:, None]

A reader wrote log_softmax as `x - logsumexp(x)` and got an error. The rows'
log-sum-exps are (n,), and broadcasting matches axes from the right (chapter 1):
it wants to subtract one from each *column*. `[:, None]` makes a column of them,
one for each row. The error was luck: the batch was not square.

@show chapters/10_cross_entropy/pitfalls.c log_softmax_without_none
*/
static void
two_rows_of_three(Arena *step)
{
	log_softmax_without_none(step, tensor_zeros(step, SHAPE(2, 3)));
}

static void
the_missing_none(Arena *step)
{
	section("the missing none");
	show_mistake(two_rows_of_three, step);
	Tensor *x = tensor_of(
	    step, SHAPE(3, 3), 0, 1, 2, 3, 1, 0, 1, 1, 1); /* (3, 3) */
	Tensor *wrong = log_softmax_without_none(step, x); /* (3, 3) */
	show_tensor("with [:, None]", log_softmax(step, x));
	show_tensor("without, n = c", wrong);
	show_tensor("without: each row's sum of e to that",
	    tensor_sum(step, tensor_exp(step, wrong), 1));
	for (size_t n = 1; n <= 3; n += 2) {
		Tensor *t = tensor_zeros(step, SHAPE(n, 4 - n)); /* (n, 4-n) */
		printf("without: %s becomes %s\n", SHAPE_TEXT(t),
		    SHAPE_TEXT(log_softmax_without_none(step, t)));
	}
}

/*
@run

With as many rows as classes it is silently wrong: no error, no odd shape. A
single row is right by accident. A single column grows to a square. So the bug
sleeps until somebody trains with batches of ten. Take ten images of the
notebook:
*/
static void
ten_by_ten(const Tensor *preds, const Tensor *y, Arena *step)
{
	section("ten by ten");
	Tensor *x = tensor_narrow(step, preds, 0, 0, 10);        /* (10, 10) */
	Tensor *labels = tensor_narrow(step, y, 0, 0, 10);       /* (10,) */
	const Tensor *right = log_softmax(step, x);              /* (10, 10) */
	const Tensor *wrong = log_softmax_without_none(step, x); /* (10, 10) */
	double limit = 1e-5;
	printf("with     loss %.2f   rows are probabilities: %s\n",
	    nll(right, labels),
	    normalisation_error(right) < limit ? "yes" : "no");
	printf("without  loss %.2f   rows are probabilities: %s\n",
	    nll(wrong, labels),
	    normalisation_error(wrong) < limit ? "yes" : "no");
}

/*
@run

The losses are alike, since a fresh net's log-sum-exps are alike; in the log of
a training run nobody would see it. The judge at the end of `cross_entropy.c`
does: e to the elements of a row must add up to 1.

### A loss below zero

No probability is above 1, so no cross-entropy is below 0. Yours is? There are
two usual reasons. The sign was forgotten, as above. Or `nll` got logits, where
it wants their log_softmax:
*/
static void
below_zero(Arena *step)
{
	section("below zero");
	Tensor *preds = forum_row(step);              /* (1, 10) */
	Tensor *label = tensor_of(step, SHAPE(1), 4); /* (1,) */
	printf("nll(preds, label)               %5.2f\n", nll(preds, label));
	printf("nll(log_softmax(preds), label)  %5.2f\n",
	    nll(log_softmax(step, preds), label));
	printf("normalisation_error(preds)      %5.2f\n",
	    normalisation_error(preds));
}

/*
@run

Trained on the first, the net raises one logit for ever, and the loss falls
without end.

### Zero times infinity

A class that is ruled out gets the logit minus infinity, and probability 0. By
index that is no trouble, as long as it is not the label. By one-hot rows the
logarithm is multiplied by 0, and 0 times infinity is not 0:
*/
static void
zero_times_infinity(Arena *step)
{
	section("zero times infinity");
	Tensor *x = tensor_of(
	    step, SHAPE(1, 3), 0, 1, -(Real)INFINITY); /* (1, 3) */
	Tensor *label = tensor_of(step, SHAPE(1), 1);  /* (1,) */
	Tensor *ln_p = log_softmax(step, x);           /* (1, 3) */
	show_tensor("log_softmax(x)", ln_p);
	double product = nll_one_hot(step, ln_p, one_hot(step, label, 3));
	printf("by index   %.2f\nby one-hot %s\n", nll(ln_p, label),
	    isnan(product) ? "nan" : "a number");
}

/*
@run

### Put back too early

Readers and the notebook write `x - logsumexp(x)[:, None]`. Nothing overflows.
But log-sum-exp puts the maximum back, and a float that holds a hundred thousand
has two digits left for the rest. Then it is subtracted from x, and what was
lost is all there is. `log_softmax` never puts it back.
*/
static void
put_back(Arena *step)
{
	section("put back too early");
	Tensor *x = tensor_of(
	    step, SHAPE(1, 3), 100000, 100001, 100002);      /* (1, 3) */
	const Tensor *late = log_softmax(step, x);           /* (1, 3) */
	const Tensor *early = log_softmax_put_back(step, x); /* (1, 3) */
	for (size_t j = 0; j < 3; j++)
		printf("x %.0f   kept apart %.4f   put back %.4f\n",
		    (double)x->data[j], (double)late->data[j],
		    (double)early->data[j]);
}

/*
@run

### No such class

Labels that are no classes of this net are named, before they are used as an
index. The last one is chapter 3's trap in new clothes, a column of labels.
*/
static void
a_class_too_many(Arena *step)
{
	Tensor *labels = tensor_of(step, SHAPE(3), 4, 10, 0); /* (3,) */
	cross_entropy(step, tensor_zeros(step, SHAPE(3, 10)), labels);
}

static void
half_a_class(Arena *step)
{
	Tensor *labels = tensor_of(step, SHAPE(2), 4, (Real)2.5); /* (2,) */
	accuracy(tensor_zeros(step, SHAPE(2, 10)), labels);
}

static void
a_column_of_labels(Arena *step)
{
	Tensor *labels = tensor_zeros(step, SHAPE(3, 1)); /* (3, 1) */
	nll(tensor_zeros(step, SHAPE(3, 10)), labels);
}

static void
no_such_class(Arena *step)
{
	section("no such class");
	show_mistake(a_class_too_many, step);
	show_mistake(half_a_class, step);
	show_mistake(a_column_of_labels, step);
}

/*
@run
*/
static void
pitfalls(const Tensor *preds, const Tensor *y, Arena *step)
{
	overflow(step);
	more_of_the_same(step);
	one_maximum(step);
	the_missing_none(step);
	ten_by_ten(preds, y, step);
	below_zero(step);
	zero_times_infinity(step);
	put_back(step);
	no_such_class(step);
}

static void
run(Program *program, const Mnist *mnist, Arena *arena, Arena *step)
{
	Random random;
	random_seed(&random, 1);
	Net net = net_draw_default(arena, &random, 784, HIDDEN, CLASSES);
	const Tensor *y = mnist->y_train; /* (50000,) */
	const Tensor *preds = model(
	    step, &net, mnist->x_train); /* (50000, 10) */
	Tensor *first = tensor_narrow(step, preds, 0, 0, BATCH); /* (50, 10) */
	Tensor *yb = tensor_narrow(step, y, 0, 0, BATCH);        /* (50,) */

	the_forums_example(step);
	three_rows(step);
	one_hot_and_back(step);
	activations(preds, step);
	the_picks(preds, y, step);
	a_batch(first, yb, step);
	Trial one_hot_trial = does_mse_learn(mnist, step);
	Arena *judges = arena_create("judges");
	judges_of(first, yb, mnist->digits == DIGITS_MNIST, step, judges);
	arena_destroy(judges);
	two_classes(step);
	pitfalls(first, yb, step);

	Error error;
	if (program->plots &&
	    !(draw_bars(program->plots, forum_row(step), 4, &error) &&
		write_training(program->plots, &one_hot_trial, &error)))
		program_fail(program, &error);
}

int
main(int argc, char **argv)
{
	Program program = {.name = "chapter10",
	    .title = "Chapter 10: cross-entropy",
	    .about = "from scores to probabilities, and what a wrong one "
		     "costs"};
	if (!program_start(&program, argc, argv))
		return program.status;
	Arena *arena = arena_create("model"), *step = arena_create("step");
	Mnist mnist;
	if (program_digits(&program, arena, 256, &mnist))
		run(&program, &mnist, arena, step);
	arena_destroy(step);
	arena_destroy(arena);
	return program_end(&program);
}
/*
## Exercises

1. On paper: three classes, logits 1, 2 and 0, the label is 2. Compute the
   probabilities, the loss and the three gradients. Do the gradients add up to 0?
2. Somebody computes softmax twice: probabilities go into `cross_entropy` as if
   they were logits. What is the lowest loss that ten classes can then reach?
   (The right class has 1, the others 0.) How low can `cross_entropy` itself
   get? Chapter 12 trains such a net.
3. A net gives the right class probability 0.001 and is sure of another. How
   large is the gradient of the right class's logit for cross-entropy, and how
   large for $(1 - p_t)^2$ behind the same softmax? Use the Jacobian.
4. Divide all logits by a number T before softmax. What happens to the
   probabilities as T grows, and as it goes to 0? Which loss does a fresh net
   have then?
5. The gradient of the label's logit is $p_t - 1$. If $p_t$ is so near to 1 that
   a float holds it as 1, the gradient is 0. Compute it from the other classes'
   probabilities instead. How much longer does it stay above 0?
6. Give `try_loss` more steps, and other rates. Which rates does each loss bear?
   Is the mean squared error still as good as cross-entropy after five times as
   many images?
7. Targets need not be one-hot: give the right class 0.9 and share the rest
   among the others. Derive the gradient. What is the lowest loss now, and at
   which probabilities?

## Next

A gradient says in which direction to go. How far, and what to do with the
directions of the steps before, is another question. Chapter 11 leaves nets
aside and looks at steps alone, on a parabola.
*/

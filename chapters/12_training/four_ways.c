/*
### A floor under the loss

The lecture's last net has 784 inputs, 32 sigmoids and 10 outputs. It sees all
60,000 images at once, a thousand times, with a rate of 1. The loss falls from
report to report, and at the end the net is right about three test images of
four. The net above does far better. What holds this one down?

The net ends in a softmax, and `CrossEntropyLoss` *begins* with one. So the
probabilities $p$ are taken for logits, and softmax is applied twice:

```math
q_j = \frac{e^{p_j}}{\sum_k e^{p_k}}, \qquad
L = -\ln q_t = \ln \sum_k e^{p_k} - p_t .
```

No shape is wrong, and no value; the loss falls. But logits may be any numbers,
and probabilities lie between 0 and 1. How small can this loss be? Hold $p_t$.
The other $c - 1$ classes share $1 - p_t$, and since $e^u$ is convex, the sum of
their powers is least when they share it equally. Then

```math
L = \ln \Big( 1 + (c - 1)\; e^{(1 - p_t) / (c - 1)\; -\; p_t} \Big) ,
```

which falls as $p_t$ grows. It is least at $p_t = 1$, where the net is right and
quite sure of it:

```math
L_{\min} = \ln \Big( 1 + \frac{c - 1}{e} \Big) = -\ln \frac{e}{e + c - 1} .
```

And how large? $L$ is convex in $p$, so it is largest at a corner: all
probability on one class. On the right class it is $\ln(e + c - 1) - 1$, which
is the floor again. On any wrong one it is $\ln(e + c - 1)$, and that is the
floor plus 1.
*/
#include "chapters/12_training/four_ways.h"

#include <stdlib.h>

#include "chapters/03_mse/mse.h"
#include "chapters/05_toy/toy.h"
#include "chapters/10_cross_entropy/cross_entropy.h"
#include "chapters/12_training/ceiling.h"
#include "common/output.h"
#include "common/program.h"

static void
show_loss_of(Arena *step, const char *what, const Tensor *probabilities)
{
	Tensor *label = tensor_zeros(step, SHAPE(1)); /* (1,): class 0 */
	printf("%-28s %.3f\n", what, cross_entropy(step, probabilities, label));
}

static void
the_floor(Arena *step)
{
	section("the floor");
	Tensor *right = tensor_of(step, SHAPE(1), 0); /* (1,) */
	Tensor *wrong = tensor_of(step, SHAPE(1), 1); /* (1,) */
	Tensor *equal = tensor_full(
	    step, SHAPE(1, 10), (Real)0.1); /* (1, 10) */
	show_loss_of(step, "all on the right class", one_hot(step, right, 10));
	show_loss_of(step, "the same on each class", equal);
	show_loss_of(step, "all on a wrong class", one_hot(step, wrong, 10));
	printf(
	    "%-28s %.5f\n\n", "the floor, by the formula", ceiling_floor(10));

	const char *loss = "1.7148"; /* as published, after 900 epochs */
	show_published_heading();
	show_published("right, if sure, at a loss of 1.7148", "0.7647", 3,
	    1 - (strtod(loss, NULL) - ceiling_floor(10)));
}

/*
@run

So between the best net and the worst there is a distance of 1. If a net is sure
of all it says, an image costs the floor when it is right and 1 more when it is
wrong: the loss is the floor plus the **share of errors**. Take the lecture's
last loss for such a sum, and you can nearly read off the accuracy that it
publishes. Chapter 10 said that accuracy is no loss to learn from, since its
slope is 0 nearly everywhere. Here it has come back in disguise.

### No slope

The slope says it exactly. For one image the loss sends $g = q - y$ back, and
softmax makes of it, as chapter 10 derived,

```math
\frac{\partial L}{\partial z_j} = p_j \Big( g_j - \sum_i g_i p_i \Big) .
```

Let the net be sure of a class $s$: $p_s = 1$, and all others are 0. For the
others the factor $p_j$ is 0. For $j = s$ the sum is $g_s$, and the bracket is
0. All ten slopes vanish, **whether $s$ is right or wrong**. Sure and wrong is
where a loss should push hardest; without the second softmax the right class
gets $p_t - 1 = -1$ there. Here nothing pushes, and a digit that the net has
given up stays given up.

At the start it is slow, too. With all $p_j = 1/10$ the loss sends $g_t = -0.9$,
the sum is 0, and $z_t$ gets a tenth of that. A step of descent changes the loss
by about the square of the slope, so a hundredth is left of it.

Below, the right class has a score of 0, a wrong class leads by what stands at
the left, and the slopes are those of the right class's score.
*/
static void
show_slopes(Arena *step, double lead)
{
	Tensor *label = tensor_zeros(step, SHAPE(1));     /* (1,): class 0 */
	Tensor *plain = tensor_zeros(step, SHAPE(1, 10)); /* (1, 10) */
	plain->data[1] = (Real)lead;
	Tensor *twice = tensor_clone(step, plain); /* (1, 10) */

	cross_entropy_grad(step, plain, label);
	Tensor *p = softmax(step, twice); /* (1, 10) */
	cross_entropy_grad(step, p, label);
	softmax_grad(step, twice, p);
	printf("%4.0f %22.5f %12.5f %12.5f\n", lead, (double)p->data[0],
	    (double)plain->g->data[0], (double)twice->g->data[0]);
}

static void
no_slope(Arena *step)
{
	section("no slope");
	static const double leads[] = {0, 2, 5, 10};
	printf("%4s %22s %12s %12s\n", "lead", "right has probability", "plain",
	    "softmax");
	for (int i = 0; i < 4; i++)
		show_slopes(step, leads[i]);
}

/*
@run

### Gradients that are kept

The lecture's page has lost a line: there is a comment about zeroing the
gradients, and nothing below it. Gradients add up (chapter 5), so without
`zero_grad` epoch $k$ descends along the sum of all gradients so far:

```math
G_k = G_{k-1} + g_k, \qquad w_{k+1} = w_k - a\; G_k .
```

That is momentum, $v_k = \beta v_{k-1} + g_k$, with $\beta = 1$: nothing is ever
forgotten. What does it do in the simplest valley, $\frac{1}{2} \lambda w^2$
with $g_k = \lambda w_k$? Subtract $w_k = w_{k-1} - a G_{k-1}$ from the step
above; what remains of the sums is their difference, $g_k$:

```math
w_{k+1} - 2 w_k + w_{k-1} = -a \lambda\; w_k .
```

Try $w_k = r^k$. It solves this if

```math
r^2 - (2 - a \lambda)\; r + 1 = 0 .
```

The product of the two roots is the last term, 1. For $a \lambda$ between 0 and
4 they are a complex pair, so each has modulus 1. Powers of such an $r$ neither
grow nor shrink: **$w$ swings for ever**, like a pendulum without friction. With
momentum $\beta$ the product is $\beta$, and a swing shrinks by $\sqrt \beta$
in each step. `zero_grad` is the friction.
*/
static void
walk_valley(Arena *step, const char *what, bool zero_grad)
{
	Tensor *w = tensor_of(step, SHAPE(1), 1);             /* (1,) */
	Tensor *slope = tensor_of(step, SHAPE(1), (Real)0.4); /* (1,) */
	printf("%-10s", what);
	for (int k = 0; k <= 10; k++) {
		printf(" %5.2f", (double)tensor_item(w));
		if (zero_grad)
			w->g = NULL;
		gradient_add(step, w, tensor_mul(step, slope, w));
		descend(step, w, 1);
	}
	printf("\n");
}

static void
kept_gradients(Arena *step)
{
	section("kept gradients");
	walk_valley(step, "zero_grad", true);
	walk_valley(step, "kept", false);
}

/*
@run

### The lecture's data

Here it is, shape by shape, as the lecture prints it. Pixels are divided by 255,
so that white is exactly 1; the other lecture's 256 has the merit that nothing
is rounded. The labels come as one-hot rows, and its loss wants indices, so
`argmax` takes them back (chapter 10). The images lie flat: what were neighbours
in the picture are neighbours no more. That throws structure away, as the
lecture says itself; nets that look at neighbours need a chapter of their own.
*/
static bool
is_one_of(const Tensor *labels, Real label)
{
	for (size_t i = 0; i < labels->shape[0]; i++)
		if (labels->data[i] == label)
			return true;
	return false;
}

static bool
show_data(const Mnist *mnist, Arena *step, Error *error)
{
	section("the lecture's data");
	size_t n = mnist->x->shape[0];
	Tensor *x_test; /* (10000, 784) */
	Tensor *y_test; /* (10000,) */
	if (!mnist_load_test(step, 255, mnist, &x_test, &y_test, error))
		return false;
	printf("%-26s %s\n", "images",
	    SHAPE_TEXT(tensor_reshape(step, mnist->x, SHAPE(n, 28, 28))));
	printf("%-26s %s\n", "images, flat", SHAPE_TEXT(mnist->x));
	printf("%-26s %g\n", "largest pixel", (double)tensor_max_all(mnist->x));
	printf("%-26s", "labels");
	for (int label = 0; label <= 255; label++)
		if (is_one_of(mnist->y, (Real)label))
			printf(" %d", label);
	Tensor *rows = one_hot(step, y_test, 10); /* (10000, 10) */
	printf("\n%-26s %s\n", "test labels, one-hot", SHAPE_TEXT(rows));
	printf("%-26s %s\n", "test labels, back again",
	    SHAPE_TEXT(tensor_argmax(step, rows, 1)));
	arena_reset(step);
	return true;
}

/*
@run the lecture's data

### Four ways

With the softmax and without, with `zero_grad` and without: four runs from one
seed. So that you need not wait, they take the first 1000 images and a hundred
epochs. An epoch is short:

@show chapters/12_training/ceiling.c ceiling_epoch

The table has the loss at some epochs, the share of these images that the net
gets right at the end, and how many of the ten digits it never says.
*/
enum { SHORT_ROWS = 1000, SHORT_EPOCHS = 101, SHOWN = 25 };

static int
never_said(Arena *step, const Tensor *out)
{
	Tensor *said = tensor_argmax(step, out, 1); /* (n,) */
	bool is_said[10] = {false};
	for (size_t i = 0; i < said->shape[0]; i++)
		is_said[(size_t)said->data[i]] = true;
	int never = 0;
	for (int digit = 0; digit < 10; digit++)
		never += !is_said[digit];
	return never;
}

static void
show_run(const CeilingRun *run, Arena *step)
{
	printf("%-14s", run->variant->name);
	for (size_t epoch = 0; epoch < SHORT_EPOCHS; epoch += SHOWN)
		printf(" %5.2f", (double)run->losses->data[epoch]);
	Tensor *out = ceiling_output(step, run, run->x); /* (1000, 10) */
	printf("%7.0f %% %11d\n", 100 * accuracy(out, run->labels),
	    never_said(step, out));
	arena_reset(step);
}

static bool
write_curves(const char *folder, const CeilingRun *runs, Error *error)
{
	Output output;
	if (!output_open_in(&output, folder, "12_ceiling.tsv", error))
		return false;
	for (size_t epoch = 0; epoch < SHORT_EPOCHS; epoch++) {
		fprintf(output.file, "%zu", epoch);
		for (int i = 0; i < VARIANTS; i++)
			fprintf(output.file, "\t%.6g",
			    (double)runs[i].losses->data[epoch]);
		fprintf(output.file, "\n");
	}
	return output_commit(&output, error);
}

static void
train_four_ways(
    CeilingRun *runs, Arena *model, Arena *step, Tensor *x, Tensor *labels)
{
	section("four ways");
	printf("%-14s", "epoch");
	for (int epoch = 0; epoch < SHORT_EPOCHS; epoch += SHOWN)
		printf(" %5d", epoch);
	printf("%9s %11s\n", "right", "never says");
	for (int i = 0; i < VARIANTS; i++) {
		ceiling_start(
		    &runs[i], model, &variants[i], x, labels, SHORT_EPOCHS);
		while (runs[i].epochs < SHORT_EPOCHS)
			ceiling_epoch(&runs[i], step);
		show_run(&runs[i], step);
	}
	printf("%-14s %5s %23s\n", "as published", "2.30", "2.15");
}

/* In arenas of its own: it needs the digits once more, over 255. */
static bool
four_ways(const char *plots, Error *error)
{
	Arena *model = arena_create("model"), *step = arena_create("step");
	Mnist mnist;
	bool good = mnist_load(model, 255, &mnist, error) &&
		    show_data(&mnist, step, error);
	if (good) {
		Tensor *x = tensor_narrow(
		    model, mnist.x, 0, 0, SHORT_ROWS); /* (1000, 784) */
		Tensor *y = tensor_narrow(
		    model, mnist.y, 0, 0, SHORT_ROWS); /* (1000,) */
		CeilingRun runs[VARIANTS];
		train_four_ways(runs, model, step, x, y);
		good = !plots || write_curves(plots, runs, error);
	}
	arena_destroy(step);
	arena_destroy(model);
	return good;
}

/*
@run

@plot ceiling The loss of the lecture's net, trained in four ways on the first 1000 images. With the softmax no curve can cross the floor.

The two plain runs go where a loss should go. With the softmax the loss stays
above its floor, and what keeps it there are whole digits that the net never
says: it was sure, it was wrong, and nothing pushed it since. Take the last loss
of `softmax-kept`, and subtract the floor: that is its share of errors.

Keeping the gradients *looks* like a gain, with the softmax and without. At the
start all gradients agree, and their sum makes large steps. That is what
momentum is for, and chapter 11 showed how to have it with friction. But it is
another method than the one that was meant.

Which of the four did the lecture run? Its loss of the hundredth epoch is in the
last line of the table. Only one of the four is still up there. So the page has
lost a `zero_grad`, and the softmax is really there. You can see it in the tree,
behind the layer whose output the loss should have had:
*/
static void
the_lectures_net(Arena *step)
{
	section("the lecture's net");
	Random random;
	random_seed(&random, 0);
	module_print(stdout, ceiling_net(step, &random, 784, variants));
}

/*
@run

**The whole run** is yours to start:

```sh
make chapter12 ARGS='long run.npz'
```

It trains the lecture's net on all 60,000 images for a thousand epochs, which
takes some minutes, and prints its losses beside the published ones. They are
not equal, since the lecture set no seed; they have the same shape, plateaus and
all. `ARGS='long plain.npz 1000 plain'` takes the softmax away.

It keeps itself in the file, every few epochs: parameters, gradients, and the
losses so far. Stop it with ctrl-C, and give the same command again: it goes on,
and on the same machine it finds *the same bits* as if it had never been
stopped. A test holds that. What has to be in the file for it? Whatever the next
epoch depends on. That is less obvious than it sounds: the kept runs depend on
their gradients. Python reads the file with `numpy.load`.

@show chapters/12_training/checkpoint.c entries_of
*/
bool
the_ceiling(const char *plots, Arena *step, Error *error)
{
	the_floor(step);
	no_slope(step);
	kept_gradients(step);
	if (!four_ways(plots, error))
		return false;
	the_lectures_net(step);
	return true;
}

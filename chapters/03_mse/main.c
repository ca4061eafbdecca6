/*
## Run it

`make chapter3` runs what follows. Two nets take part: seed 1 with random
biases, and seed 42 with biases of zero, as in the two notebooks.
*/
#include "chapters/02_forward/forward.h"
#include "chapters/03_mse/mse.h"
#include "chapters/03_mse/picture.h"
#include "common/program.h"

#include <math.h>

enum { HIDDEN = 50 };

static Net
draw_net(Arena *arena, uint64_t seed, Biases biases)
{
	Random random;
	random_seed(&random, seed);
	return net_draw(arena, &random, 784, HIDDEN, 1, biases);
}

/*
### The shape of the difference

Ten thousand predictions, ten thousand targets. We ask only for the shape of
their difference; the table itself would be large.
*/
static void
the_shape(const Mnist *mnist, const Tensor *res)
{
	section("the shape of the difference");
	Shape difference;
	broadcast_shape(
	    tensor_shape(res), tensor_shape(mnist->y_valid), &difference);
	printf("res                %s\n", SHAPE_TEXT(res));
	printf("y_valid            %s\n", SHAPE_TEXT(mnist->y_valid));
	printf("res - y_valid      %s\n", shape_text(difference).text);
	printf("as 4-byte floats   %.0f MB\n",
	    4e-6 * (double)difference.size[0] * (double)difference.size[1]);
}

/*
@run

### The trap

Nobody complains about that shape, and its squares have a mean. Here it is
beside the right value, with the covariance that the derivation promised: trap
minus mse is twice that.
*/
static void
the_trap_of(const char *what, const Net *net, const Mnist *mnist, Arena *step)
{
	Tensor *res = model(step, net, mnist->x_valid); /* (10000, 1) */
	const Tensor *y = mnist->y_valid;               /* (10000,) */
	double right = mse(step, res, y);
	double trap = mse_of_all_pairs(step, res, y);
	Tensor *products = tensor_mul(
	    step, tensor_select(step, res, 1, 0), y); /* (10000,) */
	double covariance = tensor_mean_all(products) -
			    tensor_mean_all(res) * tensor_mean_all(y);
	printf("%-8s mse %8.2f   trap %8.2f   trap - mse %7.2f   2 cov %7.2f\n",
	    what, right, trap, trap - right, 2 * covariance);
}

static void
the_trap(const Mnist *mnist, Arena *step)
{
	section("the trap");
	Net one = draw_net(step, 1, BIASES_NORMAL);
	Net other = draw_net(step, 42, BIASES_ZERO);
	the_trap_of("seed 1", &one, mnist, step);
	the_trap_of("seed 42", &other, mnist, step);
}

/*
@run

For each net the two are close. An untrained net knows nothing, so the
covariance is small, and the mistake hides. That is what makes it a trap.

### Three cures

All three make the shapes agree, and all three give one value.
*/
static void
three_cures(const Mnist *mnist, const Tensor *res, Arena *step)
{
	section("three cures");
	const Tensor *y = mnist->y_valid; /* (10000,) */
	printf("res - y[:, None]      %.2f\n",
	    mse_target_unsqueezed(step, res, y));
	printf(
	    "res[:, 0] - y         %.2f\n", mse_output_selected(step, res, y));
	printf(
	    "res.squeeze() - y     %.2f\n", mse_output_squeezed(step, res, y));
}

/*
@run

### The published loss

The notebook with seed 1 prints the loss on the training set.
*/
static void
the_published_loss(const Mnist *mnist, Arena *step)
{
	section("the published loss");
	Net net = draw_net(step, 1, BIASES_NORMAL);
	Tensor *preds = model(step, &net, mnist->x_train); /* (50000, 1) */
	show_published_heading();
	show_published("mse(preds, y_train), seed 1", "1099.57", 2,
	    mse(step, preds, mnist->y_train));
}

/*
@run

### The cell that ran twice

The other notebook has seed 42 and prints 1595.00 for the validation set. With
seed 42 we get a very different loss. Is something wrong with our dice? No: the
activations agreed. Then with what the notebook's author did?

A notebook's cells can be run in any order, and more than once. The seed is set
in the first cell, and the weights are drawn in another. Whoever runs the second
cell twice overwrites the weights with the *next* numbers of the stream. Let us
do that: draw twice from seed 42, and keep the second net.
*/
static void
the_cell_that_ran_twice(const Mnist *mnist, Arena *step)
{
	section("the cell that ran twice");
	Random random;
	random_seed(&random, 42);
	show_published_heading();
	for (int run = 1; run <= 2; run++) {
		Net net = net_draw(step, &random, 784, HIDDEN, 1, BIASES_ZERO);
		Tensor *res = model(
		    step, &net, mnist->x_valid); /* (10000, 1) */
		show_published(run == 1
				   ? "mse(res, y_valid), the cell run once"
				   : "mse(res, y_valid), the cell run twice",
		    run == 1 ? "-" : "1595.00", 2,
		    mse(step, res, mnist->y_valid));
	}
}

/*
@run

That is the published number. The author's cell ran twice, and nothing on the
page tells. A program runs from top to bottom, once.

### What is compared with what

Readers of the lecture asked where the perfect answer comes from. It comes with
the data: somebody has labelled every image. Take the first 4, the first 1 and
the first 0 of the training set. For each: some of its pixels (the middle of row
14), what the net predicts, and the target, in both codings.
*/
static size_t
first_of(const Tensor *labels, Real label)
{
	size_t i = 0;
	while (i + 1 < labels->shape[0] && labels->data[i] != label)
		i++;
	return i;
}

static void
what_is_compared(const Mnist *mnist, const Net *net, Arena *step)
{
	section("what is compared");
	static const Real digits[] = {4, 1, 0};
	printf("%-34s %10s  %6s  %s\n", "x[14, 10:17]", "prediction", "target",
	    "the target, one-hot");
	for (int i = 0; i < 3; i++) {
		size_t row = first_of(mnist->y_train, digits[i]);
		Tensor *x = tensor_narrow(
		    step, mnist->x_train, 0, row, 1); /* (1, 784) */
		Tensor *y = tensor_narrow(
		    step, mnist->y_train, 0, row, 1); /* (1,) */
		for (size_t pixel = 14 * 28 + 10; pixel < 14 * 28 + 17; pixel++)
			printf("%4.2f ", (double)x->data[pixel]);
		printf("%10.2f  %6g ", (double)tensor_item(model(step, net, x)),
		    (double)*y->data);
		Tensor *hot = one_hot(step, y, 10); /* (1, 10) */
		for (size_t j = 0; j < 10; j++)
			printf(" %g", (double)hot->data[j]);
		printf("\n");
	}
	Tensor *cars = one_hot(step, tensor_of(step, SHAPE(3), 7, 99, 0), 100);
	printf("\n3 cars of 100 kinds, one-hot: %s\n", SHAPE_TEXT(cars));
}

/*
@run

With one output the target must be the number itself: 4 is compared with the
prediction by subtracting. A one-hot target needs an output for each class: ten
columns for digits, a hundred for a hundred kinds of cars. It says "class 4, and
not the others", which is what we mean. The number 4 also says "between 3 and
5", which for digits means nothing. **MSE on labels is not suited to
classification**; it serves here because its derivative is simple. Chapter 10
brings the loss that is.

@plot predictions For each label, the mean and the spread of the untrained net's predictions; the red line is what would be right.

## Check it

The mean over all pairs was computed row by row. The formula that we derived
gives it in one pass, from three means. And the loss itself by its definition,
one row after another in double. All differences are relative.
*/
static double
mse_by_definition(const Tensor *output, const Tensor *target)
{
	double sum = 0;
	for (size_t i = 0; i < target->shape[0]; i++) {
		double off = (double)output->data[i] - (double)target->data[i];
		sum += off * off;
	}
	return sum / (double)target->shape[0];
}

static void
check_line(const char *what, double here, double judge)
{
	double off = fabs(here - judge) / fabs(judge);
	printf("%-44s %s\n", what,
	    off < 1e-5 ? "equal within 0.00001" : "DIFFERENT");
}

static void
two_ways(const Mnist *mnist, const Tensor *res, Arena *step)
{
	section("two ways");
	const Tensor *y = mnist->y_valid; /* (10000,) */
	check_line("mse and its definition", mse(step, res, y),
	    mse_by_definition(res, y));
	check_line("all pairs, row by row and by formula",
	    mse_of_all_pairs(step, res, y),
	    mse_of_all_pairs_closed(step, res, y));
}

/*
@run

## Pitfalls

**The trap** is the first. Our `mse` refuses it: it wants (n, 1) and (n,), and
says so.
*/
static void
two_vectors(Arena *step)
{
	mse(step, tensor_zeros(step, SHAPE(5)), tensor_zeros(step, SHAPE(5)));
}

static void
refused(Arena *step)
{
	section("refused");
	show_mistake(two_vectors, step);
}

/*
@run

**Squeeze at a batch of one.** `squeeze` drops *every* axis of size 1. With one
row, (1, 1) becomes a number without axes: the axis of the rows is gone, too.
Subtraction forgives that, since a number broadcasts. Code that then asks for
the number of rows does not. The last, odd batch of an epoch is where this
happens, long after the tests have passed. Selecting a column says which axis
is meant, and works for any n.
*/
static void
squeeze_one_row(Arena *step)
{
	Tensor *output = tensor_zeros(step, SHAPE(1, 1)); /* (1, 1) */
	mse_output_squeezed(step, output, tensor_zeros(step, SHAPE(1)));
}

static void
a_batch_of_one(Arena *step)
{
	section("a batch of one");
	Tensor *two = tensor_zeros(step, SHAPE(2, 1)); /* (2, 1) */
	Tensor *one = tensor_zeros(step, SHAPE(1, 1)); /* (1, 1) */
	printf("output         squeezed   [:, 0]\n");
	printf("%-14s %-10s %s\n", SHAPE_TEXT(two),
	    SHAPE_TEXT(tensor_squeeze(step, two)),
	    SHAPE_TEXT(tensor_index(step, two, ":, 0")));
	printf("%-14s %-10s %s\n\n", SHAPE_TEXT(one),
	    SHAPE_TEXT(tensor_squeeze(step, one)),
	    SHAPE_TEXT(tensor_index(step, one, ":, 0")));
	show_mistake(squeeze_one_row, step);
}

/*
@run

**Adding up in one float.** A float has seven digits. When fifty thousand
squares are added into one float, the sum grows to tens of millions, and each
new square loses the digits that no longer fit. The library adds in double.
*/
static void
one_float(const Mnist *mnist, Arena *step)
{
	section("one float");
	Net net = draw_net(step, 1, BIASES_NORMAL);
	Tensor *preds = model(step, &net, mnist->x_train); /* (50000, 1) */
	float sum = 0;
	size_t n = mnist->y_train->shape[0];
	for (size_t i = 0; i < n; i++) {
		float off = (float)(preds->data[i] - mnist->y_train->data[i]);
		sum += off * off;
	}
	printf("added in one float   %.2f\n", (double)(sum / (float)n));
	printf("added in double      %.2f\n", mse(step, preds, mnist->y_train));
}

/*
@run
*/
static bool
draw_pictures(const char *folder, const Mnist *mnist, const Tensor *res,
    Arena *step, Error *error)
{
	Tensor *output = tensor_of(step, SHAPE(4, 1), 2, 7, 1, 8); /* (4, 1) */
	Tensor *target = tensor_of(step, SHAPE(4), 3, 5, 1, 9);    /* (4,) */
	return draw_pairs(folder, output, target, error) &&
	       write_predictions(folder, res, mnist->y_valid, error);
}

int
main(int argc, char **argv)
{
	Program program = {.name = "chapter3",
	    .title = "Chapter 3: mean squared error",
	    .about = "a loss, the trap of its shapes, and three cures"};
	if (!program_start(&program, argc, argv))
		return program.status;

	Arena *arena = arena_create("model"), *step = arena_create("step");
	Mnist mnist;
	if (program_digits(&program, arena, 256, &mnist)) {
		Net net = draw_net(arena, 1, BIASES_NORMAL);
		Tensor *res = model(
		    arena, &net, mnist.x_valid); /* (10000, 1) */
		the_shape(&mnist, res);
		the_trap(&mnist, step);
		three_cures(&mnist, res, step);
		the_published_loss(&mnist, step);
		the_cell_that_ran_twice(&mnist, step);
		what_is_compared(&mnist, &net, step);
		two_ways(&mnist, res, step);
		refused(step);
		a_batch_of_one(step);
		one_float(&mnist, step);

		Error error;
		if (program.plots &&
		    !draw_pictures(program.plots, &mnist, res, step, &error))
			program_fail(&program, &error);
	}
	arena_destroy(step);
	arena_destroy(arena);
	return program_end(&program);
}
/*
## Exercises

1. Predict the mean of the labels for every image. Which loss does that give on
   the validation set? It is the variance of the labels: why? How far above it
   is our net?
2. Show that the constant which minimises the *trap* is that same mean, and that
   no other outputs, one for each image, do better. (Differentiate the trap with
   respect to one $o_i$.)
3. Compute the root of the loss. In which unit is it? Is a typical image's
   prediction off by that much?
4. Replace the square by `tensor_abs`. The lecture's net then has another loss;
   is the trap still there? Is the formula with the covariance?
5. Write an `mse` that also accepts targets of shape (n, 1). Which of the two
   would you rather have in a library, and why?

## Next

We have a number that says how wrong the net is. To make it smaller we must know
in which direction to change each of its weights. Chapter 4 begins with a single
one: derivatives, by rule and by measurement.
*/

/*
## Run it

`make chapter2` runs what follows. Where a source printed a number, it stands
beside ours.
*/
#include "chapters/02_forward/forward.h"
#include "chapters/02_forward/picture.h"
#include "common/digit.h"
#include "common/program.h"

#include <math.h>

enum { HIDDEN = 50 };

/*
### The digits

MNIST comes as four gzipped files in a format called IDX: a magic number, the
sizes, then one byte per pixel. `common/idx.c` reads them, with zlib, and trusts
nothing in them. A byte becomes byte / 256, a number from 0 (paper) to almost 1
(ink). The first 50,000 rows of the training file are there to train, the last
10,000 to validate. The labels are 0 to 9, so there are as many classes as the
largest label, plus one.
*/
static void
the_digits(const Mnist *mnist)
{
	section("the digits");
	printf("x_train %-14s y_train %s\n", SHAPE_TEXT(mnist->x_train),
	    SHAPE_TEXT(mnist->y_train));
	printf("x_valid %-14s y_valid %s\n", SHAPE_TEXT(mnist->x_valid),
	    SHAPE_TEXT(mnist->y_valid));
	size_t n = mnist->x_train->shape[0], m = mnist->x_train->shape[1];
	size_t c = (size_t)tensor_max_all(mnist->y_train) + 1;
	printf("n, m, c = %zu, %zu, %zu; nh = %d\n", n, m, c, HIDDEN);
}

/*
@run

### A digit

A row of 784 numbers is 28 rows of 28. This is the first of them. In a terminal
with colours the program draws it in grey; elsewhere it takes letters.
*/
static void
a_digit(const Mnist *mnist, Arena *step)
{
	section("a digit");
	const Tensor *image = tensor_select(
	    step, mnist->x_train, 0, 0); /* (784,) */
	printf("x_train[0], label %g\n", (double)mnist->y_train->data[0]);
	digit_print(stdout, image, digit_style(stdout));
}

/*
@run

@plot digit The first training image, 28 by 28 grey values.

### The same dice

`torch.manual_seed(42); torch.randn(16)` begins with four numbers that many
notebooks show. The library follows torch's generator word by word, and its
logarithm, sine and cosine operation by operation. So a seed means the same
weights here and there, and we can compare everything that comes after.
*/
static void
the_same_dice(Arena *step)
{
	section("the same dice");
	static const char *const published[] = {
	    "1.9269", "1.4873", "0.9007", "-2.1055"};
	Random random;
	random_seed(&random, 42);
	Tensor *t = tensor_new(step, SHAPE(16)); /* (16,) */
	random_normal(&random, t);
	show_published_heading();
	for (int i = 0; i < 4; i++) {
		char what[40];
		snprintf(what, sizeof what, "randn(16)[%d], seed 42", i);
		show_published(what, published[i], 4, (double)t->data[i]);
	}
}

/*
@run

### Linear, by hand

Two images of three pixels, two units. The first entry is
$1 \cdot 1 + 2 \cdot 3 + 3 \cdot 5 + 100 = 122$; do the other three with a
pencil.
*/
static void
linear_by_hand(Arena *step)
{
	section("linear, by hand");
	Tensor *x = tensor_of(step, SHAPE(2, 3), 1, 2, 3, 4, 5, 6); /* (2, 3) */
	Tensor *w = tensor_of(step, SHAPE(3, 2), 1, 2, 3, 4, 5, 6); /* (3, 2) */
	Tensor *b = tensor_of(step, SHAPE(2), 100, 200);            /* (2,) */
	show_tensor("linear(x, w, b)", linear(step, x, w, b));
}

/*
@run

### Relu

The notebook's two examples. The input is not modified: `relu` returns a tensor
of its own.
*/
static void
relu_examples(Arena *step)
{
	section("relu");
	Tensor *a = tensor_of(step, SHAPE(3), -1, 2, 3);         /* (3,) */
	Tensor *b = tensor_of(step, SHAPE(3), (Real)0.25, 2, 3); /* (3,) */
	show_tensor("relu([-1, 2, 3])", relu(step, a));
	show_tensor("relu([0.25, 2, 3])", relu(step, b));
	show_tensor("the first input, afterwards", a);
}

/*
@run

### The activations

The lecture's test with seed 1 and random biases: the validation images through
the first layer and relu. This is our tensor, in the notebook's layout.
*/
static Net
draw_net(Arena *model, uint64_t seed, Biases biases)
{
	Random random;
	random_seed(&random, seed);
	return net_draw(model, &random, 784, HIDDEN, 1, biases);
}

static void
the_activations(const Mnist *mnist, const Net *net, Arena *step)
{
	section("the activations");
	Tensor *l1 = linear(
	    step, mnist->x_valid, net->w1, net->b1); /* (10000, 50) */
	printf("%s @ %s + %s is %s\n\n", SHAPE_TEXT(mnist->x_valid),
	    SHAPE_TEXT(net->w1), SHAPE_TEXT(net->b1), SHAPE_TEXT(l1));
	show_tensor("relu(l1)", relu(step, l1));
}

/*
@run

And here are the 36 numbers that the notebook shows, beside ours: the first
three and last three rows, of each the first three and last three columns.
*/
static void
compare_row(size_t row, const double published[6], const double here[6])
{
	printf("row %5zu  published", row);
	for (int j = 0; j < 6; j++)
		printf("%s%6.2f", j == 3 ? "  ..." : " ", published[j]);
	printf("\n%-9s  here     ", "");
	for (int j = 0; j < 6; j++)
		printf("%s%6.2f", j == 3 ? "  ..." : " ", here[j]);
	printf("\n");
}

static void
digit_for_digit(const Mnist *mnist, const Net *net, Arena *step)
{
	section("digit for digit");
	static const double published[6][6] = {
	    {11.71, 3.73, 0.00, 0.00, 0.00, 0.23},
	    {7.35, 12.49, 1.27, 3.99, 0.00, 0.00},
	    {9.48, 1.74, 0.00, 0.00, 0.38, 5.12},
	    {10.52, 10.22, 0.00, 0.00, 0.00, 0.42},
	    {9.36, 0.61, 0.00, 0.00, 0.00, 0.00},
	    {10.39, 14.15, 0.00, 0.00, 0.00, 0.00},
	};
	Tensor *l2 = relu(step,
	    linear(step, mnist->x_valid, net->w1, net->b1)); /* (10000, 50) */
	size_t rows = l2->shape[0];
	int equal = 0;
	for (size_t i = 0; i < 6; i++) {
		size_t row = i < 3 ? i : rows - 6 + i;
		double here[6];
		for (size_t j = 0; j < 6; j++) {
			size_t column = j < 3 ? j : HIDDEN - 6 + j;
			here[j] = (double)*tensor_at(
			    l2, (size_t[]){row, column});
			equal += fabs(here[j] - published[i][j]) < 0.005;
		}
		compare_row(row, published[i], here);
	}
	printf("\n%d of 36 agree to two decimals\n", equal);
}

/*
@run

### What relu does

Of all the sums of the first layer, relu keeps the positive ones as they are and
makes zeros of the rest. (This figure is gnuplot's: `make plots2`.)

@plot relu The sums of the first layer as a histogram: the grey half below zero becomes 0, the blue half is kept.

### The model

All three steps, for both ways in which the notebooks start: one number comes
out for each image. They are far from the labels 0 to 9. Nothing has been
learned.
*/
static void
the_model(const Mnist *mnist, Arena *step)
{
	section("the model");
	Net one = draw_net(step, 1, BIASES_NORMAL);
	Net other = draw_net(step, 42, BIASES_ZERO);
	Tensor *res = model(step, &one, mnist->x_valid); /* (10000, 1) */
	printf("model(x_valid) is %s\n\n", SHAPE_TEXT(res));
	printf("label            ");
	for (size_t i = 0; i < 6; i++)
		printf("%8g", (double)mnist->y_valid->data[i]);
	printf("\nseed 1, randn b  ");
	for (size_t i = 0; i < 6; i++)
		printf("%8.2f", (double)res->data[i]);
	res = model(step, &other, mnist->x_valid);
	printf("\nseed 42, zero b  ");
	for (size_t i = 0; i < 6; i++)
		printf("%8.2f", (double)res->data[i]);
	printf("\n");
}

/*
@run

## Check it

Is the fast matrix product right? Take one image and one unit, and add up the
784 products in a plain loop, in double. Do so for every unit of the first
hundred images, and look at the differences. (`make test2` and
`make test-common` do much more.)
*/
static double
one_sum(const Tensor *x, const Net *net, size_t image, size_t unit)
{
	double sum = (double)net->b1->data[unit];
	for (size_t i = 0; i < x->shape[1]; i++)
		sum += (double)*tensor_at(x, (size_t[]){image, i}) *
		       (double)*tensor_at(net->w1, (size_t[]){i, unit});
	return sum;
}

static void
against_a_loop(const Mnist *mnist, const Net *net, Arena *step)
{
	section("against a loop");
	enum { IMAGES = 100 };
	Tensor *x = tensor_narrow(
	    step, mnist->x_valid, 0, 0, IMAGES);        /* (100, 784) */
	Tensor *l1 = linear(step, x, net->w1, net->b1); /* (100, 50) */
	int off = 0;
	for (size_t i = 0; i < IMAGES; i++)
		for (size_t j = 0; j < HIDDEN; j++) {
			double here = (double)*tensor_at(l1, (size_t[]){i, j});
			double judge = one_sum(x, net, i, j);
			off += !(fabs(here - judge) < 1e-4); /* or NaN */
		}
	printf("%d sums of 784 products, %s\n", IMAGES * HIDDEN,
	    off == 0 ? "every difference below 0.0001"
		     : "SOME DIFFERENCES ABOVE 0.0001");
}

/*
@run

## Pitfalls

**Sizes that do not fit.** The message says which tensor, with its shape.
*/
static void
weights_transposed(Arena *step)
{
	Tensor *x = tensor_zeros(step, SHAPE(2, 3)); /* (2, 3) */
	linear(step, x, x, tensor_zeros(step, SHAPE(2)));
}

static void
bias_too_long(Arena *step)
{
	Tensor *x = tensor_zeros(step, SHAPE(2, 3)); /* (2, 3) */
	Tensor *w = tensor_zeros(step, SHAPE(3, 2)); /* (3, 2) */
	linear(step, x, w, tensor_zeros(step, SHAPE(3)));
}

static void
sizes_that_do_not_fit(Arena *step)
{
	section("sizes that do not fit");
	show_mistake(weights_transposed, step);
	show_mistake(bias_too_long, step);
}

/*
@run

**The same seed, another order.** A seed fixes the stream of numbers, not what
they are used for. Draw `w2` before `w1`, and every weight is another one. When
two programs with one seed disagree, compare the order of the draws first.

**Other pixels.** Some notebooks divide by 255, some by 256, and some forget to
divide. The first two agree to two digits and no more; the third is wrong by a
factor of 256, and no message will tell you.
*/
static void
first_activation(const char *what, const Mnist *mnist, double factor,
    const Net *net, Arena *step)
{
	Tensor *row = tensor_narrow(
	    step, mnist->x_valid, 0, 0, 1); /* (1, 784) */
	Tensor *x = tensor_mul(
	    step, row, tensor_scalar(step, factor));    /* (1, 784) */
	Tensor *l1 = linear(step, x, net->w1, net->b1); /* (1, 50) */
	printf("%-34s l1[0][0] = %9.2f\n", what, (double)l1->data[0]);
}

static void
other_numbers(const Mnist *mnist, const Net *net, Arena *step)
{
	section("other numbers");
	first_activation("as published", mnist, 1, net, step);
	first_activation(
	    "pixels divided by 255", mnist, 256 / 255.0, net, step);
	first_activation("pixels not divided", mnist, 256, net, step);

	Random random;
	random_seed(&random, 1);
	Tensor *w2 = draw_net(step, 1, BIASES_ZERO).w2; /* (50, 1) */
	random_normal(&random, w2);
	Net late = net_draw(step, &random, 784, HIDDEN, 1, BIASES_NORMAL);
	first_activation("w2 drawn before w1", mnist, 1, &late, step);
}

/*
@run
*/
static bool
draw_pictures(const char *folder, const Mnist *mnist, const Net *net,
    Arena *step, Error *error)
{
	Tensor *image = tensor_select(step, mnist->x_train, 0, 0); /* (784,) */
	Tensor *ten = tensor_narrow(step, net->w1, 1, 0, 10); /* (784, 10) */
	Tensor *l1 = linear(
	    step, mnist->x_valid, net->w1, net->b1); /* (10000, 50) */
	return draw_digit(folder, image, (int)mnist->y_train->data[0], error) &&
	       draw_row(folder, image, ten, error) &&
	       write_histogram(folder, l1, error);
}

int
main(int argc, char **argv)
{
	Program program = {.name = "chapter2",
	    .title = "Chapter 2: forward",
	    .about = "ten thousand digits through linear, relu, linear"};
	if (!program_start(&program, argc, argv))
		return program.status;

	Arena *model = arena_create("model"), *step = arena_create("step");
	Mnist mnist;
	if (program_digits(&program, model, 256, &mnist)) {
		Net net = draw_net(model, 1, BIASES_NORMAL);
		the_digits(&mnist);
		a_digit(&mnist, step);
		the_same_dice(step);
		linear_by_hand(step);
		relu_examples(step);
		the_activations(&mnist, &net, step);
		digit_for_digit(&mnist, &net, step);
		the_model(&mnist, step);
		against_a_loop(&mnist, &net, step);
		sizes_that_do_not_fit(step);
		other_numbers(&mnist, &net, step);

		Error error;
		if (program.plots &&
		    !draw_pictures(program.plots, &mnist, &net, step, &error))
			program_fail(&program, &error);
	}
	arena_destroy(step);
	arena_destroy(model);
	return program_end(&program);
}
/*
## Exercises

1. How many numbers does the net learn? Compute it from the shapes, then let the
   program count with `tensor_count`.
2. Print digit 7 of the validation set with its label. Then print it upside
   down, with `tensor_index` or `tensor_transpose` alone. (What can strides not
   do, as long as they are not negative?)
3. Which of the 50 units is 0 after relu for the most images? Use
   `tensor_greater`, `tensor_mean` and `tensor_argmax_all`. Is any unit 0 for
   all of them?
4. Show by experiment that two linear layers without relu are one: multiply the
   weights first, then compare with `model` without its relu.
5. Write `model` as one expression, without `l1` and `l2`. Which of the two
   would you rather debug?

## Next

The net says 12.3 and the label says 7. How wrong is that? Chapter 3 makes one
number of ten thousand mistakes, and shows how easily it becomes the wrong one.
*/

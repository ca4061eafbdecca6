/*
## Run it

`make chapter1` runs what follows. The tensors are those of the lecture's
notebook; where it prints a number, ours is the same.
*/
#include "chapters/01_broadcasting/broadcasting.h"
#include "chapters/01_broadcasting/picture.h"
#include "common/program.h"

/*
### The table

The notebook starts with a column `t1` and a row `t2`. On paper: `t2` has no
first axis, so imagine a 1 there. Axis by axis, 3 meets 1 and 1 meets 3; each 1
gives way.
*/
static void
the_table(Arena *step)
{
	section("the table");
	Tensor *t1 = tensor_of(step, SHAPE(3, 1), 1, 2, 3); /* (3, 1) */
	Tensor *t2 = tensor_of(step, SHAPE(3), 1, 2, 3);    /* (3,) */
	broadcast_explain(
	    stdout, "t1", tensor_shape(t1), "t2", tensor_shape(t2));
	show_tensor("\nt1 - t2", tensor_sub(step, t1, t2));
}

/*
@run
*/

/*
### Shape by shape

A few more pairs. Cover the last line of each with your hand, and say it before
you look. The last pair is the trap of chapter 3.
*/
static void
shape_by_shape(void)
{
	section("shape by shape");
	const Shape pairs[][2] = {
	    {SHAPE(5, 4), SCALAR},
	    {SHAPE(5, 4), SHAPE(4)},
	    {SHAPE(5, 4), SHAPE(5)},
	    {SHAPE(5, 4), SHAPE(5, 1)},
	    {SHAPE(8, 1, 6, 1), SHAPE(7, 1, 5)},
	    {SHAPE(2, 1), SHAPE(8, 4, 3)},
	    {SHAPE(10000, 1), SHAPE(10000)},
	};
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		if (i > 0)
			printf("\n");
		broadcast_explain(stdout, "a", pairs[i][0], "b", pairs[i][1]);
	}
}

/*
@run

### Strides

What does the repetition cost? Look at the headers. Expanding `t1` to (3, 3)
leaves its three numbers where they are: the second stride becomes 0. The
transpose swaps the strides. None of these tensors has data of its own.
*/
static void
print_header(const char *name, const Tensor *t, const Tensor *original)
{
	Shape stride = {.ndim = t->ndim};
	for (int axis = 0; axis < t->ndim; axis++)
		stride.size[axis] = t->stride[axis];
	printf("%-24s shape %-14s stride %-14s %s\n", name, SHAPE_TEXT(t),
	    shape_text(stride).text,
	    t->data == original->data ? "same data" : "its own data");
}

static void
strides(Arena *step)
{
	section("strides");
	Tensor *t1 = tensor_of(step, SHAPE(3, 1), 1, 2, 3); /* (3, 1) */
	print_header("t1", t1, t1);
	print_header("t1 expanded", tensor_expand(step, t1, SHAPE(3, 3)), t1);
	print_header("t1 expanded, transposed",
	    tensor_t(step, tensor_expand(step, t1, SHAPE(3, 3))), t1);
	print_header("a clone of t1", tensor_clone(step, t1), t1);
}

/*
@run

### Views

The notebook goes on with views: other headers over the same data. `t1[:, 0]`
picks column 0 and drops that axis. `squeeze` drops every axis of size 1.
`None` in square brackets makes a new axis of size 1. Here the square brackets
are a text that `tensor_index` reads, so that you can compare line by line.
*/
static void
views(Arena *step)
{
	section("views");
	Tensor *t1 = tensor_of(step, SHAPE(3, 1), 1, 2, 3); /* (3, 1) */
	print_header("t1[:, 0]", tensor_index(step, t1, ":, 0"), t1);
	print_header("t1.squeeze()", tensor_squeeze(step, t1), t1);
	Tensor *wide = tensor_index(
	    step, t1, "None, :, None"); /* (1, 3, 1, 1) */
	print_header("t1[None, :, None]", wide, t1);
	print_header("... squeezed", tensor_squeeze(step, wide), t1);
}

/*
@run

### Unsqueeze

`unsqueeze` is the other direction: it puts an axis of size 1 in. Four numbers
in a row can become a column or a row of a matrix. The new axis can come before
axis 0 or after it; with the two ways of counting, from the left and from the
right, four arguments are legal: -2, -1, 0 and 1. In general, with $d$ axes,
$-(d+1)$ to $d$.
*/
static void
unsqueeze(Arena *step)
{
	section("unsqueeze");
	Tensor *x = tensor_of(step, SHAPE(4), 1, 2, 3, 4); /* (4,) */
	for (int axis = -2; axis <= 1; axis++)
		printf("x.unsqueeze(%2d)  %s\n", axis,
		    SHAPE_TEXT(tensor_unsqueeze(step, x, axis)));
	show_tensor("\nx.unsqueeze(1)", tensor_unsqueeze(step, x, 1));
}

/*
@run

## Check it

`make test1` compares the library with the definition on thousands of random
shapes. Here is the same in small: random pairs of shapes up to four axes, each
axis of size 1 with even chances in either tensor, so that they always match.
Equal means equal in every bit.
*/
static Tensor *
random_operand(Arena *step, Random *random, Shape shape)
{
	Shape own = {.ndim = shape.ndim};
	for (int axis = 0; axis < own.ndim; axis++)
		own.size[axis] = random_u32(random) % 2 ? 1 : shape.size[axis];
	Tensor *t = tensor_new(step, own); /* shape, some sizes 1 */
	random_normal(random, t);
	return t;
}

static void
against_the_definition(Arena *step)
{
	section("against the definition");
	enum { PAIRS = 500 };
	Random random;
	random_seed(&random, 1);
	int equal = 0;
	for (int pair = 0; pair < PAIRS; pair++) {
		Shape shape = {.ndim = (int)(random_u32(&random) % 5)};
		for (int axis = 0; axis < shape.ndim; axis++)
			shape.size[axis] = 1 + random_u32(&random) % 5;
		Tensor *a = random_operand(
		    step, &random, shape); /* shape or 1s */
		Tensor *b = random_operand(
		    step, &random, shape); /* shape or 1s */
		Tensor *differs = tensor_not_equal(step, tensor_sub(step, a, b),
		    subtract_by_definition(step, a, b)); /* shape */
		equal += tensor_sum_all(differs) == 0;
		arena_reset(step);
	}
	printf("%d of %d random pairs equal the definition\n", equal, PAIRS);
}

/*
@run

## Pitfalls

**Sizes that do not match** are found at once. The message names the operation,
both shapes and your line; then the program aborts, so that a debugger stops on
the spot. (This program catches the message and goes on.) The same happens for
an axis that is not there.
*/
static void
sizes_that_clash(Arena *step)
{
	Tensor *table = tensor_zeros(step, SHAPE(5, 4)); /* (5, 4) */
	tensor_sub(step, table, tensor_zeros(step, SHAPE(5)));
}

static void
axis_out_of_range(Arena *step)
{
	tensor_unsqueeze(step, tensor_zeros(step, SHAPE(4)), 2);
}

static void
found_at_once(Arena *step)
{
	section("found at once");
	show_mistake(sizes_that_clash, step);
	show_mistake(axis_out_of_range, step);
}

/*
@run

**Sizes that match by accident** are found by nobody. Five sums, one for each
row of a (5, 5) table; subtract from each row its own mean. The means have
shape (5,), which matches the *columns*. With (5, 4) the pitfall above would
have stopped you; a square lets you pass, and the result is wrong. Say which
axis you mean: unsqueeze.
*/
static void
passed_by_accident(Arena *step)
{
	section("passed by accident");
	Tensor *table = tensor_reshape(
	    step, tensor_arange(step, 25), SHAPE(5, 5)); /* (5, 5) */
	Tensor *means = tensor_mean(step, table, 1);     /* (5,) */
	Tensor *wrong = tensor_sub(step, table, means);  /* (5, 5) */
	Tensor *right = tensor_sub(
	    step, table, tensor_unsqueeze(step, means, 1)); /* (5, 5) */
	show_tensor("row means of table - means", tensor_mean(step, wrong, 1));
	show_tensor(
	    "row means of table - means[:, None]", tensor_mean(step, right, 1));
}

/*
@run

**A view is no copy.** Whoever writes through a view writes the original. Clone
what you want to keep.
*/
static void
written_through(Arena *step)
{
	section("written through");
	Tensor *t = tensor_of(step, SHAPE(2, 2), 1, 2, 3, 4); /* (2, 2) */
	Tensor *kept = tensor_clone(step, t);                 /* (2, 2) */
	Tensor *column = tensor_index(step, t, ":, 0");       /* (2,) */
	*tensor_at(column, (size_t[]){1}) = 100;
	show_tensor("t", t);
	show_tensor("its clone", kept);
}

/*
@run
*/
int
main(int argc, char **argv)
{
	Program program = {.name = "chapter1",
	    .title = "Chapter 1: broadcasting",
	    .about = "shapes, strides and views; axes match from the right"};
	if (!program_start(&program, argc, argv))
		return program.status;

	Arena *step = arena_create("step");
	the_table(step);
	shape_by_shape();
	strides(step);
	views(step);
	unsqueeze(step);
	against_the_definition(step);
	found_at_once(step);
	passed_by_accident(step);
	written_through(step);

	Error error;
	Tensor *t1 = tensor_of(step, SHAPE(3, 1), 1, 2, 3); /* (3, 1) */
	Tensor *t2 = tensor_of(step, SHAPE(3), 1, 2, 3);    /* (3,) */
	if (program.plots && !draw_table(program.plots, t1, t2, &error))
		program_fail(&program, &error);
	arena_destroy(step);
	return program_end(&program);
}
/*
## Exercises

1. Which shape does (7, 1, 3) + (5, 1) have? And (7, 1, 3) + (5, 2)? Check with
   `broadcast_explain`.
2. `t1 - t2` was a table of differences. Write a multiplication table from 1 to
   10 with one call of `tensor_mul`.
3. Give a (28, 28) image the shape (1, 1, 28, 28) in two ways: with
   `tensor_index` and with `tensor_reshape`. Compare the strides. Why do they
   differ, and why does it not matter?
4. In `broadcast_element`, replace the test for 1 by `index % shape`. For which
   shapes is the result the same? What would this other rule allow that
   broadcasting forbids? Why is it better forbidden?
5. `tensor_reshape` of a transposed matrix makes a copy. Find two strides that
   would do without one, or prove that there are none.

## Next

The tools are ready. In chapter 2 we open MNIST, throw the same dice as
PyTorch, and send ten thousand digits through two layers.
*/

/*
# Chapter 3: Mean squared error

## Goal

After this chapter you can turn ten thousand predictions into one number that
says how wrong they are: 1099.57 for the net of chapter 2. You will have seen
the same formula give another number without any complaint, you will know why,
and you will have three cures and know which of them has a pitfall of its own.

Reading takes about 20 minutes; typing along, an hour.
*/
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/03_mse/mse.h"

/*
## Idea

To learn, a net needs to hear how wrong it is, as one number that becomes
smaller when the net becomes better. That number is the **loss**. To compute it
somebody must have said what would have been right: the **target**. Here the
targets are the labels, one digit for each image.

Take the difference between prediction and target, so that 0 is perfect. Square
it, so that too much and too little count alike and large mistakes count most.
Take the mean over the images, so that the number does not depend on how many
there are. That is the mean squared error, MSE.

The trap is in the word *difference*. The predictions have shape (n, 1), the
targets (n,). By the rule of chapter 1 their difference is a table of all pairs:

@plot pairs Four predictions against four targets: only the diagonal of the table holds the differences that we want.
*/

/*
## Mathematics

**The loss.** With outputs $o_1, \ldots, o_n$ and targets $t_1, \ldots, t_n$,

```math
\mathrm{mse} = \frac{1}{n} \sum_{i=1}^{n} (o_i - t_i)^2 .
```

**The trap.** Broadcasting pairs every output with every target. The mean over
that table is

```math
\mathrm{trap} = \frac{1}{n^2} \sum_{i=1}^{n} \sum_{j=1}^{n} (o_i - t_j)^2 .
```

Expand the square, and write $\overline{x}$ for a mean. The sums over $i$ and
over $j$ come apart:

```math
\mathrm{trap} = \overline{o^2} - 2\, \overline{o}\; \overline{t} + \overline{t^2},
\qquad
\mathrm{mse} = \overline{o^2} - 2\, \overline{o\,t} + \overline{t^2} .
```

**What the trap measures.** Subtract. The squares cancel, and what is left is

```math
\mathrm{trap} - \mathrm{mse} = 2 \left( \overline{o\,t} - \overline{o}\;
\overline{t} \right) = 2\, \mathrm{cov}(o, t) .
```

The trap is made of means alone: shuffle the targets among the images, and its
value stays. So it takes no notice of what the net knows about an image. Outputs
that know nothing of their targets have covariance 0, and both numbers are
equal: the mistake hides at the start. As a net learns, outputs follow targets,
the covariance grows, and mse falls below the trap. A net that is trained on the
trap hears only this: say the mean of all targets, whatever the image.
*/

/*
## Code

First the shapes are checked: this function is the place where the trap could
be sprung, so this is where it is made impossible. Then the formula: select the
only column, subtract, square, take the mean. (The library adds up in double
and rounds once; the pitfalls show why.)
*/
static void
require_column_and_vector(
    const char *operation, const Tensor *output, const Tensor *target)
{
	REQUIRE_GIVEN_IN(operation, output && target);
	REQUIRE_IN(operation,
	    output->ndim == 2 && output->shape[1] == 1 && target->ndim == 1 &&
		output->shape[0] == target->shape[0],
	    "output %s and target %s, expected (n, 1) and (n,)",
	    SHAPE_TEXT(output), SHAPE_TEXT(target));
	REQUIRE_IN(operation, target->shape[0] > 0, "no rows");
}

static double
mean_of_squares(Arena *arena, const Tensor *difference)
{
	return tensor_mean_all(tensor_pow(arena, difference, 2));
}

double
mse(Arena *arena, const Tensor *output, const Tensor *target)
{
	require_column_and_vector(__func__, output, target);
	Tensor *column = tensor_select(arena, output, 1, 0); /* (n,) */
	return mean_of_squares(arena, tensor_sub(arena, column, target));
}

/*
The lecture's three cures, as it writes them. They differ in which side they
bend: the target becomes a column, or the output becomes a vector, by choosing
its only column or by dropping all axes of size 1.
*/
double
mse_target_unsqueezed(Arena *arena, const Tensor *output, const Tensor *target)
{
	require_column_and_vector(__func__, output, target);
	Tensor *column = tensor_index(arena, target, ":, None"); /* (n, 1) */
	return mean_of_squares(arena, tensor_sub(arena, output, column));
}

double
mse_output_selected(Arena *arena, const Tensor *output, const Tensor *target)
{
	require_column_and_vector(__func__, output, target);
	Tensor *vector = tensor_index(arena, output, ":, 0"); /* (n,) */
	return mean_of_squares(arena, tensor_sub(arena, vector, target));
}

double
mse_output_squeezed(Arena *arena, const Tensor *output, const Tensor *target)
{
	require_column_and_vector(__func__, output, target);
	Tensor *vector = tensor_squeeze(arena, output); /* (n,); () if n = 1 */
	REQUIRE(vector->ndim == 1,
	    "output %s squeezed is %s: squeeze drops the rows of a batch of "
	    "one",
	    SHAPE_TEXT(output), SHAPE_TEXT(vector));
	return mean_of_squares(arena, tensor_sub(arena, vector, target));
}

/*
The trap's value, without its table: $n^2$ entries would be too many. We need
only one row at a time, output $o_i$ against all targets. What a row has
allocated is given back before the next.
*/
double
mse_of_all_pairs(Arena *arena, const Tensor *output, const Tensor *target)
{
	require_column_and_vector(__func__, output, target);
	double sum = 0;
	for (size_t i = 0; i < output->shape[0]; i++) {
		ArenaMark mark = arena_mark(arena);
		Tensor *one = tensor_select(arena, output, 0, i); /* (1,) */
		Tensor *row = tensor_sub(arena, one, target);     /* (n,) */
		sum += mean_of_squares(arena, row);
		arena_rewind(arena, mark);
	}
	return sum / (double)output->shape[0];
}

/*
And once more by the formula that we derived, in one pass. Two ways that agree
are worth more than one.
*/
double
mse_of_all_pairs_closed(
    Arena *arena, const Tensor *output, const Tensor *target)
{
	require_column_and_vector(__func__, output, target);
	return mean_of_squares(arena, output) -
	       2 * tensor_mean_all(output) * tensor_mean_all(target) +
	       mean_of_squares(arena, target);
}

/*
Last, the other way to write a target. A label can be a number, 4, or a row of
zeros with a one in column 4: **one-hot**. Run it below to see what it is for.
*/
Tensor *
one_hot(Arena *arena, const Tensor *labels, size_t classes)
{
	REQUIRE_GIVEN(labels);
	REQUIRE(
	    labels->ndim == 1, "labels %s, expected (n,)", SHAPE_TEXT(labels));
	REQUIRE(classes > 0, "no classes");
	size_t n = labels->shape[0];
	Tensor *rows = tensor_zeros(
	    arena, SHAPE(n, classes)); /* (n, classes) */
	for (size_t i = 0; i < n; i++) {
		Real label = *tensor_at(labels, (size_t[]){i});
		REQUIRE(label >= 0 && label < (Real)classes &&
			    label == (Real)(size_t)label,
		    "label %g of row %zu, expected 0 to %zu", (double)label, i,
		    classes - 1);
		*tensor_at(rows, (size_t[]){i, (size_t)label}) = 1;
	}
	return rows;
}

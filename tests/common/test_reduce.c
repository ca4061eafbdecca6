/*
 * Reductions: random tensors and views against sums and maxima by their
 * definition; NaN, ties, and axes without elements.
 */
#include "tests/common/oracle.h"

#include <math.h>
#include <stdio.h>

/* What a line of elements reduces to. */
typedef struct {
	double sum, max;
	size_t argmax, length;
} Line;

static void
line_add(Line *line, double value)
{
	bool first = line->length == 0;
	if (first ||
	    (!isnan(line->max) && (isnan(value) || value > line->max))) {
		line->max = value;
		line->argmax = line->length;
	}
	line->sum += value;
	line->length++;
}

/* The line along `axis` that result number `flat` reduces. */
static Line
line_behind(const Tensor *t, int axis, Shape result, size_t flat)
{
	size_t index[TENSOR_MAX_NDIM], offset = 0;
	unravel(result, flat, index);
	for (int from = 0; from < t->ndim; from++)
		if (from != axis)
			offset += index[from - (from > axis)] * t->stride[from];
	Line line = {0};
	for (size_t i = 0; i < t->shape[axis]; i++)
		line_add(&line, (double)t->data[offset + i * t->stride[axis]]);
	return line;
}

/* All elements, row by row. */
static Line
line_of_all(const Tensor *t)
{
	Line line = {0};
	Shape shape = tensor_shape(t);
	for (size_t i = 0, n = tensor_count(t); i < n; i++)
		line_add(&line, element(t, shape, i));
	return line;
}

static bool
same(double found, double expected)
{
	return found == expected || (isnan(found) && isnan(expected));
}

/* Asserts all four reductions of t along `axis`. The elements are whole
   numbers, so that every sum is exact in any order. */
static void
check_axis(const Tensor *t, int axis, int named_axis)
{
	Shape shape = {.ndim = t->ndim - 1};
	for (int to = 0; to < shape.ndim; to++)
		shape.size[to] = t->shape[to + (to >= axis)];
	bool empty = t->shape[axis] == 0;
	Tensor *sum = tensor_sum(step, t, named_axis);   /* shape */
	Tensor *mean = tensor_mean(step, t, named_axis); /* shape */
	Tensor *max = empty ? NULL : tensor_max(step, t, named_axis);
	Tensor *argmax = empty ? NULL : tensor_argmax(step, t, named_axis);
	ck_assert(shape_equal(tensor_shape(sum), shape));
	ck_assert(shape_equal(tensor_shape(mean), shape));
	for (size_t i = 0, n = tensor_count(sum); i < n; i++) {
		Line line = line_behind(t, axis, shape, i);
		Real expected = (Real)(line.sum / (double)line.length);
		bool right = same((double)sum->data[i], line.sum) &&
			     same((double)mean->data[i], (double)expected);
		if (!empty)
			right = right && same((double)max->data[i], line.max) &&
				(size_t)argmax->data[i] == line.argmax;
		ck_assert_msg(right, "element %zu of %s along axis %d", i,
		    SHAPE_TEXT(t), axis);
	}
}

static void
check_all(const Tensor *t)
{
	Line line = line_of_all(t);
	ck_assert(same(tensor_sum_all(t), line.sum));
	ck_assert(same(tensor_mean_all(t), line.sum / (double)line.length));
	if (line.length == 0)
		return;
	ck_assert(same((double)tensor_max_all(t), line.max));
	ck_assert_uint_eq(tensor_argmax_all(t), line.argmax);
}

static void
check_every_axis(const Tensor *t)
{
	for (int axis = 0; axis < t->ndim; axis++) {
		check_axis(t, axis, axis);
		check_axis(t, axis, axis - t->ndim);
	}
	check_all(t);
}

/* Every eighth tensor has a NaN somewhere. */
START_TEST(random_tensors_and_views)
{
	Random random;
	random_seed(&random, 11);
	for (int i = 0; i < 3000; i++) {
		Tensor *t = any_view(
		    &random, any_shape(&random), i % 4); /* any */
		size_t count = tensor_count(t);
		if (i % 8 == 0 && count > 0) {
			size_t index[TENSOR_MAX_NDIM];
			unravel(tensor_shape(t), below(&random, count), index);
			*tensor_at(t, index) = NaN;
		}
		check_every_axis(t);
		arena_reset(step);
	}
}
END_TEST

/* Around eight lanes, 128 columns, and the work worth a second core. */
START_TEST(long_lines_and_many_lines)
{
	static const size_t sizes[] = {1, 7, 8, 9, 127, 128, 129, 256, 600};
	Random random;
	random_seed(&random, 12);
	for (size_t i = 0; i < 9; i++)
		for (size_t j = 0; j < 9; j++) {
			Shape shape = SHAPE(sizes[i], sizes[j]);
			Tensor *t = any_view(&random, shape, 0); /* shape */
			check_every_axis(t);
			check_every_axis(tensor_t(step, t));
			check_every_axis(tensor_index(step, t, ":, :-1"));
			arena_reset(step);
		}
	check_every_axis(any_view(&random, SHAPE(3, 200, 150), 2));
}
END_TEST

/* Whatever scratch the sums of a tall matrix take, it is given back. */
START_TEST(keeps_only_the_result)
{
	Tensor *tall = tensor_full(step, SHAPE(50000, 3), 1); /* (50000, 3) */
	size_t used = arena_used(step);
	Tensor *sums = tensor_sum(step, tall, 0); /* (3,) */
	size_t taken = arena_used(step) - used;
	ck_tensor(sums, SHAPE(3), 0, 50000, 50000, 50000);
	used = arena_used(step);
	tensor_zeros(step, SHAPE(3));
	ck_assert_uint_eq(taken, arena_used(step) - used);
}
END_TEST

START_TEST(by_hand)
{
	Tensor *t = tensor_of(step, SHAPE(2, 3), 1, 5, 3, 4, 2, 6); /* (2, 3) */
	ck_tensor(tensor_sum(step, t, 0), SHAPE(3), 0, 5, 7, 9);
	ck_tensor(tensor_sum(step, t, 1), SHAPE(2), 0, 9, 12);
	ck_tensor(tensor_mean(step, t, -1), SHAPE(2), 0, 3, 4);
	ck_tensor(tensor_max(step, t, 0), SHAPE(3), 0, 4, 5, 6);
	ck_tensor(tensor_argmax(step, t, 0), SHAPE(3), 0, 1, 0, 1);
	ck_tensor(tensor_argmax(step, t, 1), SHAPE(2), 0, 1, 2);
	ck_assert(tensor_sum_all(t) == 21 && tensor_mean_all(t) == 3.5);
	ck_assert(tensor_max_all(t) == 6 && tensor_argmax_all(t) == 5);
	Tensor *scalar = tensor_scalar(step, -2); /* () */
	ck_assert(tensor_sum_all(scalar) == -2 && tensor_max_all(scalar) == -2);
	ck_assert_uint_eq(tensor_argmax_all(scalar), 0);
}
END_TEST

START_TEST(ties_give_the_first)
{
	Tensor *t = tensor_of(step, SHAPE(2, 4), 1, 3, 3, 0, 7, 3, 7, 7);
	ck_tensor(tensor_argmax(step, t, 1), SHAPE(2), 0, 1, 0);
	ck_tensor(tensor_argmax(step, t, 0), SHAPE(4), 0, 1, 0, 1, 1);
	ck_assert_uint_eq(tensor_argmax_all(t), 4);
	ck_assert_uint_eq(tensor_argmax_all(tensor_t(step, t)), 1);
	Tensor *zeros = tensor_of(step, SHAPE(3), -0.0, 0, -0.0); /* (3,) */
	ck_assert_uint_eq(tensor_argmax_all(zeros), 0);
	Tensor *lowest = tensor_full(step, SHAPE(3), -Inf); /* (3,) */
	ck_assert_uint_eq(tensor_argmax_all(lowest), 0);
	ck_assert((double)tensor_max_all(lowest) == -Inf);
}
END_TEST

START_TEST(nan_wins)
{
	Tensor *t = tensor_of(step, SHAPE(2, 3), 1, NaN, Inf, 4, NaN, NaN);
	ck_tensor(tensor_max(step, t, 1), SHAPE(2), 0, NaN, NaN);
	ck_tensor(tensor_argmax(step, t, 1), SHAPE(2), 0, 1, 1);
	ck_tensor(tensor_max(step, t, 0), SHAPE(3), 0, 4, NaN, NaN);
	ck_tensor(tensor_argmax(step, t, 0), SHAPE(3), 0, 1, 0, 1);
	ck_tensor(tensor_sum(step, t, 0), SHAPE(3), 0, 5, NaN, NaN);
	ck_assert(isnan(tensor_max_all(t)) && isnan(tensor_mean_all(t)));
	ck_assert_uint_eq(tensor_argmax_all(t), 1);
	ck_assert_uint_eq(tensor_argmax_all(tensor_t(step, t)), 2);
	Tensor *first = tensor_of(
	    step, SHAPE(2, 2), NaN, 9, 1, NaN); /* (2, 2) */
	ck_assert_uint_eq(tensor_argmax_all(tensor_t(step, first)), 0);
	Tensor *both = tensor_of(step, SHAPE(2), Inf, -Inf); /* (2,) */
	ck_assert(isnan(tensor_sum_all(both)));
}
END_TEST

START_TEST(nothing)
{
	Tensor *t = tensor_new(step, SHAPE(2, 0)); /* (2, 0) */
	ck_tensor(tensor_sum(step, t, 1), SHAPE(2), 0, 0, 0);
	ck_tensor(tensor_mean(step, t, 1), SHAPE(2), 0, NaN, NaN);
	ck_assert(shape_equal(tensor_shape(tensor_max(step, t, 0)), SHAPE(0)));
	ck_assert(tensor_sum_all(t) == 0);
	ck_assert(isnan(tensor_mean_all(t)));
	ck_requires("tensor_max: axis 1 of shape (2, 0) is empty",
	    tensor_max(step, t, -1));
	ck_requires("tensor_argmax: axis 1 of shape (2, 0) is empty",
	    tensor_argmax(step, t, 1));
	ck_requires("tensor_max_all: shape (2, 0) is empty", tensor_max_all(t));
	ck_requires(
	    "tensor_argmax_all: shape (2, 0) is empty", tensor_argmax_all(t));
}
END_TEST

START_TEST(illegal_axes)
{
	Tensor *t = numbered(SHAPE(2, 3));       /* (2, 3) */
	Tensor *scalar = tensor_scalar(step, 1); /* () */
	ck_requires("tensor_sum: axis 2 of shape (2, 3), legal are -2 to 1",
	    tensor_sum(step, t, 2));
	ck_requires("tensor_mean: axis -3 of shape (2, 3), legal are -2 to 1",
	    tensor_mean(step, t, -3));
	ck_requires("tensor_max: axis 5 of shape (2, 3), legal are -2 to 1",
	    tensor_max(step, t, 5));
	ck_requires("tensor_argmax: axis 2 of shape (2, 3), legal are -2 to 1",
	    tensor_argmax(step, t, 2));
	ck_requires(
	    "tensor_sum: shape () has no axes", tensor_sum(step, scalar, 0));
}
END_TEST

/* A Real must hold every index; a repeated element makes the line long at no
   cost. */
START_TEST(too_many_indices)
{
	size_t limit = (size_t)(1 / (double)REAL_EPSILON);
	Tensor *scalar = tensor_scalar(step, 1); /* () */
	Tensor *longer = tensor_expand(step, scalar, SHAPE(limit + 1));
	char text[200];
	snprintf(text, sizeof text,
	    "tensor_argmax: %zu indices do not all fit in a " REAL_NAME,
	    limit + 1);
	ck_requires(text, tensor_argmax(step, longer, 0));
	if (limit > 1 << 24) /* double: legal, but it would take a while */
		return;
	Tensor *legal = tensor_expand(
	    step, scalar, SHAPE(limit)); /* (limit,) */
	ck_tensor(tensor_argmax(step, legal, 0), SCALAR, 0, 0);
}
END_TEST

TESTS("reduce", random_tensors_and_views, long_lines_and_many_lines,
    keeps_only_the_result, by_hand, ties_give_the_first, nan_wins, nothing,
    illegal_axes, too_many_indices)

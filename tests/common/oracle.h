/*
 * What the tests of tensors share: numbered tensors, random shapes and views,
 * and an oracle that reads a broadcast element by its definition: one index
 * per axis, each times its stride. No walk, no row kernel, no merged axes.
 */
#ifndef TESTS_COMMON_ORACLE_H
#define TESTS_COMMON_ORACLE_H

#include <math.h>

#include "tests/support.h"

/* Those of <math.h> are floats, and clang warns where one becomes a double. */
#define NaN ((double)NAN)
#define Inf ((double)INFINITY)

/* 0, 1, 2, ... row by row. The brackets keep callers.h from noting this line
   for REQUIRE: the test's own line is meant. */
static inline Tensor *
numbered(Shape shape)
{
	Tensor *t = (tensor_new)(step, shape); /* shape */
	for (size_t i = 0, n = tensor_count(t); i < n; i++)
		t->data[i] = (Real)i;
	return t;
}

/* A numbered tensor with a gradient, which no view may take along. */
static inline Tensor *
with_gradient(Shape shape)
{
	Tensor *t = numbered(shape); /* shape */
	t->g = tensor_zeros(step, shape);
	return t;
}

/* Asserts a view's header: where it begins in the data of `t`, its shape and
   its strides (written as a shape). */
static inline void
assert_view(int line, const Tensor *view, const Tensor *t, size_t offset,
    Shape shape, Shape stride)
{
	ck_assert_msg(shape_equal(tensor_shape(view), shape),
	    "line %d: shape is %s", line, SHAPE_TEXT(view));
	for (int axis = 0; axis < shape.ndim; axis++)
		ck_assert_msg(view->stride[axis] == stride.size[axis],
		    "line %d: stride[%d] is %zu", line, axis,
		    view->stride[axis]);
	ck_assert_msg(view->data == t->data + offset,
	    "line %d: begins at another element", line);
	ck_assert_msg(!view->g, "line %d: has a gradient", line);
	ck_assert_msg(view != t && view->arena == step,
	    "line %d: no header of its own in `step`", line);
}
#define ck_view(...) assert_view(__LINE__, __VA_ARGS__)

/* A whole number in 0 .. n-1. */
static inline size_t
below(Random *random, size_t n)
{
	return random_u32(random) % n;
}

/* Up to five axes; ones are frequent, zeros rare. */
static inline Shape
any_shape(Random *random)
{
	static const size_t sizes[] = {1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 0};
	Shape shape = {.ndim = (int)below(random, 6)};
	for (int axis = 0; axis < shape.ndim; axis++)
		shape.size[axis] =
		    sizes[below(random, sizeof sizes / sizeof *sizes)];
	return shape;
}

static inline Tensor *any_view(Random *random, Shape shape, int layers);

/* Swapping two axes gives `shape`. */
static inline Tensor *
any_transposed(Random *random, Shape shape, int layers)
{
	int one = (int)below(random, (size_t)shape.ndim);
	int other = (int)below(random, (size_t)shape.ndim);
	Shape swapped = shape;
	swapped.size[one] = shape.size[other];
	swapped.size[other] = shape.size[one];
	return tensor_transpose(
	    step, any_view(random, swapped, layers), one, other);
}

/* The middle of a longer axis. */
static inline Tensor *
any_narrowed(Random *random, Shape shape, int layers)
{
	int axis = (int)below(random, (size_t)shape.ndim);
	size_t before = below(random, 3), after = below(random, 3);
	Shape longer = shape;
	longer.size[axis] += before + after;
	return tensor_narrow(step, any_view(random, longer, layers), axis,
	    before, shape.size[axis]);
}

/* One index of an axis more. */
static inline Tensor *
any_selected(Random *random, Shape shape, int layers)
{
	int axis = (int)below(random, (size_t)shape.ndim + 1);
	size_t size = 1 + below(random, 3);
	Shape wider = {.ndim = shape.ndim + 1};
	for (int to = 0; to < wider.ndim; to++)
		wider.size[to] = to == axis ? size
					    : shape.size[to - (to > axis)];
	size_t index = below(random, size);
	return tensor_select(
	    step, any_view(random, wider, layers), axis, index);
}

/* One element repeated along an axis. */
static inline Tensor *
any_expanded(Random *random, Shape shape, int layers)
{
	Shape single = shape;
	single.size[below(random, (size_t)shape.ndim)] = 1;
	return tensor_expand(step, any_view(random, single, layers), shape);
}

/* A tensor of `shape`: whole numbers from -20 to 20 behind as many views. */
static inline Tensor *
any_view(Random *random, Shape shape, int layers)
{
	if (layers == 0) {
		Tensor *t = tensor_new(step, shape); /* shape */
		random_integers(random, t, -20, 21);
		return t;
	}
	layers--;
	switch (shape.ndim ? below(random, 4) : 0) {
	case 0:
		return any_selected(random, shape, layers);
	case 1:
		return any_transposed(random, shape, layers);
	case 2:
		return any_narrowed(random, shape, layers);
	default:
		return any_expanded(random, shape, layers);
	}
}

/* The index of element number `flat`, counted row by row. */
static inline void
unravel(Shape shape, size_t flat, size_t index[TENSOR_MAX_NDIM])
{
	for (int axis = shape.ndim - 1; axis >= 0; axis--) {
		index[axis] = flat % shape.size[axis];
		flat /= shape.size[axis];
	}
}

/* Element number `flat` of `t` broadcast to `shape`: flush right, and a size
   of 1 repeats. */
static inline double
element(const Tensor *t, Shape shape, size_t flat)
{
	size_t index[TENSOR_MAX_NDIM], offset = 0;
	unravel(shape, flat, index);
	for (int axis = 0; axis < t->ndim; axis++)
		if (t->shape[axis] != 1)
			offset += index[axis + shape.ndim - t->ndim] *
				  t->stride[axis];
	return (double)t->data[offset];
}

/* The formulas of arithmetic, in double. */
#define FORMULA(name, expression) \
	static inline double name(double a, double b) \
	{ \
		return expression; \
	}
FORMULA(add, a + b)
FORMULA(sub, a - b)
FORMULA(mul, a *b)
FORMULA(divide, a / b)

#endif

/*
 * Tensors: how they are made, what they say about themselves, how they are
 * copied, and how single elements are reached.
 */
#include "tests/common/oracle.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* More elements than a size in bytes may count. */
static const size_t too_many = SIZE_MAX / sizeof(Real) / 2 + 1;

START_TEST(new_is_contiguous)
{
	Tensor *t = tensor_new(step, SHAPE(2, 3, 4)); /* (2, 3, 4) */
	ck_assert_int_eq(t->ndim, 3);
	ck_assert(shape_equal(tensor_shape(t), SHAPE(2, 3, 4)));
	ck_assert_uint_eq(t->stride[0], 12);
	ck_assert_uint_eq(t->stride[1], 4);
	ck_assert_uint_eq(t->stride[2], 1);
	ck_assert_uint_eq(tensor_count(t), 24);
	ck_assert_ptr_null(t->g);
	ck_assert_ptr_eq(t->arena, step);
}
END_TEST

START_TEST(new_of_eight_axes)
{
	Tensor *t = numbered(SHAPE(2, 1, 2, 1, 2, 1, 2, 2)); /* 8 axes */
	ck_assert_uint_eq(tensor_count(t), 32);
	ck_assert_uint_eq(t->stride[0], 16);
	ck_assert_int_eq(
	    (int)*tensor_at(t, (size_t[8]){1, 0, 1, 0, 0, 0, 1, 1}), 27);
}
END_TEST

START_TEST(new_with_illegal_axes)
{
	Shape nine = {.ndim = 9}, negative = {.ndim = -1};
	ck_requires("tensor_new: 9 axes, at most 8", tensor_new(step, nine));
	ck_requires(
	    "tensor_new: -1 axes, at most 8", tensor_zeros(step, negative));
}
END_TEST

static void
check_too_large(Shape shape)
{
	char text[300];
	snprintf(text, sizeof text, "tensor_new: shape %s is too large",
	    shape_text(shape).text);
	ck_requires(text, tensor_new(step, shape));
	ck_requires(text, tensor_full(step, shape, 1));
}

START_TEST(new_too_large)
{
	check_too_large(SHAPE(too_many));
	check_too_large(SHAPE(2, too_many / 2));
	check_too_large(SHAPE(too_many, 2));
	check_too_large(SHAPE(SIZE_MAX));
	check_too_large(SHAPE(SIZE_MAX, SIZE_MAX));
	check_too_large(SHAPE(3, SIZE_MAX / 3 * 2 + 1)); /* 1, by overflow */
}
END_TEST

START_TEST(filled)
{
	ck_tensor(tensor_zeros(step, SHAPE(2, 2)), SHAPE(2, 2), 0, 0, 0, 0, 0);
	ck_tensor(tensor_full(step, SHAPE(3), 2.5), SHAPE(3), 0, 2.5, 2.5, 2.5);
	ck_tensor(tensor_scalar(step, -7), SCALAR, 0, -7);
	ck_tensor(tensor_arange(step, 4), SHAPE(4), 0, 0, 1, 2, 3);
	ck_assert_int_eq(tensor_scalar(step, 1)->ndim, 0);
}
END_TEST

/* Memory that has been used before must not show through. */
START_TEST(filled_over_old_values)
{
	tensor_full(step, SHAPE(100), 9);
	arena_reset(step);
	Tensor *zeros = tensor_zeros(step, SHAPE(100)); /* (100,) */
	for (size_t i = 0; i < 100; i++)
		ck_assert(zeros->data[i] == 0);
}
END_TEST

START_TEST(of_values)
{
	Tensor *t = tensor_of(step, SHAPE(2, 2), 1, 2, 3, 4); /* (2, 2) */
	ck_tensor(t, SHAPE(2, 2), 0, 1, 2, 3, 4);
	ck_tensor(tensor_of(step, SCALAR, 5), SCALAR, 0, 5);
	Real values[] = {1, 2, 3};
	Tensor *copy = tensor_from(step, SHAPE(3), 3, values); /* (3,) */
	values[0] = 9;
	ck_tensor(copy, SHAPE(3), 0, 1, 2, 3);
}
END_TEST

START_TEST(of_too_few_or_too_many_values)
{
	ck_requires("tensor_from: 3 values for shape (2, 2)",
	    tensor_of(step, SHAPE(2, 2), 1, 2, 3));
	ck_requires("tensor_from: 5 values for shape (2, 2)",
	    tensor_of(step, SHAPE(2, 2), 1, 2, 3, 4, 5));
	ck_requires("tensor_from: 2 values for shape ()",
	    tensor_of(step, SCALAR, 1, 2));
	ck_requires("tensor_from: 1 values for shape (3, 0)",
	    tensor_of(step, SHAPE(3, 0), 1));
}
END_TEST

START_TEST(empty)
{
	Tensor *t = tensor_new(step, SHAPE(2, 0, 3)); /* (2, 0, 3) */
	ck_assert_uint_eq(tensor_count(t), 0);
	ck_assert(tensor_is_contiguous(t));
	ck_assert(
	    shape_equal(tensor_shape(tensor_clone(step, t)), SHAPE(2, 0, 3)));
	ck_assert_uint_eq(tensor_count(tensor_arange(step, 0)), 0);
	ck_assert_uint_eq(
	    tensor_count(tensor_zeros(step, SHAPE(SIZE_MAX, 0))), 0);
	Tensor *none = tensor_from(step, SHAPE(0, 3), 0, NULL); /* (0, 3) */
	ck_assert_uint_eq(tensor_count(none), 0);
}
END_TEST

START_TEST(text_of_shapes)
{
	static const char *const texts[] = {"()", "(2,)", "(2, 3)", "(2, 3, 4)",
	    "(2, 3, 4, 5)", "(2, 3, 4, 5, 6)", "(2, 3, 4, 5, 6, 7)",
	    "(2, 3, 4, 5, 6, 7, 8)", "(2, 3, 4, 5, 6, 7, 8, 9)"};
	Shape shape = SHAPE(2, 3, 4, 5, 6, 7, 8, 9);
	for (int ndim = 0; ndim <= TENSOR_MAX_NDIM; ndim++) {
		shape.ndim = ndim;
		ck_assert_str_eq(shape_text(shape).text, texts[ndim]);
	}
	ck_assert_str_eq(SHAPE_TEXT(tensor_new(step, SHAPE(4, 0))), "(4, 0)");
}
END_TEST

START_TEST(text_of_the_longest_shape)
{
	Shape shape = {.ndim = TENSOR_MAX_NDIM};
	size_t digits = (size_t)snprintf(NULL, 0, "%zu", SIZE_MAX);
	for (int axis = 0; axis < shape.ndim; axis++)
		shape.size[axis] = SIZE_MAX;
	const char *text = shape_text(shape).text;
	ck_assert_uint_eq(strlen(text), 8 * digits + strlen(", ") * 7 + 2);
	ck_assert_int_eq(text[strlen(text) - 1], ')');
}
END_TEST

START_TEST(equal_shapes)
{
	Shape stale = SHAPE(2, 3, 4); /* what lies past ndim says nothing */
	stale.ndim = 2;
	ck_assert(shape_equal(SHAPE(2, 3), stale));
	ck_assert(shape_equal(SCALAR, SCALAR));
	ck_assert(!shape_equal(SHAPE(2, 3), SHAPE(3, 2)));
	ck_assert(!shape_equal(SHAPE(2, 3), SHAPE(2, 3, 1)));
	ck_assert(!shape_equal(SHAPE(2, 3, 4), SHAPE(2, 3, 5)));
	ck_assert(!shape_equal(SHAPE(1), SCALAR));
}
END_TEST

START_TEST(contiguous_or_not)
{
	Tensor *t = numbered(SHAPE(3, 4)); /* (3, 4) */
	ck_assert(tensor_is_contiguous(t));
	ck_assert(tensor_is_contiguous(tensor_scalar(step, 1)));
	ck_assert(tensor_is_contiguous(tensor_narrow(step, t, 0, 1, 2)));
	ck_assert(tensor_is_contiguous(tensor_select(step, t, 0, 1)));
	ck_assert(!tensor_is_contiguous(tensor_t(step, t)));
	ck_assert(!tensor_is_contiguous(tensor_narrow(step, t, 1, 1, 2)));
	ck_assert(!tensor_is_contiguous(tensor_select(step, t, 1, 0)));
	ck_assert(!tensor_is_contiguous(
	    tensor_expand(step, tensor_scalar(step, 1), SHAPE(2))));
	/* Along an axis of size 1 no stride is ever taken. */
	Tensor *column = numbered(SHAPE(5, 1)); /* (5, 1) */
	ck_assert(tensor_is_contiguous(tensor_t(step, column)));
}
END_TEST

START_TEST(clone_is_independent)
{
	Tensor *t = numbered(SHAPE(2, 3)); /* (2, 3) */
	t->g = tensor_zeros(step, SHAPE(2, 3));
	Arena *other = arena_create("other");
	Tensor *copy = tensor_clone(other, t); /* (2, 3) */
	for (size_t i = 0; i < 6; i++)
		t->data[i] = -1;
	ck_tensor(copy, SHAPE(2, 3), 0, 0, 1, 2, 3, 4, 5);
	ck_assert_ptr_null(copy->g);
	ck_assert_ptr_eq(copy->arena, other);
	arena_destroy(other);
}
END_TEST

START_TEST(clone_of_a_view_is_contiguous)
{
	Tensor *t = numbered(SHAPE(2, 3));                      /* (2, 3) */
	Tensor *turned = tensor_clone(step, tensor_t(step, t)); /* (3, 2) */
	ck_assert(tensor_is_contiguous(turned));
	for (size_t i = 0; i < 6; i++)
		ck_assert_int_eq(
		    (int)turned->data[i], (int)(i % 2 * 3 + i / 2));
	Tensor *row = tensor_expand(step, tensor_scalar(step, 7), SHAPE(3));
	ck_tensor(tensor_clone(step, row), SHAPE(3), 0, 7, 7, 7);
}
END_TEST

START_TEST(copy_into_views)
{
	Tensor *t = tensor_zeros(step, SHAPE(3, 2)); /* (3, 2) */
	tensor_copy(tensor_t(step, t), numbered(SHAPE(2, 3)));
	ck_tensor(t, SHAPE(3, 2), 0, 0, 3, 1, 4, 2, 5);
	Tensor *column = tensor_select(step, t, 1, 0); /* (3,) */
	tensor_copy(column, tensor_of(step, SHAPE(3), 7, 8, 9));
	ck_tensor(t, SHAPE(3, 2), 0, 7, 3, 8, 4, 9, 5);
	tensor_copy(tensor_narrow(step, t, 0, 1, 0), numbered(SHAPE(0, 2)));
	ck_tensor(t, SHAPE(3, 2), 0, 7, 3, 8, 4, 9, 5);
}
END_TEST

START_TEST(copy_keeps_signs_and_nan)
{
	Tensor *from = tensor_of(step, SHAPE(3), NaN, -0.0, -Inf);
	Tensor *to = tensor_zeros(step, SHAPE(3)); /* (3,) */
	tensor_copy(to, from);
	ck_tensor(to, SHAPE(3), 0, NaN, 0, -Inf);
	ck_assert(signbit(to->data[1]));
}
END_TEST

START_TEST(copy_never_broadcasts)
{
	Tensor *to = tensor_zeros(step, SHAPE(2, 3)); /* (2, 3) */
	ck_requires("tensor_copy: (3,) into (2, 3)",
	    tensor_copy(to, numbered(SHAPE(3))));
	ck_requires("tensor_copy: (1, 3) into (2, 3)",
	    tensor_copy(to, numbered(SHAPE(1, 3))));
	ck_requires("tensor_copy: (3, 2) into (2, 3)",
	    tensor_copy(to, numbered(SHAPE(3, 2))));
}
END_TEST

START_TEST(item)
{
	ck_assert(tensor_item(tensor_scalar(step, -3)) == -3);
	ck_assert(tensor_item(tensor_full(step, SHAPE(1, 1, 1), 3)) == 3);
	Tensor *t = numbered(SHAPE(2, 3)); /* (2, 3) */
	ck_assert(tensor_item(tensor_index(step, t, "1, 1")) == 4);
	ck_assert(tensor_item(tensor_index(step, t, "1:2, 2:")) == 5);
	ck_requires("tensor_item: shape (2, 3) has 6 elements, not one",
	    tensor_item(t));
	ck_requires("tensor_item: shape (0,) has 0 elements, not one",
	    tensor_item(tensor_new(step, SHAPE(0))));
}
END_TEST

START_TEST(at)
{
	Tensor *t = numbered(SHAPE(2, 3));  /* (2, 3) */
	Tensor *turned = tensor_t(step, t); /* (3, 2) */
	ck_assert_ptr_eq(tensor_at(t, (size_t[]){1, 2}), t->data + 5);
	ck_assert_ptr_eq(tensor_at(turned, (size_t[]){2, 1}), t->data + 5);
	*tensor_at(turned, (size_t[]){2, 0}) = 9;
	ck_tensor(t, SHAPE(2, 3), 0, 0, 1, 9, 3, 4, 5);
	Tensor *scalar = tensor_scalar(step, 1); /* () */
	ck_assert_ptr_eq(tensor_at(scalar, NULL), scalar->data);
}
END_TEST

START_TEST(at_out_of_range)
{
	Tensor *t = numbered(SHAPE(2, 3)); /* (2, 3) */
	ck_requires("tensor_at: index 2 on axis 0 of shape (2, 3)",
	    tensor_at(t, (size_t[]){2, 0}));
	ck_requires("tensor_at: index 3 on axis 1 of shape (2, 3)",
	    tensor_at(t, (size_t[]){1, 3}));
	ck_requires("tensor_at: index 0 on axis 1 of shape (2, 0)",
	    tensor_at(tensor_new(step, SHAPE(2, 0)), (size_t[]){0, 0}));
}
END_TEST

TESTS("tensor", new_is_contiguous, new_of_eight_axes, new_with_illegal_axes,
    new_too_large, filled, filled_over_old_values, of_values,
    of_too_few_or_too_many_values, empty, text_of_shapes,
    text_of_the_longest_shape, equal_shapes, contiguous_or_not,
    clone_is_independent, clone_of_a_view_is_contiguous, copy_into_views,
    copy_keeps_signs_and_nan, copy_never_broadcasts, item, at, at_out_of_range)

/*
 * Reshape and expand: views that change the number of elements seen, or the
 * axes they are seen along; when a copy is made; and which shapes are refused.
 */
#include "tests/common/oracle.h"

#include <stdint.h>
#include <stdio.h>

START_TEST(reshape_is_a_view)
{
	Tensor *t = with_gradient(SHAPE(2, 6)); /* (2, 6) */
	ck_view(tensor_reshape(step, t, SHAPE(3, 2, 2)), t, 0, SHAPE(3, 2, 2),
	    SHAPE(4, 2, 1));
	ck_view(tensor_reshape(step, t, SHAPE(12)), t, 0, SHAPE(12), SHAPE(1));
	Tensor *row = tensor_select(step, t, 0, 1); /* (6,) */
	ck_view(tensor_reshape(step, row, SHAPE(2, 3)), t, 6, SHAPE(2, 3),
	    SHAPE(3, 1));
	Tensor *one = with_gradient(SHAPE(1, 1)); /* (1, 1) */
	ck_view(tensor_reshape(step, one, SCALAR), one, 0, SCALAR, SCALAR);
	Tensor *none = with_gradient(SHAPE(0, 3)); /* (0, 3) */
	ck_view(tensor_reshape(step, none, SHAPE(5, 0)), none, 0, SHAPE(5, 0),
	    SHAPE(0, 1));
}
END_TEST

START_TEST(reshape_copies)
{
	Tensor *t = with_gradient(SHAPE(2, 3)); /* (2, 3) */
	Tensor *flat = tensor_reshape(step, tensor_t(step, t), SHAPE(6));
	ck_tensor(flat, SHAPE(6), 0, 0, 3, 1, 4, 2, 5);
	flat->data[0] = 9;
	ck_assert(t->data[0] == 0);
	ck_assert_ptr_null(flat->g);
	Tensor *wide = tensor_expand(step, numbered(SHAPE(2, 1)), SHAPE(2, 2));
	ck_tensor(
	    tensor_reshape(step, wide, SHAPE(4)), SHAPE(4), 0, 0, 0, 1, 1);
}
END_TEST

START_TEST(reshape_of_another_count)
{
	Tensor *t = numbered(SHAPE(2, 3)); /* (2, 3) */
	ck_requires("tensor_reshape: (2, 3) into (4,): 6 elements into 4",
	    tensor_reshape(step, t, SHAPE(4)));
	ck_requires("tensor_reshape: (2, 3) into (): 6 elements into 1",
	    tensor_reshape(step, t, SCALAR));
	ck_requires("tensor_reshape: 9 axes, at most 8",
	    tensor_reshape(step, t, (Shape){.ndim = 9}));
}
END_TEST

/* 3 * (2 * SIZE_MAX / 3 + 1) is 1 if nobody looks at the carry. */
START_TEST(reshape_beyond_memory)
{
	size_t huge = SIZE_MAX / 3 * 2 + 1;
	char text[200];
	snprintf(text, sizeof text,
	    "tensor_reshape: shape (3, %zu) is too large", huge);
	ck_requires(
	    text, tensor_reshape(step, tensor_scalar(step, 1), SHAPE(3, huge)));
}
END_TEST

START_TEST(expand)
{
	Tensor *row = with_gradient(SHAPE(3)); /* (3,) */
	ck_view(tensor_expand(step, row, SHAPE(2, 3)), row, 0, SHAPE(2, 3),
	    SHAPE(0, 1));
	Tensor *column = with_gradient(SHAPE(2, 1)); /* (2, 1) */
	ck_view(tensor_expand(step, column, SHAPE(4, 2, 3)), column, 0,
	    SHAPE(4, 2, 3), SHAPE(0, 1, 0));
	Tensor *scalar = tensor_scalar(step, 5); /* () */
	ck_view(tensor_expand(step, scalar, SHAPE(2, 2)), scalar, 0,
	    SHAPE(2, 2), SHAPE(0, 0));
	ck_view(tensor_expand(step, column, SHAPE(2, 0)), column, 0,
	    SHAPE(2, 0), SHAPE(1, 0));
	Tensor *turned = tensor_t(step, numbered(SHAPE(2, 3))); /* (3, 2) */
	ck_view(tensor_expand(step, turned, SHAPE(4, 3, 2)), turned, 0,
	    SHAPE(4, 3, 2), SHAPE(0, 1, 3));
}
END_TEST

START_TEST(expand_fails)
{
	Tensor *t = numbered(SHAPE(3)); /* (3,) */
	ck_requires("tensor_expand: (3,) does not broadcast to (2,)",
	    tensor_expand(step, t, SHAPE(2)));
	ck_requires("tensor_expand: (3,) does not broadcast to (3, 1)",
	    tensor_expand(step, t, SHAPE(3, 1)));
	ck_requires("tensor_expand: (3,) does not broadcast to ()",
	    tensor_expand(step, t, SCALAR));
	ck_requires("tensor_expand: (3,) does not broadcast to (1,)",
	    tensor_expand(step, t, SHAPE(1)));
	ck_requires("tensor_expand: 9 axes, at most 8",
	    tensor_expand(step, t, (Shape){.ndim = 9}));
}
END_TEST

START_TEST(expand_beyond_memory)
{
	char text[200];
	snprintf(text, sizeof text,
	    "tensor_expand: shape (2, %zu) is too large", SIZE_MAX);
	ck_requires(text,
	    tensor_expand(step, tensor_scalar(step, 1), SHAPE(2, SIZE_MAX)));
}
END_TEST

TESTS("reshape", reshape_is_a_view, reshape_copies, reshape_of_another_count,
    reshape_beyond_memory, expand, expand_fails, expand_beyond_memory)

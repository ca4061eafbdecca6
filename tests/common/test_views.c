/*
 * Views: shape, strides and first element of each; that it shares its data;
 * that it leaves the gradient behind; and which axes are legal.
 */
#include "tests/common/oracle.h"

#include <stdint.h>
#include <stdio.h>

START_TEST(whole)
{
	Arena *other = arena_create("other");
	Tensor *t = tensor_zeros(other, SHAPE(2, 3)); /* (2, 3) */
	t->g = t;
	Tensor *view = tensor_view(step, t); /* (2, 3) */
	ck_view(view, t, 0, SHAPE(2, 3), SHAPE(3, 1));
	ck_assert_ptr_eq(t->g, t);
	view->data[4] = 9;
	ck_tensor(t, SHAPE(2, 3), 0, 0, 0, 0, 0, 9, 0);
	arena_destroy(other);
}
END_TEST

START_TEST(select)
{
	Tensor *t = with_gradient(SHAPE(2, 3, 4)); /* (2, 3, 4) */
	ck_view(tensor_select(step, t, 0, 1), t, 12, SHAPE(3, 4), SHAPE(4, 1));
	ck_view(tensor_select(step, t, 1, 2), t, 8, SHAPE(2, 4), SHAPE(12, 1));
	ck_view(tensor_select(step, t, -1, 3), t, 3, SHAPE(2, 3), SHAPE(12, 4));
	Tensor *cell = tensor_select(step, numbered(SHAPE(3)), 0, 2); /* () */
	ck_tensor(cell, SCALAR, 0, 2);
}
END_TEST

START_TEST(select_writes_through)
{
	Tensor *t = tensor_zeros(step, SHAPE(2, 2));   /* (2, 2) */
	Tensor *column = tensor_select(step, t, 1, 1); /* (2,) */
	*tensor_at(column, (size_t[]){0}) = 1;
	*tensor_at(column, (size_t[]){1}) = 2;
	ck_tensor(t, SHAPE(2, 2), 0, 0, 1, 0, 2);
}
END_TEST

START_TEST(select_out_of_range)
{
	Tensor *t = numbered(SHAPE(2, 3)); /* (2, 3) */
	ck_requires("tensor_select: index 3 on axis 1 of shape (2, 3)",
	    tensor_select(step, t, -1, 3));
	ck_requires("tensor_select: axis 2 of shape (2, 3), legal are -2 to 1",
	    tensor_select(step, t, 2, 0));
	ck_requires("tensor_select: index 0 on axis 0 of shape (0,)",
	    tensor_select(step, numbered(SHAPE(0)), 0, 0));
}
END_TEST

START_TEST(narrow)
{
	Tensor *t = with_gradient(SHAPE(3, 4)); /* (3, 4) */
	ck_view(
	    tensor_narrow(step, t, 0, 1, 2), t, 4, SHAPE(2, 4), SHAPE(4, 1));
	ck_view(
	    tensor_narrow(step, t, 1, 1, 2), t, 1, SHAPE(3, 2), SHAPE(4, 1));
	ck_view(
	    tensor_narrow(step, t, -2, 2, 1), t, 8, SHAPE(1, 4), SHAPE(4, 1));
	ck_view(
	    tensor_narrow(step, t, 1, 0, 4), t, 0, SHAPE(3, 4), SHAPE(4, 1));
	Tensor *part = tensor_narrow(step, t, 1, 3, 1); /* (3, 1) */
	*tensor_at(part, (size_t[]){2, 0}) = -1;
	ck_assert(t->data[11] == -1);
}
END_TEST

/* An empty range may stand anywhere, at the very end too; where it begins
   must still be inside the data. */
START_TEST(narrow_to_nothing)
{
	Tensor *t = with_gradient(SHAPE(3, 4)); /* (3, 4) */
	for (size_t start = 0; start <= 4; start++)
		ck_view(tensor_narrow(step, t, 1, start, 0), t, 0, SHAPE(3, 0),
		    SHAPE(4, 1));
}
END_TEST

START_TEST(narrow_out_of_range)
{
	Tensor *t = numbered(SHAPE(3, 4)); /* (3, 4) */
	ck_requires("tensor_narrow: 3 from 2 on axis 1 of shape (3, 4)",
	    tensor_narrow(step, t, -1, 2, 3));
	ck_requires("tensor_narrow: 0 from 5 on axis 1 of shape (3, 4)",
	    tensor_narrow(step, t, 1, 5, 0));
	ck_requires("tensor_narrow: axis -3 of shape (3, 4), legal are -2 to 1",
	    tensor_narrow(step, t, -3, 0, 1));
	char text[200]; /* start + length must not overflow into the legal */
	snprintf(text, sizeof text,
	    "tensor_narrow: %zu from 2 on axis 0 of shape (3, 4)", SIZE_MAX);
	ck_requires(text, tensor_narrow(step, t, 0, 2, SIZE_MAX));
}
END_TEST

START_TEST(squeeze)
{
	Tensor *t = with_gradient(SHAPE(1, 3, 1, 1)); /* (1, 3, 1, 1) */
	ck_view(tensor_squeeze(step, t), t, 0, SHAPE(3), SHAPE(1));
	Tensor *turned = tensor_transpose(step, numbered(SHAPE(2, 1, 3)), 0, 2);
	ck_view(
	    tensor_squeeze(step, turned), turned, 0, SHAPE(3, 2), SHAPE(1, 3));
	Tensor *single = with_gradient(SHAPE(1, 1)); /* (1, 1) */
	ck_view(tensor_squeeze(step, single), single, 0, SCALAR, SCALAR);
	Tensor *full = with_gradient(SHAPE(2, 3)); /* (2, 3) */
	ck_view(tensor_squeeze(step, full), full, 0, SHAPE(2, 3), SHAPE(3, 1));
	Tensor *empty = with_gradient(SHAPE(1, 0)); /* (1, 0) */
	ck_view(tensor_squeeze(step, empty), empty, 0, SHAPE(0), SHAPE(1));
}
END_TEST

/* With a batch of one, squeeze takes the batch away as well. */
START_TEST(squeeze_of_a_batch_of_one)
{
	Tensor *one = with_gradient(SHAPE(1, 1)); /* (1, 1) */
	ck_view(tensor_squeeze(step, one), one, 0, SCALAR, SCALAR);
	ck_view(tensor_squeeze_axis(step, one, -1), one, 0, SHAPE(1), SHAPE(1));
	ck_view(tensor_squeeze_axis(step, one, 1), one, 0, SHAPE(1), SHAPE(1));
}
END_TEST

START_TEST(squeeze_axis)
{
	Tensor *t = with_gradient(SHAPE(1, 3, 1)); /* (1, 3, 1) */
	ck_view(
	    tensor_squeeze_axis(step, t, 0), t, 0, SHAPE(3, 1), SHAPE(1, 1));
	ck_view(
	    tensor_squeeze_axis(step, t, -1), t, 0, SHAPE(1, 3), SHAPE(3, 1));
	ck_view(tensor_squeeze_axis(step, t, 1), t, 0, SHAPE(1, 3, 1),
	    SHAPE(3, 1, 1));
	ck_requires(
	    "tensor_squeeze_axis: axis 3 of shape (1, 3, 1), legal are -3 to 2",
	    tensor_squeeze_axis(step, t, 3));
}
END_TEST

START_TEST(unsqueeze_of_a_vector)
{
	Tensor *t = with_gradient(SHAPE(4)); /* (4,) */
	ck_view(tensor_unsqueeze(step, t, 0), t, 0, SHAPE(1, 4), SHAPE(1, 1));
	ck_view(tensor_unsqueeze(step, t, -2), t, 0, SHAPE(1, 4), SHAPE(1, 1));
	ck_view(tensor_unsqueeze(step, t, 1), t, 0, SHAPE(4, 1), SHAPE(1, 1));
	ck_view(tensor_unsqueeze(step, t, -1), t, 0, SHAPE(4, 1), SHAPE(1, 1));
	ck_requires("tensor_unsqueeze: axis 2 of shape (4,), legal are -2 to 1",
	    tensor_unsqueeze(step, t, 2));
	ck_requires(
	    "tensor_unsqueeze: axis -3 of shape (4,), legal are -2 to 1",
	    tensor_unsqueeze(step, t, -3));
}
END_TEST

START_TEST(unsqueeze)
{
	Tensor *t = with_gradient(SHAPE(2, 3)); /* (2, 3) */
	ck_view(
	    tensor_unsqueeze(step, t, 0), t, 0, SHAPE(1, 2, 3), SHAPE(1, 3, 1));
	ck_view(
	    tensor_unsqueeze(step, t, 1), t, 0, SHAPE(2, 1, 3), SHAPE(3, 1, 1));
	ck_view(
	    tensor_unsqueeze(step, t, 2), t, 0, SHAPE(2, 3, 1), SHAPE(3, 1, 1));
	Tensor *scalar = tensor_scalar(step, 1); /* () */
	ck_view(
	    tensor_unsqueeze(step, scalar, -1), scalar, 0, SHAPE(1), SHAPE(1));
	Tensor *full = numbered(SHAPE(1, 1, 1, 1, 1, 1, 1, 2)); /* 8 axes */
	ck_requires(
	    "tensor_unsqueeze: shape (1, 1, 1, 1, 1, 1, 1, 2) has 8 axes "
	    "already",
	    tensor_unsqueeze(step, full, 0));
}
END_TEST

START_TEST(transpose)
{
	Tensor *t = with_gradient(SHAPE(2, 3, 4)); /* (2, 3, 4) */
	ck_view(tensor_transpose(step, t, 0, 2), t, 0, SHAPE(4, 3, 2),
	    SHAPE(1, 4, 12));
	ck_view(tensor_transpose(step, t, -1, -2), t, 0, SHAPE(2, 4, 3),
	    SHAPE(12, 1, 4));
	ck_view(tensor_transpose(step, t, 1, -2), t, 0, SHAPE(2, 3, 4),
	    SHAPE(12, 4, 1));
	ck_requires(
	    "tensor_transpose: axis 3 of shape (2, 3, 4), legal are -3 to 2",
	    tensor_transpose(step, t, 0, 3));
	ck_requires(
	    "tensor_transpose: axis -4 of shape (2, 3, 4), legal are -3 to 2",
	    tensor_transpose(step, t, -4, 0));
	ck_requires("tensor_transpose: shape () has no axes",
	    tensor_transpose(step, tensor_scalar(step, 1), 0, 0));
}
END_TEST

START_TEST(matrix_transpose)
{
	Tensor *t = with_gradient(SHAPE(2, 3)); /* (2, 3) */
	Tensor *turned = tensor_t(step, t);     /* (3, 2) */
	ck_view(turned, t, 0, SHAPE(3, 2), SHAPE(1, 3));
	ck_view(tensor_t(step, turned), t, 0, SHAPE(2, 3), SHAPE(3, 1));
	ck_requires("tensor_t: shape (4,) is no matrix",
	    tensor_t(step, numbered(SHAPE(4))));
	ck_requires("tensor_t: shape (2, 3, 4) is no matrix",
	    tensor_t(step, numbered(SHAPE(2, 3, 4))));
}
END_TEST

START_TEST(view_of_a_view)
{
	Tensor *t = with_gradient(SHAPE(4, 5));                /* (4, 5) */
	Tensor *inner = tensor_narrow(step, t, 1, 1, 3);       /* (4, 3) */
	Tensor *turned = tensor_t(step, inner);                /* (3, 4) */
	Tensor *corner = tensor_narrow(step, turned, 0, 1, 2); /* (2, 4) */
	ck_view(corner, t, 2, SHAPE(2, 4), SHAPE(1, 5));
	ck_view(tensor_select(step, corner, 1, 3), t, 17, SHAPE(2), SHAPE(1));
}
END_TEST

TESTS("views", whole, select, select_writes_through, select_out_of_range,
    narrow, narrow_to_nothing, narrow_out_of_range, squeeze,
    squeeze_of_a_batch_of_one, squeeze_axis, unsqueeze_of_a_vector, unsqueeze,
    transpose, matrix_transpose, view_of_a_view)

/*
 * Chapter 3's one-hot rows: by hand, there and back, and what is no label.
 */
#include "tests/common/oracle.h"

#include "chapters/03_mse/mse.h"

#include <math.h>

START_TEST(by_hand)
{
	Tensor *labels = tensor_of(step, SHAPE(3), 2, 0, 3); /* (3,) */
	ck_tensor(one_hot(step, labels, 4), SHAPE(3, 4), 0, 0, 0, 1, 0, 1, 0, 0,
	    0, 0, 0, 0, 1);
	Tensor *car = tensor_of(step, SHAPE(1), 99); /* (1,) */
	Tensor *row = one_hot(step, car, 100);       /* (1, 100) */
	ck_assert(shape_equal(tensor_shape(row), SHAPE(1, 100)));
	ck_assert(row->data[99] == 1 && tensor_sum_all(row) == 1);
}
END_TEST

START_TEST(and_back)
{
	Random random;
	random_seed(&random, 7);
	Tensor *labels = tensor_new(step, SHAPE(500)); /* (500,) */
	random_integers(&random, labels, 0, 10);
	Tensor *rows = one_hot(step, labels, 10); /* (500, 10) */
	ck_assert(shape_equal(tensor_shape(rows), SHAPE(500, 10)));
	ck_tensors_equal(tensor_argmax(step, rows, 1), labels, 0);
	ck_assert(tensor_sum_all(rows) == 500);
}
END_TEST

START_TEST(of_a_view)
{
	Tensor *pairs = tensor_of(step, SHAPE(2, 2), 0, 9, 1, 9); /* (2, 2) */
	ck_tensor(one_hot(step, tensor_select(step, pairs, 1, 0), 2),
	    SHAPE(2, 2), 0, 1, 0, 0, 1);
}
END_TEST

START_TEST(of_nothing)
{
	Tensor *rows = one_hot(step, numbered(SHAPE(0)), 10); /* (0, 10) */
	ck_assert(shape_equal(tensor_shape(rows), SHAPE(0, 10)));
}
END_TEST

/* Asserts that a label in row 1 is refused, and how it is called. */
static void
check_refuses(double label, const char *called)
{
	Tensor *labels = tensor_of(
	    step, SHAPE(3), 0, (Real)label, 9); /* (3,) */
	char text[200];
	snprintf(text, sizeof text,
	    "one_hot: label %s of row 1, expected 0 to 9", called);
	ck_requires(text, one_hot(step, labels, 10));
}

START_TEST(refuses_labels)
{
	check_refuses(10, "10");
	check_refuses(-1, "-1");
	check_refuses(2.5, "2.5");
	check_refuses(-0.5, "-0.5");
	check_refuses(1e30, "1e+30");
	check_refuses((double)INFINITY, "inf");
	check_refuses((double)NAN, "nan");
}
END_TEST

START_TEST(refuses_a_column)
{
	Tensor *column = numbered(SHAPE(3, 1)); /* (3, 1) */
	const char *text = "one_hot: labels (3, 1), expected (n,)";
	ck_requires(text, one_hot(step, column, 10));
}
END_TEST

/* Not even where no label asks for one. */
START_TEST(refuses_no_classes)
{
	Tensor *none = tensor_zeros(step, SHAPE(0)); /* (0,) */
	ck_requires("one_hot: no classes", one_hot(step, none, 0));
}
END_TEST

TESTS("one_hot", by_hand, and_back, of_a_view, of_nothing, refuses_labels,
    refuses_a_column, refuses_no_classes)

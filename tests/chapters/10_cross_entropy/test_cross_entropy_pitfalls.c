/*
 * Chapter 10's mistakes: each is wrong in its own way, and the judge of
 * probabilities sees it.
 */
#include "tests/chapters/10_cross_entropy/rows.h"

#include "chapters/10_cross_entropy/cross_entropy.h"
#include "chapters/10_cross_entropy/pitfalls.h"

/* Right and wrong as stored with the published examples. */
START_TEST(without_none_of_a_square)
{
	Tensor *x = tensor_of(
	    step, SHAPE(3, 3), 0, 1, 2, 3, 1, 0, 1, 1, 1); /* (3, 3) */
	ck_tensor(log_softmax(step, x), SHAPE(3, 3), 1e-6, -2.407605964,
	    -1.407605964, -0.407605964, -0.16984602, -2.16984602, -3.16984602,
	    -1.098612289, -1.098612289, -1.098612289);
	Tensor *wrong = log_softmax_without_none(step, x); /* (3, 3) */
	ck_tensor(wrong, SHAPE(3, 3), 1e-6, -2.407605964, -2.16984602,
	    -0.098612289, 0.592394036, -2.16984602, -2.098612289, -1.407605964,
	    -2.16984602, -1.098612289);
	ck_tensor(tensor_sum(step, tensor_exp(step, wrong), 1), SHAPE(3), 1e-6,
	    1.11031971537, 2.0451340814, 0.692257003773);
	ck_assert_double_eq_tol(normalisation_error(wrong), 1.0451340814, 1e-6);
	ck_assert(normalisation_error(log_softmax(step, x)) < near);
}
END_TEST

START_TEST(without_none_of_other_shapes)
{
	Tensor *row = tensor_of(step, SHAPE(1, 3), 1, 4, 2); /* (1, 3) */
	ck_tensors_equal(
	    log_softmax_without_none(step, row), log_softmax(step, row), near);
	Tensor *column = tensor_of(step, SHAPE(3, 1), 1, 4, 2); /* (3, 1) */
	ck_tensor(log_softmax_without_none(step, column), SHAPE(3, 3), 0, 0, -3,
	    -1, 3, 0, 2, 1, -2, 0);
	Tensor *wide = numbered(SHAPE(2, 3)); /* (2, 3) */
	const char *text =
	    "tensor_sub: shapes (2, 3) and (2,) do not broadcast";
	ck_requires(text, log_softmax_without_none(step, wide));
	Tensor *tall = numbered(SHAPE(4, 3)); /* (4, 3) */
	text = "tensor_sub: shapes (4, 3) and (4,) do not broadcast";
	ck_requires(text, log_softmax_without_none(step, tall));
}
END_TEST

/* Ten rows of ten: no complaint, and nearly the same loss. */
START_TEST(ten_by_ten)
{
	Random random;
	random_seed(&random, 1);
	Tensor *x = tensor_new(step, SHAPE(10, 10)); /* (10, 10) */
	random_normal(&random, x);
	Tensor *wrong = log_softmax_without_none(step, x); /* (10, 10) */
	ck_assert(shape_equal(tensor_shape(wrong), SHAPE(10, 10)));
	ck_assert(normalisation_error(log_softmax(step, x)) < 10 * near);
	ck_assert(normalisation_error(wrong) > 0.1);
}
END_TEST

/* One row survives, the one with the largest of all. */
START_TEST(one_maximum_for_all)
{
	Tensor *x = tensor_of(step, SHAPE(2, 2), 2, 1, 1000, 999); /* (2, 2) */
	const double first = -log1p(exp(-1)), second = -1 - log1p(exp(-1));
	ck_tensor(log_softmax(step, x), SHAPE(2, 2), near, first, second, first,
	    second);
	ck_tensor(log_softmax_one_maximum(step, x), SHAPE(2, 2), near, Inf, Inf,
	    first, second);
	ck_assert(normalisation_error(log_softmax_one_maximum(step, x)) == Inf);
}
END_TEST

START_TEST(put_back)
{
	Random random;
	random_seed(&random, 2);
	Tensor *x = tensor_new(step, SHAPE(20, 5)); /* (20, 5) */
	random_normal(&random, x);
	ck_tensors_equal(
	    log_softmax_put_back(step, x), log_softmax(step, x), near);
	/* A float has steps of 1 / 128 at a hundred thousand. */
	Tensor *large = tensor_of(step, SHAPE(1, 2), 100000, 100001);
	double right = at(log_softmax(step, large), 0, 1);
	double off = at(log_softmax_put_back(step, large), 0, 1) - right;
	check_near(right, -log1p(exp(-1)));
	if (sizeof(Real) == sizeof(float))
		ck_assert(fabs(off) > 1e-4 && fabs(off) < 1. / 128);
	else
		ck_assert(fabs(off) < 1e-10);
}
END_TEST

TESTS("cross_entropy_pitfalls", without_none_of_a_square,
    without_none_of_other_shapes, ten_by_ten, one_maximum_for_all, put_back)

/*
 * Chapter 6: the judge who measures. What is acquitted, convicted, skipped.
 */
#include "tests/chapters/06_gradients/trial.h"

START_TEST(acquits_right_gradients)
{
	static const Shape shapes[] = {
	    {0, {0}}, {1, {7}}, {2, {2, 3}}, {3, {2, 2, 3}}};
	for (int i = 0; i < 4; i++) {
		Trial *trial = trial_of(numbered(shapes[i]));
		size_t n = tensor_count(trial->w);
		check_measured(
		    try(parabola, trial, right_gradient(trial), ALL), n, 0);
	}
}
END_TEST

START_TEST(convicts_each_single_element)
{
	static const char *const pairs[] = {
	    "0, 0", "0, 1", "0, 2", "1, 0", "1, 1", "1, 2"};
	for (size_t at = 0; at < 6; at++) {
		Trial *trial = trial_of(numbered(SHAPE(2, 3)));
		Tensor *gradient = right_gradient(trial); /* (2, 3) */
		gradient->data[at] += 1;
		check_wrong(try(parabola, trial, gradient, ALL), pairs[at],
		    (double)(at + 1), (double)at);
	}
}
END_TEST

START_TEST(convicts_other_functions_of_the_tensor)
{
	Trial *trial = trial_of(tensor_of(step, SHAPE(2), 3, 4)); /* (2,) */
	const Tensor *right = right_gradient(trial);              /* (2,) */
	const Tensor *wrong[] = {tensor_neg(step, right),
	    tensor_mul(step, right, tensor_scalar(step, 2)),
	    tensor_zeros(step, SHAPE(2))}; /* (2,) each */
	static const double found[] = {-3, 6, 0};
	for (int i = 0; i < 3; i++)
		check_wrong(
		    try(parabola, trial, wrong[i], ALL), "0", found[i], 3);
}
END_TEST

START_TEST(judges_views)
{
	Tensor *all = numbered(SHAPE(3, 4));              /* (3, 4) */
	Tensor *part = tensor_narrow(step, all, 1, 1, 2); /* (3, 2) */
	Trial *trial = trial_of(tensor_t(step, part));    /* (2, 3) */
	Tensor *gradient = tensor_clone(step, all);       /* (3, 4) */
	const Tensor *view = tensor_t(
	    step, tensor_narrow(step, gradient, 1, 1, 2)); /* (2, 3) */
	check_measured(try(parabola, trial, view, ALL), 6, 0);
	ck_tensors_equal(all, numbered(SHAPE(3, 4)), 0);
	gradient->data[6] = 0; /* of the view, row 1, column 1 */
	check_wrong(try(parabola, trial, view, ALL), "1, 1", 0, 6);
}
END_TEST

/* The loss does not depend on w: it is right to claim 0, and only that. */
static double
constant(Arena *judges, void *context)
{
	(void)judges, (void)context;
	return 7;
}

START_TEST(judges_zeros)
{
	Trial *trial = trial_of(numbered(SHAPE(3)));     /* (3,) */
	Tensor *gradient = tensor_zeros(step, SHAPE(3)); /* (3,) */
	check_measured(try(constant, trial, gradient, ALL), 3, 0);
	gradient->data[2] = (Real)0x1p-100;
	check_wrong(try(constant, trial, gradient, ALL), "2", 0x1p-100, 0);
}
END_TEST

START_TEST(convicts_what_is_no_number)
{
	for (size_t at = 0; at < 3; at++) {
		Trial *trial = trial_of(numbered(SHAPE(3))); /* (3,) */
		Tensor *gradient = right_gradient(trial);    /* (3,) */
		gradient->data[at] = (Real)NAN;
		Judgement judgement = try(parabola, trial, gradient, ALL);
		ck_assert(!judgement.right && isnan(judgement.found));
		ck_assert(isnan(judgement.largest));
		ck_assert_int_eq(judgement.index[0], (char)('0' + at));
	}
}
END_TEST

static double
no_number(Arena *judges, void *context)
{
	(void)judges, (void)context;
	return NaN;
}

/* One of many, where a single look must find it. */
START_TEST(convicts_no_number_among_many)
{
	for (size_t at = 0; at < ALL; at += 9) {
		Trial *trial = trial_of(numbered(SHAPE(ALL))); /* (100,) */
		Tensor *gradient = right_gradient(trial);      /* (100,) */
		gradient->data[at] = (Real)NAN;
		Judgement judgement = try(parabola, trial, gradient, 1);
		ck_assert(!judgement.right && isnan(judgement.found));
	}
}
END_TEST

START_TEST(convicts_where_the_loss_is_no_number)
{
	Trial *trial = trial_of(numbered(SHAPE(3))); /* (3,) */
	ck_assert(!try(no_number, trial, right_gradient(trial), ALL).right);
}
END_TEST

/* Corners at 0. */
static double
sum_of_sizes(Arena *judges, void *context)
{
	const Trial *trial = context;
	return tensor_sum_all(tensor_abs(judges, trial->w));
}

/* Between the two steps from a corner; out of reach; between, on the left. */
START_TEST(skips_kinks)
{
	Tensor *w = tensor_of(
	    step, SHAPE(3), (Real)0.25, 1, (Real)-0.25); /* (3,) */
	Trial *trial = trial_of(w);
	Tensor *gradient = tensor_of(step, SHAPE(3), 1, 1, -1); /* (3,) */
	check_measured(try(sum_of_sizes, trial, gradient, ALL), 1, 2);
	gradient->data[0] = 77; /* is not looked at */
	gradient->data[2] = (Real)NAN;
	ck_assert(try(sum_of_sizes, trial, gradient, ALL).right);
	gradient->data[1] = -1;
	check_wrong(try(sum_of_sizes, trial, gradient, ALL), "1", -1, 1);
}
END_TEST

/* At the corner itself both steps measure 0, which is no slope there. */
START_TEST(skips_an_element_at_a_kink)
{
	Trial *trial = trial_of(tensor_of(step, SHAPE(3), 0, 1, -1)); /* (3,) */
	Tensor *gradient = tensor_of(step, SHAPE(3), 1, 1, -1);       /* (3,) */
	check_measured(try(sum_of_sizes, trial, gradient, ALL), 2, 1);
	gradient->data[0] = 0;
	check_measured(try(sum_of_sizes, trial, gradient, ALL), 2, 1);
}
END_TEST

START_TEST(judges_nothing)
{
	Trial *kinks = trial_of(tensor_full(step, SHAPE(2), (Real)0.25));
	const Tensor *ones = tensor_full(step, SHAPE(2), 1); /* (2,) */
	check_measured(try(sum_of_sizes, kinks, ones, ALL), 0, 2);
	check_measured(try(sum_of_sizes, kinks, ones, 0), 0, 0);
	Trial *empty = trial_of(numbered(SHAPE(0, 3)));
	check_measured(try(parabola, empty, numbered(SHAPE(0, 3)), ALL), 0, 0);
}
END_TEST

START_TEST(refuses_another_shape)
{
	Trial *trial = trial_of(numbered(SHAPE(2, 3))); /* (2, 3) */
	const Claim claim = {"w1.g", trial->w, numbered(SHAPE(3))};
	const char *text = "judge: w1.g (3,) on trial, (2, 3) expected";
	ck_requires(text,
	    judge_by_differences(step, parabola, trial, &claim, 1, 1, h, 1));
}
END_TEST

/* Before anything is measured. */
START_TEST(refuses_a_missing_gradient)
{
	Trial *trial = trial_of(numbered(SHAPE(2)));
	const Claim claims[] = {{"w1.g", trial->w, numbered(SHAPE(2))},
	    {"b1.g", trial->other, NULL}};
	const char *text = "judge: no gradient recorded for b1.g";
	ck_requires(text,
	    judge_by_differences(step, parabola, trial, claims, 2, 1, h, 1));
	ck_assert_int_eq(trial->moves, 0);
}
END_TEST

TESTS("judge_differences", acquits_right_gradients,
    convicts_each_single_element, convicts_other_functions_of_the_tensor,
    judges_views, judges_zeros, convicts_what_is_no_number,
    convicts_no_number_among_many, convicts_where_the_loss_is_no_number,
    skips_kinks, skips_an_element_at_a_kink, judges_nothing,
    refuses_another_shape, refuses_a_missing_gradient)

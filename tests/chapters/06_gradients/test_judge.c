/*
 * Chapter 6: the judge who compares with tensors, and what all judges have in
 * common: how an error is measured, what is acquitted, what is convicted.
 */
#include "tests/chapters/06_gradients/verdicts.h"

/* One gradient on trial, against one tensor. */
static Judgement
judge(const Tensor *gradient, const Tensor *expected, double tolerance)
{
	const Claim claim = {"w.g", NULL, gradient};
	return judge_by_tensors(&claim, 1, &expected, tolerance);
}

/* 1, 2, 3, ... row by row. */
static Tensor *
counted(Shape shape)
{
	return tensor_add(step, numbered(shape), tensor_scalar(step, 1));
}

START_TEST(acquits_equal_tensors)
{
	const Tensor *t = counted(SHAPE(2, 3)); /* (2, 3) */
	Judgement judgement = judge(t, tensor_clone(step, t), 0.125);
	check_right(judgement, 6, 0);
	ck_assert(judgement.tolerance == 0.125);
	check_right(
	    judge(tensor_scalar(step, 4), tensor_scalar(step, 4), 0), 1, 0);
}
END_TEST

/* Element number `at` doubled: its error is 1. */
static void
check_convicts(Shape shape, size_t at, const char *index)
{
	const Tensor *right = counted(shape);      /* shape */
	Tensor *wrong = tensor_clone(step, right); /* shape */
	wrong->data[at] *= 2;
	Judgement judgement = judge(wrong, right, 0.5);
	double expected = (double)(at + 1);
	check_wrong(judgement, index, 2 * expected, expected);
	ck_assert(judgement.largest == 1);
	ck_assert_uint_eq(judgement.looked, tensor_count(right));
}

START_TEST(convicts_each_single_element)
{
	static const char *const pairs[] = {
	    "0, 0", "0, 1", "0, 2", "1, 0", "1, 1", "1, 2"};
	static const char *const triples[] = {
	    "0, 0, 0", "0, 0, 1", "0, 1, 0", "0, 1, 1", "0, 2, 0", "0, 2, 1"};
	static const char *const numbers[] = {"0", "1", "2", "3", "4", "5"};
	check_convicts(SCALAR, 0, "");
	for (size_t at = 0; at < 6; at++) {
		check_convicts(SHAPE(6), at, numbers[at]);
		check_convicts(SHAPE(2, 3), at, pairs[at]);
		check_convicts(SHAPE(1, 3, 2), at, triples[at]);
	}
	check_convicts(SHAPE(200, 300), 200 * 300 - 1, "199, 299");
}
END_TEST

START_TEST(names_the_first_of_many)
{
	const Tensor *right = counted(SHAPE(2, 2)); /* (2, 2) */
	const Tensor *wrong = tensor_of(
	    step, SHAPE(2, 2), 1, 3, 4, 12); /* (2, 2) */
	const Claim claims[] = {{"fine", NULL, right}, {"w.g", NULL, wrong},
	    {"also wrong", NULL, tensor_scalar(step, 9)}};
	const Tensor *const expected[] = {right, right, tensor_scalar(step, 1)};
	Judgement judgement = judge_by_tensors(claims, 2, expected, 0.25);
	check_wrong(judgement, "0, 1", 3, 2);
	ck_assert(judgement.largest == 2);
	ck_assert_uint_eq(judgement.looked, 8);
	judgement = judge_by_tensors(claims, 3, expected, 0.25);
	check_wrong(judgement, "0, 1", 3, 2);
	ck_assert(judgement.largest == 8);
}
END_TEST

/* The tolerance itself is still right. */
START_TEST(is_exact_at_the_tolerance)
{
	const Tensor *right = tensor_of(step, SHAPE(2), -4, 2); /* (2,) */
	Tensor *found = tensor_of(step, SHAPE(2), -5, 2);       /* (2,) */
	check_right(judge(found, right, 0.25), 2, 0.25);
	check_wrong(judge(found, right, 0.2499), "0", -5, -4);
	found->data[0] = -3;
	check_right(judge(found, right, 0.25), 2, 0.25);
	check_wrong(judge(found, right, 0.2499), "0", -3, -4);
	found->data[0] = 4; /* the sign */
	check_wrong(judge(found, right, 1), "0", 4, -4);
}
END_TEST

/* Small values are measured by a hundredth of their tensor's largest. */
START_TEST(measures_by_the_largest)
{
	const Tensor *right = tensor_of(
	    step, SHAPE(4), 2, -400, (Real)0.5, 0); /* (4,) */
	Tensor *found = tensor_clone(step, right);  /* (4,) */
	found->data[2] = (Real)0.75;
	found->data[3] = (Real)-0.25;
	check_right(judge(found, right, 0.0625), 4, 0.0625);
	check_wrong(judge(found, right, 0.0624), "2", 0.75, 0.5);
	found->data[2] = (Real)0.5;
	check_wrong(judge(found, right, 0.0624), "3", -0.25, 0);
	found->data[3] = 0;
	found->data[1] = -425; /* by itself */
	check_right(judge(found, right, 0.0625), 4, 0.0625);
}
END_TEST

/* A large value in one tensor excuses nothing in another. */
START_TEST(measures_each_tensor_by_itself)
{
	const Claim claims[] = {{"large", NULL, tensor_scalar(step, 1000)},
	    {"w.g", NULL, tensor_scalar(step, 2)}};
	const Tensor *const expected[] = {
	    tensor_scalar(step, 1000), tensor_scalar(step, 1)};
	check_wrong(judge_by_tensors(claims, 2, expected, 0.5), "", 2, 1);
}
END_TEST

START_TEST(judges_zeros)
{
	const Tensor *zeros = tensor_zeros(step, SHAPE(2)); /* (2,) */
	check_right(judge(zeros, tensor_neg(step, zeros), 0), 2, 0);
	Tensor *found = tensor_zeros(step, SHAPE(2)); /* (2,) */
	found->data[1] = (Real)0x1p-100;
	Judgement judgement = judge(found, zeros, 1e9);
	check_wrong(judgement, "1", 0x1p-100, 0);
	ck_assert(judgement.largest == Inf);
}
END_TEST

START_TEST(convicts_what_is_no_number)
{
	const Tensor *right = counted(SHAPE(3)); /* (3,) */
	static const double strange[] = {(double)NAN, (double)INFINITY};
	for (int i = 0; i < 2; i++)
		for (size_t at = 0; at < 3; at++) {
			Tensor *found = tensor_clone(step, right); /* (3,) */
			found->data[at] = (Real)strange[i];
			char index[2] = {(char)('0' + at), '\0'};
			Judgement judgement = judge(found, right, 1e9);
			check_wrong(judgement, index, strange[i],
			    (double)right->data[at]);
			ck_assert(!isfinite(judgement.largest));
		}
}
END_TEST

START_TEST(judges_infinity)
{
	const Tensor *right = tensor_of(
	    step, SHAPE(2), (Real)INFINITY, 1); /* (2,) */
	check_right(judge(right, right, 0), 2, 0);
	Tensor *found = tensor_of(
	    step, SHAPE(2), -(Real)INFINITY, 1); /* (2,) */
	check_wrong(judge(found, right, 1), "0", -Inf, Inf);
	/* Beside it, the others are still judged. */
	found = tensor_of(step, SHAPE(2), (Real)INFINITY, 2); /* (2,) */
	check_wrong(judge(found, right, 0.5), "1", 2, 1);
}
END_TEST

START_TEST(judges_views)
{
	Tensor *right = counted(SHAPE(2, 3));              /* (2, 3) */
	const Tensor *turned = tensor_t(step, right);      /* (3, 2) */
	const Tensor *copied = tensor_clone(step, turned); /* (3, 2) */
	check_right(judge(turned, copied, 0), 6, 0);
	check_right(judge(copied, turned, 0), 6, 0);
	right->data[1] = 20; /* of the transpose, row 1, column 0 */
	check_wrong(judge(turned, copied, 0.5), "1, 0", 20, 2);
	check_wrong(judge(copied, turned, 0.5), "1, 0", 2, 20);
}
END_TEST

START_TEST(judges_nothing)
{
	const Tensor *empty = numbered(SHAPE(0, 3)); /* (0, 3) */
	check_right(judge(empty, empty, 0), 0, 0);
	check_right(judge_by_tensors(NULL, 0, NULL, 0), 0, 0);
}
END_TEST

START_TEST(refuses_other_shapes)
{
	const Tensor *gradient = numbered(SHAPE(2, 3)); /* (2, 3) */
	const Tensor *expected = numbered(SHAPE(3, 2)); /* (3, 2) */
	const Claim claim = {"w1.g", NULL, gradient};
	const char *text = "judge: w1.g (2, 3) on trial, (3, 2) expected";
	ck_requires(text, judge_by_tensors(&claim, 1, &expected, 0));
}
END_TEST

/* A gradient that nobody computed is no crash, and no zero. */
START_TEST(refuses_a_missing_gradient)
{
	const Tensor *expected = numbered(SHAPE(2)); /* (2,) */
	const Claim claims[] = {{"w1.g", NULL, expected}, {"b1.g", NULL, NULL}};
	const Tensor *const both[] = {expected, expected};
	const char *text = "judge: no gradient recorded for b1.g";
	ck_requires(text, judge_by_tensors(claims, 2, both, 0));
}
END_TEST

TESTS("judge", acquits_equal_tensors, convicts_each_single_element,
    names_the_first_of_many, is_exact_at_the_tolerance, measures_by_the_largest,
    measures_each_tensor_by_itself, judges_zeros, convicts_what_is_no_number,
    judges_infinity, judges_views, judges_nothing, refuses_other_shapes,
    refuses_a_missing_gradient)

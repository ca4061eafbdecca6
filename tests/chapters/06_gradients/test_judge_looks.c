/*
 * Chapter 6: where the judge who measures looks, and how: the elements chosen,
 * the steps taken, and that all is put back.
 */
#include "tests/chapters/06_gradients/trial.h"

#include <string.h>

/* Both to both sides, the larger first; nothing else moves. */
START_TEST(takes_two_steps)
{
	static const double distances[] = {0.375, -0.375, 0.125, -0.125};
	Trial *trial = trial_of(numbered(SHAPE(1)));
	try(parabola, trial, right_gradient(trial), ALL);
	ck_assert_int_eq(trial->moved[0], 4);
	for (int i = 0; i < 4; i++)
		ck_assert(trial->distance[i] == distances[i]);
}
END_TEST

static int
elements_moved(const Trial *trial)
{
	int count = 0;
	for (int i = 0; i < ALL; i++)
		count += trial->moved[i] > 0;
	return count;
}

/* Some of many: so many at most, the largest among them, and no others. */
START_TEST(looks_at_the_largest)
{
	for (size_t largest = 0; largest < ALL; largest += 9) {
		Trial *trial = trial_of(tensor_full(step, SHAPE(ALL), 1));
		trial->w->data[largest] = trial->start->data[largest] = -3;
		check_measured(
		    try(parabola, trial, right_gradient(trial), 1), 1, 0);
		ck_assert_int_eq(trial->moved[largest], 4);
		ck_assert_int_eq(elements_moved(trial), 1);
	}
}
END_TEST

/* As many looks as elements: one each. */
START_TEST(looks_at_all)
{
	Trial *trial = trial_of(numbered(SHAPE(7))); /* (7,) */
	check_measured(try(parabola, trial, right_gradient(trial), 7), 7, 0);
	for (int i = 0; i < 7; i++)
		ck_assert_int_eq(trial->moved[i], 4);
}
END_TEST

START_TEST(looks_at_others_too)
{
	Trial *trial = trial_of(numbered(SHAPE(ALL)));
	check_measured(try(parabola, trial, right_gradient(trial), 12), 12, 0);
	ck_assert_int_gt(elements_moved(trial), 6);
	ck_assert_int_gt(trial->moved[ALL - 1], 0);
	Trial *again = trial_of(numbered(SHAPE(ALL)));
	try(parabola, again, right_gradient(again), 12);
	ck_assert(memcmp(trial->moved, again->moved, sizeof again->moved) == 0);
}
END_TEST

START_TEST(puts_back_bit_for_bit)
{
	Trial *trial = trial_of(tensor_of(step, SHAPE(6), (Real)0.1, -(Real)0,
	    (Real)1e-40, (Real)1e30, (Real)-1.0 / 3, 12345678)); /* (6,) */
	try(parabola, trial, right_gradient(trial), ALL);
	ck_assert_int_gt(trial->moves, 0);
	ck_assert(memcmp(trial->w->data, trial->start->data,
		      6 * sizeof *trial->w->data) == 0);
}
END_TEST

/* Each claim gets its looks; one that is wrong is found behind one that is
   right. */
START_TEST(judges_several_claims)
{
	Trial *trial = trial_of(numbered(SHAPE(5)));       /* (5,) */
	Tensor *of_other = tensor_full(step, SHAPE(2), 2); /* (2,) */
	const Claim claims[] = {{"other.g", trial->other, of_other},
	    {"w.g", trial->w, right_gradient(trial)}};
	Arena *judges = arena_create("judges");
	Judgement judgement = judge_by_differences(
	    judges, parabola, trial, claims, 2, 3, h, tolerance);
	check_measured(judgement, 5, 0);
	claims[1].gradient->data[4] = 5;
	judgement = judge_by_differences(
	    judges, parabola, trial, claims, 2, 3, h, tolerance);
	check_wrong(judgement, "4", 5, 4);
	arena_destroy(judges);
}
END_TEST

TESTS("judge_looks", takes_two_steps, looks_at_the_largest, looks_at_all,
    looks_at_others_too, puts_back_bit_for_bit, judges_several_claims)

/*
 * Chapter 11's walks: the lecture's to 1e-12, PyTorch's, and the forms that
 * were derived.
 */
#include "tests/chapters/11_descent/walking.h"

#include "chapters/11_descent/trials.h"
#include "tests/golden/descent.h"

static void
check_lecture(const Descent *descent, const double *golden)
{
	Path path = lecture_path(step, descent);
	ck_assert_int_eq(path.places, GOLDEN_LECTURE_PLACES);
	for (int i = 0; i < path.places; i++)
		ck_assert_double_eq_tol(*path_at(&path, i), golden[i], 1e-12);
}

START_TEST(the_lectures_walks)
{
	check_lecture(&large_steps, golden_large);
	check_lecture(&small_steps, golden_small);
	check_lecture(&as_printed, golden_printed);
	check_lecture(&as_it_should_be, golden_usual);
}
END_TEST

/* As published beside the lecture's pictures, from another reckoning. */
START_TEST(the_lectures_walks_once_more)
{
	static const double printed[] = {1, 0.9, 0.7110497238, 0.4548904135,
	    0.162010345, -0.1318090306, -0.3900895553, -0.580761829,
	    -0.6809657759, -0.6806926914, -0.5845447867};
	static const double usual[] = {1, -0.9, -0.9, -0.26900369, 0.3271309453,
	    0.6259142507, 0.6071238073, 0.3708255916, 0.05230727965,
	    -0.230438618, -0.4025511026};
	for (int i = 0; i < GOLDEN_LECTURE_PLACES; i++) {
		ck_assert_double_eq_tol(golden_large[i], pow(-0.9, i), 1e-12);
		ck_assert_double_eq_tol(golden_small[i], pow(0.8, i), 1e-12);
		ck_assert_double_eq_tol(golden_printed[i], printed[i], 6e-11);
		ck_assert_double_eq_tol(golden_usual[i], usual[i], 6e-11);
	}
}
END_TEST

/* PyTorch leaves the factor 1 - beta out of its mean, so its rate is ours times
   that; and its Nesterov keeps the place ahead. */
START_TEST(pytorchs_walks)
{
	Surface surface = bowl_surface(&valley);
	for (size_t i = 0; i < sizeof sgd_golden / sizeof *sgd_golden; i++) {
		const SgdGolden *golden = &sgd_golden[i];
		const Descent descent = {golden->rate / (1 - golden->beta),
		    golden->beta, CORRECTION_NONE, golden->nesterov};
		double lead = golden->nesterov ? descent.rate * descent.beta
					       : 0;
		Walker walker = walker_start(&surface, far_out);
		for (int k = 0; k < GOLDEN_SGD_PLACES; k++) {
			for (int j = 0; j < 2; j++)
				ck_assert_double_eq_tol(
				    walker.x[j] - lead * walker.v[j],
				    golden->x[k][j], 1e-12);
			descent_step(&descent, &surface, &walker);
		}
	}
}
END_TEST

START_TEST(multiplied_by_hand)
{
	ck_assert(multiplied(3, 0) == 1);
	ck_assert(multiplied(-3, 1) == -3);
	ck_assert(multiplied(-2, 5) == -32);
}
END_TEST

/* Roundings are small, but two ways of adding up are never the same. */
static void
check_small(double error, double most)
{
	ck_assert_double_gt(error, 0);
	ck_assert_double_lt(error, most);
}

START_TEST(the_derived_forms)
{
	for (uint64_t seed = 1; seed <= 3; seed++) {
		Random random;
		random_seed(&random, seed);
		check_small(trial_of_exact_form(step, &random), 1e-11);
		check_small(trial_of_weights(&random), 1e-11);
		check_small(trial_of_recurrence(step, &random, false), 1e-11);
		check_small(trial_of_recurrence(step, &random, true), 1e-11);
		check_small(trial_of_gradient(&random), 1e-9);
	}
}
END_TEST

/* In the valley each axis walks by itself. */
START_TEST(axes_do_not_mix)
{
	const Descent descent = {0.06, 0.7, CORRECTION_USUAL, true};
	Surface both = bowl_surface(&valley);
	Path path = descent_path(step, &descent, &both, far_out, 30);
	for (int j = 0; j < 2; j++) {
		const Bowl one = {1, {valley.curvature[j]}};
		Surface surface = bowl_surface(&one);
		Path alone = descent_path(
		    step, &descent, &surface, &far_out[j], 30);
		for (int i = 0; i <= 30; i++)
			ck_assert(path_at(&path, i)[j] == *path_at(&alone, i));
	}
}
END_TEST

TESTS("descent_golden", the_lectures_walks, the_lectures_walks_once_more,
    pytorchs_walks, multiplied_by_hand, the_derived_forms, axes_do_not_mix)

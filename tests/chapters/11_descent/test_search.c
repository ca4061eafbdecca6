/*
 * Chapter 11's searches: who arrives and when, the edges, the best of a grid.
 */
#include "tests/chapters/11_descent/walking.h"

static int
arrives(const Descent *descent, double height, int most)
{
	Surface surface = bowl_surface(&parabola);
	return descent_arrives(descent, &surface, lecture_start, height, most);
}

START_TEST(arrives_by_hand)
{
	const Descent half = {.rate = 0.25}; /* x halves, the height quarters */
	ck_assert_int_eq(arrives(&half, 1, 10), 0);
	ck_assert_int_eq(arrives(&half, 0.99, 10), 1);
	ck_assert_int_eq(arrives(&half, 1 / 16.0, 10), 2);
	ck_assert_int_eq(arrives(&half, 1 / 16.0 - 1e-9, 10), 3);
	ck_assert_int_eq(arrives(&half, 1e-3, 5), 5);
	ck_assert_int_eq(arrives(&half, 1e-3, 4), 5); /* not within four */
	ck_assert_int_eq(arrives(&half, 1e-6, 5), 6);
	ck_assert_int_eq(arrives(&half, 2, 0), 0);
}
END_TEST

/* Momentum passes the bottom and climbs again: that is no arrival. */
START_TEST(passing_is_not_arriving)
{
	Path path = lecture_path(step, &as_printed);
	ck_assert_double_gt(pow(*path_at(&path, 3), 2), 0.1);
	ck_assert_double_lt(pow(*path_at(&path, 4), 2), 0.1);
	ck_assert_double_gt(pow(*path_at(&path, 6), 2), 0.1);
	ck_assert_int_eq(arrives(&as_printed, 0.1, 5), 4);
	ck_assert_int_eq(arrives(&as_printed, 0.1, 8), 9);
	ck_assert_int_gt(arrives(&as_printed, 0.1, 100), 10);
}
END_TEST

START_TEST(never_arrives)
{
	ck_assert_int_eq(arrives(&(Descent){.rate = 1}, 0.5, 100), 101);
	ck_assert_int_eq(arrives(&(Descent){.rate = 2}, 0.5, 100000), 100001);
	ck_assert_int_eq(arrives(&(Descent){.rate = 1e300}, 0.5, 9), 10);
	ck_assert_int_eq(arrives(&(Descent){.rate = -0.1}, 0.5, 100), 101);
	Surface surface = bowl_surface(&parabola);
	const double *start = lecture_start;
	ck_requires("descent_arrives: height 0, expected above 0",
	    descent_arrives(&small_steps, &surface, start, 0, 1));
	ck_requires("descent_arrives: -1 steps",
	    descent_arrives(&small_steps, &surface, start, 1, -1));
}
END_TEST

static bool
diverges(const Descent *descent, const Bowl *bowl)
{
	Surface surface = bowl_surface(bowl);
	static const double start[] = {1, -2};
	return descent_diverges(descent, &surface, start);
}

START_TEST(diverges_beyond_the_edge)
{
	ck_assert(!diverges(&(Descent){.rate = 0.5}, &parabola));
	ck_assert(!diverges(&(Descent){.rate = 1}, &parabola));
	ck_assert(!diverges(&(Descent){.rate = 1 - 1e-9}, &parabola));
	ck_assert(diverges(&(Descent){.rate = 1 + 1e-9}, &parabola));
	ck_assert(diverges(&(Descent){.rate = 1e9}, &parabola));
	ck_assert(diverges(&(Descent){.rate = 1e300}, &parabola));
	ck_assert(diverges(&(Descent){.rate = -1e-9}, &parabola));
	/* The steeper axis decides. */
	ck_assert(!diverges(&(Descent){.rate = 0.0799}, &valley));
	ck_assert(diverges(&(Descent){.rate = 0.0801}, &valley));
}
END_TEST

/* The formulas were derived; the bisection does not know them. */
START_TEST(edges_agree_with_the_formulas)
{
	Random random;
	random_seed(&random, 3);
	for (int trial = 0; trial < 60; trial++) {
		const Bowl bowl = {1, {between(&random, 0.01, 100)}};
		Surface surface = bowl_surface(&bowl);
		Descent descent = {.beta = between(&random, 0, 0.95),
		    .correction = (Correction)(trial % 3),
		    .looks_ahead = trial % 2};
		double formula = bowl_edge(&descent, bowl.curvature[0]);
		double found = descent_edge(descent, &surface, lecture_start);
		ck_assert_double_eq_tol(found / formula, 1, 1e-6);
	}
}
END_TEST

START_TEST(edges_by_hand)
{
	Surface surface = bowl_surface(&parabola);
	ck_assert_double_eq_tol(
	    descent_edge(small_steps, &surface, lecture_start), 1, 1e-9);
	ck_assert_double_eq_tol(
	    descent_edge((Descent){.beta = 0.9}, &surface, lecture_start), 19,
	    1e-9);
	ck_assert(bowl_edge(&(Descent){.beta = 0.5}, 2) == 3);
	ck_assert(
	    bowl_edge(&(Descent){.beta = 0.5, .looks_ahead = true}, 2) == 1.5);
	/* Nobody falls off a flat place. */
	static const double flat[] = {0, 0};
	Surface plane = straight(flat);
	ck_requires("descent_edge: rate 1.09951e+12 does not diverge",
	    descent_edge((Descent){0}, &plane, far_out));
}
END_TEST

START_TEST(best_by_hand)
{
	Surface surface = bowl_surface(&parabola);
	const Grid grid = {0.125, 0.25, 8, 4}; /* 0.5 is among the rates */
	Best best = descent_search(
	    (Descent){0}, &surface, lecture_start, &grid, 1e-9, 50);
	ck_assert(best.descent.rate == 0.5 && best.descent.beta == 0);
	ck_assert_int_eq(best.steps, 1);
	/* Two that are equal: the first, though the second is among them. */
	const Grid coarse = {0.25, 0.5, 3, 1}; /* 0.25, 0.5, 0.75 */
	best = descent_search(
	    (Descent){0}, &surface, lecture_start, &coarse, 0.5, 50);
	ck_assert(best.descent.rate == 0.25 && best.steps == 1);
	/* None arrives. */
	const Grid steep = {2, 0.5, 3, 1};
	best = descent_search(
	    (Descent){0}, &surface, lecture_start, &steep, 0.5, 50);
	ck_assert_int_eq(best.steps, 51);
}
END_TEST

/* The last of each range is tried, and nothing behind it. */
START_TEST(best_at_the_ends)
{
	Surface surface = bowl_surface(&parabola);
	const Grid slow = {0.01, 0.1, 5, 1};
	Best best = descent_search(
	    (Descent){0}, &surface, lecture_start, &slow, 1e-3, 1000);
	ck_assert_double_eq_tol(best.descent.rate, 0.05, 1e-15);
	/* At rate 2 plain descent flies off; the most momentum arrives. */
	const Grid fast = {2, 0.4, 1, 3};
	best = descent_search(
	    (Descent){0}, &surface, lecture_start, &fast, 1e-3, 1000);
	ck_assert_double_eq_tol(best.descent.beta, 0.4, 1e-15);
	const Grid faster = {7, 0.4, 1, 3};
	best = descent_search(
	    (Descent){0}, &surface, lecture_start, &faster, 1e-3, 1000);
	ck_assert_double_eq_tol(best.descent.beta, 0.8, 1e-15);
}
END_TEST

/* What the derivation asks of the two: plain descent's factors are opposite,
   and momentum's r are equal on both axes. */
START_TEST(formulas_do_what_they_were_derived_for)
{
	for (double kappa = 1; kappa < 3000; kappa *= 3) {
		const Bowl bowl = {2, {0.5, 0.5 * kappa}};
		double rate = valley_plain(&bowl).rate;
		ck_assert_double_eq_tol(1 - rate * bowl.curvature[0],
		    rate * bowl.curvature[1] - 1, 1e-12);
		Descent momentum = valley_momentum(&bowl);
		double root = sqrt(momentum.beta);
		double scale = momentum.rate * (1 - momentum.beta);
		ck_assert_double_eq_tol(
		    scale * bowl.curvature[0], (1 - root) * (1 - root), 1e-12);
		ck_assert_double_eq_tol(
		    scale * bowl.curvature[1], (1 + root) * (1 + root), 1e-12);
	}
}
END_TEST

/* Ten times as narrow: ten times the steps, and root ten times. */
START_TEST(steps_grow_with_the_condition_number)
{
	static const double start[] = {1, 1};
	int plain[2], momentum[2];
	for (int i = 0; i < 2; i++) {
		const Bowl bowl = {2, {1, i == 0 ? 1000 : 10000}};
		const Descent p = valley_plain(&bowl);
		const Descent m = valley_momentum(&bowl);
		plain[i] = steps_in(&bowl, &p, start, 100000);
		momentum[i] = steps_in(&bowl, &m, start, 100000);
	}
	ck_assert_double_eq_tol((double)plain[1] / plain[0], 10, 0.1);
	ck_assert_double_eq_tol(
	    (double)momentum[1] / momentum[0], sqrt(10), 0.3);
}
END_TEST

START_TEST(momentum_wins_in_the_valley)
{
	Best plain = best_in_valley(PLAIN), momentum = best_in_valley(MOMENTUM);
	Best nesterov = best_in_valley(NESTEROV);
	ck_assert(plain.descent.beta == 0 && !plain.descent.looks_ahead);
	ck_assert(!momentum.descent.looks_ahead);
	ck_assert(nesterov.descent.looks_ahead);
	ck_assert_int_lt(4 * momentum.steps, plain.steps);
	ck_assert_int_lt(3 * nesterov.steps, plain.steps);
	ck_assert_double_eq_tol(plain.descent.rate, 2 / 26.0, 0.0025);
	ck_assert_double_eq_tol(momentum.descent.rate, 0.2, 0.0051);
	ck_assert_double_eq_tol(momentum.descent.beta, 4 / 9.0, 0.021);
	int steps = steps_in(&valley, &nesterov.descent, far_out, 100);
	ck_assert_int_eq(steps, nesterov.steps);
}
END_TEST

TESTS("search", arrives_by_hand, passing_is_not_arriving, never_arrives,
    diverges_beyond_the_edge, edges_agree_with_the_formulas, edges_by_hand,
    best_by_hand, best_at_the_ends, formulas_do_what_they_were_derived_for,
    steps_grow_with_the_condition_number, momentum_wins_in_the_valley)

/*
 * Chapter 11's module: bowls, divisors and steps by hand, and what is refused.
 */
#include "tests/chapters/11_descent/walking.h"

START_TEST(bowls_by_hand)
{
	const Bowl bowl = {2, {3, 0.5}};
	Surface surface = bowl_surface(&bowl);
	const double x[] = {-2, 4};
	double g[2];
	surface.gradient(x, g, surface.context);
	ck_assert_int_eq(surface.axes, 2);
	ck_assert(surface.height(x, surface.context) == 10);
	ck_assert(g[0] == -6 && g[1] == 2);
}
END_TEST

START_TEST(parabola_is_x_squared)
{
	Surface surface = bowl_surface(&parabola);
	const double x[] = {-3, 1000}; /* the second is no place of it */
	double g[] = {0, 77};
	surface.gradient(x, g, surface.context);
	ck_assert_int_eq(surface.axes, 1);
	ck_assert(surface.height(x, surface.context) == 9);
	ck_assert(g[0] == -6 && g[1] == 77);
}
END_TEST

START_TEST(divisors_by_hand)
{
	Descent descent = {.beta = 0.5};
	ck_assert(mean_divisor(&descent, 1) == 1);
	ck_assert(mean_divisor(&descent, 3) == 1);
	descent.correction = CORRECTION_PRINTED;
	ck_assert(mean_divisor(&descent, 1) == 1.5);
	ck_assert(mean_divisor(&descent, 3) == 1.125);
	descent.correction = CORRECTION_USUAL;
	ck_assert(mean_divisor(&descent, 1) == 0.5);
	ck_assert(mean_divisor(&descent, 3) == 0.875);
	descent.beta = 0; /* plain descent needs no correction */
	ck_assert(mean_divisor(&descent, 1) == 1);
}
END_TEST

START_TEST(starts_without_a_gradient)
{
	Surface surface = bowl_surface(&valley);
	Walker walker = walker_start(&surface, far_out);
	ck_assert_int_eq(walker.steps, 0);
	ck_assert(walker.x[0] == -9 && walker.x[1] == 1.5);
	ck_assert(walker.v[0] == 0 && walker.v[1] == 0);
}
END_TEST

/* Gradients (4, -8) everywhere, beta one half: v is (2, -4), (3, -6). */
static void
check_two_steps(Correction correction, double first, double second)
{
	const double slope[] = {4, -8}, start[] = {10, 20};
	Surface surface = straight(slope);
	const Descent descent = {0.5, 0.5, correction, false};
	Walker walker = walker_start(&surface, start);
	descent_step(&descent, &surface, &walker);
	ck_assert_int_eq(walker.steps, 1);
	ck_assert(walker.v[0] == 2 && walker.v[1] == -4);
	const double after_one[] = {10 - first, 20 + 2 * first};
	check_place(walker.x, after_one, 2);
	descent_step(&descent, &surface, &walker);
	ck_assert_int_eq(walker.steps, 2);
	ck_assert(walker.v[0] == 3 && walker.v[1] == -6);
	const double after_two[] = {
	    after_one[0] - second, after_one[1] + 2 * second};
	check_place(walker.x, after_two, 2);
}

START_TEST(momentum_by_hand)
{
	check_two_steps(CORRECTION_NONE, 1, 1.5);
	check_two_steps(CORRECTION_USUAL, 2, 2); /* means of equal numbers */
	check_two_steps(CORRECTION_PRINTED, 1 / 1.5, 1.5 / 1.25);
}
END_TEST

/* x^2 from 1, rate and beta one half: v = 1, x = 0.5; then ahead is 0.25, its
   slope 0.5, v = 0.75, x = 0.125. */
START_TEST(nesterov_by_hand)
{
	Surface surface = bowl_surface(&parabola);
	const Descent descent = {0.5, 0.5, CORRECTION_NONE, true};
	Walker walker = walker_start(&surface, lecture_start);
	descent_step(&descent, &surface, &walker);
	ck_assert(walker.v[0] == 1 && walker.x[0] == 0.5);
	descent_step(&descent, &surface, &walker);
	ck_assert(walker.v[0] == 0.75 && walker.x[0] == 0.125);
}
END_TEST

/* The same, corrected. Divided by a half: v = 1, x = 0. Then by three quarters:
   ahead is 0 - 0.5 * 0.5 / 0.75 = -1/3, v = 0.5 - 1/3 = 1/6, x = -1/9. */
START_TEST(corrected_nesterov_by_hand)
{
	Surface surface = bowl_surface(&parabola);
	const Descent descent = {0.5, 0.5, CORRECTION_USUAL, true};
	Walker walker = walker_start(&surface, lecture_start);
	descent_step(&descent, &surface, &walker);
	ck_assert(walker.v[0] == 1 && walker.x[0] == 0);
	descent_step(&descent, &surface, &walker);
	ck_assert_double_eq_tol(walker.v[0], 1 / 6.0, 1e-12);
	ck_assert_double_eq_tol(walker.x[0], -1 / 9.0, 1e-12);
}
END_TEST

START_TEST(a_copy_is_another_walker)
{
	Surface surface = bowl_surface(&parabola);
	Walker walker = walker_start(&surface, lecture_start), copy = walker;
	descent_step(&small_steps, &surface, &walker);
	ck_assert(copy.x[0] == 1 && copy.steps == 0);
	descent_step(&small_steps, &surface, &copy);
	ck_assert(copy.x[0] == walker.x[0]);
}
END_TEST

START_TEST(paths_keep_every_place)
{
	Surface surface = bowl_surface(&valley);
	const Descent descent = {0.05, 0.5, CORRECTION_USUAL, true};
	Path path = descent_path(step, &descent, &surface, far_out, 6);
	Walker walker = walker_start(&surface, far_out);
	ck_assert_int_eq(path.axes, 2);
	ck_assert_int_eq(path.places, 7);
	for (int i = 0; i <= 6; i++) {
		const double *x = path_at(&path, i);
		ck_assert(x[0] == walker.x[0] && x[1] == walker.x[1]);
		descent_step(&descent, &surface, &walker);
	}
}
END_TEST

START_TEST(a_path_of_no_steps)
{
	Surface surface = bowl_surface(&parabola);
	Path path = descent_path(
	    step, &small_steps, &surface, lecture_start, 0);
	ck_assert_int_eq(path.places, 1);
	ck_assert(*path_at(&path, 0) == 1);
	ck_requires("path_at: place 1 of 1", path_at(&path, 1));
	ck_requires("path_at: place -1 of 1", path_at(&path, -1));
	ck_requires("descent_path: -1 steps",
	    descent_path(step, &small_steps, &surface, lecture_start, -1));
}
END_TEST

START_TEST(refuses_bowls)
{
	ck_requires("bowl_surface: 0 axes, expected 1 or 2",
	    bowl_surface(&(Bowl){0, {1}}));
	ck_requires("bowl_surface: 3 axes, expected 1 or 2",
	    bowl_surface(&(Bowl){3, {1, 1}}));
	ck_requires("bowl_surface: curvature 0, expected above 0",
	    bowl_surface(&(Bowl){1, {0}}));
	ck_requires("bowl_surface: curvature -2, expected above 0",
	    bowl_surface(&(Bowl){2, {1, -2}}));
	ck_requires("walker_start: 3 axes, expected 1 or 2",
	    walker_start(&(Surface){.axes = 3}, far_out));
	ck_requires("bowl_edge: curvature -1, expected above 0",
	    bowl_edge(&small_steps, -1));
	ck_requires("bowl_edge: beta 1, expected from 0 to below 1",
	    bowl_edge(&(Descent){.beta = 1}, 1));
}
END_TEST

START_TEST(refuses_valleys)
{
	ck_requires("valley_plain: 1 axes with curvatures 2 and 0, expected 2,"
		    " the flatter first",
	    valley_plain(&parabola));
	ck_requires("valley_momentum: 2 axes with curvatures 3 and 2, expected"
		    " 2, the flatter first",
	    valley_momentum(&(Bowl){2, {3, 2}}));
	ck_requires("valley_plain: 2 axes with curvatures 0 and 2, expected 2,"
		    " the flatter first",
	    valley_plain(&(Bowl){2, {0, 2}}));
}
END_TEST

static void
check_beta(double beta, const char *called)
{
	Surface surface = bowl_surface(&parabola);
	Walker walker = walker_start(&surface, lecture_start);
	Descent d = {.rate = 0.1, .beta = beta};
	char text[200];
	snprintf(text, sizeof text,
	    "descent_step: beta %s, expected from 0 to below 1", called);
	ck_requires(text, descent_step(&d, &surface, &walker));
	snprintf(text, sizeof text,
	    "mean_divisor: beta %s, expected from 0 to below 1", called);
	ck_requires(text, mean_divisor(&d, 1));
	ck_assert_int_eq(walker.steps, 0);
}

START_TEST(refuses_rules)
{
	check_beta(1, "1");
	check_beta(-0.5, "-0.5");
	check_beta(fabs((double)NAN), "nan");
	Surface surface = bowl_surface(&parabola);
	Walker walker = walker_start(&surface, lecture_start);
	Descent descent = {.rate = (double)INFINITY};
	ck_requires("descent_step: rate inf, expected a finite number",
	    descent_step(&descent, &surface, &walker));
	descent.rate = (double)NAN;
	ck_requires("descent_step: rate nan, expected a finite number",
	    descent_step(&descent, &surface, &walker));
	ck_requires("mean_divisor: a mean of 0 gradients",
	    mean_divisor(&small_steps, 0));
}
END_TEST

TESTS("descent", bowls_by_hand, parabola_is_x_squared, divisors_by_hand,
    starts_without_a_gradient, momentum_by_hand, nesterov_by_hand,
    corrected_nesterov_by_hand, a_copy_is_another_walker,
    paths_keep_every_place, a_path_of_no_steps, refuses_bowls, refuses_valleys,
    refuses_rules)

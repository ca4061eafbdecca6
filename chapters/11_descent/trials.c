#include "chapters/11_descent/trials.h"

#include <math.h>

#include "chapters/04_derivatives/derivatives.h"

enum { TRIALS = 500, STEPS = 200 };

/* Uniform between two numbers. */
static double
drawn(Random *random, double low, double high)
{
	return low + (high - low) * (double)random_unit(random);
}

static double
relative(double here, double judge)
{
	double size = fabs(judge) > 1 ? fabs(judge) : 1;
	return fabs(here - judge) / size;
}

/* NaN is larger than any number. */
static double
larger(double a, double b)
{
	return b > a || isnan(b) ? b : a;
}

double
multiplied(double x, int k)
{
	double power = 1;
	for (int i = 0; i < k; i++)
		power *= x;
	return power;
}

double
trial_of_exact_form(Arena *step, Random *random)
{
	double largest = 0;
	for (int trial = 0; trial < TRIALS; trial++, arena_reset(step)) {
		Bowl bowl = {1, {drawn(random, 0.1, 10)}};
		Descent descent = {.rate = drawn(random, 0, 0.21)};
		Surface surface = bowl_surface(&bowl);
		Path path = descent_path(
		    step, &descent, &surface, lecture_start, STEPS);
		double factor = 1 - descent.rate * bowl.curvature[0];
		for (int i = 0; i < path.places; i++)
			largest = larger(largest, relative(*path_at(&path, i),
						      multiplied(factor, i)));
	}
	return largest;
}

double
trial_of_recurrence(Arena *step, Random *random, bool looks_ahead)
{
	Surface surface = bowl_surface(&parabola);
	double largest = 0;
	for (int trial = 0; trial < TRIALS; trial++, arena_reset(step)) {
		Descent descent = {
		    .beta = drawn(random, 0, 0.99), .looks_ahead = looks_ahead};
		descent.rate = drawn(random, 0, bowl_edge(&descent, 2));
		Path path = descent_path(
		    step, &descent, &surface, lecture_start, STEPS);
		double a = descent.rate * (1 - descent.beta) * 2;
		for (int i = 1; i < path.places; i++) {
			double here = *path_at(&path, i - 1);
			double before = i > 1 ? *path_at(&path, i - 2) : here;
			double leads = here + descent.beta * (here - before);
			double next = leads - a * (looks_ahead ? leads : here);
			largest = larger(
			    largest, relative(*path_at(&path, i), next));
		}
	}
	return largest;
}

double
trial_of_weights(Random *random)
{
	double largest = 0;
	for (int trial = 0; trial < TRIALS; trial++) {
		Descent descent = {.beta = drawn(random, 0, 0.999),
		    .correction = CORRECTION_USUAL};
		double sum = 0, weight = 1 - descent.beta;
		for (int k = 1; k <= STEPS; k++, weight *= descent.beta) {
			sum += weight;
			largest = larger(
			    largest, relative(mean_divisor(&descent, k), sum));
		}
	}
	return largest;
}

/* The valley's height along one axis, the other held: a curve for chapter 4. */
typedef struct {
	double at[DESCENT_AXES];
	int axis;
} Cut;

static double
height_along(double x, const void *context)
{
	Cut cut = *(const Cut *)context;
	cut.at[cut.axis] = x;
	Surface surface = bowl_surface(&valley);
	return surface.height(cut.at, surface.context);
}

double
trial_of_gradient(Random *random)
{
	Surface surface = bowl_surface(&valley);
	double largest = 0, g[DESCENT_AXES];
	for (int trial = 0; trial < TRIALS; trial++) {
		Cut cut = {{drawn(random, -1, 1), drawn(random, -1, 1)}, 0};
		surface.gradient(cut.at, g, surface.context);
		for (; cut.axis < 2; cut.axis++) {
			double slope = central_difference(
			    height_along, &cut, cut.at[cut.axis], 1e-4);
			largest = larger(largest, relative(g[cut.axis], slope));
		}
	}
	return largest;
}

/*
 * What the tests of chapter 11 share: random numbers, places, a straight slope.
 */
#ifndef TESTS_CHAPTERS_DESCENT_WALKING_H
#define TESTS_CHAPTERS_DESCENT_WALKING_H

#include "tests/support.h"

#include <math.h>

#include "chapters/11_descent/walks.h"

/* Between two numbers. */
static inline double
between(Random *random, double low, double high)
{
	return low + (high - low) * (double)random_unit(random);
}

/* Asserts a place, within 1e-12. */
static inline void
check_place(const double *here, const double *expected, int axes)
{
	for (int j = 0; j < axes; j++)
		ck_assert_double_eq_tol(here[j], expected[j], 1e-12);
}

/* A straight slope of g along each of two axes: the gradient is `context`. */
static inline double
straight_height(const double *x, const void *context)
{
	const double *g = context;
	return g[0] * x[0] + g[1] * x[1];
}

static inline void
straight_gradient(const double *x, double *gradient, const void *context)
{
	const double *g = context;
	(void)x;
	gradient[0] = g[0];
	gradient[1] = g[1];
}

static inline Surface
straight(const double g[2])
{
	return (Surface){2, straight_height, straight_gradient, g};
}

#endif

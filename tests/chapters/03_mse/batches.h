/*
 * What the tests of chapter 3 share: batches of outputs and targets, and the
 * loss in a plain loop.
 */
#ifndef TESTS_CHAPTERS_MSE_BATCHES_H
#define TESTS_CHAPTERS_MSE_BATCHES_H

#include "tests/common/oracle.h"

#include <math.h>

/* Two ways to one number differ by their roundings alone. */
static const double near = 256 * (double)REAL_EPSILON;

/* The example of the chapter's picture: mse 1.5, trap 18. */
static inline Tensor *
four_outputs(void)
{
	return tensor_of(step, SHAPE(4, 1), 2, 7, 1, 8);
}

static inline Tensor *
four_targets(void)
{
	return tensor_of(step, SHAPE(4), 3, 5, 1, 9);
}

typedef struct {
	Tensor *output; /* (n, 1) */
	Tensor *target; /* (n,) */
} Batch;

/* Any outputs, and labels as targets. */
static inline Batch
any_batch(Random *random, size_t n)
{
	Batch batch = {
	    tensor_new(step, SHAPE(n, 1)), tensor_new(step, SHAPE(n))};
	random_normal(random, batch.output);
	random_integers(random, batch.target, 0, 10);
	return batch;
}

/* Output or target number i, whatever the strides. */
static inline double
output_at(const Tensor *output, size_t i)
{
	return (double)*tensor_at(output, (size_t[]){i, 0});
}

static inline double
target_at(const Tensor *target, size_t i)
{
	return (double)*tensor_at(target, (size_t[]){i});
}

/* The definition. */
static inline double
mse_in_a_loop(const Tensor *output, const Tensor *target)
{
	double sum = 0;
	size_t n = target->shape[0];
	for (size_t i = 0; i < n; i++)
		sum += pow(output_at(output, i) - target_at(target, i), 2);
	return sum / (double)n;
}

/* Asserts that two ways come to one number. */
static inline void
check_near(double here, double judge)
{
	double scale = fabs(judge) > 1 ? fabs(judge) : 1;
	ck_assert_double_eq_tol(here, judge, near * scale);
}

#endif

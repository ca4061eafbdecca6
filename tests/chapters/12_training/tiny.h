/*
 * Nets and digits that are small, or noise: tests/golden/training.h says what
 * PyTorch makes of them.
 */
#ifndef TESTS_CHAPTERS_TRAINING_TINY_H
#define TESTS_CHAPTERS_TRAINING_TINY_H

#include "tests/support.h"

#include "chapters/12_training/training.h"
#include "tests/golden/training.h"

/* How near a few steps of training come to PyTorch's in double. */
#ifdef REAL_DOUBLE
static const double near = 1e-11;
#else
static const double near = 2e-5;
#endif

static inline Module *
two_layers(Random *random, size_t inputs, size_t hidden, size_t outputs)
{
	Module *first = linear_new(step, random, inputs, hidden, WITH_BIAS);
	Module *last = linear_new(step, random, hidden, outputs, WITH_BIAS);
	return sequential_of(step, first, relu_new(step), last);
}

static inline void
check_score(Score here, ScoreGolden torchs, size_t rows)
{
	ck_assert_double_eq_tol(here.loss, torchs.loss, near);
	ck_assert_double_eq_tol(here.accuracy, torchs.accuracy, 1e-12);
	ck_assert_uint_eq(here.rows, rows);
}

/* A copy of every parameter's data, one behind the other, in `step`. */
static inline Tensor *
all_parameters(const Module *net)
{
	Parameters all = module_parameters(step, net);
	Tensor *copy = tensor_new(
	    step, SHAPE(module_parameter_count(net))); /* (count,) */
	size_t done = 0;
	for (size_t i = 0; i < all.count; i++) {
		const Tensor *w = all.at[i].tensor;
		for (size_t k = 0; k < tensor_count(w); k++)
			copy->data[done++] = w->data[k];
	}
	return copy;
}

#endif

/*
 * Small runs of the ceiling's net for tests, on images of random numbers.
 */
#ifndef TESTS_CHAPTERS_12_CEILING_H
#define TESTS_CHAPTERS_12_CEILING_H

#include "tests/files.h"

#include "chapters/12_training/ceiling.h"

enum { SMALL_ROWS = 20, SMALL_INPUTS = 12 };

/* Images (rows, inputs), each a little like its label (rows,). */
static inline void
small_data(uint64_t seed, size_t rows, Tensor **x, Tensor **labels)
{
	Random random;
	random_seed(&random, seed);
	*x = tensor_new(step, SHAPE(rows, SMALL_INPUTS));
	*labels = tensor_new(step, SHAPE(rows));
	random_normal(&random, *x);
	random_integers(&random, *labels, 0, 10);
	for (size_t i = 0; i < rows; i++)
		(*x)->data[i * SMALL_INPUTS + (size_t)(*labels)->data[i]] += 3;
}

static inline CeilingRun
small_run(const char *variant, size_t limit)
{
	Tensor *x, *labels;
	small_data(5, SMALL_ROWS, &x, &labels);
	CeilingRun run;
	ceiling_start(&run, step, variant_named(variant), x, labels, limit);
	return run;
}

/* So many epochs more; what they need is in an arena that they may reset. */
static inline void
go_on(CeilingRun *run, size_t epochs)
{
	Arena *temporary = arena_create("temporary");
	for (size_t i = 0; i < epochs; i++)
		ceiling_epoch(run, temporary);
	arena_destroy(temporary);
}

#endif

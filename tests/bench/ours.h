/*
 * What the child that runs this library knows, and the work that it does.
 */
#ifndef TESTS_BENCH_OURS_H
#define TESTS_BENCH_OURS_H

#include "chapters/08_module/module.h"
#include "chapters/12_training/ceiling.h"
#include "chapters/12_training/training.h"
#include "common/handgrad.h"
#include "common/mnist.h"
#include "tests/bench/serve.h"

typedef struct {
	const char *folder; /* of the operands */
	Arena *model;       /* operands and digits, */
	Arena *net;         /* what is made anew for each run, */
	Arena *step;        /* and for each repetition */
	size_t rows;        /* of this run */

	Tensor *x, *g, *target; /* as many rows as were ever asked for */
	Tensor *a, *b;          /* the operands of this run */
	Tensor *copy;           /* as x: a place to copy to */
	Net lesson;             /* 784-50-1, for W6 */
	Mnist digits;

	Random random;
	Sgd sgd;
	Trainer trainer;
	Loader loader;
	CeilingRun ceiling;

	const Tensor *result[6]; /* what the last repetition found: tensors, */
	int results;
	bool
	    only_scales; /* of the tensors: the rest depends on the last digit */
	double number[2]; /* and numbers */
	int numbers;
} Ours;

/* Sets the operands' rows. */
void ours_rows(Ours *ours, size_t rows);

/* Appends results and numbers. */
void ours_find(void *self, Findings *findings);

/* In ours_training.c and peak.c: what serve.h calls prepare and run. */
void train_in_order_prepare(void *self, size_t rows);
void train_shuffled_prepare(void *self, size_t rows);
void train_run(void *self);
void full_batch_prepare(void *self, size_t rows);
void full_batch_run(void *self);
void load_prepare(void *self, size_t rows);
void load_run(void *self);
void inflate_run(void *self);
void peak_prepare(void *self, size_t rows);
void peak_run(void *self);
void copy_prepare(void *self, size_t rows);
void copy_run(void *self);

#endif

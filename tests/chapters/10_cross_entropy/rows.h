/*
 * What the tests of chapter 10 share: how near two ways must come, rows of
 * logits, and the formulas in plain loops and in double.
 */
#ifndef TESTS_CHAPTERS_CROSS_ENTROPY_ROWS_H
#define TESTS_CHAPTERS_CROSS_ENTROPY_ROWS_H

#include "tests/common/oracle.h"

#include "tests/golden/cross_entropy.h"

/* Two ways to one number differ by their roundings alone. */
#ifdef REAL_DOUBLE
static const double near = 1e-12;
#else
static const double near = 3e-6;
#endif

/* The rows of tests/golden/cross_entropy.h, which are not easy. */
static inline Tensor *
golden_rows(void)
{
	Tensor *x = tensor_new(
	    step, SHAPE(GOLDEN_ROWS, GOLDEN_COLUMNS)); /* (5, 10) */
	for (size_t i = 0; i < GOLDEN_ROWS * GOLDEN_COLUMNS; i++)
		x->data[i] = (Real)rows_x[i];
	return x;
}

static inline Tensor *
golden_labels(void)
{
	Tensor *labels = tensor_new(step, SHAPE(GOLDEN_ROWS)); /* (5,) */
	for (size_t i = 0; i < GOLDEN_ROWS; i++)
		labels->data[i] = (Real)rows_labels[i];
	return labels;
}

/* Logits from -20 to 20 behind some views, and labels for them. */
typedef struct {
	Tensor *x;      /* (n, c) */
	Tensor *labels; /* (n,) */
	size_t n, c;
} Batch;

static inline Batch
any_batch(Random *random)
{
	Batch batch = {.n = 1 + below(random, 12), .c = 1 + below(random, 12)};
	batch.x = any_view(
	    random, SHAPE(batch.n, batch.c), (int)below(random, 4));
	Tensor *pairs = tensor_new(step, SHAPE(batch.n, 2)); /* (n, 2) */
	random_integers(random, pairs, 0, (int64_t)batch.c);
	batch.labels = tensor_select(step, pairs, 1, 1);
	return batch;
}

static inline double
at(const Tensor *t, size_t i, size_t j)
{
	return (double)*tensor_at(t, (size_t[]){i, j});
}

static inline size_t
label_of(const Tensor *labels, size_t i)
{
	return (size_t)*tensor_at(labels, (size_t[]){i});
}

/* ln of the sum of e^x over row i, from its largest. */
static inline double
log_sum_in_a_loop(const Tensor *x, size_t i)
{
	double largest = at(x, i, 0), sum = 0;
	for (size_t j = 1; j < x->shape[1]; j++)
		largest = fmax(largest, at(x, i, j));
	for (size_t j = 0; j < x->shape[1]; j++)
		sum += exp(at(x, i, j) - largest);
	return largest + log(sum);
}

/* The mean of what each label's improbability costs. */
static inline double
loss_in_a_loop(const Tensor *x, const Tensor *labels)
{
	double sum = 0;
	for (size_t i = 0; i < x->shape[0]; i++)
		sum += log_sum_in_a_loop(x, i) - at(x, i, label_of(labels, i));
	return sum / (double)x->shape[0];
}

static inline void
check_near(double here, double judge)
{
	double scale = fabs(judge) > 1 ? fabs(judge) : 1;
	ck_assert_double_eq_tol(here, judge, near * scale);
}

#endif

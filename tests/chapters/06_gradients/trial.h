/*
 * A trial for the judge who measures. The steps are 0.375 and 0.125, and the
 * loss a parabola of small whole numbers, so that what it measures is exact.
 */
#ifndef TESTS_CHAPTERS_TRIAL_H
#define TESTS_CHAPTERS_TRIAL_H

#include "tests/chapters/06_gradients/verdicts.h"

static const double h = 0.375, tolerance = 1e-6;
enum { ALL = 100 }; /* elements at most: so many looks see each of them */

/* Two tensors whose loss is v^2 / 2 summed over one and 2 v over the other, and
   notes of how the judge moved the first. */
typedef struct {
	Tensor *w, *other;
	Tensor *start;      /* as w, before */
	int moves;          /* found so far */
	int moved[ALL];     /* how often each element of w was found moved */
	double distance[8]; /* by how much, the first time and so on */
} Trial;

static inline Trial *
trial_of(Tensor *w)
{
	Trial *trial = arena_alloc(step, 1, sizeof *trial);
	*trial = (Trial){.w = w,
	    .other = numbered(SHAPE(2)),
	    .start = tensor_clone(step, w)};
	return trial;
}

static inline void
note_moves(Trial *trial)
{
	for (size_t i = 0, n = tensor_count(trial->w); i < n; i++) {
		Shape shape = tensor_shape(trial->w);
		double off = element(trial->w, shape, i) -
			     (double)trial->start->data[i];
		if (off == 0)
			continue;
		trial->moved[i]++;
		if (trial->moves < 8)
			trial->distance[trial->moves] = off;
		trial->moves++;
	}
}

static inline double
parabola(Arena *judges, void *context)
{
	Trial *trial = context;
	note_moves(trial);
	Tensor *squares = tensor_pow(judges, trial->w, 2); /* as w */
	return tensor_sum_all(squares) / 2 + 2 * tensor_sum_all(trial->other);
}

static inline Judgement
try(Loss *loss, Trial *trial, const Tensor *gradient, size_t looks)
{
	Arena *judges = arena_create("judges");
	const Claim claim = {"w.g", trial->w, gradient};
	Judgement judgement = judge_by_differences(
	    judges, loss, trial, &claim, 1, looks, h, tolerance);
	ck_assert_uint_eq(arena_used(judges), 0);
	arena_destroy(judges);
	return judgement;
}

/* Acquitted: so many elements were judged, so many skipped. */
static inline void
check_measured(Judgement judgement, size_t looked, size_t skipped)
{
	ck_assert(judgement.right);
	ck_assert_uint_eq(judgement.looked, looked);
	ck_assert_uint_eq(judgement.skipped, skipped);
	ck_assert(judgement.largest <= tolerance);
	ck_assert(judgement.tolerance == tolerance);
}

/* The gradient of v^2 / 2 is v. */
static inline Tensor *
right_gradient(const Trial *trial)
{
	return tensor_clone(step, trial->w);
}

#endif

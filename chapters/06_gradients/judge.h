/*
 * Three judges of a gradient, and of any function of tensors.
 *
 *   - by differences: move an element a little to both sides, and see what the
 *     loss does (chapter 4). Needs no derivation and no other program.
 *   - by stored values: what another program, PyTorch, computed once.
 *   - by tensors: what another form of the same computation gives.
 *
 * Protocol: make a Claim for each gradient on trial, ask a judge, print the
 * judgement. A judgement names the first element found wrong, both values, and
 * the largest error of all that was looked at.
 *
 * An error is relative to the expected value, or to a hundredth of the largest
 * value expected in the same tensor where that is more: beside an element of
 * 100, an element of 1e-6 is measured as if it were 1.
 */
#ifndef CHAPTERS_GRADIENTS_JUDGE_H
#define CHAPTERS_GRADIENTS_JUDGE_H

#include <stdio.h>

#include "common/handgrad.h"

/* "This is the gradient of the loss with respect to that tensor." */
typedef struct {
	const char *name;       /* of the gradient: "w1.g" */
	Tensor *tensor;         /* moved by the judge, and put back */
	const Tensor *gradient; /* on trial; the tensor's shape */
} Claim;

/* The loss as a function of all tensors that are claimed about. Temporaries go
   to `step`, which the judge resets. */
typedef double Loss(Arena *step, void *context);

typedef struct {
	bool right;
	size_t looked;  /* elements judged */
	size_t skipped; /* elements at a kink, where there is no slope */
	double largest; /* error of all that was looked at */
	double tolerance;
	char name[40]; /* the first wrong one: its gradient, its index */
	char index[60];
	double expected, found;
} Judgement;

/* The tolerance for this build: what float can be held to, or double. */
double judge_within(double in_float, double in_double);

/* The tolerance between two forms of one computation, which round in different
   places: some last digits of a tensor's largest element. One is, in float,
   about 1e-7 of that element, and 1e-5 of the hundredth that its smallest
   elements are measured by. */
double judge_within_rounding(void);

/* Central differences with steps `h` and h / 3. Looks at the element with the
   largest gradient of each claim (or at one that is no number) and at random
   others, `looks` of each at most. Where the two steps disagree, or the slopes
   to the left and to the right, there is a kink, and nothing is judged. */
Judgement judge_by_differences(Arena *step, Loss *loss, void *context,
    const Claim *claims, int count, size_t looks, double h, double tolerance);

/* Values to compare with: element number `at`, counted row by row, is `value`. */
typedef struct {
	size_t count;
	const size_t *at;
	const double *value;
} Stored;

/* One Stored for each claim. */
Judgement judge_by_stored(
    const Claim *claims, int count, const Stored *stored, double tolerance);

/* One tensor of the same shape for each claim; every element is compared. */
Judgement judge_by_tensors(const Claim *claims, int count,
    const Tensor *const *expected, double tolerance);

/* "central differences: right within 0.01", or "...: wrong:
   w1.g[0, 1] is 10.3333, expected -2". */
void judgement_print(FILE *out, const char *judge, const Judgement *judgement);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define judge_by_differences(...) CALLED(judge_by_differences(__VA_ARGS__))
#define judge_by_stored(...) CALLED(judge_by_stored(__VA_ARGS__))
#define judge_by_tensors(...) CALLED(judge_by_tensors(__VA_ARGS__))
#endif

#endif

/*
 * A module on trial: a batch, a pass there and back, and the judges of
 * chapter 6 for all of its gradients.
 */
#ifndef TESTS_CHAPTERS_MODULE_TRIAL_H
#define TESTS_CHAPTERS_MODULE_TRIAL_H

#include "tests/support.h"

#include "chapters/06_gradients/judge.h"
#include "chapters/08_module/kinds.h"
#include "chapters/08_module/module.h"

/* How near the losses of two forms of one computation come, and how near what
   is computed comes to what is measured. */
#ifdef REAL_DOUBLE
static const double near_by_hand = 1e-12;
static const double moved = 1e-5, near_slope = 1e-5;
#else
static const double near_by_hand = 1e-5;
static const double moved = 1e-2, near_slope = 5e-2;
#endif

enum { MAX_CLAIMS = 24, ALL_ELEMENTS = 1000 };

/* A net whose out is (n, 1), and a batch for it. */
typedef struct {
	Module *net, *mse;
	Tensor *x;      /* (n, inputs) */
	Tensor *target; /* (n,) */
} Batch;

/* Normal numbers. */
static inline Tensor *
draw(Random *random, Shape shape)
{
	Tensor *t = tensor_new(step, shape); /* shape */
	random_normal(random, t);
	return t;
}

static inline Batch
batch_of(Module *net, Random *random, size_t n, size_t inputs)
{
	return (Batch){net, mse_new(step), draw(random, SHAPE(n, inputs)),
	    draw(random, SHAPE(n))};
}

/* Forward. A Loss, for the judge who measures. */
static inline double
batch_loss(Arena *arena, void *context)
{
	const Batch *b = context;
	Tensor *output = module_forward(arena, b->net, b->x); /* (n, 1) */
	return (double)tensor_item(
	    module_forward(arena, b->mse, output, b->target));
}

/* Forward and back; the loss. */
static inline double
batch_pass(Batch *b)
{
	return module_pass(step, b->net, b->mse, b->x, b->target);
}

/* Claims about x and all parameters; returns how many. */
static inline int
claims_of(const Module *net, Tensor *x, Claim claims[MAX_CLAIMS])
{
	Parameters all = module_parameters(step, net);
	ck_assert_uint_lt(all.count, MAX_CLAIMS);
	claims[0] = (Claim){"x", x, x->g};
	for (size_t i = 0; i < all.count; i++)
		claims[1 + i] = (Claim){
		    all.at[i].name, all.at[i].tensor, all.at[i].tensor->g};
	return 1 + (int)all.count;
}

static inline void
check_right(Judgement judgement)
{
	ck_assert_msg(judgement.right, "%s[%s] is %.17g, not %.17g",
	    judgement.name, judgement.index, judgement.found,
	    judgement.expected);
	ck_assert_uint_gt(judgement.looked, 0);
}

/* Every element of x's gradient and of each parameter's, against the slopes
   that the loss has. */
static inline Judgement
measure(Batch *b)
{
	Arena *judges = arena_create("judges");
	Claim claims[MAX_CLAIMS];
	int count = claims_of(b->net, b->x, claims);
	Judgement judgement = judge_by_differences(judges, batch_loss, b,
	    claims, count, ALL_ELEMENTS, moved, near_slope);
	arena_destroy(judges);
	return judgement;
}

/* Whatever is behind the module has put this gradient there. */
static inline void
back(Module *module, Tensor *out, Tensor *g)
{
	out->g = g;
	module_backward(step, module);
}

#endif

/*
 * Chapter 12, the ceiling: the lecture's 784-32-10 net with sigmoids, trained
 * on all images at once, in four ways. With a softmax of its own before the
 * cross-entropy, which has one already, or without; with gradients that start
 * at 0 in each epoch, or with gradients that are kept and added to.
 *
 * Protocol: ceiling_start, then ceiling_epoch as often as the run's limit
 * allows. checkpoint.h saves a run and reads it back.
 *
 * Ownership: the net, its gradients and the losses live in the arena that
 * ceiling_start was given; an epoch resets `step`.
 */
#ifndef CHAPTERS_CEILING_H
#define CHAPTERS_CEILING_H

#include "chapters/08_module/kinds.h"

/* One way to train the net. */
typedef struct {
	const char *name; /* as the program's argument: "softmax-kept" */
	bool softmax;     /* the net ends in a Softmax */
	bool zero_grad;   /* gradients start at 0 in each epoch */
} Variant;

/* The lecture's first: the softmax, and zero_grad. */
enum { VARIANTS = 4 };
extern const Variant variants[VARIANTS];

/* The variant of that name; NULL if there is none. */
const Variant *variant_named(const char *name);

typedef struct {
	const Variant *variant;
	Tensor *x;      /* (n, inputs): what it learns from */
	Tensor *labels; /* (n,) */
	Module *net;
	Parameters parameters; /* each with its gradient */
	Tensor *losses;        /* (limit,): the first `epochs` of them count */
	size_t epochs;         /* done so far */
} CeilingRun;

/* out = 1 / (1 + e^-x), any shape. */
Module *sigmoid_new(Arena *model);

/* out = the row's softmax: x (n, c). */
Module *softmax_new(Arena *model);

/* (n, inputs) to (n, 10) through 32 sigmoids, drawn as PyTorch draws it. */
Module *ceiling_net(
    Arena *model, Random *random, size_t inputs, const Variant *variant);

/* A run of at most `limit` epochs on x (n, inputs) and labels (n,), which stay
   the caller's. The net starts from manual_seed(0), its gradients at 0. */
void ceiling_start(CeilingRun *run, Arena *model, const Variant *variant,
    Tensor *x, Tensor *labels, size_t limit);

/* One epoch: a step of descent with rate 1, on all rows at once. Notes and
   returns the loss before the step, rounded to Real; resets `step`. Requires an
   epoch that is left. */
Real ceiling_epoch(CeilingRun *run, Arena *step);

/* What the net says to x (n, inputs): (n, 10), in `arena`. */
Tensor *ceiling_output(Arena *arena, const CeilingRun *run, Tensor *x);

/* The least cross-entropy of probabilities taken for logits of c classes:
   -ln(e / (e + c - 1)). The largest is 1 above it. */
double ceiling_floor(size_t classes);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define ceiling_net(...) CALLED(ceiling_net(__VA_ARGS__))
#define ceiling_start(...) CALLED(ceiling_start(__VA_ARGS__))
#define ceiling_epoch(...) CALLED(ceiling_epoch(__VA_ARGS__))
#define ceiling_output(...) CALLED(ceiling_output(__VA_ARGS__))
#endif

#endif

/*
 * One hidden layer more, in the four forms: what a change of the net costs.
 */
#ifndef CHAPTERS_AUTOGRAD_DEEPER_H
#define CHAPTERS_AUTOGRAD_DEEPER_H

#include "common/handgrad.h"

/* A net of three linear layers with relus between, and a batch. */
typedef struct {
	Tensor *x;       /* (n, inputs) */
	Tensor *target;  /* (n,) */
	Tensor *w1, *b1; /* (inputs, h1), (h1,) */
	Tensor *w2, *b2; /* (h1, h2), (h2,) */
	Tensor *w3, *b3; /* (h2, 1), (1,) */
} Deeper;

/* A net of small random numbers, and a batch, in `arena`; n rows. */
Deeper deeper_draw(Arena *arena, Random *random, size_t n, size_t inputs,
    size_t h1, size_t h2);

/* The same loss, and the same gradients in x.g, w1.g, ... b3.g. */
double deeper_by_hand(Arena *step, const Deeper *net);
double deeper_as_layers(Arena *step, const Deeper *net);
double deeper_as_modules(Arena *step, const Deeper *net);
double deeper_on_the_tape(Arena *step, const Deeper *net);

#endif

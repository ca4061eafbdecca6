/*
 * Chapter 5's module: a net small enough for paper. Three inputs, two hidden
 * units, one output, a sigmoid after each layer, no biases.
 */
#ifndef CHAPTERS_TOY_H
#define CHAPTERS_TOY_H

#include "common/handgrad.h"

/* The weights, as torch's Linear keeps them: a row for each unit. */
typedef struct {
	Tensor *wi; /* (2, 3): from the inputs to the hidden units */
	Tensor *wo; /* (1, 2): from the hidden units to the output */
} Toy;

/* What forward computes, and backward needs. */
typedef struct {
	const Tensor *x; /* (1, 3) */
	Tensor *h;       /* (1, 2), after the sigmoid */
	Tensor *y_hat;   /* (1, 1), after the sigmoid */
} ToyForward;

/* The net that torch makes as number `earlier` + 1 after manual_seed(seed);
   each one draws 8 numbers. In `model`. */
Toy toy_draw(Arena *model, uint64_t seed, int earlier);

/* 1 / (1 + e^-t), element by element. */
Tensor *sigmoid(Arena *arena, const Tensor *t);

/* h = sigmoid(x wi.t), y_hat = sigmoid(h wo.t); x (1, 3). */
ToyForward toy_forward(Arena *arena, const Toy *toy, const Tensor *x);

/* The loss for a target y of 0 or 1: -ln(1 - y_hat) or -ln(y_hat). */
double binary_cross_entropy(const Tensor *y_hat, double y);

/* The gradients of that loss, added to wi->g and wo->g. */
void toy_backward(
    Arena *arena, const Toy *toy, const ToyForward *forward, double y);

/* Adds a gradient to t->g. The first one is kept as it is if it lives in t's
   arena, is contiguous, and is nobody's g yet; otherwise it is copied there:
   t->g lives as long as t, and the next gradient is added in place. Requires
   t's shape. `arena` is for temporaries. */
void gradient_add(Arena *arena, Tensor *t, Tensor *gradient);

/* w becomes w - rate * w.g, in place. Requires that w has a gradient. */
void descend(Arena *arena, Tensor *w, double rate);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define toy_draw(...) CALLED(toy_draw(__VA_ARGS__))
#define sigmoid(...) CALLED(sigmoid(__VA_ARGS__))
#define toy_forward(...) CALLED(toy_forward(__VA_ARGS__))
#define binary_cross_entropy(...) CALLED(binary_cross_entropy(__VA_ARGS__))
#define toy_backward(...) CALLED(toy_backward(__VA_ARGS__))
#define gradient_add(...) CALLED(gradient_add(__VA_ARGS__))
#define descend(...) CALLED(descend(__VA_ARGS__))
#endif

#endif

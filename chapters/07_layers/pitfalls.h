/*
 * A net whose layers remember less than ours, and say nothing when they are
 * shared. It is wrong on purpose: chapter 7 runs it, and a judge convicts it.
 */
#ifndef CHAPTERS_LAYERS_PITFALLS_H
#define CHAPTERS_LAYERS_PITFALLS_H

#include "chapters/07_layers/layers.h"

/* Two hidden layers of two units, no biases: the size at which sharing a relu
   begins to hurt. */
typedef struct {
	Tensor *x;      /* (2, 2) */
	Tensor *target; /* (2,) */
	Tensor *w1;     /* (2, 2) */
	Tensor *w2;     /* (2, 2) */
	Tensor *w3;     /* (2, 1) */
	Tensor *zeros;  /* (2,), biases of the hidden layers */
	Tensor *zero;   /* (1,), bias of the output */
} Deep;

/* The example: whole numbers, a loss of 61. */
Deep deep_new(Arena *arena);

/* Its loss, for judge_by_differences; `deep` is a Deep. */
double deep_loss(Arena *step, void *deep);

/* A relu that remembers its mask and nothing else, as many programs have it:
   backward is told the gradient of out, and returns that of x. */
typedef struct {
	Tensor *passed; /* 1 where x > 0, else 0 */
} MaskRelu;

Tensor *mask_relu_forward(Arena *arena, MaskRelu *relu, const Tensor *x);
Tensor *mask_relu_backward(Arena *arena, const MaskRelu *relu, const Tensor *g);

/* w1.g (2, 2) with a relu behind each hidden layer; both may be the same. */
Tensor *deep_w1_gradient(
    Arena *arena, const Deep *deep, MaskRelu *first, MaskRelu *second);

#endif

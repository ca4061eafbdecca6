/*
 * Chapter 2's module: the layers of the lecture's net, forward only.
 */
#ifndef CHAPTERS_FORWARD_H
#define CHAPTERS_FORWARD_H

#include "common/handgrad.h"

/* The numbers that a net learns. Shapes as in the lecture, where there are
   784 inputs, 50 hidden units and 1 output. */
typedef struct {
	Tensor *w1; /* (784, 50) */
	Tensor *b1; /* (50,) */
	Tensor *w2; /* (50, 1) */
	Tensor *b2; /* (1,) */
} Net;

/* How the biases start: the notebooks differ. */
typedef enum { BIASES_ZERO, BIASES_NORMAL } Biases;

/* Draws w1, b1, w2, b2 in this order, as torch.randn does, into `model`.
   Zero biases draw nothing. */
Net net_draw(Arena *model, Random *random, size_t inputs, size_t hidden,
    size_t outputs, Biases biases);

/* y = x w + b: x (n, inputs), w (inputs, outputs), b (outputs,); the result
   is (n, outputs), in `arena`. Requires sizes that fit. */
Tensor *linear(Arena *arena, const Tensor *x, const Tensor *w, const Tensor *b);

/* max(x, 0), element by element; x is not modified. NaN stays NaN. */
Tensor *relu(Arena *arena, const Tensor *x);

/* linear, relu, linear: x (n, inputs) to (n, outputs). */
Tensor *model(Arena *arena, const Net *net, const Tensor *x);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define net_draw(...) CALLED(net_draw(__VA_ARGS__))
#define linear(...) CALLED(linear(__VA_ARGS__))
#define relu(...) CALLED(relu(__VA_ARGS__))
#define model(...) CALLED(model(__VA_ARGS__))
#endif

#endif

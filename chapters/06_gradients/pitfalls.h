/*
 * The mistakes that the lecture's readers made, each as a small function. They
 * are wrong on purpose: chapter 6 runs them, and its judges convict them.
 */
#ifndef CHAPTERS_GRADIENTS_PITFALLS_H
#define CHAPTERS_GRADIENTS_PITFALLS_H

#include "chapters/06_gradients/gradients.h"

/* A net with a batch to try it on. */
typedef struct {
	Net net;
	Tensor *x;      /* (n, inputs) */
	Tensor *target; /* (n,) */
} Example;

/* Three rows, two inputs, two hidden units: the example on which the forum's
   one-line formula for w1.g is tried. */
Example example_new(Arena *arena);

/* The example's loss, for judge_by_differences; `example` is an Example. */
double example_loss(Arena *step, void *example);

/* The mistake of the published notebook: backward is right, but the loss is
   computed from another batch's predictions, `res` (n, 1), and no targets. */
double forward_and_backward_other_loss(Arena *arena, const Net *net, Tensor *x,
    const Tensor *target, const Tensor *res);

/* The mistake of dividing by the number of blocks: loss and gradients of the
   parameters are means over the blocks of `rows` rows, of which the last may
   have fewer, of what are means over rows. x.g is not found. */
double forward_and_backward_mean_of_means(
    Arena *arena, size_t rows, const Net *net, Tensor *x, const Tensor *target);

/* w1.g in one line, as one reader posted it: (2, 2) for the example. */
Tensor *w1_as_posted(Arena *arena, const Example *example);
/* With the parenthesis that the thread put in its place. */
Tensor *w1_parenthesis_mended(Arena *arena, const Example *example);
/* With the relu's mask too, but the difference taken the other way round. */
Tensor *w1_sign_flipped(Arena *arena, const Example *example);
/* With all of it mended. */
Tensor *w1_all_mended(Arena *arena, const Example *example);

/* A net whose biases may have any shape that broadcasts, and whose output goes
   through a last relu, as another reader had it. */
typedef struct {
	Tensor *x;       /* (n, inputs) */
	Tensor *target;  /* (n, 1) */
	Tensor *w1, *w2; /* (inputs, hidden), (hidden, 1) */
	Tensor *b1, *b2; /* vectors, or matrices with n rows */
} LooseNet;

/* The readers' example: three rows, four inputs. With `matrices` the biases
   have a row for each row of the batch. */
LooseNet loose_net_new(Arena *arena, bool matrices);

/* Its loss, for judge_by_differences; `net` is a LooseNet. */
double loose_net_loss(Arena *step, void *net);

/* Its loss and the gradients of w1, w2, b1, b2; biases summed to their own
   shape. Without `last_relu_too`, backward forgets the last relu. */
double loose_net_backward(Arena *arena, LooseNet *net, bool last_relu_too);

#endif

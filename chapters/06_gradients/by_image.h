/*
 * The third judge's witness: the gradients of chapter 6, image by image, with
 * chapter 5's deltas and sums in plain loops. The older form is the oracle of
 * the newer one.
 */
#ifndef CHAPTERS_GRADIENTS_BY_IMAGE_H
#define CHAPTERS_GRADIENTS_BY_IMAGE_H

#include "chapters/06_gradients/gradients.h"
#include "chapters/06_gradients/judge.h"

/* A net and the batch it is tried on. */
typedef struct {
	const Net *net;
	const Tensor *x;      /* (n, 784), contiguous */
	const Tensor *target; /* (n,) */
} Case;

/* The case's loss, for judge_by_differences; `context` is a Case. */
double case_loss(Arena *step, void *context);

enum { BY_IMAGE_GRADIENTS = 5 };

/* The claims that x.g, w1.g, b1.g, w2.g, b2.g are what they say, in this order. */
void claims_of_net(const Net *net, Tensor *x, Claim claims[BY_IMAGE_GRADIENTS]);

/* Fills expected[] with the gradients of x, w1, b1, w2, b2, and returns l1.g
   (n, hidden). */
Tensor *gradients_by_image(
    Arena *arena, const Case *c, const Tensor *expected[BY_IMAGE_GRADIENTS]);

#endif

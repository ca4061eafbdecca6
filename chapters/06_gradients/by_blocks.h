/*
 * Chapter 6's pass in another order: forward, loss and backward for some
 * hundred rows while they are in the cache, then for the next; each core has
 * rows of its own. The loss and the gradients are those of
 * forward_and_backward, up to rounding, and are added to what is there in the
 * same way.
 */
#ifndef CHAPTERS_GRADIENTS_BY_BLOCKS_H
#define CHAPTERS_GRADIENTS_BY_BLOCKS_H

#include "chapters/06_gradients/gradients.h"

/* So many images stay in the second cache from the first product that reads
   them to the last. */
extern const size_t cached_rows;

/* The loss of the net on a batch, and its five gradients: x.g, and those of
   net's w1, b1, w2, b2. x (n, 784), target (n,); requires n above 0. x.g is made
   whole, in x's arena. `arena` and its parts hold the temporaries of one block
   for each of at most eight groups, and none after the call. The bits are the
   same for any number of threads. */
double forward_and_backward_by_blocks(
    Arena *arena, const Net *net, Tensor *x, const Tensor *target);

/* The same with `rows` rows to a block, of which the last may have fewer.
   Requires `rows` above 0. */
double forward_and_backward_in_blocks_of(
    Arena *arena, size_t rows, const Net *net, Tensor *x, const Tensor *target);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define forward_and_backward_by_blocks(...) \
	CALLED(forward_and_backward_by_blocks(__VA_ARGS__))
#define forward_and_backward_in_blocks_of(...) \
	CALLED(forward_and_backward_in_blocks_of(__VA_ARGS__))
#endif

#endif

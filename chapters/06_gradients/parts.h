/*
 * The essay's parts: the sections of chapter 6's program that stand in files of
 * their own. Each prints.
 */
#ifndef CHAPTERS_GRADIENTS_PARTS_H
#define CHAPTERS_GRADIENTS_PARTS_H

#include "chapters/06_gradients/by_image.h"

/* The same numbers behind headers of their own, in `arena`: no gradients yet. */
Net same_net(Arena *arena, const Net *net);

/* The pass by blocks beside the pass for all rows, whose loss and gradients are
   in `loss`, in x and in c's net. */
void two_orders(const Case *c, Tensor *x, double loss, Arena *judges);

/* The pitfalls, each run and convicted. */
void convict_all(
    const Case *c, const Tensor *x_valid, Arena *step, Arena *judges);

#endif

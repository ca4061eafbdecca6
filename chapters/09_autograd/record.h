/*
 * What an operation of the tape is written with: record what was computed,
 * and, on the way back, give gradients to the inputs.
 */
#ifndef CHAPTERS_AUTOGRAD_RECORD_H
#define CHAPTERS_AUTOGRAD_RECORD_H

#include "chapters/09_autograd/autograd.h"

/* Puts an entry on the tape: `value` was computed from a and b (NULL: from a
   alone), and `bwd` knows the way back. Requires operands of one tape that is
   still there. */
Var *record(const char *name, Tensor *value,
    void (*bwd)(const Var *self, Tensor *g), Var *a, Var *b);

/* Adds a gradient to what has come to v, summed to v's shape where that was
   broadcast. `give` takes a tensor that is nobody else's; `pass` one that
   somebody has too: the gradient that came in, or a view of it. */
void give(Var *v, Tensor *g);
void pass(Var *v, Tensor *g);

#endif

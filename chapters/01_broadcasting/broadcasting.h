/*
 * Chapter 1's module: broadcasting by its definition, and shapes laid above
 * one another.
 */
#ifndef CHAPTERS_BROADCASTING_H
#define CHAPTERS_BROADCASTING_H

#include <stdio.h>

#include "common/handgrad.h"

/* The element of `t` that stands at `index` of a result with `ndim` axes:
   axes match from the right, and an axis of size 1 repeats. Requires that t
   broadcasts to a shape in which the index lies. */
Real broadcast_element(const Tensor *t, const size_t *index, int ndim);

/* c[i] = a[i] - b[i] over the broadcast shape, element by element as the
   definition says, into a new tensor in `arena`. Slow and plain: the judge of
   tensor_sub. Requires shapes that match. */
Tensor *subtract_by_definition(Arena *arena, const Tensor *a, const Tensor *b);

/* Prints two named shapes flush right, and below them the shape of the result
   or the sizes that do not match. */
void broadcast_explain(
    FILE *out, const char *a_name, Shape a, const char *b_name, Shape b);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define broadcast_element(...) CALLED(broadcast_element(__VA_ARGS__))
#define subtract_by_definition(...) CALLED(subtract_by_definition(__VA_ARGS__))
#endif

#endif

/*
 * Views: another header over the same data. No element is copied, so writing
 * through a view writes the original.
 *
 * Axes count from 0, or from the end with -1 for the last, as in the
 * notebooks. A view lives in `arena`, its data where it was; a view of a view
 * is a view of the data. The gradient does not come along: `g` is NULL.
 */
#ifndef COMMON_VIEWS_H
#define COMMON_VIEWS_H

#include "common/tensor.h"

/* Turns -ndim .. ndim-1 into 0 .. ndim-1; requires it in range, in the name
   of `operation`. */
int tensor_axis(const char *operation, const Tensor *t, int axis);

/* All of t, behind a header of its own. */
Tensor *tensor_view(Arena *arena, const Tensor *t);

/* t[..., index, ...]: fixes one index and drops that axis. */
Tensor *tensor_select(Arena *arena, const Tensor *t, int axis, size_t index);

/* t[..., start:start+length, ...]: `length` indices from `start` on. */
Tensor *tensor_narrow(
    Arena *arena, const Tensor *t, int axis, size_t start, size_t length);

/* Drops every axis of size 1. With a batch of one that is one axis too many:
   prefer tensor_squeeze_axis where the axis is known. */
Tensor *tensor_squeeze(Arena *arena, const Tensor *t);

/* Drops one axis if its size is 1; otherwise the same shape, as in torch. */
Tensor *tensor_squeeze_axis(Arena *arena, const Tensor *t, int axis);

/* Puts an axis of size 1 before `axis`: -(ndim+1) .. ndim are legal. */
Tensor *tensor_unsqueeze(Arena *arena, const Tensor *t, int axis);

/* Swaps two axes. */
Tensor *tensor_transpose(Arena *arena, const Tensor *t, int axis0, int axis1);

/* The transpose of a matrix: (n, m) becomes (m, n). */
Tensor *tensor_t(Arena *arena, const Tensor *t);

/* The same elements, row by row, in another shape of the same count. A view
   if t is contiguous, otherwise a contiguous copy. */
Tensor *tensor_reshape(Arena *arena, const Tensor *t, Shape shape);

/* Repeats axes of size 1 (and adds axes on the left) up to `shape`, with
   strides of 0; requires that broadcasting reaches it. */
Tensor *tensor_expand(Arena *arena, const Tensor *t, Shape shape);

/* Indexing as the notebooks write it: t[None, :, 0] is
   tensor_index(arena, t, "None, :, 0"). One item per axis: `:` all of it,
   `a:b` a range (either end may be left out), a number (which drops the axis;
   negative from the end), `None` a new axis of size 1. Axes left over at the
   right are kept whole. Requires a well-formed text within the shape. */
Tensor *tensor_index(Arena *arena, const Tensor *t, const char *text);

#endif

/*
 * Broadcasting: one rule for shapes that differ.
 *
 * Write the two shapes above one another, flush right. Where one has no axis,
 * imagine a 1. Two sizes match if they are equal or one of them is 1; the
 * result has the other size, and the tensor with the 1 repeats along that
 * axis (its stride becomes 0, no element is copied). Chapter 1 tells it in
 * full.
 */
#ifndef COMMON_BROADCAST_H
#define COMMON_BROADCAST_H

#include "common/tensor.h"

/* The shape that `a` and `b` broadcast to, into *result; false if two sizes
   do not match (then *result is undefined). */
bool broadcast_shape(Shape a, Shape b, Shape *result);

/* The strides that walk `t` as if it had `shape`: 0 where it repeats.
   `shape` must be one that `t` broadcasts to; `stride` has shape.ndim slots. */
void broadcast_strides(const Tensor *t, Shape shape, size_t *stride);

#endif

/*
 * Reductions: many numbers into one, along an axis or over all.
 *
 * Along an axis the axis disappears: (n, c) summed along axis 0 is (c,). The
 * result is contiguous and lives in `arena`. Over all, the result is a single
 * number.
 *
 * Sums and means are accumulated in double and rounded once: fifty thousand
 * squares added up in one float would lose the digits that we want to see.
 * The order of additions depends on shape and strides, never on the number of
 * threads.
 *
 * NaN wins: the maximum of a row with a NaN is NaN, its argmax the first NaN.
 */
#ifndef COMMON_REDUCE_H
#define COMMON_REDUCE_H

#include "common/tensor.h"

/* The sum along `axis` (negative: from the end). */
Tensor *tensor_sum(Arena *arena, const Tensor *t, int axis);

/* The mean along `axis`; NaN along an axis of size 0. */
Tensor *tensor_mean(Arena *arena, const Tensor *t, int axis);

/* The largest along `axis`; requires a size above 0. */
Tensor *tensor_max(Arena *arena, const Tensor *t, int axis);

/* The index of the largest along `axis`, the first of equals; requires a size
   above 0. */
Tensor *tensor_argmax(Arena *arena, const Tensor *t, int axis);

/* Over all elements, unrounded. The mean of nothing is NaN; the largest of
   nothing is a mistake. */
double tensor_sum_all(const Tensor *t);
double tensor_mean_all(const Tensor *t);
Real tensor_max_all(const Tensor *t);

/* The index of the largest, counted row by row. */
size_t tensor_argmax_all(const Tensor *t);

#endif

/*
 * A tensor that changes in place: a parameter that takes a step, a gradient to
 * which another is added.
 */
#ifndef COMMON_UPDATE_H
#define COMMON_UPDATE_H

#include "common/tensor.h"

/* to = keep * to + factor * from, element by element; with factors of 1 that is
   a sum and no more. Requires equal shapes; the strides may differ, and no
   element of `to` may be another element of `from`. */
void tensor_update(Tensor *to, double keep, double factor, const Tensor *from);

/* Each element of `to`, which must be contiguous, becomes `value`. */
void tensor_fill(Tensor *to, double value);

#endif

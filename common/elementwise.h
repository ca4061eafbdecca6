/*
 * Elementwise operations: the same formula for every element, with
 * broadcasting (broadcast.h). Each returns a new contiguous tensor of the
 * broadcast shape, allocated in `arena`; shapes that do not match are named
 * and end in REQUIRE. A number is a tensor too: tensor_scalar broadcasts to
 * any shape.
 *
 * NaN and infinity go through as IEEE 754 says.
 */
#ifndef COMMON_ELEMENTWISE_H
#define COMMON_ELEMENTWISE_H

#include "common/tensor.h"

/* Arithmetic: a + b, a - b, a * b, a / b. */
Tensor *tensor_add(Arena *arena, const Tensor *a, const Tensor *b);
Tensor *tensor_sub(Arena *arena, const Tensor *a, const Tensor *b);
Tensor *tensor_mul(Arena *arena, const Tensor *a, const Tensor *b);
Tensor *tensor_div(Arena *arena, const Tensor *a, const Tensor *b);

/* The larger of a and b; NaN if either is. */
Tensor *tensor_maximum(Arena *arena, const Tensor *a, const Tensor *b);
/* The smaller of a and b; NaN if either is. */
Tensor *tensor_minimum(Arena *arena, const Tensor *a, const Tensor *b);

/* Comparison: 1 where it holds, 0 where not. */
Tensor *tensor_greater(Arena *arena, const Tensor *a, const Tensor *b);
Tensor *tensor_greater_equal(Arena *arena, const Tensor *a, const Tensor *b);
Tensor *tensor_less(Arena *arena, const Tensor *a, const Tensor *b);
Tensor *tensor_less_equal(Arena *arena, const Tensor *a, const Tensor *b);
Tensor *tensor_equal(Arena *arena, const Tensor *a, const Tensor *b);
Tensor *tensor_not_equal(Arena *arena, const Tensor *a, const Tensor *b);

/* t where the gate is open, 0 where `gate` is 0 or below, whatever t is there:
   0 times infinity would be NaN. A NaN leaves the gate open, as in PyTorch. */
Tensor *tensor_gate(Arena *arena, const Tensor *gate, const Tensor *t);

/* Of one tensor: -t, e^t, natural log, square root, absolute value,
   hyperbolic tangent. */
Tensor *tensor_neg(Arena *arena, const Tensor *t);
Tensor *tensor_exp(Arena *arena, const Tensor *t);
Tensor *tensor_log(Arena *arena, const Tensor *t);
Tensor *tensor_sqrt(Arena *arena, const Tensor *t);
Tensor *tensor_abs(Arena *arena, const Tensor *t);
Tensor *tensor_tanh(Arena *arena, const Tensor *t);

/* t to the power `exponent`; 2 is computed as t * t, 0.5 as the root, and
   -0.5 as 1 over the root, as PyTorch does. */
Tensor *tensor_pow(Arena *arena, const Tensor *t, double exponent);

/* Values below `low` become `low`; NaN stays NaN. relu is clamp_min at 0. */
Tensor *tensor_clamp_min(Arena *arena, const Tensor *t, double low);

/* Values below `low` become `low`, values above `high` become `high`. */
Tensor *tensor_clamp(Arena *arena, const Tensor *t, double low, double high);

#endif

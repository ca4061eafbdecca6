/*
 * The matrix product, for matrices of any strides: a transposed view costs no
 * copy. See matmul.c for how it is made fast.
 */
#ifndef COMMON_MATMUL_H
#define COMMON_MATMUL_H

#include "common/tensor.h"

/* a (n, k) @ b (k, m) = (n, m): c[i][j] = sum over p of a[i][p] * b[p][j].
   The result is contiguous, in `arena`. Requires two matrices whose inner
   sizes are equal. The sums are the same bits for any number of threads. */
Tensor *tensor_matmul(Arena *arena, const Tensor *a, const Tensor *b);

/* The same product into a place that is there: out = a @ b, or out += a @ b.
   out is any (n, m) matrix whose rows lie without gaps. `scratch` is left as it
   was. */
void tensor_matmul_into(
    Arena *scratch, Tensor *out, const Tensor *a, const Tensor *b);
void tensor_matmul_add(
    Arena *scratch, Tensor *out, const Tensor *a, const Tensor *b);

/* The kernel that this processor runs: "avx512", "avx2" or "plain" (see
   matmul_kernel.h). */
const char *matmul_kernel_name(void);

#endif

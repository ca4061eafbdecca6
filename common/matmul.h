/*
 * The matrix product, for matrices of any strides: a transposed view costs no
 * copy. See matmul.c for how it is made fast.
 */
#ifndef COMMON_MATMUL_H
#define COMMON_MATMUL_H

#include "common/error.h"
#include "common/tensor.h"

/* a (n, k) @ b (k, m) = (n, m): c[i][j] = sum over p of a[i][p] * b[p][j].
   The result is contiguous, in `arena`. Requires two matrices whose inner
   sizes are equal. The sums are the same bits for any number of threads. */
Tensor *tensor_matmul(Arena *arena, const Tensor *a, const Tensor *b);

/* The same into `out`, which there is already: out = a @ b, or out += a @ b.
   Requires out to be (n, m) and to overlap neither a nor b. Scratch memory
   comes from `arena` and is given back. */
void tensor_matmul_into(
    Arena *arena, Tensor *out, const Tensor *a, const Tensor *b);
void tensor_matmul_add(
    Arena *arena, Tensor *out, const Tensor *a, const Tensor *b);

/* The kernel that this processor runs: "avx512", "avx2", "neon" or "plain"
   (see matmul_kernel.h). */
const char *matmul_kernel_name(void);

/* Is what HANDGRAD_SIMD asks for, if it does, a kernel that this processor
   runs? Where it is not, the products are right, by another kernel. */
bool matmul_kernel_fits(Error *error);

#endif

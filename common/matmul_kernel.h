/*
 * The innermost piece of a matrix product, compiled once for each kind of
 * processor (the Makefile says with which flags) and chosen at run time.
 */
#ifndef COMMON_MATMUL_KERNEL_H
#define COMMON_MATMUL_KERNEL_H

#include <stdbool.h>
#include <stddef.h>

#include "common/real.h"

enum {
	TILE_ROWS = 6,         /* rows of a tile of c */
	TILE_MAX_COLUMNS = 32, /* columns, in the widest variant */
};

/*
 * One tile: c (TILE_ROWS, columns) = a @ b, or c += a @ b with `add`.
 * `a` and `b` are packed: a[p * TILE_ROWS + i], b[p * columns + j], p < k.
 * Rows of c are c_stride apart.
 */
typedef struct {
	const char *name;
	size_t columns;
	void (*tile)(size_t k, const Real *a, const Real *b, Real *c,
	    size_t c_stride, bool add);
} MatmulKernel;

/* The kernel that this processor runs, the widest that it has. The
   environment's HANDGRAD_SIMD may ask for a lesser one by its name. */
const MatmulKernel *matmul_kernel(void);

extern const MatmulKernel matmul_kernel_plain;
extern const MatmulKernel matmul_kernel_avx2;   /* x86-64 only */
extern const MatmulKernel matmul_kernel_avx512; /* x86-64 only */

#endif

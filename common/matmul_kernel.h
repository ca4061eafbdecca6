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
	TILE_VECTORS = 3,      /* vectors side by side in a tile, at most */
	TILE_MAX_ROWS = 8,     /* rows of a tile, in the tallest variant */
	TILE_MAX_COLUMNS = 48, /* columns, in the widest */
};

/*
 * A tile of c (rows, columns) and what it is the product of:
 *
 *     c[i * c_row + j] = sum over p < depth of
 *         a[i * a_row + p * a_step] * b[p * b_step + j]
 *
 * or += with `add`. While p runs, the kernel asks the memory for next,
 * next + next_step, ...: what will be read soon.
 */
typedef struct {
	size_t depth;
	const Real *a, *b;
	size_t a_row, a_step, b_step;
	Real *c;
	size_t c_row;
	bool add;
	const Real *next;
	size_t next_step;
} Tile;

typedef struct {
	const char *name;
	size_t lanes;    /* numbers in a vector */
	size_t rows;     /* rows of a tile, at most */
	size_t dot_rows; /* rows that dots takes together */

	/* rows: 1 .. `rows`; vectors: 1 .. TILE_VECTORS, as many columns of b
	   side by side. */
	void (*tile)(size_t rows, size_t vectors, const Tile *tile);

	/* Any rows and columns, where both a and b lie along p: a_step is 1, and
	   column j of b begins at b[j * b_step]. */
	void (*dots)(size_t rows, size_t columns, const Tile *tile);
} MatmulKernel;

/* The kernel that this processor runs, the widest that it has. The
   environment's HANDGRAD_SIMD may ask for a lesser one by its name. */
const MatmulKernel *matmul_kernel(void);

extern const MatmulKernel matmul_kernel_plain;
extern const MatmulKernel matmul_kernel_neon;   /* ARM64 only */
extern const MatmulKernel matmul_kernel_avx2;   /* x86-64 only */
extern const MatmulKernel matmul_kernel_avx512; /* x86-64 only */

#endif

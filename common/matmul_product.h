/*
 * A matrix product under way, as the files matmul*.c see it. For everybody
 * else: matmul.h.
 */
#ifndef COMMON_MATMUL_PRODUCT_H
#define COMMON_MATMUL_PRODUCT_H

#include "common/matmul_kernel.h"

/* A matrix in memory: element (i, j) is data[i * row + j * column]. */
typedef struct {
	const Real *data;
	size_t row, column;
} Matrix;

/* How b is read: from packed strips, or in place, where its rows lie without
   gaps, or its columns do. */
typedef enum { PACKED, IN_ROWS, IN_COLUMNS } Reading;

/* c (n, m) = a (n, k) @ b (k, m). */
typedef struct {
	const MatmulKernel *kernel;
	size_t n, m, k;
	Matrix a, b;
	size_t width; /* columns of a strip: three vectors */
	size_t whole; /* columns of b that are done as whole vectors */
	size_t depth; /* steps of k that a tile takes */

	Reading reading;
	Real *strips; /* the whole vectors, PACKED */
	Real *rest;   /* the other columns, packed, unless IN_COLUMNS: */
	bool dots;    /* one below the other along k, or else as one vector */

	size_t piece_columns;
	size_t across, down, parts; /* pieces of columns, of rows, of k */
	Real *c;
	size_t c_row, c_part; /* from one row, one part, to the next */
	bool add;             /* to what c holds */
} Product;

/* Some rows and columns of c, for some steps of k: a piece, or a tile. */
typedef struct {
	size_t row, rows, column, columns, step, depth;
} Block;

static inline size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many pieces of at most `piece` make up `size`. */
static inline size_t
pieces_of(size_t size, size_t piece)
{
	return (size + piece - 1) / piece;
}

/* Where part i of `parts` begins, all as equal as can be. */
static inline size_t
cut(size_t size, size_t parts, size_t i)
{
	return size * i / parts;
}

/* Packs rows i * depth ... of b, strip by strip; `context` is the Product. */
void pack_strips(void *context, size_t i);

/* Packs the columns of b that fill no vector. */
void pack_rest(const Product *product);

/* Computes the block, tile by tile; its part of c begins at `c`. */
void do_tiles(const Product *product, const Block *block, Real *c, bool add);

#endif

/*
 * The operands of all workloads: drawn once, and put into files that every
 * child reads, so that all work on the same numbers.
 *
 * Files are NumPy's (common/npy.h), of Real. A child reads as many rows as it
 * is asked for.
 */
#ifndef TESTS_BENCH_OPERANDS_H
#define TESTS_BENCH_OPERANDS_H

#include "common/error.h"
#include "common/tensor.h"

typedef struct {
	Tensor *x;      /* (rows, 784) */
	Tensor *w;      /* (784, 50) */
	Tensor *g;      /* (rows, 50) */
	Tensor *square; /* (side, side) */
	Tensor *row;    /* (784,) */
	Tensor *b1;     /* (50,): with w the first layer of W6's net, */
	Tensor *w2;     /* (50, 1): and this its second */
	Tensor *b2;     /* (1,) */
	Tensor *target; /* (rows,): whole numbers, 0 to 9 */
} Operands;

/* Draws them in `arena`. */
Operands operands_draw(Arena *arena, size_t rows, size_t side);

/* Writes a file for each to `folder`, which is made. */
bool operands_write(const Operands *operands, const char *folder, Error *error);

/* Removes the files and the folder. */
void operands_remove(const char *folder);

/* Reads the first `count` numbers of the operand of that name. */
bool operand_read(
    const char *folder, const char *name, Real *to, size_t count, Error *error);

#endif

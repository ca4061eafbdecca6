/*
 * Walk: the way through tensors of one shape and different strides.
 *
 * An operation on broadcast tensors is a nest of loops, one per axis. Axes of
 * size 1 need no loop, and two axes that every operand steps through without
 * a gap are one longer axis. What remains is rows: the innermost loop, which
 * a kernel does in one go, and the loops around it.
 */
#ifndef COMMON_WALK_H
#define COMMON_WALK_H

#include "common/tensor.h"

enum { WALK_MAX_OPERANDS = 3 };

typedef struct {
	int ndim; /* axes that are left, the innermost last */
	int operands;
	size_t size[TENSOR_MAX_NDIM];
	size_t stride[WALK_MAX_OPERANDS][TENSOR_MAX_NDIM];
	size_t rows, row_length; /* rows * row_length = number of elements */
} Walk;

/* The walk over `shape` with the given strides for each operand, shortest
   nest first found. */
Walk walk_new(Shape shape, int operands, const size_t *const stride[]);

/* Where row number `row` begins for each operand, in elements. */
void walk_row(const Walk *walk, size_t row, size_t offset[WALK_MAX_OPERANDS]);

#endif

/*
 * Comparing with PyTorch's stored answers: NaN is NaN, an infinity the same
 * infinity, a number near the number, and a zero has the stored sign where the
 * operation is said to keep it.
 */
#ifndef TESTS_MISUSE_COMPARE_H
#define TESTS_MISUSE_COMPARE_H

#include <math.h>
#include <string.h>

#include "tests/golden/not_numbers.h"
#include "tests/support.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

typedef enum { ANY_ZERO, SIGNED_ZERO } Zero;

/* What functions are called in the golden values. */
static inline bool
named(const char *name, const char *golden)
{
	return strcmp(name, golden) == 0;
}

/* Fails in the name of `operation`, unless element i is as expected. */
static inline void
check_element(
    const char *operation, size_t i, Real found, double expected, Zero zero)
{
	double value = (double)found;
	/* The golden values are written with 13 digits. */
	double bound = (16 * (double)REAL_EPSILON + 1e-12) * fabs(expected);
	bool right = isnan(expected)   ? isnan(value)
		     : isinf(expected) ? value == expected
				       : fabs(value - expected) <= bound + 1e-9;
	if (zero == SIGNED_ZERO && expected == 0 && value == 0)
		right = !signbit(expected) == !signbit(value);
	ck_assert_msg(right, "%s, element %zu: %g, expected %g", operation, i,
	    value, expected);
}

/* The elements of a tensor of any strides, row by row. */
static inline void
check_elements(const char *operation, const Tensor *found,
    const double *expected, Zero zero)
{
	const Tensor *rows = tensor_clone(step, found); /* as found */
	for (size_t i = 0, n = tensor_count(rows); i < n; i++)
		check_element(operation, i, rows->data[i], expected[i], zero);
}

/* Numbers as a tensor. */
static inline Tensor *
tensor_of_doubles(Shape shape, const double *numbers)
{
	Tensor *t = tensor_new(step, shape); /* shape */
	for (size_t i = 0, n = tensor_count(t); i < n; i++)
		t->data[i] = (Real)numbers[i];
	return t;
}

/* Every other column of a wider tensor: the loops that are no vectors. */
static inline Tensor *
spread(const Tensor *t)
{
	size_t n = t->shape[0];
	Tensor *wide = tensor_zeros(step, SHAPE(n, 2));   /* (n, 2) */
	Tensor *column = tensor_select(step, wide, 1, 0); /* (n,) */
	tensor_copy(column, t);
	return column;
}

#endif

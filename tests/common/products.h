/*
 * What the tests of the matrix product share: matrices of small whole numbers,
 * whose sums are exact in any order, behind every kind of view; three plain
 * loops in double to compare with; and each kernel in turn.
 */
#ifndef TESTS_COMMON_PRODUCTS_H
#define TESTS_COMMON_PRODUCTS_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static Random dice;

/* The dice; seeded, if nobody did it. */
static inline Random *
seeded_dice(void)
{
	if (dice.next == 0)
		random_seed(&dice, 1);
	return &dice;
}

/* A new tensor, filled. */
typedef Tensor *Maker(Shape shape);

/* Whole numbers from -8 to 8. */
static inline Tensor *
whole(Shape shape)
{
	Tensor *t = tensor_new(step, shape); /* shape */
	random_integers(seeded_dice(), t, -8, 9);
	return t;
}

/* Any numbers from 0 to 1. */
static inline Tensor *
uniform(Shape shape)
{
	Tensor *t = tensor_new(step, shape); /* shape */
	random_uniform(seeded_dice(), t, 0, 1);
	return t;
}

static inline double
element(const Tensor *matrix, size_t i, size_t j)
{
	size_t offset = i * matrix->stride[0] + j * matrix->stride[1];
	return (double)matrix->data[offset];
}

static inline Tensor *
textbook_product(const Tensor *a, const Tensor *b)
{
	size_t n = a->shape[0], k = a->shape[1], m = b->shape[1];
	Tensor *c = tensor_new(step, SHAPE(n, m)); /* (n, m) */
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++) {
			double sum = 0;
			for (size_t p = 0; p < k; p++)
				sum += element(a, i, p) * element(b, p, j);
			c->data[i * m + j] = (Real)sum;
		}
	return c;
}

/* How a matrix lies in memory. */
typedef enum {
	ROWS,          /* row by row, without gaps */
	TURNED,        /* column by column */
	SPREAD,        /* every other column of a wider one: no stride is 1 */
	INNER,         /* a part from the middle of a larger one */
	INNER_TURNED,  /* the same, column by column */
	EQUAL_ROWS,    /* one row, repeated by a stride of 0 */
	EQUAL_COLUMNS, /* one column, repeated */
	FORMS
} Form;

/* A part from the middle of a larger matrix. */
static inline Tensor *
inner(Maker *make, size_t rows, size_t columns)
{
	Tensor *all = make(SHAPE(rows + 5, columns + 3));    /* larger */
	Tensor *band = tensor_narrow(step, all, 0, 2, rows); /* (rows, all) */
	return tensor_narrow(step, band, 1, 1, columns);
}

/* A view of shape (rows, columns). */
static inline Tensor *
view_of(Maker *make, Form form, size_t rows, size_t columns)
{
	switch (form) {
	case TURNED:
		return tensor_t(step, make(SHAPE(columns, rows)));
	case SPREAD:
		return tensor_select(step, make(SHAPE(rows, columns, 2)), 2, 1);
	case INNER:
		return inner(make, rows, columns);
	case INNER_TURNED:
		return tensor_t(step, inner(make, columns, rows));
	case EQUAL_ROWS:
		return tensor_expand(
		    step, make(SHAPE(1, columns)), SHAPE(rows, columns));
	case EQUAL_COLUMNS:
		return tensor_expand(
		    step, make(SHAPE(rows, 1)), SHAPE(rows, columns));
	default:
		return make(SHAPE(rows, columns));
	}
}

/* Leaves NaN in the `count` numbers that are handed out next: no result may
   depend on what was there before. */
static inline void
soil_memory(size_t count)
{
	ArenaMark mark = arena_mark(step);
	tensor_full(step, SHAPE(count), (Real)NAN);
	arena_rewind(step, mark);
}

/* Runs a check with each kernel that this processor has. */
static inline void
with_each_kernel(void (*check)(void))
{
	static const char *const names[] = {"plain", "neon", "avx2", "avx512"};
	for (size_t i = 0; i < COUNT(names); i++) {
		setenv("HANDGRAD_SIMD", names[i], 1);
		if (strcmp(matmul_kernel_name(), names[i]) != 0)
			continue;
		random_seed(&dice, 1);
		soil_memory(1000000);
		check();
		arena_reset(step);
	}
	unsetenv("HANDGRAD_SIMD");
}

/* The (n, m) numbers in the middle of a frame, which is larger all around. */
static inline Tensor *
middle(const Tensor *frame, size_t n, size_t m)
{
	Tensor *band = tensor_narrow(step, frame, 0, 1, n); /* (n, m + 3) */
	return tensor_narrow(step, band, 1, 1, m);
}

/* Asserts that a @ b = `expected`, written into the middle of a larger matrix
   or added to it, changes nothing around it, and gives its scratch back. */
static inline void
check_into(const Tensor *a, const Tensor *b, const Tensor *expected, bool add)
{
	size_t n = a->shape[0], k = a->shape[1], m = b->shape[1];
	size_t count = (n + 2) * (m + 3);
	Tensor *frame = tensor_reshape(step, tensor_arange(step, count),
	    SHAPE(n + 2, m + 3));                      /* (n + 2, m + 3) */
	Tensor *out = middle(frame, n, m);             /* (n, m) */
	Tensor *after = tensor_clone(step, frame);     /* (n + 2, m + 3) */
	Tensor *sum = tensor_add(step, out, expected); /* (n, m) */
	tensor_copy(middle(after, n, m), add ? sum : expected);
	if (!add)
		tensor_copy(out, tensor_full(step, SHAPE(n, m), (Real)NAN));
	size_t results = k < 4096 ? 1 : 33; /* a long sum has its parts */
	size_t scratch = k * (n + m + 16) + results * n * m;
	soil_memory(scratch < 1000000 ? scratch : 1000000);
	size_t used = arena_used(step);
	(add ? tensor_matmul_add : tensor_matmul_into)(step, out, a, b);
	ck_assert_uint_eq(arena_used(step), used);
	ck_tensors_equal(frame, after, 0);
}

/* Asserts that a @ b is exactly the textbook's, in all three ways; leaves no
   memory behind. */
static inline void
check_product(const Tensor *a, const Tensor *b)
{
	ArenaMark mark = arena_mark(step);
	Tensor *expected = textbook_product(a, b); /* (n, m) */
	ck_tensors_equal(tensor_matmul(step, a, b), expected, 0);
	check_into(a, b, expected, false);
	check_into(a, b, expected, true);
	arena_rewind(step, mark);
}

/* The same for whole numbers of these forms: (n, k) @ (k, m). */
static inline void
check_forms(Form a, Form b, size_t n, size_t k, size_t m)
{
	ArenaMark mark = arena_mark(step);
	Tensor *left = view_of(whole, a, n, k);  /* (n, k) */
	Tensor *right = view_of(whole, b, k, m); /* (k, m) */
	check_product(left, right);
	arena_rewind(step, mark);
}

#endif

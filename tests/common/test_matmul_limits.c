/*
 * What a matrix product keeps to on every path: no running sum grows long, and
 * what is read in place is not copied.
 */
#include "tests/common/products.h"

#include "common/matmul_kernel.h"

static Tensor *
ones(Shape shape)
{
	return tensor_full(step, shape, 1);
}

/* The first of k ones in each row of a is 2^24 (in double, 2^53). Beside it a
   running sum loses every 1 that comes; what is summed apart is not lost. */
static void
check_lost(Form a, Form b, size_t n, size_t k, size_t m)
{
	double large = 2 / (double)REAL_EPSILON, roundings = 64;
	ArenaMark mark = arena_mark(step);
	Tensor *left = view_of(ones, a, n, k); /* (n, k) */
	for (size_t i = 0; i < n; i++)
		left->data[i * left->stride[0]] = (Real)large;
	Tensor *c = tensor_matmul(step, left, view_of(ones, b, k, m));
	for (size_t i = 0; i < n * m; i++) {
		double lost = (double)k - ((double)c->data[i] - large);
		ck_assert_double_le(fabs(lost), 1024 + roundings);
	}
	arena_rewind(step, mark);
}

static void
check_running_sums(void)
{
	size_t lanes = matmul_kernel()->lanes, width = TILE_VECTORS * lanes;
	check_lost(ROWS, ROWS, 65, 3000, width + 1);          /* thin */
	check_lost(ROWS, TURNED, 3, 3000, width + lanes - 1); /* packed */
	check_lost(SPREAD, ROWS, 9, 3000, width + 1);         /* in place */
	check_lost(TURNED, ROWS, 9, 3000, 3);                 /* turned */
	check_lost(ROWS, ROWS, 3, 40000, lanes + 1);          /* in parts */
}

START_TEST(no_running_sum_of_more_than_1024_steps)
{
	with_each_kernel(check_running_sums);
}
END_TEST

/* Asserts that a @ b takes one small block of scratch memory at most. */
static void
check_scratch(Form a, Form b, size_t n, size_t k, size_t m)
{
	Arena *other = arena_create("other");
	Tensor *left = view_of(ones, a, n, k);       /* (n, k) */
	Tensor *right = view_of(ones, b, k, m);      /* (k, m) */
	Tensor *out = tensor_new(step, SHAPE(n, m)); /* (n, m) */
	tensor_matmul_into(other, out, left, right);
	ck_assert_uint_le(arena_held(other), 1 << 20);
	arena_destroy(other);
}

/* Few rows, or many steps: b is not copied, nor is ever a. */
static void
check_copies(void)
{
	check_scratch(ROWS, ROWS, 64, 2000, 192);
	check_scratch(ROWS, INNER, 64, 300, 1920);
	check_scratch(ROWS, ROWS, 65, 20000, 16);
	check_scratch(TURNED, ROWS, 400, 2000, 16);
}

START_TEST(in_place_takes_no_copy)
{
	with_each_kernel(check_copies);
}
END_TEST

TESTS("matmul_limits", no_running_sum_of_more_than_1024_steps,
    in_place_takes_no_copy)

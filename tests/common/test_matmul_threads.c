/*
 * The same bits for any number of threads, and time after time, on every path
 * that a matrix product can take. The numbers are not whole here: another
 * order of the additions would show.
 */
#include "tests/common/products.h"

#include "common/matmul_kernel.h"
#include "common/parallel.h"

/* Asserts that a @ b, and a @ b added to what is there, do not depend on the
   threads. */
static void
check_threads(const Tensor *a, const Tensor *b)
{
	const Tensor *start = uniform(SHAPE(a->shape[0], b->shape[1]));
	parallel_set_threads(1);
	const Tensor *product = tensor_matmul(step, a, b); /* (n, m) */
	Tensor *sum = tensor_clone(step, start);           /* (n, m) */
	tensor_matmul_add(step, sum, a, b);
	for (size_t threads = 1; threads <= 4; threads++) {
		parallel_set_threads(threads);
		for (int time = 0; time < 2; time++) {
			Tensor *again = tensor_clone(step, start); /* (n, m) */
			tensor_matmul_add(step, again, a, b);
			ck_tensors_equal(again, sum, 0);
			tensor_matmul_into(step, again, a, b);
			ck_tensors_equal(again, product, 0);
		}
	}
}

/* The same for numbers from 0 to 1 of these forms: (n, k) @ (k, m). */
static void
check_sizes(Form a, Form b, size_t n, size_t k, size_t m)
{
	/* Less would stay on one core (see parallel.c). */
	ck_assert_uint_ge(n * m * k / 16, 1 << 15);
	ArenaMark mark = arena_mark(step);
	check_threads(view_of(uniform, a, n, k), view_of(uniform, b, k, m));
	arena_rewind(step, mark);
}

static void
check_paths(void)
{
	size_t lanes = matmul_kernel()->lanes, width = TILE_VECTORS * lanes;
	check_sizes(ROWS, ROWS, 200, 300, 2 * width + 1);    /* packed, thin */
	check_sizes(SPREAD, ROWS, 100, 2100, 2 * width + 1); /* padded */
	check_sizes(ROWS, TURNED, 9, 2100, 2 * width + 41);
	check_sizes(ROWS, ROWS, 64, 1100, 2 * width + 1);   /* in place */
	check_sizes(ROWS, ROWS, 10, 300, 5 * width + 199);  /* wide */
	check_sizes(ROWS, ROWS, 40, 4100, 30);              /* in parts */
	check_sizes(ROWS, TURNED, 3, 20000, 2 * width + 1); /* packed, too */
	check_sizes(TURNED, ROWS, 300, 600, 9);             /* turned */
	check_sizes(TURNED, ROWS, 70, 4100, 5);         /* turned, in parts */
	check_sizes(TURNED, ROWS, 300, 400, width + 1); /* split */
}

START_TEST(same_bits_for_any_number_of_threads)
{
	with_each_kernel(check_paths);
}
END_TEST

/* Many threads, more than there are pieces. */
START_TEST(more_threads_than_pieces)
{
	Tensor *a = uniform(SHAPE(17, 1000)); /* (17, 1000) */
	Tensor *b = uniform(SHAPE(1000, 50)); /* (1000, 50) */
	parallel_set_threads(1);
	Tensor *expected = tensor_matmul(step, a, b); /* (17, 50) */
	parallel_set_threads(9);
	ck_tensors_equal(tensor_matmul(step, a, b), expected, 0);
}
END_TEST

TESTS("matmul_threads", same_bits_for_any_number_of_threads,
    more_threads_than_pieces)

/*
 * 0 * NaN and 0 * infinity in the matrix product: one special number in a
 * matrix of zeros makes its whole row of the result NaN, or its column, and
 * nothing else. For each kernel, for each size around its vectors.
 */
#include "tests/common/products.h"

enum { SIZES = 67 };

/* Are exactly the elements of this row NaN, or of this column, the rest 0? */
static void
check_lines(const Tensor *c, size_t line, bool rows)
{
	size_t n = c->shape[0], m = c->shape[1];
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++) {
			double found = (double)c->data[i * m + j];
			bool in_line = (rows ? i : j) == line;
			ck_assert_msg(in_line ? isnan(found) : found == 0,
			    "%s, (%zu, %zu), line %zu: [%zu, %zu] is %g",
			    matmul_kernel_name(), n, m, line, i, j, found);
		}
}

static Tensor *
zeros_with(Shape shape, size_t at, Real special)
{
	Tensor *t = tensor_zeros(step, shape); /* shape */
	t->data[at] = special;
	return t;
}

/* One product of each form, (n, k) @ (k, m), the number at (line, p) of the
   left matrix or at (p, line) of the right one. */
static void
check_zeros(size_t n, size_t k, size_t m, Real special)
{
	size_t row = n / 2, column = m - 1, p = k - 1;
	Tensor *a = zeros_with(SHAPE(n, k), row * k + p, special);
	Tensor *b = zeros_with(SHAPE(k, m), p * m + column, special);
	Tensor *turned = zeros_with(SHAPE(m, k), column * k + p, special);
	Tensor *left = tensor_zeros(step, SHAPE(n, k));  /* (n, k) */
	Tensor *right = tensor_zeros(step, SHAPE(k, m)); /* (k, m) */
	check_lines(tensor_matmul(step, a, right), row, true);
	check_lines(tensor_matmul(step, left, b), column, false);
	check_lines(
	    tensor_matmul(step, left, tensor_t(step, turned)), column, false);
	Tensor *sum = tensor_zeros(step, SHAPE(n, m)); /* (n, m) */
	tensor_matmul_add(step, sum, a, right);
	check_lines(sum, row, true);
	arena_reset(step);
}

static void
check_sizes(void)
{
	const Real specials[] = {(Real)NAN, (Real)INFINITY, -(Real)INFINITY};
	for (size_t size = 1; size <= SIZES; size++) {
		Real special = specials[size % COUNT(specials)];
		check_zeros(3, size, 5, special);
		check_zeros(2, 3, size, special);
		check_zeros(size, 2, 3, special);
		check_zeros(5, size, 1, special);
		check_zeros(size, size, size, special);
	}
}

START_TEST(zeros_are_multiplied)
{
	with_each_kernel(check_sizes);
}
END_TEST

TESTS("not numbers, matrix product", zeros_are_multiplied)

/*
 * The matrix product against three plain loops in double. Most elements here
 * are small whole numbers: every sum is exact then, so nothing wrong can hide
 * in a tolerance, and every kernel, edge and view must give equal results.
 */
#include "tests/common/products.h"

#include "common/parallel.h"

/* A tile is 4 or 8 rows by three vectors of 2 to 16 columns. */
static void
check_edges(void)
{
	for (size_t n = 1; n <= 50; n++)
		for (size_t m = 1; m <= 66; m++)
			check_forms(ROWS, ROWS, n, 3, m);
	check_forms(ROWS, ROWS, 97, 3, 66);
}

START_TEST(edges_of_tiles_and_blocks)
{
	with_each_kernel(check_edges);
}
END_TEST

/* k is cut into blocks of 256, each added to the one before. */
static void
check_depths(void)
{
	static const size_t depths[] = {1, 2, 255, 256, 257, 512, 513, 800};
	for (size_t i = 0; i < COUNT(depths); i++) {
		check_forms(ROWS, ROWS, 1, depths[i], 1);
		check_forms(ROWS, ROWS, 6, depths[i], 32);
		check_forms(ROWS, ROWS, 49, depths[i], 37);
	}
}

START_TEST(depths)
{
	with_each_kernel(check_depths);
}
END_TEST

static void
check_empty(void)
{
	Tensor *no_columns = tensor_new(step, SHAPE(3, 0)); /* (3, 0) */
	Tensor *no_rows = tensor_new(step, SHAPE(0, 2));    /* (0, 2) */
	Tensor *full = whole(SHAPE(2, 3));                  /* (2, 3) */
	check_product(no_columns, no_rows);                 /* (3, 2), all 0 */
	check_product(full, no_columns);                    /* (2, 0) */
	check_product(no_rows, full);                       /* (0, 3) */
	check_product(no_rows, tensor_t(step, no_rows));    /* (0, 0) */
}

START_TEST(empty_products)
{
	with_each_kernel(check_empty);
}
END_TEST

static void
check_views(void)
{
	Tensor *a[FORMS], *b[FORMS]; /* (53, 300), (300, 37) */
	for (Form form = 0; form < FORMS; form++) {
		a[form] = view_of(whole, form, 53, 300);
		b[form] = view_of(whole, form, 300, 37);
	}
	for (Form i = 0; i < FORMS; i++)
		for (Form j = 0; j < FORMS; j++)
			check_product(a[i], b[j]);
}

START_TEST(views)
{
	with_each_kernel(check_views);
}
END_TEST

/* One NaN or infinity reaches its own row of the result, or its own column,
   and no other by way of an edge's padding. */
static void
check_specials(void)
{
	static const Real specials[] = {
	    (Real)NAN, (Real)INFINITY, -(Real)INFINITY};
	Tensor *plain = whole(SHAPE(37, 3)); /* (37, 3) */
	for (size_t i = 0; i < 37 * COUNT(specials); i++) {
		ArenaMark mark = arena_mark(step);
		Tensor *special = tensor_clone(step, plain); /* (37, 3) */
		special->data[i % 37 * 3 + i % 3] = specials[i / 37];
		check_product(special, tensor_t(step, plain));
		check_product(plain, tensor_t(step, special));
		arena_rewind(step, mark);
	}
}

START_TEST(nan_and_infinity_stay_in_their_row_or_column)
{
	with_each_kernel(check_specials);
}
END_TEST

static void
check_identity(void)
{
	Tensor *a = uniform(SHAPE(41, 41));              /* (41, 41) */
	Tensor *one = tensor_zeros(step, SHAPE(41, 41)); /* (41, 41) */
	for (size_t i = 0; i < 41; i++)
		one->data[i * 41 + i] = 1;
	ck_tensors_equal(tensor_matmul(step, a, one), a, 0);
	ck_tensors_equal(tensor_matmul(step, one, a), a, 0);
}

START_TEST(identity)
{
	with_each_kernel(check_identity);
}
END_TEST

/* (AB)^T = B^T A^T, but for roundings: the tiles lie another way. */
static void
check_transpose(void)
{
	Tensor *a = uniform(SHAPE(50, 300));         /* (50, 300) */
	Tensor *b = uniform(SHAPE(300, 70));         /* (300, 70) */
	Tensor *a_t = tensor_t(step, a);             /* (300, 50) */
	Tensor *b_t = tensor_t(step, b);             /* (70, 300) */
	Tensor *c = tensor_matmul(step, a, b);       /* (50, 70) */
	Tensor *c_t = tensor_matmul(step, b_t, a_t); /* (70, 50) */
	ck_tensors_equal(c_t, tensor_t(step, c), sum_tolerance(300));
}

START_TEST(transpose_of_a_product)
{
	with_each_kernel(check_transpose);
}
END_TEST

static void
check_long_sums(void)
{
	size_t k = 50000;
	Tensor *a = uniform(SHAPE(7, k));           /* (7, k) */
	Tensor *b = uniform(SHAPE(k, 9));           /* (k, 9) */
	Tensor *expected = textbook_product(a, b);  /* (7, 9) */
	Tensor *actual = tensor_matmul(step, a, b); /* (7, 9) */
	ck_tensors_equal(actual, expected, sum_tolerance(k));

	/* One running sum of 0.1 drifts ever further; one of 256 hardly. */
	a = tensor_full(step, SHAPE(1, k), (Real)0.1); /* (1, k) */
	b = tensor_full(step, SHAPE(k, 1), 1);         /* (k, 1) */
	double sum = (double)tensor_item(tensor_matmul(step, a, b));
	double roundings = 256 + (double)k / 256;
	double bound = roundings * (double)REAL_EPSILON / 2 * 5000;
	ck_assert_double_eq_tol(sum, (double)a->data[0] * 50000, bound);
}

START_TEST(long_sums)
{
	with_each_kernel(check_long_sums);
}
END_TEST

static void
check_threads(void)
{
	Tensor *a = uniform(SHAPE(500, 600)); /* (500, 600) */
	Tensor *b = uniform(SHAPE(600, 70));  /* (600, 70) */
	parallel_set_threads(1);
	Tensor *expected = tensor_matmul(step, a, b); /* (500, 70) */
	for (size_t threads = 2; threads <= 4; threads++) {
		parallel_set_threads(threads);
		Tensor *actual = tensor_matmul(step, a, b); /* (500, 70) */
		ck_tensors_equal(actual, expected, 0);
	}
}

START_TEST(same_bits_for_any_number_of_threads)
{
	with_each_kernel(check_threads);
}
END_TEST

/* The panels that the product packs are given back, though they need a block
   of their own. */
START_TEST(keeps_only_the_result)
{
	Tensor *a = whole(SHAPE(10, 3000));  /* (10, 3000) */
	Tensor *b = whole(SHAPE(3000, 200)); /* (3000, 200) */
	size_t before = arena_used(step);
	tensor_new(step, SHAPE(10, 200));
	size_t result = arena_used(step) - before;
	tensor_matmul(step, a, b);
	ck_assert_uint_eq(arena_used(step) - before, 2 * result);
}
END_TEST

START_TEST(owns_its_result)
{
	Arena *other = arena_create("other");
	Tensor *a = whole(SHAPE(3, 3));         /* (3, 3) */
	Tensor *before = tensor_clone(step, a); /* (3, 3) */
	size_t used = arena_used(step);
	Tensor *c = tensor_matmul(other, a, a); /* (3, 3) */
	ck_assert_uint_eq(arena_used(step), used);
	ck_assert_ptr_eq(c->arena, other);
	ck_assert(tensor_is_contiguous(c));

	/* What is allocated next overlaps neither the result nor an operand. */
	tensor_zeros(other, SHAPE(1000));
	ck_tensors_equal(c, textbook_product(before, before), 0);
	ck_tensors_equal(a, before, 0);
	arena_destroy(other);
}
END_TEST

START_TEST(kernel_is_the_best_allowed)
{
	unsetenv("HANDGRAD_SIMD");
	const char *best = matmul_kernel_name();
	setenv("HANDGRAD_SIMD", "", 1);
	ck_assert_str_eq(matmul_kernel_name(), best);
	setenv("HANDGRAD_SIMD", best, 1);
	ck_assert_str_eq(matmul_kernel_name(), best);
	setenv("HANDGRAD_SIMD", "plain", 1);
	ck_assert_str_eq(matmul_kernel_name(), "plain");
	unsetenv("HANDGRAD_SIMD");
}
END_TEST

START_TEST(says_that_there_is_no_such_kernel)
{
	Error error;
	unsetenv("HANDGRAD_SIMD");
	const char *best = matmul_kernel_name();
	ck_assert(matmul_kernel_fits(&error));
	for (const char *const *name =
		 (const char *[]){"", best, "plain", NULL};
	     *name; name++) {
		setenv("HANDGRAD_SIMD", *name, 1);
		ck_assert_msg(matmul_kernel_fits(&error), "%s", *name);
	}
	setenv("HANDGRAD_SIMD", "avx3", 1);
	ck_assert(!matmul_kernel_fits(&error));
	const char *line =
	    "HANDGRAD_SIMD is 'avx3'; the kernels of this processor: ";
	ck_assert_msg(
	    strncmp(error.text, line, strlen(line)) == 0, "%s", error.text);
	const char *named = error.text + strlen(line);
	ck_assert_msg(
	    strncmp(named, best, strlen(best)) == 0, "%s", error.text);
	ck_assert_ptr_nonnull(strstr(named, "plain"));
	ck_assert_str_eq(matmul_kernel_name(), best);
	unsetenv("HANDGRAD_SIMD");
}
END_TEST

START_TEST(requires_matrices_that_fit)
{
#define MORE "tensor_matmul: (2, 3) @ (2, 3): the inner sizes 3 and 2 differ"
#define FEWER "tensor_matmul: (3, 2) @ (3, 2): the inner sizes 2 and 3 differ"
#define LEFT "tensor_matmul: (3,) @ (2, 3): both must be matrices"
#define RIGHT "tensor_matmul: (2, 3) @ (3,): both must be matrices"
	Tensor *matrix = tensor_zeros(step, SHAPE(2, 3)); /* (2, 3) */
	Tensor *vector = tensor_zeros(step, SHAPE(3));    /* (3,) */
	Tensor *turned = tensor_t(step, matrix);          /* (3, 2) */
	ck_requires(MORE, tensor_matmul(step, matrix, matrix));
	ck_requires(FEWER, tensor_matmul(step, turned, turned));
	ck_requires(LEFT, tensor_matmul(step, vector, matrix));
	ck_requires(RIGHT, tensor_matmul(step, matrix, vector));
}
END_TEST

TESTS("matmul", edges_of_tiles_and_blocks, depths, empty_products, views,
    nan_and_infinity_stay_in_their_row_or_column, identity,
    transpose_of_a_product, long_sums, same_bits_for_any_number_of_threads,
    keeps_only_the_result, owns_its_result, kernel_is_the_best_allowed,
    says_that_there_is_no_such_kernel, requires_matrices_that_fit)

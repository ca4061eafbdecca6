/*
 * What a matrix product keeps to on every path: no running sum grows long,
 * what is read in place is not copied, and nothing is touched that lies beyond
 * the operands.
 */
#include "tests/common/products.h"

#include <sys/mman.h>
#include <unistd.h>

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

/* Memory for each operand, up to an edge: the page behind it. */
enum { LEFT, RIGHT, OUT, OPERANDS, UP_TO_THE_EDGE = 1 << 16 };
static char *memory[OPERANDS];

static void
allow_behind_the_edge(int access)
{
	for (int i = 0; i < OPERANDS; i++)
		ck_assert_int_eq(mprotect(memory[i] + UP_TO_THE_EDGE,
				     (size_t)sysconf(_SC_PAGESIZE), access),
		    0);
}

/* Runs a check while no page behind an edge can be touched. */
static void
with_edges(void (*check)(void))
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	ck_assert_uint_eq(UP_TO_THE_EDGE % page, 0);
	for (int i = 0; i < OPERANDS; i++) {
		void *pages = NULL;
		ck_assert_int_eq(
		    posix_memalign(&pages, page, UP_TO_THE_EDGE + page), 0);
		memory[i] = pages;
	}
	allow_behind_the_edge(PROT_NONE);
	check();
	allow_behind_the_edge(PROT_READ | PROT_WRITE);
	for (int i = 0; i < OPERANDS; i++)
		free(memory[i]);
}

/* Whole numbers up to the edge. */
static Tensor *
at_the_edge(int operand, Shape shape)
{
	Tensor *t = whole(shape); /* shape */
	size_t bytes = tensor_count(t) * sizeof(Real);
	ck_assert_uint_le(bytes, UP_TO_THE_EDGE);
	t->data = memcpy(
	    memory[operand] + UP_TO_THE_EDGE - bytes, t->data, bytes);
	return t;
}

static void
check_edge(size_t n, size_t k, size_t m)
{
	ArenaMark mark = arena_mark(step);
	Tensor *a = at_the_edge(LEFT, SHAPE(n, k));  /* (n, k) */
	Tensor *b = at_the_edge(RIGHT, SHAPE(k, m)); /* (k, m) */
	Tensor *c = at_the_edge(OUT, SHAPE(n, m));   /* (n, m) */
	Tensor *once = textbook_product(a, b);       /* (n, m) */
	tensor_matmul_into(step, c, a, b);
	ck_tensors_equal(c, once, 0);
	tensor_matmul_add(step, c, a, b);
	ck_tensors_equal(c, tensor_add(step, once, once), 0);

	Tensor *a_t = tensor_t(step, a), *b_t = tensor_t(step, b);
	c = at_the_edge(OUT, SHAPE(m, n)); /* (m, n) */
	tensor_matmul_into(step, c, b_t, a_t);
	ck_tensors_equal(c, tensor_t(step, once), 0);
	arena_rewind(step, mark);
}

static void
check_sizes(void)
{
	size_t lanes = matmul_kernel()->lanes, width = TILE_VECTORS * lanes;
	for (size_t m = 1; m <= width + lanes + 1; m++)
		for (size_t n = 1; n <= 9; n++) {
			check_edge(n, 2, m);
			check_edge(n, lanes + n, m);
		}
	check_edge(65, 2 * lanes, width + 1);
	check_edge(70, 2 * lanes, width + lanes - 1);
	check_edge(2, 20, 4 * width + 1);
	check_edge(1, 4097, 1);
	check_edge(3, 600, 9);
}

static void
check_edges(void)
{
	with_edges(check_sizes);
}

START_TEST(touches_nothing_beyond_its_operands)
{
	with_each_kernel(check_edges);
}
END_TEST

TESTS("matmul_limits", no_running_sum_of_more_than_1024_steps,
    in_place_takes_no_copy, touches_nothing_beyond_its_operands)

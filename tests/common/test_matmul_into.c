/*
 * The matrix product into a matrix that is there, or added to it: which
 * matrices can take it, and which are refused.
 */
#include "tests/common/products.h"

/* Asserts that `out`, of any kind, takes a @ b and then adds it once more, and
   that a and b stay as they are. */
static void
check_out(Tensor *out, const Tensor *a, const Tensor *b)
{
	const Tensor *old_a = tensor_clone(step, a);        /* as a */
	const Tensor *old_b = tensor_clone(step, b);        /* as b */
	const Tensor *once = textbook_product(a, b);        /* as out */
	const Tensor *twice = tensor_add(step, once, once); /* as out */
	tensor_copy(out, tensor_full(step, tensor_shape(out), (Real)NAN));
	tensor_matmul_into(step, out, a, b);
	ck_tensors_equal(out, once, 0);
	tensor_matmul_add(step, out, a, b);
	ck_tensors_equal(out, twice, 0);
	ck_tensors_equal(a, old_a, 0);
	ck_tensors_equal(b, old_b, 0);
}

static void
check_contiguous(void)
{
	static const struct {
		Form a, b;
		size_t n, k, m;
	} paths[] = {
	    {ROWS, ROWS, 70, 30, 35},        /* packed */
	    {ROWS, ROWS, 9, 30, 35},         /* in place */
	    {ROWS, INNER, 9, 30, 450},       /* wide */
	    {ROWS, ROWS, 3, 4100, 35},       /* in parts */
	    {ROWS, TURNED, 3, 4100, 35},     /* packed, in parts */
	    {TURNED, ROWS, 40, 600, 9},      /* turned */
	    {INNER_TURNED, ROWS, 40, 30, 17} /* split */
	};
	for (size_t i = 0; i < COUNT(paths); i++) {
		size_t n = paths[i].n, k = paths[i].k, m = paths[i].m;
		Tensor *a = view_of(whole, paths[i].a, n, k); /* (n, k) */
		Tensor *b = view_of(whole, paths[i].b, k, m); /* (k, m) */
		check_out(tensor_new(step, SHAPE(n, m)), a, b);
	}
}

START_TEST(into_contiguous_matrices)
{
	with_each_kernel(check_contiguous);
}
END_TEST

/* A single column needs no stride of 1: it may stand in a wider matrix. */
static void
check_column(void)
{
	static const size_t sizes[] = {1, 3, 70, 600};
	for (size_t i = 0; i < COUNT(sizes); i++) {
		size_t n = sizes[i];
		Tensor *pairs = whole(SHAPE(n, 1, 2));          /* (n, 1, 2) */
		Tensor *before = tensor_clone(step, pairs);     /* (n, 1, 2) */
		Tensor *out = tensor_select(step, pairs, 2, 0); /* (n, 1) */
		Tensor *a = whole(SHAPE(n, 600));               /* (n, 600) */
		Tensor *b = whole(SHAPE(600, 1));               /* (600, 1) */
		check_out(out, a, b);
		check_out(out, view_of(whole, TURNED, n, 9),
		    view_of(whole, EQUAL_ROWS, 9, 1));
		check_out(tensor_t(step, whole(SHAPE(1, n))), a, b);
		ck_tensors_equal(tensor_select(step, pairs, 2, 1),
		    tensor_select(step, before, 2, 1), 0);
	}
}

START_TEST(into_a_column)
{
	with_each_kernel(check_column);
}
END_TEST

/* A single row may say any row stride. */
START_TEST(into_a_row)
{
	Tensor *row = whole(SHAPE(1, 40));                 /* (1, 40) */
	Tensor *wide = whole(SHAPE(3, 50));                /* (3, 50) */
	Tensor *band = tensor_narrow(step, wide, 0, 1, 1); /* (1, 50) */
	check_out(row, whole(SHAPE(1, 20)), whole(SHAPE(20, 40)));
	check_out(band, whole(SHAPE(1, 20)), whole(SHAPE(20, 50)));
	row->stride[0] = 0;
	check_out(row, whole(SHAPE(1, 20)), whole(SHAPE(20, 40)));
}
END_TEST

/* A sum of no products is 0; a matrix without elements takes it. */
START_TEST(empty_products)
{
	Tensor *none = tensor_new(step, SHAPE(3, 0));      /* (3, 0) */
	Tensor *none_t = tensor_t(step, none);             /* (0, 3) */
	Tensor *seven = tensor_full(step, SHAPE(3, 3), 7); /* (3, 3) */
	Tensor *before = tensor_clone(step, seven);        /* (3, 3) */
	tensor_matmul_add(step, seven, none, none_t);
	ck_tensors_equal(seven, before, 0);
	tensor_matmul_into(step, seven, none, none_t);
	ck_tensors_equal(seven, tensor_zeros(step, SHAPE(3, 3)), 0);
	check_out(none, before, tensor_zeros(step, SHAPE(3, 0)));
	check_out(tensor_new(step, SHAPE(0, 3)),
	    tensor_zeros(step, SHAPE(0, 3)), before);
	check_out(tensor_new(step, SHAPE(0, 0)), none_t, none);
}
END_TEST

/* NaN times zero is NaN, and what stood in `out` before is not looked at. */
START_TEST(nan_is_added_and_overwritten)
{
	Tensor *a = tensor_of(step, SHAPE(2, 1), (Real)NAN, 1); /* (2, 1) */
	Tensor *b = tensor_of(step, SHAPE(1, 2), 0, 2);         /* (1, 2) */
	Tensor *out = tensor_of(
	    step, SHAPE(2, 2), 1, 1, 1, (Real)NAN); /* (2, 2) */
	tensor_matmul_add(step, out, a, b);
	ck_tensor(
	    out, SHAPE(2, 2), 0, (double)NAN, (double)NAN, 1, (double)NAN);
	tensor_matmul_into(step, out, a, b);
	ck_tensor(out, SHAPE(2, 2), 0, (double)NAN, (double)NAN, 0, 2);
}
END_TEST

/* Scratch comes from the arena that was passed, wherever `out` lives, and is
   given back. */
START_TEST(scratch_is_given_back)
{
	Arena *other = arena_create("other");
	Tensor *a = whole(SHAPE(100, 3000));             /* (100, 3000) */
	Tensor *b = whole(SHAPE(3000, 210));             /* (3000, 210) */
	Tensor *out = tensor_new(step, SHAPE(100, 210)); /* (100, 210) */
	size_t used = arena_used(step), held = arena_held(step);
	tensor_matmul_into(other, out, a, b);
	tensor_matmul_add(other, out, a, b);
	ck_assert_uint_eq(arena_used(step), used);
	ck_assert_uint_eq(arena_held(step), held);
	ck_assert_uint_eq(arena_used(other), 0);
	ck_assert_uint_ge(arena_held(other), 3000 * 192 * sizeof(Real));
	arena_destroy(other);
}
END_TEST

#define BOTH "both must be matrices"
#define DIFFER "(2, 3) @ (2, 3): the inner sizes 3 and 2 differ"
#define FIT "(2, 3) @ (3, 2) is (2, 2), which does not fit "
#define GAPS "the rows of (2, 2) have gaps"

START_TEST(into_requires_what_fits)
{
#define INTO "tensor_matmul_into: "
	Tensor *vector = whole(SHAPE(3));              /* (3,) */
	Tensor *a = whole(SHAPE(2, 3));                /* (2, 3) */
	Tensor *b = whole(SHAPE(3, 2));                /* (3, 2) */
	Tensor *c = whole(SHAPE(2, 2));                /* (2, 2) */
	Tensor *flat = whole(SHAPE(4));                /* (4,) */
	Tensor *spread = view_of(whole, SPREAD, 2, 2); /* (2, 2) */
	ck_requires(INTO "(3,) @ (3, 2): " BOTH,
	    tensor_matmul_into(step, c, vector, b));
	ck_requires(INTO "(2, 3) @ (3,): " BOTH,
	    tensor_matmul_into(step, c, a, vector));
	ck_requires(INTO DIFFER, tensor_matmul_into(step, c, a, a));
	ck_requires(INTO FIT "(2, 3)", tensor_matmul_into(step, a, a, b));
	ck_requires(INTO FIT "(3, 2)", tensor_matmul_into(step, b, a, b));
	ck_requires(INTO FIT "(4,)", tensor_matmul_into(step, flat, a, b));
	ck_requires(INTO GAPS, tensor_matmul_into(step, spread, a, b));
}
END_TEST

START_TEST(add_requires_what_fits)
{
#define ADD "tensor_matmul_add: "
	Tensor *vector = whole(SHAPE(3)); /* (3,) */
	Tensor *a = whole(SHAPE(2, 3));   /* (2, 3) */
	Tensor *b = whole(SHAPE(3, 2));   /* (3, 2) */
	Tensor *c = whole(SHAPE(2, 2));   /* (2, 2) */
	Tensor *flat = whole(SHAPE(4));   /* (4,) */
	ck_requires(
	    ADD "(3,) @ (3, 2): " BOTH, tensor_matmul_add(step, c, vector, b));
	ck_requires(
	    ADD "(2, 3) @ (3,): " BOTH, tensor_matmul_add(step, c, a, vector));
	ck_requires(ADD DIFFER, tensor_matmul_add(step, c, a, a));
	ck_requires(ADD FIT "(2, 3)", tensor_matmul_add(step, a, a, b));
	ck_requires(ADD FIT "(3, 2)", tensor_matmul_add(step, b, a, b));
	ck_requires(ADD FIT "(4,)", tensor_matmul_add(step, flat, a, b));
	ck_requires(ADD GAPS, tensor_matmul_add(step, tensor_t(step, c), a, b));
}
END_TEST

/* What is refused has changed nothing. */
START_TEST(refused_before_anything_is_written)
{
	Tensor *a = whole(SHAPE(2, 3));         /* (2, 3) */
	Tensor *b = whole(SHAPE(3, 2));         /* (3, 2) */
	Tensor *c = whole(SHAPE(2, 2));         /* (2, 2) */
	Tensor *before = tensor_clone(step, c); /* (2, 2) */
	Tensor *turned = tensor_t(step, c);     /* (2, 2) */
	ck_requires(INTO GAPS, tensor_matmul_into(step, turned, a, b));
	ck_requires(INTO DIFFER, tensor_matmul_into(step, c, a, a));
	ck_tensors_equal(c, before, 0);
}
END_TEST

TESTS("matmul_into", into_contiguous_matrices, into_a_column, into_a_row,
    empty_products, nan_is_added_and_overwritten, scratch_is_given_back,
    into_requires_what_fits, add_requires_what_fits,
    refused_before_anything_is_written)

/*
 * Chapter 10's softmax and its logarithms: against PyTorch, against loops, and
 * where e^x leaves the numbers behind.
 */
#include "tests/chapters/10_cross_entropy/rows.h"

#include "chapters/10_cross_entropy/cross_entropy.h"

static const Real inf = (Real)INFINITY;

START_TEST(agrees_with_torch)
{
	Tensor *x = golden_rows(); /* (5, 10) */
	Shape shape = SHAPE(GOLDEN_ROWS, GOLDEN_COLUMNS);
	assert_tensor(
	    __FILE__, __LINE__, softmax(step, x), shape, rows_softmax, near);
	assert_tensor(__FILE__, __LINE__, log_softmax(step, x), shape,
	    rows_log_softmax, near);
	assert_tensor(__FILE__, __LINE__, log_sum_exp(step, x),
	    SHAPE(GOLDEN_ROWS), rows_log_sum_exp, near);
	ck_tensors_equal(x, golden_rows(), 0);
}
END_TEST

/* The forum's row: what it prints to two digits, as it should be. */
START_TEST(the_forums_row)
{
	Tensor *x = tensor_narrow(step, golden_rows(), 0, 0, 1); /* (1, 10) */
	static const double p[] = {.0983, .0889, .0889, .1086, .1200, .0889,
	    .0889, .1200, .0889, .1086};
	assert_tensor(
	    __FILE__, __LINE__, softmax(step, x), SHAPE(1, 10), p, 5e-5);
	ck_tensor(log_softmax(step, x), SHAPE(1, 10), 1e-6, -2.32016313427,
	    -2.42016313427, -2.42016313427, -2.22016313427, -2.12016313427,
	    -2.42016313427, -2.42016313427, -2.12016313427, -2.42016313427,
	    -2.22016313427);
	ck_tensor(log_sum_exp(step, x), SHAPE(1), 1e-6, 2.42016313427);
}
END_TEST

static void
check_in_a_loop(const Tensor *x)
{
	Tensor *p = softmax(step, x);                         /* (n, c) */
	Tensor *ln_p = log_softmax(step, x);                  /* (n, c) */
	Tensor *sums = log_sum_exp(step, x);                  /* (n,) */
	Tensor *naive = log_softmax_naive(step, x);           /* (n, c) */
	Tensor *difference = log_softmax_difference(step, x); /* (n, c) */
	for (size_t i = 0; i < x->shape[0]; i++) {
		double sum = log_sum_in_a_loop(x, i);
		check_near((double)sums->data[i], sum);
		for (size_t j = 0; j < x->shape[1]; j++) {
			double right = at(x, i, j) - sum;
			check_near(at(p, i, j), exp(right));
			check_near(at(ln_p, i, j), right);
			check_near(at(naive, i, j), right);
			check_near(at(difference, i, j), right);
		}
	}
	ck_assert(normalisation_error(ln_p) < 10 * near);
}

START_TEST(against_loops)
{
	Random random;
	random_seed(&random, 1);
	for (int trial = 0; trial < 300; trial++) {
		check_in_a_loop(any_batch(&random).x);
		arena_reset(step);
	}
}
END_TEST

START_TEST(results_are_new_and_in_the_arena)
{
	Arena *other = arena_create("other");
	const Tensor *x = numbered(SHAPE(2, 3)); /* (2, 3) */
	const Tensor *const made[] = {softmax(other, x),
	    log_softmax_naive(other, x), log_softmax_difference(other, x),
	    log_softmax(other, x), log_sum_exp(other, x)};
	for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
		ck_assert_ptr_eq(made[i]->arena, other);
		ck_assert(tensor_is_contiguous(made[i]));
		ck_assert_ptr_null(made[i]->g);
	}
	ck_tensors_equal(x, numbered(SHAPE(2, 3)), 0);
	arena_destroy(other);
}
END_TEST

/* Powers of two and whole numbers, so that moving loses no digit. */
START_TEST(only_differences_count)
{
	Random random;
	random_seed(&random, 2);
	Tensor *x = any_view(&random, SHAPE(6, 5), 0); /* (6, 5) */
	Tensor *moves = tensor_of(
	    step, SHAPE(6, 1), 1024, -1024, 64, 4096, -100, 0); /* (6, 1) */
	Tensor *moved = tensor_add(step, x, moves);             /* (6, 5) */
	ck_tensors_equal(softmax(step, moved), softmax(step, x), 0);
	ck_tensors_equal(log_softmax(step, moved), log_softmax(step, x), 0);
	ck_tensors_equal(log_sum_exp(step, moved),
	    tensor_add(
		step, log_sum_exp(step, x), tensor_select(step, moves, 1, 0)),
	    near);
}
END_TEST

START_TEST(keeps_the_order)
{
	Random random;
	random_seed(&random, 3);
	Tensor *x = tensor_new(step, SHAPE(50, 10)); /* (50, 10) */
	random_normal(&random, x);
	ck_tensors_equal(tensor_argmax(step, softmax(step, x), 1),
	    tensor_argmax(step, x, 1), 0);
}
END_TEST

START_TEST(where_the_naive_ways_end)
{
	Tensor *x = tensor_of(step, SHAPE(3, 3), 1000, 0, -1000, 2000, 2000,
	    2000, -1000, -1000, -1000); /* (3, 3) */
	ck_tensor(log_softmax_naive(step, x), SHAPE(3, 3), 0, NaN, -Inf, -Inf,
	    NaN, NaN, NaN, NaN, NaN, NaN);
	ck_tensor(log_softmax_difference(step, x), SHAPE(3, 3), 0, -Inf, -Inf,
	    -Inf, -Inf, -Inf, -Inf, Inf, Inf, Inf);
	ck_tensor(log_softmax(step, x), SHAPE(3, 3), 1e-7, 0, -1000, -2000,
	    -1.09861229, -1.09861229, -1.09861229, -1.09861229, -1.09861229,
	    -1.09861229);
	ck_tensor(softmax(step, x), SHAPE(3, 3), 1e-7, 1, 0, 0, 1. / 3, 1. / 3,
	    1. / 3, 1. / 3, 1. / 3, 1. / 3);
}
END_TEST

/* 88 in float, 709 in double. */
START_TEST(the_last_logit_that_survives)
{
	double largest = sizeof(Real) == sizeof(float) ? (double)FLT_MAX
						       : DBL_MAX;
	Real last = (Real)floor(log(largest));
	Tensor *good = tensor_of(step, SHAPE(1, 2), last, 80);    /* (1, 2) */
	Tensor *bad = tensor_of(step, SHAPE(1, 2), last + 1, 80); /* (1, 2) */
	ck_tensors_equal(
	    log_softmax_naive(step, good), log_softmax(step, good), 1e-4);
	ck_assert(isnan(at(log_softmax_naive(step, bad), 0, 0)));
	ck_assert(isinf(at(log_softmax_difference(step, bad), 0, 0)));
	ck_tensor(log_softmax(step, bad), SHAPE(1, 2), near,
	    -log1p(exp(80 - (double)last - 1)),
	    80 - (double)last - 1 - log1p(exp(80 - (double)last - 1)));
}
END_TEST

/* Each row on its own: a NaN, an infinity, a class that is ruled out. */
START_TEST(no_row_spoils_another)
{
	Tensor *x = tensor_of(step, SHAPE(5, 2), (Real)NAN, 0, 0, (Real)NAN,
	    inf, 0, 0, -inf, -inf, -inf); /* (5, 2) */
	ck_tensor(log_softmax(step, x), SHAPE(5, 2), 0, NaN, NaN, NaN, NaN, NaN,
	    NaN, 0, -Inf, NaN, NaN);
	ck_tensor(softmax(step, x), SHAPE(5, 2), 0, NaN, NaN, NaN, NaN, NaN,
	    NaN, 1, 0, NaN, NaN);
	ck_tensor(log_sum_exp(step, x), SHAPE(5), 0, NaN, NaN, Inf, 0, -Inf);
}
END_TEST

START_TEST(one_class_and_no_rows)
{
	Tensor *x = tensor_of(step, SHAPE(3, 1), -7, 0, 1000); /* (3, 1) */
	ck_tensor(softmax(step, x), SHAPE(3, 1), 0, 1, 1, 1);
	ck_tensor(log_softmax(step, x), SHAPE(3, 1), 0, 0, 0, 0);
	ck_tensor(log_sum_exp(step, x), SHAPE(3), 0, -7, 0, 1000);
	Tensor *none = softmax(step, numbered(SHAPE(0, 4))); /* (0, 4) */
	ck_assert(shape_equal(tensor_shape(none), SHAPE(0, 4)));
	none = log_softmax(step, numbered(SHAPE(0, 4)));
	ck_assert(shape_equal(tensor_shape(none), SHAPE(0, 4)));
	none = log_sum_exp(step, numbered(SHAPE(0, 4)));
	ck_assert(shape_equal(tensor_shape(none), SHAPE(0)));
}
END_TEST

/* 1.11, 2.05 and 0.69 are what the forgotten [:, None] makes of a row. */
START_TEST(normalisation_errors)
{
	Tensor *ln_p = tensor_zeros(step, SHAPE(3, 2)); /* (3, 2) */
	for (size_t i = 0; i < 6; i++)
		ln_p->data[i] = (Real)log(0.5);
	ck_assert(normalisation_error(ln_p) < near);
	ln_p->data[3] = (Real)log(0.75);
	check_near(normalisation_error(ln_p), 0.25);
	ln_p->data[0] = (Real)log(0.125); /* too small counts like too large */
	check_near(normalisation_error(ln_p), 0.375);
	ck_assert(normalisation_error(numbered(SHAPE(0, 2))) == 0);
	ln_p->data[2] = (Real)NAN;
	ck_assert(isnan(normalisation_error(ln_p)));
	Tensor *wide = tensor_zeros(step, SHAPE(2, 3)); /* (2, 3) */
	ck_assert(normalisation_error(tensor_t(step, wide)) == 1);
}
END_TEST

/* Every function of rows, and its name. */
static const struct {
	const char *name;
	Tensor *(*function)(Arena *, const Tensor *);
} functions[] = {
    {"softmax", softmax},
    {"log_softmax_naive", log_softmax_naive},
    {"log_softmax_difference", log_softmax_difference},
    {"log_softmax", log_softmax},
    {"log_sum_exp", log_sum_exp},
};

static void
check_refuses(size_t which, const Tensor *x, const char *called)
{
	char text[200];
	snprintf(text, sizeof text, "%s: x %s, expected (n, c), c above 0",
	    functions[which].name, called);
	ck_requires(text, CALLED(functions[which].function(step, x)));
}

static void
check_all_refuse(Shape shape, const char *called)
{
	const Tensor *x = numbered(shape); /* as given */
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		check_refuses(i, x, called);
}

START_TEST(refuses_what_has_no_rows)
{
	check_all_refuse(SHAPE(3), "(3,)");
	check_all_refuse(SCALAR, "()");
	check_all_refuse(SHAPE(2, 3, 4), "(2, 3, 4)");
	check_all_refuse(SHAPE(2, 0), "(2, 0)");
	const Tensor *vector = numbered(SHAPE(3)); /* (3,) */
	const char *text =
	    "normalisation_error: x (3,), expected (n, c), c above 0";
	ck_requires(text, normalisation_error(vector));
}
END_TEST

TESTS("softmax", agrees_with_torch, the_forums_row, against_loops,
    results_are_new_and_in_the_arena, only_differences_count, keeps_the_order,
    where_the_naive_ways_end, the_last_logit_that_survives,
    no_row_spoils_another, one_class_and_no_rows, normalisation_errors,
    refuses_what_has_no_rows)

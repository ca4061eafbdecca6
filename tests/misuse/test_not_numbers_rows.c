/*
 * NaN and infinity along an axis: sums, the largest, softmax and the losses,
 * as PyTorch has them; and through the matrix product.
 */
#include "chapters/02_forward/forward.h"
#include "chapters/03_mse/mse.h"
#include "chapters/06_gradients/gradients.h"
#include "chapters/10_cross_entropy/cross_entropy.h"
#include "tests/misuse/compare.h"

enum { LENGTHS = 67 };

static Tensor *
all_rows(void)
{
	return tensor_of_doubles(SHAPE(ROWS, COLUMNS), golden_rows[0]);
}

static Tensor *
last_axis(const char *name, const Tensor *t)
{
	if (named("sum", name))
		return tensor_sum(step, t, 1);
	if (named("mean", name))
		return tensor_mean(step, t, 1);
	if (named("max", name))
		return tensor_max(step, t, 1);
	if (named("argmax", name))
		return tensor_argmax(step, t, 1);
	ck_assert_str_eq(name, "log_sum_exp");
	return log_sum_exp(step, t);
}

static Tensor *
first_axis(const char *name, const Tensor *t)
{
	if (named("sum", name))
		return tensor_sum(step, t, 0);
	if (named("mean", name))
		return tensor_mean(step, t, 0);
	if (named("max", name))
		return tensor_max(step, t, 0);
	if (named("argmax", name))
		return tensor_argmax(step, t, 0);
	return log_sum_exp(step, tensor_t(step, t));
}

START_TEST(rows_into_numbers)
{
	Tensor *t = all_rows(); /* (rows, columns) */
	Tensor *turned = tensor_clone(step, tensor_t(step, t));
	for (size_t i = 0; i < COUNT(row_golden); i++) {
		const RowGolden *golden = &row_golden[i];
		check_elements(golden->name, last_axis(golden->name, t),
		    golden->of_row, ANY_ZERO);
		check_elements(golden->name, first_axis(golden->name, turned),
		    golden->of_row, ANY_ZERO);
	}
}
END_TEST

/* Over all of a tensor: each row is one. */
START_TEST(all_into_a_number)
{
	for (size_t i = 0; i < ROWS; i++) {
		Tensor *row = tensor_of_doubles(
		    SHAPE(COLUMNS), golden_rows[i]); /* (columns,) */
		double found[] = {tensor_sum_all(row), tensor_mean_all(row),
		    (double)tensor_max_all(row),
		    (double)tensor_argmax_all(row)};
		for (size_t j = 0; j < COUNT(found); j++)
			check_element(row_golden[j].name, i, (Real)found[j],
			    row_golden[j].of_row[i], ANY_ZERO);
	}
}
END_TEST

/* Rows of 1, the first NaN, or infinity, wherever it stands: NaN wins. */
static void
check_place(size_t length, size_t at, Real special, Real later)
{
	Tensor *t = tensor_full(step, SHAPE(3, length), 1); /* (3, length) */
	for (size_t i = at; i < length; i++)
		t->data[length + i] = i == at ? special : later;
	double sum = (double)special + (at + 1 < length ? (double)later : 0);
	const double sums[] = {(double)length, sum, (double)length};
	const double largest[] = {1, (double)special, 1};
	const double places[] = {0, (double)at, 0};
	check_elements("sum", tensor_sum(step, t, 1), sums, ANY_ZERO);
	check_elements("max", tensor_max(step, t, 1), largest, ANY_ZERO);
	check_elements("argmax", tensor_argmax(step, t, 1), places, ANY_ZERO);
	ck_assert_uint_eq(tensor_argmax_all(t), length + at);
	Tensor *turned = tensor_clone(step, tensor_t(step, t));
	check_elements("sum", tensor_sum(step, turned, 0), sums, ANY_ZERO);
	check_elements("max", tensor_max(step, turned, 0), largest, ANY_ZERO);
	arena_reset(step);
}

START_TEST(each_place_of_each_length)
{
	const Real nan = (Real)NAN, inf = (Real)INFINITY;
	for (size_t length = 1; length <= LENGTHS; length++)
		for (size_t at = 0; at < length; at++) {
			check_place(length, at, nan, inf);
			check_place(length, at, nan, nan);
			check_place(length, at, inf, -inf);
		}
}
END_TEST

/* Long columns are summed in parts: tall.h. */
START_TEST(tall_columns)
{
	enum { HEIGHT = 1031 };
	Tensor *t = tensor_full(step, SHAPE(HEIGHT, 3), 1);
	t->data[HEIGHT / 2 * 3 + 1] = (Real)NAN;
	t->data[(HEIGHT - 1) * 3 + 2] = -(Real)INFINITY;
	const double sums[] = {HEIGHT, (double)NAN, -(double)INFINITY};
	check_elements("sum", tensor_sum(step, t, 0), sums, ANY_ZERO);
}
END_TEST

START_TEST(softmaxes)
{
	Tensor *x = all_rows(); /* (rows, columns) */
	ck_assert_str_eq(rows_golden[0].name, "softmax");
	check_elements(
	    "softmax", softmax(step, x), rows_golden[0].of_row[0], ANY_ZERO);
	ck_assert_str_eq(rows_golden[1].name, "log_softmax");
	check_elements("log_softmax", log_softmax(step, x),
	    rows_golden[1].of_row[0], ANY_ZERO);
}
END_TEST

START_TEST(cross_entropies)
{
	for (size_t i = 0; i < ROWS * COLUMNS; i++) {
		Tensor *x = tensor_of_doubles(SHAPE(1, COLUMNS),
		    golden_rows[i / COLUMNS]); /* (1, columns) */
		Tensor *label = tensor_of(
		    step, SHAPE(1), (Real)(i % COLUMNS)); /* (1,) */
		check_element("cross_entropy", i,
		    (Real)cross_entropy(step, x, label),
		    cross_entropy_golden[i], ANY_ZERO);
		check_element("nll", i, (Real)nll(log_softmax(step, x), label),
		    cross_entropy_golden[i], ANY_ZERO);
		cross_entropy_grad(step, x, label);
		check_elements("cross_entropy_grad", x->g,
		    cross_entropy_grad_golden[i], ANY_ZERO);
	}
}
END_TEST

START_TEST(squared_errors)
{
	for (size_t i = 0; i < ROWS; i++)
		for (size_t j = 0; j < COLUMNS; j++) {
			Tensor *output = tensor_of(step, SHAPE(1, 1),
			    (Real)golden_rows[i][j]); /* (1, 1) */
			Tensor *target = tensor_of(step, SHAPE(1),
			    (Real)golden_rows[ROWS - 1 - i][j]); /* (1,) */
			check_element("mse", i * COLUMNS + j,
			    (Real)mse(step, output, target),
			    square_error_golden[i][j], ANY_ZERO);
			mse_grad(step, output, target);
			check_elements("mse_grad", output->g,
			    &square_error_grad_golden[i][j], ANY_ZERO);
		}
}
END_TEST

/* 0 * NaN and 0 * infinity are NaN, also where a 0 would save the work. */
START_TEST(matrix_products)
{
	size_t n = COUNT(golden_left), k = COUNT(golden_right);
	size_t m = COUNT(golden_right[0]);
	Tensor *a = tensor_of_doubles(SHAPE(n, k), golden_left[0]);
	Tensor *b = tensor_of_doubles(SHAPE(k, m), golden_right[0]);
	Tensor *zeros = tensor_zeros(step, SHAPE(m));           /* (m,) */
	Tensor *turned = tensor_clone(step, tensor_t(step, a)); /* (k, n) */
	const double *expected = golden_product[0];
	check_elements("matmul", tensor_matmul(step, a, b), expected, ANY_ZERO);
	check_elements("linear", linear(step, a, b, zeros), expected, ANY_ZERO);
	check_elements("sum_of_outer_products",
	    sum_of_outer_products(step, turned, b), expected, ANY_ZERO);
	Tensor *out = tensor_zeros(step, SHAPE(n, m)); /* (n, m) */
	tensor_matmul_add(step, out, a, b);
	check_elements("tensor_matmul_add", out, expected, ANY_ZERO);
}
END_TEST

TESTS("not numbers, rows", rows_into_numbers, all_into_a_number,
    each_place_of_each_length, tall_columns, softmaxes, cross_entropies,
    squared_errors, matrix_products)

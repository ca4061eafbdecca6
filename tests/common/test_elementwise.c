/*
 * Elementwise operations: every formula on every pair of awkward values, in
 * every form of row that has a loop of its own. Broadcasting has its own
 * tests.
 */
#include "tests/common/oracle.h"

#include <math.h>
#include <string.h>

enum { VALUES = 11 };
static const Real values[VALUES] = {
    0, (Real)-0.0, 1, -1, 2.5, -2.5, 0x1p-20, (Real)1e30, Inf, -Inf, NaN};

/* What the oracle of arithmetic has not; NaN wins, wherever it stands. */
FORMULA(maximum, isnan(a) || isnan(b) ? NaN : fmax(a, b))
FORMULA(minimum, isnan(a) || isnan(b) ? NaN : fmin(a, b))
FORMULA(greater, a > b ? 1 : 0)
FORMULA(greater_equal, a >= b ? 1 : 0)
FORMULA(less, a < b ? 1 : 0)
FORMULA(less_equal, a <= b ? 1 : 0)
FORMULA(equal, a == b ? 1 : 0)
FORMULA(not_equal, a != b ? 1 : 0)
FORMULA(gate, a <= 0 ? 0 : b)

static const struct {
	const char *name;
	Tensor *(*operation)(Arena *, const Tensor *, const Tensor *);
	double (*formula)(double, double);
} binary[] = {
    {"tensor_add", tensor_add, add},
    {"tensor_sub", tensor_sub, sub},
    {"tensor_mul", tensor_mul, mul},
    {"tensor_div", tensor_div, divide},
    {"tensor_maximum", tensor_maximum, maximum},
    {"tensor_minimum", tensor_minimum, minimum},
    {"tensor_greater", tensor_greater, greater},
    {"tensor_greater_equal", tensor_greater_equal, greater_equal},
    {"tensor_less", tensor_less, less},
    {"tensor_less_equal", tensor_less_equal, less_equal},
    {"tensor_equal", tensor_equal, equal},
    {"tensor_not_equal", tensor_not_equal, not_equal},
    {"tensor_gate", tensor_gate, gate},
};
enum { BINARY = sizeof binary / sizeof *binary };

/* The same value, sign of a zero and all; any NaN is as good as another. */
static bool
same(Real found, double expected)
{
	Real rounded = (Real)expected;
	if (isnan(rounded))
		return isnan(found);
	return found == rounded &&
	       (found != 0 || !signbit(found) == !signbit(rounded));
}

/* Asserts binary[which] of a and b; of two zeros, which one is the larger is
   nobody's business. */
static void
check_binary(size_t which, const Tensor *a, const Tensor *b)
{
	Tensor *out = binary[which].operation(step, a, b); /* broadcast */
	Shape shape = tensor_shape(out);
	for (size_t i = 0, n = tensor_count(out); i < n; i++) {
		double x = element(a, shape, i), y = element(b, shape, i);
		double expected = binary[which].formula(x, y);
		bool zeros = x == 0 && y == 0 && expected == 0 &&
			     strstr(binary[which].name, "imum");
		ck_assert_msg(same(out->data[i], expected) ||
				  (zeros && out->data[i] == 0),
		    "%s(%g, %g) is %g", binary[which].name, x, y,
		    (double)out->data[i]);
	}
}

/* All pairs as rows of every kind: side by side, one of the two fixed, both
   with gaps. */
START_TEST(binary_on_all_pairs)
{
	Tensor *row = tensor_from(step, SHAPE(VALUES), VALUES, values);
	Shape square = SHAPE(VALUES, VALUES);
	Tensor *column = tensor_unsqueeze(step, row, 1);    /* (VALUES, 1) */
	Tensor *along = tensor_expand(step, row, square);   /* square */
	Tensor *down = tensor_expand(step, column, square); /* square */
	for (size_t which = 0; which < BINARY; which++) {
		check_binary(
		    which, tensor_clone(step, along), tensor_clone(step, down));
		check_binary(which, row, column);
		check_binary(which, column, row);
		check_binary(which, tensor_t(step, tensor_clone(step, along)),
		    tensor_t(step, tensor_clone(step, down)));
	}
}
END_TEST

/* Long enough for the vectors, and for what is left beyond them. */
START_TEST(binary_on_every_length)
{
	for (size_t which = 0; which < BINARY; which++)
		for (size_t n = 0; n < 70; n++) {
			Tensor *a = tensor_new(step, SHAPE(n)); /* (n,) */
			Tensor *b = tensor_new(step, SHAPE(n)); /* (n,) */
			for (size_t i = 0; i < n; i++) {
				a->data[i] = values[i % VALUES];
				b->data[i] = values[i * 7 / 3 % VALUES];
			}
			check_binary(which, a, b);
			arena_reset(step);
		}
}
END_TEST

static void
check_mismatch(size_t which, Shape a, Shape b)
{
	Tensor *left = numbered(a);  /* a */
	Tensor *right = numbered(b); /* b */
	char text[500];
	snprintf(text, sizeof text, "%s: shapes %s and %s do not broadcast",
	    binary[which].name, SHAPE_TEXT(left), SHAPE_TEXT(right));
	ck_requires(text, CALLED(binary[which].operation(step, left, right)));
}

START_TEST(binary_on_shapes_that_differ)
{
	for (size_t which = 0; which < BINARY; which++) {
		check_mismatch(which, SHAPE(3), SHAPE(4));
		check_mismatch(which, SHAPE(2, 3), SHAPE(2));
		check_mismatch(which, SHAPE(0), SHAPE(2, 2));
	}
}
END_TEST

START_TEST(mismatch_names_the_line)
{
	Tensor *a = numbered(SHAPE(3)),
	       *b = numbered(SHAPE(4)); /* (3,), (4,) */
	ck_requires("tensor_add: shapes (3,) and (4,) do not broadcast",
	    tensor_add(step, a, b));
	ck_requires("tensor_not_equal: shapes (4,) and (3,) do not broadcast",
	    tensor_not_equal(step, b, a));
}
END_TEST

START_TEST(inputs_stay_as_they_are)
{
	Tensor *a = tensor_from(step, SHAPE(VALUES), VALUES, values);
	Tensor *b = numbered(SHAPE(VALUES));  /* (VALUES,) */
	Tensor *kept = tensor_clone(step, b); /* (VALUES,) */
	for (size_t which = 0; which < BINARY; which++) {
		Tensor *out = binary[which].operation(
		    step, a, b); /* (VALUES,) */
		ck_assert(out->data != a->data && out->data != b->data);
	}
	tensor_exp(step, a);
	tensor_pow(step, a, 2);
	tensor_clamp(step, a, -1, 1);
	ck_assert_mem_eq(a->data, values, sizeof values);
	ck_assert_mem_eq(b->data, kept->data, VALUES * sizeof(Real));
}
END_TEST

static const struct {
	const char *name;
	Tensor *(*operation)(Arena *, const Tensor *);
	double (*formula)(double);
} unary[] = {
    {"tensor_exp", tensor_exp, exp},
    {"tensor_log", tensor_log, log},
    {"tensor_sqrt", tensor_sqrt, sqrt},
    {"tensor_abs", tensor_abs, fabs},
    {"tensor_tanh", tensor_tanh, tanh},
};
enum { UNARY = sizeof unary / sizeof *unary };

/* Equal, or equal but for the last bits of a math function (0 must be 0). */
static bool
nearly(Real found, double expected)
{
	double error = fabs((double)found - expected) / fabs(expected);
	return same(found, expected) || error <= 2 * (double)REAL_EPSILON;
}

static void
check_unary(size_t which, const Tensor *t)
{
	Tensor *out = unary[which].operation(step, t); /* as t */
	Shape shape = tensor_shape(t);
	ck_assert(shape_equal(tensor_shape(out), shape));
	for (size_t i = 0, n = tensor_count(out); i < n; i++) {
		double x = element(t, shape, i);
		ck_assert_msg(nearly(out->data[i], unary[which].formula(x)),
		    "%s(%g) is %g", unary[which].name, x, (double)out->data[i]);
	}
}

START_TEST(unary_on_all_values)
{
	Tensor *row = tensor_from(step, SHAPE(VALUES), VALUES, values);
	Tensor *wide = tensor_expand(step, row, SHAPE(3, VALUES));
	for (size_t which = 0; which < UNARY; which++) {
		check_unary(which, row);
		check_unary(which, tensor_t(step, wide));
		check_unary(which, tensor_index(step, row, "4"));
		check_unary(which, numbered(SHAPE(2, 0)));
	}
}
END_TEST

/* Where it is nearly straight, where it bends, where it is nearly flat; an odd
   function, which never passes 1. */
START_TEST(tangent)
{
	Tensor *t = tensor_new(step, SHAPE(2001)); /* (2001,) */
	for (int i = 0; i < 2001; i++)
		t->data[i] = (Real)((i - 1000) * 0.02);
	for (double scale = 1; scale > 1e-9; scale /= 30) {
		Tensor *x = tensor_mul(step, t, tensor_scalar(step, scale));
		Tensor *out = tensor_tanh(step, x); /* (2001,) */
		for (int i = 0; i < 2001; i++) {
			ck_assert(
			    nearly(out->data[i], tanh((double)x->data[i])));
			ck_assert(out->data[i] == -out->data[2000 - i]);
			ck_assert(out->data[i] >= -1 && out->data[i] <= 1);
		}
	}
	t = tensor_of(step, SHAPE(7), 0, (Real)-0.0, Inf, -Inf, NaN, (Real)1e30,
	    (Real)-1e30);                   /* (7,) */
	Tensor *out = tensor_tanh(step, t); /* (7,) */
	ck_tensor(out, SHAPE(7), 0, 0, 0, 1, -1, NaN, 1, -1);
	ck_assert(!signbit(out->data[0]) && signbit(out->data[1]));
}
END_TEST

START_TEST(negation)
{
	Tensor *t = tensor_neg(step, tensor_of(step, SHAPE(4), 1, -2, 0, Inf));
	ck_tensor(t, SHAPE(4), 0, -1, 2, 0, -Inf);
	ck_assert(signbit(t->data[2])); /* 0 - t would lose the sign */
}
END_TEST

START_TEST(powers)
{
	Tensor *t = tensor_of(step, SHAPE(6), 3, -2, 0, 0.25, Inf, NaN);
	ck_tensor(
	    tensor_pow(step, t, 2), SHAPE(6), 0, 9, 4, 0, 0.0625, Inf, NaN);
	ck_tensor(
	    tensor_pow(step, t, 3), SHAPE(6), 0, 27, -8, 0, 0.015625, Inf, NaN);
	ck_tensor(tensor_pow(step, t, 0.5), SHAPE(6), 1e-6, sqrt(3), NaN, 0,
	    0.5, Inf, NaN);
	ck_tensor(tensor_pow(step, t, -1), SHAPE(6), 1e-6, 1.0 / 3, -0.5, Inf,
	    4, 0, NaN);
	ck_tensor(tensor_pow(step, t, 0), SHAPE(6), 0, 1, 1, 1, 1, 1, 1);
	ck_tensor(tensor_pow(step, t, -0.5), SHAPE(6), 1e-6, 1 / sqrt(3), NaN,
	    Inf, 2, 0, NaN);
	/* As PyTorch: by roots, which are not what pow() says. */
	Tensor *ends = tensor_of(step, SHAPE(2), -0.0, -Inf); /* (2,) */
	ck_tensor(tensor_pow(step, ends, 0.5), SHAPE(2), 0, 0, NaN);
	ck_tensor(tensor_pow(step, ends, -0.5), SHAPE(2), 0, -Inf, NaN);
}
END_TEST

/* A square is one product, rounded once: the digits of the mean squared error
   hang on it. */
START_TEST(square_is_a_product)
{
	Random random;
	random_seed(&random, 3);
	Tensor *t = tensor_new(step, SHAPE(1000)); /* (1000,) */
	random_uniform(&random, t, -1, 1);
	Tensor *square = tensor_pow(step, t, 2);  /* (1000,) */
	Tensor *product = tensor_mul(step, t, t); /* (1000,) */
	ck_assert_mem_eq(square->data, product->data, 1000 * sizeof(Real));
}
END_TEST

START_TEST(clamp_min)
{
	Tensor *t = tensor_of(step, SHAPE(7), -3, -0.5, 0, 0.5, Inf, -Inf, NaN);
	ck_tensor(tensor_clamp_min(step, t, 0), SHAPE(7), 0, 0, 0, 0, 0.5, Inf,
	    0, NaN);
	ck_tensor(tensor_clamp_min(step, t, -1), SHAPE(7), 0, -1, -0.5, 0, 0.5,
	    Inf, -1, NaN);
	ck_tensor(
	    tensor_clamp_min(step, tensor_scalar(step, -1), 0), SCALAR, 0, 0);
}
END_TEST

START_TEST(clamp)
{
	Tensor *t = tensor_of(step, SHAPE(7), -3, -0.5, 0, 0.5, Inf, -Inf, NaN);
	ck_tensor(tensor_clamp(step, t, -1, 0.25), SHAPE(7), 0, -1, -0.5, 0,
	    0.25, 0.25, -1, NaN);
	ck_tensor(
	    tensor_clamp(step, t, 2, 2), SHAPE(7), 0, 2, 2, 2, 2, 2, 2, NaN);
	ck_tensor(tensor_clamp(step, t, -Inf, Inf), SHAPE(7), 0, -3, -0.5, 0,
	    0.5, Inf, -Inf, NaN);
	ck_requires("tensor_clamp: low 1 is above high -0.5",
	    tensor_clamp(step, t, 1, -0.5));
}
END_TEST

TESTS("elementwise", binary_on_all_pairs, binary_on_every_length,
    binary_on_shapes_that_differ, mismatch_names_the_line,
    inputs_stay_as_they_are, unary_on_all_values, tangent, negation, powers,
    square_is_a_product, clamp_min, clamp)

/*
 * Chapter 9: every operation that works element by element, and the matrix
 * product: its value against the formula, its gradients against measured
 * slopes. Shapes and strides are random, both operands broadcast, and either
 * may be a constant, or both one leaf.
 */
#include "tests/chapters/09_autograd/trial.h"

enum { TRIALS = 40 };

typedef struct {
	Var *(*function)(Var *a, Var *b);
	double (*formula)(double a, double b);
} Binary;

static Var *
both(Var *const *v, const void *how)
{
	const Binary *binary = how;
	return binary->function(v[0], v[1]);
}

/* Two leaves, one constant or the other, one leaf twice. */
static Trial
any_pair(Random *random, int kind, const Binary *binary, Shape a, Shape b)
{
	Trial trial = {.function = both,
	    .how = binary,
	    .count = 2,
	    .operand = {draw(random, a, true), draw(random, b, true)},
	    .constant = {kind == 1, kind == 2},
	    .same = kind == 3};
	if (trial.same)
		trial.operand[1] = trial.operand[0];
	return trial;
}

static void
check_formula(const Binary *binary, const Trial *trial, const Tensor *value)
{
	const Tensor *a = trial->operand[0], *b = trial->operand[1]; /* any */
	Shape shape;
	ck_assert(broadcast_shape(tensor_shape(a), tensor_shape(b), &shape));
	ck_assert(shape_equal(tensor_shape(value), shape));
	for (size_t i = 0, n = tensor_count(value); i < n; i++)
		ck_assert_double_eq_tol(element(value, shape, i),
		    binary->formula(element(a, shape, i), element(b, shape, i)),
		    8 * near_formula);
}

START_TEST(binary_operations)
{
	static const Binary operations[] = {
	    {var_add, add}, {var_sub, sub}, {var_mul, mul}, {var_div, divide}};
	Random random;
	random_seed(&random, 1);
	for (int i = 0; i < 4; i++)
		for (int at = 0; at < TRIALS; at++) {
			Shape whole = small_shape(
			    &random, (int)below(&random, 4));
			Trial trial = any_pair(&random, at % 4, &operations[i],
			    part_of(&random, whole), part_of(&random, whole));
			check_formula(
			    &operations[i], &trial, try(&trial, &random));
			arena_reset(step);
		}
}
END_TEST

typedef struct {
	Var *(*function)(Var *v);
	double (*formula)(double v);
	bool positive;
} Unary;

static double
negative(double v)
{
	return -v;
}

static double
positive_part(double v)
{
	return v > 0 ? v : 0;
}

static double
logistic(double v)
{
	return 1 / (1 + exp(-v));
}

static const Unary unary[] = {
    {var_neg, negative, false},
    {var_exp, exp, false},
    {var_log, log, true},
    {var_sqrt, sqrt, true},
    {var_relu, positive_part, false},
    {var_sigmoid, logistic, false},
    {var_tanh, tanh, false},
};
enum { UNARY = sizeof unary / sizeof *unary };

static Var *
alone(Var *const *v, const void *how)
{
	return ((const Unary *)how)->function(v[0]);
}

START_TEST(unary_operations)
{
	Random random;
	random_seed(&random, 2);
	for (int i = 0; i < UNARY; i++)
		for (int at = 0; at < TRIALS / 2; at++) {
			Shape shape = small_shape(&random, at % 5);
			Tensor *t = draw(
			    &random, shape, !unary[i].positive); /* shape */
			Trial trial = {alone, &unary[i], 1, .operand = {t}};
			Tensor *value = try(&trial, &random); /* shape */
			ck_assert(shape_equal(tensor_shape(value), shape));
			for (size_t k = 0; k < tensor_count(value); k++)
				ck_assert_double_eq_tol(
				    element(value, shape, k),
				    unary[i].formula(element(t, shape, k)),
				    8 * near_formula);
			arena_reset(step);
		}
}
END_TEST

static Var *
power(Var *const *v, const void *how)
{
	return var_pow(v[0], *(const double *)how);
}

START_TEST(powers)
{
	static const double exponents[] = {0, 1, 2, 3, -1, -2, 0.5, 1.7};
	Random random;
	random_seed(&random, 3);
	for (int i = 0; i < 8; i++)
		for (int at = 0; at < TRIALS / 2; at++) {
			double p = exponents[i];
			Shape shape = small_shape(&random, at % 4);
			bool signs = p == floor(p);
			Tensor *t = draw(&random, shape, signs); /* shape */
			Trial trial = {power, &p, 1, .operand = {t}};
			Tensor *value = try(&trial, &random); /* shape */
			for (size_t k = 0; k < tensor_count(value); k++)
				ck_assert_double_eq_tol(
				    element(value, shape, k),
				    pow(element(t, shape, k), p),
				    16 * near_formula);
			arena_reset(step);
		}
}
END_TEST

/* Sizes from 1 to 5: a batch of one, one input, one output. */
START_TEST(matrix_products)
{
	static const Binary matmul = {var_matmul, NULL};
	Random random;
	random_seed(&random, 4);
	for (int at = 0; at < 2 * TRIALS; at++) {
		size_t n = 1 + below(&random, 5), m = 1 + below(&random, 5);
		size_t k = at % 4 == 3 ? n : 1 + below(&random, 5);
		Trial trial = any_pair(
		    &random, at % 4, &matmul, SHAPE(n, k), SHAPE(k, m));
		Tensor *value = try(&trial, &random); /* (n, m) */
		ck_tensors_equal(value,
		    tensor_matmul(step, trial.operand[0], trial.operand[1]), 0);
		arena_reset(step);
	}
}
END_TEST

/* No elements: no gradient of any, but one of the right shape. */
START_TEST(nothing_at_all)
{
	static const Binary binary[] = {
	    {var_add, NULL}, {var_sub, NULL}, {var_mul, NULL}, {var_div, NULL}};
	Random random;
	random_seed(&random, 5);
	for (int i = 0; i < 4; i++) {
		Trial trial = any_pair(
		    &random, 0, &binary[i], SHAPE(0, 3), SHAPE(3));
		try(&trial, &random);
		ck_tensors_equal(trial.operand[0]->g, trial.operand[0], 0);
		ck_tensor(trial.operand[1]->g, SHAPE(3), 0, 0, 0, 0);
	}
	for (int i = 0; i < UNARY; i++) {
		Tensor *t = tensor_new(step, SHAPE(2, 0)); /* (2, 0) */
		Trial trial = {alone, &unary[i], 1, .operand = {t}};
		try(&trial, &random);
		ck_tensors_equal(t->g, t, 0);
	}
}
END_TEST

/* How many bytes the way back takes from the arena. */
static size_t
bytes_back(Var *(*function)(Var *, Var *), bool a_wanted, bool b_wanted)
{
	Tape *tape = tape_new(step);
	Tensor *a = tensor_full(step, SHAPE(1, 40), 2); /* (1, 40) */
	Tensor *b = tensor_full(step, SHAPE(40, 1), 2); /* (40, 1) */
	Var *y = function(
	    a_wanted ? tape_leaf(tape, "a", a) : tape_constant(tape, "a", a),
	    b_wanted ? tape_leaf(tape, "b", b) : tape_constant(tape, "b", b));
	Var *loss = var_sum_all(y);
	size_t before = arena_used(step);
	var_backward(loss);
	return arena_used(step) - before;
}

/* Nothing is computed for what nobody asked for. */
START_TEST(constants_cost_nothing)
{
	Var *(*const functions[])(Var *, Var *) = {
	    var_add, var_sub, var_mul, var_div, var_matmul};
	for (int i = 0; i < 5; i++) {
		size_t all = bytes_back(functions[i], true, true);
		ck_assert_uint_lt(bytes_back(functions[i], true, false), all);
		ck_assert_uint_lt(bytes_back(functions[i], false, true), all);
	}
}
END_TEST

TESTS("autograd_operations", binary_operations, unary_operations, powers,
    matrix_products, nothing_at_all, constants_cost_nothing)

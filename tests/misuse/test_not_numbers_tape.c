/*
 * NaN and infinity on the way back: each operation of the tape, for each value
 * that it took and each gradient that comes to it, as PyTorch has it.
 */
#include "chapters/09_autograd/autograd.h"
#include "chapters/10_cross_entropy/cross_entropy.h"
#include "tests/misuse/compare.h"

/* Backward with exactly these gradients: the sum of products with them has
   slope 1 everywhere, and 1 * g is g. */
static void
backward_from(Var *out, Tensor *gradients)
{
	Var *g = tape_constant(out->tape, "g", gradients);
	var_backward(var_sum_all(var_mul(out, g)));
}

static Var *
unary(const char *name, Var *v)
{
	static const struct {
		const char *name;
		Var *(*function)(Var *v);
	} all[] = {{"neg", var_neg}, {"exp", var_exp}, {"log", var_log},
	    {"sqrt", var_sqrt}, {"tanh", var_tanh}, {"relu", var_relu},
	    {"sigmoid", var_sigmoid}};
	double exponent;
	if (sscanf(name, "pow_%lf", &exponent) == 1)
		return var_pow(v, exponent);
	for (size_t i = 0; i < COUNT(all); i++)
		if (named(all[i].name, name))
			return all[i].function(v);
	ck_abort_msg("no operation is called %s", name);
	return NULL;
}

/* The gradients that come back, for `n` values each. */
static Tensor *
all_gradients(size_t n)
{
	Tensor *each = tensor_of_doubles(
	    SHAPE(TAPE_GRADIENTS), golden_tape_gradients); /* (gradients,) */
	return tensor_expand(step, each, SHAPE(n, TAPE_GRADIENTS));
}

/* Each value, as often as there are gradients. */
static Tensor *
all_values(void)
{
	Tensor *column = tensor_of_doubles(
	    SHAPE(TAPE_VALUES, 1), golden_tape_values); /* (values, 1) */
	return tensor_clone(step,
	    tensor_expand(step, column, SHAPE(TAPE_VALUES, TAPE_GRADIENTS)));
}

START_TEST(one_operand)
{
	for (size_t i = 0; i < COUNT(unary_tape_golden); i++) {
		const UnaryTapeGolden *golden = &unary_tape_golden[i];
		Tensor *x = all_values(); /* (values, gradients) */
		Var *v = tape_leaf(tape_new(step), "x", x);
		backward_from(
		    unary(golden->name, v), all_gradients(TAPE_VALUES));
		check_elements(golden->name, x->g, golden->grad[0], ANY_ZERO);
	}
}
END_TEST

/* Chapter 6's relu is the tape's. */
START_TEST(relu_by_hand)
{
	for (size_t i = 0; i < COUNT(unary_tape_golden); i++) {
		const UnaryTapeGolden *golden = &unary_tape_golden[i];
		if (!named(golden->name, "relu"))
			continue;
		Tensor *x = all_values();    /* (values, gradients) */
		Tensor *out = relu(step, x); /* as x */
		out->g = all_gradients(TAPE_VALUES);
		relu_grad(step, x, out);
		check_elements("relu_grad", x->g, golden->grad[0], ANY_ZERO);
		return;
	}
	ck_abort_msg("no golden relu");
}
END_TEST

static Var *
binary(size_t i, Var *a, Var *b)
{
	static const struct {
		const char *name;
		Var *(*function)(Var *a, Var *b);
	} all[] = {{"add", var_add}, {"sub", var_sub}, {"mul", var_mul},
	    {"div", var_div}};
	ck_assert_uint_eq(COUNT(all), COUNT(binary_tape_golden));
	ck_assert_str_eq(all[i].name, binary_tape_golden[i].name);
	return all[i].function(a, b);
}

START_TEST(two_operands)
{
	Shape shape = SHAPE(TAPE_VALUES, TAPE_VALUES, TAPE_GRADIENTS);
	Tensor *each = tensor_of_doubles(
	    SHAPE(TAPE_VALUES), golden_tape_values); /* (values,) */
	for (size_t i = 0; i < COUNT(binary_tape_golden); i++) {
		const BinaryTapeGolden *golden = &binary_tape_golden[i];
		Tensor *a = tensor_clone(step,
		    tensor_expand(step, tensor_index(step, each, ":,None,None"),
			shape)); /* shape */
		Tensor *b = tensor_clone(step,
		    tensor_expand(step, tensor_index(step, each, ":,None"),
			shape)); /* shape */
		Tape *tape = tape_new(step);
		Var *va = tape_leaf(tape, "a", a),
		    *vb = tape_leaf(tape, "b", b);
		Tensor *g = tensor_expand(
		    step, all_gradients(TAPE_VALUES), shape); /* shape */
		backward_from(binary(i, va, vb), g);
		check_elements(golden->name, a->g, golden->a[0][0], ANY_ZERO);
		check_elements(golden->name, b->g, golden->b[0][0], ANY_ZERO);
	}
}
END_TEST

/* One number of each row; of those that make a row, its column 1. */
static Var *
of_rows(const char *name, Var *v)
{
	if (named(name, "sum"))
		return var_sum(v, 1);
	if (named(name, "mean"))
		return var_mean(v, 1);
	if (named(name, "max"))
		return var_max(v, 1);
	if (named(name, "select"))
		return var_select(v, 1, 1);
	if (named(name, "gather"))
		return var_gather(v, tensor_full(step, SHAPE(ROWS), 1));
	ck_assert_str_eq(name, "log_softmax");
	return var_select(var_log_softmax(v), 1, 1);
}

/* Softmax has its gradient in chapter 10 alone. */
static void
softmax_back(Tensor *x, Real g)
{
	Tensor *out = softmax(step, x);                     /* as x */
	out->g = tensor_zeros(step, SHAPE(ROWS, COLUMNS));  /* as x */
	Tensor *column = tensor_select(step, out->g, 1, 1); /* (rows,) */
	tensor_copy(column, tensor_full(step, SHAPE(ROWS), g));
	softmax_grad(step, x, out);
}

START_TEST(rows)
{
	for (size_t i = 0; i < COUNT(rows_tape_golden) * TAPE_GRADIENTS; i++) {
		const RowsTapeGolden *golden =
		    &rows_tape_golden[i / TAPE_GRADIENTS];
		size_t which = i % TAPE_GRADIENTS;
		Real g = (Real)golden_tape_gradients[which];
		Tensor *x = tensor_of_doubles(
		    SHAPE(ROWS, COLUMNS), golden_rows[0]); /* (rows, columns) */
		if (named(golden->name, "softmax")) {
			softmax_back(x, g);
		} else {
			Var *v = tape_leaf(tape_new(step), "x", x);
			backward_from(of_rows(golden->name, v),
			    tensor_full(step, SHAPE(ROWS), g));
		}
		check_elements(
		    golden->name, x->g, golden->grad[which][0], ANY_ZERO);
	}
}
END_TEST

TESTS("not numbers, tape", one_operand, relu_by_hand, two_operands, rows)

/*
 * Chapter 9: operations at points where a formula may break: equals, zeros,
 * large numbers; and what each operation refuses.
 */
#include "tests/chapters/09_autograd/trial.h"

#include <string.h>

/* A leaf and a constant on a tape of their own. */
static Var *
leaf(Tensor *t)
{
	return tape_leaf(tape_new(step), "v", t);
}

static Var *
constant(const Var *of, Tensor *t)
{
	return tape_constant(of->tape, "c", t);
}

/* The gradient of the sum of y's elements, each times its weight. */
static const Tensor *
gradient(Var *v, Var *y, Tensor *weights)
{
	var_backward(var_sum_all(var_mul(y, constant(v, weights))));
	return var_gradient(v);
}

START_TEST(max_gives_to_the_first_of_equals)
{
	Tensor *t = tensor_of(
	    step, SHAPE(3, 3), 2, 5, 5, 7, 7, 7, -1, -2, -1);    /* (3, 3) */
	Tensor *weights = tensor_of(step, SHAPE(3), 10, 20, 30); /* (3,) */
	Var *v = leaf(t);
	ck_tensor(gradient(v, var_max(v, 1), weights), SHAPE(3, 3), 0, 0, 10, 0,
	    20, 0, 0, 30, 0, 0);
	v = leaf(tensor_clone(step, t));
	ck_tensor(gradient(v, var_max(v, 0), weights), SHAPE(3, 3), 0, 0, 0, 0,
	    10, 20, 30, 0, 0, 0);
	v = leaf(tensor_clone(step, t));
	ck_tensor(gradient(v, var_max(v, -2), weights), SHAPE(3, 3), 0, 0, 0, 0,
	    10, 20, 30, 0, 0, 0);
}
END_TEST

/* Along the axis in the middle, each line by itself. */
START_TEST(max_of_a_block)
{
	Tensor *t = tensor_of(step, SHAPE(2, 3, 2), 4, 1, 4, 2, 3, 2, 0, 0, 0,
	    0, 0, 0); /* (2, 3, 2) */
	Tensor *weights = tensor_of(step, SHAPE(2, 2), 1, 2, 3, 4); /* (2, 2) */
	Var *v = leaf(t), *y = var_max(v, -2);
	ck_tensor(y->value, SHAPE(2, 2), 0, 4, 2, 0, 0);
	ck_tensor(gradient(v, y, weights), SHAPE(2, 3, 2), 0, 1, 0, 0, 2, 0, 0,
	    3, 4, 0, 0, 0, 0);
}
END_TEST

START_TEST(relu_at_zero)
{
	Tensor *t = tensor_of(
	    step, SHAPE(5), 0, -0.0, 1, -1, (Real)0x1p-100); /* (5,) */
	Var *v = leaf(t), *y = var_relu(v);
	ck_tensor(y->value, SHAPE(5), 0, 0, 0, 1, 0, 0x1p-100);
	ck_tensor(gradient(v, y, tensor_full(step, SHAPE(5), 3)), SHAPE(5), 0,
	    0, 0, 3, 0, 3);
}
END_TEST

/* At 0: value and slope of v^p. */
static void
check_power_at_zero(double p, double value, double slope)
{
	Var *v = leaf(tensor_scalar(step, 0)), *y = var_pow(v, p);
	ck_tensor(y->value, SCALAR, 0, value);
	ck_tensor(gradient(v, y, tensor_scalar(step, 1)), SCALAR, 0, slope);
}

START_TEST(powers_at_zero)
{
	check_power_at_zero(0, 1, 0);
	check_power_at_zero(0.5, 0, Inf);
	check_power_at_zero(1, 0, 1);
	check_power_at_zero(2, 0, 0);
	check_power_at_zero(3, 0, 0);
	check_power_at_zero(-1, Inf, -Inf);
}
END_TEST

START_TEST(powers_by_hand)
{
	Tensor *t = tensor_of(step, SHAPE(3), 4, 1, (Real)0.25); /* (3,) */
	Tensor *ones = tensor_full(step, SHAPE(3), 1);           /* (3,) */
	Var *v = leaf(t);
	ck_tensor(gradient(v, var_pow(v, 0), ones), SHAPE(3), 0, 0, 0, 0);
	v = leaf(tensor_clone(step, t));
	ck_tensor(gradient(v, var_pow(v, 1), ones), SHAPE(3), 0, 1, 1, 1);
	v = leaf(tensor_clone(step, t));
	ck_tensor(gradient(v, var_pow(v, 2), ones), SHAPE(3), 0, 8, 2, 0.5);
	v = leaf(tensor_clone(step, t));
	ck_tensor(gradient(v, var_pow(v, 3), ones), SHAPE(3), near_formula, 48,
	    3, 0.1875);
	v = leaf(tensor_clone(step, t));
	ck_tensor(gradient(v, var_pow(v, 0.5), ones), SHAPE(3), near_formula,
	    0.25, 0.5, 1);
	v = leaf(tensor_clone(step, t));
	ck_tensor(gradient(v, var_pow(v, -1), ones), SHAPE(3), near_formula,
	    -0.0625, -1, -16);
}
END_TEST

START_TEST(root_and_logarithm_at_zero)
{
	Tensor *one = tensor_scalar(step, 1); /* () */
	Var *v = leaf(tensor_scalar(step, 0));
	ck_tensor(gradient(v, var_sqrt(v), one), SCALAR, 0, Inf);
	v = leaf(tensor_scalar(step, 0));
	Var *y = var_log(v);
	ck_tensor(y->value, SCALAR, 0, -Inf);
	ck_tensor(gradient(v, y, one), SCALAR, 0, Inf);
}
END_TEST

/* Far out both are flat, and e^1000 disturbs nobody. */
START_TEST(sigmoid_and_tanh_far_out)
{
	Tensor *t = tensor_of(step, SHAPE(3), 1000, -1000, 0); /* (3,) */
	Tensor *ones = tensor_full(step, SHAPE(3), 1);         /* (3,) */
	Var *v = leaf(t), *y = var_sigmoid(v);
	ck_tensor(y->value, SHAPE(3), 0, 1, 0, 0.5);
	ck_tensor(gradient(v, y, ones), SHAPE(3), 0, 0, 0, 0.25);
	v = leaf(tensor_clone(step, t));
	y = var_tanh(v);
	ck_tensor(y->value, SHAPE(3), 0, 1, -1, 0);
	ck_tensor(gradient(v, y, ones), SHAPE(3), 0, 0, 0, 1);
}
END_TEST

/* A row's numbers less ln of the sum; the slope of the one that counts is 1
   less the share of each. */
START_TEST(log_softmax_without_overflow)
{
	Tensor *t = tensor_of(
	    step, SHAPE(3, 2), 1000, -1000, -1000, -1000, 3, 3); /* (3, 2) */
	Var *v = leaf(t), *y = var_log_softmax(v);
	double half = log(0.5);
	ck_tensor(y->value, SHAPE(3, 2), near_formula, 0, -2000, half, half,
	    half, half);
	Tensor *labels = tensor_of(step, SHAPE(3), 1, 0, 1); /* (3,) */
	Tensor *ones = tensor_full(step, SHAPE(3), 1);       /* (3,) */
	ck_tensor(gradient(v, var_gather(y, labels), ones), SHAPE(3, 2),
	    near_formula, -1, 1, 0.5, -0.5, -0.5, 0.5);
}
END_TEST

/* What is taken off each row is put back: no gradient goes that way. */
START_TEST(log_softmax_takes_off_a_constant)
{
	Var *v = leaf(numbered(SHAPE(2, 3)));
	int largest = 0;
	for (Var *entry = var_log_softmax(v); entry; entry = entry->before)
		if (strcmp(entry->name, "max") == 0) {
			ck_assert(!entry->wanted);
			largest++;
		}
	ck_assert_int_eq(largest, 1);
}
END_TEST

/* One class: its share is 1, whatever its number. */
START_TEST(log_softmax_of_one_class)
{
	Var *v = leaf(
	    tensor_of(step, SHAPE(2, 1), (Real)1e30, -7)); /* (2, 1) */
	Var *y = var_log_softmax(v);
	ck_tensor(y->value, SHAPE(2, 1), 0, 0, 0);
	ck_tensor(gradient(v, y, tensor_full(step, SHAPE(2, 1), 1)),
	    SHAPE(2, 1), 0, 0, 0);
}
END_TEST

static void
check_label_refused(Var *v, size_t row, double label, const char *as_text)
{
	Tensor *labels = tensor_zeros(step, SHAPE(2)); /* (2,) */
	labels->data[row] = (Real)label;
	char text[120];
	snprintf(text, sizeof text,
	    "var_gather: label %s of row %zu, expected a whole number below 3",
	    as_text, row);
	ck_requires(text, var_gather(v, labels));
}

START_TEST(gather_refuses_labels)
{
	Var *v = leaf(numbered(SHAPE(2, 3)));
	for (size_t row = 0; row < 2; row++) {
		check_label_refused(v, row, 3, "3");
		check_label_refused(v, row, -1, "-1");
		check_label_refused(v, row, 1.5, "1.5");
		check_label_refused(v, row, -0.5, "-0.5");
		check_label_refused(v, row, 1e10, "1e+10");
		check_label_refused(v, row, Inf, "inf");
		check_label_refused(v, row, NaN, "nan");
	}
	Tensor *labels = tensor_of(step, SHAPE(2), 2, 0); /* (2,) */
	ck_tensor(var_gather(v, labels)->value, SHAPE(2), 0, 2, 3);
}
END_TEST

static void
check_gather_refuses(Shape shape, Shape labels_shape, const char *shapes)
{
	Var *v = leaf(numbered(shape));
	const Tensor *labels = numbered(labels_shape); /* as given */
	char text[120];
	snprintf(text, sizeof text, "var_gather: %s, expected (n, c) and (n,)",
	    shapes);
	ck_requires(text, var_gather(v, labels));
}

/* The gradient that comes in may be one number, repeated. */
START_TEST(gather_of_a_sum)
{
	Var *v = leaf(numbered(SHAPE(3, 2)));
	Tensor *labels = tensor_of(step, SHAPE(3), 1, 0, 1); /* (3,) */
	var_backward(var_sum(var_gather(v, labels), 0));
	ck_tensor(var_gradient(v), SHAPE(3, 2), 0, 0, 1, 1, 0, 0, 1);
}
END_TEST

START_TEST(gather_refuses_shapes)
{
	check_gather_refuses(SHAPE(2, 3), SHAPE(3), "v (2, 3) and labels (3,)");
	check_gather_refuses(SHAPE(2), SHAPE(2), "v (2,) and labels (2,)");
	check_gather_refuses(
	    SHAPE(2, 3, 1), SHAPE(2), "v (2, 3, 1) and labels (2,)");
	check_gather_refuses(
	    SHAPE(2, 3), SHAPE(2, 1), "v (2, 3) and labels (2, 1)");
}
END_TEST

START_TEST(pairs_that_do_not_fit)
{
	Var *a = leaf(numbered(SHAPE(2, 3)));
	Var *b = tape_leaf(a->tape, "b", numbered(SHAPE(2, 2)));
	ck_requires("tensor_add: shapes (2, 3) and (2, 2) do not broadcast",
	    var_add(a, b));
	ck_requires("tensor_sub: shapes (2, 3) and (2, 2) do not broadcast",
	    var_sub(a, b));
	ck_requires("tensor_mul: shapes (2, 3) and (2, 2) do not broadcast",
	    var_mul(a, b));
	ck_requires("tensor_div: shapes (2, 3) and (2, 2) do not broadcast",
	    var_div(a, b));
	ck_requires(
	    "tensor_matmul: (2, 3) @ (2, 2): the inner sizes 3 and 2 differ",
	    var_matmul(a, b));
}
END_TEST

START_TEST(shapes_that_do_not_fit)
{
	Var *v = leaf(numbered(SHAPE(2, 3)));
	ck_requires("tensor_reshape: (2, 3) into (4,): 6 elements into 4",
	    var_reshape(v, SHAPE(4)));
	ck_requires("tensor_select: index 3 on axis 1 of shape (2, 3)",
	    var_select(v, 1, 3));
	ck_requires("var_log_softmax: v (3,), expected (n, c)",
	    var_log_softmax(var_select(v, 0, 0)));
	Var *empty = leaf(numbered(SHAPE(0, 2)));
	ck_requires(
	    "tensor_max: axis 0 of shape (0, 2) is empty", var_max(empty, 0));
}
END_TEST

START_TEST(axes_that_are_not_there)
{
	Var *v = leaf(numbered(SHAPE(2, 3)));
	const char *text =
	    "tensor_transpose: axis 2 of shape (2, 3), legal are "
	    "-2 to 1";
	ck_requires(text, var_transpose(v, 0, 2));
	text = "tensor_squeeze_axis: axis 2 of shape (2, 3), legal are -2 to 1";
	ck_requires(text, var_squeeze_axis(v, 2));
	text = "tensor_unsqueeze: axis 3 of shape (2, 3), legal are -3 to 2";
	ck_requires(text, var_unsqueeze(v, 3));
	text = "tensor_sum: axis -3 of shape (2, 3), legal are -2 to 1";
	ck_requires(text, var_sum(v, -3));
	text = "tensor_mean: axis 2 of shape (2, 3), legal are -2 to 1";
	ck_requires(text, var_mean(v, 2));
	text = "tensor_max: axis 2 of shape (2, 3), legal are -2 to 1";
	ck_requires(text, var_max(v, 2));
	Var *number = leaf(tensor_scalar(step, 1));
	ck_requires("tensor_sum: shape () has no axes", var_sum(number, 0));
}
END_TEST

TESTS("autograd_points", max_gives_to_the_first_of_equals, max_of_a_block,
    relu_at_zero, powers_at_zero, powers_by_hand, root_and_logarithm_at_zero,
    sigmoid_and_tanh_far_out, log_softmax_without_overflow,
    log_softmax_takes_off_a_constant, log_softmax_of_one_class,
    gather_refuses_labels, gather_refuses_shapes, gather_of_a_sum,
    pairs_that_do_not_fit, shapes_that_do_not_fit, axes_that_are_not_there)

/*
 * The tape: NULL for every pointer that its functions take, shapes that do not
 * fit, axes out of range at both ends.
 */
#include "chapters/09_autograd/autograd.h"
#include "tests/misuse/null.h"

static Var *
leaf(Shape shape)
{
	return tape_leaf(tape_new(step), "v", ones(shape));
}

START_TEST(tapes)
{
	Tensor *t = ones(SHAPE(2)), *no_tensor = NULL;
	Var *none = NULL;
	Tape *tape = tape_new(step);
	ck_null("arena_alloc", "arena", tape_new(NULL));
	ck_null("tape_leaf", "tape && value", tape_leaf(NULL, "t", t));
	ck_null("tape_leaf", "tape && value", tape_leaf(tape, "t", no_tensor));
	ck_null("tape_constant", "tape && value", tape_constant(NULL, "t", t));
	ck_null("tape_constant", "tape && value",
	    tape_constant(tape, "t", no_tensor));
	ck_null("var_backward", "loss", var_backward(none));
	ck_null("var_backward_keeping", "loss", var_backward_keeping(none));
	ck_null("var_gradient", "v", var_gradient(none));
	ck_null("var_keep_gradient", "v", var_keep_gradient(none));
	ck_null("var_zero_gradient", "v", CALLED(var_zero_gradient(none)));
	ck_null("var_detach", "v", var_detach(none));
}
END_TEST

#define ck_binary(operation) \
	do { \
		ck_null(#operation, "a && b", operation(NULL, v)); \
		ck_null(#operation, "a && b", operation(v, NULL)); \
	} while (0)

START_TEST(two_operands)
{
	Var *v = leaf(SHAPE(2, 2));
	ck_binary(var_add);
	ck_binary(var_sub);
	ck_binary(var_mul);
	ck_binary(var_div);
	ck_binary(var_matmul);
}
END_TEST

START_TEST(one_operand)
{
	Var *none = NULL;
	ck_null("var_neg", "v", var_neg(none));
	ck_null("var_pow", "v", var_pow(none, 2));
	ck_null("var_exp", "v", var_exp(none));
	ck_null("var_log", "v", var_log(none));
	ck_null("var_sqrt", "v", var_sqrt(none));
	ck_null("var_relu", "v", var_relu(none));
	ck_null("var_sigmoid", "v", var_sigmoid(none));
	ck_null("var_tanh", "v", var_tanh(none));
	ck_null("var_transpose", "v", var_transpose(none, 0, 1));
	ck_null("var_reshape", "v", var_reshape(none, SHAPE(2)));
	ck_null("var_squeeze", "v", var_squeeze(none));
	ck_null("var_squeeze_axis", "v", var_squeeze_axis(none, 0));
	ck_null("var_unsqueeze", "v", var_unsqueeze(none, 0));
	ck_null("var_select", "v", var_select(none, 0, 0));
	ck_null("var_sum", "v", var_sum(none, 0));
	ck_null("var_mean", "v", var_mean(none, 0));
	ck_null("var_max", "v", var_max(none, 0));
	ck_null("var_sum_all", "v", var_sum_all(none));
	ck_null("var_mean_all", "v", var_mean_all(none));
	ck_null("var_log_softmax", "v", var_log_softmax(none));
}
END_TEST

START_TEST(with_tensors)
{
	Var *v = leaf(SHAPE(2, 2)), *none = NULL;
	Tensor *w = ones(SHAPE(2, 1)), *b = ones(SHAPE(1)), *no_tensor = NULL;
	ck_null("var_gather", "v && labels", var_gather(none, b));
	ck_null("var_gather", "v && labels", var_gather(v, no_tensor));
	ck_null("var_linear", "x && w && b", var_linear(none, w, b));
	ck_null("var_linear", "x && w && b", var_linear(v, no_tensor, b));
	ck_null("var_linear", "x && w && b", var_linear(v, w, no_tensor));
	ck_null("var_mse", "output && target", var_mse(none, b));
	ck_null("var_mse", "output && target", var_mse(v, no_tensor));
}
END_TEST

/* What fits no tensor fits no Var: the library's own message. */
START_TEST(shapes_and_axes)
{
	Var *v = leaf(SHAPE(2, 3));
	Var *w = tape_leaf(v->tape, "w", ones(SHAPE(2)));
#define DIFFER ": shapes (2, 3) and (2,) do not broadcast"
	ck_requires("tensor_add" DIFFER, var_add(v, w));
	ck_requires("tensor_sub" DIFFER, var_sub(v, w));
	ck_requires("tensor_mul" DIFFER, var_mul(v, w));
	ck_requires("tensor_div" DIFFER, var_div(v, w));
	ck_requires("tensor_matmul: (2, 3) @ (2, 3): the inner sizes 3 and 2 "
		    "differ",
	    var_matmul(v, v));
#define LEGAL " of shape (2, 3), legal are -2 to 1"
	ck_requires("tensor_sum: axis 2" LEGAL, var_sum(v, 2));
	ck_requires("tensor_sum: axis -3" LEGAL, var_sum(v, -3));
	ck_requires("tensor_mean: axis 2" LEGAL, var_mean(v, 2));
	ck_requires("tensor_mean: axis -3" LEGAL, var_mean(v, -3));
	ck_requires("tensor_max: axis 2" LEGAL, var_max(v, 2));
	ck_requires("tensor_max: axis -3" LEGAL, var_max(v, -3));
	ck_requires("tensor_transpose: axis 2" LEGAL, var_transpose(v, 0, 2));
	ck_requires("tensor_transpose: axis -3" LEGAL, var_transpose(v, -3, 0));
	ck_requires(
	    "tensor_squeeze_axis: axis 2" LEGAL, var_squeeze_axis(v, 2));
	ck_requires(
	    "tensor_squeeze_axis: axis -3" LEGAL, var_squeeze_axis(v, -3));
	ck_requires("tensor_unsqueeze: axis 3 of shape (2, 3), legal are -3 "
		    "to 2",
	    var_unsqueeze(v, 3));
	ck_requires("tensor_unsqueeze: axis -4 of shape (2, 3), legal are -3 "
		    "to 2",
	    var_unsqueeze(v, -4));
	ck_requires("tensor_select: axis 2" LEGAL, var_select(v, 2, 0));
	ck_requires("tensor_select: index 3 on axis 1 of shape (2, 3)",
	    var_select(v, 1, 3));
	ck_requires("tensor_reshape: (2, 3) into (4,): 6 elements into 4",
	    var_reshape(v, SHAPE(4)));
	ck_requires(
	    "var_log_softmax: v (2,), expected (n, c)", var_log_softmax(w));
	Var *empty = tape_leaf(v->tape, "e", tensor_new(step, SHAPE(2, 0)));
	ck_requires(
	    "tensor_max: axis 1 of shape (2, 0) is empty", var_max(empty, 1));
}
END_TEST

TESTS("NULL, tape", tapes, two_operands, one_operand, with_tensors,
    shapes_and_axes)

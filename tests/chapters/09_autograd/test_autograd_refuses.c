/*
 * Chapter 9: what the tape refuses, each with its text.
 */
#include "tests/chapters/09_autograd/trial.h"

START_TEST(refuses_a_loss_that_asks_for_nothing)
{
	Tape *tape = tape_new(step);
	Var *x = tape_constant(tape, "x", tensor_scalar(step, 1));
	Var *y = var_exp(x);
	const char *text = "var_backward: x was computed from nothing that "
			   "asks for a gradient";
	ck_requires(text, var_backward(x));
	text = "var_backward_keeping: exp was computed from nothing that asks "
	       "for a gradient";
	ck_requires(text, var_backward_keeping(y));
	text = "var_keep_gradient: exp was computed from nothing that asks for "
	       "a gradient";
	ck_requires(text, var_keep_gradient(y));
}
END_TEST

static void
check_no_single_number(Shape shape, const char *what)
{
	Var *v = tape_leaf(tape_new(step), "w", numbered(shape));
	char text[120];
	snprintf(text, sizeof text,
	    "var_backward: w %s is not one number: sum it, or take the mean",
	    what);
	ck_requires(text, var_backward(v));
}

START_TEST(refuses_a_loss_of_many_numbers)
{
	check_no_single_number(SHAPE(3), "(3,)");
	check_no_single_number(SHAPE(1, 2), "(1, 2)");
	check_no_single_number(SHAPE(0), "(0,)");
	Var *v = tape_leaf(tape_new(step), "w", numbered(SHAPE(2)));
	const char *text = "var_backward_keeping: neg (2,) is not one number: "
			   "sum it, or take the mean";
	ck_requires(text, var_backward_keeping(var_neg(v)));
}
END_TEST

START_TEST(refuses_to_go_back_twice)
{
	Var *v = tape_leaf(tape_new(step), "w", tensor_scalar(step, 2));
	Var *loss = var_add(var_exp(v), v);
	var_backward(loss);
	ck_requires("var_backward: a second time through add: the first has "
		    "used the tape up",
	    var_backward(loss));
}
END_TEST

/* The first went a part of the way. */
START_TEST(refuses_to_go_a_part_twice)
{
	Var *v = tape_leaf(tape_new(step), "w", tensor_scalar(step, 2));
	Var *inner = var_exp(v), *other = var_neg(inner);
	var_backward(inner);
	ck_requires("var_backward: a second time through exp: the first has "
		    "used the tape up",
	    var_backward(other));
}
END_TEST

/* Each way of having no gradient has a text of its own. */
START_TEST(names_the_gradient_that_is_not_there)
{
	Tape *tape = tape_new(step);
	Var *v = tape_leaf(tape, "w", tensor_scalar(step, 2));
	Var *x = tape_constant(tape, "x", tensor_scalar(step, 2));
	Var *square = var_pow(v, 2), *loss = var_mul(square, x);
	const char *text =
	    "var_gradient: no gradient recorded for w: no "
	    "backward came from a loss that was computed from it";
	ck_requires(text, var_gradient(v));
	var_backward(loss);
	text = "var_gradient: no gradient recorded for pow: it is no leaf, and "
	       "did not ask for one";
	ck_requires(text, var_gradient(square));
	text =
	    "var_gradient: no gradient recorded for x: it is a constant, and "
	    "did not ask for one";
	ck_requires(text, var_gradient(x));
	ck_assert(tensor_item(var_gradient(v)) == 8);
	/* Asked for too late. */
	var_keep_gradient(square);
	text = "var_gradient: no gradient recorded for pow: no backward came "
	       "from a loss that was computed from it";
	ck_requires(text, var_gradient(square));
}
END_TEST

START_TEST(refuses_two_tapes)
{
	Var *a = tape_leaf(tape_new(step), "a", numbered(SHAPE(2, 2)));
	Var *b = tape_leaf(tape_new(step), "b", numbered(SHAPE(2, 2)));
	ck_requires("add: a and b are on two tapes", var_add(a, b));
	ck_requires("sub: b and a are on two tapes", var_sub(b, a));
	ck_requires("mul: a and b are on two tapes", var_mul(a, b));
	ck_requires("div: a and b are on two tapes", var_div(a, b));
	ck_requires(
	    "matmul: a and exp are on two tapes", var_matmul(a, var_exp(b)));
}
END_TEST

TESTS("autograd_refuses", refuses_a_loss_that_asks_for_nothing,
    refuses_a_loss_of_many_numbers, refuses_to_go_back_twice,
    refuses_to_go_a_part_twice, names_the_gradient_that_is_not_there,
    refuses_two_tapes)

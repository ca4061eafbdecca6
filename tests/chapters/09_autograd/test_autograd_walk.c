/*
 * Chapter 9: the walk back, whatever the graph: values used many times, side
 * branches, entries behind the loss, two losses, graphs a hundred thousand
 * entries deep; and that no gradient is anybody else's.
 */
#include "tests/chapters/09_autograd/trial.h"

#include <stdlib.h>
#include <sys/resource.h>

static Var *
number(Tape *tape, const char *name, double value)
{
	return tape_leaf(tape, name, tensor_scalar(step, value));
}

static double
slope(const Var *v)
{
	return (double)tensor_item(var_gradient(v));
}

/* Numbers count the entries; each entry knows the one before it. */
START_TEST(the_tape_is_in_order)
{
	Tape *tape = tape_new(step);
	ck_assert(!tape->last && tape->count == 0);
	Var *a = number(tape, "a", 2);
	Var *b = tape_constant(tape, "b", tensor_scalar(step, 3));
	Var *product = var_mul(a, b);
	Var *root = var_sqrt(product);
	const Var *const entries[] = {a, b, product, root};
	for (size_t i = 0; i < 4; i++) {
		ck_assert_uint_eq(entries[i]->number, i);
		ck_assert(entries[i]->before == (i ? entries[i - 1] : NULL));
		ck_assert(entries[i]->tape == tape);
	}
	ck_assert(tape->last == root && tape->count == 4);
	ck_assert(product->input[0] == a && product->input[1] == b);
	ck_assert(root->input[0] == product && !root->input[1]);
	ck_assert(!a->input[0] && !a->bwd && !b->bwd && root->bwd);
	ck_assert(a->wanted && a->keeps && !b->wanted && !b->keeps);
	ck_assert(product->wanted && !product->keeps && root->wanted);
	ck_assert_str_eq(a->name, "a");
	ck_assert_str_eq(product->name, "mul");
	ck_assert(!var_exp(b)->wanted && var_mul(b, a)->wanted);
}
END_TEST

/* (x + x) x + x: the slope is 4 x + 1. */
START_TEST(used_many_times)
{
	Tape *tape = tape_new(step);
	Var *x = number(tape, "x", 5);
	var_backward(var_add(var_mul(var_add(x, x), x), x));
	ck_assert(slope(x) == 21);
}
END_TEST

/* From x to y by two ways, `count` times in a row: each diamond, y = x + 2 x,
   triples the slope. Without waiting for both ways it would not. */
START_TEST(diamonds)
{
	enum { COUNT = 30 };
	Tape *tape = tape_new(step);
	Var *x = number(tape, "x", 1), *y = x;
	Var *two = tape_constant(tape, "2", tensor_scalar(step, 2));
	for (int i = 0; i < COUNT; i++)
		y = i % 2 ? var_add(y, var_mul(y, two))
			  : var_add(var_mul(two, y), y);
	var_backward(y);
	double expected = pow(3, COUNT);
	ck_assert_double_eq_tol(slope(x) / expected, 1, 30 * near_formula);
}
END_TEST

/* A long way and a short one to the same place; the long way is recorded first,
   or last. */
START_TEST(ways_of_different_length)
{
	for (int early = 0; early <= 1; early++) {
		Tape *tape = tape_new(step);
		Var *x = number(tape, "x", 3);
		Var *inner = var_mul(x, x);                   /* x^2 */
		Var *first = early ? var_neg(inner) : NULL;   /* -x^2 */
		Var *far = var_pow(var_mul(inner, inner), 2); /* x^8 */
		Var *near = first ? first : var_neg(inner);
		var_backward(var_add(far, near));
		ck_assert_double_eq_tol(
		    slope(x) / (8 * pow(3, 7) - 2 * 3), 1, 10 * near_formula);
	}
}
END_TEST

/* What is not needed for the loss gets nothing, and does not disturb, be it
   recorded before the loss or after. */
START_TEST(entries_without_a_part)
{
	Tape *tape = tape_new(step);
	Var *x = number(tape, "x", 3), *unused = number(tape, "unused", 3);
	Var *side = var_exp(var_mul(x, unused));
	var_keep_gradient(side);
	Var *loss = var_pow(x, 2);
	Var *after = var_mul(loss, unused);
	var_keep_gradient(after);
	var_backward(loss);
	ck_assert(slope(x) == 6);
	ck_assert(!unused->value->g && !side->value->g && !after->value->g);
	ck_assert(!side->spent && !after->spent && loss->spent);
}
END_TEST

/* Two losses of one record share nothing but the leaf: both may go back, the
   later one first or last. */
START_TEST(two_losses)
{
	for (int order = 0; order <= 1; order++) {
		Tape *tape = tape_new(step);
		Var *x = number(tape, "x", 3);
		Var *losses[] = {var_pow(x, 2), var_pow(x, 3)};
		var_backward(losses[order]);
		ck_assert_double_eq_tol(
		    slope(x), order ? 27 : 6, 30 * near_formula);
		var_backward(losses[!order]);
		ck_assert_double_eq_tol(slope(x), 33, 40 * near_formula);
	}
}
END_TEST

/* Where they share more, the first goes back keeping. */
START_TEST(two_losses_that_share)
{
	Tape *tape = tape_new(step);
	Var *x = number(tape, "x", 3);
	Var *square = var_mul(x, x);
	Var *one = var_neg(square), *other = var_mul(square, x);
	var_backward_keeping(one);
	ck_assert(slope(x) == -6);
	var_backward(other);
	ck_assert(slope(x) == -6 + 27);
	const char *text = "var_backward: a second time through mul: the first "
			   "has used the tape up";
	ck_requires(text, var_backward(one));
}
END_TEST

START_TEST(keeping_keeps)
{
	Tape *tape = tape_new(step);
	Var *x = number(tape, "x", 3);
	Var *square = var_pow(x, 2);
	for (int i = 1; i <= 3; i++) {
		var_backward_keeping(square);
		ck_assert(slope(x) == 6 * i);
	}
	var_backward(square);
	ck_assert(slope(x) == 24);
	const char *text = "var_backward_keeping: a second time through pow: "
			   "the first has used the tape up";
	ck_requires(text, var_backward_keeping(square));
}
END_TEST

/* A second tape over the same tensor adds; zeroing starts afresh. */
START_TEST(adds_to_what_is_there)
{
	Tensor *w = tensor_of(step, SHAPE(2), 3, 4); /* (2,) */
	for (int i = 1; i <= 3; i++) {
		Var *v = tape_leaf(tape_new(step), "w", w);
		var_backward(var_sum_all(var_pow(v, 2)));
		ck_assert(var_gradient(v) == w->g);
		ck_tensor(w->g, SHAPE(2), 0, 6 * i, 8 * i);
	}
	Var *v = tape_leaf(tape_new(step), "w", w);
	var_zero_gradient(v);
	ck_assert(!w->g);
	const char *text =
	    "var_gradient: no gradient recorded for w: no "
	    "backward came from a loss that was computed from it";
	ck_requires(text, var_gradient(v));
	var_backward(var_sum_all(var_pow(v, 2)));
	ck_tensor(w->g, SHAPE(2), 0, 6, 8);
}
END_TEST

/* One tensor as two leaves of a tape. */
START_TEST(two_leaves_over_one_tensor)
{
	Tensor *w = tensor_scalar(step, 3); /* () */
	Tape *tape = tape_new(step);
	Var *a = tape_leaf(tape, "a", w), *b = tape_leaf(tape, "b", w);
	var_backward(var_mul(var_mul(a, a), b));
	ck_assert(slope(a) == 27 && slope(b) == 27);
}
END_TEST

START_TEST(a_leaf_is_a_loss)
{
	Tape *tape = tape_new(step);
	Var *x = number(tape, "x", 7);
	var_backward(x);
	var_backward(x);
	ck_assert(slope(x) == 2);
	Var *block = tape_leaf(tape, "block", numbered(SHAPE(1, 1, 1)));
	var_backward(block);
	ck_tensor(var_gradient(block), SHAPE(1, 1, 1), 0, 1);
}
END_TEST

/* What is kept of inner values, and of the loss itself. */
START_TEST(keeps_inner_gradients)
{
	Tape *tape = tape_new(step);
	Var *x = number(tape, "x", 2);
	Var *square = var_mul(x, x);      /* 4 */
	Var *sum = var_add(square, x);    /* 6 */
	Var *loss = var_mul(sum, square); /* 24 */
	Var *const kept[] = {square, sum, loss, x};
	for (int i = 0; i < 4; i++)
		var_keep_gradient(kept[i]);
	var_backward_keeping(loss);
	ck_assert(slope(loss) == 1 && slope(sum) == 4);
	ck_assert(slope(square) == 4 + 6 && slope(x) == 4 + 10 * 4);
	var_backward(loss);
	ck_assert(slope(loss) == 2 && slope(sum) == 8);
	ck_assert(slope(square) == 20 && slope(x) == 88);
}
END_TEST

START_TEST(detach_cuts)
{
	Tape *tape = tape_new(step);
	Var *x = number(tape, "x", 3);
	Var *square = var_mul(x, x), *cut = var_detach(square);
	ck_assert(cut->value == square->value && !cut->wanted && !cut->keeps);
	ck_assert(!cut->bwd && !cut->input[0]);
	ck_assert_str_eq(cut->name, "mul");
	var_backward(var_mul(x, cut));
	ck_assert(slope(x) == 9);
	ck_assert(!square->spent && !square->value->g);
}
END_TEST

/* Runs `deep` in what is left of a small stack; the test's own process. */
static void
with_a_small_stack(void)
{
	struct rlimit limit;
	ck_assert(getrlimit(RLIMIT_STACK, &limit) == 0);
	limit.rlim_cur = 512 * 1024;
	ck_assert(setrlimit(RLIMIT_STACK, &limit) == 0);
}

enum { DEEP = 100000 };

START_TEST(a_deep_chain)
{
	with_a_small_stack();
	Tape *tape = tape_new(step);
	Var *x = number(tape, "x", 0.5), *y = x;
	for (int i = 0; i < DEEP; i++)
		y = var_add(y, x);
	var_backward(y);
	ck_assert(slope(x) == DEEP + 1);
	ck_assert_uint_eq(tape->count, DEEP + 1);
}
END_TEST

/* Turned a quarter each time, by products and reshapes. */
START_TEST(a_deep_chain_of_matrices)
{
	with_a_small_stack();
	Tape *tape = tape_new(step);
	Tensor *turn = tensor_of(step, SHAPE(2, 2), 0, 1, -1, 0); /* (2, 2) */
	Var *w = tape_leaf(tape, "w", turn);
	Var *x = tape_leaf(tape, "x", tensor_of(step, SHAPE(1, 2), 3, 4));
	Var *y = x;
	for (int i = 0; i < DEEP / 5; i++) {
		y = var_transpose(var_matmul(y, w), 0, 1);
		y = var_reshape(var_neg(var_neg(y)), SHAPE(1, 2));
	}
	ck_tensor(y->value, SHAPE(1, 2), 0, 3, 4); /* DEEP / 5 is 4 k */
	var_backward(var_select(var_select(y, 0, 0), 0, 1));
	ck_tensor(var_gradient(x), SHAPE(1, 2), 0, 0, 1);
	/* Four quarters add (-6, 8), (-8, -6): outer products of (3, 4) and
	   (-1, 0), both turned on and on. */
	double k = DEEP / 5 / 4;
	ck_tensor(
	    var_gradient(w), SHAPE(2, 2), 0, -6 * k, 8 * k, -8 * k, -6 * k);
}
END_TEST

TESTS("autograd_walk", the_tape_is_in_order, used_many_times, diamonds,
    ways_of_different_length, entries_without_a_part, two_losses,
    two_losses_that_share, keeping_keeps, adds_to_what_is_there,
    two_leaves_over_one_tensor, a_leaf_is_a_loss, keeps_inner_gradients,
    detach_cuts, a_deep_chain, a_deep_chain_of_matrices)

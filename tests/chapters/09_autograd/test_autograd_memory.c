/*
 * Chapter 9: whose memory a gradient is. None is another one's, or the one
 * that came in; a leaf's lives as long as the leaf; a step's memory is used
 * again by the next.
 */
#include "tests/chapters/09_autograd/trial.h"

/* Writing to any one of these changes no other. */
static void
check_apart(Tensor *const *tensors, int count)
{
	for (int i = 0; i < count; i++) {
		Tensor *before[8]; /* as tensors */
		for (int k = 0; k < count; k++)
			before[k] = tensor_clone(step, tensors[k]);
		Tensor *t = tensors[i]; /* any */
		tensor_copy(t, tensor_add(step, t, tensor_scalar(step, 100)));
		for (int k = 0; k < count; k++)
			if (k != i)
				ck_tensors_equal(tensors[k], before[k], 0);
		tensor_copy(t, before[i]);
	}
}

/* A sum, and views: they hand on the gradient that came in. */
typedef Var *Handing(Var *a, Var *b);

static Var *
added_views(Var *a, Var *b)
{
	Var *flat = var_reshape(var_transpose(a, 0, 1), SHAPE(4));
	Var *other = var_squeeze(var_unsqueeze(var_reshape(b, SHAPE(4)), 0));
	return var_add(flat, other);
}

static Var *
added_once_more(Var *a, Var *b)
{
	Var *sum = var_add(a, b);
	var_keep_gradient(sum);
	return var_add(sum, a);
}

static Var *
first_of_a_difference(Var *a, Var *b)
{
	return var_sub(a, var_mul(b, b));
}

static Var *
two_sums(Var *a, Var *b)
{
	return var_add(var_sum(a, 0), var_sum(b, 1));
}

static Var *
quotient(Var *a, Var *b)
{
	return var_div(a, b);
}

/* All gradients that there are afterwards are apart, the incoming one of each
   inner value, too; a second loss adds to each but once. */
START_TEST(gradients_are_nobody_elses)
{
	Handing *const functions[] = {var_add, added_views, added_once_more,
	    first_of_a_difference, two_sums, quotient};
	for (int i = 0; i < 6; i++) {
		Tape *tape = tape_new(step);
		Tensor *a = tensor_of(
		    step, SHAPE(2, 2), 1, 2, 3, 4); /* (2, 2) */
		Tensor *b = tensor_of(
		    step, SHAPE(2, 2), 5, 6, 7, 8); /* (2, 2) */
		Var *v = tape_leaf(tape, "a", a), *w = tape_leaf(tape, "b", b);
		Var *sum = functions[i](v, w);
		var_keep_gradient(sum);
		Var *loss = var_sum_all(sum);
		var_keep_gradient(loss);
		for (int time = 1; time <= 2; time++) {
			var_backward_keeping(loss);
			Tensor *all[] = {
			    a->g, b->g, sum->value->g, loss->value->g};
			check_apart(all, 4);
			ck_tensor(loss->value->g, SCALAR, 0, time);
			ck_assert((double)*sum->value->g->data == time);
		}
	}
}
END_TEST

/* The values by hand of three of them, walked twice. */
START_TEST(gradients_that_were_handed_on)
{
	Tape *tape = tape_new(step);
	Tensor *a = tensor_of(step, SHAPE(2), 1, 2); /* (2,) */
	Tensor *b = tensor_of(step, SHAPE(2), 3, 4); /* (2,) */
	Var *v = tape_leaf(tape, "a", a), *w = tape_leaf(tape, "b", b);
	Var *sum = var_add(v, w);
	Var *loss = var_sum_all(var_add(sum, v));
	var_keep_gradient(sum);
	for (int time = 1; time <= 2; time++) {
		var_backward_keeping(loss);
		ck_tensor(a->g, SHAPE(2), 0, 2 * time, 2 * time);
		ck_tensor(b->g, SHAPE(2), 0, time, time);
		ck_tensor(sum->value->g, SHAPE(2), 0, time, time);
	}
}
END_TEST

/* Every element of a leaf's gradient has a place of its own, also where the
   gradient is one number repeated, or a view turned around. */
START_TEST(leaf_gradients_are_contiguous)
{
	Tape *tape = tape_new(step);
	Tensor *a = numbered(SHAPE(2, 3)), *b = numbered(SHAPE(2, 3));
	Var *v = tape_leaf(tape, "a", a), *w = tape_leaf(tape, "b", b);
	Var *turned = var_transpose(w, 0, 1);
	var_backward(
	    var_add(var_sum_all(v), var_sum_all(var_mul(turned, turned))));
	ck_assert(tensor_is_contiguous(a->g) && tensor_is_contiguous(b->g));
	*a->g->data = 9;
	ck_tensor(a->g, SHAPE(2, 3), 0, 9, 1, 1, 1, 1, 1);
	ck_tensor(b->g, SHAPE(2, 3), 0, 0, 2, 4, 6, 8, 10);
}
END_TEST

/* Parameters in an arena of their own, as in training. */
START_TEST(leaf_gradients_outlive_the_step)
{
	Arena *model = arena_create("model"), *steps = arena_create("steps");
	Tensor *w = tensor_of(model, SHAPE(3), 1, 2, 3); /* (3,) */
	Tensor *b = tensor_of(model, SHAPE(1), 1);       /* (1,) */
	for (int time = 1; time <= 3; time++) {
		Tape *tape = tape_new(steps);
		Var *sum = var_add(
		    tape_leaf(tape, "w", w), tape_leaf(tape, "b", b));
		var_backward(var_sum_all(sum));
		ck_assert(w->g->arena == model && b->g->arena == model);
		arena_reset(steps);
		ck_tensor(w->g, SHAPE(3), 0, time, time, time);
		ck_tensor(b->g, SHAPE(1), 0, 3 * time);
	}
	arena_destroy(steps);
	arena_destroy(model);
}
END_TEST

static void
one_step(Arena *arena, Tensor *w, Tensor *x)
{
	Tape *tape = tape_new(arena);
	Var *y = var_matmul(
	    tape_constant(tape, "x", x), tape_leaf(tape, "w", w));
	var_backward(var_mean_all(var_pow(var_relu(y), 2)));
}

/* The second step takes what the first has given back, and no more; neither
   do the parameters need more. */
START_TEST(a_step_allocates_nothing_new)
{
	Arena *model = arena_create("model"), *steps = arena_create("steps");
	Tensor *w = tensor_full(model, SHAPE(200, 50), 1);  /* (200, 50) */
	Tensor *x = tensor_full(model, SHAPE(300, 200), 1); /* (300, 200) */
	size_t held = 0, used = 0, parameters = 0;
	for (int time = 0; time < 4; time++) {
		one_step(steps, w, x);
		if (time == 1) {
			held = arena_held(steps);
			used = arena_used(steps);
			parameters = arena_used(model);
		} else if (time > 1) {
			ck_assert_uint_eq(arena_held(steps), held);
			ck_assert_uint_eq(arena_used(steps), used);
			ck_assert_uint_eq(arena_used(model), parameters);
		}
		arena_reset(steps);
	}
	ck_assert_uint_gt(held, 0);
	arena_destroy(steps);
	arena_destroy(model);
}
END_TEST

/* Bytes that going back takes. */
static size_t
bytes_back(Var *sum)
{
	Var *loss = var_sum_all(sum);
	size_t before = arena_used(step);
	var_backward(loss);
	return arena_used(step) - before;
}

/* A gradient that nobody else has is kept as it is: a product's, what
   unbroadcast has summed, and the sum of two. What is added to one that is
   there is not copied first. Beside one tensor there is room for a few headers
   and numbers. */
START_TEST(nothing_is_copied_without_need)
{
	enum { COUNT = 1000, TENSOR = COUNT * sizeof(Real) };
	Tape *tape = tape_new(step);
	Tensor *line = tensor_full(step, SHAPE(COUNT), 2);     /* (1000,) */
	Tensor *block = tensor_full(step, SHAPE(3, COUNT), 2); /* (3, 1000) */
	Var *c = tape_constant(tape, "c", line);
	Var *v = tape_leaf(tape, "v", tensor_clone(step, line));
	ck_assert_uint_lt(bytes_back(var_mul(v, c)), 3 * TENSOR);
	v = tape_leaf(tape, "v", tensor_clone(step, line));
	ck_assert_uint_lt(bytes_back(var_add(v, v)), 3 * TENSOR);
	v = tape_leaf(tape, "v", tensor_clone(step, line));
	v->value->g = tensor_clone(step, line);
	ck_assert_uint_lt(bytes_back(var_add(v, c)), 3 * TENSOR);
	c = tape_constant(tape, "c", block);
	v = tape_leaf(tape, "v", tensor_clone(step, line));
	ck_assert_uint_lt(bytes_back(var_add(v, c)), 5 * TENSOR);
}
END_TEST

static Var *
sum_of_one(Var *v)
{
	return var_sum(v, 0);
}

static Var *
turned(Var *v)
{
	return var_transpose(v, 0, 1);
}

static Var *
reshaped(Var *v)
{
	return var_reshape(v, SHAPE(2, 2));
}

static Var *
one_axis_more(Var *v)
{
	return var_unsqueeze(v, 0);
}

static Var *
less_itself(Var *v)
{
	return var_sub(v, var_detach(v));
}

static Var *
from_itself(Var *v)
{
	return var_sub(var_detach(v), v);
}

/* Where the gradient that comes in lies row by row, and is kept, too: a view of
   it would be taken for a tensor of its own. */
START_TEST(what_is_handed_on_is_copied)
{
	Var *(*const functions[])(Var *) = {sum_of_one, turned, reshaped,
	    var_squeeze, one_axis_more, less_itself, from_itself, var_neg};
	for (int i = 0; i < 8; i++) {
		Tape *tape = tape_new(step);
		Tensor *t = numbered(SHAPE(1, 4)); /* (1, 4) */
		Var *y = functions[i](tape_leaf(tape, "v", t));
		var_keep_gradient(y);
		var_backward(var_sum_all(var_mul(y, var_detach(y))));
		Tensor *const both[] = {t->g, y->value->g};
		check_apart(both, 2);
	}
}
END_TEST

/* All that an operation makes, and nothing else, lives in the tape's arena. */
START_TEST(everything_is_in_the_tapes_arena)
{
	Arena *model = arena_create("model"), *steps = arena_create("steps");
	Tensor *w = tensor_of(model, SHAPE(2, 2), 1, 2, 3, 4); /* (2, 2) */
	Tape *tape = tape_new(steps);
	Var *v = tape_leaf(tape, "w", w);
	size_t used = arena_used(model);
	Var *loss = var_mean_all(var_log_softmax(var_tanh(v)));
	ck_assert(tape->arena == steps && loss->value->arena == steps);
	ck_assert_uint_eq(arena_used(model), used);
	var_backward(loss);
	ck_assert_uint_gt(arena_used(model), used); /* w.g */
	arena_destroy(steps);
	arena_destroy(model);
}
END_TEST

TESTS("autograd_memory", gradients_are_nobody_elses,
    gradients_that_were_handed_on, leaf_gradients_are_contiguous,
    leaf_gradients_outlive_the_step, a_step_allocates_nothing_new,
    nothing_is_copied_without_need, what_is_handed_on_is_copied,
    everything_is_in_the_tapes_arena)

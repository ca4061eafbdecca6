/*
 * Chapter 7: a relu in each place and a shared one have the numbers that PyTorch
 * gives them, and the judge who measures knows which is right.
 */
#include "tests/chapters/07_layers/five.h"

#include "chapters/06_gradients/judge.h"

START_TEST(the_example)
{
	Deep deep = deep_new(step);
	ck_tensor(deep.x, SHAPE(2, 2), 0, 1, -2, -1, 3);
	ck_tensor(deep.target, SHAPE(2), 0, 1, -1);
	ck_tensor(deep.w1, SHAPE(2, 2), 0, 1, -1, 1, 1);
	ck_tensor(deep.w2, SHAPE(2, 2), 0, 1, 2, -1, 0.5);
	ck_tensor(deep.w3, SHAPE(2, 1), 0, 1, -2);
	ck_tensor(deep.zeros, SHAPE(2), 0, 0, 0);
	ck_tensor(deep.zero, SHAPE(1), 0, 0);
	ck_assert(deep_loss(step, &deep) == 61);
}
END_TEST

/* PyTorch's values; all are whole numbers, and exact. */
START_TEST(two_relus)
{
	Five *f = five_new();
	const Deep *deep = &f->deep;
	ck_tensor(
	    model_output(step, &f->model, deep->x), SHAPE(2, 1), 0, 0, -12);
	ck_assert(model_forward(step, &f->model, deep->x, deep->target) == 61);
	model_backward(step, &f->model);
	ck_tensor(deep->w3->g, SHAPE(2, 1), 0, 0, -66);
	ck_tensor(deep->w2->g, SHAPE(2, 2), 0, 0, 44, 0, 88);
	ck_tensor(deep->w1->g, SHAPE(2, 2), 0, -44, -11, 132, 33);
	ck_tensor(f->l3.b->g, SHAPE(1), 0, -12);
	ck_tensor(f->l2.b->g, SHAPE(2), 0, 0, 22);
	ck_tensor(f->l1.b->g, SHAPE(2), 0, 44, 11);
	ck_tensor(deep->x->g, SHAPE(2, 2), 0, 0, 0, 33, 55);
}
END_TEST

START_TEST(mask_relu)
{
	MaskRelu relu;
	const Tensor *x = tensor_of(
	    step, SHAPE(2, 3), -1, 0, 2, 3, -4, (Real)0.5); /* (2, 3) */
	ck_tensor(mask_relu_forward(step, &relu, x), SHAPE(2, 3), 0, 0, 0, 2, 3,
	    0, 0.5);
	ck_tensor(relu.passed, SHAPE(2, 3), 0, 0, 0, 1, 1, 0, 1);
	const Tensor *g = tensor_of(step, SHAPE(2, 3), 1, 2, 3, 4, 5, 6);
	ck_tensor(mask_relu_backward(step, &relu, g), SHAPE(2, 3), 0, 0, 0, 3,
	    4, 0, 6);
	ck_tensor(x, SHAPE(2, 3), 0, -1, 0, 2, 3, -4, 0.5);
	ck_tensor(g, SHAPE(2, 3), 0, 1, 2, 3, 4, 5, 6);
}
END_TEST

/* Steps of 3/8 and 1/8: whole numbers are measured exactly. */
static Judgement
measure(Deep *deep, const Tensor *gradient)
{
	Arena *judges = arena_create("judges");
	const Claim claim = {"w1.g", deep->w1, gradient};
	Judgement judgement = judge_by_differences(
	    judges, deep_loss, deep, &claim, 1, 10, 0.375, 1e-6);
	arena_destroy(judges);
	return judgement;
}

START_TEST(one_mask_each)
{
	Deep deep = deep_new(step);
	MaskRelu first, second;
	const Tensor *gradient = deep_w1_gradient(
	    step, &deep, &first, &second); /* (2, 2) */
	ck_tensor(gradient, SHAPE(2, 2), 0, -44, -11, 132, 33);
	ck_tensor(first.passed, SHAPE(2, 2), 0, 0, 0, 1, 1);
	ck_tensor(second.passed, SHAPE(2, 2), 0, 0, 0, 0, 1);
	ck_assert(!deep.w1->g && !deep.w2->g && !deep.w3->g && !deep.x->g);
	Judgement judgement = measure(&deep, gradient);
	ck_assert(judgement.right);
	ck_assert_uint_eq(judgement.looked, 4);
}
END_TEST

START_TEST(a_shared_mask)
{
	Deep deep = deep_new(step);
	MaskRelu one;
	const Tensor *gradient = deep_w1_gradient(
	    step, &deep, &one, &one); /* (2, 2) */
	ck_tensor(gradient, SHAPE(2, 2), 0, 0, -11, 0, 33);
	Judgement judgement = measure(&deep, gradient);
	ck_assert(!judgement.right);
	ck_assert_str_eq(judgement.name, "w1.g");
	ck_assert_str_eq(judgement.index, "0, 0");
	ck_assert(judgement.found == 0);
	ck_assert_double_eq_tol(judgement.expected, -44, 1e-6);
}
END_TEST

/* With one hidden layer nothing is shared, and nothing wrong. */
START_TEST(one_hidden_layer_shares_nothing)
{
	Five *f = five_new();
	Layer *const layers[] = {f->layers[0], f->layers[1], f->layers[4]};
	Model model = model_of(layers, 3);
	model_forward(step, &model, f->deep.x, f->deep.target);
	model_backward(step, &model);
	/* out 0, -6; out.g -1, -5; h1 0 0, 2 4 */
	ck_tensor(f->deep.w3->g, SHAPE(2, 1), 0, -10, -20);
	ck_tensor(f->deep.w1->g, SHAPE(2, 2), 0, 5, -10, -15, 30);
}
END_TEST

TESTS("layers_pitfalls", the_example, two_relus, mask_relu, one_mask_each,
    a_shared_mask, one_hidden_layer_shares_nothing)

/*
 * Chapter 7: layers one behind the other. By hand, and against chapter 6; what
 * a model keeps, what it adds, and how little it needs: one image, no layer.
 */
#include "tests/common/oracle.h"

#include "chapters/06_gradients/pitfalls.h"
#include "tests/chapters/07_layers/lecture.h"

static const double near = 4 * (double)REAL_EPSILON;

static Lecture *
example(void)
{
	Example e = example_new(step);
	return lecture_of(e.net, e.x, e.target);
}

START_TEST(by_hand)
{
	Lecture *l = example();
	ck_assert(lecture_pass(l) == 4.0625);
	ck_tensor(l->net.w1->g, SHAPE(2, 2), near, 3, -2, -7.0 / 3, 2.5);
	ck_tensor(l->net.b1->g, SHAPE(2), near, 4.0 / 3, 7.0 / 3);
	ck_tensor(l->net.w2->g, SHAPE(2, 1), near, 11.0 / 12, -49.0 / 6);
	ck_tensor(l->net.b2->g, SHAPE(1), near, -1.5);
	ck_tensor(l->x->g, SHAPE(3, 2), near, -0.5, 1.0 / 6, -13.0 / 6,
	    13.0 / 3, 5.0 / 3, 5.0 / 6);
}
END_TEST

START_TEST(leaves_its_operands)
{
	Lecture *l = example(), *fresh = example();
	lecture_pass(l);
	ck_tensors_equal(l->x, fresh->x, 0);
	ck_tensors_equal(l->target, fresh->target, 0);
	ck_tensors_equal(l->net.w1, fresh->net.w1, 0);
	ck_tensors_equal(l->net.b1, fresh->net.b1, 0);
	ck_tensors_equal(l->net.w2, fresh->net.w2, 0);
	ck_tensors_equal(l->net.b2, fresh->net.b2, 0);
	ck_assert_ptr_null(l->target->g);
}
END_TEST

/* What one gave is what the next one took: one address, not equal numbers. */
START_TEST(neighbours_share_a_tensor)
{
	Lecture *l = example();
	model_forward(step, &l->model, l->x, l->target);
	const Memory *first = &l->first.layer.last;
	const Memory *between = &l->between.layer.last;
	const Memory *second = &l->second.layer.last;
	const Memory *loss = &l->model.loss.last;
	ck_assert_ptr_eq(first->x, l->x);
	ck_assert_ptr_eq(between->x, first->out);
	ck_assert_ptr_eq(second->x, between->out);
	ck_assert_ptr_eq(loss->x, second->out);
	ck_assert_ptr_eq(l->model.loss.target, l->target);
	ck_tensor(first->out, SHAPE(3, 2), 0, 2, 3.5, -0.5, 3.5, 1.5, -3.5);
	ck_tensor(between->out, SHAPE(3, 2), 0, 2, 3.5, 0, 3.5, 1.5, 0);
	ck_tensor(second->out, SHAPE(3, 1), 0, 0.75, -3.25, 3.25);
}
END_TEST

/* Forward computes no gradient; backward finds those in between, too. */
START_TEST(gradients_lie_in_the_shared_tensors)
{
	Lecture *l = example();
	model_forward(step, &l->model, l->x, l->target);
	const Tensor *l1 = l->first.layer.last.out;   /* (3, 2) */
	const Tensor *l2 = l->between.layer.last.out; /* (3, 2) */
	const Tensor *out = l->second.layer.last.out; /* (3, 1) */
	ck_assert(!l->x->g && !l1->g && !l2->g && !out->g);
	ck_assert(
	    !l->net.w1->g && !l->net.b1->g && !l->net.w2->g && !l->net.b2->g);
	model_backward(step, &l->model);
	const double a = 1.0 / 6, b = 13.0 / 6, c = 5.0 / 6;
	ck_tensor(out->g, SHAPE(3, 1), near, -a, -b, c);
	ck_tensor(l2->g, SHAPE(3, 2), near, -2 * a, a, -2 * b, b, 2 * c, -c);
	ck_tensor(l1->g, SHAPE(3, 2), near, -2 * a, a, 0, b, 2 * c, 0);
}
END_TEST

START_TEST(backward_forgets_all)
{
	Lecture *l = example();
	lecture_pass(l);
	for (int i = 0; i < 3; i++)
		ck_assert(!l->layers[i]->last.x && !l->layers[i]->last.out);
	ck_assert_ptr_null(l->model.loss.last.x);
}
END_TEST

START_TEST(keeps_the_list)
{
	Lecture *l = example();
	ck_assert_ptr_eq(l->model.layers, l->layers);
	ck_assert_uint_eq(l->model.count, 3);
	ck_assert_ptr_null(l->model.loss.last.x);
	ck_assert_ptr_null(l->model.loss.target);
	Model shorter = model_of(l->layers, 2);
	ck_tensor(model_output(step, &shorter, l->x), SHAPE(3, 2), 0, 2, 3.5, 0,
	    3.5, 1.5, 0);
}
END_TEST

/* The layers' answers, and no loss. */
START_TEST(output_alone)
{
	Random random;
	random_seed(&random, 1);
	Lecture *l = any_lecture(&random, 9, 7, 5);
	const Tensor *out = model_output(step, &l->model, l->x); /* (9, 1) */
	ck_tensors_equal(out, model(step, &l->net, l->x), 0);
	ck_assert_ptr_eq(out, l->second.layer.last.out);
	ck_assert_ptr_null(l->model.loss.last.x);
	ck_assert_ptr_null(l->x->g);
	const char *text = "mse_backward: backward without a forward of its "
			   "own";
	ck_requires(text, model_backward(step, &l->model));
	ck_assert_ptr_null(out->g);
	ck_assert_ptr_eq(l->first.layer.last.x, l->x); /* as it was */
}
END_TEST

/* Whoever has another loss goes back by himself: here the sum of all outputs,
   of which each has slope 1. */
START_TEST(another_loss)
{
	Lecture *l = example();
	Tensor *out = model_output(step, &l->model, l->x); /* (3, 1) */
	out->g = tensor_full(step, SHAPE(3, 1), 1);
	for (int i = 3; i-- > 0;)
		layer_backward(step, l->layers[i]);
	ck_tensor(l->net.b2->g, SHAPE(1), 0, 3);
	ck_tensor(l->net.w2->g, SHAPE(2, 1), 0, 3.5, 7);
	ck_tensor(l->net.b1->g, SHAPE(2), 0, 4, -2);
	ck_tensor(l->net.w1->g, SHAPE(2, 2), 0, 2 * 1 + 2 * 2, -1 + 1,
	    2 * 2 + 2 * -1, -2 - 1);
}
END_TEST

/* Without layers the input is the output. */
START_TEST(no_layers)
{
	Model empty = model_of(NULL, 0);
	Tensor *x = tensor_of(step, SHAPE(4, 1), 2, 7, 1, 8);   /* (4, 1) */
	Tensor *target = tensor_of(step, SHAPE(4), 3, 5, 1, 9); /* (4,) */
	ck_assert_ptr_eq(model_output(step, &empty, x), x);
	ck_assert(model_forward(step, &empty, x, target) == 1.5);
	model_backward(step, &empty);
	ck_tensor(x->g, SHAPE(4, 1), 0, -0.5, 1, 0, -0.5);
}
END_TEST

START_TEST(a_batch_of_one)
{
	Random random;
	random_seed(&random, 2);
	for (int trial = 0; trial < 20; trial++) {
		Lecture *l = any_lecture(
		    &random, 1, 1 + below(&random, 9), 1 + below(&random, 9));
		check_by_hand(l, lecture_pass(l));
		arena_reset(step);
	}
}
END_TEST

/* The gradients of a batch, and its loss, are means over its images. */
START_TEST(the_mean_of_batches_of_one)
{
	enum { ROWS = 7 };
	Random random;
	random_seed(&random, 3);
	Lecture *all = any_lecture(&random, ROWS, 6, 5);
	double loss = lecture_pass(all), sum = 0;
	Net net = net_clone(&all->net); /* whose gradients add up */
	for (size_t i = 0; i < ROWS; i++) {
		Tensor *x = tensor_narrow(step, all->x, 0, i, 1); /* (1, 6) */
		const Tensor *target = tensor_narrow(
		    step, all->target, 0, i, 1); /* (1,) */
		sum += lecture_pass(lecture_of(net, x, target));
	}
	ck_assert_double_eq_tol(sum / ROWS, loss, 50 * near);
	const Tensor *const parameters[] = {net.w1, net.b1, net.w2, net.b2};
	const Tensor *const expected[] = {
	    all->net.w1, all->net.b1, all->net.w2, all->net.b2};
	for (int i = 0; i < 4; i++)
		ck_tensors_equal(tensor_div(step, parameters[i]->g,
				     tensor_scalar(step, ROWS)),
		    expected[i]->g, 50 * near);
}
END_TEST

/* Two passes over one batch: everything is twice what it was, exactly. */
START_TEST(adds_to_what_is_there)
{
	Random random;
	random_seed(&random, 4);
	Lecture *l = any_lecture(&random, 9, 8, 7);
	Claim once[CLAIMS], twice[CLAIMS];
	double loss = lecture_pass(l);
	make_claims(&l->net, l->x, once);
	for (int i = 0; i < CLAIMS; i++)
		once[i].gradient = tensor_mul(
		    step, once[i].gradient, tensor_scalar(step, 2));
	ck_assert(lecture_pass(l) == loss);
	make_claims(&l->net, l->x, twice);
	for (int i = 0; i < CLAIMS; i++)
		ck_tensors_equal(twice[i].gradient, once[i].gradient, 0);
}
END_TEST

/* Parameters and their gradients stay when the step is over. */
START_TEST(gradients_outlive_the_step)
{
	Arena *parameters = arena_create("model");
	Random random;
	random_seed(&random, 5);
	Net net = net_draw(parameters, &random, 4, 3, 1, BIASES_NORMAL);
	const Tensor *const all[] = {net.w1, net.b1, net.w2, net.b2};
	Tensor *x = numbered(SHAPE(2, 4)); /* (2, 4) */
	lecture_pass(lecture_of(net, x, numbered(SHAPE(2))));
	ck_assert_ptr_eq(x->g->arena, step);
	double sums[4];
	for (int i = 0; i < 4; i++) {
		ck_assert_ptr_eq(all[i]->g->arena, parameters);
		sums[i] = tensor_sum_all(all[i]->g);
	}
	arena_reset(step);
	tensor_full(step, SHAPE(10000), 9); /* over what was there */
	for (int i = 0; i < 4; i++)
		ck_assert(tensor_sum_all(all[i]->g) == sums[i]);
	arena_destroy(parameters);
}
END_TEST

TESTS("layers_model", by_hand, leaves_its_operands, neighbours_share_a_tensor,
    gradients_lie_in_the_shared_tensors, backward_forgets_all, keeps_the_list,
    output_alone, another_loss, no_layers, a_batch_of_one,
    the_mean_of_batches_of_one, adds_to_what_is_there,
    gradients_outlive_the_step)

/*
 * Chapter 6: the whole pass. The loss and the five gradients of small nets, by
 * hand, against all three kinds of judges, and for batches of one and of none.
 */
#include "tests/chapters/06_gradients/passes.h"

#include "chapters/06_gradients/by_image.h"
#include "chapters/06_gradients/gradients.h"

static double
run(Example *e)
{
	return forward_and_backward(step, &e->net, e->x, e->target);
}

START_TEST(by_hand)
{
	Example e = example_new(step);
	ck_assert(run(&e) == 4.0625);
	ck_tensor(e.net.w1->g, SHAPE(2, 2), near, 3, -2, -7.0 / 3, 2.5);
	ck_tensor(e.net.b1->g, SHAPE(2), near, 4.0 / 3, 7.0 / 3);
	ck_tensor(e.net.w2->g, SHAPE(2, 1), near, 11.0 / 12, -49.0 / 6);
	ck_tensor(e.net.b2->g, SHAPE(1), near, -1.5);
	/* out.g is -1/6, -13/6, 5/6; the units pass 1 1, 0 1, 1 0. */
	ck_tensor(e.x->g, SHAPE(3, 2), near, -0.5, 1.0 / 6, -13.0 / 6, 13.0 / 3,
	    5.0 / 3, 5.0 / 6);
}
END_TEST

/* What it was given is not changed. */
START_TEST(leaves_its_operands)
{
	Example e = example_new(step);
	run(&e);
	Example fresh = example_new(step);
	ck_tensors_equal(e.x, fresh.x, 0);
	ck_tensors_equal(e.target, fresh.target, 0);
	ck_tensors_equal(e.net.w1, fresh.net.w1, 0);
	ck_tensors_equal(e.net.b1, fresh.net.b1, 0);
	ck_tensors_equal(e.net.w2, fresh.net.w2, 0);
	ck_tensors_equal(e.net.b2, fresh.net.b2, 0);
	ck_assert_ptr_null(e.target->g);
}
END_TEST

START_TEST(loss_is_that_of_the_model)
{
	Random random;
	random_seed(&random, 1);
	Example e = any_example(&random, 20, 7, 6);
	double expected = mse(step, model(step, &e.net, e.x), e.target);
	ck_assert(run(&e) == expected);
}
END_TEST

START_TEST(agrees_with_measured_slopes)
{
	Random random;
	random_seed(&random, 2);
	Arena *judges = arena_create("judges");
	for (int trial = 0; trial < 12; trial++) {
		Example e = any_example(&random, 1 + below(&random, 8),
		    1 + below(&random, 6), 1 + below(&random, 6));
		run(&e);
		Claim claims[CLAIMS];
		make_claims(&e, claims);
		check_right(judge_by_differences(judges, example_loss, &e,
		    claims, CLAIMS, ALL, moved, near_slope));
		arena_reset(step);
	}
	arena_destroy(judges);
}
END_TEST

/* The chapter's own witness says the same. */
static void
check_witness(Example *e, const Claim *claims, const Stored *stored)
{
	Case c = {&e->net, e->x, e->target};
	ck_assert(case_loss(step, &c) == example_loss(step, e));
	const Tensor *expected[BY_IMAGE_GRADIENTS];
	const Tensor *l1_g = gradients_by_image(
	    step, &c, expected); /* (n, hidden) */
	ck_assert_uint_eq(l1_g->shape[0], e->x->shape[0]);
	ck_assert_uint_eq(l1_g->shape[1], e->net.b1->shape[0]);
	Claim witness[CLAIMS];
	for (int i = 0; i < CLAIMS; i++)
		witness[i] = (Claim){claims[i].name, NULL, expected[i]};
	check_right(judge_by_stored(witness, CLAIMS, stored, near));
	check_right(judge_by_tensors(claims, CLAIMS, expected, near));
}

static void
check_image_by_image(Random *random, size_t n, size_t inputs, size_t hidden)
{
	Example e = any_example(random, n, inputs, hidden);
	run(&e);
	Claim claims[CLAIMS];
	Stored stored[CLAIMS];
	make_claims(&e, claims);
	image_by_image(&e, claims, stored);
	check_right(judge_by_stored(claims, CLAIMS, stored, near));
	check_witness(&e, claims, stored);
	arena_reset(step);
}

START_TEST(agrees_image_by_image)
{
	Random random;
	random_seed(&random, 3);
	for (int trial = 0; trial < 60; trial++)
		check_image_by_image(&random, 2 + below(&random, 30),
		    1 + below(&random, 20), 1 + below(&random, 20));
	check_image_by_image(&random, 300, 100, 50);
}
END_TEST

START_TEST(a_batch_of_one)
{
	Random random;
	random_seed(&random, 4);
	for (int trial = 0; trial < 20; trial++)
		check_image_by_image(&random, 1, 5, 4);
	check_image_by_image(&random, 1, 1, 1);
}
END_TEST

/* Nothing has no mean. */
START_TEST(an_empty_batch)
{
	Random random;
	random_seed(&random, 5);
	Example e = any_example(&random, 0, 5, 4);
	const char *text = "mse: no rows";
	ck_requires(text, forward_and_backward(step, &e.net, e.x, e.target));
	ck_assert(!e.x->g && !e.net.w1->g && !e.net.b1->g && !e.net.w2->g &&
		  !e.net.b2->g);
}
END_TEST

/* Gradients are those of a sum of losses: run twice, they double. */
START_TEST(adds_to_what_is_there)
{
	Random random;
	random_seed(&random, 6);
	Example e = any_example(&random, 9, 8, 7);
	Claim once[CLAIMS], twice[CLAIMS];
	double loss = run(&e);
	make_claims(&e, once);
	for (int i = 0; i < CLAIMS; i++)
		once[i].gradient = tensor_mul(
		    step, once[i].gradient, tensor_scalar(step, 2));
	ck_assert(run(&e) == loss);
	make_claims(&e, twice);
	for (int i = 0; i < CLAIMS; i++)
		ck_tensors_equal(twice[i].gradient, once[i].gradient, 0);
}
END_TEST

/* Parameters and their gradients stay when the step is over. */
START_TEST(gradients_outlive_the_step)
{
	Arena *parameters = arena_create("model");
	Random random;
	random_seed(&random, 7);
	Example e = any_example(&random, 3, 4, 2);
	e.net = net_draw(parameters, &random, 4, 2, 1, BIASES_ZERO);
	run(&e);
	double w1_g = tensor_sum_all(e.net.w1->g);
	ck_assert_ptr_eq(e.x->g->arena, step);
	ck_assert_ptr_eq(e.net.w1->g->arena, parameters);
	ck_assert_ptr_eq(e.net.b1->g->arena, parameters);
	ck_assert_ptr_eq(e.net.w2->g->arena, parameters);
	ck_assert_ptr_eq(e.net.b2->g->arena, parameters);
	arena_reset(step);
	tensor_full(step, SHAPE(10000), 9); /* over what was there */
	ck_assert(tensor_sum_all(e.net.w1->g) == w1_g);
	arena_destroy(parameters);
}
END_TEST

TESTS("pass", by_hand, leaves_its_operands, loss_is_that_of_the_model,
    agrees_with_measured_slopes, agrees_image_by_image, a_batch_of_one,
    an_empty_batch, adds_to_what_is_there, gradients_outlive_the_step)

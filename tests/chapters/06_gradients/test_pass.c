/*
 * Chapter 6: the whole pass. The loss and the five gradients of small nets, by
 * hand, against all three kinds of judges, and for batches of one and of none.
 */
#include "tests/common/oracle.h"

#include "chapters/06_gradients/by_image.h"
#include "chapters/06_gradients/gradients.h"
#include "chapters/06_gradients/judge.h"
#include "chapters/06_gradients/pitfalls.h"

#ifdef REAL_DOUBLE
static const double near = 1e-12, moved = 1e-5, near_slope = 1e-5;
#else
static const double near = 1e-4, moved = 1e-2, near_slope = 5e-2;
#endif

enum { CLAIMS = 5, ALL = 1000 };

/* A net and a batch, and the five gradients. */
static void
make_claims(const Example *e, Claim claims[CLAIMS])
{
	claims[0] = (Claim){"x.g", e->x, e->x->g};
	claims[1] = (Claim){"w1.g", e->net.w1, e->net.w1->g};
	claims[2] = (Claim){"b1.g", e->net.b1, e->net.b1->g};
	claims[3] = (Claim){"w2.g", e->net.w2, e->net.w2->g};
	claims[4] = (Claim){"b2.g", e->net.b2, e->net.b2->g};
}

static double
run(Example *e)
{
	return forward_and_backward(step, &e->net, e->x, e->target);
}

static Example
any_example(Random *random, size_t n, size_t inputs, size_t hidden)
{
	Example e = {
	    .net = net_draw(step, random, inputs, hidden, 1, BIASES_NORMAL),
	    .x = tensor_new(step, SHAPE(n, inputs)),
	    .target = tensor_new(step, SHAPE(n))};
	random_normal(random, e.x);
	random_integers(random, e.target, 0, 10);
	return e;
}

static void
check_right(Judgement judgement)
{
	ck_assert_msg(judgement.right, "%s[%s] is %g, not %g", judgement.name,
	    judgement.index, judgement.found, judgement.expected);
	ck_assert_uint_gt(judgement.looked, 0);
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

/* The chain rule for one image, in plain loops and in double; adds to sums of
   the claims' sizes. */
static void
add_image(const Example *e, size_t row, double *sums[CLAIMS])
{
	const Net *net = &e->net;
	size_t m = e->x->shape[1], hidden = net->b1->shape[0];
	const Real *x = e->x->data + row * m;
	double l1[ALL], out = (double)net->b2->data[0];
	for (size_t j = 0; j < hidden; j++) {
		l1[j] = (double)net->b1->data[j];
		for (size_t k = 0; k < m; k++)
			l1[j] += (double)x[k] *
				 (double)net->w1->data[k * hidden + j];
		out += fmax(l1[j], 0) * (double)net->w2->data[j];
	}
	double off = out - (double)e->target->data[row];
	double out_g = 2 * off / (double)e->x->shape[0];
	sums[4][0] += out_g;
	for (size_t j = 0; j < hidden; j++) {
		double l1_g = l1[j] > 0 ? out_g * (double)net->w2->data[j] : 0;
		sums[3][j] += out_g * fmax(l1[j], 0);
		sums[2][j] += l1_g;
		for (size_t k = 0; k < m; k++) {
			size_t at = k * hidden + j;
			sums[1][at] += l1_g * (double)x[k];
			sums[0][row * m + k] += l1_g *
						(double)net->w1->data[at];
		}
	}
}

/* The five gradients, image by image. */
static void
image_by_image(const Example *e, const Claim *claims, Stored stored[CLAIMS])
{
	double *sums[CLAIMS];
	for (int i = 0; i < CLAIMS; i++) {
		size_t count = tensor_count(claims[i].tensor);
		size_t *at = arena_alloc(step, count, sizeof *at);
		sums[i] = arena_alloc(step, count, sizeof *sums[i]);
		for (size_t j = 0; j < count; j++) {
			at[j] = j;
			sums[i][j] = 0;
		}
		stored[i] = (Stored){count, at, sums[i]};
	}
	for (size_t row = 0; row < e->x->shape[0]; row++)
		add_image(e, row, sums);
}

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

/*
 * Chapter 2: the order of the draws, relu at its edges, the model as its
 * steps.
 */
#include "tests/common/oracle.h"

#include "chapters/02_forward/forward.h"

#include <math.h>

START_TEST(draws_these_shapes)
{
	Random random;
	random_seed(&random, 3);
	for (int biases = BIASES_ZERO; biases <= BIASES_NORMAL; biases++) {
		Net net = net_draw(step, &random, 5, 4, 3, (Biases)biases);
		ck_assert(shape_equal(tensor_shape(net.w1), SHAPE(5, 4)));
		ck_assert(shape_equal(tensor_shape(net.b1), SHAPE(4)));
		ck_assert(shape_equal(tensor_shape(net.w2), SHAPE(4, 3)));
		ck_assert(shape_equal(tensor_shape(net.b2), SHAPE(3)));
	}
}
END_TEST

START_TEST(draws_into_model)
{
	Arena *parameters = arena_create("model");
	Random random;
	random_seed(&random, 3);
	Net net = net_draw(parameters, &random, 5, 4, 3, BIASES_ZERO);
	ck_assert_ptr_eq(net.w1->arena, parameters);
	ck_assert_ptr_eq(net.b1->arena, parameters);
	ck_assert_ptr_eq(net.w2->arena, parameters);
	ck_assert_ptr_eq(net.b2->arena, parameters);
	arena_destroy(parameters);
}
END_TEST

/* Asserts that the stream's next draw is `t`. */
static void
check_next(Random *random, const Tensor *t)
{
	Tensor *next = tensor_new(step, tensor_shape(t)); /* as t */
	random_normal(random, next);
	ck_tensors_equal(t, next, 0);
}

static void
check_next_word(Random *one, Random *other)
{
	ck_assert_uint_eq(random_u32(one), random_u32(other));
}

START_TEST(draws_in_order)
{
	Random random, stream;
	random_seed(&random, 7);
	stream = random;
	Net net = net_draw(step, &random, 6, 5, 4, BIASES_NORMAL);
	check_next(&stream, net.w1);
	check_next(&stream, net.b1);
	check_next(&stream, net.w2);
	check_next(&stream, net.b2);
	check_next_word(&stream, &random);
}
END_TEST

START_TEST(draws_nothing_for_zeros)
{
	Random random, stream;
	random_seed(&random, 7);
	stream = random;
	tensor_full(step, SHAPE(1000), 9); /* what zeros must overwrite */
	arena_reset(step);
	Net net = net_draw(step, &random, 6, 5, 4, BIASES_ZERO);
	check_next(&stream, net.w1);
	check_next(&stream, net.w2);
	check_next_word(&stream, &random);
	ck_tensor(net.b1, SHAPE(5), 0, 0, 0, 0, 0, 0);
	ck_tensor(net.b2, SHAPE(4), 0, 0, 0, 0, 0);
}
END_TEST

START_TEST(relu_examples)
{
	Tensor *a = tensor_of(step, SHAPE(3), -1, 2, 3); /* (3,) */
	ck_tensor(relu(step, a), SHAPE(3), 0, 0, 2, 3);
	ck_tensor(a, SHAPE(3), 0, -1, 2, 3);
	Tensor *b = tensor_of(step, SHAPE(3), (Real)0.25, 2, 3); /* (3,) */
	ck_tensor(relu(step, b), SHAPE(3), 0, 0.25, 2, 3);
}
END_TEST

START_TEST(relu_has_its_own_data)
{
	Tensor *x = tensor_of(step, SHAPE(2), 1, 2); /* (2,) */
	Tensor *y = relu(step, x);                   /* (2,) */
	y->data[0] = 9;
	ck_tensor(x, SHAPE(2), 0, 1, 2);
}
END_TEST

START_TEST(relu_at_the_edges)
{
	const Real nan = (Real)NAN, inf = (Real)INFINITY;
	Tensor *x = tensor_of(step, SHAPE(6), nan, inf, -inf, 0, (Real)-0x1p-60,
	    (Real)0x1p-60);        /* (6,) */
	Tensor *y = relu(step, x); /* (6,) */
	ck_tensor(
	    y, SHAPE(6), 0, (double)NAN, (double)INFINITY, 0, 0, 0, 0x1p-60);
	ck_assert(isnan(x->data[0]));
}
END_TEST

START_TEST(relu_of_a_view)
{
	Tensor *x = tensor_of(
	    step, SHAPE(2, 3), -1, 2, -3, 4, -5, 6); /* (2, 3) */
	ck_tensor(
	    relu(step, tensor_t(step, x)), SHAPE(3, 2), 0, 0, 4, 2, 0, 0, 6);
	ck_assert_uint_eq(tensor_count(relu(step, numbered(SHAPE(0, 3)))), 0);
}
END_TEST

/* A net of 2, 2 and 1, small enough to follow with a pencil. */
static Net
small_net(void)
{
	return (Net){
	    .w1 = tensor_of(step, SHAPE(2, 2), 1, -1, 2, 3),
	    .b1 = tensor_of(step, SHAPE(2), 10, -20),
	    .w2 = tensor_of(step, SHAPE(2, 1), 2, 5),
	    .b2 = tensor_of(step, SHAPE(1), 100),
	};
}

START_TEST(model_by_hand)
{
	Net net = small_net();
	Tensor *x = tensor_of(step, SHAPE(2, 2), 1, 2, 0, 8); /* (2, 2) */
	/* l1 is 15, -15 and 26, 4. */
	ck_tensor(model(step, &net, x), SHAPE(2, 1), 0, 130, 172);
}
END_TEST

START_TEST(model_is_its_steps)
{
	Random random;
	random_seed(&random, 8);
	Net net = net_draw(step, &random, 30, 20, 3, BIASES_NORMAL);
	Tensor *x = tensor_new(step, SHAPE(25, 30)); /* (25, 30) */
	random_normal(&random, x);
	Tensor *l1 = linear(step, x, net.w1, net.b1); /* (25, 20) */
	Tensor *l2 = relu(step, l1);                  /* (25, 20) */
	ck_tensors_equal(
	    model(step, &net, x), linear(step, l2, net.w2, net.b2), 0);
}
END_TEST

START_TEST(model_of_an_empty_batch)
{
	Net net = small_net();
	Tensor *res = model(step, &net, numbered(SHAPE(0, 2))); /* (0, 1) */
	ck_assert(shape_equal(tensor_shape(res), SHAPE(0, 1)));
}
END_TEST

START_TEST(model_refuses_other_inputs)
{
	Net net = small_net();
	Tensor *x = numbered(SHAPE(4, 3)); /* (4, 3) */
	const char *text = "linear: x (4, 3) does not fit w (2, 2)";
	ck_requires(text, model(step, &net, x));
}
END_TEST

TESTS("forward", draws_these_shapes, draws_into_model, draws_in_order,
    draws_nothing_for_zeros, relu_examples, relu_has_its_own_data,
    relu_at_the_edges, relu_of_a_view, model_by_hand, model_is_its_steps,
    model_of_an_empty_batch, model_refuses_other_inputs)

/*
 * Chapter 2 against the notebook's 36 numbers and against PyTorch: the nets of
 * seeds 1 and 42, and what they make of MNIST.
 */
#include "tests/chapters/nets.h"

/* Asserts that a tensor begins and ends with these floats, bit for bit. */
static void
check_ends(const Tensor *t, size_t edge, const float *first, const float *last)
{
	size_t count = tensor_count(t);
	for (size_t i = 0; i < edge; i++) {
		ck_assert(t->data[i] == (Real)first[i]);
		ck_assert(t->data[count - edge + i] == (Real)last[i]);
	}
}

START_TEST(draws_torchs_nets)
{
	Random random;
	for (int i = 0; i < GOLDEN_NETS; i++) {
		const ForwardGolden *golden = &forward_golden[i];
		Net net = draw_golden(&random, golden);
		check_ends(net.w1, 4, golden->w1, golden->w1 + 4);
		check_ends(net.b1, 4, golden->b1, golden->b1 + 4);
		check_ends(net.w2, 4, golden->w2, golden->w2 + 4);
		check_ends(net.b2, 1, golden->b2, golden->b2);
	}
}
END_TEST

static Tensor *
relu_of_first_layer(const Net *net, const Tensor *x)
{
	return relu(step, linear(step, x, net->w1, net->b1));
}

/* Rows and columns 0, 1, 2, -3, -2, -1. */
static Tensor *
corners_of(const Tensor *t)
{
	Tensor *corners = tensor_new(step, SHAPE(6, 6)); /* (6, 6) */
	for (size_t i = 0; i < 6; i++)
		for (size_t j = 0; j < 6; j++) {
			size_t row = i < 3 ? i : t->shape[0] - 6 + i;
			size_t column = j < 3 ? j : t->shape[1] - 6 + j;
			corners->data[6 * i + j] = *tensor_at(
			    t, (size_t[]){row, column});
		}
	return corners;
}

START_TEST(loads_these_digits)
{
	NEEDS_MNIST(mnist)
	ck_assert(shape_equal(tensor_shape(mnist.x_train), SHAPE(50000, 784)));
	ck_assert(shape_equal(tensor_shape(mnist.y_train), SHAPE(50000)));
	ck_assert(shape_equal(tensor_shape(mnist.x_valid), SHAPE(10000, 784)));
	ck_assert(shape_equal(tensor_shape(mnist.y_valid), SHAPE(10000)));
	ck_assert_int_eq((int)mnist.y_train->data[0], 5);
	ck_assert_int_eq((int)tensor_max_all(mnist.y_train), 9);
}
END_TEST

/* The notebook with seed 1, relu(x_valid @ w1 + b1), as it prints it. */
START_TEST(agrees_with_the_notebook)
{
	static const double published[36] = {11.71, 3.73, 0, 0, 0, 0.23, 7.35,
	    12.49, 1.27, 3.99, 0, 0, 9.48, 1.74, 0, 0, 0.38, 5.12, 10.52, 10.22,
	    0, 0, 0, 0.42, 9.36, 0.61, 0, 0, 0, 0, 10.39, 14.15, 0, 0, 0, 0};
	NEEDS_MNIST(mnist)
	Random random;
	Net net = draw_golden(&random, &forward_golden[0]);
	Tensor *l2 = relu_of_first_layer(&net, mnist.x_valid); /* (10000, 50) */
	ck_assert(shape_equal(tensor_shape(l2), SHAPE(10000, 50)));
	const Tensor *corners = corners_of(l2); /* (6, 6) */
	for (int i = 0; i < 36; i++)
		ck_assert_double_eq_tol(
		    (double)corners->data[i], published[i], 0.005);
}
END_TEST

static void
check_numbers(const Tensor *l2, const Tensor *res, const ForwardNumbers *torchs,
    double tolerance)
{
	assert_tensor(__FILE__, __LINE__, corners_of(l2), SHAPE(6, 6),
	    torchs->relu_corners, tolerance);
	double squares = tensor_sum_all(tensor_pow(step, l2, 2));
	check_relative(tensor_sum_all(l2), torchs->relu_sum, tolerance);
	check_relative(squares, torchs->relu_squares, tolerance);
	assert_tensor(__FILE__, __LINE__, tensor_narrow(step, res, 0, 0, 6),
	    SHAPE(6, 1), torchs->res, tolerance);
}

START_TEST(agrees_with_torch)
{
	NEEDS_MNIST(mnist)
	Random random;
	for (int i = 0; i < GOLDEN_NETS; i++) {
		const ForwardGolden *golden = &forward_golden[i];
		Net net = draw_golden(&random, golden);
		Tensor *l2 = relu_of_first_layer(
		    &net, mnist.x_valid); /* (10000, 50) */
		Tensor *res = model(step, &net, mnist.x_valid); /* (10000, 1) */
		check_numbers(l2, res, &golden->f32, near_f32);
		check_numbers(l2, res, &golden->f64, near_f64);
	}
}
END_TEST

TESTS_IN_FOLDER("forward_golden", draws_torchs_nets, loads_these_digits,
    agrees_with_the_notebook, agrees_with_torch)

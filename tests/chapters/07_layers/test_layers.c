/*
 * Chapter 7: each layer by itself. What it computes there and back, by hand;
 * how its gradients add.
 */
#include "tests/chapters/07_layers/small.h"

START_TEST(constructors)
{
	Tensor *w = numbered(SHAPE(2, 3)), *b = numbered(SHAPE(3));
	Linear linear = linear_layer(w, b);
	ck_assert_ptr_eq(linear.w, w);
	ck_assert_ptr_eq(linear.b, b);
	ck_assert_str_eq(linear.layer.name, "Linear");
	check_nothing(&linear.layer.last);
	ck_assert(!w->g && !b->g);
	Relu relu = relu_layer();
	ck_assert_str_eq(relu.layer.name, "Relu");
	check_nothing(&relu.layer.last);
}
END_TEST

/* The address of a layer's struct is that of its Layer: the functions behind
   the pointer rely on it. */
START_TEST(the_layer_stands_first)
{
	ck_assert_uint_eq(offsetof(Linear, layer), 0);
	ck_assert_uint_eq(offsetof(Relu, layer), 0);
}
END_TEST

START_TEST(linear_by_hand)
{
	Linear linear = small_linear();
	Tensor *x = small_x();                               /* (2, 2) */
	Tensor *out = layer_forward(step, &linear.layer, x); /* (2, 3) */
	ck_tensor(out, SHAPE(2, 3), 0, 3, 12, 21, 29, 46, 63);
	ck_assert(!out->g && !x->g && !linear.w->g && !linear.b->g);
	back(&linear.layer, out, small_g());
	ck_tensor(x->g, SHAPE(2, 2), 0, -2, -2, 11, 29);
	ck_tensor(linear.w->g, SHAPE(2, 3), 0, 7, 9, 2, 6, 12, 6);
	ck_tensor(linear.b->g, SHAPE(3), 0, 3, 3, 0);
	ck_tensor(out, SHAPE(2, 3), 0, 3, 12, 21, 29, 46, 63);
	ck_tensor(out->g, SHAPE(2, 3), 0, 1, 0, -1, 2, 3, 1);
	ck_tensors_equal(x, small_x(), 0);
	ck_tensors_equal(linear.w, small_linear().w, 0);
	ck_tensors_equal(linear.b, small_linear().b, 0);
}
END_TEST

START_TEST(relu_by_hand)
{
	Relu relu = relu_layer();
	Tensor *x = tensor_of(
	    step, SHAPE(2, 3), -1, 0, 2, 3, -4, (Real)0.5); /* (2, 3) */
	Tensor *out = layer_forward(step, &relu.layer, x);  /* (2, 3) */
	ck_tensor(out, SHAPE(2, 3), 0, 0, 0, 2, 3, 0, 0.5);
	ck_assert(!out->g && !x->g);
	back(&relu.layer, out, tensor_of(step, SHAPE(2, 3), 1, 2, 3, 4, 5, 6));
	ck_tensor(x->g, SHAPE(2, 3), 0, 0, 0, 3, 4, 0, 6);
	ck_tensor(x, SHAPE(2, 3), 0, -1, 0, 2, 3, -4, 0.5);
}
END_TEST

START_TEST(relu_of_any_shape)
{
	Random random;
	random_seed(&random, 1);
	for (int trial = 0; trial < 50; trial++) {
		Shape shape = any_shape(&random);
		Relu relu = relu_layer();
		Tensor *x = any_view(&random, shape, 2); /* any */
		Tensor *out = layer_forward(step, &relu.layer, x);
		back(&relu.layer, out, any_view(&random, shape, 2));
		ck_assert(shape_equal(tensor_shape(out), shape));
		ck_assert(shape_equal(tensor_shape(x->g), shape));
		for (size_t i = 0, n = tensor_count(x); i < n; i++) {
			double at = element(x, shape, i);
			double g = element(out->g, shape, i);
			ck_assert(element(out, shape, i) == fmax(at, 0));
			ck_assert(element(x->g, shape, i) == (at > 0 ? g : 0));
		}
		arena_reset(step);
	}
}
END_TEST

START_TEST(mse_by_hand)
{
	Mse mse = {0};
	Tensor *output = tensor_of(step, SHAPE(4, 1), 2, 7, 1, 8); /* (4, 1) */
	Tensor *target = tensor_of(step, SHAPE(4), 3, 5, 1, 9);    /* (4,) */
	ck_assert(mse_forward(step, &mse, output, target) == 1.5);
	ck_assert_ptr_null(output->g);
	mse_backward(step, &mse);
	ck_tensor(output->g, SHAPE(4, 1), 0, -0.5, 1, 0, -0.5);
	ck_tensor(output, SHAPE(4, 1), 0, 2, 7, 1, 8);
	ck_tensor(target, SHAPE(4), 0, 3, 5, 1, 9);
	ck_assert_ptr_null(target->g);
}
END_TEST

/* What two layers take, each with its share of the gradient. */
START_TEST(gradients_of_one_input_add)
{
	Linear linear = small_linear();
	Relu relu = relu_layer();
	Tensor *x = small_x();                               /* (2, 2) */
	Tensor *out = layer_forward(step, &linear.layer, x); /* (2, 3) */
	Tensor *h = layer_forward(step, &relu.layer, x);     /* (2, 2) */
	back(&linear.layer, out, small_g());
	back(&relu.layer, h, tensor_of(step, SHAPE(2, 2), 1, 2, 3, 4));
	ck_tensor(x->g, SHAPE(2, 2), 0, -2 + 1, -2, 11 + 3, 29 + 4);
}
END_TEST

START_TEST(gradients_of_one_output_add)
{
	Mse mse = {0};
	Tensor *output = tensor_of(step, SHAPE(2, 1), 2, 7); /* (2, 1) */
	for (int pass = 1; pass <= 3; pass++) {
		mse_forward(
		    step, &mse, output, tensor_of(step, SHAPE(2), 3, 5));
		mse_backward(step, &mse);
		ck_tensor(output->g, SHAPE(2, 1), 0, -pass, 2 * pass);
	}
}
END_TEST

START_TEST(gradients_of_parameters_add)
{
	Linear linear = small_linear();
	for (int pass = 1; pass <= 3; pass++) {
		Tensor *x = small_x(); /* (2, 2) */
		back(&linear.layer, layer_forward(step, &linear.layer, x),
		    small_g());
		ck_tensor(x->g, SHAPE(2, 2), 0, -2, -2, 11, 29);
		ck_tensor(linear.w->g, SHAPE(2, 3), 0, 7.0 * pass, 9.0 * pass,
		    2.0 * pass, 6.0 * pass, 12.0 * pass, 6.0 * pass);
		ck_tensor(linear.b->g, SHAPE(3), 0, 3.0 * pass, 3.0 * pass, 0);
	}
}
END_TEST

TESTS("layers", constructors, the_layer_stands_first, linear_by_hand,
    relu_by_hand, relu_of_any_shape, mse_by_hand, gradients_of_one_input_add,
    gradients_of_one_output_add, gradients_of_parameters_add)

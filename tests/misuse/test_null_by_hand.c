/*
 * NULL for every pointer that the functions of chapters 1 to 6 take, whose
 * gradients are written by hand.
 */
#include "chapters/01_broadcasting/broadcasting.h"
#include "chapters/06_gradients/by_blocks.h"
#include "chapters/06_gradients/gradients.h"
#include "tests/misuse/null.h"

START_TEST(broadcasting)
{
	Tensor *t = ones(SHAPE(2)), *none = NULL;
	const size_t index[] = {0};
	ck_null("broadcast_element", "t && (index || !ndim)",
	    broadcast_element(none, index, 1));
	ck_null("broadcast_element", "t && (index || !ndim)",
	    broadcast_element(t, NULL, 1));
	const char *needs = "subtract_by_definition: NULL given, expected "
			    "arena && a && b";
	ck_requires(needs, subtract_by_definition(NULL, t, t));
	ck_requires(needs, subtract_by_definition(step, none, t));
	ck_requires(needs, subtract_by_definition(step, t, none));
}
END_TEST

START_TEST(forward)
{
	Tensor *x = ones(SHAPE(3, 2)), *w = ones(SHAPE(2, 1));
	Tensor *b = ones(SHAPE(1)), *none = NULL;
	Random random;
	random_seed(&random, 1);
	Net net = net_draw(step, &random, 2, 2, 1, BIASES_ZERO);
	Net hollow = {0};
	ck_null("tensor_new", "arena",
	    net_draw(NULL, &random, 2, 2, 1, BIASES_ZERO));
	ck_null("random_normal", "random && t",
	    net_draw(step, NULL, 2, 2, 1, BIASES_ZERO));
	ck_null("tensor_new", "arena", linear(NULL, x, w, b));
	ck_null("linear", "x && w && b", linear(step, none, w, b));
	ck_null("linear", "x && w && b", linear(step, x, none, b));
	ck_null("linear", "x && w && b", linear(step, x, w, none));
	ck_null("tensor_clamp_min", "arena && t", relu(NULL, x));
	ck_null("tensor_clamp_min", "arena && t", relu(step, none));
	ck_null("tensor_new", "arena", model(NULL, &net, x));
	ck_null("model", "net", model(step, NULL, x));
	ck_null("linear", "x && w && b", model(step, &hollow, x));
	ck_null("linear", "x && w && b", model(step, &net, none));
}
END_TEST

START_TEST(losses)
{
	Tensor *output = ones(SHAPE(2, 1)), *target = ones(SHAPE(2));
	Tensor *none = NULL;
	ck_null("mse", "output && target", mse(step, none, target));
	ck_null("mse", "output && target", mse(step, output, none));
	ck_null("mse_target_unsqueezed", "output && target",
	    mse_target_unsqueezed(step, none, target));
	ck_null("mse_target_unsqueezed", "output && target",
	    mse_target_unsqueezed(step, output, none));
	ck_null("mse_output_selected", "output && target",
	    mse_output_selected(step, none, target));
	ck_null("mse_output_selected", "output && target",
	    mse_output_selected(step, output, none));
	ck_null("mse_output_squeezed", "output && target",
	    mse_output_squeezed(step, none, target));
	ck_null("mse_output_squeezed", "output && target",
	    mse_output_squeezed(step, output, none));
	ck_null("mse_of_all_pairs", "output && target",
	    mse_of_all_pairs(step, none, target));
	ck_null("mse_of_all_pairs", "output && target",
	    mse_of_all_pairs(step, output, none));
	ck_null("mse_of_all_pairs_closed", "output && target",
	    mse_of_all_pairs_closed(step, none, target));
	ck_null("mse_of_all_pairs_closed", "output && target",
	    mse_of_all_pairs_closed(step, output, none));
	ck_null("tensor_view", "arena && t", mse(NULL, output, target));
	ck_null("one_hot", "labels", one_hot(step, none, 10));
	ck_null("tensor_new", "arena", one_hot(NULL, target, 10));
}
END_TEST

START_TEST(toy)
{
	Tensor *x = ones(SHAPE(1, 3)), *g = ones(SHAPE(1, 3));
	Tensor *none = NULL;
	Toy net = toy_draw(step, 1, 0);
	ToyForward passed = toy_forward(step, &net, x);
	ck_null("tensor_new", "arena", toy_draw(NULL, 1, 0));
	ck_null("tensor_new", "arena", sigmoid(NULL, x));
	ck_null("tensor_neg", "arena && t", sigmoid(step, none));
	ck_null("toy_forward", "toy && x", toy_forward(step, NULL, x));
	ck_null("toy_forward", "toy && x", toy_forward(step, &net, none));
	ck_null("tensor_view", "arena && t", toy_forward(NULL, &net, x));
	ck_null("tensor_item", "t", binary_cross_entropy(none, 1));
	ck_null("toy_backward", "toy && forward",
	    toy_backward(step, NULL, &passed, 1));
	ck_null("toy_backward", "toy && forward",
	    toy_backward(step, &net, NULL, 1));
	ck_null("tensor_new", "arena", toy_backward(NULL, &net, &passed, 1));
	ck_null("gradient_add", "t && gradient", gradient_add(step, none, g));
	ck_null("gradient_add", "t && gradient", gradient_add(step, x, none));
	ck_null("descend", "w", descend(step, none, 1));
	gradient_add(step, x, g);
	ck_null("tensor_add", "arena && a && b", gradient_add(NULL, x, g));
	ck_null("tensor_new", "arena", descend(NULL, x, 1));
}
END_TEST

START_TEST(gradients)
{
	Tensor *x = ones(SHAPE(3, 2)), *w = ones(SHAPE(2, 1));
	Tensor *b = ones(SHAPE(1)), *target = ones(SHAPE(3)), *none = NULL;
	Tensor *out = linear(step, x, w, b); /* (3, 1) */
	Tensor *turned = tensor_t(step, x);  /* (2, 3) */
	ck_null("mse_grad", "output && target", mse_grad(step, none, target));
	ck_null("mse_grad", "output && target", mse_grad(step, out, none));
	ck_null("tensor_view", "arena && t", mse_grad(NULL, out, target));
	mse_grad(step, out, target);
	const char *needs = "linear_grad: NULL given, expected x && out && w "
			    "&& b";
	ck_requires(needs, linear_grad(step, none, out, w, b));
	ck_requires(needs, linear_grad(step, x, none, w, b));
	ck_requires(needs, linear_grad(step, x, out, none, b));
	ck_requires(needs, linear_grad(step, x, out, w, none));
	ck_null("relu_grad", "x && out", relu_grad(step, none, out));
	ck_null("relu_grad", "x && out", relu_grad(step, x, none));
	ck_null("tensor_gate", "arena && a && b", relu_grad(NULL, out, out));
	const char *also =
	    "gradient_add_product: NULL given, expected t && a && b";
	ck_requires(also, gradient_add_product(step, none, x, w));
	ck_requires(also, gradient_add_product(step, out, none, w));
	ck_requires(also, gradient_add_product(step, out, x, none));
	ck_null(
	    "tensor_new", "arena", gradient_add_product(NULL, w, turned, out));
	ck_null("sum_of_outer_products", "x && out_g",
	    sum_of_outer_products(step, none, out));
	ck_null("sum_of_outer_products", "x && out_g",
	    sum_of_outer_products(step, x, none));
	ck_null("tensor_new", "arena", sum_of_outer_products(NULL, x, out));
	ck_null("tensor_shape", "t", unbroadcast(step, none, SHAPE(1)));
	ck_null("tensor_view", "arena && t", unbroadcast(NULL, x, SHAPE(1)));
}
END_TEST

START_TEST(passes)
{
	Random random;
	random_seed(&random, 1);
	Net net = net_draw(step, &random, 2, 2, 1, BIASES_ZERO);
	Tensor *x = ones(SHAPE(3, 2)), *target = ones(SHAPE(3));
	Tensor *none = NULL;
	ck_null("forward_and_backward", "net && x",
	    forward_and_backward(step, NULL, x, target));
	ck_null("forward_and_backward", "net && x",
	    forward_and_backward(step, &net, none, target));
	ck_null("mse", "output && target",
	    forward_and_backward(step, &net, x, none));
	const char *needs = "forward_and_backward_in_blocks_of: NULL given, "
			    "expected net && x && target";
	ck_requires(
	    needs, forward_and_backward_in_blocks_of(step, 2, NULL, x, target));
	ck_requires(needs,
	    forward_and_backward_in_blocks_of(step, 2, &net, none, target));
	ck_requires(needs, forward_and_backward_by_blocks(step, &net, x, none));
}
END_TEST

TESTS("NULL, by hand", broadcasting, forward, losses, toy, gradients, passes)

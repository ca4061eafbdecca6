/*
 * Chapter 7: each mistake with layers has its name, and changes no gradient.
 */
#include "tests/chapters/07_layers/five.h"

static void
check_twice_in_a_list(size_t one, size_t other, const char *text)
{
	Five *f = five_new();
	f->layers[other] = f->layers[one];
	ck_requires(text, model_of(f->layers, 5));
}

START_TEST(a_layer_twice_in_a_list)
{
	check_twice_in_a_list(1, 3,
	    "model_of: layer 3 (Relu) is layer 1 again: each place needs a "
	    "layer of its own");
	check_twice_in_a_list(0, 4,
	    "model_of: layer 4 (Linear) is layer 0 again: each place needs a "
	    "layer of its own");
	check_twice_in_a_list(0, 1,
	    "model_of: layer 1 (Linear) is layer 0 again: each place needs a "
	    "layer of its own");
	check_twice_in_a_list(3, 4,
	    "model_of: layer 4 (Relu) is layer 3 again: each place needs a "
	    "layer of its own");
}
END_TEST

/* What stands behind the end of the list is not looked at. */
START_TEST(a_layer_behind_the_list)
{
	Five *f = five_new();
	f->layers[4] = f->layers[0];
	ck_assert_uint_eq(model_of(f->layers, 4).count, 4);
}
END_TEST

/* Called one by one, a shared relu is stopped when it goes back again, and has
   not touched a gradient then. */
START_TEST(a_layer_twice_one_by_one)
{
	Five *f = five_new();
	Tensor *z1 = layer_forward(step, &f->l1.layer, f->deep.x); /* (2, 2) */
	Tensor *h1 = layer_forward(step, &f->r1.layer, z1);        /* (2, 2) */
	Tensor *z2 = layer_forward(step, &f->l2.layer, h1);        /* (2, 2) */
	Tensor *h2 = layer_forward(step, &f->r1.layer, z2);        /* (2, 2) */
	h2->g = tensor_full(step, SHAPE(2, 2), 1);
	layer_backward(step, &f->r1.layer);
	ck_tensor(z2->g, SHAPE(2, 2), 0, 0, 0, 0, 1);
	layer_backward(step, &f->l2.layer);
	const char *text = "relu_backward: backward without a forward of its "
			   "own";
	ck_requires(text, layer_backward(step, &f->r1.layer));
	ck_assert(h1->g && !z1->g);
}
END_TEST

START_TEST(before_forward)
{
	Five *f = five_new();
	Mse mse = {0};
	const char *text = "linear_backward: backward without a forward of its "
			   "own";
	ck_requires(text, layer_backward(step, &f->l1.layer));
	text = "relu_backward: backward without a forward of its own";
	ck_requires(text, layer_backward(step, &f->r1.layer));
	text = "mse_backward: backward without a forward of its own";
	ck_requires(text, mse_backward(step, &mse));
	ck_requires(text, model_backward(step, &f->model));
	ck_assert(!f->deep.x->g && !f->deep.w3->g);
}
END_TEST

START_TEST(twice)
{
	Five *f = five_new();
	const Deep *deep = &f->deep;
	model_forward(step, &f->model, deep->x, deep->target);
	model_backward(step, &f->model);
	const char *text = "mse_backward: backward without a forward of its "
			   "own";
	ck_requires(text, model_backward(step, &f->model));
	ck_requires(text, mse_backward(step, &f->model.loss));
	text = "linear_backward: backward without a forward of its own";
	ck_requires(text, layer_backward(step, &f->l3.layer));
	ck_tensor(deep->w3->g, SHAPE(2, 1), 0, 0, -66);
	ck_tensor(deep->w1->g, SHAPE(2, 2), 0, -44, -11, 132, 33);
}
END_TEST

START_TEST(without_the_loss)
{
	Five *f = five_new();
	const Deep *deep = &f->deep;
	model_forward(step, &f->model, deep->x, deep->target);
	const char *text = "linear_grad: out (2, 1) has no gradient: what "
			   "comes behind it goes first";
	ck_requires(text, layer_backward(step, &f->l3.layer));
	text = "relu_grad: out (2, 2) has no gradient: what comes behind it "
	       "goes first";
	ck_requires(text, layer_backward(step, &f->r2.layer));
	ck_assert(!deep->w3->g && !deep->w1->g && !deep->x->g);
}
END_TEST

/* Parameters and input live longer than what is remembered. */
START_TEST(after_a_reset)
{
	Five *f = five_new();
	Arena *pass = arena_create("pass");
	model_forward(pass, &f->model, f->deep.x, f->deep.target);
	arena_reset(pass);
	const char *text = "mse_backward: arena 'pass' was reset after "
			   "forward: what it remembered is gone";
	ck_requires(text, mse_backward(pass, &f->model.loss));
	ck_requires(text, model_backward(pass, &f->model));
	ck_requires(text, model_backward(step, &f->model));
	text = "linear_backward: arena 'pass' was reset after forward: what "
	       "it remembered is gone";
	ck_requires(text, layer_backward(pass, &f->l3.layer));
	ck_requires(text, layer_backward(pass, &f->l1.layer));
	text = "relu_backward: arena 'pass' was reset after forward: what it "
	       "remembered is gone";
	ck_requires(text, layer_backward(pass, &f->r2.layer));
	ck_assert(!f->deep.w3->g && !f->deep.x->g);
	arena_destroy(pass);
}
END_TEST

/* The loss is of one forward and the layers remember another: the gradient of
   the loss lies in an output that no layer knows any more. */
START_TEST(validation_in_between)
{
	Five *f = five_new();
	const Deep *deep = &f->deep;
	model_forward(step, &f->model, deep->x, deep->target);
	model_output(step, &f->model, numbered(SHAPE(3, 2)));
	const char *text = "linear_grad: out (3, 1) has no gradient: what "
			   "comes behind it goes first";
	ck_requires(text, model_backward(step, &f->model));
	ck_assert(!deep->w3->g && !deep->w1->g && !deep->x->g);
}
END_TEST

START_TEST(without_a_constructor)
{
	Linear linear = {0};
	Relu relu = {0};
	Tensor *x = numbered(SHAPE(3, 2)); /* (3, 2) */
	const char *text = "layer_forward: a layer without a forward: was it "
			   "made by its constructor?";
	ck_requires(text, layer_forward(step, &linear.layer, x));
	ck_requires(text, layer_forward(step, &relu.layer, x));
	Layer *const layers[] = {&linear.layer};
	Model model = model_of(layers, 1);
	ck_requires(text, model_output(step, &model, x));
	ck_requires(text, model_forward(step, &model, x, numbered(SHAPE(3))));
	text = "layer_backward: a layer without a backward: was it made by its "
	       "constructor?";
	ck_requires(text, layer_backward(step, &linear.layer));
	ck_requires(text, layer_backward(step, &relu.layer));
}
END_TEST

START_TEST(without_parameters)
{
	const char *text = "linear_layer: a Linear needs weights and biases";
	ck_requires(text, linear_layer(NULL, NULL));
	ck_requires(text, linear_layer(numbered(SHAPE(2, 3)), NULL));
	ck_requires(text, linear_layer(NULL, numbered(SHAPE(3))));
}
END_TEST

static void
check_parameters(Shape w_shape, Shape b_shape, const char *what)
{
	Tensor *w = numbered(w_shape), *b = numbered(b_shape);
	char text[200];
	snprintf(text, sizeof text,
	    "linear_layer: %s, expected (inputs, outputs) and (outputs,)",
	    what);
	ck_requires(text, linear_layer(w, b));
}

START_TEST(parameters_that_do_not_fit)
{
	check_parameters(SHAPE(784, 50), SHAPE(10), "w (784, 50) and b (10,)");
	check_parameters(SHAPE(2, 3), SHAPE(2), "w (2, 3) and b (2,)");
	check_parameters(SHAPE(2, 3), SHAPE(1), "w (2, 3) and b (1,)");
	check_parameters(SHAPE(2, 3), SCALAR, "w (2, 3) and b ()");
	check_parameters(SHAPE(2, 3), SHAPE(3, 1), "w (2, 3) and b (3, 1)");
	check_parameters(SHAPE(2, 3), SHAPE(3, 3), "w (2, 3) and b (3, 3)");
	check_parameters(SHAPE(3), SHAPE(3), "w (3,) and b (3,)");
	check_parameters(SHAPE(3), SHAPE(0), "w (3,) and b (0,)");
	check_parameters(SHAPE(2, 3, 4), SHAPE(3), "w (2, 3, 4) and b (3,)");
	linear_layer(numbered(SHAPE(2, 3)), numbered(SHAPE(3)));
	linear_layer(numbered(SHAPE(1, 1)), numbered(SHAPE(1)));
}
END_TEST

/* What the functions of earlier chapters refuse, they refuse in a model. */
START_TEST(a_batch_that_does_not_fit)
{
	Five *f = five_new();
	Tensor *wide = numbered(SHAPE(4, 3)); /* (4, 3) */
	Tensor *none = numbered(SHAPE(0, 2)); /* (0, 2) */
	Tensor *target = numbered(SHAPE(3));  /* (3,) */
	const char *text = "linear: x (4, 3) does not fit w (2, 2)";
	ck_requires(text, layer_forward(step, &f->l1.layer, wide));
	ck_requires(text, model_output(step, &f->model, wide));
	ck_requires(text, model_forward(step, &f->model, wide, target));
	ck_assert_ptr_null(f->l1.layer.last.x); /* it remembers no failure */
	text = "mse: output (2, 1) and target (3,), expected (n, 1) and (n,)";
	ck_requires(text, model_forward(step, &f->model, f->deep.x, target));
	text = "mse: output (2, 2) and target (3,), expected (n, 1) and (n,)";
	Mse mse = {0};
	ck_requires(text, mse_forward(step, &mse, f->deep.x, target));
	ck_assert(!mse.last.x && !mse.target);
	target = numbered(SHAPE(0));
	ck_requires(
	    "mse: no rows", model_forward(step, &f->model, none, target));
	ck_assert_ptr_null(f->model.loss.last.x);
}
END_TEST

TESTS("layers_errors", a_layer_twice_in_a_list, a_layer_behind_the_list,
    a_layer_twice_one_by_one, before_forward, twice, without_the_loss,
    after_a_reset, validation_in_between, without_a_constructor,
    without_parameters, parameters_that_do_not_fit, a_batch_that_does_not_fit)

#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/10_cross_entropy/experiment.h"

#include "chapters/06_gradients/gradients.h"
#include "chapters/10_cross_entropy/cross_entropy.h"

#include <math.h>

enum { HIDDEN = 50, CLASSES = 10 };

static Tensor *
draw_layer(Arena *model, Random *random, size_t in, size_t out, Tensor **bias)
{
	Tensor *weight = tensor_new(model, SHAPE(out, in)); /* (out, in) */
	*bias = tensor_new(model, SHAPE(out));
	random_linear(random, weight, *bias);
	return tensor_clone(model, tensor_t(model, weight));
}

Net
net_draw_default(
    Arena *model, Random *random, size_t inputs, size_t hidden, size_t outputs)
{
	Net net;
	net.w1 = draw_layer(model, random, inputs, hidden, &net.b1);
	net.w2 = draw_layer(model, random, hidden, outputs, &net.b2);
	return net;
}

double
mse_on_one_hot(Arena *arena, Tensor *output, const Tensor *labels)
{
	REQUIRE_GIVEN(output && labels);
	REQUIRE(output->ndim == 2 && labels->ndim == 1 &&
		    output->shape[0] == labels->shape[0],
	    "output %s and labels %s, expected (n, c) and (n,)",
	    SHAPE_TEXT(output), SHAPE_TEXT(labels));
	REQUIRE(labels->shape[0] > 0, "no rows");
	double n = (double)labels->shape[0];
	Tensor *target = one_hot(arena, labels, output->shape[1]); /* (n, c) */
	Tensor *off = tensor_sub(arena, output, target);           /* (n, c) */
	gradient_add(
	    arena, output, tensor_mul(arena, off, tensor_scalar(arena, 2 / n)));
	return tensor_sum_all(tensor_pow(arena, off, 2)) / n;
}

/* The loss, and output.g. */
static double
loss_and_gradient(
    Arena *arena, LossKind kind, Tensor *output, const Tensor *labels)
{
	double loss;
	switch (kind) {
	case MSE_ON_LABELS:
		mse_grad(arena, output, labels);
		return mse(arena, output, labels);
	case MSE_ON_ONE_HOT:
		return mse_on_one_hot(arena, output, labels);
	default:
		loss = cross_entropy(arena, output, labels);
		cross_entropy_grad(arena, output, labels);
		return loss;
	}
}

static double
forward_backward(Arena *arena, const Net *net, LossKind kind, Tensor *x,
    const Tensor *labels)
{
	Tensor *l1 = linear(arena, x, net->w1, net->b1);      /* (n, 50) */
	Tensor *l2 = relu(arena, l1);                         /* (n, 50) */
	Tensor *output = linear(arena, l2, net->w2, net->b2); /* (n, 1 or 10) */
	double loss = loss_and_gradient(arena, kind, output, labels);
	linear_grad(arena, l2, output, net->w2, net->b2);
	relu_grad(arena, l1, l2);
	linear_grad(arena, x, l1, net->w1, net->b1);
	return loss;
}

/* A step; then the gradient starts afresh, in the memory it has. */
static void
descend_and_zero(Arena *arena, const Net *net, double rate)
{
	Tensor *const parameters[] = {net->w1, net->b1, net->w2, net->b2};
	for (int i = 0; i < 4; i++) {
		Tensor *g = parameters[i]->g; /* as the parameter */
		descend(arena, parameters[i], rate);
		tensor_copy(g, tensor_zeros(arena, tensor_shape(g)));
	}
}

/* The share of images whose label is the digit nearest to the one output. */
static double
accuracy_of_nearest(const Tensor *output, const Tensor *labels)
{
	size_t right = 0, n = labels->shape[0];
	for (size_t i = 0; i < n; i++)
		right += round((double)output->data[i]) ==
			 (double)labels->data[i];
	return (double)right / (double)n;
}

Trial
try_loss(LossKind kind, const Mnist *mnist, double rate)
{
	REQUIRE_GIVEN(mnist);
	REQUIRE(mnist->x_train->shape[0] >= TRIAL_STEPS * TRIAL_BATCH,
	    "%zu training images, expected %d or more",
	    mnist->x_train->shape[0], TRIAL_STEPS * TRIAL_BATCH);
	Arena *parameters = arena_create("model"), *step = arena_create("step");
	Random random;
	random_seed(&random, 1);
	Net net = net_draw_default(parameters, &random,
	    mnist->x_train->shape[1], HIDDEN,
	    kind == MSE_ON_LABELS ? 1 : CLASSES);
	Trial trial;
	for (size_t i = 0; i < TRIAL_STEPS; i++) {
		size_t from = i * TRIAL_BATCH;
		Tensor *x = tensor_narrow(
		    step, mnist->x_train, 0, from, TRIAL_BATCH); /* (50, 784) */
		Tensor *y = tensor_narrow(
		    step, mnist->y_train, 0, from, TRIAL_BATCH); /* (50,) */
		trial.loss[i] = forward_backward(step, &net, kind, x, y);
		descend_and_zero(step, &net, rate);
		arena_reset(step);
	}
	const Tensor *output = model(
	    step, &net, mnist->x_valid); /* (10000, 1 or 10) */
	trial.accuracy = kind == MSE_ON_LABELS
			     ? accuracy_of_nearest(output, mnist->y_valid)
			     : accuracy(output, mnist->y_valid);
	arena_destroy(step);
	arena_destroy(parameters);
	return trial;
}

#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/09_autograd/deeper.h"

#include <math.h>

#include "chapters/06_gradients/gradients.h"
#include "chapters/07_layers/layers.h"
#include "chapters/08_module/kinds.h"
#include "chapters/09_autograd/autograd.h"

/* Normal numbers divided by sqrt(rows): a sum of so many products stays of
   order one. */
static Tensor *
draw(Arena *arena, Random *random, size_t rows, size_t columns)
{
	Tensor *w = tensor_new(arena, SHAPE(rows, columns)); /* as asked */
	random_normal(random, w);
	return tensor_div(arena, w, tensor_scalar(arena, sqrt((double)rows)));
}

Deeper
deeper_draw(
    Arena *arena, Random *random, size_t n, size_t inputs, size_t h1, size_t h2)
{
	Deeper net = {.x = tensor_new(arena, SHAPE(n, inputs)),
	    .target = tensor_new(arena, SHAPE(n)),
	    .b1 = tensor_zeros(arena, SHAPE(h1)),
	    .b2 = tensor_zeros(arena, SHAPE(h2)),
	    .b3 = tensor_zeros(arena, SHAPE(1))};
	net.w1 = draw(arena, random, inputs, h1);
	net.w2 = draw(arena, random, h1, h2);
	net.w3 = draw(arena, random, h2, 1);
	random_normal(random, net.x);
	random_normal(random, net.target);
	return net;
}

double
deeper_by_hand(Arena *step, const Deeper *net)
{
	Tensor *l1 = linear(step, net->x, net->w1, net->b1); /* (n, h1) */
	Tensor *l2 = relu(step, l1);                         /* (n, h1) */
	Tensor *l3 = linear(step, l2, net->w2, net->b2);     /* (n, h2) */
	Tensor *l4 = relu(step, l3);                         /* (n, h2) */
	Tensor *output = linear(step, l4, net->w3, net->b3); /* (n, 1) */
	double loss = mse(step, output, net->target);

	mse_grad(step, output, net->target);
	linear_grad(step, l4, output, net->w3, net->b3);
	relu_grad(step, l3, l4);
	linear_grad(step, l2, l3, net->w2, net->b2);
	relu_grad(step, l1, l2);
	linear_grad(step, net->x, l1, net->w1, net->b1);
	return loss;
}

double
deeper_as_layers(Arena *step, const Deeper *net)
{
	Linear l1 = linear_layer(net->w1, net->b1);
	Linear l2 = linear_layer(net->w2, net->b2);
	Linear l3 = linear_layer(net->w3, net->b3);
	Relu r1 = relu_layer(), r2 = relu_layer();
	Layer *const layers[] = {
	    &l1.layer, &r1.layer, &l2.layer, &r2.layer, &l3.layer};
	Model model = model_of(layers, 5);
	double loss = model_forward(step, &model, net->x, net->target);
	model_backward(step, &model);
	return loss;
}

static Module *
deeper_modules(Arena *step, const Deeper *net)
{
	return sequential_of(step, linear_of(step, net->w1, net->b1),
	    relu_new(step), linear_of(step, net->w2, net->b2), relu_new(step),
	    linear_of(step, net->w3, net->b3));
}

/* The gradient of parameter `name`, put where the other forms put it. */
static void
take_gradient(Arena *step, const Module *module, const char *name, Tensor *t)
{
	Tensor *g = module_parameter(module, name)->g;
	gradient_add(step, t, t->ndim == 2 ? tensor_t(step, g) : g);
}

double
deeper_as_modules(Arena *step, const Deeper *net)
{
	Module *modules = deeper_modules(step, net);
	double loss = module_pass(
	    step, modules, mse_new(step), net->x, net->target);
	take_gradient(step, modules, "0.weight", net->w1);
	take_gradient(step, modules, "0.bias", net->b1);
	take_gradient(step, modules, "2.weight", net->w2);
	take_gradient(step, modules, "2.bias", net->b2);
	take_gradient(step, modules, "4.weight", net->w3);
	take_gradient(step, modules, "4.bias", net->b3);
	return loss;
}

double
deeper_on_the_tape(Arena *step, const Deeper *net)
{
	Var *x = tape_leaf(tape_new(step), "x", net->x);
	Var *l2 = var_relu(var_linear(x, net->w1, net->b1));
	Var *l4 = var_relu(var_linear(l2, net->w2, net->b2));
	Var *output = var_linear(l4, net->w3, net->b3);
	Var *loss = var_mse(output, net->target);
	var_backward(loss);
	return (double)tensor_item(loss->value);
}

#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/09_autograd/forms.h"

#include "chapters/06_gradients/gradients.h"
#include "chapters/07_layers/layers.h"
#include "chapters/08_module/kinds.h"
#include "chapters/09_autograd/autograd.h"

/* The net's tensors with gradients of their own: views, none is copied. */
static Net
fresh(Arena *step, const Net *net)
{
	return (Net){tensor_view(step, net->w1), tensor_view(step, net->b1),
	    tensor_view(step, net->w2), tensor_view(step, net->b2)};
}

static Found
found_in(double loss, const Tensor *x, const Net *net)
{
	return (Found){
	    loss, {x->g, net->w1->g, net->b1->g, net->w2->g, net->b2->g}};
}

static Found
by_hand(Arena *step, const Net *net, const Tensor *x, Tensor *target)
{
	Net own = fresh(step, net);
	Tensor *images = tensor_view(step, x); /* (n, inputs) */
	double loss = forward_and_backward(step, &own, images, target);
	return found_in(loss, images, &own);
}

static double
layers_pass(Arena *step, const Net *net, Tensor *x, Tensor *target)
{
	Linear first = linear_layer(net->w1, net->b1);
	Relu between = relu_layer();
	Linear second = linear_layer(net->w2, net->b2);
	Layer *const layers[] = {&first.layer, &between.layer, &second.layer};
	Model model = model_of(layers, 3);
	double loss = model_forward(step, &model, x, target);
	model_backward(step, &model);
	return loss;
}

static Found
as_layers(Arena *step, const Net *net, const Tensor *x, Tensor *target)
{
	Net own = fresh(step, net);
	Tensor *images = tensor_view(step, x); /* (n, inputs) */
	double loss = layers_pass(step, &own, images, target);
	return found_in(loss, images, &own);
}

/* PyTorch's weights are transposed: back to chapter 2's shape. */
static Found
as_modules(Arena *step, const Net *net, const Tensor *x, Tensor *target)
{
	Module *own = lectures_module(step, net);
	Tensor *images = tensor_view(step, x); /* (n, inputs) */
	double loss = module_pass(step, own, mse_new(step), images, target);
	return (Found){loss,
	    {images->g, tensor_t(step, module_parameter(own, "0.weight")->g),
		module_parameter(own, "0.bias")->g,
		tensor_t(step, module_parameter(own, "2.weight")->g),
		module_parameter(own, "2.bias")->g}};
}

static double
tape_pass(Arena *step, const Net *net, Tensor *x, Tensor *target)
{
	Var *images = tape_leaf(tape_new(step), "x", x);
	Var *hidden = var_relu(var_linear(images, net->w1, net->b1));
	Var *output = var_linear(hidden, net->w2, net->b2);
	Var *loss = var_mse(output, target);
	var_backward(loss);
	return (double)tensor_item(loss->value);
}

static Found
on_the_tape(Arena *step, const Net *net, const Tensor *x, Tensor *target)
{
	Net own = fresh(step, net);
	Tensor *images = tensor_view(step, x); /* (n, inputs) */
	double loss = tape_pass(step, &own, images, target);
	return found_in(loss, images, &own);
}

const Form forms[FORMS] = {
    {"by hand", 6, by_hand},
    {"as layers", 7, as_layers},
    {"as modules", 8, as_modules},
    {"on the tape", 9, on_the_tape},
};

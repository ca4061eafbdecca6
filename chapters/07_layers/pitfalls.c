#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/07_layers/pitfalls.h"

Deep
deep_new(Arena *arena)
{
	return (Deep){.x = tensor_of(arena, SHAPE(2, 2), 1, -2, -1, 3),
	    .target = tensor_of(arena, SHAPE(2), 1, -1),
	    .w1 = tensor_of(arena, SHAPE(2, 2), 1, -1, 1, 1),
	    .w2 = tensor_of(arena, SHAPE(2, 2), 1, 2, -1, (Real)0.5),
	    .w3 = tensor_of(arena, SHAPE(2, 1), 1, -2),
	    .zeros = tensor_zeros(arena, SHAPE(2)),
	    .zero = tensor_zeros(arena, SHAPE(1))};
}

double
deep_loss(Arena *step, void *context)
{
	const Deep *deep = context;
	Tensor *h1 = relu(
	    step, linear(step, deep->x, deep->w1, deep->zeros)); /* (2, 2) */
	Tensor *h2 = relu(
	    step, linear(step, h1, deep->w2, deep->zeros)); /* (2, 2) */
	return mse(step, linear(step, h2, deep->w3, deep->zero), deep->target);
}

Tensor *
mask_relu_forward(Arena *arena, MaskRelu *self, const Tensor *x)
{
	self->passed = tensor_greater(arena, x, tensor_scalar(arena, 0));
	return tensor_mul(arena, x, self->passed);
}

Tensor *
mask_relu_backward(Arena *arena, const MaskRelu *self, const Tensor *g)
{
	return tensor_mul(arena, g, self->passed);
}

Tensor *
deep_w1_gradient(
    Arena *arena, const Deep *deep, MaskRelu *first, MaskRelu *second)
{
	Tensor *z1 = tensor_matmul(arena, deep->x, deep->w1); /* (2, 2) */
	Tensor *h1 = mask_relu_forward(arena, first, z1);     /* (2, 2) */
	Tensor *z2 = tensor_matmul(arena, h1, deep->w2);      /* (2, 2) */
	Tensor *h2 = mask_relu_forward(arena, second, z2);    /* (2, 2) */
	Tensor *output = tensor_matmul(arena, h2, deep->w3);  /* (2, 1) */
	mse_grad(arena, output, deep->target);

	Tensor *h2_g = tensor_matmul(
	    arena, output->g, tensor_t(arena, deep->w3));       /* (2, 2) */
	Tensor *z2_g = mask_relu_backward(arena, second, h2_g); /* (2, 2) */
	Tensor *h1_g = tensor_matmul(
	    arena, z2_g, tensor_t(arena, deep->w2));           /* (2, 2) */
	Tensor *z1_g = mask_relu_backward(arena, first, h1_g); /* (2, 2) */
	return tensor_matmul(arena, tensor_t(arena, deep->x), z1_g);
}

#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/06_gradients/by_image.h"

double
case_loss(Arena *step, void *context)
{
	const Case *c = context;
	return mse(step, model(step, c->net, c->x), c->target);
}

/* out.g and l1.g, image by image: what chapter 5 calls the deltas. */
static void
deltas_by_image(const Case *c, const Tensor *l1, const Tensor *out,
    Tensor *out_g, Tensor *l1_g)
{
	size_t n = out->shape[0], hidden = l1->shape[1];
	for (size_t i = 0; i < n; i++) {
		double off = (double)out->data[i] - (double)c->target->data[i];
		out_g->data[i] = (Real)(2 * off / (double)n);
		for (size_t j = 0; j < hidden; j++) {
			bool passed = l1->data[i * hidden + j] > 0;
			l1_g->data[i * hidden + j] =
			    passed ? out_g->data[i] * c->net->w2->data[j] : 0;
		}
	}
}

/* x.g, image by image: each unit's delta times the unit's weights. */
static Tensor *
input_gradient_by_image(Arena *arena, const Net *net, const Tensor *l1_g)
{
	size_t n = l1_g->shape[0], hidden = l1_g->shape[1];
	size_t inputs = net->w1->shape[0];
	const Tensor *w = tensor_clone(
	    arena, tensor_t(arena, net->w1));              /* (50, 784) */
	Tensor *x_g = tensor_new(arena, SHAPE(n, inputs)); /* (n, 784) */
	double *sum = arena_alloc(arena, inputs, sizeof *sum);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < inputs; k++)
			sum[k] = 0;
		for (size_t j = 0; j < hidden; j++) {
			double delta = (double)l1_g->data[i * hidden + j];
			const Real *unit = w->data + j * inputs;
			for (size_t k = 0; delta != 0 && k < inputs; k++)
				sum[k] += delta * (double)unit[k];
		}
		for (size_t k = 0; k < inputs; k++)
			x_g->data[i * inputs + k] = (Real)sum[k];
	}
	return x_g;
}

Tensor *
gradients_by_image(
    Arena *arena, const Case *c, const Tensor *expected[BY_IMAGE_GRADIENTS])
{
	const Net *net = c->net;
	size_t n = c->target->shape[0], hidden = net->w1->shape[1];
	Tensor *l1 = linear(arena, c->x, net->w1, net->b1); /* (n, 50) */
	Tensor *l2 = relu(arena, l1);                       /* (n, 50) */
	Tensor *out = linear(arena, l2, net->w2, net->b2);  /* (n, 1) */
	Tensor *out_g = tensor_new(arena, SHAPE(n, 1));     /* (n, 1) */
	Tensor *l1_g = tensor_new(arena, SHAPE(n, hidden)); /* (n, 50) */
	Tensor *ones = tensor_full(arena, SHAPE(n, 1), 1);  /* (n, 1) */
	deltas_by_image(c, l1, out, out_g, l1_g);
	expected[0] = input_gradient_by_image(arena, net, l1_g);
	expected[1] = sum_of_outer_products(arena, c->x, l1_g);
	expected[2] = tensor_select(
	    arena, sum_of_outer_products(arena, ones, l1_g), 0, 0);
	expected[3] = sum_of_outer_products(arena, l2, out_g);
	expected[4] = tensor_select(
	    arena, sum_of_outer_products(arena, ones, out_g), 0, 0);
	return l1_g;
}

void
claims_of_net(const Net *net, Tensor *x, Claim claims[BY_IMAGE_GRADIENTS])
{
	claims[0] = (Claim){"x.g", x, x->g};
	claims[1] = (Claim){"w1.g", net->w1, net->w1->g};
	claims[2] = (Claim){"b1.g", net->b1, net->b1->g};
	claims[3] = (Claim){"w2.g", net->w2, net->w2->g};
	claims[4] = (Claim){"b2.g", net->b2, net->b2->g};
}

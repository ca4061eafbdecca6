/*
 * What blocks of rows are worth: chapter 6's pass for all rows at once, and by
 * blocks. The two take turns, as the forms do.
 */
#include <stdio.h>

#include "chapters/06_gradients/by_blocks.h"
#include "chapters/06_gradients/by_image.h"
#include "common/handgrad.h"
#include "tests/bench/bench.h"

enum { ORDERS = 2 };

typedef struct {
	const char *name;
	double (*pass)(
	    Arena *arena, const Net *net, Tensor *x, const Tensor *target);
} Order;

static const Order orders[ORDERS] = {
    {"all rows at once", forward_and_backward},
    {"by blocks of rows", forward_and_backward_by_blocks},
};

/* The claims of a pass, whose tensors are views of these. */
static void
pass_of(const Order *order, Arena *step, const Net *net, const Tensor *x,
    const Tensor *target, Claim claims[BY_IMAGE_GRADIENTS])
{
	Net own = {tensor_view(step, net->w1), tensor_view(step, net->b1),
	    tensor_view(step, net->w2), tensor_view(step, net->b2)};
	Tensor *images = tensor_view(step, x); /* (50000, 784) */
	order->pass(step, &own, images, target);
	claims_of_net(&own, images, claims);
}

static bool
orders_agree(Arena *step, const Net *net, const Tensor *x, const Tensor *target)
{
	Claim claims[ORDERS][BY_IMAGE_GRADIENTS];
	const Tensor *expected[BY_IMAGE_GRADIENTS];
	for (int i = 0; i < ORDERS; i++)
		pass_of(&orders[i], step, net, x, target, claims[i]);
	for (int k = 0; k < BY_IMAGE_GRADIENTS; k++)
		expected[k] = claims[0][k].gradient;
	bool agree = judge_by_tensors(
	    claims[1], BY_IMAGE_GRADIENTS, expected, 1e-3)
			 .right;
	arena_reset(step);
	return agree;
}

static void
take_turns(Arena *step, const Net *net, const Tensor *x, const Tensor *target)
{
	double times[ORDERS][RUNS], ratios[ORDERS][RUNS];
	for (int run = -1; run < RUNS; run++)
		for (int i = 0; i < ORDERS; i++) {
			Claim claims[BY_IMAGE_GRADIENTS];
			double start = now();
			pass_of(&orders[i], step, net, x, target, claims);
			double taken = now() - start;
			if (run >= 0) {
				times[i][run] = taken;
				ratios[i][run] = taken / times[0][run];
			}
			arena_reset(step);
		}
	printf("\nthe same pass in two orders\n%-5s %-40s %9s %9s\n", "", "",
	    "ms", "at once=1");
	for (int i = 0; i < ORDERS; i++)
		printf("W6    %-40s %9.2f %9.2f\n", orders[i].name,
		    1e3 * median(times[i], RUNS), median(ratios[i], RUNS));
}

bool
time_orders(Arena *step, const Tensor *x)
{
	Arena *model = arena_create("net");
	Random random;
	random_seed(&random, 2);
	Net net = net_draw(model, &random, PIXELS, HIDDEN, 1, BIASES_NORMAL);
	Tensor *target = tensor_new(model, SHAPE(ROWS)); /* (50000,) */
	random_integers(&random, target, 0, 10);
	bool agree = orders_agree(step, &net, x, target);
	if (agree)
		take_turns(step, &net, x, target);
	else
		fprintf(stderr, "bench: the orders do not agree\n");
	arena_destroy(model);
	return agree;
}

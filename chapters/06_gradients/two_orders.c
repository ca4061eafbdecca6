/*
The same pass in two orders, then. What each makes between x and `x.g`, as
thousands of bytes in floats (the shapes say it), and whether the five gradients
agree.
*/
#include "chapters/06_gradients/by_blocks.h"
#include "chapters/06_gradients/parts.h"
#include "common/program.h"

Net
same_net(Arena *arena, const Net *net)
{
	return (Net){tensor_view(arena, net->w1), tensor_view(arena, net->b1),
	    tensor_view(arena, net->w2), tensor_view(arena, net->b2)};
}

static void
show_sizes(const Net *net, size_t n)
{
	size_t inputs = net->w1->shape[0], hidden = net->w1->shape[1];
	const struct {
		const char *name;
		size_t columns;
	} made[] = {{"x, read", inputs}, {"l1", hidden}, {"l2", hidden},
	    {"out", 1}, {"out.g", 1}, {"l2.g", hidden}, {"l1.g", hidden},
	    {"x.g, written", inputs}};
	printf("%-12s %8zu rows %8zu rows\n", "", n, cached_rows);
	for (size_t i = 0; i < sizeof made / sizeof *made; i++)
		printf("%-12s %10.0f kB %10.0f kB\n", made[i].name,
		    4e-3 * (double)(n * made[i].columns),
		    4e-3 * (double)(cached_rows * made[i].columns));
}

static void
compare_orders(
    const Case *c, Tensor *x, double loss, size_t rows, Arena *judges)
{
	size_t n = x->shape[0], blocks = (n + rows - 1) / rows;
	Net net = same_net(judges, c->net);
	Tensor *images = tensor_view(judges, x); /* (50000, 784) */
	double other = forward_and_backward_in_blocks_of(
	    judges, rows, &net, images, c->target);

	Claim claims[BY_IMAGE_GRADIENTS], whole[BY_IMAGE_GRADIENTS];
	const Tensor *expected[BY_IMAGE_GRADIENTS];
	claims_of_net(&net, images, claims);
	claims_of_net(c->net, x, whole);
	for (int i = 0; i < BY_IMAGE_GRADIENTS; i++)
		expected[i] = whole[i].gradient;
	Judgement judgement = judge_by_tensors(
	    claims, BY_IMAGE_GRADIENTS, expected, judge_within(1e-3, 1e-9));
	printf("%zu blocks, the last of %zu rows: loss %.2f, %.2f; ", blocks,
	    n - (blocks - 1) * rows, loss, other);
	judgement_print(stdout, "gradients", &judgement);
	arena_reset(judges);
}

void
two_orders(const Case *c, Tensor *x, double loss, Arena *judges)
{
	section("by blocks");
	show_sizes(c->net, x->shape[0]);
	printf("\n");
	compare_orders(c, x, loss, cached_rows, judges);
	compare_orders(c, x, loss, 1000, judges);
}

/*
@run

At the left, whatever is written goes out to memory, and comes back for the next
operation; x comes twice. At the right, a tensor is read while it is still in the
cache. Only x and `x.g` concern memory, each of their rows once. What that is
worth on your machine, `make bench` prints.

The gradients agree within rounding, not bit for bit: their sums have another
order. But the order of the blocks is fixed, so it is the same bits on one core
and on sixteen.
*/

/*
 * A program for session.sh to stop in: `show` gets one tensor after the other,
 * the last ones none, and linear_grad is reached by one pass there and back.
 */
#include "chapters/06_gradients/pitfalls.h"

#include <math.h>

static void
show(const Tensor *t)
{
	(void)t; /* gdb prints it */
}

static void
show_shapes(Arena *step)
{
	show(tensor_of(step, SHAPE(2, 3), 1, -2, (Real)0.5, 4, 5, 6));
	show(tensor_of(step, SHAPE(2), 7, 8));
	show(tensor_scalar(step, 1234567));
	show(tensor_arange(step, 7));
	show(tensor_zeros(step, SHAPE(3, 0)));
	show(tensor_zeros(step, SHAPE(1, 1, 1, 1, 1, 1, 1, 2)));
	show(tensor_full(step, SHAPE(2), (Real)INFINITY));
}

static void
show_views(Arena *step)
{
	const Tensor *t = tensor_reshape(
	    step, tensor_arange(step, 12), SHAPE(3, 4)); /* (3, 4) */
	show(t);
	show(tensor_t(step, t));
	show(tensor_narrow(step, t, 1, 1, 2));
	show(tensor_narrow(step, t, 0, 1, 1));
	show(tensor_t(step, tensor_narrow(step, t, 0, 1, 1)));
	show(tensor_select(step, t, 1, 3));
	show(tensor_expand(step, tensor_scalar(step, 9), SHAPE(2, 2)));
}

static void
show_gradients(Arena *step)
{
	Arena *parameters = arena_create("model");
	Tensor *w = tensor_zeros(parameters, SHAPE(2)); /* (2,) */
	w->g = tensor_of(step, SHAPE(2), 3, 4);
	show(w);
	show(w->g);
	arena_destroy(parameters);
}

/* Headers that a stale or a wrong pointer may find. */
static void
show_garbage(Arena *step)
{
	Tensor t = *tensor_arange(step, 2); /* (2,) */
	t.ndim = -1;
	show(&t);
	t.ndim = TENSOR_MAX_NDIM + 1;
	show(&t);
	t.ndim = 1;
	t.arena = (Arena *)16;
	show(&t);
	t.arena = NULL;
	show(&t);
	t.data = (Real *)16;
	show(&t);
	t.data = tensor_arange(step, 2)->data;
	t.shape[0] = (size_t)-1;
	t.stride[0] = (size_t)-1 / 4;
	show(&t);
	static char bytes[] = "\xff\xfe";
	static char *name[] = {bytes}; /* where an arena has its own */
	t.arena = (Arena *)name;
	t.shape[0] = t.stride[0] = 1;
	show(&t);
}

int
main(void)
{
	Arena *step = arena_create("step");
	show_shapes(step);
	show_views(step);
	show_gradients(step);
	show_garbage(step);
	Example e = example_new(step);
	forward_and_backward(step, &e.net, e.x, e.target);
	arena_destroy(step);
	return 0;
}

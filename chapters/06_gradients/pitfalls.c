#include "chapters/06_gradients/pitfalls.h"

Example
example_new(Arena *arena)
{
	return (Example){
	    .net = {.w1 = tensor_of(arena, SHAPE(2, 2), 1, -1, (Real)0.5, 2),
		.b1 = tensor_of(arena, SHAPE(2), 0, (Real)0.5),
		.w2 = tensor_of(arena, SHAPE(2, 1), 2, -1),
		.b2 = tensor_of(arena, SHAPE(1), (Real)0.25)},
	    .x = tensor_of(arena, SHAPE(3, 2), 1, 2, -1, 1, 2, -1),
	    .target = tensor_of(arena, SHAPE(3), 1, 0, 2)};
}

double
example_loss(Arena *step, void *context)
{
	const Example *example = context;
	return mse(
	    step, model(step, &example->net, example->x), example->target);
}

double
forward_and_backward_other_loss(Arena *arena, const Net *net, Tensor *x,
    const Tensor *target, const Tensor *res)
{
	forward_and_backward(arena, net, x, target);
	return tensor_mean_all(tensor_pow(arena, res, 2)); /* not of x at all */
}

static void
divide_gradient(Arena *arena, Tensor *parameter, double divisor)
{
	Tensor *number = tensor_scalar(arena, divisor); /* () */
	tensor_copy(parameter->g, tensor_div(arena, parameter->g, number));
}

double
forward_and_backward_mean_of_means(
    Arena *arena, size_t rows, const Net *net, Tensor *x, const Tensor *target)
{
	size_t n = x->shape[0], blocks = (n + rows - 1) / rows;
	double sum = 0;
	for (size_t start = 0; start < n; start += rows) {
		rows = rows < n - start ? rows : n - start;
		Tensor *some = tensor_narrow(
		    arena, x, 0, start, rows); /* (rows, inputs) */
		sum += forward_and_backward(arena, net, some,
		    tensor_narrow(arena, target, 0, start, rows));
	}
	Tensor *const parameters[] = {net->w1, net->b1, net->w2, net->b2};
	for (int i = 0; i < 4; i++) /* as if all blocks were equal */
		divide_gradient(arena, parameters[i], (double)blocks);
	return sum / (double)blocks;
}

/* What the one-liners are made of. */
typedef struct {
	Tensor *l1;    /* (n, hidden) */
	Tensor *l2;    /* (n, 1), the output: the reader's name for it */
	Tensor *y;     /* (n, 1) */
	Tensor *w2_t;  /* (1, hidden) */
	Tensor *two_n; /* (), 2 / n */
} Pieces;

static Pieces
pieces_of(Arena *arena, const Example *example)
{
	const Net *net = &example->net;
	double n = (double)example->target->shape[0];
	return (Pieces){.l1 = linear(arena, example->x, net->w1, net->b1),
	    .l2 = model(arena, net, example->x),
	    .y = tensor_index(arena, example->target, ":, None"),
	    .w2_t = tensor_t(arena, net->w2),
	    .two_n = tensor_scalar(arena, 2 / n)};
}

/* (2 / N) * (rows[:, None, :] * x[..., None]).sum(0): the rows' outer products
   with the inputs, as the reader wrote it. rows (n, hidden). */
static Tensor *
outer_sum(
    Arena *arena, const Pieces *p, const Tensor *rows, const Example *example)
{
	Tensor *row = tensor_index(arena, rows, ":, None, :"); /* (n, 1, h) */
	Tensor *column = tensor_index(
	    arena, example->x, ":, :, None");            /* (n, i, 1) */
	Tensor *tables = tensor_mul(arena, row, column); /* (n, i, h) */
	return tensor_mul(arena, tensor_sum(arena, tables, 0), p->two_n);
}

Tensor *
w1_as_posted(Arena *arena, const Example *example)
{
	Pieces p = pieces_of(arena, example);
	Tensor *rows = tensor_sub(
	    arena, p.l2, tensor_mul(arena, p.y, p.w2_t)); /* (n, hidden) */
	return outer_sum(arena, &p, rows, example);
}

Tensor *
w1_parenthesis_mended(Arena *arena, const Example *example)
{
	Pieces p = pieces_of(arena, example);
	Tensor *rows = tensor_mul(
	    arena, tensor_sub(arena, p.l2, p.y), p.w2_t); /* (n, hidden) */
	return outer_sum(arena, &p, rows, example);
}

Tensor *
w1_sign_flipped(Arena *arena, const Example *example)
{
	return tensor_neg(arena, w1_all_mended(arena, example));
}

Tensor *
w1_all_mended(Arena *arena, const Example *example)
{
	Pieces p = pieces_of(arena, example);
	Tensor *rows = tensor_mul(
	    arena, tensor_sub(arena, p.l2, p.y), p.w2_t); /* (n, hidden) */
	Tensor *passed = tensor_greater(
	    arena, p.l1, tensor_scalar(arena, 0)); /* (n, hidden) */
	return outer_sum(arena, &p, tensor_mul(arena, rows, passed), example);
}

LooseNet
loose_net_new(Arena *arena, bool matrices)
{
	Tensor *w1 = tensor_zeros(
	    arena, SHAPE(4, 4)); /* (4, 4), the identity */
	for (size_t i = 0; i < 4; i++)
		*tensor_at(w1, (size_t[]){i, i}) = 1;
	Shape b1 = matrices ? SHAPE(3, 4) : SHAPE(4);
	Shape b2 = matrices ? SHAPE(3, 1) : SHAPE(1);
	return (LooseNet){.x = tensor_of(arena, SHAPE(3, 4), 0, 0, 1, 0, 2, 1,
			      1, 2, 1, 0, 1, 0),
	    .target = tensor_of(arena, SHAPE(3, 1), 1, 0, 1),
	    .w1 = w1,
	    .w2 = tensor_of(arena, SHAPE(4, 1), 1, 0, -1, 1),
	    .b1 = tensor_zeros(arena, b1),
	    .b2 = tensor_zeros(arena, b2)};
}

/* The layers' sums and values, forward. */
typedef struct {
	Tensor *l1, *l2;   /* (n, hidden) */
	Tensor *sum, *out; /* (n, 1), before and after the last relu */
} LooseForward;

static LooseForward
loose_forward(Arena *arena, const LooseNet *net)
{
	LooseForward f;
	f.l1 = tensor_add(
	    arena, tensor_matmul(arena, net->x, net->w1), net->b1);
	f.l2 = relu(arena, f.l1);
	f.sum = tensor_add(arena, tensor_matmul(arena, f.l2, net->w2), net->b2);
	f.out = relu(arena, f.sum);
	return f;
}

static double
loose_mse(Arena *arena, const LooseNet *net, const Tensor *out)
{
	return mse(arena, out, tensor_select(arena, net->target, 1, 0));
}

double
loose_net_loss(Arena *step, void *context)
{
	const LooseNet *net = context;
	return loose_mse(step, net, loose_forward(step, net).out);
}

double
loose_net_backward(Arena *arena, LooseNet *net, bool last_relu_too)
{
	LooseForward f = loose_forward(arena, net);
	mse_grad(arena, f.out, tensor_select(arena, net->target, 1, 0));
	if (last_relu_too)
		relu_grad(arena, f.sum, f.out);
	else
		f.sum->g = f.out->g; /* as if relu were not there */
	gradient_add(arena, net->b2,
	    unbroadcast(arena, f.sum->g, tensor_shape(net->b2)));
	gradient_add(arena, net->w2,
	    tensor_matmul(arena, tensor_t(arena, f.l2), f.sum->g));
	gradient_add(arena, f.l2,
	    tensor_matmul(arena, f.sum->g, tensor_t(arena, net->w2)));
	relu_grad(arena, f.l1, f.l2);
	gradient_add(
	    arena, net->b1, unbroadcast(arena, f.l1->g, tensor_shape(net->b1)));
	gradient_add(arena, net->w1,
	    tensor_matmul(arena, tensor_t(arena, net->x), f.l1->g));
	return loose_mse(arena, net, f.out);
}

/*
 * The child that runs this library: ours FOLDER, where the operands are. See
 * serve.h for how it is asked.
 */
#include "tests/bench/ours.h"

#include <stdio.h>
#include <stdlib.h>

#include "chapters/06_gradients/by_blocks.h"
#include "tests/bench/bench.h"
#include "tests/bench/operands.h"

static Tensor *
operand(Ours *ours, const char *name, Shape shape)
{
	Error error;
	Tensor *t = tensor_new(ours->model, shape);
	if (!operand_read(ours->folder, name, t->data, tensor_count(t), &error))
		serve_fail(error.text);
	return t;
}

void
ours_rows(Ours *ours, size_t rows)
{
	if (!ours->x || ours->x->shape[0] < rows) {
		ours->x = operand(ours, "x", SHAPE(rows, PIXELS));
		ours->g = operand(ours, "g", SHAPE(rows, HIDDEN));
		ours->target = operand(ours, "target", SHAPE(rows));
	}
	if (!ours->lesson.w1)
		ours->lesson = (Net){operand(ours, "w", SHAPE(PIXELS, HIDDEN)),
		    operand(ours, "b1", SHAPE(HIDDEN)),
		    operand(ours, "w2", SHAPE(HIDDEN, 1)),
		    operand(ours, "b2", SHAPE(1))};
	arena_reset(ours->step);
	arena_reset(ours->net);
	ours->rows = rows;
	ours->results = ours->numbers = 0;
	ours->only_scales = false;
}

void
ours_find(void *self, Findings *findings)
{
	const Ours *ours = self;
	for (int i = 0; i < ours->numbers; i++)
		find_number(findings, ours->number[i]);
	for (int i = 0; i < ours->results; i++) {
		Findings own = {0};
		Findings *to = ours->only_scales ? &own : findings;
		find_tensor(to, ours->result[i]);
		if (ours->only_scales)
			find_number(findings, own.at[0].scale);
	}
}

static void
gives(Ours *ours, const Tensor *result)
{
	ours->result[0] = result;
	ours->results = 1;
}

/* The first rows of a tensor, (rows, ...). */
static Tensor *
first(Ours *ours, const Tensor *t)
{
	return tensor_narrow(ours->net, t, 0, 0, ours->rows);
}

static void
w1_prepare(void *self, size_t rows)
{
	Ours *ours = self;
	ours_rows(ours, rows);
	ours->a = first(ours, ours->x); /* (rows, 784) */
	ours->b = ours->lesson.w1;      /* (784, 50) */
}

static void
w2_prepare(void *self, size_t rows)
{
	Ours *ours = self;
	ours_rows(ours, rows);
	ours->a = tensor_t(ours->net, first(ours, ours->x)); /* (784, rows) */
	ours->b = first(ours, ours->g);                      /* (rows, 50) */
}

static void
w3_prepare(void *self, size_t rows)
{
	Ours *ours = self;
	ours_rows(ours, rows);
	ours->a = first(ours, ours->g);                 /* (rows, 50) */
	ours->b = tensor_t(ours->net, ours->lesson.w1); /* (50, 784) */
}

static void
w4_prepare(void *self, size_t rows)
{
	Ours *ours = self;
	arena_reset(ours->step);
	arena_reset(ours->net);
	Error error;
	ours->a = ours->b = tensor_new(
	    ours->net, SHAPE(rows, rows)); /* (rows, rows) */
	if (!operand_read(
		ours->folder, "square", ours->a->data, rows * rows, &error))
		serve_fail(error.text);
	ours->numbers = 0;
	ours->only_scales = false;
}

static void
product_run(void *self)
{
	Ours *ours = self;
	arena_reset(ours->step);
	gives(ours, tensor_matmul(ours->step, ours->a, ours->b));
}

static void
elementwise_prepare(void *self, size_t rows)
{
	Ours *ours = self;
	w1_prepare(ours, rows);
	ours->b = operand(ours, "row", SHAPE(PIXELS)); /* (784,) */
}

static void
add_run(void *self)
{
	Ours *ours = self;
	arena_reset(ours->step);
	gives(ours, tensor_add(ours->step, ours->a, ours->b));
}

static void
relu_run(void *self)
{
	Ours *ours = self;
	arena_reset(ours->step);
	gives(ours, relu(ours->step, ours->a));
}

static void
sum_run(void *self)
{
	Ours *ours = self;
	arena_reset(ours->step);
	gives(ours, tensor_sum(ours->step, ours->a, 0));
}

/* The lesson's pass, with the gradient of x, in one order or the other. */
typedef double Pass(
    Arena *arena, const Net *net, Tensor *x, const Tensor *target);

static void
pass_run(Ours *ours, Pass *pass)
{
	Arena *step = ours->step;
	arena_reset(step);
	Net net = {tensor_view(step, ours->lesson.w1),
	    tensor_view(step, ours->lesson.b1),
	    tensor_view(step, ours->lesson.w2),
	    tensor_view(step, ours->lesson.b2)};
	Tensor *x = tensor_view(step, ours->a); /* (rows, 784) */
	Tensor *target = tensor_narrow(
	    step, ours->target, 0, 0, ours->rows); /* (rows,) */
	ours->number[0] = pass(step, &net, x, target);
	ours->numbers = 1;
	const Tensor *const gradients[] = {
	    x->g, net.w1->g, net.b1->g, net.w2->g, net.b2->g};
	for (ours->results = 0; ours->results < 5; ours->results++)
		ours->result[ours->results] = gradients[ours->results];
}

static void
w6_run(void *self)
{
	pass_run(self, forward_and_backward);
}

static void
w6_by_blocks_run(void *self)
{
	pass_run(self, forward_and_backward_by_blocks);
}

static const Work works[] = {
    {"W1", w1_prepare, product_run, ours_find},
    {"W2", w2_prepare, product_run, ours_find},
    {"W3", w3_prepare, product_run, ours_find},
    {"W4", w4_prepare, product_run, ours_find},
    {"W6", w1_prepare, w6_run, ours_find},
    {"W6f", w1_prepare, w6_by_blocks_run, ours_find},
    {"W7", train_in_order_prepare, train_run, ours_find},
    {"W7s", train_shuffled_prepare, train_run, ours_find},
    {"W8", full_batch_prepare, full_batch_run, ours_find},
    {"W9", load_prepare, load_run, ours_find},
    {"W10a", elementwise_prepare, add_run, ours_find},
    {"W10r", elementwise_prepare, relu_run, ours_find},
    {"W10s", elementwise_prepare, sum_run, ours_find},
    {"peak", peak_prepare, peak_run, ours_find},
    {"copy", copy_prepare, copy_run, ours_find},
    {"inflate", load_prepare, inflate_run, ours_find},
};

int
main(int argc, char **argv)
{
	if (argc != 2)
		serve_fail("ours: expected the folder of the operands");
	Ours ours = {.folder = argv[1],
	    .model = arena_create("model"),
	    .net = arena_create("net"),
	    .step = arena_create("step")};
	int status = serve(
	    matmul_kernel_name(), works, sizeof works / sizeof works[0], &ours);
	arena_destroy(ours.step);
	arena_destroy(ours.net);
	arena_destroy(ours.model);
	return status;
}

/*
 * Operations of the tape that make one number of many: sums, means, the
 * largest; and log-softmax, put together from others.
 */
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/09_autograd/record.h"

#include "common/views.h"

/* Every term has slope 1: the gradient repeats along the axis. */
static void
sum_bwd(const Var *self, Tensor *g)
{
	Arena *arena = self->tape->arena;
	Var *v = self->input[0];
	Tensor *thin = tensor_unsqueeze(
	    arena, g, self->with.axis); /* as v, but 1 along the axis */
	pass(v, tensor_expand(arena, thin, tensor_shape(v->value)));
}

Var *
var_sum(Var *v, int axis)
{
	REQUIRE_GIVEN(v);
	Tensor *sum = tensor_sum(v->tape->arena, v->value, axis);
	Var *out = record("sum", sum, sum_bwd, v, NULL);
	out->with.axis = tensor_axis(__func__, v->value, axis);
	return out;
}

/* The same, and each term counts for 1 / n. */
static void
mean_bwd(const Var *self, Tensor *g)
{
	Arena *arena = self->tape->arena;
	size_t n = self->input[0]->value->shape[self->with.axis];
	sum_bwd(self, tensor_div(arena, g, tensor_scalar(arena, (double)n)));
}

Var *
var_mean(Var *v, int axis)
{
	REQUIRE_GIVEN(v);
	Tensor *mean = tensor_mean(v->tape->arena, v->value, axis);
	Var *out = record("mean", mean, mean_bwd, v, NULL);
	out->with.axis = tensor_axis(__func__, v->value, axis);
	return out;
}

/* All goes to the largest, the first of equals: the others get 0. */
static void
max_bwd(const Var *self, Tensor *g)
{
	Arena *arena = self->tape->arena;
	Var *v = self->input[0];
	int axis = self->with.axis;
	Tensor *best = tensor_unsqueeze(arena,
	    tensor_argmax(arena, v->value, axis), axis); /* 1 along axis */
	Shape line = {.ndim = v->value->ndim};
	for (int i = 0; i < line.ndim; i++)
		line.size[i] = i == axis ? v->value->shape[i] : 1;
	Tensor *places = tensor_reshape(arena,
	    tensor_arange(arena, v->value->shape[axis]), line); /* line */
	Tensor *is_best = tensor_equal(arena, places, best);    /* as v */
	give(v, tensor_gate(arena, is_best, tensor_unsqueeze(arena, g, axis)));
}

Var *
var_max(Var *v, int axis)
{
	REQUIRE_GIVEN(v);
	Tensor *max = tensor_max(v->tape->arena, v->value, axis);
	Var *out = record("max", max, max_bwd, v, NULL);
	out->with.axis = tensor_axis(__func__, v->value, axis);
	return out;
}

/* All elements are one line. */
static Var *
flat(Var *v)
{
	return var_reshape(v, SHAPE(tensor_count(v->value)));
}

Var *
var_sum_all(Var *v)
{
	REQUIRE_GIVEN(v);
	return var_sum(flat(v), 0);
}

Var *
var_mean_all(Var *v)
{
	REQUIRE_GIVEN(v);
	return var_mean(flat(v), 0);
}

/* v - ln(sum of e^v), with each row's largest taken off first: e^0 is the
   largest that comes up, and the result is the same (chapter 10). It has no bwd
   of its own. The largest is a constant here, since what is taken off in one
   place is put back in the other. */
Var *
var_log_softmax(Var *v)
{
	REQUIRE_GIVEN(v);
	REQUIRE(
	    v->value->ndim == 2, "v %s, expected (n, c)", SHAPE_TEXT(v->value));
	Var *largest = var_unsqueeze(var_max(var_detach(v), 1), 1); /* (n, 1) */
	Var *shifted = var_sub(v, largest);                         /* (n, c) */
	Var *sums = var_sum(var_exp(shifted), 1);                   /* (n,) */
	return var_sub(shifted, var_unsqueeze(var_log(sums), 1));
}

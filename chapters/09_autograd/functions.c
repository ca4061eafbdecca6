/*
 * Operations of the tape that work element by element. Where a slope can be
 * had from what forward gave, it is: e^v is its own.
 */
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/09_autograd/record.h"

static Tensor *
number(const Var *v, double value)
{
	return tensor_scalar(v->tape->arena, value); /* () */
}

/* (a - b)' = a' - b' */
static void
sub_bwd(const Var *self, Tensor *g)
{
	if (self->input[0]->wanted)
		pass(self->input[0], g);
	if (self->input[1]->wanted)
		give(self->input[1], tensor_neg(self->tape->arena, g));
}

Var *
var_sub(Var *a, Var *b)
{
	REQUIRE_GIVEN(a && b);
	Tensor *difference = tensor_sub(a->tape->arena, a->value, b->value);
	return record("sub", difference, sub_bwd, a, b);
}

/* (a / b)' = a' / b - (a / b) b' / b */
static void
div_bwd(const Var *self, Tensor *g)
{
	Arena *arena = self->tape->arena;
	Var *a = self->input[0], *b = self->input[1];
	Tensor *by_a = tensor_div(arena, g, b->value); /* as self */
	if (b->wanted)
		give(
		    b, tensor_neg(arena, tensor_mul(arena, by_a, self->value)));
	if (a->wanted)
		give(a, by_a);
}

Var *
var_div(Var *a, Var *b)
{
	REQUIRE_GIVEN(a && b);
	Tensor *quotient = tensor_div(a->tape->arena, a->value, b->value);
	return record("div", quotient, div_bwd, a, b);
}

static void
neg_bwd(const Var *self, Tensor *g)
{
	give(self->input[0], tensor_neg(self->tape->arena, g));
}

Var *
var_neg(Var *v)
{
	REQUIRE_GIVEN(v);
	return record(
	    "neg", tensor_neg(v->tape->arena, v->value), neg_bwd, v, NULL);
}

/* (v^p)' = p v^(p-1). For p = 0 that is 0, whatever v is, and whatever comes
   back, as in PyTorch. */
static void
pow_bwd(const Var *self, Tensor *g)
{
	Arena *arena = self->tape->arena;
	double p = self->with.exponent;
	const Tensor *v = self->input[0]->value; /* as self */
	if (p == 0) {
		give(self->input[0], tensor_zeros(arena, tensor_shape(v)));
		return;
	}
	Tensor *slope = tensor_mul(
	    arena, number(self, p), tensor_pow(arena, v, p - 1)); /* as v */
	give(self->input[0], tensor_mul(arena, g, slope));
}

Var *
var_pow(Var *v, double exponent)
{
	REQUIRE_GIVEN(v);
	Tensor *power = tensor_pow(v->tape->arena, v->value, exponent);
	Var *out = record("pow", power, pow_bwd, v, NULL);
	out->with.exponent = exponent;
	return out;
}

/* (e^v)' = e^v */
static void
exp_bwd(const Var *self, Tensor *g)
{
	give(self->input[0], tensor_mul(self->tape->arena, g, self->value));
}

Var *
var_exp(Var *v)
{
	REQUIRE_GIVEN(v);
	return record(
	    "exp", tensor_exp(v->tape->arena, v->value), exp_bwd, v, NULL);
}

/* (ln v)' = 1 / v */
static void
log_bwd(const Var *self, Tensor *g)
{
	give(self->input[0],
	    tensor_div(self->tape->arena, g, self->input[0]->value));
}

Var *
var_log(Var *v)
{
	REQUIRE_GIVEN(v);
	return record(
	    "log", tensor_log(v->tape->arena, v->value), log_bwd, v, NULL);
}

/* (sqrt v)' = 1 / (2 sqrt v) */
static void
sqrt_bwd(const Var *self, Tensor *g)
{
	Arena *arena = self->tape->arena;
	Tensor *twice = tensor_mul(
	    arena, number(self, 2), self->value); /* as self */
	give(self->input[0], tensor_div(arena, g, twice));
}

Var *
var_sqrt(Var *v)
{
	REQUIRE_GIVEN(v);
	return record(
	    "sqrt", tensor_sqrt(v->tape->arena, v->value), sqrt_bwd, v, NULL);
}

/* The gradient where v > 0, else 0 (chapter 6). */
static void
relu_bwd(const Var *self, Tensor *g)
{
	Arena *arena = self->tape->arena;
	give(self->input[0], tensor_gate(arena, self->input[0]->value, g));
}

Var *
var_relu(Var *v)
{
	REQUIRE_GIVEN(v);
	return record(
	    "relu", relu(v->tape->arena, v->value), relu_bwd, v, NULL);
}

/* s' = s (1 - s) (chapter 5) */
static void
sigmoid_bwd(const Var *self, Tensor *g)
{
	Arena *arena = self->tape->arena;
	Tensor *rest = tensor_sub(
	    arena, number(self, 1), self->value);             /* as self */
	Tensor *slope = tensor_mul(arena, self->value, rest); /* as self */
	give(self->input[0], tensor_mul(arena, g, slope));
}

Var *
var_sigmoid(Var *v)
{
	REQUIRE_GIVEN(v);
	return record(
	    "sigmoid", sigmoid(v->tape->arena, v->value), sigmoid_bwd, v, NULL);
}

/* t' = 1 - t^2 */
static void
tanh_bwd(const Var *self, Tensor *g)
{
	Arena *arena = self->tape->arena;
	Tensor *square = tensor_pow(arena, self->value, 2); /* as self */
	Tensor *slope = tensor_sub(
	    arena, number(self, 1), square); /* as self */
	give(self->input[0], tensor_mul(arena, g, slope));
}

Var *
var_tanh(Var *v)
{
	REQUIRE_GIVEN(v);
	return record(
	    "tanh", tensor_tanh(v->tape->arena, v->value), tanh_bwd, v, NULL);
}

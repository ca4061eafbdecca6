/*
 * What the chapters before wrote with a backward each, put together from
 * operations of the tape: there is nothing to derive.
 */
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/09_autograd/autograd.h"

Var *
var_linear(Var *x, Tensor *w, Tensor *b)
{
	REQUIRE_GIVEN(x && w && b);
	Var *product = var_matmul(x, tape_leaf(x->tape, "w", w)); /* (n, m) */
	return var_add(product, tape_leaf(x->tape, "b", b));
}

Var *
var_mse(Var *output, Tensor *target)
{
	REQUIRE_GIVEN(output && target);
	const Tensor *o = output->value; /* (n, 1) */
	REQUIRE(o->ndim == 2 && o->shape[1] == 1 && target->ndim == 1 &&
		    o->shape[0] == target->shape[0],
	    "output %s and target %s, expected (n, 1) and (n,)", SHAPE_TEXT(o),
	    SHAPE_TEXT(target));
	Var *t = tape_constant(output->tape, "target", target); /* (n,) */
	Var *difference = var_sub(output, var_unsqueeze(t, 1)); /* (n, 1) */
	return var_mean_all(var_pow(difference, 2));
}

#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/10_cross_entropy/pitfalls.h"

#include "chapters/10_cross_entropy/cross_entropy.h"

Tensor *
log_softmax_without_none(Arena *arena, const Tensor *x)
{
	return tensor_sub(arena, x, log_sum_exp(arena, x));
}

Tensor *
log_softmax_one_maximum(Arena *arena, const Tensor *x)
{
	Tensor *largest = tensor_scalar(
	    arena, (double)tensor_max_all(x)); /* () */
	return log_softmax_difference(arena, tensor_sub(arena, x, largest));
}

Tensor *
log_softmax_put_back(Arena *arena, const Tensor *x)
{
	Tensor *column = tensor_unsqueeze(
	    arena, log_sum_exp(arena, x), 1); /* (n, 1) */
	return tensor_sub(arena, x, column);
}

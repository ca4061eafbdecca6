/*
 * NULL for every pointer that a public function of common/ takes: arenas,
 * tensors, texts, streams.
 */
#include "tests/misuse/null.h"

START_TEST(arenas)
{
	Arena *none = NULL;
	ck_null("arena_reset", "arena", arena_reset(none));
	ck_null("arena_resets", "arena", arena_resets(none));
	ck_null("arena_mark", "arena", arena_mark(none));
	ck_null("arena_rewind", "arena", arena_rewind(none, arena_mark(step)));
	ck_null("arena_part", "arena", arena_part(none, 0));
	ck_null("arena_alloc", "arena", arena_alloc(none, 1, 1));
	ck_null("arena_used", "arena", arena_used(none));
	ck_null("arena_held", "arena", arena_held(none));
	ck_null("arena_name", "arena", arena_name(none));
	arena_destroy(none); /* is allowed */
}
END_TEST

START_TEST(makers)
{
	Tensor *t = ones(SHAPE(2));
	ck_null("tensor_new", "arena", tensor_new(NULL, SHAPE(2)));
	ck_null("tensor_new", "arena", tensor_zeros(NULL, SHAPE(2)));
	ck_null("tensor_new", "arena", tensor_full(NULL, SHAPE(2), 1));
	ck_null("tensor_new", "arena", tensor_scalar(NULL, 1));
	ck_null("tensor_new", "arena", tensor_arange(NULL, 3));
	ck_null("tensor_new", "arena", tensor_of(NULL, SHAPE(1), 1));
	ck_null("tensor_from", "values || !count",
	    tensor_from(step, SHAPE(2), 2, NULL));
	ck_null("tensor_clone", "arena && t", tensor_clone(NULL, t));
	ck_null("tensor_clone", "arena && t", tensor_clone(step, NULL));
	ck_null("tensor_copy", "to && from", tensor_copy(NULL, t));
	ck_null("tensor_copy", "to && from", tensor_copy(t, NULL));
}
END_TEST

START_TEST(questions)
{
	Tensor *t = ones(SHAPE(2));
	ck_null("tensor_shape", "t", CALLED(tensor_shape(NULL)));
	ck_null("tensor_count", "t", CALLED(tensor_count(NULL)));
	ck_null(
	    "tensor_is_contiguous", "t", CALLED(tensor_is_contiguous(NULL)));
	ck_null("tensor_item", "t", tensor_item(NULL));
	ck_null("tensor_at", "t && (index || !t->ndim)",
	    tensor_at(NULL, (size_t[]){0}));
	ck_null("tensor_at", "t && (index || !t->ndim)", tensor_at(t, NULL));
}
END_TEST

START_TEST(views)
{
	Tensor *t = ones(SHAPE(2, 1));
	ck_null("tensor_view", "arena && t", tensor_view(NULL, t));
	ck_null("tensor_view", "arena && t", tensor_view(step, NULL));
	ck_null("tensor_select", "t", tensor_select(step, NULL, 0, 0));
	ck_null("tensor_view", "arena && t", tensor_select(NULL, t, 0, 0));
	ck_null("tensor_narrow", "t", tensor_narrow(step, NULL, 0, 0, 1));
	ck_null("tensor_view", "arena && t", tensor_narrow(NULL, t, 0, 0, 1));
	ck_null("tensor_squeeze", "arena && t", tensor_squeeze(step, NULL));
	ck_null("tensor_squeeze", "arena && t", tensor_squeeze(NULL, t));
	ck_null("tensor_squeeze_axis", "t", tensor_squeeze_axis(step, NULL, 0));
	ck_null("tensor_view", "arena && t", tensor_squeeze_axis(NULL, t, 0));
	ck_null("tensor_unsqueeze", "t", tensor_unsqueeze(step, NULL, 0));
	ck_null("tensor_view", "arena && t", tensor_unsqueeze(NULL, t, 0));
	ck_null("tensor_transpose", "t", tensor_transpose(step, NULL, 0, 1));
	ck_null("tensor_view", "arena && t", tensor_transpose(NULL, t, 0, 1));
	ck_null("tensor_t", "t", tensor_t(step, NULL));
	ck_null("tensor_view", "arena && t", tensor_t(NULL, t));
	Shape flat = SHAPE(2), wide = SHAPE(2, 3);
	ck_null(
	    "tensor_reshape", "arena && t", tensor_reshape(step, NULL, flat));
	ck_null("tensor_reshape", "arena && t", tensor_reshape(NULL, t, flat));
	ck_null("tensor_expand", "arena && t", tensor_expand(step, NULL, wide));
	ck_null("tensor_expand", "arena && t", tensor_expand(NULL, t, wide));
	const char *needs = "tensor_index: NULL given, expected arena && t && "
			    "text";
	ck_requires(needs, tensor_index(NULL, t, ":"));
	ck_requires(needs, tensor_index(step, NULL, ":"));
	ck_requires(needs, tensor_index(step, t, NULL));
}
END_TEST

#define ck_unary(operation) \
	do { \
		ck_null(#operation, "arena && t", operation(NULL, t)); \
		ck_null(#operation, "arena && t", operation(step, NULL)); \
	} while (0)

/* One operand, or a number besides. */
START_TEST(one_operand)
{
	Tensor *t = ones(SHAPE(2));
	Tensor *none = NULL;
	ck_unary(tensor_neg);
	ck_unary(tensor_exp);
	ck_unary(tensor_log);
	ck_unary(tensor_sqrt);
	ck_unary(tensor_abs);
	ck_unary(tensor_tanh);
	ck_null("tensor_pow", "arena && t", tensor_pow(NULL, t, 3));
	ck_null("tensor_pow", "arena && t", tensor_pow(step, none, 0.5));
	ck_null("tensor_pow", "arena && a && b", tensor_pow(step, none, 2));
	ck_null("tensor_clamp_min", "arena && t", tensor_clamp_min(NULL, t, 0));
	ck_null(
	    "tensor_clamp_min", "arena && t", tensor_clamp_min(step, none, 0));
	ck_null("tensor_clamp", "arena && t", tensor_clamp(NULL, t, 0, 1));
	ck_null("tensor_clamp", "arena && t", tensor_clamp(step, none, 0, 1));
}
END_TEST

/* The function's own name, each pointer NULL, and shapes that do not match. */
#define ck_binary(operation) \
	do { \
		ck_null(#operation, "arena && a && b", operation(NULL, a, b)); \
		ck_null( \
		    #operation, "arena && a && b", operation(step, NULL, b)); \
		ck_null( \
		    #operation, "arena && a && b", operation(step, a, NULL)); \
		ck_requires(#operation \
		    ": shapes (2,) and (3,) do not broadcast", \
		    operation(step, a, b)); \
	} while (0)

START_TEST(two_operands)
{
	Tensor *a = ones(SHAPE(2)), *b = ones(SHAPE(3));
	ck_binary(tensor_add);
	ck_binary(tensor_sub);
	ck_binary(tensor_mul);
	ck_binary(tensor_div);
	ck_binary(tensor_maximum);
	ck_binary(tensor_minimum);
	ck_binary(tensor_greater);
	ck_binary(tensor_greater_equal);
	ck_binary(tensor_less);
	ck_binary(tensor_less_equal);
	ck_binary(tensor_equal);
	ck_binary(tensor_not_equal);
	ck_binary(tensor_gate);
}
END_TEST

START_TEST(reductions)
{
	Tensor *t = ones(SHAPE(2));
	ck_null("tensor_sum", "t", tensor_sum(step, NULL, 0));
	ck_null("tensor_new", "arena", tensor_sum(NULL, t, 0));
	ck_null("tensor_mean", "t", tensor_mean(step, NULL, 0));
	ck_null("tensor_new", "arena", tensor_mean(NULL, t, 0));
	ck_null("tensor_max", "t", tensor_max(step, NULL, 0));
	ck_null("tensor_new", "arena", tensor_max(NULL, t, 0));
	ck_null("tensor_argmax", "t", tensor_argmax(step, NULL, 0));
	ck_null("tensor_new", "arena", tensor_argmax(NULL, t, 0));
	ck_null("tensor_sum_all", "t", tensor_sum_all(NULL));
	ck_null("tensor_mean_all", "t", tensor_mean_all(NULL));
	ck_null("tensor_max_all", "t", tensor_max_all(NULL));
	ck_null("tensor_argmax_all", "t", tensor_argmax_all(NULL));
}
END_TEST

START_TEST(products_and_updates)
{
	Tensor *a = ones(SHAPE(2, 2)), *out = ones(SHAPE(2, 2));
	Tensor *none = NULL, *vector = ones(SHAPE(2));
	Tensor *turned = tensor_t(step, ones(SHAPE(3, 2)));
	ck_null("tensor_new", "arena", tensor_matmul(NULL, a, a));
	ck_null("tensor_matmul", "a && b", tensor_matmul(step, none, a));
	ck_null("tensor_matmul", "a && b", tensor_matmul(step, a, none));
	ck_null("arena_mark", "arena", tensor_matmul_into(NULL, out, a, a));
	ck_null(
	    "tensor_matmul_into", "out", tensor_matmul_into(step, none, a, a));
	ck_null("tensor_matmul_into", "a && b",
	    tensor_matmul_into(step, out, none, a));
	ck_null("tensor_matmul_into", "a && b",
	    tensor_matmul_into(step, out, a, none));
	ck_null("arena_mark", "arena", tensor_matmul_add(NULL, out, a, a));
	ck_null(
	    "tensor_matmul_add", "out", tensor_matmul_add(step, none, a, a));
	ck_null("tensor_matmul_add", "a && b",
	    tensor_matmul_add(step, out, none, a));
	ck_null("tensor_matmul_add", "a && b",
	    tensor_matmul_add(step, out, a, none));
	ck_null("tensor_update", "to && from", tensor_update(none, 1, 1, a));
	ck_null("tensor_update", "to && from", tensor_update(a, 1, 1, none));
	ck_requires(
	    "tensor_update: (2,) into (2, 2)", tensor_update(a, 1, 1, vector));
	ck_null("tensor_fill", "to", tensor_fill(none, 1));
	ck_requires(
	    "tensor_fill: (2, 3) is not contiguous", tensor_fill(turned, 1));
}
END_TEST

START_TEST(random_numbers)
{
	Tensor *t = ones(SHAPE(2, 2));
	Random random;
	random_seed(&random, 1);
	size_t order[3];
	ck_null("random_seed", "random", random_seed(NULL, 1));
	ck_null("random_uniform", "random && t", random_uniform(NULL, t, 0, 1));
	ck_null("random_uniform", "random && t",
	    random_uniform(&random, NULL, 0, 1));
	ck_requires("random_uniform: low 1 is above high 0",
	    random_uniform(&random, t, 1, 0));
	ck_null("random_normal", "random && t", random_normal(NULL, t));
	ck_null("random_normal", "random && t", random_normal(&random, NULL));
	ck_null(
	    "random_integers", "random && t", random_integers(NULL, t, 0, 1));
	ck_null("random_integers", "random && t",
	    random_integers(&random, NULL, 0, 1));
	ck_null(
	    "random_linear", "random && weight", random_linear(NULL, t, NULL));
	ck_null("random_linear", "random && weight",
	    random_linear(&random, NULL, NULL));
	ck_null("random_permutation", "random && order",
	    random_permutation(NULL, 3, order));
	ck_null("random_permutation", "random && order",
	    random_permutation(&random, 3, NULL));
}
END_TEST

START_TEST(printers)
{
	Tensor *t = ones(SHAPE(2, 2));
	Svg svg;
	ck_null(
	    "tensor_print_styled", "out && t && style", tensor_print(NULL, t));
	ck_null("tensor_print_styled", "out && t && style",
	    tensor_print(stdout, NULL));
	ck_null("tensor_print_styled", "out && t && style",
	    tensor_print_styled(stdout, t, NULL));
	ck_null("digit_print", "out && t", digit_print(NULL, t, DIGIT_LETTERS));
	ck_null("digit_print", "out && t",
	    digit_print(stdout, NULL, DIGIT_LETTERS));
	ck_null("svg_grey", "svg && image", svg_grey(NULL, 0, 0, 1, 1, t));
	ck_null("svg_grey", "svg && image", svg_grey(&svg, 0, 0, 1, 1, NULL));
	ck_null(
	    "svg_signed", "svg && matrix", svg_signed(NULL, 0, 0, 1, 1, 1, t));
	ck_null("svg_signed", "svg && matrix",
	    svg_signed(&svg, 0, 0, 1, 1, 1, NULL));
}
END_TEST

TESTS("NULL, common", arenas, makers, questions, views, one_operand,
    two_operands, reductions, products_and_updates, random_numbers, printers)

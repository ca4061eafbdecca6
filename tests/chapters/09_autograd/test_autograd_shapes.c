/*
 * Chapter 9: operations that move elements, take some of them, or make one
 * number of many: values against the library's, gradients against measured
 * slopes, over random shapes and strides; axes count from both ends.
 */
#include "tests/chapters/09_autograd/trial.h"

enum { TRIALS = 60 };

/* What these operations need besides a tensor. */
typedef struct {
	int axis, axis1;
	size_t index;
	Shape shape;
	Tensor *labels; /* (n,) */
} Place;

/* One operation, on the tape and in the library. */
typedef struct {
	Function *function;
	Tensor *(*plain)(const Tensor *t, const Place *place);
} Pair;

#define PAIR(name, on_tape, in_library) \
	static Var *var_of_##name(Var *const *v, const void *how) \
	{ \
		const Place *at = how; \
		(void)at; \
		return on_tape; \
	} \
	static Tensor *plain_##name(const Tensor *t, const Place *at) \
	{ \
		(void)at; \
		return in_library; \
	}

PAIR(transpose, var_transpose(v[0], at->axis, at->axis1),
    tensor_transpose(step, t, at->axis, at->axis1))
PAIR(reshape, var_reshape(v[0], at->shape), tensor_reshape(step, t, at->shape))
PAIR(squeeze, var_squeeze(v[0]), tensor_squeeze(step, t))
PAIR(squeeze_axis, var_squeeze_axis(v[0], at->axis),
    tensor_squeeze_axis(step, t, at->axis))
PAIR(unsqueeze, var_unsqueeze(v[0], at->axis),
    tensor_unsqueeze(step, t, at->axis))
PAIR(select, var_select(v[0], at->axis, at->index),
    tensor_select(step, t, at->axis, at->index))
PAIR(sum, var_sum(v[0], at->axis), tensor_sum(step, t, at->axis))
PAIR(mean, var_mean(v[0], at->axis), tensor_mean(step, t, at->axis))
PAIR(max, var_max(v[0], at->axis), tensor_max(step, t, at->axis))
PAIR(sum_all, var_sum_all(v[0]), tensor_scalar(step, tensor_sum_all(t)))
PAIR(mean_all, var_mean_all(v[0]), tensor_scalar(step, tensor_mean_all(t)))

/* A legal axis of a shape, from either end. */
static int
any_axis(Random *random, int ndim)
{
	return (int)below(random, 2 * (size_t)ndim) - ndim;
}

/* The sizes in another order, an axis of 1, or all in one line. */
static Shape
any_reshape(Random *random, Shape shape)
{
	Shape other = {.ndim = shape.ndim + 1};
	switch (below(random, 3)) {
	case 0:
		other.size[0] = 1;
		for (int axis = 0; axis < shape.ndim; axis++)
			other.size[shape.ndim - axis] = shape.size[axis];
		return other;
	case 1:
		return SHAPE(shape_count("test", shape));
	default:
		return shape;
	}
}

static Place
any_place(Random *random, Shape shape)
{
	Place place = {.shape = any_reshape(random, shape)};
	if (shape.ndim == 0)
		return place;
	place.axis = any_axis(random, shape.ndim);
	place.axis1 = any_axis(random, shape.ndim);
	place.index = below(
	    random, shape.size[(place.axis + shape.ndim) % shape.ndim]);
	return place;
}

/* Tries an operation on tensors of `least` to 4 axes. */
static void
check_operation(const Pair *pair, uint64_t seed, int least)
{
	Random random;
	random_seed(&random, seed);
	for (int i = 0; i < TRIALS; i++) {
		int ndim = least + (int)below(&random, 5 - (size_t)least);
		Shape shape = small_shape(&random, ndim);
		Place place = any_place(&random, shape);
		Tensor *t = draw(&random, shape, true); /* shape */
		Trial trial = {pair->function, &place, 1, .operand = {t}};
		Tensor *value = try(&trial, &random); /* any */
		ck_tensors_equal(value, pair->plain(t, &place), 0);
		arena_reset(step);
	}
}

#define CHECKED(name, least) \
	START_TEST(name##_at_random) \
	{ \
		const Pair pair = {var_of_##name, plain_##name}; \
		check_operation(&pair, 1, least); \
	} \
	END_TEST
CHECKED(transpose, 1)
CHECKED(reshape, 0)
CHECKED(squeeze, 0)
CHECKED(squeeze_axis, 1)
CHECKED(unsqueeze, 1)
CHECKED(select, 1)
CHECKED(sum, 1)
CHECKED(mean, 1)
CHECKED(max, 1)
CHECKED(sum_all, 0)
CHECKED(mean_all, 0)

/* A new axis may also stand behind the last, or in a scalar. */
START_TEST(unsqueeze_at_the_ends)
{
	Random random;
	random_seed(&random, 2);
	for (int ndim = 0; ndim <= 3; ndim++)
		for (int axis = -ndim - 1; axis <= ndim; axis++) {
			Place place = {.axis = axis};
			Tensor *t = draw(&random, small_shape(&random, ndim),
			    true); /* any */
			Trial trial = {
			    var_of_unsqueeze, &place, 1, .operand = {t}};
			ck_tensors_equal(try(&trial, &random),
			    tensor_unsqueeze(step, t, axis), 0);
		}
}
END_TEST

static Var *
gather(Var *const *v, const void *how)
{
	return var_gather(v[0], ((const Place *)how)->labels);
}

/* Labels lie anywhere in memory, too; several rows have the same. */
START_TEST(gather_at_random)
{
	Random random;
	random_seed(&random, 3);
	for (int i = 0; i < TRIALS; i++) {
		size_t n = below(&random, 6), c = 1 + below(&random, 4);
		Tensor *t = draw(&random, SHAPE(n, c), true); /* (n, c) */
		Tensor *drawn = tensor_new(step, SHAPE(n));   /* (n,) */
		random_integers(&random, drawn, 0, (int64_t)c);
		Tensor *labels = laid_out(&random, SHAPE(n)); /* (n,) */
		tensor_copy(labels, drawn);
		Place place = {.labels = labels};
		Trial trial = {gather, &place, 1, .operand = {t}};
		Tensor *value = try(&trial, &random); /* (n,) */
		ck_assert(shape_equal(tensor_shape(value), SHAPE(n)));
		for (size_t row = 0; row < n; row++) {
			size_t label = (size_t)drawn->data[row];
			Real there = *tensor_at(t, (size_t[]){row, label});
			ck_assert(value->data[row] == there);
		}
		arena_reset(step);
	}
}
END_TEST

static Var *
log_softmax(Var *const *v, const void *how)
{
	(void)how;
	return var_log_softmax(v[0]);
}

START_TEST(log_softmax_at_random)
{
	Random random;
	random_seed(&random, 4);
	for (int i = 0; i < TRIALS; i++) {
		size_t n = 1 + below(&random, 4), c = 1 + below(&random, 5);
		Tensor *t = draw(&random, SHAPE(n, c), true); /* (n, c) */
		Trial trial = {log_softmax, NULL, 1, .operand = {t}};
		Tensor *value = try(&trial, &random); /* (n, c) */
		for (size_t row = 0; row < n; row++) {
			double sum = 0;
			for (size_t k = 0; k < c; k++)
				sum += exp(
				    element(t, SHAPE(n, c), row * c + k));
			for (size_t k = 0; k < c; k++)
				ck_assert_double_eq_tol(
				    element(value, SHAPE(n, c), row * c + k),
				    element(t, SHAPE(n, c), row * c + k) -
					log(sum),
				    8 * near_formula);
		}
		arena_reset(step);
	}
}
END_TEST

TESTS("autograd_shapes", transpose_at_random, reshape_at_random,
    squeeze_at_random, squeeze_axis_at_random, unsqueeze_at_random,
    select_at_random, sum_at_random, mean_at_random, max_at_random,
    sum_all_at_random, mean_all_at_random, unsqueeze_at_the_ends,
    gather_at_random, log_softmax_at_random)

/*
 * Chapter 6: where forward repeats, backward sums. unbroadcast against its
 * definition, the sum of outer products against the matrix product.
 */
#include "tests/common/oracle.h"

#include "chapters/06_gradients/gradients.h"

/* Each element of the gradient goes to the element that was repeated there. */
static Tensor *
summed_by_definition(const Tensor *gradient, Shape shape)
{
	Tensor *sum = tensor_zeros(step, shape); /* shape */
	Shape reached = tensor_shape(gradient);
	int added = reached.ndim - shape.ndim;
	for (size_t flat = 0, n = tensor_count(gradient); flat < n; flat++) {
		size_t from[TENSOR_MAX_NDIM], to[TENSOR_MAX_NDIM] = {0};
		unravel(reached, flat, from);
		for (int axis = 0; axis < shape.ndim; axis++)
			if (shape.size[axis] != 1)
				to[axis] = from[axis + added];
		*tensor_at(sum, to) += *tensor_at(gradient, from);
	}
	return sum;
}

/* A shape that broadcasts to `reached`: axes are left out, or become 1. */
static Shape
any_start_of(Random *random, Shape reached)
{
	int left_out = (int)below(random, (size_t)reached.ndim + 1);
	Shape shape = {.ndim = reached.ndim - left_out};
	for (int axis = 0; axis < shape.ndim; axis++)
		shape.size[axis] = below(random, 2)
				       ? 1
				       : reached.size[axis + left_out];
	return shape;
}

/* Whole numbers, whose sums are exact. */
START_TEST(unbroadcast_by_definition)
{
	Random random;
	random_seed(&random, 1);
	for (int trial = 0; trial < 2000; trial++) {
		Shape reached = any_shape(&random);
		Shape shape = any_start_of(&random, reached);
		Tensor *gradient = any_view(&random, reached, trial % 3);
		ck_tensors_equal(unbroadcast(step, gradient, shape),
		    summed_by_definition(gradient, shape), 0);
		arena_reset(step);
	}
}
END_TEST

START_TEST(unbroadcast_examples)
{
	Tensor *g = numbered(SHAPE(2, 3)); /* (2, 3) */
	ck_tensor(unbroadcast(step, g, SHAPE(3)), SHAPE(3), 0, 3, 5, 7);
	ck_tensor(unbroadcast(step, g, SHAPE(1, 3)), SHAPE(1, 3), 0, 3, 5, 7);
	ck_tensor(unbroadcast(step, g, SHAPE(2, 1)), SHAPE(2, 1), 0, 3, 12);
	ck_tensor(unbroadcast(step, g, SHAPE(1)), SHAPE(1), 0, 15);
	ck_tensor(unbroadcast(step, g, SCALAR), SCALAR, 0, 15);
	ck_tensors_equal(unbroadcast(step, g, SHAPE(2, 3)), g, 0);
	ck_tensor(
	    unbroadcast(step, tensor_scalar(step, 7), SCALAR), SCALAR, 0, 7);
	ck_tensors_equal(g, numbered(SHAPE(2, 3)), 0);
}
END_TEST

/* What is added to the result later is not added to the gradient: whether the
   shapes are equal, or differ by axes of size 1, along which nothing is
   summed. */
START_TEST(unbroadcast_has_its_own_data)
{
	static const Shape from[] = {
	    {2, {2, 3}}, {0, {0}}, {3, {1, 2, 3}}, {2, {1, 1}}, {2, {2, 3}}};
	static const Shape to[] = {
	    {2, {2, 3}}, {0, {0}}, {2, {2, 3}}, {0, {0}}, {2, {1, 3}}};
	for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
		Tensor *g = numbered(from[i]);                /* from */
		const Tensor *before = tensor_clone(step, g); /* from */
		Tensor *result = unbroadcast(step, g, to[i]); /* to */
		ck_assert(result != g && result->data != g->data);
		ck_tensors_equal(g, before, 0);
		for (size_t k = 0; k < tensor_count(result); k++)
			result->data[k] = 99;
		ck_tensors_equal(g, before, 0);
		ck_assert(shape_equal(tensor_shape(result), to[i]));
	}
}
END_TEST

/* The views of one number, or of a turned matrix, come out row by row. */
START_TEST(unbroadcast_of_views_has_its_own_data)
{
	Tensor *g = numbered(SHAPE(2, 3));            /* (2, 3) */
	const Tensor *before = tensor_clone(step, g); /* (2, 3) */
	Tensor *turned = tensor_t(step, g);           /* (3, 2) */
	Tensor *one = tensor_select(step, tensor_select(step, g, 0, 1), 0, 1);
	Tensor *wide = tensor_expand(step, one, SHAPE(2, 2)); /* (2, 2) */
	Tensor *results[] = {unbroadcast(step, turned, SHAPE(3, 2)),
	    unbroadcast(step, wide, SHAPE(2, 2))};
	for (int i = 0; i < 2; i++) {
		ck_assert(tensor_is_contiguous(results[i]));
		*results[i]->data = 99;
	}
	ck_tensors_equal(g, before, 0);
	ck_tensor(results[0], SHAPE(3, 2), 0, 99, 3, 1, 4, 2, 5);
	ck_tensor(results[1], SHAPE(2, 2), 0, 99, 4, 4, 4);
}
END_TEST

/* Repeated no times: the sum of nothing. */
START_TEST(unbroadcast_of_nothing)
{
	Tensor *g = numbered(SHAPE(0, 2)); /* (0, 2) */
	ck_tensor(unbroadcast(step, g, SHAPE(2)), SHAPE(2), 0, 0, 0);
	ck_tensor(unbroadcast(step, g, SHAPE(1, 2)), SHAPE(1, 2), 0, 0, 0);
}
END_TEST

static void
check_unbroadcast_refuses(Shape gradient_shape, Shape shape, const char *what)
{
	const Tensor *gradient = numbered(gradient_shape); /* as given */
	char text[200];
	snprintf(text, sizeof text, "unbroadcast: %s", what);
	ck_requires(text, unbroadcast(step, gradient, shape));
}

START_TEST(unbroadcast_refuses)
{
	check_unbroadcast_refuses(
	    SHAPE(4), SHAPE(3), "(3,) does not broadcast to (4,)");
	check_unbroadcast_refuses(
	    SHAPE(1), SHAPE(3), "(3,) does not broadcast to (1,)");
	check_unbroadcast_refuses(
	    SCALAR, SHAPE(1), "(1,) does not broadcast to ()");
	check_unbroadcast_refuses(
	    SHAPE(3), SHAPE(1, 3), "(1, 3) does not broadcast to (3,)");
	check_unbroadcast_refuses(
	    SHAPE(2, 3), SHAPE(2), "(2,) does not broadcast to (2, 3)");
	check_unbroadcast_refuses(
	    SHAPE(0, 3), SHAPE(2, 3), "(2, 3) does not broadcast to (0, 3)");
}
END_TEST

/* As the notebook writes it, all tables at once. */
static Tensor *
all_outer_products(const Tensor *x, const Tensor *g)
{
	return tensor_sum(step,
	    tensor_mul(step, tensor_unsqueeze(step, x, -1),
		tensor_unsqueeze(step, g, 1)),
	    0);
}

/* Whole numbers; every other time with as many zeros as in the digits. */
START_TEST(outer_products_are_the_matrix_product)
{
	Random random;
	random_seed(&random, 2);
	for (int trial = 0; trial < 200; trial++) {
		size_t n = below(&random, 20);
		size_t inputs = below(&random, 12),
		       outputs = below(&random, 12);
		Tensor *x = any_view(
		    &random, SHAPE(n, inputs), trial % 3); /* (n, inputs) */
		Tensor *g = any_view(
		    &random, SHAPE(n, outputs), trial % 3); /* (n, outputs) */
		x = trial % 2 ? x : relu(step, x);
		const Tensor *sum = sum_of_outer_products(step, x, g);
		ck_tensors_equal(
		    sum, tensor_matmul(step, tensor_t(step, x), g), 0);
		ck_tensors_equal(sum, all_outer_products(x, g), 0);
		arena_reset(step);
	}
}
END_TEST

START_TEST(outer_products_by_hand)
{
	Tensor *x = tensor_of(step, SHAPE(2, 3), 1, 2, 0, 0, 5, 6); /* (2, 3) */
	Tensor *g = tensor_of(step, SHAPE(2, 2), 10, 20, 1, -1);    /* (2, 2) */
	ck_tensor(sum_of_outer_products(step, x, g), SHAPE(3, 2), 0, 10, 20, 25,
	    35, 6, -6);
}
END_TEST

/* One tensor's columns as both operands; one element repeated. */
START_TEST(outer_products_of_views)
{
	Tensor *all = numbered(SHAPE(3, 4));                /* (3, 4) */
	Tensor *x = tensor_narrow(step, all, 1, 0, 3);      /* (3, 3) */
	Tensor *turned = tensor_t(step, x);                 /* (3, 3) */
	Tensor *g = tensor_narrow(step, all, 1, 3, 1);      /* (3, 1) */
	Tensor *wide = tensor_expand(step, g, SHAPE(3, 2)); /* (3, 2) */
	ck_tensor(sum_of_outer_products(step, turned, g), SHAPE(3, 1), 0, 29,
	    113, 197);
	ck_tensor(sum_of_outer_products(step, x, wide), SHAPE(3, 2), 0, 116,
	    116, 137, 137, 158, 158);
}
END_TEST

/* The sum is made in double: beside 2^24 a float would lose the ones. */
START_TEST(outer_products_are_added_in_double)
{
	enum { ROWS = 101 };
	Tensor *x = tensor_full(step, SHAPE(ROWS, 1), 1); /* (101, 1) */
	Tensor *g = tensor_full(step, SHAPE(ROWS, 1), 1); /* (101, 1) */
	g->data[0] = (Real)0x1p24;
	ck_tensor(
	    sum_of_outer_products(step, x, g), SHAPE(1, 1), 0, 0x1p24 + 100);
}
END_TEST

static void
check_outer_products_refuse(Shape x_shape, Shape g_shape)
{
	const Tensor *x = numbered(x_shape); /* as given */
	const Tensor *g = numbered(g_shape); /* as given */
	char text[500];
	snprintf(text, sizeof text,
	    "sum_of_outer_products: x %s and out.g %s, expected as many rows",
	    SHAPE_TEXT(x), SHAPE_TEXT(g));
	ck_requires(text, sum_of_outer_products(step, x, g));
}

START_TEST(outer_products_refuse)
{
	check_outer_products_refuse(SHAPE(2, 3), SHAPE(3, 2));
	check_outer_products_refuse(SHAPE(1, 3), SHAPE(2, 3));
	check_outer_products_refuse(SHAPE(2), SHAPE(2, 3));
	check_outer_products_refuse(SHAPE(2, 3), SHAPE(2));
	check_outer_products_refuse(SHAPE(2, 3, 1), SHAPE(2, 3));
}
END_TEST

TESTS("sums", unbroadcast_by_definition, unbroadcast_examples,
    unbroadcast_has_its_own_data, unbroadcast_of_views_has_its_own_data,
    unbroadcast_of_nothing, unbroadcast_refuses,
    outer_products_are_the_matrix_product, outer_products_by_hand,
    outer_products_of_views, outer_products_are_added_in_double,
    outer_products_refuse)

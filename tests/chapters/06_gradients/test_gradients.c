/*
 * Chapter 6: the partners of mse and relu, by hand and against their formulas;
 * how they add, and what they refuse.
 */
#include "tests/common/oracle.h"

#include "chapters/06_gradients/gradients.h"

static const double near = 4 * (double)REAL_EPSILON;

static double
at(const Tensor *t, size_t i, size_t j)
{
	return (double)*tensor_at(t, (size_t[]){i, j});
}

/* A tensor with a gradient to begin with. */
static Tensor *
with_g(Tensor *t, Tensor *g)
{
	t->g = g;
	return t;
}

START_TEST(mse_grad_by_hand)
{
	Tensor *output = tensor_of(step, SHAPE(4, 1), 2, 7, 1, 8); /* (4, 1) */
	Tensor *target = tensor_of(step, SHAPE(4), 3, 5, 1, 9);    /* (4,) */
	mse_grad(step, output, target);
	ck_tensor(output->g, SHAPE(4, 1), 0, -0.5, 1, 0, -0.5);
	ck_tensor(output, SHAPE(4, 1), 0, 2, 7, 1, 8);
	ck_tensor(target, SHAPE(4), 0, 3, 5, 1, 9);
	ck_assert_ptr_null(target->g);
}
END_TEST

START_TEST(mse_grad_against_its_formula)
{
	Random random;
	random_seed(&random, 1);
	for (size_t n = 1; n < 60; n++) {
		Tensor *output = any_view(&random, SHAPE(n, 1), 2); /* (n, 1) */
		Tensor *target = any_view(&random, SHAPE(n), 2);    /* (n,) */
		Tensor *expected = tensor_new(step, SHAPE(n, 1));   /* (n, 1) */
		for (size_t i = 0; i < n; i++) {
			double t = (double)*tensor_at(target, &i);
			expected->data[i] = (Real)(2 * (at(output, i, 0) - t) /
						   (double)n);
		}
		mse_grad(step, output, target);
		ck_tensors_equal(output->g, expected, near);
		arena_reset(step);
	}
}
END_TEST

/* At 0 relu has a corner; the slope there is 0, as PyTorch has it. */
START_TEST(relu_grad_by_hand)
{
	Tensor *x = tensor_of(step, SHAPE(2, 4), -1, 0, -(Real)0, 2,
	    (Real)0x1p-60, (Real)INFINITY, -(Real)INFINITY, (Real)NAN);
	Tensor *out = with_g(relu(step, x),
	    tensor_of(step, SHAPE(2, 4), 1, 2, 3, 4, 5, 6, 7, 8)); /* (2, 4) */
	relu_grad(step, x, out);
	ck_tensor(x->g, SHAPE(2, 4), 0, 0, 0, 0, 4, 5, 6, 0, 8);
	ck_tensor(out->g, SHAPE(2, 4), 0, 1, 2, 3, 4, 5, 6, 7, 8);
}
END_TEST

START_TEST(relu_grad_of_views)
{
	Random random;
	random_seed(&random, 2);
	for (int trial = 0; trial < 100; trial++) {
		size_t n = below(&random, 6), m = below(&random, 6);
		Tensor *x = any_view(&random, SHAPE(n, m), 2);    /* (n, m) */
		Tensor *g = any_view(&random, SHAPE(n, m), 2);    /* (n, m) */
		Tensor *expected = tensor_new(step, SHAPE(n, m)); /* (n, m) */
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < m; j++)
				expected->data[i * m + j] =
				    (Real)(at(x, i, j) > 0 ? at(g, i, j) : 0);
		relu_grad(step, x, with_g(relu(step, x), g));
		ck_tensors_equal(x->g, expected, 0);
		arena_reset(step);
	}
}
END_TEST

/* Each function adds: called twice, it doubles. */
START_TEST(mse_grad_adds)
{
	Tensor *output = tensor_of(step, SHAPE(4, 1), 2, 7, 1, 8); /* (4, 1) */
	Tensor *target = tensor_of(step, SHAPE(4), 3, 5, 1, 9);    /* (4,) */
	mse_grad(step, output, target);
	mse_grad(step, output, target);
	ck_tensor(output->g, SHAPE(4, 1), 0, -1, 2, 0, -1);
}
END_TEST

START_TEST(relu_grad_adds)
{
	Tensor *x = tensor_of(step, SHAPE(3), -1, 1, 2); /* (3,) */
	Tensor *out = with_g(
	    relu(step, x), tensor_of(step, SHAPE(3), 5, 6, 7)); /* (3,) */
	relu_grad(step, x, out);
	relu_grad(step, x, out);
	ck_tensor(x->g, SHAPE(3), 0, 0, 12, 14);
}
END_TEST

/* Asserts that mse_grad refuses these shapes, and what it says of them. */
static void
check_mse_refuses(Shape output_shape, Shape target_shape)
{
	Tensor *output = numbered(output_shape);       /* as given */
	const Tensor *target = numbered(target_shape); /* as given */
	char text[500];
	snprintf(text, sizeof text,
	    "mse_grad: output %s and target %s, expected (n, 1) and (n,)",
	    SHAPE_TEXT(output), SHAPE_TEXT(target));
	ck_requires(text, mse_grad(step, output, target));
	ck_assert_ptr_null(output->g);
}

/* Some of these would broadcast to a table of all pairs. */
START_TEST(mse_grad_refuses)
{
	check_mse_refuses(SHAPE(3), SHAPE(3));
	check_mse_refuses(SHAPE(3, 1), SHAPE(3, 1));
	check_mse_refuses(SHAPE(3, 1), SHAPE(1));
	check_mse_refuses(SHAPE(1, 1), SHAPE(3));
	check_mse_refuses(SHAPE(3, 3), SHAPE(3));
	check_mse_refuses(SHAPE(3, 1, 1), SHAPE(3));
	check_mse_refuses(SCALAR, SHAPE(1));
}
END_TEST

START_TEST(relu_grad_wants_a_gradient_to_begin_with)
{
	Tensor *x = numbered(SHAPE(2, 3)); /* (2, 3) */
	const Tensor *out = relu(step, x); /* (2, 3) */
	const char *text = "relu_grad: out (2, 3) has no gradient: what "
			   "comes behind it goes first";
	ck_requires(text, relu_grad(step, x, out));
	ck_assert_ptr_null(x->g);
}
END_TEST

static void
check_relu_refuses(Shape x_shape, Shape out_shape, const char *what)
{
	Tensor *x = numbered(x_shape);          /* as given */
	Tensor *out = with_gradient(out_shape); /* as given */
	char text[200];
	snprintf(text, sizeof text, "relu_grad: %s, expected one shape", what);
	ck_requires(text, relu_grad(step, x, out));
	ck_assert_ptr_null(x->g);
}

/* Nothing broadcasts. */
START_TEST(relu_grad_refuses)
{
	check_relu_refuses(
	    SHAPE(3, 2), SHAPE(2, 3), "x (3, 2) and out.g (2, 3)");
	check_relu_refuses(SHAPE(3, 2), SHAPE(2), "x (3, 2) and out.g (2,)");
	check_relu_refuses(SHAPE(1), SHAPE(3), "x (1,) and out.g (3,)");
}
END_TEST

TESTS("gradients", mse_grad_by_hand, mse_grad_against_its_formula,
    relu_grad_by_hand, relu_grad_of_views, mse_grad_adds, relu_grad_adds,
    mse_grad_refuses, relu_grad_wants_a_gradient_to_begin_with,
    relu_grad_refuses)

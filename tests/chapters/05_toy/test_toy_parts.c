/*
 * Chapter 5: what the toy net is made of. The sigmoid, the loss, how gradients
 * are added, a step against them.
 */
#include "tests/common/oracle.h"

#include "chapters/05_toy/toy.h"

static const double near = 4 * (double)REAL_EPSILON;

START_TEST(sigmoid_at_the_edges)
{
	Tensor *t = tensor_of(step, SHAPE(7), 0, -0.0, 1000, -1000,
	    (Real)INFINITY, -(Real)INFINITY, (Real)NAN); /* (7,) */
	ck_tensor(sigmoid(step, t), SHAPE(7), 0, 0.5, 0.5, 1, 0, 1, 0, NaN);
	ck_assert(t->data[2] == 1000);
}
END_TEST

START_TEST(sigmoid_is_its_formula)
{
	for (int i = -240; i <= 240; i++) {
		double x = i / 8.0, expected = 1 / (1 + exp(-x));
		Tensor *t = tensor_scalar(step, x); /* () */
		ck_assert_double_eq_tol((double)tensor_item(sigmoid(step, t)),
		    expected, near * expected);
	}
}
END_TEST

START_TEST(sigmoid_of_any_shape)
{
	Tensor *t = tensor_of(step, SHAPE(2, 2), 0, 1, -1, 2); /* (2, 2) */
	const Tensor *turned = tensor_t(step, t);              /* (2, 2) */
	ck_tensors_equal(
	    sigmoid(step, turned), tensor_t(step, sigmoid(step, t)), 0);
	ck_assert(shape_equal(
	    tensor_shape(sigmoid(step, numbered(SHAPE(0, 3)))), SHAPE(0, 3)));
}
END_TEST

static double
loss_at(double p, double y)
{
	return binary_cross_entropy(tensor_full(step, SHAPE(1, 1), (Real)p), y);
}

START_TEST(loss_is_its_formula)
{
	for (int i = 1; i < 16; i++) {
		double p = i / 16.0; /* a float holds it */
		ck_assert_double_eq_tol(loss_at(p, 1), -log(p), 1e-15);
		ck_assert_double_eq_tol(loss_at(p, 0), -log(1 - p), 1e-15);
	}
}
END_TEST

START_TEST(loss_when_sure)
{
	ck_assert(loss_at(0, 0) == 0);
	ck_assert(loss_at(1, 1) == 0);
	ck_assert(loss_at(0, 1) == Inf);
	ck_assert(loss_at(1, 0) == Inf);
	ck_assert(isnan(loss_at(NaN, 0)));
	/* So near to right that 1 - y_hat is 1. */
	ck_assert_double_eq_tol(loss_at(0x1p-60, 0), 0x1p-60, 1e-30);
}
END_TEST

static void
check_refuses_target(double y, const char *text)
{
	Tensor *p = tensor_full(step, SHAPE(1, 1), (Real)0.5); /* (1, 1) */
	ck_requires(text, binary_cross_entropy(p, y));
}

START_TEST(loss_refuses)
{
	check_refuses_target(
	    2, "binary_cross_entropy: target 2, expected 0 or 1");
	check_refuses_target(
	    0.5, "binary_cross_entropy: target 0.5, expected 0 or 1");
	check_refuses_target(
	    -1, "binary_cross_entropy: target -1, expected 0 or 1");
	check_refuses_target(
	    NaN, "binary_cross_entropy: target nan, expected 0 or 1");
}
END_TEST

START_TEST(loss_refuses_two_outputs)
{
	Tensor *p = tensor_full(step, SHAPE(1, 2), (Real)0.5); /* (1, 2) */
	const char *text = "tensor_item: shape (1, 2) has 2 elements, not one";
	ck_requires(text, binary_cross_entropy(p, 0));
}
END_TEST

/* Two tensors that are given one gradient each have their own. */
START_TEST(a_gradient_has_one_owner)
{
	Tensor *g = tensor_of(step, SHAPE(2), 1, 2);   /* (2,) */
	Tensor *first = tensor_zeros(step, SHAPE(2));  /* (2,) */
	Tensor *second = tensor_zeros(step, SHAPE(2)); /* (2,) */
	gradient_add(step, first, g);
	gradient_add(step, second, first->g);
	gradient_add(step, second, tensor_view(step, first->g));
	gradient_add(step, first, g);
	ck_tensor(first->g, SHAPE(2), 0, 2, 4);
	ck_tensor(second->g, SHAPE(2), 0, 2, 4);
	gradient_add(step, second, first->g);
	ck_tensor(first->g, SHAPE(2), 0, 2, 4);
	ck_tensor(second->g, SHAPE(2), 0, 4, 8);
}
END_TEST

START_TEST(first_gradient_is_kept)
{
	Tensor *t = numbered(SHAPE(2, 3));        /* (2, 3) */
	Tensor *gradient = numbered(SHAPE(2, 3)); /* (2, 3) */
	gradient_add(step, t, gradient);
	ck_assert_ptr_eq(t->g, gradient);
	ck_tensors_equal(gradient, numbered(SHAPE(2, 3)), 0);
	ck_tensors_equal(t, numbered(SHAPE(2, 3)), 0);
}
END_TEST

/* A parameter outlives the step in which its gradient was found. */
START_TEST(first_gradient_is_copied_to_the_tensors_arena)
{
	Arena *parameters = arena_create("model");
	Tensor *t = tensor_zeros(parameters, SHAPE(2, 3)); /* (2, 3) */
	Tensor *gradient = numbered(SHAPE(3, 2));          /* (3, 2) */
	gradient_add(step, t, tensor_t(step, gradient));
	ck_assert_ptr_eq(t->g->arena, parameters);
	arena_reset(step);
	tensor_full(step, SHAPE(1000), 9); /* over what was there */
	ck_tensor(t->g, SHAPE(2, 3), 0, 0, 2, 4, 1, 3, 5);
	arena_destroy(parameters);
}
END_TEST

/* Into the same tensor, wherever that lives, and from whatever strides. */
static void
check_adds(Arena *where)
{
	Tensor *t = tensor_zeros(where, SHAPE(2, 3));           /* (2, 3) */
	Tensor *turned = tensor_t(step, numbered(SHAPE(3, 2))); /* (2, 3) */
	gradient_add(step, t, turned);
	Tensor *kept = t->g;                    /* (2, 3) */
	Tensor *second = numbered(SHAPE(2, 3)); /* (2, 3) */
	gradient_add(step, t, second);
	gradient_add(step, t, second);
	ck_assert_ptr_eq(t->g, kept);
	ck_tensor(t->g, SHAPE(2, 3), 0, 0, 4, 8, 7, 11, 15);
	ck_tensors_equal(second, numbered(SHAPE(2, 3)), 0);
}

START_TEST(later_gradients_are_added)
{
	check_adds(step);
	Arena *parameters = arena_create("model");
	check_adds(parameters);
	arena_destroy(parameters);
}
END_TEST

/* One element that stands for all cannot take up another gradient. */
START_TEST(repeated_gradients_are_copied)
{
	Tensor *t = numbered(SHAPE(3));       /* (3,) */
	Tensor *one = tensor_scalar(step, 1); /* () */
	gradient_add(step, t, tensor_expand(step, one, SHAPE(3)));
	gradient_add(step, t, numbered(SHAPE(3)));
	ck_tensor(t->g, SHAPE(3), 0, 1, 2, 3);
	ck_tensor(one, SCALAR, 0, 1);
}
END_TEST

/* Nothing of it stays behind in the tensor's arena. */
START_TEST(adding_takes_no_room_of_the_tensors)
{
	Arena *parameters = arena_create("model");
	Tensor *t = tensor_zeros(parameters, SHAPE(50)); /* (50,) */
	gradient_add(step, t, numbered(SHAPE(50)));
	size_t used = arena_used(parameters);
	for (int i = 0; i < 10; i++)
		gradient_add(step, t, numbered(SHAPE(50)));
	ck_assert_uint_eq(arena_used(parameters), used);
	ck_assert(t->g->data[49] == 11 * 49);
	arena_destroy(parameters);
}
END_TEST

START_TEST(gradients_of_a_scalar_and_of_nothing)
{
	Tensor *scalar = tensor_scalar(step, 7); /* () */
	gradient_add(step, scalar, tensor_scalar(step, 2));
	gradient_add(step, scalar, tensor_scalar(step, 3));
	ck_tensor(scalar->g, SCALAR, 0, 5);
	Tensor *nothing = numbered(SHAPE(0, 3)); /* (0, 3) */
	gradient_add(step, nothing, numbered(SHAPE(0, 3)));
	gradient_add(step, nothing, numbered(SHAPE(0, 3)));
	ck_assert(shape_equal(tensor_shape(nothing->g), SHAPE(0, 3)));
}
END_TEST

static void
check_refuses_gradient(Tensor *t, Tensor *gradient, const char *text)
{
	ck_requires(text, gradient_add(step, t, gradient));
}

/* What would broadcast is no gradient either; nothing changes. */
START_TEST(gradients_of_other_shapes)
{
	Tensor *t = numbered(SHAPE(3)); /* (3,) */
	check_refuses_gradient(t, numbered(SHAPE(3, 1)),
	    "gradient_add: gradient (3, 1) for a tensor (3,)");
	check_refuses_gradient(t, numbered(SHAPE(1)),
	    "gradient_add: gradient (1,) for a tensor (3,)");
	check_refuses_gradient(t, tensor_scalar(step, 1),
	    "gradient_add: gradient () for a tensor (3,)");
	ck_assert_ptr_null(t->g);
	gradient_add(step, t, numbered(SHAPE(3)));
	check_refuses_gradient(t, numbered(SHAPE(1)),
	    "gradient_add: gradient (1,) for a tensor (3,)");
	ck_tensors_equal(t->g, numbered(SHAPE(3)), 0);
}
END_TEST

START_TEST(descends_in_place)
{
	Tensor *w = tensor_of(step, SHAPE(2), 1, -2); /* (2,) */
	const Real *data = w->data;
	w->g = tensor_of(step, SHAPE(2), 4, -8);
	descend(step, w, 0.25);
	ck_assert_ptr_eq(w->data, data);
	ck_tensor(w, SHAPE(2), 0, 0, 0);
	ck_tensor(w->g, SHAPE(2), 0, 4, -8);
	descend(step, w, -1);
	ck_tensor(w, SHAPE(2), 0, 4, -8);
	descend(step, w, 0);
	ck_tensor(w, SHAPE(2), 0, 4, -8);
}
END_TEST

START_TEST(descends_through_a_view)
{
	Tensor *all = tensor_zeros(step, SHAPE(2, 2)); /* (2, 2) */
	Tensor *w = tensor_select(step, all, 1, 1);    /* (2,) */
	w->g = tensor_of(step, SHAPE(2), 1, 2);
	descend(step, w, 1);
	ck_tensor(all, SHAPE(2, 2), 0, 0, -1, 0, -2);
}
END_TEST

START_TEST(descends_after_backward_only)
{
	Tensor *w = numbered(SHAPE(2, 3)); /* (2, 3) */
	const char *text =
	    "descend: w (2, 3) has no gradient: backward comes first";
	ck_requires(text, descend(step, w, 1));
	ck_tensors_equal(w, numbered(SHAPE(2, 3)), 0);
}
END_TEST

TESTS("toy_parts", sigmoid_at_the_edges, sigmoid_is_its_formula,
    sigmoid_of_any_shape, loss_is_its_formula, loss_when_sure, loss_refuses,
    loss_refuses_two_outputs, a_gradient_has_one_owner, first_gradient_is_kept,
    first_gradient_is_copied_to_the_tensors_arena, later_gradients_are_added,
    repeated_gradients_are_copied, adding_takes_no_room_of_the_tensors,
    gradients_of_a_scalar_and_of_nothing, gradients_of_other_shapes,
    descends_in_place, descends_through_a_view, descends_after_backward_only)

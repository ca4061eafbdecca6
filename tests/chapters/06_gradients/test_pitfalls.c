/*
 * Chapter 6: the readers' mistakes have the values that PyTorch gives them, and
 * the judges convict what is wrong and acquit what is right.
 */
#include "tests/common/oracle.h"

#include "chapters/06_gradients/judge.h"
#include "chapters/06_gradients/pitfalls.h"

#ifdef REAL_DOUBLE
static const double near = 1e-12, moved = 1e-4, tolerance = 1e-8;
#else
static const double near = 1e-5, moved = 1e-2, tolerance = 1e-3;
#endif
enum { ALL = 100 };

/* Each element of the claims is tried by measuring. */
static Judgement
measure(Loss *loss, void *context, const Claim *claims, int count)
{
	Arena *judges = arena_create("judges");
	Judgement judgement = judge_by_differences(
	    judges, loss, context, claims, count, ALL, moved, tolerance);
	arena_destroy(judges);
	return judgement;
}

static void
check_right(Judgement judgement, size_t looked)
{
	ck_assert(judgement.right);
	ck_assert_uint_eq(judgement.looked, looked);
}

static void
check_wrong(Judgement judgement, const char *name, const char *index)
{
	ck_assert(!judgement.right);
	ck_assert_str_eq(judgement.name, name);
	ck_assert_str_eq(judgement.index, index);
}

START_TEST(the_example)
{
	Example e = example_new(step);
	ck_tensor(e.x, SHAPE(3, 2), 0, 1, 2, -1, 1, 2, -1);
	ck_tensor(e.target, SHAPE(3), 0, 1, 0, 2);
	const Net *net = &e.net;
	Tensor *l1 = linear(step, e.x, net->w1, net->b1); /* (3, 2) */
	ck_tensor(l1, SHAPE(3, 2), 0, 2, 3.5, -0.5, 3.5, 1.5, -3.5);
	ck_tensor(model(step, net, e.x), SHAPE(3, 1), 0, 0.75, -3.25, 3.25);
	ck_assert(example_loss(step, &e) == 4.0625);
}
END_TEST

/* A one-line formula for w1.g, its values, and the verdict. */
static void
check_formula(Tensor *(*formula)(Arena *arena, const Example *example),
    const double values[4], bool right)
{
	Example e = example_new(step);
	const Claim claim = {"w1.g", e.net.w1, formula(step, &e)};
	assert_tensor(
	    __FILE__, __LINE__, claim.gradient, SHAPE(2, 2), values, near);
	ck_assert_ptr_null(e.net.w1->g);
	Judgement judgement = measure(example_loss, &e, &claim, 1);
	if (right) {
		check_right(judgement, 4);
		return;
	}
	check_wrong(judgement, "w1.g", "0, 0");
	ck_assert_double_eq_tol(judgement.found, values[0], near);
	ck_assert_double_eq_tol(judgement.expected, 3, 1e-2);
}

START_TEST(one_line)
{
	static const double posted[] = {
	    1.0 / 3, 31.0 / 3, -10.0 / 3, -10.0 / 3};
	static const double mended[] = {
	    22.0 / 3, -11.0 / 3, -20.0 / 3, 10.0 / 3};
	static const double flipped[] = {-3, 2, 7.0 / 3, -2.5};
	static const double right[] = {3, -2, -7.0 / 3, 2.5};
	check_formula(w1_as_posted, posted, false);
	check_formula(w1_parenthesis_mended, mended, false);
	check_formula(w1_sign_flipped, flipped, false);
	check_formula(w1_all_mended, right, true);
}
END_TEST

START_TEST(one_line_is_the_gradient)
{
	Example e = example_new(step);
	forward_and_backward(step, &e.net, e.x, e.target);
	ck_tensors_equal(w1_all_mended(step, &e), e.net.w1->g, near);
}
END_TEST

/* The loss of other predictions, and of no targets; the gradients are right. */
typedef struct {
	Example example;
	Tensor *res; /* (3, 1) */
} Other;

static Other
other_new(void)
{
	return (Other){example_new(step),
	    tensor_of(step, SHAPE(3, 1), 38, 10, -43)}; /* (3, 1) */
}

/* Its loss, and with it the gradients. */
static double
run_other(Other *o)
{
	Example *e = &o->example;
	return forward_and_backward_other_loss(
	    step, &e->net, e->x, e->target, o->res);
}

static double
other_loss(Arena *judges, void *context)
{
	const Other *o = context;
	return tensor_mean_all(tensor_pow(judges, o->res, 2));
}

START_TEST(wrong_loss_right_gradients)
{
	Other o = other_new();
	Example right = example_new(step);
	ck_assert(forward_and_backward(
		      step, &right.net, right.x, right.target) == 4.0625);
	ck_assert(run_other(&o) == (38 * 38 + 10 * 10 + 43 * 43) / 3.0);
	const Net *net = &o.example.net;
	ck_tensors_equal(o.example.x->g, right.x->g, 0);
	ck_tensors_equal(net->w1->g, right.net.w1->g, 0);
	ck_tensors_equal(net->b1->g, right.net.b1->g, 0);
	ck_tensors_equal(net->w2->g, right.net.w2->g, 0);
	ck_tensors_equal(net->b2->g, right.net.b2->g, 0);
}
END_TEST

START_TEST(wrong_loss_is_convicted_by_measuring)
{
	Other o = other_new();
	run_other(&o);
	const Claim claim = {"w1.g", o.example.net.w1, o.example.net.w1->g};
	check_right(measure(example_loss, &o.example, &claim, 1), 4);
	Judgement judgement = measure(other_loss, &o, &claim, 1);
	check_wrong(judgement, "w1.g", "0, 0");
	ck_assert(judgement.expected == 0);
}
END_TEST

/* The second of PyTorch's examples: biases of 0.25 and 0.5. */
static LooseNet
second_example(bool matrices)
{
	LooseNet net = loose_net_new(step, matrices);
	tensor_copy(net.x, tensor_of(step, SHAPE(3, 4), 1, 2, 3, 4, 2, 1, 0, 1,
			       0, 1, 1, 0)); /* (3, 4) */
	tensor_copy(net.target, tensor_of(step, SHAPE(3, 1), 1, 2, 3));
	tensor_copy(net.b1,
	    tensor_full(step, tensor_shape(net.b1), (Real)0.25)); /* as b1 */
	tensor_copy(net.b2,
	    tensor_full(step, tensor_shape(net.b2), (Real)0.5)); /* as b2 */
	return net;
}

static void
check_loss(LooseNet *net, double expected)
{
	ck_assert_double_eq_tol(loose_net_loss(step, net), expected, near);
	ck_assert_double_eq_tol(
	    loose_net_backward(step, net, true), expected, near);
}

/* The vector's gradient is the matrix's, summed; the weights' are equal. */
static void
check_same_but_summed(const LooseNet *vector, const LooseNet *matrix)
{
	ck_tensors_equal(
	    vector->b1->g, unbroadcast(step, matrix->b1->g, SHAPE(4)), near);
	ck_tensors_equal(
	    vector->b2->g, unbroadcast(step, matrix->b2->g, SHAPE(1)), near);
	ck_tensors_equal(vector->w1->g, matrix->w1->g, 0);
	ck_tensors_equal(vector->w2->g, matrix->w2->g, 0);
}

/* Blocks of two and one: the mean of the first two rows and the last row weigh
   the same. out.g is -1/8, -13/8, 5/4. */
START_TEST(mean_of_means)
{
	Example e = example_new(step);
	double loss = forward_and_backward_mean_of_means(
	    step, 2, &e.net, e.x, e.target);
	ck_assert(loss == (0.0625 + 10.5625) / 4 + 1.5625 / 2);
	ck_tensor(e.net.w1->g, SHAPE(2, 2), near, 4.75, -1.5, -3, 1.875);
	ck_tensor(e.net.b1->g, SHAPE(2), near, 2.25, 1.75);
	ck_tensor(e.net.w2->g, SHAPE(2, 1), near, 1.625, -6.125);
	ck_tensor(e.net.b2->g, SHAPE(1), near, -0.5);
	const Claim claim = {"w1.g", e.net.w1, e.net.w1->g};
	check_wrong(measure(example_loss, &e, &claim, 1), "w1.g", "0, 0");
}
END_TEST

/* Where all blocks are equal nobody can tell. */
START_TEST(mean_of_equal_means)
{
	for (size_t rows = 1; rows <= 3; rows += 2) {
		Example e = example_new(step);
		double loss = forward_and_backward_mean_of_means(
		    step, rows, &e.net, e.x, e.target);
		ck_assert_double_eq_tol(loss, 4.0625, near);
		const Claim claims[] = {{"w1.g", e.net.w1, e.net.w1->g},
		    {"b1.g", e.net.b1, e.net.b1->g},
		    {"w2.g", e.net.w2, e.net.w2->g},
		    {"b2.g", e.net.b2, e.net.b2->g}};
		check_right(measure(example_loss, &e, claims, 4), 9);
	}
}
END_TEST

START_TEST(bias_as_a_matrix)
{
	LooseNet vector = loose_net_new(step, false);
	LooseNet matrix = loose_net_new(step, true);
	check_loss(&vector, 11.0 / 3);
	check_loss(&matrix, 11.0 / 3);
	ck_tensor(vector.b1->g, SHAPE(4), near, 2, 0, -2, 2);
	ck_tensor(matrix.b1->g, SHAPE(3, 4), near, 0, 0, 0, 0, 2, 0, -2, 2, 0,
	    0, 0, 0);
	check_same_but_summed(&vector, &matrix);
}
END_TEST

START_TEST(bias_as_a_matrix_again)
{
	const double g = 7.0 / 6;
	LooseNet vector = second_example(false), matrix = second_example(true);
	check_loss(&vector, 5.0 + 1.0 / 24);
	check_loss(&matrix, 5.0 + 1.0 / 24);
	ck_tensor(vector.b1->g, SHAPE(4), near, 2 * g, 0, -2 * g, 2 * g);
	ck_tensor(matrix.b1->g, SHAPE(3, 4), near, g, 0, -g, g, g, 0, -g, g, 0,
	    0, 0, 0);
	ck_tensor(vector.b2->g, SHAPE(1), near, 2 * g);
	ck_tensor(matrix.b2->g, SHAPE(3, 1), near, g, g, 0);
	ck_tensor(vector.w1->g, SHAPE(4, 4), near, 3 * g, 0, -3 * g, 3 * g,
	    3 * g, 0, -3 * g, 3 * g, 3 * g, 0, -3 * g, 3 * g, 5 * g, 0, -5 * g,
	    5 * g);
	ck_tensor(vector.w2->g, SHAPE(4, 1), near, 3.5 * g, 3.5 * g, 3.5 * g,
	    5.5 * g);
	check_same_but_summed(&vector, &matrix);
}
END_TEST

/* All four gradients of a net, measured. */
static Judgement
measure_loose(LooseNet *net)
{
	const Claim claims[] = {{"w1.g", net->w1, net->w1->g},
	    {"b1.g", net->b1, net->b1->g}, {"w2.g", net->w2, net->w2->g},
	    {"b2.g", net->b2, net->b2->g}};
	return measure(loose_net_loss, net, claims, 4);
}

START_TEST(biases_of_both_kinds_are_right)
{
	for (int matrices = 0; matrices <= 1; matrices++) {
		LooseNet net = second_example(matrices);
		loose_net_backward(step, &net, true);
		check_right(measure_loose(&net), matrices ? 35 : 25);
	}
}
END_TEST

/* In the second example the last row's output is cut off at 0. */
START_TEST(the_last_relu)
{
	for (int matrices = 0; matrices <= 1; matrices++) {
		LooseNet net = second_example(matrices);
		net.b2->data[matrices ? 2 : 0] = (Real)-0.5;
		loose_net_backward(step, &net, false);
		check_wrong(measure_loose(&net), "w1.g", "1, 0");
		net = second_example(matrices);
		net.b2->data[matrices ? 2 : 0] = (Real)-0.5;
		loose_net_backward(step, &net, true);
		check_right(measure_loose(&net), matrices ? 35 : 25);
	}
}
END_TEST

TESTS("pitfalls", the_example, one_line, one_line_is_the_gradient,
    wrong_loss_right_gradients, wrong_loss_is_convicted_by_measuring,
    mean_of_means, mean_of_equal_means, bias_as_a_matrix,
    bias_as_a_matrix_again, biases_of_both_kinds_are_right, the_last_relu)

/*
 * Chapter 5: both of the lecture's nets against PyTorch and against every
 * number that the lecture printed, and other nets against measured slopes.
 */
#include "tests/common/oracle.h"

#include "chapters/05_toy/toy.h"
#include "tests/golden/small.h"

#ifdef REAL_DOUBLE
static const double near_torch = 1e-12; /* float64's own digits */
static const double near_print = 4e-8;  /* it was computed in float32 */
static const double near_slope = 1e-9;
static const Real small = (Real)1e-5; /* moves a weight to both sides */
#else
static const double near_torch = 1e-6;
static const double near_print = 1e-7;
static const double near_slope = 1e-4;
static const Real small = (Real)1e-2;
#endif

enum { TOYS = sizeof toy_golden / sizeof *toy_golden };

static Tensor *
lecture_input(void)
{
	return tensor_of(step, SHAPE(1, 3), 1, 2, (Real)0.5);
}

/* A net, its input, forward, and backward once for `y`. */
typedef struct {
	Toy toy;
	Tensor *x; /* (1, 3) */
	ToyForward forward;
} Pass;

static Pass
pass_of(Toy toy, Tensor *x, double y)
{
	Pass pass = {toy, x, toy_forward(step, &toy, x)};
	toy_backward(step, &pass.toy, &pass.forward, y);
	return pass;
}

static Toy
draw_golden(const ToyGolden *golden)
{
	return toy_draw(step, golden->seed, golden->earlier);
}

/* A lecture's net after backward. */
static Pass
lecture(int i)
{
	return pass_of(draw_golden(&toy_golden[i]), lecture_input(), 0);
}

static void
check_floats(const Tensor *t, const float *expected)
{
	for (size_t i = 0, n = tensor_count(t); i < n; i++)
		ck_assert(t->data[i] == (Real)expected[i]);
}

START_TEST(draws_torchs_weights)
{
	for (int i = 0; i < TOYS; i++) {
		Toy toy = draw_golden(&toy_golden[i]);
		ck_assert(shape_equal(tensor_shape(toy.wi), SHAPE(2, 3)));
		ck_assert(shape_equal(tensor_shape(toy.wo), SHAPE(1, 2)));
		check_floats(toy.wi, toy_golden[i].wi);
		check_floats(toy.wo, toy_golden[i].wo);
	}
}
END_TEST

START_TEST(draws_into_model)
{
	Arena *parameters = arena_create("model");
	Toy toy = toy_draw(parameters, 1, 2);
	ck_assert_ptr_eq(toy.wi->arena, parameters);
	ck_assert_ptr_eq(toy.wo->arena, parameters);
	ck_assert(!toy.wi->g && !toy.wo->g);
	arena_destroy(parameters);
}
END_TEST

/* Number n + 1 of a stream: the eight draws behind n nets. */
START_TEST(draws_one_net_after_the_other)
{
	Random random;
	random_seed(&random, 5);
	Toy here = toy_draw(step, 5, 0); /* overwritten */
	for (int earlier = 0; earlier < 4; earlier++) {
		random_linear(&random, here.wi, NULL);
		random_linear(&random, here.wo, NULL);
		Toy drawn = toy_draw(step, 5, earlier);
		ck_tensors_equal(drawn.wi, here.wi, 0);
		ck_tensors_equal(drawn.wo, here.wo, 0);
	}
}
END_TEST

#define check_golden(t, shape, expected) \
	assert_tensor(__FILE__, __LINE__, t, shape, expected, near_torch)

START_TEST(forward_agrees_with_torch)
{
	for (int i = 0; i < TOYS; i++) {
		const ToyGolden *golden = &toy_golden[i];
		Tensor *x = lecture_input(); /* (1, 3) */
		Toy toy = draw_golden(golden);
		ToyForward f = toy_forward(step, &toy, x);
		ck_assert_ptr_eq(f.x, x);
		check_golden(f.h, SHAPE(1, 2), golden->h);
		ck_tensor(f.y_hat, SHAPE(1, 1), near_torch, golden->y_hat);
		ck_assert_double_eq_tol(
		    binary_cross_entropy(f.y_hat, 0), golden->loss, near_torch);
		ck_assert(!toy.wi->g && !toy.wo->g);
	}
}
END_TEST

START_TEST(backward_agrees_with_torch)
{
	for (int i = 0; i < TOYS; i++) {
		const ToyGolden *golden = &toy_golden[i];
		Pass pass = lecture(i);
		check_golden(pass.toy.wi->g, SHAPE(2, 3), golden->wi_g);
		check_golden(pass.toy.wo->g, SHAPE(1, 2), golden->wo_g);
		check_floats(pass.toy.wi, golden->wi); /* not moved */
		check_floats(pass.toy.wo, golden->wo);
	}
}
END_TEST

START_TEST(a_step_agrees_with_torch)
{
	for (int i = 0; i < TOYS; i++) {
		Pass pass = lecture(i);
		descend(step, pass.toy.wi, 1);
		descend(step, pass.toy.wo, 1);
		check_golden(pass.toy.wi, SHAPE(2, 3), toy_golden[i].wi_after);
		check_golden(pass.toy.wo, SHAPE(1, 2), toy_golden[i].wo_after);
	}
}
END_TEST

/* The first net's output and its eight gradients, as the lecture has them. */
START_TEST(published_to_eight_digits)
{
	static const double wo_g[] = {0.24099095, 0.21946827};
	static const double wi_g[] = {-0.03111681, -0.06223362, -0.0155584,
	    -0.0422445, -0.084489, -0.02112225};
	Pass pass = lecture(0);
	ck_tensor(pass.forward.y_hat, SHAPE(1, 1), near_print, 0.34093398);
	assert_tensor(
	    __FILE__, __LINE__, pass.toy.wo->g, SHAPE(1, 2), wo_g, near_print);
	assert_tensor(
	    __FILE__, __LINE__, pass.toy.wi->g, SHAPE(2, 3), wi_g, near_print);
}
END_TEST

static void
check_printed(const Tensor *t, const char *const *published)
{
	for (size_t i = 0, n = tensor_count(t); i < n; i++) {
		char here[40];
		snprintf(here, sizeof here, "%.4f", (double)t->data[i]);
		ck_assert_str_eq(here, published[i]);
	}
}

/* What is printed to four digits is printed so here, too. */
START_TEST(published_to_four_digits)
{
	static const char *const wo_g[] = {"0.2410", "0.2195"};
	static const char *const wi_g[] = {
	    "-0.0311", "-0.0622", "-0.0156", "-0.0422", "-0.0845", "-0.0211"};
	Pass pass = lecture(0);
	check_printed(pass.toy.wo->g, wo_g);
	check_printed(pass.toy.wi->g, wi_g);
	char loss[40];
	snprintf(loss, sizeof loss, "%.4f",
	    binary_cross_entropy(pass.forward.y_hat, 0));
	ck_assert_str_eq(loss, "0.4169");
}
END_TEST

START_TEST(published_step)
{
	static const char *const before[] = {
	    "0.3103", "0.1507", "-0.0837", "0.4570", "-0.4705", "0.1860"};
	static const char *const after[] = {
	    "0.3674", "0.2648", "-0.0552", "0.4885", "-0.4074", "0.2018"};
	Pass pass = lecture(1);
	check_printed(pass.toy.wi, before);
	descend(step, pass.toy.wi, 1);
	check_printed(pass.toy.wi, after);
}
END_TEST

/* Nothing that forward kept is used up. */
START_TEST(backward_twice_doubles)
{
	Pass once = lecture(0), twice = lecture(0);
	toy_backward(step, &twice.toy, &twice.forward, 0);
	Tensor *two = tensor_scalar(step, 2); /* () */
	ck_tensors_equal(
	    twice.toy.wi->g, tensor_mul(step, once.toy.wi->g, two), 0);
	ck_tensors_equal(
	    twice.toy.wo->g, tensor_mul(step, once.toy.wo->g, two), 0);
	twice.toy.wi->g = twice.toy.wo->g = NULL;
	toy_backward(step, &twice.toy, &twice.forward, 0);
	ck_tensors_equal(twice.toy.wi->g, once.toy.wi->g, 0);
	ck_tensors_equal(twice.toy.wo->g, once.toy.wo->g, 0);
}
END_TEST

static double
loss_of(const Toy *toy, const Tensor *x, double y)
{
	return binary_cross_entropy(toy_forward(step, toy, x).y_hat, y);
}

/* Moves each element of `w` to both sides. */
static void
check_slopes(const Pass *pass, Tensor *w, double y)
{
	for (size_t i = 0, n = tensor_count(w); i < n; i++) {
		Real kept = w->data[i];
		w->data[i] = kept + small;
		double up = loss_of(&pass->toy, pass->x, y);
		w->data[i] = kept - small;
		double down = loss_of(&pass->toy, pass->x, y);
		w->data[i] = kept;
		ck_assert_double_eq_tol((double)w->g->data[i],
		    (up - down) / (2 * (double)small), near_slope);
	}
}

START_TEST(gradients_are_slopes)
{
	Random random;
	random_seed(&random, 2);
	for (uint64_t seed = 0; seed < 50; seed++) {
		double y = (double)(seed % 2);
		Tensor *x = tensor_new(step, SHAPE(1, 3)); /* (1, 3) */
		random_normal(&random, x);
		Pass pass = pass_of(toy_draw(step, seed, 0), x, y);
		check_slopes(&pass, pass.toy.wi, y);
		check_slopes(&pass, pass.toy.wo, y);
		arena_reset(step);
	}
}
END_TEST

TESTS("toy", draws_torchs_weights, draws_into_model,
    draws_one_net_after_the_other, forward_agrees_with_torch,
    backward_agrees_with_torch, a_step_agrees_with_torch,
    published_to_eight_digits, published_to_four_digits, published_step,
    backward_twice_doubles, gradients_are_slopes)

/*
 * Chapter 6 against PyTorch on MNIST: the loss, the elements of the five
 * gradients that are stored, and the sums over all of them.
 */
#include "tests/chapters/nets.h"

#include <math.h>

#include "chapters/06_gradients/by_blocks.h"
#include "chapters/06_gradients/judge.h"
#include "tests/golden/gradients.h"
#include "tests/golden/small.h"

#ifdef REAL_DOUBLE
static const double near = 1e-9, near_sum = 1e-9;
#else
static const double near = 1e-3, near_sum = 1e-4;
#endif

enum { CLAIMS = 5 };

/* PyTorch's values. */
#define STORED(name) \
	{ \
		sizeof golden_##name / sizeof *golden_##name, \
		    golden_##name##_at, golden_##name \
	}
static const Stored stored[CLAIMS] = {
    STORED(x), STORED(w1), STORED(b1), STORED(w2), STORED(b2)};

/* Both orders of the pass: all rows at once, and by blocks. */
typedef double Order(
    Arena *arena, const Net *net, Tensor *x, const Tensor *target);
static Order *const orders[] = {
    forward_and_backward, forward_and_backward_by_blocks};

/* The pass of a net, which is drawn now. */
typedef struct {
	Net net;
	Tensor *x; /* (50000, 784) */
	double loss;
} Pass;

static Pass
pass_of(const Mnist *mnist, Random *random, bool normal_biases, Order *order)
{
	Pass pass = {.net = net_draw(step, random, 784, 50, 1,
			 normal_biases ? BIASES_NORMAL : BIASES_ZERO),
	    .x = tensor_view(step, mnist->x_train)}; /* (50000, 784) */
	pass.loss = order(step, &pass.net, pass.x, mnist->y_train);
	return pass;
}

static void
check_torch(const Mnist *mnist, Order *order)
{
	Random random;
	random_seed(&random, 1);
	Pass pass = pass_of(mnist, &random, true, order);
	const Net *net = &pass.net;
	check_relative(pass.loss, golden_loss, near_f64);
	ck_assert_double_eq_tol(pass.loss, 1099.57, 0.005); /* as printed */
	const Claim claims[CLAIMS] = {{"x.g", pass.x, pass.x->g},
	    {"w1.g", net->w1, net->w1->g}, {"b1.g", net->b1, net->b1->g},
	    {"w2.g", net->w2, net->w2->g}, {"b2.g", net->b2, net->b2->g}};
	for (int i = 0; i < CLAIMS; i++)
		ck_assert(shape_equal(tensor_shape(claims[i].gradient),
		    tensor_shape(claims[i].tensor)));
	Judgement judgement = judge_by_stored(claims, CLAIMS, stored, near);
	ck_assert_msg(judgement.right, "%s[%s] is %.17g, not %.17g",
	    judgement.name, judgement.index, judgement.found,
	    judgement.expected);
	ck_assert_uint_eq(judgement.looked, 400 + 400 + 50 + 50 + 1);
}

START_TEST(agrees_with_torch)
{
	NEEDS_MNIST(mnist)
	for (int i = 0; i < 2; i++) {
		ArenaMark mark = arena_mark(step);
		check_torch(&mnist, orders[i]);
		arena_rewind(step, mark);
	}
}
END_TEST

/* The sum may be small beside what is added up; the squares are its scale. */
static void
check_sums(const Tensor *gradient, SumsGolden golden)
{
	double count = (double)tensor_count(gradient);
	double squares = tensor_sum_all(tensor_pow(step, gradient, 2));
	check_relative(squares, golden.squares, near_sum);
	double scale = sqrt(count * golden.squares);
	ck_assert_double_eq_tol(
	    tensor_sum_all(gradient), golden.sum, near_sum * scale);
}

static void
check_sums_of(const Mnist *mnist, Order *order)
{
	Random random;
	random_seed(&random, 1);
	for (int i = 0; i < 2; i++) {
		const GradientGolden *golden = &gradient_golden[i];
		ArenaMark mark = arena_mark(step);
		Pass pass = pass_of(
		    mnist, &random, golden->normal_biases, order);
		check_relative(pass.loss, golden->loss, near_f64);
		check_sums(pass.x->g, golden->x);
		check_sums(pass.net.w1->g, golden->w1);
		check_sums(pass.net.b1->g, golden->b1);
		check_sums(pass.net.w2->g, golden->w2);
		check_sums(pass.net.b2->g, golden->b2);
		arena_rewind(step, mark);
	}
}

START_TEST(sums_agree_with_torch)
{
	NEEDS_MNIST(mnist)
	for (int i = 0; i < 2; i++)
		check_sums_of(&mnist, orders[i]);
}
END_TEST

TESTS_IN_FOLDER("gradients_golden", agrees_with_torch, sums_agree_with_torch)

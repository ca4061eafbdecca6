/*
 * Chapter 10's experiment: torch's start, the loss on one-hot rows and its
 * gradient, the first steps by hand, and what the three nets learn.
 */
#include "tests/chapters/nets.h"

#include "tests/chapters/10_cross_entropy/rows.h"

#include "chapters/06_gradients/gradients.h"
#include "chapters/06_gradients/judge.h"
#include "chapters/10_cross_entropy/cross_entropy.h"
#include "chapters/10_cross_entropy/experiment.h"

/* Weight, bias, weight, bias from one stream; the weights transposed. */
START_TEST(draws_as_torch_does)
{
	Random random, again;
	random_seed(&random, 3);
	random_seed(&again, 3);
	Net net = net_draw_default(step, &random, 7, 5, 2);
	Tensor *w1 = tensor_new(step, SHAPE(5, 7)); /* (5, 7) */
	Tensor *b1 = tensor_new(step, SHAPE(5));    /* (5,) */
	Tensor *w2 = tensor_new(step, SHAPE(2, 5)); /* (2, 5) */
	Tensor *b2 = tensor_new(step, SHAPE(2));    /* (2,) */
	random_linear(&again, w1, b1);
	random_linear(&again, w2, b2);
	ck_tensors_equal(net.w1, tensor_t(step, w1), 0);
	ck_tensors_equal(net.b1, b1, 0);
	ck_tensors_equal(net.w2, tensor_t(step, w2), 0);
	ck_tensors_equal(net.b2, b2, 0);
	ck_assert(tensor_is_contiguous(net.w1) && tensor_is_contiguous(net.w2));
	ck_assert_uint_eq(random_u32(&random), random_u32(&again));
}
END_TEST

START_TEST(mse_on_one_hot_by_hand)
{
	Tensor *output = tensor_of(
	    step, SHAPE(2, 3), 1, 0, 2, 0, 3, -1);        /* (2, 3) */
	Tensor *labels = tensor_of(step, SHAPE(2), 0, 1); /* (2,) */
	ck_assert(mse_on_one_hot(step, output, labels) == 4.5);
	ck_tensor(output->g, SHAPE(2, 3), 0, 0, 0, 2, 0, 2, -1);
	mse_on_one_hot(step, output, labels);
	ck_tensor(output->g, SHAPE(2, 3), 0, 0, 0, 4, 0, 4, -2);
}
END_TEST

static double
one_hot_loss(Arena *judges, void *context)
{
	const Batch *batch = context;
	Tensor *copy = tensor_clone(judges, batch->x); /* (n, c) */
	return mse_on_one_hot(judges, copy, batch->labels);
}

START_TEST(mse_on_one_hot_measured)
{
	Arena *judges = arena_create("judges");
	Random random;
	random_seed(&random, 4);
	Batch batch = {.x = tensor_new(step, SHAPE(4, 3)),
	    .labels = tensor_of(step, SHAPE(4), 2, 0, 1, 1)};
	random_normal(&random, batch.x);
	mse_on_one_hot(step, batch.x, batch.labels);
	const Claim claim = {"output.g", batch.x, batch.x->g};
	Judgement judgement = judge_by_differences(judges, one_hot_loss, &batch,
	    &claim, 1, 100, 1e-2, sizeof(Real) == sizeof(float) ? 1e-3 : 1e-9);
	ck_assert_msg(judgement.right, "[%s] is %g, expected %g",
	    judgement.index, judgement.found, judgement.expected);
	ck_assert_uint_eq(judgement.looked, 12);
	arena_destroy(judges);
}
END_TEST

START_TEST(mse_on_one_hot_refuses)
{
	Tensor *output = tensor_zeros(step, SHAPE(2, 3)); /* (2, 3) */
	Tensor *labels = tensor_zeros(step, SHAPE(3));    /* (3,) */
	const char *text = "mse_on_one_hot: output (2, 3) and labels (3,),"
			   " expected (n, c) and (n,)";
	ck_requires(text, mse_on_one_hot(step, output, labels));
	text = "mse_on_one_hot: output (3,) and labels (3,),"
	       " expected (n, c) and (n,)";
	ck_requires(text, mse_on_one_hot(step, labels, labels));
	Tensor *none = tensor_zeros(step, SHAPE(0, 3)); /* (0, 3) */
	labels = tensor_zeros(step, SHAPE(0));
	text = "mse_on_one_hot: no rows";
	ck_requires(text, mse_on_one_hot(step, none, labels));
	ck_assert(!output->g && !none->g);
}
END_TEST

/* Images of twelve pixels: one of the first ten is bright, and says which
   class. The others are noise. */
static Mnist
easy_digits(size_t train, size_t valid)
{
	size_t n = train + valid;
	Tensor *x = tensor_new(step, SHAPE(n, 12)); /* (n, 12) */
	Tensor *y = tensor_new(step, SHAPE(n));     /* (n,) */
	Random random;
	random_seed(&random, 5);
	random_uniform(&random, x, 0, 0.25);
	random_integers(&random, y, 0, 10);
	for (size_t i = 0; i < n; i++)
		x->data[i * 12 + (size_t)y->data[i]] = 2;
	return (Mnist){.x_train = tensor_narrow(step, x, 0, 0, train),
	    .y_train = tensor_narrow(step, y, 0, 0, train),
	    .x_valid = tensor_narrow(step, x, 0, train, valid),
	    .y_valid = tensor_narrow(step, y, 0, train, valid)};
}

enum { IMAGES = TRIAL_STEPS * TRIAL_BATCH };

/* Two batches with chapters 6 and 5, without the experiment's loop. */
static void
check_two_steps(LossKind kind, const Mnist *mnist, double rate)
{
	Random random;
	random_seed(&random, 1);
	Net net = net_draw_default(
	    step, &random, 12, 50, kind == MSE_ON_LABELS ? 1 : 10);
	Trial trial = try_loss(kind, mnist, rate);
	for (size_t i = 0; i < 3; i++) {
		Tensor *x = tensor_narrow(
		    step, mnist->x_train, 0, 50 * i, 50); /* (50, 12) */
		Tensor *y = tensor_narrow(
		    step, mnist->y_train, 0, 50 * i, 50);     /* (50,) */
		Tensor *l1 = linear(step, x, net.w1, net.b1); /* (50, 50) */
		Tensor *l2 = relu(step, l1);                  /* (50, 50) */
		Tensor *out = linear(step, l2, net.w2, net.b2);
		double loss;
		if (kind == MSE_ON_LABELS) {
			loss = mse(step, out, y);
			mse_grad(step, out, y);
		} else if (kind == MSE_ON_ONE_HOT) {
			loss = mse_on_one_hot(step, out, y);
		} else {
			loss = cross_entropy(step, out, y);
			cross_entropy_grad(step, out, y);
		}
		ck_assert_double_eq_tol(trial.loss[i] / loss, 1, 1e-5);
		linear_grad(step, l2, out, net.w2, net.b2);
		relu_grad(step, l1, l2);
		linear_grad(step, x, l1, net.w1, net.b1);
		Tensor *const parameters[] = {net.w1, net.b1, net.w2, net.b2};
		for (int p = 0; p < 4; p++) {
			descend(step, parameters[p], rate);
			parameters[p]->g = NULL;
		}
	}
}

START_TEST(first_steps_by_hand)
{
	Mnist mnist = easy_digits(IMAGES, 100);
	check_two_steps(MSE_ON_LABELS, &mnist, 0.01);
	check_two_steps(MSE_ON_ONE_HOT, &mnist, 0.1);
	check_two_steps(CROSS_ENTROPY, &mnist, 0.2);
}
END_TEST

START_TEST(learns_what_is_easy)
{
	Mnist mnist = easy_digits(IMAGES, 500);
	Trial trial = try_loss(MSE_ON_ONE_HOT, &mnist, 0.1);
	ck_assert(trial.accuracy == 1);
	ck_assert(trial.loss[TRIAL_STEPS - 1] < trial.loss[0] / 10);
	Trial again = try_loss(MSE_ON_ONE_HOT, &mnist, 0.1);
	for (int i = 0; i < TRIAL_STEPS; i++)
		ck_assert(trial.loss[i] == again.loss[i]);
	ck_assert(try_loss(CROSS_ENTROPY, &mnist, 0.5).accuracy == 1);
	/* Without steps of any size nobody learns. */
	ck_assert(try_loss(CROSS_ENTROPY, &mnist, 0).accuracy < 0.5);
}
END_TEST

/* Validation is what its name says: other labels, other accuracy. */
START_TEST(accuracy_is_that_of_validation)
{
	Mnist mnist = easy_digits(IMAGES, 500);
	Tensor *one = tensor_scalar(step, 1), *ten = tensor_scalar(step, 10);
	Tensor *next = tensor_add(step, mnist.y_valid, one); /* (500,) */
	Tensor *past = tensor_equal(step, next, ten);        /* (500,) */
	mnist.y_valid = tensor_sub(step, next, tensor_mul(step, past, ten));
	ck_assert(try_loss(MSE_ON_ONE_HOT, &mnist, 0.1).accuracy == 0);
}
END_TEST

/* One output: the guess is the nearest whole number. All images are alike, so
   the net learns the mean of their labels: four of five are `often`. */
static void
check_nearest(Real often, Real seldom)
{
	Mnist mnist = easy_digits(IMAGES, 50);
	mnist.x_train = tensor_full(step, SHAPE(IMAGES, 12), (Real)0.5);
	mnist.x_valid = tensor_full(step, SHAPE(50, 12), (Real)0.5);
	for (size_t i = 0; i < IMAGES; i++)
		mnist.y_train->data[i] = i % 5 ? often : seldom;
	for (size_t i = 0; i < 50; i++)
		mnist.y_valid->data[i] = i < 20 ? often : seldom;
	Trial trial = try_loss(MSE_ON_LABELS, &mnist, 0.02);
	ck_assert_double_eq_tol(trial.accuracy, 0.4, 1e-12);
	ck_assert_double_eq_tol(trial.loss[TRIAL_STEPS - 1], 0.16, 0.01);
}

START_TEST(one_output_says_the_nearest)
{
	check_nearest(7, 8);
	check_nearest(8, 7);
}
END_TEST

START_TEST(refuses_too_few_images)
{
	Mnist mnist = easy_digits(IMAGES - 1, 10);
	const char *text =
	    "try_loss: 9999 training images, expected 10000 or more";
	ck_requires(text, try_loss(CROSS_ENTROPY, &mnist, 0.1));
}
END_TEST

/* The claim in the thread, put right. What the other two learn, program.sh
   knows. */
START_TEST(on_mnist)
{
	NEEDS_MNIST(mnist)
	Trial rows = try_loss(MSE_ON_ONE_HOT, &mnist, 0.1);
	ck_assert(rows.accuracy > 0.89 && rows.accuracy < 0.915);
	ck_assert(rows.loss[0] > 1 && rows.loss[TRIAL_STEPS - 1] < 0.3);
}
END_TEST

TESTS_IN_FOLDER("cross_entropy_experiment", draws_as_torch_does,
    mse_on_one_hot_by_hand, mse_on_one_hot_measured, mse_on_one_hot_refuses,
    first_steps_by_hand, learns_what_is_easy, accuracy_is_that_of_validation,
    one_output_says_the_nearest, refuses_too_few_images, on_mnist)

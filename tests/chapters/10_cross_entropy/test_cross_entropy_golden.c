/*
 * Chapter 10 against the notebook and against PyTorch: what the fresh net of
 * ten outputs says to MNIST, what it loses, and the gradient of that.
 */
#include "tests/chapters/nets.h"

#include "chapters/03_mse/mse.h"
#include "chapters/10_cross_entropy/cross_entropy.h"
#include "chapters/10_cross_entropy/experiment.h"
#include "tests/golden/cross_entropy.h"

static Tensor *
predictions(const Mnist *mnist)
{
	Random random;
	random_seed(&random, 1);
	Net net = net_draw_default(step, &random, 784, 50, 10);
	return model(step, &net, mnist->x_train);
}

static double
at(const Tensor *t, size_t i, size_t j)
{
	return (double)*tensor_at(t, (size_t[]){i, j});
}

/* The rows and columns 0, 1, 2, -3, -2, -1. */
static void
check_corners(const Tensor *t, const double *torchs, double tolerance)
{
	for (size_t i = 0; i < 6; i++)
		for (size_t j = 0; j < 6; j++)
			check_relative(at(t, i < 3 ? i : t->shape[0] - 6 + i,
					   j < 3 ? j : t->shape[1] - 6 + j),
			    torchs[6 * i + j], tolerance);
}

static void
check_all(const Mnist *mnist, const Tensor *preds,
    const CrossEntropyGolden *torchs, double tolerance)
{
	const Tensor *y = mnist->y_train; /* (50000,) */
	Tensor *const three[] = {log_softmax_naive(step, preds),
	    log_softmax_difference(step, preds), log_softmax(step, preds)};
	for (int way = 0; way < 3; way++) {
		const Tensor *ln_p = three[way]; /* (50000, 10) */
		check_corners(ln_p, torchs->corners, tolerance);
		check_relative(tensor_sum_all(ln_p), torchs->sum, tolerance);
		check_relative(tensor_sum_all(tensor_pow(step, ln_p, 2)),
		    torchs->squares, tolerance);
		for (size_t i = 0; i < 3; i++)
			check_relative(at(ln_p, i, (size_t)y->data[i]),
			    torchs->picks[i], tolerance);
		check_relative(nll(ln_p, y), torchs->loss, tolerance);
		check_relative(nll_one_hot(step, ln_p, one_hot(step, y, 10)),
		    torchs->loss, tolerance);
	}
	check_relative(cross_entropy(step, preds, y), torchs->loss, tolerance);
}

START_TEST(agrees_on_the_training_set)
{
	NEEDS_MNIST(mnist)
	Tensor *preds = predictions(&mnist); /* (50000, 10) */
	check_all(&mnist, preds, &cross_entropy_f32, near_f32);
	check_all(&mnist, preds, &cross_entropy_f64, near_f64);
	/* In full, from another reckoning than cross_entropy.h's. */
	check_relative(
	    cross_entropy(step, preds, mnist.y_train), 2.30027638434, near_f64);
	check_relative(cross_entropy_f64.picks[0], -2.20015030434, 1e-11);
}
END_TEST

static void
check_batch(const Tensor *preds, const Tensor *y,
    const CrossEntropyGolden *torchs, double tolerance)
{
	for (size_t j = 0; j < 10; j++)
		ck_assert_double_eq_tol(
		    at(preds, 0, j), torchs->preds0[j], tolerance);
	check_relative(
	    cross_entropy(step, preds, y), torchs->batch_loss, tolerance);
	ck_assert(accuracy(preds, y) == torchs->batch_accuracy);
}

START_TEST(agrees_on_a_batch)
{
	NEEDS_MNIST(mnist)
	Tensor *preds = tensor_narrow(
	    step, predictions(&mnist), 0, 0, 50);                 /* (50, 10) */
	Tensor *y = tensor_narrow(step, mnist.y_train, 0, 0, 50); /* (50,) */
	check_batch(preds, y, &cross_entropy_f32, near_f32);
	check_batch(preds, y, &cross_entropy_f64, near_f64);
	check_relative(cross_entropy(step, preds, y), 2.304753892487, near_f64);
	ck_assert(accuracy(preds, y) == 0.08);

	Tensor *guess = tensor_argmax(step, preds, 1); /* (50,) */
	for (size_t i = 0; i < 50; i++) {
		ck_assert_int_eq((int)y->data[i], batch_labels[i]);
		ck_assert_int_eq((int)guess->data[i], batch_argmax[i]);
	}
	cross_entropy_grad(step, preds, y);
	for (size_t i = 0; i < 500; i++)
		check_relative((double)preds->g->data[i], batch_g[i], near_f64);
}
END_TEST

TESTS_IN_FOLDER(
    "cross_entropy_golden", agrees_on_the_training_set, agrees_on_a_batch)

/*
 * The lecture's nets on the real digits, for the tests that compare with
 * PyTorch: tests/golden/forward.h says what must come out. Without MNIST such
 * a test is skipped.
 */
#ifndef TESTS_CHAPTERS_NETS_H
#define TESTS_CHAPTERS_NETS_H

#include "tests/files.h"

#include "chapters/02_forward/forward.h"
#include "common/mnist.h"
#include "tests/golden/forward.h"

enum { GOLDEN_NETS = sizeof forward_golden / sizeof *forward_golden };

/* How near we come to torch's float32, whose sums have another order, and to
   its float64. */
static const double near_f32 = 1e-5;
#ifdef REAL_DOUBLE
static const double near_f64 = 1e-9;
#else
static const double near_f64 = 1e-5;
#endif

/* Asserts a number of torch's, within a relative tolerance. */
static inline void
check_relative(double here, double torchs, double tolerance)
{
	ck_assert_double_eq_tol(here / torchs, 1, tolerance);
}

/* Loads the digits that the project's programs would load: a relative
   MNIST_DIR starts at the project's folder. */
static inline Mnist
load_digits(void)
{
	Mnist mnist;
	Error error;
	ck_assert(chdir(project_folder) == 0);
	ck_assert_msg(mnist_load(step, 256, &mnist, &error), "%s", error.text);
	return mnist;
}

/* Declares `mnist`, or ends the test. */
#define NEEDS_MNIST(mnist) \
	Mnist mnist = load_digits(); \
	SKIP_IF(mnist.digits != DIGITS_MNIST, \
	    "the digits in %s are not MNIST", mnist.folder)

/* Draws a net of forward_golden[], which are drawn in their order. */
static inline Net
draw_golden(Random *random, const ForwardGolden *golden)
{
	if (golden->draw == 1)
		random_seed(random, golden->seed);
	return net_draw(step, random, 784, 50, 1,
	    golden->normal_biases ? BIASES_NORMAL : BIASES_ZERO);
}

#endif

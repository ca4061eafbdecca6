/*
 * Chapter 12: the first losses of the lecture's net in its four variants,
 * against PyTorch's in float64 (tests/golden/ceiling.h).
 */
#include "tests/chapters/12_training/ceiling.h"

#include "common/mnist.h"
#include "tests/golden/ceiling.h"

enum { EPOCHS = 5, ROWS = 60000 };

#ifdef REAL_DOUBLE
static const double near = 1e-9;
#else
static const double near = 1e-5;
#endif

static void
check_losses(const CeilingGolden *golden, const Mnist *mnist)
{
	Arena *model = arena_create("model"), *temporary = arena_create("t");
	CeilingRun run;
	ceiling_start(&run, model, variant_named(golden->variant),
	    tensor_narrow(model, mnist->x, 0, 0, golden->rows),
	    tensor_narrow(model, mnist->y, 0, 0, golden->rows), EPOCHS);
	for (int epoch = 0; epoch < EPOCHS; epoch++)
		ck_assert_double_eq_tol((double)ceiling_epoch(&run, temporary),
		    golden->losses[epoch], near);
	arena_destroy(temporary);
	arena_destroy(model);
}

static void
check_rows(size_t rows)
{
	Mnist mnist;
	Error error;
	ck_assert(chdir(project_folder) == 0);
	ck_assert_msg(mnist_load(step, 255, &mnist, &error), "%s", error.text);
	SKIP_IF(mnist.digits != DIGITS_MNIST, "the digits in %s are not MNIST",
	    mnist.folder);
	size_t found = 0;
	for (size_t i = 0; i < sizeof ceiling_golden / sizeof *ceiling_golden;
	     i++)
		if (ceiling_golden[i].rows == rows) {
			check_losses(&ceiling_golden[i], &mnist);
			found++;
		}
	ck_assert_uint_eq(found, VARIANTS);
}

START_TEST(a_thousand_rows)
{
	check_rows(1000);
}
END_TEST

START_TEST(all_rows)
{
	SKIP_IF(SANITIZED, "sanitizers take minutes for 60,000 rows");
	check_rows(ROWS);
}
END_TEST

TESTS_IN_FOLDER("ceiling golden", a_thousand_rows, all_rows)

/*
 * Chapter 10's losses and accuracy: by hand, against PyTorch and against loops,
 * and which labels are refused.
 */
#include "tests/chapters/10_cross_entropy/rows.h"

#include "chapters/03_mse/mse.h"
#include "chapters/10_cross_entropy/cross_entropy.h"

START_TEST(nll_by_hand)
{
	Tensor *ln_p = tensor_of(
	    step, SHAPE(2, 3), -1, -2, -4, -8, -16, -32); /* (2, 3) */
	Tensor *labels = tensor_of(step, SHAPE(2), 2, 0); /* (2,) */
	ck_assert(nll(ln_p, labels) == 6);
	Tensor *rows = one_hot(step, labels, 3); /* (2, 3) */
	ck_assert(nll_one_hot(step, ln_p, rows) == 6);
	ck_tensor(ln_p, SHAPE(2, 3), 0, -1, -2, -4, -8, -16, -32);
}
END_TEST

/* Shares instead of a single one. */
START_TEST(nll_of_soft_rows)
{
	Tensor *ln_p = tensor_of(step, SHAPE(1, 2), -2, -4); /* (1, 2) */
	Tensor *rows = tensor_of(
	    step, SHAPE(1, 2), (Real)0.75, (Real)0.25); /* (1, 2) */
	ck_assert(nll_one_hot(step, ln_p, rows) == 2.5);
}
END_TEST

START_TEST(agrees_with_torch)
{
	Tensor *x = golden_rows(),
	       *labels = golden_labels(); /* (5, 10), (5,) */
	double sum = 0;
	for (size_t i = 0; i < GOLDEN_ROWS; i++) {
		check_near(cross_entropy(step, tensor_narrow(step, x, 0, i, 1),
			       tensor_narrow(step, labels, 0, i, 1)),
		    rows_losses[i]);
		sum += rows_losses[i];
	}
	check_near(cross_entropy(step, x, labels), sum / GOLDEN_ROWS);
}
END_TEST

/* The forum's example: the loss is positive. */
START_TEST(the_forums_loss)
{
	Tensor *x = tensor_narrow(step, golden_rows(), 0, 0, 1); /* (1, 10) */
	Tensor *label = tensor_of(step, SHAPE(1), 4);            /* (1,) */
	check_near(cross_entropy(step, x, label), 2.120163134267004);
}
END_TEST

START_TEST(against_loops)
{
	Random random;
	random_seed(&random, 4);
	for (int trial = 0; trial < 300; trial++) {
		Batch batch = any_batch(&random);
		double right = loss_in_a_loop(batch.x, batch.labels);
		Tensor *ln_p = log_softmax(step, batch.x); /* (n, c) */
		Tensor *rows = one_hot(
		    step, batch.labels, batch.c); /* (n, c) */
		check_near(cross_entropy(step, batch.x, batch.labels), right);
		check_near(nll(ln_p, batch.labels), right);
		check_near(nll_one_hot(step, ln_p, rows), right);
		ck_assert(right > -near);
		arena_reset(step);
	}
}
END_TEST

/* Picks where they stand, not where they would in a contiguous tensor. */
START_TEST(nll_of_a_view)
{
	Tensor *columns = tensor_of(
	    step, SHAPE(3, 2), -1, -8, -2, -16, -4, -32); /* (3, 2) */
	Tensor *labels = tensor_of(step, SHAPE(2), 2, 0); /* (2,) */
	ck_assert(nll(tensor_t(step, columns), labels) == 6);
}
END_TEST

/* A net that knows nothing. */
START_TEST(of_equal_logits)
{
	for (size_t c = 1; c <= 20; c++) {
		Tensor *x = tensor_full(step, SHAPE(4, c), 7); /* (4, c) */
		Tensor *labels = tensor_zeros(step, SHAPE(4)); /* (4,) */
		check_near(cross_entropy(step, x, labels), log((double)c));
	}
}
END_TEST

START_TEST(of_the_improbable_and_the_certain)
{
	const Real inf = (Real)INFINITY;
	Tensor *x = tensor_of(step, SHAPE(1, 3), 1000, 0, -inf); /* (1, 3) */
	Tensor *label = tensor_of(step, SHAPE(1), 0);            /* (1,) */
	ck_assert(cross_entropy(step, x, label) == 0);
	label->data[0] = 1;
	ck_assert(cross_entropy(step, x, label) == 1000);
	Tensor *ln_p = log_softmax(step, x); /* (1, 3) */
	ck_assert(isnan(nll_one_hot(step, ln_p, one_hot(step, label, 3))));
	label->data[0] = 2;
	ck_assert(cross_entropy(step, x, label) == Inf);
}
END_TEST

START_TEST(of_nan)
{
	Tensor *x = golden_rows(),
	       *labels = golden_labels(); /* (5, 10), (5,) */
	x->data[3 * GOLDEN_COLUMNS + 9] = (Real)NAN;
	ck_assert(isnan(cross_entropy(step, x, labels)));
}
END_TEST

START_TEST(accuracy_by_hand)
{
	Tensor *preds = tensor_of(step, SHAPE(4, 3), 1, 5, 2, -3, -1, -2, 9, 0,
	    0, 0, 1, 2);                                        /* (4, 3) */
	Tensor *labels = tensor_of(step, SHAPE(4), 1, 1, 0, 2); /* (4,) */
	ck_assert(accuracy(preds, labels) == 1);
	labels->data[3] = 1;
	ck_assert(accuracy(preds, labels) == 0.75);
	labels->data[0] = 2;
	labels->data[1] = 0;
	ck_assert(accuracy(preds, labels) == 0.25);
	ck_assert(accuracy(preds, tensor_of(step, SHAPE(4), 0, 2, 1, 0)) == 0);
}
END_TEST

/* As tensor_argmax says it: of equals, the first. */
START_TEST(accuracy_is_that_of_argmax)
{
	Random random;
	random_seed(&random, 5);
	for (int trial = 0; trial < 300; trial++) {
		Batch batch = any_batch(&random);
		Tensor *guess = tensor_argmax(step, batch.x, 1); /* (n,) */
		Tensor *right = tensor_equal(
		    step, guess, batch.labels); /* (n,) */
		ck_assert_double_eq_tol(accuracy(batch.x, batch.labels),
		    tensor_mean_all(right), 1e-15);
		arena_reset(step);
	}
}
END_TEST

START_TEST(accuracy_of_equals_and_nan)
{
	const Real nan = (Real)NAN;
	Tensor *preds = tensor_of(step, SHAPE(6, 2), 1, 1, 1, 1, nan, 0, 0, nan,
	    nan, 0, nan, nan); /* (6, 2) */
	Tensor *labels = tensor_of(step, SHAPE(6), 0, 1, 0, 0, 1, 0); /* (6,) */
	ck_assert_double_eq_tol(accuracy(preds, labels), 1. / 6, 1e-15);
}
END_TEST

/* The functions of rows and labels: their names, and that of the rows. */
static double
nll_of(Arena *arena, Tensor *x, const Tensor *labels)
{
	(void)arena;
	return (nll)(x, labels);
}

static double
accuracy_of(Arena *arena, Tensor *x, const Tensor *labels)
{
	(void)arena;
	return (accuracy)(x, labels);
}

static double
loss_of(Arena *arena, Tensor *x, const Tensor *labels)
{
	return (cross_entropy)(arena, x, labels);
}

static double
gradient_of(Arena *arena, Tensor *x, const Tensor *labels)
{
	(cross_entropy_grad)(arena, x, labels);
	return 0;
}

static const struct {
	const char *name, *rows;
	double (*function)(Arena *, Tensor *, const Tensor *);
} functions[] = {
    {"nll", "log_probabilities", nll_of},
    {"cross_entropy", "x", loss_of},
    {"cross_entropy_grad", "x", gradient_of},
    {"accuracy", "preds", accuracy_of},
};

static void
check_refuses(size_t which, Tensor *x, const Tensor *labels, const char *what,
    bool shapes)
{
	char text[300];
	snprintf(text, sizeof text, "%s: %s%s%s", functions[which].name,
	    shapes ? functions[which].rows : "", shapes ? " " : "", what);
	ck_requires(text, CALLED(functions[which].function(step, x, labels)));
}

/* Asserts that each of them refuses, and says what; about shapes, it begins
   with the name of the rows. No gradient is left behind. */
static void
check_all_refuse(Tensor *x, const Tensor *labels, const char *what, bool shapes)
{
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		check_refuses(i, x, labels, what, shapes);
	ck_assert_ptr_null(x->g);
}

static void
check_shapes_refused(Shape x, Shape labels, const char *what)
{
	check_all_refuse(
	    tensor_zeros(step, x), tensor_zeros(step, labels), what, true);
}

START_TEST(refuses_shapes)
{
	check_shapes_refused(SHAPE(3), SHAPE(3),
	    "(3,) and labels (3,), expected (n, c) and (n,)");
	check_shapes_refused(SHAPE(3, 10), SHAPE(3, 1),
	    "(3, 10) and labels (3, 1), expected (n, c) and (n,)");
	check_shapes_refused(SHAPE(3, 10), SHAPE(2),
	    "(3, 10) and labels (2,), expected (n, c) and (n,)");
	check_shapes_refused(SHAPE(3, 10), SHAPE(10),
	    "(3, 10) and labels (10,), expected (n, c) and (n,)");
	check_shapes_refused(SHAPE(3, 10), SHAPE(3, 10),
	    "(3, 10) and labels (3, 10), expected (n, c) and (n,)");
	check_shapes_refused(SHAPE(3, 10, 1), SHAPE(3),
	    "(3, 10, 1) and labels (3,), expected (n, c) and (n,)");
	check_shapes_refused(SHAPE(1, 10), SCALAR,
	    "(1, 10) and labels (), expected (n, c) and (n,)");
	check_shapes_refused(
	    SHAPE(0, 10), SHAPE(0), "(0, 10), expected rows and columns");
	check_shapes_refused(
	    SHAPE(3, 0), SHAPE(3), "(3, 0), expected rows and columns");
}
END_TEST

static void
check_label_refused(double label, const char *called)
{
	Tensor *labels = tensor_of(
	    step, SHAPE(3), 0, (Real)label, 3); /* (3,) */
	char text[200];
	snprintf(text, sizeof text,
	    "label %s of row 1, expected a whole number from 0 to 3", called);
	check_all_refuse(tensor_zeros(step, SHAPE(3, 4)), labels, text, false);
}

START_TEST(refuses_labels)
{
	check_label_refused(4, "4");
	check_label_refused(-1, "-1");
	check_label_refused(2.5, "2.5");
	check_label_refused(-0.5, "-0.5");
	check_label_refused(1e30, "1e+30");
	check_label_refused(Inf, "inf");
	check_label_refused(NaN, "nan");
}
END_TEST

START_TEST(refuses_one_hot_shapes)
{
	const Tensor *ln_p = tensor_zeros(step, SHAPE(3, 4)); /* (3, 4) */
	const Tensor *labels = tensor_zeros(step, SHAPE(3));  /* (3,) */
	const Tensor *none = tensor_zeros(step, SHAPE(0, 4)); /* (0, 4) */
	const char *text = "nll_one_hot: log_probabilities (3, 4) and rows"
			   " (3,), expected (n, c) and (n, c)";
	ck_requires(text, nll_one_hot(step, ln_p, labels));
	text = "nll_one_hot: log_probabilities (3,) and rows (3,), expected"
	       " (n, c) and (n, c)";
	ck_requires(text, nll_one_hot(step, labels, labels));
	text = "nll_one_hot: log_probabilities (3, 4) and rows (0, 4), expected"
	       " (n, c) and (n, c)";
	ck_requires(text, nll_one_hot(step, ln_p, none));
	text = "nll_one_hot: no rows";
	ck_requires(text, nll_one_hot(step, none, none));
}
END_TEST

TESTS("nll", nll_by_hand, nll_of_soft_rows, agrees_with_torch, the_forums_loss,
    against_loops, nll_of_a_view, of_equal_logits,
    of_the_improbable_and_the_certain, of_nan, accuracy_by_hand,
    accuracy_is_that_of_argmax, accuracy_of_equals_and_nan, refuses_shapes,
    refuses_labels, refuses_one_hot_shapes)

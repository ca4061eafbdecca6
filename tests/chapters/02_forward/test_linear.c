/*
 * Chapter 2's linear: by hand, against plain loops, and what it refuses.
 */
#include "tests/common/oracle.h"

#include "chapters/02_forward/forward.h"

START_TEST(by_hand)
{
	Tensor *x = tensor_of(step, SHAPE(2, 3), 1, 2, 3, 4, 5, 6); /* (2, 3) */
	Tensor *w = tensor_of(step, SHAPE(3, 2), 1, 2, 3, 4, 5, 6); /* (3, 2) */
	Tensor *b = tensor_of(step, SHAPE(2), 100, 200);            /* (2,) */
	ck_tensor(linear(step, x, w, b), SHAPE(2, 2), 0, 122, 228, 149, 264);
}
END_TEST

/* y[i][j] = sum of x[i][p] w[p][j], plus b[j], as the formula says. */
static Tensor *
linear_in_loops(const Tensor *x, const Tensor *w, const Tensor *b)
{
	size_t n = x->shape[0], k = x->shape[1], m = w->shape[1];
	Tensor *y = tensor_new(step, SHAPE(n, m)); /* (n, m) */
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++) {
			double sum = (double)*tensor_at(b, (size_t[]){j});
			for (size_t p = 0; p < k; p++)
				sum += (double)*tensor_at(x, (size_t[]){i, p}) *
				       (double)*tensor_at(w, (size_t[]){p, j});
			y->data[i * m + j] = (Real)sum;
		}
	return y;
}

/* Whole numbers, whose sums are exact. */
START_TEST(against_loops)
{
	Random random;
	random_seed(&random, 5);
	for (int trial = 0; trial < 300; trial++) {
		size_t n = below(&random, 20), k = below(&random, 40);
		size_t m = 1 + below(&random, 20);
		int layers = (int)below(&random, 3);
		Tensor *x = any_view(&random, SHAPE(n, k), layers); /* (n, k) */
		Tensor *w = any_view(&random, SHAPE(k, m), layers); /* (k, m) */
		Tensor *b = any_view(&random, SHAPE(m), layers);    /* (m,) */
		ck_tensors_equal(
		    linear(step, x, w, b), linear_in_loops(x, w, b), 0);
		arena_reset(step);
	}
}
END_TEST

START_TEST(with_a_transposed_w)
{
	Random random;
	random_seed(&random, 6);
	Tensor *x = tensor_new(step, SHAPE(9, 30));  /* (9, 30) */
	Tensor *w = tensor_new(step, SHAPE(12, 30)); /* (12, 30) */
	Tensor *b = tensor_new(step, SHAPE(12));     /* (12,) */
	random_normal(&random, x);
	random_normal(&random, w);
	random_normal(&random, b);
	const Tensor *turned = tensor_t(step, w);          /* (30, 12) */
	const Tensor *copied = tensor_clone(step, turned); /* (30, 12) */
	const Tensor *y = linear(step, x, turned, b);      /* (9, 12) */
	ck_tensors_equal(
	    y, linear_in_loops(x, turned, b), 10 * sum_tolerance(30));
	ck_tensors_equal(y, linear(step, x, copied, b), sum_tolerance(30));
}
END_TEST

START_TEST(of_an_empty_batch)
{
	Tensor *y = linear(step, numbered(SHAPE(0, 3)), numbered(SHAPE(3, 2)),
	    numbered(SHAPE(2))); /* (0, 2) */
	ck_assert(shape_equal(tensor_shape(y), SHAPE(0, 2)));
}
END_TEST

/* A sum of nothing is 0: the biases are left. */
START_TEST(of_no_inputs)
{
	Tensor *b = tensor_of(step, SHAPE(2), 7, 8); /* (2,) */
	Tensor *y = linear(
	    step, numbered(SHAPE(3, 0)), numbered(SHAPE(0, 2)), b); /* (3, 2) */
	ck_tensor(y, SHAPE(3, 2), 0, 7, 8, 7, 8, 7, 8);
}
END_TEST

/* Asserts that linear refuses these shapes, and what it says of them. */
static void
check_refuses(Shape x_shape, Shape w_shape, Shape b_shape, const char *what)
{
	const Tensor *x = numbered(x_shape); /* as given */
	const Tensor *w = numbered(w_shape); /* as given */
	const Tensor *b = numbered(b_shape); /* as given */
	char text[200];
	snprintf(text, sizeof text, "linear: %s", what);
	ck_requires(text, linear(step, x, w, b));
}

START_TEST(refuses_x_or_w)
{
	check_refuses(SHAPE(2, 3), SHAPE(2, 3), SHAPE(3),
	    "x (2, 3) does not fit w (2, 3)");
	check_refuses(
	    SHAPE(3), SHAPE(3, 2), SHAPE(2), "x (3,) does not fit w (3, 2)");
	check_refuses(
	    SHAPE(2, 3), SHAPE(3), SHAPE(2), "x (2, 3) does not fit w (3,)");
	check_refuses(SHAPE(1, 2, 3), SHAPE(2, 3), SHAPE(3),
	    "x (1, 2, 3) does not fit w (2, 3)");
}
END_TEST

/* A column or a single number would broadcast. */
START_TEST(refuses_b)
{
	check_refuses(
	    SHAPE(2, 3), SHAPE(3, 2), SHAPE(3), "b (3,) does not fit w (3, 2)");
	check_refuses(
	    SHAPE(2, 3), SHAPE(3, 2), SHAPE(1), "b (1,) does not fit w (3, 2)");
	check_refuses(SHAPE(2, 3), SHAPE(3, 2), SHAPE(1, 2),
	    "b (1, 2) does not fit w (3, 2)");
	check_refuses(
	    SHAPE(2, 3), SHAPE(3, 2), SCALAR, "b () does not fit w (3, 2)");
}
END_TEST

TESTS("linear", by_hand, against_loops, with_a_transposed_w, of_an_empty_batch,
    of_no_inputs, refuses_x_or_w, refuses_b)

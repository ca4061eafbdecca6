/*
 * Tensors that change in place, against the formula element by element.
 */
#include "tests/common/oracle.h"

#include <string.h>

#include "common/parallel.h"

static Tensor *
normal(Random *random, Shape shape)
{
	Tensor *t = tensor_new(step, shape); /* shape */
	random_normal(random, t);
	return t;
}

/* to = keep * to + factor * from, by the definition. */
static void
check_update(Tensor *to, double keep, double factor, const Tensor *from)
{
	Tensor *before = tensor_clone(step, to);  /* as to */
	Tensor *added = tensor_clone(step, from); /* as to */
	tensor_update(to, keep, factor, from);
	Tensor *after = tensor_clone(step, to); /* as to */
	for (size_t i = 0; i < tensor_count(after); i++) {
		Real kept = (Real)keep * before->data[i];
		Real more = (Real)factor * added->data[i];
		ck_assert(after->data[i] == kept + more);
	}
}

/* Around the pieces that the cores take. */
START_TEST(every_length)
{
	Random random;
	random_seed(&random, 1);
	static const size_t lengths[] = {
	    0, 1, 7, 2047, 2048, 2049, 4096, 5000, 70001};
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		Shape shape = SHAPE(lengths[i]);
		check_update(
		    normal(&random, shape), 0.9, -0.1, normal(&random, shape));
		arena_reset(step);
	}
	Tensor *scalar = tensor_scalar(step, 3); /* () */
	check_update(scalar, 2, 5, tensor_scalar(step, 7));
	ck_assert(tensor_item(scalar) == 41);
}
END_TEST

START_TEST(views)
{
	Random random;
	random_seed(&random, 2);
	for (int to_t = 0; to_t < 2; to_t++)
		for (int from_t = 0; from_t < 2; from_t++) {
			Tensor *to = normal(&random, SHAPE(30, 40));
			Tensor *from = normal(&random, SHAPE(30, 40));
			if (to_t)
				to = tensor_t(
				    step, normal(&random, SHAPE(40, 30)));
			if (from_t)
				from = tensor_t(
				    step, normal(&random, SHAPE(40, 30)));
			check_update(to, 1, -0.5, from);
		}
	Tensor *wide = normal(&random, SHAPE(50, 60)); /* (50, 60) */
	Tensor *before = tensor_clone(step, wide);     /* (50, 60) */
	check_update(tensor_narrow(step, wide, 1, 10, 20), 0, 1,
	    normal(&random, SHAPE(50, 20)));
	for (size_t i = 0; i < 50; i++)
		for (size_t j = 0; j < 60; j++)
			if (j < 10 || j >= 30)
				ck_assert(wide->data[i * 60 + j] ==
					  before->data[i * 60 + j]);
	Tensor *row = normal(&random, SHAPE(1, 60)); /* (1, 60) */
	check_update(wide, 1, 1, tensor_expand(step, row, SHAPE(50, 60)));
}
END_TEST

/* A tensor added to itself. */
START_TEST(itself)
{
	Tensor *t = tensor_of(step, SHAPE(3), 1, 2, 3); /* (3,) */
	tensor_update(t, 1, 2, t);
	ck_tensor(t, SHAPE(3), 0, 3, 6, 9);
}
END_TEST

START_TEST(nan_travels)
{
	Tensor *t = tensor_of(step, SHAPE(3), (Real)NAN, 1, (Real)INFINITY);
	tensor_update(t, 1, 1, tensor_of(step, SHAPE(3), 1, (Real)NAN, 1));
	ck_tensor(t, SHAPE(3), 0, NaN, NaN, Inf);
	tensor_update(t, 0, 1, tensor_of(step, SHAPE(3), 1, 2, 3));
	ck_tensor(t, SHAPE(3), 0, NaN, NaN, NaN); /* 0 * NaN is NaN */
}
END_TEST

START_TEST(the_same_bits_for_any_number_of_threads)
{
	Random random;
	random_seed(&random, 3);
	Tensor *first = normal(&random, SHAPE(300, 301)); /* (300, 301) */
	Tensor *from = normal(&random, SHAPE(300, 301));  /* (300, 301) */
	Tensor *expected = NULL;
	for (size_t threads = 1; threads <= 3; threads++) {
		parallel_set_threads(threads);
		Tensor *to = tensor_clone(step, first); /* (300, 301) */
		tensor_update(to, 0.9, -0.3, from);
		if (!expected)
			expected = to;
		ck_tensors_equal(to, expected, 0);
	}
}
END_TEST

START_TEST(fill)
{
	for (size_t n = 0; n <= 5000; n += 2500) {
		Tensor *t = tensor_new(step, SHAPE(n + 1)); /* (n + 1,) */
		tensor_fill(t, 2);
		t->data[n] = 7;
		tensor_fill(tensor_narrow(step, t, 0, 0, n), -1.5);
		for (size_t i = 0; i < n; i++)
			ck_assert(t->data[i] == (Real)-1.5);
		ck_assert(t->data[n] == 7);
	}
}
END_TEST

START_TEST(mistakes)
{
	Tensor *a = numbered(SHAPE(2, 3)); /* (2, 3) */
	Tensor *b = numbered(SHAPE(3, 2)); /* (3, 2) */
	ck_requires(
	    "tensor_update: (3, 2) into (2, 3)", tensor_update(a, 1, 1, b));
	ck_requires("tensor_fill: (3, 2) is not contiguous",
	    tensor_fill(tensor_t(step, a), 0));
}
END_TEST

TESTS("update", every_length, views, itself, nan_travels,
    the_same_bits_for_any_number_of_threads, fill, mistakes)

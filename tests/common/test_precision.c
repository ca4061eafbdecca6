/*
 * How exact reductions are, and that they give the same bits for any number
 * of threads.
 */
#include "tests/common/oracle.h"

#include <string.h>

#include "common/parallel.h"

/* The mean squared error of the notebook: fifty thousand squares around
   1099.57. One float would lose the digits that are printed. */
START_TEST(mean_of_many_squares)
{
	Random random;
	random_seed(&random, 5);
	Tensor *t = tensor_new(step, SHAPE(50000)); /* (50000,) */
	random_uniform(&random, t, 0, 2 * 1099.57);
	long double sum = 0;
	for (size_t i = 0; i < 50000; i++)
		sum += (long double)t->data[i];
	double mean = (double)(sum / 50000);
	Tensor *found = tensor_mean(step, t, 0); /* () */
	ck_assert_double_eq_tol((double)tensor_item(found), mean, 1e-7 * mean);
	ck_assert_double_eq_tol(tensor_mean_all(t), mean, 1e-12 * mean);
}
END_TEST

/* Fifty thousand rows of 0.1: every column sums to 50000 times that Real. */
START_TEST(sums_of_long_columns)
{
	Tensor *t = tensor_full(step, SHAPE(50000, 300), (Real)0.1);
	Tensor *sum = tensor_sum(step, t, 0); /* (300,) */
	double expected = 50000 * (double)(Real)0.1;
	for (size_t i = 0; i < 300; i++)
		ck_assert_double_eq_tol(
		    (double)sum->data[i], expected, 1e-7 * expected);
	double all = 300 * expected;
	ck_assert_double_eq_tol(tensor_sum_all(t), all, 1e-9 * all);
}
END_TEST

/* Everything that runs in parallel, on numbers whose sums depend on the
   order of additions; the results side by side. */
static Tensor *
compute_all(const Tensor *t)
{
	Tensor *results[] = {tensor_sum(step, t, 0), tensor_sum(step, t, 1),
	    tensor_mean(step, t, 0), tensor_mean(step, tensor_t(step, t), 0),
	    tensor_max(step, t, 1), tensor_argmax(step, t, 0),
	    tensor_scalar(step, tensor_sum_all(t)),
	    tensor_scalar(step, tensor_mean_all(tensor_t(step, t))),
	    tensor_sum(step, tensor_mul(step, t, t), 1)};
	Tensor *all = tensor_zeros(step, SHAPE(9, 800)); /* (9, 800) */
	for (size_t i = 0; i < 9; i++)
		memcpy(all->data + 800 * i, results[i]->data,
		    tensor_count(results[i]) * sizeof(Real));
	return all;
}

/* No more than three: the leak checker of clang 14 dies of more. */
START_TEST(same_bits_on_any_number_of_threads)
{
	Random random;
	random_seed(&random, 6);
	Tensor *t = tensor_new(step, SHAPE(800, 700)); /* (800, 700) */
	random_normal(&random, t);
	parallel_set_threads(1);
	Tensor *one = compute_all(t); /* (9, 800) */
	for (size_t threads = 2; threads <= 3; threads++) {
		parallel_set_threads(threads);
		Tensor *many = compute_all(t); /* (9, 800) */
		ck_assert_mem_eq(
		    one->data, many->data, tensor_count(one) * sizeof(Real));
	}
}
END_TEST
/* Columns that are cut into parts, of every length around the parts' and the
   four rows', side by side and with a gap behind each row. */
START_TEST(tall_columns)
{
	Random random;
	random_seed(&random, 7);
	Tensor *all = tensor_new(step, SHAPE(1100, 9)); /* (1100, 9) */
	random_integers(&random, all, -100, 100);
	for (size_t rows = 1020; rows <= 1100; rows++)
		for (size_t width = 2; width <= 9; width += 7) {
			ArenaMark mark = arena_mark(step);
			Tensor *t = tensor_narrow(step,
			    tensor_narrow(step, all, 0, 0, rows), 1, 9 - width,
			    width); /* (rows, width) */
			Tensor *sums = tensor_sum(step, t, 0);   /* (width,) */
			Tensor *means = tensor_mean(step, t, 0); /* (width,) */
			for (size_t j = 0; j < width; j++) {
				double sum = 0;
				for (size_t i = 0; i < rows; i++)
					sum += (double)t->data[i * 9 + j];
				ck_assert(sums->data[j] == (Real)sum);
				ck_assert(means->data[j] ==
					  (Real)(sum / (double)rows));
			}
			arena_rewind(step, mark);
		}
	ck_assert_uint_eq(tensor_sum(step, all, 0)->shape[0], 9);
}
END_TEST

TESTS("precision", tall_columns, mean_of_many_squares, sums_of_long_columns,
    same_bits_on_any_number_of_threads)

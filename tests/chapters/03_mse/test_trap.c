/*
 * Chapter 3's trap: the mean over all pairs by hand, by its definition and by
 * its formula, without the table.
 */
#include "tests/chapters/03_mse/batches.h"

#include "chapters/03_mse/mse.h"

/* The definitions, in plain loops. */
static double
trap_in_two_loops(const Tensor *output, const Tensor *target)
{
	double sum = 0;
	size_t n = target->shape[0];
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			sum += pow(
			    output_at(output, i) - target_at(target, j), 2);
	return sum / (double)(n * n);
}

static double
covariance(const Tensor *output, const Tensor *target)
{
	double products = 0, outputs = 0, targets = 0;
	size_t n = target->shape[0];
	for (size_t i = 0; i < n; i++) {
		products += output_at(output, i) * target_at(target, i);
		outputs += output_at(output, i);
		targets += target_at(target, i);
	}
	double rows = (double)n;
	return products / rows - outputs / rows * (targets / rows);
}

START_TEST(by_hand)
{
	Tensor *output = four_outputs(); /* (4, 1) */
	Tensor *target = four_targets(); /* (4,) */
	ck_assert(mse_of_all_pairs(step, output, target) == 18);
	ck_assert(mse_of_all_pairs_closed(step, output, target) == 18);
	/* It is what the broadcast table gives. */
	Tensor *table = tensor_sub(step, output, target); /* (4, 4) */
	ck_assert(tensor_mean_all(tensor_pow(step, table, 2)) == 18);
}
END_TEST

START_TEST(against_two_loops)
{
	Random random;
	random_seed(&random, 4);
	for (size_t n = 1; n < 100; n++) {
		Batch batch = any_batch(&random, n);
		double trap = trap_in_two_loops(batch.output, batch.target);
		check_near(
		    mse_of_all_pairs(step, batch.output, batch.target), trap);
		check_near(
		    mse_of_all_pairs_closed(step, batch.output, batch.target),
		    trap);
		arena_reset(step);
	}
}
END_TEST

START_TEST(is_mse_plus_twice_the_covariance)
{
	Random random;
	random_seed(&random, 5);
	for (size_t n = 1; n < 100; n++) {
		Batch batch = any_batch(&random, n);
		Tensor *output = batch.output; /* (n, 1) */
		Tensor *target = batch.target; /* (n,) */
		double right = mse(step, output, target);
		double twice = 2 * covariance(output, target);
		check_near(
		    mse_of_all_pairs(step, output, target), right + twice);
		arena_reset(step);
	}
}
END_TEST

/* The trap takes no notice of which target belongs to which output. */
START_TEST(of_shuffled_targets)
{
	Tensor *shuffled = tensor_of(step, SHAPE(4), 9, 1, 5, 3); /* (4,) */
	ck_assert(mse_of_all_pairs(step, four_outputs(), shuffled) == 18);
	ck_assert(mse(step, four_outputs(), shuffled) == 31.5);
}
END_TEST

START_TEST(of_views)
{
	Random random;
	random_seed(&random, 2);
	Tensor *outputs = tensor_new(step, SHAPE(30, 3)); /* (30, 3) */
	random_normal(&random, outputs);
	Tensor *output = tensor_narrow(step, outputs, 1, 1, 1); /* (30, 1) */
	Tensor *target = tensor_select(step, outputs, 1, 2);    /* (30,) */
	double trap = trap_in_two_loops(output, target);
	check_near(mse_of_all_pairs(step, output, target), trap);
	check_near(mse_of_all_pairs_closed(step, output, target), trap);
}
END_TEST

START_TEST(makes_no_table)
{
	Random random;
	random_seed(&random, 6);
	size_t n = 3000;
	Batch batch = any_batch(&random, n);
	size_t used = arena_used(step);
	mse_of_all_pairs(step, batch.output, batch.target);
	ck_assert_uint_eq(arena_used(step), used);
	ck_assert_uint_lt(arena_held(step), n * n * sizeof(Real) / 10);
}
END_TEST

TESTS("trap", by_hand, against_two_loops, is_mse_plus_twice_the_covariance,
    of_shuffled_targets, of_views, makes_no_table)

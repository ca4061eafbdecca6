/*
 * Chapter 3: the loss by hand and by its definition, the three cures, and what
 * is refused.
 */
#include "tests/chapters/03_mse/batches.h"

#include "chapters/03_mse/mse.h"

START_TEST(mse_by_hand)
{
	ck_assert(mse(step, four_outputs(), four_targets()) == 1.5);
	Tensor *output = tensor_of(step, SHAPE(2, 1), -1, 4); /* (2, 1) */
	Tensor *target = tensor_of(step, SHAPE(2), 2, 0);     /* (2,) */
	ck_assert(mse(step, output, target) == 12.5);
}
END_TEST

START_TEST(mse_of_the_perfect_answer)
{
	Tensor *target = four_targets();                    /* (4,) */
	Tensor *output = tensor_unsqueeze(step, target, 1); /* (4, 1) */
	ck_assert(mse(step, output, target) == 0);
}
END_TEST

START_TEST(mse_against_a_loop)
{
	Random random;
	random_seed(&random, 1);
	for (size_t n = 1; n < 200; n++) {
		Batch batch = any_batch(&random, n);
		check_near(mse(step, batch.output, batch.target),
		    mse_in_a_loop(batch.output, batch.target));
		arena_reset(step);
	}
}
END_TEST

/* A column of a matrix as output, every other label as target. */
START_TEST(mse_of_views)
{
	Random random;
	random_seed(&random, 2);
	Tensor *outputs = tensor_new(step, SHAPE(30, 3)); /* (30, 3) */
	Tensor *labels = tensor_new(step, SHAPE(30, 2));  /* (30, 2) */
	random_normal(&random, outputs);
	random_integers(&random, labels, 0, 10);
	Tensor *output = tensor_narrow(step, outputs, 1, 1, 1); /* (30, 1) */
	Tensor *target = tensor_select(step, labels, 1, 1);     /* (30,) */
	check_near(mse(step, output, target), mse_in_a_loop(output, target));
}
END_TEST

START_TEST(mse_of_nan)
{
	Tensor *output = four_outputs(); /* (4, 1) */
	output->data[2] = (Real)NAN;
	ck_assert(isnan(mse(step, output, four_targets())));
	ck_assert(isnan(mse_of_all_pairs(step, output, four_targets())));
}
END_TEST

START_TEST(inputs_stay_as_they_are)
{
	Tensor *output = four_outputs(); /* (4, 1) */
	Tensor *target = four_targets(); /* (4,) */
	mse(step, output, target);
	mse_of_all_pairs(step, output, target);
	ck_tensors_equal(output, four_outputs(), 0);
	ck_tensors_equal(target, four_targets(), 0);
}
END_TEST

START_TEST(cures_equal_mse)
{
	Random random;
	random_seed(&random, 3);
	for (size_t n = 2; n < 200; n++) {
		Batch batch = any_batch(&random, n);
		Tensor *output = batch.output; /* (n, 1) */
		Tensor *target = batch.target; /* (n,) */
		double right = mse(step, output, target);
		ck_assert(mse_target_unsqueezed(step, output, target) == right);
		ck_assert(mse_output_selected(step, output, target) == right);
		ck_assert(mse_output_squeezed(step, output, target) == right);
		arena_reset(step);
	}
}
END_TEST

START_TEST(cures_for_a_batch_of_one)
{
	Tensor *output = tensor_of(step, SHAPE(1, 1), 5); /* (1, 1) */
	Tensor *target = tensor_of(step, SHAPE(1), 2);    /* (1,) */
	ck_assert(mse(step, output, target) == 9);
	ck_assert(mse_target_unsqueezed(step, output, target) == 9);
	ck_assert(mse_output_selected(step, output, target) == 9);
	ck_assert(mse_of_all_pairs(step, output, target) == 9);
	ck_assert(mse_of_all_pairs_closed(step, output, target) == 9);
	const char *text = "mse_output_squeezed: output (1, 1) squeezed is ():"
			   " squeeze drops the rows of a batch of one";
	ck_requires(text, mse_output_squeezed(step, output, target));
}
END_TEST

/* Every function that wants (n, 1) and (n,), and its name. */
static const struct {
	const char *name;
	double (*loss)(Arena *, const Tensor *, const Tensor *);
} strict[] = {
    {"mse", mse},
    {"mse_of_all_pairs", mse_of_all_pairs},
    {"mse_of_all_pairs_closed", mse_of_all_pairs_closed},
    {"mse_target_unsqueezed", mse_target_unsqueezed},
    {"mse_output_selected", mse_output_selected},
    {"mse_output_squeezed", mse_output_squeezed},
};

static void
check_refuses(
    size_t which, const Tensor *output, const Tensor *target, const char *what)
{
	char text[200];
	snprintf(text, sizeof text, "%s: %s", strict[which].name, what);
	ck_requires(text, CALLED(strict[which].loss(step, output, target)));
}

static void
check_all_refuse(Shape output_shape, Shape target_shape, const char *what)
{
	const Tensor *output = numbered(output_shape); /* as given */
	const Tensor *target = numbered(target_shape); /* as given */
	for (size_t i = 0; i < sizeof strict / sizeof *strict; i++)
		check_refuses(i, output, target, what);
}

START_TEST(refuses_what_would_broadcast)
{
	check_all_refuse(SHAPE(5), SHAPE(5),
	    "output (5,) and target (5,), expected (n, 1) and (n,)");
	check_all_refuse(SHAPE(5, 1), SHAPE(5, 1),
	    "output (5, 1) and target (5, 1), expected (n, 1) and (n,)");
	check_all_refuse(SHAPE(5, 1), SHAPE(1),
	    "output (5, 1) and target (1,), expected (n, 1) and (n,)");
	check_all_refuse(SHAPE(5, 1), SCALAR,
	    "output (5, 1) and target (), expected (n, 1) and (n,)");
	check_all_refuse(SHAPE(3, 5), SHAPE(5),
	    "output (3, 5) and target (5,), expected (n, 1) and (n,)");
	check_all_refuse(SHAPE(1, 5), SHAPE(5),
	    "output (1, 5) and target (5,), expected (n, 1) and (n,)");
}
END_TEST

START_TEST(refuses_what_does_not_match)
{
	check_all_refuse(SHAPE(5, 1), SHAPE(4),
	    "output (5, 1) and target (4,), expected (n, 1) and (n,)");
	check_all_refuse(SHAPE(5, 3), SHAPE(5),
	    "output (5, 3) and target (5,), expected (n, 1) and (n,)");
	check_all_refuse(SHAPE(5, 1, 1), SHAPE(5),
	    "output (5, 1, 1) and target (5,), expected (n, 1) and (n,)");
	check_all_refuse(SHAPE(0, 1), SHAPE(0), "no rows");
}
END_TEST

START_TEST(refuses_in_the_callers_name)
{
	Tensor *vector = four_targets(); /* (4,) */
	const char *text =
	    "mse: output (4,) and target (4,), expected (n, 1) and (n,)";
	ck_requires(text, mse(step, vector, vector));
}
END_TEST

TESTS("mse", mse_by_hand, mse_of_the_perfect_answer, mse_against_a_loop,
    mse_of_views, mse_of_nan, inputs_stay_as_they_are, cures_equal_mse,
    cures_for_a_batch_of_one, refuses_what_would_broadcast,
    refuses_what_does_not_match, refuses_in_the_callers_name)

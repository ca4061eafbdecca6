/*
 * Chapter 6: the judge who compares with stored values; what a judgement
 * prints.
 */
#include "tests/chapters/06_gradients/verdicts.h"

#include <stdlib.h>

/* Three elements of six, the largest of them -400. */
static const size_t stored_at[] = {1, 3, 5};
static const double stored_values[] = {2, -400, 0};
static const Stored stored = {3, stored_at, stored_values};

static Judgement
judge_stored(const Tensor *gradient, double tolerance)
{
	const Claim claim = {"w.g", NULL, gradient};
	return judge_by_stored(&claim, 1, &stored, tolerance);
}

START_TEST(compares_with_stored_values)
{
	Tensor *found = tensor_of(
	    step, SHAPE(2, 3), 9, 2, 9, -400, 9, 0); /* (2, 3) */
	check_right(judge_stored(found, 0), 3, 0);
	found->data[5] = (Real)0.25;
	check_right(judge_stored(found, 0.0625), 3, 0.0625);
	check_wrong(judge_stored(found, 0.0624), "1, 2", 0.25, 0);
	found->data[1] = (Real)NAN;
	check_wrong(judge_stored(found, 1), "0, 1", NaN, 2);
}
END_TEST

/* A value far below 1 is measured by itself. */
START_TEST(compares_small_values)
{
	static const size_t first = 0;
	static const double value = 0x1p-20;
	const Stored small = {1, &first, &value};
	const Claim claim = {"w.g", NULL, tensor_scalar(step, 0x1.8p-20)};
	check_right(judge_by_stored(&claim, 1, &small, 0.5), 1, 0.5);
	check_wrong(
	    judge_by_stored(&claim, 1, &small, 0.49), "", 0x1.8p-20, 0x1p-20);
}
END_TEST

/* Elements are counted row by row, whatever the strides. */
START_TEST(compares_views_with_stored_values)
{
	Tensor *found = tensor_of(
	    step, SHAPE(3, 2), 9, -400, 2, 9, 9, 0);  /* (3, 2) */
	const Tensor *turned = tensor_t(step, found); /* (2, 3) */
	check_right(judge_stored(turned, 0), 3, 0);
	found->data[1] = 400;
	check_wrong(judge_stored(turned, 0.5), "1, 0", 400, -400);
}
END_TEST

START_TEST(refuses_elements_out_of_range)
{
	const Claim claim = {"w1.g", NULL, numbered(SHAPE(5))};
	const char *text = "judge_by_stored: element 5 of w1.g (5,)";
	ck_requires(text, judge_by_stored(&claim, 1, &stored, 1e9));
}
END_TEST

START_TEST(refuses_a_missing_gradient)
{
	const Claim claims[] = {
	    {"w1.g", NULL, numbered(SHAPE(2, 3))}, {"b1.g", NULL, NULL}};
	const Stored both[] = {{0}, stored};
	const char *text = "judge: no gradient recorded for b1.g";
	ck_requires(text, judge_by_stored(claims, 2, both, 0));
	/* Also if nothing is stored for it. */
	const Stored none[] = {{0}, {0}};
	ck_requires(text, judge_by_stored(claims, 2, none, 0));
}
END_TEST

START_TEST(judges_nothing)
{
	const Claim claim = {"w.g", NULL, numbered(SHAPE(0, 3))};
	const Stored nothing = {0};
	check_right(judge_by_stored(&claim, 1, &nothing, 0), 0, 0);
	check_right(judge_by_stored(NULL, 0, NULL, 0), 0, 0);
}
END_TEST

static void
check_prints(const char *who, Judgement judgement, const char *line)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	judgement_print(out, who, &judgement);
	fclose(out);
	ck_assert_str_eq(text, line);
	free(text);
}

START_TEST(prints_a_line)
{
	Judgement judgement = {.right = true, .looked = 1, .tolerance = 1e-6};
	check_prints("sums", judgement, "sums: right within 1e-06\n");
	judgement.tolerance = 0.02;
	check_prints("by hand  ", judgement, "by hand  : right within 0.02\n");
	judgement.looked = 0;
	judgement.skipped = 3;
	check_prints("sums", judgement, "sums: nothing could be judged\n");
	judgement = (Judgement){.looked = 1,
	    .name = "w1.g",
	    .index = "0, 1",
	    .found = 31.0 / 3,
	    .expected = -2};
	check_prints("differences", judgement,
	    "differences: wrong: w1.g[0, 1] is 10.3333, expected -2\n");
	judgement.found = NaN;
	judgement.index[0] = '\0';
	check_prints(
	    "sums", judgement, "sums: wrong: w1.g[] is nan, expected -2\n");
}
END_TEST

/* A long name is cut, not written past its end. */
START_TEST(cuts_long_names)
{
	const Claim claim = {"0123456789012345678901234567890123456789", NULL,
	    tensor_scalar(step, 1)};
	const Tensor *expected = tensor_scalar(step, 2); /* () */
	Judgement judgement = judge_by_tensors(&claim, 1, &expected, 0);
	ck_assert_str_eq(
	    judgement.name, "012345678901234567890123456789012345678");
}
END_TEST

TESTS("judge_stored", compares_with_stored_values, compares_small_values,
    compares_views_with_stored_values, refuses_elements_out_of_range,
    refuses_a_missing_gradient, judges_nothing, prints_a_line, cuts_long_names)

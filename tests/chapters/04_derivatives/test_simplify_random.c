/*
 * Chapter 4: any expression, simplified, written, and read again.
 */
#include "tests/chapters/04_derivatives/expressions.h"

enum { EXPRESSIONS = 30000, DEPTH = 3 };

START_TEST(keeps_the_value)
{
	Random random;
	random_seed(&random, 1);
	int judged = 0;
	for (int i = 0; i < EXPRESSIONS; i++, arena_reset(step)) {
		Workshop workshop = {.arena = step};
		const Expression *e = random_expression(
		    &workshop, &random, ALL_NUMBERS, DEPTH);
		Point at = random_point(&random);
		if (!is_tame(e, &at))
			continue;
		double value = expression_value(simplify(&workshop, e), &at);
		ck_assert_msg(near(value, expression_value(e, &at), 1e-9), "%s",
		    printed(e));
		judged++;
	}
	ck_assert_int_gt(judged, EXPRESSIONS / 2);
}
END_TEST

/* The value of what is written is the value of what was to be written. */
START_TEST(writes_what_it_is)
{
	Random random;
	random_seed(&random, 2);
	int judged = 0;
	for (int i = 0; i < EXPRESSIONS; i++, arena_reset(step)) {
		Workshop workshop = {.arena = step};
		const Expression *e = random_expression(
		    &workshop, &random, ALL_NUMBERS, DEPTH);
		if (i % 2)
			e = simplify(&workshop, e);
		Point at = random_point(&random);
		if (!is_tame(e, &at))
			continue;
		const char *text = printed(e);
		double value = expression_value(parsed(&workshop, text), &at);
		ck_assert_msg(
		    near(value, expression_value(e, &at), 1e-9), "%s", text);
		judged++;
	}
	ck_assert_int_gt(judged, EXPRESSIONS / 2);
}
END_TEST

/* What is simplified has nothing left to simplify. */
START_TEST(is_done_at_once)
{
	Random random;
	random_seed(&random, 3);
	int judged = 0;
	for (int i = 0; i < EXPRESSIONS; i++, arena_reset(step)) {
		Workshop workshop = {.arena = step};
		const Expression *e = random_expression(
		    &workshop, &random, EXACT_NUMBERS, DEPTH);
		Point at = random_point(&random);
		if (!is_tame(e, &at))
			continue;
		const char *text = printed(simplify(&workshop, e));
		ck_assert_str_eq(simplified(text), text);
		judged++;
	}
	ck_assert_int_gt(judged, EXPRESSIONS / 2);
}
END_TEST

TESTS("simplify random", keeps_the_value, writes_what_it_is, is_done_at_once)

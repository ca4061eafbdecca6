/*
 * What the tests of the judges share: assertions about a judgement of one
 * gradient, "w.g".
 */
#ifndef TESTS_CHAPTERS_VERDICTS_H
#define TESTS_CHAPTERS_VERDICTS_H

#include "tests/common/oracle.h"

#include "chapters/06_gradients/judge.h"

/* Acquitted after so many looks, with this largest error. */
static inline void
check_right(Judgement judgement, size_t looked, double largest)
{
	ck_assert(judgement.right);
	ck_assert_uint_eq(judgement.looked, looked);
	ck_assert_uint_eq(judgement.skipped, 0);
	ck_assert(judgement.largest == largest);
}

/* Convicted for the element of this index, "1, 2" or "". */
static inline void
check_wrong(
    Judgement judgement, const char *index, double found, double expected)
{
	ck_assert(!judgement.right);
	ck_assert_str_eq(judgement.name, "w.g");
	ck_assert_str_eq(judgement.index, index);
	ck_assert(judgement.found == found ||
		  (isnan(found) && isnan(judgement.found)));
	ck_assert(judgement.expected == expected ||
		  fabs(judgement.expected - expected) <= 1e-6);
}

#endif

/*
 * Rows of text, and what simplifying makes of it.
 */
#ifndef TESTS_CHAPTERS_ROWS_H
#define TESTS_CHAPTERS_ROWS_H

#include "tests/chapters/04_derivatives/expressions.h"

typedef struct {
	const char *text, *wanted;
} Row;

/* Asserts that each text is simplified to what is wanted, and that to
   itself. */
static inline void
check_rows(const Row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *got = simplified(rows[i].text);
		ck_assert_msg(strcmp(got, rows[i].wanted) == 0,
		    "'%s' becomes '%s', not '%s'", rows[i].text, got,
		    rows[i].wanted);
		ck_assert_str_eq(simplified(got), got);
	}
}
#define ck_rows(...) \
	check_rows((const Row[]){__VA_ARGS__}, \
	    sizeof((const Row[]){__VA_ARGS__}) / sizeof(Row))

#endif

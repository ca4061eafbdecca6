/*
 * What every test uses: a main for a list of Check tests, assertions about
 * tensors, and a catch for REQUIRE.
 *
 *     START_TEST(adds) { ... } END_TEST
 *     TESTS("elementwise", adds, ...)
 */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

#include <check.h>
#include <setjmp.h>
#include <stddef.h>

#include "common/handgrad.h"

/* Check writes down the place of each assertion that holds, to have it if the
   test crashes next. In a loop that is the same line a million times, and most
   of the test's time: only a place that is not the last one is written. */
static inline void
note_place(const char *file, int line)
{
	static const char *last_file;
	static int last_line;
	if (file == last_file && line == last_line)
		return;
	last_file = file;
	last_line = line;
	_mark_point(file, line);
}
#define _mark_point(file, line) note_place(file, line)

#ifdef HANDGRAD_DEBUG
enum { SANITIZED = true };
#else
enum { SANITIZED = false };
#endif

/* Runs the tests, each in a process of its own where Check can fork; prints
   Check's summary; returns main's status. */
int run_tests(const char *name, const TTest *const *tests);

#define TESTS(name, ...) \
	int main(void) \
	{ \
		return run_tests( \
		    name, (const TTest *const[]){__VA_ARGS__, NULL}); \
	}

/* An arena for the test under way: created before it, destroyed after. */
extern Arena *step;

/* Asserts the shape and every element, within `tolerance` of the expected
   value (absolute, or relative above 1); NaN equals NaN. */
void assert_tensor(const char *file, int line, const Tensor *actual,
    Shape shape, const double *expected, double tolerance);

/* ck_tensor(t, SHAPE(2, 2), 0, 1, 2, 3, 4): exactly these. */
#define ck_tensor(actual, shape, tolerance, ...) \
	assert_tensor(__FILE__, __LINE__, actual, shape, \
	    (const double[]){__VA_ARGS__}, tolerance)

/* Asserts equal shapes, and elements equal within `tolerance`. */
void assert_tensors_equal(const char *file, int line, const Tensor *actual,
    const Tensor *expected, double tolerance);
#define ck_tensors_equal(actual, expected, tolerance) \
	assert_tensors_equal(__FILE__, __LINE__, actual, expected, tolerance)

/* Asserts that a statement ends in REQUIRE with this text ("operation: what")
   and that the message names this line. */
#define ck_requires(expected, ...) \
	do { \
		if (setjmp(*require_trap()) == 0) { \
			__VA_ARGS__; \
			require_missed(__FILE__, __LINE__, expected); \
		} \
		require_caught(__FILE__, __LINE__, expected); \
	} while (0)
jmp_buf *require_trap(void);
_Noreturn void require_missed(const char *file, int line, const char *expected);
void require_caught(const char *file, int line, const char *expected);

/* Ends a forked child at once; what it reached counts (make coverage). */
_Noreturn void leave_child(int status);

/* Largest relative error to expect of a sum of n products in Real. */
double sum_tolerance(size_t n);

#endif

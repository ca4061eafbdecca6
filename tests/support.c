#include "tests/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

Arena *step;

static char caught[1024];
static jmp_buf trap;

static void
create_step(void)
{
	step = arena_create("step");
}

static void
destroy_step(void)
{
	arena_destroy(step);
}

int
run_tests(const char *name, const TTest *const *tests)
{
	Suite *suite = suite_create(name);
	TCase *cases = tcase_create(name);
	tcase_add_checked_fixture(cases, create_step, destroy_step);
	tcase_set_timeout(cases, 120); /* sanitizers are slow */
	for (; *tests; tests++)
		tcase_add_test(cases, *tests);
	suite_add_tcase(suite, cases);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* Fails in the name of the test's own line. */
static _Noreturn void
fail_at(const char *file, int line, const char *what)
{
	ck_abort_msg("%s:%d: %s", file, line, what);
	abort();
}

static void
assert_element(const char *file, int line, size_t i, double actual,
    double expected, double tolerance)
{
	double scale = fabs(expected) > 1 ? fabs(expected) : 1;
	bool equal = isnan(expected) ? isnan(actual)
		     : isinf(expected)
			 ? actual == expected
			 : fabs(actual - expected) <= tolerance * scale;
	if (equal)
		return;
	char what[200];
	snprintf(what, sizeof what, "element %zu is %.17g, not %.17g", i,
	    actual, expected);
	fail_at(file, line, what);
}

static void
assert_shape(const char *file, int line, const Tensor *actual, Shape shape)
{
	if (shape_equal(tensor_shape(actual), shape))
		return;
	char what[500];
	snprintf(what, sizeof what, "shape is %s, not %s", SHAPE_TEXT(actual),
	    shape_text(shape).text);
	fail_at(file, line, what);
}

void
assert_tensor(const char *file, int line, const Tensor *actual, Shape shape,
    const double *expected, double tolerance)
{
	assert_shape(file, line, actual, shape);
	const Tensor *rows = tensor_clone(step, actual); /* as actual */
	for (size_t i = 0, n = tensor_count(rows); i < n; i++)
		assert_element(file, line, i, (double)rows->data[i],
		    expected[i], tolerance);
}

void
assert_tensors_equal(const char *file, int line, const Tensor *actual,
    const Tensor *expected, double tolerance)
{
	assert_shape(file, line, actual, tensor_shape(expected));
	const Tensor *a = tensor_clone(step, actual);   /* as expected */
	const Tensor *b = tensor_clone(step, expected); /* as expected */
	for (size_t i = 0, n = tensor_count(a); i < n; i++)
		assert_element(file, line, i, (double)a->data[i],
		    (double)b->data[i], tolerance);
}

static void
catch_require(const char *message)
{
	snprintf(caught, sizeof caught, "%s", message);
	longjmp(trap, 1);
}

jmp_buf *
require_trap(void)
{
	require_hook = catch_require;
	require_note_caller("nobody", 0); /* the statement itself must note */
	return &trap;
}

_Noreturn void
require_missed(const char *file, int line, const char *expected)
{
	char what[1200];
	snprintf(what, sizeof what, "passed, but should have required: %s",
	    expected);
	fail_at(file, line, what);
}

/* Does the message begin with "file:line: ", for a line of this statement?
   Compilers differ in which line of a call over several lines they count. */
static bool
names_the_place(const char *message, const char *file, int line)
{
	enum { LINES = 6 };
	for (int there = line - LINES; there <= line + LINES; there++) {
		char place[300];
		int length = snprintf(
		    place, sizeof place, "%s:%d: ", file, there);
		if (strncmp(message, place, (size_t)length) == 0)
			return true;
	}
	return false;
}

void
require_caught(const char *file, int line, const char *expected)
{
	require_hook = NULL;
	const char *text = strchr(caught, ' ');
	if (names_the_place(caught, file, line) && text &&
	    strcmp(text + 1, expected) == 0)
		return;
	char what[2400];
	snprintf(what, sizeof what, "required '%s', not '%s:%d: %s'", caught,
	    file, line, expected);
	fail_at(file, line, what);
}

double
sum_tolerance(size_t n)
{
	return 4 * (double)REAL_EPSILON * sqrt((double)n) +
	       (double)REAL_EPSILON;
}

#ifdef HANDGRAD_COVERAGE
void __gcov_dump(void); /* libgcov's: writes the counts down */
#endif

_Noreturn void
leave_child(int status)
{
#ifdef HANDGRAD_COVERAGE
	__gcov_dump();
#endif
	_exit(status);
}

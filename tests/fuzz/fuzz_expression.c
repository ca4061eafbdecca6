/*
 * Chapter 4 on any text: it is refused with a line, the text and a caret, or
 * it is an expression. Then what is printed reads again as the same, what is
 * simplified has the same value, and the derivative by rule is the one that is
 * measured.
 *
 * Values are compared only where they mean something: all parts are numbers of
 * ordinary size, no kink is near, and float gives nearly what double gives.
 */
#define MODULE_SOURCE
#include <math.h>
#include <string.h>

#include "chapters/04_derivatives/derivatives.h"
#include "tests/fuzz/fuzz.h"

enum { MOST_DERIVATIVE = 20000, POINTS = 2 };

static const Point points[POINTS] = {
    {6, {"x", "y", "z", "a", "b", "w"},
	{0.73661213, 1.31970319, 1.11340117, 0.57310723, 1.71903143,
	    0.91370319}},
    {6, {"x", "y", "z", "a", "b", "w"},
	{-0.63771903, 0.87413077, -1.43190233, 1.27413313, -0.39171319,
	    0.51197331}},
};

static bool
near(double a, double b, double tolerance)
{
	return fabs(a - b) <= tolerance * fmax(1, fabs(b));
}

/* Are the values of e's parts ordinary numbers, away from kinks? */
static bool
parts_are_tame(const Expression *e, const Point *at)
{
	bool has_kink = e->kind == CALL &&
			(e->function == RELU || e->function == STEP);
	if (has_kink && fabs(expression_value(e->child[0], at)) < 1e-3)
		return false;
	for (int i = 0; i < e->count; i++)
		if (!parts_are_tame(e->child[i], at))
			return false;
	return fabs(expression_value(e, at)) < 1e4;
}

static bool
is_tame(const Expression *e, const Point *at)
{
	double exact = expression_value(e, at);
	double rough = (double)expression_value_float(e, at);
	return near(rough, exact, 1e-4) && parts_are_tame(e, at);
}

/* Three lines, the last with a caret; or one, of a text that is too long or
   grows too much. */
static void
check_refusal(const char *text, const char *error)
{
	const char *second = strchr(error, '\n');
	if (!second)
		return;
	const char *third = strchr(second + 1, '\n');
	FUZZ_CHECK(third && third - second <= 73, "'%s': %s", text, error);
	size_t column = strspn(third + 1, " ");
	FUZZ_CHECK(
	    strcmp(third + 1 + column, "^") == 0 && column >= 2 && column <= 52,
	    "'%s': %s", text, error);
}

static char *
printed(Arena *arena, const Expression *e)
{
	size_t size = expression_text(e, NULL, 0) + 1;
	char *text = arena_alloc(arena, size, 1);
	FUZZ_CHECK(expression_text(e, text, size) == size - 1,
	    "the length of '%s'", text);
	return text;
}

/* Two expressions with the same meaning have the same value. */
static void
check_same_value(
    const char *how, const Expression *e, const Expression *other, Arena *arena)
{
	for (int i = 0; i < POINTS; i++) {
		const Point *at = &points[i];
		if (!is_tame(e, at))
			continue;
		double wanted = expression_value(e, at);
		double found = expression_value(other, at);
		FUZZ_CHECK(near(found, wanted, 1e-6),
		    "%s: '%s' is %.17g, '%s' is %.17g", how, printed(arena, e),
		    wanted, printed(arena, other), found);
	}
}

/* What is printed can be read, unless it is too long or nested too deeply, and
   means the same. */
static void
check_print(Workshop *workshop, const Expression *e)
{
	const char *text = printed(workshop->arena, e);
	const Expression *again;
	Error error;
	if (strlen(text) > EXPRESSION_MAX_TEXT)
		return;
	if (!expression_parse(workshop, text, &again, &error)) {
		FUZZ_CHECK(strstr(error.text, "nested too deeply") ||
			       !workshop_check(workshop, &error),
		    "'%s' was printed: %s", text, error.text);
		return;
	}
	check_same_value("printed", e, again, workshop->arena);
}

/* Does the rule give what is measured? Where two steps disagree, or a part is
   wild, nothing can be said. */
static void
check_slope(Workshop *workshop, const Expression *e, const Expression *rule,
    const Point *at)
{
	Slice slice = {e, *at, 0};
	double x = at->value[0];
	double wide = central_difference(slice_value, &slice, x, 1e-5);
	double close = central_difference(slice_value, &slice, x, 3e-6);
	double found = expression_value(rule, at);
	if (!is_tame(e, at) || !is_tame(rule, at) || !near(wide, close, 1e-7))
		return;
	FUZZ_CHECK(near(found, close, 1e-5),
	    "d/dx %s at x = %.9g: %.9g by '%s', measured %.9g",
	    printed(workshop->arena, e), x, found,
	    printed(workshop->arena, rule), close);
}

static void
check_expression(Workshop *workshop, const Expression *e)
{
	Error error;
	const Expression *rule = differentiate(workshop, e, "x");
	const Expression *slope = simplify(workshop, rule);
	const Expression *simple = simplify(workshop, e);
	if (!workshop_check(workshop, &error))
		return;
	check_same_value("simplified", e, simple, workshop->arena);
	for (int i = 0; i < POINTS; i++) {
		check_slope(workshop, e, rule, &points[i]);
		check_slope(workshop, e, slope, &points[i]);
	}
	check_print(workshop, e);
	check_print(workshop, simple);
	check_print(workshop, slope);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[FUZZ_MOST + 1], slope[MOST_DERIVATIVE];
	size = size < FUZZ_MOST ? size : FUZZ_MOST;
	memcpy(text, data, size);
	text[size] = '\0';
	Arena *arena = fuzz_arena();
	Workshop workshop = {.arena = arena};
	const Expression *e;
	Error error = {"not set"};
	if (!expression_parse(&workshop, text, &e, &error)) {
		check_refusal(text, error.text);
		return 0;
	}
	check_expression(&workshop, e);
	if (!derivative_text(arena, text, "x", slope, sizeof slope, &error))
		check_refusal(text, error.text);
	return 0;
}

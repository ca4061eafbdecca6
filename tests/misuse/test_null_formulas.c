/*
 * NULL for every pointer that chapter 4's expressions take, whose names are
 * too common for macros: calls note their line here.
 */
#include "chapters/04_derivatives/derivatives.h"
#include "chapters/04_derivatives/problems.h"
#include "tests/misuse/null.h"

static Workshop workshop;
static const Expression *const none;

/* Something to take: x. */
static const Expression *
x_of_workshop(void)
{
	workshop = (Workshop){.arena = step};
	return variable(&workshop, "x", 1);
}

START_TEST(nodes)
{
	const Expression *x = x_of_workshop();
	Workshop *w = &workshop;
	ck_null("number", "workshop", CALLED(number(NULL, 1)));
	ck_null("variable", "workshop && name", CALLED(variable(NULL, "x", 1)));
	ck_null("variable", "workshop && name", CALLED(variable(w, NULL, 1)));
	ck_null("call", "workshop && argument", CALLED(call(NULL, EXP, x)));
	ck_null("call", "workshop && argument", CALLED(call(w, EXP, none)));
	const char *needs = "power: NULL given, expected workshop && base && "
			    "exponent";
	ck_requires(needs, CALLED(power(NULL, x, x)));
	ck_requires(needs, CALLED(power(w, none, x)));
	ck_requires(needs, CALLED(power(w, x, none)));
	ck_null("group", "workshop && (child || !count)",
	    CALLED(group(NULL, SUM, 1, &x)));
	ck_null("group", "workshop && (child || !count)",
	    CALLED(group(w, SUM, 1, NULL)));
	ck_null("plus", "workshop && a && b", CALLED(plus(NULL, x, x)));
	ck_null("plus", "workshop && a && b", CALLED(plus(w, none, x)));
	ck_null("plus", "workshop && a && b", CALLED(plus(w, x, none)));
	ck_null("times", "workshop && a && b", CALLED(times(NULL, x, x)));
	ck_null("times", "workshop && a && b", CALLED(times(w, none, x)));
	ck_null("times", "workshop && a && b", CALLED(times(w, x, none)));
	ck_null("over", "workshop && a", CALLED(over(NULL, x)));
	ck_null("over", "workshop && a", CALLED(over(w, none)));
}
END_TEST

START_TEST(questions)
{
	const Expression *x = x_of_workshop();
	const Point at = {0};
	Error error;
	char text[10];
	ck_requires(
	    "function_name: function 9 of 9", CALLED(function_name(FUNCTIONS)));
	ck_null("workshop_check", "workshop && error",
	    CALLED(workshop_check(NULL, &error)));
	ck_null("workshop_check", "workshop && error",
	    CALLED(workshop_check(&workshop, NULL)));
	ck_null("same_expression", "a && b", CALLED(same_expression(none, x)));
	ck_null("same_expression", "a && b", CALLED(same_expression(x, none)));
	ck_null(
	    "alike_expressions", "a && b", CALLED(alike_expressions(none, x)));
	ck_null(
	    "alike_expressions", "a && b", CALLED(alike_expressions(x, none)));
	ck_null("depends_on", "e && name", CALLED(depends_on(none, "x")));
	ck_null("depends_on", "e && name", CALLED(depends_on(x, NULL)));
	ck_null("expression_text", "e && (text || !size)",
	    CALLED(expression_text(none, text, sizeof text)));
	ck_null("expression_text", "e && (text || !size)",
	    CALLED(expression_text(x, NULL, 1)));
	ck_null(
	    "expression_value", "e && at", CALLED(expression_value(none, &at)));
	ck_null(
	    "expression_value", "e && at", CALLED(expression_value(x, NULL)));
	ck_null("expression_value_float", "e && at",
	    CALLED(expression_value_float(none, &at)));
	ck_null("expression_value_float", "e && at",
	    CALLED(expression_value_float(x, NULL)));
	ck_null("slice_value", "context", CALLED(slice_value(1, NULL)));
	ck_null("central_difference", "f",
	    CALLED(central_difference(NULL, NULL, 1, 1)));
}
END_TEST

START_TEST(transformations)
{
	const Expression *x = x_of_workshop(), *result;
	Workshop *w = &workshop;
	Error error;
	char text[10];
	Verdict verdict;
	ck_null("simplify", "workshop && e", CALLED(simplify(NULL, x)));
	ck_null("simplify", "workshop && e", CALLED(simplify(w, none)));
	ck_null("differentiate", "workshop && e && x",
	    CALLED(differentiate(NULL, x, "x")));
	ck_null("differentiate", "workshop && e && x",
	    CALLED(differentiate(w, none, "x")));
	ck_null("differentiate", "workshop && e && x",
	    CALLED(differentiate(w, x, NULL)));
#define PARSE "workshop && text && result && error"
	ck_null("expression_parse", PARSE,
	    CALLED(expression_parse(NULL, "x", &result, &error)));
	ck_null("expression_parse", PARSE,
	    CALLED(expression_parse(w, NULL, &result, &error)));
	ck_null("expression_parse", PARSE,
	    CALLED(expression_parse(w, "x", NULL, &error)));
	ck_null("expression_parse", PARSE,
	    CALLED(expression_parse(w, "x", &result, NULL)));
#define TEXT "arena && text && x && result && error"
	ck_null("derivative_text", TEXT,
	    CALLED(derivative_text(NULL, "x", "x", text, 10, &error)));
	ck_null("derivative_text", TEXT,
	    CALLED(derivative_text(step, NULL, "x", text, 10, &error)));
	ck_null("derivative_text", TEXT,
	    CALLED(derivative_text(step, "x", NULL, text, 10, &error)));
	ck_null("derivative_text", TEXT,
	    CALLED(derivative_text(step, "x", "x", NULL, 10, &error)));
	ck_null("derivative_text", TEXT,
	    CALLED(derivative_text(step, "x", "x", text, 10, NULL)));
	ck_null("problem_judge", "arena && answer && verdict && error",
	    CALLED(problem_judge(step, 0, NULL, &verdict, &error)));
	ck_null("problem_judge", "arena && answer && verdict && error",
	    CALLED(problem_judge(step, 0, "x", NULL, &error)));
}
END_TEST

TESTS("NULL, formulas", nodes, questions, transformations)

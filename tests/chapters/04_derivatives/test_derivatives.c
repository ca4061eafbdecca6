/*
 * Chapter 4: derivatives by rule, as text; and what has none.
 */
#include "tests/chapters/04_derivatives/expressions.h"

#include "chapters/04_derivatives/derivatives.h"

typedef struct {
	const char *text, *variable, *wanted;
} Row;

static const char *
derivative(const char *text, const char *variable_name)
{
	enum { SIZE = 1000 };
	char *result = arena_alloc(step, SIZE, 1);
	Error error;
	ck_assert_msg(
	    derivative_text(step, text, variable_name, result, SIZE, &error),
	    "%s", error.text);
	return result;
}

static void
check_rows(const Row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *got = derivative(rows[i].text, rows[i].variable);
		ck_assert_msg(strcmp(got, rows[i].wanted) == 0,
		    "d/d%s %s is '%s', not '%s'", rows[i].variable,
		    rows[i].text, got, rows[i].wanted);
	}
}
#define ck_rows(...) \
	check_rows((const Row[]){__VA_ARGS__}, \
	    sizeof((const Row[]){__VA_ARGS__}) / sizeof(Row))

/* S19: what the notebook's sympy prints. */
START_TEST(of_the_lecture)
{
	ck_rows({"x**2", "x", "2*x"}, {"3*x**2 + 9", "x", "6*x"},
	    {"3*x**2+9", "x", "6*x"});
}
END_TEST

START_TEST(of_numbers_and_variables)
{
	ck_rows({"7", "x", "0"}, {"x", "x", "1"}, {"y", "x", "0"},
	    {"y**2 + sin(y)", "x", "0"}, {"xx", "x", "0"}, {"-x", "x", "-1"},
	    {"x + y", "x", "1"}, {"x - y", "y", "-1"}, {"x", "sin", "0"},
	    {"2**3", "x", "0"});
}
END_TEST

START_TEST(of_sums_and_products)
{
	ck_rows({"x + x", "x", "2"}, {"x*y", "x", "y"},
	    {"x*y + y**3", "y", "x + 3*y**2"}, {"x*x*x", "x", "3*x**2"},
	    {"(x + 1)*(x - 1)", "x", "2*x"},
	    {"x*sin(x)", "x", "sin(x) + x*cos(x)"}, {"t*x*t*y", "t", "2*x*t*y"},
	    {"x1*w1 + x2*w2 + x3*w3", "w2", "x2"});
}
END_TEST

START_TEST(of_quotients)
{
	ck_rows({"1/x", "x", "-1/x**2"}, {"x/y", "x", "1/y"},
	    {"x/y", "y", "-x/y**2"}, {"x/2", "x", "1/2"},
	    {"x/(2*y)", "y", "-x/(2*y**2)"}, {"1/x**2", "x", "-2/x**3"},
	    {"x/(1 + x)", "x", "1/(x + 1) - x/(x + 1)**2"});
}
END_TEST

START_TEST(of_powers)
{
	ck_rows({"x**3", "x", "3*x**2"}, {"x**10", "x", "10*x**9"},
	    {"x**-1", "x", "-1/x**2"}, {"x**0.5", "x", "1/(2*sqrt(x))"},
	    {"x**1.5", "x", "3*sqrt(x)/2"}, {"x**(1/3)", "x", "1/(3*x**(2/3))"},
	    {"x**y", "x", "y*x**(y - 1)"}, {"x**y", "y", "x**y*log(x)"},
	    {"2**x", "x", "2**x*log(2)"},
	    {"(2/3)**x", "x", "(2/3)**x*log(2/3)"},
	    {"x**x", "x", "x**x*(log(x) + 1)"}, {"x**0", "x", "0"},
	    {"(2*x + 1)**2", "x", "4*(2*x + 1)"});
}
END_TEST

START_TEST(of_functions)
{
	ck_rows({"exp(x)", "x", "exp(x)"}, {"log(x)", "x", "1/x"},
	    {"sqrt(x)", "x", "1/(2*sqrt(x))"}, {"sin(x)", "x", "cos(x)"},
	    {"cos(x)", "x", "-sin(x)"}, {"tanh(x)", "x", "1 - tanh(x)**2"},
	    {"sigmoid(x)", "x", "(1 - sigmoid(x))*sigmoid(x)"},
	    {"relu(x)", "x", "step(x)"}, {"step(x)", "x", "0"});
}
END_TEST

START_TEST(of_chains)
{
	ck_rows({"exp(2*x)", "x", "2*exp(2*x)"}, {"log(2*x)", "x", "1/x"},
	    {"sqrt(x**2 + 1)", "x", "x/sqrt(x**2 + 1)"},
	    {"sin(x**2)", "x", "2*x*cos(x**2)"},
	    {"cos(3*x)", "x", "-3*sin(3*x)"},
	    {"tanh(2*x)", "x", "2*(1 - tanh(2*x)**2)"},
	    {"log(exp(x))", "x", "1"},
	    {"exp(exp(x))", "x", "exp(exp(x))*exp(x)"},
	    {"sin(cos(x))", "x", "-cos(cos(x))*sin(x)"},
	    {"step(x**2)", "x", "0"});
}
END_TEST

START_TEST(of_what_a_net_is_made_of)
{
	ck_rows({"sigmoid(w*x + b)", "w",
		    "x*(1 - sigmoid(w*x + b))*sigmoid(w*x + b)"},
	    {"tanh(w*x + b)", "b", "1 - tanh(w*x + b)**2"},
	    {"relu(w*x + b)", "w", "x*step(w*x + b)"},
	    {"(w*x + b - t)**2", "w", "2*x*(w*x + b - t)"},
	    {"log(exp(x) + exp(y))", "x", "exp(x)/(exp(x) + exp(y))"},
	    {"log(exp(x)/(exp(x) + exp(y)))", "y",
		"-exp(y)/(exp(x) + exp(y))"});
}
END_TEST

/* S86: for one row the half makes the slope plain; for N rows it is 2/N. */
START_TEST(of_one_half_and_one_over_n)
{
	ck_rows({"(y - t)**2/2", "y", "y - t"},
	    {"(y - t)**2", "y", "2*(y - t)"},
	    {"((y1 - t1)**2 + (y2 - t2)**2)/2", "y1", "y1 - t1"},
	    {"((y1 - t1)**2 + (y2 - t2)**2 + (y3 - t3)**2)/3", "y1",
		"2*(y1 - t1)/3"},
	    {"((a - t)**2 + (b - t)**2 + (c - t)**2 + (d - t)**2)/4", "c",
		"(c - t)/2"});
}
END_TEST

START_TEST(of_a_text_that_is_none)
{
	char result[10] = "untouched";
	Error error;
	ck_assert(!derivative_text(
	    step, "x**2 +", "x", result, sizeof result, &error));
	ck_assert_str_eq(
	    error.text, "the expression ends too early\n  x**2 +\n        ^");
	ck_assert_str_eq(result, "untouched");
}
END_TEST

START_TEST(of_too_long_a_result)
{
	char result[20];
	Error error;
	const char *text = "sin(x**2)", *wanted = "2*x*cos(x**2)";
	size_t room = strlen(wanted) + 1;
	ck_assert(derivative_text(step, text, "x", result, room, &error));
	ck_assert_str_eq(result, wanted);
	ck_assert(!derivative_text(step, text, "x", result, room - 1, &error));
	ck_assert_str_eq(
	    error.text, "the derivative has more than 12 characters");
}
END_TEST

/* The derivative of a product of n factors is a sum of n products. */
START_TEST(of_what_grows_too_large)
{
	static const struct {
		const char *part;
		size_t n;
	} texts[] = {{"x*", 499}, {"x*y/", 240}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		char result[100];
		Error error = {"not set"};
		const char *text = text_of(
		    "%sx", repeated(texts[i].part, texts[i].n));
		ck_assert(!derivative_text(
		    step, text, "x", result, sizeof result, &error));
		ck_assert_str_eq(
		    error.text, "the expression grows beyond 200000 nodes");
	}
	/* Without x the same factors are one. */
	const char *text = text_of("%sx", repeated("sin(y)*", 140));
	ck_assert_str_eq(derivative(text, "x"), "sin(y)**140");
	text = text_of("%sx", repeated("x*", 49));
	ck_assert_str_eq(derivative(text, "x"), "50*x**49");
}
END_TEST

/* At the limit the work ends: no memory is filled with what is worthless. The
   first of the two meets it when it is simplified, the other before. */
START_TEST(gives_up_soon)
{
	const char *const texts[] = {repeated("x*", 440), repeated("x*", 499)};
	for (int i = 0; i < 2; i++) {
		Workshop workshop = {.arena = step};
		const Expression *e = parsed(
		    &workshop, text_of("%sx", texts[i]));
		e = differentiate(&workshop, e, "x");
		ck_assert_int_eq(workshop.overflow, i);
		simplify(&workshop, e);
		ck_assert(workshop.overflow);
		ck_assert_uint_lt(
		    workshop.nodes, EXPRESSION_MAX_NODES / 20 * 21);
	}
}
END_TEST

/* What is worthless says so, whatever is done with it. */
START_TEST(of_a_workshop_that_is_full)
{
	Workshop workshop = {.arena = step};
	const Expression *e = parsed(&workshop, "x*sin(x)/(x + 1)**x");
	while (!workshop.overflow)
		number(&workshop, 1);
	size_t nodes = workshop.nodes;
	ck_assert_uint_eq(nodes, EXPRESSION_MAX_NODES + 1);
	Error error = {"not set"};
	simplify(&workshop, differentiate(&workshop, e, "x"));
	ck_assert(!workshop_check(&workshop, &error));
	ck_assert_str_eq(
	    error.text, "the expression grows beyond 200000 nodes");
	ck_assert(!expression_parse(&workshop, "x + 1", &e, &error));
	ck_assert_str_eq(
	    error.text, "the expression grows beyond 200000 nodes");
}
END_TEST

TESTS("derivatives", of_the_lecture, of_numbers_and_variables,
    of_sums_and_products, of_quotients, of_powers, of_functions, of_chains,
    of_what_a_net_is_made_of, of_one_half_and_one_over_n,
    of_a_text_that_is_none, of_too_long_a_result, of_what_grows_too_large,
    gives_up_soon, of_a_workshop_that_is_full)

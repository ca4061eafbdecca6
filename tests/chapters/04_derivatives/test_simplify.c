/*
 * Chapter 4: what becomes of an expression that is simplified.
 */
#include "tests/chapters/04_derivatives/rows.h"

START_TEST(zeros_and_ones)
{
	ck_rows({"x + 0", "x"}, {"0 + x", "x"}, {"0 - x", "-x"}, {"x*1", "x"},
	    {"1*x", "x"}, {"x/1", "x"}, {"x*0", "0"}, {"0/x", "0"},
	    {"x**0", "1"}, {"x**1", "x"}, {"1**x", "1"}, {"0 + 0", "0"},
	    {"0*x + 1*y", "y"}, {"0 + 3*2*x**1*1 + 0", "6*x"});
}
END_TEST

START_TEST(folds_numbers)
{
	ck_rows({"1 + 2*3", "7"}, {"2 - 5", "-3"}, {"2**10", "1024"},
	    {"2**-2", "1/4"}, {"6/3", "2"}, {"1/3 + 1/6", "1/2"},
	    {"-(-2)", "2"}, {"2*x*3", "6*x"}, {"1 + x + 2", "x + 3"},
	    {"0.1*3", "3/10"}, {"(1/3)**-2", "9"}, {"(-2)**3", "-8"});
}
END_TEST

START_TEST(folds_functions)
{
	ck_rows({"exp(0)", "1"}, {"log(1)", "0"}, {"sqrt(9)", "3"},
	    {"4**0.5", "2"}, {"9**-0.5", "1/3"}, {"sin(0)", "0"},
	    {"cos(0)", "1"}, {"tanh(0)", "0"}, {"relu(-3)", "0"},
	    {"relu(7)", "7"}, {"step(2)", "1"}, {"step(0)", "0"});
}
END_TEST

/* What has no short number stays: exp(50) looks whole, as do all doubles of
   its size. */
START_TEST(folds_no_functions_of_no_short_value)
{
	ck_rows({"exp(1)", "exp(1)"}, {"sqrt(2)", "sqrt(2)"},
	    {"2**0.5", "sqrt(2)"}, {"log(2)", "log(2)"}, {"exp(50)", "exp(50)"},
	    {"10**20.5", "10**20.5"}, {"sigmoid(0)", "sigmoid(0)"},
	    {"sqrt(-4)", "sqrt(-4)"}, {"log(0)", "log(0)"},
	    {"0.001**200", "0.001**200"}, {"sin(1)**2", "sin(1)**2"});
}
END_TEST

START_TEST(collects_terms)
{
	ck_rows({"x + x", "2*x"}, {"3*x + x", "4*x"}, {"x - x", "0"},
	    {"5*x - 3*x", "2*x"}, {"2*x - 3*x", "-x"}, {"x/3 + x/6", "x/2"},
	    {"x + y + x", "2*x + y"}, {"x + (y + x)", "2*x + y"},
	    {"sin(x) + sin(x)", "2*sin(x)"}, {"2*x*y - x*y", "x*y"},
	    {"x**2 + x + x**2", "2*x**2 + x"}, {"2*x + 1 + x - 1", "3*x"},
	    {"3*(x + 1) - (x + 1)", "2*(x + 1)"});
}
END_TEST

/* The same, whatever the order in which it is written. */
START_TEST(collects_terms_in_any_order)
{
	ck_rows({"x*y + y*x", "2*x*y"}, {"t*x*y - 3*y*t*x", "-2*t*x*y"},
	    {"sin(x + y) + sin(y + x)", "2*sin(x + y)"},
	    {"(a - b)*(-b + a)", "(a - b)**2"}, {"x*y/(y*x)", "1"},
	    {"exp(x*y)*exp(y*x)", "exp(x*y)**2"},
	    {"x**y + y**x", "x**y + y**x"}, {"x/y + y/x", "x/y + y/x"},
	    {"a*b + a*c", "a*b + a*c"}, {"(a + b)/(a + c)", "(a + b)/(a + c)"});
}
END_TEST

START_TEST(merges_powers)
{
	ck_rows({"x*x", "x**2"}, {"x*x**2", "x**3"}, {"x**5/x**2", "x**3"},
	    {"x/x", "1"}, {"x/x**3", "1/x**2"}, {"(x**2)**3", "x**6"},
	    {"1/(1/x)", "x"}, {"x**y*x", "x**(y + 1)"},
	    {"x**y/x", "x**(y - 1)"}, {"(x**y)**2", "x**(2*y)"},
	    {"2**x*2**x", "2**(2*x)"}, {"(x + 1)*(x + 1)", "(x + 1)**2"},
	    {"sin(x)*sin(x)", "sin(x)**2"}, {"x**a*x**-a", "1"});
}
END_TEST

/* Not so: (x**2)**(1/2) is |x|, and (-1)**y is no number for most y. */
START_TEST(keeps_powers_that_do_not_merge)
{
	ck_rows({"(x**2)**0.5", "sqrt(x**2)"}, {"(x**2)**y", "(x**2)**y"},
	    {"(-x)**y", "(-x)**y"}, {"(x*y)**0.5", "sqrt(x*y)"},
	    {"x**2*y**2", "x**2*y**2"}, {"0**-1", "1/0"},
	    {"exp(log(x))", "exp(log(x))"}, {"sqrt(x**2)", "sqrt(x**2)"});
}
END_TEST

START_TEST(powers_of_products)
{
	ck_rows({"(2*x)**2", "4*x**2"}, {"(x*y)**2", "x**2*y**2"},
	    {"(-x)**2", "x**2"}, {"(-x)**3", "-x**3"},
	    {"(x/y)**2", "x**2/y**2"}, {"(x/y)**-1", "y/x"},
	    {"(2*x)**-1", "1/(2*x)"}, {"1/(x*y)", "1/(x*y)"},
	    {"(1e200*x)**2", "(1e+200*x)**2"},
	    {"(0.001*x)**200", "(0.001*x)**200"});
}
END_TEST

START_TEST(roots)
{
	ck_rows({"x**0.5", "sqrt(x)"}, {"x**-0.5", "1/sqrt(x)"},
	    {"sqrt(x) + x**0.5", "2*sqrt(x)"}, {"sqrt(x)*sqrt(x)", "x"},
	    {"sqrt(x)**2", "x"}, {"x/sqrt(x)", "sqrt(x)"},
	    {"x*sqrt(x)*sqrt(x)", "x**2"}, {"sqrt(x)**3", "x**(3/2)"},
	    {"sqrt(x)**y", "sqrt(x)**y"}, {"(x**0.5)**y", "sqrt(x)**y"},
	    {"1/(2*sqrt(x))", "1/(2*sqrt(x))"}, {"-sqrt(x)", "-sqrt(x)"},
	    {"x**(2/3)", "x**(2/3)"}, {"x**-1.5", "1/x**(3/2)"});
}
END_TEST

/* Powers whose exponents have met may be products, which meet others. */
START_TEST(merges_what_has_merged)
{
	ck_rows({"(x*y)**a*(x*y)**(1 - a)*x", "x**2*y"},
	    {"(2*x)**a*(2*x)**(1 - a)", "2*x"},
	    {"(x**a)**b*(x**a)**(1 - b)*x", "x**(a + 1)"},
	    {"sqrt(x*y)*sqrt(x*y)/x", "y"});
}
END_TEST

START_TEST(log_undoes_exp)
{
	ck_rows({"log(exp(x))", "x"}, {"log(exp(2*x + y))", "2*x + y"},
	    {"log(exp(exp(x)))", "exp(x)"}, {"log(exp(x)**1)", "x"},
	    {"log(x)", "log(x)"}, {"sqrt(exp(x))", "sqrt(exp(x))"});
}
END_TEST

START_TEST(compares_trees)
{
	Workshop workshop = {.arena = step};
	static const char *const texts[] = {"1", "2", "x", "y", "x + y", "x*y",
	    "x**y", "y**x", "sin(x)", "cos(x)", "x + y + 1", "x + z"};
	enum { TEXTS = sizeof texts / sizeof *texts };
	for (int i = 0; i < TEXTS; i++)
		for (int j = 0; j < TEXTS; j++)
			ck_assert_int_eq(
			    same_expression(parsed(&workshop, texts[i]),
				parsed(&workshop, texts[j])),
			    i == j);
}
END_TEST

START_TEST(knows_what_it_depends_on)
{
	Workshop workshop = {.arena = step};
	const Expression *e = parsed(&workshop, "2*sin(x**y) + xx");
	ck_assert(depends_on(e, "x"));
	ck_assert(depends_on(e, "y"));
	ck_assert(depends_on(e, "xx"));
	ck_assert(!depends_on(e, "z"));
	ck_assert(!depends_on(e, "sin"));
	ck_assert(!depends_on(e, ""));
}
END_TEST

/* Numbers may grow until they are none. */
START_TEST(numbers_that_grow_too_large)
{
	static const char *const texts[] = {"1e308*10*x", "1e200*x*1e200",
	    "1e308 + 1e308 + x", "1e308*x + 1e308*x", "0*(1e308*10)"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		Workshop workshop = {.arena = step};
		const Expression *e = parsed(&workshop, texts[i]);
		Error error = {"not set"};
		ck_assert(workshop_check(&workshop, &error));
		simplify(&workshop, e);
		ck_assert_msg(
		    !workshop_check(&workshop, &error), "%s", texts[i]);
		ck_assert_str_eq(error.text, "a number grows too large");
	}
}
END_TEST

TESTS("simplify", zeros_and_ones, folds_numbers, folds_functions,
    folds_no_functions_of_no_short_value, collects_terms,
    collects_terms_in_any_order, merges_powers, keeps_powers_that_do_not_merge,
    powers_of_products, roots, merges_what_has_merged, log_undoes_exp,
    compares_trees, knows_what_it_depends_on, numbers_that_grow_too_large)

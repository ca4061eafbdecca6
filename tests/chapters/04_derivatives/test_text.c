/*
 * Chapter 4: how an expression is written.
 */
#include "tests/chapters/04_derivatives/rows.h"

START_TEST(writes_signs)
{
	ck_rows({"-x", "-x"}, {"1 - x", "1 - x"}, {"-x + 1", "1 - x"},
	    {"-x + y", "y - x"}, {"-x - y", "-x - y"}, {"x - y", "x - y"},
	    {"x - 2*y", "x - 2*y"}, {"-2*x", "-2*x"}, {"-x/2", "-x/2"},
	    {"x*(-2)", "-2*x"}, {"-(x + y)", "-(x + y)"}, {"x - 3", "x - 3"},
	    {"-3 - x", "-x - 3"}, {"2 - 1/x", "2 - 1/x"},
	    {"x*-sin(y)", "-x*sin(y)"}, {"sin(-x)", "sin(-x)"},
	    {"2**-x", "2**(-x)"}, {"-x**2", "-x**2"}, {"(-2)**x", "(-2)**x"});
}
END_TEST

START_TEST(writes_fractions)
{
	ck_rows({"2*x/3", "2*x/3"}, {"0.5*x", "x/2"}, {"x/y", "x/y"},
	    {"x/(2*y)", "x/(2*y)"}, {"x/2/y", "x/(2*y)"}, {"x*y**-1", "x/y"},
	    {"1/x", "1/x"}, {"x**-2", "1/x**2"}, {"2/x", "2/x"},
	    {"1/(x + y)", "1/(x + y)"}, {"x/(y*(x + 1))", "x/(y*(x + 1))"},
	    {"(x + 1)/(y + 1)", "(x + 1)/(y + 1)"}, {"2/3", "2/3"},
	    {"-2/3", "-2/3"}, {"x + 1/3", "x + 1/3"}, {"x/7/3", "x/21"},
	    {"x/0.75", "4*x/3"}, {"3*x/20", "3*x/20"}, {"22*x/7", "22*x/7"},
	    {"25*x/3", "25*x/3"}, {"40*x/3", "40*x/3"},
	    {"exp(1/2)", "exp(1/2)"}, {"1/x/y", "1/(x*y)"},
	    {"1/360*x", "x/360"}, {"-1/(2*x)", "-1/(2*x)"});
}
END_TEST

/* A fraction holds together no better than a quotient. */
START_TEST(writes_powers_of_fractions)
{
	ck_rows({"(2/3)**x", "(2/3)**x"}, {"0.5**x", "(1/2)**x"},
	    {"(1/2)**x/3", "(1/2)**x/3"}, {"x**(1/3)", "x**(1/3)"},
	    {"1/(2/3)**x", "(2/3)**(-x)"});
}
END_TEST

/* No fraction where a person would write a decimal. */
START_TEST(writes_decimals)
{
	ck_rows({"3.14*x", "3.14*x"}, {"3.14 + 1", "4.14"},
	    {"0.123456789*x", "0.123456789*x"}, {"1e-7*x", "1e-07*x"},
	    {"1e20*x", "1e+20*x"}, {"1000000*x", "1000000*x"},
	    {"x**3.14", "x**3.14"}, {"2.718**x", "2.718**x"});
}
END_TEST

START_TEST(writes_few_brackets)
{
	ck_rows({"((x))", "x"}, {"(x*y)*2", "2*x*y"},
	    {"x + (y + 1)", "x + y + 1"}, {"(x**2)*y", "x**2*y"},
	    {"x**(y**2)", "x**(y**2)"}, {"(x**y)**z", "(x**y)**z"},
	    {"(x + y)**2", "(x + y)**2"}, {"x*(y + 1)", "x*(y + 1)"},
	    {"sin((x))", "sin(x)"}, {"(sin(x))**2", "sin(x)**2"},
	    {"x**(y + 1)", "x**(y + 1)"}, {"x**(2*y)", "x**(2*y)"},
	    {"exp(x)**2", "exp(x)**2"});
}
END_TEST

/* Names, then brackets, then functions; in each, the order as written. */
START_TEST(writes_factors_in_order)
{
	ck_rows({"sin(x)*(x + 1)*x*2", "2*x*(x + 1)*sin(x)"}, {"b*a", "b*a"},
	    {"exp(x)*x**2", "x**2*exp(x)"},
	    {"sigmoid(x)*(1 - sigmoid(x))", "(1 - sigmoid(x))*sigmoid(x)"},
	    {"cos(x)*sin(x)", "cos(x)*sin(x)"},
	    {"(x + 1)**2*y", "y*(x + 1)**2"});
}
END_TEST

/* A tree of sums and products that no text makes: fractions as factors. */
START_TEST(writes_what_is_not_simplified)
{
	Workshop workshop = {.arena = step};
	const Expression *x = variable(&workshop, "x", 1);
	const Expression *half = number(&workshop, 0.5);
	ck_assert_str_eq(printed(over(&workshop, half)), "1/(1/2)");
	ck_assert_str_eq(printed(power(&workshop, half, x)), "(1/2)**x");
	ck_assert_str_eq(printed(times(&workshop, x, half)), "x*(1/2)");
	ck_assert_str_eq(
	    printed(plus(&workshop, x, number(&workshop, -2))), "x - 2");
	ck_assert_str_eq(
	    printed(times(&workshop, x, number(&workshop, -2))), "x*(-2)");
	ck_assert_str_eq(printed(group(&workshop, SUM, 0, NULL)), "0");
	ck_assert_str_eq(printed(group(&workshop, PRODUCT, 0, NULL)), "1");
}
END_TEST

/* The text is cut to fit, ended, and its length known. */
START_TEST(writes_into_little_room)
{
	Workshop workshop = {.arena = step};
	const Expression *e = parsed(&workshop, "x**2 + sin(y)");
	const char *whole = "x**2 + sin(y)";
	for (size_t size = 1; size <= strlen(whole) + 1; size++) {
		char text[20] = "###################";
		ck_assert_uint_eq(
		    expression_text(e, text, size), strlen(whole));
		ck_assert_uint_eq(strlen(text), size - 1);
		ck_assert_int_eq(strncmp(text, whole, size - 1), 0);
		ck_assert_int_eq(text[size], '#');
	}
	ck_assert_uint_eq(expression_text(e, NULL, 0), strlen(whole));
}
END_TEST

TESTS("text", writes_signs, writes_fractions, writes_powers_of_fractions,
    writes_decimals, writes_few_brackets, writes_factors_in_order,
    writes_what_is_not_simplified, writes_into_little_room)

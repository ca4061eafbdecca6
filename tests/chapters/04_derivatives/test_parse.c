/*
 * Chapter 4: expressions from text, by their values.
 */
#include "tests/chapters/04_derivatives/expressions.h"

/* At x = 3, y = 1/2. */
static double
value_of(const char *text)
{
	static const Point at = {2, {"x", "y"}, {3, 0.5}};
	Workshop workshop = {.arena = step};
	return expression_value(parsed(&workshop, text), &at);
}

typedef struct {
	const char *text;
	double wanted;
} Row;

static void
check_values(const Row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double got = value_of(rows[i].text);
		ck_assert_msg(near(got, rows[i].wanted, 1e-15),
		    "'%s' is %.17g, not %.17g", rows[i].text, got,
		    rows[i].wanted);
	}
}
#define ck_values(...) \
	check_values((const Row[]){__VA_ARGS__}, \
	    sizeof((const Row[]){__VA_ARGS__}) / sizeof(Row))

START_TEST(numbers)
{
	ck_values({"0", 0}, {"42", 42}, {"007", 7}, {".5", 0.5}, {"1.", 1},
	    {"2.25", 2.25}, {"1e3", 1000}, {"1E3", 1000}, {"1e+3", 1000},
	    {"25e-2", 0.25}, {".5e1", 5}, {"1.e2", 100}, {"1.7e308", 1.7e308},
	    {"1e-999", 0}, {"0.1", 0.1});
}
END_TEST

START_TEST(names)
{
	ck_values({"x", 3}, {"y", 0.5}, {"X", (double)NAN},
	    {"nan", (double)NAN}, {"inf", (double)NAN}, {"_1", (double)NAN},
	    {"x_", (double)NAN}, {"e1", (double)NAN}, {"expx", (double)NAN},
	    {"Exp", (double)NAN});
}
END_TEST

START_TEST(names_with_digits_and_underscores)
{
	static const Point at = {3, {"x_1", "_", "w__2"}, {1, 10, 100}};
	Workshop workshop = {.arena = step};
	const Expression *e = parsed(&workshop, "x_1+_*2+w__2");
	ck_assert(expression_value(e, &at) == 121);
	ck_assert_str_eq(printed(e), "x_1 + _*2 + w__2");
}
END_TEST

START_TEST(operators)
{
	ck_values({"x + y", 3.5}, {"x - y", 2.5}, {"x*y", 1.5}, {"x/y", 6},
	    {"x**2", 9}, {"x**y", sqrt(3)}, {"x**0", 1}, {"y**-2", 4},
	    {"2**-1", 0.5}, {"1/0", (double)INFINITY}, {"0**0", 1});
}
END_TEST

START_TEST(from_left_to_right)
{
	ck_values({"10 - 4 - 3", 3}, {"10 - 4 + 3", 9}, {"24/4/3", 2},
	    {"24/4*3", 18}, {"24*4/3", 32}, {"1 - 2 + 3 - 4", -2});
}
END_TEST

START_TEST(precedence)
{
	ck_values({"2 + 3*4", 14}, {"2*3 + 4", 10}, {"2 - 6/3", 0},
	    {"2*3**2", 18}, {"2**3*2", 16}, {"18/3**2", 2}, {"(2 + 3)*4", 20},
	    {"2*(3 + 4)", 14}, {"(2*3)**2", 36}, {"2**(1 + 1)", 4},
	    {"((x))", 3}, {"10 - (4 - 3)", 9});
}
END_TEST

START_TEST(power_binds_to_the_right)
{
	ck_values({"2**3**2", 512}, {"(2**3)**2", 64}, {"2**2**0", 2},
	    {"2**-2**2", 0.0625}, {"4**-y", 0.5});
}
END_TEST

START_TEST(signs)
{
	ck_values({"-x", -3}, {"+x", 3}, {"--x", 3}, {"-+-x", 3},
	    {"x - -y", 3.5}, {"x + +y", 3.5}, {"x*-y", -1.5}, {"x/-y", -6},
	    {"-x**2", -9}, {"(-x)**2", 9}, {"-2*-3", 6}, {"-x*y", -1.5},
	    {"x--y", 3.5}, {"2 - -2**2", 6});
}
END_TEST

START_TEST(spaces)
{
	ck_values({" x ", 3}, {"\tx\t+\ty", 3.5}, {"x\n+\r\ny\n", 3.5},
	    {"x  **  2", 9}, {"x**2", 9}, {"exp ( 0 )", 1}, {"( x )", 3},
	    {"- x", -3}, {"x+y-y*y/y", 3});
}
END_TEST

START_TEST(functions)
{
	ck_values({"exp(x)", exp(3)}, {"log(x)", log(3)}, {"sqrt(x)", sqrt(3)},
	    {"sin(x)", sin(3)}, {"cos(x)", cos(3)}, {"tanh(x)", tanh(3)},
	    {"sigmoid(x)", 1 / (1 + exp(-3.0))}, {"sigmoid(-1000)", 0},
	    {"relu(x)", 3}, {"relu(-x)", 0}, {"relu(0)", 0}, {"step(x)", 1},
	    {"step(-x)", 0}, {"step(0)", 0}, {"log(0)", -(double)INFINITY},
	    {"log(-1)", (double)NAN}, {"sqrt(-1)", (double)NAN},
	    {"relu(log(-1))", (double)NAN}, {"step(log(-1))", (double)NAN},
	    {"exp(log(x))**2", 9}, {"-exp(0)**2", -1});
}
END_TEST

/* A small whole power is a product, to the bit; a large one takes no time. */
START_TEST(whole_powers)
{
	static const Point at = {1, {"x"}, {0.7}};
	Workshop workshop = {.arena = step};
	double product = 1;
	float single = 1;
	for (int n = 0; n <= 64; n++) {
		const Expression *e = power(&workshop,
		    variable(&workshop, "x", 1), number(&workshop, n));
		ck_assert(expression_value(e, &at) == product);
		ck_assert(expression_value_float(e, &at) == single);
		ck_assert(
		    expression_value(over(&workshop, e), &at) == 1 / product);
		product *= 0.7;
		single *= 0.7f;
	}
	ck_values({"1**1e15", 1}, {"2**1e15", (double)INFINITY},
	    {"2**-1e15", 0}, {"2**100", 0x1p100});
}
END_TEST

/* Every step is rounded: 1e8 + 1 is 1e8 in float, 1/3 and 3 meet again. */
START_TEST(value_in_float)
{
	static const Point at = {1, {"x"}, {0.1}};
	Workshop workshop = {.arena = step};
	const Expression *e = parsed(&workshop, "x*x/3 + exp(x)");
	float x = 0.1f, third = 1 / 3.0f, product = x * x * third;
	ck_assert(
	    expression_value_float(e, &at) == product + (float)exp((double)x));
	e = parsed(&workshop, "1e8 + 1 - 1e8");
	ck_assert(expression_value_float(e, &at) == 0);
	ck_assert(expression_value(e, &at) == 1);
	e = parsed(&workshop, "x**3");
	ck_assert(expression_value_float(e, &at) == x * x * x);
}
END_TEST

START_TEST(more_variables_than_a_point_has)
{
	Workshop workshop = {.arena = step};
	const Expression *e = parsed(
	    &workshop, "a + b + c + d + e + f + g + h + i + j");
	Point at = {8, {"a", "b", "c", "d", "e", "f", "g", "h"},
	    {1, 2, 3, 4, 5, 6, 7, 8}};
	ck_assert(isnan(expression_value(e, &at)));
	e = parsed(&workshop, "a + b + c + d + e + f + g + h");
	ck_assert(expression_value(e, &at) == 36);
}
END_TEST

TESTS("parse", numbers, names, names_with_digits_and_underscores, operators,
    from_left_to_right, precedence, power_binds_to_the_right, signs, spaces,
    functions, whole_powers, value_in_float, more_variables_than_a_point_has)

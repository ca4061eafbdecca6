/*
 * Chapter 4: what is said of a text that is no expression.
 */
#include "tests/chapters/04_derivatives/expressions.h"

/* Asserts that the text is refused with these words. */
static void
check_error(const char *text, const char *wanted)
{
	Workshop workshop = {.arena = step};
	const Expression *e;
	Error error = {"not set"};
	ck_assert_msg(!expression_parse(&workshop, text, &e, &error),
	    "'%s' was accepted", text);
	ck_assert_str_eq(error.text, wanted);
}

/* ... with these three lines: what is wrong; the text as shown; the caret,
   `column` characters from where that begins. */
static void
check_lines(const char *text, const char *what, const char *shown, int column)
{
	check_error(text, text_of("%s\n  %s\n  %*s^", what, shown, column, ""));
}

/* ... with the caret under this place, and what stands around it: up to 50
   characters before it, 70 in all. */
static void
check_complaint(const char *text, const char *what, int place)
{
	int hidden = place > 50 ? place - 50 : 0;
	check_lines(
	    text, what, text_of("%.70s", text + hidden), place - hidden);
}

START_TEST(ends_too_early)
{
	const char *what = "the expression ends too early";
	check_complaint("", what, 0);
	check_complaint("   ", what, 3);
	check_complaint("3*x**2 + ", what, 9);
	check_complaint("x -", what, 3);
	check_complaint("x*", what, 2);
	check_complaint("x**", what, 3);
	check_complaint("-", what, 1);
	check_complaint("(", what, 1);
	check_complaint("sin(", what, 4);
}
END_TEST

START_TEST(no_operand)
{
	const char *what = "expected a number, a name or '('";
	check_complaint("()", what, 1);
	check_complaint(")", what, 0);
	check_complaint("*x", what, 0);
	check_complaint("x + *y", what, 4);
	check_complaint("x***y", what, 3);
	check_complaint("x* *y", what, 3);
	check_complaint("x//y", what, 2);
	check_complaint("sin()", what, 4);
	check_complaint(".", what, 0);
	check_complaint(". 5", what, 0);
	check_complaint("x + .", what, 4);
	check_complaint("=", what, 0);
}
END_TEST

START_TEST(no_operator)
{
	const char *what = "expected an operator";
	check_complaint("3 x", what, 2);
	check_complaint("2x", what, 1);
	check_complaint("x y", what, 2);
	check_complaint("(x)(y)", what, 3);
	check_complaint("2(x)", what, 1);
	check_complaint("1..2", what, 2);
	check_complaint("1.2.3", what, 3);
	check_complaint("1e", what, 1);
	check_complaint("1e+", what, 1);
	check_complaint("1_000", what, 1);
	check_complaint("x, y", what, 1);
	check_complaint("x = 1", what, 2);
	check_complaint("x.y", what, 1);
}
END_TEST

/* strtod would read them. */
START_TEST(no_hexadecimal_numbers)
{
	check_complaint("0x10", "expected an operator", 1);
	check_complaint("1 + 0XA*x", "expected an operator", 5);
	check_complaint("0x", "expected an operator", 1);
}
END_TEST

START_TEST(brackets)
{
	check_complaint("2*(x + 1", "this '(' is never closed", 2);
	check_complaint("((x)", "this '(' is never closed", 0);
	check_complaint("(x + (y)", "this '(' is never closed", 0);
	check_complaint("sin(x", "this '(' is never closed", 3);
	check_complaint("x)", "this ')' was never opened", 1);
	check_complaint("(x)) + 1", "this ')' was never opened", 3);
	check_complaint("(x y)", "expected an operator or ')'", 3);
	check_complaint("sin(x, y)", "expected an operator or ')'", 5);
	check_complaint("[x]", "expected a number, a name or '('", 0);
}
END_TEST

START_TEST(another_sign_for_power)
{
	check_complaint("x^2", "a power is written **", 1);
	check_complaint("x + y ^ 2", "a power is written **", 6);
	check_complaint("^", "a power is written **", 0);
	check_complaint("(x^2)", "a power is written **", 2);
	check_complaint("sin(x)^2", "a power is written **", 6);
}
END_TEST

START_TEST(function_names)
{
	check_complaint("sinn(x)", "no such function", 0);
	check_complaint("1 + si (x)", "no such function", 4);
	check_complaint("x(2)", "no such function", 0);
	check_complaint("sin x", "expected '(' after the function", 4);
	check_complaint("sin", "expected '(' after the function", 3);
	check_complaint("log + 1", "expected '(' after the function", 4);
	check_complaint("exp**2", "expected '(' after the function", 3);
}
END_TEST

START_TEST(numbers_too_large)
{
	check_complaint("1e999", "the number is too large", 0);
	check_complaint("x + 2e308", "the number is too large", 4);
	check_complaint(repeated("9", 400), "the number is too large", 0);
}
END_TEST

START_TEST(names_too_long)
{
	char *longest = repeated("n", EXPRESSION_MAX_NAME);
	Workshop workshop = {.arena = step};
	ck_assert_str_eq(printed(parsed(&workshop, longest)), longest);
	check_complaint(text_of("1 + %sn", longest), "the name is too long", 4);
	check_complaint(text_of("%sn(x)", longest), "the name is too long", 0);
	check_complaint(text_of("%s(x)", longest), "no such function", 0);
}
END_TEST

START_TEST(texts_too_long)
{
	Workshop workshop = {.arena = step};
	/* As many operands as there may be. */
	char *longest = text_of("%sx ", repeated("x+", 499));
	ck_assert_uint_eq(strlen(longest), EXPRESSION_MAX_TEXT);
	ck_assert_int_eq(parsed(&workshop, longest)->count, 500);
	longest = text_of("%sx ", repeated("x*", 499));
	ck_assert_int_eq(parsed(&workshop, longest)->count, 500);
	check_error(text_of("%s ", longest),
	    "the expression has 1001 characters, at most 1000");
	check_error(repeated("(", 100000),
	    "the expression has 100000 characters, at most 1000");
}
END_TEST

START_TEST(long_texts)
{
	const char *tail = "0123456789012345678901234567890123456789";
	check_lines(text_of("%s)%s", repeated("-1234 +7", 7), tail),
	    "this ')' was never opened",
	    "+7-1234 +7-1234 +7-1234 +7-1234 +7-1234 +7-1234 +7)"
	    "0123456789012345678",
	    50);
	for (int place = 0; place < 60; place++)
		check_complaint(text_of("%*s)", place, ""),
		    "expected a number, a name or '('", place);
}
END_TEST

/* A line break or a tab must not part the caret from its place. */
START_TEST(control_characters)
{
	const char *what = "expected a number, a name or '('";
	check_lines("x\t+\t)", what, "x + )", 4);
	check_lines("x\n+\r\n)", what, "x +  )", 5);
	check_lines("x + \x01", what, "x +  ", 4);
	check_lines("\x1b[31m", what, " [31m", 0);
	check_lines("x)\n\n", "this ')' was never opened", "x)  ", 1);
	check_lines("x \x7f", "expected an operator", "x  ", 2);
}
END_TEST

/* Beyond ASCII nothing is a letter or a digit; it is shown as it came. */
START_TEST(bytes_beyond_ascii)
{
	check_complaint("\xff", "expected a number, a name or '('", 0);
	check_complaint("\xc3\xa9", "expected a number, a name or '('", 0);
	check_complaint("x\xc3\xa9", "expected an operator", 1);
	check_complaint("2 \xc3\x97 x", "expected an operator", 2);
	check_complaint("x + \xa0y", "expected a number, a name or '('", 4);
}
END_TEST

/* x, n times in an opening and a closing. */
static const char *
nested(const char *opening, size_t n, const char *closing)
{
	return text_of("%sx%s", repeated(opening, n), repeated(closing, n));
}

START_TEST(nested_too_deeply)
{
	static const char *const pairs[][2] = {{"(", ")"}, {"-", ""}, {"+", ""},
	    {"2**", ""}, {"sin(", ")"}, {"- ", ""}, {"( ", " )"}};
	enum { DEPTH = EXPRESSION_MAX_DEPTH };
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		const char *opening = pairs[i][0], *closing = pairs[i][1];
		Workshop workshop = {.arena = step};
		parsed(&workshop, nested(opening, DEPTH - 1, closing));
		check_complaint(nested(opening, DEPTH, closing),
		    "nested too deeply", (int)strlen(opening) * DEPTH);
	}
}
END_TEST

/* What is closed again does not count. */
START_TEST(wide_is_not_deep)
{
	Workshop workshop = {.arena = step};
	parsed(&workshop, text_of("%sx", repeated("-(x) + ", 140)));
	parsed(&workshop, text_of("%sx", repeated("x**2*", 199)));
	const char *deep = nested("(", EXPRESSION_MAX_DEPTH - 1, ")");
	parsed(&workshop, text_of("%s + %s", deep, deep));
}
END_TEST

TESTS("parse errors", ends_too_early, no_operand, no_operator,
    no_hexadecimal_numbers, brackets, another_sign_for_power, function_names,
    numbers_too_large, names_too_long, texts_too_long, long_texts,
    control_characters, bytes_beyond_ascii, nested_too_deeply, wide_is_not_deep)

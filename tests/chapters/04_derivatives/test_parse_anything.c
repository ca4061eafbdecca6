/*
 * Chapter 4: whatever is typed, the program lives and says what is wrong.
 */
#include "tests/chapters/04_derivatives/expressions.h"

#include "chapters/04_derivatives/derivatives.h"

/* Asserts that it is an error of three lines, none too long, the last with a
   caret. */
static void
check_three_lines(const char *text, const char *error)
{
	const char *second = strchr(error, '\n');
	const char *third = second ? strchr(second + 1, '\n') : NULL;
	size_t column = third ? strspn(third + 1, " ") : 0;
	ck_assert_msg(third && third - second <= 73 &&
			  strcmp(third + 1 + column, "^") == 0 && column >= 2 &&
			  column <= 52,
	    "'%s': %s", text, error);
}

/* Under sanitizers a tenth of the texts. */
enum { TEXTS = SANITIZED ? 1 : 10 };

/* Whatever the text is: an expression, with which one can work, or an error. */
static void
parse_anything(const char *text)
{
	Workshop workshop = {.arena = step};
	const Expression *e;
	Error error = {"not set"};
	if (!expression_parse(&workshop, text, &e, &error)) {
		check_three_lines(text, error.text);
		return;
	}
	e = simplify(&workshop, differentiate(&workshop, e, "x"));
	expression_value(e, &(Point){1, {"x"}, {0.5}});
	printed(e);
}

START_TEST(any_tokens)
{
	static const char *const tokens[] = {"x", "y", "x1", "2", ".5", "1e3",
	    "1.", "(", "(", ")", ")", "+", "-", "*", "/", "**", "**", " ",
	    "sin(", "log", "relu(", "f(", "^", ".", "0x1", "1e999", "\t", "\n",
	    "\xc3\xa9", ","};
	Random random;
	random_seed(&random, 1);
	for (int i = 0; i < 20000 * TEXTS; i++, arena_reset(step)) {
		char text[80] = "";
		for (size_t n = below(&random, 13); n > 0; n--)
			strcat(text, tokens[below(&random,
					 sizeof tokens / sizeof *tokens)]);
		parse_anything(text);
	}
}
END_TEST

START_TEST(any_bytes)
{
	Random random;
	random_seed(&random, 2);
	for (int i = 0; i < 10000 * TEXTS; i++, arena_reset(step)) {
		char text[100];
		size_t length = below(&random, sizeof text);
		for (size_t at = 0; at < length; at++)
			text[at] = (char)(1 + below(&random, 255));
		text[length] = '\0';
		parse_anything(text);
	}
}
END_TEST

/* An expression as it should be, but for one character. */
START_TEST(any_misprint)
{
	static const char letters[] = "x2.()+-*/^ se\n\xe9";
	Random random;
	random_seed(&random, 3);
	for (int i = 0; i < 5000 * TEXTS; i++, arena_reset(step)) {
		Workshop workshop = {.arena = step};
		const Expression *e = random_expression(
		    &workshop, &random, ALL_NUMBERS, 3);
		char *text = text_of("%.999s ", printed(e));
		text[below(&random, strlen(text))] =
		    letters[below(&random, sizeof letters - 1)];
		parse_anything(text);
	}
}
END_TEST

TESTS("parse anything", any_tokens, any_bytes, any_misprint)

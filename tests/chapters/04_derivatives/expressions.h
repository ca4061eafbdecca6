/*
 * What the tests of chapter 4 share: expressions from text, to text, and at
 * random. All that they return lives in the arena `step`.
 */
#ifndef TESTS_CHAPTERS_EXPRESSIONS_H
#define TESTS_CHAPTERS_EXPRESSIONS_H

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "chapters/04_derivatives/expression.h"
#include "tests/support.h"

static inline const Expression *
parsed(Workshop *workshop, const char *text)
{
	const Expression *e;
	Error error;
	ck_assert_msg(
	    expression_parse(workshop, text, &e, &error), "%s", error.text);
	return e;
}

static inline const char *
printed(const Expression *e)
{
	size_t size = expression_text(e, NULL, 0) + 1;
	char *text = arena_alloc(step, size, 1);
	ck_assert_uint_eq(expression_text(e, text, size), size - 1);
	return text;
}

/* The text, parsed, simplified and printed. */
static inline const char *
simplified(const char *text)
{
	Workshop workshop = {.arena = step};
	return printed(simplify(&workshop, parsed(&workshop, text)));
}

/* What sprintf would write. */
static inline char *PRINTF_LIKE(1, 2) text_of(const char *format, ...)
{
	enum { SIZE = 8192 };
	char *text = arena_alloc(step, SIZE, 1);
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(text, SIZE, format, arguments);
	va_end(arguments);
	ck_assert_int_lt(length, SIZE);
	return text;
}

/* `part`, n times. */
static inline char *
repeated(const char *part, size_t n)
{
	size_t length = strlen(part);
	char *text = arena_alloc(step, n * length + 1, 1);
	for (size_t i = 0; i < n; i++)
		memcpy(text + i * length, part, length);
	text[n * length] = '\0';
	return text;
}

/* Equal within the tolerance, relative above 1; NaN equals NaN. */
static inline bool
near(double a, double b, double tolerance)
{
	if (!isfinite(a) || !isfinite(b))
		return a == b || (isnan(a) && isnan(b));
	return fabs(a - b) <= tolerance * fmax(1, fabs(b));
}

static inline size_t
below(Random *random, size_t n)
{
	return random_u32(random) % n;
}

/* x and y, each from -2 to 2. */
static inline Point
random_point(Random *random)
{
	double x = 4 * (double)random_unit(random) - 2;
	double y = 4 * (double)random_unit(random) - 2;
	return (Point){2, {"x", "y"}, {x, y}};
}

/* How many of its numbers a random expression may use: those whose sums and
   products are exact in binary, or all. */
enum { EXACT_NUMBERS = 9, ALL_NUMBERS = 13 };

static inline const Expression *
random_leaf(Workshop *workshop, Random *random, size_t numbers)
{
	static const double known[ALL_NUMBERS] = {
	    0, 1, 2, 4, -1, -2, 0.5, -0.25, 1.5, 3, 10, 1.0 / 3, 3.14};
	if (below(random, 2))
		return number(workshop, known[below(random, numbers)]);
	return variable(workshop, below(random, 2) ? "x" : "y", 1);
}

/* Any expression in x and y, at most so deep. */
static inline const Expression *
random_expression(Workshop *workshop, Random *random, size_t numbers, int depth)
{
	static const double exponents[] = {-2, -1, -0.5, 0.5, 2, 3};
	size_t choice = depth == 0 ? 0 : below(random, 10);
	if (choice <= 1)
		return random_leaf(workshop, random, numbers);
	const Expression *part[3];
	for (int i = 0; i < 3; i++)
		part[i] = random_expression(
		    workshop, random, numbers, depth - 1);
	if (choice == 2)
		return call(
		    workshop, (Function)below(random, FUNCTIONS), part[0]);
	if (choice == 3)
		return power(workshop, part[0],
		    number(workshop, exponents[below(random, 6)]));
	if (choice == 4)
		return power(workshop, part[0], part[1]);
	return group(workshop, choice < 7 ? SUM : PRODUCT, 3, part);
}

/* Are the values of e and of all its parts numbers, and not so large that
   little is left of their digits? */
static inline bool
is_tame(const Expression *e, const Point *at)
{
	for (int i = 0; i < e->count; i++)
		if (!is_tame(e->child[i], at))
			return false;
	return fabs(expression_value(e, at)) < 1e4;
}

#endif

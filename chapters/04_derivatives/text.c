/*
 * From tree to text, with as few brackets as precedence allows: a difference
 * instead of a sum with -1, a quotient instead of a power of -1, 2*x/3 instead
 * of 0.666...*x.
 */
#define MODULE_SOURCE
#include "chapters/04_derivatives/expression.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

/* Text that grows; what does not fit is counted. */
typedef struct {
	char *text;
	size_t size, length;
} Writer;

static void PRINTF_LIKE(2, 3)
    write_text(Writer *writer, const char *format, ...)
{
	size_t left = writer->length < writer->size
			  ? writer->size - writer->length
			  : 0;
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(left ? writer->text + writer->length : NULL,
	    left, format, arguments);
	va_end(arguments);
	writer->length += (size_t)length;
}

/* How tightly a node's text holds together. */
typedef enum { LOOSE_SUM, LOOSE_PRODUCT, LOOSE_POWER, TIGHT } Tightness;

static void write_expression(Writer *writer, const Expression *e);
static void write_sum(Writer *writer, const Expression *e);

static void
write_number(Writer *writer, double value)
{
	write_text(writer, "%.15g", value);
}

static bool
is_negative_power(const Expression *e)
{
	return e->kind == POWER && e->child[1]->kind == NUMBER &&
	       e->child[1]->number < 0;
}

/* Is the number a fraction p / q that a person would write as one? 3 / 20, but
   not 157 / 50: that is 3.14. */
static bool
as_fraction(double value, double *p, double *q)
{
	enum { MOST_ABOVE = 40, MOST_BELOW = 360 };
	for (*q = 1; *q <= MOST_BELOW; (*q)++) {
		*p = round(value * *q);
		if (*p != 0 && fabs(*p) <= MOST_ABOVE &&
		    fabs(value - *p / *q) <= 1e-15 * fabs(value))
			return *q > 1;
	}
	return false;
}

/* Written sqrt(...), not as a power. */
static bool
is_root(const Expression *e)
{
	return e->kind == POWER && e->child[1]->kind == NUMBER &&
	       e->child[1]->number == 0.5;
}

static Tightness
tightness(const Expression *e)
{
	double p, q;
	switch (e->kind) {
	case SUM:
		return LOOSE_SUM;
	case PRODUCT:
		return LOOSE_PRODUCT;
	case POWER:
		return is_negative_power(e) ? LOOSE_PRODUCT
		       : is_root(e)         ? TIGHT
					    : LOOSE_POWER;
	case NUMBER:
		return e->number < 0                    ? LOOSE_SUM
		       : as_fraction(e->number, &p, &q) ? LOOSE_PRODUCT
							: TIGHT;
	case VARIABLE:
	case CALL:
		break;
	}
	return TIGHT;
}

/* In brackets if it would fall apart. */
static void
write_within(Writer *writer, const Expression *e, Tightness needed)
{
	bool brackets = tightness(e) < needed;
	if (brackets)
		write_text(writer, "(");
	write_expression(writer, e);
	if (brackets)
		write_text(writer, ")");
}

/* base**exponent, with the exponent as given. */
static void
write_power(Writer *writer, const Expression *base, const Expression *exponent,
    double sign)
{
	bool plain = exponent->kind == NUMBER && exponent->number * sign == 1;
	if (exponent->kind == NUMBER && exponent->number * sign == 0.5) {
		write_text(writer, "sqrt(");
		write_expression(writer, base);
		write_text(writer, ")");
		return;
	}
	write_within(writer, base, plain ? LOOSE_POWER : TIGHT);
	if (plain)
		return;
	write_text(writer, "**");
	const Expression turned = {
	    .kind = NUMBER, .number = exponent->number * sign};
	write_within(
	    writer, exponent->kind == NUMBER ? &turned : exponent, TIGHT);
}

/* The factors of a product from `first` on, above and below the line. */
typedef struct {
	double above, below; /* numbers */
	int factors_above, factors_below;
} Fraction;

static Fraction
as_lines(const Expression *e, int first, double factor)
{
	Fraction f = {.above = factor, .below = 1};
	if (factor != floor(factor) &&
	    !as_fraction(factor, &f.above, &f.below)) {
		f.above = factor;
		f.below = 1;
	}
	for (int i = first; i < e->count; i++)
		*(is_negative_power(e->child[i]) ? &f.factors_below
						 : &f.factors_above) += 1;
	return f;
}

static void
write_factors(Writer *writer, const Expression *e, int first, bool below,
    const char *before)
{
	for (int i = first; i < e->count; i++) {
		const Expression *c = e->child[i];
		if (is_negative_power(c) != below)
			continue;
		write_text(writer, "%s", before);
		if (c->kind == POWER)
			write_power(
			    writer, c->child[0], c->child[1], below ? -1 : 1);
		else
			write_within(writer, c, LOOSE_POWER);
		before = "*";
	}
}

/* |factor| * e's children from `first` on: a number, factors, and what is
   below the line, in brackets if there is more than one thing. */
static void
write_product(Writer *writer, const Expression *e, int first, double factor)
{
	Fraction f = as_lines(e, first, factor);
	bool number_above = f.above != 1 || f.factors_above == 0;
	if (number_above)
		write_number(writer, f.above);
	write_factors(writer, e, first, false, number_above ? "*" : "");
	bool number_below = f.below != 1;
	int below = f.factors_below + number_below;
	if (below == 0)
		return;
	write_text(writer, below > 1 ? "/(" : "/");
	if (number_below)
		write_number(writer, f.below);
	write_factors(writer, e, first, true, number_below ? "*" : "");
	if (below > 1)
		write_text(writer, ")");
}

/* The sign of a term, which a sum writes between terms. */
static bool
is_negative(const Expression *e)
{
	const Expression *first = e->kind == PRODUCT ? e->child[0] : e;
	return first->kind == NUMBER && first->number < 0;
}

/* A term without its sign. */
static void
write_magnitude(Writer *writer, const Expression *e)
{
	if (e->kind == NUMBER)
		write_product(
		    writer, &(Expression){.kind = PRODUCT}, 0, fabs(e->number));
	else if (e->kind == PRODUCT && e->child[0]->kind == NUMBER)
		write_product(writer, e, 1, fabs(e->child[0]->number));
	else if (e->kind == PRODUCT)
		write_product(writer, e, 0, 1);
	else if (is_negative_power(e))
		write_product(writer,
		    &(Expression){.kind = PRODUCT,
			.count = 1,
			.child = (const Expression *[]){e}},
		    0, 1);
	else if (e->kind == SUM)
		write_sum(writer, e);
	else if (e->kind == POWER)
		write_power(writer, e->child[0], e->child[1], 1);
	else if (e->kind == VARIABLE)
		write_text(writer, "%s", e->name);
	else {
		write_text(writer, "%s(", function_name(e->function));
		write_expression(writer, e->child[0]);
		write_text(writer, ")");
	}
}

static void
write_sum(Writer *writer, const Expression *e)
{
	/* Begin with a term that is not negative, if there is one: 1 - x. */
	int first = 0;
	while (first < e->count && is_negative(e->child[first]))
		first++;
	if (first == e->count) {
		first = 0;
		write_text(writer, "-");
	}
	write_magnitude(writer, e->child[first]);
	for (int i = 0; i < e->count; i++) {
		if (i == first)
			continue;
		write_text(writer, is_negative(e->child[i]) ? " - " : " + ");
		write_magnitude(writer, e->child[i]);
	}
}

static void
write_expression(Writer *writer, const Expression *e)
{
	if (is_negative(e))
		write_text(writer, "-");
	write_magnitude(writer, e);
}

size_t
expression_text(const Expression *e, char *text, size_t size)
{
	REQUIRE_GIVEN(e && (text || !size));
	Writer writer = {.text = text, .size = size};
	if (size)
		text[0] = '\0';
	write_expression(&writer, e);
	return writer.length;
}

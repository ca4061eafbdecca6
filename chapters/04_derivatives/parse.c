/*
 * From text to tree, by recursive descent: one function for each line of the
 * grammar, from the loosest binding to the tightest.
 *
 *     sum     = product { ("+" | "-") product }
 *     product = signed  { ("*" | "/") signed }
 *     signed  = "-" signed | "+" signed | power
 *     power   = atom [ "**" signed ]
 *     atom    = number | name | function "(" sum ")" | "(" sum ")"
 *
 * So -x**2 is -(x**2), and 2**3**2 is 2**(3**2), as in Python.
 */
#define MODULE_SOURCE
#include "chapters/04_derivatives/expression.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
	Workshop *workshop;
	const char *text, *rest;
	int depth;
	Error *error;
} Parser;

static const Expression *parse_sum(Parser *parser);
static const Expression *parse_signed(Parser *parser);

/* Sets the error, with a caret under `place`, and returns NULL. */
static const Expression *
complain(Parser *parser, const char *place, const char *what)
{
	/* A long text is shown from some characters before the place on; a tab or
	   another control character would move the caret's place. */
	bool long_before = place - parser->text > 50;
	const char *from = long_before ? place - 50 : parser->text;
	char shown[71] = "";
	for (size_t i = 0; i < sizeof shown - 1 && from[i]; i++) {
		unsigned char c = (unsigned char)from[i];
		shown[i] = c < ' ' || c == 127 ? ' ' : from[i];
	}
	error_set(parser->error, "%s\n  %s\n  %*s^", what, shown,
	    (int)(place - from), "");
	return NULL;
}

/* Where an operator should be there is something else. */
static const Expression *
complain_of_operator(Parser *parser, const char *expected)
{
	char next = *parser->rest;
	return complain(parser, parser->rest,
	    next == '^' ? "a power is written **" : expected);
}

static void
skip_spaces(Parser *parser)
{
	while (isspace((unsigned char)*parser->rest))
		parser->rest++;
}

/* Steps over `sign` if it comes next. A "*" that is half of "**" does not. */
static bool
accept(Parser *parser, const char *sign)
{
	skip_spaces(parser);
	size_t length = strlen(sign);
	if (strncmp(parser->rest, sign, length) != 0)
		return false;
	if (strcmp(sign, "*") == 0 && parser->rest[1] == '*')
		return false;
	parser->rest += length;
	return true;
}

static const Expression *
parse_number(Parser *parser)
{
	/* strtod would take 0x10 for sixteen. */
	if (parser->rest[0] == '0' && tolower(parser->rest[1]) == 'x') {
		parser->rest++;
		return number(parser->workshop, 0);
	}
	char *end;
	double value = strtod(parser->rest, &end);
	if (!isfinite(value))
		return complain(
		    parser, parser->rest, "the number is too large");
	parser->rest = end;
	return number(parser->workshop, value);
}

/* The sum in brackets that the parser stands before, and the brackets. */
static const Expression *
parse_brackets(Parser *parser)
{
	const char *open = parser->rest;
	accept(parser, "(");
	const Expression *inner = parse_sum(parser);
	if (!inner || accept(parser, ")"))
		return inner;
	if (*parser->rest == '\0')
		return complain(parser, open, "this '(' is never closed");
	return complain_of_operator(parser, "expected an operator or ')'");
}

static const Expression *
parse_name(Parser *parser)
{
	const char *name = parser->rest;
	size_t length = 0;
	while (isalnum((unsigned char)name[length]) || name[length] == '_')
		length++;
	if (length > EXPRESSION_MAX_NAME)
		return complain(parser, name, "the name is too long");
	parser->rest += length;
	skip_spaces(parser);
	for (Function f = 0; f < FUNCTIONS; f++) {
		const char *known = function_name(f);
		if (strlen(known) != length ||
		    strncmp(known, name, length) != 0)
			continue;
		if (*parser->rest != '(')
			return complain(parser, parser->rest,
			    "expected '(' after the function");
		const Expression *argument = parse_brackets(parser);
		return argument ? call(parser->workshop, f, argument) : NULL;
	}
	if (*parser->rest == '(')
		return complain(parser, name, "no such function");
	return variable(parser->workshop, name, length);
}

static const Expression *
parse_atom(Parser *parser)
{
	skip_spaces(parser);
	unsigned char next = (unsigned char)*parser->rest;
	if (isdigit(next) ||
	    (next == '.' && isdigit((unsigned char)parser->rest[1])))
		return parse_number(parser);
	if (isalpha(next) || next == '_')
		return parse_name(parser);
	if (next == '(')
		return parse_brackets(parser);
	return complain(parser, parser->rest,
	    next == '\0'  ? "the expression ends too early"
	    : next == '^' ? "a power is written **"
			  : "expected a number, a name or '('");
}

static const Expression *
parse_power(Parser *parser)
{
	const Expression *base = parse_atom(parser);
	if (!base || !accept(parser, "**"))
		return base;
	const Expression *exponent = parse_signed(parser);
	return exponent ? power(parser->workshop, base, exponent) : NULL;
}

/* Every nesting passes through here, so here the depth is bounded. */
static const Expression *
parse_signed(Parser *parser)
{
	skip_spaces(parser);
	const char *place = parser->rest;
	if (parser->depth == EXPRESSION_MAX_DEPTH)
		return complain(parser, place, "nested too deeply");
	parser->depth++;
	const Expression *e;
	if (accept(parser, "-")) {
		e = parse_signed(parser);
		if (e)
			e = times(
			    parser->workshop, number(parser->workshop, -1), e);
	} else if (accept(parser, "+")) {
		e = parse_signed(parser);
	} else {
		e = parse_power(parser);
	}
	parser->depth--;
	return e;
}

/* A list of operands between operators that bind equally, as one group. After
   the operator `inverse` an operand is turned over by `invert`. */
static const Expression *
parse_group(Parser *parser, Kind kind, const char *plain, const char *inverse,
    const Expression *(*operand)(Parser *),
    const Expression *(*invert)(Workshop *, const Expression *))
{
	const Expression *child[EXPRESSION_MAX_TEXT / 2 + 1];
	int count = 0;
	bool inverted = false;
	do {
		const Expression *e = operand(parser);
		if (!e)
			return NULL;
		child[count++] = inverted ? invert(parser->workshop, e) : e;
		inverted = accept(parser, inverse);
	} while (inverted || accept(parser, plain));
	return group(parser->workshop, kind, count, child);
}

static const Expression *
negative(Workshop *workshop, const Expression *e)
{
	return times(workshop, number(workshop, -1), e);
}

static const Expression *
parse_product(Parser *parser)
{
	return parse_group(parser, PRODUCT, "*", "/", parse_signed, over);
}

static const Expression *
parse_sum(Parser *parser)
{
	return parse_group(parser, SUM, "+", "-", parse_product, negative);
}

bool
expression_parse(Workshop *workshop, const char *text,
    const Expression **result, Error *error)
{
	REQUIRE_GIVEN(workshop && text && result && error);
	if (strlen(text) > EXPRESSION_MAX_TEXT)
		return error_set(error,
		    "the expression has %zu characters, at most %d",
		    strlen(text), EXPRESSION_MAX_TEXT);
	Parser parser = {
	    .workshop = workshop, .text = text, .rest = text, .error = error};
	*result = parse_sum(&parser);
	if (!*result)
		return false;
	skip_spaces(&parser);
	if (*parser.rest != '\0') {
		complain_of_operator(&parser, *parser.rest == ')'
						  ? "this ')' was never opened"
						  : "expected an operator");
		return false;
	}
	return workshop_check(workshop, error);
}

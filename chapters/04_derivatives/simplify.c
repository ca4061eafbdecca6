/*
 * The form that a person would write, from the leaves up.
 *
 * A sum is a list of terms, each a number times the rest: terms with the same
 * rest are collected (3*x + x is 4*x). A product is a number times a list of
 * factors, each a base to an exponent: factors with the same base are
 * collected (x * x**2 is x**3). What is 0 in a sum or 1 in a product goes.
 */
#define MODULE_SOURCE
#include "chapters/04_derivatives/expression.h"

#include <math.h>

/* A list under construction: numbers beside the expressions they belong to. */
typedef struct {
	Workshop *workshop;
	int count, room;
	double *factor;              /* in a sum: the term's coefficient */
	const Expression **rest;     /* the term's rest, or the factor's base */
	const Expression **exponent; /* in a product */
	double number; /* what has no rest: added, or multiplied */
} List;

static List
new_list(Workshop *workshop, int room, double neutral)
{
	size_t n = (size_t)room + 1;
	Arena *arena = workshop->arena;
	return (List){.workshop = workshop,
	    .room = room,
	    .factor = arena_alloc(arena, n, sizeof(double)),
	    .rest = arena_alloc(arena, n, sizeof(Expression *)),
	    .exponent = arena_alloc(arena, n, sizeof(Expression *)),
	    .number = neutral};
}

static bool
is_number(const Expression *e, double value)
{
	return e->kind == NUMBER && e->number == value;
}

/* How many operands a group has once groups of its kind in it are opened. */
static int
flat_count(const Expression *e, Kind kind)
{
	if (e->kind != kind)
		return 1;
	int count = 0;
	for (int i = 0; i < e->count; i++)
		count += flat_count(e->child[i], kind);
	return count;
}

/* Takes a term apart: returns its number, sets what it multiplies (NULL: it is
   just that number). In a simplified product the number comes first. */
static double
split_term(Workshop *workshop, const Expression *e, const Expression **rest)
{
	*rest = NULL;
	if (e->kind == NUMBER)
		return e->number;
	*rest = e;
	if (e->kind != PRODUCT || e->child[0]->kind != NUMBER)
		return 1;
	*rest = group(workshop, PRODUCT, e->count - 1, e->child + 1);
	return e->child[0]->number;
}

static void
add_term(List *list, const Expression *e)
{
	if (e->kind == SUM) {
		for (int i = 0; i < e->count; i++)
			add_term(list, e->child[i]);
		return;
	}
	const Expression *rest;
	double factor = split_term(list->workshop, e, &rest);
	if (!rest) {
		list->number += factor;
		return;
	}
	for (int i = 0; i < list->count; i++)
		if (alike_expressions(list->rest[i], rest)) {
			list->factor[i] += factor;
			return;
		}
	list->factor[list->count] = factor;
	list->rest[list->count++] = rest;
}

/* factor * rest, without a 1 and without a product in a product. */
static const Expression *
join_term(Workshop *workshop, double factor, const Expression *rest)
{
	if (factor == 1)
		return rest;
	List all = new_list(workshop, flat_count(rest, PRODUCT) + 1, 1);
	all.rest[all.count++] = number(workshop, factor);
	if (rest->kind != PRODUCT)
		all.rest[all.count++] = rest;
	else
		for (int i = 0; i < rest->count; i++)
			all.rest[all.count++] = rest->child[i];
	return group(workshop, PRODUCT, all.count, all.rest);
}

static const Expression *
simplify_sum(Workshop *workshop, const Expression *e)
{
	List list = new_list(workshop, flat_count(e, SUM), 0);
	add_term(&list, e);
	int kept = 0;
	for (int i = 0; i < list.count; i++)
		if (list.factor[i] != 0)
			list.rest[kept++] = join_term(
			    workshop, list.factor[i], list.rest[i]);
	if (list.number != 0)
		list.rest[kept++] = number(workshop, list.number);
	return group(workshop, SUM, kept, list.rest);
}

static void
add_factor(List *list, const Expression *e)
{
	if (e->kind == NUMBER) {
		list->number *= e->number;
		return;
	}
	if (e->kind == PRODUCT) {
		for (int i = 0; i < e->count; i++)
			add_factor(list, e->child[i]);
		return;
	}
	Workshop *workshop = list->workshop;
	bool is_power = e->kind == POWER;
	const Expression *base = is_power ? e->child[0] : e;
	const Expression *exponent = is_power ? e->child[1]
					      : number(workshop, 1);
	for (int i = 0; i < list->count; i++)
		if (alike_expressions(list->rest[i], base)) {
			list->exponent[i] = simplify(workshop,
			    plus(workshop, list->exponent[i], exponent));
			return;
		}
	list->rest[list->count] = base;
	list->exponent[list->count++] = exponent;
}

/* Names first, then brackets, then functions: 2*x*(x + 1)*exp(x). */
static int
rank(const Expression *e)
{
	const Expression *base = e->kind == POWER ? e->child[0] : e;
	return base->kind == NUMBER || base->kind == VARIABLE ? 0
	       : base->kind == SUM                            ? 1
							      : 2;
}

static const Expression *simplify_power(
    Workshop *workshop, const Expression *base, const Expression *exponent);

static const Expression *
simplify_product(Workshop *workshop, const Expression *e)
{
	List list = new_list(workshop, flat_count(e, PRODUCT), 1);
	add_factor(&list, e);

	/* Exponents that have met may have made something else of a power: a
	   number, or what meets other factors. */
	bool again = false;
	for (int i = 0; i < list.count; i++) {
		const Expression *p = simplify_power(
		    workshop, list.rest[i], list.exponent[i]);
		const Expression *base = p->kind == POWER ? p->child[0] : p;
		again = again || p->kind == PRODUCT ||
			!same_expression(base, list.rest[i]);
		list.rest[i] = p;
		if (list.rest[i]->kind == NUMBER)
			list.number *= list.rest[i]->number;
	}
	if (list.number == 0)
		return number(workshop, 0);

	/* The number, if there is one to show, and the rest in order. */
	List all = new_list(workshop, list.count, 1);
	if (list.number != 1)
		all.rest[all.count++] = number(workshop, list.number);
	for (int wanted = 0; wanted <= 2; wanted++)
		for (int i = 0; i < list.count; i++)
			if (list.rest[i]->kind != NUMBER &&
			    rank(list.rest[i]) == wanted)
				all.rest[all.count++] = list.rest[i];
	const Expression *product = group(
	    workshop, PRODUCT, all.count, all.rest);
	return again && product->kind == PRODUCT
		   ? simplify_product(workshop, product)
		   : product;
}

/* (a * b)**n is a**n * b**n for a whole n, unless a number leaves the range
   of a double. */
static const Expression *
distribute(
    Workshop *workshop, const Expression *product, const Expression *exponent)
{
	const Expression *first = product->child[0];
	double value = first->kind == NUMBER
			   ? pow(first->number, exponent->number)
			   : 1;
	if (value == 0 || !isfinite(value))
		return power(workshop, product, exponent);
	List list = new_list(workshop, product->count, 1);
	for (int i = 0; i < product->count; i++)
		list.rest[list.count++] = simplify_power(
		    workshop, product->child[i], exponent);
	return simplify_product(
	    workshop, group(workshop, PRODUCT, list.count, list.rest));
}

/* A number that one would write out: whole and not astronomic, or one over
   such a number. */
static bool
is_plain(double value)
{
	const double most = 1e15;
	double turned = 1 / value;
	return (fabs(value) <= most && value == floor(value)) ||
	       (fabs(turned) <= most && turned == floor(turned));
}

static bool
is_whole(const Expression *e)
{
	return e->kind == NUMBER && e->number == floor(e->number);
}

/* (1/3)**-2 is 9, whatever the last digit of 1/3 makes of it. */
static double
tidy(double value)
{
	double whole = round(value);
	return fabs(value - whole) <= 1e-14 * fabs(whole) ? whole : value;
}

/* a power of simplified parts. */
static const Expression *
simplify_power(
    Workshop *workshop, const Expression *base, const Expression *exponent)
{
	if (is_number(exponent, 0) || is_number(base, 1))
		return number(workshop, 1);
	if (is_number(exponent, 1))
		return base;
	if (base->kind == NUMBER && exponent->kind == NUMBER) {
		double value = tidy(pow(base->number, exponent->number));
		if (isfinite(value) && (value != 0 || base->number == 0) &&
		    (is_whole(exponent) || is_plain(value)))
			return number(workshop, value);
	}
	if (is_whole(exponent)) {
		if (base->kind == POWER)
			return simplify_power(workshop, base->child[0],
			    simplify(workshop,
				times(workshop, base->child[1], exponent)));
		if (base->kind == PRODUCT)
			return distribute(workshop, base, exponent);
	}
	return power(workshop, base, exponent);
}

/* f(u) where it is a number that one knows, or u undoes f. */
static const Expression *
simplify_call(Workshop *workshop, Function function, const Expression *argument)
{
	if (argument->kind == NUMBER) {
		const Point nowhere = {0};
		double value = expression_value(
		    call(workshop, function, argument), &nowhere);
		if (value == floor(value) && fabs(value) <= 1e15)
			return number(workshop, value);
	}
	if (function == SQRT) /* a power like others, written as a root */
		return simplify_power(
		    workshop, argument, number(workshop, 0.5));
	if (function == LOG && argument->kind == CALL &&
	    argument->function == EXP)
		return argument->child[0];
	return call(workshop, function, argument);
}

const Expression *
simplify(Workshop *workshop, const Expression *e)
{
	REQUIRE_GIVEN(workshop && e);
	if (workshop->overflow || e->count == 0)
		return e;
	List children = new_list(workshop, e->count, 0);
	for (int i = 0; i < e->count; i++)
		children.rest[i] = simplify(workshop, e->child[i]);
	switch (e->kind) {
	case SUM:
		return simplify_sum(
		    workshop, group(workshop, SUM, e->count, children.rest));
	case PRODUCT:
		return simplify_product(workshop,
		    group(workshop, PRODUCT, e->count, children.rest));
	case POWER:
		return simplify_power(
		    workshop, children.rest[0], children.rest[1]);
	case CALL:
		return simplify_call(workshop, e->function, children.rest[0]);
	case NUMBER:
	case VARIABLE:
		break;
	}
	return e;
}

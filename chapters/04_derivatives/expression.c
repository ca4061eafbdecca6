#define MODULE_SOURCE
#include "chapters/04_derivatives/expression.h"

#include <math.h>
#include <string.h>

static const char *const names[FUNCTIONS] = {[EXP] = "exp",
    [LOG] = "log",
    [SQRT] = "sqrt",
    [SIN] = "sin",
    [COS] = "cos",
    [TANH] = "tanh",
    [SIGMOID] = "sigmoid",
    [RELU] = "relu",
    [STEP] = "step"};

const char *
function_name(Function function)
{
	REQUIRE((unsigned)function < FUNCTIONS, "function %d of %d",
	    (int)function, FUNCTIONS);
	return names[function];
}

bool
workshop_check(const Workshop *workshop, Error *error)
{
	REQUIRE_GIVEN(workshop && error);
	if (workshop->too_large)
		return error_set(error, "a number grows too large");
	if (!workshop->overflow)
		return true;
	return error_set(error, "the expression grows beyond %d nodes",
	    EXPRESSION_MAX_NODES);
}

/* A node of a kind, with room for children. Beyond the limit the workshop
   overflows, and whoever makes nodes in a loop stops. */
static Expression *
new_node(Workshop *workshop, Kind kind, int count)
{
	workshop->nodes++;
	if (workshop->nodes > EXPRESSION_MAX_NODES)
		workshop->overflow = true;
	Expression *e = arena_alloc(workshop->arena, 1, sizeof *e);
	*e = (Expression){.kind = kind, .count = count};
	if (count)
		e->child = arena_alloc(
		    workshop->arena, (size_t)count, sizeof(Expression *));
	return e;
}

const Expression *
number(Workshop *workshop, double value)
{
	REQUIRE_GIVEN(workshop);
	Expression *e = new_node(workshop, NUMBER, 0);
	e->number = value;
	workshop->too_large = workshop->too_large || !isfinite(value);
	return e;
}

const Expression *
variable(Workshop *workshop, const char *name, size_t length)
{
	REQUIRE_GIVEN(workshop && name);
	Expression *e = new_node(workshop, VARIABLE, 0);
	char *copy = arena_alloc(workshop->arena, length + 1, 1);
	memcpy(copy, name, length);
	copy[length] = '\0';
	e->name = copy;
	return e;
}

const Expression *
call(Workshop *workshop, Function function, const Expression *argument)
{
	REQUIRE_GIVEN(workshop && argument);
	Expression *e = new_node(workshop, CALL, 1);
	e->function = function;
	e->child[0] = argument;
	return e;
}

const Expression *
power(Workshop *workshop, const Expression *base, const Expression *exponent)
{
	REQUIRE_GIVEN(workshop && base && exponent);
	Expression *e = new_node(workshop, POWER, 2);
	e->child[0] = base;
	e->child[1] = exponent;
	return e;
}

const Expression *
group(Workshop *workshop, Kind kind, int count, const Expression *const *child)
{
	REQUIRE_GIVEN(workshop && (child || !count));
	/* A group of none is the sum or product of nothing; of one, that one. */
	if (workshop->overflow || count == 0)
		return number(workshop, kind == PRODUCT);
	if (count == 1)
		return child[0];
	Expression *e = new_node(workshop, kind, count);
	memcpy(e->child, child, (size_t)count * sizeof *child);
	return e;
}

const Expression *
plus(Workshop *workshop, const Expression *a, const Expression *b)
{
	REQUIRE_GIVEN(workshop && a && b);
	return group(workshop, SUM, 2, (const Expression *[]){a, b});
}

const Expression *
times(Workshop *workshop, const Expression *a, const Expression *b)
{
	REQUIRE_GIVEN(workshop && a && b);
	return group(workshop, PRODUCT, 2, (const Expression *[]){a, b});
}

const Expression *
over(Workshop *workshop, const Expression *a)
{
	REQUIRE_GIVEN(workshop && a);
	return power(workshop, a, number(workshop, -1));
}

bool
same_expression(const Expression *a, const Expression *b)
{
	REQUIRE_GIVEN(a && b);
	if (a == b)
		return true;
	if (a->kind != b->kind || a->count != b->count)
		return false;
	if (a->kind == NUMBER)
		return a->number == b->number;
	if (a->kind == VARIABLE)
		return strcmp(a->name, b->name) == 0;
	if (a->kind == CALL && a->function != b->function)
		return false;
	for (int i = 0; i < a->count; i++)
		if (!same_expression(a->child[i], b->child[i]))
			return false;
	return true;
}

bool
alike_expressions(const Expression *a, const Expression *b)
{
	REQUIRE_GIVEN(a && b);
	if (same_expression(a, b))
		return true;
	if (a->kind != b->kind || a->count != b->count || a->count == 0 ||
	    (a->kind == CALL && a->function != b->function))
		return false;
	bool in_order = a->kind == POWER || a->kind == CALL;

	/* Collected terms differ from each other, and so do factors: it is
	   enough to find each of a's among b's. */
	for (int i = 0; i < a->count; i++) {
		int j = in_order ? i : 0, last = in_order ? i : b->count - 1;
		while (
		    j <= last && !alike_expressions(a->child[i], b->child[j]))
			j++;
		if (j > last)
			return false;
	}
	return true;
}

bool
depends_on(const Expression *e, const char *name)
{
	REQUIRE_GIVEN(e && name);
	if (e->kind == VARIABLE)
		return strcmp(e->name, name) == 0;
	for (int i = 0; i < e->count; i++)
		if (depends_on(e->child[i], name))
			return true;
	return false;
}

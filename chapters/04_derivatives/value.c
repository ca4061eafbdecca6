/*
 * The value of an expression, from the leaves up. Written once for both
 * precisions: `rounded` says what happens to each result on its way.
 */
#define MODULE_SOURCE
#include "chapters/04_derivatives/expression.h"

#include <math.h>
#include <string.h>

/* How a result is kept: as it is, or rounded to float. */
typedef enum { IN_DOUBLE, IN_FLOAT } Precision;

static double
rounded(Precision precision, double value)
{
	return precision == IN_FLOAT ? (double)(float)value : value;
}

static double
look_up(const Point *at, const char *name)
{
	for (int i = 0; i < at->count; i++)
		if (strcmp(at->name[i], name) == 0)
			return at->value[i];
	return (double)NAN;
}

static double
apply(Function function, double x)
{
	switch (function) {
	case EXP:
		return exp(x);
	case LOG:
		return log(x);
	case SQRT:
		return sqrt(x);
	case SIN:
		return sin(x);
	case COS:
		return cos(x);
	case TANH:
		return tanh(x);
	case SIGMOID:
		return 1 / (1 + exp(-x));
	case RELU:
		return x > 0 || isnan(x) ? x : 0;
	case STEP:
		return isnan(x) ? x : x > 0;
	case FUNCTIONS:
		break;
	}
	return (double)NAN;
}

/* base to a power; a small whole one by multiplying, which gives the same bits
   on every machine. */
static double
raised(double base, double exponent, Precision precision)
{
	if (exponent != floor(exponent) || fabs(exponent) > 64)
		return pow(base, exponent);
	double result = 1;
	for (double times = fabs(exponent); times > 0; times--)
		result = rounded(precision, result * base);
	return exponent < 0 ? 1 / result : result;
}

static double
value(const Expression *e, const Point *at, Precision precision)
{
	double result = e->kind == PRODUCT;
	switch (e->kind) {
	case NUMBER:
		return rounded(precision, e->number);
	case VARIABLE:
		return rounded(precision, look_up(at, e->name));
	case SUM:
	case PRODUCT:
		for (int i = 0; i < e->count; i++) {
			double next = value(e->child[i], at, precision);
			result = rounded(precision,
			    e->kind == SUM ? result + next : result * next);
		}
		return result;
	case POWER:
		return rounded(precision,
		    raised(value(e->child[0], at, precision),
			value(e->child[1], at, precision), precision));
	case CALL:
		return rounded(precision,
		    apply(e->function, value(e->child[0], at, precision)));
	}
	return (double)NAN;
}

double
expression_value(const Expression *e, const Point *at)
{
	REQUIRE_GIVEN(e && at);
	return value(e, at, IN_DOUBLE);
}

float
expression_value_float(const Expression *e, const Point *at)
{
	REQUIRE_GIVEN(e && at);
	return (float)value(e, at, IN_FLOAT);
}

double
slice_value(double x, const void *context)
{
	REQUIRE_GIVEN(context);
	const Slice *slice = context;
	Point at = slice->at;
	at.value[slice->along] = x;
	return expression_value(slice->e, &at);
}

/*
 * Problems in the manner of matrix calculus: a net's formulas in few enough
 * variables to write them out. No answers are stored. An answer is right if it
 * agrees with the measured slope wherever we look.
 */
#define MODULE_SOURCE
#include "chapters/04_derivatives/problems.h"

#include <math.h>
#include <string.h>

const Problem problems[] = {
    {"a parabola", "3*x**2 + 9", "x"},
    {"the chain rule: the square of a sum", "(2*x + 1)**2", "x"},
    {"a product", "x*exp(x)", "x"},
    {"a chain of two: the log of a square", "log(x**2 + 1)", "x"},
    {"a function of two: with respect to x", "3*x**2*y", "x"},
    {"the same, with respect to y", "3*x**2*y", "y"},
    {"a dot product, with respect to one of its parts", "x1*w1 + x2*w2 + x3*w3",
	"w2"},
    {"a sum of squares, with respect to one of them", "x1**2 + x2**2 + x3**2",
	"x3"},
    {"a unit: sigmoid of a weighted sum, with respect to a weight",
	"sigmoid(x1*w1 + x2*w2 + b)", "w1"},
    {"the same unit, with respect to its bias", "sigmoid(x1*w1 + x2*w2 + b)",
	"b"},
    {"a unit with relu, with respect to a weight (say where it is 0)",
	"relu(x1*w1 + x2*w2 + b)", "w2"},
    {"the squared error of one output, with respect to a weight",
	"(x1*w1 + x2*w2 + b - t)**2", "w1"},
    {"the mean squared error of two rows, with respect to the bias",
	"((x1*w1 + b - t1)**2 + (x2*w1 + b - t2)**2)/2", "b"},
    {"two layers: with respect to the first weight", "(relu(x1*w1)*w2 - t)**2",
	"w1"},
    {"softmax of two outputs, with respect to the first",
	"exp(x)/(exp(x) + exp(y))", "x"},
    {"the log of that, with respect to the other",
	"log(exp(x)/(exp(x) + exp(y)))", "y"},
};
const int problem_count = (int)(sizeof problems / sizeof problems[0]);

/* Adds the variables of e to the point. */
static void
collect_variables(const Expression *e, Point *at)
{
	for (int i = 0; i < e->count; i++)
		collect_variables(e->child[i], at);
	if (e->kind != VARIABLE)
		return;
	for (int i = 0; i < at->count; i++)
		if (strcmp(at->name[i], e->name) == 0)
			return;
	REQUIRE(at->count < 8, "more than 8 variables");
	at->name[at->count++] = e->name;
}

/* Are the measured and the answered slope equal, for a measurement? */
static bool
agrees(double measured, double answered)
{
	double scale = fabs(measured) > 1 ? fabs(measured) : 1;
	return fabs(measured - answered) <= 1e-6 * scale;
}

/* Two steps that disagree stand on both sides of a kink: no slope there. */
static bool
measure(const Slice *slice, double *slope)
{
	double x = slice->at.value[slice->along];
	*slope = central_difference(slice_value, slice, x, 1e-5);
	return agrees(central_difference(slice_value, slice, x, 3e-6), *slope);
}

bool
problem_judge(
    Arena *arena, int index, const char *answer, Verdict *verdict, Error *error)
{
	REQUIRE_GIVEN(arena && answer && verdict && error);
	enum { LOOKS = 50 };
	REQUIRE(index >= 0 && index < problem_count, "problem %d of %d", index,
	    problem_count);
	Workshop workshop = {.arena = arena};
	const Expression *question, *slope;
	if (!expression_parse(
		&workshop, problems[index].expression, &question, error) ||
	    !expression_parse(&workshop, answer, &slope, error))
		return false;
	Slice slice = {.e = question};
	collect_variables(question, &slice.at);
	while (
	    strcmp(slice.at.name[slice.along], problems[index].variable) != 0)
		slice.along++;

	Random random;
	random_seed(&random, 1);
	*verdict = (Verdict){.right = true};
	for (int look = 0; look < LOOKS; look++) {
		for (int i = 0; i < slice.at.count; i++)
			slice.at.value[i] = 4 * (double)random_unit(&random) -
					    2;
		double measured;
		double answered = expression_value(slope, &slice.at);
		if (!measure(&slice, &measured) || agrees(measured, answered))
			continue;
		*verdict = (Verdict){false, slice.at, measured, answered};
		break;
	}
	return true;
}

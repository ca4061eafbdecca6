#include "chapters/11_descent/commands.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chapters/04_derivatives/derivatives.h"
#include "chapters/11_descent/descent.h"

const char descent_help[] =
    "  walk FORMULA RATE BETA RULE x=START [y=START]\n"
    "                 twenty steps on a formula of x, or of x and y. RULE:\n"
    "                 none, printed, usual (the correction), or nesterov\n\n"
    "  make chapter11 ARGS='walk \"x**4 - x**2\" 0.1 0.9 usual x=1'\n\n";

/* A formula as a surface: its axes are x and y. */
typedef struct {
	int axes;
	const Expression *formula, *slope[DESCENT_AXES];
} Formula;

static const char *const axis_names[DESCENT_AXES] = {"x", "y"};

static double
value_at(const Expression *e, const double *x, int axes)
{
	Point at = {.count = axes};
	for (int j = 0; j < axes; j++) {
		at.name[j] = axis_names[j];
		at.value[j] = x[j];
	}
	return expression_value(e, &at);
}

static double
formula_height(const double *x, const void *context)
{
	const Formula *f = context;
	return value_at(f->formula, x, f->axes);
}

static void
formula_gradient(const double *x, double *g, const void *context)
{
	const Formula *f = context;
	for (int j = 0; j < f->axes; j++)
		g[j] = value_at(f->slope[j], x, f->axes);
}

static bool
read_formula(Workshop *workshop, const char *text, Formula *f, Error *error)
{
	if (!expression_parse(workshop, text, &f->formula, error))
		return false;
	for (int j = 0; j < f->axes; j++)
		f->slope[j] = simplify(workshop,
		    differentiate(workshop, f->formula, axis_names[j]));
	return workshop_check(workshop, error);
}

/* A number, and nothing behind it. */
static bool
read_number(const char *text, double *value, Error *error)
{
	char *end;
	*value = strtod(text, &end);
	if (end == text || *end || !isfinite(*value))
		return error_set(
		    error, "expected a number, found '%.100s'", text);
	return true;
}

static bool
read_rule(char **argument, Descent *descent, Error *error)
{
	static const char *const names[] = {[CORRECTION_NONE] = "none",
	    [CORRECTION_PRINTED] = "printed",
	    [CORRECTION_USUAL] = "usual"};
	if (!read_number(argument[0], &descent->rate, error) ||
	    !read_number(argument[1], &descent->beta, error))
		return false;
	if (descent->beta < 0 || descent->beta >= 1)
		return error_set(error, "beta %g, expected from 0 to below 1",
		    descent->beta);
	descent->looks_ahead = strcmp(argument[2], "nesterov") == 0;
	for (int i = 0; i < 3; i++)
		if (strcmp(argument[2], names[i]) == 0) {
			descent->correction = (Correction)i;
			return true;
		}
	return descent->looks_ahead ||
	       error_set(error,
		   "no rule '%.100s': none, printed, usual, nesterov",
		   argument[2]);
}

/* x=1, and then y=2 for a second axis. */
static bool
read_start(char **argument, int count, double *start, Error *error)
{
	for (int j = 0; j < count; j++) {
		if (argument[j][0] != *axis_names[j] || argument[j][1] != '=')
			return error_set(error,
			    "expected %s=START, found '%.100s'", axis_names[j],
			    argument[j]);
		if (!read_number(argument[j] + 2, &start[j], error))
			return false;
	}
	return true;
}

/* NaN has no sign, whatever its bits. */
static void
print_number(double value)
{
	printf(" %16.10g", isnan(value) ? fabs(value) : value);
}

static void
print_walk(const Surface *surface, const Path *path)
{
	printf("place");
	for (int j = 0; j < path->axes; j++)
		printf(" %16s", axis_names[j]);
	printf(" %16s\n", "height");
	for (int i = 0; i < path->places; i++) {
		const double *x = path_at(path, i);
		printf("%5d", i + 1);
		for (int j = 0; j < path->axes; j++)
			print_number(x[j]);
		print_number(surface->height(x, surface->context));
		printf("\n");
	}
}

static bool
run_walk(Arena *arena, char **argument, int count, Error *error)
{
	enum { STEPS = 20 };
	Workshop workshop = {.arena = arena};
	Formula f = {.axes = count - 4};
	Descent descent = {0};
	double start[DESCENT_AXES];
	if (!read_formula(&workshop, argument[0], &f, error) ||
	    !read_rule(argument + 1, &descent, error) ||
	    !read_start(argument + 4, f.axes, start, error))
		return false;
	if (f.axes == 1 && depends_on(f.formula, "y"))
		return error_set(error, "the formula has a y: y=START, too");
	Surface surface = {f.axes, formula_height, formula_gradient, &f};
	Path path = descent_path(arena, &descent, &surface, start, STEPS);
	print_walk(&surface, &path);
	return true;
}

void
descent_commands(Program *program, Arena *arena)
{
	int count = program->count - 1;
	Error error;
	if (strcmp(program->argument[0], "walk") != 0 || count < 5 || count > 6)
		program_misused(program, program->argument[0]);
	else if (!run_walk(arena, program->argument + 1, count, &error))
		program_fail(program, &error);
}

#include "chapters/04_derivatives/commands.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chapters/04_derivatives/problems.h"

const char commands_help[] =
    "  diff EXPRESSION VARIABLE      print the derivative\n"
    "  value EXPRESSION [NAME=VALUE ...]\n"
    "                                print the value at a point\n"
    "  check EXPRESSION VARIABLE NAME=VALUE ...\n"
    "                                the derivative there, by rule and by\n"
    "                                measurement\n"
    "  problems                      print the problems\n"
    "  answer NUMBER EXPRESSION      judge an answer to a problem\n\n"
    "  Expressions: + - * / **, brackets, numbers, names, and the functions\n"
    "  exp log sqrt sin cos tanh sigmoid relu step. Quote them:\n"
    "  make chapter4 ARGS='diff \"3*x**2 + 9\" x'\n\n";

static bool
run_diff(Arena *arena, char **argument, Error *error)
{
	char text[20000];
	if (!derivative_text(
		arena, argument[0], argument[1], text, sizeof text, error))
		return false;
	printf("%s\n", text);
	return true;
}

/* Reads NAME=VALUE arguments into a point. */
static bool
read_point(char **argument, int count, Point *at, Error *error)
{
	at->count = 0;
	for (int i = 0; i < count; i++) {
		char *equals = strchr(argument[i], '=');
		char *end = NULL;
		double value = equals ? strtod(equals + 1, &end) : 0;
		if (!equals || equals == argument[i] || end == equals + 1 ||
		    *end)
			return error_set(error,
			    "expected NAME=VALUE, found '%.100s'", argument[i]);
		if (at->count == 8)
			return error_set(error, "more than 8 variables");
		*equals = '\0';
		at->name[at->count] = argument[i];
		at->value[at->count++] = value;
	}
	return true;
}

/* NaN has no sign, whatever its bits. */
static double
unsigned_nan(double value)
{
	return isnan(value) ? fabs(value) : value;
}

static bool
run_value(Arena *arena, char **argument, int count, Error *error)
{
	Workshop workshop = {.arena = arena};
	const Expression *e;
	Point at;
	if (!expression_parse(&workshop, argument[0], &e, error) ||
	    !read_point(argument + 1, count - 1, &at, error))
		return false;
	printf("%.10g\n", unsigned_nan(expression_value(e, &at)));
	return true;
}

static bool
run_check(Arena *arena, char **argument, int count, Error *error)
{
	Workshop workshop = {.arena = arena};
	const char *x = argument[1];
	Slice slice = {0};
	if (!expression_parse(&workshop, argument[0], &slice.e, error) ||
	    !read_point(argument + 2, count - 2, &slice.at, error))
		return false;
	while (slice.along < slice.at.count &&
	       strcmp(slice.at.name[slice.along], x) != 0)
		slice.along++;
	if (slice.along == slice.at.count)
		return error_set(error, "no value for %.100s", x);
	const Expression *slope = simplify(
	    &workshop, differentiate(&workshop, slice.e, x));
	if (!workshop_check(&workshop, error))
		return false;
	double here = slice.at.value[slice.along];
	double measured = central_difference(slice_value, &slice, here, 1e-5);
	double ruled = expression_value(slope, &slice.at);
	printf("by rule         %.10g\n", unsigned_nan(ruled));
	printf("by measurement  %.10g\n", unsigned_nan(measured));
	return true;
}

static void
print_problems(void)
{
	for (int i = 0; i < problem_count; i++)
		printf("%2d. d/d%-3s %s\n    (%s)\n", i + 1,
		    problems[i].variable, problems[i].expression,
		    problems[i].task);
}

static bool
run_answer(Arena *arena, char **argument, Error *error)
{
	char *end;
	long index = strtol(argument[0], &end, 10);
	if (*end || end == argument[0] || index < 1 || index > problem_count)
		return error_set(error,
		    "problems go from 1 to %d, not '%.100s'", problem_count,
		    argument[0]);
	Verdict verdict;
	if (!problem_judge(arena, (int)index - 1, argument[1], &verdict, error))
		return false;
	if (verdict.right) {
		printf("right\n");
		return true;
	}
	printf("wrong: at");
	for (int i = 0; i < verdict.at.count; i++)
		printf(" %s=%.4g", verdict.at.name[i], verdict.at.value[i]);
	printf(" the slope is %.6g, the answer gives %.6g\n", verdict.measured,
	    unsigned_nan(verdict.answered));
	return true;
}

void
commands_run(Program *program, Arena *arena)
{
	char **argument = program->argument;
	const char *command = argument[0];
	int count = program->count - 1;
	Error error;
	bool good = true;
	if (strcmp(command, "diff") == 0 && count == 2)
		good = run_diff(arena, argument + 1, &error);
	else if (strcmp(command, "value") == 0 && count >= 1)
		good = run_value(arena, argument + 1, count, &error);
	else if (strcmp(command, "check") == 0 && count >= 3)
		good = run_check(arena, argument + 1, count, &error);
	else if (strcmp(command, "problems") == 0 && count == 0)
		print_problems();
	else if (strcmp(command, "answer") == 0 && count == 2)
		good = run_answer(arena, argument + 1, &error);
	else
		program_misused(program, command);
	if (!good)
		program_fail(program, &error);
}

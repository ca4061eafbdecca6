/*
 * Chapter 4: derivatives against measurement; and the measurement.
 */
#include "tests/chapters/04_derivatives/expressions.h"

#include "chapters/04_derivatives/derivatives.h"

/* Measures twice. False if the steps disagree: no slope to be judged. */
static bool
measured(const Expression *e, const Point *at, double *slope)
{
	Slice slice = {e, *at, 0};
	double x = at->value[0];
	*slope = central_difference(slice_value, &slice, x, 1e-5);
	return near(
	    central_difference(slice_value, &slice, x, 3e-6), *slope, 1e-7);
}

/* Asserts that rule and measurement agree, with and without simplifying.
   False if there is nothing to judge. */
static bool
judge(Workshop *workshop, const Expression *e, const Point *at)
{
	double slope;
	const Expression *rule = differentiate(workshop, e, "x");
	if (!is_tame(e, at) || !is_tame(rule, at) || !measured(e, at, &slope))
		return false;
	ck_assert_msg(near(expression_value(rule, at), slope, 1e-6),
	    "d/dx %s at x = %g, y = %g: %g, measured %g", printed(e),
	    at->value[0], at->value[1], expression_value(rule, at), slope);
	const Expression *simple = simplify(workshop, rule);
	ck_assert_msg(near(expression_value(simple, at), slope, 1e-6),
	    "d/dx %s simplified at x = %g, y = %g: %g, measured %g", printed(e),
	    at->value[0], at->value[1], expression_value(simple, at), slope);
	return true;
}

/* One formula for each rule. x and y are from 0.3 to 1.7: away from kinks. */
START_TEST(each_rule_against_measurement)
{
	static const char *const formulas[] = {"7", "x", "y", "x + y", "x - y",
	    "x*y", "x*y*x*2*x", "x/y", "y/x", "x**2", "x**5", "x**-3", "x**0.7",
	    "x**y", "y**x", "x**x", "(x + y)**(x*y)", "exp(x)", "log(x)",
	    "sqrt(x)", "sin(x)", "cos(x)", "tanh(x)", "sigmoid(x)", "relu(x)",
	    "relu(-x)", "step(x)", "exp(-x**2)", "log(x*y)", "sqrt(x + y)",
	    "sin(x*y)", "cos(x/y)", "tanh(x - y)", "sigmoid(2*x*y)",
	    "relu(x**2*y)*x", "step(x)*x**2", "sin(cos(exp(x)))",
	    "1/(1 + exp(-x))", "(relu(x*y)*x - 1)**2",
	    "exp(x)/(exp(x) + exp(y))"};
	Random random;
	random_seed(&random, 1);
	for (size_t f = 0; f < sizeof formulas / sizeof *formulas; f++)
		for (int look = 0; look < 20; look++) {
			Workshop workshop = {.arena = step};
			double x = 1 +
				   0.7 * (2 * (double)random_unit(&random) - 1);
			double y = 1 +
				   0.7 * (2 * (double)random_unit(&random) - 1);
			Point at = {2, {"x", "y"}, {x, y}};
			ck_assert_msg(judge(&workshop,
					  parsed(&workshop, formulas[f]), &at),
			    "%s", formulas[f]);
		}
}
END_TEST

START_TEST(any_expression_against_measurement)
{
	enum { EXPRESSIONS = SANITIZED ? 2000 : 20000 };
	Random random;
	random_seed(&random, 2);
	int judged = 0;
	for (int i = 0; i < EXPRESSIONS; i++, arena_reset(step)) {
		Workshop workshop = {.arena = step};
		const Expression *e = random_expression(
		    &workshop, &random, ALL_NUMBERS, 3);
		Point at = random_point(&random);
		judged += judge(&workshop, e, &at);
	}
	ck_assert_int_gt(judged, EXPRESSIONS / 2);
}
END_TEST

/* The value of the derivative of `text` at x. */
static double
slope_at(const char *text, double x)
{
	Workshop workshop = {.arena = step};
	const Expression *slope = differentiate(
	    &workshop, parsed(&workshop, text), "x");
	return expression_value(slope, &(Point){1, {"x"}, {x}});
}

START_TEST(at_a_kink)
{
	ck_assert(slope_at("relu(x)", 0) == 0);
	ck_assert(slope_at("relu(x)", -0.0) == 0);
	ck_assert(slope_at("relu(x)", 1e-300) == 1);
	ck_assert(slope_at("relu(x)", -1e-300) == 0);
	ck_assert(slope_at("step(x)", 0) == 0);
	ck_assert(slope_at("relu(-x)", 0) == 0);
	ck_assert(slope_at("relu(-x)", -1) == -1);
}
END_TEST

/* As deep as can be, each way: the stack holds, and the rules hold. The slope
   of a chain of functions has a factor for each, and each is compared with all:
   sanitizers, which take their time, see one such chain. */
START_TEST(of_deep_chains)
{
	enum { DEPTH = EXPRESSION_MAX_DEPTH - 1 };
	static const char *const pairs[][2] = {{"-", ""}, {"(", ")"},
	    {"sin(", ")"}, {"tanh(", ")"}, {"sigmoid(", ")"}, {"sqrt(1+", ")"}};
	for (int i = 0; i < (SANITIZED ? 3 : 6); i++) {
		Workshop workshop = {.arena = step};
		const char *text = text_of("%sx%s",
		    repeated(pairs[i][0], DEPTH), repeated(pairs[i][1], DEPTH));
		Point at = {2, {"x", "y"}, {0.7, 0}};
		ck_assert_msg(
		    judge(&workshop, parsed(&workshop, text), &at), "%s", text);
		ck_assert(workshop_check(&workshop, &(Error){""}));
	}
}
END_TEST

static double
cube(double x, const void *context)
{
	int *calls = *(int *const *)context;
	(*calls)++;
	return x * x * x;
}

static double
parabola(double x, const void *context)
{
	return 3 * x * x + *(const double *)context;
}

static double
exponential(double x, const void *context)
{
	(void)context;
	return exp(x);
}

/* Odd powers cancel: for a parabola no step is too large. For a cube the
   error is h^2. */
START_TEST(measures)
{
	const double nine = 9;
	ck_assert(central_difference(parabola, &nine, 1, 1) == 6);
	ck_assert(central_difference(parabola, &nine, 1, 64) == 6);
	ck_assert(central_difference(parabola, &nine, -2, 0.5) == -12);
	int calls = 0, *counter = &calls;
	ck_assert(central_difference(cube, &counter, 2, 0.5) == 12.25);
	ck_assert_int_eq(calls, 2);
}
END_TEST

/* A step ten times smaller is a hundred times better: h^2 f'''/6. */
START_TEST(measures_with_an_error_of_second_order)
{
	double error[3], h = 1e-1;
	for (int i = 0; i < 3; i++, h /= 10) {
		error[i] = central_difference(exponential, NULL, 0.5, h) -
			   exp(0.5);
		ck_assert(near(error[i] / (h * h), exp(0.5) / 6, 1e-3));
	}
	ck_assert(near(error[0] / error[1], 100, 1e-2));
	ck_assert(near(error[1] / error[2], 100, 1e-2));
}
END_TEST

TESTS("slopes", each_rule_against_measurement,
    any_expression_against_measurement, at_a_kink, of_deep_chains, measures,
    measures_with_an_error_of_second_order)

/*
## Run it

`make chapter4` runs what follows. With arguments the program is a tool:
`make chapter4 ARGS='diff "3*x**2 + 9" x'` prints the derivative, and
`ARGS=--help` says what else it can do.
*/
#include "chapters/04_derivatives/commands.h"
#include "chapters/04_derivatives/derivatives.h"
#include "chapters/04_derivatives/problems.h"
#include "common/program.h"

#include <math.h>

/*
### By rule

The lecture's two derivatives first; then one for each rule, and the formulas
that a net is made of.
*/
static void
print_derivative(Arena *step, const char *text, const char *x)
{
	char slope[400];
	Error error;
	bool good = derivative_text(step, text, x, slope, sizeof slope, &error);
	printf("d/d%-3s %-42s %s\n", x, text, good ? slope : error.text);
}

static void
by_rule(Arena *step)
{
	section("by rule");
	static const char *const formulas[][2] = {
	    {"x**2", "x"},
	    {"3*x**2 + 9", "x"},
	    {"x*y + y**3", "y"},
	    {"x/(1 + x)", "x"},
	    {"sqrt(x**2 + 1)", "x"},
	    {"sin(x**2)", "x"},
	    {"x**x", "x"},
	    {"sigmoid(w*x + b)", "w"},
	    {"tanh(w*x + b)", "b"},
	    {"relu(w*x + b)", "w"},
	    {"(w*x + b - t)**2", "w"},
	    {"log(exp(x) + exp(y))", "x"},
	};
	for (size_t i = 0; i < sizeof formulas / sizeof formulas[0]; i++)
		print_derivative(step, formulas[i][0], formulas[i][1]);
}

/*
@run

The last line is a jewel: the derivative of the log of a sum of exponentials is
softmax. We meet it again in chapter 10.

### By measurement

Take $1 / (1 + x^2)$ at $x = 1/2$, whose derivative we know by rule, and measure
it with smaller and smaller steps, once in float and once in double.
*/
static const char curve_text[] = "1/(1 + x*x)";

typedef struct {
	const Expression *e;
	bool single; /* compute in float */
} Measured;

static double
measured_curve(double x, const void *context)
{
	const Measured *measured = context;
	Point at = {1, {"x"}, {x}};
	return measured->single
		   ? (double)expression_value_float(measured->e, &at)
		   : expression_value(measured->e, &at);
}

/* The error at x = 1/2 of the slope measured with step h. In float the steps
   themselves are floats. */
static double
slope_error(Arena *step, double h, bool single)
{
	Workshop workshop = {.arena = step};
	const Expression *e;
	Error error;
	expression_parse(&workshop, curve_text, &e, &error);
	Point half = {1, {"x"}, {0.5}};
	double exact = expression_value(
	    differentiate(&workshop, e, "x"), &half);
	Measured measured = {e, single};
	double slope = central_difference(measured_curve, &measured, 0.5, h);
	return fabs(slope - exact);
}

static void
by_measurement(Arena *step)
{
	section("by measurement");
	printf("step h    error in float  error in double\n");
	double h = 1;
	for (int digits = 0; digits <= 12; digits++, h /= 10) {
		printf("%.0e     %13.0e  %14.0e\n", h,
		    slope_error(step, h, true), slope_error(step, h, false));
		arena_reset(step);
	}
}

/*
@run

Each column falls, and rises again. At first the error is the $h^2$ that we
derived: a step ten times smaller is a hundred times better. Then rounding takes
over: each further digit of $h$ costs a digit of the result. In float it takes
over early, and the best step leaves few digits; in double it comes late, and
the best step leaves more digits than a float has. **That is why gradients are
judged in double.**

@plot v The error of a measured slope against the step, in float and in double: two Vs, with the slopes of the two laws.

### The sign of a derivative

The forum puts it well: a derivative of 2 says that increasing the weight by one
increases the loss by 2; so decrease it. A derivative of -2: increase it. True,
for a *small* step. How small? The loss is $w^2$, and $w$ is 1, so the
derivative is 2. Step against it, by a larger and larger multiple.
*/
static void
the_sign(void)
{
	section("the sign");
	const double w = 1, slope = 2 * w;
	printf("loss w**2 at w = 1, derivative 2\n");
	static const double alpha[] = {0.01, 0.1, 0.5, 0.9, 1.0, 1.1, 2.0};
	for (size_t i = 0; i < sizeof alpha / sizeof alpha[0]; i++) {
		double moved = w - alpha[i] * slope, loss = moved * moved;
		printf("w - %4.2f * 2 = %5.2f   loss %5.2f   %s\n", alpha[i],
		    moved, loss, loss < w * w ? "better" : "no better");
	}
}

/*
@run

The derivative speaks of the point where we stand, not of where we land. A step
of a whole unit against the derivative lands on the other side of the valley, as
high as before; a larger one, higher. Chapter 11 is about the size of steps.

### One half, or one over N

Two habits meet in the forum's formulas. For one row, the loss is often written
$\frac{1}{2}(y - t)^2$, so that the derivative is plainly $y - t$. For $N$ rows
it is $\frac{1}{N} \sum (y_i - t_i)^2$, whose derivative for each row is
$\frac{2}{N}(y_i - t_i)$. Neither is wrong. But they are different losses, and
the gradients differ by a factor; who compares gradients must compare losses
first.
*/
static void
half_or_n(Arena *step)
{
	section("one half, or one over N");
	print_derivative(step, "(y - t)**2/2", "y");
	print_derivative(step, "((y1 - t1)**2 + (y2 - t2)**2)/2", "y1");
	print_derivative(
	    step, "((y1-t1)**2 + (y2-t2)**2 + (y3-t3)**2)/3", "y1");
}

/*
@run

## Check it

Every rule against measurement: random formulas from a small grammar, at random
points. (Without relu: its kink has a pitfall of its own, below.) A formula
counts if its measured slope settles, that is, if two different steps agree;
then the rule must agree, too.
*/
static const Expression *
random_formula(Workshop *workshop, Random *random, int depth)
{
	uint32_t choice = random_u32(random) % (depth == 0 ? 2 : 7);
	if (choice == 0)
		return number(workshop, 1 + random_u32(random) % 4);
	if (choice == 1)
		return variable(workshop, "x", 1);
	const Expression *u = random_formula(workshop, random, depth - 1);
	if (choice <= 3)
		return group(workshop, choice == 2 ? SUM : PRODUCT, 2,
		    (const Expression *[]){
			u, random_formula(workshop, random, depth - 1)});
	if (choice == 4)
		return power(workshop, u,
		    number(workshop, (double)(random_u32(random) % 4)));
	if (choice == 5)
		return over(workshop, u);
	return call(workshop, random_u32(random) % RELU, u);
}

static bool
close_to(double a, double b)
{
	return fabs(a - b) <= 1e-5 * (fabs(a) > 1 ? fabs(a) : 1);
}

static void
rules_against_measurement(Arena *step)
{
	section("rules against measurement");
	enum { FORMULAS = 5000 };
	Random random;
	random_seed(&random, 1);
	int judged = 0, right = 0;
	for (int i = 0; i < FORMULAS; i++, arena_reset(step)) {
		Workshop workshop = {.arena = step};
		const Expression *e = random_formula(&workshop, &random, 4);
		const Expression *slope = simplify(
		    &workshop, differentiate(&workshop, e, "x"));
		double x = 4 * (double)random_unit(&random) - 2;
		Measured measured = {e, false};
		double wide = central_difference(
		    measured_curve, &measured, x, 1e-5);
		double near = central_difference(
		    measured_curve, &measured, x, 3e-6);
		if (!close_to(wide, near) || fabs(wide) > 1e6)
			continue;
		judged++;
		Point at = {1, {"x"}, {x}};
		right += close_to(near, expression_value(slope, &at));
	}
	printf("%s, of %d formulas\n",
	    judged == right && judged > FORMULAS / 2
		? "every slope that could be measured agrees with the rules"
		: "THE RULES AND THE MEASUREMENT DISAGREE",
	    FORMULAS);
}

/*
@run

## Pitfalls

**A formula that is none.** The message shows the place. Whatever you type, the
program says what is wrong, and lives.
*/
static void
what_is_wrong(Arena *step)
{
	section("what is wrong");
	static const char *const texts[] = {
	    "3*x**2 + ", "2*(x + 1", "sinn(x)", "x^2", "3 x"};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		char slope[100];
		Error error = {""};
		derivative_text(
		    step, texts[i], "x", slope, sizeof slope, &error);
		printf("%s\n", error.text);
	}
}

/*
@run

**A slope across a kink.** Measure relu at 0.003 with a step of 0.01: one foot
stands on the slope, the other on the flat. The result is neither 0 nor 1. A
judge must notice; ours measures twice, with different steps, and where the two
disagree it does not judge.
*/
static void
across_a_kink(Arena *step)
{
	section("across a kink");
	Workshop workshop = {.arena = step};
	Measured measured = {
	    call(&workshop, RELU, variable(&workshop, "x", 1)), false};
	static const double h[] = {0.01, 0.003, 0.001};
	for (int i = 0; i < 3; i++)
		printf("slope of relu at 0.003 with h = %.3f: %.3f\n", h[i],
		    central_difference(measured_curve, &measured, 0.003, h[i]));
}

/*
@run
*/
static bool
write_errors(const char *folder, Arena *step, Error *error)
{
	Output output;
	if (!output_open_in(&output, folder, "04_v.tsv", error))
		return false;
	for (int tenth = 0; tenth <= 120; tenth++) {
		double h = pow(10, -tenth / 10.0);
		fprintf(output.file, "%.6g\t%.6g\t%.6g\n", h,
		    slope_error(step, h, true), slope_error(step, h, false));
		arena_reset(step);
	}
	return output_commit(&output, error);
}

int
main(int argc, char **argv)
{
	Program program = {.name = "chapter4",
	    .title = "Chapter 4: derivatives",
	    .about = "derivatives by rule and by measurement",
	    .commands = commands_help};
	if (!program_start(&program, argc, argv))
		return program.status;

	Arena *step = arena_create("step");
	if (program.count > 0) {
		commands_run(&program, step);
	} else {
		by_rule(step);
		by_measurement(step);
		the_sign();
		half_or_n(step);
		rules_against_measurement(step);
		what_is_wrong(step);
		across_a_kink(step);
	}
	Error error;
	if (program.plots && !program.status &&
	    !write_errors(program.plots, step, &error))
		program_fail(&program, &error);
	arena_destroy(step);
	return program_end(&program);
}
/*
## Exercises

1. `make chapter4 ARGS=problems` prints problems in the manner of matrix
   calculus: dot products, units, losses, two layers, softmax. Do them on paper
   and let the program judge: `ARGS='answer 1 "6*x"'`. No answers are stored in
   it; it measures.
2. Write a one-sided difference beside `central_difference` and print its error
   in the same table. At which step is it best, and by how much worse?
3. Add the function `softplus`, $\ln(1 + e^u)$, with its derivative. It takes a
   line in three places. What is its derivative called?
4. Which rule makes the derivative of `x**x`? Derive it by hand, then ask the
   program.
5. The derivative of a product of $n$ factors is a sum of $n$ products. Show
   that differentiating a product of products of ... grows quickly, and find
   the limit at which our program gives up. How does backpropagation avoid this?
   (It never writes the formula down; chapter 9.)

## Next

One variable at a time is enough to check, and too slow to learn with. Chapter 5
takes a net small enough for paper, three inputs, two hidden units and one
output, and carries the chain rule through it once, for all of its weights.
*/

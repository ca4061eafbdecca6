/*
## Run it

`make chapter11` runs what follows; no digits are needed. With arguments the
program walks on a formula of yours: `make chapter11 ARGS=--help` says how.
`make plots11` draws the pictures, and with `TERM_PLOT=1` in the terminal, too.
*/
#include "chapters/11_descent/commands.h"
#include "chapters/11_descent/picture.h"
#include "chapters/11_descent/trials.h"
#include "chapters/11_descent/walks.h"
#include "common/program.h"

#include <math.h>

/*
### A large step

The lecture starts at 1, takes ten steps with rate 0.95, and draws the eleven
places with their numbers. Beside each place stands the form that we derived.
*/
static void
beside_the_exact_form(Arena *step, const Descent *descent)
{
	Path path = lecture_path(step, descent);
	double factor = 1 - 2 * descent->rate;
	printf("rate %.2f: each step multiplies by %.1f\n\n", descent->rate,
	    factor);
	printf("place             x      (%4.1f)^k          x^2\n", factor);
	for (int i = 0; i < path.places; i++) {
		double x = *path_at(&path, i);
		printf("%5d %13.10f %13.10f %12.10f\n", i + 1, x,
		    multiplied(factor, i), x * x);
	}
}

static void
a_large_step(Arena *step)
{
	section("a large step");
	beside_the_exact_form(step, &large_steps);
}

/*
@run

Every step overshoots, and lands nearly as high as it was. It does arrive, in
the end.

### A small step
*/
static void
a_small_step(Arena *step)
{
	section("a small step");
	beside_the_exact_form(step, &small_steps);
}

/*
@run

@plot small The lecture's second picture: rate 0.1. All places are on one side, and each step is shorter than the last.

No swinging, but the steps get shorter as the slope gets flatter. Which of the
two is lower after ten steps? Look at the last column. The small step: its
factor, 0.8, is the smaller one, and the sign of a factor does not matter.

### Every rate

The table of the derivation, by running it. The verdict is read off the walk,
not off the factor: which side it is on after a step, how high it is after ten.
*/
static const char *
verdict(const Path *path)
{
	double start = *path_at(path, 0), first = *path_at(path, 1);
	double last = fabs(*path_at(path, path->places - 1));
	bool swings = start * first < 0;
	if (last > fabs(start))
		return swings ? "swings and flies off" : "climbs";
	if (last == fabs(start))
		return "swings for ever";
	if (fabs(first) < 1e-12)
		return "at the bottom after one step";
	return swings ? "swings and comes down" : "comes down on one side";
}

static void
every_rate(Arena *step)
{
	section("every rate");
	static const double rates[] = {
	    -0.1, 0.01, 0.1, 0.45, 0.5, 0.55, 0.95, 1, 1.05, 2};
	printf(" rate  factor   |x| after 10 steps\n");
	for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
		Path path = lecture_path(step, &(Descent){.rate = rates[i]});
		printf("%5.2f  %6.2f  %19.10f   %s\n", rates[i],
		    1 - 2 * rates[i], fabs(*path_at(&path, LECTURE_STEPS)),
		    verdict(&path));
	}
}

/*
@run

### The edge

Where does it begin to diverge? The program does not use the formula. It runs
a few thousand steps, and sees whether the walk still climbs at the end. Then it
halves the gap between a rate that comes down and a rate that climbs, fifty
times.

@show chapters/11_descent/search.c descent_diverges
@show chapters/11_descent/search.c descent_edge
*/
static void
the_edge(void)
{
	section("the edge");
	static const double curvatures[] = {0.5, 1, 2, 10, 1000};
	printf("curvature   2 / curvature   edge found\n");
	for (size_t i = 0; i < sizeof curvatures / sizeof curvatures[0]; i++) {
		Bowl bowl = {1, {curvatures[i]}};
		Surface surface = bowl_surface(&bowl);
		printf("%9g   %13.6f   %10.6f%s\n", curvatures[i],
		    2 / curvatures[i],
		    descent_edge((Descent){0}, &surface, lecture_start),
		    curvatures[i] == 2 ? "   this is x^2" : "");
	}
}

/*
@run

### Momentum, as printed and as it should be

The lecture's third walk: rate 0.95 again, with $\beta = 0.9$. (The page has
lost its lines with the word `grad(`, among them the one that makes `v`. The
text beside it says "exponential moving average", so that is what we put there.)
On the left the lecture's divisor, on the right the one that we derived.
*/
static void
the_slip(Arena *step)
{
	section("the slip");
	Path printed = lecture_path(step, &as_printed);
	Path usual = lecture_path(step, &as_it_should_be);
	printf("place  1 + beta^k             x    1 - beta^k             x\n");
	printf("%5d %25.10f %27.10f\n", 1, *path_at(&printed, 0),
	    *path_at(&usual, 0));
	for (int i = 1; i <= LECTURE_STEPS; i++)
		printf("%5d %11.6f %13.10f %13.6f %13.10f\n", i + 1,
		    mean_divisor(&as_printed, i), *path_at(&printed, i),
		    mean_divisor(&as_it_should_be, i), *path_at(&usual, i));
}

/*
@run

@plot momentum The lecture's third picture: momentum with the printed divisor.

It looks well: no wild swing, a smooth way down. It looks *better* than the
right one, whose first step is the full step of plain descent, to -0.9. Nothing
in the picture says that there is a slip.

@plot correction The same walk with the divisor as printed, and as it should be.

### What the divisor is for

So judge it by what it is for. It shall make a mean. Let the slope be 1
everywhere; then any mean of slopes is 1.
*/
static double
ramp_height(const double *x, const void *context)
{
	(void)context;
	return x[0];
}

static void
ramp_gradient(const double *x, double *g, const void *context)
{
	(void)x, (void)context;
	g[0] = 1;
}

static const Surface ramp = {1, ramp_height, ramp_gradient, NULL};

static void
means_of_ones(void)
{
	section("means of ones");
	static const int counts[] = {1, 2, 3, 5, 10, 20, 50, 100};
	Walker walker = walker_start(&ramp, lecture_start);
	printf("gradients     v   v / (1 + beta^k)   v / (1 - beta^k)\n");
	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
		while (walker.steps < counts[i])
			descent_step(&as_it_should_be, &ramp, &walker);
		printf("%9d %5.3f %18.3f %18.3f\n", counts[i], walker.v[0],
		    walker.v[0] / mean_divisor(&as_printed, counts[i]),
		    walker.v[0] / mean_divisor(&as_it_should_be, counts[i]));
	}
}

/*
@run

The right divisor is right from the first step. The printed one is worse than
none: it makes a mean that is too small still smaller, and only time heals it.

### The edge with momentum

Bisection again, now for momentum and for Nesterov, beside the formulas.
*/
static void
the_edge_with_momentum(void)
{
	section("the edge with momentum");
	static const double betas[] = {0, 0.5, 0.9};
	Surface surface = bowl_surface(&parabola);
	printf("           beta   formula   edge found\n");
	for (int ahead = 0; ahead <= 1; ahead++)
		for (int i = 0; i < 3; i++) {
			Descent descent = {.beta = betas[i],
			    .correction = CORRECTION_USUAL,
			    .looks_ahead = ahead};
			printf("%-9s  %4.1f %9.6f %12.6f\n",
			    ahead ? "Nesterov" : "momentum", betas[i],
			    bowl_edge(&descent, 2),
			    descent_edge(descent, &surface, lecture_start));
		}
}

/*
@run

And how long does it take? These are the steps on $x^2$ until the height is a
millionth of a millionth of what it was, and stays below.
*/
static void
on_one_number(void)
{
	section("on one number");
	const Descent ahead = {0.95, 0.9, CORRECTION_USUAL, true};
	printf("plain, rate 0.95             %4d steps\n",
	    steps_in(&parabola, &large_steps, lecture_start, 1000));
	printf("plain, rate 0.1              %4d\n",
	    steps_in(&parabola, &small_steps, lecture_start, 1000));
	printf("plain, rate 0.5              %4d\n",
	    steps_in(&parabola, &(Descent){.rate = 0.5}, lecture_start, 1000));
	printf("momentum 0.9, rate 0.95      %4d\n",
	    steps_in(&parabola, &as_it_should_be, lecture_start, 1000));
	printf("the same, as printed         %4d\n",
	    steps_in(&parabola, &as_printed, lecture_start, 1000));
	printf("Nesterov 0.9, rate 0.95      %4d\n",
	    steps_in(&parabola, &ahead, lecture_start, 1000));
}

/*
@run

Momentum at the lecture's rate takes longer than plain descent at the same one.
Nesterov is much faster than both, and still no match for plain descent with a
good rate. Momentum "can also sometimes help", says the lecture. On one number
it need not: there is one curvature, and one rate that suits it. It takes a
valley.

### The valley

Curvature 1 along, 25 across: condition number 25. We start far out, along as
well as across. Let the program try all rates and betas of a grid, for each of
the three kinds, and keep the pair that arrives first.

@show chapters/11_descent/search.c descent_search
*/
static void
print_best(const char *name, Best best)
{
	printf("%-10s %6.3f  %5.2f %6d\n", name, best.descent.rate,
	    best.descent.beta, best.steps);
}

static void
the_best_of_many(void)
{
	section("the best of many");
	printf("             rate   beta  steps\n");
	print_best("plain", best_in_valley(PLAIN));
	print_best("momentum", best_in_valley(MOMENTUM));
	print_best("Nesterov", best_in_valley(NESTEROV));
}

/*
@run

@plot valley_plain Plain descent at its best: across it swings, along it creeps. Thirty steps; the cross is the bottom.

@plot valley_momentum Momentum at its best: after a wild start it is at the bottom while plain descent is still on its way.

@plot valley_nesterov Nesterov at its best: a calmer start, a little longer.

What do the formulas say?
*/
static void
by_formula(void)
{
	section("by formula");
	Descent plain = valley_plain(&valley);
	Descent momentum = valley_momentum(&valley);
	printf("             rate   beta  steps\n");
	print_best(
	    "plain", (Best){plain, steps_in(&valley, &plain, far_out, 1000)});
	print_best("momentum",
	    (Best){momentum, steps_in(&valley, &momentum, far_out, 1000)});
}

/*
@run

Nearly the same numbers, but more steps for momentum. The formula wants the
smallest factor in the long run. On each axis it makes the two $r$ equal, and
then a path is $(A + B k) r^k$: the $k$ in front costs some steps. A little more
beta parts the two, and is sooner there.

@plot rates Steps to arrive in the valley against the rate. Where a curve ends, the edge is near.

### How careful must one be?

Some of that picture in numbers; a dash stands for a walk that does not arrive.
*/
static void
print_steps(const Descent *descent)
{
	enum { PATIENCE = 2000 };
	int steps = steps_in(&valley, descent, far_out, PATIENCE);
	if (steps > PATIENCE)
		printf(" %12s", "-");
	else
		printf(" %12d", steps);
}

static void
how_careful(void)
{
	section("how careful");
	static const double rates[] = {
	    0.01, 0.02, 0.05, 0.075, 0.1, 0.2, 0.5, 1, 1.5, 2};
	const double beta = best_in_valley(MOMENTUM).descent.beta;
	printf("             plain     momentum     momentum     Nesterov\n"
	       " rate                %9s%.2f     beta 0.9     beta 0.9\n",
	    "beta ", beta);
	for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
		const Descent descents[] = {{.rate = rates[i]},
		    {.rate = rates[i], .beta = beta},
		    {.rate = rates[i], .beta = 0.9},
		    {.rate = rates[i], .beta = 0.9, .looks_ahead = true}};
		printf("%5.3f", rates[i]);
		for (int k = 0; k < 4; k++)
			print_steps(&descents[k]);
		printf("\n");
	}
}

/*
@run

The best of each kind stands close to its edge. To stand there one must know the
curvatures, and of a net nobody knows them. With $\beta = 0.9$ the number of
steps hardly depends on the rate, over a wide range: that is the $\sqrt\beta$ of
the derivation, *whatever the rate*. It is not the fastest, but one need not be
careful. Many programs begin with 0.9, and here is a reason. Nesterov with the
same numbers is about as fast at small rates, and a third faster near its edge,
which comes sooner.

### Narrower and narrower

The condition number ten times larger, again and again. Each kind has its best
numbers by formula; we start at 1 on both axes.
*/
static void
narrower(void)
{
	section("narrower");
	static const double both[] = {1, 1};
	printf("condition   plain   momentum\n");
	for (double kappa = 10; kappa <= 10000; kappa *= 10) {
		Bowl bowl = {2, {1, kappa}};
		Descent plain = valley_plain(&bowl);
		Descent momentum = valley_momentum(&bowl);
		printf("%9g  %6d   %8d\n", kappa,
		    steps_in(&bowl, &plain, both, 100000),
		    steps_in(&bowl, &momentum, both, 2000));
	}
}

/*
@run

Ten times the condition number costs plain descent ten times the steps, and
momentum about three times: the root of ten.

## Check it

The derivations, each against a walk: five hundred random rates and betas, two
hundred steps each. The gradients against measurement, by chapter 4's central
differences.
*/
static void
verdict_on(const char *what, double largest)
{
	printf("%-38s %s\n", what,
	    largest < 1e-9 ? "right within 1e-09" : "WRONG");
}

static void
against_a_walk(Arena *step)
{
	section("against a walk");
	Random random;
	random_seed(&random, 11);
	verdict_on(
	    "x_k = (1 - alpha c)^k x_0", trial_of_exact_form(step, &random));
	verdict_on("the weights' sum 1 - beta^k", trial_of_weights(&random));
	verdict_on("the recurrence of momentum",
	    trial_of_recurrence(step, &random, false));
	verdict_on("the recurrence of Nesterov",
	    trial_of_recurrence(step, &random, true));
	verdict_on("the gradient in the valley", trial_of_gradient(&random));
}

/*
@run

## Pitfalls

**A step too large.** A little above the edge each step climbs a little. That
adds up like interest, until the numbers are no numbers.
*/
static void
a_step_too_large(void)
{
	section("a step too large");
	Surface surface = bowl_surface(&parabola);
	const Descent descent = {.rate = 1.05};
	Walker walker = walker_start(&surface, lecture_start);
	for (int steps = 1; steps <= 10000; steps *= 10) {
		while (walker.steps < steps)
			descent_step(&descent, &surface, &walker);
		printf("after %5d steps  x = ", steps);
		if (isnan(walker.x[0]))
			printf("no number\n");
		else
			printf("%.4g\n", walker.x[0]);
	}
}

/*
@run

Print the loss, and you see it rise from the first step. If it still rises with
a rate a thousand times smaller, it is not the rate. It is this:

**The sign.** The gradient points up. Somebody adds it, or has derived it with
the wrong sign. Then even a small step climbs. (A judge of chapter 6 says so
without a step.)
*/
static void
gradient_with_the_wrong_sign(const double *x, double *g, const void *context)
{
	(void)context;
	g[0] = -2 * x[0];
}

static void
the_sign(Arena *step)
{
	section("the sign");
	Surface right = bowl_surface(&parabola), wrong = right;
	wrong.gradient = gradient_with_the_wrong_sign;
	Path falls = descent_path(step, &small_steps, &right, lecture_start, 5);
	Path climbs = descent_path(
	    step, &small_steps, &wrong, lecture_start, 5);
	printf("place   height   with the wrong sign\n");
	for (int i = 0; i <= 5; i++)
		printf("%5d %8.4f %21.4f\n", i + 1,
		    right.height(path_at(&falls, i), right.context),
		    right.height(path_at(&climbs, i), right.context));
}

/*
@run

**Too much momentum.** Beta is the share of the past. The closer it is to 1, the
longer a walker circles: ten times closer, ten times longer. With a beta of 1 no
gradient would ever count, and it is refused.
*/
static void
a_beta_of_one(Arena *step)
{
	Surface surface = bowl_surface(&parabola);
	Descent descent = {.rate = 0.1, .beta = 1};
	descent_path(step, &descent, &surface, lecture_start, 1);
}

static void
too_much_momentum(Arena *step)
{
	section("too much momentum");
	static const double betas[] = {0, 0.5, 0.9, 0.99, 0.999};
	printf(" beta   steps, rate 0.1\n");
	for (size_t i = 0; i < sizeof betas / sizeof betas[0]; i++)
		printf("%5.3f   %6d\n", betas[i],
		    steps_in(&parabola,
			&(Descent){.rate = 0.1, .beta = betas[i]},
			lecture_start, 30000));
	show_mistake(a_beta_of_one, step);
}

/*
@run

**The forgotten correction.** Without it the first steps are too short, by far
if beta is close to 1. Here are the part of plain descent's first step that is
taken, and the place after ten steps with rate 0.1. The two wrong ones look
alike. That is how the slip could pass.
*/
static void
the_forgotten_correction(Arena *step)
{
	section("the forgotten correction");
	static const double betas[] = {0.9, 0.99, 0.999};
	static const char *const names[] = {"none", "as printed", "usual"};
	printf(" beta   correction   first step   x after ten\n");
	for (int i = 0; i < 3; i++)
		for (int kind = CORRECTION_NONE; kind <= CORRECTION_USUAL;
		     kind++) {
			const Descent descent = {
			    0.1, betas[i], (Correction)kind, false};
			Path path = lecture_path(step, &descent);
			printf("%5.3f   %-10s   %8.2f %%   %12.4f\n", betas[i],
			    names[kind],
			    100 * (1 - *path_at(&path, 1)) / (0.1 * 2),
			    *path_at(&path, LECTURE_STEPS));
		}
}

/*
@run

**Corrected and kept.** The mean that goes on into the next step is the one that
is not divided. Keep the divided one in its place, and what is corrected is
corrected again. The slope is 1 everywhere, as before, and a mean should be 1.
*/
static void
corrected_and_kept(void)
{
	section("corrected and kept");
	double v = 0;
	printf("gradients   v, divided and kept\n");
	for (int k = 1; k <= 50; k++) {
		v = (0.9 * v + 0.1 * 1) / mean_divisor(&as_it_should_be, k);
		if (k <= 3 || k == 10 || k == 50)
			printf("%9d %21.2f\n", k, v);
	}
}

/*
@run
*/
static void
run_sections(Arena *step)
{
	a_large_step(step);
	a_small_step(step);
	every_rate(step);
	the_edge();
	the_slip(step);
	means_of_ones();
	the_edge_with_momentum();
	on_one_number();
	the_best_of_many();
	by_formula();
	how_careful();
	narrower();
	against_a_walk(step);
	a_step_too_large();
	the_sign(step);
	too_much_momentum(step);
	the_forgotten_correction(step);
	corrected_and_kept();
}

int
main(int argc, char **argv)
{
	Program program = {.name = "chapter11",
	    .title = "Chapter 11: descent",
	    .about = "step sizes, momentum and its correction, a valley",
	    .commands = descent_help};
	if (!program_start(&program, argc, argv))
		return program.status;
	Arena *step = arena_create("step");
	if (program.count > 0)
		descent_commands(&program, step);
	else
		run_sections(step);
	Error error;
	if (program.plots && !program.status &&
	    !descent_draw(program.plots, step, &error))
		program_fail(&program, &error);
	arena_destroy(step);
	return program_end(&program);
}
/*
## Exercises

1. Which rate makes the factor on $x^2$ one half? Minus one half? Then let the
   program walk: `make chapter11 ARGS='walk "x**2" 0.25 0 none x=1'`. It takes
   any formula that chapter 4 can read, and twenty steps.
2. On the lecture's page a line reads `xs = x`. An index was lost on the way:
   it is `xs[0] = x`. As it stands, `xs` is no longer an array but a number.
   Python runs that line; which later line does it complain about? What would a C
   compiler say, and when?
3. At its bottom $x^4$ has curvature 0. Does descent arrive? How does the
   height fall with the steps? From which start on does rate 0.1 fly off?
   (`walk "x**4" 0.1 0 none x=1`.)
4. `sqrt(x**2)` is the absolute value. Its slope never gets smaller. What does
   descent do in the end, at any rate?
5. `(x**2 - 1)**2` has two bottoms, at 1 and at -1. Start at `x=2`. Plain
   descent with rate 0.04 ends in the nearer one. Find a beta whose walk rolls
   over the hill into the other.
6. PyTorch's momentum is $v \leftarrow \beta v + g$, as in chapter 5. Which
   rate must it be given for the path to be ours, without correction? What would
   a correction divide by?
7. After how many steps is the printed divisor right within one per cent, with
   $\beta = 0.9$? With 0.999?
8. Turn the valley by 45 degrees: put $(x+y)/\sqrt 2$ and $(x-y)/\sqrt 2$ into
   its formula, and the start as well. Does the number of steps change? Why not?
   (Adam, which divides by a mean of squares for each number by itself, would
   notice.)
9. Derive the best rate and beta for Nesterov in the valley, as we did for
   momentum. Add it to the table "by formula".

## Next

Now the rate has a meaning. In chapter 12 it drives a net with real digits, in
small batches, until it reads them.
*/

/*
## Run it

`make chapter5` runs what follows. The lecture's input is [1, 2, 0.5], its
target 0. It printed no weights; ours are those that were found (see below).
*/
#include "chapters/05_toy/search.h"
#include "chapters/05_toy/toy.h"
#include "common/program.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Where the lecture's two nets stand in their seeds' streams. */
enum { FIRST_EARLIER = 9, SECOND_EARLIER = 6 };
static const uint64_t first_seed = 3852025336, second_seed = 3644902673;

static Tensor *
lecture_input(Arena *arena)
{
	return tensor_of(arena, SHAPE(1, 3), 1, 2, (Real)0.5); /* (1, 3) */
}

/* Every element of a matrix beside what was published; a single row's are
   counted by one index. */
static void
show_elements(
    const char *name, const Tensor *t, const char *const *published, int digits)
{
	size_t columns = t->shape[1];
	for (size_t j = 0, n = tensor_count(t); j < n; j++) {
		char what[64];
		if (t->shape[0] == 1)
			snprintf(what, sizeof what, "%s[%zu]", name, j);
		else
			snprintf(what, sizeof what, "%s[%zu][%zu]", name,
			    j / columns, j % columns);
		show_published(what, published[j], digits, (double)t->data[j]);
	}
}

/* A number to eight digits, as torch prints a float. */
static void
show_value(const char *what, const char *published, double here)
{
	show_published(what, published, 8, here);
}

/*
### Forward and the deltas

Keep your own sheet beside it: first the hidden units, then the output, then the
deltas from right to left.
*/
static void
forward_and_deltas(Arena *step)
{
	section("forward and deltas");
	Toy toy = toy_draw(step, first_seed, FIRST_EARLIER);
	ToyForward f = toy_forward(step, &toy, lecture_input(step));
	show_tensor("wi", toy.wi);
	show_tensor("wo", toy.wo);
	printf("\n");
	show_published_heading();
	show_value("h1", "-", (double)f.h->data[0]);
	show_value("h2", "-", (double)f.h->data[1]);
	show_value("y_hat = delta_o, since y = 0", "0.34093398",
	    (double)f.y_hat->data[0]);
	show_published("loss", "0.4169", 4, binary_cross_entropy(f.y_hat, 0));
}

/*
@run

### The gradients

Eight of them. The lecture prints them twice, once by hand to eight digits, once
by torch to four. (Its hand-made lines say `delta_h * X` for both units; an
index was lost on the way to the page: it is `delta_h[0] * X` and
`delta_h[1] * X`.) A float holds seven digits and a bit, so the eighth may be
off by one or two.
*/
static void
the_gradients(Arena *step)
{
	section("the gradients");
	Toy toy = toy_draw(step, first_seed, FIRST_EARLIER);
	ToyForward f = toy_forward(step, &toy, lecture_input(step));
	toy_backward(step, &toy, &f, 0);
	static const char *const published_wo[] = {"0.24099095", "0.21946827"};
	static const char *const published_wi[] = {"-0.03111681", "-0.06223362",
	    "-0.01555840", "-0.04224450", "-0.08448900", "-0.02112225"};
	show_published_heading();
	show_elements("wo.g", toy.wo->g, published_wo, 8);
	show_elements("wi.g", toy.wi->g, published_wi, 8);
}

/*
@run

### Before, after, and twice

Before backward there is no gradient. After it there is one. Torch frees what
forward kept once backward is through, unless told to keep it
(`retain_graph=True`); ours is kept until the arena is reset. So we can call
backward again: the gradients are added, and double.
*/
static void
backward_twice(Arena *step)
{
	section("backward twice");
	Toy toy = toy_draw(step, first_seed, FIRST_EARLIER);
	ToyForward f = toy_forward(step, &toy, lecture_input(step));
	printf("before:  %s\n", toy.wo->g ? "a gradient" : "no gradient");
	toy_backward(step, &toy, &f, 0);
	printf("once:    wo.g[0] = %.4f\n", (double)toy.wo->g->data[0]);
	toy_backward(step, &toy, &f, 0);
	printf("twice:   wo.g[0] = %.4f\n", (double)toy.wo->g->data[0]);
	toy.wo->g = NULL;
	toy.wi->g = NULL;
	toy_backward(step, &toy, &f, 0);
	printf(
	    "zeroed, then once: wo.g[0] = %.4f\n", (double)toy.wo->g->data[0]);
}

/*
@run

### One step of descent

The lecture goes on with another net, and prints its first weights before and
after one step with rate 1.
*/
static void
one_step(Arena *step)
{
	section("one step");
	static const char *const before[] = {
	    "0.3103", "0.1507", "-0.0837", "0.4570", "-0.4705", "0.1860"};
	static const char *const after[] = {
	    "0.3674", "0.2648", "-0.0552", "0.4885", "-0.4074", "0.2018"};
	Toy toy = toy_draw(step, second_seed, SECOND_EARLIER);
	Tensor *x = lecture_input(step); /* (1, 3) */
	ToyForward f = toy_forward(step, &toy, x);
	show_published_heading();
	show_elements("wi", toy.wi, before, 4);
	toy_backward(step, &toy, &f, 0);
	descend(step, toy.wi, 1);
	descend(step, toy.wo, 1);
	printf("after the step\n");
	show_elements("wi", toy.wi, after, 4);
	ToyForward then = toy_forward(step, &toy, x);
	printf("\nloss before %.4f, after %.4f\n",
	    binary_cross_entropy(f.y_hat, 0),
	    binary_cross_entropy(then.y_hat, 0));
}

/*
@run

### Backpropagation is not optimisation

The lecture insists on it: backpropagation finds the gradients, and what one
does with them is another matter. Here the same two gradients of `wo` are fed
to three rules, for two steps: plain descent; momentum, which keeps nine tenths
of its last step; and a rule that looks at nothing but the sign.
*/
typedef enum { PLAIN, MOMENTUM, SIGN } Rule;

static double
rule_step(Rule rule, double gradient, double *velocity)
{
	if (rule == SIGN)
		return gradient > 0 ? 0.1 : -0.1;
	*velocity = rule == MOMENTUM ? 0.9 * *velocity + gradient : gradient;
	return *velocity;
}

static void
three_rules(Arena *step)
{
	section("three rules");
	static const char *const names[] = {"plain", "momentum", "sign"};
	Toy toy = toy_draw(step, first_seed, FIRST_EARLIER);
	ToyForward f = toy_forward(step, &toy, lecture_input(step));
	toy_backward(step, &toy, &f, 0);
	const Real *g = toy.wo->g->data;
	printf("wo starts at   %8.4f %8.4f\n", (double)toy.wo->data[0],
	    (double)toy.wo->data[1]);
	printf("its gradient   %8.4f %8.4f\n\n", (double)g[0], (double)g[1]);
	for (Rule rule = PLAIN; rule <= SIGN; rule++) {
		double w[] = {(double)toy.wo->data[0], (double)toy.wo->data[1]};
		double velocity[2] = {0};
		printf("%-14s", names[rule]);
		for (int i = 0; i < 2; i++) {
			for (int j = 0; j < 2; j++)
				w[j] -= rule_step(
				    rule, (double)g[j], &velocity[j]);
			printf(" %8.4f %8.4f%s", w[0], w[1],
			    i == 0 ? "  then " : "\n");
		}
	}
}

/*
@run

### How the weights were found

The lecture did not print the first net's weights. But it printed what came of
them. By algebra alone:

- $y$ is 0: $\delta^o = \hat y - y$ is positive, and for $y = 0$ the loss is
  $-\ln(1 - \hat y)$, the printed 0.4169.
- $`h_j = (\partial L / \partial w^o_j) / \delta^o`$.
- $`\delta^h_j = (\partial L / \partial w^i_{j1}) / x_1`$.
- $`w^o_j = \delta^h_j / (h_j (1 - h_j)\, \delta^o)`$.

So the output weights follow from the print. And they must give the printed
output back, $\sigma(w^o \cdot h)$, which we have not used: a test.
*/
static const double printed_delta_o = 0.34093398;

static void
from_the_print(double h[2], double wo[2])
{
	const double wo_g[] = {0.24099095, 0.21946827};
	const double wi_g[] = {-0.03111681, -0.0422445}; /* for x1 = 1 */
	for (int j = 0; j < 2; j++) {
		h[j] = wo_g[j] / printed_delta_o;
		wo[j] = wi_g[j] / (h[j] * (1 - h[j]) * printed_delta_o);
	}
}

static void
found_by_algebra(void)
{
	section("found by algebra");
	double h[2], wo[2];
	from_the_print(h, wo);
	for (int j = 0; j < 2; j++)
		printf("h%d = %.6f   wo%d = %.6f\n", j + 1, h[j], j + 1, wo[j]);
	printf("sigmoid(wo . h) = %.6f, printed as %.6f\n",
	    1 / (1 + exp(-wo[0] * h[0] - wo[1] * h[1])), printed_delta_o);
	printf("loss if y = 0: %.4f; if y = 1: %.4f; printed: 0.4169\n",
	    -log(1 - printed_delta_o), -log(printed_delta_o));
}

/*
@run

The first layer has six weights and two equations: algebra ends here. But
chance in torch is not much of a chance. Without a seed it picks one, of 32
bits; so every unseeded start is one of four billion streams, and each of the
lecture's nets takes the next eight numbers of its stream. We know two of the
eight to six digits. Try all seeds, and look for these two.

Going through all of them takes long. The program searches a small
part, around the one that fits; `make chapter5 ARGS='search FROM TO'` searches
where you like.
*/
static void
found_by_search(void)
{
	enum { NETS = 12, AROUND = 2000 };
	section("found by search");
	double h[2], wo[2];
	from_the_print(h, wo);
	Found found = search_seeds(
	    first_seed - AROUND, first_seed + AROUND, NETS, wo, 2e-6);
	printf("%d of %d seeds fits, and its net is the one above\n",
	    found.count, 2 * AROUND);
}

/*
@run

A seed that fits two numbers could be a coincidence. It is none: the same net
predicts the gradients of the first layer, which depend on six more numbers that
the search did not use, to all their digits.

## Check it

Every gradient against measurement (chapter 4): move one weight a little to both
sides and see what the loss does. In a float build the loss itself has seven
digits, and the comparison is looser.
*/
static double
loss_of(const Toy *toy, Arena *step)
{
	ToyForward f = toy_forward(step, toy, lecture_input(step));
	return binary_cross_entropy(f.y_hat, 0);
}

static double
largest_error(const Toy *toy, Tensor *w, Arena *step)
{
	const Real h = sizeof(Real) == sizeof(float) ? (Real)1e-2 : (Real)1e-5;
	double largest = 0;
	for (size_t i = 0, n = tensor_count(w); i < n; i++) {
		Real kept = w->data[i];
		w->data[i] = kept + h;
		double up = loss_of(toy, step);
		w->data[i] = kept - h;
		double down = loss_of(toy, step);
		w->data[i] = kept;
		double error = fabs(
		    (up - down) / (2 * (double)h) - (double)w->g->data[i]);
		largest = error > largest ? error : largest;
	}
	return largest;
}

static void
measured(Arena *step)
{
	section("measured");
	Toy toy = toy_draw(step, first_seed, FIRST_EARLIER);
	ToyForward f = toy_forward(step, &toy, lecture_input(step));
	toy_backward(step, &toy, &f, 0);
	double limit = sizeof(Real) == sizeof(float) ? 1e-4 : 1e-9;
	printf("wo.g: %s\n", largest_error(&toy, toy.wo, step) < limit
				 ? "agrees with the measured slopes"
				 : "DOES NOT AGREE");
	printf("wi.g: %s\n", largest_error(&toy, toy.wi, step) < limit
				 ? "agrees with the measured slopes"
				 : "DOES NOT AGREE");
}

/*
@run

## Pitfalls

**Descent before backward.** Before backward a weight has no gradient, and
descent says so. (In the notebook it would be `None`, and the complaint would be
about `None`.)
*/
static void
descend_too_early(Arena *step)
{
	Toy toy = toy_draw(step, first_seed, FIRST_EARLIER);
	descend(step, toy.wi, 1);
}

static void
a_target_of_two(Arena *step)
{
	binary_cross_entropy(tensor_full(step, SHAPE(1, 1), (Real)0.5), 2);
}

static void
mistakes(Arena *step)
{
	section("mistakes");
	show_mistake(descend_too_early, step);
	show_mistake(a_target_of_two, step);
}

/*
@run

**The forgotten zero.** Gradients are added. Who takes ten steps and forgets to
start each afresh descends along the sum of all gradients so far. On this net
the loss still falls, only differently; nothing warns you. Chapter 12 shows what
it does to a larger one.
*/
static double
loss_after_steps(Arena *step, bool zeroed)
{
	Toy toy = toy_draw(step, second_seed, SECOND_EARLIER);
	Tensor *x = lecture_input(step); /* (1, 3) */
	for (int i = 0; i < 10; i++) {
		if (zeroed)
			toy.wi->g = toy.wo->g = NULL;
		ToyForward f = toy_forward(step, &toy, x);
		toy_backward(step, &toy, &f, 0);
		descend(step, toy.wi, 1);
		descend(step, toy.wo, 1);
	}
	return loss_of(&toy, step);
}

static void
the_forgotten_zero(Arena *step)
{
	section("the forgotten zero");
	printf("loss after ten steps, zeroed each time  %.4f\n",
	    loss_after_steps(step, true));
	printf("loss after ten steps, never zeroed      %.4f\n",
	    loss_after_steps(step, false));
}

/*
@run
*/
/* A whole number up to 2^32, in digits and nothing else. */
static bool
read_seed(const char *text, uint64_t *seed)
{
	char *end;
	*seed = strtoull(text, &end, 10);
	return isdigit((unsigned char)*text) && *end == '\0' &&
	       *seed <= UINT64_C(1) << 32;
}

static void
run_command(Program *program)
{
	uint64_t from, to;
	bool good = program->count == 3 &&
		    strcmp(program->argument[0], "search") == 0 &&
		    read_seed(program->argument[1], &from) &&
		    read_seed(program->argument[2], &to) && from < to;
	if (!good) {
		program_misused(program, program->argument[program->count - 1]);
		return;
	}
	double h[2], wo[2];
	from_the_print(h, wo);
	Found found = search_seeds(from, to, 12, wo, 2e-6);
	printf("%d found\n", found.count);
}

int
main(int argc, char **argv)
{
	Program program = {.name = "chapter5",
	    .title = "Chapter 5: a net on paper",
	    .about = "a 3-2-1 net, its eight gradients, and one step",
	    .commands =
		"  search FROM TO  look for the first net's seed from FROM to\n"
		"                  below TO, at most 4294967296\n\n"};
	if (!program_start(&program, argc, argv))
		return program.status;

	Arena *step = arena_create("step");
	if (program.count > 0) {
		run_command(&program);
	} else {
		forward_and_deltas(step);
		the_gradients(step);
		backward_twice(step);
		one_step(step);
		three_rules(step);
		found_by_algebra();
		found_by_search();
		measured(step);
		mistakes(step);
		the_forgotten_zero(step);
	}
	arena_destroy(step);
	return program_end(&program);
}
/*
## Exercises

1. Do the whole net on paper, with the weights rounded to two digits. Which
   gradient comes out worst, and why?
2. Give each unit a bias. Derive its gradient: it is shorter than a weight's.
   Add it to `toy.c`, and to the check.
3. Replace the loss by $\frac{1}{2}(\hat y - y)^2$. What is $\delta^o$ now? When
   the net is sure and wrong, how large is it with each of the two losses?
4. All weights of the first layer equal, and both output weights: show that the
   two hidden units then get equal gradients, at every step. What does that say
   about starting with zeros?
5. The search compares two weights, each to about 2e-6. How many of the four
   billion seeds, times twelve nets, would you expect to fit by chance?

## Next

Eight weights fit on paper. In chapter 6 the same derivation is done once for
whole matrices, and then it does not matter how many weights there are.
*/

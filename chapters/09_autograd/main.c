/*
## Run it

`make chapter9` runs what follows.
*/
#include "chapters/06_gradients/judge.h"
#include "chapters/09_autograd/autograd.h"
#include "chapters/09_autograd/deeper.h"
#include "chapters/09_autograd/forms.h"
#include "chapters/09_autograd/graph.h"
#include "chapters/09_autograd/operations.h"
#include "common/program.h"

#include <math.h>
#include <stdlib.h>

enum { HIDDEN = 50, DEEPER_GRADIENTS = 7 };

/*
### The tape

A small expression, $(x w + x - t)^2$ with $x = 2$, $w = 3$, $t = 5$. By hand:
the difference is 3, the square 9; its slope is 6; $w$ gets $6 \cdot 2$, and $x$
gets 6 from the sum and $6 \cdot 3$ from the product. Below is the tape, in the
order in which it was recorded, with the numbers of the entries that each was
computed from. The figure above was drawn from it.
*/
static Var *
small_expression(Arena *step)
{
	Tape *tape = tape_new(step);
	Var *x = tape_leaf(tape, "x", tensor_scalar(step, 2));
	Var *w = tape_leaf(tape, "w", tensor_scalar(step, 3));
	Var *t = tape_constant(tape, "t", tensor_scalar(step, 5));
	Var *product = var_mul(x, w);
	Var *sum = var_add(product, x);
	Var *difference = var_sub(sum, t);
	Var *square = var_pow(difference, 2);
	Var *const inner[] = {product, sum, difference, square};
	for (int i = 0; i < 4; i++)
		var_keep_gradient(inner[i]); /* to be looked at */
	var_backward(square);
	return square;
}

static void
the_tape(Arena *step)
{
	section("the tape");
	tape_print(stdout, small_expression(step)->tape);
}

/*
@run

### The notebook's fifty gradients

Seed 1; the notebook's second net, drawn after the first, its biases zero. Its
last cell prints the gradient of the first layer's biases, from PyTorch. Here is
ours. The forward pass is written in one function, and nothing else is:
*/
typedef struct {
	Var *x, *w1, *b1, *w2, *b2, *target;
} NetVars;

static Var *
lectures_loss(const NetVars *v)
{
	Var *l1 = var_add(var_matmul(v->x, v->w1), v->b1);       /* (n, 50) */
	Var *l2 = var_relu(l1);                                  /* (n, 50) */
	Var *output = var_add(var_matmul(l2, v->w2), v->b2);     /* (n, 1) */
	Var *off = var_sub(output, var_unsqueeze(v->target, 1)); /* (n, 1) */
	return var_mean_all(var_pow(off, 2));
}

/* The net's parameters as leaves; the images as a constant. */
static NetVars
net_on_tape(Arena *step, const Net *net, Tensor *x, Tensor *target)
{
	Tape *tape = tape_new(step);
	return (NetVars){.x = tape_constant(tape, "x", x),
	    .w1 = tape_leaf(tape, "w1", net->w1),
	    .b1 = tape_leaf(tape, "b1", net->b1),
	    .w2 = tape_leaf(tape, "w2", net->w2),
	    .b2 = tape_leaf(tape, "b2", net->b2),
	    .target = tape_constant(tape, "target", target)};
}

/* The fifty numbers as the notebook prints them. */
static const char *const published[HIDDEN] = {"-0.05", "4.98", "-3.67", "1.19",
    "3.03", "-0.28", "0.27", "13.75", "3.20", "8.55", "1.98", "0.80", "0.65",
    "0.25", "-4.20", "-1.09", "-3.15", "0.18", "-1.19", "-5.05", "-0.81",
    "-2.78", "7.54", "-0.73", "3.71", "0.25", "0.70", "-7.06", "3.32", "-1.14",
    "-3.12", "1.51", "5.81", "1.22", "15.94", "0.14", "1.82", "14.89", "3.91",
    "-0.21", "1.98", "2.24", "0.63", "16.29", "-0.50", "0.53", "21.31", "-9.06",
    "-2.52", "0.05"};

static void
fifty_gradients(const Mnist *mnist, Arena *arena, Arena *step)
{
	section("fifty gradients");
	Random random;
	random_seed(&random, 1);
	net_draw(arena, &random, 784, HIDDEN, 1, BIASES_NORMAL);
	Net net = net_draw(arena, &random, 784, HIDDEN, 1, BIASES_ZERO);
	NetVars vars = net_on_tape(step, &net, mnist->x_train, mnist->y_train);
	var_backward(lectures_loss(&vars));

	const Tensor *g = var_gradient(vars.b1); /* (50,) */
	show_tensor("b1.g", g);
	int equal = 0;
	for (int i = 0; i < HIDDEN; i++) {
		char here[32];
		snprintf(here, sizeof here, "%.2f", (double)g->data[i]);
		equal += strtod(here, NULL) == strtod(published[i], NULL);
	}
	printf("equal to the published number, to two decimals: %d of %d\n",
	    equal, HIDDEN);
}

/*
@run

### Four forms

The lecture's net, with the gradient of the images too, in the four forms of this
book (`forms.c`): each is compared with the form before it, every element of all
five gradients. Chapter 6 was tried by the judges; so the chain carries its
verdict to the tape.
*/
static void
four_forms(const Mnist *mnist, Arena *arena, Arena *step)
{
	section("four forms");
	static const char *const names[FORM_GRADIENTS] = {
	    "x.g", "w1.g", "b1.g", "w2.g", "b2.g"};
	Random random;
	random_seed(&random, 1);
	Net net = net_draw(arena, &random, 784, HIDDEN, 1, BIASES_NORMAL);
	Found before, found = {0};
	for (int i = 0; i < FORMS; i++) {
		before = found;
		found = forms[i].find(
		    step, &net, mnist->x_train, mnist->y_train);
		printf("chapter %d, %-12s loss %.2f", forms[i].chapter,
		    forms[i].name, found.loss);
		Claim claims[FORM_GRADIENTS];
		for (int k = 0; k < FORM_GRADIENTS; k++)
			claims[k] = (Claim){names[k], NULL, found.gradient[k]};
		if (i == 0) {
			printf("\n");
			continue;
		}
		Judgement judgement = judge_by_tensors(claims, FORM_GRADIENTS,
		    before.gradient, judge_within_rounding());
		judgement_print(stdout, "; against the one before", &judgement);
	}
}

/*
@run

### What each form bought

The same four forms of a net with one hidden layer more (`deeper.c`): are they
still one?
*/
/* The seven gradients, in the order of `names`. */
static void
deeper_gradients(const Deeper *net, const Tensor *gradients[DEEPER_GRADIENTS])
{
	Tensor *const tensors[DEEPER_GRADIENTS] = {
	    net->x, net->w1, net->b1, net->w2, net->b2, net->w3, net->b3};
	for (int i = 0; i < DEEPER_GRADIENTS; i++) {
		gradients[i] = tensors[i]->g;
		tensors[i]->g = NULL; /* the next form starts afresh */
	}
}

static void
one_layer_more(Arena *step)
{
	section("one layer more");
	static double (*const passes[FORMS])(Arena *, const Deeper *) = {
	    deeper_by_hand, deeper_as_layers, deeper_as_modules,
	    deeper_on_the_tape};
	static const char *const names[DEEPER_GRADIENTS] = {
	    "x.g", "w1.g", "b1.g", "w2.g", "b2.g", "w3.g", "b3.g"};
	Random random;
	random_seed(&random, 4);
	Deeper net = deeper_draw(step, &random, 100, 30, 20, 10);
	const Tensor *by_hand[DEEPER_GRADIENTS];
	passes[0](step, &net);
	deeper_gradients(&net, by_hand);
	for (int i = 1; i < FORMS; i++) {
		const Tensor *found[DEEPER_GRADIENTS];
		Claim claims[DEEPER_GRADIENTS];
		passes[i](step, &net);
		deeper_gradients(&net, found);
		for (int k = 0; k < DEEPER_GRADIENTS; k++)
			claims[k] = (Claim){names[k], NULL, found[k]};
		Judgement judgement = judge_by_tensors(
		    claims, DEEPER_GRADIENTS, by_hand, judge_within_rounding());
		char name[64];
		snprintf(
		    name, sizeof name, "seven gradients, %-11s", forms[i].name);
		judgement_print(stdout, name, &judgement);
	}
}

/*
@run

They are. Now count. These are lines of code, counted in the source when this
page was woven: what was written for this net, forward and backward; the same
with one hidden layer more; and what one kind of layer takes, there and back.

| form | the lecture's net | one layer more | a kind of layer |
|---|---|---|---|
| chapter 6, by hand | @lines(chapters/06_gradients/gradients.c forward_and_backward) | @lines(chapters/09_autograd/deeper.c deeper_by_hand) | relu: @lines(chapters/06_gradients/gradients.c relu_grad), and chapter 2's @lines(chapters/02_forward/forward.c relu) |
| chapter 7, layers | @lines(chapters/09_autograd/forms.c layers_pass) | @lines(chapters/09_autograd/deeper.c deeper_as_layers) | relu: @lines(chapters/07_layers/layers.c relu_forward relu_backward relu_layer) more |
| chapter 8, modules | @lines(chapters/08_module/kinds.c lectures_module) | @lines(chapters/09_autograd/deeper.c deeper_modules) | sigmoid: @lines(chapters/08_module/main.c sigmoid_fwd sigmoid_bwd sigmoid_kind) |
| chapter 9, the tape | @lines(chapters/09_autograd/forms.c tape_pass) | @lines(chapters/09_autograd/deeper.c deeper_on_the_tape) | swish, below: @lines(chapters/09_autograd/main.c swish) |

By hand, a layer more is new lines in two places, in the right order: nothing
helps you if you mix them up. As layers, backward is written once for all nets.
As modules, the net is only named; passing there and back is one function for
every net, and so are printing and finding parameters. On the tape nobody writes
a backward, neither for the net nor for a new kind of layer. The price is small:
`make bench` measures the four side by side. The first form is the one to
understand, the last the one to use.

### No backward to write

Here is a layer that this book has not seen: *swish*, $x \cdot \sigma(x)$. Two
operations, written forward. The tape has its gradient at once, and the judge who
measures has nothing to say against it. The sigmoid, put together from an exp, a
sum and a quotient, gives the gradient of the one that was derived by hand.
*/
static Var *
swish(Var *x)
{
	return var_mul(x, var_sigmoid(x));
}

static Var *
sigmoid_from_pieces(Var *x)
{
	Var *one = tape_constant(
	    x->tape, "1", tensor_scalar(x->tape->arena, 1)); /* () */
	return var_div(one, var_add(one, var_exp(var_neg(x))));
}

/* A function of one tensor, and where it is tried. */
typedef struct {
	Var *(*function)(Var *x);
	Tensor *x;
	Tensor *weights; /* of the function's value, to make it one number */
} Try;

/* The weighted sum of all elements: every element has a slope of its own. */
static Var *
weighted(const Try *try, Tape *tape, Var *x)
{
	Var *y = try->function(x);
	Var *weights = tape_constant(tape, "weights",
	    tensor_narrow(
		tape->arena, try->weights, 0, 0, tensor_count(y->value)));
	Var *flat = var_reshape(y, tensor_shape(weights->value));
	return var_sum_all(var_mul(flat, weights));
}

static double
try_loss(Arena *step, void *context)
{
	const Try *try = context;
	Tape *tape = tape_new(step);
	Var *x = tape_constant(tape, "x", try->x);
	return (double)tensor_item(weighted(try, tape, x)->value);
}

/* Tries the gradient of a function at `x` by measuring. */
static Judgement
judge_function(Var *(*function)(Var *x), Tensor *x, Arena *step, Arena *judges)
{
	Random random;
	random_seed(&random, 11);
	Try try = {function, x, tensor_new(step, SHAPE(64))};
	random_uniform(&random, try.weights, 0.5, 1.5);
	Tape *tape = tape_new(step);
	x->g = NULL;
	Var *leaf = tape_leaf(tape, "x", x);
	var_backward(weighted(&try, tape, leaf));
	const Claim claim = {"x.g", x, var_gradient(leaf)};
	return judge_by_differences(judges, try_loss, &try, &claim, 1, 100,
	    judge_within(1e-2, 1e-4), judge_within(2e-2, 1e-6));
}

/* Normal numbers, or with `positive` such as have a logarithm. */
static Tensor *
draw(Arena *step, uint64_t seed, Shape shape, bool positive)
{
	Random random;
	random_seed(&random, seed);
	Tensor *t = tensor_new(step, shape); /* shape */
	if (positive)
		random_uniform(&random, t, 0.5, 2);
	else
		random_normal(&random, t);
	return t;
}

static void
no_backward(Arena *step, Arena *judges)
{
	section("no backward to write");
	Tensor *x = draw(step, 3, SHAPE(3, 4), false); /* (3, 4) */
	Judgement judgement = judge_function(swish, x, step, judges);
	judgement_print(stdout, "swish, central differences", &judgement);

	judge_function(var_sigmoid, x, step, judges);
	const Tensor *by_hand = x->g; /* (3, 4) */
	judge_function(sigmoid_from_pieces, x, step, judges);
	const Claim claim = {"x.g", x, x->g};
	judgement = judge_by_tensors(
	    &claim, 1, &by_hand, judge_within_rounding());
	judgement_print(
	    stdout, "sigmoid from pieces against by hand", &judgement);
}

/*
@run

### Deep

A recursive backward needs a stack as deep as the graph. Ours is a loop. Start
with $y = x$, add $x$ a hundred thousand times, and ask for the gradient: it is
the number of times that x was used.
*/
static void
deep(Arena *step)
{
	section("deep");
	enum { TIMES = 100000 };
	Tape *tape = tape_new(step);
	Var *x = tape_leaf(tape, "x", tensor_scalar(step, 0.5));
	Var *y = x;
	for (int i = 0; i < TIMES; i++)
		y = var_add(y, x);
	var_backward(y);
	printf("%zu entries; y = %g, x.g = %g\n", tape->count,
	    (double)tensor_item(y->value),
	    (double)tensor_item(var_gradient(x)));
}

/*
@run

## Check it

Every operation against the judge who measures. The binary ones are given x and
a row or a column of x, so that broadcasting is at work on the way there and
un-broadcasting on the way back. (The tests do the same with random shapes, and
with two leaves.)

@show chapters/09_autograd/operations.h Operation

@show chapters/09_autograd/operations.c operations
*/
static void
each_operation(Arena *step, Arena *judges)
{
	section("each operation");
	for (size_t i = 0; i < OPERATIONS; i++) {
		const Operation *operation = &operations[i];
		Tensor *x = draw(
		    step, 5, SHAPE(3, 4), operation->positive); /* (3, 4) */
		Judgement judgement = judge_function(
		    operation->function, x, step, judges);
		char name[40];
		snprintf(name, sizeof name, "%-27s", operation->name);
		judgement_print(stdout, name, &judgement);
	}
}

/*
@run

## Pitfalls

### The wrong clones

The notebook wants to check its gradients against PyTorch's. So it clones its
tensors, `w1` and the others, and asks for gradients of the clones. But its
`forward` goes on to use the originals, which stand in the variables around it.
The loss is right. The clones had no part in it, so their `.grad` is `None`, and
the comparison dies with "unsupported operand types: Tensor and NoneType". Here
the same mistake is told in one line, by name; chapter 6's judges say it, too.
*/
static void
wrong_clones(Arena *step)
{
	Tape *tape = tape_new(step);
	Tensor *originals = tensor_of(step, SHAPE(2, 1), 1, 2); /* (2, 1) */
	Var *w1 = tape_leaf(tape, "w1", tensor_clone(step, originals));
	Var *x = tape_leaf(tape, "x", tensor_of(step, SHAPE(1, 2), 3, 4));
	Var *used = tape_constant(tape, "w1", originals);
	var_backward(var_sum_all(var_matmul(x, used)));
	var_gradient(w1);
}

static void
judged_without_gradient(Arena *step)
{
	Tensor *w1 = tensor_zeros(step, SHAPE(2, 1)); /* (2, 1) */
	const Claim claim = {"w1", w1, w1->g};
	const Tensor *const expected[] = {w1};
	judge_by_tensors(&claim, 1, expected, 1e-6);
}

static void
clones(Arena *step)
{
	section("the wrong clones");
	show_mistake(wrong_clones, step);
	show_mistake(judged_without_gradient, step);
}

/*
@run

### Twice, zero, detach

What a PyTorch user expects, and gets:

- Two backward passes over two records **add** their gradients. Whoever wants to
  start afresh sets them to zero: `var_zero_gradient`.
- A second backward over *one* record is a mistake, unless the first was
  `var_backward_keeping` (`retain_graph=True`). PyTorch lets some of these pass,
  where no operation had kept anything; ours never does.
- Only leaves keep a gradient. `var_keep_gradient` (`retain_grad()`) asks for
  another.
- `var_detach` cuts: the value goes on, the gradient does not come back.
*/
static double
square_gradient(Arena *step, Tensor *w)
{
	Tape *tape = tape_new(step);
	var_backward(var_pow(tape_leaf(tape, "w", w), 2));
	return (double)tensor_item(w->g);
}

static void
twice_zero_detach(Arena *step)
{
	section("twice, zero, detach");
	Tensor *w = tensor_scalar(step, 3); /* () */
	printf("w = 3, the gradient of w^2: %g", square_gradient(step, w));
	printf(", once more: %g", square_gradient(step, w));
	w->g = NULL;
	printf(", after zeroing: %g\n", square_gradient(step, w));

	w->g = NULL;
	Tape *tape = tape_new(step);
	Var *kept = tape_leaf(tape, "w", w);
	Var *square = var_pow(kept, 2);
	var_backward_keeping(square);
	var_backward(square);
	printf("one record walked twice, keeping it: %g\n",
	    (double)tensor_item(var_gradient(kept)));

	var_zero_gradient(kept);
	var_backward(var_mul(kept, var_detach(kept)));
	printf("w times w detached: %g\n",
	    (double)tensor_item(var_gradient(kept)));
}

/*
@run

The mistakes, each by name: a second time without keeping, a gradient of what is
no leaf, of a constant; a loss of three numbers, a loss of nothing that asks; two
tapes. (A Var from before a reset is a pointer into memory that is over. Nobody
can ask it anything; in `MODE=debug` the sanitizer stops on the spot.)
*/
static void
second_time(Arena *step)
{
	Tape *tape = tape_new(step);
	Var *w = tape_leaf(tape, "w", tensor_scalar(step, 3));
	Var *square = var_pow(w, 2);
	var_backward(square);
	var_backward(square);
}

static void
no_leaf(Arena *step)
{
	Tape *tape = tape_new(step);
	Var *w = tape_leaf(tape, "w", tensor_scalar(step, 3));
	Var *square = var_pow(w, 2);
	var_backward(square);
	var_gradient(square);
}

static void
a_constant(Arena *step)
{
	Tape *tape = tape_new(step);
	Var *w = tape_leaf(tape, "w", tensor_scalar(step, 3));
	Var *x = tape_constant(tape, "x", tensor_scalar(step, 4));
	var_backward(var_mul(w, x));
	var_gradient(x);
}

static void
three_numbers(Arena *step)
{
	Tape *tape = tape_new(step);
	var_backward(tape_leaf(tape, "w", tensor_zeros(step, SHAPE(3))));
}

static void
nothing_asks(Arena *step)
{
	Tape *tape = tape_new(step);
	var_backward(tape_constant(tape, "x", tensor_scalar(step, 1)));
}

static void
two_tapes(Arena *step)
{
	Var *a = tape_leaf(tape_new(step), "a", tensor_scalar(step, 1));
	Var *b = tape_leaf(tape_new(step), "b", tensor_scalar(step, 1));
	var_add(a, b);
}

static void
mistakes(Arena *step)
{
	section("mistakes");
	show_mistake(second_time, step);
	show_mistake(no_leaf, step);
	show_mistake(a_constant, step);
	show_mistake(three_numbers, step);
	show_mistake(nothing_asks, step);
	show_mistake(two_tapes, step);
}

/*
@run

### Changed too early

The tape does not copy the values that it remembers. Whoever changes one in
place between forward and backward gets the slope at another point, and no
message. (PyTorch counts the changes of each tensor and complains. The exercises
ask you for the same.) Backward first, then the step.
*/
static void
changed_too_early(Arena *step)
{
	section("changed too early");
	for (int early = 0; early <= 1; early++) {
		Tensor *w = tensor_scalar(step, 3); /* () */
		Tape *tape = tape_new(step);
		Var *square = var_pow(tape_leaf(tape, "w", w), 2);
		if (early)
			*w->data = 10;
		var_backward(square);
		printf("w^2 at 3, %s: gradient %g\n",
		    early ? "w set to 10 before backward"
			  : "w left alone              ",
		    (double)tensor_item(w->g));
	}
}

/*
@run

The record of the whole lecture's net, last, as a picture. It is the backward
pass of chapter 6, and nobody wrote it.

@plot net The tape of the lecture's net on a batch of 64 images: the shape of each value, and for the leaves that asked the shape of the gradient.
*/
static bool
draw_pictures(const char *folder, const Mnist *mnist, Arena *step, Error *error)
{
	Random random;
	random_seed(&random, 1);
	Net net = net_draw(step, &random, 784, HIDDEN, 1, BIASES_NORMAL);
	NetVars vars = net_on_tape(step, &net,
	    tensor_narrow(step, mnist->x_train, 0, 0, 64),
	    tensor_narrow(step, mnist->y_train, 0, 0, 64));
	Var *loss = lectures_loss(&vars);
	var_backward(loss);
	return graph_svg(small_expression(step), folder, "09_graph", error) &&
	       graph_svg(loss, folder, "09_net", error);
}

static void
run(Program *program, const Mnist *mnist, Arena *arena, Arena *step)
{
	Arena *judges = arena_create("judges");
	the_tape(step);
	fifty_gradients(mnist, arena, step);
	arena_reset(step);
	four_forms(mnist, arena, step);
	arena_reset(step);
	one_layer_more(step);
	no_backward(step, judges);
	deep(step);
	arena_reset(step);
	each_operation(step, judges);
	clones(step);
	twice_zero_detach(step);
	mistakes(step);
	changed_too_early(step);

	Error error;
	if (program->plots &&
	    !draw_pictures(program->plots, mnist, step, &error))
		program_fail(program, &error);
	arena_destroy(judges);
}

int
main(int argc, char **argv)
{
	Program program = {.name = "chapter9",
	    .title = "Chapter 9: autograd",
	    .about = "a tape that finds all gradients by itself"};
	if (!program_start(&program, argc, argv))
		return program.status;
	Arena *arena = arena_create("model"), *step = arena_create("step");
	Mnist mnist;
	if (program_digits(&program, arena, 256, &mnist))
		run(&program, &mnist, arena, step);
	arena_destroy(step);
	arena_destroy(arena);
	return program_end(&program);
}
/*
## Exercises

1. Add `var_abs` to the tape: forward, backward, a line in the table of
   operations. What does the judge say at 0?
2. Draw, with pencil, the tape of $(a + b)(b + 1)$, and walk it back for
   $a = 2$, $b = 1$. Then let the program print it.
3. Write the loss of chapter 5's toy net on the tape, with `var_sigmoid` and
   `var_log`, and compare its eight gradients with that chapter's.
4. `log-softmax` takes the row's largest off as a *constant*. Prove that its
   gradient would add up to 0 if it were not one. Try it: remove the detach, and
   ask the judge.
5. Give every tensor a count of the changes made to it, let the tape remember
   it, and let backward complain when it differs. Which functions must count?
6. Checkpointing: a long chain of layers need not remember every value. Forget
   nine of ten, and compute them again, from the tenth, when backward needs them.
   What does it cost, and what does it save?

## Next

The gradients are done: for any formula, exact, at the cost of a few forward
passes. What is still wrong is the formula. A digit is not a quantity, and its
distance from a number is no good measure of a mistake. Chapter 10 brings the
loss that is made for classes.
*/

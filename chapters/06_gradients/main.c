/*
## Run it

`make chapter6` runs what follows: the net of chapter 2 with seed 1, on the
fifty thousand training images.
*/
#include "chapters/06_gradients/by_image.h"
#include "chapters/06_gradients/gradients.h"
#include "chapters/06_gradients/judge.h"
#include "chapters/06_gradients/parts.h"
#include "chapters/06_gradients/picture.h"
#include "chapters/06_gradients/pitfalls.h"
#include "common/program.h"
#include "tests/golden/gradients.h"

#include <math.h>

enum { HIDDEN = 50, CLAIMS = BY_IMAGE_GRADIENTS };

/*
### The five gradients

One pass forward and back. Each gradient has the shape of its tensor. The
images get one, too.
*/
static void
five_gradients(const Net *net, const Tensor *x, double loss)
{
	section("the five gradients");
	show_published_heading();
	show_published("loss", "1099.57", 2, loss);
	printf("\nw1.g %s, b1.g %s, w2.g %s, b2.g %s\n", SHAPE_TEXT(net->w1->g),
	    SHAPE_TEXT(net->b1->g), SHAPE_TEXT(net->w2->g),
	    SHAPE_TEXT(net->b2->g));
	printf("x_train.g %s\n\n", SHAPE_TEXT(x->g));
	show_tensor("b1.g", net->b1->g);
}

/*
@run

@plot pass The pass there and back: forward from x to the loss, backward from the loss to x.g; the parameters' gradients fall off on the way.

### Outer products

The notebook's first formula for a weight's gradient, and what it would cost.
Ours adds image by image; it agrees with the matrix product.
*/
static void
outer_products(const Net *net, const Tensor *x, const Tensor *l1_g, Arena *step)
{
	section("outer products");
	double floats = (double)tensor_count(x) * HIDDEN;
	printf(
	    "all outer products at once: (%zu, %zu, %d), %.2f GB of floats\n",
	    x->shape[0], x->shape[1], HIDDEN, 4 * floats / 1e9);
	Tensor *sum = sum_of_outer_products(step, x, l1_g); /* (784, 50) */
	const Claim claim = {"w1.g", net->w1, net->w1->g};
	const Tensor *const expected[] = {sum};
	Judgement judgement = judge_by_tensors(
	    &claim, 1, expected, judge_within(1e-4, 1e-9));
	judgement_print(stdout, "x.t @ l1.g against the sum", &judgement);
}

/*
@run

### Three judges

A gradient is on trial together with the tensor that it claims to belong to:

@show chapters/06_gradients/judge.h Claim

The first judge measures. It moves one element a little to both sides, computes
the loss twice, and compares; it does so at a few elements of each tensor,
always including the one with the largest gradient. In the float build the loss
has seven digits and the judge must be lenient; `make chapter6 REAL=double` runs
the strict one. Where two step sizes disagree an element stands at a kink of a
relu, and there is nothing to judge (chapter 4).

The second judge compares with what PyTorch computed once; the values are in
`tests/golden/`, with the script that made them. The third goes image by image
(`by_image.c`): the deltas of chapter 5, and sums over the images in plain
loops. What a judge cannot confirm, it names: the first wrong element, both
values.
*/
/* PyTorch's values, in the order of claims_of_net. */
#define STORED(name) \
	{ \
		sizeof golden_##name / sizeof golden_##name[0], \
		    golden_##name##_at, golden_##name \
	}
static const Stored stored[CLAIMS] = {
    STORED(x), STORED(w1), STORED(b1), STORED(w2), STORED(b2)};

static void
three_judges(const Case *c, Tensor *x, bool is_mnist, Arena *judges)
{
	section("three judges");
	Claim claims[CLAIMS];
	claims_of_net(c->net, x, claims);

	Judgement judgement = judge_by_differences(judges, case_loss, (void *)c,
	    claims, CLAIMS, 4, judge_within(1e-2, 1e-4),
	    judge_within(2e-2, 1e-6));
	judgement_print(stdout, "central differences", &judgement);
	if (is_mnist) {
		judgement = judge_by_stored(
		    claims, CLAIMS, stored, judge_within(1e-3, 1e-9));
		judgement_print(stdout, "PyTorch's values   ", &judgement);
	} else {
		printf("PyTorch's values   : not for these digits\n");
	}
	const Tensor *expected[CLAIMS];
	Tensor *l1_g = gradients_by_image(judges, c, expected); /* (n, 50) */
	judgement = judge_by_tensors(
	    claims, CLAIMS, expected, judge_within(1e-3, 1e-9));
	judgement_print(stdout, "image by image     ", &judgement);
	outer_products(c->net, x, l1_g, judges);
	arena_reset(judges);
}

/*
@run

@run outer products

### What input gradients are for

Nothing is learned from `x.g`: the images are given, and nobody changes them. A
reader asked what use it is. First, the layer below needs it. `linear_grad` does
not know that it is the first; for the second layer, the same line computes
`l2.g`, without which nothing in front of it would get a gradient. Second, it
says which pixels matter: where more ink would raise the loss (red), where it
would lower it (blue). Third, it can be misused. Take one image, and move each
pixel by a thousandth, up where its gradient is positive and down where it is
negative: nobody sees the difference, and the loss of that image grows. That is
how adversarial examples are made.

The gradients look like noise, since the weights are noise: nothing has been
learned yet. In a net that has learned they follow the strokes.

@plot xg Six training images and the gradients of the loss with respect to their pixels: red where more ink would raise the loss, blue where it would lower it.
*/
static void
input_gradients(const Case *c, const Tensor *x, Arena *step)
{
	section("input gradients");
	static const double moves[] = {-0.001, 0, 0.001};
	Tensor *image = tensor_narrow(step, x, 0, 0, 1);          /* (1, 784) */
	Tensor *target = tensor_narrow(step, c->target, 0, 0, 1); /* (1,) */
	Tensor *gradient = tensor_narrow(step, x->g, 0, 0, 1);    /* (1, 784) */
	Tensor *zero = tensor_scalar(step, 0);                    /* () */
	Tensor *sign = tensor_sub(step, tensor_greater(step, gradient, zero),
	    tensor_less(step, gradient, zero)); /* (1, 784) */
	for (int i = 0; i < 3; i++) {
		Tensor *moved = tensor_add(step, image,
		    tensor_mul(step, sign,
			tensor_scalar(step, moves[i]))); /* (1, 784) */
		printf("each pixel moved by %6.3f along its gradient: loss "
		       "%9.2f\n",
		    moves[i], mse(step, model(step, c->net, moved), target));
	}
}

/*
@run

### Keep a copy

The notebook saves its gradients with `clone`, to compare them later. Without
it, what is saved is another name for the same tensor; and since gradients are
added, the next pass changes it under your hands.
*/
static void
keep_a_copy(Arena *step)
{
	section("keep a copy");
	Example e = example_new(step);
	forward_and_backward(step, &e.net, e.x, e.target);
	const Tensor *name = e.net.b2->g;                     /* (1,) */
	const Tensor *copy = tensor_clone(step, e.net.b2->g); /* (1,) */
	double once = (double)tensor_item(name);
	forward_and_backward(step, &e.net, e.x, e.target);
	printf("b2.g after one pass %g; after two, by name %g, the clone %g\n",
	    once, (double)tensor_item(name), (double)tensor_item(copy));
}

/*
@run

@part chapters/06_gradients/by_blocks.c

@part chapters/06_gradients/two_orders.c

## Check it

The lesson that a reader drew after a long search: do it one step at a time, and
check each step. The judges take any tensor, so they take the ones in the
middle. What the loss is as a function of l2 alone, for example, is the rest of
the net. Here is the small example on which that reader's formula will be tried,
judged stage by stage, from the output back to the input.
*/
typedef struct {
	Example example;
	Tensor *l1, *l2, *out; /* (n, 2), (n, 2), (n, 1) */
} Stages;

static double
loss_from_out(Arena *step, void *context)
{
	const Stages *s = context;
	return mse(step, s->out, s->example.target);
}

static double
loss_from_l2(Arena *step, void *context)
{
	const Stages *s = context;
	const Net *net = &s->example.net;
	return mse(
	    step, linear(step, s->l2, net->w2, net->b2), s->example.target);
}

static double
loss_from_l1(Arena *step, void *context)
{
	const Stages *s = context;
	const Net *net = &s->example.net;
	Tensor *l2 = relu(step, s->l1); /* (n, 2) */
	return mse(step, linear(step, l2, net->w2, net->b2), s->example.target);
}

static void
judge_stage(
    const char *name, Tensor *tensor, Loss *loss, Stages *s, Arena *judges)
{
	const Claim claim = {name, tensor, tensor->g};
	Judgement judgement = judge_by_differences(judges, loss, s, &claim, 1,
	    100, judge_within(1e-2, 1e-4), judge_within(1e-3, 1e-8));
	judgement_print(stdout, name, &judgement);
}

static void
step_by_step(Arena *step, Arena *judges)
{
	section("step by step");
	Stages s = {.example = example_new(step)};
	const Net *net = &s.example.net;
	s.l1 = linear(step, s.example.x, net->w1, net->b1);
	s.l2 = relu(step, s.l1);
	s.out = linear(step, s.l2, net->w2, net->b2);
	mse_grad(step, s.out, s.example.target);
	linear_grad(step, s.l2, s.out, net->w2, net->b2);
	relu_grad(step, s.l1, s.l2);
	linear_grad(step, s.example.x, s.l1, net->w1, net->b1);

	judge_stage("out.g", s.out, loss_from_out, &s, judges);
	judge_stage("l2.g", s.l2, loss_from_l2, &s, judges);
	judge_stage("l1.g", s.l1, loss_from_l1, &s, judges);
	judge_stage("w1.g", net->w1, example_loss, &s, judges);
	judge_stage("x.g", s.example.x, example_loss, &s, judges);
}

/*
@run

@part chapters/06_gradients/convictions.c
*/
static bool
draw_pictures(const char *folder, const Tensor *x, Arena *step, Error *error)
{
	return draw_pass(folder, error) &&
	       draw_input_gradients(folder, tensor_narrow(step, x, 0, 0, 6),
		   tensor_narrow(step, x->g, 0, 0, 6), error);
}

static void
run(Program *program, const Mnist *mnist, Arena *arena, Arena *step)
{
	Arena *judges = arena_create("judges");
	Random random;
	random_seed(&random, 1);
	Net net = net_draw(arena, &random, 784, HIDDEN, 1, BIASES_NORMAL);
	Tensor *x = tensor_view(step, mnist->x_train); /* (50000, 784) */
	double loss = forward_and_backward(step, &net, x, mnist->y_train);
	const Case c = {&net, x, mnist->y_train};

	five_gradients(&net, x, loss);
	three_judges(&c, x, mnist->digits == DIGITS_MNIST, judges);
	input_gradients(&c, x, step);
	keep_a_copy(step);
	two_orders(&c, x, loss, judges);
	step_by_step(step, judges);
	convict_all(&c, mnist->x_valid, step, judges);

	Error error;
	if (program->plots && !draw_pictures(program->plots, x, step, &error))
		program_fail(program, &error);
	arena_destroy(judges);
}

int
main(int argc, char **argv)
{
	Program program = {.name = "chapter6",
	    .title = "Chapter 6: gradients",
	    .about = "the five gradients of the lecture's net, tried by three "
		     "judges"};
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
## The debugger

The lecture puts `pdb.set_trace()` into `linear_grad` and looks at shapes. We
need not change the program: `make debug6` starts it under gdb with a breakpoint
there, and with a printer for tensors (`common/tensor_gdb.py`) that shows shape,
strides, whether the rows lie without gaps, the arena, and the first values. The
function is reached twice in a pass: first for the second layer, since backward
runs from the end. This session was recorded when the page was made:

@run debugger

What to type, in the lecture's debugger and in ours:

| to | pdb | gdb | lldb |
|---|---|---|---|
| stop in a function | `b linear_grad` | `b linear_grad` | `b linear_grad` |
| see where we are: the calls | `w` | `bt` | `bt` |
| run the next line | `n` | `n` | `n` |
| step into a call | `s` | `s` | `s` |
| continue to the next stop | `c` | `c` | `c` |
| finish this function | `r` | `fin` | `finish` |
| print something | `p x.shape` | `p *x` | `p *x` |
| go up, and down, the calls | `u`, `d` | `up`, `down` | `up`, `down` |
| list the code around | `l` | `l` | `l` |
| the arguments of this call | `a` | `info args` | `frame variable` |
| leave | `q` | `q` | `q` |

(One notebook explains `w` as "continues till next call", and `n` as "executes
the next call". `w` shows where you are; `c` continues; `n` executes the next
line.)

## Exercises

1. Derive the gradients of `linear` again, without looking: begin with one
   element of Y.
2. The slips listed under Mathematics: find each in the sources, and write down
   what was meant. Which could a judge have found, and which only a reader?
3. Mean absolute error instead of mean squared: derive `mae_grad`, write it
   beside `mse_grad`, and let the judge try it. Where does it have no slope?
4. Put a third layer into the net: 784-50-20-1. How many lines of
   `forward_and_backward` change, and how many are new?
5. `linear_grad` for the first layer computes `x.g`, which nobody needs for
   learning. What part of the time of a pass is that? Guess from the sizes, then
   measure. Give the function a way to leave it out.
6. In `pass_of_block`, take the share from `out.g`; then, instead, from the loss.
   Which judges will convict, and for which sizes of blocks will none of them?
7. Without `x.g` (exercise 5), which tensors with a row for each image does a
   pass by blocks still move between memory and core? And the whole pass?
   Compute both numbers of bytes. Then time blocks of 16 to 16384 rows.
8. A batch of zero images: what should the loss be, and the gradients? What does
   the program say?

## Next

It works, and it is a lot of bookkeeping: which tensor goes with which, in which
order. In chapter 7 each layer becomes a struct that remembers what it needs,
and the whole pass is a loop.
*/

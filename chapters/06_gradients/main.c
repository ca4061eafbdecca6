/*
## Run it

`make chapter6` runs what follows: the net of chapter 2 with seed 1, on the
fifty thousand training images.
*/
#include "chapters/06_gradients/by_image.h"
#include "chapters/06_gradients/gradients.h"
#include "chapters/06_gradients/judge.h"
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

## Pitfalls

Each of these was made by a reader of the lecture, or by its author. Each is a
small function in `pitfalls.c`, and each is convicted.

### The loss from the wrong tensor

The published notebook computed its loss from `res`, the predictions for the
*validation* images, left over from an earlier cell; and squared them without
subtracting any target. A reader asked whether that was right. It was not, and
it was mended. But why had no test found it?
*/
static void
the_wrong_tensor(const Case *c, const Tensor *x_valid, Arena *step)
{
	section("the loss from the wrong tensor");
	Net net = *c->net;
	Tensor *res = model(step, &net, x_valid); /* (10000, 1) */
	double loss = case_loss(step, (void *)c);
	double other = tensor_mean_all(tensor_pow(step, res, 2));
	printf("the loss %.2f; from the wrong tensor %.2f\n\n", loss, other);

	Example e = example_new(step);
	forward_and_backward_other_loss(
	    step, &e.net, e.x, e.target, tensor_narrow(step, res, 0, 0, 3));
	Example right = example_new(step);
	forward_and_backward(step, &right.net, right.x, right.target);
	const Claim claims[] = {{"w1.g", e.net.w1, e.net.w1->g},
	    {"b1.g", e.net.b1, e.net.b1->g}, {"w2.g", e.net.w2, e.net.w2->g}};
	const Tensor *const expected[] = {
	    right.net.w1->g, right.net.b1->g, right.net.w2->g};
	Judgement judgement = judge_by_tensors(claims, 3, expected, 1e-6);
	judgement_print(stdout, "gradients with the wrong loss", &judgement);
}

/*
@run

The gradients are right. Backward never uses the loss: its first line is the
derivative, and that was derived from the right formula. All the tests compared
gradients. **Test the loss as well**; or use a judge who measures it. The one
who takes central differences of the loss that is *returned* convicts at once:
that loss does not move at all.
*/
typedef struct {
	Example example;
	const Tensor *res; /* (3, 1) */
} OtherLoss;

static double
other_loss(Arena *step, void *context)
{
	const OtherLoss *o = context;
	return tensor_mean_all(tensor_pow(step, o->res, 2));
}

static void
the_judge_who_measures(Arena *step, Arena *judges)
{
	section("the judge who measures");
	OtherLoss o = {example_new(step),
	    tensor_of(step, SHAPE(3, 1), 38, 10, -43)}; /* (3, 1) */
	Example *e = &o.example;
	forward_and_backward_other_loss(step, &e->net, e->x, e->target, o.res);
	const Claim claim = {"w1.g", e->net.w1, e->net.w1->g};
	Judgement judgement = judge_by_differences(judges, other_loss, &o,
	    &claim, 1, 10, judge_within(1e-2, 1e-4), judge_within(1e-3, 1e-8));
	judgement_print(stdout, "central differences", &judgement);
}

/*
@run

### The bias as a matrix

A reader's bias gradients differed from PyTorch's: his were (4), torch's (3, 4).
He had given torch a bias with a row for each row of the batch. Nothing is wrong
with either gradient; they belong to different functions. A matrix of biases
does not broadcast, so nothing is summed. Sum it over the rows, and it is the
vector's gradient: `unbroadcast`.
*/
static void
linear_with_a_matrix(Arena *step)
{
	LooseNet net = loose_net_new(step, true);
	linear(step, net.x, net.w1, net.b1);
}

static void
bias_as_a_matrix(Arena *step)
{
	section("the bias as a matrix");
	LooseNet vector = loose_net_new(step, false);
	LooseNet matrix = loose_net_new(step, true);
	loose_net_backward(step, &vector, true);
	loose_net_backward(step, &matrix, true);
	show_tensor("b1.g, a vector", vector.b1->g);
	show_tensor("b1.g, a matrix", matrix.b1->g);
	show_tensor("the matrix, summed over its rows",
	    unbroadcast(step, matrix.b1->g, SHAPE(4)));
	const Claim claim = {"w1.g", matrix.w1, matrix.w1->g};
	const Tensor *const expected[] = {vector.w1->g};
	Judgement judgement = judge_by_tensors(&claim, 1, expected, 1e-6);
	judgement_print(stdout, "w1.g, matrix against vector", &judgement);
	show_mistake(linear_with_a_matrix, step);
}

/*
@run

The last line: our `linear` refuses a matrix of biases. Nobody means it.

### The bias as a column

Another reader puts the bias into the weights: a constant column of ones at the
right of x, and the bias as one more row of w. It is the same function, and the
same gradient: the last row of the larger w.g is b.g.
*/
static void
bias_as_a_column(Arena *step)
{
	section("the bias as a column");
	Example e = example_new(step);
	forward_and_backward(step, &e.net, e.x, e.target);

	Tensor *x1 = tensor_full(
	    step, SHAPE(3, 3), 1); /* (3, 3): x, and ones */
	tensor_copy(tensor_narrow(step, x1, 1, 0, 2), e.x);
	Tensor *w1 = tensor_new(step, SHAPE(3, 2)); /* (3, 2): w1 over b1 */
	tensor_copy(tensor_narrow(step, w1, 0, 0, 2), e.net.w1);
	tensor_copy(tensor_select(step, w1, 0, 2), e.net.b1);
	Net wide = {w1, tensor_zeros(step, SHAPE(2)),
	    tensor_clone(step, e.net.w2), tensor_clone(step, e.net.b2)};
	forward_and_backward(step, &wide, x1, e.target);

	const Claim claim = {
	    "b1.g", e.net.b1, tensor_select(step, w1->g, 0, 2)};
	const Tensor *const expected[] = {e.net.b1->g};
	Judgement judgement = judge_by_tensors(&claim, 1, expected, 1e-6);
	judgement_print(stdout, "the last row of w.g against b.g", &judgement);
}

/*
@run

### The last relu

The same reader had a relu behind the output as well. Forget it on the way back,
and the judge convicts. Remember it, and the gradients are right, but there is
another trouble: an output below 0 is cut off, its image gets no gradient at
all, and nothing is learned from it, however wrong it is. A relu belongs between
layers, not behind the last. (The reader's net should find the fives, and was
right for 65 to 70 per cent of the images; he took that for a sign that his code
was not far off. Look at the last line.)
*/
static void
the_last_relu(const Case *c, Arena *step, Arena *judges)
{
	section("the last relu");
	for (int remembered = 0; remembered <= 1; remembered++) {
		LooseNet net = loose_net_new(step, false);
		net.x->data[3] = 2; /* no sum at its kink */
		net.x->data[0] = (Real)0.5;
		net.b2->data[0] = (Real)-0.75;
		loose_net_backward(step, &net, remembered);
		const Claim claims[] = {
		    {"w1.g", net.w1, net.w1->g}, {"b2.g", net.b2, net.b2->g}};
		Judgement judgement = judge_by_differences(judges,
		    loose_net_loss, &net, claims, 2, 100,
		    judge_within(1e-2, 1e-4), judge_within(1e-3, 1e-8));
		judgement_print(stdout,
		    remembered ? "with the last relu's mask   "
			       : "without the last relu's mask",
		    &judgement);
	}
	Tensor *out = model(step, c->net, c->x); /* (50000, 1) */
	double dead = tensor_mean_all(
	    tensor_less_equal(step, out, tensor_scalar(step, 0)));
	printf("images of which the net would learn nothing: %.0f %%\n",
	    100 * dead);
	Tensor *fives = tensor_equal(
	    step, c->target, tensor_scalar(step, 5)); /* (50000,) */
	printf("who always says \"no five\" is right for %.0f %%\n",
	    100 - 100 * tensor_mean_all(fives));
}

/*
@run

### One line, four mistakes

A reader derived the gradient of w1 on paper, in one formula, and wrote it in
one line. It was wrong. The thread found a parenthesis in the wrong place, and
was content. But the formula, too, had lost something: the mask of the relu. And
the product with $w_2^{\mathsf T}$ was an elementwise one where a matrix product
was meant (with a single output the two are the same). Last, later in the thread
the difference is $y - l_2$, with a minus elsewhere to make up for it; whoever
takes one without the other goes uphill.
*/
static void
judge_formula(const char *what,
    Tensor *(*formula)(Arena *arena, const Example *example), Arena *step,
    Arena *judges)
{
	Example e = example_new(step);
	Tensor *gradient = formula(step, &e); /* (2, 2) */
	const Claim claim = {"w1.g", e.net.w1, gradient};
	Judgement judgement = judge_by_differences(judges, example_loss, &e,
	    &claim, 1, 10, judge_within(1e-2, 1e-4), judge_within(1e-3, 1e-8));
	judgement_print(stdout, what, &judgement);
}

static void
one_line(Arena *step, Arena *judges)
{
	section("one line");
	judge_formula("as posted          ", w1_as_posted, step, judges);
	judge_formula(
	    "parenthesis mended ", w1_parenthesis_mended, step, judges);
	judge_formula("and the mask, y - l2", w1_sign_flipped, step, judges);
	judge_formula("all mended         ", w1_all_mended, step, judges);
}

/*
@run

The version that the thread accepted is the second line. It passed because
nobody asked a judge. The reader's own conclusion is the best of the thread: do
not do it in one line.

### An impossible shape

One notebook prints shapes from the debugger: `out` is (50000, 1), and `out.g`
is (784, 1). One of the two cannot be. A gradient has the shape of its tensor,
so `out.g` is (50000, 1); and the product that the notebook shows next would
have failed:
*/
static void
impossible_product(Arena *step)
{
	Tensor *inp = tensor_zeros(step, SHAPE(500, 50)); /* (500, 50) */
	Tensor *g = tensor_zeros(step, SHAPE(784, 1));    /* (784, 1) */
	Tensor *column = tensor_unsqueeze(step, inp, -1); /* (500, 50, 1) */
	tensor_mul(step, column, tensor_unsqueeze(step, g, 1));
}

static void
backward_too_early(Arena *step)
{
	Example e = example_new(step);
	Tensor *out = model(step, &e.net, e.x); /* (3, 1) */
	linear_grad(step, e.x, out, e.net.w1, e.net.b1);
}

static void
impossible(Arena *step)
{
	section("impossible");
	show_mistake(impossible_product, step);
	show_mistake(backward_too_early, step);
}

/*
@run

(With 500 rows instead of 50000: the message is the same.) The second line is
what you get for calling a backward function before the one behind it.

The same notebook defines `forward_and_backward` with six parameters and calls
it with two. Python finds out when the line runs. In C the prototype is checked
before anything runs: "too few arguments to function". A test of this chapter
makes sure that the compiler refuses it.
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
	step_by_step(step, judges);
	the_wrong_tensor(&c, mnist->x_valid, step);
	the_judge_who_measures(step, judges);
	bias_as_a_matrix(step);
	bias_as_a_column(step);
	the_last_relu(&c, step, judges);
	one_line(step, judges);
	impossible(step);

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
6. A batch of zero images: what should the loss be, and the gradients? What does
   the program say?

## Next

It works, and it is a lot of bookkeeping: which tensor goes with which, in which
order. In chapter 7 each layer becomes a struct that remembers what it needs,
and the whole pass is a loop.
*/

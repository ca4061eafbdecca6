/*
## Run it

`make chapter7` runs what follows: the net of chapter 2 with seed 1, on the
fifty thousand training images.
*/
#include "chapters/06_gradients/by_image.h"
#include "chapters/06_gradients/judge.h"
#include "chapters/07_layers/layers.h"
#include "chapters/07_layers/picture.h"
#include "chapters/07_layers/pitfalls.h"
#include "common/program.h"

enum { HIDDEN = 50, CLAIMS = BY_IMAGE_GRADIENTS };

/*
### The lecture's net

Three layers, made of the very parameters of chapter 2. One line forward, one
line back. Then the third judge of chapter 6: the form before this one, run on
copies of the same parameters, must give the same five gradients.
*/
/* A net of the same numbers, without gradients. */
static Net
net_clone(Arena *arena, const Net *net)
{
	return (Net){tensor_clone(arena, net->w1), tensor_clone(arena, net->b1),
	    tensor_clone(arena, net->w2), tensor_clone(arena, net->b2)};
}

/* Tries the gradients of `net` and x against chapter 6's. */
static Judgement
judge_by_hand(const Net *net, const Tensor *target, Tensor *x, Arena *step)
{
	Net by_hand = net_clone(step, net);
	Tensor *x_by_hand = tensor_view(step, x); /* (n, inputs) */
	forward_and_backward(step, &by_hand, x_by_hand, target);
	Claim claims[CLAIMS];
	claims_of_net(net, x, claims);
	const Tensor *const expected[CLAIMS] = {x_by_hand->g, by_hand.w1->g,
	    by_hand.b1->g, by_hand.w2->g, by_hand.b2->g};
	return judge_by_tensors(
	    claims, CLAIMS, expected, judge_within_rounding());
}

static void
lectures_net(const Net *net, Tensor *x, const Tensor *target, Arena *step)
{
	section("the lecture's net");
	Linear first = linear_layer(net->w1, net->b1);
	Relu between = relu_layer();
	Linear second = linear_layer(net->w2, net->b2);
	Layer *const layers[] = {&first.layer, &between.layer, &second.layer};
	Model model = model_of(layers, 3);

	double loss = model_forward(step, &model, x, target);
	model_backward(step, &model);

	show_published_heading();
	show_published("loss", "1099.57", 2, loss);
	Judgement judgement = judge_by_hand(net, target, x, step);
	judgement_print(
	    stdout, "\nfive gradients against chapter 6", &judgement);
}

/*
@run

### What is remembered

After forward, each layer has its two tensors. What one gave is what the next
one took: not a copy, the same address. After backward nothing is remembered.
*/
static void
what_is_remembered(const Net *net, Tensor *x, const Tensor *target, Arena *step)
{
	section("what is remembered");
	Linear first = linear_layer(net->w1, net->b1);
	Relu between = relu_layer();
	Linear second = linear_layer(net->w2, net->b2);
	Layer *const layers[] = {&first.layer, &between.layer, &second.layer};
	Model model = model_of(layers, 3);

	model_forward(step, &model, x, target);
	printf("%-10s %-14s %s\n", "", "took", "gave");
	for (size_t i = 0; i < model.count; i++) {
		const Memory *last = &model.layers[i]->last;
		printf("%-10s %-14s %s\n", layers[i]->name, SHAPE_TEXT(last->x),
		    SHAPE_TEXT(last->out));
	}
	printf("Relu took what Linear gave: %s\n",
	    between.layer.last.x == first.layer.last.out ? "yes" : "no");
	model_backward(step, &model);
	printf("after backward Relu remembers %s\n",
	    between.layer.last.x ? "something" : "nothing");
}

/*
@run

### A deeper net

An exercise of chapter 6 asked for one layer more, 784-50-20-1: four new lines in
the middle of a function, and two that change. Now it is a longer list. The loop
that goes back was not touched, and a judge finds all seven gradients right.
(Two hundred images: the judge computes the loss again and again.)
*/
typedef struct {
	Model *model;
	Tensor *x;            /* (n, 784) */
	const Tensor *target; /* (n,) */
} Batch;

static double
batch_loss(Arena *step, void *context)
{
	const Batch *b = context;
	return model_forward(step, b->model, b->x, b->target);
}

/* A tensor (rows, columns) of normal numbers, divided by sqrt(rows), so that
   a sum of so many products stays of order one. */
static Tensor *
draw(Arena *arena, Random *random, size_t rows, size_t columns)
{
	Tensor *w = tensor_new(arena, SHAPE(rows, columns)); /* as asked */
	random_normal(random, w);
	Tensor *power = tensor_pow(
	    arena, tensor_scalar(arena, (double)rows), -0.5); /* () */
	return tensor_mul(arena, w, power);
}

static void
deeper_net(
    const Tensor *x_train, const Tensor *y_train, Arena *step, Arena *judges)
{
	section("a deeper net");
	Random random;
	random_seed(&random, 2);
	Linear l1 = linear_layer(draw(step, &random, 784, HIDDEN),
	    tensor_zeros(step, SHAPE(HIDDEN)));
	Linear l2 = linear_layer(
	    draw(step, &random, HIDDEN, 20), tensor_zeros(step, SHAPE(20)));
	Linear l3 = linear_layer(
	    draw(step, &random, 20, 1), tensor_zeros(step, SHAPE(1)));
	Relu r1 = relu_layer(), r2 = relu_layer();
	Layer *const layers[] = {
	    &l1.layer, &r1.layer, &l2.layer, &r2.layer, &l3.layer};
	Model model = model_of(layers, 5);

	Tensor *x = tensor_narrow(step, x_train, 0, 0, 200); /* (200, 784) */
	Tensor *target = tensor_narrow(step, y_train, 0, 0, 200); /* (200,) */
	model_forward(step, &model, x, target);
	model_backward(step, &model);
	const Claim claims[] = {{"x.g", x, x->g}, {"w1.g", l1.w, l1.w->g},
	    {"b1.g", l1.b, l1.b->g}, {"w2.g", l2.w, l2.w->g},
	    {"b2.g", l2.b, l2.b->g}, {"w3.g", l3.w, l3.w->g},
	    {"b3.g", l3.b, l3.b->g}};
	Batch batch = {&model, x, target};
	Judgement judgement = judge_by_differences(judges, batch_loss, &batch,
	    claims, 7, 10, judge_within(1e-2, 1e-4), judge_within(2e-2, 1e-6));
	judgement_print(stdout, "central differences", &judgement);
}

/*
@run

## Check it

The oracle of a new form is the form before it. Twenty nets of random sizes, on
random batches, forward and back in both forms: every element of every gradient
is compared. The chapter's tests do the same, and then break the layers and see
that it is noticed.
*/
static Judgement
judge_random_net(Random *random, Arena *step)
{
	size_t n = 1 + random_u32(random) % 30;
	size_t inputs = 1 + random_u32(random) % 20;
	size_t hidden = 1 + random_u32(random) % 20;
	Net net = net_draw(step, random, inputs, hidden, 1, BIASES_NORMAL);
	Tensor *x = tensor_new(step, SHAPE(n, inputs)); /* (n, inputs) */
	Tensor *target = tensor_new(step, SHAPE(n));    /* (n,) */
	random_normal(random, x);
	random_integers(random, target, 0, 10);

	Linear first = linear_layer(net.w1, net.b1);
	Relu between = relu_layer();
	Linear second = linear_layer(net.w2, net.b2);
	Layer *const layers[] = {&first.layer, &between.layer, &second.layer};
	Model model = model_of(layers, 3);
	model_forward(step, &model, x, target);
	model_backward(step, &model);
	return judge_by_hand(&net, target, x, step);
}

static void
random_nets(Arena *step)
{
	section("random nets");
	Random random;
	random_seed(&random, 7);
	int right = 0;
	for (int i = 0; i < 20; i++) {
		ArenaMark mark = arena_mark(step);
		right += judge_random_net(&random, step).right;
		arena_rewind(step, mark);
	}
	printf("nets whose gradients are chapter 6's: %d of 20\n", right);
}

/*
@run

## Pitfalls

### One relu in two places

A reader built a net of any depth. A relu has no parameters, so he made *one*,
and put it behind every hidden layer. Nobody in the thread noticed. But a layer
has one memory, and the second forward overwrites the first. With one hidden
layer there is one relu, and all is well. From two on, backward through the
first uses the mask of the second.

Here are relus that remember their mask and nothing else, as many programs have
them. The shapes agree, so nothing complains. Half of the gradient is gone:

@show chapters/07_layers/pitfalls.c deep_w1_gradient
*/
static void
judge_deep(const char *what, MaskRelu *first, MaskRelu *second, Arena *step,
    Arena *judges)
{
	Deep deep = deep_new(step);
	Tensor *gradient = deep_w1_gradient(step, &deep, first, second);
	show_tensor(what, gradient);
	const Claim claim = {"w1.g", deep.w1, gradient};
	/* Steps of 3/8 and 1/8, so that whole numbers are measured exactly. */
	Judgement judgement = judge_by_differences(
	    judges, deep_loss, &deep, &claim, 1, 10, 0.375, 1e-6);
	judgement_print(stdout, "central differences", &judgement);
}

static void
shared_mask(Arena *step, Arena *judges)
{
	section("a shared relu, silent");
	MaskRelu one, other;
	judge_deep("w1.g with two relus", &one, &other, step, judges);
	printf("\n");
	judge_deep("w1.g with one shared", &one, &one, step, judges);
}

/*
@run

Our layers do not let it happen. The list of a model refuses a layer that stands
in it already. And whoever calls the layers one by one is stopped in backward,
since what forward remembered is used up by its first use.
*/
static void
shared_in_a_list(Arena *step)
{
	Deep deep = deep_new(step);
	Linear l1 = linear_layer(deep.w1, deep.zeros);
	Linear l2 = linear_layer(deep.w2, deep.zeros);
	Linear l3 = linear_layer(deep.w3, deep.zero);
	Relu relu = relu_layer();
	Layer *const layers[] = {
	    &l1.layer, &relu.layer, &l2.layer, &relu.layer, &l3.layer};
	model_of(layers, 5);
}

static void
shared_one_by_one(Arena *step)
{
	Deep deep = deep_new(step);
	Linear l2 = linear_layer(deep.w2, deep.zeros);
	Relu relu = relu_layer();
	Tensor *h1 = layer_forward(step, &relu.layer, deep.x); /* (2, 2) */
	Tensor *z2 = layer_forward(step, &l2.layer, h1);       /* (2, 2) */
	Tensor *h2 = layer_forward(step, &relu.layer, z2);     /* (2, 2) */
	h2->g = tensor_full(step, SHAPE(2, 2), 1);
	layer_backward(step, &relu.layer);
	layer_backward(step, &l2.layer);
	layer_backward(step, &relu.layer);
}

static void
shared_relu(Arena *step)
{
	section("a shared relu, caught");
	show_mistake(shared_in_a_list, step);
	show_mistake(shared_one_by_one, step);
}

/*
@run

### Backward of the wrong thing

The same reader called `backward` on `self.loss`, which was not his Mse object
but the *value* that it had returned. In Python that is a tensor with a backward
of its own, PyTorch's, which knows nothing of our layers: no gradient was put
anywhere, and the first layer complained that `out` has no `g`. In C the value
is a `double`, and the compiler refuses it (a test of this chapter makes sure).
What is left of the mistake is to forget the loss, and it has a name. So has
backward before forward, backward twice, and backward after the arena was reset,
when what was remembered is gone.
*/
static void
without_the_loss(Arena *step)
{
	Deep deep = deep_new(step);
	Linear layer = linear_layer(deep.w3, deep.zero);
	layer_forward(step, &layer.layer, deep.x);
	layer_backward(step, &layer.layer);
}

static void
before_forward(Arena *step)
{
	Deep deep = deep_new(step);
	Linear layer = linear_layer(deep.w3, deep.zero);
	layer_backward(step, &layer.layer);
}

static void
twice(Arena *step)
{
	Deep deep = deep_new(step);
	Linear layer = linear_layer(deep.w3, deep.zero);
	Layer *const layers[] = {&layer.layer};
	Model model = model_of(layers, 1);
	model_forward(step, &model, deep.x, deep.target);
	model_backward(step, &model);
	model_backward(step, &model);
}

/* Is given an arena of which nothing else is needed. */
static void
after_a_reset(Arena *arena)
{
	Deep deep = deep_new(arena);
	Relu layer = relu_layer();
	layer_forward(arena, &layer.layer, deep.x);
	arena_reset(arena);
	layer_backward(arena, &layer.layer);
}

static void
backward_of_nothing(Arena *step, Arena *judges)
{
	section("backward of nothing");
	show_mistake(without_the_loss, step);
	show_mistake(before_forward, step);
	show_mistake(twice, step);
	show_mistake(after_a_reset, judges);
}

/*
@run

### A constructor that ignores its sizes

That reader's `Linear(ni, nh)` took two sizes and did nothing with them: it had
no weights, and nobody knew before forward asked for them. In C a variable that
nobody filled is worse: it holds what lay in memory before. Compilers warn where
they see it,

@show tests/chapters/07_layers/unfilled.c main

and both that we use refuse these lines under `-Wall -Werror` (a test makes
sure). The members of a struct they do not all follow. What they cannot see ends
here, by name:
*/
static void
without_parameters(Arena *step)
{
	(void)step;
	linear_layer(NULL, NULL);
}

static void
without_a_constructor(Arena *step)
{
	Linear layer = {0};
	layer_forward(step, &layer.layer, tensor_zeros(step, SHAPE(3, 2)));
}

static void
parameters_that_do_not_fit(Arena *step)
{
	Tensor *w = tensor_zeros(step, SHAPE(784, 50)); /* (784, 50) */
	Tensor *b = tensor_zeros(step, SHAPE(10));      /* (10,) */
	linear_layer(w, b);
}

static void
ignored_sizes(Arena *step)
{
	section("ignored sizes");
	show_mistake(without_parameters, step);
	show_mistake(without_a_constructor, step);
	show_mistake(parameters_that_do_not_fit, step);
}

/*
@run

### A batch of one

The notebook's Mse squeezes its input, which drops every axis of size 1: from a
batch of one, the only row as well. Python's version then gets by on
broadcasting, by luck. Ours selects the only column, and a batch of one is a
batch: the gradient of three images is the mean of the gradients of each.
*/
/* w.g of one Linear on rows `from` to `from + n` of x. */
static Tensor *
weight_gradient(const Deep *deep, size_t from, size_t n, Arena *step)
{
	Linear layer = linear_layer(
	    tensor_clone(step, deep->w3), tensor_clone(step, deep->zero));
	Layer *const layers[] = {&layer.layer};
	Model model = model_of(layers, 1);
	Tensor *x = tensor_narrow(step, deep->x, 0, from, n); /* (n, 2) */
	Tensor *target = tensor_narrow(
	    step, deep->target, 0, from, n); /* (n,) */
	model_forward(step, &model, x, target);
	model_backward(step, &model);
	return layer.w->g;
}

static void
squeezed(Arena *step)
{
	Tensor *output = tensor_zeros(step, SHAPE(1, 1)); /* (1, 1) */
	Tensor *target = tensor_zeros(step, SHAPE(1));    /* (1,) */
	mse_output_squeezed(step, output, target);
}

static void
batch_of_one(Arena *step)
{
	section("a batch of one");
	Deep deep = deep_new(step);
	show_tensor("w.g of both rows", weight_gradient(&deep, 0, 2, step));
	Tensor *sum = tensor_add(step, weight_gradient(&deep, 0, 1, step),
	    weight_gradient(&deep, 1, 1, step)); /* (2, 1) */
	show_tensor("the mean of two batches of one",
	    tensor_div(step, sum, tensor_scalar(step, 2)));
	show_mistake(squeezed, step);
}

/*
@run

### Widths and labels out of range

His example data had two more slips. The images were 764 wide where the net
expects 784. And the labels came from `randint(0, 9)`, where the upper end is
not included: ten thousand labels, and not one nine. A width is checked by
whoever multiplies. A label is checked where it is used as an index (chapter 3);
a class that never comes nobody can miss but you. Count your labels.
*/
static void
too_narrow(Arena *step)
{
	Linear layer = linear_layer(tensor_zeros(step, SHAPE(784, HIDDEN)),
	    tensor_zeros(step, SHAPE(HIDDEN)));
	Tensor *x = tensor_zeros(step, SHAPE(100, 764)); /* (100, 764) */
	layer_forward(step, &layer.layer, x);
}

static void
label_of_ten(Arena *step)
{
	Tensor *labels = tensor_of(step, SHAPE(3), 9, 0, 10); /* (3,) */
	one_hot(step, labels, 10);
}

static void
out_of_range(Arena *step)
{
	section("out of range");
	Random random;
	random_seed(&random, 42);
	Tensor *labels = tensor_new(step, SHAPE(10000)); /* (10000,) */
	random_integers(&random, labels, 0, 9);
	for (int label = 7; label <= 9; label++) {
		Tensor *found = tensor_equal(
		    step, labels, tensor_scalar(step, label)); /* (10000,) */
		printf("randint(0, 9) x 10000: label %d, %.0f times\n", label,
		    tensor_sum_all(found));
	}
	show_mistake(too_narrow, step);
	show_mistake(label_of_ten, step);
}

/*
@run
*/
static void
run(Program *program, const Mnist *mnist, Arena *arena, Arena *step)
{
	Arena *judges = arena_create("judges");
	Random random;
	random_seed(&random, 1);
	Net net = net_draw(arena, &random, 784, HIDDEN, 1, BIASES_NORMAL);
	Tensor *x = tensor_view(step, mnist->x_train); /* (50000, 784) */

	lectures_net(&net, x, mnist->y_train, step);
	arena_reset(step);
	net = net_clone(step, &net);
	x = tensor_narrow(step, mnist->x_train, 0, 0, 1000); /* (1000, 784) */
	what_is_remembered(
	    &net, x, tensor_narrow(step, mnist->y_train, 0, 0, 1000), step);
	deeper_net(mnist->x_train, mnist->y_train, step, judges);
	random_nets(step);
	shared_mask(step, judges);
	shared_relu(step);
	backward_of_nothing(step, judges);
	ignored_sizes(step);
	batch_of_one(step);
	out_of_range(step);

	Error error;
	if (program->plots && !draw_memory(program->plots, &error))
		program_fail(program, &error);
	arena_destroy(judges);
}

int
main(int argc, char **argv)
{
	Program program = {.name = "chapter7",
	    .title = "Chapter 7: layers",
	    .about = "the lecture's net as a list of layers that remember"};
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

1. A `Sigmoid` layer: its struct, its two functions, its constructor. The slope
   is in chapter 5. Put it in place of the relu, and let the judge who measures
   try the net.
2. Relu keeps two tensors. Which one can it do without? Sigmoid? Linear? Write
   for each the least it must remember, and compute what the lecture's net on
   50,000 images would save.
3. `model_of` refuses a layer that stands in its list twice. But *sharing
   weights* can be meant: two Linears of one `w`. Is that allowed here? Is the
   gradient right? Try it: a net of two layers that share a square matrix.
4. A reader's `forward` for validation runs between the forward and the backward
   of training, through the same layers. What happens? Which line notices?
5. The `x.g` of the first layer is the gradient of the images.
   Nobody needs it in training. Give `Linear` a flag, and measure what it saves.

## Next

Each kind of layer still repeats itself: it casts, it recalls, it has a
constructor that fills in functions. And a model knows neither the names nor the
number of its parameters. Chapter 8 gives all layers one interface, and walks.
*/

/*
## Run it

`make chapter8` runs what follows: the net of chapter 2 with seed 1, on the
fifty thousand training images.
*/
#include "chapters/06_gradients/judge.h"
#include "chapters/07_layers/layers.h"
#include "chapters/08_module/kinds.h"
#include "chapters/08_module/module.h"
#include "chapters/08_module/picture.h"
#include "common/program.h"
#include "tests/golden/random.h"

enum { HIDDEN = 50, CLAIMS = 5 };

/*
### The lecture's net

Three modules in a `Sequential`, and a loss. The parameters are chapter 2's:
copied by name, and transposed.

@show chapters/08_module/kinds.c lectures_module

Forward is two calls, backward is two calls.

@show chapters/08_module/kinds.c module_pass

The judge is chapter 7: the same numbers as a list of layers. Its `w.g` is
(inputs, outputs), ours (outputs, inputs), so one of them is transposed.
*/
/* Chapter 7's gradients of the same net on the same batch, in the order x,
   then as module_parameters lists them. */
static void
gradients_of_layers(Arena *step, const Net *net, const Tensor *x,
    const Tensor *target, const Tensor *expected[CLAIMS])
{
	Linear first = linear_layer(
	    tensor_clone(step, net->w1), tensor_clone(step, net->b1));
	Relu between = relu_layer();
	Linear second = linear_layer(
	    tensor_clone(step, net->w2), tensor_clone(step, net->b2));
	Layer *const layers[] = {&first.layer, &between.layer, &second.layer};
	Model model = model_of(layers, 3);
	Tensor *own = tensor_view(step, x); /* (n, inputs), its own g */
	model_forward(step, &model, own, target);
	model_backward(step, &model);
	expected[0] = own->g;
	expected[1] = tensor_t(step, first.w->g);
	expected[2] = first.b->g;
	expected[3] = tensor_t(step, second.w->g);
	expected[4] = second.b->g;
}

/* Claims about x and all parameters of a module; returns how many. */
static int
make_claims(Arena *arena, const Module *net, Tensor *x, Claim claims[CLAIMS])
{
	Parameters all = module_parameters(arena, net);
	claims[0] = (Claim){"x", x, x->g};
	int count = 1;
	for (size_t i = 0; i < all.count && count < CLAIMS; i++)
		claims[count++] = (Claim){
		    all.at[i].name, all.at[i].tensor, all.at[i].tensor->g};
	return count;
}

static Judgement
judge_by_layers(const Module *modules, const Net *net, Tensor *x,
    Tensor *target, Arena *step)
{
	const Tensor *expected[CLAIMS];
	gradients_of_layers(step, net, x, target, expected);
	Claim claims[CLAIMS];
	int count = make_claims(step, modules, x, claims);
	return judge_by_tensors(
	    claims, count, expected, judge_within_rounding());
}

static void
lectures_net(const Net *net, Tensor *x, Tensor *target, Arena *step)
{
	section("the lecture's net");
	Module *modules = lectures_module(step, net);
	double loss = module_pass(step, modules, mse_new(step), x, target);
	show_published_heading();
	show_published("loss", "1099.57", 2, loss);
	Judgement judgement = judge_by_layers(modules, net, x, target, step);
	judgement_print(
	    stdout, "\nfive gradients against chapter 7", &judgement);
}

/*
@run

### A module of one's own

A net is a kind of module, too. This one is the notebook's MLP: it keeps its
layers in a `ModuleList`, and says itself how they follow one another.
*/
typedef struct {
	Module module;
	Module *layers; /* ModuleList: Linear, ReLU, Linear */
} Mlp;

static Tensor *
mlp_fwd(Arena *arena, Module *module, Tensor *const *args)
{
	return children_forward(arena, ((Mlp *)module)->layers, args[0]);
}

static void
mlp_bwd(Arena *arena, Module *module, const Tensor *out, Tensor *const *args)
{
	(void)out; /* the last layer gave it, and finds its gradient there */
	(void)args;
	children_backward(arena, ((Mlp *)module)->layers);
}

static const ModuleKind mlp_kind = {"MLP", 1, mlp_fwd, mlp_bwd, NULL};

static Module *
mlp_new(
    Arena *model, Random *random, size_t inputs, size_t hidden, size_t outputs)
{
	Mlp *self = arena_alloc(model, 1, sizeof *self);
	module_init(&self->module, model, &mlp_kind);
	Module *first = linear_new(model, random, inputs, hidden, WITH_BIAS);
	Module *last = linear_new(model, random, hidden, outputs, WITH_BIAS);
	self->layers = module_add_child(&self->module, "layers",
	    module_list_of(model, first, relu_new(model), last));
	return &self->module;
}

/*
Nothing else is written for it. Printing, counting, finding parameters by name:
all that is a walk through what was registered.
*/
static void
print_parameters(const Module *module, Arena *step)
{
	Parameters all = module_parameters(step, module);
	for (size_t i = 0; i < all.count; i++)
		printf(
		    "%-18s %s\n", all.at[i].name, SHAPE_TEXT(all.at[i].tensor));
	printf("%zu parameters, %zu numbers\n", all.count,
	    module_parameter_count(module));
}

static void
the_tree(const Module *mlp, Arena *step)
{
	section("the tree");
	module_print(stdout, mlp);
	printf("\n");
	print_parameters(mlp, step);
}

/*
@run

### The start

`torch.manual_seed(42); nn.Linear(3, 4)` draws the same twelve weights and four
biases as ours: the same generator, the same interval, the same order, weights
first. PyTorch's own are in `tests/golden/`, for several seeds; the comparison
is for equality, bit by bit. (A test does it for 784 inputs.) And the variance
is what we derived: sums of 784 products, with inputs of mean square 1, have a
third.
*/
static size_t
differences(const Tensor *found, const float *expected)
{
	size_t count = 0;
	for (size_t i = 0, n = tensor_count(found); i < n; i++)
		count += found->data[i] != (Real)expected[i];
	return count;
}

static void
the_start(Arena *step)
{
	section("the start");
	size_t seeds = sizeof random_golden / sizeof *random_golden;
	size_t differ = 0;
	Random random;
	for (size_t i = 0; i < seeds; i++) {
		const RandomGolden *torch = &random_golden[i];
		random_seed(&random, torch->seed);
		Module *small = linear_new(step, &random, 3, 4, WITH_BIAS);
		differ += differences(
		    module_parameter(small, "weight"), torch->weight_3_4);
		differ += differences(
		    module_parameter(small, "bias"), torch->bias_3_4);
	}
	printf("%zu seeds: of %zu numbers %zu are not PyTorch's\n", seeds,
	    16 * seeds, differ);

	Module *wide = linear_new(step, &random, 784, 1000, WITHOUT_BIAS);
	Tensor *x = tensor_new(step, SHAPE(200, 784)); /* (200, 784) */
	random_normal(&random, x);
	Tensor *sums = module_forward(step, wide, x); /* (200, 1000) */
	printf("mean square of 200000 sums of 784 products: %.2f\n",
	    tensor_mean_all(tensor_pow(step, sums, 2)));
}

/*
@run

### A new kind of layer

A sigmoid. Its derivative is $s (1 - s)$ (chapter 5), so its bwd needs only what
forward gave. Two functions and a table:
*/
static Tensor *
sigmoid_fwd(Arena *arena, Module *self, Tensor *const *args)
{
	(void)self;
	return sigmoid(arena, args[0]);
}

static void
sigmoid_bwd(Arena *arena, Module *self, const Tensor *out, Tensor *const *args)
{
	(void)self;
	Tensor *one = tensor_scalar(arena, 1); /* () */
	Tensor *slope = tensor_mul(
	    arena, out, tensor_sub(arena, one, out)); /* as out */
	gradient_add(arena, args[0], tensor_mul(arena, slope, out->g));
}

static const ModuleKind sigmoid_kind = {
    "Sigmoid", 1, sigmoid_fwd, sigmoid_bwd, NULL};

/*
It fits wherever a module fits. Here is a net with a sigmoid between its layers,
tried by the judge who measures.
*/
typedef struct {
	Module *net, *mse;
	Tensor *x, *target; /* (n, inputs), (n,) */
} Batch;

static double
batch_loss(Arena *step, void *context)
{
	const Batch *b = context;
	Tensor *output = module_forward(step, b->net, b->x); /* (n, 1) */
	return (double)tensor_item(
	    module_forward(step, b->mse, output, b->target));
}

/* Tries the gradients of a net on a random batch of five. */
static void
judge_module(
    const char *name, Module *net, size_t inputs, Arena *step, Arena *judges)
{
	Random random;
	random_seed(&random, 3);
	Batch b = {net, mse_new(step), tensor_new(step, SHAPE(5, inputs)),
	    tensor_new(step, SHAPE(5))};
	random_normal(&random, b.x);
	random_normal(&random, b.target);
	module_pass(step, net, b.mse, b.x, b.target);
	Claim claims[CLAIMS];
	int count = make_claims(step, net, b.x, claims);
	Judgement judgement = judge_by_differences(judges, batch_loss, &b,
	    claims, count, 100, judge_within(1e-2, 1e-4),
	    judge_within(2e-2, 1e-6));
	judgement_print(stdout, name, &judgement);
}

static void
new_kind(Arena *step, Arena *judges)
{
	section("a new kind");
	Random random;
	random_seed(&random, 5);
	Module *net = sequential_of(step,
	    linear_new(step, &random, 4, 3, WITH_BIAS),
	    module_new(step, &sigmoid_kind),
	    linear_new(step, &random, 3, 1, WITH_BIAS));
	module_print(stdout, net);
	judge_module("central differences", net, 4, step, judges);
}

/*
@run

## Check it

Twenty nets of random sizes on random batches, as modules and as chapter 7's
layers: every element of every gradient is compared.
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
	Module *modules = lectures_module(step, &net);
	module_pass(step, modules, mse_new(step), x, target);
	return judge_by_layers(modules, &net, x, target, step);
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
	printf("nets whose gradients are chapter 7's: %d of 20\n", right);
}

/*
@run

## Pitfalls

### Hidden in a plain list

The notebook says it in passing: layers that are kept in a plain list are not
registered. Here is the MLP once more, with its layers in an ordinary array.
Forward works, backward works. But nobody told the module that it has children,
and the walk finds nothing: an optimizer would be given an empty list, and train
nothing, without a word. In a `ModuleList` they are found.
*/
typedef struct {
	Module module;
	Module *layers[3]; /* a plain array */
} PlainMlp;

static const ModuleKind plain_kind = {"PlainMLP", 1, NULL, NULL, NULL};

static void
hidden_in_a_list(const Module *mlp, Arena *step)
{
	section("hidden in a list");
	Random random;
	random_seed(&random, 1);
	PlainMlp plain = {
	    .layers = {linear_new(step, &random, 784, HIDDEN, WITH_BIAS),
		relu_new(step),
		linear_new(step, &random, HIDDEN, 10, WITH_BIAS)}};
	module_init(&plain.module, step, &plain_kind);
	module_print(stdout, &plain.module);
	printf("parameters found in a plain array: %zu\n",
	    module_parameters(step, &plain.module).count);
	printf("parameters found in a ModuleList:  %zu\n",
	    module_parameters(step, mlp).count);
}

/*
@run

### A method that is missing

A kind without `forward`, a kind without `bwd`: Python's base class raises "not
implemented" without saying whose. Here the message says which kind, which
method, and your line. A list is a module without a forward; that is no defect,
but calling it is one. The other lines: too few tensors; a layer whose
successor has not been there; backward before forward.
*/
static void
call_a_list(Arena *step)
{
	Module *list = module_list_of(step, relu_new(step));
	module_forward(step, list, tensor_zeros(step, SHAPE(2, 2)));
}

static void
no_bwd(Arena *step)
{
	static const ModuleKind half = {"Half", 1, sigmoid_fwd, NULL, NULL};
	Module *module = module_new(step, &half);
	module_forward(step, module, tensor_zeros(step, SHAPE(2, 2)));
	module_backward(step, module);
}

static void
loss_without_target(Arena *step)
{
	Module *mse = mse_new(step);
	module_forward(step, mse, tensor_zeros(step, SHAPE(2, 1)));
}

static void
out_of_turn(Arena *step)
{
	Module *module = relu_new(step);
	module_forward(step, module, tensor_zeros(step, SHAPE(2, 2)));
	module_backward(step, module);
}

static void
before_forward(Arena *step)
{
	Module *module = relu_new(step);
	module_backward(step, module);
}

static void
missing_methods(Arena *step)
{
	section("missing methods");
	show_mistake(call_a_list, step);
	show_mistake(no_bwd, step);
	show_mistake(loss_without_target, step);
	show_mistake(out_of_turn, step);
	show_mistake(before_forward, step);
}

/*
@run

### Names

The path to a parameter is its name, in a saved file too (chapter 12). So a name
must be new and have no dot, a wrong path is a mistake, and a module cannot
stand within itself.
*/
static void
name_twice(Arena *step)
{
	Module *net = sequential_of(step, relu_new(step));
	module_add_child(net, "0", relu_new(step));
}

static void
name_with_a_dot(Arena *step)
{
	Module *net = sequential_of(step, relu_new(step));
	module_add_child(net, "layers.0", relu_new(step));
}

static void
wrong_path(Arena *step)
{
	Module *net = sequential_of(step, relu_new(step));
	module_parameter(net, "0.wieght");
}

static void
within_itself(Arena *step)
{
	Module *outer = sequential_of(step, relu_new(step));
	Module *inner = sequential_of(step, outer);
	module_append(outer, inner);
}

static void
names(Arena *step)
{
	section("names");
	show_mistake(name_twice, step);
	show_mistake(name_with_a_dot, step);
	show_mistake(wrong_path, step);
	show_mistake(within_itself, step);
}

/*
@run

### Giving back what was taken

A module that does nothing is sometimes useful. But if its forward returns its
very argument, out and x are one tensor with one gradient, and a bwd that adds
out's gradient to x's doubles it. A view of x is another tensor over the same
numbers: its gradient is its own.
*/
static Tensor *
itself_fwd(Arena *arena, Module *self, Tensor *const *args)
{
	(void)arena;
	(void)self;
	return args[0];
}

static Tensor *
view_fwd(Arena *arena, Module *self, Tensor *const *args)
{
	(void)self;
	return tensor_view(arena, args[0]);
}

static void
pass_on_bwd(Arena *arena, Module *self, const Tensor *out, Tensor *const *args)
{
	(void)self;
	gradient_add(arena, args[0], out->g);
}

static void
judge_nothing(
    const char *name, const ModuleKind *kind, Arena *step, Arena *judges)
{
	Random unused; /* the start is overwritten */
	random_seed(&unused, 0);
	Module *net = sequential_of(step, module_new(step, kind),
	    linear_new(step, &unused, 2, 1, WITHOUT_BIAS));
	tensor_copy(module_parameter(net, "1.weight"),
	    tensor_of(step, SHAPE(1, 2), 1, -1));
	Batch b = {net, mse_new(step), tensor_of(step, SHAPE(1, 2), 1, 2),
	    tensor_zeros(step, SHAPE(1))};
	module_pass(step, net, b.mse, b.x, b.target);
	const Claim claim = {"x", b.x, b.x->g};
	/* Steps of 3/8 and 1/8, so that whole numbers are measured exactly. */
	Judgement judgement = judge_by_differences(
	    judges, batch_loss, &b, &claim, 1, 10, 0.375, 1e-6);
	judgement_print(stdout, name, &judgement);
}

static void
what_was_taken(Arena *step, Arena *judges)
{
	section("what was taken");
	static const ModuleKind itself = {
	    "Itself", 1, itself_fwd, pass_on_bwd, NULL};
	static const ModuleKind view = {"View", 1, view_fwd, pass_on_bwd, NULL};
	judge_nothing("gives back x          ", &itself, step, judges);
	judge_nothing("gives back a view of x", &view, step, judges);
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

	random_seed(&random, 1);
	Module *mlp = mlp_new(arena, &random, 784, HIDDEN, 10);
	the_tree(mlp, step);
	the_start(step);
	new_kind(step, judges);
	random_nets(step);
	hidden_in_a_list(mlp, step);
	missing_methods(step);
	names(step);
	what_was_taken(step, judges);

	Error error;
	if (program->plots && !draw_tree(program->plots, mlp, &error))
		program_fail(program, &error);
	arena_destroy(judges);
}

int
main(int argc, char **argv)
{
	Program program = {.name = "chapter8",
	    .title = "Chapter 8: module",
	    .about =
		"one interface for all layers, and walks through the tree"};
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

1. `Tanh`. Show first that its slope is $1 - t^2$ if $t$ is what it gave: write
   tanh as a quotient, and differentiate. Then write the kind, and let the judge
   try it in place of the sigmoid. `tensor_tanh` computes it.
2. A `Residual` module: it has one child, $f$, and gives $x + f(x)$. The gradient
   reaches x on two ways. Who adds them up?
3. `Dropout` keeps each number with probability $p$ and divides it by $p$. It
   must remember what it kept. Where does it put that? What must it do when the
   net is validated, and how is it told?
4. The walk lists a tensor once, however often it is used. Write a kind `Tied`:
   it is given a Linear, registers that Linear's weight as its own, and gives
   $x W$ instead of $`x W^{\mathsf T}`$, the way back of an autoencoder. What is
   the gradient of the one weight, and is it right?
5. Print a `Sequential` of a hundred ReLUs. Newer PyTorch prints runs of equal
   children in one line, `(0-99): 100 x ReLU()`. Teach `module_print` to do that.

## Next

A new layer still needs a bwd, derived by hand. But every bwd in this book is
made of the same few pieces: sums, products, matrix products, comparisons.
Chapter 9 writes the backward of each piece once, keeps a record of what was
computed, and never writes a bwd again.
*/

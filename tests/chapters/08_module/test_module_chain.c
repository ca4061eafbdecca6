/*
 * Chapter 8: nets of any depth and nesting against chapter 7's layers and
 * against measured slopes; the lecture's net on MNIST against chapter 7,
 * chapter 6 and PyTorch.
 */
#include "tests/chapters/nets.h"
#include "tests/common/oracle.h"

#include "tests/chapters/08_module/trial.h"
#include "tests/golden/gradients.h"

#ifdef REAL_DOUBLE
static const double near_stored = 1e-9;
static const double near_layers = 1e-12;
#else
static const double near_stored = 1e-3;
/* Chapter 7's weights lie the other way: other products, whose sums have another
   order. A small element of a large sum shows it. */
static const double near_layers = 1e-4;
#endif

enum { DEPTH = 6 };

/* The same net twice: modules, and chapter 7's layers with copies of the
   parameters. */
typedef struct {
	size_t depth;
	Batch batch;
	Module *linears[DEPTH];
	Linear layers[DEPTH];
	Relu relus[DEPTH];
	Layer *list[2 * DEPTH];
	Model model;
} Twins;

/* Adds to the net, or to a Sequential that was added to it. */
static void
add_somewhere(Random *random, Module *net, Module *module)
{
	if (below(random, 3) == 0)
		module = sequential_of(step, module);
	module_append(net, module);
}

/* PyTorch's start makes small slopes, which drown when they are measured. */
static Module *
steep_linear(Random *random, size_t inputs, size_t outputs)
{
	Module *linear = linear_new(step, random, inputs, outputs, WITH_BIAS);
	Tensor *w = module_parameter(linear, "weight"); /* (outputs, inputs) */
	tensor_copy(w, tensor_mul(step, w, tensor_scalar(step, 2.5)));
	return linear;
}

static Linear
layer_of(const Module *linear)
{
	const Tensor *w = module_parameter(
	    linear, "weight"); /* (outputs, inputs) */
	return linear_layer(tensor_clone(step, tensor_t(step, w)),
	    tensor_clone(step, module_parameter(linear, "bias")));
}

/* Linears of these widths with relus between them, from the input's to 1. */
static Twins *
twins_of(Random *random, const size_t *widths, size_t depth, size_t n)
{
	Twins *t = arena_alloc(step, 1, sizeof *t);
	*t = (Twins){.depth = depth};
	Module *net = sequential_new(step, 0, NULL);
	size_t count = 0;
	for (size_t i = 0; i < depth; i++) {
		t->linears[i] = steep_linear(random, widths[i], widths[i + 1]);
		t->layers[i] = layer_of(t->linears[i]);
		add_somewhere(random, net, t->linears[i]);
		t->list[count++] = &t->layers[i].layer;
		if (i + 1 == depth)
			break;
		t->relus[i] = relu_layer();
		add_somewhere(random, net, relu_new(step));
		t->list[count++] = &t->relus[i].layer;
	}
	t->model = model_of(t->list, count);
	t->batch = batch_of(net, random, n, widths[0]);
	return t;
}

static Twins *
any_twins(Random *random, size_t depth, size_t n)
{
	size_t widths[DEPTH + 1];
	for (size_t i = 0; i < depth; i++)
		widths[i] = (i == 0 ? 1 : 2) + below(random, 9);
	widths[depth] = 1;
	return twins_of(random, widths, depth, n);
}

/* One loss, and the same gradients element by element. */
static void
check_twins(Twins *t)
{
	Tensor *x = tensor_view(step, t->batch.x); /* (n, any) */
	double loss = batch_pass(&t->batch);
	double layers = model_forward(step, &t->model, x, t->batch.target);
	check_relative(loss, layers, near_by_hand);
	model_backward(step, &t->model);
	Claim claims[MAX_CLAIMS];
	int count = claims_of(t->batch.net, t->batch.x, claims);
	ck_assert_int_eq(count, 1 + 2 * (int)t->depth);
	const Tensor *expected[MAX_CLAIMS] = {x->g};
	for (size_t i = 0; i < t->depth; i++) {
		expected[1 + 2 * i] = tensor_t(step, t->layers[i].w->g);
		expected[2 + 2 * i] = t->layers[i].b->g;
	}
	check_right(judge_by_tensors(claims, count, expected, near_layers));
}

START_TEST(agrees_with_chapter_7)
{
	Random random;
	random_seed(&random, 1);
	for (size_t depth = 1; depth <= DEPTH; depth++)
		for (int trial = 0; trial < 5; trial++) {
			check_twins(
			    any_twins(&random, depth, 1 + below(&random, 20)));
			arena_reset(step);
		}
	static const size_t lectures[] = {784, 50, 1};
	check_twins(twins_of(&random, lectures, 2, 100));
}
END_TEST

START_TEST(agrees_with_measured_slopes)
{
	Random random;
	random_seed(&random, 2);
	for (size_t depth = 1; depth <= 3; depth++)
		for (int trial = 0; trial < 4; trial++) {
			Twins *t = any_twins(
			    &random, depth, 1 + below(&random, 8));
			batch_pass(&t->batch);
			check_right(measure(&t->batch));
			arena_reset(step);
		}
}
END_TEST

/* The judge does notice: a relu that was left out on the way back. */
START_TEST(a_relu_left_out_is_convicted)
{
	static const size_t widths[] = {3, 4, 1};
	Random random;
	random_seed(&random, 3);
	Batch *b = &twins_of(&random, widths, 2, 8)->batch;
	Module *last = linear_new(step, &random, 4, 1, WITH_BIAS);
	Module *relu = relu_new(step);
	Module *first = linear_new(step, &random, 3, 4, WITH_BIAS);
	b->net = sequential_of(step, first, relu, last);
	batch_loss(step, b);
	module_backward(step, b->mse);
	module_backward(step, last);
	first->last.out->g = relu->last.out->g;
	module_backward(step, first);
	ck_assert(!measure(b).right);
}
END_TEST

enum { LECTURES = 5 };

/* Our five gradients, in the shapes of a Net's. */
static void
lectures_claims(const Batch *b, Claim claims[MAX_CLAIMS])
{
	ck_assert_int_eq(claims_of(b->net, b->x, claims), LECTURES);
	for (int i = 1; i < LECTURES; i += 2) {
		claims[i].tensor = tensor_t(step, claims[i].tensor);
		claims[i].gradient = tensor_t(step, claims[i].gradient);
	}
}

/* What the two earlier chapters make of the same numbers. */
static void
check_by_hand(const Batch *b, Net net, double loss)
{
	Claim claims[MAX_CLAIMS];
	lectures_claims(b, claims);
	Tensor *x = tensor_view(step, b->x); /* (n, 784) */
	check_relative(
	    loss, forward_and_backward(step, &net, x, b->target), near_by_hand);
	const Tensor *const expected[LECTURES] = {
	    x->g, net.w1->g, net.b1->g, net.w2->g, net.b2->g};
	check_right(judge_by_tensors(
	    claims, LECTURES, expected, judge_within_rounding()));
}

static void
check_by_layers(const Batch *b, const Net *net, double loss)
{
	Claim claims[MAX_CLAIMS];
	lectures_claims(b, claims);
	Linear first = linear_layer(
	    tensor_clone(step, net->w1), tensor_clone(step, net->b1));
	Relu between = relu_layer();
	Linear second = linear_layer(
	    tensor_clone(step, net->w2), tensor_clone(step, net->b2));
	Layer *const layers[] = {&first.layer, &between.layer, &second.layer};
	Model model = model_of(layers, 3);
	Tensor *x = tensor_view(step, b->x); /* (n, 784) */
	check_relative(
	    loss, model_forward(step, &model, x, b->target), near_by_hand);
	model_backward(step, &model);
	const Tensor *const expected[LECTURES] = {
	    x->g, first.w->g, first.b->g, second.w->g, second.b->g};
	check_right(judge_by_tensors(
	    claims, LECTURES, expected, judge_within_rounding()));
}

/* PyTorch's values. */
#define STORED(name) \
	{ \
		sizeof golden_##name / sizeof *golden_##name, \
		    golden_##name##_at, golden_##name \
	}
static const Stored stored[LECTURES] = {
    STORED(x), STORED(w1), STORED(b1), STORED(w2), STORED(b2)};

START_TEST(agrees_on_mnist)
{
	NEEDS_MNIST(mnist)
	Random random;
	random_seed(&random, 1);
	Net net = net_draw(step, &random, 784, 50, 1, BIASES_NORMAL);
	Batch b = {lectures_module(step, &net), mse_new(step),
	    tensor_view(step, mnist.x_train), /* (50000, 784) */
	    mnist.y_train};
	double loss = batch_pass(&b);
	check_relative(loss, golden_loss, near_f64);
	ck_assert_double_eq_tol(loss, 1099.57, 0.005); /* as printed */
	Claim claims[MAX_CLAIMS];
	lectures_claims(&b, claims);
	Judgement judgement = judge_by_stored(
	    claims, LECTURES, stored, near_stored);
	check_right(judgement);
	ck_assert_uint_eq(judgement.looked, 400 + 400 + 50 + 50 + 1);
	ArenaMark mark = arena_mark(step);
	check_by_layers(&b, &net, loss);
	arena_rewind(step, mark);
	check_by_hand(&b, net, loss);
}
END_TEST

TESTS_IN_FOLDER("module_chain", agrees_with_chapter_7,
    agrees_with_measured_slopes, a_relu_left_out_is_convicted, agrees_on_mnist)

/*
 * Chapter 7: nets of any depth against measured slopes, the lecture's net
 * against chapter 6, and both forms against PyTorch on MNIST.
 */
#include "tests/chapters/nets.h"
#include "tests/common/oracle.h"

#include "tests/chapters/07_layers/lecture.h"
#include "tests/golden/gradients.h"

#ifdef REAL_DOUBLE
static const double moved = 1e-5, near_slope = 1e-5, near_stored = 1e-9;
#else
static const double moved = 1e-2, near_slope = 5e-2, near_stored = 1e-3;
#endif

enum { DEPTH = 6, ALL = 1000 };

/* Linears with relus between them, `depth` of them. */
typedef struct {
	size_t depth;
	Linear linears[DEPTH];
	Relu relus[DEPTH];
	Layer *layers[2 * DEPTH];
	Model model;
	Tensor *x;      /* (n, any) */
	Tensor *target; /* (n,) */
} Chain;

/* Normal numbers, small enough that a deep net's output is of order one. */
static Tensor *
draw(Random *random, Shape shape, double scale)
{
	Tensor *t = tensor_new(step, shape); /* shape */
	random_normal(random, t);
	return tensor_mul(step, t, tensor_scalar(step, scale));
}

/* Linears of these widths: `depth` of them, from the input's to 1. One draw to
   a statement: a call's arguments come in any order, and each compiler would
   try nets of its own. */
static Chain *
chain_of(Random *random, const size_t *widths, size_t depth, size_t n)
{
	Chain *c = arena_alloc(step, 1, sizeof *c);
	*c = (Chain){.depth = depth};
	c->x = draw(random, SHAPE(n, widths[0]), 1);
	c->target = draw(random, SHAPE(n), 2);
	size_t count = 0;
	for (size_t i = 0; i < depth; i++) {
		size_t from = widths[i], to = widths[i + 1];
		double scale = 1.5 / sqrt((double)from);
		Shape shape = SHAPE(from, to);
		Tensor *b = draw(random, SHAPE(to), 0.5); /* (to,) */
		Tensor *w = draw(random, shape, scale);   /* (from, to) */
		c->linears[i] = linear_layer(w, b);
		c->relus[i] = relu_layer();
		c->layers[count++] = &c->linears[i].layer;
		if (i + 1 < depth)
			c->layers[count++] = &c->relus[i].layer;
	}
	c->model = model_of(c->layers, count);
	return c;
}

static Chain *
any_chain(Random *random, size_t depth, size_t n)
{
	size_t widths[DEPTH + 1];
	for (size_t i = 0; i < depth; i++)
		widths[i] = (i == 0 ? 1 : 2) + below(random, 6);
	widths[depth] = 1;
	return chain_of(random, widths, depth, n);
}

/* The loss from the functions of chapters 2 and 3, without a layer. */
static double
chain_loss(Arena *arena, void *context)
{
	const Chain *c = context;
	const Tensor *h = c->x; /* (n, any) */
	for (size_t i = 0; i < c->depth; i++) {
		h = linear(arena, h, c->linears[i].w, c->linears[i].b);
		if (i + 1 < c->depth)
			h = relu(arena, h);
	}
	return mse(arena, h, c->target);
}

/* Every element of each gradient. */
static Judgement
measure(Chain *c)
{
	Arena *judges = arena_create("judges");
	Claim claims[1 + 2 * DEPTH] = {{"x.g", c->x, c->x->g}};
	int count = 1;
	for (size_t i = 0; i < c->depth; i++) {
		const Linear *linear = &c->linears[i];
		claims[count++] = (Claim){"w.g", linear->w, linear->w->g};
		claims[count++] = (Claim){"b.g", linear->b, linear->b->g};
	}
	Judgement judgement = judge_by_differences(
	    judges, chain_loss, c, claims, count, ALL, moved, near_slope);
	arena_destroy(judges);
	return judgement;
}

static void
check_chain(Chain *c)
{
	double loss = model_forward(step, &c->model, c->x, c->target);
	ck_assert(loss == chain_loss(step, c));
	model_backward(step, &c->model);
	check_right(measure(c));
	arena_reset(step);
}

START_TEST(agrees_with_measured_slopes)
{
	Random random;
	random_seed(&random, 1);
	for (size_t depth = 1; depth <= DEPTH; depth++)
		for (int trial = 0; trial < 4; trial++)
			check_chain(
			    any_chain(&random, depth, 1 + below(&random, 8)));
}
END_TEST

/* The judge does notice: a relu that was left out on the way back. */
START_TEST(a_relu_left_out_is_convicted)
{
	Random random;
	random_seed(&random, 2);
	Chain *c = any_chain(&random, 3, 8);
	model_forward(step, &c->model, c->x, c->target);
	mse_backward(step, &c->model.loss);
	layer_backward(step, c->layers[4]);
	const Memory *skipped = &c->layers[3]->last;
	skipped->x->g = skipped->out->g;
	for (int i = 3; i-- > 0;)
		layer_backward(step, c->layers[i]);
	ck_assert(!measure(c).right);
}
END_TEST

/* Two layers of the same weights: the gradient is that of both uses. */
START_TEST(shared_weights)
{
	static const size_t widths[] = {3, 3, 3, 1};
	Random random;
	random_seed(&random, 3);
	for (int trial = 0; trial < 5; trial++) {
		Chain *c = chain_of(&random, widths, 3, 6);
		c->linears[1].w = c->linears[0].w;
		c->linears[1].b = c->linears[0].b;
		check_chain(c);
	}
}
END_TEST

START_TEST(agrees_with_chapter_6)
{
	Random random;
	random_seed(&random, 4);
	for (int trial = 0; trial < 30; trial++) {
		Lecture *l = any_lecture(&random, 1 + below(&random, 100),
		    1 + below(&random, 784), 1 + below(&random, 50));
		check_by_hand(l, lecture_pass(l));
		arena_reset(step);
	}
	Lecture *l = any_lecture(&random, 256, 784, 50);
	check_by_hand(l, lecture_pass(l));
}
END_TEST

/* PyTorch's values. */
#define STORED(name) \
	{ \
		sizeof golden_##name / sizeof *golden_##name, \
		    golden_##name##_at, golden_##name \
	}
static const Stored stored[CLAIMS] = {
    STORED(x), STORED(w1), STORED(b1), STORED(w2), STORED(b2)};

START_TEST(agrees_on_mnist)
{
	NEEDS_MNIST(mnist)
	Random random;
	random_seed(&random, 1);
	Net net = net_draw(step, &random, 784, 50, 1, BIASES_NORMAL);
	Tensor *x = tensor_view(step, mnist.x_train); /* (50000, 784) */
	Lecture *l = lecture_of(net, x, mnist.y_train);
	double loss = lecture_pass(l);
	check_relative(loss, golden_loss, near_f64);
	ck_assert_double_eq_tol(loss, 1099.57, 0.005); /* as printed */
	Claim claims[CLAIMS];
	make_claims(&net, x, claims);
	for (int i = 0; i < CLAIMS; i++)
		ck_assert(shape_equal(tensor_shape(claims[i].gradient),
		    tensor_shape(claims[i].tensor)));
	Judgement judgement = judge_by_stored(
	    claims, CLAIMS, stored, near_stored);
	check_right(judgement);
	ck_assert_uint_eq(judgement.looked, 400 + 400 + 50 + 50 + 1);
	check_by_hand(l, loss);
}
END_TEST

TESTS_IN_FOLDER("layers_chain", agrees_with_measured_slopes,
    a_relu_left_out_is_convicted, shared_weights, agrees_with_chapter_6,
    agrees_on_mnist)

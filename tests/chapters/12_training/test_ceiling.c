/*
 * Chapter 12: the net under the ceiling. Its kinds, against measured slopes;
 * its four variants; the floor; and what keeping gradients means.
 */
#include "tests/chapters/12_training/ceiling.h"

#include <math.h>

#include "chapters/03_mse/mse.h"
#include "chapters/05_toy/toy.h"
#include "chapters/06_gradients/judge.h"
#include "chapters/10_cross_entropy/cross_entropy.h"

#ifdef REAL_DOUBLE
static const double near = 1e-12, moved = 1e-4, near_slope = 1e-6;
#else
static const double near = 1e-5, moved = 3e-2, near_slope = 5e-2;
#endif

enum { ALL = 1000, MOST_CLAIMS = 6 };

typedef struct {
	Module *net;
	Tensor *x;      /* (n, inputs) */
	Tensor *labels; /* (n,) */
} Trial;

static double
trial_loss(Arena *arena, void *context)
{
	Trial *t = context;
	Tensor *out = module_forward(arena, t->net, t->x); /* (n, 10) */
	return cross_entropy(arena, out, t->labels);
}

static void
trial_backward(Trial *t)
{
	Tensor *out = module_forward(step, t->net, t->x); /* (n, 10) */
	cross_entropy_grad(step, out, t->labels);
	module_backward(step, t->net);
}

/* The gradients of the parameters, and of x where it has one. */
static void
check_slopes(Trial *t)
{
	Claim claims[MOST_CLAIMS];
	int count = 0;
	Parameters all = module_parameters(step, t->net);
	for (size_t i = 0; i < all.count; i++)
		claims[count++] = (Claim){
		    all.at[i].name, all.at[i].tensor, all.at[i].tensor->g};
	if (t->x->g)
		claims[count++] = (Claim){"x.g", t->x, t->x->g};
	ck_assert_int_gt(count, 0);
	Arena *judges = arena_create("judges");
	Judgement judgement = judge_by_differences(
	    judges, trial_loss, t, claims, count, ALL, moved, near_slope);
	arena_destroy(judges);
	ck_assert_msg(judgement.right, "%s[%s] is %g, not %g", judgement.name,
	    judgement.index, judgement.found, judgement.expected);
	/* There are no kinks, only slopes too small to be measured twice. */
	ck_assert_uint_gt(judgement.looked, 10 * judgement.skipped);
}

static Trial
trial_of(Module *net, uint64_t seed)
{
	Trial t = {.net = net};
	small_data(seed, 7, &t.x, &t.labels);
	return t;
}

START_TEST(sigmoid_is_chapter_5s)
{
	Module *module = sigmoid_new(step);
	Tensor *x = tensor_of(step, SHAPE(2, 2), 0, 1, -2, 800); /* (2, 2) */
	Tensor *out = module_forward(step, module, x);           /* (2, 2) */
	ck_tensors_equal(out, sigmoid(step, x), 0);
	out->g = tensor_of(step, SHAPE(2, 2), 1, 2, -4, 8);
	module_backward(step, module);
	double at1 = 1 / (1 + exp(-1)), at2 = 1 / (1 + exp(2));
	ck_tensor(x->g, SHAPE(2, 2), near, 0.25, 2 * at1 * (1 - at1),
	    -4 * at2 * (1 - at2), 0);
	ck_assert_str_eq(module->kind->name, "Sigmoid");
}
END_TEST

START_TEST(softmax_is_chapter_10s)
{
	Module *module = softmax_new(step);
	Tensor *x = tensor_of(step, SHAPE(1, 3), 0, 1, -2); /* (1, 3) */
	Tensor *same = tensor_clone(step, x);               /* (1, 3) */
	Tensor *out = module_forward(step, module, x);      /* (1, 3) */
	Tensor *expected = softmax(step, same);             /* (1, 3) */
	ck_tensors_equal(out, expected, 0);
	out->g = expected->g = tensor_of(step, SHAPE(1, 3), 1, -5, 2);
	module_backward(step, module);
	softmax_grad(step, same, expected);
	ck_tensors_equal(x->g, same->g, 0);
	ck_assert_str_eq(module->kind->name, "Softmax");
}
END_TEST

/* Each kind within a net, all the way to x. */
START_TEST(kinds_agree_with_measured_slopes)
{
	for (uint64_t seed = 1; seed <= 3; seed++) {
		Random random;
		random_seed(&random, seed);
		Module *first = linear_new(
		    step, &random, SMALL_INPUTS, 6, WITH_BIAS);
		Module *last = linear_new(step, &random, 6, 10, WITH_BIAS);
		Trial t = trial_of(sequential_of(step, first, sigmoid_new(step),
				       last, softmax_new(step)),
		    seed);
		trial_backward(&t);
		ck_assert_ptr_nonnull(t.x->g);
		check_slopes(&t);
	}
}
END_TEST

/* The whole net, for images that are data: its first layer leaves x alone. */
START_TEST(nets_agree_with_measured_slopes)
{
	SKIP_IF(sizeof(Real) == sizeof(float),
	    "in float slopes this small drown in the rounding of the loss");
	for (int i = 0; i < VARIANTS; i++) {
		Random random;
		random_seed(&random, 9);
		Trial t = trial_of(
		    ceiling_net(step, &random, SMALL_INPUTS, &variants[i]), 4);
		t.x->is_data = true;
		trial_backward(&t);
		ck_assert_ptr_null(t.x->g);
		check_slopes(&t);
	}
}
END_TEST

START_TEST(the_net_is_the_lectures)
{
	Random random;
	random_seed(&random, 0);
	Module *net = ceiling_net(step, &random, 784, variants);
	ck_assert_uint_eq(net->children.count, 4);
	ck_assert_str_eq(net->children.at[0].module->kind->name, "Linear");
	ck_assert_str_eq(net->children.at[3].module->kind->name, "Softmax");
	ck_assert_uint_eq(
	    module_parameter_count(net), 784 * 32 + 32 + 32 * 10 + 10);
	Random same;
	random_seed(&same, 0);
	Module *first = linear_new(step, &same, 784, 32, WITH_BIAS);
	Module *last = linear_new(step, &same, 32, 10, WITH_BIAS);
	ck_tensors_equal(module_parameter(net, "0.weight"),
	    module_parameter(first, "weight"), 0);
	ck_tensors_equal(module_parameter(net, "0.bias"),
	    module_parameter(first, "bias"), 0);
	ck_tensors_equal(module_parameter(net, "2.weight"),
	    module_parameter(last, "weight"), 0);
	ck_tensors_equal(
	    module_parameter(net, "2.bias"), module_parameter(last, "bias"), 0);
}
END_TEST

START_TEST(four_variants)
{
	const Variant *lectures = variant_named("softmax");
	ck_assert_ptr_eq(lectures, variants);
	ck_assert(lectures->softmax && lectures->zero_grad);
	const Variant *kept = variant_named("softmax-kept");
	ck_assert(kept->softmax && !kept->zero_grad);
	const Variant *plain = variant_named("plain");
	ck_assert(!plain->softmax && plain->zero_grad);
	const Variant *plain_kept = variant_named("plain-kept");
	ck_assert(!plain_kept->softmax && !plain_kept->zero_grad);
	ck_assert_ptr_null(variant_named("plai"));
	ck_assert_ptr_null(variant_named(""));
	Random random;
	random_seed(&random, 0);
	ck_assert_uint_eq(
	    ceiling_net(step, &random, 5, plain)->children.count, 3);
}
END_TEST

/* -ln(e / (e + c - 1)) is what a sure net loses, and 1 more if it is wrong. */
START_TEST(the_floor_is_reached)
{
	ck_assert_double_eq_tol(ceiling_floor(10), 1.46115, 5e-6);
	for (size_t classes = 2; classes <= 12; classes++) {
		double floor = -log(exp(1) / (exp(1) + (double)classes - 1));
		ck_assert_double_eq_tol(ceiling_floor(classes), floor, 1e-12);
		Tensor *label = tensor_of(step, SHAPE(1), 1);
		Tensor *other = tensor_of(step, SHAPE(1), 0);
		Tensor *sure = one_hot(step, label, classes); /* (1, c) */
		ck_assert_double_eq_tol(
		    cross_entropy(step, sure, label), floor, near);
		ck_assert_double_eq_tol(
		    cross_entropy(step, sure, other), floor + 1, near);
	}
}
END_TEST

/* No probabilities whatever give less, nor more than 1 above it. */
START_TEST(nothing_lies_below_the_floor)
{
	Random random;
	random_seed(&random, 6);
	Tensor *label = tensor_of(step, SHAPE(1), 4); /* (1,) */
	for (int trial = 0; trial < 2000; trial++) {
		Tensor *logits = tensor_new(step, SHAPE(1, 10)); /* (1, 10) */
		random_uniform(&random, logits, -trial / 50.0, trial / 50.0);
		double loss = cross_entropy(step, softmax(step, logits), label);
		ck_assert_double_ge(loss, ceiling_floor(10) - near);
		ck_assert_double_le(loss, ceiling_floor(10) + 1 + near);
	}
}
END_TEST

/* Kept gradients are momentum with a factor of 1, here written out. */
START_TEST(kept_is_momentum_of_one)
{
	CeilingRun run = small_run("plain-kept", 6);
	CeilingRun other = small_run("plain", 6);
	Tensor *sum[4]; /* as the parameters */
	for (size_t i = 0; i < 4; i++)
		sum[i] = tensor_zeros(
		    step, tensor_shape(other.parameters.at[i].tensor));
	Trial t = {other.net, other.x, other.labels};
	for (int epoch = 0; epoch < 6; epoch++) {
		double loss = trial_loss(step, &t);
		for (size_t i = 0; i < 4; i++)
			other.parameters.at[i].tensor->g = NULL;
		trial_backward(&t);
		for (size_t i = 0; i < 4; i++) {
			Tensor *w = other.parameters.at[i].tensor;
			sum[i] = tensor_add(step, sum[i], w->g);
			tensor_copy(w, tensor_sub(step, w, sum[i]));
		}
		go_on(&run, 1);
		ck_assert_double_eq_tol(
		    (double)run.losses->data[epoch], loss, near);
	}
}
END_TEST

/* What was in the gradients is forgotten, each element of it. */
START_TEST(zero_grad_forgets)
{
	CeilingRun run = small_run("plain", 3), fresh = small_run("plain", 3);
	go_on(&run, 1);
	go_on(&fresh, 3);
	Tensor *g = run.parameters.at[0].tensor->g;
	for (size_t i = 0; i < run.parameters.count; i++) {
		const Tensor *all = run.parameters.at[i].tensor->g;
		for (size_t j = 0; j < tensor_count(all); j++)
			all->data[j] = 1000;
	}
	go_on(&run, 2);
	for (size_t i = 0; i < run.parameters.count; i++)
		ck_tensors_equal(run.parameters.at[i].tensor,
		    fresh.parameters.at[i].tensor, 0);
	ck_tensors_equal(run.losses, fresh.losses, 0);
	ck_assert_ptr_eq(run.parameters.at[0].tensor->g, g); /* same memory */
}
END_TEST

/* The start is that of manual_seed(0), and no gradient stands in it. */
START_TEST(starts_from_seed_0)
{
	CeilingRun run = small_run("softmax", 1);
	Random random;
	random_seed(&random, 0);
	Module *net = ceiling_net(
	    step, &random, SMALL_INPUTS, variant_named("softmax"));
	Parameters expected = module_parameters(step, net);
	ck_assert_uint_eq(run.parameters.count, expected.count);
	for (size_t i = 0; i < expected.count; i++) {
		const Tensor *w = run.parameters.at[i].tensor;
		ck_tensors_equal(w, expected.at[i].tensor, 0);
		ck_tensors_equal(w->g, tensor_zeros(step, tensor_shape(w)), 0);
	}
	ck_assert_uint_eq(run.epochs, 0);
}
END_TEST

START_TEST(an_epoch_notes_its_loss)
{
	CeilingRun run = small_run("softmax", 2);
	Trial t = {run.net, run.x, run.labels};
	double before = trial_loss(step, &t);
	Arena *temporary = arena_create("temporary");
	Real loss = ceiling_epoch(&run, temporary);
	ck_assert_ptr_null(run.x->g); /* nobody asks for it */
	ck_assert(loss == (Real)before);
	ck_assert(run.losses->data[0] == loss);
	ck_assert_uint_eq(run.epochs, 1);
	ck_assert_uint_eq(arena_used(temporary), 0);
	ck_assert(ceiling_epoch(&run, temporary) < loss);
	ck_requires("ceiling_epoch: all 2 epochs of the run are done",
	    ceiling_epoch(&run, temporary));
	arena_destroy(temporary);
}
END_TEST

/* After its second epoch a run asks for no more memory. */
START_TEST(allocates_nothing_more)
{
	Arena *model = arena_create("model"), *temporary = arena_create("t");
	Tensor *x, *labels;
	small_data(1, SMALL_ROWS, &x, &labels);
	for (int i = 0; i < VARIANTS; i++) {
		CeilingRun run;
		ceiling_start(&run, model, &variants[i], x, labels, 30);
		ceiling_epoch(&run, temporary);
		size_t used = arena_used(model), held = arena_held(temporary);
		for (int epoch = 0; epoch < 20; epoch++)
			ceiling_epoch(&run, temporary);
		ck_assert_uint_eq(arena_used(model), used);
		ck_assert_uint_eq(arena_held(temporary), held);
	}
	arena_destroy(temporary);
	arena_destroy(model);
}
END_TEST

START_TEST(what_it_requires)
{
	Tensor *x = tensor_zeros(step, SHAPE(3)); /* (3,) */
	CeilingRun run;
	ck_requires("ceiling_start: x (3,), expected (n, inputs)",
	    ceiling_start(&run, step, variants, x, x, 1));
	run = small_run("plain", 1);
	ck_tensors_equal(ceiling_output(step, &run, run.x),
	    module_forward(step, run.net, run.x), 0);
}
END_TEST

TESTS("ceiling", sigmoid_is_chapter_5s, softmax_is_chapter_10s,
    kinds_agree_with_measured_slopes, nets_agree_with_measured_slopes,
    the_net_is_the_lectures, four_variants, the_floor_is_reached,
    nothing_lies_below_the_floor, kept_is_momentum_of_one, zero_grad_forgets,
    starts_from_seed_0, an_epoch_notes_its_loss, allocates_nothing_more,
    what_it_requires)

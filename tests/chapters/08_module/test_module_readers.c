/*
 * Chapter 8: new kinds, as a reader writes them (readers.h). The judges accept
 * them, alone and in a net; and convict what is nearly right.
 */
#include "tests/common/oracle.h"

#include "tests/chapters/08_module/readers.h"
#include "tests/chapters/08_module/trial.h"

/* Three inputs, `between` between two Linears of four units, one output. */
static Batch
net_around(Random *random, Module *between)
{
	Module *net = sequential_of(step,
	    linear_new(step, random, 3, 4, WITH_BIAS), between,
	    linear_new(step, random, 4, 1, WITH_BIAS));
	return batch_of(net, random, 6, 3);
}

static Judgement
judge_around(uint64_t seed, Module *between)
{
	Random random;
	random_seed(&random, seed);
	Batch b = net_around(&random, between);
	batch_pass(&b);
	return measure(&b);
}

/* A loss that can tell its arguments apart, over what one module gives. */
typedef struct {
	Module *module;
	Tensor *x, *weights; /* as x */
} Alone;

static double
weighted(Arena *arena, void *context)
{
	const Alone *alone = context;
	Tensor *out = module_forward(arena, alone->module, alone->x);
	return tensor_sum_all(tensor_mul(arena, out, alone->weights));
}

/* The module alone, on a shape of its own, with this gradient behind it. */
static Judgement
judge_alone(Module *module, Random *random, Shape shape)
{
	Alone alone = {module, draw(random, shape), draw(random, shape)};
	back(module, module_forward(step, module, alone.x),
	    tensor_clone(step, alone.weights));
	Claim claim = {"x", alone.x, alone.x->g};
	Arena *judges = arena_create("judges");
	Judgement judgement = judge_by_differences(judges, weighted, &alone,
	    &claim, 1, ALL_ELEMENTS, moved, near_slope);
	arena_destroy(judges);
	return judgement;
}

static const ModuleKind *const kinds[] = {&sigmoid_kind, &tanh_kind};
enum { KINDS = sizeof kinds / sizeof *kinds };

START_TEST(right_alone)
{
	static const Shape shapes[] = {
	    {0, {0}}, {1, {7}}, {2, {3, 4}}, {3, {2, 3, 2}}};
	Random random;
	random_seed(&random, 1);
	for (int i = 0; i < KINDS; i++)
		for (int j = 0; j < 4; j++)
			check_right(judge_alone(
			    module_new(step, kinds[i]), &random, shapes[j]));
}
END_TEST

START_TEST(right_in_a_net)
{
	for (int i = 0; i < KINDS; i++)
		for (uint64_t seed = 1; seed <= 5; seed++)
			check_right(
			    judge_around(seed, module_new(step, kinds[i])));
}
END_TEST

START_TEST(values_by_hand)
{
	Tensor *x = tensor_of(step, SHAPE(3), 0, 2, -40); /* (3,) */
	Module *module = module_new(step, &tanh_kind);
	Tensor *out = module_forward(step, module, x); /* (3,) */
	double t = tanh(2.0);
	ck_tensor(out, SHAPE(3), 1e-6, 0, t, -1);
	back(module, out, tensor_of(step, SHAPE(3), 3, 2, 5));
	ck_tensor(x->g, SHAPE(3), 1e-6, 3, 2 * (1 - t * t), 0);
	x->g = NULL;
	module = module_new(step, &sigmoid_kind);
	out = module_forward(step, module, x); /* (3,) */
	double s = 1 / (1 + exp(-2.0));
	ck_tensor(out, SHAPE(3), 1e-6, 0.5, s, 0);
	back(module, out, tensor_of(step, SHAPE(3), 3, 2, 5));
	ck_tensor(x->g, SHAPE(3), 1e-6, 0.75, 2 * s * (1 - s), 0);
}
END_TEST

/* 1 - t in place of 1 - t^2. */
static void
wrong_tanh_bwd(
    Arena *arena, Module *self, const Tensor *out, Tensor *const *args)
{
	(void)self;
	Tensor *one = tensor_scalar(arena, 1);       /* () */
	Tensor *slope = tensor_sub(arena, one, out); /* as out */
	gradient_add(arena, args[0], tensor_mul(arena, slope, out->g));
}

/* The slope alone, without what comes from behind. */
static void
lost_tanh_bwd(
    Arena *arena, Module *self, const Tensor *out, Tensor *const *args)
{
	(void)self;
	Tensor *one = tensor_scalar(arena, 1);      /* () */
	Tensor *square = tensor_pow(arena, out, 2); /* as out */
	gradient_add(arena, args[0], tensor_sub(arena, one, square));
}

START_TEST(a_wrong_slope_is_convicted)
{
	static const ModuleKind wrong = {
	    "Tanh", 1, tanh_fwd, wrong_tanh_bwd, NULL};
	static const ModuleKind lost = {
	    "Tanh", 1, tanh_fwd, lost_tanh_bwd, NULL};
	static const ModuleKind swapped = {
	    "Tanh", 1, tanh_fwd, sigmoid_bwd, NULL};
	const ModuleKind *const guilty[] = {&wrong, &lost, &swapped};
	Random random;
	random_seed(&random, 2);
	for (int i = 0; i < 3; i++) {
		ck_assert(!judge_around(1, module_new(step, guilty[i])).right);
		ck_assert(!judge_alone(
		    module_new(step, guilty[i]), &random, SHAPE(3, 4))
			       .right);
	}
}
END_TEST

/* x + x w.t, with w of ones below the diagonal. */
START_TEST(residual_by_hand)
{
	Random random;
	random_seed(&random, 1);
	Module *f = linear_new(step, &random, 2, 2, WITHOUT_BIAS);
	Tensor *w = module_parameter(f, "weight"); /* (2, 2) */
	tensor_copy(w, tensor_of(step, SHAPE(2, 2), 0, 0, 1, 0));
	Module *residual = residual_new(step, f);
	Tensor *x = tensor_of(step, SHAPE(1, 2), 5, 7);  /* (1, 2) */
	Tensor *out = module_forward(step, residual, x); /* (1, 2) */
	ck_tensor(out, SHAPE(1, 2), 0, 5, 7 + 5);
	back(residual, out, tensor_of(step, SHAPE(1, 2), 2, 3));
	ck_tensor(x->g, SHAPE(1, 2), 0, 2 + 3, 3);
	ck_tensor(w->g, SHAPE(2, 2), 0, 10, 14, 15, 21);
	ck_tensor(out->g, SHAPE(1, 2), 0, 2, 3);
	ck_assert_ptr_eq(module_parameter(residual, "f.weight"), w);
}
END_TEST

/* What may stand in a residual: what gives as many numbers as it takes. */
static Module *
inner_module(Random *random, int which)
{
	Module *linear = linear_new(step, random, 4, 4, WITH_BIAS);
	switch (which) {
	case 0:
		return linear;
	case 1:
		return module_new(step, &tanh_kind);
	case 2:
		return sequential_of(step, relu_new(step), linear);
	case 3:
		return residual_new(step, linear);
	default:
		return sequential_of(step, linear,
		    module_new(step, &sigmoid_kind),
		    residual_new(step, module_new(step, &tanh_kind)));
	}
}

START_TEST(residual_in_a_net)
{
	Random random;
	random_seed(&random, 3);
	for (int which = 0; which <= 4; which++) {
		Module *f = inner_module(&random, which);
		check_right(judge_around(4, residual_new(step, f)));
	}
}
END_TEST

/* Only f's way back. */
static void
one_way_bwd(
    Arena *arena, Module *module, const Tensor *out, Tensor *const *args)
{
	(void)args;
	Residual *self = (Residual *)module;
	gradient_add(arena, self->given, out->g);
	module_backward(arena, module->children.at[0].module);
}

START_TEST(a_wrong_residual_is_convicted)
{
	static const ModuleKind one_way = {
	    "Residual", 1, residual_fwd, one_way_bwd, NULL};
	Random random;
	random_seed(&random, 5);
	Module *f = inner_module(&random, 0);
	Module *residual = residual_of_kind(step, &one_way, f);
	ck_assert(!judge_around(4, residual).right);
}
END_TEST

TESTS("module_readers", right_alone, right_in_a_net, values_by_hand,
    a_wrong_slope_is_convicted, residual_by_hand, residual_in_a_net,
    a_wrong_residual_is_convicted)

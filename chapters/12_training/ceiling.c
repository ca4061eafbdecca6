#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/12_training/ceiling.h"

#include <math.h>
#include <string.h>

#include "chapters/05_toy/toy.h"
#include "chapters/10_cross_entropy/cross_entropy.h"

enum { HIDDEN = 32, CLASSES = 10 };

const Variant variants[VARIANTS] = {
    {"softmax", .softmax = true, .zero_grad = true},
    {"softmax-kept", .softmax = true, .zero_grad = false},
    {"plain", .softmax = false, .zero_grad = true},
    {"plain-kept", .softmax = false, .zero_grad = false},
};

const Variant *
variant_named(const char *name)
{
	REQUIRE_GIVEN(name);
	for (int i = 0; i < VARIANTS; i++)
		if (strcmp(variants[i].name, name) == 0)
			return &variants[i];
	return NULL;
}

static Tensor *
sigmoid_fwd(Arena *arena, Module *self, Tensor *const *args)
{
	(void)self;
	return sigmoid(arena, args[0]);
}

/* x.g = out.g out (1 - out): chapter 5's slope of a sigmoid. */
static void
sigmoid_bwd(Arena *arena, Module *self, const Tensor *out, Tensor *const *args)
{
	(void)self;
	Tensor *rest = tensor_sub(
	    arena, tensor_scalar(arena, 1), out);     /* as out */
	Tensor *slope = tensor_mul(arena, out, rest); /* as out */
	gradient_add(arena, args[0], tensor_mul(arena, out->g, slope));
}

static const ModuleKind sigmoid_kind = {
    "Sigmoid", 1, sigmoid_fwd, sigmoid_bwd, NULL};

Module *
sigmoid_new(Arena *model)
{
	return module_new(model, &sigmoid_kind);
}

static Tensor *
softmax_fwd(Arena *arena, Module *self, Tensor *const *args)
{
	(void)self;
	return softmax(arena, args[0]);
}

static void
softmax_bwd(Arena *arena, Module *self, const Tensor *out, Tensor *const *args)
{
	(void)self;
	softmax_grad(arena, args[0], out);
}

static const ModuleKind softmax_kind = {
    "Softmax", 1, softmax_fwd, softmax_bwd, NULL};

Module *
softmax_new(Arena *model)
{
	return module_new(model, &softmax_kind);
}

Module *
ceiling_net(Arena *model, Random *random, size_t inputs, const Variant *variant)
{
	REQUIRE_GIVEN(variant);
	Module *net = sequential_new(model, 0, NULL);
	module_append(
	    net, linear_new(model, random, inputs, HIDDEN, WITH_BIAS));
	module_append(net, sigmoid_new(model));
	module_append(
	    net, linear_new(model, random, HIDDEN, CLASSES, WITH_BIAS));
	if (variant->softmax)
		module_append(net, softmax_new(model));
	return net;
}

void
ceiling_start(CeilingRun *run, Arena *model, const Variant *variant, Tensor *x,
    Tensor *labels, size_t limit)
{
	REQUIRE_GIVEN(run && variant && x && labels);
	REQUIRE(x->ndim == 2, "x %s, expected (n, inputs)", SHAPE_TEXT(x));
	Random random;
	random_seed(&random, 0);
	Module *net = ceiling_net(model, &random, x->shape[1], variant);
	*run = (CeilingRun){.variant = variant,
	    .x = x,
	    .labels = labels,
	    .net = net,
	    .parameters = module_parameters(model, net),
	    .losses = tensor_zeros(model, SHAPE(limit))};
	for (size_t i = 0; i < run->parameters.count; i++) {
		Tensor *tensor = run->parameters.at[i].tensor;
		tensor->g = tensor_zeros(model, tensor_shape(tensor));
	}
}

/* In place: the next gradient finds memory, and nothing is allocated. */
static void
zero_grad(const Parameters *parameters)
{
	for (size_t i = 0; i < parameters->count; i++) {
		Tensor *g = parameters->at[i].tensor->g;
		for (size_t j = 0; j < tensor_count(g); j++)
			g->data[j] = 0;
	}
}

Real
ceiling_epoch(CeilingRun *run, Arena *step)
{
	REQUIRE_GIVEN(run);
	REQUIRE(run->epochs < run->losses->shape[0],
	    "all %zu epochs of the run are done", run->epochs);
	run->x->is_data = true; /* a third of an epoch's arithmetic */
	if (run->variant->zero_grad)
		zero_grad(&run->parameters);

	Tensor *out = module_forward(step, run->net, run->x); /* (n, 10) */
	Real loss = (Real)cross_entropy(step, out, run->labels);
	cross_entropy_grad(step, out, run->labels);
	module_backward(step, run->net);

	for (size_t i = 0; i < run->parameters.count; i++)
		descend(step, run->parameters.at[i].tensor, 1);
	run->losses->data[run->epochs++] = loss;
	arena_reset(step);
	return loss;
}

Tensor *
ceiling_output(Arena *arena, const CeilingRun *run, Tensor *x)
{
	REQUIRE_GIVEN(run);
	return module_forward(arena, run->net, x);
}

double
ceiling_floor(size_t classes)
{
	REQUIRE(classes > 0, "no classes");
	return log1p(((double)classes - 1) / exp(1));
}

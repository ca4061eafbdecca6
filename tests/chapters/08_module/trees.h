/*
 * The modules of tests/golden/modules.h, made here: one function for each.
 */
#ifndef TESTS_CHAPTERS_TREES_H
#define TESTS_CHAPTERS_TREES_H

#include "tests/support.h"

#include "chapters/08_module/kinds.h"
#include "chapters/08_module/module.h"

/* The parameters' numbers do not matter here. */
static inline Module *
any_linear(size_t inputs, size_t outputs, LinearBias bias)
{
	Random random;
	random_seed(&random, 1);
	return linear_new(step, &random, inputs, outputs, bias);
}

/* Kinds that only are printed. */
static inline void
scaled_describe(const Module *self, char *text, size_t size)
{
	/* The factor stands in its scale. */
	snprintf(text, size, "factor=%g",
	    (double)module_parameter(self, "scale")->data[0]);
}

static inline void
describe_nothing(const Module *self, char *text, size_t size)
{
	(void)self;
	snprintf(text, size, "%s", "");
}

static const ModuleKind mlp_kind = {"MLP", 1, NULL, NULL, NULL};
static const ModuleKind pair_kind = {"Pair", 1, NULL, NULL, describe_nothing};
static const ModuleKind shift_kind = {"Shift", 1, NULL, NULL, describe_nothing};
static const ModuleKind scaled_kind = {
    "Scaled", 1, NULL, NULL, scaled_describe};

static inline Module *
mlp_tree(void)
{
	Module *mlp = module_new(step, &mlp_kind);
	module_add_child(mlp, "layers",
	    module_list_of(step, any_linear(784, 50, WITH_BIAS), relu_new(step),
		any_linear(50, 10, WITH_BIAS)));
	return mlp;
}

static inline Module *
lecture_tree(void)
{
	return sequential_of(step, any_linear(784, 50, WITH_BIAS),
	    relu_new(step), any_linear(50, 1, WITH_BIAS));
}

static inline Module *
linear_tree(void)
{
	return any_linear(3, 4, WITH_BIAS);
}

static inline Module *
without_bias_tree(void)
{
	return any_linear(3, 4, WITHOUT_BIAS);
}

static inline Module *
relu_tree(void)
{
	return relu_new(step);
}

static inline Module *
loss_tree(void)
{
	return mse_new(step);
}

static inline Module *
empty_tree(void)
{
	return sequential_new(step, 0, NULL);
}

static inline Module *
empty_list_tree(void)
{
	return module_list_new(step, 0, NULL);
}

static inline Module *
nested_tree(void)
{
	Module *first = sequential_of(
	    step, any_linear(4, 3, WITH_BIAS), relu_new(step));
	Module *deep = sequential_of(
	    step, sequential_of(step, any_linear(3, 2, WITHOUT_BIAS)));
	return sequential_of(
	    step, first, empty_tree(), deep, any_linear(2, 1, WITH_BIAS));
}

static inline Module *
scaled(double factor)
{
	Module *module = module_new(step, &scaled_kind);
	module_add_child(module, "inner", any_linear(3, 2, WITH_BIAS));
	module_add_child(module, "after", relu_new(step));
	module_add_parameter(
	    module, "scale", tensor_full(step, SHAPE(2), (Real)factor));
	module_add_parameter(module, "shift", tensor_zeros(step, SHAPE(1, 2)));
	return module;
}

static inline Module *
scaled_tree(void)
{
	return scaled(2);
}

static inline Module *
scaled_within_tree(void)
{
	return sequential_of(
	    step, module_list_of(step, scaled(3)), relu_new(step));
}

static inline Module *
shared_tree(void)
{
	Module *linear = any_linear(2, 2, WITH_BIAS), *relu = relu_new(step);
	return sequential_of(
	    step, linear, relu, sequential_of(step, linear), relu);
}

static inline Module *
tied_tree(void)
{
	Module *pair = module_new(step, &pair_kind);
	Module *there = any_linear(3, 3, WITHOUT_BIAS);
	Module *back = any_linear(3, 3, WITHOUT_BIAS);
	module_add_child(pair, "there", there);
	module_add_child(pair, "back", back);
	back->parameters.at[0].tensor = module_parameter(there, "weight");
	return pair;
}

static inline Module *
shift_tree(void)
{
	Module *module = module_new(step, &shift_kind);
	module_add_parameter(module, "by", tensor_scalar(step, 0));
	return module;
}

static inline Module *
twelve_tree(void)
{
	Module *net = empty_tree();
	for (int i = 0; i < 11; i++)
		module_append(net, relu_new(step));
	module_append(net, any_linear(1, 1, WITH_BIAS));
	return net;
}

/* In the order of module_golden[]. */
static const struct {
	const char *name;
	Module *(*build)(void);
} trees[] = {
    {"mlp", mlp_tree},
    {"lecture", lecture_tree},
    {"linear", linear_tree},
    {"without bias", without_bias_tree},
    {"relu", relu_tree},
    {"loss", loss_tree},
    {"empty", empty_tree},
    {"empty list", empty_list_tree},
    {"nested", nested_tree},
    {"scaled", scaled_tree},
    {"scaled within", scaled_within_tree},
    {"shared", shared_tree},
    {"tied", tied_tree},
    {"shift", shift_tree},
    {"twelve", twelve_tree},
};
enum { TREES = sizeof trees / sizeof *trees };

#endif

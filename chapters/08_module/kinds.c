#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/08_module/kinds.h"

typedef struct {
	Module module;
	Tensor *weight; /* (outputs, inputs) */
	Tensor *bias;   /* (outputs,), or NULL */
} LinearModule;

static Tensor *
linear_fwd(Arena *arena, Module *module, Tensor *const *args)
{
	const LinearModule *self = (const LinearModule *)module;
	Tensor *w = tensor_t(arena, self->weight); /* (inputs, outputs) */
	return self->bias ? linear(arena, args[0], w, self->bias)
			  : tensor_matmul(arena, args[0], w);
}

static void
linear_bwd(Arena *arena, Module *module, const Tensor *out, Tensor *const *args)
{
	const LinearModule *self = (const LinearModule *)module;
	Tensor *x = args[0];      /* (n, inputs) */
	const Tensor *g = out->g; /* (n, outputs) */
	gradient_add_product(arena, x, g, self->weight);
	gradient_add_product(arena, self->weight, tensor_t(arena, g), x);
	if (self->bias)
		gradient_add(arena, self->bias, tensor_sum(arena, g, 0));
}

static void
linear_describe(const Module *module, char *text, size_t size)
{
	const LinearModule *self = (const LinearModule *)module;
	snprintf(text, size, "in_features=%zu, out_features=%zu, bias=%s",
	    self->weight->shape[1], self->weight->shape[0],
	    self->bias ? "True" : "False");
}

static const ModuleKind linear_kind = {
    "Linear", 1, linear_fwd, linear_bwd, linear_describe};

Module *
linear_new(Arena *model, Random *random, size_t inputs, size_t outputs,
    LinearBias bias)
{
	LinearModule *self = arena_alloc(model, 1, sizeof *self);
	module_init(&self->module, model, &linear_kind);
	self->weight = module_add_parameter(
	    &self->module, "weight", tensor_new(model, SHAPE(outputs, inputs)));
	self->bias = NULL;
	if (bias == WITH_BIAS)
		self->bias = module_add_parameter(
		    &self->module, "bias", tensor_new(model, SHAPE(outputs)));
	random_linear(random, self->weight, self->bias);
	return &self->module;
}

static Tensor *
relu_fwd(Arena *arena, Module *self, Tensor *const *args)
{
	(void)self;
	return relu(arena, args[0]);
}

static void
relu_bwd(Arena *arena, Module *self, const Tensor *out, Tensor *const *args)
{
	(void)self;
	relu_grad(arena, args[0], out);
}

static const ModuleKind relu_kind = {"ReLU", 1, relu_fwd, relu_bwd, NULL};

Module *
relu_new(Arena *model)
{
	return module_new(model, &relu_kind);
}

static Tensor *
mse_fwd(Arena *arena, Module *self, Tensor *const *args)
{
	(void)self;
	return tensor_scalar(arena, mse(arena, args[0], args[1]));
}

/* The loss may itself be one of several, and have a gradient that is not 1. */
static void
mse_bwd(Arena *arena, Module *self, const Tensor *out, Tensor *const *args)
{
	(void)self;
	Tensor *output = tensor_view(
	    arena, args[0]); /* (n, 1), with its own g */
	mse_grad(arena, output, args[1]);
	gradient_add(arena, args[0], tensor_mul(arena, output->g, out->g));
}

static const ModuleKind mse_kind = {"MSELoss", 2, mse_fwd, mse_bwd, NULL};

Module *
mse_new(Arena *model)
{
	return module_new(model, &mse_kind);
}

Tensor *
children_forward(Arena *arena, Module *self, Tensor *x)
{
	REQUIRE_GIVEN(self);
	for (size_t i = 0; i < self->children.count; i++)
		x = module_forward(arena, self->children.at[i].module, x);
	return x;
}

void
children_backward(Arena *arena, Module *self)
{
	REQUIRE_GIVEN(self);
	for (size_t i = self->children.count; i-- > 0;)
		module_backward(arena, self->children.at[i].module);
}

static Tensor *
sequential_fwd(Arena *arena, Module *self, Tensor *const *args)
{
	return children_forward(arena, self, args[0]);
}

/* What the last child gave is what the whole gave: its gradient is there. */
static void
sequential_bwd(
    Arena *arena, Module *self, const Tensor *out, Tensor *const *args)
{
	(void)out;
	(void)args;
	children_backward(arena, self);
}

static const ModuleKind sequential_kind = {
    "Sequential", 1, sequential_fwd, sequential_bwd, NULL};

static const ModuleKind module_list_kind = {"ModuleList", 1, NULL, NULL, NULL};

static Module *
list_new(
    Arena *model, const ModuleKind *kind, size_t count, Module *const *modules)
{
	REQUIRE_GIVEN(modules || !count);
	Module *self = module_new(model, kind);
	for (size_t i = 0; i < count; i++)
		module_append(self, modules[i]);
	return self;
}

Module *
sequential_new(Arena *model, size_t count, Module *const *modules)
{
	return list_new(model, &sequential_kind, count, modules);
}

Module *
module_list_new(Arena *model, size_t count, Module *const *modules)
{
	return list_new(model, &module_list_kind, count, modules);
}

Module *
linear_of(Arena *model, const Tensor *w, const Tensor *b)
{
	REQUIRE_GIVEN(w && b);
	Random unused; /* what it draws is overwritten */
	random_seed(&unused, 0);
	Module *module = linear_new(
	    model, &unused, w->shape[0], w->shape[1], WITH_BIAS);
	tensor_copy(module_parameter(module, "weight"), tensor_t(model, w));
	tensor_copy(module_parameter(module, "bias"), b);
	return module;
}

Module *
lectures_module(Arena *model, const Net *net)
{
	REQUIRE_GIVEN(net);
	return sequential_of(model, linear_of(model, net->w1, net->b1),
	    relu_new(model), linear_of(model, net->w2, net->b2));
}

double
module_pass(Arena *step, Module *net, Module *loss, Tensor *x, Tensor *target)
{
	Tensor *output = module_forward(step, net, x);              /* (n, 1) */
	Tensor *value = module_forward(step, loss, output, target); /* () */
	module_backward(step, loss);
	module_backward(step, net);
	return (double)tensor_item(value);
}

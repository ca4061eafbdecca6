/*
 * Kinds of modules as a reader would write them: chapter 8's sigmoid, and the
 * first two exercises.
 */
#ifndef TESTS_CHAPTERS_READERS_H
#define TESTS_CHAPTERS_READERS_H

#include "chapters/08_module/kinds.h"
#include "chapters/08_module/module.h"

static inline Tensor *
sigmoid_fwd(Arena *arena, Module *self, Tensor *const *args)
{
	(void)self;
	return sigmoid(arena, args[0]);
}

/* s (1 - s) g */
static inline void
sigmoid_bwd(Arena *arena, Module *self, const Tensor *out, Tensor *const *args)
{
	(void)self;
	Tensor *one = tensor_scalar(arena, 1);        /* () */
	Tensor *rest = tensor_sub(arena, one, out);   /* as out */
	Tensor *slope = tensor_mul(arena, out, rest); /* as out */
	gradient_add(arena, args[0], tensor_mul(arena, slope, out->g));
}

static const ModuleKind sigmoid_kind = {
    "Sigmoid", 1, sigmoid_fwd, sigmoid_bwd, NULL};

static inline Tensor *
tanh_fwd(Arena *arena, Module *self, Tensor *const *args)
{
	(void)self;
	return tensor_tanh(arena, args[0]);
}

/* (1 - t^2) g */
static inline void
tanh_bwd(Arena *arena, Module *self, const Tensor *out, Tensor *const *args)
{
	(void)self;
	Tensor *one = tensor_scalar(arena, 1);          /* () */
	Tensor *square = tensor_pow(arena, out, 2);     /* as out */
	Tensor *slope = tensor_sub(arena, one, square); /* as out */
	gradient_add(arena, args[0], tensor_mul(arena, slope, out->g));
}

static const ModuleKind tanh_kind = {"Tanh", 1, tanh_fwd, tanh_bwd, NULL};

/* x + f(x): f is the one child, named "f". Only the arguments are handed to
   bwd, so what f gave is kept here. */
typedef struct {
	Module module;
	Tensor *given; /* as x: f's out, of the last forward */
} Residual;

static inline Tensor *
residual_fwd(Arena *arena, Module *module, Tensor *const *args)
{
	Residual *self = (Residual *)module;
	Module *f = module->children.at[0].module;
	self->given = module_forward(arena, f, args[0]);
	return tensor_add(arena, args[0], self->given);
}

/* The gradient of a sum is that of each term; gradient_add sees to it that each
   has its own. */
static inline void
residual_bwd(
    Arena *arena, Module *module, const Tensor *out, Tensor *const *args)
{
	Residual *self = (Residual *)module;
	gradient_add(arena, args[0], out->g);
	gradient_add(arena, self->given, out->g);
	module_backward(arena, module->children.at[0].module);
}

static const ModuleKind residual_kind = {
    "Residual", 1, residual_fwd, residual_bwd, NULL};

static inline Module *
residual_of_kind(Arena *model, const ModuleKind *kind, Module *f)
{
	Residual *self = arena_alloc(model, 1, sizeof *self);
	module_init(&self->module, model, kind);
	module_add_child(&self->module, "f", f);
	return &self->module;
}

static inline Module *
residual_new(Arena *model, Module *f)
{
	return residual_of_kind(model, &residual_kind, f);
}

#endif

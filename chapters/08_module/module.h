/*
 * Chapter 8's module: one interface behind which any layer fits.
 *
 * A kind of module says in one table how it computes, forward and bwd. A
 * module of that kind is a struct that begins with a Module, in which its
 * parameters and its children are registered by name.
 *
 * Protocol: module_forward calls the kind's forward and remembers what it took
 * and gave; module_backward asks for the gradient of what it gave, and calls
 * the kind's bwd, which adds to the gradients of what it took and of the
 * parameters. Each backward uses up one forward (chapter 7).
 *
 * Ownership: a module, its parameters and its registry live in the arena it
 * was made in, `model`; what is remembered lives in the arena that forward was
 * given.
 */
#ifndef CHAPTERS_MODULE_H
#define CHAPTERS_MODULE_H

#include <stdio.h>

#include "chapters/07_layers/layers.h"
#include "common/handgrad.h"

enum { MODULE_MAX_ARGS = 4 };

typedef struct Module Module;

/* What all modules of a kind share. What a kind does not have is NULL. */
typedef struct {
	const char *name; /* "Linear" */
	size_t takes;     /* how many tensors forward takes */
	Tensor *(*forward)(Arena *arena, Module *self, Tensor *const *args);
	void (*bwd)(
	    Arena *arena, Module *self, const Tensor *out, Tensor *const *args);
	/* Writes what stands in brackets when it is printed. */
	void (*describe)(const Module *self, char *text, size_t size);
} ModuleKind;

typedef struct {
	const char *name;
	Tensor *tensor;
} Parameter;

typedef struct {
	const char *name;
	Module *module;
} Child;

/* Lists that grow in an arena. */
typedef struct {
	size_t count;
	Parameter *at;
} Parameters;

typedef struct {
	size_t count;
	Child *at;
} Children;

struct Module {
	const ModuleKind *kind;
	Arena *arena;          /* where it lives */
	Parameters parameters; /* its own, in the order of registration */
	Children children;
	Memory last;                   /* what the last forward gave, */
	Tensor *args[MODULE_MAX_ARGS]; /* and took */
};

/* Prepares the Module at the head of a struct that lives in `model`. */
void module_init(Module *self, Arena *model, const ModuleKind *kind);

/* A module of a kind that has no struct of its own. */
Module *module_new(Arena *model, const ModuleKind *kind);

/* Registers a parameter, or a child. The name is not copied; requires that it
   is new, not empty, and without a dot, and that no module comes to stand
   within itself. Returns what was registered. */
Tensor *module_add_parameter(Module *self, const char *name, Tensor *tensor);
Module *module_add_child(Module *self, const char *name, Module *child);

/* Registers a child under the next number: "0", "1", ... */
Module *module_append(Module *self, Module *child);

/* out = forward(...): module_forward(arena, self, x), or with as many tensors
   as the kind takes. */
Tensor *module_forward_args(
    Arena *arena, Module *self, Tensor *const *args, size_t count);
#define MODULE_FORWARD(arena, self, ...) \
	module_forward_args(arena, self, (Tensor *[]){__VA_ARGS__}, \
	    sizeof((Tensor *[]){__VA_ARGS__}) / sizeof(Tensor *))

/* Adds to the gradients of what the last forward took. Requires a gradient of
   what it gave; that of a single number is 1 if nobody has set it. */
void module_backward(Arena *arena, Module *self);

/* All parameters, a module's own first, then its children's, each once, named
   by their path: "layers.0.weight". The list and the names are in `arena`. */
Parameters module_parameters(Arena *arena, const Module *self);

/* The parameter at a path; requires that there is one. */
Tensor *module_parameter(const Module *self, const char *path);

/* How many numbers there are to learn. */
size_t module_parameter_count(const Module *self);

/* Prints the tree as PyTorch does, with a newline at its end. */
void module_print(FILE *out, const Module *self);

#ifdef MODULE_SOURCE
#define module_forward(...) MODULE_FORWARD(__VA_ARGS__)
#else /* calls note their line: common/callers.h */
#define module_forward(...) CALLED(MODULE_FORWARD(__VA_ARGS__))
#define module_add_parameter(...) CALLED(module_add_parameter(__VA_ARGS__))
#define module_add_child(...) CALLED(module_add_child(__VA_ARGS__))
#define module_append(...) CALLED(module_append(__VA_ARGS__))
#define module_backward(...) CALLED(module_backward(__VA_ARGS__))
#define module_parameter(...) CALLED(module_parameter(__VA_ARGS__))
#endif

#endif

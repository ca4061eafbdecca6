/*
 * The kinds of modules that chapter 8 brings: PyTorch's names, PyTorch's
 * shapes, PyTorch's start. Each lives in `model`, with its parameters.
 */
#ifndef CHAPTERS_MODULE_KINDS_H
#define CHAPTERS_MODULE_KINDS_H

#include "chapters/08_module/module.h"

typedef enum { WITHOUT_BIAS, WITH_BIAS } LinearBias;

/* out = x weight.t + bias: x (n, inputs), weight (outputs, inputs), bias
   (outputs,), drawn as nn.Linear draws them. */
Module *linear_new(Arena *model, Random *random, size_t inputs, size_t outputs,
    LinearBias bias);

/* The same with a given start, which is copied: w (inputs, outputs), b
   (outputs,), as chapter 2 has them. */
Module *linear_of(Arena *model, const Tensor *w, const Tensor *b);

/* out = max(x, 0). */
Module *relu_new(Arena *model);

/* loss () = mean of (output - target)^2: output (n, 1), target (n,). */
Module *mse_new(Arena *model);

/* Children one behind the other: sequential_of(model, a, b, c). */
Module *sequential_new(Arena *model, size_t count, Module *const *modules);
#define sequential_of(model, ...) \
	sequential_new(model, \
	    sizeof((Module *[]){__VA_ARGS__}) / sizeof(Module *), \
	    (Module *[]){__VA_ARGS__})

/* A list of children, without a forward of its own: whoever has it calls them.
   It is there so that a walk finds them. */
Module *module_list_new(Arena *model, size_t count, Module *const *modules);
#define module_list_of(model, ...) \
	module_list_new(model, \
	    sizeof((Module *[]){__VA_ARGS__}) / sizeof(Module *), \
	    (Module *[]){__VA_ARGS__})

/* Chapter 2's net, (inputs, hidden, outputs) with a relu between, as modules
   with copies of its parameters. */
Module *lectures_module(Arena *model, const Net *net);

/* One pass there and back, through a net and the loss behind it; returns the
   loss. x (n, inputs), target (n,). */
double module_pass(
    Arena *step, Module *net, Module *loss, Tensor *x, Tensor *target);

/* x through all children in turn, and back from the last to the first. */
Tensor *children_forward(Arena *arena, Module *self, Tensor *x);
void children_backward(Arena *arena, Module *self);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define linear_new(...) CALLED(linear_new(__VA_ARGS__))
#define linear_of(...) CALLED(linear_of(__VA_ARGS__))
#define sequential_new(...) CALLED(sequential_new(__VA_ARGS__))
#define module_list_new(...) CALLED(module_list_new(__VA_ARGS__))
#define lectures_module(...) CALLED(lectures_module(__VA_ARGS__))
#define module_pass(...) CALLED(module_pass(__VA_ARGS__))
#define children_forward(...) CALLED(children_forward(__VA_ARGS__))
#define children_backward(...) CALLED(children_backward(__VA_ARGS__))
#endif

#endif

/*
# Chapter 8: Module

## Goal

After this chapter you write a new kind of layer in a dozen lines, and it works
everywhere: in any net, printed like PyTorch's, with its parameters found by
name. The gradients are still the same. You have lost four parameters by keeping
layers in a plain list, and found them again.

Reading takes half an hour; typing along, an evening.
*/
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/08_module/module.h"

#include <string.h>

/*
## Idea

Chapter 7's layers repeat themselves. Each recalls what it remembered, each has
a constructor that ties functions to a struct. And each takes one tensor: the
loss, which takes two, had to be something else. What differs between kinds of
layers is only the formula, forward and backward. So separate them:

- the **kind** says what is particular: a name, `forward`, `bwd`;
- the **module** does what is common: it remembers, checks, and keeps a list of
  its parameters and of the modules inside it.

A module may have modules inside: a net is a module, made of modules. So a net
is a tree, and questions about the whole net are walks through the tree. How
many numbers are there to learn? What are they called? What does the net look
like? Nobody has to keep lists for that, if everyone registers what is theirs.

@plot tree A net as a tree of modules: each keeps its own parameters and its children under their names. A parameter's full name is the path to it: layers.0.weight.
*/

/*
## Mathematics

**Linear, as PyTorch keeps it.** PyTorch's weight has a row for each output:
$W$ is (outputs, inputs), and so

```math
Y = X W^{\mathsf T} + b .
```

It is chapter 6's formula with $W^{\mathsf T}$ in place of $W$. The gradient of
$W$ is the transpose of what it was, $(X^{\mathsf T} G)^{\mathsf T}$, and that of
$X$ loses a transposition:

```math
\frac{\partial L}{\partial W} = G^{\mathsf T} X, \qquad
\frac{\partial L}{\partial X} = G W, \qquad
\frac{\partial L}{\partial b_j} = \sum_i g_{ij} .
```

**The start.** PyTorch draws weights uniformly from $-a$ to $a$. Its rule is
called Kaiming, with a parameter of $\sqrt 5$:

```math
a = \sqrt 3 \cdot \sqrt{\frac{2}{1 + (\sqrt 5)^2}} \cdot
\frac{1}{\sqrt m} = \frac{1}{\sqrt m}
\qquad \text{for } m \text{ inputs.}
```

What is it good for? A uniform number between $-a$ and $a$ has variance
$a^2 / 3$. A unit adds up $m$ products of weight and input. If the inputs have
mean square 1, the sum has variance $m \cdot a^2 / 3 = 1/3$, whatever $m$ is. So
no layer's output explodes because the layer is wide. (Chapter 2's normal
weights have variance 1, and the sums variance $m$: that is why the lecture's
first loss is as large as it is.) The biases are drawn from the same interval.
*/

/*
## Code

The kind is a table of functions:

@show chapters/08_module/module.h ModuleKind

The module holds what all have in common. A `Linear` is a struct that begins
with one.

@show chapters/08_module/module.h Module

**Registering.** The lists grow in the arena of the module. A name must be new,
and without a dot, since dots will join the names along a path.
*/
void
module_init(Module *self, Arena *model, const ModuleKind *kind)
{
	REQUIRE_GIVEN(self && model && kind);
	*self = (Module){.kind = kind, .arena = model};
}

Module *
module_new(Arena *model, const ModuleKind *kind)
{
	Module *self = arena_alloc(model, 1, sizeof *self);
	module_init(self, model, kind);
	return self;
}

/* Where entry number `count` of a list goes. A full list, one whose count is
   a power of two, moves to one of twice its size. */
static void *
list_grow(Arena *arena, void *entries, size_t count, size_t size)
{
	if (count & (count - 1))
		return entries;
	void *larger = arena_alloc(arena, count ? 2 * count : 1, size);
	if (count)
		memcpy(larger, entries, count * size);
	return larger;
}

static void
parameters_add(Arena *arena, Parameters *list, Parameter parameter)
{
	list->at = list_grow(arena, list->at, list->count, sizeof *list->at);
	list->at[list->count++] = parameter;
}

static void
require_new_name(const char *operation, const Module *self, const char *name)
{
	REQUIRE_GIVEN_IN(operation, self && name);
	REQUIRE_IN(operation, name[0] && !strchr(name, '.'),
	    "'%s' in a %s: a name is not empty and has no dot", name,
	    self->kind->name);
	for (size_t i = 0; i < self->parameters.count; i++)
		REQUIRE_IN(operation,
		    strcmp(self->parameters.at[i].name, name) != 0,
		    "this %s has a parameter '%s' already", self->kind->name,
		    name);
	for (size_t i = 0; i < self->children.count; i++)
		REQUIRE_IN(operation,
		    strcmp(self->children.at[i].name, name) != 0,
		    "this %s has a child '%s' already", self->kind->name, name);
}

Tensor *
module_add_parameter(Module *self, const char *name, Tensor *tensor)
{
	require_new_name(__func__, self, name);
	REQUIRE(
	    tensor, "parameter '%s' of a %s is NULL", name, self->kind->name);
	parameters_add(
	    self->arena, &self->parameters, (Parameter){name, tensor});
	return tensor;
}

/*
A tree must not bite its own tail: a walk would never end. So a child that has
the parent somewhere inside is refused.
*/
static bool
contains(const Module *tree, const Module *wanted)
{
	if (tree == wanted)
		return true;
	for (size_t i = 0; i < tree->children.count; i++)
		if (contains(tree->children.at[i].module, wanted))
			return true;
	return false;
}

static Module *
add_child(const char *operation, Module *self, const char *name, Module *child)
{
	REQUIRE_GIVEN_IN(operation, child);
	require_new_name(operation, self, name);
	REQUIRE_IN(operation, !contains(child, self),
	    "child '%s' would contain itself", name);
	Children *list = &self->children;
	list->at = list_grow(
	    self->arena, list->at, list->count, sizeof *list->at);
	list->at[list->count++] = (Child){name, child};
	return child;
}

Module *
module_add_child(Module *self, const char *name, Module *child)
{
	return add_child(__func__, self, name, child);
}

Module *
module_append(Module *self, Module *child)
{
	REQUIRE_GIVEN(self);
	enum { DIGITS = 24 };
	char *name = arena_alloc(self->arena, DIGITS, 1);
	snprintf(name, DIGITS, "%zu", self->children.count);
	return add_child(__func__, self, name, child);
}

/*
**Forward and back.** Here is the common part, once for all kinds. What a kind
lacks is named: PyTorch, too, says which module "is missing the required forward
function".
*/
Tensor *
module_forward_args(
    Arena *arena, Module *self, Tensor *const *args, size_t count)
{
	REQUIRE_GIVEN_IN("module_forward", self && (args || !count));
	const ModuleKind *kind = self->kind;
	REQUIRE_IN(
	    "module_forward", kind->forward, "%s has no forward", kind->name);
	REQUIRE_IN("module_forward",
	    kind->takes > 0 && kind->takes <= MODULE_MAX_ARGS,
	    "%s takes %zu tensors, and may take 1 to %d", kind->name,
	    kind->takes, MODULE_MAX_ARGS);
	REQUIRE_IN("module_forward", kind->takes == count,
	    "%s takes %zu tensors, not %zu", kind->name, kind->takes, count);
	for (size_t i = 0; i < count; i++) {
		REQUIRE_IN("module_forward", args[i], "%s: tensor %zu is NULL",
		    kind->name, i);
		self->args[i] = args[i];
	}
	Tensor *out = kind->forward(arena, self, self->args);
	return remember(arena, &self->last, args[0], out);
}

void
module_backward(Arena *arena, Module *self)
{
	REQUIRE_GIVEN(self);
	const ModuleKind *kind = self->kind;
	REQUIRE(kind->bwd, "%s has no bwd", kind->name);
	Tensor *out = recall(kind->name, &self->last).out;
	if (out->ndim == 0 && !out->g)
		gradient_add(arena, out, tensor_scalar(arena, 1)); /* dL/dL */
	REQUIRE(out->g,
	    "%s: out %s has no gradient: what comes behind it goes first",
	    kind->name, SHAPE_TEXT(out));
	out->g->is_g = true; /* also if it was put there by hand */
	kind->bwd(arena, self, out, self->args);
}

/*
The first gradient of all is that of the loss with respect to itself, and that
is 1. So a module that gives a single number may begin; in the notebook it is
the loss that begins without being told.

**Walking.** First a module's own parameters, then its children's, each with its
path in front. A parameter that is reached twice is listed once: it is one
tensor to learn, however often it is used.
*/
static bool
is_listed(const Parameters *list, const Tensor *tensor)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->at[i].tensor == tensor)
			return true;
	return false;
}

/* "layers" and "0" make "layers.0"; an empty path is left out. */
static const char *
join(Arena *arena, const char *path, const char *name)
{
	if (!path[0])
		return name;
	size_t size = strlen(path) + strlen(name) + 2;
	char *joined = arena_alloc(arena, size, 1);
	snprintf(joined, size, "%s.%s", path, name);
	return joined;
}

static void
walk(Arena *arena, const Module *self, const char *path, Parameters *found)
{
	for (size_t i = 0; i < self->parameters.count; i++) {
		Parameter own = self->parameters.at[i];
		own.name = join(arena, path, own.name);
		if (!is_listed(found, own.tensor))
			parameters_add(arena, found, own);
	}
	for (size_t i = 0; i < self->children.count; i++) {
		const Child *child = &self->children.at[i];
		walk(arena, child->module, join(arena, path, child->name),
		    found);
	}
}

Parameters
module_parameters(Arena *arena, const Module *self)
{
	REQUIRE_GIVEN(self);
	Parameters found = {0};
	walk(arena, self, "", &found);
	return found;
}

/*
What else is asked of a tree is in `tree.c`: the parameter at a path, the count,
and the print. The kinds are in `kinds.c`. Here is all of `ReLU`, and then
`Linear`:

@show chapters/08_module/kinds.c relu_fwd

@show chapters/08_module/kinds.c relu_bwd

@show chapters/08_module/kinds.c relu_kind

@show chapters/08_module/kinds.c LinearModule

@show chapters/08_module/kinds.c linear_fwd

@show chapters/08_module/kinds.c linear_bwd

@show chapters/08_module/kinds.c linear_new
*/

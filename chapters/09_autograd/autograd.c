/*
# Chapter 9: Autograd

## Goal

After this chapter you write the forward pass and nothing else. The program
keeps a record of what it computes, and finds all gradients by walking the record
backwards. You have built that yourself, and it prints the fifty gradients that
the notebook gets from PyTorch.

Reading takes three quarters of an hour; typing along, a day.
*/
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/09_autograd/autograd.h"

#include "chapters/09_autograd/record.h"

/*
## Idea

Every formula in this book is put together from a few operations: sums,
products, matrix products, powers, a comparison with 0. We know the backward of
each. What is not known before the program runs is only which operation comes
after which. So write it down as it happens, like the paper strip of an adding
machine: each operation, when it computes, also records what it was, what it
took, and what it gave. That strip is the **tape**.

@plot graph The tape of a small expression, (x w + x - t)^2, drawn by the program. Each box is an entry: its value above, the gradient of the result below. Blue: asked for its gradient. Grey: not. Two arrows leave x, so its gradient is a sum.

A value on the tape is called a `Var`. It knows its tensor, the operation, and
the Vars that went in. `var_backward` starts at the loss, with the gradient 1,
and walks the tape to its beginning. At each entry the gradient of the value is
complete, and the operation gives it on to what went in.
*/

/*
## Mathematics

**Why the order is right.** Number the entries $v_1, v_2, \ldots, v_N$ as they
were recorded. An operation can only take what exists already:

```math
v_i = f_i(v_j, v_k) \quad \Rightarrow \quad j < i, \; k < i .
```

An order with this property is called **topological**. The chain rule says that
the gradient of $v_j$ is a sum over all entries that took it:

```math
\frac{\partial L}{\partial v_j} = \sum_{i \,:\, v_j \text{ went into } v_i}
\frac{\partial L}{\partial v_i} \frac{\partial v_i}{\partial v_j} .
```

Each of those $i$ is greater than $j$. So if we go from $N$ down to 1, all terms
of the sum for $v_j$ have been added when we come to $v_j$. No sorting is
needed, and no recursion: the tape *is* the order. A net a hundred thousand
operations deep is a loop of a hundred thousand steps.

**Used twice, added twice.** The sum over $i$ is why gradients add up. It was
the rule of `gradient_add` all along; here it is at work within one expression.

**Broadcasting.** If $v_j$ was repeated along an axis, each repetition is one
more use: the sum over the uses is a sum along that axis. That is `unbroadcast`,
chapter 6, and every operation below gets it for nothing, in `give`.

**What it costs.** Backward does for each operation one or two of the same
size. So all gradients together cost two to three times the forward pass,
however many parameters there are. Central differences would cost two forward
passes *for each parameter*. That is the whole reason for backpropagation.
*/

/*
## Code

An entry of the tape:

@show chapters/09_autograd/autograd.h Var

**Recording.** The tape is a list that hangs at its last entry. What was computed
from something whose gradient is wanted, wants its gradient too.
*/
Tape *
tape_new(Arena *arena)
{
	Tape *tape = arena_alloc(arena, 1, sizeof *tape);
	*tape = (Tape){.arena = arena};
	return tape;
}

static Var *
append(const char *operation, Tape *tape, const char *name, Tensor *value)
{
	REQUIRE_GIVEN_IN(operation, tape && value);
	Var *v = arena_alloc(tape->arena, 1, sizeof *v);
	*v = (Var){.value = value,
	    .name = name,
	    .tape = tape,
	    .number = tape->count++,
	    .before = tape->last};
	return tape->last = v;
}

Var *
tape_leaf(Tape *tape, const char *name, Tensor *value)
{
	Var *v = append(__func__, tape, name, value);
	v->wanted = v->keeps = true;
	return v;
}

Var *
tape_constant(Tape *tape, const char *name, Tensor *value)
{
	return append(__func__, tape, name, value);
}

Var *
record(const char *name, Tensor *value, void (*bwd)(const Var *self, Tensor *g),
    Var *a, Var *b)
{
	REQUIRE_IN(name, !b || a->tape == b->tape, "%s and %s are on two tapes",
	    a->name, b->name);
	Var *v = append(name, a->tape, name, value);
	v->input[0] = a;
	v->input[1] = b;
	v->bwd = bwd;
	v->wanted = a->wanted || (b && b->wanted);
	return v;
}

/*
**Giving gradients.** While backward is under way, each Var collects in `g` what
comes from the entries that took it. Two entries may be handed the same tensor
(the gradient of a sum goes to both its terms), so it is never changed: a second
contribution makes a new sum.
*/
static void
collect(Var *v, Tensor *g, bool is_own)
{
	Arena *arena = v->tape->arena;
	Shape shape = tensor_shape(v->value);
	if (!shape_equal(tensor_shape(g), shape)) {
		g = unbroadcast(arena, g, shape);
		is_own = true;
	}
	v->g_is_own = v->g || is_own;
	v->g = v->g ? tensor_add(arena, v->g, g) : g;
}

void
give(Var *v, Tensor *g)
{
	collect(v, g, true);
}

void
pass(Var *v, Tensor *g)
{
	collect(v, g, false);
}

/*
**Operations**, forward and backward side by side. Each backward gives to each
input that wants it: nothing is computed for what nobody asked for. Addition
hands the gradient on as it is, to both.
*/
static void
add_bwd(const Var *self, Tensor *g)
{
	for (int i = 0; i < 2; i++)
		if (self->input[i]->wanted)
			pass(self->input[i], g);
}

Var *
var_add(Var *a, Var *b)
{
	REQUIRE_GIVEN(a && b);
	Tensor *sum = tensor_add(a->tape->arena, a->value, b->value);
	return record("add", sum, add_bwd, a, b);
}

/*
In a product each factor's slope is the other factor.
*/
static void
mul_bwd(const Var *self, Tensor *g)
{
	Arena *arena = self->tape->arena;
	Var *a = self->input[0], *b = self->input[1];
	if (a->wanted)
		give(a, tensor_mul(arena, g, b->value));
	if (b->wanted)
		give(b, tensor_mul(arena, g, a->value));
}

Var *
var_mul(Var *a, Var *b)
{
	REQUIRE_GIVEN(a && b);
	Tensor *product = tensor_mul(a->tape->arena, a->value, b->value);
	return record("mul", product, mul_bwd, a, b);
}

/*
The matrix product, as derived in chapter 6: $`G W^{\mathsf T}`$ and
$`X^{\mathsf T} G`$.
*/
static void
matmul_bwd(const Var *self, Tensor *g)
{
	Arena *arena = self->tape->arena;
	Var *a = self->input[0], *b = self->input[1];
	if (a->wanted)
		give(a, tensor_matmul(arena, g, tensor_t(arena, b->value)));
	if (b->wanted)
		give(b, tensor_matmul(arena, tensor_t(arena, a->value), g));
}

Var *
var_matmul(Var *a, Var *b)
{
	REQUIRE_GIVEN(a && b);
	Tensor *product = tensor_matmul(a->tape->arena, a->value, b->value);
	return record("matmul", product, matmul_bwd, a, b);
}

/*
The others are of the same kind, and stand in files of their own:
`functions.c` (minus, quotient, powers, exp, log, relu, sigmoid, tanh),
`shapes.c` (transpose, reshape, squeeze, select, gather) and `sums.c` (sum,
mean, max, log-softmax). `lecture.c` puts chapter 2's `linear` and chapter 3's
`mse` together from them: there is nothing left to derive. Two operations and a
layer:

@show chapters/09_autograd/functions.c relu_bwd

@show chapters/09_autograd/sums.c sum_bwd

@show chapters/09_autograd/lecture.c var_linear

**Backward.** From the loss to the beginning of the tape. An entry to which no
gradient has come has no part in the loss, and is passed over. A leaf's gradient
is added to what is there, as PyTorch does. What an operation kept is used up by
the first walk; PyTorch frees it then, and so a second walk is a mistake in both
programs, unless the first was told to keep the record.
*/
static void
deliver(const Var *v, Tensor *g)
{
	Arena *arena = v->tape->arena;
	/* A first gradient is kept as it is, so it must be nobody else's. */
	bool kept = !v->value->g && !v->g_is_own;
	gradient_add(arena, v->value, kept ? tensor_clone(arena, g) : g);
}

static void
walk_back(const char *operation, Var *loss, bool keeping)
{
	REQUIRE_GIVEN_IN(operation, loss);
	REQUIRE_IN(operation, loss->wanted,
	    "%s was computed from nothing that asks for a gradient",
	    loss->name);
	REQUIRE_IN(operation, tensor_count(loss->value) == 1,
	    "%s %s is not one number: sum it, or take the mean", loss->name,
	    SHAPE_TEXT(loss->value));
	loss->g = tensor_full(
	    loss->tape->arena, tensor_shape(loss->value), 1); /* dL/dL */
	loss->g_is_own = true;
	for (Var *v = loss; v; v = v->before) {
		Tensor *g = v->g;
		if (!g)
			continue;
		REQUIRE_IN(operation, !v->spent,
		    "a second time through %s: the first has used the tape up",
		    v->name);
		if (v->keeps)
			deliver(v, g);
		if (v->bwd)
			v->bwd(v, g);
		v->spent = v->bwd && !keeping;
		v->g = NULL;
	}
}

void
var_backward(Var *loss)
{
	walk_back(__func__, loss, false);
}

void
var_backward_keeping(Var *loss)
{
	walk_back(__func__, loss, true);
}

/*
What is left is to ask. Whoever asks for a gradient that is not there is told
so, by name.
*/
Tensor *
var_gradient(const Var *v)
{
	REQUIRE_GIVEN(v);
	REQUIRE(v->keeps,
	    "no gradient recorded for %s: it is %s, and did not ask for one",
	    v->name, v->bwd ? "no leaf" : "a constant");
	REQUIRE(v->value->g,
	    "no gradient recorded for %s: no backward came from a loss that "
	    "was computed from it",
	    v->name);
	return v->value->g;
}

void
var_keep_gradient(Var *v)
{
	REQUIRE_GIVEN(v);
	REQUIRE(v->wanted,
	    "%s was computed from nothing that asks for a gradient", v->name);
	v->keeps = true;
}

void
var_zero_gradient(Var *v)
{
	REQUIRE_GIVEN(v);
	v->value->g = NULL;
}

Var *
var_detach(Var *v)
{
	REQUIRE_GIVEN(v);
	return tape_constant(v->tape, v->name, v->value);
}

/*
# Chapter 7: Layers

## Goal

After this chapter the net of chapter 6 is a list of three layers, and its
backward pass is a loop that you write once, for every net. The gradients are
the same, and you prove it. You have shared a layer between two places, seen the
gradients become wrong without a word, and you have layers that refuse.

Reading takes half an hour; typing along, an evening.
*/
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/07_layers/layers.h"

/*
## Idea

Look again at the pass that we wrote by hand.

@show chapters/06_gradients/gradients.c forward_and_backward

The second half is the first half, read from the bottom up. Each line hands over
the very tensors that its partner above took and gave. We wrote them twice, and
in a deeper net we would mix them up. So let whoever computes remember: a
**layer** is a struct that keeps its parameters, its input and its output. Then
`backward` needs no arguments at all, and a net is a list.

@plot memory A net as a list of layers. Forward, each layer remembers the tensor it took and the tensor it gave; the tensor between two layers is remembered by both. Backward, each finds the gradient of what it gave and adds the gradient of what it took.

The picture shows the one thing that must be understood. The output of a layer
and the input of the next are *the same tensor*. When the next layer's backward
puts a gradient into its input, it lies in the output of the layer before. So
nobody passes gradients around. (In the notebook that is why `self.out.g` in one
class and `inp.g` in another are one number; a reader asked.)
*/

/*
## Mathematics

A net of $d$ layers is a composition. With $h_0 = x$,

```math
h_k = f_k(h_{k-1}; \theta_k), \quad k = 1 \ldots d, \qquad
L = \ell(h_d, t) .
```

**Backward.** $h_{k-1}$ acts on the loss through $h_k$ alone, so the chain rule
has one link per layer:

```math
\frac{\partial L}{\partial h_{k-1}}
 = \frac{\partial L}{\partial h_k}\,
   \frac{\partial h_k}{\partial h_{k-1}},
\qquad
\frac{\partial L}{\partial \theta_k}
 = \frac{\partial L}{\partial h_k}\,
   \frac{\partial h_k}{\partial \theta_k} .
```

Start with $\partial L / \partial h_d$ from the loss, and go from $k = d$ down to
1. Each step needs $\partial L / \partial h_k$, which the step before has found,
and the layer's own $h_{k-1}$, $h_k$ and $\theta_k$, which it remembers. Nothing
else. That is why the loop below does not know what its layers are.

**Memory.** All of $h_0 \ldots h_d$ must be kept until backward has used them:
for each image of a batch, one number for every unit of every layer. Deeper nets
and larger batches pay for backward in memory. (What a layer truly needs can be
less: chapter 5's sigmoid needs only its output, relu only the signs.)
*/

/*
## Code

What one forward took and gave:

@show chapters/07_layers/layers.h Memory

`recall` gives it back once, and forgets it. Each backward then has a forward of
its own, and what is stale cannot be used: not what an earlier backward has used
already, not what lay in an arena that has been reset since.
*/
Tensor *
remember(Arena *arena, Memory *memory, Tensor *x, Tensor *out)
{
	REQUIRE_GIVEN(arena && memory);
	*memory = (Memory){x, out, arena, arena_resets(arena)};
	return out;
}

Memory
recall(const char *operation, Memory *memory)
{
	REQUIRE_GIVEN_IN(operation, memory);
	REQUIRE_IN(
	    operation, memory->x, "backward without a forward of its own");
	REQUIRE_IN(operation, memory->resets == arena_resets(memory->arena),
	    "arena '%s' was reset after forward: what it remembered is gone",
	    arena_name(memory->arena));
	Memory last = *memory;
	*memory = (Memory){0};
	return last;
}

/*
What all layers have is a name, two functions, and that memory. In C such a
struct stands first in the struct of each kind of layer: a `Linear` begins with
its `Layer`, so a pointer to one is a pointer to the other.

@show chapters/07_layers/layers.h Layer

@show chapters/07_layers/layers.h Linear

Forward and backward, side by side. The formulas are those of chapters 2 and 6;
new is only who remembers.
*/
static Tensor *
linear_forward(Arena *arena, Layer *layer, Tensor *x)
{
	const Linear *self = (const Linear *)layer;
	return linear(arena, x, self->w, self->b);
}

static void
linear_backward(Arena *arena, Layer *layer)
{
	const Linear *self = (const Linear *)layer;
	Memory last = recall(__func__, &layer->last);
	linear_grad(arena, last.x, last.out, self->w, self->b);
}

static Tensor *
relu_forward(Arena *arena, Layer *layer, Tensor *x)
{
	(void)layer; /* it has no parameters */
	return relu(arena, x);
}

static void
relu_backward(Arena *arena, Layer *layer)
{
	Memory last = recall(__func__, &layer->last);
	relu_grad(arena, last.x, last.out);
}

/*
The constructors tie the functions to the struct. `linear_layer` looks at its
parameters at once: a mistake is cheapest where it was made.
*/
Linear
linear_layer(Tensor *w, Tensor *b)
{
	REQUIRE(w && b, "a Linear needs weights and biases");
	REQUIRE(w->ndim == 2 && b->ndim == 1 && b->shape[0] == w->shape[1],
	    "w %s and b %s, expected (inputs, outputs) and (outputs,)",
	    SHAPE_TEXT(w), SHAPE_TEXT(b));
	Layer layer = {"Linear", linear_forward, linear_backward, {0}};
	return (Linear){layer, w, b};
}

Relu
relu_layer(void)
{
	return (Relu){{"Relu", relu_forward, relu_backward, {0}}};
}

/*
One layer, forward and back. Whoever calls does not know which kind it is; here
is where all of them are made to remember.
*/
Tensor *
layer_forward(Arena *arena, Layer *layer, Tensor *x)
{
	REQUIRE_GIVEN(layer);
	REQUIRE(layer->forward,
	    "a layer without a forward: was it made by its constructor?");
	return remember(
	    arena, &layer->last, x, layer->forward(arena, layer, x));
}

void
layer_backward(Arena *arena, Layer *layer)
{
	REQUIRE_GIVEN(layer);
	REQUIRE(layer->backward,
	    "a layer without a backward: was it made by its constructor?");
	layer->backward(arena, layer);
}

/*
The loss is no layer: it takes two tensors and gives a number. But it remembers
in the same way.
*/
double
mse_forward(Arena *arena, Mse *self, Tensor *output, const Tensor *target)
{
	REQUIRE_GIVEN(self);
	double loss = mse(arena, output, target);
	remember(arena, &self->last, output, NULL);
	self->target = target;
	return loss;
}

void
mse_backward(Arena *arena, Mse *self)
{
	REQUIRE_GIVEN(self);
	Memory last = recall(__func__, &self->last);
	mse_grad(arena, last.x, self->target);
}

/*
And the model. Forward is a loop; backward is the loop reversed. Compare this
with the beginning of the page: these lines stay as they are when the net has a
hundred layers.
*/
Model
model_of(Layer *const *layers, size_t count)
{
	REQUIRE_GIVEN(layers || !count);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++)
			REQUIRE(layers[i] != layers[j],
			    "layer %zu (%s) is layer %zu again: each place "
			    "needs a layer of its own",
			    i, layers[i]->name, j);
	return (Model){.layers = layers, .count = count};
}

Tensor *
model_output(Arena *arena, Model *self, Tensor *x)
{
	REQUIRE_GIVEN(self);
	for (size_t i = 0; i < self->count; i++)
		x = layer_forward(arena, self->layers[i], x);
	return x;
}

double
model_forward(Arena *arena, Model *self, Tensor *x, const Tensor *target)
{
	Tensor *output = model_output(arena, self, x); /* (n, 1) */
	return mse_forward(arena, &self->loss, output, target);
}

void
model_backward(Arena *arena, Model *self)
{
	REQUIRE_GIVEN(self);
	mse_backward(arena, &self->loss);
	for (size_t i = self->count; i-- > 0;)
		layer_backward(arena, self->layers[i]);
}

/*
# Chapter 5: A net on paper

## Goal

After this chapter you have carried the chain rule through a whole net by hand,
once, and seen your numbers agree with the lecture's to eight digits. The net
is small enough for a sheet of paper. Nothing that comes later is different in
kind; there is only more of it.

Take a pencil. Reading takes half an hour; with pencil and keyboard, an evening.
*/
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/05_toy/toy.h"

#include <math.h>

/*
## Idea

DS4420's lecture on backpropagation takes a net with three inputs, two hidden
units and one output. Each unit adds up its inputs times its weights, and
squeezes the sum with a sigmoid. The output is read as a probability.

```
x1 ---.
        >--- h1 ---.
x2 ---X             >--- y_hat ---> loss
        >--- h2 ---'
x3 ---'
```

Backward, we ask of each sum, from right to left: by how much does the loss
change if *this sum* changes a little? The answer is called the sum's **delta**.
Once we know a unit's delta, its weights are easy: a weight's gradient is the
delta times what came in through it. And the deltas of a layer come from the
deltas of the layer behind it, through the weights, backwards.
*/

/*
## Mathematics

Write $z$ for the sums and $\sigma$ for the sigmoid. Forward:

```math
z^h_j = \sum_i w^i_{ji} x_i, \quad h_j = \sigma(z^h_j), \qquad
z^o = \sum_j w^o_j h_j, \quad \hat y = \sigma(z^o) .
```

**The loss** is the binary cross-entropy, with a target $y$ of 0 or 1:

```math
L = -\left( y \ln \hat y + (1 - y) \ln (1 - \hat y) \right) .
```

It is 0 if the net is sure and right, and grows without bound if it is sure and
wrong.

**The output's delta.** Two links of the chain. From chapter 4,
$(\ln u)' = 1/u$ and $\sigma' = \sigma (1 - \sigma)$:

```math
\frac{\partial L}{\partial \hat y}
 = -\frac{y}{\hat y} + \frac{1 - y}{1 - \hat y}
 = \frac{\hat y - y}{\hat y (1 - \hat y)},
\qquad
\frac{\partial \hat y}{\partial z^o} = \hat y (1 - \hat y) .
```

Multiply. The denominator and the sigmoid's derivative cancel:

```math
\delta^o = \frac{\partial L}{\partial z^o} = \hat y - y .
```

That is no accident: the loss was made for the sigmoid. It happens again with
softmax in chapter 10.
*/
Tensor *
sigmoid(Arena *arena, const Tensor *t)
{
	/* e^-t may overflow to infinity; 1 over that is 0, as it should be. */
	Tensor *one = tensor_scalar(arena, 1);                   /* () */
	Tensor *power = tensor_exp(arena, tensor_neg(arena, t)); /* as t */
	return tensor_div(arena, one, tensor_add(arena, one, power));
}

/*
**The output's weights.** $z^o$ contains $w^o_j h_j$, so it changes by $h_j$
when $w^o_j$ changes by one:

```math
\frac{\partial L}{\partial w^o_j} = \delta^o h_j .
```

**The hidden deltas.** $z^h_j$ acts on the loss through $h_j$ and $z^o$ only.
The chain has three links, $\delta^o$, the weight, and the sigmoid:

```math
\delta^h_j = \frac{\partial L}{\partial z^h_j}
 = \delta^o\; w^o_j\; h_j (1 - h_j) .
```

**The input's weights.** As before, delta times what came in:

```math
\frac{\partial L}{\partial w^i_{ji}} = \delta^h_j x_i .
```

All together there are eight weights and eight gradients, and each of the
products above is computed once. That is the point of going backwards: what is
common to many weights, the deltas, is found once and used for all of them.

## Code

Rows as in chapter 2: x is (1, 3). The weights have a row for each unit, so they
are transposed on their way. Forward keeps what backward will need.
*/
ToyForward
toy_forward(Arena *arena, const Toy *toy, const Tensor *x)
{
	REQUIRE_GIVEN(toy && x);
	Tensor *zh = tensor_matmul(
	    arena, x, tensor_t(arena, toy->wi)); /* (1, 2) */
	Tensor *h = sigmoid(arena, zh);          /* (1, 2) */
	Tensor *zo = tensor_matmul(
	    arena, h, tensor_t(arena, toy->wo)); /* (1, 1) */
	return (ToyForward){.x = x, .h = h, .y_hat = sigmoid(arena, zo)};
}

double
binary_cross_entropy(const Tensor *y_hat, double y)
{
	REQUIRE(y == 0 || y == 1, "target %g, expected 0 or 1", y);
	double p = (double)tensor_item(y_hat);
	return y == 1 ? -log(p) : -log1p(-p);
}

/*
Backward, line by line as derived. A weight's gradient is a product of a column
(the deltas) and a row (what came in): every pair once.
*/
void
toy_backward(Arena *arena, const Toy *toy, const ToyForward *forward, double y)
{
	REQUIRE_GIVEN(toy && forward);
	const Tensor *h = forward->h;          /* (1, 2) */
	Tensor *one = tensor_scalar(arena, 1); /* () */
	Tensor *delta_o = tensor_sub(
	    arena, forward->y_hat, tensor_scalar(arena, y)); /* (1, 1) */
	gradient_add(arena, toy->wo,
	    tensor_matmul(arena, tensor_t(arena, delta_o), h)); /* (1, 2) */

	Tensor *slope = tensor_mul(
	    arena, h, tensor_sub(arena, one, h)); /* (1, 2) */
	Tensor *delta_h = tensor_mul(
	    arena, tensor_matmul(arena, delta_o, toy->wo), slope); /* (1, 2) */
	gradient_add(arena, toy->wi,
	    tensor_matmul(
		arena, tensor_t(arena, delta_h), forward->x)); /* (2, 3) */
}

/*
A gradient is *added* to what is there. If a weight is used in two places, or
backward is called for two losses, both contributions count; the derivative of a
sum is the sum of the derivatives. Who wants to start afresh sets `g` to NULL. A
tensor that is data, like the pixels of an image, keeps none: nobody will ask.
*/
void
gradient_add(Arena *arena, Tensor *t, Tensor *gradient)
{
	REQUIRE_GIVEN(t && gradient);
	REQUIRE(shape_equal(tensor_shape(t), tensor_shape(gradient)),
	    "gradient %s for a tensor %s", SHAPE_TEXT(gradient), SHAPE_TEXT(t));
	if (t->is_data)
		return;
	bool may_keep = gradient->arena == t->arena && !gradient->is_g &&
			tensor_is_contiguous(gradient);
	if (t->g)
		tensor_copy(t->g, tensor_add(arena, t->g, gradient));
	else
		t->g = may_keep ? gradient : tensor_clone(t->arena, gradient);
	t->g->is_g = true;
}

/*
And what gradients are for: a step against them.
*/
void
descend(Arena *arena, Tensor *w, double rate)
{
	REQUIRE_GIVEN(w);
	REQUIRE(
	    w->g, "w %s has no gradient: backward comes first", SHAPE_TEXT(w));
	Tensor *step = tensor_mul(
	    arena, w->g, tensor_scalar(arena, rate)); /* as w */
	tensor_copy(w, tensor_sub(arena, w, step));
}

/*
The weights themselves come from torch's stream. The lecture did not set a seed,
and did not print the first net's weights; below is the story of how they were
found.
*/
Toy
toy_draw(Arena *model, uint64_t seed, int earlier)
{
	Random random;
	random_seed(&random, seed);
	Toy toy = {
	    tensor_new(model, SHAPE(2, 3)), tensor_new(model, SHAPE(1, 2))};
	for (int net = 0; net <= earlier; net++) {
		random_linear(&random, toy.wi, NULL);
		random_linear(&random, toy.wo, NULL);
	}
	return toy;
}

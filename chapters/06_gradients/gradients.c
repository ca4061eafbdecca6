/*
# Chapter 6: Gradients

## Goal

After this chapter you have derived, written and checked every gradient of the
784-50-1 net on fifty thousand images. You have three judges that will try any
gradient in this book and outside it. You have met every mistake that the
readers of the lecture made, seen each run, and seen each convicted. And you can
stop the program in a debugger and look at shapes.

This is the heart of the book. Reading takes an hour. Take a weekend for the
rest.
*/
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/06_gradients/gradients.h"

/*
## Idea

Forward, each step takes tensors and makes a tensor. Backward, each step takes
the gradient of what it made, and makes the gradients of what it took. So every
function gets a partner that runs the other way:

| forward | backward |
|---|---|
| `l1 = linear(x, w1, b1)` | `linear_grad(x, l1, w1, b1)`, last |
| `l2 = relu(l1)` | `relu_grad(l1, l2)` |
| `out = linear(l2, w2, b2)` | `linear_grad(l2, out, w2, b2)` |
| `loss = mse(out, target)` | `mse_grad(out, target)`, first |

A gradient is kept in the tensor it belongs to, as `g`, and has its shape: `x.g`
is by how much the loss changes when an element of x changes, for each element.
Nothing in `linear_grad` knows of the loss, or of the rest of the net. It knows
`out.g`, and that is enough: the chain rule, one link at a time.
*/

/*
## Mathematics

**The loss.** $L = \frac{1}{n} \sum_i (o_i - t_i)^2$. Only one term contains
$o_i$, so

```math
\frac{\partial L}{\partial o_i} = \frac{2}{n} (o_i - t_i) .
```
*/
void
mse_grad(Arena *arena, Tensor *output, const Tensor *target)
{
	REQUIRE_GIVEN(output && target);
	REQUIRE(output->ndim == 2 && output->shape[1] == 1 &&
		    target->ndim == 1 && output->shape[0] == target->shape[0],
	    "output %s and target %s, expected (n, 1) and (n,)",
	    SHAPE_TEXT(output), SHAPE_TEXT(target));
	Tensor *column = tensor_unsqueeze(arena, target, 1);    /* (n, 1) */
	Tensor *difference = tensor_sub(arena, output, column); /* (n, 1) */
	Tensor *factor = tensor_scalar(
	    arena, 2 / (double)target->shape[0]); /* () */
	gradient_add(arena, output, tensor_mul(arena, difference, factor));
}

/*
**Relu.** $y = \max(x, 0)$ has slope 1 where $x > 0$ and slope 0 elsewhere. The
gradient passes where the value passed, and stops where it was stopped:

```math
\frac{\partial L}{\partial x_{ij}} =
\begin{cases}
\partial L / \partial y_{ij} & \text{if } x_{ij} > 0 \cr
0 & \text{otherwise.}
\end{cases}
```

$x$ is a gate. Ones and zeros to multiply with would say the same, but for one
case: 0 times an infinite gradient is no number. (The source's table has for
this line a formula that says that something equals itself. This is the one that
was meant.)
*/
static void
require_gradient(const char *operation, const Tensor *out)
{
	REQUIRE_GIVEN_IN(operation, out);
	REQUIRE_IN(operation, out->g,
	    "out %s has no gradient: what comes behind it goes first",
	    SHAPE_TEXT(out));
}

void
relu_grad(Arena *arena, Tensor *x, const Tensor *out)
{
	REQUIRE_GIVEN(x && out);
	require_gradient(__func__, out);
	REQUIRE(shape_equal(tensor_shape(x), tensor_shape(out->g)),
	    "x %s and out.g %s, expected one shape", SHAPE_TEXT(x),
	    SHAPE_TEXT(out->g));
	gradient_add(arena, x, tensor_gate(arena, x, out->g));
}

/*
**Linear.** Here is the derivation that the notebooks leave blank. One element
of $Y = XW + b$ is

```math
y_{ij} = \sum_k x_{ik} w_{kj} + b_j .
```

Write $G = \partial L / \partial Y$ for what comes from behind. Ask of each
operand which $y$ it acts on, and add up over those: the chain rule for
something that acts in many places.

*Input.* $x_{ik}$ acts on row $i$ of $Y$, on each $y_{ij}$ with factor
$w_{kj}$:

```math
\frac{\partial L}{\partial x_{ik}} = \sum_j g_{ij} w_{kj}
\qquad \text{or} \qquad
\frac{\partial L}{\partial X} = G W^{\mathsf T} .
```

*Weights.* $w_{kj}$ acts on column $j$ of $Y$, on each $y_{ij}$ with factor
$x_{ik}$:

```math
\frac{\partial L}{\partial w_{kj}} = \sum_i x_{ik} g_{ij}
\qquad \text{or} \qquad
\frac{\partial L}{\partial W} = X^{\mathsf T} G .
```

*Bias.* $b_j$ acts on column $j$ of $Y$, each time with factor 1:

```math
\frac{\partial L}{\partial b_j} = \sum_i g_{ij} .
```
*/

/*
There is only one way to multiply these matrices so that the shapes fit:
(n, 50) by (50, 784) for the input, (784, n) by (n, 50) for the weights. It is a
good check, and no derivation.

**Slips in the sources.** One says that $\partial y / \partial W$ *is*
$X^{\mathsf T}$: it means that the product with $X^{\mathsf T}$ from the left
gives $\partial L / \partial W$. On the line for the weights it writes
$\partial L / \partial \text{input}$. Its table gives
$\partial L / \partial w_2 = l_2^{\mathsf T}$: the factor from behind,
$\partial L / \partial \text{out}$, is missing. And a comment has l2 as (n, 1)
where it is (n, 50).

## Code

Forward and backward, side by side: `linear` from chapter 2, and its partner.

@show chapters/02_forward/forward.c linear

A gradient that is a product can be put where it belongs at once, if there is
one already to which it is added; else it goes there by chapter 5's
`gradient_add`. Whoever trains has both: parameters whose gradients stay from
step to step, and images that want none, which saves the product itself.
*/
void
gradient_add_product(Arena *arena, Tensor *t, const Tensor *a, const Tensor *b)
{
	REQUIRE_GIVEN(t && a && b);
	if (t->is_data)
		return;
	if (t->g && t->g->ndim == 2 && t->g->stride[1] == 1)
		tensor_matmul_add(arena, t->g, a, b);
	else
		gradient_add(arena, t, tensor_matmul(arena, a, b));
}

void
linear_grad(Arena *arena, Tensor *x, const Tensor *out, Tensor *w, Tensor *b)
{
	REQUIRE_GIVEN(x && out && w && b);
	require_gradient(__func__, out);
	const Tensor *g = out->g; /* (n, outputs) */
	gradient_add_product(arena, x, g, tensor_t(arena, w));
	gradient_add_product(arena, w, tensor_t(arena, x), g);
	gradient_add(arena, b, tensor_sum(arena, g, 0));
}

/*
The whole pass. Forward in reading order; backward the same lines from the
bottom up. Each tensor's gradient is complete before it is used: whoever comes
behind it has been there.
*/
double
forward_and_backward(
    Arena *arena, const Net *net, Tensor *x, const Tensor *target)
{
	REQUIRE_GIVEN(net && x);
	Tensor *l1 = linear(arena, x, net->w1, net->b1);   /* (n, 50) */
	Tensor *l2 = relu(arena, l1);                      /* (n, 50) */
	Tensor *out = linear(arena, l2, net->w2, net->b2); /* (n, 1) */
	double loss = mse(arena, out, target);

	mse_grad(arena, out, target);
	linear_grad(arena, l2, out, net->w2, net->b2);
	relu_grad(arena, l1, l2);
	linear_grad(arena, x, l1, net->w1, net->b1);
	return loss;
}

/*
**The same weight gradient, once more.** The notebook first writes it as

```
w.g = (inp.unsqueeze(-1) * out.g.unsqueeze(1)).sum(0)
```

For each image a column (its inputs) times a row (its gradients): an **outer
product**, a table of all pairs, in the shape of w. The sum over all images is
the gradient. It is the formula above, read image by image. But written like
this, all tables exist before they are added: (50000, 784, 50) floats, which the
program below computes to be more memory than most machines have. So we add up
image by image, with two loops and a sum in double.
*/
static bool
is_finite(const Real *row, size_t n, size_t stride)
{
	Real nothing = 0;
	for (size_t i = 0; i < n; i++)
		nothing += 0 * row[i * stride]; /* NaN, unless it is finite */
	return nothing == 0;
}

Tensor *
sum_of_outer_products(Arena *arena, const Tensor *x, const Tensor *out_g)
{
	REQUIRE_GIVEN(x && out_g);
	REQUIRE(
	    x->ndim == 2 && out_g->ndim == 2 && x->shape[0] == out_g->shape[0],
	    "x %s and out.g %s, expected as many rows", SHAPE_TEXT(x),
	    SHAPE_TEXT(out_g));
	size_t inputs = x->shape[1], outputs = out_g->shape[1];
	size_t pairs = inputs * outputs;
	Tensor *result = tensor_new(arena, SHAPE(inputs, outputs)); /* as w */
	double *sum = arena_alloc(arena, pairs, sizeof *sum);
	for (size_t p = 0; p < pairs; p++)
		sum[p] = 0;

	for (size_t row = 0; row < x->shape[0]; row++) {
		const Real *g = out_g->data + row * out_g->stride[0];
		bool finite = is_finite(g, outputs, out_g->stride[1]);
		for (size_t i = 0; i < inputs; i++) {
			double xi = (double)x->data[row * x->stride[0] +
						    i * x->stride[1]];
			if (xi == 0 && finite)
				continue; /* four pixels of five are paper */
			for (size_t j = 0; j < outputs; j++)
				sum[i * outputs + j] +=
				    xi * (double)g[j * out_g->stride[1]];
		}
	}
	for (size_t p = 0; p < pairs; p++)
		result->data[p] = (Real)sum[p];
	return result;
}

/*
**What broadcasting does to gradients.** The bias was broadcast over the rows,
and its gradient is a sum over the rows. That is a rule: an element that repeats
acts in many places, so its gradient is the sum over those places. Where forward
broadcasts, backward sums.
*/
Tensor *
unbroadcast(Arena *arena, const Tensor *gradient, Shape shape)
{
	Shape reached;
	REQUIRE(broadcast_shape(shape, tensor_shape(gradient), &reached) &&
		    shape_equal(reached, tensor_shape(gradient)),
	    "%s does not broadcast to %s", shape_text(shape).text,
	    SHAPE_TEXT(gradient));
	Tensor *sum = tensor_view(arena, gradient); /* towards `shape` */
	while (sum->ndim > shape.ndim)
		sum = tensor_sum(arena, sum, 0);
	for (int axis = 0; axis < shape.ndim; axis++)
		if (shape.size[axis] == 1 && sum->shape[axis] != 1)
			sum = tensor_unsqueeze(
			    arena, tensor_sum(arena, sum, axis), axis);
	return sum->data == gradient->data ? tensor_clone(arena, sum) : sum;
}

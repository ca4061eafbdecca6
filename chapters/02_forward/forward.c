/*
# Chapter 2: Forward

## Goal

After this chapter ten thousand handwritten digits have gone through a net of
two layers, and the numbers that come out are the numbers that the lecture
prints, digit for digit. Nothing is learned yet: this is the forward half of
the lesson. The backward half, chapter 6, will be easy only if every shape here
is clear.

Read in two passes. The first time, read to the end and run the program; leave
every formula that resists. The second time, close the page and type
`forward.c` yourself, line by line, until its tests pass. The first pass takes
about half an hour, the second an evening.
*/
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/02_forward/forward.h"

/*
## Idea

A net is a function from an image to a number. Ours is made of three plain
ones, each fed by the one before it:

| step | what it does | shape |
|---|---|---|
| | ten thousand images, one to a row | (10000, 784) |
| `linear` | 50 weighted sums of the pixels | (10000, 50) |
| `relu` | negative sums become 0 | (10000, 50) |
| `linear` | one weighted sum of the 50 | (10000, 1) |

The picture shows the first step for one image and ten of the fifty units. The
image is laid out as a row of 784 pixels. Each unit has 784 weights of its own.
Multiply the row with the weights, pixel by pixel, and add up: one number.

@plot row One image as a row of 784 pixels above the weights of ten units, red where positive and blue where negative; each band of weights times the row gives the number at its right.

The single output is a simplification of the lecture's: the net shall say 2 if
it sees a 2, and so on. (It is not a good idea, and chapter 10 has a better
one. But it keeps the first derivation short.)
*/

/*
## Mathematics

**Linear.** For one image $x$, unit $j$ computes

```math
y_j = \sum_{i=1}^{784} x_i\, w_{ij} + b_j .
```

Put the images of a batch below one another as the rows of a matrix $X$, and
the weights of the units beside one another as the columns of $W$. The sum over
$i$ is what a matrix product does for each pair of row and column, so all images
and all units are one product:

```math
Y = X W + b, \qquad
(n, 784) \cdot (784, 50) + (50) \to (n, 50) .
```

The bias has shape (50) and the product (n, 50): the bias is broadcast (chapter
1). Every image gets the same biases.

**Relu.** Two linear layers in a row would be one linear layer,
$(X W_1 + b_1) W_2 + b_2 = X (W_1 W_2) + (b_1 W_2 + b_2)$. Something in between
must not be linear. The simplest such thing cuts off below zero:

```math
\mathrm{relu}(y) = \max(y, 0) .
```

**Cost.** The first product takes one multiplication and one addition for each
image, pixel and unit: $2 \cdot n \cdot 784 \cdot 50$ operations. The second
takes $2 \cdot n \cdot 50$, which is nothing beside it. Whatever makes the
first product fast makes the net fast; see `common/matmul.c`.
*/

/*
## Code

The net is a struct of four tensors. In the notebook, `model` is a function
that finds `w1` to `b2` in the variables around it. In C nothing is around a
function: what it needs comes in as an argument. That is longer by a word, and
there is never a doubt about which weights were used.

@show chapters/02_forward/forward.h Net

The weights are random numbers: normal, mean 0, deviation 1. If they shall be
*the* random numbers of the notebook, three things must agree: the generator,
the seed, and the order of the draws. The generator is torch's (see
`common/random.c`), the seed is an argument, and the order is below. One
notebook draws its biases, the other sets them to zero and draws nothing.
*/
static Tensor *
draw(Arena *model, Random *random, Shape shape)
{
	Tensor *t = tensor_new(model, shape); /* shape */
	random_normal(random, t);
	return t;
}

Net
net_draw(Arena *model, Random *random, size_t inputs, size_t hidden,
    size_t outputs, Biases biases)
{
	bool normal = biases == BIASES_NORMAL;
	Net net;
	net.w1 = draw(model, random, SHAPE(inputs, hidden));
	net.b1 = normal ? draw(model, random, SHAPE(hidden))
			: tensor_zeros(model, SHAPE(hidden));
	net.w2 = draw(model, random, SHAPE(hidden, outputs));
	net.b2 = normal ? draw(model, random, SHAPE(outputs))
			: tensor_zeros(model, SHAPE(outputs));
	return net;
}

/*
Now the layers. Each is its formula. `linear` checks its sizes first, so that a
message speaks of x, w and b, and not of some product inside.
*/
Tensor *
linear(Arena *arena, const Tensor *x, const Tensor *w, const Tensor *b)
{
	REQUIRE_GIVEN(x && w && b);
	REQUIRE(x->ndim == 2 && w->ndim == 2 && x->shape[1] == w->shape[0],
	    "x %s does not fit w %s", SHAPE_TEXT(x), SHAPE_TEXT(w));
	REQUIRE(b->ndim == 1 && b->shape[0] == w->shape[1],
	    "b %s does not fit w %s", SHAPE_TEXT(b), SHAPE_TEXT(w));
	return tensor_add(arena, tensor_matmul(arena, x, w), b);
}

Tensor *
relu(Arena *arena, const Tensor *x)
{
	return tensor_clamp_min(arena, x, 0);
}

/*
And the net is its three steps. Each result has a name and says its shape; in
chapter 6 each of them will get a gradient of exactly that shape.
*/
Tensor *
model(Arena *arena, const Net *net, const Tensor *x)
{
	REQUIRE_GIVEN(net);
	Tensor *l1 = linear(arena, x, net->w1, net->b1); /* (n, 50) */
	Tensor *l2 = relu(arena, l1);                    /* (n, 50) */
	return linear(arena, l2, net->w2, net->b2);      /* (n, 1) */
}

/*
### By blocks of rows

The pass above takes one operation at a time, for all fifty thousand rows. When
relu comes to read the first row of l1, that row has long left the cache: the
other rows pushed it out. So each tensor goes out to memory and comes back, and
x, the largest, comes twice: for l1, and for w1.g. A core computes faster than
memory delivers. Turn the two loops around: take *some* rows through *all*
operations, there and back, and then the next.

**May we?** Forward, row $i$ of l1, l2 and out needs nothing but row $i$ of x.
Backward, row $i$ of a gradient needs nothing but row $i$ of what comes from
behind. Rows meet in only two kinds of places: in the loss, and in the gradients
of the parameters. All of these are sums over rows, and a sum may be taken block
by block. Let block $B$ have $n_B$ of the $n$ rows, and let $L_B$ be the mean
squared error of its rows alone. Then

```math
L = \frac{1}{n} \sum_i (o_i - t_i)^2
  = \frac{1}{n} \sum_B \sum_{i \in B} (o_i - t_i)^2
  = \sum_B \frac{n_B}{n} L_B .
```

The gradient of a sum is the sum of the gradients, and a factor stays a factor:

```math
\frac{\partial L}{\partial W} =
\sum_B \frac{n_B}{n} \frac{\partial L_B}{\partial W} .
```

The factor is the block's **share** of the rows. It is the only thing that a
block must know of the rest of the batch.
*/
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/06_gradients/by_blocks.h"

/* Some rows of the batch. */
typedef struct {
	Tensor *x;            /* (rows, 784); its g: these rows of x.g */
	const Tensor *target; /* (rows,) */
	double share;         /* rows / n */
	const Tensor *w1_t;   /* (50, 784), laid out once for all blocks */
	bool adds;            /* x.g has been there before: add to it */
} Block;

/*
Where does the factor go? In `linear_grad` and `relu_grad` each gradient is
something times `out.g`, or a sum of such products. Multiply the first of them,
and all that follow are multiplied with it. The first is that of `mse_grad`,

```math
\frac{n_B}{n} \cdot \frac{2}{n_B} (o_i - t_i) = \frac{2}{n} (o_i - t_i) ,
```

which is `out.g` as the pass for all rows has it. From there on the shares are
forgotten. Write $G$ for `l1.g` and $G_B$ for a block's rows of it. Then the sums
over rows come apart, and the rows of `x.g` stand below one another:

```math
X^{\mathsf T} G = \sum_B X_B^{\mathsf T} G_B, \qquad
\sum_i g_{ij} = \sum_B \sum_{i \in B} g_{ij}, \qquad
(G W^{\mathsf T})_B = G_B W^{\mathsf T} .
```

So `w1.g` is a running sum, to which each block adds its product. `x.g`, as large
as x, should go to memory once. A block's rows of it are a view, and the product
is put right there: to fill `x.g` with zeros first, and then to add, would be to
write it, to read it and to write it again. And what is the same for all blocks
is made once: $W^{\mathsf T}$, laid out in memory as the products read it.
*/
static void
first_layer_grad(
    Arena *arena, const Net *net, const Block *block, const Tensor *l1)
{
	const Tensor *g = l1->g;                       /* (rows, 50) */
	const Tensor *x_t = tensor_t(arena, block->x); /* (784, rows) */
	if (block->adds)
		tensor_matmul_add(arena, block->x->g, g, block->w1_t);
	else
		tensor_matmul_into(arena, block->x->g, g, block->w1_t);
	tensor_matmul_add(arena, net->w1->g, x_t, g);
	gradient_add(arena, net->b1, tensor_sum(arena, g, 0));
}

/*
The pass of one block is the whole pass, line by line, with the share behind
`mse_grad`. Its functions are those that you know, and nothing that they make
has more rows than the block.
*/
static double
pass_of_block(Arena *arena, const Net *net, const Block *block)
{
	Tensor *l1 = linear(arena, block->x, net->w1, net->b1); /* (rows, 50) */
	Tensor *l2 = relu(arena, l1);                           /* (rows, 50) */
	Tensor *out = linear(arena, l2, net->w2, net->b2);      /* (rows, 1) */
	double loss = mse(arena, out, block->target);
	Tensor *share = tensor_scalar(arena, block->share); /* () */

	mse_grad(arena, out, block->target);
	out->g = tensor_mul(arena, out->g, share);
	linear_grad(arena, l2, out, net->w2, net->b2);
	relu_grad(arena, l1, l2);
	first_layer_grad(arena, net, block, l1);
	return block->share * loss;
}

/*
Around it, the loop. What a block allocates ends with the block, so that the next
one finds the same addresses, still in the cache. What is to outlive a block must
have been made before the first: the running sums, as zeros, and `x.g`.
*/
static void
start_sum(Tensor *parameter)
{
	if (parameter->g)
		return;
	parameter->g = tensor_zeros(
	    parameter->arena, tensor_shape(parameter)); /* as parameter */
	parameter->g->is_g = true;
}

static void
start_gradients(const Net *net, Tensor *x)
{
	start_sum(net->w1);
	start_sum(net->b1);
	start_sum(net->w2);
	start_sum(net->b2);
	if (!x->g)
		x->g = tensor_new(x->arena, tensor_shape(x)); /* (n, 784) */
	x->g->is_g = true;
}

static Block
block_at(Arena *arena, const Tensor *x, const Tensor *target, size_t start,
    size_t rows)
{
	Block block = {.x = tensor_narrow(arena, x, 0, start, rows),
	    .target = tensor_narrow(arena, target, 0, start, rows),
	    .share = (double)rows / (double)x->shape[0]};
	block.x->g = tensor_narrow(arena, x->g, 0, start, rows);
	return block;
}

double
forward_and_backward_in_blocks_of(
    Arena *arena, size_t rows, const Net *net, Tensor *x, const Tensor *target)
{
	REQUIRE_GIVEN(net && x && target);
	REQUIRE(x->ndim == 2 && target->ndim == 1 &&
		    x->shape[0] == target->shape[0],
	    "x %s and target %s, expected (n, inputs) and (n,)", SHAPE_TEXT(x),
	    SHAPE_TEXT(target));
	size_t n = x->shape[0];
	REQUIRE(n > 0, "no rows");
	REQUIRE(rows > 0, "blocks of no rows");
	bool adds = x->g != NULL;
	start_gradients(net, x);

	ArenaMark before = arena_mark(arena);
	const Tensor *w1_t = tensor_clone(arena, tensor_t(arena, net->w1));
	double loss = 0;
	for (size_t start = 0; start < n; start += rows) {
		ArenaMark mark = arena_mark(arena);
		rows = rows < n - start ? rows : n - start;
		Block block = block_at(arena, x, target, start, rows);
		block.w1_t = w1_t; /* (50, 784) */
		block.adds = adds;
		loss += pass_of_block(arena, net, &block);
		arena_rewind(arena, mark);
	}
	arena_rewind(arena, before);
	return loss;
}

/*
How many rows? x's block is read for l1, and must still be there when w1.g reads
it again. The second cache of today's cores has room for one or two megabytes,
and a block has the other tensors to keep there, too. Much smaller blocks pay
more for their calls, and walk through w1 and w1.g more often.
*/
const size_t cached_rows = 512; /* times 784 floats: 1.6 MB */

double
forward_and_backward_by_blocks(
    Arena *arena, const Net *net, Tensor *x, const Tensor *target)
{
	return forward_and_backward_in_blocks_of(
	    arena, cached_rows, net, x, target);
}

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

#include "common/parallel.h"

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

So `w1.g` is a running sum, to which each block adds its product. It is kept
transposed in memory, as $G^{\mathsf T} X$, the way the product gives it most easily:
its 784 columns fill the processor's vectors, fifty would not. `x.g`, as large
as x, should go to memory once. A block's rows of it are a view, and the product
is put right there: to fill `x.g` with zeros first, and then to add, would be to
write it, to read it and to write it again. And what is the same for all blocks
is made once: $W^{\mathsf T}$, laid out in memory as the products read it.
*/
static void
first_layer_grad(
    Arena *arena, const Net *net, const Block *block, const Tensor *l1)
{
	const Tensor *g = l1->g;                   /* (rows, 50) */
	const Tensor *g_t = tensor_t(arena, g);    /* (50, rows) */
	Tensor *sum = tensor_t(arena, net->w1->g); /* (50, 784) */
	if (block->adds)
		tensor_matmul_add(arena, block->x->g, g, block->w1_t);
	else
		tensor_matmul_into(arena, block->x->g, g, block->w1_t);
	tensor_matmul_add(arena, sum, g_t, block->x);
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

**And the cores?** A block's operations are too small to be shared between cores.
So each core takes blocks of its own, with running sums of its own: a **group** of
blocks, in an arena of its own. Who adds into the same place as another must wait
for the other; who has a place of its own never waits. When all are done, the
groups' sums are added up, in their order. The number of groups depends on the
rows alone, and so do the bits, whatever the number of cores.
*/
enum { MOST_GROUPS = 8 };

/* The batch, as all groups see it. */
typedef struct {
	const Net *net;
	Tensor *x;            /* (n, 784), its g there */
	const Tensor *target; /* (n,) */
	const Tensor *w1_t;   /* (50, 784) */
	bool adds;            /* to what x.g has been before */
	size_t rows, blocks, groups;
	struct Group {
		Arena *arena;
		Net net; /* the parameters, their g this group's sums */
		double loss;
	} group[MOST_GROUPS];
} Batch;

static Block
block_at(Arena *arena, const Batch *batch, size_t i)
{
	size_t n = batch->x->shape[0], start = i * batch->rows;
	size_t rows = n - start < batch->rows ? n - start : batch->rows;
	Block block = {.x = tensor_narrow(arena, batch->x, 0, start, rows),
	    .target = tensor_narrow(arena, batch->target, 0, start, rows),
	    .share = (double)rows / (double)n,
	    .w1_t = batch->w1_t,
	    .adds = batch->adds};
	block.x->g = tensor_narrow(arena, batch->x->g, 0, start, rows);
	return block;
}

/* The parameter, with zeros of this group's own for its gradient. */
static Tensor *
with_own_sum(Arena *arena, const Tensor *parameter)
{
	Tensor *own = tensor_view(arena, parameter); /* as parameter */
	own->g = tensor_zeros(arena, tensor_shape(own));
	return own;
}

static void
pass_of_group(void *context, size_t i)
{
	Batch *batch = context;
	struct Group *group = &batch->group[i];
	const Net *net = batch->net;
	Arena *arena = group->arena;
	group->net = (Net){tensor_view(arena, net->w1),
	    with_own_sum(arena, net->b1), with_own_sum(arena, net->w2),
	    with_own_sum(arena, net->b2)};
	Tensor *sum = tensor_zeros(arena, tensor_shape(batch->w1_t));
	group->net.w1->g = tensor_t(arena, sum); /* (784, 50) */

	size_t first = batch->blocks * i / batch->groups;
	size_t end = batch->blocks * (i + 1) / batch->groups;
	for (size_t b = first; b < end; b++) {
		ArenaMark mark = arena_mark(arena);
		Block block = block_at(arena, batch, b);
		group->loss += pass_of_block(arena, &group->net, &block);
		arena_rewind(arena, mark);
	}
}

/*
An arena serves one core at a time. `arena_part` gives parts of an arena, each an
arena itself, that can be used side by side.
*/
static double
pass_of_batch(Arena *arena, Batch *batch)
{
	const Net *net = batch->net;
	ArenaMark mark[MOST_GROUPS];
	for (size_t i = 0; i < batch->groups; i++) {
		Arena *part = arena_part(arena, i);
		batch->group[i].arena = part;
		mark[i] = arena_mark(part);
	}
	size_t work = tensor_count(batch->x) * net->w1->shape[1];
	parallel_for(batch->groups, work, pass_of_group, batch);

	double loss = 0;
	for (size_t i = 0; i < batch->groups; i++) {
		const struct Group *group = &batch->group[i];
		loss += group->loss;
		tensor_update(net->w1->g, 1, 1, group->net.w1->g);
		tensor_update(net->b1->g, 1, 1, group->net.b1->g);
		tensor_update(net->w2->g, 1, 1, group->net.w2->g);
		tensor_update(net->b2->g, 1, 1, group->net.b2->g);
		arena_rewind(group->arena, mark[i]);
	}
	return loss;
}

/* What outlives the call is made before its temporaries. */
static void
start_gradients(const Net *net, Tensor *x)
{
	Tensor *const parameters[] = {net->w1, net->b1, net->w2, net->b2};
	for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
		Tensor *p = parameters[i];
		if (!p->g)
			p->g = tensor_zeros(p->arena, tensor_shape(p));
		p->g->is_g = true;
	}
	if (!x->g)
		x->g = tensor_new(x->arena, tensor_shape(x)); /* (n, 784) */
	x->g->is_g = true;
}

/*
What the operations would refuse, they would refuse on another core, long after
the call. So the shapes are checked here, before the work is given out.
*/
static void
require_batch(const char *operation, const Net *net, const Tensor *x,
    const Tensor *target)
{
	REQUIRE_GIVEN_IN(operation, net && x && target);
	REQUIRE_IN(operation,
	    x->ndim == 2 && target->ndim == 1 &&
		x->shape[0] == target->shape[0],
	    "x %s and target %s, expected (n, inputs) and (n,)", SHAPE_TEXT(x),
	    SHAPE_TEXT(target));
	size_t inputs = x->shape[1];
	size_t hidden = net->w1->ndim == 2 ? net->w1->shape[1] : 0;
	REQUIRE_IN(operation,
	    shape_equal(tensor_shape(net->w1), SHAPE(inputs, hidden)) &&
		shape_equal(tensor_shape(net->b1), SHAPE(hidden)) &&
		shape_equal(tensor_shape(net->w2), SHAPE(hidden, 1)) &&
		shape_equal(tensor_shape(net->b2), SHAPE(1)),
	    "x %s and a net of w1 %s, b1 %s, w2 %s, b2 %s", SHAPE_TEXT(x),
	    SHAPE_TEXT(net->w1), SHAPE_TEXT(net->b1), SHAPE_TEXT(net->w2),
	    SHAPE_TEXT(net->b2));
	REQUIRE_IN(operation, x->shape[0] > 0, "no rows");
}

double
forward_and_backward_in_blocks_of(
    Arena *arena, size_t rows, const Net *net, Tensor *x, const Tensor *target)
{
	require_batch(__func__, net, x, target);
	REQUIRE(rows > 0, "blocks of no rows");
	Batch batch = {.net = net,
	    .x = x,
	    .target = target,
	    .adds = x->g != NULL,
	    .rows = rows,
	    .blocks = (x->shape[0] - 1) / rows + 1};
	batch.groups = batch.blocks < MOST_GROUPS ? batch.blocks : MOST_GROUPS;
	start_gradients(net, x);

	ArenaMark before = arena_mark(arena);
	batch.w1_t = tensor_clone(arena, tensor_t(arena, net->w1));
	double loss = pass_of_batch(arena, &batch);
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

/*
# The matrix product

## Goal

After this page you know why three nested loops waste nine tenths of a processor
and more, and which five steps get most of it back. You have seen what each step
buys, measured. And you can read, in plain C, the function in which nearly all of
the book's time is spent.

No chapter needs this page: a product is a product. Read it when you ask why
training takes seconds here.
*/
#include "common/matmul.h"

#include <string.h>

#include "common/matmul_product.h"
#include "common/parallel.h"
#include "common/require.h"
#include "common/views.h"

/*
## Idea

$C = AB$, with $A$ of $n \times k$ and $B$ of $k \times m$ numbers, takes $nmk$
multiplications and as many additions. Nothing here saves one of them. What is
saved is the way to the numbers: each number of $A$ is needed $m$ times, each of
$B$ $n$ times, and a processor that has to fetch it anew each time does little
but fetch. Fetch once, use often.

The steps, from the textbook's loops to the library's product:

@show tests/bench/steps.c naive

1. **Rows.** Let the innermost loop run along the rows of $B$ and $C$, as they lie
   in memory. A line of the cache is read as a whole and used as a whole, and the
   compiler makes vectors of the loop.

@show tests/bench/steps.c by_rows

2. **Blocks.** Take some steps of $k$ for all rows, then the next steps. These
   rows of $B$ stay in the cache meanwhile.

@show tests/bench/steps.c by_blocks

3. **Packing.** Copy 48 columns of $B$ to where they lie without gaps, and keep
   48 sums of $C$ while $k$ runs, instead of going to $C$ at each step.

@show tests/bench/steps.c by_strips

4. **Registers.** Do eight rows at a time. Then a vector of $B$, once loaded, is
   used eight times, and the sums are held in registers.
5. **Threads.** Give each core its own rows of $C$.
*/

/*
## Mathematics

**Loads.** A tile of $R$ rows and $S$ columns needs $R + S$ numbers at each step
of $k$, for $RS$ products. So it does

```math
\frac{RS}{R + S}
```

products per number. For a single sum that is $\frac{1}{2}$, for a row of 48
columns just under 1, for 8 rows and 48 columns nearly 7. A core loads two vectors
in a cycle and multiplies two: 3 loads of $B$ and 8 of $A$ take 5.5 cycles, while
their 24 products take 12. The multipliers are the limit, as they should be.

**Sums under way.** A product and its addition take about four cycles, and two
begin in each. A sum cannot go on before its last addition is done. So at least
$2 \cdot 4 = 8$ sums must be under way at any time. A tile has 24, or 12 where the
processor has but 16 registers.

**Caches.** One step of $k$ reads 48 numbers of the strip in 12 cycles: 16 bytes a
cycle, half of what the second cache delivers. So $B$'s block may lie there; it is
that many steps of $k$ deep:

```math
d = \frac{N}{m}, \qquad N = 2^{18} \text{ numbers, a megabyte.}
```

**One order.** Floats do not add up to the same sum in every order. So the plan
below depends on shapes and strides alone. Each piece of $C$ has one sum, in one
order, whoever computes it: the bits are the same on one core and on sixteen.
*/

/*
## Code

From the inside out: the tile, what it reads, which tiles there are, and the plan.

@part common/matmul_kernel.c

@part common/matmul_pack.c

@part common/matmul_tiles.c
*/

/*
### The plan

All is decided before the first multiplication: how $B$ is read, how deep the
tiles are, which pieces the cores share.
*/
enum {
	FEW_ROWS = 64,     /* of a: then packing b does not pay */
	LONG_SUM = 4096,   /* steps of k: then b is too large to be packed */
	MOST_PARTS = 32,   /* that a long sum is cut into */
	NEAR = 1 << 18,    /* elements of b that stay in the second cache */
	MOST_DEPTH = 1024, /* steps that a tile takes, at most */
	LEAST_DEPTH = 64,  /* and at least */
	TURN_DEPTH = 512,  /* steps that pay for turning the result */
	PIECE_STRIPS = 4,  /* of columns, in a piece that has all rows */
	LEAST_ROWS = 32,   /* in one that has all columns, */
	MOST_ROWS = 256,   /* so that it is worth going through all of b */
};

static size_t
within(size_t low, size_t value, size_t high)
{
	return value < low ? low : smaller(value, high);
}

/* How the product will be done: packed or in place, how deep a tile, and which
   pieces. It depends on shapes and strides alone, never on the threads. */
static Product
plan(const Tensor *out, const Tensor *a, const Tensor *b, bool add)
{
	const MatmulKernel *kernel = matmul_kernel();
	size_t n = a->shape[0], k = a->shape[1], m = b->shape[1];
	size_t rest = m % kernel->lanes, width = TILE_VECTORS * kernel->lanes;
	bool few = n <= FEW_ROWS, a_along_k = a->stride[1] == 1;
	Reading reading = PACKED;
	if (b->stride[1] == 1 && (few || k >= LONG_SUM))
		reading = IN_ROWS;
	else if (b->stride[0] == 1 && few && a_along_k)
		reading = IN_COLUMNS;
	bool wide = m > PIECE_STRIPS * width;
	bool cut_sum = k >= LONG_SUM && n * m <= NEAR;
	size_t near = reading == IN_ROWS && wide ? NEAR / 4 : NEAR;
	bool all_rows = cut_sum || reading == IN_COLUMNS ||
			(reading == IN_ROWS && wide && k * m > NEAR);
	size_t depth = smaller(k, within(LEAST_DEPTH, near / m, MOST_DEPTH));
	size_t piece_rows = within(LEAST_ROWS, n / 16, MOST_ROWS);
	size_t piece_columns = !all_rows || cut_sum    ? m
			       : reading == IN_COLUMNS ? kernel->dot_rows
						       : PIECE_STRIPS * width;
	return (Product){.kernel = kernel,
	    .n = n,
	    .m = m,
	    .k = k,
	    .a = {a->data, a->stride[0], a->stride[1]},
	    .b = {b->data, b->stride[0], b->stride[1]},
	    .width = width,
	    .whole = reading == IN_COLUMNS ? 0 : m - rest,
	    .depth = depth,
	    .reading = reading,
	    .dots = a_along_k &&
		    (reading == IN_COLUMNS || rest * 2 <= kernel->lanes),
	    .piece_columns = piece_columns,
	    .across = pieces_of(m, piece_columns),
	    .down = all_rows
			? 1
			: pieces_of(n, few ? kernel->rows - 1 : piece_rows),
	    .parts = cut_sum ? smaller(MOST_PARTS, pieces_of(k, depth)) : 1,
	    .c = out->data,
	    .c_row = out->stride[0],
	    .add = add};
}

/*
A **piece** is what one core does without asking: some rows of $C$; or some
columns, where there are few rows; or, for a sum of fifty thousand terms like
$X^{\mathsf T} G$, some steps of $k$. In the last case each piece has a sum of its
own, and the parts are added up in their order.
*/

/* Where a part of k begins: with a block of steps, as they are packed. */
static size_t
part_begins(const Product *product, size_t part)
{
	size_t blocks = pieces_of(product->k, product->depth);
	size_t first = cut(blocks, product->parts, part);
	return smaller(product->k, first * product->depth);
}

/* Piece i of the product: some rows and columns of a part, for all steps of k
   that the part has. */
static void
do_piece(void *context, size_t i)
{
	const Product *product = context;
	size_t part = i / product->across / product->down;
	size_t down = i / product->across % product->down;
	size_t columns = product->piece_columns;
	Block at = {.row = cut(product->n, product->down, down),
	    .column = i % product->across * columns,
	    .step = part_begins(product, part)};
	at.rows = cut(product->n, product->down, down + 1) - at.row;
	at.columns = smaller(columns, product->m - at.column);
	size_t first = at.step, end = part_begins(product, part + 1);
	for (; at.step < end; at.step += at.depth) {
		at.depth = smaller(product->depth, end - at.step);
		do_tiles(product, &at, product->c + part * product->c_part,
		    product->add || at.step > first);
	}
}

static void
do_pieces(Product *product)
{
	parallel_for(product->across * product->down * product->parts,
	    product->n * product->m * product->k / 16, do_piece, product);
}

/* The parts of a long sum, and where they are added up. */
typedef struct {
	const Product *product;
	Tensor *out;
	bool add;
} Parts;

/* Row i of out = the sum of that row of all parts, in their order. */
static void
add_parts(void *context, size_t i)
{
	const Parts *parts = context;
	const Product *product = parts->product;
	Real *to = parts->out->data + i * parts->out->stride[0];
	const Real *from = product->c + i * product->m;
	if (!parts->add)
		memset(to, 0, product->m * sizeof(Real));
	for (size_t part = 0; part < product->parts;
	     part++, from += product->c_part)
		for (size_t j = 0; j < product->m; j++)
			to[j] += from[j];
}

/* out = a @ b, or +=. Each row of out lies without gaps. */
static void
multiply(Arena *arena, Tensor *out, const Tensor *a, const Tensor *b, bool add)
{
	Product product = plan(out, a, b, add);
	size_t n = product.n, k = product.k, m = product.m;
	if (product.reading == PACKED && product.whole) {
		product.strips =
		    tensor_new(arena, SHAPE(k, product.whole))->data;
		parallel_for(
		    pieces_of(k, product.depth), k * m, pack_strips, &product);
	}
	if (product.whole < m && product.reading != IN_COLUMNS) {
		product.rest =
		    tensor_new(arena, SHAPE(k, product.kernel->lanes))->data;
		pack_rest(&product);
	}
	if (product.parts == 1) {
		do_pieces(&product);
		return;
	}
	product.c = tensor_new(arena, SHAPE(product.parts, n, m))->data;
	product.c_row = m;
	product.c_part = n * m;
	product.add = false;
	do_pieces(&product);
	Parts parts = {&product, out, add};
	parallel_for(n, product.parts * n * m, add_parts, &parts);
}

/*
$X^{\mathsf T} G$ has its 784 rows side by side in memory, and its 50 columns, too:
which of them should the vectors run along? $784 = 49 \cdot 16$ fills them, 50 does
not. So $C^{\mathsf T} = G^{\mathsf T} X$ is computed instead, and turned when it is
done. Turning costs a pass over $C$. Where $k$ is short, that pass is paid for the
columns alone that fill no vector.
*/

/* The same by way of the transposes: out.t = b.t @ a.t. */
static void
multiply_turned(
    Arena *arena, Tensor *out, const Tensor *a, const Tensor *b, bool add)
{
	size_t n = a->shape[0], m = b->shape[1];
	Tensor *turned = tensor_new(arena, SHAPE(m, n)); /* (m, n) */
	multiply(arena, turned, tensor_t(arena, b), tensor_t(arena, a), false);
	for (size_t i = 0; i < n; i++) {
		Real *to = out->data + i * out->stride[0];
		for (size_t j = 0; j < m; j++)
			to[j] = (add ? to[j] : 0) + turned->data[j * n + i];
	}
}

/* Chooses between the two. A transposed a, as in x.t @ g, has its columns side
   by side in memory, where the turned product's vectors can run along them. */
static void
choose(Arena *arena, Tensor *out, const Tensor *a, const Tensor *b, bool add)
{
	size_t n = a->shape[0], k = a->shape[1], m = b->shape[1];
	size_t lanes = matmul_kernel()->lanes, rest = m % lanes;
	bool turnable = a->stride[0] == 1 && a->stride[1] != 1 && n > m;
	if (turnable && (k >= TURN_DEPTH || m == rest)) {
		multiply_turned(arena, out, a, b, add);
	} else if (turnable && rest && rest * 2 <= lanes) {
		for (int last = 0; last < 2; last++) {
			size_t from = last ? m - rest : 0,
			       size = last ? rest : m - rest;
			choose(arena, tensor_narrow(arena, out, 1, from, size),
			    a, tensor_narrow(arena, b, 1, from, size), add);
		}
	} else {
		multiply(arena, out, a, b, add);
	}
}

/*
What the reader calls checks the shapes, and gives back the memory that the strips
took.
*/
static void
require_fit(const char *operation, const Tensor *a, const Tensor *b)
{
	REQUIRE_GIVEN_IN(operation, a && b);
	REQUIRE_IN(operation, a->ndim == 2 && b->ndim == 2,
	    "%s @ %s: both must be matrices", SHAPE_TEXT(a), SHAPE_TEXT(b));
	REQUIRE_IN(operation, a->shape[1] == b->shape[0],
	    "%s @ %s: the inner sizes %zu and %zu differ", SHAPE_TEXT(a),
	    SHAPE_TEXT(b), a->shape[1], b->shape[0]);
}

/* The product, where there is anything to multiply; scratch is given back. */
static void
product_into(
    Arena *arena, Tensor *out, const Tensor *a, const Tensor *b, bool add)
{
	ArenaMark mark = arena_mark(arena);
	size_t rows = a->shape[0], bytes = b->shape[1] * sizeof(Real);
	if (a->shape[1] > 0 && rows > 0 && bytes > 0)
		choose(arena, out, a, b, add);
	else if (!add && bytes > 0)
		for (size_t i = 0; i < rows; i++)
			memset(out->data + i * out->stride[0], 0, bytes);
	arena_rewind(arena, mark);
}

static void
require_out(
    const char *operation, const Tensor *out, const Tensor *a, const Tensor *b)
{
	require_fit(operation, a, b);
	REQUIRE_GIVEN_IN(operation, out);
	Shape shape = SHAPE(a->shape[0], b->shape[1]);
	REQUIRE_IN(operation, shape_equal(tensor_shape(out), shape),
	    "%s @ %s is %s, which does not fit %s", SHAPE_TEXT(a),
	    SHAPE_TEXT(b), shape_text(shape).text, SHAPE_TEXT(out));
	REQUIRE_IN(operation, out->stride[1] == 1 || out->shape[1] < 2,
	    "the rows of %s have gaps", SHAPE_TEXT(out));
}

Tensor *
tensor_matmul(Arena *arena, const Tensor *a, const Tensor *b)
{
	require_fit(__func__, a, b);
	Shape shape = SHAPE(a->shape[0], b->shape[1]);
	Tensor *c = tensor_new(arena, shape); /* (n, m) */
	product_into(arena, c, a, b, false);
	return c;
}

void
tensor_matmul_into(Arena *arena, Tensor *out, const Tensor *a, const Tensor *b)
{
	require_out(__func__, out, a, b);
	product_into(arena, out, a, b, false);
}

void
tensor_matmul_add(Arena *arena, Tensor *out, const Tensor *a, const Tensor *b)
{
	require_out(__func__, out, a, b);
	product_into(arena, out, a, b, true);
}

/*
## Run it

```
make steps
```

times each step on your machine: a square of 1024 rows, and the lesson's first
layer, 10,000 images of 784 pixels times 50 columns of weights. What it printed on
ours, an Intel server's processor with 512-bit vectors and two cores:

@run steps

The last two lines are the library's product, with one thread and with all.
`make bench` sets it beside OpenBLAS, BLIS, oneDNN and PyTorch.

`HANDGRAD_SIMD=avx2 make steps` takes a lesser kernel (`avx512`, `avx2`, `plain`),
`HANDGRAD_THREADS=1` fewer threads.

## Check it

- Every kernel, edge, stride and path is compared with the textbook's loops in
  double, on whole numbers, whose sums are exact:
  [test_matmul.c](../tests/common/test_matmul.c).
- The steps above check themselves: `make steps` compares each one's result with
  the naive one's before it prints a time.
- The same bits for one to four threads, and NaN stays in its row and its column.

## Pitfalls

- **The compiler as a judge.** `a[i * a_row] * right[v]` is a product of a number
  and a vector only as long as all loops around it are unrolled. One that is not
  keeps the sums in memory, and the kernel is three times slower, without a
  warning. clang and gcc want to be asked in different ways: see `UNROLL`.
- **Vectors wider than the machine's** are compiled, too, piece by piece, and are
  many times slower than none. Hence one object file for each kind of processor.
- **Padding.** Fifty columns padded to 64 waste more than a fifth of all
  multiplications. So the two last ones go another way.
- **Barriers.** If each product ends with all threads waiting for each other, one
  that a neighbour keeps from its core stops them all. See
  [parallel.c](../common/parallel.c).

## Exercises

1. Set `TILE_VECTORS` to 2, then to 4, and run `make steps`. Which limit do you
   meet, loads or registers?
2. Let `look_ahead` do nothing. Which of the two shapes suffers, and why?
3. `by_strips` holds 48 sums. Why does the compiler not hold them in registers?
4. Write `by_rows` with four rows of $A$ at a time. How far does that get you?
5. Strassen multiplies two matrices of $n \times n$ with $n^{2.81}$ products. From
   which $n$ on would it pay here, and what happens to the last digits?

## Next

Back to [chapter 2](02_forward.md), where the product is used for the first time,
or on to [chapter 6](06_gradients.md), where it is used in three ways.
*/

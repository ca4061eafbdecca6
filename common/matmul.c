#include "common/matmul.h"

#include <string.h>

#include "common/matmul_product.h"
#include "common/parallel.h"
#include "common/require.h"
#include "common/views.h"

enum {
	FEW_ROWS = 64,     /* of a: then packing b does not pay */
	LONG_SUM = 4096,   /* steps of k: then b is too large to be packed */
	PARTS = 32,        /* that a long sum is cut into */
	NEAR = 1 << 18,    /* elements of b that stay in the second cache */
	MOST_DEPTH = 1024, /* steps that a tile takes, at most */
	LEAST_DEPTH = 64,  /* and at least */
	TURN_DEPTH = 512,  /* steps that pay for turning the result */
	PIECE_STRIPS = 4,  /* of columns, in a piece that has all rows */
};

static size_t
within(size_t low, size_t value, size_t high)
{
	return value < low ? low : smaller(value, high);
}

/* Rows of a piece: a tile's where they are few, so that there is some work for
   every core. */
static size_t
piece_rows(const MatmulKernel *kernel, Reading reading)
{
	return reading == IN_ROWS      ? kernel->rows
	       : reading == IN_COLUMNS ? 2 * kernel->dot_rows
				       : FEW_ROWS;
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
	bool all_rows = cut_sum || (reading == IN_ROWS && wide);
	return (Product){.kernel = kernel,
	    .n = n,
	    .m = m,
	    .k = k,
	    .a = {a->data, a->stride[0], a->stride[1]},
	    .b = {b->data, b->stride[0], b->stride[1]},
	    .width = width,
	    .whole = reading == IN_COLUMNS ? 0 : m - rest,
	    .depth = smaller(k, within(LEAST_DEPTH, near / m, MOST_DEPTH)),
	    .reading = reading,
	    .dots = a_along_k &&
		    (reading == IN_COLUMNS || rest * 2 <= kernel->lanes),
	    .across = all_rows && !cut_sum ? pieces_of(m, PIECE_STRIPS * width)
					   : 1,
	    .down = all_rows ? 1 : pieces_of(n, piece_rows(kernel, reading)),
	    .parts = cut_sum ? PARTS : 1,
	    .c = out->data,
	    .c_row = out->stride[0],
	    .add = add};
}

/* Piece i of the product: some rows and columns of a part, for all steps of k
   that the part has. */
static void
do_piece(void *context, size_t i)
{
	const Product *product = context;
	size_t part = i / product->across / product->down;
	size_t down = i / product->across % product->down;
	size_t columns = product->across == 1 ? product->m
					      : PIECE_STRIPS * product->width;
	Block at = {.row = cut(product->n, product->down, down),
	    .column = i % product->across * columns,
	    .step = cut(product->k, product->parts, part)};
	at.rows = cut(product->n, product->down, down + 1) - at.row;
	at.columns = smaller(columns, product->m - at.column);
	size_t first = at.step, end = cut(product->k, product->parts, part + 1);
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
	for (size_t part = 0; part < PARTS; part++, from += product->c_part)
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
	product.c = tensor_new(arena, SHAPE(PARTS, n, m))->data;
	product.c_row = m;
	product.c_part = n * m;
	product.add = false;
	do_pieces(&product);
	Parts parts = {&product, out, add};
	parallel_for(n, PARTS * n * m, add_parts, &parts);
}

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

static void
require_fit(const char *operation, const Tensor *a, const Tensor *b)
{
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

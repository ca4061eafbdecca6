/*
 * A matrix product reads each number many times; it is fast when most of
 * those reads find the number close by.
 *
 *   - A tile of c, six rows by two vectors, is summed in registers
 *     (matmul_kernel.c).
 *   - What a tile reads is packed first: panels of six rows of a, panels of
 *     two vectors' columns of b, so that the kernel reads straight ahead
 *     whatever the strides were. Packing costs one pass and is paid back by
 *     every tile that reads the panel.
 *   - k is cut into blocks of DEPTH, so that the panels in use stay in the
 *     caches.
 *   - The rows of c are cut into blocks of BLOCK_ROWS, which the cores share.
 *     A block is summed in one order, whoever does it.
 *
 * Edges are padded with zeros in the panels; a tile that hangs over the edge
 * of c is summed in a buffer, and what belongs to c is copied.
 */
#include "common/matmul.h"

#include <stdlib.h>
#include <string.h>

#include "common/matmul_kernel.h"
#include "common/parallel.h"
#include "common/require.h"

enum {
	DEPTH = 256,
	BLOCK_ROWS = 8 * TILE_ROWS,
};

/* A matrix as the packing sees it. */
typedef struct {
	const Real *data;
	size_t row, column; /* strides */
} Matrix;

/* A product under way. */
typedef struct {
	const MatmulKernel *kernel;
	size_t n, m, k;
	Matrix a;
	const Real *b_panels; /* all of b: by DEPTH, then by panel */
	Real *c;              /* (n, m) */
	size_t c_stride;      /* from row to row */
	bool add;             /* to what c has */
} Job;

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t
round_up(size_t size, size_t multiple)
{
	return (size + multiple - 1) / multiple * multiple;
}

/* Packs `width` lines (rows of a, columns of b) for `depth` steps of k into
   one panel, `panel_width` wide, padded with zeros. `line` is the stride from
   line to line, `along` the stride along k. */
static void
pack_panel(Real *panel, size_t panel_width, const Real *from, size_t width,
    size_t line, size_t depth, size_t along)
{
	for (size_t p = 0; p < depth;
	     p++, from += along, panel += panel_width) {
		for (size_t i = 0; i < width; i++)
			panel[i] = from[i * line];
		for (size_t i = width; i < panel_width; i++)
			panel[i] = 0;
	}
}

/* Panel number `i` of b: its DEPTH-block, then its columns. */
typedef struct {
	const MatmulKernel *kernel;
	Matrix b;
	size_t m, k;
	Real *panels;
} Packing;

static void
pack_b_block(void *context, size_t i)
{
	const Packing *packing = context;
	size_t columns = packing->kernel->columns;
	size_t first = i * DEPTH, depth = smaller(DEPTH, packing->k - first);
	Real *panel = packing->panels + first * round_up(packing->m, columns);
	for (size_t j = 0; j < packing->m;
	     j += columns, panel += depth * columns)
		pack_panel(panel, columns,
		    packing->b.data + first * packing->b.row +
			j * packing->b.column,
		    smaller(columns, packing->m - j), packing->b.column, depth,
		    packing->b.row);
}

/* One tile of c at (i, j), through a buffer where it hangs over the edge. */
static void
do_tile(const Job *job, size_t i, size_t j, size_t depth, const Real *a,
    const Real *b, bool add)
{
	size_t columns = job->kernel->columns;
	size_t rows = smaller(TILE_ROWS, job->n - i);
	size_t width = smaller(columns, job->m - j);
	Real *c = job->c + i * job->c_stride + j;
	if (rows == TILE_ROWS && width == columns) {
		job->kernel->tile(depth, a, b, c, job->c_stride, add);
		return;
	}
	Real buffer[TILE_ROWS * TILE_MAX_COLUMNS];
	job->kernel->tile(depth, a, b, buffer, columns, false);
	for (size_t row = 0; row < rows; row++)
		for (size_t column = 0; column < width; column++) {
			Real sum = buffer[row * columns + column];
			Real *to = c + row * job->c_stride + column;
			*to = add ? *to + sum : sum;
		}
}

/* BLOCK_ROWS rows of c, from block number `block`. */
static void
do_block(void *context, size_t block)
{
	const Job *job = context;
	size_t columns = job->kernel->columns;
	size_t first = block * BLOCK_ROWS;
	size_t end = smaller(first + BLOCK_ROWS, job->n);
	Real a_panels[BLOCK_ROWS * DEPTH];

	for (size_t p = 0; p < job->k; p += DEPTH) {
		/* Pack this block of a. */
		size_t depth = smaller(DEPTH, job->k - p);
		Real *a_panel = a_panels;
		for (size_t i = first; i < end;
		     i += TILE_ROWS, a_panel += TILE_ROWS * depth)
			pack_panel(a_panel, TILE_ROWS,
			    job->a.data + i * job->a.row + p * job->a.column,
			    smaller(TILE_ROWS, end - i), job->a.row, depth,
			    job->a.column);

		/* Multiply it by every panel of b. */
		const Real *b_panel = job->b_panels +
				      p * round_up(job->m, columns);
		for (size_t j = 0; j < job->m;
		     j += columns, b_panel += columns * depth)
			for (size_t i = first; i < end; i += TILE_ROWS)
				do_tile(job, i, j, depth,
				    a_panels + (i - first) * depth, b_panel,
				    job->add || p > 0);
	}
}

const MatmulKernel *
matmul_kernel(void)
{
#ifdef __x86_64__
	const char *wish = getenv("HANDGRAD_SIMD");
	bool any = !wish || !*wish;
	if (__builtin_cpu_supports("avx512f") &&
	    (any || strcmp(wish, "avx512") == 0))
		return &matmul_kernel_avx512;
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
	    (any || strcmp(wish, "plain") != 0))
		return &matmul_kernel_avx2;
#endif
	return &matmul_kernel_plain;
}

const char *
matmul_kernel_name(void)
{
	return matmul_kernel()->name;
}

/* c = a @ b, or c += a @ b with `add`. */
static void
multiply(Arena *scratch, Tensor *c, const Tensor *a, const Tensor *b, bool add)
{
	size_t n = a->shape[0], k = a->shape[1], m = b->shape[1];
	if (n == 0 || m == 0)
		return;
	if (k == 0) {
		for (size_t i = 0; !add && i < n; i++)
			memset(c->data + i * c->stride[0], 0, m * sizeof(Real));
		return;
	}

	/* Pack b once, for all blocks of rows. */
	const MatmulKernel *kernel = matmul_kernel();
	ArenaMark mark = arena_mark(scratch);
	size_t padded = round_up(m, kernel->columns);
	Real *b_panels = tensor_new(scratch, SHAPE(k, padded))->data;
	Packing packing = {.kernel = kernel,
	    .b = {b->data, b->stride[0], b->stride[1]},
	    .m = m,
	    .k = k,
	    .panels = b_panels};
	parallel_for(
	    (k + DEPTH - 1) / DEPTH, k * m / 8, pack_b_block, &packing);

	/* Multiply, block by block of rows. */
	Job job = {.kernel = kernel,
	    .n = n,
	    .m = m,
	    .k = k,
	    .a = {a->data, a->stride[0], a->stride[1]},
	    .b_panels = b_panels,
	    .c = c->data,
	    .c_stride = c->stride[0],
	    .add = add};
	parallel_for(
	    (n + BLOCK_ROWS - 1) / BLOCK_ROWS, n * m * k / 64, do_block, &job);
	arena_rewind(scratch, mark);
}

static void
require_inner_sizes(const char *operation, const Tensor *a, const Tensor *b)
{
	REQUIRE_IN(operation, a->ndim == 2 && b->ndim == 2,
	    "%s @ %s: both must be matrices", SHAPE_TEXT(a), SHAPE_TEXT(b));
	REQUIRE_IN(operation, a->shape[1] == b->shape[0],
	    "%s @ %s: the inner sizes %zu and %zu differ", SHAPE_TEXT(a),
	    SHAPE_TEXT(b), a->shape[1], b->shape[0]);
}

static void
require_place(
    const char *operation, const Tensor *out, const Tensor *a, const Tensor *b)
{
	require_inner_sizes(operation, a, b);
	REQUIRE_IN(operation,
	    out->ndim == 2 && out->shape[0] == a->shape[0] &&
		out->shape[1] == b->shape[1] && out->stride[1] == 1,
	    "%s @ %s into %s", SHAPE_TEXT(a), SHAPE_TEXT(b), SHAPE_TEXT(out));
}

Tensor *
tensor_matmul(Arena *arena, const Tensor *a, const Tensor *b)
{
	require_inner_sizes(__func__, a, b);
	Tensor *c = tensor_new(
	    arena, SHAPE(a->shape[0], b->shape[1])); /* (n, m) */
	multiply(arena, c, a, b, false);
	return c;
}

void
tensor_matmul_into(
    Arena *scratch, Tensor *out, const Tensor *a, const Tensor *b)
{
	require_place(__func__, out, a, b);
	multiply(scratch, out, a, b, false);
}

void
tensor_matmul_add(Arena *scratch, Tensor *out, const Tensor *a, const Tensor *b)
{
	require_place(__func__, out, a, b);
	multiply(scratch, out, a, b, true);
}

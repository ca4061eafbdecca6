/*
 * The limits of the machine: what the kernel of the products does on tiles that
 * never leave the nearest cache, on all cores at once; and a plain copy.
 */
#include <stdlib.h>
#include <string.h>

#include "common/matmul_kernel.h"
#include "common/parallel.h"
#include "tests/bench/bench.h"
#include "tests/bench/ours.h"

enum { DEPTH = 192, PIECES = 16, WORTH_IT = 1 << 28 };

/* Tiles in a piece: more for more rows, as in a product. */
static size_t
tiles(const Ours *ours)
{
	return ours->rows / 12 + 1;
}

static size_t
columns(void)
{
	return TILE_VECTORS * matmul_kernel()->lanes;
}

static void
peak_piece(void *context, size_t i)
{
	(void)i;
	const MatmulKernel *kernel = matmul_kernel();
	Real a[TILE_MAX_ROWS * DEPTH], b[TILE_MAX_COLUMNS * DEPTH];
	Real c[TILE_MAX_ROWS * TILE_MAX_COLUMNS];
	memset(a, 0, sizeof a);
	memset(b, 0, sizeof b);
	memset(c, 0, sizeof c);
	Tile tile = {.depth = DEPTH,
	    .a = a,
	    .a_row = 1,
	    .a_step = kernel->rows,
	    .b = b,
	    .b_step = columns(),
	    .c = c,
	    .c_row = columns(),
	    .add = true,
	    .next = a};
	for (size_t left = tiles(context); left > 0; left--)
		kernel->tile(kernel->rows, TILE_VECTORS, &tile);
}

void
peak_prepare(void *self, size_t rows)
{
	Ours *ours = self;
	ours->rows = rows;
	ours->results = 0;
	ours->only_scales = false;
	ours->numbers = 1; /* the finding: how many operations a run is */
	ours->number[0] = 2.0 * DEPTH * PIECES *
			  (double)(matmul_kernel()->rows * tiles(ours) *
				   columns());
}

void
peak_run(void *self)
{
	parallel_for(PIECES, WORTH_IT, peak_piece, self);
}

void
copy_prepare(void *self, size_t rows)
{
	Ours *ours = self;
	ours_rows(ours, rows);
	if (!ours->copy || ours->copy->shape[0] < rows)
		ours->copy = tensor_zeros(
		    ours->model, SHAPE(rows, PIXELS)); /* as x */
	ours->result[0] = tensor_narrow(
	    ours->net, ours->copy, 0, 0, rows); /* (rows, 784) */
	ours->results = 1;
}

/* Each thread copies one piece: memcpy is at its best on large ones. */
static size_t
pieces(void)
{
	const char *threads = getenv("HANDGRAD_THREADS");
	long count = threads ? strtol(threads, NULL, 10) : 1;
	return count > 1 ? (size_t)count : 1;
}

static void
copy_piece(void *context, size_t i)
{
	const Ours *ours = context;
	size_t all = ours->rows * PIXELS, count = pieces();
	size_t from = all * i / count, to = all * (i + 1) / count;
	memcpy(ours->copy->data + from, ours->x->data + from,
	    (to - from) * sizeof(Real));
}

void
copy_run(void *self)
{
	parallel_for(pieces(), WORTH_IT, copy_piece, self);
}

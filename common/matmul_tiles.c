/*
### Tiles

A piece of $c$ is cut into tiles, and each tile told where its rows of $a$
and its columns of $b$ begin, and how far it is from one step to the next.
*/
#include "common/matmul_product.h"

/* The tile at `at`, not yet told which part of b it takes. */
static Tile
tile_at(const Product *product, const Block *at, Real *c, bool add)
{
	const Matrix *a = &product->a;
	const Real *first = a->data + at->row * a->row + at->step * a->column;
	return (Tile){.depth = at->depth,
	    .a = first,
	    .a_row = a->row,
	    .a_step = a->column,
	    .c = c + at->row * product->c_row + at->column,
	    .c_row = product->c_row,
	    .add = add,
	    .next = first};
}

/*
The large operand comes from main memory, which takes as long to answer as
a hundred multiplications. So every tile asks early, one number a step, for
its share of what comes next: of the next rows of $b$ where $b$ is read in
place, else of the next rows of $a$.
*/

/* Tile `number` of `count` tiles that share the asking. */
static void
look_ahead(Tile *tile, const Product *product, const Block *at, size_t number,
    size_t count)
{
	const Matrix *a = &product->a, *b = &product->b;
	if (product->reading == IN_ROWS &&
	    at->step + 2 * at->depth <= product->k) {
		tile->next_step = pieces_of(product->m, count);
		tile->next = b->data + (at->step + at->depth) * b->row;
	} else if (a->column == 1 && a->row == at->depth &&
		   at->row + 2 * at->rows <= product->n) {
		tile->next_step = pieces_of(at->rows, count);
		tile->next += at->rows * a->row;
	}
	tile->next += number * at->depth * tile->next_step;
}

static void
do_tile(const Product *product, const Block *at, size_t number, size_t count,
    Real *c, bool add)
{
	const Matrix *b = &product->b;
	Tile tile = tile_at(product, at, c, add);
	if (product->reading == PACKED) {
		tile.b = product->strips + at->step * product->whole +
			 at->column * at->depth;
		tile.b_step = at->columns;
	} else {
		tile.b = b->data + at->step * b->row + at->column;
		tile.b_step = b->row;
	}
	look_ahead(&tile, product, at, number, count);
	product->kernel->tile(
	    at->rows, at->columns / product->kernel->lanes, &tile);
}

/* The columns that fill no vector: as dot products, or as one vector by way of
   a buffer, from which is copied what belongs to c. */
static void
do_rest(const Product *product, const Block *at, Real *c, bool add)
{
	Tile tile = tile_at(product, at, c, add);
	if (product->dots) {
		bool in_place = product->reading == IN_COLUMNS;
		tile.b = in_place
			     ? product->b.data + at->column * product->b.column
			     : product->rest;
		tile.b_step = in_place ? product->b.column : product->k;
		tile.b += at->step;
		product->kernel->dots(at->rows, at->columns, &tile);
		return;
	}
	Real buffer[TILE_MAX_ROWS * TILE_MAX_COLUMNS];
	size_t lanes = product->kernel->lanes;
	Real *to = tile.c;
	tile.b = product->rest + at->step * lanes;
	tile.b_step = tile.c_row = lanes;
	tile.c = buffer;
	tile.add = false;
	product->kernel->tile(at->rows, 1, &tile);
	for (size_t i = 0; i < at->rows; i++, to += product->c_row)
		for (size_t j = 0; j < at->columns; j++)
			to[j] = (add ? to[j] : 0) + buffer[i * lanes + j];
}

/*
In which order? What is small should stay near, while what is large comes by
once. Packed strips are small: take eight rows of $a$ and go through all
strips, then the next eight rows. Where $b$ is read in place it is $b$ that
comes by: take three vectors of its columns and go through all rows.
*/
void
do_tiles(const Product *product, const Block *block, Real *c, bool add)
{
	size_t end = block->column + block->columns;
	size_t whole = smaller(end, product->whole);
	size_t strips = block->column < whole
			    ? pieces_of(whole - block->column, product->width)
			    : 0;
	size_t rest = block->column < whole ? end - whole : block->columns;
	size_t all = strips + (rest > 0);
	size_t height_rows = strips ? product->kernel->rows
				    : product->kernel->dot_rows;
	size_t heights = pieces_of(block->rows, height_rows);
	bool packed = product->reading == PACKED;
	size_t outer = packed ? heights : all, inner = packed ? all : heights;
	for (size_t i = 0; i < outer; i++)
		for (size_t j = 0; j < inner; j++) {
			size_t height = packed ? i : j, strip = packed ? j : i;
			Block at = *block;
			at.row += cut(block->rows, heights, height);
			at.rows = block->row +
				  cut(block->rows, heights, height + 1) -
				  at.row;
			at.column += strip * product->width;
			if (strip < strips) {
				at.columns = smaller(
				    product->width, whole - at.column);
				do_tile(product, &at,
				    packed ? strip : i * inner + j,
				    packed ? strips : strips * heights, c, add);
			} else {
				at.column = end - rest;
				at.columns = rest;
				do_rest(product, &at, c, add);
			}
		}
}

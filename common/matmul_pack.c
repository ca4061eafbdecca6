/*
### Packing

A tile reads 48 numbers of each row of $b$. In a wide matrix the next 48
stand thousands of bytes further on, at distances which the cache likes
least. So $b$ is copied once into **strips**: 48 columns, row below row,
without a gap. Every tile of that strip then reads straight ahead, and the
strides of $b$ have stopped to matter: a transposed view is packed like any
other matrix.

The copy costs one pass. Each number of $b$ is read by all rows of $a$, so a
copy pays where $a$ has many rows. Where it has few, $b$ is read in place.
*/
#include "common/matmul_product.h"

/* Packs a block of b row by row, each row padded with zeros to `width`. */
static void
pack(Real *to, const Matrix *b, Block at, size_t width)
{
	const Real *from = b->data + at.step * b->row + at.column * b->column;
	for (; at.depth > 0; at.depth--, from += b->row, to += width) {
		for (size_t j = 0; j < at.columns; j++)
			to[j] = from[j * b->column];
		for (size_t j = at.columns; j < width; j++)
			to[j] = 0;
	}
}

void
pack_strips(void *context, size_t i)
{
	const Product *product = context;
	Block at = {.step = i * product->depth};
	at.depth = smaller(product->depth, product->k - at.step);
	Real *to = product->strips + at.step * product->whole;
	for (; at.column < product->whole; at.column += at.columns) {
		at.columns = smaller(
		    product->width, product->whole - at.column);
		pack(to + at.column * at.depth, &product->b, at, at.columns);
	}
}

/*
Fifty columns are three vectors of sixteen and two columns more. As a fourth
vector, padded with zeros, these two would cost as much as sixteen. Where
$a$'s rows lie along $k$, such a rest is better packed column by column, and
multiplied along $k$, in whole vectors again.
*/
void
pack_rest(const Product *product)
{
	const Matrix *b = &product->b;
	Real *to = product->rest;
	Block at = {.column = product->whole,
	    .columns = product->m - product->whole,
	    .depth = product->k};
	if (!product->dots) {
		pack(to, b, at, product->kernel->lanes);
		return;
	}
	for (size_t j = product->whole; j < product->m; j++)
		for (size_t p = 0; p < product->k; p++)
			*to++ = b->data[p * b->row + j * b->column];
}

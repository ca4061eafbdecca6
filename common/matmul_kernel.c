/*
 * A tile of c is held in registers while k runs. At each step three vectors of
 * b's row meet one number of each of a's rows: three loads, eight more for the
 * rows, and 24 multiplications with their additions. Nothing is written until
 * the end. Two multipliers need eight sums or more under way at any time, for
 * a sum takes four cycles: 24 (or 12, where there are but 16 registers) keep
 * them busy.
 *
 * A Vector is the compilers' own vector extension: the file is plain C, and
 * becomes what the flags allow.
 */
#include "common/matmul_kernel.h"

#include <string.h>

#if defined(__AVX512F__)
#define KERNEL matmul_kernel_avx512
#define KERNEL_NAME "avx512"
#define TALL 1 /* 32 registers */
enum { VECTOR_BYTES = 64 };
#elif defined(__AVX2__)
#define KERNEL matmul_kernel_avx2
#define KERNEL_NAME "avx2"
#define TALL 0
enum { VECTOR_BYTES = 32 };
#elif defined(__ARM_NEON)
#define KERNEL matmul_kernel_plain
#define KERNEL_NAME "neon"
#define TALL 1
enum { VECTOR_BYTES = 16 };
#else
#define KERNEL matmul_kernel_plain
#define KERNEL_NAME "plain"
#define TALL 0 /* 16 registers */
enum { VECTOR_BYTES = 16 };
#endif

/* Each turn of the next loop becomes code of its own: its sums can then have
   registers of their own. */
#ifdef __clang__
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 8")
#endif

typedef Real Vector __attribute__((vector_size(VECTOR_BYTES)));

enum {
	LANES = VECTOR_BYTES / sizeof(Real),
	ROWS = TALL ? 8 : 4,
};

static inline Vector
load(const Real *from)
{
	Vector vector;
	memcpy(&vector, from, sizeof vector); /* one unaligned load */
	return vector;
}

static inline void
store(Real *to, Vector vector)
{
	memcpy(to, &vector, sizeof vector);
}

/* sum[v] += left * right[v], for a constant number of vectors. */
static inline __attribute__((always_inline)) void
add_products(Vector *sum, Real left, const Vector *right, size_t vectors)
{
	UNROLL
	for (size_t v = 0; v < vectors; v++)
		sum[v] += left * right[v];
}

/* Writes a row of sums to c, or adds it to what is there. */
static inline __attribute__((always_inline)) void
finish_row(Real *c, const Vector *sum, size_t vectors, bool add)
{
	UNROLL
	for (size_t v = 0; v < vectors; v++, c += LANES)
		store(c, add ? sum[v] + load(c) : sum[v]);
}

/* A tile of `rows` by `vectors`: constants wherever this is inlined, so that
   each sum has a register of its own. */
static inline __attribute__((always_inline)) void
tile_of(size_t rows, size_t vectors, const Tile *tile)
{
	Vector sum[ROWS][TILE_VECTORS] = {{{0}}};
	const Real *a = tile->a, *b = tile->b, *next = tile->next;
	size_t a_row = tile->a_row, a_step = tile->a_step;
	size_t b_step = tile->b_step, next_step = tile->next_step;
	for (size_t p = tile->depth; p > 0; p--) {
		Vector right[TILE_VECTORS];
		UNROLL
		for (size_t v = 0; v < vectors; v++)
			right[v] = load(b + v * LANES);
		UNROLL
		for (size_t i = 0; i < rows; i++)
			add_products(sum[i], a[i * a_row], right, vectors);
		__builtin_prefetch(next);
		a += a_step;
		b += b_step;
		next += next_step;
	}
	UNROLL
	for (size_t i = 0; i < rows; i++)
		finish_row(
		    tile->c + i * tile->c_row, sum[i], vectors, tile->add);
}

/* The same with `vectors` a constant: one piece of code for each height. */
static inline __attribute__((always_inline)) void
tile_of_rows(size_t rows, size_t vectors, const Tile *tile)
{
	switch (rows) {
	case 1:
		tile_of(1, vectors, tile);
		break;
	case 2:
		tile_of(2, vectors, tile);
		break;
	case 3:
		tile_of(3, vectors, tile);
		break;
	case 4:
		tile_of(4, vectors, tile);
		break;
#if TALL
	case 5:
		tile_of(5, vectors, tile);
		break;
	case 6:
		tile_of(6, vectors, tile);
		break;
	case 7:
		tile_of(7, vectors, tile);
		break;
	case 8:
		tile_of(8, vectors, tile);
		break;
#endif
	}
}

static void
tile(size_t rows, size_t vectors, const Tile *tile)
{
	if (vectors == 1)
		tile_of_rows(rows, 1, tile);
	else if (vectors == 2)
		tile_of_rows(rows, 2, tile);
	else
		tile_of_rows(rows, 3, tile);
}

/* The sum of a vector's numbers, halves first. */
static inline Real
sum_of(Vector vector)
{
	Real half[LANES];
	store(half, vector);
	for (size_t width = LANES / 2; width > 0; width /= 2)
		for (size_t lane = 0; lane < width; lane++)
			half[lane] += half[lane + width];
	return half[0];
}

/* Four rows of a times two columns of b, which lie along p: eight sums. Of the
   results only `rows` by `columns` are wanted. */
static void
thin_block(const Real *const a[4], const Real *const b[2], const Tile *tile,
    Real *c, size_t rows, size_t columns)
{
	Vector sum[4][2] = {{{0}}};
	size_t p = 0;
	for (; p + LANES <= tile->depth; p += LANES)
		UNROLL
	for (int i = 0; i < 4; i++) {
		sum[i][0] += load(a[i] + p) * load(b[0] + p);
		sum[i][1] += load(a[i] + p) * load(b[1] + p);
	}
	for (size_t i = 0; i < rows; i++, c += tile->c_row)
		for (size_t j = 0; j < columns; j++) {
			Real total = sum_of(sum[i][j]);
			for (size_t rest = p; rest < tile->depth; rest++)
				total += a[i][rest] * b[j][rest];
			c[j] = tile->add ? c[j] + total : total;
		}
}

/* Where there are fewer than four rows left, or one column, the last one is
   taken again to make the block full. */
static void
thin(size_t rows, size_t columns, const Tile *tile)
{
	for (size_t i = 0; i < rows; i += 4)
		for (size_t j = 0; j < columns; j += 2) {
			const Real *a[4], *b[2];
			for (size_t r = 0; r < 4; r++)
				a[r] = tile->a +
				       (i + r < rows ? i + r : rows - 1) *
					   tile->a_row;
			b[0] = tile->b + j * tile->b_step;
			b[1] = j + 1 < columns ? b[0] + tile->b_step : b[0];
			thin_block(a, b, tile, tile->c + i * tile->c_row + j,
			    rows - i < 4 ? rows - i : 4,
			    columns - j < 2 ? 1 : 2);
		}
}

const MatmulKernel KERNEL = {KERNEL_NAME, LANES, ROWS, tile, thin};

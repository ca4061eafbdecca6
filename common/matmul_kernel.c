/*
### The kernel

A tile of $C$ is held in registers while $k$ runs. At each step three vectors of a
row of $B$ meet one number of each of eight rows of $A$. Nothing is written until
the end.

A `Vector` is the compilers' own vector extension: the file is plain C, and becomes
what the flags allow. It is compiled once for each kind of processor, and the widest
kernel that yours has is chosen when the program runs.
*/
#include "common/matmul_kernel.h"

#include <stdint.h>
#include <string.h>

#if defined(__AVX512F__)
#define KERNEL matmul_kernel_avx512
#define KERNEL_NAME "avx512"
#define TALL 1 /* 32 registers */
#define VECTOR_BYTES 64
#elif defined(__AVX2__)
#define KERNEL matmul_kernel_avx2
#define KERNEL_NAME "avx2"
#define TALL 0
#define VECTOR_BYTES 32
#elif defined(KERNEL_NEON)
#define KERNEL matmul_kernel_neon
#define KERNEL_NAME "neon"
#define TALL 1
#define VECTOR_BYTES 16
#else
#define KERNEL matmul_kernel_plain
#define KERNEL_NAME "plain"
#define TALL 0 /* 16 registers */
#define VECTOR_BYTES 16
#endif

/* Each turn of the next loop becomes code of its own: its sums can then have
   registers of their own. */
#ifdef __clang__
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

#ifdef REAL_DOUBLE
#define LANES (VECTOR_BYTES / 8)
typedef int64_t Places __attribute__((vector_size(VECTOR_BYTES)));
#else
#define LANES (VECTOR_BYTES / 4)
typedef int32_t Places __attribute__((vector_size(VECTOR_BYTES)));
#endif

typedef Real Vector __attribute__((vector_size(VECTOR_BYTES)));

enum {
	ROWS = TALL ? 8 : 4,
	DOTS = TALL ? 5 : 2,
	MOST_SUMS = TALL ? 32 : 8, /* of a tile of dots, in whole vectors */
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

/* The same with a vector at the left. */
static inline __attribute__((always_inline)) void
add_vectors(Vector *sum, Vector left, const Vector *right, size_t vectors)
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

/*
There is another way for the vectors to run: along $k$, where the numbers of both
$A$ and $B$ lie so. Each lane has a sum of its own, and the lanes are added in the
end. Five rows times five columns are 25 sums and 10 loads; in 16 registers, four
times two.

The lanes of one vector could be added half to half, and half to half again, with
most of the machine idle. So it is done to many vectors at a time: two are
**folded** into one, the left halves of both plus the right halves of both. Sixteen
vectors become eight, then four, two and one, whose lanes are the sixteen sums.
*/

/* The lane that comes to place `lane` when the left parts (side 0) of two
   vectors, or the right ones (side 1), are lined up; a part has `width` lanes,
   and lanes are counted through both vectors. */
#define PART(lane, width, side) \
	((lane) / (width) * 2 * (width) + (lane) % (width) + (side) * (width))
#define PARTS2(i, w, side) PART(i, w, side), PART(i + 1, w, side)
#define PARTS4(i, w, side) PARTS2(i, w, side), PARTS2(i + 2, w, side)
#define PARTS8(i, w, side) PARTS4(i, w, side), PARTS4(i + 4, w, side)
#define PARTS16(i, w, side) PARTS8(i, w, side), PARTS8(i + 8, w, side)
#if LANES == 16
#define PARTS(w, side) PARTS16(0, w, side)
#elif LANES == 8
#define PARTS(w, side) PARTS8(0, w, side)
#elif LANES == 4
#define PARTS(w, side) PARTS4(0, w, side)
#else
#define PARTS(w, side) PARTS2(0, w, side)
#endif

/* Both compilers line lanes up with one instruction, and name it their own
   way. */
#ifdef __clang__
#define LINE_UP(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define LINE_UP(a, b, ...) __builtin_shuffle(a, b, (Places){__VA_ARGS__})
#endif

/* Defines fold_8 and so on: two vectors become one with half as much to add. */
#define FOLD(width) \
	static inline Vector fold_##width(Vector a, Vector b) \
	{ \
		return LINE_UP(a, b, PARTS(width, 0)) + \
		       LINE_UP(a, b, PARTS(width, 1)); \
	}
#if LANES >= 16
FOLD(8)
#endif
#if LANES >= 8
FOLD(4)
#endif
#if LANES >= 4
FOLD(2)
#endif
FOLD(1)

static inline __attribute__((always_inline)) void
fold_pairs(Vector *vector, size_t pairs, Vector (*fold)(Vector, Vector))
{
	UNROLL
	for (size_t i = 0; i < pairs; i++)
		vector[i] = fold(vector[2 * i], vector[2 * i + 1]);
}

/* A vector of the sums of LANES vectors, which are overwritten. */
static inline __attribute__((always_inline)) Vector
sums_of(Vector *vector)
{
#if LANES >= 16
	fold_pairs(vector, 8, fold_8);
#endif
#if LANES >= 8
	fold_pairs(vector, 4, fold_4);
#endif
#if LANES >= 4
	fold_pairs(vector, 2, fold_2);
#endif
	fold_pairs(vector, 1, fold_1);
	return vector[0];
}

/* `rows` by `columns`, of which the first `n` by `m` are wanted: where rows are
   missing, or columns, the last one is taken again. */
static inline __attribute__((always_inline)) void
dots_of(size_t rows, size_t columns, size_t n, size_t m, const Tile *tile)
{
	const Real *a[ROWS], *b[DOTS] = {0};
	for (size_t i = 0; i < rows; i++)
		a[i] = tile->a + (i < n ? i : n - 1) * tile->a_row;
	for (size_t j = 0; j < columns; j++)
		b[j] = tile->b + (j < m ? j : m - 1) * tile->b_step;
	Vector sum[MOST_SUMS] = {{0}};
	size_t p = 0;
	for (; p + LANES <= tile->depth; p += LANES) {
		Vector right[DOTS];
		UNROLL
		for (size_t j = 0; j < columns; j++)
			right[j] = load(b[j] + p);
		UNROLL
		for (size_t i = 0; i < rows; i++)
			add_vectors(
			    sum + i * columns, load(a[i] + p), right, columns);
	}

	Real total[MOST_SUMS];
	UNROLL
	for (size_t i = 0; i < rows * columns; i += LANES)
		store(total + i, sums_of(sum + i));
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++) {
			Real *c = tile->c + i * tile->c_row + j;
			Real dot = total[i * columns + j];
			for (size_t rest = p; rest < tile->depth; rest++)
				dot += a[i][rest] * b[j][rest];
			*c = (tile->add ? *c : 0) + dot;
		}
}

static void
dots(size_t n, size_t m, const Tile *whole)
{
	bool square = m > 2 && TALL;
	size_t rows = square ? DOTS : ROWS, columns = square ? DOTS : 2;
	for (size_t i = 0; i < n; i += rows)
		for (size_t j = 0; j < m; j += columns) {
			Tile tile = *whole;
			tile.a += i * tile.a_row;
			tile.b += j * tile.b_step;
			tile.c += i * tile.c_row + j;
			size_t left_rows = n - i < rows ? n - i : rows;
			size_t left = m - j < columns ? m - j : columns;
			if (square)
				dots_of(DOTS, DOTS, left_rows, left, &tile);
			else
				dots_of(ROWS, 2, left_rows, left, &tile);
		}
}

const MatmulKernel KERNEL = {
    KERNEL_NAME, LANES, ROWS, TALL ? DOTS : ROWS, tile, dots};

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
#elif defined(KERNEL_NEON)
#define KERNEL matmul_kernel_neon
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
	DOTS = TALL ? 5 : 2,
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

/* The second half of 2 * width numbers is added to the first. */
static inline __attribute__((always_inline)) void
fold(Real *number, size_t width)
{
	for (size_t i = 0; i < width; i++)
		number[i] += number[i + width];
}

/* The sum of a vector's numbers. */
static inline __attribute__((always_inline)) Real
sum_of(Vector vector)
{
	_Alignas(VECTOR_BYTES) Real number[LANES];
	store(number, vector);
	if (LANES >= 16)
		fold(number, 8);
	if (LANES >= 8)
		fold(number, 4);
	if (LANES >= 4)
		fold(number, 2);
	return number[0] + number[1];
}

/* The sums of some vectors. */
static inline __attribute__((always_inline)) void
sums_of(Real *total, const Vector *sum, size_t vectors)
{
	UNROLL
	for (size_t v = 0; v < vectors; v++)
		total[v] = sum_of(sum[v]);
}

/*
There is another way for the vectors to run: along $k$, where the numbers of both
$A$ and $B$ lie so. Each lane has a sum of its own, and the lanes are added in the
end. Five rows times five columns are 25 sums and 10 loads; in 16 registers, four
times two.
*/

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
	Vector sum[ROWS][DOTS] = {{{0}}};
	size_t p = 0;
	for (; p + LANES <= tile->depth; p += LANES) {
		Vector right[DOTS];
		UNROLL
		for (size_t j = 0; j < columns; j++)
			right[j] = load(b[j] + p);
		UNROLL
		for (size_t i = 0; i < rows; i++)
			add_vectors(sum[i], load(a[i] + p), right, columns);
	}

	Real total[ROWS][DOTS];
	UNROLL
	for (size_t i = 0; i < rows; i++)
		sums_of(total[i], sum[i], columns);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++) {
			Real *c = tile->c + i * tile->c_row + j;
			for (size_t rest = p; rest < tile->depth; rest++)
				total[i][j] += a[i][rest] * b[j][rest];
			*c = (tile->add ? *c : 0) + total[i][j];
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

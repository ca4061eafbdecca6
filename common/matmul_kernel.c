/*
 * A tile of c is held in registers while k runs: at each step one column of
 * a's panel meets one row of b's, TILE_ROWS * 2 vectors are multiplied and
 * added, and nothing is written to memory until the end.
 *
 * A Vector is the compilers' own vector extension: the file is plain C, and
 * becomes what the flags allow. Two vectors side by side and six rows make
 * twelve sums, enough to keep two multipliers busy for the four or five
 * cycles that each sum takes.
 */
#include "common/matmul_kernel.h"

#include <string.h>

#if defined(__AVX512F__)
#define KERNEL matmul_kernel_avx512
#define KERNEL_NAME "avx512"
enum { VECTOR_BYTES = 64 };
#elif defined(__AVX2__)
#define KERNEL matmul_kernel_avx2
#define KERNEL_NAME "avx2"
enum { VECTOR_BYTES = 32 };
#else
#define KERNEL matmul_kernel_plain
#define KERNEL_NAME "plain"
enum { VECTOR_BYTES = 16 };
#endif

typedef Real Vector __attribute__((vector_size(VECTOR_BYTES)));

enum {
	LANES = VECTOR_BYTES / sizeof(Real),
	TILE_COLUMNS = 2 * LANES,
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

static void
tile(size_t k, const Real *a, const Real *b, Real *c, size_t c_stride, bool add)
{
	Vector sum[TILE_ROWS][2] = {{{0}}};
	for (size_t p = 0; p < k; p++) {
		Vector left = load(b), right = load(b + LANES);
#pragma GCC unroll 6
		for (int i = 0; i < TILE_ROWS; i++) {
			sum[i][0] += a[i] * left;
			sum[i][1] += a[i] * right;
		}
		a += TILE_ROWS;
		b += TILE_COLUMNS;
	}

#pragma GCC unroll 6
	for (int i = 0; i < TILE_ROWS; i++, c += c_stride) {
		if (add) {
			sum[i][0] += load(c);
			sum[i][1] += load(c + LANES);
		}
		store(c, sum[i][0]);
		store(c + LANES, sum[i][1]);
	}
}

const MatmulKernel KERNEL = {KERNEL_NAME, TILE_COLUMNS, tile};

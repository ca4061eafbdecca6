/*
 * make steps: what each step from three loops to the library's product buys,
 * for docs/matmul.md. The first forms are here; the last are the library.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/handgrad.h"
#include "common/parallel.h"
#include "common/progress.h"
#include "tests/bench/bench.h"

enum { TURNS = 5, STRIP = 48, DEEP = 128 };

/* c (n, m) = a (n, k) @ b (k, m), all without gaps. */
static void
naive(size_t n, size_t k, size_t m, const Real *a, const Real *b, Real *c)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++) {
			Real sum = 0;
			for (size_t p = 0; p < k; p++)
				sum += a[i * k + p] * b[p * m + j];
			c[i * m + j] = sum;
		}
}

static void
by_rows(size_t n, size_t k, size_t m, const Real *a, const Real *b, Real *c)
{
	memset(c, 0, n * m * sizeof *c);
	for (size_t i = 0; i < n; i++)
		for (size_t p = 0; p < k; p++)
			for (size_t j = 0; j < m; j++)
				c[i * m + j] += a[i * k + p] * b[p * m + j];
}

static void
by_blocks(size_t n, size_t k, size_t m, const Real *a, const Real *b, Real *c)
{
	memset(c, 0, n * m * sizeof *c);
	for (size_t first = 0; first < k; first += DEEP)
		for (size_t i = 0; i < n; i++)
			for (size_t p = first; p < first + DEEP && p < k; p++)
				for (size_t j = 0; j < m; j++)
					c[i * m + j] += a[i * k + p] *
							b[p * m + j];
}

static void
by_strips(size_t n, size_t k, size_t m, const Real *a, const Real *b, Real *c)
{
	Real *strip = malloc(k * STRIP * sizeof *strip);
	for (size_t first = 0; strip && first < m; first += STRIP) {
		size_t width = m - first < STRIP ? m - first : STRIP;
		memset(strip, 0, k * STRIP * sizeof *strip);
		for (size_t p = 0; p < k; p++)
			memcpy(strip + p * STRIP, b + p * m + first,
			    width * sizeof *strip);
		for (size_t i = 0; i < n; i++) {
			Real sum[STRIP] = {0};
			for (size_t p = 0; p < k; p++)
				for (size_t j = 0; j < STRIP; j++)
					sum[j] += a[i * k + p] *
						  strip[p * STRIP + j];
			memcpy(c + i * m + first, sum, width * sizeof *sum);
		}
	}
	free(strip);
}

/* The operands of a shape, and what the naive loops found. */
typedef struct {
	Arena *step;
	const Tensor *a, *b;  /* (n, k), (k, m) */
	Tensor *c, *expected; /* (n, m) */
} Operands;

typedef void Loops(
    size_t n, size_t k, size_t m, const Real *a, const Real *b, Real *c);

static const struct {
	const char *name;
	Loops *loops;   /* NULL: the library */
	size_t threads; /* of the library; 0: all */
} steps[] = {{"naive", naive, 1}, {"rows", by_rows, 1},
    {"blocks", by_blocks, 1}, {"packing", by_strips, 1}, {"registers", NULL, 1},
    {"threads", NULL, 0}};

enum { STEPS = sizeof steps / sizeof *steps };

static void
run(const Operands *o, int i, size_t all)
{
	parallel_set_threads(steps[i].threads ? steps[i].threads : all);
	if (steps[i].loops)
		steps[i].loops(o->a->shape[0], o->a->shape[1], o->b->shape[1],
		    o->a->data, o->b->data, o->c->data);
	else
		tensor_matmul_into(o->step, o->c, o->a, o->b);
}

/* The largest error beside the naive result, as a part of the sums' size. */
static double
error_of(const Operands *o)
{
	double worst = 0;
	for (size_t i = 0; i < tensor_count(o->c); i++) {
		double error = fabs(
		    (double)o->c->data[i] - (double)o->expected->data[i]);
		if (!(error <= worst))
			worst = error;
	}
	return worst / (double)o->a->shape[1];
}

/* Times all steps on one shape; false if one is wrong. */
static bool
time_steps(const Operands *o, size_t all, double rate[STEPS])
{
	double work = 2e-9 * (double)tensor_count(o->a) *
		      (double)o->b->shape[1]; /* billions */
	Progress progress;
	progress_start(&progress, "steps", STEPS);
	bool right = true;
	for (int i = 0; i < STEPS && right; i++) {
		double times[TURNS];
		int turns = i == 0 ? 1 : TURNS; /* the naive loops take long */
		for (int turn = 0; turn < turns; turn++) {
			double start = now();
			run(o, i, all);
			times[turn] = now() - start;
		}
		rate[i] = work / median(times, turns);
		if (i == 0)
			tensor_copy(o->expected, o->c);
		right = error_of(o) < 1e-6;
		if (!right)
			fprintf(
			    stderr, "steps: '%s' is wrong\n", steps[i].name);
		progress_update(&progress, (size_t)i + 1);
	}
	progress_end(&progress);
	return right;
}

int
main(void)
{
	static const size_t shapes[2][3] = {
	    {1024, 1024, 1024}, {10000, 784, 50}};
	double rate[2][STEPS];
	size_t all = parallel_threads();
	bool right = true;
	for (int s = 0; s < 2 && right; s++) {
		Arena *arena = arena_create("steps");
		Random random;
		random_seed(&random, 1);
		size_t n = shapes[s][0], k = shapes[s][1], m = shapes[s][2];
		Tensor *a = tensor_new(arena, SHAPE(n, k));
		Tensor *b = tensor_new(arena, SHAPE(k, m));
		random_uniform(&random, a, -1, 1);
		random_uniform(&random, b, -1, 1);
		Operands operands = {arena, a, b,
		    tensor_zeros(arena, SHAPE(n, m)),
		    tensor_zeros(arena, SHAPE(n, m))};
		right = time_steps(&operands, all, rate[s]);
		arena_destroy(arena);
	}
	if (!right)
		return EXIT_FAILURE;

	printf("\n== steps ==\n\n");
	printf(
	    "kernel %s, %s, %zu threads; GFLOP/s, and times the step before\n"
	    "%-10s %22s %22s\n",
	    matmul_kernel_name(), REAL_NAME, all, "", "1024 x 1024 x 1024",
	    "10000 x 784 x 50");
	for (int i = 0; i < STEPS; i++) {
		printf("%-10s", steps[i].name);
		for (int s = 0; s < 2; s++)
			if (i == 0)
				printf(" %14.1f        ", rate[s][i]);
			else
				printf(" %14.1f %6.1f ", rate[s][i],
				    rate[s][i] / rate[s][i - 1]);
		printf("\n");
	}
	return EXIT_SUCCESS;
}

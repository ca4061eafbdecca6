/*
 * make bench: how fast the library does the lesson's own work, and which part
 * of the machine's limit that is.
 *
 * Limits are measured in the same run: for products, the matrix kernel on a
 * tile that never leaves the nearest cache, on one core, times the cores; for
 * the rest, memcpy of the same tensor. Each figure is the median of RUNS runs
 * after one that is not counted, into memory that has been touched. Before a
 * product is timed, some of its entries are checked against plain sums.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/handgrad.h"
#include "common/matmul_kernel.h"
#include "common/mnist.h"
#include "common/parallel.h"
#include "common/progress.h"
#include "tests/bench/bench.h"

/* The operands of all workloads, drawn once. */
typedef struct {
	Arena *step;
	Tensor *x;      /* (50000, 784) */
	Tensor *w;      /* (784, 50) */
	Tensor *g;      /* (50000, 50) */
	Tensor *square; /* (1024, 1024) */
	Tensor *row;    /* (784,) */
	Tensor *copy;   /* (50000, 784), a place to copy to */
} Operands;

static Tensor *
x_at_w(const Operands *o)
{
	return tensor_matmul(o->step, o->x, o->w);
}

static Tensor *
xt_at_g(const Operands *o)
{
	return tensor_matmul(o->step, tensor_t(o->step, o->x), o->g);
}

static Tensor *
g_at_wt(const Operands *o)
{
	return tensor_matmul(o->step, o->g, tensor_t(o->step, o->w));
}

static Tensor *
squares(const Operands *o)
{
	return tensor_matmul(o->step, o->square, o->square);
}

static Tensor *
one_batch(const Operands *o)
{
	Tensor *x = tensor_narrow(o->step, o->x, 0, 0, 50); /* (50, 784) */
	return tensor_matmul(o->step, x, o->w);
}

static Tensor *
add_row(const Operands *o)
{
	return tensor_add(o->step, o->x, o->row);
}

static Tensor *
relu_all(const Operands *o)
{
	return tensor_clamp_min(o->step, o->x, 0);
}

static Tensor *
sum_rows(const Operands *o)
{
	return tensor_sum(o->step, o->x, 0);
}

static Tensor *
copy_all(const Operands *o)
{
	memcpy(o->copy->data, o->x->data, tensor_count(o->x) * sizeof(Real));
	return o->copy;
}

/* The median time of one call. */
static double
time_of(Tensor *(*work)(const Operands *), const Operands *operands)
{
	double times[RUNS];
	for (int run = -1; run < RUNS; run++) {
		double start = now();
		work(operands);
		if (run >= 0)
			times[run] = now() - start;
		arena_reset(operands->step);
	}
	return median(times, RUNS);
}

/* GFLOP/s of the kernel on one tile, on one core. */
static double
kernel_peak(void)
{
	enum { DEPTH = 256, TIMES = 20000 };
	const MatmulKernel *kernel = matmul_kernel();
	static Real a[TILE_ROWS * DEPTH], b[TILE_MAX_COLUMNS * DEPTH];
	static Real c[TILE_ROWS * TILE_MAX_COLUMNS];
	double best = 0;
	for (int run = 0; run < RUNS; run++) {
		double start = now();
		for (int i = 0; i < TIMES; i++)
			kernel->tile(DEPTH, a, b, c, kernel->columns, true);
		double flops = 2.0 * TILE_ROWS * (double)kernel->columns *
			       DEPTH;
		double rate = TIMES * flops / (now() - start) / 1e9;
		best = rate > best ? rate : best;
	}
	return best;
}

/* Is entry (i, j) of a @ b the plain sum of its products? */
static bool
entry_is_right(
    const Tensor *c, const Tensor *a, const Tensor *b, size_t i, size_t j)
{
	double sum = 0, size = 0;
	for (size_t p = 0; p < a->shape[1]; p++) {
		double product = (double)*tensor_at(a, (size_t[]){i, p}) *
				 (double)*tensor_at(b, (size_t[]){p, j});
		sum += product;
		size += fabs(product);
	}
	return fabs((double)*tensor_at(c, (size_t[]){i, j}) - sum) <=
	       1e-5 * size;
}

static bool
products_are_right(const Operands *o)
{
	const Tensor *xt = tensor_t(o->step, o->x); /* (784, 50000) */
	const Tensor *wt = tensor_t(o->step, o->w); /* (50, 784) */
	const Tensor *c1 = x_at_w(o), *c2 = xt_at_g(o), *c3 = g_at_wt(o);
	bool right = true;
	for (size_t i = 0; i < 50; i++)
		right = right && entry_is_right(c1, o->x, o->w, i * 999, i) &&
			entry_is_right(c2, xt, o->g, i * 15, i) &&
			entry_is_right(c3, o->g, wt, i * 999, i * 15);
	arena_reset(o->step);
	return right;
}

typedef struct {
	const char *name, *what;
	Tensor *(*work)(const Operands *);
	double flops; /* 0: as much memory as a copy */
} Workload;

static const Workload workloads[] = {
    {"W1", "x @ w      (50000, 784) (784, 50)", x_at_w,
	2.0 * ROWS *PIXELS *HIDDEN},
    {"W2", "x.t @ g    (784, 50000) (50000, 50)", xt_at_g,
	2.0 * ROWS *PIXELS *HIDDEN},
    {"W3", "g @ w.t    (50000, 50) (50, 784)", g_at_wt,
	2.0 * ROWS *PIXELS *HIDDEN},
    {"W4", "square     (1024, 1024) (1024, 1024)", squares,
	2.0 * 1024 * 1024 * 1024},
    {"W5", "one batch  (50, 784) (784, 50)", one_batch,
	2.0 * 50 * PIXELS *HIDDEN},
    {"W10", "x + row    (50000, 784) (784,)", add_row, 0},
    {"W10", "relu(x)    (50000, 784)", relu_all, 0},
    {"W10", "sum rows   (50000, 784)", sum_rows, 0},
};

static void
print_table(const Operands *operands)
{
	int cores = (int)parallel_threads();
	double peak = kernel_peak(), copy = time_of(copy_all, operands);
	printf(
	    "%s, kernel %s: %.1f GFLOP/s on one of %d cores; a copy of x takes "
	    "%.1f ms\n\n",
	    REAL_NAME, matmul_kernel_name(), peak, cores, 1e3 * copy);
	printf("%-5s %-40s %9s %9s %9s\n", "", "", "ms", "GFLOP/s", "of limit");

	size_t count = sizeof workloads / sizeof workloads[0];
	Progress progress;
	progress_start(&progress, "bench", count);
	for (size_t i = 0; i < count; i++) {
		const Workload *w = &workloads[i];
		double seconds = time_of(w->work, operands);
		double rate = w->flops / seconds / 1e9;
		double limit = w->flops > 0 ? rate / (peak * cores)
					    : copy / seconds;
		char gflops[32] = "";
		if (w->flops > 0)
			snprintf(gflops, sizeof gflops, "%.1f", rate);
		printf("%-5s %-40s %9.2f %9s %8.0f%%\n", w->name, w->what,
		    1e3 * seconds, gflops, 100 * limit);
		progress_update(&progress, i + 1);
	}
	progress_end(&progress);
}

static void
time_loading(void)
{
	double times[3];
	for (int run = 0; run < 3; run++) {
		Arena *arena = arena_create("digits");
		Mnist mnist;
		Error error;
		double start = now();
		if (!mnist_load(arena, 256, &mnist, &error))
			printf("W9: %s\n", error.text);
		times[run] = now() - start;
		arena_destroy(arena);
	}
	printf("%-5s %-40s %9.2f\n", "W9", "60,000 images from gzip",
	    1e3 * median(times, 3));
}

int
main(void)
{
	Arena *model = arena_create("model");
	Operands o = {.step = arena_create("step"),
	    .x = tensor_new(model, SHAPE(ROWS, PIXELS)),
	    .w = tensor_new(model, SHAPE(PIXELS, HIDDEN)),
	    .g = tensor_new(model, SHAPE(ROWS, HIDDEN)),
	    .square = tensor_new(model, SHAPE(1024, 1024)),
	    .row = tensor_new(model, SHAPE(PIXELS)),
	    .copy = tensor_new(model, SHAPE(ROWS, PIXELS))};
	Random random;
	random_seed(&random, 1);
	Tensor *const drawn[] = {o.x, o.w, o.g, o.square, o.row};
	for (int i = 0; i < 5; i++)
		random_normal(&random, drawn[i]);

	bool right = products_are_right(&o);
	if (right) {
		print_table(&o);
		time_loading();
		right = time_forms(o.step, o.x) && time_orders(o.step, o.x);
	} else {
		fprintf(
		    stderr, "bench: a product is wrong; nothing was timed\n");
	}
	arena_destroy(o.step);
	arena_destroy(model);
	return right ? EXIT_SUCCESS : EXIT_FAILURE;
}

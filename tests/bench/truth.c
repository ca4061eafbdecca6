#include "tests/bench/truth.h"

#include <string.h>

#include "common/views.h"
#include "tests/bench/bench.h"

enum { MOST_INNER = ROWS };

/* sums[p] = the sum over i of u[i] a[i][p], a (n, k), along the rows or along
   the columns, whichever lie without gaps. */
static void
weigh_rows(const Tensor *a, double *sums)
{
	size_t n = a->shape[0], k = a->shape[1];
	memset(sums, 0, k * sizeof *sums);
	if (a->stride[1] == 1) {
		for (size_t i = 0; i < n; i++)
			for (size_t p = 0; p < k; p++)
				sums[p] += finding_weight(i) *
					   (double)
					       a->data[i * a->stride[0] + p];
	} else {
		for (size_t p = 0; p < k; p++)
			for (size_t i = 0; i < n; i++)
				sums[p] += finding_weight(i) *
					   (double)
					       a->data[p * a->stride[1] + i];
	}
}

/* Of c = a b, a (n, k), b (k, m): the sum over p of (u a)[p] (b u)[p]. */
static double
of_product(Arena *arena, const Tensor *a, const Tensor *b)
{
	static double left[MOST_INNER], right[MOST_INNER];
	weigh_rows(a, left);
	weigh_rows(tensor_t(arena, b), right);
	double value = 0;
	for (size_t p = 0; p < a->shape[1]; p++)
		value += left[p] * right[p];
	return value;
}

static double
added(double x, double row)
{
	return x + row;
}

static double
clamped(double x, double row)
{
	(void)row;
	return x > 0 ? x : 0;
}

/* Of c[i][j] = f(x[i][j], row[j]). */
static double
of_each(const Tensor *x, const Tensor *row, double (*f)(double, double))
{
	double value = 0;
	const Real *element = x->data;
	for (size_t i = 0; i < x->shape[0]; i++) {
		double sum = 0;
		for (size_t j = 0; j < x->shape[1]; j++)
			sum += finding_weight(j) *
			       f((double)*element++, (double)row->data[j]);
		value += finding_weight(i) * sum;
	}
	return value;
}

/* Of the column of x's sums over its rows. */
static double
of_sum(const Tensor *x)
{
	double value = 0;
	const Real *element = x->data;
	for (size_t i = 0; i < x->shape[0]; i++)
		for (size_t j = 0; j < x->shape[1]; j++)
			value += finding_weight(j) * (double)*element++;
	return finding_weight(0) * value;
}

/* Whose value is known: all but W4 on the first rows of x and g. */
static double
of_work(Arena *arena, const Operands *o, const char *work, size_t rows)
{
	if (strcmp(work, "W4") == 0) {
		Tensor flat = *o->square; /* (rows, rows): its first numbers */
		flat.shape[0] = flat.shape[1] = flat.stride[0] = rows;
		return of_product(arena, &flat, &flat);
	}
	Tensor *x = tensor_narrow(arena, o->x, 0, 0, rows); /* (rows, 784) */
	Tensor *g = tensor_narrow(arena, o->g, 0, 0, rows); /* (rows, 50) */
	if (strcmp(work, "W1") == 0)
		return of_product(arena, x, o->w);
	if (strcmp(work, "W2") == 0)
		return of_product(arena, tensor_t(arena, x), g);
	if (strcmp(work, "W3") == 0)
		return of_product(arena, g, tensor_t(arena, o->w));
	if (strcmp(work, "W10a") == 0)
		return of_each(x, o->row, added);
	if (strcmp(work, "W10r") == 0)
		return of_each(x, o->row, clamped);
	return of_sum(x);
}

bool
truth_of(const Operands *o, const char *work, size_t rows, double *value)
{
	static const char *const known[] = {
	    "W1", "W2", "W3", "W4", "W10a", "W10r", "W10s"};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strcmp(work, known[i]) == 0) {
			Arena *arena = arena_create("truth");
			*value = of_work(arena, o, work, rows);
			arena_destroy(arena);
			return true;
		}
	return false;
}

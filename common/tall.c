/*
 * The rows are cut into parts, the same way whatever the number of threads.
 * Each part is read as it lies in memory, row by row, four rows at a time, into
 * sums of its own; in the end the parts are added up in their order.
 */
#include "common/tall.h"

#include "common/parallel.h"

enum {
	PARTS = 32,
	LEAST_ROWS = 1 << 10,
	MOST_COLUMNS = 1 << 12, /* whose sums stay in the nearest cache */
};

typedef struct {
	const Real *data;
	size_t columns, rows, step;
	double *sums; /* (PARTS, columns) */
} Job;

/* sums += four rows, or as many as there are. */
static void
add_rows(
    double *sums, size_t columns, const Real *row, size_t step, size_t rows)
{
	if (rows >= 4) {
		const Real *a = row, *b = a + step, *c = b + step,
			   *d = c + step;
		for (size_t j = 0; j < columns; j++)
			sums[j] += ((double)a[j] + (double)b[j]) +
				   ((double)c[j] + (double)d[j]);
		return;
	}
	for (; rows > 0; rows--, row += step)
		for (size_t j = 0; j < columns; j++)
			sums[j] += (double)row[j];
}

static void
sum_part(void *context, size_t part)
{
	const Job *job = context;
	double *sums = job->sums + part * job->columns;
	size_t row = job->rows * part / PARTS;
	size_t end = job->rows * (part + 1) / PARTS;
	for (size_t j = 0; j < job->columns; j++)
		sums[j] = 0;
	for (; row < end; row += 4)
		add_rows(sums, job->columns, job->data + row * job->step,
		    job->step, end - row);
}

bool
tall(size_t columns, size_t rows)
{
	return rows >= LEAST_ROWS && columns <= MOST_COLUMNS;
}

void
tall_sums(Arena *arena, Real *sums, const Real *data, size_t columns,
    size_t rows, size_t step, double divisor)
{
	ArenaMark mark = arena_mark(arena);
	double *parts = arena_alloc(arena, PARTS * columns, sizeof(double));
	Job job = {data, columns, rows, step, parts};
	parallel_for(PARTS, columns * rows, sum_part, &job);
	for (size_t j = 0; j < columns; j++) {
		double sum = 0;
		for (size_t part = 0; part < PARTS; part++)
			sum += parts[part * columns + j];
		sums[j] = (Real)(sum / divisor);
	}
	arena_rewind(arena, mark);
}

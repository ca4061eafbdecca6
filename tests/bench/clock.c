#include "tests/bench/bench.h"

#include <stdlib.h>
#include <time.h>

double
now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

double
median(double *times, int count)
{
	qsort(times, (size_t)count, sizeof *times, by_value);
	return times[count / 2];
}

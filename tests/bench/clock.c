#include "tests/bench/bench.h"

#include <stdlib.h>
#include <time.h>

static double
seconds(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double
now(void)
{
	return seconds(CLOCK_MONOTONIC);
}

double
cpu_now(void)
{
	return seconds(CLOCK_PROCESS_CPUTIME_ID);
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
	int half = count / 2;
	return count % 2 ? times[half] : (times[half - 1] + times[half]) / 2;
}

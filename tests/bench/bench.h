/*
 * What the parts of `make bench` share: sizes, clocks, a median.
 */
#ifndef TESTS_BENCH_H
#define TESTS_BENCH_H

enum { ROWS = 50000, PIXELS = 784, HIDDEN = 50, SQUARE = 2048 };

/* Seconds since some moment; seconds of all this process's threads. */
double now(void);
double cpu_now(void);

/* The median of `count` times, which are sorted by it. */
double median(double *times, int count);

#endif

/*
 * What the parts of `make bench` share: sizes, a clock, a median.
 */
#ifndef TESTS_BENCH_H
#define TESTS_BENCH_H

#include <stdbool.h>

#include "common/tensor.h"

enum { ROWS = 50000, PIXELS = 784, HIDDEN = 50, RUNS = 7 };

/* Seconds since some moment. */
double now(void);

/* The median of `count` times, which are sorted by it. */
double median(double *times, int count);

/* Forward and backward of the 784-50-1 net on x (50000, 784) in the four forms
   of the book, alternating, beside chapter 6's. False, and says so, if the forms
   do not agree. */
bool time_forms(Arena *step, const Tensor *x);

/* Chapter 6's pass for all rows at once, beside its pass by blocks. False, and
   says so, if the two do not agree. */
bool time_orders(Arena *step, const Tensor *x);

#endif

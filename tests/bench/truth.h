/*
 * What the result of a work must be, found in another way and in double.
 */
#ifndef TESTS_BENCH_TRUTH_H
#define TESTS_BENCH_TRUTH_H

#include "tests/bench/findings.h"
#include "tests/bench/operands.h"

/* The value of the first finding of a product or an elementwise work on the
   first `rows` rows. False: nobody knows it but those who do the work, and the
   players are held against one another. */
bool truth_of(
    const Operands *operands, const char *work, size_t rows, double *value);

#endif

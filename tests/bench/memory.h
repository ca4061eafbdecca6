/*
 * What programs take: time and memory of the chapters, each by itself; and the
 * memory of the lesson's pass over the number of rows, ours and PyTorch's.
 */
#ifndef TESTS_BENCH_MEMORY_H
#define TESTS_BENCH_MEMORY_H

#include "common/error.h"
#include "tests/bench/settings.h"

/* Prints both tables and writes memory.tsv, the second. The caller itself must
   be small by now: a child's peak counts from what its parent was. */
bool memory_report(const Settings *settings, Error *error);

#endif

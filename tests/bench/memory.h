/*
 * What programs take: time and memory of the chapters, each by itself; and the
 * memory of the lesson's pass over the number of rows, ours and PyTorch's.
 */
#ifndef TESTS_BENCH_MEMORY_H
#define TESTS_BENCH_MEMORY_H

#include "tests/bench/settings.h"

/* A child's peak counts from what its parent was. So a copy of this process is
   made while it is small, waits, and is the parent of those that are measured.
   False: there is none. */
typedef struct {
	int pid, to; /* writing to it starts it, closing ends it */
} MemoryReporter;
bool memory_start(MemoryReporter *reporter, const Settings *settings);

/* Prints both tables and writes memory.tsv, the second; or if not `wanted` just
   ends the reporter. False: it has failed. */
bool memory_finish(MemoryReporter *reporter, bool wanted);

#endif

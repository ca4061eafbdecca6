/*
 * All workloads, by all players, with one number of threads: measured, printed,
 * and appended to a table for the picture.
 */
#ifndef TESTS_BENCH_TABLE_H
#define TESTS_BENCH_TABLE_H

#include "tests/bench/operands.h"
#include "tests/bench/settings.h"

/* False if a result was wrong, with a line that says whose. `table` gets tab
   separated lines under a heading. */
bool measure_table(Team *team, const Settings *settings,
    const Operands *operands, FILE *table);

#endif

/*
 * How speed depends on the number of rows and of threads: ours, and the peer
 * that is the fastest on all rows.
 */
#ifndef TESTS_BENCH_SCALING_H
#define TESTS_BENCH_SCALING_H

#include "tests/bench/operands.h"
#include "tests/bench/settings.h"

enum {
	SCALED = 4,       /* workloads */
	MOST_SIZES = 6,   /* numbers of rows */
	MOST_COUNTS = 12, /* numbers of threads */
};

/* GFLOP/s of one workload with one number of threads; 0: not measured. */
typedef struct {
	int threads;
	Player peer; /* OURS: there is none */
	double ours[MOST_SIZES], peers[MOST_SIZES];
} Curve;

typedef struct {
	int counts;
	Curve curve[SCALED][MOST_COUNTS];
} Scaling;

/* Measures with the team's number of threads. False if a result was wrong. */
bool scaling_measure(Scaling *scaling, Team *team, const Settings *settings,
    const Operands *operands);

/* Prints a table, and writes scaling.tsv: a block for each workload. */
bool scaling_report(
    const Scaling *scaling, const Settings *settings, Error *error);

#endif

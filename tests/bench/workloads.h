/*
 * The work that is measured, and the goals: how often this library should be
 * done while its best peer is done once, and which part of the machine's limit
 * it should reach.
 */
#ifndef TESTS_BENCH_WORKLOADS_H
#define TESTS_BENCH_WORKLOADS_H

#include "tests/bench/team.h"

/* What the machine could do at most (peak.c). */
typedef enum { PEAK, COPY, INFLATE, LIMITS } Limit;

typedef struct {
	const char *name, *what;
	const char *ask;       /* what players are asked for (ours.c), */
	const char *peers_ask; /* and the peers, if that is another word */
	double rows;           /* beside the rows of x; 0: exactly so many: */
	size_t exactly;
	size_t repeats;       /* in one run; 0 is 1 */
	double flops_per_row; /* 0: the limit is a time */
	Limit limit;
	double limit_goal;
	Player against;    /* OURS: the best peer by hand */
	double ratio_goal; /* 0: none */
	double nn_goal;    /* beside torch.nn; 0: none */
	double tolerance;  /* see findings.h */
	bool one_only;     /* on one thread only */
	bool not_if_quick;
} Workload;

enum { WORKLOADS = 15 };
extern const Workload workloads[WORKLOADS];

size_t workload_rows(const Workload *workload, size_t rows);

#endif

/*
 * What `make bench` is to do.
 */
#ifndef TESTS_BENCH_SETTINGS_H
#define TESTS_BENCH_SETTINGS_H

#include "tests/bench/team.h"

typedef struct {
	bool quick;       /* fewer rows and turns */
	bool alone;       /* without peers */
	size_t rows;      /* of x */
	int turns;        /* that count, for each player */
	double patience;  /* milliseconds for all turns of a player */
	int cores;        /* threads at most */
	const char *only; /* "W1,W5": these workloads, and nothing else */
	const char *out;  /* the folder for tables and pictures */
	Places places;
} Settings;

#endif

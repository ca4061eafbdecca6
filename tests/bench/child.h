/*
 * A child of `make bench`, seen from its parent: start, ask, stop (serve.h has
 * what is spoken). A child that does not answer as it should is stopped and
 * from then on is not there; what it said last stands in the log.
 */
#ifndef TESTS_BENCH_CHILD_H
#define TESTS_BENCH_CHILD_H

#include <stdio.h>
#include <sys/types.h>

#include "tests/bench/findings.h"

typedef struct {
	pid_t pid;       /* 0: not there */
	FILE *to, *from; /* its standard input and output */
	char version[64];
} Child;

typedef struct {
	double wall_ms, cpu_ms;
	Findings findings;
} Answer;

/* What a process has cost. */
typedef struct {
	double wall, cpu; /* seconds */
	double peak;      /* MiB of memory at most */
	int status;       /* 0: all was well */
} Cost;

/* Starts a program with so many threads (0: as many as it likes); what it says
   on stderr is appended to `log`. */
void child_start(Child *child, char *const *argv, int threads, const char *log);

/* Waits until it says that it is ready. False: it is missing. */
bool child_is_ready(Child *child);

/* Asks for a run. False: it does not do that work, or is not there any more. */
bool child_ask(Child *child, const char *work, size_t rows, size_t repeats,
    Answer *answer);

/* Waits, a second at most, until all threads of the child are asleep. */
void child_rest(const Child *child);

/* Ends the child, if it is there. */
Cost child_stop(Child *child);

/* Runs a program to its end, its output thrown away. */
Cost child_cost(char *const *argv, const char *log);

#endif

/*
 * What a child of `make bench` does: it says that it is there, and then works
 * when its turn comes. One line in, one line out:
 *
 *     > (starts)                ready 0.3.21
 *     > run W1 50000 1          done 20.1 40.0 2 -12.5 6261.2 0.5 0.5
 *     > run W7 50000 1          none
 *
 * `run WORK ROWS REPEATS` is answered by the milliseconds of one repetition, by
 * the clock and of the processor, the number of findings, and each one's value
 * and scale (findings.h); or by `none` from who does not do that work. A child
 * whose library is not installed says `missing` and ends. End of input ends it.
 */
#ifndef TESTS_BENCH_SERVE_H
#define TESTS_BENCH_SERVE_H

#include "tests/bench/findings.h"

/* Work on the first `rows` rows; `self` is what the child knows. Only run is
   timed, and only run is repeated. */
typedef struct {
	const char *name;
	void (*prepare)(void *self, size_t rows);
	void (*run)(void *self);
	void (*find)(void *self, Findings *findings);
} Work;

/* Serves until the end of input; returns main's status. */
int serve(const char *version, const Work *works, size_t count, void *self);

/* Ends the program for lack of something, with a line on stderr. */
_Noreturn void serve_fail(const char *what);

#endif

/*
 * One run of a program under the hook, and how it ended.
 *
 * Protocol: run_prepare once, in the folder of the work; then run_program as
 * often as one likes, in the box. What it printed lives in the arena.
 */
#ifndef TESTS_STARVE_RUN_H
#define TESTS_STARVE_RUN_H

#include "common/arena.h"
#include "tests/starve/hook.h"

/* Which call fails; kind KINDS: none. */
typedef struct {
	Kind kind;
	unsigned first;
	bool for_ever;
} Point;

typedef struct {
	int status;     /* of exit(), or -1 */
	int signal;     /* that killed it, or 0 */
	double seconds; /* of a processor's time: other programs do not count */
	char *out, *err; /* what it printed, with a '\0' behind */
	size_t out_size, err_size;
	unsigned calls[KINDS], failed;
	int blocks, descriptors; /* left over */
	bool ended;              /* by exit(), so that it could be counted */
} Outcome;

/* `hook`: the library's path, absolute. `work`: where page, out and err go. */
void run_prepare(const char *hook, const char *work);

/* Starts `program` with these words, separated by single blanks. */
Outcome run_program(
    Arena *arena, const char *program, const char *words, Point point);

#endif

/*
 * What a good end is. A program whose call failed either
 *
 * - does without: status 0, the output and every file as if nothing had been;
 * - or gives up: status 1, one line on stderr that names the program, and a
 *   path or an amount; every file is as it was before or as it should become,
 *   none is half-written, none is left over; no descriptor and no memory is
 *   lost. (One that is out of memory ends on the spot: the system frees it.)
 */
#ifndef TESTS_STARVE_JUDGE_H
#define TESTS_STARVE_JUDGE_H

#include "tests/starve/box.h"
#include "tests/starve/run.h"

/* What a run is held against. */
typedef struct {
	const char *name;    /* of the program */
	Box before, after;   /* the box, without a failure */
	Outcome undisturbed; /* the run, without a failure */
} Standard;

/* Says in a few words what is wrong with the outcome; NULL if it is good. The
   box's files are those of the current folder. */
const char *judge(Arena *arena, const Standard *standard, Point point,
    const Outcome *outcome);

#endif

/*
 * What is starved: each program, with the words that take it to every place
 * where it reads or writes. Paths are within the box.
 */
#ifndef TESTS_STARVE_SCENARIOS_H
#define TESTS_STARVE_SCENARIOS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
	const char *program, *words;
	/* What lies in the box: OLD, an old text under each name that the run
	   writes; or what these words make; or, NULL, nothing. */
	const char *before;
	bool quick; /* it is in the short form, too */
} Scenario;

#define OLD "(old)"

/* Ends with a program that is NULL. */
extern const Scenario scenarios[];

#endif

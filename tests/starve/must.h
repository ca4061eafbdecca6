/*
 * must: for the driver itself. What it needs from the system is there, or it
 * ends: nothing has been tested then.
 */
#ifndef TESTS_STARVE_MUST_H
#define TESTS_STARVE_MUST_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static inline void
must(bool condition, const char *what)
{
	if (condition)
		return;
	perror(what);
	exit(2);
}

#endif

/*
 * What the parts of the hook share: hook_memory.c and hook_files.c stand before
 * the system's functions, hook.c counts what is called and begins and ends.
 */
#ifndef TESTS_STARVE_HOOK_CALL_H
#define TESTS_STARVE_HOOK_CALL_H

#include <stdio.h>

#include "tests/starve/hook.h"

/* The program, which loads the hook, does not see these. */
#define OWN __attribute__((visibility("hidden")))

/* NULL until main begins: nothing starves. */
OWN extern Starvation *page;

/* Counts a call. True: it is to fail, and errno is `reason`. */
OWN bool starves(Kind kind, int reason);

/* While the hook itself does something, nothing is counted. */
OWN void rest(bool resting);

/* Sets *function, a pointer to one, to that of this name that comes after
   ours. REAL declares it. */
OWN void find(void *function, const char *name);
#define REAL(name) \
	static __typeof__(name) *real; \
	if (!real) \
	find(&real, #name)

/* A stream of ours on one of the C library's; NULL if there is none. */
OWN FILE *stream_on(FILE *file, const char *mode);

#endif

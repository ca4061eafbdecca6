/*
 * parallel_for: independent pieces of work on all cores.
 *
 * The pieces are cut by the caller, the same way whatever the number of
 * threads, and each writes to a place of its own: the result is the same bits
 * on one core and on sixteen. The environment's HANDGRAD_THREADS says how many
 * threads share the pieces; without it, one for each core.
 */
#ifndef COMMON_PARALLEL_H
#define COMMON_PARALLEL_H

#include <stddef.h>

#include "common/error.h"

/* Calls piece(context, i) for each i in 0 .. count-1, in any order. `work` is
   the number of elements in all: little work stays on one core, and so does
   the work of a piece. */
void parallel_for(size_t count, size_t work,
    void (*piece)(void *context, size_t i), void *context);

/* The number of threads that share the pieces, the caller's included. */
size_t parallel_threads(void);

/* Is HANDGRAD_THREADS, where there is one, a number of threads? */
bool parallel_threads_fit(Error *error);

/* From now on `threads` threads share them, at least 1. Not while pieces
   run. */
void parallel_set_threads(size_t threads);

#endif

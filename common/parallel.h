/*
 * parallel_for: independent pieces of work on all cores.
 *
 * The pieces are cut by the caller, the same way whatever the number of
 * threads, and each writes to a place of its own: the result is the same bits
 * on one core and on sixteen. With OpenMP the pieces run side by side
 * (OMP_NUM_THREADS says how many at most); without it, one after another.
 */
#ifndef COMMON_PARALLEL_H
#define COMMON_PARALLEL_H

#include <stddef.h>

/* Calls piece(context, i) for each i in 0 .. count-1, in any order. `work` is
   the number of elements in all: little work stays on one core. */
void parallel_for(size_t count, size_t work,
    void (*piece)(void *context, size_t i), void *context);

#endif

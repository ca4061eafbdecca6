/*
 * Memory and threads that are not to be had.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "tests/starve/hook_call.h"

static void *
counted(void *block)
{
	if (page && block)
		atomic_fetch_add(&page->blocks, 1);
	return block;
}

void *
malloc(size_t size)
{
	REAL(malloc);
	return starves(MEMORY, ENOMEM) ? NULL : counted(real(size));
}

void *
calloc(size_t count, size_t size)
{
	REAL(calloc);
	return starves(MEMORY, ENOMEM) ? NULL : counted(real(count, size));
}

void *
realloc(void *block, size_t size)
{
	REAL(realloc);
	if (starves(MEMORY, ENOMEM))
		return NULL;
	return block ? real(block, size) : counted(real(block, size));
}

void *
aligned_alloc(size_t alignment, size_t size)
{
	REAL(aligned_alloc);
	return starves(MEMORY, ENOMEM) ? NULL : counted(real(alignment, size));
}

int
posix_memalign(void **block, size_t alignment, size_t size)
{
	REAL(posix_memalign);
	if (starves(MEMORY, ENOMEM))
		return ENOMEM;
	int code = real(block, alignment, size);
	if (code == 0)
		counted(*block);
	return code;
}

/* To find a function, dlsym frees what it said of the last that it has not
   found; when it is free itself that is sought, it must do without. */
void
free(void *block)
{
	static bool seeking;
	static __typeof__(free) *real;
	if (!real && seeking)
		return;
	if (!real) {
		seeking = true;
		find(&real, "free");
	}
	if (page && block)
		atomic_fetch_sub(&page->blocks, 1);
	real(block);
}

/* Advice that is not taken does no harm, but it can fail like the others. */
int
madvise(void *from, size_t size, int advice)
{
	REAL(madvise);
	return starves(MEMORY, ENOMEM) ? -1 : real(from, size, advice);
}

int
pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
    void *(*start)(void *argument), void *argument)
{
	REAL(pthread_create);
	if (starves(THREAD, EAGAIN))
		return EAGAIN;
	return real(thread, attributes, start, argument);
}

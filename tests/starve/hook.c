/*
 * The hook: a library that is loaded before all others and stands between a
 * program and the system. It counts the calls that can fail, and lets those
 * fail that the driver has named (hook.h); all others go through.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/starve/hook_call.h"

Starvation *page;

/* This model of thread-local memory takes none from malloc; volatile: glibc
   promises that fopencookie calls no function of ours, but it calls malloc. */
static _Thread_local volatile bool rests
    __attribute__((tls_model("initial-exec"))) = false;

void
rest(bool resting)
{
	rests = resting;
}

bool
starves(Kind kind, int reason)
{
	if (!page || rests)
		return false;
	unsigned call = atomic_fetch_add(&page->calls[kind], 1) + 1;
	if (kind != page->kind || call < page->first ||
	    (call > page->first && !page->for_ever))
		return false;
	atomic_fetch_add(&page->failed, 1);
	errno = reason;
	return true;
}

void
find(void *function, const char *name)
{
	void *found = dlsym(RTLD_NEXT, name);
	memcpy(function, &found, sizeof found);
}

static int
open_descriptors(void)
{
	int count = 0;
	for (int descriptor = 0; descriptor < 256; descriptor++)
		count += fcntl(descriptor, F_GETFD) != -1;
	return count;
}

static int descriptors_before;

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("STARVE");
	int file = path ? open(path, O_RDWR) : -1;
	if (file < 0)
		return;
	void *shared = mmap(
	    NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	close(file);
	if (shared == MAP_FAILED)
		return;
	stdout = stream_on(stdout, "w");
	descriptors_before = open_descriptors();
	page = shared;
}

__attribute__((destructor)) static void
end(void)
{
	if (!page)
		return;
	page->descriptors = open_descriptors() - descriptors_before;
	page->ended = true;
}

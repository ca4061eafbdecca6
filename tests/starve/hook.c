/*
 * The hook: a library that is loaded before all others and stands between a
 * program and the system. It counts the calls that can fail, and lets those
 * fail that the driver has named (hook.h); all others go through.
 *
 * glibc's stdio reads and writes past every hook. So a stream that the program
 * opens, and stdout, become streams of ours (fopencookie) with stdio's usual
 * buffer: what is counted is each time that the buffer goes to the system, and
 * not each fprintf.
 */
#define _GNU_SOURCE /* RTLD_NEXT, fopencookie */
#include "tests/starve/hook.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static Starvation *page; /* NULL until main begins: nothing starves */

/* While the hook itself makes a stream. This model of thread-local memory
   takes none from malloc; volatile: glibc promises that fopencookie calls no
   function of ours, but it calls malloc. */
static _Thread_local volatile bool resting
    __attribute__((tls_model("initial-exec"))) = false;

/* Counts a call. True: it is to fail, for this reason. */
static bool
starves(Kind kind, int reason)
{
	if (!page || resting)
		return false;
	unsigned call = atomic_fetch_add(&page->calls[kind], 1) + 1;
	if (kind != page->kind || call < page->first ||
	    (call > page->first && !page->for_ever))
		return false;
	atomic_fetch_add(&page->failed, 1);
	errno = reason;
	return true;
}

/* The function of this name that comes after ours. */
static void
find(void *function, const char *name)
{
	void *found = dlsym(RTLD_NEXT, name);
	memcpy(function, &found, sizeof found);
}
#define REAL(name) \
	static __typeof__(name) *real; \
	if (!real) \
	find(&real, #name)

/* Memory. */
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

/* Looking. */
int
stat(const char *path, struct stat *about)
{
	REAL(stat);
	return starves(LOOK, EACCES) ? -1 : real(path, about);
}

int
access(const char *path, int mode)
{
	REAL(access);
	return starves(LOOK, EACCES) ? -1 : real(path, mode);
}

off_t
lseek(int descriptor, off_t offset, int from)
{
	REAL(lseek);
	return starves(LOOK, EIO) ? -1 : real(descriptor, offset, from);
}

off64_t
lseek64(int descriptor, off64_t offset, int from)
{
	REAL(lseek64);
	return starves(LOOK, EIO) ? -1 : real(descriptor, offset, from);
}

/* Descriptors. */
int
open(const char *path, int flags, ...)
{
	REAL(open);
	va_list rest;
	va_start(rest, flags);
	int mode = flags & O_CREAT ? va_arg(rest, int) : 0;
	va_end(rest);
	return starves(OPEN, EMFILE) ? -1 : real(path, flags, mode);
}

ssize_t
read(int descriptor, void *to, size_t size)
{
	REAL(read);
	return starves(READ, EIO) ? -1 : real(descriptor, to, size);
}

ssize_t
write(int descriptor, const void *from, size_t size)
{
	REAL(write);
	if (!starves(WRITE, ENOSPC))
		return real(descriptor, from, size);
	real(descriptor, from, size / 2);
	errno = ENOSPC;
	return -1;
}

/* What a disk far away does, which says so no sooner than at the end. It
   cannot be done to a file that is only read, and need not. */
static void
lose_half(int descriptor)
{
	struct stat about;
	if (fstat(descriptor, &about) != 0 ||
	    ftruncate(descriptor, about.st_size / 2) != 0)
		return;
}

int
close(int descriptor)
{
	REAL(close);
	bool fails = starves(CLOSE, EIO);
	if (fails)
		lose_half(descriptor);
	int code = real(descriptor);
	if (!fails)
		return code;
	errno = EIO;
	return -1;
}

/* Streams: the cookie is the C library's own stream, of which only the
   descriptor is used. */
static ssize_t
read_stream(void *file, char *to, size_t size)
{
	return read(fileno(file), to, size);
}

/* To stdio a write that failed is 0 bytes. */
static ssize_t
write_stream(void *file, const char *from, size_t size)
{
	ssize_t written = write(fileno(file), from, size);
	return written < 0 ? 0 : written;
}

static int
close_stream(void *file)
{
	REAL(fclose);
	bool fails = starves(CLOSE, EIO);
	if (fails)
		lose_half(fileno(file));
	int code = real(file);
	if (!fails)
		return code;
	errno = EIO;
	return EOF;
}

static FILE *
stream_on(FILE *file, const char *mode)
{
	const cookie_io_functions_t functions = {
	    .read = read_stream, .write = write_stream, .close = close_stream};
	resting = true;
	FILE *stream = file ? fopencookie(file, mode, functions) : NULL;
	resting = false;
	return stream;
}

FILE *
fopen(const char *path, const char *mode)
{
	REAL(fopen);
	return starves(OPEN, EMFILE) ? NULL : stream_on(real(path, mode), mode);
}

int
mkstemp(char *name)
{
	REAL(mkstemp);
	return starves(OPEN, EMFILE) ? -1 : real(name);
}

/* Names. */
int
rename(const char *from, const char *to)
{
	REAL(rename);
	return starves(RENAME, EIO) ? -1 : real(from, to);
}

int
remove(const char *path)
{
	REAL(remove);
	return starves(REMOVE, EIO) ? -1 : real(path);
}

int
unlink(const char *path)
{
	REAL(unlink);
	return starves(REMOVE, EIO) ? -1 : real(path);
}

int
mkdir(const char *path, mode_t mode)
{
	REAL(mkdir);
	return starves(FOLDER, ENOSPC) ? -1 : real(path, mode);
}

/* Begin and end. */
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

/*
 * Files that do not open, disks that are full.
 *
 * glibc's stdio reads and writes past every hook. So a stream that the program
 * opens, and stdout, become streams of ours (fopencookie) with stdio's usual
 * buffer: what is counted is each time that the buffer goes to the system, and
 * not each fprintf.
 */
#define _GNU_SOURCE /* fopencookie */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/starve/hook_call.h"

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

FILE *
stream_on(FILE *file, const char *mode)
{
	const cookie_io_functions_t functions = {
	    .read = read_stream, .write = write_stream, .close = close_stream};
	rest(true);
	FILE *stream = file ? fopencookie(file, mode, functions) : NULL;
	rest(false);
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

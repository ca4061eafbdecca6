#define _XOPEN_SOURCE 700 /* mkdtemp */
#define _DARWIN_C_SOURCE
#define MODULE_SOURCE
#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	MOST_FILES = 4,
	MOST_HELD = 1 << 22, /* bytes of an arena that is kept */
};

_Noreturn void
fuzz_failed(const char *file, int line, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fprintf(stderr, "%s:%d: ", file, line);
	vfprintf(stderr, format, arguments);
	fprintf(stderr, "\n");
	va_end(arguments);
	abort();
}

Arena *
fuzz_arena(void)
{
	static Arena *arena;
	if (arena && arena_held(arena) > MOST_HELD) {
		arena_destroy(arena); /* to empty a large one takes long */
		arena = NULL;
	}
	if (!arena)
		arena = arena_create("fuzz");
	arena_reset(arena);
	return arena;
}

/* The files, each open as long as the process lives. */
static char folder[PATH_MAX / 2];
static struct {
	char path[PATH_MAX];
	int descriptor;
} files[MOST_FILES];
static int file_count;

static void
remove_files(void)
{
	for (int i = 0; i < file_count; i++)
		remove(files[i].path);
	remove(folder);
}

static void
must(bool good, const char *what)
{
	if (good)
		return;
	perror(what);
	exit(2);
}

static int
find_file(const char *name)
{
	for (int i = 0; i < file_count; i++)
		if (strcmp(files[i].path + strlen(folder) + 1, name) == 0)
			return i;
	if (file_count == 0) {
		const char *base = getenv("TMPDIR");
		snprintf(folder, sizeof folder, "%s/handgrad.XXXXXX",
		    base && *base ? base : "/tmp");
		must(mkdtemp(folder), folder);
		atexit(remove_files);
	}
	FUZZ_CHECK(file_count < MOST_FILES, "more than %d files", MOST_FILES);
	char *path = files[file_count].path;
	snprintf(path, PATH_MAX, "%s/%s", folder, name);
	files[file_count].descriptor = open(path, O_CREAT | O_RDWR, 0666);
	must(files[file_count].descriptor >= 0, path);
	return file_count++;
}

const char *
fuzz_file(const char *name, const void *bytes, size_t size)
{
	int i = find_file(name), descriptor = files[i].descriptor;
	must(ftruncate(descriptor, (off_t)size) == 0 &&
		 pwrite(descriptor, bytes, size, 0) == (ssize_t)size,
	    files[i].path);
	return files[i].path;
}

void
fuzz_check_error(const char *line, const char *path)
{
	FUZZ_CHECK(
	    strncmp(line, path, strlen(path)) == 0 && line[strlen(path)] == ':',
	    "the error does not begin with '%s': %s", path, line);
	for (const char *at = line; *at; at++)
		FUZZ_CHECK(*at >= ' ' && *at <= '~',
		    "byte 0x%02x in the error: %s", (unsigned)*at & 0xff, line);
}

/*
 * Files for tests: a folder to stand in, what to put there, and a terminal that
 * is none.
 *
 *     TESTS_IN_FOLDER("idx", reads_plain, ...)
 *
 * runs the tests in a new, empty folder, which is removed afterwards, also if
 * a test crashed. So a test may use short relative paths, and knows each
 * message to the letter. This header comes first: it asks the system's
 * headers for more than the rest of handgrad needs.
 */
#ifndef TESTS_FILES_H
#define TESTS_FILES_H

#define _XOPEN_SOURCE 700 /* nftw, posix_openpt */
#define _DARWIN_C_SOURCE  /* mkdtemp */

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "tests/support.h"

#define TESTS_IN_FOLDER(name, ...) \
	int main(void) \
	{ \
		return run_in_folder( \
		    name, (const TTest *const[]){__VA_ARGS__, NULL}); \
	}

/* Where the tests stand, and where they were started: the project. */
static char test_folder[PATH_MAX], project_folder[PATH_MAX];

/* What is true of the machine, not of the code: ends the test with a line. */
#define SKIP_IF(condition, ...) \
	if (condition) { \
		printf("skipped: " __VA_ARGS__); \
		printf("\n"); \
		return; \
	}

static inline int
remove_entry(
    const char *path, const struct stat *about, int kind, struct FTW *place)
{
	(void)about, (void)kind, (void)place;
	return remove(path);
}

static inline void
must(bool condition, const char *what)
{
	if (condition)
		return;
	perror(what);
	exit(EXIT_FAILURE);
}

static inline int
run_in_folder(const char *name, const TTest *const *tests)
{
	const char *base = getenv("TMPDIR");
	snprintf(test_folder, sizeof test_folder, "%s/handgrad.XXXXXX",
	    base && *base ? base : "/tmp");
	must(getcwd(project_folder, sizeof project_folder), "getcwd");
	must(mkdtemp(test_folder), test_folder);
	must(chdir(test_folder) == 0, test_folder);
	must(getcwd(test_folder, sizeof test_folder), "getcwd");
	int status = run_tests(name, tests);
	must(chdir(project_folder) == 0, project_folder);
	nftw(test_folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	return status;
}

/* Goes into a new, empty folder of the test's own. */
static inline void
enter(const char *name)
{
	ck_assert(chdir(test_folder) == 0);
	ck_assert_msg(mkdir(name, 0777) == 0, "mkdir %s", name);
	ck_assert(chdir(name) == 0);
}

/* What goes into a file; the bytes live in the arena `step`. */
typedef struct {
	unsigned char *at;
	size_t size;
} Bytes;

static inline void
write_plain(const char *path, Bytes bytes)
{
	FILE *file = fopen(path, "wb");
	ck_assert_msg(file, "cannot create %s", path);
	ck_assert_uint_eq(fwrite(bytes.at, 1, bytes.size, file), bytes.size);
	ck_assert_int_eq(fclose(file), 0);
}

/* Writes one gzip stream; mode "wb" makes the file, "ab" adds to it. */
static inline void
write_gzip(const char *path, const char *mode, Bytes bytes)
{
	gzFile file = gzopen(path, mode);
	ck_assert_msg(file, "cannot create %s", path);
	ck_assert_int_eq(
	    (int)gzfwrite(bytes.at, 1, bytes.size, file), (int)bytes.size);
	ck_assert_int_eq(gzclose(file), Z_OK);
}

static inline Bytes
read_whole(const char *path)
{
	struct stat about;
	ck_assert_msg(stat(path, &about) == 0, "%s is missing", path);
	Bytes bytes = {.size = (size_t)about.st_size};
	bytes.at = arena_alloc(step, bytes.size + 1, 1);
	FILE *file = fopen(path, "rb");
	ck_assert_uint_eq(fread(bytes.at, 1, bytes.size, file), bytes.size);
	fclose(file);
	bytes.at[bytes.size] = '\0';
	return bytes;
}

#define ck_file(path, text) \
	ck_assert_str_eq((const char *)read_whole(path).at, text)

/* "./././x": a path of `length` bytes that ends in this name. */
static inline void
long_path(char *path, size_t length, const char *name)
{
	for (size_t i = 0; i < length; i++)
		path[i] = i % 2 ? '/' : '.';
	strcpy(path + length - strlen(name), name);
}

static inline bool
exists(const char *path)
{
	struct stat about;
	return lstat(path, &about) == 0;
}

/* How many descriptors are open. */
static inline int
open_descriptors(void)
{
	int count = 0;
	for (int descriptor = 0; descriptor < 256; descriptor++)
		count += fcntl(descriptor, F_GETFD) != -1;
	return count;
}

/* Lets a stream write to another descriptor, which is closed; `restore` undoes
   it. */
static inline int
redirect(FILE *stream, int to)
{
	fflush(stream);
	int before = dup(fileno(stream));
	dup2(to, fileno(stream));
	close(to);
	return before;
}

static inline void
restore(FILE *stream, int before)
{
	fflush(stream);
	dup2(before, fileno(stream));
	close(before);
}

static inline int
redirect_to_file(FILE *stream, const char *path)
{
	int file = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0666);
	ck_assert_msg(file >= 0, "cannot create %s", path);
	return redirect(stream, file);
}

/* From capture to end_capture, stdout and stderr are files of these names. */
static int stdout_before, stderr_before;

static inline void
capture(void)
{
	stdout_before = redirect_to_file(stdout, "stdout");
	stderr_before = redirect_to_file(stderr, "stderr");
}

/* The same, but stderr goes to the file stdout, too. */
static inline void
capture_together(void)
{
	stdout_before = redirect_to_file(stdout, "stdout");
	stderr_before = redirect(stderr, dup(STDOUT_FILENO));
}

static inline void
end_capture(void)
{
	restore(stdout, stdout_before);
	restore(stderr, stderr_before);
}

#define ck_said(on_stdout, on_stderr) \
	do { \
		ck_file("stdout", on_stdout); \
		ck_file("stderr", on_stderr); \
	} while (0)

/* A terminal: what is written to `slave` is read from `master`. False where
   there are none. */
typedef struct {
	int master, slave;
} Terminal;

static inline bool
open_terminal(Terminal *terminal)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
		return false;
	int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	*terminal = (Terminal){master, slave};
	return slave >= 0;
}

#endif

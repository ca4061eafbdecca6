/*
 * careless: writes a file as a good program does, except for one sin, which
 * the driver must see. `careless SIN FILE`; the sin `none` is good.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE = 100000 };

static const char *sin_of_ours;

static bool
commits(const char *sin)
{
	return strcmp(sin_of_ours, sin) == 0;
}

static int
fail(const char *path)
{
	const char *reason = strerror(errno);
	if (commits("silence"))
		return 1;
	if (commits("crash"))
		abort();
	if (commits("no-path"))
		fprintf(stderr, "careless: cannot write: %s\n", reason);
	else
		fprintf(stderr, "careless: ./%s: %s\n", path, reason);
	if (commits("two-lines"))
		fprintf(stderr, "careless: sorry\n");
	return commits("status") ? 3 : 1;
}

static bool
write_to(FILE *file, const char *text)
{
	bool written = fwrite(text, 1, SIZE, file) == SIZE;
	written = fflush(file) == 0 && written;
	if (commits("write"))
		written = true;
	if (commits("open-file") && !written)
		return false;
	bool closed = fclose(file) == 0;
	return written && (closed || commits("close"));
}

static bool
write_file(const char *path, const char *text)
{
	char temporary[200];
	snprintf(temporary, sizeof temporary, "%s%s", path,
	    commits("in-place") ? "" : ".tmp");
	FILE *file = fopen(temporary, "wb");
	if (!file)
		return false;
	bool good = write_to(file, text);
	if (good && !commits("in-place"))
		good = rename(temporary, path) == 0 || commits("rename");
	int reason = errno;
	if (!good && !commits("left-over") && !commits("in-place"))
		remove(temporary);
	errno = reason;
	return good;
}

int
main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	sin_of_ours = argv[1];
	const char *path = argv[2];
	printf("careless\n"); /* so that stdout has its buffer */
	char *text = malloc(SIZE);
	if (!text && !commits("memory"))
		return fail(path);
	memset(text, 'x', SIZE);
	bool good = write_file(path, text);
	if (good || !commits("leak"))
		free(text);
	if (!good)
		return fail(path);
	printf("written: %s\n", path);
	if (fflush(stdout) != 0 && !commits("stdout"))
		return fail(path);
	return 0;
}

#include "common/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The temporaries that are open, for a program that must end at once. */
static struct {
	FILE *file; /* NULL: this place is free */
	char path[sizeof((Output *)NULL)->temporary];
} unfinished[OUTPUT_MOST_OPEN];

/* The place of a file, the first free one for NULL; OUTPUT_MOST_OPEN if there
   is none. */
static size_t
place_of(const FILE *file)
{
	size_t i = 0;
	while (i < OUTPUT_MOST_OPEN && unfinished[i].file != file)
		i++;
	return i;
}

/* False if the file is not open any more: then there is nothing to forget. */
static bool
forget(const Output *output)
{
	size_t place = output->file ? place_of(output->file) : OUTPUT_MOST_OPEN;
	if (place == OUTPUT_MOST_OPEN)
		return false;
	unfinished[place].file = NULL;
	return true;
}

static bool
cannot_create(const char *path, Error *error)
{
	return error_set(error, "%s: cannot create: %s", path, strerror(errno));
}

/* Opens the temporary, whose name is known. */
static bool
open_temporary(Output *output, Error *error)
{
	size_t place = place_of(NULL);
	if (place == OUTPUT_MOST_OPEN)
		return error_set(error,
		    "%s: %d files are being written already", output->path,
		    OUTPUT_MOST_OPEN);
	output->file = fopen(output->temporary, "wb");
	if (!output->file)
		return cannot_create(output->temporary, error);
	unfinished[place].file = output->file;
	memcpy(unfinished[place].path, output->temporary,
	    sizeof output->temporary);
	return true;
}

bool
output_open(Output *output, const char *path, Error *error)
{
	output->file = NULL;
	size_t length = strlen(path);
	if (length >= sizeof output->path)
		return error_set(error,
		    "%.40s...: a path of %zu bytes is too long", path, length);
	memcpy(output->path, path, length + 1);
	memcpy(output->temporary, path, length);
	memcpy(output->temporary + length, ".tmp", sizeof ".tmp");
	return open_temporary(output, error);
}

bool
output_open_in(
    Output *output, const char *folder, const char *name, Error *error)
{
	char path[2 * sizeof output->path]; /* what is cut is too long anyway */
	snprintf(path, sizeof path, "%s/%s", folder, name);
	return output_open(output, path, error);
}

bool
output_open_for_now(Output *output, Error *error)
{
	const char *wish = getenv("TMPDIR");
	const char *folder = wish && *wish ? wish : "/tmp";
	output->file = NULL;
	int length = snprintf(
	    output->path, sizeof output->path, "%s/handgrad-XXXXXX", folder);
	if ((size_t)length >= sizeof output->path)
		return error_set(error,
		    "%.40s...: a path of %d bytes is too long", folder, length);
	memcpy(output->temporary, output->path, sizeof output->path);
	int descriptor = mkstemp(output->temporary);
	if (descriptor < 0)
		return cannot_create(output->path, error);
	close(descriptor);
	if (open_temporary(output, error))
		return true;
	remove(output->temporary);
	return false;
}

bool
output_commit(Output *output, Error *error)
{
	forget(output);
	errno = 0;
	bool written = fflush(output->file) == 0 && !ferror(output->file);
	int reason = errno ? errno : EIO; /* an earlier write may have failed */
	if (fclose(output->file) != 0 && written) {
		written = false;
		reason = errno;
	}
	output->file = NULL;
	if (written && rename(output->temporary, output->path) == 0)
		return true;
	if (written)
		reason = errno;
	remove(output->temporary);
	return error_set(
	    error, "%s: cannot write: %s", output->path, strerror(reason));
}

void
output_abandon(Output *output)
{
	if (!forget(output))
		return;
	fclose(output->file);
	output->file = NULL;
	remove(output->temporary);
}

void
output_abandon_all(void)
{
	for (size_t i = 0; i < OUTPUT_MOST_OPEN; i++) {
		if (!unfinished[i].file)
			continue;
		fclose(unfinished[i].file);
		unfinished[i].file = NULL;
		remove(unfinished[i].path);
	}
}

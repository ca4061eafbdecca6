#include "common/output.h"

#include <errno.h>
#include <string.h>

static Output *first_open;

static void
forget(const Output *output)
{
	Output **at = &first_open;
	while (*at && *at != output)
		at = &(*at)->next;
	if (*at)
		*at = output->next;
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
	output->file = fopen(output->temporary, "wb");
	if (!output->file)
		return error_set(error, "%s: cannot create: %s",
		    output->temporary, strerror(errno));
	output->next = first_open;
	first_open = output;
	return true;
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
	if (!output->file)
		return;
	forget(output);
	fclose(output->file);
	output->file = NULL;
	remove(output->temporary);
}

void
output_abandon_all(void)
{
	while (first_open)
		output_abandon(first_open);
}

#include "common/npz_name.h"

#include <string.h>

bool
npz_check_name(const char *path, const NpzEntry *entries, size_t count,
    const char *name, size_t length, Error *error)
{
	if (length == 0)
		return error_set(
		    error, "%s: tensor %zu has no name", path, count);
	if (length > NPZ_MOST_NAME)
		return error_set(error,
		    "%s: tensor %zu has a name of %zu bytes, at most %d", path,
		    count, length, NPZ_MOST_NAME);
	/* Only what is printable is printed below, and has no NUL inside. */
	for (size_t i = 0; i < length; i++)
		if (name[i] < ' ' || name[i] > '~')
			return error_set(error,
			    "%s: tensor %zu has byte 0x%02x in its name, "
			    "expected printable ASCII",
			    path, count, (unsigned)(unsigned char)name[i]);
	const char *const forbidden[] = {"/", "\\", ".."};
	for (int i = 0; i < 3; i++)
		if (strstr(name, forbidden[i]))
			return error_set(error,
			    "%s: '%s' has %s in it, as a path, no name", path,
			    name, forbidden[i]);
	for (size_t i = 0; i < count; i++)
		if (strcmp(entries[i].name, name) == 0)
			return error_set(
			    error, "%s: '%s' is there twice", path, name);
	return true;
}

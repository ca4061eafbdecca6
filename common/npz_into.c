/*
 * npz_read_into: the file is read whole into an arena of its own; only when
 * all of it fits is anything copied.
 */
#include <string.h>

#include "common/npz.h"

static const NpzEntry *
find(const NpzEntry *entries, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(entries[i].name, name) == 0)
			return &entries[i];
	return NULL;
}

/* Does the file have these tensors, and only these? */
static bool
check(const char *path, const NpzEntry *wanted, size_t wanted_count,
    const NpzEntry *found, size_t found_count, Error *error)
{
	for (size_t i = 0; i < wanted_count; i++) {
		const NpzEntry *entry = find(
		    found, found_count, wanted[i].name);
		if (!entry)
			return error_set(
			    error, "%s: '%s' is missing", path, wanted[i].name);
		if (!shape_equal(tensor_shape(entry->tensor),
			tensor_shape(wanted[i].tensor)))
			return error_set(error,
			    "%s: '%s' has shape %s, expected %s", path,
			    wanted[i].name, SHAPE_TEXT(entry->tensor),
			    SHAPE_TEXT(wanted[i].tensor));
	}
	for (size_t i = 0; i < found_count; i++)
		if (!find(wanted, wanted_count, found[i].name))
			return error_set(error, "%s: '%s' is not expected",
			    path, found[i].name);
	return true;
}

bool
npz_read_into(
    const char *path, const NpzEntry *entries, size_t count, Error *error)
{
	Arena *arena = arena_create("npz");
	NpzEntry *found;
	size_t found_count;
	bool good = npz_read(arena, path, &found, &found_count, error) &&
		    check(path, entries, count, found, found_count, error);
	for (size_t i = 0; good && i < count; i++)
		tensor_copy(entries[i].tensor,
		    find(found, found_count, entries[i].name)->tensor);
	arena_destroy(arena);
	return good;
}

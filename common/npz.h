/*
 * NPZ: named tensors in a file, as NumPy writes them with savez and reads
 * them with load. The file is a zip archive; each member NAME.npy is one
 * tensor. zlib packs and unpacks it.
 *
 *     NpzEntry weights[] = {{"w", w}, {"b", b}};
 *     npz_write("weights.npz", weights, 2, &error)
 *     npz_read_into("weights.npz", weights, 2, &error)
 *
 * A file appears whole or not at all (output.h). Nothing in a file is
 * trusted: whatever is wrong with it ends in false and one line that says
 * path, place, what was expected and what was found.
 *
 * A name is a key, never a path, and yet must not look like one: printable
 * ASCII, at most 255 bytes, without '/', '\' and "..". No two are equal.
 *
 * Ownership: entries and names that are passed stay the caller's; what is
 * read lives in the arena. After a failure the arena is as it was.
 */
#ifndef COMMON_NPZ_H
#define COMMON_NPZ_H

#include <stddef.h>

#include "common/error.h"
#include "common/tensor.h"

enum { NPZ_MOST_ENTRIES = 4096 };

typedef struct {
	const char *name;
	Tensor *tensor; /* any shape, any strides */
} NpzEntry;

/* Writes `count` tensors to a new file at `path`, in this order, as float or
   double, whichever Real is. The same tensors give the same bytes, as long as
   zlib packs them the same way. False also for a name that must not be, for
   more than 4096 tensors, and for more than 4 GiB. */
bool npz_write(
    const char *path, const NpzEntry *entries, size_t count, Error *error);

/* Reads every tensor of the file into `arena`, in the file's order: float or
   double, of either byte order, row by row, at most eight axes. Double is
   rounded where Real is float, and refused where it is out of float's range.
   For the while it takes memory for the file and one tensor besides. */
bool npz_read(Arena *arena, const char *path, NpzEntry **entries, size_t *count,
    Error *error);

/* Reads the file into tensors that are there: each by its name, in any order,
   each with exactly its shape, and nothing else in the file. No tensor is
   changed unless all is well. */
bool npz_read_into(
    const char *path, const NpzEntry *entries, size_t count, Error *error);

#endif

/*
 * npz_numpy FILE...: prints the tensors of each file, one in a line: name,
 * shape, values. Then npz_numpy --write FILE writes some. npz.sh compares both
 * with NumPy.
 */
#include <math.h>
#include <string.h>

#include "common/handgrad.h"
#include "common/npz.h"

static void
print(const NpzEntry *entry)
{
	const Tensor *t = entry->tensor;
	printf("%s %s", entry->name, SHAPE_TEXT(t));
	for (size_t i = 0, n = tensor_count(t); i < n; i++)
		printf(" %.17g", (double)t->data[i]);
	printf("\n");
}

static bool
print_file(Arena *arena, const char *path, Error *error)
{
	NpzEntry *entries;
	size_t count;
	if (!npz_read(arena, path, &entries, &count, error))
		return false;
	for (size_t i = 0; i < count; i++)
		print(&entries[i]);
	return true;
}

/* npz.sh makes the same in NumPy. */
static bool
write_file(Arena *arena, const char *path, Error *error)
{
	Tensor *t = tensor_arange(arena, 24);                    /* (24,) */
	Tensor *grid = tensor_reshape(arena, t, SHAPE(2, 3, 4)); /* (2, 3, 4) */
	Tensor *matrix = tensor_reshape(arena, t, SHAPE(6, 4));  /* (6, 4) */
	Tensor *many = tensor_arange(arena, 100000);             /* (100000,) */
	const NpzEntry entries[] = {{"grid", grid},
	    {"turned", tensor_t(arena, matrix)},
	    {"layers.0.b", tensor_scalar(arena, 0.1)},
	    {"none", tensor_zeros(arena, SHAPE(3, 0, 2))},
	    {"eight", tensor_reshape(arena, t, SHAPE(1, 2, 1, 3, 1, 2, 1, 2))},
	    {"special", tensor_of(arena, SHAPE(5), (Real)NAN, (Real)INFINITY,
			    -(Real)INFINITY, (Real)-0.0, REAL_EPSILON)},
	    {"roots", tensor_sqrt(arena, many)}};
	return npz_write(path, entries, 7, error);
}

int
main(int argc, char **argv)
{
	Arena *arena = arena_create("npz_numpy");
	Error error = {""};
	bool writing = argc == 3 && strcmp(argv[1], "--write") == 0;
	bool good = !writing || write_file(arena, argv[2], &error);
	for (int i = 1; !writing && good && i < argc; i++)
		good = print_file(arena, argv[i], &error);
	if (!good)
		fprintf(stderr, "%s\n", error.text);
	arena_destroy(arena);
	return good ? 0 : 1;
}

#include "tests/bench/operands.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/npy.h"
#include "common/output.h"
#include "common/random.h"
#include "tests/bench/bench.h"

Operands
operands_draw(Arena *arena, size_t rows, size_t side)
{
	Operands o = {.x = tensor_new(arena, SHAPE(rows, PIXELS)),
	    .w = tensor_new(arena, SHAPE(PIXELS, HIDDEN)),
	    .g = tensor_new(arena, SHAPE(rows, HIDDEN)),
	    .square = tensor_new(arena, SHAPE(side, side)),
	    .row = tensor_new(arena, SHAPE(PIXELS)),
	    .b1 = tensor_new(arena, SHAPE(HIDDEN)),
	    .w2 = tensor_new(arena, SHAPE(HIDDEN, 1)),
	    .b2 = tensor_new(arena, SHAPE(1)),
	    .target = tensor_new(arena, SHAPE(rows))};
	Random random;
	random_seed(&random, 1);
	Tensor *const drawn[] = {
	    o.x, o.w, o.g, o.square, o.row, o.b1, o.w2, o.b2};
	for (size_t i = 0; i < sizeof drawn / sizeof drawn[0]; i++)
		random_normal(&random, drawn[i]);
	random_integers(&random, o.target, 0, 10);
	return o;
}

static const char *const names[] = {
    "x", "w", "g", "square", "row", "b1", "w2", "b2", "target"};
enum { OPERANDS = sizeof names / sizeof names[0] };

static void
path_of(char path[1024], const char *folder, const char *name)
{
	snprintf(path, 1024, "%s/%s.npy", folder, name);
}

static bool
write_one(const char *folder, const char *name, const Tensor *t, Error *error)
{
	char path[1024];
	path_of(path, folder, name);
	Output output;
	if (!output_open(&output, path, error))
		return false;
	Arena *scratch = arena_create("npy");
	size_t size = npy_size(t);
	unsigned char *bytes = arena_alloc(scratch, size, 1);
	npy_put(bytes, scratch, t);
	fwrite(bytes, 1, size, output.file);
	arena_destroy(scratch);
	return output_commit(&output, error);
}

bool
operands_write(const Operands *o, const char *folder, Error *error)
{
	if (mkdir(folder, 0777) != 0 && errno != EEXIST)
		return error_set(error, "%s: %s", folder, strerror(errno));
	const Tensor *const all[OPERANDS] = {o->x, o->w, o->g, o->square,
	    o->row, o->b1, o->w2, o->b2, o->target};
	for (size_t i = 0; i < OPERANDS; i++)
		if (!write_one(folder, names[i], all[i], error))
			return false;
	return true;
}

void
operands_remove(const char *folder)
{
	char path[1024];
	for (size_t i = 0; i < OPERANDS; i++) {
		path_of(path, folder, names[i]);
		unlink(path);
	}
	rmdir(folder);
}

/* Passes over the header, whose length stands at the end of the prefix. */
static bool
skip_header(FILE *file)
{
	unsigned char prefix[NPY_PREFIX];
	if (fread(prefix, 1, NPY_PREFIX, file) != NPY_PREFIX)
		return false;
	long header = prefix[NPY_PREFIX - 2] + 256L * prefix[NPY_PREFIX - 1];
	return fseek(file, NPY_PREFIX + header, SEEK_SET) == 0;
}

bool
operand_read(
    const char *folder, const char *name, Real *to, size_t count, Error *error)
{
	char path[1024];
	path_of(path, folder, name);
	FILE *file = fopen(path, "rb");
	if (!file)
		return error_set(error, "%s: %s", path, strerror(errno));
	bool whole = skip_header(file) &&
		     fread(to, sizeof *to, count, file) == count;
	fclose(file);
	return whole ||
	       error_set(error, "%s: fewer than %zu numbers", path, count);
}

/*
 * synthetic: the maker of the stand-in for MNIST, for where no network is.
 *
 *     synthetic DIR            writes the four files of MNIST into DIR
 *     synthetic --sheet DIR    draws a hundred of the digits, DIR/synthetic.svg
 *
 * The files have MNIST's names, format and sizes, and always the same
 * content: one stream of random numbers yields label, image, label, image, ...
 * for the 60,000 digits of train, then for the 10,000 of t10k.
 *
 * A file is written as FILE.tmp. When all are whole, each gets its name; if
 * anything fails before that, all are removed.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "common/arena.h"
#include "common/error.h"
#include "common/output.h"
#include "common/random.h"
#include "common/svg.h"
#include "data/strokes.h"

enum {
	SIDE = STROKES_SIDE,
	DIGITS = 10,
	SEED = 1,
	FILES = 4,
	COLUMNS = 10, /* of the sheet; its rows are the digits */
	WIDTH = COLUMNS * SIDE,
	HEIGHT = DIGITS * SIDE,
};

typedef struct {
	const char *name;
	uint32_t count;
	bool images; /* or labels */
} FileKind;

/* Each set: its images, then their labels. */
static const FileKind files[FILES] = {
    {"train-images-idx3-ubyte.gz", 60000, true},
    {"train-labels-idx1-ubyte.gz", 60000, false},
    {"t10k-images-idx3-ubyte.gz", 10000, true},
    {"t10k-labels-idx1-ubyte.gz", 10000, false},
};

/* A file that is being written. */
typedef struct {
	char path[1024]; /* its name */
	char part[1029]; /* its name until it is whole */
	gzFile gz;
} Part;

static bool
part_open(Part *out, const char *path, const char *mode, Error *error)
{
	size_t length = strlen(path);
	if (length >= sizeof out->path)
		return error_set(error, "%.60s...: the path is too long", path);
	memcpy(out->path, path, length + 1);
	memcpy(out->part, path, length);
	memcpy(out->part + length, ".tmp", sizeof ".tmp");
	errno = ENOMEM; /* zlib runs out of memory without a word */
	out->gz = gzopen(out->part, mode);
	if (out->gz == NULL)
		error_set(error, "%s: %s", out->part, strerror(errno));
	return out->gz != NULL;
}

/* Closes a file. zlib remembers a write that failed: it is reported here. */
static bool
part_close(Part *out, Error *error)
{
	int status;
	const char *message = gzerror(out->gz, &status);
	bool ok = status == Z_OK;
	if (status == Z_MEM_ERROR) /* of this alone zlib does not say where */
		error_set(error, "%s: %s", out->part, message);
	else if (!ok)
		error_set(error, "%s", message);
	if (gzclose(out->gz) != Z_OK && ok)
		ok = error_set(error, "%s: %s", out->part, strerror(errno));
	return ok;
}

static bool
part_rename(const Part *out, Error *error)
{
	if (rename(out->part, out->path) == 0)
		return true;
	return error_set(error, "%s: %s", out->path, strerror(errno));
}

/* Closes `count` open files. If all went well they then get their names; if
   not, they are removed. */
static bool
parts_end(Part *out, int count, bool ok, Error *error)
{
	for (int i = 0; i < count; i++)
		ok = part_close(&out[i], error) && ok;
	for (int i = 0; i < count; i++) {
		ok = ok && part_rename(&out[i], error);
		if (!ok)
			remove(out[i].part);
	}
	return ok;
}

/* Draws the stream's next digit and returns its label. */
static uint8_t
next_digit(Random *random, uint8_t image[SIDE][SIDE])
{
	uint8_t label = (uint8_t)(random_u32(random) % DIGITS);
	strokes_draw(random, label, image);
	return label;
}

static void
write_big_endian(gzFile gz, uint32_t number)
{
	uint8_t bytes[] = {(uint8_t)(number >> 24), (uint8_t)(number >> 16),
	    (uint8_t)(number >> 8), (uint8_t)number};
	gzwrite(gz, bytes, sizeof bytes);
}

/* Opens a file and writes its head: a magic number, 2051 for images and 2049
   for labels, and the size of each axis. Level 2 of zlib is fast; a higher
   one takes twice as long to save a tenth. */
static bool
open_idx(Part *out, const char *dir, const FileKind *kind, Error *error)
{
	char path[sizeof out->path + 64];
	snprintf(path, sizeof path, "%s/%s", dir, kind->name);
	if (!part_open(out, path, "wb2", error))
		return false;
	write_big_endian(out->gz, kind->images ? 2051 : 2049);
	write_big_endian(out->gz, kind->count);
	if (kind->images) {
		write_big_endian(out->gz, SIDE);
		write_big_endian(out->gz, SIDE);
	}
	return true;
}

static void
write_digits(Random *random, uint32_t count, gzFile images, gzFile labels)
{
	for (uint32_t i = 0; i < count; i++) {
		uint8_t image[SIDE][SIDE];
		uint8_t label = next_digit(random, image);
		gzwrite(images, image, sizeof image);
		gzwrite(labels, &label, 1);
	}
}

static bool
write_files(const char *dir, Error *error)
{
	if (mkdir(dir, 0777) != 0 && errno != EEXIST)
		return error_set(error, "%s: %s", dir, strerror(errno));
	Part out[FILES];
	int n = 0;
	while (n < FILES && open_idx(&out[n], dir, &files[n], error))
		n++;
	if (n < FILES)
		return parts_end(out, n, false, error);

	Random random;
	random_seed(&random, SEED);
	write_digits(&random, files[0].count, out[0].gz, out[1].gz);
	write_digits(&random, files[2].count, out[2].gz, out[3].gz);
	return parts_end(out, n, true, error);
}

/* Puts an image at its place on the sheet, (280, 280). */
static void
put_on_sheet(Tensor *sheet, int row, int column, uint8_t image[SIDE][SIDE])
{
	for (size_t y = 0; y < SIDE; y++)
		for (size_t x = 0; x < SIDE; x++) {
			size_t place[] = {
			    (size_t)row * SIDE + y, (size_t)column * SIDE + x};
			*tensor_at(sheet, place) = (Real)image[y][x] / 255;
		}
}

/* The first ten of each digit in the stream. */
static void
draw_sheet(Tensor *sheet)
{
	int drawn[DIGITS] = {0};
	int missing = DIGITS * COLUMNS;
	Random random;
	random_seed(&random, SEED);
	while (missing > 0) {
		uint8_t image[SIDE][SIDE];
		int label = next_digit(&random, image);
		if (drawn[label] == COLUMNS)
			continue;
		put_on_sheet(sheet, label, drawn[label]++, image);
		missing--;
	}
}

static bool
write_sheet(const char *folder, Error *error)
{
	enum { SCALE = 2 };
	Arena *arena = arena_create("sheet");
	Tensor *sheet = tensor_zeros(
	    arena, SHAPE(HEIGHT, WIDTH)); /* (280, 280) */
	draw_sheet(sheet);
	Svg svg;
	bool good = svg_open(
	    &svg, folder, "synthetic", WIDTH * SCALE, HEIGHT * SCALE, error);
	if (good) {
		svg_grey(&svg, 0, 0, SCALE, SCALE, sheet);
		good = svg_close(&svg, error);
	}
	arena_destroy(arena);
	return good;
}

static const char usage[] = "usage: synthetic DIR | --sheet DIR | --help";

static const char help[] =
    "DIR      write synthetic digits there, as the four files of MNIST\n"
    "--sheet  draw a hundred of them there, as synthetic.svg\n";

static _Noreturn void
out_of_memory(const char *message)
{
	output_abandon_all();
	fprintf(stderr, "synthetic: %s\n", message);
	exit(EXIT_FAILURE);
}

static bool
print_help(Error *error)
{
	printf("%s\n%s", usage, help);
	return fflush(stdout) == 0 ||
	       error_set(error, "cannot write to standard output: %s",
		   strerror(errno));
}

int
main(int argc, char **argv)
{
	Error error;
	bool ok;
	arena_exhausted = out_of_memory;
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		ok = print_help(&error);
	} else if (argc == 3 && strcmp(argv[1], "--sheet") == 0) {
		ok = write_sheet(argv[2], &error);
	} else if (argc == 2 && argv[1][0] != '-') {
		ok = write_files(argv[1], &error);
	} else {
		fprintf(stderr, "%s\n", usage);
		return 2;
	}
	if (!ok)
		fprintf(stderr, "synthetic: %s\n", error.text);
	return ok ? 0 : 1;
}

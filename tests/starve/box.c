#define _XOPEN_SOURCE 700 /* nftw */
#include "tests/starve/box.h"

#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "common/npz.h"
#include "tests/starve/must.h"

/* nftw hands nothing on to what it calls. */
static Box *filled;
static Arena *memory;

static int
add_file(const char *path, const struct stat *about, int kind, struct FTW *at)
{
	(void)at;
	if (kind == FTW_D)
		return 0;
	must(filled->count < BOX_FILES, "too many files");
	BoxFile *file = &filled->file[filled->count++];
	must(strlen(path + 2) < sizeof file->name, path);
	snprintf(file->name, sizeof file->name, "%s", path + 2); /* no ./ */
	file->size = (size_t)about->st_size;
	file->bytes = arena_alloc(memory, file->size + 1, 1);
	FILE *stream = fopen(path, "rb");
	must(stream, path);
	must(fread(file->bytes, 1, file->size, stream) == file->size, path);
	fclose(stream);
	return 0;
}

void
box_read(Arena *arena, Box *box)
{
	box->count = 0;
	filled = box;
	memory = arena;
	must(nftw(".", add_file, 16, FTW_PHYS) == 0, "nftw");
}

static int
remove_entry(
    const char *path, const struct stat *about, int kind, struct FTW *at)
{
	(void)about, (void)kind;
	if (at->level > 0)
		must(remove(path) == 0, path);
	return 0;
}

static void
make_folder_of(const char *name)
{
	char folder[BOX_NAME];
	const char *slash = strrchr(name, '/');
	if (!slash)
		return;
	snprintf(folder, sizeof folder, "%.*s", (int)(slash - name), name);
	mkdir(folder, 0777); /* it may be there */
}

void
box_fill(const Box *box)
{
	must(nftw(".", remove_entry, 16, FTW_DEPTH | FTW_PHYS) == 0, "nftw");
	make_folder_of("plots/");
	make_folder_of("tmp/");
	for (size_t i = 0; i < box->count; i++) {
		const BoxFile *file = &box->file[i];
		make_folder_of(file->name);
		FILE *stream = fopen(file->name, "wb");
		must(stream, file->name);
		fwrite(file->bytes, 1, file->size, stream);
		must(fclose(stream) == 0, file->name);
	}
}

const BoxFile *
box_find(const Box *box, const char *name)
{
	for (size_t i = 0; i < box->count; i++)
		if (strcmp(box->file[i].name, name) == 0)
			return &box->file[i];
	return NULL;
}

/* The tensors in these bytes, if they are those of an .npz file. */
static bool
read_tensors(
    Arena *arena, const BoxFile *file, NpzEntry **entries, size_t *count)
{
	static const char path[] = "../compared.npz";
	FILE *stream = fopen(path, "wb");
	must(stream, path);
	fwrite(file->bytes, 1, file->size, stream);
	must(fclose(stream) == 0, path);
	Error error;
	return npz_read(arena, path, entries, count, &error);
}

static bool
same_tensor(const Tensor *a, const Tensor *b)
{
	size_t count = tensor_count(a);
	return a->ndim == b->ndim &&
	       memcmp(a->shape, b->shape,
		   (size_t)a->ndim * sizeof a->shape[0]) == 0 &&
	       memcmp(a->data, b->data, count * sizeof(Real)) == 0;
}

bool
box_same(Arena *arena, const BoxFile *a, const BoxFile *b)
{
	if (a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0)
		return true;
	NpzEntry *in_a, *in_b;
	size_t count, count_b;
	if (!strstr(a->name, ".npz") ||
	    !read_tensors(arena, a, &in_a, &count) ||
	    !read_tensors(arena, b, &in_b, &count_b) || count != count_b)
		return false;
	for (size_t i = 0; i < count; i++)
		if (strcmp(in_a[i].name, in_b[i].name) != 0 ||
		    !same_tensor(in_a[i].tensor, in_b[i].tensor))
			return false;
	return true;
}

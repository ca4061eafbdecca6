/*
 * The IDX reader, and the gzip reader below it. The first byte says what the
 * file is and how it is read; the rest is its content, which the target packs
 * itself if it is to be gzipped: no random bytes have the right checksum.
 *
 * A second reader, a dozen lines long, says what must be read and what not.
 */
#define MODULE_SOURCE
#include <string.h>
#include <zlib.h>

#include "common/bytes.h"
#include "common/idx.h"
#include "tests/fuzz/fuzz.h"

enum { /* bits of the first byte */
	IMAGES = 1,
	PACKED = 2,   /* the target gzips the content */
	CALLED = 4,   /* the file's name ends in .gz */
	NAMED = 8,    /* the gzip header has a former name */
	DAMAGED = 16, /* two more bytes: where, and what is changed there */
	TWICE = 32,   /* a second gzip stream follows */
};

typedef struct {
	unsigned char bytes[2 * FUZZ_MOST + 256];
	size_t size;
} File;

/* Gzips content to the end of the file. */
static void
pack(File *file, const uint8_t *content, size_t size, bool named)
{
	static z_stream stream;
	int code = stream.state ? deflateReset(&stream)
				: deflateInit2(&stream, 1, Z_DEFLATED, 31, 8,
				      Z_DEFAULT_STRATEGY);
	gz_header header = {.name = (Bytef *)"digits", .os = 3};
	deflateSetHeader(&stream, named ? &header : NULL);
	stream.next_in = (Bytef *)content;
	stream.avail_in = (uInt)size;
	stream.next_out = file->bytes + file->size;
	stream.avail_out = (uInt)(sizeof file->bytes - file->size);
	FUZZ_CHECK(code == Z_OK && deflate(&stream, Z_FINISH) == Z_STREAM_END,
	    "the target cannot gzip");
	file->size += stream.total_out;
}

static void
make_file(File *file, unsigned mode, Input content)
{
	file->size = 0;
	size_t place = mode & DAMAGED ? input_byte(&content) : 0;
	unsigned change = mode & DAMAGED ? input_byte(&content) : 0;
	if (!(mode & PACKED)) {
		memcpy(file->bytes, content.at, content.left);
		file->size = content.left;
	} else {
		pack(file, content.at, content.left, mode & NAMED);
		if (mode & TWICE)
			pack(file, content.at, content.left, false);
	}
	if (file->size)
		file->bytes[place % file->size] ^= (unsigned char)change;
}

/* Is this a good file of labels or of images, by the letter of the format? */
static bool
is_good(const uint8_t *bytes, size_t size, bool images)
{
	size_t header = images ? 16 : 8, count = 1;
	if (size < header || get_big(bytes, 4) != (images ? 0x803 : 0x801))
		return false;
	for (size_t at = 4; at < header; at += 4) {
		size_t length = (size_t)get_big(bytes + at, 4);
		if (length == 0 || length > size)
			return false;
		count *= length;
	}
	for (size_t i = header; !images && i < size; i++)
		if (bytes[i] > 9)
			return false;
	return size - header == count;
}

static void
check_elements(const Tensor *t, const uint8_t *bytes, bool images)
{
	size_t header = images ? 16 : 8;
	for (size_t i = 0, n = tensor_count(t); i < n; i++) {
		double byte = bytes[header + i];
		Real wanted = (Real)(images ? byte / 256 : byte);
		FUZZ_CHECK(t->data[i] == wanted, "element %zu is %g, not %g", i,
		    (double)t->data[i], (double)wanted);
	}
	for (int axis = 0; axis < t->ndim; axis++)
		FUZZ_CHECK(t->shape[axis] == get_big(bytes + 4 + 4 * axis, 4),
		    "axis %d has size %zu", axis, t->shape[axis]);
}

static bool
read_file(const char *path, bool images, Tensor **t)
{
	Error error = {"not set"};
	uint32_t checksum;
	Arena *arena = fuzz_arena();
	bool good = images ? idx_read_images(arena, path, 256, t, &error)
			   : idx_read_labels(arena, path, t, &checksum, &error);
	if (!good)
		fuzz_check_error(error.text, path);
	return good;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static File file;
	Input input = {data, size < FUZZ_MOST ? size : FUZZ_MOST};
	unsigned mode = input_byte(&input);
	bool images = mode & IMAGES, called = mode & CALLED;
	make_file(&file, mode, input);
	const char *path = fuzz_file(
	    called ? "file.gz" : "file", file.bytes, file.size);
	Tensor *t;
	bool good = read_file(path, images, &t);

	/* Whoever is packed and whole has the content's fate. */
	bool gzip = file.size > 1 && get_big(file.bytes, 2) == 0x1f8b;
	if (!gzip) {
		bool wanted = !called && is_good(file.bytes, file.size, images);
		FUZZ_CHECK(good == wanted, "a plain file: good %d, not %d",
		    good, wanted);
		if (good)
			check_elements(t, file.bytes, images);
	} else if ((mode & (PACKED | DAMAGED | TWICE)) == PACKED) {
		bool wanted = is_good(input.at, input.left, images);
		FUZZ_CHECK(good == wanted, "a gzip file: good %d, not %d", good,
		    wanted);
		if (good)
			check_elements(t, input.at, images);
	}
	return 0;
}

/*
 * The .npz reader. If the first byte is odd, the rest is the file; else it is
 * members, which the target packs itself, with true sizes and checksums:
 *
 *     a byte of flags, the name's length, the name, two bytes of length, a
 *     .npy file of this length
 *
 * What is read must be what the bytes say, and must survive being written and
 * read again. What is not read leaves one line, and an empty arena.
 */
#define MODULE_SOURCE
#include <math.h>
#include <string.h>
#include <zlib.h>

#include "common/bytes.h"
#include "common/npz.h"
#include "common/zip.h"
#include "tests/fuzz/fuzz.h"

enum {
	MEMBERS = 4,
	DEFLATE = 1, /* flags */
	LIE_OF_SIZE = 2,
	LIE_OF_CHECKSUM = 4,
};

typedef struct {
	const uint8_t *name, *plain;
	size_t name_size, plain_size, place, packed_size;
	unsigned flags;
} Member;

typedef struct {
	unsigned char bytes[8 * FUZZ_MOST];
	size_t size, count;
	Member member[MEMBERS];
} File;

/* Steps over so many bytes of the input, or over what is left. */
static const uint8_t *
take(Input *input, size_t *size)
{
	if (*size > input->left)
		*size = input->left;
	const uint8_t *at = input->at;
	input->at += *size;
	input->left -= *size;
	return at;
}

/* Deflates a member's bytes to the end of the file. */
static void
pack(File *file, Member *m)
{
	static z_stream stream;
	int code = stream.state ? deflateReset(&stream)
				: deflateInit2(&stream, 1, Z_DEFLATED,
				      ZIP_RAW_DEFLATE, 8, Z_DEFAULT_STRATEGY);
	stream.next_in = (Bytef *)m->plain;
	stream.avail_in = (uInt)m->plain_size;
	stream.next_out = file->bytes + file->size;
	stream.avail_out = (uInt)(sizeof file->bytes - file->size);
	FUZZ_CHECK(code == Z_OK && deflate(&stream, Z_FINISH) == Z_STREAM_END,
	    "the target cannot deflate");
	m->packed_size = stream.total_out;
}

static void
put(File *file, size_t size, uint64_t value)
{
	put_little(file->bytes + file->size, size, value);
	file->size += size;
}

static void
put_bytes(File *file, const void *bytes, size_t size)
{
	memcpy(file->bytes + file->size, bytes, size);
	file->size += size;
}

/* What a local header and a directory entry share. */
static void
put_shared(File *file, const Member *m)
{
	bool lies = m->flags & LIE_OF_CHECKSUM;
	put(file, 4, 20); /* version, no flags */
	put(file, 2, m->flags & DEFLATE ? ZIP_DEFLATED : ZIP_STORED);
	put(file, 4, 0); /* a time */
	put(file, 4, crc32(0, m->plain, (uInt)m->plain_size) ^ lies);
	put(file, 4, m->packed_size);
	put(file, 4, m->plain_size + !!(m->flags & LIE_OF_SIZE));
	put(file, 2, m->name_size + 4);
	put(file, 2, 0); /* extras */
}

static void
put_name(File *file, const Member *m)
{
	put_bytes(file, m->name, m->name_size);
	put_bytes(file, ZIP_SUFFIX, 4);
}

/* The member's sizes are in front of its bytes: those are put first, and then
   where they belong. */
static void
put_member(File *file, Member *m)
{
	m->place = file->size;
	file->size += ZIP_LOCAL_SIZE + m->name_size + 4;
	m->packed_size = m->plain_size;
	if (m->flags & DEFLATE)
		pack(file, m);
	else
		memcpy(file->bytes + file->size, m->plain, m->plain_size);
	size_t end = file->size + m->packed_size;
	file->size = m->place;
	put(file, 4, ZIP_LOCAL);
	put_shared(file, m);
	put_name(file, m);
	file->size = end;
}

static void
put_directory(File *file)
{
	size_t directory = file->size;
	for (size_t i = 0; i < file->count; i++) {
		put(file, 4, ZIP_ENTRY);
		put(file, 2, 20);
		put_shared(file, &file->member[i]);
		put(file, 4, 0); /* comment, disk */
		put(file, 6, 0); /* attributes */
		put(file, 4, file->member[i].place);
		put_name(file, &file->member[i]);
	}
	size_t end = file->size;
	put(file, 4, ZIP_END);
	put(file, 4, 0);
	put(file, 2, file->count);
	put(file, 2, file->count);
	put(file, 4, end - directory);
	put(file, 4, directory);
	put(file, 2, 0); /* comment */
}

static void
make_file(File *file, Input input)
{
	file->size = file->count = 0;
	while (input.left && file->count < MEMBERS) {
		Member *m = &file->member[file->count++];
		m->flags = input_byte(&input);
		m->name_size = input_byte(&input);
		m->name = take(&input, &m->name_size);
		m->plain_size = input_byte(&input);
		m->plain_size |= (size_t)input_byte(&input) << 8;
		m->plain = take(&input, &m->plain_size);
		put_member(file, m);
	}
	put_directory(file);
}

/* Element i as the end of a .npy file says, by the letter of the format. */
static double
element(const Member *m, size_t count, size_t i)
{
	size_t header = 10 + (size_t)get_little(m->plain + 8, 2);
	size_t item = (m->plain_size - header) / count;
	const uint8_t *at = m->plain + header + i * item;
	bool big = memchr(m->plain + 10, '>', header - 10);
	uint64_t bits = big ? get_big(at, item) : get_little(at, item);
	float single;
	double value;
	memcpy(&value, &bits, 8);
	memcpy(&single, &(uint32_t){(uint32_t)bits}, 4);
	return item == 4 ? (double)single : value;
}

static void
check_member(const Member *m, const NpzEntry *entry)
{
	FUZZ_CHECK(
	    !(m->flags & (LIE_OF_SIZE | LIE_OF_CHECKSUM)), "a lie is believed");
	FUZZ_CHECK(strlen(entry->name) == m->name_size &&
		       memcmp(entry->name, m->name, m->name_size) == 0,
	    "the name is '%s'", entry->name);
	size_t count = tensor_count(entry->tensor);
	for (size_t i = 0; i < count; i++) {
		Real read = entry->tensor->data[i];
		double said = element(m, count, i);
		FUZZ_CHECK(read == (Real)said || (isnan(said) && read != read),
		    "element %zu is %g, not %g", i, (double)read, said);
	}
}

/* The same tensors, bit by bit, after they were written and read. */
static void
check_again(Arena *arena, const NpzEntry *entries, size_t count)
{
	const char *path = fuzz_file("again.npz", "", 0);
	NpzEntry *again = NULL;
	size_t count_again = 0;
	Error error;
	FUZZ_CHECK(npz_write(path, entries, count, &error), "%s", error.text);
	FUZZ_CHECK(npz_read(arena, path, &again, &count_again, &error), "%s",
	    error.text);
	FUZZ_CHECK(
	    count == count_again, "%zu entries, not %zu", count_again, count);
	for (size_t i = 0; i < count; i++) {
		const Tensor *a = entries[i].tensor, *b = again[i].tensor;
		FUZZ_CHECK(strcmp(entries[i].name, again[i].name) == 0 &&
			       shape_equal(tensor_shape(a), tensor_shape(b)) &&
			       memcmp(a->data, b->data,
				   tensor_count(a) * sizeof(Real)) == 0,
		    "'%s' is not the same again", entries[i].name);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static File file;
	Input input = {data, size < FUZZ_MOST ? size : FUZZ_MOST};
	bool as_it_is = input_byte(&input) % 2;
	if (!as_it_is)
		make_file(&file, input);
	const char *path = as_it_is
			       ? fuzz_file("file.npz", input.at, input.left)
			       : fuzz_file("file.npz", file.bytes, file.size);
	Arena *arena = fuzz_arena();
	NpzEntry *entries = NULL;
	size_t count = 0;
	Error error = {"not set"};
	if (!npz_read(arena, path, &entries, &count, &error)) {
		fuzz_check_error(error.text, path);
		FUZZ_CHECK(arena_used(arena) == 0, "%zu bytes are left",
		    arena_used(arena));
		return 0;
	}
	for (size_t i = 0; !as_it_is && i < count; i++)
		check_member(&file.member[i], &entries[i]);
	FUZZ_CHECK(as_it_is || count == file.count, "%zu of %zu members", count,
	    file.count);
	check_again(arena, entries, count);
	return 0;
}

/*
 * NPZ files for tests, good and bad, made byte by byte and not by npz_write,
 * and what must be said about the bad.
 */
#ifndef TESTS_NPZ_H
#define TESTS_NPZ_H

#include "tests/files.h"

#include "common/npz.h"

/* Puts a number into a file, the lowest byte first. */
static inline void
put(unsigned char *at, size_t size, uint64_t value)
{
	for (; size; size--, value >>= 8)
		*at++ = (unsigned char)value;
}

/* The same bytes, with a number changed: to break one thing at a time. */
static inline Bytes
with(Bytes bytes, size_t at, size_t size, uint64_t value)
{
	Bytes copy = {arena_alloc(step, bytes.size, 1), bytes.size};
	memcpy(copy.at, bytes.at, bytes.size);
	put(copy.at + at, size, value);
	return copy;
}

/* The first `size` bytes, and zeros where there are no more. */
static inline Bytes
resized(Bytes bytes, size_t size)
{
	Bytes copy = {arena_alloc(step, size, 1), size};
	memset(copy.at, 0, size);
	memcpy(copy.at, bytes.at, bytes.size < size ? bytes.size : size);
	return copy;
}

/* A .npy file with this header and these data. */
static inline Bytes
npy_raw(const char *header, size_t header_size, Bytes data)
{
	Bytes bytes = {.size = 10 + header_size + data.size};
	bytes.at = arena_alloc(step, bytes.size, 1);
	memcpy(bytes.at, "\x93NUMPY\1\0", 8);
	put(bytes.at + 8, 2, header_size);
	memcpy(bytes.at + 10, header, header_size);
	if (data.size)
		memcpy(bytes.at + 10 + header_size, data.at, data.size);
	return bytes;
}

static inline Bytes
npy(const char *header, Bytes data)
{
	return npy_raw(header, strlen(header), data);
}

/* `size` bytes, every one 0. */
static inline Bytes
zeros(size_t size)
{
	return resized((Bytes){(unsigned char *)"", 0}, size);
}

/* Its header as NumPy writes it. */
#define HEADER(type, order, shape) \
	"{'descr': '" type "', 'fortran_order': " order ", 'shape': " shape \
	", }"

/* Two floats, 0 and 0, as '<f4'. */
static inline Bytes
npy_pair(void)
{
	return npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
	    zeros(8));
}

/* One member of a zip file. */
typedef struct {
	const char *name;
	size_t name_size;
	Bytes plain;
	bool deflated, described; /* described: its sizes come behind it */
	size_t place;             /* where zip() has put it */
} Part;
#define PART(name, ...) \
	((Part){name, sizeof(name) - 1, __VA_ARGS__, false, false, 0})
#define DEFLATED(name, ...) \
	((Part){name, sizeof(name) - 1, __VA_ARGS__, true, false, 0})

static inline Bytes
deflated(Bytes plain)
{
	Bytes packed = {.size = plain.size + 100};
	packed.at = arena_alloc(step, packed.size, 1);
	z_stream stream = {.next_in = plain.at,
	    .avail_in = (uInt)plain.size,
	    .next_out = packed.at,
	    .avail_out = (uInt)packed.size};
	deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
	ck_assert_int_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
	packed.size = stream.total_out;
	deflateEnd(&stream);
	return packed;
}

/* What a local header and a directory entry share: 26 bytes. */
static inline void
put_shared(unsigned char *at, const Part *part, Bytes packed, bool local)
{
	bool later = part->described && local;
	put(at, 2, 45);
	put(at + 2, 2, part->described ? 8 : 0);
	put(at + 4, 2, part->deflated ? 8 : 0);
	put(at + 6, 4, 0x5a5a5a5a); /* a time and a date */
	put(at + 10, 4,
	    later ? 0 : crc32(0, part->plain.at, (uInt)part->plain.size));
	put(at + 14, 4, later ? 0 : packed.size);
	put(at + 18, 4, later ? 0 : part->plain.size);
	put(at + 22, 2, part->name_size);
	put(at + 24, 2, local ? 5 : 3); /* extras */
}

/* A zip file of these parts: headers with extras and comments, and data
   descriptors where they are asked for. */
static inline Bytes
zip(size_t count, Part *parts)
{
	Bytes file = {.size = 22};
	for (size_t i = 0; i < count; i++)
		file.size += 2 * parts[i].plain.size + 300 +
			     2 * parts[i].name_size;
	file.at = arena_alloc(step, file.size, 1);
	memset(file.at, 0xee, file.size); /* extras and comments */
	Bytes *packed = arena_alloc(step, count, sizeof *packed);
	unsigned char *at = file.at;
	for (size_t i = 0; i < count; i++) {
		Part *part = &parts[i];
		packed[i] = part->deflated ? deflated(part->plain)
					   : part->plain;
		part->place = (size_t)(at - file.at);
		put(at, 4, 0x04034b50);
		put_shared(at + 4, part, packed[i], true);
		memcpy(at + 30, part->name, part->name_size);
		at += 30 + part->name_size + 5;
		memcpy(at, packed[i].at, packed[i].size);
		at += packed[i].size + (part->described ? 16 : 0);
	}
	size_t directory = (size_t)(at - file.at);
	for (size_t i = 0; i < count; i++) {
		put(at, 4, 0x02014b50);
		put(at + 4, 2, 0x0314);
		put_shared(at + 6, &parts[i], packed[i], false);
		put(at + 32, 2, 2); /* comment */
		put(at + 34, 2, 0);
		put(at + 42, 4, parts[i].place);
		memcpy(at + 46, parts[i].name, parts[i].name_size);
		at += 46 + parts[i].name_size + 3 + 2;
	}
	size_t end = (size_t)(at - file.at);
	put(at, 4, 0x06054b50);
	put(at + 4, 4, 0);
	put(at + 8, 2, count);
	put(at + 10, 2, count);
	put(at + 12, 4, end - directory);
	put(at + 16, 4, directory);
	put(at + 20, 2, 0);
	file.size = end + 22;
	return file;
}
#define ZIP(...) \
	zip(sizeof((Part[]){__VA_ARGS__}) / sizeof(Part), (Part[]){__VA_ARGS__})

/* Where the directory and the end record of a file begin. */
static inline size_t
end_of(Bytes file)
{
	return file.size - 22;
}

static inline size_t
directory_of(Bytes file)
{
	const unsigned char *at = file.at + end_of(file) + 16;
	return at[0] | (size_t)at[1] << 8 | (size_t)at[2] << 16;
}

/* All tensors of a file, which must be good. */
typedef struct {
	NpzEntry *entries;
	size_t count;
} Npz;

static inline Npz
read_npz(const char *path)
{
	Npz npz;
	Error error;
	int before = open_descriptors();
	bool good = npz_read(step, path, &npz.entries, &npz.count, &error);
	ck_assert_msg(good, "%s", error.text);
	ck_assert_int_eq(open_descriptors(), before);
	return npz;
}

/* Reading the file must fail in one line and leave nothing behind. Returns
   the line. */
static inline const char *
npz_failure(const char *path)
{
	static Error error;
	strcpy(error.text, "not set");
	NpzEntry *entries = (NpzEntry *)&error; /* any address */
	size_t count = 77, used = arena_used(step);
	int before = open_descriptors();
	ck_assert_msg(!npz_read(step, path, &entries, &count, &error),
	    "%s was read", path);
	ck_assert_ptr_eq(entries, &error);
	ck_assert_uint_eq(count, 77);
	ck_assert_uint_eq(arena_used(step), used);
	ck_assert_int_eq(open_descriptors(), before);
	for (const char *at = error.text; *at; at++)
		ck_assert_msg(*at >= ' ' && *at <= '~', "%s", error.text);
	return error.text;
}

static inline void
npz_fails(Bytes file, const char *expected)
{
	write_plain("bad.npz", file);
	const char *line = npz_failure("bad.npz"), *path = "bad.npz: ";
	ck_assert_msg(strncmp(line, path, strlen(path)) == 0, "%s", line);
	ck_assert_str_eq(line + strlen(path), expected);
}

/* The same for a member w.npy, stored and deflated. */
static inline void
npy_fails(Bytes plain, const char *expected)
{
	char line[5000];
	snprintf(line, sizeof line, "'w': %s", expected);
	npz_fails(ZIP(PART("w.npy", plain)), line);
	npz_fails(ZIP(DEFLATED("w.npy", plain)), line);
}

#endif

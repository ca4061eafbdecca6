/*
 * IDX files for tests, good and bad, and what must be said about the bad.
 */
#ifndef TESTS_IDX_H
#define TESTS_IDX_H

#include "tests/files.h"

#include "common/idx.h"

static inline void
put_big_endian(unsigned char *at, uint32_t number)
{
	for (int i = 0; i < 4; i++)
		at[i] = (unsigned char)(number >> (24 - 8 * i));
}

/* An IDX file: magic number, sizes, and elements 0, 1, 2, ... that start
   again at `modulus`. */
static inline Bytes
idx_bytes(uint32_t magic, Shape shape, unsigned modulus)
{
	size_t count = 1, header = 4 + 4 * (size_t)shape.ndim;
	for (int axis = 0; axis < shape.ndim; axis++)
		count *= shape.size[axis];
	Bytes bytes = {.size = header + count};
	bytes.at = arena_alloc(step, bytes.size, 1);
	put_big_endian(bytes.at, magic);
	for (int axis = 0; axis < shape.ndim; axis++)
		put_big_endian(
		    bytes.at + 4 + 4 * axis, (uint32_t)shape.size[axis]);
	for (size_t i = 0; i < count; i++)
		bytes.at[header + i] = (unsigned char)(i % modulus);
	return bytes;
}

#define IMAGES(...) idx_bytes(0x0803, SHAPE(__VA_ARGS__), 251)
#define LABELS(n) idx_bytes(0x0801, SHAPE(n), 10)

#define IMAGES_NAME "train-images-idx3-ubyte"
#define LABELS_NAME "train-labels-idx1-ubyte"

/* The same without its last `cut` bytes. */
static inline Bytes
without(Bytes bytes, size_t cut)
{
	bytes.size -= cut;
	return bytes;
}

/* FOLDER/NAME, plus ".gz" if it is to be gzipped. */
static inline void
write_part(const char *folder, const char *name, bool gzip, Bytes bytes)
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s/%s%s", folder, name, gzip ? ".gz" : "");
	mkdir(folder, 0777);
	if (gzip)
		write_gzip(path, "wb", bytes);
	else
		write_plain(path, bytes);
}

/* A folder with n good digits. */
static inline void
write_digits(const char *folder, size_t n)
{
	write_part(folder, IMAGES_NAME, true, IMAGES(n, 28, 28));
	write_part(folder, LABELS_NAME, true, LABELS(n));
}

/* Reading must end in this error and leave nothing behind. */
static inline void
assert_fails(const char *path, bool images, const char *expected)
{
	Arena *memory = arena_create("memory");
	Tensor *elements; /* not read */
	uint32_t checksum;
	Error error = {"not set"};
	int before = open_descriptors();
	bool good = images
			? idx_read_images(memory, path, 256, &elements, &error)
			: idx_read_labels(
			      memory, path, &elements, &checksum, &error);
	ck_assert_msg(!good, "%s was read, instead of '%s'", path, expected);
	ck_assert_str_eq(error.text, expected);
	ck_assert_int_eq(open_descriptors(), before);
	ck_assert_uint_le(arena_held(memory), 1 << 20);
	arena_destroy(memory);
}

static inline void
images_fail(const char *path, const char *expected)
{
	assert_fails(path, true, expected);
}

static inline void
labels_fail(const char *path, const char *expected)
{
	assert_fails(path, false, expected);
}

#endif

/*
 * The usual gzip file is unpacked, piece by piece, while what is unpacked is
 * written over; every other file is refused.
 */
#include "tests/files.h"

#include "common/gzip.h"

enum { LONG = 1 << 20 }; /* work for two cores; a short one is done by one */

/* Bytes of which every second thousand repeats what lies nearly as far back as
   zlib looks. */
static Bytes
far_repeats(size_t size)
{
	Bytes bytes = {arena_alloc(step, size, 1), size};
	Random random;
	random_seed(&random, 1);
	for (size_t i = 0; i < size; i++)
		bytes.at[i] = i >= 32500 && i / 1000 % 2
				  ? bytes.at[i - 32500]
				  : (unsigned char)random_u32(&random);
	return bytes;
}

/* Opens a file whose content should have `size` bytes. */
static bool
open_gzip(Gzip *gzip, const char *path, size_t size)
{
	struct stat about;
	ck_assert(stat(path, &about) == 0);
	int before = open_descriptors();
	bool good = gzip_open(gzip, path, (uint64_t)about.st_size, size);
	ck_assert_int_eq(open_descriptors(), before);
	return good;
}

/* What the pieces were, put together again. */
typedef struct {
	unsigned char *content;
	Bytes used; /* .size: up to here */
} Copy;

/* Keeps a piece and spoils all that may be spoilt. */
static void
keep(void *context, size_t from, size_t to)
{
	Copy *copy = context;
	if (from != copy->used.size || to <= from)
		ck_abort_msg("bytes %zu to %zu follow byte %zu", from, to,
		    copy->used.size);
	memcpy(copy->used.at + from, copy->content + from, to - from);
	copy->used.size = to;
	memset(copy->content + (from > 40000 ? from - 40000 : 0), 0xee,
	    to - (from > 40000 ? from - 40000 : 0));
}

/* Unpacks an opened file to `size` bytes; *copy gets what was used. */
static bool
unpack(const Gzip *gzip, size_t size, Copy *copy)
{
	*copy = (Copy){
	    arena_alloc(step, size, 1), {arena_alloc(step, size, 1), 0}};
	return gzip_unpack(gzip, copy->content, size, keep, copy);
}

/* The file is unpacked to these bytes. */
static void
assert_unpacks(const char *path, Bytes bytes)
{
	Gzip gzip;
	Copy copy;
	ck_assert(open_gzip(&gzip, path, bytes.size));
	ck_assert(unpack(&gzip, bytes.size, &copy));
	ck_assert_uint_eq(copy.used.size, bytes.size);
	ck_assert(memcmp(copy.used.at, bytes.at, bytes.size) == 0);
	gzip_close(&gzip);
}

START_TEST(unpacks)
{
	const size_t sizes[] = {1, 65535, 65536, 65537, 98304, 131072, LONG,
	    LONG + 32768 + 1, 3 * LONG};
	for (int i = 0; i < 9; i++) {
		Bytes bytes = far_repeats(sizes[i]);
		write_gzip("file.gz", "wb", bytes);
		assert_unpacks("file.gz", bytes);
	}
}
END_TEST

/* Whoever is behind the other: bytes that take long to unpack, and bytes that
   take next to nothing. */
START_TEST(fast_and_slow_content)
{
	Bytes bytes = far_repeats(3 * LONG);
	memset(bytes.at, 7, LONG);
	memset(bytes.at + 2 * LONG, 8, LONG / 2);
	write_gzip("file.gz", "wb", bytes);
	for (int i = 0; i < 20; i++)
		assert_unpacks("file.gz", bytes);
}
END_TEST

/* A file made of a header, `skip` bytes of "file.gz" left out. */
static void
write_with_header(const char *path, Bytes header, size_t skip)
{
	Bytes stream = read_whole("file.gz");
	FILE *file = fopen(path, "wb");
	fwrite(header.at, 1, header.size, file);
	fwrite(stream.at + skip, 1, stream.size - skip, file);
	fclose(file);
}

#define HEADER(flags, ...) \
	(Bytes) \
	{ \
		(unsigned char[]){ \
		    0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3, __VA_ARGS__}, \
		    sizeof((unsigned char[]){__VA_ARGS__}) + 10 \
	}

START_TEST(with_a_name)
{
	Bytes bytes = far_repeats(1000);
	write_gzip("file.gz", "wb", bytes);
	write_with_header("named.gz", HEADER(8, 'a', 'b', 'c', 0), 10);
	assert_unpacks("named.gz", bytes);
	write_with_header("named.gz", HEADER(8, 0), 10);
	assert_unpacks("named.gz", bytes);
}
END_TEST

static void
assert_not_opened(const char *path, size_t size)
{
	Gzip gzip;
	ck_assert_msg(!open_gzip(&gzip, path, size), "%s", path);
}

START_TEST(unusual_headers)
{
	write_gzip("file.gz", "wb", far_repeats(1000));
	const unsigned char flags[] = {1, 2, 4, 9, 10, 16, 24, 32, 128};
	for (int i = 0; i < 9; i++) {
		write_with_header("odd.gz", HEADER(flags[i], 'a', 0), 10);
		assert_not_opened("odd.gz", 1000);
	}
	Bytes stream = read_whole("file.gz");
	for (size_t at = 0; at < 3; at++) {
		stream.at[at]++;
		write_plain("odd.gz", stream);
		assert_not_opened("odd.gz", 1000);
		stream.at[at]--;
	}
	/* A name that does not end. */
	for (size_t size = 10; size < 30; size++) {
		unsigned char name[30] = {0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3};
		memset(name + 10, 'a', 20);
		write_plain("odd.gz", (Bytes){name, size});
		assert_not_opened("odd.gz", 0x61616161);
	}
}
END_TEST

START_TEST(size_is_not_what_it_says)
{
	write_gzip("file.gz", "wb", far_repeats(1000));
	assert_not_opened("file.gz", 999);
	assert_not_opened("file.gz", 1001);
	Bytes stream = read_whole("file.gz");
	for (size_t size = 0; size < stream.size; size++) {
		write_plain("cut.gz", (Bytes){stream.at, size});
		assert_not_opened("cut.gz", 1000);
	}
	write_plain("empty.gz", (Bytes){stream.at, 0});
	assert_not_opened("empty.gz", 0);

	Gzip gzip; /* the file got shorter, or went away */
	ck_assert(!gzip_open(&gzip, "file.gz", stream.size + 1, 1000));
	ck_assert(!gzip_open(&gzip, "nowhere.gz", stream.size, 1000));
}
END_TEST

/* Opened, for its end is right; but it does not unpack. */
static void
assert_not_unpacked(const char *path, size_t size)
{
	Gzip gzip;
	Copy copy;
	ck_assert(open_gzip(&gzip, path, size));
	ck_assert(!unpack(&gzip, size, &copy));
	gzip_close(&gzip);
}

START_TEST(damaged)
{
	Bytes bytes = far_repeats(LONG);
	write_gzip("file.gz", "wb", bytes);
	Bytes stream = read_whole("file.gz");
	for (size_t place = 0; place < 20; place++) {
		size_t at = 20 + place * (stream.size - 25) / 20;
		stream.at[at] ^= 16;
		write_plain("bad.gz", stream);
		assert_not_unpacked("bad.gz", LONG);
		stream.at[at] ^= 16;
	}
	stream.at[stream.size - 5] ^= 1; /* the checksum alone */
	write_plain("bad.gz", stream);
	assert_not_unpacked("bad.gz", LONG);
}
END_TEST

/* As the end of the last one says, there are as many bytes as in the first. */
START_TEST(several_streams)
{
	Bytes bytes = far_repeats(1000);
	write_gzip("file.gz", "wb", bytes);
	write_gzip("file.gz", "ab", bytes);
	assert_not_unpacked("file.gz", 1000);
	assert_not_opened("file.gz", 2000);
}
END_TEST

TESTS_IN_FOLDER("gzip", unpacks, fast_and_slow_content, with_a_name,
    unusual_headers, size_is_not_what_it_says, damaged, several_streams)

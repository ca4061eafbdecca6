/*
 * Every kind of bad IDX file ends in its one line; no file is left open, and
 * no memory taken beyond what the file's own size justifies.
 */
#include "tests/idx.h"

#include <errno.h>
#include <sys/resource.h>

enum { MOST_DEFLATE = 1032, HEADER = 16 };

START_TEST(missing)
{
	images_fail(
	    "nowhere", "nowhere: cannot open: No such file or directory");
	labels_fail("no/where.gz",
	    "no/where.gz: cannot open: No such file or directory");
	write_plain("file", LABELS(3));
	labels_fail("file/labels", "file/labels: cannot open: Not a directory");
	ck_assert_int_eq(mkdir("folder", 0777), 0);
	images_fail("folder", "folder: is a directory");
	ck_assert_int_eq(mkdir("folder.gz", 0777), 0);
	images_fail("folder.gz", "folder.gz: is a directory");
}
END_TEST

START_TEST(not_allowed)
{
	SKIP_IF(geteuid() == 0, "root may read every file");
	write_plain("locked", LABELS(3));
	ck_assert_int_eq(chmod("locked", 0), 0);
	labels_fail("locked", "locked: cannot open: Permission denied");
}
END_TEST

START_TEST(no_descriptor_left)
{
	write_plain("labels", LABELS(3));
	struct rlimit limit;
	getrlimit(RLIMIT_NOFILE, &limit);
	rlim_t before = limit.rlim_cur;
	int lowest = dup(0);
	close(lowest);
	limit.rlim_cur = (rlim_t)lowest;
	setrlimit(RLIMIT_NOFILE, &limit);
	char expected[100];
	snprintf(expected, sizeof expected, "labels: cannot open: %s",
	    strerror(EMFILE));
	labels_fail("labels", expected);
	limit.rlim_cur = before;
	setrlimit(RLIMIT_NOFILE, &limit);
}
END_TEST

START_TEST(empty)
{
	const Bytes nothing = {(unsigned char[]){0}, 0};
	write_plain("empty", nothing);
	labels_fail("empty", "empty: the file is empty");
	write_plain("empty.gz", nothing);
	images_fail("empty.gz", "empty.gz: the file is empty");
	write_gzip("nothing.gz", "wb", nothing);
	images_fail("nothing.gz", "nothing.gz: ends at byte 0 of 16");
	labels_fail("nothing.gz", "nothing.gz: ends at byte 0 of 8");
}
END_TEST

START_TEST(short_header)
{
	for (size_t size = 1; size < HEADER; size++) {
		Bytes images = IMAGES(2, 3, 4);
		images.size = size;
		write_plain("short", images);
		char expected[100];
		snprintf(expected, sizeof expected,
		    "short: ends at byte %zu of 16", size);
		images_fail("short", expected);
		write_gzip("short", "wb", images);
		images_fail("short", expected);
	}
	write_plain("short", without(LABELS(3), 4));
	labels_fail("short", "short: ends at byte 7 of 8");
}
END_TEST

START_TEST(short_body)
{
	for (size_t cut = 1; cut <= 24; cut++) {
		Bytes images = without(IMAGES(2, 3, 4), cut);
		char expected[100];
		snprintf(expected, sizeof expected,
		    "short: ends at byte %zu of 40", 40 - cut);
		write_plain("short", images);
		images_fail("short", expected);
		write_gzip("short", "wb", images);
		images_fail("short", expected);
	}
}
END_TEST

START_TEST(wrong_magic)
{
	write_plain("images", IMAGES(2, 3, 4));
	write_gzip("labels.gz", "wb", LABELS(12));
	labels_fail("images",
	    "images: magic number 0x00000803 at byte 0, expected 0x00000801");
	images_fail("labels.gz", "labels.gz: magic number 0x00000801 at byte 0,"
				 " expected 0x00000803");
	write_plain("swapped", idx_bytes(0x03080000, SHAPE(2, 3, 4), 10));
	images_fail("swapped",
	    "swapped: magic number 0x03080000 at byte 0, expected 0x00000803");
	write_plain("signed", idx_bytes(0x0903, SHAPE(2, 3, 4), 10));
	images_fail("signed",
	    "signed: magic number 0x00000903 at byte 0, expected 0x00000803");
	write_plain("text", (Bytes){(unsigned char *)"<html>", 6});
	images_fail("text",
	    "text: magic number 0x3c68746d at byte 0, expected 0x00000803");
}
END_TEST

/* A file of `size` bytes whose header claims this shape. */
static void
write_claim(const char *path, Shape shape, size_t size)
{
	Bytes file = {arena_alloc(step, size, 1), size};
	memset(file.at, 0, size);
	put_big_endian(file.at, 0x0800 + (uint32_t)shape.ndim);
	for (int axis = 0; axis < shape.ndim; axis++)
		put_big_endian(
		    file.at + 4 + 4 * axis, (uint32_t)shape.size[axis]);
	write_plain(path, file);
}

START_TEST(lying_sizes)
{
	const size_t most = UINT32_MAX;
	write_claim("lie", SHAPE(most, most, most), 16);
	images_fail("lie",
	    "lie: size 4294967295 on axis 0, more than the file can hold");
	write_claim("lie", SHAPE(1, most, most), 16);
	images_fail("lie",
	    "lie: size 4294967295 on axis 1, more than the file can hold");
	write_claim("lie", SHAPE(2, 28, most), 16);
	images_fail("lie",
	    "lie: size 4294967295 on axis 2, more than the file can hold");
	write_claim("lie", SHAPE(most), 8);
	labels_fail("lie",
	    "lie: size 4294967295 on axis 0, more than the file can hold");

	/* At the bound, and just over. */
	write_claim("lie", SHAPE(8, 2, MOST_DEFLATE), 16);
	images_fail("lie", "lie: ends at byte 16 of 16528");
	write_claim("lie", SHAPE(8, 2, MOST_DEFLATE + 1), 16);
	images_fail(
	    "lie", "lie: size 1033 on axis 2, more than the file can hold");
}
END_TEST

/* 2^64 elements are not 0, even if the file is large enough for 2^39. */
START_TEST(product_overflows)
{
	const size_t sizes[] = {1 << 8, 1u << 31, 1 << 25};
	write_claim("lie", SHAPE(sizes[0], sizes[1], sizes[2]), 16);
	SKIP_IF(truncate("lie", 1 << 30) != 0, "no files of 1 GB");
	images_fail(
	    "lie", "lie: size 33554432 on axis 2, more than the file can hold");
}
END_TEST

/* A plain file says by its own size what it can hold: no memory is taken. */
START_TEST(lying_plain_file)
{
	write_claim("lie", SHAPE(10000, 28, 28), 100000);
	images_fail("lie", "lie: ends at byte 100000 of 7840016");
}
END_TEST

/* A gzip file could hold a thousand times its size: that its header is a lie
   is known when all of it has been seen. No memory is taken before. */
START_TEST(lying_gzip_file)
{
	Bytes few = IMAGES(500, 28, 28);
	put_big_endian(few.at + 4, 1000);
	write_gzip("lie.gz", "wb", few);
	images_fail("lie.gz", "lie.gz: ends at byte 392016 of 784016");
}
END_TEST

/* What is there ends with a piece that is read at a time. */
START_TEST(ends_with_a_chunk)
{
	for (size_t chunks = 1; chunks <= 8; chunks++) {
		size_t size = 65536 * chunks;
		char expected[100];
		for (size_t header = 0; header <= 8; header += 8) {
			Bytes short_by_9 = without(
			    LABELS(size + header + 1), 9);
			snprintf(expected, sizeof expected,
			    "short: ends at byte %zu of %zu", size + header,
			    size + header + 9);
			write_plain("short", short_by_9);
			labels_fail("short", expected);
			write_gzip("short", "wb", short_by_9);
			labels_fail("short", expected);
		}
	}
}
END_TEST

START_TEST(zero_sizes)
{
	const size_t most = UINT32_MAX;
	write_plain("zero", LABELS(0));
	labels_fail("zero", "zero: size 0 on axis 0");
	write_plain("zero", IMAGES(0, 28, 28));
	images_fail("zero", "zero: size 0 on axis 0");
	write_plain("zero", IMAGES(3, 28, 0));
	images_fail("zero", "zero: size 0 on axis 2");
	write_claim("zero", SHAPE(0, most, most), 16);
	images_fail("zero", "zero: size 0 on axis 0");
}
END_TEST

START_TEST(goes_on)
{
	Bytes more = IMAGES(2, 3, 4);
	more.at[7] = 1; /* one image, and 12 bytes too many */
	write_plain("more", more);
	images_fail("more", "more: goes on after byte 28, its end");
	write_gzip("more.gz", "wb", more);
	images_fail("more.gz", "more.gz: goes on after byte 28, its end");
	write_plain("more", without(more, 11));
	images_fail("more", "more: goes on after byte 28, its end");

	write_gzip("twice.gz", "wb", LABELS(12));
	write_gzip("twice.gz", "ab", LABELS(12));
	labels_fail("twice.gz", "twice.gz: goes on after byte 20, its end");
}
END_TEST

START_TEST(label_over_nine)
{
	Bytes labels = LABELS(12);
	labels.at[8 + 11] = 10;
	write_plain("labels", labels);
	labels_fail("labels", "labels: label 10 at byte 19, expected 0 to 9");
	labels.at[8] = 255;
	write_gzip("labels.gz", "wb", labels);
	labels_fail(
	    "labels.gz", "labels.gz: label 255 at byte 8, expected 0 to 9");
}
END_TEST

TESTS_IN_FOLDER("idx_errors", missing, not_allowed, no_descriptor_left, empty,
    short_header, short_body, wrong_magic, lying_sizes, product_overflows,
    lying_plain_file, lying_gzip_file, ends_with_a_chunk, zero_sizes, goes_on,
    label_over_nine)

/*
 * Files whose compression is at fault: cut off, damaged, or none at all.
 */
#include "tests/idx.h"

#include <sys/resource.h>

/* The whole gzip stream of these bytes. */
static Bytes
gzipped(Bytes bytes)
{
	write_gzip("gzipped", "wb", bytes);
	return read_whole("gzipped");
}

START_TEST(not_gzip)
{
	write_plain("plain.gz", LABELS(12));
	labels_fail("plain.gz", "plain.gz: not gzip data");
	write_plain(".gz", LABELS(12));
	labels_fail(".gz", ".gz: not gzip data");
	write_plain("byte.gz", (Bytes){(unsigned char[]){0x1f}, 1});
	labels_fail("byte.gz", "byte.gz: not gzip data");
}
END_TEST

START_TEST(no_memory_left)
{
	SKIP_IF(SANITIZED, "the sanitizer ends a program without memory");
	write_gzip("labels.gz", "wb", LABELS(3));
	Tensor *labels; /* not read */
	uint32_t checksum;
	Error error = {"not set"};
	struct rlimit limit;
	getrlimit(RLIMIT_AS, &limit);
	rlim_t before = limit.rlim_cur;
	limit.rlim_cur = 1 << 20; /* less than there is already */
	setrlimit(RLIMIT_AS, &limit);
	void *block = malloc(1 << 20);
	bool good = idx_read_labels(
	    step, "labels.gz", &labels, &checksum, &error);
	limit.rlim_cur = before;
	setrlimit(RLIMIT_AS, &limit);
	SKIP_IF(block, "this system has no limit on memory");
	ck_assert(!good);
	ck_assert_str_eq(
	    error.text, "labels.gz: at byte 0 of 8: out of memory");
}
END_TEST

/* A download that broke off: no byte of the stream may be missing, not even
   of the checksum at its end. */
START_TEST(short_gzip)
{
	Bytes stream = gzipped(IMAGES(100, 28, 28));
	for (size_t size = 2; size < stream.size; size++) {
		write_plain("short.gz", (Bytes){stream.at, size});
		Tensor *images; /* not read */
		Error error = {"not set"};
		ck_assert_msg(
		    !idx_read_images(step, "short.gz", 256, &images, &error),
		    "read %zu bytes", size);
		bool ends = strstr(error.text, ": unexpected end of file");
		bool lies = strstr(error.text, "more than the file can hold");
		ck_assert_msg(ends || lies, "%zu: %s", size, error.text);
	}
	write_plain("short.gz", without(stream, 8));
	images_fail("short.gz",
	    "short.gz: at byte 78416 of 78416: unexpected end of file");
	write_plain("short.gz", (Bytes){stream.at, 5});
	images_fail(
	    "short.gz", "short.gz: at byte 0 of 16: unexpected end of file");
}
END_TEST

/* Labels with one wrong byte `at` a place in their gzip stream (from the end,
   if negative) must end in this. */
static void
damaged_fails(long at, unsigned char byte, const char *reason)
{
	Bytes stream = gzipped(LABELS(12));
	stream.at[at < 0 ? (long)stream.size + at : at] = byte;
	write_plain("bad.gz", stream);
	char expected[100];
	snprintf(
	    expected, sizeof expected, "bad.gz: at byte 0 of 8: %s", reason);
	labels_fail("bad.gz", expected);
}

START_TEST(damaged_gzip)
{
	damaged_fails(2, 9, "unknown compression method");
	damaged_fails(3, 0x80, "unknown header flags set");
	damaged_fails(10, 7, "invalid block type");
	damaged_fails(-8, 0, "incorrect data check");
	damaged_fails(-1, 1, "incorrect length check");
}
END_TEST

/* zlib finds the wrong checksum only with the last bytes. */
START_TEST(damaged_at_the_end)
{
	Bytes stream = gzipped(IMAGES(1000, 28, 28));
	stream.at[stream.size - 8] ^= 1;
	write_plain("bad.gz", stream);
	Tensor *images; /* not read */
	Error error = {"not set"};
	ck_assert(!idx_read_images(step, "bad.gz", 256, &images, &error));
	ck_assert_msg(strstr(error.text, " of 784016: incorrect data check"),
	    "%s", error.text);
	unsigned long long offset;
	ck_assert_int_eq(
	    sscanf(error.text, "bad.gz: at byte %llu of", &offset), 1);
	ck_assert(offset > 16 && offset < 784016);
}
END_TEST

/* Two cores are at work; what one finds ends both, and zlib says it. */
START_TEST(damaged_in_the_middle)
{
	Bytes stream = gzipped(IMAGES(1000, 28, 28));
	for (size_t part = 1; part < 8; part++) {
		size_t at = part * stream.size / 8;
		unsigned char right = stream.at[at];
		stream.at[at] ^= 0x55;
		write_plain("bad.gz", stream);
		stream.at[at] = right;
		Tensor *images; /* not read */
		Error error = {"not set"};
		ck_assert(
		    !idx_read_images(step, "bad.gz", 256, &images, &error));
		ck_assert_msg(strstr(error.text, "bad.gz: at byte ") &&
				  strstr(error.text, " of 784016: i"),
		    "%s", error.text);
	}
	write_plain("good.gz", stream);
	Tensor *images; /* (1000, 28, 28) */
	Error error = {"not set"};
	ck_assert(idx_read_images(step, "good.gz", 256, &images, &error));
}
END_TEST

TESTS_IN_FOLDER("idx_gzip", not_gzip, no_memory_left, short_gzip, damaged_gzip,
    damaged_at_the_end, damaged_in_the_middle)

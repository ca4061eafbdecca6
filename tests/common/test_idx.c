/*
 * Reading good IDX files, gzipped and plain, to the last bit.
 */
#include "tests/idx.h"

static Tensor *
read_images(const char *path, double divisor)
{
	Tensor *images; /* (n, rows, columns) */
	Error error;
	int before = open_descriptors();
	bool good = idx_read_images(step, path, divisor, &images, &error);
	ck_assert_msg(good, "%s", error.text);
	ck_assert_int_eq(open_descriptors(), before);
	return images;
}

static Tensor *
read_labels(const char *path, uint32_t *checksum)
{
	Tensor *labels; /* (n,) */
	Error error;
	int before = open_descriptors();
	bool good = idx_read_labels(step, path, &labels, checksum, &error);
	ck_assert_msg(good, "%s", error.text);
	ck_assert_int_eq(open_descriptors(), before);
	return labels;
}

/* Labels 0, 1, ... 9, 0, ... are read as such. */
static void
assert_labels(const char *path, size_t n)
{
	uint32_t checksum;
	Tensor *labels = read_labels(path, &checksum); /* (n,) */
	ck_assert(shape_equal(tensor_shape(labels), SHAPE(n)));
	for (size_t i = 0; i < n; i++)
		ck_assert_uint_eq((size_t)labels->data[i], i % 10);
	Bytes content = LABELS(n);
	ck_assert_uint_eq(
	    checksum, crc32(0, content.at, (unsigned)content.size));
}

/* Pixels 0 to 255, divided in double and rounded to float. */
static void
assert_divided(const char *path, double divisor)
{
	Tensor *images = read_images(path, divisor); /* (4, 8, 8) */
	ck_assert(shape_equal(tensor_shape(images), SHAPE(4, 8, 8)));
	ck_assert(tensor_is_contiguous(images));
	for (int p = 0; p < 256; p++)
		ck_assert(images->data[p] == (Real)(float)(p / divisor));
}

START_TEST(divides)
{
	Bytes every = idx_bytes(0x0803, SHAPE(4, 8, 8), 256);
	write_plain("plain", every);
	write_gzip("zipped.gz", "wb", every);
	const double divisors[] = {256, 255, 1, 3, 0.1, 255.1};
	for (int i = 0; i < 6; i++) {
		assert_divided("plain", divisors[i]);
		assert_divided("zipped.gz", divisors[i]);
	}
}
END_TEST

START_TEST(known_values)
{
	write_plain("images", idx_bytes(0x0803, SHAPE(1, 2, 2), 256));
	ck_tensor(read_images("images", 256), SHAPE(1, 2, 2), 0, 0, 0.00390625,
	    0.0078125, 0.01171875);
	ck_tensor(read_images("images", 255), SHAPE(1, 2, 2), 0, 0,
	    (double)0.00392156886f, (double)0.00784313772f,
	    (double)0.0117647061f);
}
END_TEST

START_TEST(known_checksum)
{
	write_plain("labels", LABELS(3));
	uint32_t checksum;
	ck_tensor(read_labels("labels", &checksum), SHAPE(3), 0, 0, 1, 2);
	ck_assert_uint_eq(checksum, 0xf955ece9);
}
END_TEST

/* Labels in every form: plain, as a gzip file that is read by two hands, and
   as one in two streams that zlib reads. */
static void
assert_forms(size_t n)
{
	Bytes labels = LABELS(n);
	write_plain("labels", labels);
	assert_labels("labels", n);
	write_gzip("labels.gz", "wb", labels);
	assert_labels("labels.gz", n);
	size_t half = labels.size / 2;
	write_gzip("two.gz", "wb", (Bytes){labels.at, half});
	write_gzip(
	    "two.gz", "ab", (Bytes){labels.at + half, labels.size - half});
	assert_labels("two.gz", n);
}

/* From where the header has no room in the tensor's memory. */
START_TEST(few_labels)
{
	for (size_t n = 1; n < 20; n++)
		assert_forms(n);
}
END_TEST

/* Around the edges of the 65,536 bytes that are read at a time, with the
   header or without; and enough for two cores. */
START_TEST(many_labels)
{
	const size_t counts[] = {
	    65528, 65535, 65536, 65537, 131064, 131072, 200001, 400000};
	for (int i = 0; i < 8; i++)
		assert_forms(counts[i]);
}
END_TEST

/* As many pixels as two cores share, and the last are as right as the first:
   they become Reals where they lie. */
START_TEST(many_images)
{
	Bytes bytes = IMAGES(1000, 28, 28);
	write_gzip("images.gz", "wb", bytes);
	Tensor *images = read_images("images.gz", 255); /* (1000, 28, 28) */
	ck_assert(shape_equal(tensor_shape(images), SHAPE(1000, 28, 28)));
	for (size_t i = 0; i < 784000; i++)
		if (images->data[i] != (Real)(float)(bytes.at[16 + i] / 255.))
			ck_abort_msg("pixel %zu", i);
}
END_TEST

/* A million equal pixels are 1 KB of gzip, and no lie. */
START_TEST(highest_compression)
{
	write_gzip("blank.gz", "wb", idx_bytes(0x0803, SHAPE(1000, 40, 25), 1));
	Tensor *images = read_images("blank.gz", 256); /* (1000, 40, 25) */
	ck_assert(shape_equal(tensor_shape(images), SHAPE(1000, 40, 25)));
	for (size_t i = 0; i < 1000000; i++)
		ck_assert(images->data[i] == 0);
}
END_TEST

/* gzip is told by the content, not by the name. */
START_TEST(names_do_not_matter)
{
	const char *const names[] = {"gz", "z", "labels", "labels.gz.old"};
	for (int i = 0; i < 4; i++) {
		write_plain(names[i], LABELS(5));
		assert_labels(names[i], 5);
		write_gzip(names[i], "wb", LABELS(5));
		assert_labels(names[i], 5);
	}
	write_gzip(".gz", "wb", LABELS(5));
	assert_labels(".gz", 5);
}
END_TEST

/* Several gzip streams in a row are one, as for gzip itself. */
START_TEST(several_gzip_streams)
{
	Bytes labels = LABELS(12);
	write_gzip("split.gz", "wb", (Bytes){labels.at, 5});
	write_gzip("split.gz", "ab", (Bytes){labels.at + 5, 15});
	assert_labels("split.gz", 12);
}
END_TEST

/* What follows a gzip stream and is none, gzip ignores, and so do we. */
START_TEST(padding_after_gzip)
{
	write_gzip("padded.gz", "wb", LABELS(12));
	FILE *file = fopen("padded.gz", "ab");
	fwrite((char[512]){0}, 1, 512, file);
	fclose(file);
	assert_labels("padded.gz", 12);
}
END_TEST

TESTS_IN_FOLDER("idx", divides, known_values, known_checksum, few_labels,
    many_labels, many_images, highest_compression, names_do_not_matter,
    several_gzip_streams, padding_after_gzip)

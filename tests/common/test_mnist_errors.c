/*
 * What is said about folders that hold something else than digits.
 */
#include "tests/idx.h"

#include "common/mnist.h"

static void
load_fails(const char *expected)
{
	Mnist mnist;
	Error error = {"not set"};
	int before = open_descriptors();
	ck_assert(!mnist_load(step, 256, &mnist, &error));
	ck_assert_str_eq(error.text, expected);
	ck_assert_int_eq(open_descriptors(), before);
}

/* In an empty folder, without MNIST_DIR. */
static void
enter_without_digits(const char *name)
{
	enter(name);
	unsetenv("MNIST_DIR");
	ck_assert_int_eq(mkdir("data", 0777), 0);
}

/* Half a set is an error, not a reason to take other digits. */
START_TEST(does_not_fall_back_from_half_a_set)
{
	enter_without_digits("half");
	write_digits("data/synthetic", 6);
	write_part("data/mnist", IMAGES_NAME, true, IMAGES(6, 28, 28));
	load_fails("data/mnist/train-labels-idx1-ubyte.gz: cannot open:"
		   " No such file or directory");

	setenv("MNIST_DIR", "nowhere", true);
	load_fails("nowhere/train-images-idx3-ubyte.gz: cannot open:"
		   " No such file or directory");
}
END_TEST

START_TEST(no_digits_anywhere)
{
	enter_without_digits("none");
	load_fails("no digits in data/mnist or data/synthetic: run 'make"
		   " data' in the project's folder, or set MNIST_DIR");
}
END_TEST

START_TEST(refuses_other_sizes)
{
	setenv("MNIST_DIR", "digits", true);
	write_part("digits", LABELS_NAME, true, LABELS(6));
	write_part("digits", IMAGES_NAME, true, IMAGES(6, 27, 28));
	load_fails("digits/train-images-idx3-ubyte.gz: images of 27 by 28,"
		   " expected 28 by 28");
	write_part("digits", IMAGES_NAME, true, IMAGES(6, 28, 32));
	load_fails("digits/train-images-idx3-ubyte.gz: images of 28 by 32,"
		   " expected 28 by 28");
	write_part("digits", IMAGES_NAME, true, IMAGES(6, 14, 56));
	load_fails("digits/train-images-idx3-ubyte.gz: images of 14 by 56,"
		   " expected 28 by 28");
}
END_TEST

START_TEST(refuses_sets_that_differ)
{
	setenv("MNIST_DIR", "digits", true);
	write_digits("digits", 12);
	write_part("digits", LABELS_NAME, true, LABELS(11));
	load_fails("digits/train-images-idx3-ubyte.gz has 12 images, but"
		   " digits/train-labels-idx1-ubyte.gz has 11 labels");
	write_part("digits", LABELS_NAME, true, LABELS(13));
	load_fails("digits/train-images-idx3-ubyte.gz has 12 images, but"
		   " digits/train-labels-idx1-ubyte.gz has 13 labels");
}
END_TEST

START_TEST(passes_on_what_a_file_says)
{
	setenv("MNIST_DIR", "digits", true);
	write_digits("digits", 6);
	write_part("digits", LABELS_NAME, true, IMAGES(6, 28, 28));
	load_fails("digits/train-labels-idx1-ubyte.gz: magic number 0x00000803"
		   " at byte 0, expected 0x00000801");
	write_part("digits", IMAGES_NAME, true, LABELS(6));
	load_fails("digits/train-images-idx3-ubyte.gz: magic number 0x00000801"
		   " at byte 0, expected 0x00000803");
	Bytes eleven = idx_bytes(0x0801, SHAPE(12), 12);
	write_part("digits", IMAGES_NAME, true, IMAGES(12, 28, 28));
	write_part("digits", LABELS_NAME, true, eleven);
	load_fails("digits/train-labels-idx1-ubyte.gz: label 10 at byte 18,"
		   " expected 0 to 9");
}
END_TEST

START_TEST(long_folder_name)
{
	char name[514];
	long_path(name, 513, "d");
	setenv("MNIST_DIR", name, true);
	load_fails("././././././././././././././././././././...: a folder name"
		   " of 513 bytes is too long");
	long_path(name, 512, "dd");
	setenv("MNIST_DIR", name, true);
	load_fails("././././././././././././././././././././...: a folder name"
		   " of 512 bytes is too long");
}
END_TEST

/* The reason is not cut off, however long the path. */
START_TEST(long_folder_name_in_an_error)
{
	char name[512], expected[1200];
	long_path(name, 511, "d");
	setenv("MNIST_DIR", name, true);
	write_digits("d", 12);
	write_part("d", LABELS_NAME, true, LABELS(11));
	snprintf(expected, sizeof expected,
	    "%s/train-images-idx3-ubyte.gz has 12 images, but"
	    " %s/train-labels-idx1-ubyte.gz has 11 labels",
	    name, name);
	load_fails(expected);
}
END_TEST

TESTS_IN_FOLDER("mnist_errors", does_not_fall_back_from_half_a_set,
    no_digits_anywhere, refuses_other_sizes, refuses_sets_that_differ,
    passes_on_what_a_file_says, long_folder_name, long_folder_name_in_an_error)

/*
 * Loading the digits: where they are looked for, how they are split, and
 * which of them are recognised.
 */
#include "tests/idx.h"

#include "common/mnist.h"

static Mnist
load(double divisor)
{
	Mnist mnist;
	Error error = {"not set"};
	int before = open_descriptors();
	bool good = mnist_load(step, divisor, &mnist, &error);
	ck_assert_msg(good, "%s", error.text);
	ck_assert_int_eq(open_descriptors(), before);
	return mnist;
}

/* By the environment's word. */
static Mnist
load_from(const char *folder)
{
	setenv("MNIST_DIR", folder, true);
	Mnist mnist = load(256);
	ck_assert_str_eq(mnist.folder, folder);
	return mnist;
}

/* Rows of the file, from `first` on: the pixels count on from 0. */
static void
assert_rows(const Tensor *x, const Tensor *y, size_t first, size_t rows)
{
	ck_assert(shape_equal(tensor_shape(x), SHAPE(rows, 784)));
	ck_assert(shape_equal(tensor_shape(y), SHAPE(rows)));
	ck_assert(tensor_is_contiguous(x));
	for (size_t i = 0; i < rows * 784; i++)
		ck_assert(x->data[i] ==
			  (Real)((double)((first * 784 + i) % 251) / 256));
	for (size_t i = 0; i < rows; i++)
		ck_assert(y->data[i] == (Real)((first + i) % 10));
}

START_TEST(keeps_the_last_sixth)
{
	const size_t counts[] = {1, 5, 6, 11, 12, 13, 60};
	for (int i = 0; i < 7; i++) {
		size_t n = counts[i], valid = n / 6;
		write_digits("digits", n);
		Mnist mnist = load_from("digits");
		assert_rows(mnist.x_train, mnist.y_train, 0, n - valid);
		assert_rows(mnist.x_valid, mnist.y_valid, n - valid, valid);
		ck_assert_int_eq(mnist.digits, DIGITS_OTHER);
	}
}
END_TEST

START_TEST(parts_are_views)
{
	write_digits("digits", 12);
	Mnist mnist = load_from("digits");
	ck_assert_ptr_eq(mnist.x_valid->data, mnist.x_train->data + 10 * 784);
	ck_assert_ptr_eq(mnist.y_valid->data, mnist.y_train->data + 10);
}
END_TEST

START_TEST(all_of_the_file)
{
	write_digits("digits", 13);
	Mnist mnist = load_from("digits");
	assert_rows(mnist.x, mnist.y, 0, 13);
	ck_assert_ptr_eq(mnist.x->data, mnist.x_train->data);
	ck_assert_ptr_eq(mnist.y->data, mnist.y_train->data);
}
END_TEST

/* The test file is that of the folder which the digits came from. */
START_TEST(a_file_to_test)
{
	write_digits("digits", 6);
	write_part("digits", "t10k-images-idx3-ubyte", true, IMAGES(3, 28, 28));
	write_part("digits", "t10k-labels-idx1-ubyte", false, LABELS(3));
	Mnist mnist = load_from("digits");
	setenv("MNIST_DIR", "nowhere", true);
	Tensor *x, *y;
	Error error = {"not set"};
	int before = open_descriptors();
	ck_assert_msg(mnist_load_test(step, 256, &mnist, &x, &y, &error), "%s",
	    error.text);
	assert_rows(x, y, 0, 3);
	ck_assert(mnist_load_test(step, 255, &mnist, &x, &y, &error));
	ck_assert(x->data[250] == (Real)(float)(250 / 255.));
	ck_assert_int_eq(open_descriptors(), before);

	strcpy(mnist.folder, "nowhere");
	ck_assert(!mnist_load_test(step, 256, &mnist, &x, &y, &error));
	ck_assert_str_eq(error.text,
	    "nowhere/t10k-images-idx3-ubyte.gz: cannot open: No such file or "
	    "directory");
}
END_TEST

START_TEST(divides_pixels)
{
	write_digits("digits", 6);
	setenv("MNIST_DIR", "digits", true);
	ck_assert(load(256).x_train->data[250] == (Real)(250 / 256.));
	ck_assert(load(255).x_train->data[250] == (Real)(float)(250 / 255.));
}
END_TEST

/* A folder with six good digits. */
static void
assert_six(const char *folder)
{
	Mnist mnist = load_from(folder);
	assert_rows(mnist.x_train, mnist.y_train, 0, 5);
	assert_rows(mnist.x_valid, mnist.y_valid, 5, 1);
}

START_TEST(gzipped_or_plain)
{
	write_part("plain", IMAGES_NAME, false, IMAGES(6, 28, 28));
	write_part("plain", LABELS_NAME, false, LABELS(6));
	assert_six("plain");

	write_part("mixed", IMAGES_NAME, true, IMAGES(6, 28, 28));
	write_part("mixed", LABELS_NAME, false, LABELS(6));
	assert_six("mixed");

	/* Of both, the gzipped. */
	write_digits("both", 6);
	write_part("both", IMAGES_NAME, false, LABELS(1));
	write_part("both", LABELS_NAME, false, LABELS(1));
	assert_six("both");
}
END_TEST

/* In an empty folder, without MNIST_DIR. */
static void
enter_without_digits(const char *name)
{
	enter(name);
	unsetenv("MNIST_DIR");
	ck_assert_int_eq(mkdir("data", 0777), 0);
}

START_TEST(falls_back)
{
	enter_without_digits("fallbacks");
	write_digits("data/synthetic", 6);
	ck_assert_str_eq(load(256).folder, "data/synthetic");

	/* A folder without digits is passed over. */
	ck_assert_int_eq(mkdir("data/mnist", 0777), 0);
	ck_assert_str_eq(load(256).folder, "data/synthetic");

	write_digits("data/mnist", 12);
	ck_assert_str_eq(load(256).folder, "data/mnist");
	ck_assert_uint_eq(load(256).x_train->shape[0], 10);

	setenv("MNIST_DIR", "", true);
	ck_assert_str_eq(load(256).folder, "data/mnist");
	setenv("MNIST_DIR", "data/synthetic", true);
	ck_assert_str_eq(load(256).folder, "data/synthetic");
}
END_TEST

START_TEST(falls_back_to_plain_files)
{
	enter_without_digits("plain_fallback");
	write_part("data/mnist", IMAGES_NAME, false, IMAGES(6, 28, 28));
	write_part("data/mnist", LABELS_NAME, false, LABELS(6));
	ck_assert_str_eq(load(256).folder, "data/mnist");
}
END_TEST

START_TEST(long_folder_name)
{
	char name[512];
	write_digits("d", 6);
	long_path(name, 511, "d");
	assert_six(name);
}
END_TEST

/* The digits that this machine has in a folder of the project's, or at an
   absolute path: the first labels must be these. False if they are not. */
static bool
load_full_set(const char *folder, const Real first[10], Digits *digits)
{
	char gzipped[600], plain[600];
	snprintf(gzipped, sizeof gzipped, "%s/" IMAGES_NAME ".gz", folder);
	snprintf(plain, sizeof plain, "%s/" IMAGES_NAME, folder);
	if (chdir(project_folder) != 0 ||
	    (access(gzipped, R_OK) != 0 && access(plain, R_OK) != 0))
		return false;
	Mnist mnist = load_from(folder);
	if (memcmp(mnist.y_train->data, first, 10 * sizeof first[0]) != 0)
		return false;
	ck_assert_uint_eq(mnist.x_train->shape[0], 50000);
	ck_assert_uint_eq(mnist.x_valid->shape[0], 10000);
	*digits = mnist.digits;
	return true;
}

START_TEST(recognises_mnist)
{
	const Real first[10] = {5, 0, 4, 1, 9, 2, 1, 3, 1, 4};
	const char *wish = getenv("MNIST_DIR");
	Digits digits;
	bool there = (wish && *wish && load_full_set(wish, first, &digits)) ||
		     load_full_set("data/mnist", first, &digits);
	SKIP_IF(!there, "no MNIST in $MNIST_DIR or data/mnist");
	ck_assert_int_eq(digits, DIGITS_MNIST);
}
END_TEST

START_TEST(recognises_synthetic)
{
	const Real first[10] = {5, 2, 6, 1, 1, 0, 0, 0, 5, 6};
	Digits digits;
	bool there = load_full_set("data/synthetic", first, &digits);
	SKIP_IF(!there, "no digits in data/synthetic");
	ck_assert_int_eq(digits, DIGITS_SYNTHETIC);
}
END_TEST

TESTS_IN_FOLDER("mnist", keeps_the_last_sixth, parts_are_views, all_of_the_file,
    a_file_to_test, divides_pixels, gzipped_or_plain, falls_back,
    falls_back_to_plain_files, long_folder_name, recognises_mnist,
    recognises_synthetic)

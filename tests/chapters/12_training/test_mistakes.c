/*
 * Chapter 12's mistakes: which are counted, which are the worst, and what is
 * written for the two figures.
 */
#include "tests/files.h"

#include <math.h>

#include "chapters/12_training/mistakes.h"

enum { MOST = 20 };

/* Rows in which class guess[i] is ahead. */
static Tensor *
guesses(size_t n, size_t classes, const size_t *guess)
{
	Tensor *preds = tensor_zeros(step, SHAPE(n, classes)); /* (n, c) */
	for (size_t i = 0; i < n; i++)
		preds->data[i * classes + guess[i]] = 1;
	return preds;
}

START_TEST(counts_by_hand)
{
	Tensor *preds = guesses(
	    6, 3, (size_t[]){0, 1, 1, 2, 0, 1}); /* (6, 3) */
	Tensor *labels = tensor_of(step, SHAPE(6), 0, 1, 0, 2, 2, 0); /* (6,) */
	Tensor *matrix = confusion_matrix(step, preds, labels);
	ck_tensor(matrix, SHAPE(3, 3), 0, 1, 2, 0, 0, 1, 0, 1, 0, 1);
	ck_assert_ptr_eq(matrix->arena, step);
}
END_TEST

START_TEST(counts_of_views)
{
	Tensor *columns = tensor_of(
	    step, SHAPE(2, 4), 1, 0, 5, 2, 0, 3, 6, 1); /* (2, 4) */
	Tensor *preds = tensor_t(step, columns);        /* (4, 2) */
	Tensor *pairs = tensor_of(
	    step, SHAPE(4, 2), 9, 1, 9, 1, 9, 0, 9, 0);    /* (4, 2) */
	Tensor *labels = tensor_select(step, pairs, 1, 1); /* (4,) */
	Tensor *matrix = confusion_matrix(step, preds, labels);
	ck_tensor(matrix, SHAPE(2, 2), 0, 1, 1, 1, 1);
}
END_TEST

/* The first of equals; no rows, no counts. */
START_TEST(counts_of_equals_and_of_none)
{
	Tensor *matrix = confusion_matrix(step, tensor_zeros(step, SHAPE(2, 3)),
	    tensor_of(step, SHAPE(2), 0, 2));
	ck_tensor(matrix, SHAPE(3, 3), 0, 1, 0, 0, 0, 0, 0, 1, 0, 0);
	matrix = confusion_matrix(step, tensor_zeros(step, SHAPE(0, 2)),
	    tensor_zeros(step, SHAPE(0)));
	ck_tensor(matrix, SHAPE(2, 2), 0, 0, 0, 0, 0);
}
END_TEST

/* Rows of two classes: the label is 0, and has this log-probability. The other
   class is ahead where that is below -1. */
static Tensor *
doubts(size_t n, const double *of_label)
{
	Tensor *rows = tensor_full(step, SHAPE(n, 2), -1); /* (n, 2) */
	for (size_t i = 0; i < n; i++)
		rows->data[2 * i] = (Real)of_label[i];
	return rows;
}

static void
check_worst(size_t n, const double *of_label, size_t count, size_t expected,
    const size_t *rows)
{
	size_t worst[MOST];
	for (size_t i = 0; i < MOST; i++)
		worst[i] = 77;
	Tensor *labels = tensor_zeros(step, SHAPE(n)); /* (n,) */
	ck_assert_uint_eq(
	    worst_mistakes(doubts(n, of_label), labels, count, worst),
	    expected);
	for (size_t i = 0; i < expected; i++)
		ck_assert_uint_eq(worst[i], rows[i]);
	for (size_t i = expected; i < MOST; i++)
		ck_assert_uint_eq(worst[i], 77);
}

START_TEST(worst_first)
{
	const double of_label[] = {-2, -0.5, -5, -3, -7, -1, -4};
	const size_t rows[] = {4, 2, 6, 3, 0};
	for (size_t count = 0; count <= 5; count++)
		check_worst(7, of_label, count, count, rows);
	check_worst(7, of_label, 6, 5, rows);
	check_worst(7, of_label, MOST, 5, rows);
}
END_TEST

/* Of equal ones the first comes first, also where it is the last place. */
START_TEST(worst_of_equals)
{
	const double of_label[] = {-3, -2, -3, -4, -3, -4};
	const size_t rows[] = {3, 5, 0, 2, 4, 1};
	for (size_t count = 0; count <= 6; count++)
		check_worst(6, of_label, count, count, rows);
}
END_TEST

START_TEST(no_mistakes)
{
	const double of_label[] = {-0.5, -1, 0};
	check_worst(3, of_label, 5, 0, NULL);
	check_worst(0, of_label, 5, 0, NULL);
}
END_TEST

START_TEST(worst_without_any_probability)
{
	const double of_label[] = {-3, (double)-INFINITY, -100};
	check_worst(3, of_label, 3, 3, (size_t[]){1, 2, 0});
}
END_TEST

/* It is the label's probability that counts, not the guess's. */
START_TEST(worst_by_the_label)
{
	Tensor *rows = tensor_of(step, SHAPE(3, 3), -1, -4, -9, /* (3, 3) */
	    -2, -1, -9, -5, -6, -2);
	Tensor *labels = tensor_of(step, SHAPE(3), 1, 0, 0); /* (3,) */
	size_t worst[3];
	ck_assert_uint_eq(worst_mistakes(rows, labels, 3, worst), 3);
	ck_assert_uint_eq(worst[0], 2);
	ck_assert_uint_eq(worst[1], 0);
	ck_assert_uint_eq(worst[2], 1);
}
END_TEST

START_TEST(rows_that_do_not_fit)
{
	Tensor *rows = tensor_zeros(step, SHAPE(2, 3)); /* (2, 3) */
	Tensor *three = tensor_zeros(step, SHAPE(3));   /* (3,) */
	size_t worst[2];
	ck_requires("confusion_matrix: rows (2, 3) and labels (3,), expected "
		    "(n, c) and (n,)",
	    confusion_matrix(step, rows, three));
	ck_requires("confusion_matrix: rows (3,) and labels (3,), expected "
		    "(n, c) and (n,)",
	    confusion_matrix(step, three, three));
	ck_requires("worst_mistakes: rows (2, 3) and labels (2, 3), expected "
		    "(n, c) and (n,)",
	    worst_mistakes(rows, rows, 2, worst));
}
END_TEST

START_TEST(labels_out_of_range)
{
	Tensor *rows = tensor_zeros(step, SHAPE(2, 3));         /* (2, 3) */
	Tensor *above = tensor_of(step, SHAPE(2), 2, 3);        /* (2,) */
	Tensor *below = tensor_of(step, SHAPE(2), -1, 0);       /* (2,) */
	Tensor *none = tensor_of(step, SHAPE(2), 0, (Real)NAN); /* (2,) */
	size_t worst[2];
	ck_requires("label: 3 of row 1, expected 0 to 2",
	    confusion_matrix(step, rows, above));
	ck_requires("label: -1 of row 0, expected 0 to 2",
	    worst_mistakes(rows, below, 2, worst));
	ck_requires("label: nan of row 1, expected 0 to 2",
	    confusion_matrix(step, rows, none));
}
END_TEST

START_TEST(the_matrix_as_a_file)
{
	enter("matrix");
	Error error;
	Tensor *matrix = tensor_of(step, SHAPE(2, 2), 980, 3, 0, 1234567);
	Tensor *turned = tensor_t(step, matrix); /* (2, 2) */
	ck_assert(write_confusion(".", matrix, &error));
	ck_file("12_confusion.tsv",
	    "0\t0\t980\n0\t1\t3\n1\t0\t0\n1\t1\t1.23457e+06\n");
	ck_assert(write_confusion(".", turned, &error));
	ck_file("12_confusion.tsv",
	    "0\t0\t980\n0\t1\t0\n1\t0\t3\n1\t1\t1.23457e+06\n");
}
END_TEST

/* Image i is i / 100 throughout, but for its first pixel, which is 1, and its
   last of the first row, which is 0.5. */
static Tensor *
flat_images(size_t n)
{
	Tensor *images = tensor_new(step, SHAPE(n, 784)); /* (n, 784) */
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < 784; k++)
			images->data[784 * i + k] = (Real)i / 100;
		images->data[784 * i] = 1;
		images->data[784 * i + 27] = (Real)0.5;
	}
	return images;
}

/* What stands at x, y of the sheet, on which `count` images lie: row[i] is
   place i, six in a row, 32 wide and 36 high. */
static double
on_sheet(const size_t *row, size_t count, size_t x, size_t y)
{
	for (size_t place = 0; place < count; place++) {
		size_t left = place % 6 * 32, top = place / 6 * 36;
		if (x < left || x >= left + 28 || y < top || y >= top + 28)
			continue;
		if (y == top && x == left)
			return 1;
		if (y == top && x == left + 27)
			return 0.5;
		return (double)row[place] / 100;
	}
	return 0;
}

/* Asserts the file for these mistakes; their texts are given. */
static void
check_sheet(const size_t *row, size_t count, const char *texts)
{
	const char *text = (const char *)read_whole("12_worst.tsv").at;
	for (size_t y = 0; y < 72; y++)
		for (size_t x = 0; x < 192; x++) {
			char line[40];
			int size = snprintf(line, sizeof line,
			    "%zu\t%zu\t%.3f\n", x, y,
			    on_sheet(row, count, x, y));
			ck_assert_msg(strncmp(text, line, (size_t)size) == 0,
			    "%.20s instead of %s", text, line);
			text += size;
		}
	ck_assert_str_eq(text, texts);
}

/* Mistakes of growing size: row n - 1 is the worst. */
static void
write_mistakes(size_t n)
{
	double of_label[MOST];
	for (size_t i = 0; i < n; i++)
		of_label[i] = -2 - (double)i;
	Error error;
	ck_assert_msg(write_worst(".", flat_images(n), doubts(n, of_label),
			  tensor_zeros(step, SHAPE(n)), &error),
	    "%s", error.text);
}

START_TEST(a_full_sheet)
{
	enter("full");
	write_mistakes(14);
	const size_t rows[] = {13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2};
	check_sheet(rows, 12,
	    "\n\n14\t31\t0, not 1\n46\t31\t0, not 1\n78\t31\t0, not 1\n"
	    "110\t31\t0, not 1\n142\t31\t0, not 1\n174\t31\t0, not 1\n"
	    "14\t67\t0, not 1\n46\t67\t0, not 1\n78\t67\t0, not 1\n"
	    "110\t67\t0, not 1\n142\t67\t0, not 1\n174\t67\t0, not 1\n");
}
END_TEST

START_TEST(a_sheet_with_room)
{
	enter("room");
	write_mistakes(2);
	check_sheet(
	    (size_t[]){1, 0}, 2, "\n\n14\t31\t0, not 1\n46\t31\t0, not 1\n");
	write_mistakes(0);
	check_sheet(NULL, 0, "\n\n");
}
END_TEST

START_TEST(labels_and_guesses_on_a_sheet)
{
	enter("names");
	Tensor *rows = guesses(3, 10, (size_t[]){4, 7, 9}); /* (3, 10) */
	rows->data[0] = (Real)0.5; /* row 0 has its label 0 at 0.5 */
	Tensor *labels = tensor_of(step, SHAPE(3), 0, 7, 3); /* (3,) */
	Error error;
	ck_assert(write_worst(".", flat_images(3), rows, labels, &error));
	check_sheet(
	    (size_t[]){2, 0}, 2, "\n\n14\t31\t3, not 9\n46\t31\t0, not 4\n");
}
END_TEST

START_TEST(folders_that_are_not_there)
{
	enter("nowhere");
	Error error = {""};
	Tensor *matrix = tensor_zeros(step, SHAPE(2, 2)); /* (2, 2) */
	ck_assert(!write_confusion("no", matrix, &error));
	ck_assert_str_eq(error.text, "no/12_confusion.tsv.tmp: cannot create: "
				     "No such file or directory");
	ck_assert(!write_worst("no", flat_images(2), matrix,
	    tensor_zeros(step, SHAPE(2)), &error));
	ck_assert_str_eq(error.text, "no/12_worst.tsv.tmp: cannot create: "
				     "No such file or directory");
}
END_TEST

TESTS_IN_FOLDER("mistakes", counts_by_hand, counts_of_views,
    counts_of_equals_and_of_none, worst_first, worst_of_equals, no_mistakes,
    worst_without_any_probability, worst_by_the_label, rows_that_do_not_fit,
    labels_out_of_range, the_matrix_as_a_file, a_full_sheet, a_sheet_with_room,
    labels_and_guesses_on_a_sheet, folders_that_are_not_there)

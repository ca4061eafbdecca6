/*
 * Chapter 2's pictures: the digit, the row of pixels above the weights, and
 * the counts for gnuplot.
 */
#include "tests/chapters/pictures.h"

#include "chapters/02_forward/picture.h"

#include <math.h>

/* An image of paper with one pixel of ink. */
static Tensor *
one_pixel(size_t row, size_t column)
{
	Tensor *image = tensor_zeros(step, SHAPE(784)); /* (784,) */
	image->data[row * 28 + column] = 1;
	return image;
}

START_TEST(draws_the_digit)
{
	enter("digit");
	Error error;
	ck_assert(draw_digit(".", one_pixel(1, 3), 7, &error));
	const char *picture = read_picture("02_digit.svg");
	ck_assert_str_eq(texts_of(picture), "[28 x 28 grey values, label 7]");
	ck_assert_int_eq(
	    count_of(picture, "<path stroke=\"#000000\" d=\"M3 1.5h1\"/>"), 1);
	ck_assert_int_eq(count_of(picture, "h1"), 1);
	ck_assert(!exists("02_digit.svg.tmp"));
}
END_TEST

START_TEST(draws_the_row)
{
	enter("row");
	Tensor *w = tensor_zeros(step, SHAPE(784, 3)); /* (784, 3) */
	tensor_copy(
	    tensor_select(step, w, 0, 31), tensor_of(step, SHAPE(3), 3, -3, 0));
	Error error;
	ck_assert(draw_row(".", one_pixel(1, 3), w, &error));
	const char *picture = read_picture("02_row.svg");
	ck_assert_str_eq(texts_of(picture),
	    "[x: one image as a row (1, 784)]"
	    "[w: the weights of 3 units, each (784,)][x @ w]"
	    "[= 3.00][= -3.00][= 0.00]");
	/* Pixel 31 in black as x, in red and in blue as weights. */
	ck_assert_int_eq(
	    count_of(picture, "<path stroke=\"#000000\" d=\"M31 0.5h1\"/>"), 1);
	ck_assert_int_eq(count_of(picture, "d=\"M31 0.5h1\""), 3);
	ck_assert(!exists("02_row.svg.tmp"));
}
END_TEST

/* Bins are half open; what lies beyond them, or is no number, is left out. */
START_TEST(counts_in_bins)
{
	enter("bins");
	Tensor *t = tensor_of(step, SHAPE(3, 3), -40, (Real)-39.6, 0,
	    (Real)0.49, (Real)39.9, 40, 1000, -41, (Real)NAN); /* (3, 3) */
	Error error;
	ck_assert(write_histogram(".", t, &error));
	const char *text = read_picture("02_relu.tsv");
	ck_assert_int_eq(count_of(text, "\n"), 160);
	ck_assert_int_eq(count_of(text, "\t0\n"), 157);
	ck_assert(strncmp(text, "-39.75\t2\n-39.25\t0\n", 18) == 0);
	ck_assert_int_eq(count_of(text, "\n0.25\t2\n"), 1);
	ck_assert_int_eq(count_of(text, "\n39.75\t1\n"), 1);
	ck_assert(!exists("02_relu.tsv.tmp"));
}
END_TEST

START_TEST(draws_into_no_folder)
{
	enter("empty");
	const Tensor *image = one_pixel(1, 3);               /* (784,) */
	const Tensor *w = tensor_zeros(step, SHAPE(784, 2)); /* (784, 2) */
	ck_draws_nowhere("nowhere/02_digit.svg.tmp: cannot create: No such file"
			 " or directory",
	    draw_digit("nowhere", image, 7, &error));
	ck_draws_nowhere("nowhere/02_row.svg.tmp: cannot create: No such file"
			 " or directory",
	    draw_row("nowhere", image, w, &error));
	ck_draws_nowhere("nowhere/02_relu.tsv.tmp: cannot create: No such file"
			 " or directory",
	    write_histogram("nowhere", image, &error));
}
END_TEST

TESTS_IN_FOLDER("forward_picture", draws_the_digit, draws_the_row,
    counts_in_bins, draws_into_no_folder)

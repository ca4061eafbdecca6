/*
 * Chapter 10's pictures: the bars of one row, and the falling loss for gnuplot.
 */
#include "tests/chapters/pictures.h"

#include "chapters/10_cross_entropy/picture.h"

START_TEST(draws_three_rows_of_bars)
{
	enter("bars");
	Tensor *x = tensor_of(step, SHAPE(1, 3), 0, 2, 1); /* (1, 3) */
	Error error;
	ck_assert(draw_bars(".", x, 2, &error));
	const char *picture = read_picture("10_bars.svg");
	ck_assert_str_eq(texts_of(picture),
	    "[logits x][0.00][0][2.00][1][1.00][2]"
	    "[e^x: their sum is 11.11][1.00][0][7.39][1][2.72][2]"
	    "[softmax: the sum is 1; the loss is -ln 0.24 = 1.41]"
	    "[0.09][0][0.67][1][0.24][2]");
	ck_assert(!exists("10_bars.svg.tmp"));
}
END_TEST

/* The tallest bar has the full height, the others their share of it; the
   label's are red. */
START_TEST(bars_have_heights)
{
	enter("heights");
	Tensor *x = tensor_of(step, SHAPE(1, 3), 0, 2, 1); /* (1, 3) */
	Error error;
	ck_assert(draw_bars(".", x, 2, &error));
	const char *picture = read_picture("10_bars.svg");
	ck_assert_int_eq(count_of(picture, "fill=\"#c23b3b\""), 3);
	ck_assert_int_eq(count_of(picture, "fill=\"#3b78c2\""), 6);
	ck_assert_int_eq(
	    count_of(picture, "height=\"110\" fill=\"#3b78c2\""), 3);
	ck_assert_int_eq(count_of(picture, "height=\"0\" fill=\"#3b78c2\""), 1);
	ck_assert_int_eq(
	    count_of(picture, "height=\"55\" fill=\"#c23b3b\""), 1);
	ck_assert_int_eq(
	    count_of(picture, "height=\"40\" fill=\"#c23b3b\""), 2);
}
END_TEST

START_TEST(refuses_bars)
{
	enter("refused");
	Error error;
	Tensor *two = tensor_zeros(step, SHAPE(2, 3)); /* (2, 3) */
	const char *text = "draw_bars: x (2, 3) and label 0, expected (1, c)"
			   " and less than c";
	ck_requires(text, CALLED(draw_bars(".", two, 0, &error)));
	Tensor *x = tensor_of(step, SHAPE(1, 3), 0, 2, -1); /* (1, 3) */
	text = "draw_bars: x (1, 3) and label 3, expected (1, c) and less than"
	       " c";
	ck_requires(text, CALLED(draw_bars(".", x, 3, &error)));
	text = "draw_bars: logit -1 is below 0";
	ck_requires(text, CALLED(draw_bars(".", x, 2, &error)));
	Tensor *flat = tensor_zeros(step, SHAPE(1, 3)); /* (1, 3) */
	text = "draw_bars: no logit above 0";
	ck_requires(text, CALLED(draw_bars(".", flat, 2, &error)));
	ck_assert(!exists("10_bars.svg") && !exists("10_bars.svg.tmp"));
}
END_TEST

/* Five by five. */
START_TEST(writes_the_falling_loss)
{
	enter("training");
	static Trial trial;
	for (int i = 0; i < TRIAL_STEPS; i++)
		trial.loss[i] = i;
	Error error;
	ck_assert(write_training(".", &trial, &error));
	const char *text = read_picture("10_training.tsv");
	const char *first = "250\t2.0000\n500\t7.0000\n750\t12.0000\n";
	ck_assert(strncmp(text, first, strlen(first)) == 0);
	ck_assert_int_eq(count_of(text, "\n"), TRIAL_STEPS / 5);
	ck_assert(strstr(text, "\n10000\t197.0000\n"));
	ck_assert(!exists("10_training.tsv.tmp"));
}
END_TEST

START_TEST(draws_into_no_folder)
{
	enter("empty");
	static const Trial trial = {.accuracy = 0};
	Tensor *x = tensor_of(step, SHAPE(1, 2), 1, 2); /* (1, 2) */
	ck_draws_nowhere("nowhere/10_bars.svg.tmp: cannot create: No such file"
			 " or directory",
	    draw_bars("nowhere", x, 0, &error));
	ck_draws_nowhere("nowhere/10_training.tsv.tmp: cannot create: No such"
			 " file or directory",
	    write_training("nowhere", &trial, &error));
}
END_TEST

TESTS_IN_FOLDER("cross_entropy_picture", draws_three_rows_of_bars,
    bars_have_heights, refuses_bars, writes_the_falling_loss,
    draws_into_no_folder)

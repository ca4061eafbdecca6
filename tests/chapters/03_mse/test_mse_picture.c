/*
 * Chapter 3's pictures: the table of all pairs, and the predictions by label
 * for gnuplot.
 */
#include "tests/chapters/pictures.h"

#include "chapters/03_mse/picture.h"

START_TEST(draws_all_pairs)
{
	enter("pairs");
	Tensor *output = tensor_of(step, SHAPE(3, 1), 20, 70, 10); /* (3, 1) */
	Tensor *target = tensor_of(step, SHAPE(3), 3, 5, 1);       /* (3,) */
	Error error;
	ck_assert(draw_pairs(".", output, target, &error));
	const char *picture = read_picture("03_pairs.svg");
	ck_assert_str_eq(texts_of(picture),
	    "[target (3,)][output (3, 1)][3][20][5][70][1][10]"
	    "[17][15][19][67][65][69][7][5][9]");
	ck_assert(!exists("03_pairs.svg.tmp"));
}
END_TEST

/* Three differences that we want, six that we do not. */
START_TEST(marks_the_diagonal)
{
	enter("diagonal");
	Tensor *output = tensor_of(step, SHAPE(3, 1), 20, 70, 10); /* (3, 1) */
	Tensor *target = tensor_of(step, SHAPE(3), 3, 5, 1);       /* (3,) */
	Error error;
	ck_assert(draw_pairs(".", output, target, &error));
	const char *picture = read_picture("03_pairs.svg");
	ck_assert_int_eq(count_of(picture, "fill=\"#bfe5c0\""), 3);
	ck_assert_int_eq(count_of(picture, "fill=\"#f7dcdc\""), 6);
	static const char *const diagonal[] = {">17", ">65", ">9"};
	const char *box = picture;
	for (int i = 0; i < 3; i++) {
		box = strstr(box + 1, "#bfe5c0");
		size_t length = strlen(diagonal[i]);
		const char *number = strstr(box, "</text>") - length;
		ck_assert(strncmp(number, diagonal[i], length) == 0);
	}
}
END_TEST

/* Labels that do not occur have no line; a label that occurs once, or always
   with one prediction, has no spread. */
START_TEST(writes_predictions_by_label)
{
	enter("predictions");
	Tensor *output = tensor_of(
	    step, SHAPE(8, 1), 1, -5, 5, 0.25, 0.25, 8, 1, 2); /* (8, 1) */
	Tensor *target = tensor_of(
	    step, SHAPE(8), 3, 9, 3, 7, 7, 0, 4, 4); /* (8,) */
	Error error;
	ck_assert(write_predictions(".", output, target, &error));
	ck_file("03_predictions.tsv",
	    "0\t8\t0\n3\t3\t2\n4\t1.5\t0.5\n7\t0.25\t0\n9\t-5\t0\n");
	ck_assert(!exists("03_predictions.tsv.tmp"));
}
END_TEST

START_TEST(draws_into_no_folder)
{
	enter("empty");
	Tensor *output = tensor_of(step, SHAPE(2, 1), 1, 2); /* (2, 1) */
	Tensor *target = tensor_of(step, SHAPE(2), 1, 2);    /* (2,) */
	ck_draws_nowhere("nowhere/03_pairs.svg.tmp: cannot create: No such file"
			 " or directory",
	    draw_pairs("nowhere", output, target, &error));
	ck_draws_nowhere("nowhere/03_predictions.tsv.tmp: cannot create: No"
			 " such file or directory",
	    write_predictions("nowhere", output, target, &error));
}
END_TEST

/* Whatever is not (n, 1) beside (n,), row by row, is refused. */
START_TEST(requires_a_batch)
{
	Error error;
	Tensor *output = tensor_full(step, SHAPE(3, 1), 1); /* (3, 1) */
	Tensor *target = tensor_full(step, SHAPE(3), 1);    /* (3,) */
	Tensor *wide = tensor_full(step, SHAPE(3, 2), 1);   /* (3, 2) */
	Tensor *four = tensor_full(step, SHAPE(4), 1);      /* (4,) */
	Tensor *gaps = tensor_narrow(step, wide, 1, 0, 1);  /* (3, 1) */
	Tensor *sparse = tensor_select(step, wide, 1, 0);   /* (3,) */
	const struct {
		const Tensor *output,
		    *target; /* one of them is not as it must be */
		const char *shapes;
	} wrong[] = {{target, target, "output (3,) and target (3,)"},
	    {wide, target, "output (3, 2) and target (3,)"},
	    {output, output, "output (3, 1) and target (3, 1)"},
	    {output, four, "output (3, 1) and target (4,)"},
	    {gaps, target, "output (3, 1) and target (3,)"},
	    {output, sparse, "output (3, 1) and target (3,)"}};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char line[120];
		snprintf(line, sizeof line,
		    "draw_pairs: %s, expected (n, 1) and (n,), contiguous",
		    wrong[i].shapes);
		ck_requires(line,
		    draw_pairs(".", wrong[i].output, wrong[i].target, &error));
	}
}
END_TEST

START_TEST(requires_digits_as_labels)
{
	Error error;
	Tensor *output = tensor_full(step, SHAPE(2, 1), 1); /* (2, 1) */
	Tensor *target = tensor_of(step, SHAPE(2), 9, -1);  /* (2,) */
	ck_requires("write_predictions: label -1 of row 1",
	    write_predictions(".", output, target, &error));
	target->data[0] = 10;
	ck_requires("write_predictions: label 10 of row 0",
	    write_predictions(".", output, target, &error));
}
END_TEST

TESTS_IN_FOLDER("mse_picture", draws_all_pairs, marks_the_diagonal,
    writes_predictions_by_label, draws_into_no_folder, requires_a_batch,
    requires_digits_as_labels)

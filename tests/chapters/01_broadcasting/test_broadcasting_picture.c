/*
 * Chapter 1's picture: the column minus the row, and their table.
 */
#include "tests/chapters/pictures.h"

#include "chapters/01_broadcasting/picture.h"

/* The notebook's t1 (3, 1) and t2 (3,): 1, 2, 3. */
static Tensor *
t1(void)
{
	return tensor_of(step, SHAPE(3, 1), 1, 2, 3);
}

static Tensor *
t2(void)
{
	return tensor_of(step, SHAPE(3), 1, 2, 3);
}

START_TEST(draws_the_table)
{
	enter("plots");
	Error error;
	ck_assert(draw_table(".", t1(), t2(), &error));
	const char *picture = read_picture("01_table.svg");
	ck_assert_str_eq(texts_of(picture),
	    "[t1 (3, 1)][1][1][1][2][2][2][3][3][3]"
	    "[t2 (3,)][1][2][3][1][2][3][1][2][3]"
	    "[t1 - t2 (3, 3)][0][-1][-2][1][0][-1][2][1][0][-][=]");
	ck_assert(!exists("01_table.svg.tmp"));
}
END_TEST

/* What repeats is pale: six of nine in each of the two. */
START_TEST(draws_repeats_pale)
{
	enter("pale");
	Error error;
	ck_assert(draw_table(".", t1(), t2(), &error));
	const char *picture = read_picture("01_table.svg");
	ck_assert_int_eq(count_of(picture, "fill=\"#f4f4f4\""), 12);
	ck_assert_int_eq(count_of(picture, "fill=\"#cfe3f7\""), 15);
	ck_assert_int_eq(count_of(picture, "marker-end"), 2);
}
END_TEST

START_TEST(draws_into_no_folder)
{
	enter("empty");
	ck_draws_nowhere("nowhere/01_table.svg.tmp: cannot create: No such file"
			 " or directory",
	    draw_table("nowhere", t1(), t2(), &error));
}
END_TEST

TESTS_IN_FOLDER("broadcasting_picture", draws_the_table, draws_repeats_pale,
    draws_into_no_folder)

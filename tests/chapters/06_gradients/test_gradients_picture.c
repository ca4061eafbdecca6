/*
 * Chapter 6's pictures: the pass there and back, and the gradients of digits.
 */
#include "tests/chapters/pictures.h"

#include "chapters/06_gradients/picture.h"

START_TEST(draws_the_pass)
{
	enter("pass");
	Error error;
	ck_assert(draw_pass(".", &error));
	const char *picture = read_picture("06_pass.svg");
	ck_assert_str_eq(texts_of(picture),
	    "[x][(n, 784)][x.g][(n, 784)]"
	    "[l1][(n, 50)][l1.g][(n, 50)][linear][linear_grad]"
	    "[l2][(n, 50)][l2.g][(n, 50)][relu][relu_grad]"
	    "[out][(n, 1)][out.g][(n, 1)][linear][linear_grad]"
	    "[loss][()][mse][mse_grad]"
	    "[w1.g, b1.g][w2.g, b2.g]");
	ck_assert(!exists("06_pass.svg.tmp"));
}
END_TEST

/* Two images with one pixel of ink; one gradient with one pixel each way, one
   of zeros. */
START_TEST(draws_input_gradients)
{
	enter("gradients");
	Tensor *images = tensor_zeros(step, SHAPE(2, 784));    /* (2, 784) */
	Tensor *gradients = tensor_zeros(step, SHAPE(2, 784)); /* (2, 784) */
	images->data[28 + 3] = 1;
	images->data[784 + 2 * 28 + 4] = 1;
	gradients->data[3 * 28 + 5] = (Real)-0.25;
	gradients->data[3 * 28 + 6] = (Real)0.5;
	Error error;
	ck_assert(draw_input_gradients(".", images, gradients, &error));
	const char *picture = read_picture("06_xg.svg");
	ck_assert_str_eq(texts_of(picture), "[x][x.g]");
	static const char *const pixels[] = {"d=\"M3 1.5h1\"", "d=\"M4 2.5h1\"",
	    "d=\"M5 3.5h1\"", "d=\"M6 3.5h1\""};
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(count_of(picture, pixels[i]), 1);
	/* The largest in full red, half of it the other way in a light blue. */
	ck_assert_int_eq(
	    count_of(picture, "<path stroke=\"#c81e1e\" d=\"M6 3.5h1\"/>"), 1);
	ck_assert_int_eq(
	    count_of(picture, "<path stroke=\"#8f8fe4\" d=\"M5 3.5h1\"/>"), 1);
	ck_assert(!exists("06_xg.svg.tmp"));
}
END_TEST

START_TEST(draws_into_no_folder)
{
	enter("empty");
	const Tensor *images = tensor_zeros(step, SHAPE(1, 784)); /* (1, 784) */
	ck_draws_nowhere("nowhere/06_pass.svg.tmp: cannot create: No such file"
			 " or directory",
	    draw_pass("nowhere", &error));
	ck_draws_nowhere("nowhere/06_xg.svg.tmp: cannot create: No such file"
			 " or directory",
	    draw_input_gradients("nowhere", images, images, &error));
}
END_TEST

TESTS_IN_FOLDER("gradients_picture", draws_the_pass, draws_input_gradients,
    draws_into_no_folder)

/*
 * Tensors as text, letter for letter. The layouts are PyTorch's, with
 * set_printoptions(precision=2, linewidth=80, sci_mode=False), but for whole
 * numbers, which PyTorch ends with a point.
 */
#include "tests/common/oracle.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Asserts what a tensor prints in a style. */
static void
check_text(
    int line, const Tensor *t, const PrintStyle *style, const char *expected)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	tensor_print_styled(out, t, style);
	ck_assert_int_eq(fclose(out), 0);
	ck_assert_msg(strcmp(text, expected) == 0,
	    "line %d: printed\n%snot\n%s", line, text, expected);
	free(text);
}

/* ck_text(t, first line, ...): in the default style. */
#define ck_text(t, text) check_text(__LINE__, t, &print_style, text)
#define ck_styled(t, style, text) check_text(__LINE__, t, style, text)

/* start, start + by, start + 2 * by, ... row by row. */
static Tensor *
counted(Shape shape, double start, double by)
{
	Tensor *t = tensor_new(step, shape); /* shape */
	for (size_t i = 0, n = tensor_count(t); i < n; i++)
		t->data[i] = (Real)(start + by * (double)i);
	return t;
}

START_TEST(single_numbers)
{
	ck_text(tensor_scalar(step, 3.14159), "tensor(3.14)\n");
	ck_text(tensor_scalar(step, -0.5), "tensor(-0.50)\n");
	ck_text(tensor_scalar(step, -7), "tensor(-7)\n");
	ck_text(tensor_scalar(step, NaN), "tensor(nan)\n");
	ck_text(tensor_full(step, SHAPE(1, 1, 1), 5), "tensor([[[5]]])\n");
}
END_TEST

START_TEST(columns_are_aligned)
{
	ck_text(tensor_of(step, SHAPE(3), 1.5, -2.25, 10),
	    "tensor([ 1.50, -2.25, 10.00])\n");
	ck_text(tensor_of(step, SHAPE(2, 2), -1.5, 2, 3.25, -10),
	    "tensor([[ -1.50,   2.00],\n"
	    "        [  3.25, -10.00]])\n");
	ck_text(tensor_of(step, SHAPE(3), -0.0, (Real)-0.001, (Real)0.001),
	    "tensor([-0.00, -0.00,  0.00])\n");
}
END_TEST

START_TEST(whole_numbers_have_no_point)
{
	ck_text(tensor_of(step, SHAPE(3), 1, -20, 300),
	    "tensor([  1, -20, 300])\n");
	ck_text(tensor_of(step, SHAPE(2, 2), 1, 2, 3, 4), "tensor([[1, 2],\n"
							  "        [3, 4]])\n");
	ck_text(tensor_of(step, SHAPE(2), 1e9, -1),
	    "tensor([1000000000,         -1])\n");
}
END_TEST

START_TEST(neither_numbers_nor_finite)
{
	ck_text(tensor_of(step, SHAPE(4), 1.5, NaN, -Inf, Inf),
	    "tensor([1.50,  nan, -inf,  inf])\n");
	ck_text(tensor_of(step, SHAPE(4), 1, NaN, -Inf, 100),
	    "tensor([   1,  nan, -inf,  100])\n");
	ck_text(tensor_of(step, SHAPE(2), NaN, Inf), "tensor([nan, inf])\n");
}
END_TEST

/* What 0 / 0 gives has a sign on some processors: it must not show. */
START_TEST(nan_has_no_sign)
{
	Tensor *t = tensor_of(step, SHAPE(3), 0.5, NaN, NaN); /* (3,) */
	t->data[1] = (Real)copysign(NaN, -1);
	t->data[2] = (Real)copysign(NaN, 1);
	ck_text(t, "tensor([0.50,  nan,  nan])\n");
}
END_TEST

START_TEST(vectors_fold_at_the_width)
{
	ck_text(counted(SHAPE(26), 0, 0.25),
	    "tensor([0.00, 0.25, 0.50, 0.75, 1.00, 1.25, 1.50, 1.75, 2.00, "
	    "2.25, "
	    "2.50, 2.75,\n"
	    "        3.00, 3.25, 3.50, 3.75, 4.00, 4.25, 4.50, 4.75, 5.00, "
	    "5.25, "
	    "5.50, 5.75,\n"
	    "        6.00, 6.25])\n");
	ck_text(counted(SHAPE(28), 0, 1),
	    "tensor([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, "
	    "14, "
	    "15, 16, 17,\n"
	    "        18, 19, 20, 21, 22, 23, 24, 25, 26, 27])\n");
}
END_TEST

/* Twelve numbers end exactly on column 80, their comma with them. */
START_TEST(rows_fold_at_the_width)
{
	ck_text(counted(SHAPE(2, 24), 0, 0.01),
	    "tensor([[0.00, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, "
	    "0.09, "
	    "0.10, 0.11,\n"
	    "         0.12, 0.13, 0.14, 0.15, 0.16, 0.17, 0.18, 0.19, 0.20, "
	    "0.21, "
	    "0.22, 0.23],\n"
	    "        [0.24, 0.25, 0.26, 0.27, 0.28, 0.29, 0.30, 0.31, 0.32, "
	    "0.33, "
	    "0.34, 0.35,\n"
	    "         0.36, 0.37, 0.38, 0.39, 0.40, 0.41, 0.42, 0.43, 0.44, "
	    "0.45, "
	    "0.46, 0.47]])\n");
}
END_TEST

/* Each axis takes a bracket's room from the line: 17 numbers of 4 columns. */
START_TEST(deep_rows_fold_earlier)
{
	ck_text(counted(SHAPE(1, 1, 18), 10, 1),
	    "tensor([[[10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, "
	    "24, "
	    "25, 26,\n"
	    "          27]]])\n");
}
END_TEST

START_TEST(corners_of_a_large_matrix)
{
	Tensor *t = numbered(SHAPE(50000, 50)); /* (50000, 50) */
	for (size_t i = 0; i < tensor_count(t); i++)
		t->data[i] = (Real)(i % 100) / 8;
	ck_text(t,
	    "tensor([[ 0.00,  0.12,  0.25,  ...,  5.88,  6.00,  6.12],\n"
	    "        [ 6.25,  6.38,  6.50,  ..., 12.12, 12.25, 12.38],\n"
	    "        [ 0.00,  0.12,  0.25,  ...,  5.88,  6.00,  6.12],\n"
	    "        ...,\n"
	    "        [ 6.25,  6.38,  6.50,  ..., 12.12, 12.25, 12.38],\n"
	    "        [ 0.00,  0.12,  0.25,  ...,  5.88,  6.00,  6.12],\n"
	    "        [ 6.25,  6.38,  6.50,  ..., 12.12, 12.25, 12.38]])\n");
}
END_TEST

START_TEST(only_long_axes_are_cut)
{
	ck_text(tensor_expand(step, counted(SHAPE(2), 0.5, 1), SHAPE(501, 2)),
	    "tensor([[0.50, 1.50],\n"
	    "        [0.50, 1.50],\n"
	    "        [0.50, 1.50],\n"
	    "        ...,\n"
	    "        [0.50, 1.50],\n"
	    "        [0.50, 1.50],\n"
	    "        [0.50, 1.50]])\n");
	ck_text(numbered(SHAPE(2, 501)),
	    "tensor([[   0,    1,    2,  ...,  498,  499,  500],\n"
	    "        [ 501,  502,  503,  ...,  999, 1000, 1001]])\n");
	ck_text(numbered(SHAPE(1, 6, 200)),
	    "tensor([[[   0,    1,    2,  ...,  197,  198,  199],\n"
	    "         [ 200,  201,  202,  ...,  397,  398,  399],\n"
	    "         [ 400,  401,  402,  ...,  597,  598,  599],\n"
	    "         [ 600,  601,  602,  ...,  797,  798,  799],\n"
	    "         [ 800,  801,  802,  ...,  997,  998,  999],\n"
	    "         [1000, 1001, 1002,  ..., 1197, 1198, 1199]]])\n");
}
END_TEST

START_TEST(threshold_of_a_thousand)
{
	ck_text(numbered(SHAPE(1001)),
	    "tensor([   0,    1,    2,  ...,  998,  999, 1000])\n");
	PrintStyle wide = print_style;
	wide.width = 100000; /* a thousand are printed uncut, on one line */
	char *text, *comma;
	size_t length, commas = 0;
	FILE *out = open_memstream(&text, &length);
	tensor_print_styled(out, numbered(SHAPE(1000)), &wide);
	fclose(out);
	for (comma = text; (comma = strchr(comma, ',')); comma++)
		commas++;
	ck_assert_uint_eq(commas, 999);
	ck_assert_ptr_eq(strchr(text, '\n'), text + length - 1);
	free(text);
}
END_TEST

/* Width and precision are those of what is shown. */
START_TEST(hidden_elements_have_no_say)
{
	Tensor *t = tensor_full(step, SHAPE(1001), (Real)-5555.5); /* (1001,) */
	tensor_copy(tensor_index(step, t, ":3"), numbered(SHAPE(3)));
	tensor_copy(tensor_index(step, t, "-3:"), numbered(SHAPE(3)));
	ck_text(t, "tensor([0, 1, 2,  ..., 0, 1, 2])\n");
}
END_TEST

START_TEST(blank_lines_between_matrices)
{
	ck_text(counted(SHAPE(2, 3, 2), -2, 0.5),
	    "tensor([[[-2.00, -1.50],\n"
	    "         [-1.00, -0.50],\n"
	    "         [ 0.00,  0.50]],\n"
	    "\n"
	    "        [[ 1.00,  1.50],\n"
	    "         [ 2.00,  2.50],\n"
	    "         [ 3.00,  3.50]]])\n");
	ck_text(counted(SHAPE(2, 2, 1, 1), 0, 0.5), "tensor([[[[0.00]],\n"
						    "\n"
						    "         [[0.50]]],\n"
						    "\n"
						    "\n"
						    "        [[[1.00]],\n"
						    "\n"
						    "         [[1.50]]]])\n");
}
END_TEST

START_TEST(dots_between_matrices)
{
	ck_text(tensor_expand(step, numbered(SHAPE(2)), SHAPE(600, 1, 2)),
	    "tensor([[[0, 1]],\n"
	    "\n"
	    "        [[0, 1]],\n"
	    "\n"
	    "        [[0, 1]],\n"
	    "\n"
	    "        ...,\n"
	    "\n"
	    "        [[0, 1]],\n"
	    "\n"
	    "        [[0, 1]],\n"
	    "\n"
	    "        [[0, 1]]])\n");
}
END_TEST

START_TEST(views_print_what_they_show)
{
	Tensor *t = numbered(SHAPE(2, 3)); /* (2, 3) */
	ck_text(tensor_t(step, t), "tensor([[0, 3],\n"
				   "        [1, 4],\n"
				   "        [2, 5]])\n");
	ck_text(tensor_index(step, t, ":, 1:"), "tensor([[1, 2],\n"
						"        [4, 5]])\n");
	ck_text(tensor_index(step, t, "1, 2"), "tensor(5)\n");
}
END_TEST

START_TEST(empty_tensors)
{
	ck_text(numbered(SHAPE(0)), "tensor([])\n");
	ck_text(numbered(SHAPE(0, 3)), "tensor([], size=(0, 3))\n");
	ck_text(numbered(SHAPE(3, 0)), "tensor([], size=(3, 0))\n");
}
END_TEST

START_TEST(styles)
{
	PrintStyle edges = {
	    .precision = 4, .edge = 1, .threshold = 5, .width = 40};
	ck_styled(counted(SHAPE(4, 5), 0, 1.0 / 3), &edges,
	    "tensor([[0.0000,  ..., 1.3333],\n"
	    "        ...,\n"
	    "        [5.0000,  ..., 6.3333]])\n");
	ck_styled(numbered(SHAPE(3, 2)), &edges, /* dots for a single row */
	    "tensor([[0, 1],\n"
	    "        ...,\n"
	    "        [4, 5]])\n");
	PrintStyle narrow = {
	    .precision = 3, .edge = 3, .threshold = 1000, .width = 30};
	ck_styled(counted(SHAPE(5), 0, 1.0 / 7), &narrow,
	    "tensor([0.000, 0.143, 0.286,\n"
	    "        0.429, 0.571])\n");
	PrintStyle rounded = print_style;
	rounded.precision = 0;
	ck_styled(tensor_of(step, SHAPE(2), 0.75, 10), &rounded,
	    "tensor([ 1, 10])\n");
}
END_TEST

/* One number per line where not even one fits; dots fold like a number. */
START_TEST(narrow_styles)
{
	PrintStyle tiny = print_style;
	tiny.width = 1;
	ck_styled(tensor_of(step, SHAPE(2), 12345.25, 1), &tiny,
	    "tensor([12345.25,\n"
	    "            1.00])\n");
	PrintStyle cut = {
	    .precision = 2, .edge = 3, .threshold = 5, .width = 20};
	ck_styled(counted(SHAPE(10), 0, 0.5), &cut,
	    "tensor([0.00, 0.50,\n"
	    "        1.00,  ...,\n"
	    "        3.50, 4.00,\n"
	    "        4.50])\n");
}
END_TEST

START_TEST(default_style)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	tensor_print(out, tensor_scalar(step, 0.125));
	fclose(out);
	ck_assert_str_eq(text, "tensor(0.12)\n");
	free(text);
}
END_TEST

START_TEST(failed_writes_show)
{
	FILE *out = fopen("/dev/null", "r"); /* not for writing */
	ck_assert_ptr_nonnull(out);
	tensor_print(out, numbered(SHAPE(3)));
	ck_assert(ferror(out));
	fclose(out);
}
END_TEST

TESTS("print", single_numbers, columns_are_aligned, whole_numbers_have_no_point,
    neither_numbers_nor_finite, nan_has_no_sign, vectors_fold_at_the_width,
    rows_fold_at_the_width, deep_rows_fold_earlier, corners_of_a_large_matrix,
    only_long_axes_are_cut, threshold_of_a_thousand,
    hidden_elements_have_no_say, blank_lines_between_matrices,
    dots_between_matrices, views_print_what_they_show, empty_tensors, styles,
    narrow_styles, default_style, failed_writes_show)

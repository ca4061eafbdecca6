/*
 * tensor_index: the square brackets of the notebooks, well-formed and not.
 */
#include "tests/common/oracle.h"

#include <stdio.h>
#include <string.h>

static Tensor *t1;     /* (3, 1), as in the notebook */
static Tensor *matrix; /* (3, 4): 0 .. 11 */

static void
make_tensors(void)
{
	t1 = tensor_of(step, SHAPE(3, 1), 1, 2, 3);
	matrix = numbered(SHAPE(3, 4));
}

/* The index and what NumPy makes of it: shape, first and last element. */
typedef struct {
	const char *index, *shape;
	int first, last; /* of the result; -1: it is empty */
} Case;

static void
check(const Tensor *t, const Case *c)
{
	Tensor *view = tensor_index(step, t, c->index); /* c->shape */
	ck_assert_msg(strcmp(SHAPE_TEXT(view), c->shape) == 0,
	    "[%s] is %s, not %s", c->index, SHAPE_TEXT(view), c->shape);
	size_t count = tensor_count(view);
	ck_assert_msg((count == 0) == (c->first < 0), "[%s]", c->index);
	if (count == 0)
		return;
	Shape shape = tensor_shape(view);
	double first = element(view, shape, 0);
	double last = element(view, shape, count - 1);
	ck_assert_msg(first == c->first && last == c->last,
	    "[%s] runs from %g to %g, not from %d to %d", c->index, first, last,
	    c->first, c->last);
}

START_TEST(notebook_forms)
{
	make_tensors();
	static const Case cases[] = {
	    {"None, :, None", "(1, 3, 1, 1)", 1, 3},
	    {":, 0", "(3,)", 1, 3},
	    {":, None", "(3, 1, 1)", 1, 3},
	    {"None, :", "(1, 3, 1)", 1, 3},
	    {":", "(3, 1)", 1, 3},
	    {"2, 0", "()", 3, 3},
	    {":, :, None", "(3, 1, 1)", 1, 3},
	    {"None, None, None", "(1, 1, 1, 3, 1)", 1, 3},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(t1, &cases[i]);
}
END_TEST

START_TEST(numbers_and_ranges)
{
	make_tensors();
	static const Case cases[] = {
	    {"0", "(4,)", 0, 3},
	    {"2", "(4,)", 8, 11},
	    {"-1", "(4,)", 8, 11},
	    {"-3", "(4,)", 0, 3},
	    {"-0", "(4,)", 0, 3},
	    {"1, 3", "()", 7, 7},
	    {"-2, -4", "()", 4, 4},
	    {":, -1", "(3,)", 3, 11},
	    {"1:", "(2, 4)", 4, 11},
	    {":2", "(2, 4)", 0, 7},
	    {"1:2", "(1, 4)", 4, 7},
	    {"0:3", "(3, 4)", 0, 11},
	    {"-2:", "(2, 4)", 4, 11},
	    {":-1", "(2, 4)", 0, 7},
	    {"-3:-1", "(2, 4)", 0, 7},
	    {"-0:", "(3, 4)", 0, 11},
	    {":, 1:3", "(3, 2)", 1, 10},
	    {"1:, :2", "(2, 2)", 4, 9},
	    {"1, 1:3", "(2,)", 5, 6},
	    {"0, None", "(1, 4)", 0, 3},
	    {"None, 0", "(1, 4)", 0, 3},
	    {"1:, None, 2", "(2, 1)", 6, 10},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(matrix, &cases[i]);
}
END_TEST

START_TEST(empty_ranges)
{
	make_tensors();
	static const Case cases[] = {
	    {"3:", "(0, 4)", -1, -1},
	    {":0", "(0, 4)", -1, -1},
	    {"1:1", "(0, 4)", -1, -1},
	    {"3:3", "(0, 4)", -1, -1},
	    {"-1:2", "(0, 4)", -1, -1},
	    {":-0", "(0, 4)", -1, -1},
	    {":, 4:", "(3, 0)", -1, -1},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(matrix, &cases[i]);
}
END_TEST

START_TEST(spaces_are_free)
{
	make_tensors();
	static const Case cases[] = {
	    {"  0  ", "(4,)", 0, 3},
	    {":,0", "(3,)", 0, 8},
	    {" : , 0 ", "(3,)", 0, 8},
	    {"None,:,None", "(1, 3, 1, 4)", 0, 11},
	    {" None , 1 : 3 ", "(1, 2, 4)", 4, 11},
	    {"\t1\n", "(4,)", 4, 7},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(matrix, &cases[i]);
}
END_TEST

START_TEST(shares_data_but_no_gradient)
{
	make_tensors();
	matrix->g = numbered(SHAPE(3, 4));
	Tensor *view = tensor_index(step, matrix, "1:, None, 2"); /* (2, 1) */
	ck_assert_ptr_eq(view->data, matrix->data + 6);
	ck_assert_uint_eq(view->stride[0], 4);
	ck_assert_ptr_null(view->g);
	*tensor_at(view, (size_t[]){1, 0}) = -1;
	ck_assert(matrix->data[10] == -1);
	ck_assert_ptr_ne(tensor_index(step, matrix, ":"), matrix);
}
END_TEST

START_TEST(none_adds_up_to_eight_axes)
{
	Tensor *scalar = tensor_scalar(step, 1); /* () */
	const char *eight = "None,None,None,None,None,None,None,None";
	ck_assert_int_eq(tensor_index(step, scalar, eight)->ndim, 8);
	ck_requires(
	    "tensor_unsqueeze: shape (1, 1, 1, 1, 1, 1, 1, 1) has 8 axes "
	    "already",
	    tensor_index(
		step, scalar, "None,None,None,None,None,None,None,None,None"));
}
END_TEST

/* Texts that are wrong on the (3, 4) matrix: where, and why. */
static const struct {
	const char *index, *at, *why;
} mistakes[] = {
    /* Outside the shape. */
    {"3", "", "out of range"},
    {"4", "4", "out of range"},
    {"-4", "-4", "out of range"},
    {":, 4", "", "out of range"},
    {"0, -5", "-5", "out of range"},
    {"4:", "4:", "out of range"},
    {":4", "4", "out of range"},
    {"-4:", "-4:", "out of range"},
    {":-4", "-4", "out of range"},
    {"99999999999999999999", "99999999999999999999", "out of range"},
    {"2:1", "", "the range ends before it starts"},
    {"-1:-2, 0", ", 0", "the range ends before it starts"},
    /* Too many items. */
    {":, :, :", ":", "no axis is left"},
    {"0, 0, 0", "0", "no axis is left"},
    {"0, 0,", "", "no axis is left"},
    /* Not an item. */
    {"", "", "expected None, a number or a range"},
    {"  ", "", "expected None, a number or a range"},
    {"0,", "", "expected None, a number or a range"},
    {",0", ",0", "expected None, a number or a range"},
    {"0,,0", ",0", "expected None, a number or a range"},
    {"x", "x", "expected None, a number or a range"},
    {"none", "none", "expected None, a number or a range"},
    {"-", "-", "expected None, a number or a range"},
    {"- 1", "- 1", "expected None, a number or a range"},
    {"+1", "+1", "expected None, a number or a range"},
    {"...", "...", "expected None, a number or a range"},
    /* Something after an item. */
    {"0 1", "1", "expected a comma"},
    {"0x1", "x1", "expected a comma"},
    {"1.5", ".5", "expected a comma"},
    {"0:3:2", ":2", "expected a comma"},
    {": :", ":", "expected a comma"},
    {"1:x", "x", "expected a comma"},
    {"None 0", "0", "expected a comma"},
    {"Nonesuch", "such", "expected a comma"},
    {"0]", "]", "expected a comma"},
};

static void
check_mistake(const char *index, const char *at, const char *why)
{
	char text[200];
	snprintf(text, sizeof text,
	    "tensor_index: \"%s\" at '%s' on shape (3, 4): %s", index, at, why);
	ck_requires(text, tensor_index(step, matrix, index));
}

START_TEST(mistakes_are_named)
{
	make_tensors();
	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
		check_mistake(
		    mistakes[i].index, mistakes[i].at, mistakes[i].why);
}
END_TEST

START_TEST(mistakes_on_a_scalar)
{
	Tensor *scalar = tensor_scalar(step, 1); /* () */
	ck_requires("tensor_index: \":\" at ':' on shape (): no axis is left",
	    tensor_index(step, scalar, ":"));
	ck_requires(
	    "tensor_index: \"None, 0\" at '0' on shape (): no axis is left",
	    tensor_index(step, scalar, "None, 0"));
}
END_TEST

TESTS("index", notebook_forms, numbers_and_ranges, empty_ranges,
    spaces_are_free, shares_data_but_no_gradient, none_adds_up_to_eight_axes,
    mistakes_are_named, mistakes_on_a_scalar)

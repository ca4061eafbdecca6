/*
 * Matrices as cells: which colours, and where.
 */
#include "tests/files.h"

#include <math.h>

#include "common/svg.h"

static Svg
open_picture(void)
{
	Svg svg;
	Error error;
	ck_assert_msg(
	    svg_open(&svg, ".", "cells", 60, 40, &error), "%s", error.text);
	return svg;
}

/* Ends the picture and gives all of it back. */
static const char *
close_picture(Svg *svg)
{
	Error error;
	ck_assert_msg(svg_close(svg, &error), "%s", error.text);
	return (const char *)read_whole("cells.svg").at;
}

static const char *
grey(const Tensor *image)
{
	Svg svg = open_picture();
	svg_grey(&svg, 1, 2.5, 3, 4.5, image);
	return close_picture(&svg);
}

static const char *
signed_to(double limit, const Tensor *matrix)
{
	Svg svg = open_picture();
	svg_signed(&svg, 1, 2.5, 3, 4.5, limit, matrix);
	return close_picture(&svg);
}

/* These cells, and no others, have this colour. */
static void
assert_cells(const char *picture, const char *colour, const char *cells)
{
	char expected[200];
	snprintf(expected, sizeof expected, "<path stroke=\"%s\" d=\"%s\"/>\n",
	    colour, cells);
	ck_assert_msg(
	    strstr(picture, expected), "no %s in %s", expected, picture);
}

/* So many colours have cells. */
static void
assert_colours(const char *picture, int colours)
{
	int found = 0;
	for (; (picture = strstr(picture, "\" d=\"M")) != NULL; picture++)
		found++;
	ck_assert_int_eq(found, colours);
}

/* Rows of a picture are rows of the matrix; cells are scaled by the group. */
START_TEST(place_and_size)
{
	const char *picture = grey(tensor_full(step, SHAPE(1, 2), 1));
	ck_assert(
	    strstr(picture, "<g transform=\"translate(1 2.5) scale(3 4.5)\""
			    " shape-rendering=\"crispEdges\">\n<path "));
	ck_assert(strstr(picture,
	    "<path stroke=\"#000000\" d=\"M0 0.5h2\"/>\n</g>\n</svg>\n"));
}
END_TEST

START_TEST(grey_cells)
{
	Tensor *image = tensor_of(step, SHAPE(2, 4), 0, 1, 1, (Real)0.5, 1, 0,
	    (Real)0.5, (Real)0.0625); /* (2, 4) */
	const char *picture = grey(image);
	assert_cells(picture, "#000000", "M1 0.5h2M0 1.5h1");
	assert_cells(picture, "#808080", "M3 0.5h1M2 1.5h1");
	assert_cells(picture, "#f0f0f0", "M3 1.5h1");
	assert_colours(picture, 3);
}
END_TEST

/* 0 is white, which is not drawn; each sixteenth is a level of its own. */
START_TEST(levels_of_grey)
{
	const char *const colours[] = {"#f0f0f0", "#e0e0e0", "#d0d0d0",
	    "#c0c0c0", "#b0b0b0", "#a0a0a0", "#909090", "#808080", "#707070",
	    "#606060", "#505050", "#404040", "#303030", "#202020", "#101010",
	    "#000000"};
	for (int level = 1; level <= 16; level++) {
		Tensor *image = tensor_of(step, SHAPE(1, 2),
		    (Real)((level - 0.49) / 16),
		    (Real)((level + 0.49) / 16)); /* (1, 2) */
		assert_cells(grey(image), colours[level - 1], "M0 0.5h2");
	}
}
END_TEST

START_TEST(grey_beyond_the_edges)
{
	Tensor *image = tensor_of(step, SHAPE(1, 7), -1, (Real)NAN, 0,
	    (Real)0.03, 2, (Real)INFINITY, -(Real)INFINITY); /* (1, 7) */
	const char *picture = grey(image);
	assert_cells(picture, "#000000", "M4 0.5h2");
	assert_colours(picture, 1);
}
END_TEST

START_TEST(signed_cells)
{
	Tensor *matrix = tensor_of(step, SHAPE(2, 4), 2, -2, 1, -1, 0, 5, -5,
	    (Real)0.125); /* (2, 4) */
	const char *picture = signed_to(2, matrix);
	assert_cells(picture, "#c81e1e", "M0 0.5h1M1 1.5h1");
	assert_cells(picture, "#1e1ec8", "M1 0.5h1M2 1.5h1");
	assert_cells(picture, "#e48f8f", "M2 0.5h1");
	assert_cells(picture, "#8f8fe4", "M3 0.5h1");
	assert_cells(picture, "#fcf1f1", "M3 1.5h1");
	assert_colours(picture, 5);
}
END_TEST

START_TEST(signed_beyond_the_edges)
{
	Tensor *matrix = tensor_of(step, SHAPE(1, 6), (Real)NAN, (Real)INFINITY,
	    -(Real)INFINITY, (Real)0.01, (Real)-0.01, 0); /* (1, 6) */
	const char *picture = signed_to(1, matrix);
	assert_cells(picture, "#c81e1e", "M1 0.5h1");
	assert_cells(picture, "#1e1ec8", "M2 0.5h1");
	assert_colours(picture, 2);
}
END_TEST

/* The largest of all zeros, as a limit, must do. */
START_TEST(zero_limit)
{
	assert_colours(signed_to(0, tensor_zeros(step, SHAPE(2, 2))), 0);
}
END_TEST

/* A run of equal cells ends with its row. */
START_TEST(runs)
{
	Tensor *full = tensor_full(step, SHAPE(2, 3), 1); /* (2, 3) */
	assert_cells(grey(full), "#000000", "M0 0.5h3M0 1.5h3");
	Tensor *gaps = tensor_of(step, SHAPE(1, 5), 1, 0, 1, 1, 0); /* (1, 5) */
	assert_cells(grey(gaps), "#000000", "M0 0.5h1M2 0.5h2");
}
END_TEST

START_TEST(views)
{
	Tensor *matrix = tensor_of(
	    step, SHAPE(2, 3), 1, 0, 0, 0, 1, 1); /* (2, 3) */
	assert_cells(grey(tensor_t(step, matrix)), "#000000",
	    "M0 0.5h1M1 1.5h1M1 2.5h1");
	assert_cells(signed_to(1, tensor_narrow(step, matrix, 1, 1, 2)),
	    "#c81e1e", "M0 1.5h2");
	Tensor *row = tensor_of(step, SHAPE(1, 2), 0, 1); /* (1, 2) */
	assert_cells(grey(tensor_expand(step, row, SHAPE(3, 2))), "#000000",
	    "M1 0.5h1M1 1.5h1M1 2.5h1");
	assert_colours(grey(tensor_zeros(step, SHAPE(0, 3))), 0);
	assert_colours(signed_to(1, tensor_zeros(step, SHAPE(3, 0))), 0);
}
END_TEST

TESTS_IN_FOLDER("svg_cells", place_and_size, grey_cells, levels_of_grey,
    grey_beyond_the_edges, signed_cells, signed_beyond_the_edges, zero_limit,
    runs, views)

#include "chapters/01_broadcasting/picture.h"

enum { CELL = 36, GAP = 64, TOP = 46, LEFT = 20 };

/* A grid of numbers at x; where its axes repeat, the repeats are pale. */
static void
draw_grid(Svg *svg, double x, const char *name, const Tensor *t,
    const Tensor *original)
{
	size_t rows = t->shape[0], columns = t->shape[1];
	svg_text(svg, x + (double)columns * CELL / 2, TOP - 16, 15, SVG_MIDDLE,
	    "%s %s", name, SHAPE_TEXT(original));
	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < columns; j++) {
			bool repeats = (t->stride[0] == 0 && i > 0) ||
				       (t->stride[1] == 0 && j > 0);
			double left = x + (double)j * CELL,
			       top = TOP + (double)i * CELL;
			svg_box(svg, left, top, CELL, CELL,
			    repeats ? "#f4f4f4" : "#cfe3f7",
			    repeats ? "#ccc" : "#444");
			svg_text(svg, left + CELL / 2.0, top + CELL * 0.65, 17,
			    SVG_MIDDLE, "%g",
			    (double)*tensor_at(t, (size_t[]){i, j}));
		}
}

/* Where an axis repeats, an arrow says in which direction. */
static void
draw_direction(Svg *svg, double x, const Tensor *t)
{
	double bottom = TOP + (double)t->shape[0] * CELL;
	double right = x + (double)t->shape[1] * CELL;
	if (t->stride[1] == 0)
		svg_arrow(svg, x + CELL / 2.0, bottom + 14, right, bottom + 14);
	if (t->stride[0] == 0)
		svg_arrow(
		    svg, right + 14, TOP + CELL / 2.0, right + 14, bottom);
}

bool
draw_table(const char *folder, const Tensor *a, const Tensor *b, Error *error)
{
	Arena *arena = arena_create("picture");
	const Tensor *difference = tensor_sub(arena, a, b); /* (n, m) */
	Shape shape = tensor_shape(difference);
	const Tensor *wide_a = tensor_expand(arena, a, shape); /* (n, m) */
	const Tensor *wide_b = tensor_expand(arena, b, shape); /* (n, m) */

	double width = (double)shape.size[1] * CELL;
	double height = (double)shape.size[0] * CELL;
	double second = LEFT + width + GAP, third = second + width + GAP;
	Svg svg;
	bool good = svg_open(&svg, folder, "01_table", third + width + LEFT,
	    TOP + height + 30, error);
	if (good) {
		draw_grid(&svg, LEFT, "t1", wide_a, a);
		draw_direction(&svg, LEFT, wide_a);
		draw_grid(&svg, second, "t2", wide_b, b);
		draw_direction(&svg, second, wide_b);
		draw_grid(&svg, third, "t1 - t2", difference, difference);
		double middle = TOP + height / 2 + 7;
		svg_text(&svg, second - GAP / 2.0, middle, 24, SVG_MIDDLE, "-");
		svg_text(
		    &svg, third - GAP / 2.0 + 6, middle, 24, SVG_MIDDLE, "=");
		good = svg_close(&svg, error);
	}
	arena_destroy(arena);
	return good;
}

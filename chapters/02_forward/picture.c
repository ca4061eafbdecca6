#include "chapters/02_forward/picture.h"

#include <math.h>

enum { SIDE = 28, PIXELS = SIDE * SIDE };

bool
draw_digit(const char *folder, const Tensor *image, int label, Error *error)
{
	enum { SCALE = 8, TOP = 34 };
	Arena *arena = arena_create("picture");
	Svg svg;
	bool good = svg_open(&svg, folder, "02_digit", SIDE * SCALE + 20,
	    SIDE * SCALE + TOP + 10, error);
	if (good) {
		svg_text(&svg, 10 + SIDE * SCALE / 2.0, 22, 15, SVG_MIDDLE,
		    "28 x 28 grey values, label %d", label);
		svg_grey(&svg, 10, TOP, SCALE, SCALE,
		    tensor_reshape(arena, image, SHAPE(SIDE, SIDE)));
		svg_box(
		    &svg, 10, TOP, SIDE * SCALE, SIDE * SCALE, "none", "#888");
		good = svg_close(&svg, error);
	}
	arena_destroy(arena);
	return good;
}

/* The measures of draw_row's picture, in pixels. */
enum { LEFT = 150, BAND = 16, GAP = 6, TOP = 54, STEP = BAND + GAP };
static const double pixel_width = 0.75;

/* A band of one row of cells, framed. */
static void
draw_band(Svg *svg, int place, const Tensor *row, bool is_image)
{
	double y = TOP + place * STEP, width = PIXELS * pixel_width;
	if (is_image)
		svg_grey(svg, LEFT, y, pixel_width, BAND, row);
	else
		svg_signed(svg, LEFT, y, pixel_width, BAND, 3, row);
	svg_box(svg, LEFT, y, width, BAND, "none", "#888");
}

bool
draw_row(const char *folder, const Tensor *image, const Tensor *w, Error *error)
{
	Arena *arena = arena_create("picture");
	const Tensor *row = tensor_unsqueeze(arena, image, 0); /* (1, 784) */
	const Tensor *sums = tensor_matmul(arena, row, w);     /* (1, units) */
	const Tensor *bands = tensor_t(arena, w); /* (units, 784) */
	size_t units = w->shape[1];
	double right = LEFT + PIXELS * pixel_width + 10;
	Svg svg;
	bool good = svg_open(&svg, folder, "02_row", right + 90,
	    TOP + ((double)units + 2) * STEP + 20, error);
	if (good) {
		/* The image, then the same pixels as a row. */
		svg_grey(&svg, 20, 20, 3.5, 3.5,
		    tensor_reshape(arena, image, SHAPE(SIDE, SIDE)));
		svg_box(&svg, 20, 20, SIDE * 3.5, SIDE * 3.5, "none", "#888");
		svg_text(&svg, LEFT, TOP - 12, 14, SVG_START,
		    "x: one image as a row (1, 784)");
		draw_band(&svg, 0, row, true);

		/* The weights of each unit, and what comes out. */
		svg_text(&svg, LEFT, TOP + 2 * STEP - 8, 14, SVG_START,
		    "w: the weights of %zu units, each (784,)", units);
		svg_text(
		    &svg, right, TOP + 2 * STEP - 8, 14, SVG_START, "x @ w");
		for (size_t unit = 0; unit < units; unit++) {
			int place = (int)unit + 2;
			draw_band(&svg, place,
			    tensor_narrow(arena, bands, 0, unit, 1), false);
			svg_text(&svg, right, TOP + place * STEP + BAND * 0.8,
			    14, SVG_START, "= %.2f", (double)sums->data[unit]);
		}
		good = svg_close(&svg, error);
	}
	arena_destroy(arena);
	return good;
}

bool
write_histogram(const char *folder, const Tensor *t, Error *error)
{
	enum { LOW = -40, BINS = 160 };
	size_t counts[BINS] = {0};
	for (size_t i = 0, n = tensor_count(t); i < n; i++) {
		double bin = floor(((double)t->data[i] - LOW) * 2);
		if (bin >= 0 && bin < BINS)
			counts[(int)bin]++;
	}
	Output output;
	if (!output_open_in(&output, folder, "02_relu.tsv", error))
		return false;
	for (int bin = 0; bin < BINS; bin++)
		fprintf(output.file, "%g\t%zu\n", LOW + (bin + 0.5) / 2,
		    counts[bin]);
	return output_commit(&output, error);
}

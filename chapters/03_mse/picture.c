#define MODULE_SOURCE
#include "chapters/03_mse/picture.h"

#include <math.h>

#include "common/svg.h"

enum { CELL = 56, LEFT = 96, TOP = 96 };

/* The targets above the columns, the outputs before the rows. */
static void
draw_margins(Svg *svg, const Tensor *output, const Tensor *target)
{
	size_t n = target->shape[0];
	svg_text(svg, LEFT + (double)n * CELL / 2, 24, 15, SVG_MIDDLE,
	    "target %s", SHAPE_TEXT(target));
	svg_text(
	    svg, 12, TOP - 14, 15, SVG_START, "output %s", SHAPE_TEXT(output));
	for (size_t i = 0; i < n; i++) {
		double middle = ((double)i + 0.5) * CELL;
		svg_box(svg, LEFT + (double)i * CELL, 36, CELL, 30, "#cfe3f7",
		    "#444");
		svg_text(svg, LEFT + middle, 57, 16, SVG_MIDDLE, "%g",
		    (double)target->data[i]);
		svg_box(svg, 24, TOP + (double)i * CELL, CELL, CELL, "#cfe3f7",
		    "#444");
		svg_text(svg, 24 + CELL / 2.0, TOP + middle + 6, 16, SVG_MIDDLE,
		    "%g", (double)output->data[i]);
	}
}

static void
require_batch(const char *operation, const Tensor *output, const Tensor *target)
{
	REQUIRE_IN(operation,
	    output->ndim == 2 && output->shape[1] == 1 && target->ndim == 1 &&
		output->shape[0] == target->shape[0] &&
		tensor_is_contiguous(output) && tensor_is_contiguous(target),
	    "output %s and target %s, expected (n, 1) and (n,), contiguous",
	    SHAPE_TEXT(output), SHAPE_TEXT(target));
}

bool
draw_pairs(const char *folder, const Tensor *output, const Tensor *target,
    Error *error)
{
	require_batch(__func__, output, target);
	Arena *arena = arena_create("picture");
	const Tensor *table = tensor_sub(arena, output, target); /* (n, n) */
	size_t n = table->shape[0];
	double size = (double)n * CELL;
	Svg svg;
	bool good = svg_open(
	    &svg, folder, "03_pairs", LEFT + size + 20, TOP + size + 20, error);
	if (good) {
		draw_margins(&svg, output, target);
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < n; j++) {
				double x = LEFT + (double)j * CELL,
				       y = TOP + (double)i * CELL;
				svg_box(&svg, x, y, CELL, CELL,
				    i == j ? "#bfe5c0" : "#f7dcdc", "#444");
				svg_text(&svg, x + CELL / 2.0,
				    y + CELL / 2.0 + 6, 16, SVG_MIDDLE, "%g",
				    (double)*tensor_at(
					table, (size_t[]){i, j}));
			}
		good = svg_close(&svg, error);
	}
	arena_destroy(arena);
	return good;
}

bool
write_predictions(const char *folder, const Tensor *output,
    const Tensor *target, Error *error)
{
	require_batch(__func__, output, target);
	double count[10] = {0}, sum[10] = {0}, squares[10] = {0};
	for (size_t i = 0; i < target->shape[0]; i++) {
		int label = (int)target->data[i];
		REQUIRE(
		    label >= 0 && label <= 9, "label %d of row %zu", label, i);
		double value = (double)output->data[i];
		count[label]++;
		sum[label] += value;
		squares[label] += value * value;
	}
	Output file;
	if (!output_open_in(&file, folder, "03_predictions.tsv", error))
		return false;
	for (int label = 0; label < 10; label++) {
		double mean = sum[label] / count[label];
		double variance = squares[label] / count[label] - mean * mean;
		if (count[label] > 0)
			fprintf(file.file, "%d\t%.6g\t%.6g\n", label, mean,
			    sqrt(variance > 0 ? variance : 0));
	}
	return output_commit(&file, error);
}

#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/10_cross_entropy/picture.h"

#include "chapters/10_cross_entropy/cross_entropy.h"
#include "common/svg.h"

#include <math.h>

enum {
	LEFT = 20,
	BAR = 40,      /* from one bar to the next */
	TALLEST = 110, /* bar */
	PANEL = 190,   /* from one row of bars to the next */
};

/* A row of bars on their floor, the values above and the classes below. */
static void
draw_panel(Svg *svg, double floor_y, const char *title, const Tensor *values,
    size_t label)
{
	double largest = (double)tensor_max_all(values);
	svg_text(svg, LEFT, floor_y - TALLEST - 30, 15, SVG_START, "%s", title);
	for (size_t j = 0; j < values->shape[1]; j++) {
		double value = (double)*tensor_at(values, (size_t[]){0, j});
		double height = round(TALLEST * value / largest);
		double x = LEFT + (double)j * BAR, middle = x + BAR / 2.0;
		svg_box(svg, x + 4, floor_y - height, BAR - 8, height,
		    j == label ? "#c23b3b" : "#3b78c2", "none");
		svg_text(svg, middle, floor_y - height - 5, 12, SVG_MIDDLE,
		    "%.2f", value);
		svg_text(svg, middle, floor_y + 16, 12, SVG_MIDDLE, "%zu", j);
	}
}

static void
draw_panels(Svg *svg, const Tensor *x, size_t label, Arena *arena)
{
	Tensor *power = tensor_exp(arena, x); /* (1, c) */
	Tensor *p = softmax(arena, x);        /* (1, c) */
	char title[3][80];
	snprintf(title[0], sizeof title[0], "logits x");
	snprintf(title[1], sizeof title[1], "e^x: their sum is %.2f",
	    tensor_sum_all(power));
	double right = (double)*tensor_at(p, (size_t[]){0, label});
	snprintf(title[2], sizeof title[2],
	    "softmax: the sum is %g; the loss is -ln %.2f = %.2f",
	    round(1000 * tensor_sum_all(p)) / 1000, right, -log(right));
	const Tensor *const values[] = {x, power, p};
	for (int i = 0; i < 3; i++)
		draw_panel(
		    svg, (i + 1) * PANEL - 30, title[i], values[i], label);
}

/* A bar needs something to stand on, and one must have a height. */
static void
require_bars(const char *operation, const Tensor *x, size_t label)
{
	REQUIRE_IN(operation,
	    x->ndim == 2 && x->shape[0] == 1 && label < x->shape[1],
	    "x %s and label %zu, expected (1, c) and less than c",
	    SHAPE_TEXT(x), label);
	for (size_t j = 0; j < x->shape[1]; j++) {
		double logit = (double)*tensor_at(x, (size_t[]){0, j});
		REQUIRE_IN(operation, logit >= 0, "logit %g is below 0", logit);
	}
	REQUIRE_IN(operation, tensor_max_all(x) > 0, "no logit above 0");
}

bool
draw_bars(const char *folder, const Tensor *x, size_t label, Error *error)
{
	require_bars(__func__, x, label);
	Svg svg;
	double width = 2 * LEFT + (double)x->shape[1] * BAR;
	if (!svg_open(&svg, folder, "10_bars", width, 3 * PANEL, error))
		return false;
	Arena *arena = arena_create("picture");
	draw_panels(&svg, x, label, arena);
	arena_destroy(arena);
	return svg_close(&svg, error);
}

bool
write_training(const char *folder, const Trial *trial, Error *error)
{
	enum { MEAN_OF = 5 };
	Output file;
	if (!output_open_in(&file, folder, "10_training.tsv", error))
		return false;
	for (int i = 0; i < TRIAL_STEPS; i += MEAN_OF) {
		double sum = 0;
		for (int j = i; j < i + MEAN_OF; j++)
			sum += trial->loss[j];
		fprintf(file.file, "%d\t%.4f\n", (i + MEAN_OF) * TRIAL_BATCH,
		    sum / MEAN_OF);
	}
	return output_commit(&file, error);
}

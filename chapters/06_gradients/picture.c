#include "chapters/06_gradients/picture.h"

#include <math.h>

#include "common/svg.h"

/* A tensor of the pass, and what leads to it from the one before. */
typedef struct {
	const char *name, *shape, *forward, *backward;
} Stage;

static const Stage stages[] = {
    {"x", "(n, 784)", NULL, NULL},
    {"l1", "(n, 50)", "linear", "linear_grad"},
    {"l2", "(n, 50)", "relu", "relu_grad"},
    {"out", "(n, 1)", "linear", "linear_grad"},
    {"loss", "()", "mse", "mse_grad"},
};

enum { STAGES = 5, BOX = 76, SPACE = 104, TOP = 40 };

static void
draw_stage(Svg *svg, int i)
{
	const Stage *stage = &stages[i];
	double x = 20 + i * (BOX + SPACE), middle = x + BOX / 2.0;
	svg_box(svg, x, TOP, BOX, 50, "#cfe3f7", "#444");
	svg_text(svg, middle, TOP + 22, 16, SVG_MIDDLE, "%s", stage->name);
	svg_text(svg, middle, TOP + 41, 12, SVG_MIDDLE, "%s", stage->shape);
	if (i < STAGES - 1) {
		svg_box(svg, x, TOP + 100, BOX, 50, "#f7dcdc", "#444");
		svg_text(svg, middle, TOP + 122, 16, SVG_MIDDLE, "%s.g",
		    stage->name);
		svg_text(
		    svg, middle, TOP + 141, 12, SVG_MIDDLE, "%s", stage->shape);
	}
	if (i == 0)
		return;
	double from = x - SPACE + 6, to = x - 6, between = x - SPACE / 2.0;
	svg_text(svg, between, TOP + 18, 13, SVG_MIDDLE, "%s", stage->forward);
	svg_arrow(svg, from, TOP + 26, to, TOP + 26);
	svg_text(
	    svg, between, TOP + 118, 13, SVG_MIDDLE, "%s", stage->backward);
	if (i < STAGES - 1)
		svg_arrow(svg, to, TOP + 126, from, TOP + 126);
	else
		svg_arrow(svg, x + BOX / 2.0, TOP + 126, from, TOP + 126);
}

/* The parameters' gradients, below the arrows that make them. */
static void
draw_parameters(Svg *svg, int i, const char *names)
{
	double x = 20 + i * (BOX + SPACE) - SPACE / 2.0;
	svg_arrow(svg, x, TOP + 130, x, TOP + 172);
	svg_text(svg, x, TOP + 190, 14, SVG_MIDDLE, "%s", names);
}

bool
draw_pass(const char *folder, Error *error)
{
	Svg svg;
	if (!svg_open(&svg, folder, "06_pass",
		40 + STAGES * BOX + (STAGES - 1) * SPACE, TOP + 210, error))
		return false;
	for (int i = 0; i < STAGES; i++)
		draw_stage(&svg, i);
	draw_parameters(&svg, 1, "w1.g, b1.g");
	draw_parameters(&svg, 3, "w2.g, b2.g");
	return svg_close(&svg, error);
}

bool
draw_input_gradients(const char *folder, const Tensor *images,
    const Tensor *gradients, Error *error)
{
	enum { SIDE = 28, SCALE = 4, SIZE = SIDE * SCALE, GAP = 16 };
	Arena *arena = arena_create("picture");
	size_t n = images->shape[0];
	Svg svg;
	bool good = svg_open(&svg, folder, "06_xg",
	    70 + (double)n * (SIZE + GAP), 2 * SIZE + 3 * GAP, error);
	if (good) {
		svg_text(&svg, 10, GAP + SIZE / 2.0, 16, SVG_START, "x");
		svg_text(&svg, 10, 2 * GAP + SIZE * 1.5, 16, SVG_START, "x.g");
		for (size_t i = 0; i < n; i++) {
			double left = 60 + (double)i * (SIZE + GAP);
			Tensor *image = tensor_reshape(arena,
			    tensor_select(arena, images, 0, i),
			    SHAPE(SIDE, SIDE));
			Tensor *gradient = tensor_reshape(arena,
			    tensor_select(arena, gradients, 0, i),
			    SHAPE(SIDE, SIDE));
			double limit = (double)tensor_max_all(
			    tensor_abs(arena, gradient));
			svg_grey(&svg, left, GAP, SCALE, SCALE, image);
			svg_box(&svg, left, GAP, SIZE, SIZE, "none", "#888");
			svg_signed(&svg, left, 2 * GAP + SIZE, SCALE, SCALE,
			    limit > 0 ? limit : 1, gradient);
			svg_box(&svg, left, 2 * GAP + SIZE, SIZE, SIZE, "none",
			    "#888");
		}
		good = svg_close(&svg, error);
	}
	arena_destroy(arena);
	return good;
}

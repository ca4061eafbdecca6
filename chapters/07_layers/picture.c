#include "chapters/07_layers/picture.h"

#include "common/svg.h"

static const char *const layers[] = {"Linear", "Relu", "Linear", "Mse"};
static const char *const holds[] = {"w1, b1", "", "w2, b2", "target"};
static const char *const tensors[] = {"x", "l1", "l2", "output"};

enum {
	COUNT = 4,
	BOX = 96,
	SPACE = 84, /* between two layers */
	LEFT = 96,
	TOP = 30,  /* of the layers */
	LOW = 150, /* of the tensors */
	TENSOR = 64,
};

static double
layer_left(int i)
{
	return LEFT + i * (BOX + SPACE);
}

/* The middle of tensor i, which stands before layer i. */
static double
tensor_middle(int i)
{
	return layer_left(i) - SPACE / 2.0;
}

static void
draw_layer(Svg *svg, int i)
{
	double x = layer_left(i), middle = x + BOX / 2.0;
	svg_box(svg, x, TOP, BOX, 56, "#cfe3f7", "#444");
	svg_text(svg, middle, TOP + (holds[i][0] ? 24 : 34), 17, SVG_MIDDLE,
	    "%s", layers[i]);
	if (holds[i][0])
		svg_text(svg, middle, TOP + 45, 13, SVG_MIDDLE, "%s", holds[i]);
}

/* The tensor before layer i, its gradient, and who remembers it. */
static void
draw_tensor(Svg *svg, int i)
{
	double middle = tensor_middle(i), left = middle - TENSOR / 2.0;
	svg_box(svg, left, LOW, TENSOR, 32, "#e8f2dc", "#444");
	svg_text(svg, middle, LOW + 21, 15, SVG_MIDDLE, "%s", tensors[i]);
	svg_box(svg, left, LOW + 32, TENSOR, 32, "#f7dcdc", "#444");
	svg_text(svg, middle, LOW + 53, 15, SVG_MIDDLE, "%s.g", tensors[i]);
	svg_arrow(svg, layer_left(i) + 14, TOP + 58, middle + 10, LOW - 3);
	if (i > 0)
		svg_arrow(svg, layer_left(i - 1) + BOX - 14, TOP + 58,
		    middle - 10, LOW - 3);
}

bool
draw_memory(const char *folder, Error *error)
{
	Svg svg;
	double width = layer_left(COUNT) - SPACE + 100;
	if (!svg_open(&svg, folder, "07_memory", width, LOW + 134, error))
		return false;
	for (int i = 0; i < COUNT; i++) {
		draw_layer(&svg, i);
		draw_tensor(&svg, i);
		double right = layer_left(i) + BOX;
		svg_arrow(&svg, right + 6, TOP + 28,
		    right + (i < COUNT - 1 ? SPACE : 40) - 6, TOP + 28);
	}
	svg_text(&svg, layer_left(COUNT) - SPACE + 40, TOP + 33, 16, SVG_START,
	    "loss");
	svg_text(&svg, 16, TOP + 33, 14, SVG_START, "forward");
	svg_arrow(&svg, layer_left(COUNT - 1) + BOX, LOW + 96, tensor_middle(0),
	    LOW + 96);
	svg_text(&svg, width / 2, LOW + 116, 14, SVG_MIDDLE,
	    "backward: each layer finds the gradient on its right, and adds "
	    "the one on its left");
	return svg_close(&svg, error);
}

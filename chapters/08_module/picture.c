#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/08_module/picture.h"

#include "common/svg.h"

enum {
	WIDTH = 112, /* of a box */
	HEIGHT = 34,
	SPACE = 18, /* between two boxes */
	STEP = 92,  /* from a row to the next */
	MARGIN = 20,
};

/* How many boxes stand side by side below a module, at least one. */
static size_t
leaves(const Module *self)
{
	size_t count = self->parameters.count;
	for (size_t i = 0; i < self->children.count; i++)
		count += leaves(self->children.at[i].module);
	return count ? count : 1;
}

static size_t
depth(const Module *self)
{
	size_t deepest = self->parameters.count ? 1 : 0;
	for (size_t i = 0; i < self->children.count; i++) {
		size_t below = depth(self->children.at[i].module) + 1;
		deepest = below > deepest ? below : deepest;
	}
	return deepest;
}

/* A box around the middle of its leaves, with two lines of text. */
static void
draw_box(Svg *svg, double middle, double y, const char *fill, const char *above,
    const char *below)
{
	svg_box(svg, middle - WIDTH / 2.0, y, WIDTH, HEIGHT, fill, "#444");
	svg_text(svg, middle, y + 15, 14, SVG_MIDDLE, "%s", above);
	svg_text(svg, middle, y + 29, 12, SVG_MIDDLE, "%s", below);
}

/* The line from a parent's box to one below it, its name above the line. */
static void
draw_edge(Svg *svg, double from, double to, double y, const char *name)
{
	double top = y + HEIGHT, length = STEP - HEIGHT - 3;
	svg_arrow(svg, from, top, to, top + length);
	svg_text(svg, from + 0.6 * (to - from) + (to < from ? -6 : 6),
	    top + 0.6 * length - 6, 14, to < from ? SVG_END : SVG_START, "%s",
	    name);
}

/* Draws the module whose leaves begin at `left`; returns its middle. */
static double
draw_module(Svg *svg, const Module *self, double left, double y)
{
	double step = WIDTH + SPACE;
	double middle = left + (double)leaves(self) * step / 2;
	char numbers[32] = "";
	if (self->parameters.count == 0 && self->children.count == 0)
		snprintf(numbers, sizeof numbers, "no parameters");
	else
		snprintf(numbers, sizeof numbers, "%zu numbers",
		    module_parameter_count(self));
	draw_box(svg, middle, y, "#cfe3f7", self->kind->name, numbers);

	for (size_t i = 0; i < self->parameters.count; i++, left += step) {
		const Parameter *own = &self->parameters.at[i];
		double at = left + step / 2;
		draw_edge(svg, middle, at, y, "");
		draw_box(svg, at, y + STEP, "#e8f2dc", own->name,
		    SHAPE_TEXT(own->tensor));
	}
	for (size_t i = 0; i < self->children.count; i++) {
		const Child *child = &self->children.at[i];
		double at = draw_module(svg, child->module, left, y + STEP);
		draw_edge(svg, middle, at, y, child->name);
		left += (double)leaves(child->module) * step;
	}
	return middle;
}

bool
draw_tree(const char *folder, const Module *root, Error *error)
{
	Svg svg;
	double width = (double)leaves(root) * (WIDTH + SPACE) + 2 * MARGIN;
	double height = (double)depth(root) * STEP + HEIGHT + 2 * MARGIN;
	if (!svg_open(&svg, folder, "08_tree", width, height, error))
		return false;
	draw_module(&svg, root, MARGIN, MARGIN);
	return svg_close(&svg, error);
}

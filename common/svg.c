#include "common/svg.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "common/require.h"

enum { LEVELS = 16 }; /* of grey above paper, and of red and of blue */

bool
svg_open(Svg *svg, const char *folder, const char *name, double width,
    double height, Error *error)
{
	char file[256];
	snprintf(file, sizeof file, "%s.svg", name);
	if (!output_open_in(&svg->output, folder, file, error))
		return false;
	svg->file = svg->output.file;
	fprintf(svg->file,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%g\" "
	    "height=\"%g\""
	    " viewBox=\"0 0 %g %g\""
	    " font-family=\"Helvetica, Arial, sans-serif\">\n",
	    width, height, width, height);
	fprintf(svg->file,
	    "<defs><marker id=\"head\" orient=\"auto\" markerWidth=\"8\""
	    " markerHeight=\"8\" refX=\"7\" refY=\"4\">"
	    "<path d=\"M0 0L8 4L0 8z\" fill=\"#444\"/></marker></defs>\n");
	svg_box(svg, 0, 0, width, height, "white", "none");
	return true;
}

bool
svg_close(Svg *svg, Error *error)
{
	fputs("</svg>\n", svg->file);
	return output_commit(&svg->output, error);
}

void
svg_box(Svg *svg, double x, double y, double width, double height,
    const char *fill, const char *stroke)
{
	fprintf(svg->file,
	    "<rect x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" fill=\"%s\""
	    " stroke=\"%s\"/>\n",
	    x, y, width, height, fill, stroke);
}

/* Text as XML wants it. */
static void
put_escaped(FILE *file, const char *text)
{
	for (; *text; text++) {
		if (*text == '<')
			fputs("&lt;", file);
		else if (*text == '>')
			fputs("&gt;", file);
		else if (*text == '&')
			fputs("&amp;", file);
		else
			fputc(*text, file);
	}
}

void
svg_text(Svg *svg, double x, double y, double size, SvgAnchor anchor,
    const char *format, ...)
{
	static const char *const anchors[] = {"start", "middle", "end"};
	char text[256];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	fprintf(svg->file,
	    "<text x=\"%g\" y=\"%g\" font-size=\"%g\" text-anchor=\"%s\">", x,
	    y, size, anchors[anchor]);
	put_escaped(svg->file, text);
	fputs("</text>\n", svg->file);
}

void
svg_arrow(Svg *svg, double x1, double y1, double x2, double y2)
{
	fprintf(svg->file,
	    "<path d=\"M%g %gL%g %g\" stroke=\"#444\" fill=\"none\""
	    " marker-end=\"url(#head)\"/>\n",
	    x1, y1, x2, y2);
}

/* A value between -1 and 1 as a level -LEVELS .. LEVELS. */
static int
level_of(double value)
{
	double clamped = value > 1 ? 1 : value < -1 ? -1 : value;
	return isnan(clamped) ? 0 : (int)lround(clamped * LEVELS);
}

/* The cells of one level as one path: a horizontal stroke for each run. */
static void
put_level(
    Svg *svg, const Tensor *matrix, double limit, int level, const char *colour)
{
	fprintf(svg->file, "<path stroke=\"%s\" d=\"", colour);
	for (size_t row = 0; row < matrix->shape[0]; row++) {
		size_t run = 0;
		for (size_t column = 0; column <= matrix->shape[1]; column++) {
			bool in = column < matrix->shape[1] &&
				  level_of((double)*tensor_at(matrix,
					       (size_t[]){row, column}) /
					   limit) == level;
			if (!in && run)
				fprintf(svg->file, "M%zu %zu.5h%zu",
				    column - run, row, run);
			run = in ? run + 1 : 0;
		}
	}
	fputs("\"/>\n", svg->file);
}

/* Every level but white. `place` is x, y, and the width and height of a
   cell. */
static void
put_cells(Svg *svg, const double place[4], double limit, const Tensor *matrix,
    int lowest, void (*colour)(int level, char text[8]))
{
	fprintf(svg->file,
	    "<g transform=\"translate(%g %g) scale(%g %g)\""
	    " shape-rendering=\"crispEdges\">\n",
	    place[0], place[1], place[2], place[3]);
	for (int level = lowest; level <= LEVELS; level++) {
		char text[8];
		colour(level, text);
		if (level != 0)
			put_level(svg, matrix, limit, level, text);
	}
	fputs("</g>\n", svg->file);
}

static void
grey_colour(int level, char text[8])
{
	int grey = 255 - level * 255 / LEVELS;
	snprintf(text, 8, "#%02x%02x%02x", grey & 255, grey & 255, grey & 255);
}

/* From white to a strong red above 0, to a strong blue below. */
static void
signed_colour(int level, char text[8])
{
	int strong = 255 - (level < 0 ? -level : level) * 55 / LEVELS;
	int weak = 255 - (level < 0 ? -level : level) * 225 / LEVELS;
	int red = level > 0 ? strong : weak, blue = level > 0 ? weak : strong;
	snprintf(text, 8, "#%02x%02x%02x", red & 255, weak & 255, blue & 255);
}

void
svg_grey(Svg *svg, double x, double y, double cell_width, double cell_height,
    const Tensor *image)
{
	REQUIRE_GIVEN(svg && image);
	REQUIRE(image->ndim == 2, "shape %s is no matrix", SHAPE_TEXT(image));
	const double place[] = {x, y, cell_width, cell_height};
	put_cells(svg, place, 1, image, 1, grey_colour);
}

void
svg_signed(Svg *svg, double x, double y, double cell_width, double cell_height,
    double limit, const Tensor *matrix)
{
	REQUIRE_GIVEN(svg && matrix);
	REQUIRE(matrix->ndim == 2, "shape %s is no matrix", SHAPE_TEXT(matrix));
	const double place[] = {x, y, cell_width, cell_height};
	put_cells(svg, place, limit, matrix, -LEVELS, signed_colour);
}

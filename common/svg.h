/*
 * Pictures that a program draws itself, as SVG: boxes, text, arrows, and
 * tensors as grey or coloured cells. Curves and surfaces are gnuplot's work.
 *
 * Protocol: svg_open, draw, svg_close. The file appears whole or not at all
 * (output.h). Coordinates are in pixels from the upper left. The same drawing
 * gives the same bytes on every machine.
 */
#ifndef COMMON_SVG_H
#define COMMON_SVG_H

#include "common/error.h"
#include "common/output.h"
#include "common/tensor.h"

typedef struct {
	Output output;
	FILE *file;
} Svg;

/* Starts a white picture of the given size at FOLDER/NAME.svg. */
bool svg_open(Svg *svg, const char *folder, const char *name, double width,
    double height, Error *error);

/* Ends the picture and puts it in its place. */
bool svg_close(Svg *svg, Error *error);

/* A box; `fill` and `stroke` are SVG colours or "none". */
void svg_box(Svg *svg, double x, double y, double width, double height,
    const char *fill, const char *stroke);

typedef enum { SVG_START, SVG_MIDDLE, SVG_END } SvgAnchor;

/* A line of text whose anchor stands at x on the baseline y. */
void svg_text(Svg *svg, double x, double y, double size, SvgAnchor anchor,
    const char *format, ...) PRINTF_LIKE(6, 7);

/* A straight arrow with its head at (x2, y2). */
void svg_arrow(Svg *svg, double x1, double y1, double x2, double y2);

/* A matrix (rows, columns) as cells of the given size: 0 is paper, 1 is ink,
   in seventeen levels. */
void svg_grey(Svg *svg, double x, double y, double cell_width,
    double cell_height, const Tensor *image);

/* A matrix as cells: red above 0, blue below, white at 0, full colour at
   `limit` and beyond. */
void svg_signed(Svg *svg, double x, double y, double cell_width,
    double cell_height, double limit, const Tensor *matrix);

#endif

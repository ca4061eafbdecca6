/*
 * Chapter 2's pictures: a digit, and one row of pixels times the weights.
 */
#ifndef CHAPTERS_FORWARD_PICTURE_H
#define CHAPTERS_FORWARD_PICTURE_H

#include "common/handgrad.h"
#include "common/svg.h"

/* Draws an image (784,) as 28 by 28 grey cells to FOLDER/02_digit.svg. */
bool draw_digit(
    const char *folder, const Tensor *image, int label, Error *error);

/* Draws an image (784,), laid out as a row, above the weights w (784, units),
   one band to a unit, with the products' sums, to FOLDER/02_row.svg. */
bool draw_row(
    const char *folder, const Tensor *image, const Tensor *w, Error *error);

/* Counts the elements of `t` in bins of a half from -40 to 40 and writes
   "bin's middle, count" lines to FOLDER/02_relu.tsv, for gnuplot. */
bool write_histogram(const char *folder, const Tensor *t, Error *error);

#endif

/*
 * Tensors as text, in the layout of the notebooks, so that a reader can
 * compare line by line:
 *
 *     tensor([[11.71,  3.73,  0.00,  ...,  0.00,  0.00,  0.23],
 *             [ 7.35, 12.49,  1.27,  ...,  3.99,  0.00,  0.00]])
 *
 * Whole numbers print without a point. Columns are as wide as the widest
 * number; more than `threshold` elements are cut to `edge` at each end.
 */
#ifndef COMMON_PRINT_H
#define COMMON_PRINT_H

#include <stdio.h>

#include "common/tensor.h"

typedef struct {
	int precision;    /* digits after the point */
	size_t edge;      /* elements kept at each end of a long axis */
	size_t threshold; /* elements in all that are printed uncut */
	size_t width;     /* characters in a line */
} PrintStyle;

/* Two digits, edges of 3 above 1000 elements, 80 columns. */
extern const PrintStyle print_style;

/* Writes the tensor and a newline. A failed write shows in ferror(out). */
void tensor_print(FILE *out, const Tensor *t);
void tensor_print_styled(FILE *out, const Tensor *t, const PrintStyle *style);

#endif

/*
 * A digit in the terminal: a (28, 28) or (784,) tensor of grey values, 0
 * paper to 1 ink. On a terminal that shows UTF-8 and colours, half blocks,
 * two pixels to a character; otherwise letters, from ` ` to `@`.
 */
#ifndef COMMON_DIGIT_H
#define COMMON_DIGIT_H

#include <stdio.h>

#include "common/tensor.h"

typedef enum { DIGIT_LETTERS, DIGIT_BLOCKS } DigitStyle;

/* Blocks if `out` is a terminal, the locale is UTF-8 and NO_COLOR is not
   set; letters otherwise. */
DigitStyle digit_style(FILE *out);

/* Draws the image. Requires (rows, columns), or a square as one axis; values
   outside 0..1 are drawn as the nearest. */
void digit_print(FILE *out, const Tensor *image, DigitStyle style);

#endif

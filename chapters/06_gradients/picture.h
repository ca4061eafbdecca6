/*
 * Chapter 6's pictures: the pass there and back, and the gradient of a digit.
 */
#ifndef CHAPTERS_GRADIENTS_PICTURE_H
#define CHAPTERS_GRADIENTS_PICTURE_H

#include "common/handgrad.h"

/* Draws the net's tensors as boxes, forward arrows above, backward arrows
   below, to FOLDER/06_pass.svg. */
bool draw_pass(const char *folder, Error *error);

/* Draws images (n, 784) above their gradients (n, 784) to FOLDER/06_xg.svg. */
bool draw_input_gradients(const char *folder, const Tensor *images,
    const Tensor *gradients, Error *error);

#endif

/*
 * Chapter 10's pictures.
 */
#ifndef CHAPTERS_CROSS_ENTROPY_PICTURE_H
#define CHAPTERS_CROSS_ENTROPY_PICTURE_H

#include "chapters/10_cross_entropy/experiment.h"
#include "common/error.h"

/* One row of logits (1, c), e to each, and their shares of the sum, as three
   rows of bars: FOLDER/10_bars.svg. The label's bars are red. Requires that no
   logit is below 0, and one above. */
bool draw_bars(const char *folder, const Tensor *x, size_t label, Error *error);

/* How the loss fell: FOLDER/10_training.tsv for training.gp. A line for each
   five steps: the images seen, the mean of the five losses. */
bool write_training(const char *folder, const Trial *trial, Error *error);

#endif

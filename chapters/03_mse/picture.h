/*
 * Chapter 3's pictures: the table of all pairs, and the predictions by label.
 */
#ifndef CHAPTERS_MSE_PICTURE_H
#define CHAPTERS_MSE_PICTURE_H

#include "common/handgrad.h"

/* Draws the table of output (n, 1) minus target (n,), its diagonal marked, to
   FOLDER/03_pairs.svg. Requires these shapes, contiguous. */
bool draw_pairs(const char *folder, const Tensor *output, const Tensor *target,
    Error *error);

/* Writes "label, mean prediction, standard deviation" for each label 0 to 9
   that occurs, to FOLDER/03_predictions.tsv, for gnuplot. output (n, 1), target
   (n,); requires these shapes, contiguous, and labels 0 to 9. */
bool write_predictions(const char *folder, const Tensor *output,
    const Tensor *target, Error *error);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define draw_pairs(...) CALLED(draw_pairs(__VA_ARGS__))
#define write_predictions(...) CALLED(write_predictions(__VA_ARGS__))
#endif

#endif

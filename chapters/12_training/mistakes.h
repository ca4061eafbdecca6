/*
 * What a trained net gets wrong: which digits it takes for which, and the
 * images on which it is most sure and most wrong.
 */
#ifndef CHAPTERS_TRAINING_MISTAKES_H
#define CHAPTERS_TRAINING_MISTAKES_H

#include "common/error.h"
#include "common/handgrad.h"

/* How often label i was taken for class j, in place [i, j]: preds (n, c),
   labels (n,); the result is (c, c), in `arena`. */
Tensor *confusion_matrix(
    Arena *arena, const Tensor *preds, const Tensor *labels);

/* The rows whose label has the smallest log-probability, the worst first, at
   most `count` of them, into worst[]; returns how many. Those that are right
   all the same are left out. log_probabilities (n, c), labels (n,). */
size_t worst_mistakes(const Tensor *log_probabilities, const Tensor *labels,
    size_t count, size_t *worst);

/* The matrix as 12_confusion.tsv, and the images (n, 784) of the worst mistakes
   with label and guess as 12_worst.tsv, in the folder, for gnuplot. */
bool write_confusion(const char *folder, const Tensor *matrix, Error *error);
bool write_worst(const char *folder, const Tensor *images,
    const Tensor *log_probabilities, const Tensor *labels, Error *error);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define confusion_matrix(...) CALLED(confusion_matrix(__VA_ARGS__))
#define worst_mistakes(...) CALLED(worst_mistakes(__VA_ARGS__))
#endif

#endif

/*
 * Chapter 10's module: from scores to probabilities, and what a wrong one
 * costs.
 *
 * Scores, called logits, are the outputs of a net: x (n, c), a row for each
 * image and a column for each class. Each function works along the rows. All
 * but two, which show why, take the largest of a row out before any e^x, so
 * that no logit is too large for them. A row with a NaN, with +infinity, or of
 * -infinity alone becomes NaN (but see log_sum_exp); the other rows do not.
 *
 * Labels are class indices, labels (n,): whole, from 0 to c - 1. Whoever takes
 * labels requires that, and n and c above 0.
 */
#ifndef CHAPTERS_CROSS_ENTROPY_H
#define CHAPTERS_CROSS_ENTROPY_H

#include "common/handgrad.h"

/* Probabilities: e^x over the sum of the row's e^x, (n, c). */
Tensor *softmax(Arena *arena, const Tensor *x);

/* Of out = softmax(x): x.g = out (out.g - s), where s is the sum of the row's
   out out.g. Adds (gradient_add, chapter 5). */
void softmax_grad(Arena *arena, Tensor *x, const Tensor *out);

/* ln softmax(x), (n, c), in three ways. As the formula says: ln (e^x / sum).
   As a difference: x - ln sum. Neither bears a large logit. */
Tensor *log_softmax_naive(Arena *arena, const Tensor *x);
Tensor *log_softmax_difference(Arena *arena, const Tensor *x);
/* And the one to use: the difference, from each row's largest. */
Tensor *log_softmax(Arena *arena, const Tensor *x);

/* ln of the sum of the row's e^x, (n,); infinity where the largest is infinite.
   Its gradient is softmax(x). */
Tensor *log_sum_exp(Arena *arena, const Tensor *x);

/* The negative log-likelihood: minus the mean of what stands in each row at its
   label. log_probabilities (n, c). */
double nll(const Tensor *log_probabilities, const Tensor *labels);

/* The same from rows of a one and zeros, (n, c): minus the sum of their product
   with log_probabilities, over n. */
double nll_one_hot(
    Arena *arena, const Tensor *log_probabilities, const Tensor *rows);

/* nll of log_softmax of x. */
double cross_entropy(Arena *arena, const Tensor *x, const Tensor *labels);

/* Its gradient: adds (softmax(x) - one_hot(labels)) / n to x.g. */
void cross_entropy_grad(Arena *arena, Tensor *x, const Tensor *labels);

/* The share of rows whose largest element, the first of equals, stands at the
   label. A row with a NaN is never right. preds (n, c). */
double accuracy(const Tensor *preds, const Tensor *labels);

/* How far the rows are from being logarithms of probabilities: the largest
   |1 - sum of e^element| of any row; NaN if one is. (n, c). */
double normalisation_error(const Tensor *log_probabilities);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define softmax(...) CALLED(softmax(__VA_ARGS__))
#define softmax_grad(...) CALLED(softmax_grad(__VA_ARGS__))
#define log_softmax_naive(...) CALLED(log_softmax_naive(__VA_ARGS__))
#define log_softmax_difference(...) CALLED(log_softmax_difference(__VA_ARGS__))
#define log_softmax(...) CALLED(log_softmax(__VA_ARGS__))
#define log_sum_exp(...) CALLED(log_sum_exp(__VA_ARGS__))
#define nll(...) CALLED(nll(__VA_ARGS__))
#define nll_one_hot(...) CALLED(nll_one_hot(__VA_ARGS__))
#define cross_entropy(...) CALLED(cross_entropy(__VA_ARGS__))
#define cross_entropy_grad(...) CALLED(cross_entropy_grad(__VA_ARGS__))
#define accuracy(...) CALLED(accuracy(__VA_ARGS__))
#define normalisation_error(...) CALLED(normalisation_error(__VA_ARGS__))
#endif

#endif

/*
 * Chapter 3's module: the mean squared error, three ways to its right value
 * and two to the wrong one.
 */
#ifndef CHAPTERS_MSE_H
#define CHAPTERS_MSE_H

#include "common/handgrad.h"

/* The mean over the rows of (output - target)^2: output (n, 1), target (n,).
   Temporaries go to `arena`. Requires these shapes, and n above 0. */
double mse(Arena *arena, const Tensor *output, const Tensor *target);

/* The three cures of the trap, each with the value of mse:
   output - target[:, None], output[:, 0] - target, output.squeeze() - target.
   The last requires n above 1, since squeeze drops the rows of a batch of one. */
double mse_target_unsqueezed(
    Arena *arena, const Tensor *output, const Tensor *target);
double mse_output_selected(
    Arena *arena, const Tensor *output, const Tensor *target);
double mse_output_squeezed(
    Arena *arena, const Tensor *output, const Tensor *target);

/* The trap: the mean over all n * n pairs of (output_i - target_j)^2, which is
   what (output - target)^2 broadcasts to. One row of the table at a time. */
double mse_of_all_pairs(
    Arena *arena, const Tensor *output, const Tensor *target);

/* The same number in one pass, by the formula of chapter 3:
   mean(output^2) - 2 mean(output) mean(target) + mean(target^2). */
double mse_of_all_pairs_closed(
    Arena *arena, const Tensor *output, const Tensor *target);

/* Labels (n,) as rows of zeros with a one in the label's column:
   (n, classes). Requires whole labels from 0 to classes - 1. */
Tensor *one_hot(Arena *arena, const Tensor *labels, size_t classes);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define mse(...) CALLED(mse(__VA_ARGS__))
#define mse_target_unsqueezed(...) CALLED(mse_target_unsqueezed(__VA_ARGS__))
#define mse_output_selected(...) CALLED(mse_output_selected(__VA_ARGS__))
#define mse_output_squeezed(...) CALLED(mse_output_squeezed(__VA_ARGS__))
#define mse_of_all_pairs(...) CALLED(mse_of_all_pairs(__VA_ARGS__))
#define mse_of_all_pairs_closed(...) \
	CALLED(mse_of_all_pairs_closed(__VA_ARGS__))
#define one_hot(...) CALLED(one_hot(__VA_ARGS__))
#endif

#endif

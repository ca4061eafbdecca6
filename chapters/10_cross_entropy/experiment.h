/*
 * An experiment: one net, three ways to tell it what is right. The same images
 * in the same order, the same start, chapter 6's gradients and chapter 5's
 * descent; only the loss differs.
 */
#ifndef CHAPTERS_CROSS_ENTROPY_EXPERIMENT_H
#define CHAPTERS_CROSS_ENTROPY_EXPERIMENT_H

#include "chapters/02_forward/forward.h"
#include "common/mnist.h"

typedef enum {
	MSE_ON_LABELS,  /* one output; the guess is the nearest digit */
	MSE_ON_ONE_HOT, /* ten outputs; the guess is the largest */
	CROSS_ENTROPY,  /* the same */
} LossKind;

enum { TRIAL_BATCH = 50, TRIAL_STEPS = 200 };

/* What became of a net. */
typedef struct {
	double loss[TRIAL_STEPS]; /* of each batch, before the step */
	double accuracy;          /* on the validation images, at the end */
} Trial;

/* Linear(inputs, hidden), relu, Linear(hidden, outputs), with torch's default
   start, drawn in this order. torch keeps a weight as (out, in); here it is
   transposed, to (in, out). In `model`. */
Net net_draw_default(
    Arena *model, Random *random, size_t inputs, size_t hidden, size_t outputs);

/* Draws the net of 50 hidden units from seed 1 and takes TRIAL_STEPS steps with
   the given rate, on as many batches from the start of the training images.
   Requires that there are so many. */
Trial try_loss(LossKind kind, const Mnist *mnist, double rate);

/* The mean over the rows of the summed squares of output - one_hot(labels), and
   its gradient, added to output.g. output (n, c), labels (n,). */
double mse_on_one_hot(Arena *arena, Tensor *output, const Tensor *labels);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define net_draw_default(...) CALLED(net_draw_default(__VA_ARGS__))
#define try_loss(...) CALLED(try_loss(__VA_ARGS__))
#define mse_on_one_hot(...) CALLED(mse_on_one_hot(__VA_ARGS__))
#endif

#endif

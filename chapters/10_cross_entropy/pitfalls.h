/*
 * The mistakes of chapter 10, each as a small function. They are wrong on
 * purpose: the chapter runs them and catches them.
 */
#ifndef CHAPTERS_CROSS_ENTROPY_PITFALLS_H
#define CHAPTERS_CROSS_ENTROPY_PITFALLS_H

#include "common/handgrad.h"

/* A reader's log_softmax, without [:, None]: x - log_sum_exp(x), (n, c) less
   (n,). What broadcasting makes of it: a mistake that is named where 1 < n != c
   and c > 1, wrong numbers where n = c, and (n, n) where c = 1. */
Tensor *log_softmax_without_none(Arena *arena, const Tensor *x);

/* With one maximum for all rows, where each needs its own: (n, c). */
Tensor *log_softmax_one_maximum(Arena *arena, const Tensor *x);

/* x - log_sum_exp(x)[:, None]: right, but the maximum is put back before the
   difference is taken, and with large logits digits are lost: (n, c). */
Tensor *log_softmax_put_back(Arena *arena, const Tensor *x);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define log_softmax_without_none(...) \
	CALLED(log_softmax_without_none(__VA_ARGS__))
#define log_softmax_one_maximum(...) \
	CALLED(log_softmax_one_maximum(__VA_ARGS__))
#define log_softmax_put_back(...) CALLED(log_softmax_put_back(__VA_ARGS__))
#endif

#endif

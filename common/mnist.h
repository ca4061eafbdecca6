/*
 * MNIST: 60,000 handwritten digits to learn from, 28 by 28 grey values each.
 * Of the training file's rows the last sixth is kept for validation, as in
 * the notebooks: rows 0..49999 to train, rows 50000..59999 to validate.
 *
 * The files are looked for in $MNIST_DIR if it is set, otherwise in
 * data/mnist (the real ones, from `make data`), otherwise in data/synthetic
 * (our own, made offline), each gzipped or plain.
 */
#ifndef COMMON_MNIST_H
#define COMMON_MNIST_H

#include "common/error.h"
#include "common/tensor.h"

typedef enum {
	DIGITS_MNIST,     /* the real ones: the published numbers apply */
	DIGITS_SYNTHETIC, /* ours, from data/synthetic.c */
	DIGITS_OTHER,
} Digits;

typedef struct {
	Tensor *x_train; /* (50000, 784) */
	Tensor *y_train; /* (50000,) */
	Tensor *x_valid; /* (10000, 784) */
	Tensor *y_valid; /* (10000,) */
	Digits digits;
	char folder[512]; /* where they came from */
} Mnist;

/* Loads the training file, pixels as byte / divisor (see idx.h), into
   `arena`. The four tensors are views of two. */
bool mnist_load(Arena *arena, double divisor, Mnist *mnist, Error *error);

#endif

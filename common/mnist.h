/*
 * MNIST: 60,000 handwritten digits to learn from, 28 by 28 grey values each.
 * Of the training file's rows the last sixth is kept for validation, as in
 * the notebooks: rows 0..49999 to train, rows 50000..59999 to validate. A file
 * of 10,000 more is there to test.
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
	Tensor *x;       /* (60000, 784): all rows of the training file, */
	Tensor *y;       /* (60000,) */
	Tensor *x_train; /* (50000, 784): and its two parts */
	Tensor *y_train; /* (50000,) */
	Tensor *x_valid; /* (10000, 784) */
	Tensor *y_valid; /* (10000,) */
	Digits digits;
	char folder[512]; /* where they came from */
} Mnist;

/* Loads the training file, pixels as byte / divisor (see idx.h), into
   `arena`. The parts are views of x and y. */
bool mnist_load(Arena *arena, double divisor, Mnist *mnist, Error *error);

/* Loads the test file (t10k) of the folder that `mnist` came from, into
   `arena`: x (10000, 784), y (10000,). */
bool mnist_load_test(Arena *arena, double divisor, const Mnist *mnist,
    Tensor **x, Tensor **y, Error *error);

#endif

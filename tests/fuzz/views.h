/*
 * What fuzz_views.c and views_compute.c share: a program on eight tensors, each
 * beside its model.
 */
#ifndef TESTS_FUZZ_VIEWS_H
#define TESTS_FUZZ_VIEWS_H

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/model.h"

enum { TENSORS = 8 };

/* A tensor and its model. */
typedef struct {
	Tensor *t;
	Model model;
} Pair;

typedef struct {
	Input input;
	Arena *arena;
	Pair pair[TENSORS];
} Program;

/* What the model says of the operation under way: set before the library is
   called, which does not come back if it refuses. */
extern bool legal;

/* An axis of a tensor, legal or not by one. */
int any_axis(Program *p, const Pair *from);

/* A new tensor's model: its elements lie row by row. */
Model fresh_model(Arena *arena, const Tensor *t, Shape shape);

/* Operation `choice`, 0 to 4, of two tensors, and its result. */
Pair compute(Program *p, const Pair *a, const Pair *b, size_t choice);

/* Reduction `choice`, 0 to 3, along an axis. */
Pair reduce(Program *p, const Pair *from, size_t choice);

#endif

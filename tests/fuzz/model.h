/*
 * Model: a tensor without strides, the oracle for fuzz_views.c.
 *
 * A model is a shape and, row by row, the address of every element. A view is
 * a list of the same addresses in another order; what an operation computes is
 * a list of new ones. Each model_* builds its list by the meaning of the
 * operation, index by index; it is slow, and has no stride to get wrong. False
 * where the operation must not be: there the library must stop.
 *
 * Ownership: the lists live in the arena.
 */
#ifndef TESTS_FUZZ_MODEL_H
#define TESTS_FUZZ_MODEL_H

#include "common/tensor.h"

enum { MODEL_MOST = 128 }; /* elements: beyond it no model is made */

typedef struct {
	Shape shape;
	Real **at;
} Model;

/* Where an element is, one number for each axis. */
typedef struct {
	size_t at[TENSOR_MAX_NDIM];
} Place;

size_t model_count(Shape shape);

/* The place of element number i, counted row by row; and back. */
Place model_place(Shape shape, size_t i);
Real *model_at(const Model *m, Place place);

/* A model with an empty list. */
Model model_new(Arena *arena, Shape shape);

/* -ndim .. ndim-1 become 0 .. ndim-1. */
bool model_axis(int ndim, int *axis);

bool model_select(
    Arena *arena, const Model *m, int axis, size_t index, Model *result);
bool model_narrow(Arena *arena, const Model *m, int axis, size_t start,
    size_t length, Model *result);
bool model_transpose(
    Arena *arena, const Model *m, int one, int other, Model *result);
bool model_squeeze(Arena *arena, const Model *m, Model *result);
bool model_squeeze_axis(Arena *arena, const Model *m, int axis, Model *result);
bool model_unsqueeze(Arena *arena, const Model *m, int axis, Model *result);
bool model_expand(Arena *arena, const Model *m, Shape shape, Model *result);

/* The same list in another shape; who copies changes the addresses. */
bool model_reshape(const Model *m, Shape shape, Model *result);

/* The shape that two shapes broadcast to. */
bool model_broadcast(Shape a, Shape b, Shape *result);

#endif

/*
 * Tensor: numbers in a grid of up to eight axes.
 *
 * A tensor is a header over data. Element (i, j, ...) stands at
 *
 *     data[i * stride[0] + j * stride[1] + ...]
 *
 * so a transposed, narrowed or expanded tensor is another header over the
 * same data: a view. A stride of 0 repeats one element along its axis.
 *
 * Ownership: the header and, unless it is a view, its data live in the arena
 * that was passed. Nothing is freed one by one (see arena.h). A view is valid
 * as long as what it looks at.
 *
 * Names: `tensor_*` allocates its result in the arena that comes first.
 * Shapes that do not fit are programmers' mistakes and end in REQUIRE.
 */
#ifndef COMMON_TENSOR_H
#define COMMON_TENSOR_H

#include <stdbool.h>
#include <stddef.h>

#include "common/arena.h"
#include "common/real.h"

enum { TENSOR_MAX_NDIM = 8 };

typedef struct Tensor Tensor;
struct Tensor {
	int ndim;                       /* number of axes; 0: a single number */
	size_t shape[TENSOR_MAX_NDIM];  /* size of each axis */
	size_t stride[TENSOR_MAX_NDIM]; /* in elements, 0 where it repeats */
	Real *data;                     /* the first element */
	Tensor *g;    /* the gradient of the loss, same shape; NULL: none yet */
	bool is_g;    /* it is somebody's g: nobody else may keep it as theirs */
	bool is_data; /* nobody asks for its gradient: pixels, labels */
	Arena *arena; /* where this header lives */
};

/* A shape to pass around: SHAPE(3, 4) is 3 rows of 4, SCALAR has no axes. */
typedef struct {
	int ndim;
	size_t size[TENSOR_MAX_NDIM];
} Shape;

#define SHAPE(...) \
	((Shape){(int)(sizeof((size_t[]){__VA_ARGS__}) / sizeof(size_t)), \
	    {__VA_ARGS__}})
#define SCALAR ((Shape){0, {0}})

/* The shape of `t`. */
Shape tensor_shape(const Tensor *t);

bool shape_equal(Shape a, Shape b);

/* Number of elements: the product of the sizes, 1 without axes. */
size_t tensor_count(const Tensor *t);

/* A shape as text, "(50000, 784)". Use at once: SHAPE_TEXT(t) lives until the
   end of the expression it stands in. */
typedef struct {
	char text[192];
} ShapeText;
ShapeText shape_text(Shape shape);
#define SHAPE_TEXT(t) (shape_text(tensor_shape(t)).text)

/* The number of elements of a shape. Requires, in the name of `operation`, at
   most eight axes and a size in bytes that does not overflow. */
size_t shape_count(const char *operation, Shape shape);

/* A new contiguous tensor, uninitialised. Requires at most eight axes and a
   size in bytes that does not overflow. */
Tensor *tensor_new(Arena *arena, Shape shape);

/* The same, filled with 0 or with `value`. */
Tensor *tensor_zeros(Arena *arena, Shape shape);
Tensor *tensor_full(Arena *arena, Shape shape, Real value);

/* A single number, without axes; it broadcasts to any shape. */
Tensor *tensor_scalar(Arena *arena, double value);

/* A copy of `count` values, row by row; requires count to fit the shape. */
Tensor *tensor_from(
    Arena *arena, Shape shape, size_t count, const Real *values);

/* tensor_of(arena, SHAPE(2, 2), 1, 2, 3, 4): the values in the call. */
#define tensor_of(arena, shape, ...) \
	tensor_from(arena, shape, \
	    sizeof((const Real[]){__VA_ARGS__}) / sizeof(Real), \
	    (const Real[]){__VA_ARGS__})

/* 0, 1, ..., count - 1, shape (count). */
Tensor *tensor_arange(Arena *arena, size_t count);

/* A contiguous copy of `t` with data of its own; its gradient is not copied. */
Tensor *tensor_clone(Arena *arena, const Tensor *t);

/* Copies the elements of `from` into `to`; the shapes must be equal, the
   strides need not be, and the two must not overlap. */
void tensor_copy(Tensor *to, const Tensor *from);

/* Do the elements lie row by row without gaps? */
bool tensor_is_contiguous(const Tensor *t);

/* The value of a tensor with exactly one element, of any shape. */
Real tensor_item(const Tensor *t);

/* The address of the element at `index`, one entry per axis. */
Real *tensor_at(const Tensor *t, const size_t *index);

#endif

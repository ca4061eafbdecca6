#include "common/tensor.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "common/elementwise.h"
#include "common/require.h"

Shape
tensor_shape(const Tensor *t)
{
	REQUIRE_GIVEN(t);
	Shape shape = {.ndim = t->ndim};
	memcpy(shape.size, t->shape, sizeof shape.size);
	return shape;
}

bool
shape_equal(Shape a, Shape b)
{
	return a.ndim == b.ndim &&
	       memcmp(a.size, b.size, (size_t)a.ndim * sizeof a.size[0]) == 0;
}

size_t
tensor_count(const Tensor *t)
{
	REQUIRE_GIVEN(t);
	size_t count = 1;
	for (int axis = 0; axis < t->ndim; axis++)
		count *= t->shape[axis];
	return count;
}

ShapeText
shape_text(Shape shape)
{
	ShapeText text = {"("};
	size_t length = 1;
	for (int axis = 0; axis < shape.ndim; axis++)
		length += (size_t)snprintf(text.text + length,
		    sizeof text.text - length, axis ? ", %zu" : "%zu",
		    shape.size[axis]);
	/* One axis is written (3,), as the notebooks' language writes it. */
	snprintf(text.text + length, sizeof text.text - length,
	    shape.ndim == 1 ? ",)" : ")");
	return text;
}

size_t
shape_count(const char *operation, Shape shape)
{
	REQUIRE_IN(operation, shape.ndim >= 0 && shape.ndim <= TENSOR_MAX_NDIM,
	    "%d axes, at most %d", shape.ndim, TENSOR_MAX_NDIM);
	size_t count = 1;
	for (int axis = shape.ndim - 1; axis >= 0; axis--) {
		size_t size = shape.size[axis];
		REQUIRE_IN(operation,
		    !size || count <= SIZE_MAX / sizeof(Real) / 2 / size,
		    "shape %s is too large", shape_text(shape).text);
		count *= size;
	}
	return count;
}

Tensor *
tensor_new(Arena *arena, Shape shape)
{
	REQUIRE_GIVEN(arena);
	size_t count = shape_count(__func__, shape), stride = 1;
	Tensor *t = arena_alloc(arena, 1, sizeof *t); /* shape */
	*t = (Tensor){.ndim = shape.ndim, .arena = arena};
	for (int axis = shape.ndim - 1; axis >= 0; axis--) {
		t->shape[axis] = shape.size[axis];
		t->stride[axis] = stride;
		stride *= shape.size[axis];
	}
	t->data = arena_alloc(arena, count, sizeof(Real));
	return t;
}

Tensor *
tensor_zeros(Arena *arena, Shape shape)
{
	Tensor *t = tensor_new(arena, shape); /* shape */
	memset(t->data, 0, tensor_count(t) * sizeof(Real));
	return t;
}

Tensor *
tensor_full(Arena *arena, Shape shape, Real value)
{
	Tensor *t = tensor_new(arena, shape); /* shape */
	for (size_t i = 0, n = tensor_count(t); i < n; i++)
		t->data[i] = value;
	return t;
}

Tensor *
tensor_scalar(Arena *arena, double value)
{
	return tensor_full(arena, SCALAR, (Real)value);
}

Tensor *
tensor_from(Arena *arena, Shape shape, size_t count, const Real *values)
{
	REQUIRE_GIVEN(values || !count);
	Tensor *t = tensor_new(arena, shape); /* shape */
	REQUIRE(count == tensor_count(t), "%zu values for shape %s", count,
	    shape_text(shape).text);
	if (count) /* values of nothing may be NULL */
		memcpy(t->data, values, count * sizeof(Real));
	return t;
}

Tensor *
tensor_arange(Arena *arena, size_t count)
{
	Tensor *t = tensor_new(arena, SHAPE(count)); /* (count,) */
	for (size_t i = 0; i < count; i++)
		t->data[i] = (Real)i;
	return t;
}

Tensor *
tensor_clone(Arena *arena, const Tensor *t)
{
	REQUIRE_GIVEN(arena && t);
	Tensor *copy = tensor_new(arena, tensor_shape(t)); /* as t */
	tensor_copy(copy, t);
	return copy;
}

bool
tensor_is_contiguous(const Tensor *t)
{
	REQUIRE_GIVEN(t);
	size_t expected = 1;
	for (int axis = t->ndim - 1; axis >= 0; axis--) {
		if (t->shape[axis] != 1 && t->stride[axis] != expected)
			return false;
		expected *= t->shape[axis];
	}
	return true;
}

Real
tensor_item(const Tensor *t)
{
	REQUIRE_GIVEN(t);
	REQUIRE(tensor_count(t) == 1, "shape %s has %zu elements, not one",
	    SHAPE_TEXT(t), tensor_count(t));
	return *t->data;
}

Real *
tensor_at(const Tensor *t, const size_t *index)
{
	REQUIRE_GIVEN(t && (index || !t->ndim));
	size_t offset = 0;
	for (int axis = 0; axis < t->ndim; axis++) {
		REQUIRE(index[axis] < t->shape[axis],
		    "index %zu on axis %d of shape %s", index[axis], axis,
		    SHAPE_TEXT(t));
		offset += index[axis] * t->stride[axis];
	}
	return t->data + offset;
}

#include "common/views.h"

#include <string.h>

#include "common/broadcast.h"
#include "common/require.h"

int
tensor_axis(const char *operation, const Tensor *t, int axis)
{
	REQUIRE_GIVEN_IN(operation, t);
	REQUIRE_IN(operation, t->ndim > 0, "shape () has no axes");
	REQUIRE_IN(operation, axis >= -t->ndim && axis < t->ndim,
	    "axis %d of shape %s, legal are %d to %d", axis, SHAPE_TEXT(t),
	    -t->ndim, t->ndim - 1);
	return axis < 0 ? axis + t->ndim : axis;
}

Tensor *
tensor_view(Arena *arena, const Tensor *t)
{
	REQUIRE_GIVEN(arena && t);
	Tensor *copy = arena_alloc(arena, 1, sizeof *copy);
	*copy = *t;
	copy->g = NULL;
	copy->arena = arena;
	return copy;
}

/* Takes an axis out of a header. */
static void
drop_axis(Tensor *t, int axis)
{
	t->ndim--;
	for (int i = axis; i < t->ndim; i++) {
		t->shape[i] = t->shape[i + 1];
		t->stride[i] = t->stride[i + 1];
	}
}

Tensor *
tensor_select(Arena *arena, const Tensor *t, int axis, size_t index)
{
	axis = tensor_axis(__func__, t, axis);
	REQUIRE(index < t->shape[axis], "index %zu on axis %d of shape %s",
	    index, axis, SHAPE_TEXT(t));
	Tensor *row = tensor_view(arena, t); /* t without `axis` */
	row->data += index * t->stride[axis];
	drop_axis(row, axis);
	return row;
}

Tensor *
tensor_narrow(
    Arena *arena, const Tensor *t, int axis, size_t start, size_t length)
{
	axis = tensor_axis(__func__, t, axis);
	size_t size = t->shape[axis];
	REQUIRE(start <= size && length <= size - start,
	    "%zu from %zu on axis %d of shape %s", length, start, axis,
	    SHAPE_TEXT(t));
	Tensor *part = tensor_view(arena, t); /* t with `length` on `axis` */
	part->shape[axis] = length;
	if (length)
		part->data += start * t->stride[axis];
	return part;
}

Tensor *
tensor_squeeze(Arena *arena, const Tensor *t)
{
	REQUIRE_GIVEN(arena && t);
	Tensor *squeezed = tensor_view(
	    arena, t); /* t without its axes of size 1 */
	for (int axis = t->ndim - 1; axis >= 0; axis--)
		if (t->shape[axis] == 1)
			drop_axis(squeezed, axis);
	return squeezed;
}

Tensor *
tensor_squeeze_axis(Arena *arena, const Tensor *t, int axis)
{
	axis = tensor_axis(__func__, t, axis);
	Tensor *squeezed = tensor_view(arena, t); /* t, or t without `axis` */
	if (t->shape[axis] == 1)
		drop_axis(squeezed, axis);
	return squeezed;
}

Tensor *
tensor_unsqueeze(Arena *arena, const Tensor *t, int axis)
{
	REQUIRE_GIVEN(t);
	REQUIRE(axis >= -t->ndim - 1 && axis <= t->ndim,
	    "axis %d of shape %s, legal are %d to %d", axis, SHAPE_TEXT(t),
	    -t->ndim - 1, t->ndim);
	REQUIRE(t->ndim < TENSOR_MAX_NDIM, "shape %s has %d axes already",
	    SHAPE_TEXT(t), t->ndim);
	if (axis < 0)
		axis += t->ndim + 1;
	Tensor *wider = tensor_view(arena, t); /* t with a 1 before `axis` */
	for (int i = wider->ndim++; i > axis; i--) {
		wider->shape[i] = wider->shape[i - 1];
		wider->stride[i] = wider->stride[i - 1];
	}
	wider->shape[axis] = 1;
	wider->stride[axis] = 1;
	return wider;
}

Tensor *
tensor_transpose(Arena *arena, const Tensor *t, int axis0, int axis1)
{
	axis0 = tensor_axis(__func__, t, axis0);
	axis1 = tensor_axis(__func__, t, axis1);
	Tensor *turned = tensor_view(arena, t); /* t with two axes swapped */
	turned->shape[axis0] = t->shape[axis1];
	turned->shape[axis1] = t->shape[axis0];
	turned->stride[axis0] = t->stride[axis1];
	turned->stride[axis1] = t->stride[axis0];
	return turned;
}

Tensor *
tensor_t(Arena *arena, const Tensor *t)
{
	REQUIRE_GIVEN(t);
	REQUIRE(t->ndim == 2, "shape %s is no matrix", SHAPE_TEXT(t));
	return tensor_transpose(arena, t, 0, 1);
}

Tensor *
tensor_reshape(Arena *arena, const Tensor *t, Shape shape)
{
	REQUIRE_GIVEN(arena && t);
	size_t count = shape_count(__func__, shape);
	REQUIRE(count == tensor_count(t), "%s into %s: %zu elements into %zu",
	    SHAPE_TEXT(t), shape_text(shape).text, tensor_count(t), count);

	/* Rows without gaps can be cut anywhere; others are copied first. */
	Tensor *reshaped = tensor_is_contiguous(t)
			       ? tensor_view(arena, t)
			       : tensor_clone(arena, t); /* shape */
	reshaped->ndim = shape.ndim;
	memcpy(reshaped->shape, shape.size, sizeof shape.size);
	for (int axis = shape.ndim - 1; axis >= 0; axis--) {
		reshaped->stride[axis] = axis == shape.ndim - 1
					     ? 1
					     : reshaped->stride[axis + 1] *
						   shape.size[axis + 1];
	}
	return reshaped;
}

Tensor *
tensor_expand(Arena *arena, const Tensor *t, Shape shape)
{
	REQUIRE_GIVEN(arena && t);
	Shape reached;
	shape_count(__func__, shape);
	REQUIRE(broadcast_shape(tensor_shape(t), shape, &reached) &&
		    shape_equal(reached, shape),
	    "%s does not broadcast to %s", SHAPE_TEXT(t),
	    shape_text(shape).text);
	Tensor *wide = tensor_view(arena, t); /* shape */
	wide->ndim = shape.ndim;
	memcpy(wide->shape, shape.size, sizeof shape.size);
	broadcast_strides(t, shape, wide->stride);
	return wide;
}

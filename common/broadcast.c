#include "common/broadcast.h"

/* The size of the axis that is `from_right` places from the right end, 1 if
   the shape is not that long. */
static size_t
size_from_right(Shape shape, int from_right)
{
	return from_right < shape.ndim ? shape.size[shape.ndim - 1 - from_right]
				       : 1;
}

bool
broadcast_shape(Shape a, Shape b, Shape *result)
{
	*result = (Shape){.ndim = a.ndim > b.ndim ? a.ndim : b.ndim};
	for (int from_right = 0; from_right < result->ndim; from_right++) {
		size_t size_a = size_from_right(a, from_right);
		size_t size_b = size_from_right(b, from_right);
		if (size_a != size_b && size_a != 1 && size_b != 1)
			return false;
		result->size[result->ndim - 1 - from_right] = size_a == 1
								  ? size_b
								  : size_a;
	}
	return true;
}

void
broadcast_strides(const Tensor *t, Shape shape, size_t *stride)
{
	int added = shape.ndim - t->ndim;
	for (int axis = 0; axis < shape.ndim; axis++) {
		bool repeats = axis < added || t->shape[axis - added] == 1;
		stride[axis] = repeats ? 0 : t->stride[axis - added];
	}
}

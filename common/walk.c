#include "common/walk.h"

/* Can axis `outer` of the shape be one with the walk's axis `inner`? */
static bool
merges(const Walk *walk, int inner, const size_t *const stride[], int outer)
{
	for (int operand = 0; operand < walk->operands; operand++)
		if (stride[operand][outer] !=
		    walk->stride[operand][inner] * walk->size[inner])
			return false;
	return true;
}

Walk
walk_new(Shape shape, int operands, const size_t *const stride[])
{
	/* Collect the axes from the innermost outwards, merged where possible. */
	Walk reversed = {.operands = operands};
	for (int axis = shape.ndim - 1; axis >= 0; axis--) {
		int last = reversed.ndim - 1;
		if (shape.size[axis] == 1)
			continue;
		if (reversed.ndim && merges(&reversed, last, stride, axis)) {
			reversed.size[last] *= shape.size[axis];
			continue;
		}
		reversed.size[++last] = shape.size[axis];
		for (int operand = 0; operand < operands; operand++)
			reversed.stride[operand][last] = stride[operand][axis];
		reversed.ndim++;
	}

	/* Turn them round: the innermost comes last. */
	Walk walk = {.ndim = reversed.ndim, .operands = operands, .rows = 1};
	for (int axis = 0; axis < walk.ndim; axis++) {
		int from = walk.ndim - 1 - axis;
		walk.size[axis] = reversed.size[from];
		for (int operand = 0; operand < operands; operand++)
			walk.stride[operand][axis] =
			    reversed.stride[operand][from];
		if (axis < walk.ndim - 1)
			walk.rows *= walk.size[axis];
	}
	walk.row_length = walk.ndim ? walk.size[walk.ndim - 1] : 1;
	return walk;
}

void
walk_row(const Walk *walk, size_t row, size_t offset[WALK_MAX_OPERANDS])
{
	for (int operand = 0; operand < walk->operands; operand++)
		offset[operand] = 0;
	for (int axis = walk->ndim - 2; axis >= 0; axis--) {
		size_t index = row % walk->size[axis];
		row /= walk->size[axis];
		for (int operand = 0; operand < walk->operands; operand++)
			offset[operand] += index * walk->stride[operand][axis];
	}
}

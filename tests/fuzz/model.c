#define MODULE_SOURCE
#include "tests/fuzz/model.h"

size_t
model_count(Shape shape)
{
	size_t count = 1;
	for (int axis = 0; axis < shape.ndim; axis++)
		count *= shape.size[axis];
	return count;
}

Place
model_place(Shape shape, size_t i)
{
	Place place = {{0}};
	for (int axis = shape.ndim - 1; axis >= 0; axis--) {
		place.at[axis] = i % shape.size[axis];
		i /= shape.size[axis];
	}
	return place;
}

Real *
model_at(const Model *m, Place place)
{
	size_t i = 0;
	for (int axis = 0; axis < m->shape.ndim; axis++)
		i = i * m->shape.size[axis] + place.at[axis];
	return m->at[i];
}

Model
model_new(Arena *arena, Shape shape)
{
	size_t count = model_count(shape);
	return (Model){shape, arena_alloc(arena, count + 1, sizeof(Real *))};
}

bool
model_axis(int ndim, int *axis)
{
	if (*axis < -ndim || *axis >= ndim)
		return false;
	*axis += *axis < 0 ? ndim : 0;
	return true;
}

static void
remove_axis(Shape *shape, int axis)
{
	shape->ndim--;
	for (int i = axis; i < shape->ndim; i++)
		shape->size[i] = shape->size[i + 1];
}

static void
insert(size_t *list, int length, int at, size_t value)
{
	for (int i = length; i > at; i--)
		list[i] = list[i - 1];
	list[at] = value;
}

bool
model_select(
    Arena *arena, const Model *m, int axis, size_t index, Model *result)
{
	if (!model_axis(m->shape.ndim, &axis) || index >= m->shape.size[axis])
		return false;
	Shape shape = m->shape;
	remove_axis(&shape, axis);
	*result = model_new(arena, shape);
	for (size_t i = 0; i < model_count(shape); i++) {
		Place place = model_place(shape, i);
		insert(place.at, shape.ndim, axis, index);
		result->at[i] = model_at(m, place);
	}
	return true;
}

bool
model_narrow(Arena *arena, const Model *m, int axis, size_t start,
    size_t length, Model *result)
{
	if (!model_axis(m->shape.ndim, &axis) ||
	    start + length > m->shape.size[axis])
		return false;
	Shape shape = m->shape;
	shape.size[axis] = length;
	*result = model_new(arena, shape);
	for (size_t i = 0; i < model_count(shape); i++) {
		Place place = model_place(shape, i);
		place.at[axis] += start;
		result->at[i] = model_at(m, place);
	}
	return true;
}

static void
swap(size_t *list, int one, int other)
{
	size_t kept = list[one];
	list[one] = list[other];
	list[other] = kept;
}

bool
model_transpose(Arena *arena, const Model *m, int one, int other, Model *result)
{
	if (!model_axis(m->shape.ndim, &one) ||
	    !model_axis(m->shape.ndim, &other))
		return false;
	Shape shape = m->shape;
	swap(shape.size, one, other);
	*result = model_new(arena, shape);
	for (size_t i = 0; i < model_count(shape); i++) {
		Place place = model_place(shape, i);
		swap(place.at, one, other);
		result->at[i] = model_at(m, place);
	}
	return true;
}

bool
model_squeeze(Arena *arena, const Model *m, Model *result)
{
	(void)arena;
	*result = *m;
	for (int axis = m->shape.ndim - 1; axis >= 0; axis--)
		if (m->shape.size[axis] == 1)
			remove_axis(&result->shape, axis);
	return true;
}

bool
model_squeeze_axis(Arena *arena, const Model *m, int axis, Model *result)
{
	(void)arena;
	if (!model_axis(m->shape.ndim, &axis))
		return false;
	*result = *m;
	if (m->shape.size[axis] == 1)
		remove_axis(&result->shape, axis);
	return true;
}

bool
model_unsqueeze(Arena *arena, const Model *m, int axis, Model *result)
{
	(void)arena;
	if (m->shape.ndim == TENSOR_MAX_NDIM ||
	    !model_axis(m->shape.ndim + 1, &axis))
		return false;
	*result = *m;
	insert(result->shape.size, result->shape.ndim++, axis, 1);
	return true;
}

bool
model_broadcast(Shape a, Shape b, Shape *result)
{
	*result = a.ndim > b.ndim ? a : b;
	Shape shorter = a.ndim > b.ndim ? b : a;
	int added = result->ndim - shorter.ndim;
	for (int axis = 0; axis < shorter.ndim; axis++) {
		size_t *size = &result->size[axis + added];
		if (*size != shorter.size[axis] && *size != 1 &&
		    shorter.size[axis] != 1)
			return false;
		if (*size == 1)
			*size = shorter.size[axis];
	}
	return true;
}

bool
model_expand(Arena *arena, const Model *m, Shape shape, Model *result)
{
	Shape reached;
	if (!model_broadcast(m->shape, shape, &reached) ||
	    !shape_equal(reached, shape))
		return false;
	*result = model_new(arena, shape);
	int added = shape.ndim - m->shape.ndim;
	for (size_t i = 0; i < model_count(shape); i++) {
		Place wide = model_place(shape, i), place = {{0}};
		for (int axis = 0; axis < m->shape.ndim; axis++)
			if (m->shape.size[axis] != 1)
				place.at[axis] = wide.at[axis + added];
		result->at[i] = model_at(m, place);
	}
	return true;
}

bool
model_reshape(const Model *m, Shape shape, Model *result)
{
	if (model_count(shape) != model_count(m->shape))
		return false;
	*result = (Model){shape, m->at};
	return true;
}

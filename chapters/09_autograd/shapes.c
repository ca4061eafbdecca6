/*
 * Operations of the tape that move elements, or take some of them. The way
 * back of a view is a view; the way back of taking is putting into zeros.
 */
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/09_autograd/record.h"

/* The elements stay in their order: put them back into the shape they had. */
static void
reshape_bwd(const Var *self, Tensor *g)
{
	Var *v = self->input[0];
	pass(v, tensor_reshape(self->tape->arena, g, tensor_shape(v->value)));
}

Var *
var_reshape(Var *v, Shape shape)
{
	REQUIRE_GIVEN(v);
	Tensor *view = tensor_reshape(v->tape->arena, v->value, shape);
	return record("reshape", view, reshape_bwd, v, NULL);
}

Var *
var_squeeze(Var *v)
{
	REQUIRE_GIVEN(v);
	Tensor *view = tensor_squeeze(v->tape->arena, v->value);
	return record("squeeze", view, reshape_bwd, v, NULL);
}

Var *
var_squeeze_axis(Var *v, int axis)
{
	REQUIRE_GIVEN(v);
	Tensor *view = tensor_squeeze_axis(v->tape->arena, v->value, axis);
	return record("squeeze", view, reshape_bwd, v, NULL);
}

Var *
var_unsqueeze(Var *v, int axis)
{
	REQUIRE_GIVEN(v);
	Tensor *view = tensor_unsqueeze(v->tape->arena, v->value, axis);
	return record("unsqueeze", view, reshape_bwd, v, NULL);
}

/* Swapped once more, the axes stand where they stood. */
static void
transpose_bwd(const Var *self, Tensor *g)
{
	pass(self->input[0], tensor_transpose(self->tape->arena, g,
				 self->with.axes[0], self->with.axes[1]));
}

Var *
var_transpose(Var *v, int axis0, int axis1)
{
	REQUIRE_GIVEN(v);
	Tensor *view = tensor_transpose(v->tape->arena, v->value, axis0, axis1);
	Var *out = record("transpose", view, transpose_bwd, v, NULL);
	out->with.axes[0] = axis0;
	out->with.axes[1] = axis1;
	return out;
}

/* What was not taken gets 0. */
static void
select_bwd(const Var *self, Tensor *g)
{
	Arena *arena = self->tape->arena;
	Var *v = self->input[0];
	Tensor *all = tensor_zeros(arena, tensor_shape(v->value)); /* as v */
	tensor_copy(tensor_select(arena, all, self->with.place.axis,
			self->with.place.index),
	    g);
	give(v, all);
}

Var *
var_select(Var *v, int axis, size_t index)
{
	REQUIRE_GIVEN(v);
	Tensor *view = tensor_select(v->tape->arena, v->value, axis, index);
	Var *out = record("select", view, select_bwd, v, NULL);
	out->with.place.axis = axis;
	out->with.place.index = index;
	return out;
}

/* The address of t[row, label of the row]: t (n, c), labels (n,). */
static Real *
picked(const Tensor *t, const Tensor *labels, size_t row)
{
	Real label = *tensor_at(labels, (size_t[]){row});
	return tensor_at(t, (size_t[]){row, (size_t)label});
}

static void
gather_bwd(const Var *self, Tensor *g)
{
	Var *v = self->input[0];
	Tensor *all = tensor_zeros(
	    self->tape->arena, tensor_shape(v->value)); /* (n, c) */
	for (size_t i = 0; i < g->shape[0]; i++)
		*picked(all, self->with.labels, i) = *tensor_at(
		    g, (size_t[]){i});
	give(v, all);
}

Var *
var_gather(Var *v, const Tensor *labels)
{
	REQUIRE_GIVEN(v && labels);
	const Tensor *t = v->value;
	REQUIRE(t->ndim == 2 && labels->ndim == 1 &&
		    t->shape[0] == labels->shape[0],
	    "v %s and labels %s, expected (n, c) and (n,)", SHAPE_TEXT(t),
	    SHAPE_TEXT(labels));
	for (size_t i = 0; i < t->shape[0]; i++) {
		Real label = *tensor_at(labels, (size_t[]){i});
		REQUIRE(label >= 0 && label < (Real)t->shape[1] &&
			    label == (Real)(size_t)label,
		    "label %g of row %zu, expected a whole number below %zu",
		    (double)label, i, t->shape[1]);
	}
	Arena *arena = v->tape->arena;
	Tensor *picks = tensor_new(arena, tensor_shape(labels)); /* (n,) */
	for (size_t i = 0; i < t->shape[0]; i++)
		picks->data[i] = *picked(t, labels, i);
	Var *out = record("gather", picks, gather_bwd, v, NULL);
	out->with.labels = labels;
	return out;
}

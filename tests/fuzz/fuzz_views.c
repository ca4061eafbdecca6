/*
 * Views, broadcasting and reductions: an input is a program, one byte for an
 * operation and some for its arguments, on eight tensors. Each operation is
 * done by the library and by the model (model.h); both must refuse, or both
 * must come to the same shape and, in a view, to the same elements.
 */
#include <setjmp.h>

#include "tests/fuzz/views.h"

enum { MOST_STEPS = 24 };

static jmp_buf refused;
bool legal;

static void
note_refusal(const char *message)
{
	(void)message;
	longjmp(refused, 1);
}

/* An axis, legal or not by one. */
int
any_axis(Program *p, const Pair *from)
{
	int ndim = from->t->ndim;
	return (int)input_below(&p->input, (size_t)(2 * ndim + 2)) - ndim - 1;
}

/* A shape of few elements; zeros are rare. */
static Shape
any_shape(Program *p)
{
	static const size_t sizes[] = {1, 2, 3, 1, 4, 2, 5, 1, 3, 0};
	Shape shape = {.ndim = (int)input_below(&p->input, 6)};
	for (int axis = 0; axis < shape.ndim; axis++)
		shape.size[axis] = sizes[input_below(&p->input, 10)];
	while (model_count(shape) > MODEL_MOST)
		shape.ndim--;
	return shape;
}

/* The same count in other axes: two neighbours become one, or one is cut. */
static Shape
other_shape(Program *p, Shape shape)
{
	size_t axis = input_below(&p->input, TENSOR_MAX_NDIM);
	int at = (int)axis;
	if (at + 1 < shape.ndim) {
		shape.size[at] *= shape.size[at + 1];
		for (int i = at + 1; i + 1 < shape.ndim; i++)
			shape.size[i] = shape.size[i + 1];
		shape.ndim--;
	} else if (shape.ndim > 0 && shape.ndim < TENSOR_MAX_NDIM) {
		size_t *last = &shape.size[shape.ndim - 1];
		size_t by = *last % 2 == 0 ? 2 : *last % 3 == 0 ? 3 : 1;
		*last /= by;
		shape.size[shape.ndim++] = by;
	}
	return shape;
}

/* Every element of a view is the one that the model says. */
static void
check_view(const Tensor *t, const Model *m)
{
	FUZZ_CHECK(shape_equal(tensor_shape(t), m->shape), "shape %s, not %s",
	    SHAPE_TEXT(t), shape_text(m->shape).text);
	for (size_t i = 0; i < model_count(m->shape); i++) {
		Place place = model_place(m->shape, i);
		FUZZ_CHECK(tensor_at(t, place.at) == m->at[i],
		    "element %zu of %s is another", i, SHAPE_TEXT(t));
	}
	bool gaps = false;
	for (size_t i = 0; i < model_count(m->shape); i++)
		gaps = gaps || m->at[i] != m->at[0] + i;
	FUZZ_CHECK(
	    model_count(m->shape) == 0 || tensor_is_contiguous(t) == !gaps,
	    "%s: contiguous %d, but gaps %d", SHAPE_TEXT(t),
	    tensor_is_contiguous(t), gaps);
}

/* A new tensor: its elements lie row by row. */
Model
fresh_model(Arena *arena, const Tensor *t, Shape shape)
{
	FUZZ_CHECK(shape_equal(tensor_shape(t), shape), "shape %s, not %s",
	    SHAPE_TEXT(t), shape_text(shape).text);
	FUZZ_CHECK(tensor_is_contiguous(t), "a new tensor with gaps");
	Model m = model_new(arena, shape);
	for (size_t i = 0; i < model_count(shape); i++)
		m.at[i] = t->data + i;
	return m;
}

static Pair
new_pair(Program *p, Shape shape)
{
	Pair pair = {.t = tensor_new(p->arena, shape)}; /* shape */
	unsigned start = input_byte(&p->input);
	for (size_t i = 0; i < tensor_count(pair.t); i++)
		pair.t->data[i] = (Real)((start + 7 * i) % 31) - 9;
	pair.model = fresh_model(p->arena, pair.t, shape);
	return pair;
}

/* One operation that gives a view. */
static Pair
view(Program *p, const Pair *from, size_t choice)
{
	Arena *arena = p->arena;
	const Model *m = &from->model;
	Pair to = {0};
	int axis = any_axis(p, from), other = any_axis(p, from);
	size_t one = input_below(&p->input, 6), two = input_below(&p->input, 6);
	switch (choice) {
	case 0:
		legal = model_select(arena, m, axis, one, &to.model);
		to.t = tensor_select(arena, from->t, axis, one);
		break;
	case 1:
		legal = model_narrow(arena, m, axis, one, two, &to.model);
		to.t = tensor_narrow(arena, from->t, axis, one, two);
		break;
	case 2:
		legal = model_transpose(arena, m, axis, other, &to.model);
		to.t = tensor_transpose(arena, from->t, axis, other);
		break;
	case 3:
		legal = model_squeeze(arena, m, &to.model);
		to.t = tensor_squeeze(arena, from->t);
		break;
	case 4:
		legal = model_squeeze_axis(arena, m, axis, &to.model);
		to.t = tensor_squeeze_axis(arena, from->t, axis);
		break;
	default:
		legal = model_unsqueeze(arena, m, axis, &to.model);
		to.t = tensor_unsqueeze(arena, from->t, axis);
		break;
	}
	FUZZ_CHECK(legal, "view %zu is done, and must be refused", choice);
	check_view(to.t, &to.model);
	return to;
}

static Pair
expand(Program *p, const Pair *from)
{
	Shape shape = any_shape(p);
	Pair to = {0};
	if (input_below(&p->input, 4)) /* most shapes fit nothing */
		model_broadcast(from->model.shape, shape, &shape);
	if (model_count(shape) > MODEL_MOST)
		return *from;
	legal = model_expand(p->arena, &from->model, shape, &to.model);
	to.t = tensor_expand(p->arena, from->t, shape);
	FUZZ_CHECK(legal, "expanded, and must be refused");
	check_view(to.t, &to.model);
	return to;
}

static void
check_values(const Model *m, const Model *wanted)
{
	for (size_t i = 0; i < model_count(m->shape); i++) {
		Real a = *m->at[i], b = *wanted->at[i];
		FUZZ_CHECK(a == b || (a != a && b != b),
		    "element %zu is %g, not %g", i, (double)a, (double)b);
	}
}

/* A view if there are no gaps, otherwise a copy. */
static Pair
reshape(Program *p, const Pair *from)
{
	Shape shape = input_below(&p->input, 4)
			  ? other_shape(p, from->model.shape)
			  : any_shape(p);
	Pair to = {0};
	legal = model_reshape(&from->model, shape, &to.model);
	to.t = tensor_reshape(p->arena, from->t, shape);
	FUZZ_CHECK(legal, "reshaped, and must be refused");
	if (!tensor_is_contiguous(from->t)) {
		Model copy = fresh_model(p->arena, to.t, shape);
		check_values(&copy, &to.model);
		to.model = copy;
	}
	check_view(to.t, &to.model);
	return to;
}

/* The next operation and its result. */
static Pair
next(Program *p)
{
	size_t choice = input_below(&p->input, 24);
	const Pair *from = &p->pair[input_below(&p->input, TENSORS)];
	const Pair *other = &p->pair[input_below(&p->input, TENSORS)];
	legal = true;
	if (choice < 6)
		return view(p, from, choice);
	if (choice < 8)
		return expand(p, from);
	if (choice < 10)
		return reshape(p, from);
	if (choice < 15)
		return compute(p, from, other, choice - 10);
	if (choice < 19)
		return reduce(p, from, choice - 15);
	return choice < 22 ? view(p, from, choice - 19)
			   : new_pair(p, any_shape(p));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static Program program;
	static int steps;
	program = (Program){.input = {data, size}, .arena = fuzz_arena()};
	for (int i = 0; i < TENSORS; i++)
		program.pair[i] = new_pair(
		    &program, i ? any_shape(&program) : SHAPE(2, 3, 4));
	require_hook = note_refusal;
	for (steps = 0; program.input.left && steps < MOST_STEPS; steps++) {
		if (setjmp(refused) == 0)
			program.pair[steps % TENSORS] = next(&program);
		else
			FUZZ_CHECK(!legal, "refused, and must be done");
	}
	require_hook = NULL;
	return 0;
}

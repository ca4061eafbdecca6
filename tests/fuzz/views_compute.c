/*
 * Broadcasting arithmetic and reductions, done by the library and, element by
 * element, by the model.
 */
#include <math.h>

#include "tests/fuzz/views.h"

typedef Tensor *Operation(Arena *arena, const Tensor *a, const Tensor *b);

static Real
computed(size_t choice, Real a, Real b)
{
	switch (choice) {
	case 0:
		return a + b;
	case 1:
		return a - b;
	case 2:
		return a * b;
	case 3:
		return a != a || b != b ? (Real)NAN : a > b ? a : b;
	default:
		return (Real)(a < b);
	}
}

Pair
compute(Program *p, const Pair *a, const Pair *b, size_t choice)
{
	static Operation *const operation[] = {
	    tensor_add, tensor_sub, tensor_mul, tensor_maximum, tensor_less};
	Shape shape;
	Model wide[2] = {{{0}, NULL}};
	legal = model_broadcast(a->model.shape, b->model.shape, &shape);
	if (legal && model_count(shape) > MODEL_MOST)
		return *a;
	Pair to = {.t = operation[choice](p->arena, a->t, b->t)};
	FUZZ_CHECK(legal, "computed, and must be refused");
	model_expand(p->arena, &a->model, shape, &wide[0]);
	model_expand(p->arena, &b->model, shape, &wide[1]);
	to.model = fresh_model(p->arena, to.t, shape);
	for (size_t i = 0; i < model_count(shape); i++) {
		Real one = *wide[0].at[i], other = *wide[1].at[i];
		Real wanted = computed(choice, one, other);
		Real found = to.t->data[i];
		FUZZ_CHECK(
		    found == wanted || (found != found && wanted != wanted),
		    "operation %zu of %g and %g is %g, not %g", choice,
		    (double)one, (double)other, (double)found, (double)wanted);
	}
	return to;
}

/* Element number k of the row that becomes the element at `place`. */
static Real
row_element(const Model *m, Place place, int axis, size_t k)
{
	for (int i = m->shape.ndim - 1; i > axis; i--)
		place.at[i] = place.at[i - 1];
	place.at[axis] = k;
	return *model_at(m, place);
}

/* Is this the sum (0), the mean (1), the largest (2) or its place (3) of a
   row? The sum may be rounded a little differently. */
static bool
reduces(size_t choice, size_t n, const Real *row, Real found)
{
	size_t best = 0;
	double sum = 0, all = 0;
	for (size_t i = 0; i < n; i++) {
		sum += (double)row[i];
		all += fabs((double)row[i]);
		if (row[best] == row[best] &&
		    (row[i] > row[best] || row[i] != row[i]))
			best = i;
	}
	if (choice == 3)
		return found == (Real)best;
	if (choice == 2)
		return found == row[best] ||
		       (found != found && row[best] != row[best]);
	if (n == 0 && choice == 1)
		return found != found; /* the mean of nothing */
	double scale = choice == 1 ? (double)n : 1, wanted = sum / scale;
	return !(all < 1e30) ||
	       fabs((double)found - wanted) <= 1e-6 * all / scale;
}

Pair
reduce(Program *p, const Pair *from, size_t choice)
{
	typedef Tensor *Reduction(Arena * arena, const Tensor *t, int axis);
	static Reduction *const reduction[] = {
	    tensor_sum, tensor_mean, tensor_max, tensor_argmax};
	int axis = any_axis(p, from), at = axis;
	Shape shape = from->model.shape;
	legal = model_axis(shape.ndim, &at) &&
		(choice < 2 || shape.size[at] > 0);
	Pair to = {.t = reduction[choice](p->arena, from->t, axis)};
	FUZZ_CHECK(legal, "reduced, and must be refused");
	Real row[MODEL_MOST];
	size_t n = shape.size[at];
	shape.ndim--;
	for (int i = at; i < shape.ndim; i++)
		shape.size[i] = shape.size[i + 1];
	to.model = fresh_model(p->arena, to.t, shape);
	for (size_t i = 0; i < model_count(shape); i++) {
		Place place = model_place(shape, i);
		for (size_t k = 0; k < n; k++)
			row[k] = row_element(&from->model, place, at, k);
		FUZZ_CHECK(reduces(choice, n, row, to.t->data[i]),
		    "reduction %zu gives %g", choice, (double)to.t->data[i]);
	}
	return to;
}

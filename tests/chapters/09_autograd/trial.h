/*
 * An operation of the tape on trial: operands of random shapes and strides, a
 * weighted sum of what it gives, and chapter 6's judge for the gradients.
 */
#ifndef TESTS_CHAPTERS_AUTOGRAD_TRIAL_H
#define TESTS_CHAPTERS_AUTOGRAD_TRIAL_H

#include "tests/common/oracle.h"

#include "chapters/06_gradients/judge.h"
#include "chapters/09_autograd/autograd.h"

/* How near we come to a formula in double, to another form of the same
   computation, and to what is measured. */
#ifdef REAL_DOUBLE
static const double near_formula = 1e-14, near_other = 1e-12;
static const double moved = 1e-4, near_slope = 1e-6;
static const double moved_net = 1e-4, near_net_slope = 1e-6;
#else
static const double near_formula = 1e-6, near_other = 1e-5;
static const double moved = 1e-2, near_slope = 2e-2;
/* A relu's kink is seldom within a small step. */
static const double moved_net = 2e-3, near_net_slope = 1e-1;
#endif

enum { LOOKS = 40 };

/* What a trial computes from its operands; `how` is what else it needs. */
typedef Var *Function(Var *const *v, const void *how);

typedef struct {
	Function *function;
	const void *how;
	int count; /* of operands, 1 or 2 */
	Tensor *operand[2];
	bool constant[2]; /* no gradient is asked for */
	bool same;        /* the first operand, one Var, in both places */
	Tensor *weights;  /* as the value; of the sum that is differentiated */
} Trial;

/* Puts the operands on a tape and computes. */
static inline Var *
trial_forward(const Trial *trial, Tape *tape, Var *v[2])
{
	for (int i = 0; i < trial->count; i++)
		v[i] = i && trial->same ? v[0]
		       : trial->constant[i]
			   ? tape_constant(tape, "v", trial->operand[i])
			   : tape_leaf(tape, "v", trial->operand[i]);
	return trial->function(v, trial->how);
}

/* The weighted sum, without the tape's help. A Loss, for the judge. */
static inline double
trial_loss(Arena *arena, void *context)
{
	const Trial *trial = context;
	Var *v[2];
	Var *y = trial_forward(trial, tape_new(arena), v);
	Shape shape = tensor_shape(trial->weights);
	double sum = 0;
	for (size_t i = 0, n = tensor_count(trial->weights); i < n; i++)
		sum += element(y->value, shape, i) *
		       (double)trial->weights->data[i];
	return sum;
}

static inline void
check_right(Judgement judgement)
{
	ck_assert_msg(judgement.right, "%s[%s] is %.17g, not %.17g",
	    judgement.name, judgement.index, judgement.found,
	    judgement.expected);
}

/* Every gradient that was asked for against measured slopes. */
static inline void
check_slopes(Trial *trial)
{
	Claim claims[2];
	int count = 0;
	size_t elements = 0;
	for (int i = 0; i < (trial->same ? 1 : trial->count); i++) {
		Tensor *t = trial->operand[i]; /* any */
		if (trial->constant[i])
			continue;
		claims[count++] = (Claim){i ? "second" : "first", t, t->g};
		elements += tensor_count(t);
	}
	Arena *judges = arena_create("judges");
	Judgement judgement = judge_by_differences(
	    judges, trial_loss, trial, claims, count, LOOKS, moved, near_slope);
	check_right(judgement);
	ck_assert(elements == 0 || judgement.looked > 0);
	arena_destroy(judges);
}

/* Forward and back; the value. Gradients come where they were asked for, and
   nowhere else. */
static inline Tensor *
try(Trial *trial, Random *random)
{
	Tape *tape = tape_new(step);
	Var *v[2];
	Var *y = trial_forward(trial, tape, v);
	trial->weights = tensor_new(step, tensor_shape(y->value));
	random_uniform(random, trial->weights, 0.5, 1.5);
	Var *weights = tape_constant(tape, "weights", trial->weights);
	var_backward(var_sum_all(var_mul(y, weights)));
	for (int i = 0; i < trial->count; i++)
		ck_assert(trial->constant[i] == !trial->operand[i]->g);
	ck_assert(!trial->weights->g && !y->value->g);
	for (const Var *entry = tape->last; entry; entry = entry->before)
		ck_assert(!entry->g);
	check_slopes(trial);
	return y->value;
}

/* Sizes up to 3, ones frequent. */
static inline Shape
small_shape(Random *random, int ndim)
{
	static const size_t sizes[] = {1, 1, 2, 2, 3};
	Shape shape = {.ndim = ndim};
	for (int axis = 0; axis < ndim; axis++)
		shape.size[axis] = sizes[below(random, 5)];
	return shape;
}

/* A shape that broadcasts to `whole`: axes are left out, or become 1. */
static inline Shape
part_of(Random *random, Shape whole)
{
	int left_out = below(random, 2)
			   ? 0
			   : (int)below(random, (size_t)whole.ndim + 1);
	Shape shape = {.ndim = whole.ndim - left_out};
	for (int axis = 0; axis < shape.ndim; axis++)
		shape.size[axis] = below(random, 3)
				       ? whole.size[axis + left_out]
				       : 1;
	return shape;
}

/* A tensor of this shape over memory in which it lies row by row, or turned,
   or with gaps. No element stands for two. */
static inline Tensor *
laid_out(Random *random, Shape shape)
{
	Shape below_it = shape;
	switch (shape.ndim ? below(random, 3) : 0) {
	case 0:
		return tensor_new(step, shape);
	case 1:
		below_it.size[0] = shape.size[shape.ndim - 1];
		below_it.size[shape.ndim - 1] = shape.size[0];
		return tensor_transpose(
		    step, tensor_zeros(step, below_it), 0, -1);
	default:
		below_it.size[below_it.ndim++] = 2;
		return tensor_select(step, tensor_zeros(step, below_it), -1, 1);
	}
}

/* Between 0.5 and 2; with `signs`, of either sign. */
static inline Tensor *
draw(Random *random, Shape shape, bool signs)
{
	Tensor *rows = tensor_new(step, shape); /* shape */
	random_uniform(random, rows, 0.5, 2);
	for (size_t i = 0, n = tensor_count(rows); signs && i < n; i++)
		if (below(random, 2))
			rows->data[i] = -rows->data[i];
	Tensor *t = laid_out(random, shape); /* shape */
	tensor_copy(t, rows);
	return t;
}

#endif

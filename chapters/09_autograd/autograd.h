/*
 * Chapter 9's module: a tape. Operations on Vars compute at once and record
 * themselves; var_backward walks the record from its end to its beginning.
 *
 * Protocol, for each step of a training loop:
 *
 *     Tape *tape = tape_new(step);
 *     Var *w = tape_leaf(tape, "w", net.w);       its gradient is asked for
 *     Var *x = tape_constant(tape, "x", images);  its gradient is not
 *     Var *loss = var_mean_all(var_pow(var_matmul(x, w), 2));
 *     var_backward(loss);                         adds to net.w->g
 *     arena_reset(step);
 *
 * As in PyTorch: gradients are added to what is there; only leaves keep one,
 * unless var_keep_gradient asks; a second backward over the same record is a
 * mistake, unless the first was var_backward_keeping.
 *
 * Ownership: the tape, its Vars, their values and the gradients on their way
 * live in the arena of the tape and end with its reset. A leaf's tensor belongs
 * to whoever made it, and its gradient lives where it lives.
 */
#ifndef CHAPTERS_AUTOGRAD_H
#define CHAPTERS_AUTOGRAD_H

#include "chapters/06_gradients/gradients.h"
#include "common/handgrad.h"

typedef struct Var Var;

/* The record of what was computed, the latest last. */
typedef struct {
	Arena *arena;
	Var *last;
	size_t count; /* Vars on the tape */
} Tape;

enum { VAR_MAX_INPUTS = 2 };

/* One entry: a value, and how it came to be. */
struct Var {
	Tensor *value;
	const char *name; /* a leaf's own, or the operation's: "matmul" */
	Tape *tape;
	size_t number;              /* its place on the tape, from 0 */
	Var *before;                /* the entry recorded before it */
	Var *input[VAR_MAX_INPUTS]; /* what it was computed from, or NULL */
	/* Gives the gradient of value on to the inputs; NULL: a leaf. */
	void (*bwd)(const Var *self, Tensor *g);
	union { /* what some operations need besides */
		int axis;
		int axes[2];
		double exponent;
		struct {
			int axis;
			size_t index;
		} place;
		const Tensor *labels; /* (n,) */
	} with;
	bool wanted;   /* a gradient flows through it */
	bool keeps;    /* and stays in value->g */
	bool spent;    /* a backward has used it up */
	Tensor *g;     /* while backward is under way: what has come so far */
	bool g_is_own; /* and nobody else has that tensor */
};

Tape *tape_new(Arena *arena);

/* A tensor whose gradient is asked for; one whose gradient is not. Names are
   not copied. */
Var *tape_leaf(Tape *tape, const char *name, Tensor *value);
Var *tape_constant(Tape *tape, const char *name, Tensor *value);

/* Adds dL/dv to the gradient of every leaf v that `loss`, one number, was
   computed from. Uses the record up. */
void var_backward(Var *loss);
/* The same, and the record may be walked again. */
void var_backward_keeping(Var *loss);

/* The gradient that backward has left in the value. Requires that there is
   one: v is a leaf, or keeps it, and the loss was computed from it. */
Tensor *var_gradient(const Var *v);

/* Asks for the gradient of a Var that is no leaf, before backward. */
void var_keep_gradient(Var *v);

/* Forgets a leaf's gradient; the next backward starts afresh. */
void var_zero_gradient(Var *v);

/* The same value as a constant: backward does not pass. */
Var *var_detach(Var *v);

/* a + b, a - b, a * b, a / b, with broadcasting. */
Var *var_add(Var *a, Var *b);
Var *var_sub(Var *a, Var *b);
Var *var_mul(Var *a, Var *b);
Var *var_div(Var *a, Var *b);

/* a (n, k) @ b (k, m). */
Var *var_matmul(Var *a, Var *b);

/* Element by element: -v, v^exponent, e^v, ln v, square root, max(v, 0),
   1 / (1 + e^-v), tanh v. */
Var *var_neg(Var *v);
Var *var_pow(Var *v, double exponent);
Var *var_exp(Var *v);
Var *var_log(Var *v);
Var *var_sqrt(Var *v);
Var *var_relu(Var *v);
Var *var_sigmoid(Var *v);
Var *var_tanh(Var *v);

/* The same elements in another shape: common/views.h. */
Var *var_transpose(Var *v, int axis0, int axis1);
Var *var_reshape(Var *v, Shape shape);
Var *var_squeeze(Var *v);
Var *var_squeeze_axis(Var *v, int axis);
Var *var_unsqueeze(Var *v, int axis);

/* Some of the elements: v[..., index, ...]; and v[i, labels[i]] of v (n, c)
   and labels (n,), whole numbers from 0 to c - 1. */
Var *var_select(Var *v, int axis, size_t index);
Var *var_gather(Var *v, const Tensor *labels);

/* Along an axis, which disappears; over all, (). The gradient of max goes to
   the first of equals. */
Var *var_sum(Var *v, int axis);
Var *var_mean(Var *v, int axis);
Var *var_max(Var *v, int axis);
Var *var_sum_all(Var *v);
Var *var_mean_all(Var *v);

/* ln(e^v / sum of e^v) along the rows of v (n, c), without overflow. */
Var *var_log_softmax(Var *v);

/* Chapters 2 and 3 on the tape, whose own sources need no backward: x w + b,
   with w (inputs, outputs) and b (outputs,) as leaves; and the mean of
   (output - target)^2, output (n, 1), target (n,) as a constant. */
Var *var_linear(Var *x, Tensor *w, Tensor *b);
Var *var_mse(Var *output, Tensor *target);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define tape_new(...) CALLED(tape_new(__VA_ARGS__))
#define tape_leaf(...) CALLED(tape_leaf(__VA_ARGS__))
#define tape_constant(...) CALLED(tape_constant(__VA_ARGS__))
#define var_backward(...) CALLED(var_backward(__VA_ARGS__))
#define var_backward_keeping(...) CALLED(var_backward_keeping(__VA_ARGS__))
#define var_gradient(...) CALLED(var_gradient(__VA_ARGS__))
#define var_keep_gradient(...) CALLED(var_keep_gradient(__VA_ARGS__))
#define var_detach(...) CALLED(var_detach(__VA_ARGS__))
#define var_add(...) CALLED(var_add(__VA_ARGS__))
#define var_sub(...) CALLED(var_sub(__VA_ARGS__))
#define var_mul(...) CALLED(var_mul(__VA_ARGS__))
#define var_div(...) CALLED(var_div(__VA_ARGS__))
#define var_matmul(...) CALLED(var_matmul(__VA_ARGS__))
#define var_neg(...) CALLED(var_neg(__VA_ARGS__))
#define var_pow(...) CALLED(var_pow(__VA_ARGS__))
#define var_exp(...) CALLED(var_exp(__VA_ARGS__))
#define var_log(...) CALLED(var_log(__VA_ARGS__))
#define var_sqrt(...) CALLED(var_sqrt(__VA_ARGS__))
#define var_relu(...) CALLED(var_relu(__VA_ARGS__))
#define var_sigmoid(...) CALLED(var_sigmoid(__VA_ARGS__))
#define var_tanh(...) CALLED(var_tanh(__VA_ARGS__))
#define var_transpose(...) CALLED(var_transpose(__VA_ARGS__))
#define var_reshape(...) CALLED(var_reshape(__VA_ARGS__))
#define var_squeeze(...) CALLED(var_squeeze(__VA_ARGS__))
#define var_squeeze_axis(...) CALLED(var_squeeze_axis(__VA_ARGS__))
#define var_unsqueeze(...) CALLED(var_unsqueeze(__VA_ARGS__))
#define var_select(...) CALLED(var_select(__VA_ARGS__))
#define var_gather(...) CALLED(var_gather(__VA_ARGS__))
#define var_sum(...) CALLED(var_sum(__VA_ARGS__))
#define var_mean(...) CALLED(var_mean(__VA_ARGS__))
#define var_max(...) CALLED(var_max(__VA_ARGS__))
#define var_sum_all(...) CALLED(var_sum_all(__VA_ARGS__))
#define var_mean_all(...) CALLED(var_mean_all(__VA_ARGS__))
#define var_log_softmax(...) CALLED(var_log_softmax(__VA_ARGS__))
#define var_linear(...) CALLED(var_linear(__VA_ARGS__))
#define var_mse(...) CALLED(var_mse(__VA_ARGS__))
#endif

#endif

/*
 * Three layers, from the inside out: the formula for one element, the loop
 * over a row, the walk over all rows.
 *
 * A row kernel is `row_loop` with a formula inlined; so each operation is one
 * line of mathematics, and the compiler makes vectors of it. Operations of
 * one tensor are operations of two with a parameter, or nothing that matters,
 * in the second place.
 */
#include "common/elementwise.h"

#include <math.h>
#include <tgmath.h>

#include "common/broadcast.h"
#include "common/parallel.h"
#include "common/require.h"
#include "common/walk.h"

enum { PIECE = 1 << 13 }; /* elements that one core takes at a time */

/* One row: n elements; a stride is in elements, 0 repeats one element. */
typedef void RowKernel(size_t n, Real *out, size_t out_stride, const Real *a,
    size_t a_stride, const Real *b, size_t b_stride);

/* out[i] = formula(a[i], b[i]), with a loop of its own for the strides that
   the compiler can make vectors of. */
static inline __attribute__((always_inline)) void
row_loop(size_t n, Real *out, size_t out_stride, const Real *a, size_t a_stride,
    const Real *b, size_t b_stride, Real (*formula)(Real, Real))
{
	if (out_stride == 1 && a_stride == 1 && b_stride == 1) {
		for (size_t i = 0; i < n; i++)
			out[i] = formula(a[i], b[i]);
	} else if (out_stride == 1 && a_stride == 1 && b_stride == 0) {
		Real fixed = *b;
		for (size_t i = 0; i < n; i++)
			out[i] = formula(a[i], fixed);
	} else if (out_stride == 1 && a_stride == 0 && b_stride == 1) {
		Real fixed = *a;
		for (size_t i = 0; i < n; i++)
			out[i] = formula(fixed, b[i]);
	} else {
		for (size_t i = 0; i < n; i++)
			out[i * out_stride] = formula(
			    a[i * a_stride], b[i * b_stride]);
	}
}

/* Defines the formula `name` of elements a and b, and its kernel name_row. */
#define FORMULA(name, expression) \
	static inline Real name(Real a, Real b) \
	{ \
		(void)b; \
		return expression; \
	} \
	static void name##_row(size_t n, Real *out, size_t out_stride, \
	    const Real *a, size_t a_stride, const Real *b, size_t b_stride) \
	{ \
		row_loop(n, out, out_stride, a, a_stride, b, b_stride, name); \
	}

/* The formulas. `a != a` asks for NaN, which a comparison would lose. */
FORMULA(add, a + b)
FORMULA(sub, a - b)
FORMULA(mul, (a * b))
FORMULA(divide, a / b)
FORMULA(maximum, a >= b || a != a ? a : b)
FORMULA(minimum, a <= b || a != a ? a : b)
FORMULA(greater, a > b)
FORMULA(greater_equal, a >= b)
FORMULA(less, a < b)
FORMULA(less_equal, a <= b)
FORMULA(equal, a == b)
FORMULA(not_equal, a != b)
FORMULA(gate, a <= 0 ? 0 : b)
FORMULA(same, a)
FORMULA(negative, -a)
FORMULA(exponential, exp(a))
FORMULA(logarithm, log(a))
FORMULA(square_root, sqrt(a))
FORMULA(over_root, 1 / sqrt(a))
FORMULA(absolute, fabs(a))
FORMULA(tangent, tanh(a))
FORMULA(power, pow(a, b))

/* An operation under way: what the pieces need to know. */
typedef struct {
	RowKernel *kernel;
	Real *out;
	const Real *a, *b;
	Walk walk;
	size_t pieces_per_row; /* of long rows: several to a row */
	size_t rows_per_piece; /* of short rows: several to a piece */
} Job;

/* n elements of a row, from `start` on. */
static void
do_row(const Job *job, size_t row, size_t start, size_t n)
{
	const Walk *walk = &job->walk;
	int last = walk->ndim - 1;
	size_t stride[WALK_MAX_OPERANDS] = {0}, offset[WALK_MAX_OPERANDS];
	for (int operand = 0; operand < 3; operand++)
		stride[operand] = last < 0 ? 0 : walk->stride[operand][last];
	walk_row(walk, row, offset);
	job->kernel(n, job->out + offset[0] + start * stride[0], stride[0],
	    job->a + offset[1] + start * stride[1], stride[1],
	    job->b + offset[2] + start * stride[2], stride[2]);
}

/* Piece i of the work: some whole rows, or PIECE elements of a long one. */
static void
do_piece(void *context, size_t i)
{
	const Job *job = context;
	size_t row = i / job->pieces_per_row * job->rows_per_piece;
	size_t end = row + job->rows_per_piece;
	size_t start = i % job->pieces_per_row * PIECE;
	size_t n = job->walk.row_length - start;
	if (n > PIECE)
		n = PIECE;
	if (end > job->walk.rows)
		end = job->walk.rows;
	for (; row < end; row++)
		do_row(job, row, start, n);
}

/* Writes kernel(a, b) to `out`; a and b broadcast to its shape. */
static void
elementwise_into(
    Tensor *out, RowKernel *kernel, const Tensor *a, const Tensor *b)
{
	Shape shape = tensor_shape(out);
	size_t a_stride[TENSOR_MAX_NDIM], b_stride[TENSOR_MAX_NDIM];
	broadcast_strides(a, shape, a_stride);
	broadcast_strides(b, shape, b_stride);
	const size_t *const strides[] = {out->stride, a_stride, b_stride};
	Job job = {.kernel = kernel,
	    .out = out->data,
	    .a = a->data,
	    .b = b->data,
	    .walk = walk_new(shape, 3, strides)};

	size_t count = tensor_count(out);
	if (!count)
		return;
	size_t length = job.walk.row_length;
	job.pieces_per_row = (length + PIECE - 1) / PIECE;
	job.rows_per_piece = length < PIECE ? PIECE / length : 1;
	size_t groups = (job.walk.rows + job.rows_per_piece - 1) /
			job.rows_per_piece;
	parallel_for(groups * job.pieces_per_row, count, do_piece, &job);
}

/* A new tensor kernel(a, b) of the broadcast shape. */
static Tensor *
elementwise(Arena *arena, const char *operation, RowKernel *kernel,
    const Tensor *a, const Tensor *b)
{
	REQUIRE_GIVEN_IN(operation, arena && a && b);
	Shape shape;
	REQUIRE_IN(operation,
	    broadcast_shape(tensor_shape(a), tensor_shape(b), &shape),
	    "shapes %s and %s do not broadcast", SHAPE_TEXT(a), SHAPE_TEXT(b));
	Tensor *out = tensor_new(arena, shape); /* shape */
	elementwise_into(out, kernel, a, b);
	return out;
}

/* A new tensor kernel(t, parameter), the parameter the same everywhere. */
static Tensor *
elementwise_unary(Arena *arena, const char *operation, RowKernel *kernel,
    const Tensor *t, double parameter)
{
	REQUIRE_GIVEN_IN(operation, arena && t);
	Tensor *out = tensor_new(arena, tensor_shape(t)); /* as t */
	Real value = (Real)parameter;
	Tensor scalar = {.data = &value}; /* () */
	elementwise_into(out, kernel, t, &scalar);
	return out;
}

Tensor *
tensor_add(Arena *arena, const Tensor *a, const Tensor *b)
{
	return elementwise(arena, __func__, add_row, a, b);
}

Tensor *
tensor_sub(Arena *arena, const Tensor *a, const Tensor *b)
{
	return elementwise(arena, __func__, sub_row, a, b);
}

Tensor *
tensor_mul(Arena *arena, const Tensor *a, const Tensor *b)
{
	return elementwise(arena, __func__, mul_row, a, b);
}

Tensor *
tensor_div(Arena *arena, const Tensor *a, const Tensor *b)
{
	return elementwise(arena, __func__, divide_row, a, b);
}

Tensor *
tensor_maximum(Arena *arena, const Tensor *a, const Tensor *b)
{
	return elementwise(arena, __func__, maximum_row, a, b);
}

Tensor *
tensor_minimum(Arena *arena, const Tensor *a, const Tensor *b)
{
	return elementwise(arena, __func__, minimum_row, a, b);
}

Tensor *
tensor_greater(Arena *arena, const Tensor *a, const Tensor *b)
{
	return elementwise(arena, __func__, greater_row, a, b);
}

Tensor *
tensor_greater_equal(Arena *arena, const Tensor *a, const Tensor *b)
{
	return elementwise(arena, __func__, greater_equal_row, a, b);
}

Tensor *
tensor_less(Arena *arena, const Tensor *a, const Tensor *b)
{
	return elementwise(arena, __func__, less_row, a, b);
}

Tensor *
tensor_less_equal(Arena *arena, const Tensor *a, const Tensor *b)
{
	return elementwise(arena, __func__, less_equal_row, a, b);
}

Tensor *
tensor_equal(Arena *arena, const Tensor *a, const Tensor *b)
{
	return elementwise(arena, __func__, equal_row, a, b);
}

Tensor *
tensor_not_equal(Arena *arena, const Tensor *a, const Tensor *b)
{
	return elementwise(arena, __func__, not_equal_row, a, b);
}

Tensor *
tensor_gate(Arena *arena, const Tensor *gate, const Tensor *t)
{
	return elementwise(arena, __func__, gate_row, gate, t);
}

Tensor *
tensor_neg(Arena *arena, const Tensor *t)
{
	return elementwise_unary(arena, __func__, negative_row, t, 0);
}

Tensor *
tensor_exp(Arena *arena, const Tensor *t)
{
	return elementwise_unary(arena, __func__, exponential_row, t, 0);
}

Tensor *
tensor_log(Arena *arena, const Tensor *t)
{
	return elementwise_unary(arena, __func__, logarithm_row, t, 0);
}

Tensor *
tensor_sqrt(Arena *arena, const Tensor *t)
{
	return elementwise_unary(arena, __func__, square_root_row, t, 0);
}

Tensor *
tensor_abs(Arena *arena, const Tensor *t)
{
	return elementwise_unary(arena, __func__, absolute_row, t, 0);
}

Tensor *
tensor_tanh(Arena *arena, const Tensor *t)
{
	return elementwise_unary(arena, __func__, tangent_row, t, 0);
}

Tensor *
tensor_pow(Arena *arena, const Tensor *t, double exponent)
{
	if (exponent == 2)
		return elementwise(arena, __func__, mul_row, t, t);
	if (exponent == 0.5) /* pow is another for -0 and -infinity */
		return elementwise_unary(
		    arena, __func__, square_root_row, t, 0);
	if (exponent == -0.5)
		return elementwise_unary(arena, __func__, over_root_row, t, 0);
	return elementwise_unary(arena, __func__, power_row, t, exponent);
}

Tensor *
tensor_clamp_min(Arena *arena, const Tensor *t, double low)
{
	return elementwise_unary(arena, __func__, maximum_row, t, low);
}

Tensor *
tensor_clamp(Arena *arena, const Tensor *t, double low, double high)
{
	REQUIRE(low <= high, "low %g is above high %g", low, high);
	Tensor *clamped = elementwise_unary(
	    arena, __func__, maximum_row, t, low); /* as t */
	Real value = (Real)high;
	Tensor scalar = {.data = &value}; /* () */
	elementwise_into(clamped, minimum_row, clamped, &scalar);
	return clamped;
}

void
tensor_copy(Tensor *to, const Tensor *from)
{
	REQUIRE_GIVEN(to && from);
	REQUIRE(shape_equal(tensor_shape(to), tensor_shape(from)), "%s into %s",
	    SHAPE_TEXT(from), SHAPE_TEXT(to));
	Real nothing = 0;
	Tensor scalar = {.data = &nothing}; /* () */
	elementwise_into(to, same_row, from, &scalar);
}

/*
 * A reduction walks over the results; behind each stands a line of elements,
 * `length` of them, `step` apart. One kernel runs along the line. Sums down
 * the columns of a matrix add up whole rows side by side, because memory is
 * read row by row: some columns at a time, or, where the columns are long and
 * few, some rows at a time, in parts that are summed at the end.
 */
#include "common/reduce.h"

#include <math.h>

#include "common/parallel.h"
#include "common/require.h"
#include "common/tall.h"
#include "common/views.h"
#include "common/walk.h"

enum {
	LANES = 8,     /* sums that run side by side, to keep the adders busy */
	COLUMNS = 128, /* results that one core takes at a time */
	TALL = 1 << 10,   /* columns of this length are cut into parts, */
	NARROW = 1 << 12, /* if there are no more of them than this */
	PARTS = 32,
};

/* The sum of a line, in an order that depends on its length alone. */
static inline __attribute__((always_inline)) double
line_sum_by(const Real *line, size_t length, size_t step)
{
	double lane[LANES] = {0};
	size_t i = 0;
	for (; i + LANES <= length; i += LANES)
		for (size_t j = 0; j < LANES; j++)
			lane[j] += (double)line[(i + j) * step];
	for (size_t j = 0; i + j < length; j++)
		lane[j] += (double)line[(i + j) * step];
	return ((lane[0] + lane[1]) + (lane[2] + lane[3])) +
	       ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

/* The same, with code of its own for a line without gaps. */
static double
line_sum(const Real *line, size_t length, size_t step)
{
	return step == 1 ? line_sum_by(line, length, 1)
			 : line_sum_by(line, length, step);
}

/* The index of the largest of a line; the first NaN if there is one. */
static size_t
line_argmax(const Real *line, size_t length, size_t step)
{
	size_t best = 0;
	for (size_t i = 0; i < length; i++) {
		Real value = line[i * step];
		if (isnan(value))
			return i;
		if (value > line[best * step])
			best = i;
	}
	return best;
}

/* A reduction along one axis under way. */
typedef struct {
	const Real *data; /* of the tensor that is reduced */
	Real *out;
	size_t length, step; /* of the axis */
	double divisor;      /* sums are divided by it: 1, or the length */
	Walk walk;           /* over the results: out, data */
	size_t pieces_per_row;
} Job;

/* The piece's place in the walk: its results and what stands behind them. */
typedef struct {
	size_t n;
	Real *out;
	const Real *line;
	size_t out_stride, line_stride;
} Piece;

static Piece
piece_at(const Job *job, size_t i, size_t size)
{
	const Walk *walk = &job->walk;
	size_t offset[WALK_MAX_OPERANDS];
	walk_row(walk, i / job->pieces_per_row, offset);
	size_t start = i % job->pieces_per_row * size;
	int last = walk->ndim - 1;
	Piece piece = {.n = walk->row_length - start,
	    .out_stride = last < 0 ? 0 : walk->stride[0][last],
	    .line_stride = last < 0 ? 0 : walk->stride[1][last]};
	if (piece.n > size)
		piece.n = size;
	piece.out = job->out + offset[0] + start * piece.out_stride;
	piece.line = job->data + offset[1] + start * piece.line_stride;
	return piece;
}

static void
sum_lines(void *context, size_t i)
{
	const Job *job = context;
	Piece piece = piece_at(job, i, COLUMNS);
	for (size_t j = 0; j < piece.n; j++)
		piece.out[j * piece.out_stride] =
		    (Real)(line_sum(piece.line + j * piece.line_stride,
			       job->length, job->step) /
			   job->divisor);
}

/* Neighbouring results have neighbouring lines: add row to row. */
static void
sum_columns(void *context, size_t i)
{
	const Job *job = context;
	Piece piece = piece_at(job, i, COLUMNS);
	double sum[COLUMNS] = {0};
	for (size_t k = 0; k < job->length; k++) {
		const Real *row = piece.line + k * job->step;
		for (size_t j = 0; j < piece.n; j++)
			sum[j] += (double)row[j];
	}
	for (size_t j = 0; j < piece.n; j++)
		piece.out[j * piece.out_stride] = (Real)(sum[j] / job->divisor);
}

static void
max_lines(void *context, size_t i)
{
	const Job *job = context;
	Piece piece = piece_at(job, i, COLUMNS);
	for (size_t j = 0; j < piece.n; j++) {
		const Real *line = piece.line + j * piece.line_stride;
		size_t best = line_argmax(line, job->length, job->step);
		piece.out[j * piece.out_stride] = line[best * job->step];
	}
}

static void
argmax_lines(void *context, size_t i)
{
	const Job *job = context;
	Piece piece = piece_at(job, i, COLUMNS);
	for (size_t j = 0; j < piece.n; j++)
		piece.out[j * piece.out_stride] = (Real)line_argmax(
		    piece.line + j * piece.line_stride, job->length, job->step);
}

/* A new tensor without `axis`, filled by a kernel: `lines`, or `columns`
   where that reads memory in order. */
static Tensor *
reduce(Arena *arena, const Tensor *t, int axis, double divisor,
    void (*lines)(void *, size_t), void (*columns)(void *, size_t))
{
	/* The results' shape, and the strides of the lines behind them. */
	Shape shape = {.ndim = t->ndim - 1};
	size_t stride[TENSOR_MAX_NDIM];
	for (int to = 0; to < shape.ndim; to++) {
		int from = to < axis ? to : to + 1;
		shape.size[to] = t->shape[from];
		stride[to] = t->stride[from];
	}
	Tensor *out = tensor_new(arena, shape); /* t without `axis` */
	const size_t *const strides[] = {out->stride, stride};
	Job job = {.data = t->data,
	    .out = out->data,
	    .length = t->shape[axis],
	    .step = t->stride[axis],
	    .divisor = divisor,
	    .walk = walk_new(shape, 2, strides)};

	const Walk *walk = &job.walk;
	bool side_by_side = columns && walk->ndim > 0 &&
			    walk->stride[1][walk->ndim - 1] == 1 &&
			    job.step != 1;
	if (side_by_side && walk->rows == 1 &&
	    tall(walk->row_length, job.length)) {
		tall_sums(arena, out->data, t->data, walk->row_length,
		    job.length, job.step, divisor);
		return out;
	}
	job.pieces_per_row = (walk->row_length + COLUMNS - 1) / COLUMNS;
	if (tensor_count(out))
		parallel_for(walk->rows * job.pieces_per_row,
		    tensor_count(out) * (job.length + 1),
		    side_by_side ? columns : lines, &job);
	return out;
}

Tensor *
tensor_sum(Arena *arena, const Tensor *t, int axis)
{
	axis = tensor_axis(__func__, t, axis);
	return reduce(arena, t, axis, 1, sum_lines, sum_columns);
}

Tensor *
tensor_mean(Arena *arena, const Tensor *t, int axis)
{
	axis = tensor_axis(__func__, t, axis);
	return reduce(
	    arena, t, axis, (double)t->shape[axis], sum_lines, sum_columns);
}

Tensor *
tensor_max(Arena *arena, const Tensor *t, int axis)
{
	axis = tensor_axis(__func__, t, axis);
	REQUIRE(t->shape[axis] > 0, "axis %d of shape %s is empty", axis,
	    SHAPE_TEXT(t));
	return reduce(arena, t, axis, 1, max_lines, NULL);
}

Tensor *
tensor_argmax(Arena *arena, const Tensor *t, int axis)
{
	axis = tensor_axis(__func__, t, axis);
	REQUIRE(t->shape[axis] > 0, "axis %d of shape %s is empty", axis,
	    SHAPE_TEXT(t));
	REQUIRE((double)t->shape[axis] <= 1 / (double)REAL_EPSILON,
	    "%zu indices do not all fit in a " REAL_NAME, t->shape[axis]);
	return reduce(arena, t, axis, 1, argmax_lines, NULL);
}

/* The walk over all of t, for one operand. */
static Walk
walk_all(const Tensor *t)
{
	const size_t *const strides[] = {t->stride};
	return walk_new(tensor_shape(t), 1, strides);
}

double
tensor_sum_all(const Tensor *t)
{
	REQUIRE_GIVEN(t);
	if (!tensor_count(t))
		return 0;
	Walk walk = walk_all(t);
	size_t step = walk.ndim ? walk.stride[0][walk.ndim - 1] : 1;
	double sum = 0;
	for (size_t row = 0; row < walk.rows; row++) {
		size_t offset[WALK_MAX_OPERANDS];
		walk_row(&walk, row, offset);
		sum += line_sum(t->data + offset[0], walk.row_length, step);
	}
	return sum;
}

double
tensor_mean_all(const Tensor *t)
{
	REQUIRE_GIVEN(t);
	return tensor_sum_all(t) / (double)tensor_count(t);
}

/* The largest of all, and its place counted row by row. */
typedef struct {
	size_t index;
	Real value;
} Largest;

static Largest
largest(const char *operation, const Tensor *t)
{
	REQUIRE_GIVEN_IN(operation, t);
	REQUIRE_IN(
	    operation, tensor_count(t) > 0, "shape %s is empty", SHAPE_TEXT(t));
	Walk walk = walk_all(t);
	size_t step = walk.ndim ? walk.stride[0][walk.ndim - 1] : 1;
	Largest best = {0, *t->data};
	for (size_t row = 0; row < walk.rows && !isnan(best.value); row++) {
		size_t offset[WALK_MAX_OPERANDS];
		walk_row(&walk, row, offset);
		const Real *line = t->data + offset[0];
		size_t i = line_argmax(line, walk.row_length, step);
		Real value = line[i * step];
		if (value > best.value || isnan(value))
			best = (Largest){row * walk.row_length + i, value};
	}
	return best;
}

Real
tensor_max_all(const Tensor *t)
{
	return largest(__func__, t).value;
}

size_t
tensor_argmax_all(const Tensor *t)
{
	return largest(__func__, t).index;
}

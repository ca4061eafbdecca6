#include "common/update.h"

#include "common/parallel.h"
#include "common/require.h"
#include "common/walk.h"

enum { PIECE = 1 << 11 }; /* elements that one core takes at a time */

/* An update under way. */
typedef struct {
	Real *to;
	const Real *from;
	Real keep, factor;
	Walk walk;             /* to, from */
	size_t pieces_per_row; /* of long rows */
} Job;

/* Piece i: a row, or some of a long one. */
static void
do_piece(void *context, size_t i)
{
	const Job *job = context;
	const Walk *walk = &job->walk;
	size_t offset[WALK_MAX_OPERANDS];
	walk_row(walk, i / job->pieces_per_row, offset);
	size_t start = i % job->pieces_per_row * PIECE;
	size_t n = walk->row_length - start < PIECE ? walk->row_length - start
						    : PIECE;
	size_t to_step = walk->ndim ? walk->stride[0][walk->ndim - 1] : 1;
	size_t step = walk->ndim ? walk->stride[1][walk->ndim - 1] : 1;
	Real *to = job->to + offset[0] + start * to_step;
	const Real *from = job->from + offset[1] + start * step;
	if (to_step == 1 && step == 1)
		for (size_t j = 0; j < n; j++)
			to[j] = job->keep * to[j] + job->factor * from[j];
	else
		for (size_t j = 0; j < n; j++)
			to[j * to_step] = job->keep * to[j * to_step] +
					  job->factor * from[j * step];
}

void
tensor_update(Tensor *to, double keep, double factor, const Tensor *from)
{
	REQUIRE_GIVEN(to && from);
	Shape shape = tensor_shape(to);
	REQUIRE(shape_equal(shape, tensor_shape(from)), "%s into %s",
	    SHAPE_TEXT(from), SHAPE_TEXT(to));
	if (!tensor_count(to))
		return;
	const size_t *const strides[] = {to->stride, from->stride};
	Job job = {.to = to->data,
	    .from = from->data,
	    .keep = (Real)keep,
	    .factor = (Real)factor,
	    .walk = walk_new(shape, 2, strides)};
	job.pieces_per_row = (job.walk.row_length + PIECE - 1) / PIECE;
	parallel_for(job.walk.rows * job.pieces_per_row, tensor_count(to),
	    do_piece, &job);
}

/* A tensor being filled. */
typedef struct {
	Real *to;
	size_t count;
	Real value;
} Fill;

/* The same cut as an update's, so that each core fills what it will add to. */
static void
fill_piece(void *context, size_t i)
{
	const Fill *fill = context;
	Real *to = fill->to + i * PIECE, value = fill->value;
	size_t left = fill->count - i * PIECE, n = left < PIECE ? left : PIECE;
	for (size_t j = 0; j < n; j++)
		to[j] = value;
}

void
tensor_fill(Tensor *to, double value)
{
	REQUIRE_GIVEN(to);
	REQUIRE(
	    tensor_is_contiguous(to), "%s is not contiguous", SHAPE_TEXT(to));
	Fill fill = {to->data, tensor_count(to), (Real)value};
	parallel_for(
	    (fill.count + PIECE - 1) / PIECE, fill.count, fill_piece, &fill);
}

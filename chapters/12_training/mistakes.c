#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/12_training/mistakes.h"

#include "chapters/10_cross_entropy/cross_entropy.h"
#include "common/output.h"

enum { SIDE = 28, WORST = 12 };

static void
require_rows(const char *operation, const Tensor *rows, const Tensor *labels)
{
	REQUIRE_GIVEN_IN(operation, rows && labels);
	REQUIRE_IN(operation,
	    rows->ndim == 2 && labels->ndim == 1 &&
		rows->shape[0] == labels->shape[0],
	    "rows %s and labels %s, expected (n, c) and (n,)", SHAPE_TEXT(rows),
	    SHAPE_TEXT(labels));
}

static size_t
label_of(const Tensor *labels, size_t row, size_t classes)
{
	Real label = *tensor_at(labels, (size_t[]){row});
	REQUIRE_IN("label",
	    label >= 0 && label < (Real)classes && label == (Real)(size_t)label,
	    "%g of row %zu, expected 0 to %zu", (double)label, row,
	    classes - 1);
	return (size_t)label;
}

static size_t
guess_of(const Tensor *rows, size_t row)
{
	Tensor line = *rows; /* (c,): one row, without a place in an arena */
	line.ndim = 1;
	line.shape[0] = rows->shape[1];
	line.stride[0] = rows->stride[1];
	line.data += row * rows->stride[0];
	return tensor_argmax_all(&line);
}

Tensor *
confusion_matrix(Arena *arena, const Tensor *preds, const Tensor *labels)
{
	require_rows(__func__, preds, labels);
	size_t classes = preds->shape[1];
	Tensor *matrix = tensor_zeros(
	    arena, SHAPE(classes, classes)); /* (c, c) */
	for (size_t i = 0; i < preds->shape[0]; i++) {
		size_t place[] = {
		    label_of(labels, i, classes), guess_of(preds, i)};
		*tensor_at(matrix, place) += 1;
	}
	return matrix;
}

/* The log-probability of the row's own label. */
static Real
of_label(const Tensor *log_probabilities, const Tensor *labels, size_t row)
{
	size_t label = label_of(labels, row, log_probabilities->shape[1]);
	return *tensor_at(log_probabilities, (size_t[]){row, label});
}

size_t
worst_mistakes(const Tensor *log_probabilities, const Tensor *labels,
    size_t count, size_t *worst)
{
	require_rows(__func__, log_probabilities, labels);
	size_t found = 0;
	for (size_t i = 0; i < log_probabilities->shape[0]; i++) {
		size_t label = label_of(labels, i, log_probabilities->shape[1]);
		if (guess_of(log_probabilities, i) == label)
			continue;
		Real value = of_label(log_probabilities, labels, i);
		size_t at = found < count ? found++ : count;
		for (; at > 0; at--) {
			Real before = of_label(
			    log_probabilities, labels, worst[at - 1]);
			if (before <= value)
				break;
			if (at < count)
				worst[at] = worst[at - 1];
		}
		if (at < count)
			worst[at] = i;
	}
	return found;
}

bool
write_confusion(const char *folder, const Tensor *matrix, Error *error)
{
	Output output;
	if (!output_open_in(&output, folder, "12_confusion.tsv", error))
		return false;
	for (size_t i = 0; i < matrix->shape[0]; i++)
		for (size_t j = 0; j < matrix->shape[1]; j++)
			fprintf(output.file, "%zu\t%zu\t%g\n", i, j,
			    (double)*tensor_at(matrix, (size_t[]){i, j}));
	return output_commit(&output, error);
}

enum { ACROSS = 6, WIDE = SIDE + 4, HIGH = SIDE + 8 };

/* The grey at a place of the sheet on which the images lie, six in a row. */
static double
sheet_at(
    const Tensor *images, const size_t *rows, size_t count, size_t x, size_t y)
{
	size_t place = y / HIGH * ACROSS + x / WIDE;
	if (place >= count || x % WIDE >= SIDE || y % HIGH >= SIDE)
		return 0;
	size_t pixel = y % HIGH * SIDE + x % WIDE;
	return (double)*tensor_at(images, (size_t[]){rows[place], pixel});
}

bool
write_worst(const char *folder, const Tensor *images,
    const Tensor *log_probabilities, const Tensor *labels, Error *error)
{
	size_t worst[WORST];
	size_t count = worst_mistakes(log_probabilities, labels, WORST, worst);
	Output output;
	if (!output_open_in(&output, folder, "12_worst.tsv", error))
		return false;
	for (size_t y = 0; y < WORST / ACROSS * HIGH; y++)
		for (size_t x = 0; x < ACROSS * WIDE; x++)
			fprintf(output.file, "%zu\t%zu\t%.3f\n", x, y,
			    sheet_at(images, worst, count, x, y));
	fprintf(output.file, "\n\n"); /* the texts are a block of their own */
	for (size_t i = 0; i < count; i++)
		fprintf(output.file, "%zu\t%zu\t%zu, not %zu\n",
		    i % ACROSS * WIDE + SIDE / 2, i / ACROSS * HIGH + SIDE + 3,
		    label_of(labels, worst[i], 10),
		    guess_of(log_probabilities, worst[i]));
	return output_commit(&output, error);
}

#include "common/npy.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "common/bytes.h"

enum { SHOWN = 16 }; /* bytes of a bad header in a message */

/* More elements than this no tensor has, and no zip member. */
static const size_t most_elements = UINT32_MAX & SIZE_MAX / 16;

static const double real_max = sizeof(Real) == sizeof(float) ? (double)FLT_MAX
							     : DBL_MAX;

/* What is being read, and what its header has said so far. */
typedef struct {
	const char *path, *name;
	Error *error;
	const unsigned char *bytes;
	size_t at, end; /* where we are in the header, and where it ends */

	Shape shape;
	size_t item; /* bytes of an element */
	bool big;    /* the highest byte first */
} Npy;

/* The header is not as expected here: says what stands there instead. */
static bool
unexpected(const Npy *npy, const char *expected)
{
	char found[SHOWN + 3] = "its end";
	size_t length = 0;
	for (size_t at = npy->at; at < npy->end && length < SHOWN; at++) {
		if (npy->bytes[at] < ' ' || npy->bytes[at] > '~')
			break;
		found[++length] = (char)npy->bytes[at];
	}
	if (length) {
		found[0] = found[length + 1] = '`';
		found[length + 2] = '\0';
	} else if (npy->at < npy->end) {
		snprintf(found, sizeof found, "byte 0x%02x",
		    (unsigned)npy->bytes[npy->at]);
	}
	return error_set(npy->error,
	    "%s: '%s': byte %zu of the header: expected %s, found %s",
	    npy->path, npy->name, npy->at, expected, found);
}

static void
skip_spaces(Npy *npy)
{
	while (npy->at < npy->end &&
	       (npy->bytes[npy->at] == ' ' || npy->bytes[npy->at] == '\n'))
		npy->at++;
}

/* If `word` comes next, steps over it and the spaces behind. */
static bool
accept(Npy *npy, const char *word)
{
	size_t length = strlen(word);
	if (npy->end - npy->at < length ||
	    memcmp(npy->bytes + npy->at, word, length) != 0)
		return false;
	npy->at += length;
	skip_spaces(npy);
	return true;
}

static bool
read_type(Npy *npy)
{
	npy->big = accept(npy, "'>f4'");
	if (npy->big || accept(npy, "'<f4'")) {
		npy->item = 4;
		return true;
	}
	npy->item = 8;
	npy->big = accept(npy, "'>f8'");
	return npy->big || accept(npy, "'<f8'") ||
	       unexpected(npy, "'<f4', '<f8', '>f4' or '>f8'");
}

static bool
read_order(Npy *npy)
{
	if (accept(npy, "True"))
		return error_set(npy->error,
		    "%s: '%s': Fortran order, expected rows (C order)",
		    npy->path, npy->name);
	return accept(npy, "False") || unexpected(npy, "False or True");
}

static bool
read_size(Npy *npy, size_t *size)
{
	size_t start = npy->at;
	*size = 0;
	for (; npy->at < npy->end; npy->at++) {
		unsigned digit = npy->bytes[npy->at] - (unsigned)'0';
		if (digit > 9)
			break;
		if (*size > (most_elements - digit) / 10)
			return error_set(npy->error,
			    "%s: '%s': size on axis %d, more than %zu",
			    npy->path, npy->name, npy->shape.ndim,
			    most_elements);
		*size = *size * 10 + digit;
	}
	if (npy->at == start)
		return unexpected(npy, "a size or ')'");
	skip_spaces(npy);
	return true;
}

/* (), (3,), (3, 4), (3, 4,), but not (3), which is a number. */
static bool
read_shape(Npy *npy)
{
	Shape *shape = &npy->shape;
	if (!accept(npy, "("))
		return unexpected(npy, "'('");
	while (!accept(npy, ")")) {
		if (shape->ndim == TENSOR_MAX_NDIM)
			return error_set(npy->error,
			    "%s: '%s': more than %d axes", npy->path, npy->name,
			    TENSOR_MAX_NDIM);
		if (!read_size(npy, &shape->size[shape->ndim]))
			return false;
		shape->ndim++;
		if (accept(npy, ","))
			continue;
		if (shape->ndim == 1)
			return unexpected(npy, "','");
		return accept(npy, ")") || unexpected(npy, "',' or ')'");
	}
	return true;
}

/* One of the three keys and its value; `seen` has a bit for each. */
static bool
read_item(Npy *npy, unsigned *seen)
{
	static const struct {
		const char *key;
		bool (*read)(Npy *npy);
	} items[] = {{"'descr'", read_type}, {"'fortran_order'", read_order},
	    {"'shape'", read_shape}};
	for (unsigned i = 0; i < 3; i++) {
		if (*seen & 1u << i || !accept(npy, items[i].key))
			continue;
		*seen |= 1u << i;
		if (!accept(npy, ":"))
			return unexpected(npy, "':'");
		return items[i].read(npy);
	}
	return unexpected(npy, "'descr', 'fortran_order' or 'shape', once");
}

static bool
read_dictionary(Npy *npy)
{
	unsigned seen = 0;
	skip_spaces(npy);
	if (!accept(npy, "{"))
		return unexpected(npy, "'{'");
	while (seen != 7) {
		if (!read_item(npy, &seen))
			return false;
		if (!accept(npy, ",") && seen != 7)
			return unexpected(npy, "','");
	}
	if (!accept(npy, "}"))
		return unexpected(npy, "'}'");
	return npy->at == npy->end || unexpected(npy, "its end");
}

/* Finds the header and reads it. */
static bool
read_header(Npy *npy, size_t size)
{
	if (size < NPY_PREFIX)
		return error_set(npy->error,
		    "%s: '%s': ends at byte %zu of at least %d", npy->path,
		    npy->name, size, NPY_PREFIX);
	if (memcmp(npy->bytes, NPY_MAGIC, NPY_MAGIC_SIZE) != 0)
		return error_set(npy->error,
		    "%s: '%s': does not begin as .npy format 1.0 does",
		    npy->path, npy->name);
	npy->at = NPY_PREFIX;
	npy->end = NPY_PREFIX +
		   (size_t)get_little(npy->bytes + NPY_MAGIC_SIZE, 2);
	if (npy->end > size)
		return error_set(npy->error,
		    "%s: '%s': ends at byte %zu, its header at byte %zu",
		    npy->path, npy->name, size, npy->end);
	return read_dictionary(npy);
}

/* Requires that the shape takes exactly the bytes that are left. An empty
   tensor may be no larger along its other axes than a full one. */
static bool
check_size(const Npy *npy, size_t left)
{
	size_t count = 1, most = most_elements;
	for (int axis = 0; axis < npy->shape.ndim; axis++) {
		size_t size = npy->shape.size[axis];
		if (size > most)
			return error_set(npy->error,
			    "%s: '%s': shape %s is too large", npy->path,
			    npy->name, shape_text(npy->shape).text);
		most /= size ? size : 1;
		count *= size;
	}
	if (left / npy->item == count && left % npy->item == 0)
		return true;
	return error_set(npy->error,
	    "%s: '%s': %zu bytes of elements, expected %zu of %zu bytes each "
	    "for shape %s",
	    npy->path, npy->name, left, count, npy->item,
	    shape_text(npy->shape).text);
}

/* Each element, converted to Real; its bits are kept if it is one already. */
static bool
read_elements(const Npy *npy, Tensor *t)
{
	const unsigned char *next = npy->bytes + npy->end;
	for (size_t i = 0, n = tensor_count(t); i < n; i++, next += npy->item) {
		uint64_t bits = npy->big ? get_big(next, npy->item)
					 : get_little(next, npy->item);
		if (npy->item == 4) {
			float value;
			memcpy(&value, &(uint32_t){(uint32_t)bits}, 4);
			t->data[i] = (Real)value;
			continue;
		}
		double value;
		memcpy(&value, &bits, 8);
		if (fabs(value) > real_max && !isinf(value))
			return error_set(npy->error,
			    "%s: '%s': element %zu is %g, out of the range of "
			    "%s",
			    npy->path, npy->name, i, value, REAL_NAME);
		t->data[i] = (Real)value;
	}
	return true;
}

bool
npy_get(Arena *arena, const char *path, const char *name,
    const unsigned char *bytes, size_t size, Tensor **tensor, Error *error)
{
	Npy npy = {.path = path, .name = name, .error = error, .bytes = bytes};
	if (!read_header(&npy, size) || !check_size(&npy, size - npy.end))
		return false;
	*tensor = tensor_new(arena, npy.shape);
	return read_elements(&npy, *tensor);
}

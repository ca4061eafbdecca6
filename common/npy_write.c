#include "common/npy.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "common/bytes.h"
#include "common/views.h"

enum {
	ALIGNMENT = 64, /* of the elements */
	MOST_TEXT = 64 + sizeof(ShapeText),
};

#ifdef REAL_DOUBLE
typedef uint64_t RealBits;
#else
typedef uint32_t RealBits;
#endif

static int
header_text(const Tensor *t, char text[MOST_TEXT])
{
	return snprintf(text, MOST_TEXT,
	    "{'descr': '<f%zu', 'fortran_order': False, 'shape': %s, }",
	    sizeof(Real), SHAPE_TEXT(t));
}

/* Where the elements begin, behind a text of this length and a newline. */
static size_t
elements_begin(int text_length)
{
	size_t end = NPY_PREFIX + (size_t)text_length + 1;
	return (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

size_t
npy_size(const Tensor *t)
{
	char text[MOST_TEXT];
	return elements_begin(header_text(t, text)) +
	       tensor_count(t) * sizeof(Real);
}

void
npy_put(unsigned char *to, Arena *scratch, const Tensor *t)
{
	char text[MOST_TEXT];
	int length = header_text(t, text);
	size_t begin = elements_begin(length), count = tensor_count(t);
	memcpy(to, NPY_MAGIC, NPY_MAGIC_SIZE);
	put_little(to + NPY_MAGIC_SIZE, 2, begin - NPY_PREFIX);
	memset(to + NPY_PREFIX, ' ', begin - NPY_PREFIX);
	memcpy(to + NPY_PREFIX, text, (size_t)length);
	to[begin - 1] = '\n';

	const Tensor *row = tensor_reshape(scratch, t, SHAPE(count)); /* all */
	unsigned char *next = to + begin;
	for (size_t i = 0; i < count; i++) {
		RealBits bits;
		memcpy(&bits, row->data + i, sizeof bits);
		next = put_little(next, sizeof bits, bits);
	}
}

/*
 * tensor_index: the notebooks' square brackets, as text.
 *
 *     t1[None, :, 0]      tensor_index(step, t1, "None, :, 0")
 *
 * Each item between commas is one view operation on the axis that we stand
 * at; the text is read once, from left to right.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/require.h"
#include "common/views.h"

/* The text, what is left of it, and the view so far. */
typedef struct {
	const char *text, *rest;
	Arena *arena;
	const Tensor *original;
	Tensor *view; /* so far */
	int axis;     /* the axis of `view` that the next item speaks of */
} Cursor;

#define REQUIRE_TEXT(cursor, condition, what) \
	REQUIRE_IN("tensor_index", condition, \
	    "\"%s\" at '%s' on shape %s: %s", (cursor)->text, (cursor)->rest, \
	    SHAPE_TEXT((cursor)->original), what)

static void
skip_spaces(Cursor *cursor)
{
	while (isspace((unsigned char)*cursor->rest))
		cursor->rest++;
}

/* If `word` comes next, steps over it. */
static bool
accept(Cursor *cursor, const char *word)
{
	skip_spaces(cursor);
	size_t length = strlen(word);
	if (strncmp(cursor->rest, word, length) != 0)
		return false;
	cursor->rest += length;
	skip_spaces(cursor);
	return true;
}

/* A whole number, if one comes next; negative ones count from the end. */
static bool
number(Cursor *cursor, size_t size, size_t *value)
{
	const char *digits = cursor->rest + (*cursor->rest == '-');
	if (!isdigit((unsigned char)*digits))
		return false;
	char *end;
	errno = 0;
	unsigned long long parsed = strtoull(digits, &end, 10);
	bool negative = *cursor->rest == '-';
	REQUIRE_TEXT(cursor, !errno && parsed <= size, "out of range");
	*value = negative && parsed > 0 ? size - (size_t)parsed
					: (size_t)parsed;
	cursor->rest = end;
	skip_spaces(cursor);
	return true;
}

/* One item: None, a number, or a range. */
static void
item(Cursor *cursor)
{
	if (accept(cursor, "None")) {
		cursor->view = tensor_unsqueeze(
		    cursor->arena, cursor->view, cursor->axis++);
		return;
	}
	REQUIRE_TEXT(
	    cursor, cursor->axis < cursor->view->ndim, "no axis is left");
	size_t size = cursor->view->shape[cursor->axis];
	size_t start = 0, stop = size;
	bool has_start = number(cursor, size, &start);
	if (!accept(cursor, ":")) {
		REQUIRE_TEXT(
		    cursor, has_start, "expected None, a number or a range");
		REQUIRE_TEXT(cursor, start < size, "out of range");
		cursor->view = tensor_select(
		    cursor->arena, cursor->view, cursor->axis, start);
		return;
	}
	number(cursor, size, &stop);
	REQUIRE_TEXT(cursor, start <= stop, "the range ends before it starts");
	cursor->view = tensor_narrow(
	    cursor->arena, cursor->view, cursor->axis++, start, stop - start);
}

Tensor *
tensor_index(Arena *arena, const Tensor *t, const char *text)
{
	REQUIRE_GIVEN(arena && t && text);
	Cursor cursor = {.text = text,
	    .rest = text,
	    .arena = arena,
	    .original = t,
	    .view = tensor_view(arena, t)};
	skip_spaces(&cursor);
	do
		item(&cursor);
	while (accept(&cursor, ","));
	REQUIRE_TEXT(&cursor, *cursor.rest == '\0', "expected a comma");
	return cursor.view;
}

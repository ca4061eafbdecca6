/*
 * What the tests of pictures share. They stand in a folder of their own
 * (tests/files.h).
 */
#ifndef TESTS_CHAPTERS_PICTURES_H
#define TESTS_CHAPTERS_PICTURES_H

#include "tests/files.h"

/* A picture as text, in the arena `step`. */
static inline const char *
read_picture(const char *path)
{
	return (const char *)read_whole(path).at;
}

/* How often the text has this part. */
static inline int
count_of(const char *text, const char *part)
{
	int count = 0;
	while ((text = strstr(text, part))) {
		count++;
		text += strlen(part);
	}
	return count;
}

/* The picture's texts in their order, each in brackets; in `step`. */
static inline const char *
texts_of(const char *picture)
{
	size_t room = strlen(picture) + 1, used = 0;
	char *texts = arena_alloc(step, room, 1);
	for (const char *at = picture; (at = strstr(at, "<text "));) {
		const char *text = strchr(at, '>') + 1;
		at = strstr(text, "</text>");
		used += (size_t)snprintf(texts + used, room - used, "[%.*s]",
		    (int)(at - text), text);
	}
	return texts;
}

/* Asserts that drawing (an expression with `error`) into a folder that is not
   there fails with this text, and leaves nothing open. */
#define ck_draws_nowhere(expected, drawing) \
	do { \
		Error error = {"not set"}; \
		int before = open_descriptors(); \
		ck_assert(!(drawing)); \
		ck_assert_str_eq(error.text, expected); \
		ck_assert(!exists("nowhere")); \
		ck_assert_int_eq(open_descriptors(), before); \
	} while (0)

#endif

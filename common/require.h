/*
 * REQUIRE: what the programmer did wrong (shapes that do not fit, an index
 * out of range, backward before forward). Always on. It says
 *
 *     chapters/02_forward/main.c:31: tensor_matmul: (2, 3) @ (4, 5): ...
 *
 * (the caller's file and line, the operation, the shapes) on stderr, and
 * aborts, so that gdb stops on the spot.
 *
 * Whose line? A reader wants the line that called the library, not one inside
 * it. common/callers.h makes every call note its place here; inside common/
 * nothing notes, so the place stays the reader's. (If an argument of a call is
 * a call of your own function, the lines in there are noted later, and named.
 * gdb's `up` has the truth.)
 */
#ifndef COMMON_REQUIRE_H
#define COMMON_REQUIRE_H

#include "common/error.h"

/* Aborts with a message unless `condition` holds. */
#define REQUIRE(condition, ...) REQUIRE_IN(__func__, condition, __VA_ARGS__)

/* The same for a helper that checks on behalf of another operation. */
#define REQUIRE_IN(operation, condition, ...) \
	((condition) ? (void)0 : require_failed(operation, __VA_ARGS__))

/* Requires that none of some pointers is NULL: REQUIRE_GIVEN(x && w). */
#define REQUIRE_GIVEN(pointers) REQUIRE_GIVEN_IN(__func__, pointers)
#define REQUIRE_GIVEN_IN(operation, pointers) \
	REQUIRE_IN(operation, pointers, "NULL given, expected %s", #pointers)

/* Where the library was last called from. */
typedef struct {
	const char *file;
	int line;
} RequireCaller;

extern RequireCaller require_caller;

static inline void
require_note_caller(const char *file, int line)
{
	require_caller.file = file;
	require_caller.line = line;
}

/* If set, gets the message instead of stderr; it must not return (a test
   longjmps out of it). One message: "file:line: operation: what". */
extern void (*require_hook)(const char *message);

_Noreturn void require_failed(const char *operation, const char *format, ...)
    PRINTF_LIKE(2, 3);

#endif

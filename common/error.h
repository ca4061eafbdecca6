/*
 * Error: what the world did wrong (a file, a size, an argument).
 *
 * Protocol: a function that can meet the world returns bool and takes an
 * `Error *` last. On false the Error holds one line without a newline: path,
 * offset, what was expected, what was found. The library never prints it;
 * main does, and exits with status 1. A programmer's mistake is another
 * matter: see require.h.
 */
#ifndef COMMON_ERROR_H
#define COMMON_ERROR_H

#include <stdbool.h>

#ifdef __GNUC__
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))
#else
#define PRINTF_LIKE(at, first)
#endif

typedef struct {
	char text[4096]; /* room for two long paths */
} Error;

/* Writes the message, cut to fit, and returns false, so that a failure is one
   line: `return error_set(error, "%s: ...", path);` */
bool error_set(Error *error, const char *format, ...) PRINTF_LIKE(2, 3);

#endif

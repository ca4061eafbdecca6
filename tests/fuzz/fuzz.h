/*
 * Fuzzing: whatever the bytes are, the code lives and keeps its promises.
 *
 * A target is a file fuzz_NAME.c with one function, which gets an input and
 * returns; to return is to pass. libFuzzer calls it with inputs that reach new
 * code; runner.c, where there is no libFuzzer, with those of corpus/NAME and
 * changes of them. What must hold, the target says with FUZZ_CHECK.
 *
 * Ownership: the arena and the files that are handed out are emptied when the
 * next input asks for them.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stdint.h>

#include "common/handgrad.h"

enum { FUZZ_MOST = 4096 }; /* bytes of an input */

/* The target. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Says what does not hold, and aborts. */
#define FUZZ_CHECK(condition, ...) \
	((condition) ? (void)0 : fuzz_failed(__FILE__, __LINE__, __VA_ARGS__))
_Noreturn void fuzz_failed(const char *file, int line, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* An empty arena. */
Arena *fuzz_arena(void);

/* The path of a file of this name, with these bytes, in a folder that is
   removed at the end. At most four names. */
const char *fuzz_file(const char *name, const void *bytes, size_t size);

/* Requires one line that begins with the path, and nothing unprintable. */
void fuzz_check_error(const char *line, const char *path);

/* What is left of an input, taken from the front. */
typedef struct {
	const uint8_t *at;
	size_t left;
} Input;

/* The next byte; 0 where none is left. */
static inline unsigned
input_byte(Input *input)
{
	if (input->left == 0)
		return 0;
	input->left--;
	return *input->at++;
}

/* A number in 0 .. n-1, from one byte. */
static inline size_t
input_below(Input *input, size_t n)
{
	return input_byte(input) % n;
}

#endif

/*
 * Changed inputs: the same corpus, seed and number give the same bytes.
 */
#ifndef TESTS_FUZZ_CHANGE_H
#define TESTS_FUZZ_CHANGE_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
	char path[1024];
	uint8_t *bytes;
	size_t size;
} Sample;

typedef struct {
	Sample *sample;
	size_t count;
} Corpus;

/* Input `number` into `bytes`, room for FUZZ_MOST; returns its size. First
   come the samples as they are, then samples changed in a few places. */
size_t change(const Corpus *corpus, size_t seed, size_t number, uint8_t *bytes);

#endif

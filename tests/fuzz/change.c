#define MODULE_SOURCE
#include "tests/fuzz/change.h"

#include <string.h>

#include "tests/fuzz/fuzz.h"

typedef struct {
	uint64_t state;
	uint8_t *bytes;
	size_t size;
} Change;

/* Splitmix: every start gives another stream, so each number has its own. */
static uint64_t
draw(Change *c)
{
	uint64_t z = c->state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static size_t
below(Change *c, size_t n)
{
	return (size_t)(draw(c) % n);
}

/* Makes room for up to `length` bytes at `at`; returns how many. */
static size_t
open_gap(Change *c, size_t at, size_t length)
{
	if (length > FUZZ_MOST - c->size)
		length = FUZZ_MOST - c->size;
	memmove(c->bytes + at + length, c->bytes + at, c->size - at);
	c->size += length;
	return length;
}

static void
cut(Change *c)
{
	size_t at = below(c, c->size + 1);
	size_t length = below(c, c->size - at + 1);
	if (below(c, 4))
		length = length < 4 ? length : 1 + below(c, 4);
	memmove(c->bytes + at, c->bytes + at + length, c->size - at - length);
	c->size -= length;
}

/* Puts a part of a sample in between. */
static void
splice(Change *c, const Corpus *corpus)
{
	const Sample *from = &corpus->sample[below(c, corpus->count)];
	size_t begin = below(c, from->size + 1);
	size_t length = below(c, from->size - begin + 1);
	if (below(c, 2))
		length = length < 8 ? length : 1 + below(c, 8);
	size_t at = below(c, c->size + 1);
	length = open_gap(c, at, length);
	memcpy(c->bytes + at, from->bytes + begin, length);
}

static void
put_byte(Change *c)
{
	size_t at = below(c, c->size + 1);
	if (open_gap(c, at, 1))
		c->bytes[at] = (uint8_t)draw(c);
}

/* A number that tends to hurt, of one, two or four bytes. */
static void
put_number(Change *c)
{
	static const uint32_t numbers[] = {0, 1, 0x7f, 0x80, 0xff, 0xffff,
	    0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, 10, 34};
	size_t length = (size_t)1 << below(c, 3);
	uint32_t number = numbers[below(c, sizeof numbers / sizeof *numbers)];
	if (c->size < length)
		return;
	size_t at = below(c, c->size - length + 1);
	bool big = below(c, 2);
	for (size_t i = 0; i < length; i++)
		c->bytes[at + i] = (uint8_t)(number >>
					     8 * (big ? length - 1 - i : i));
}

static void
change_once(Change *c, const Corpus *corpus)
{
	size_t choice = below(c, 6);
	if (choice == 0)
		cut(c);
	else if (choice == 1)
		splice(c, corpus);
	else if (choice == 2)
		put_byte(c);
	else if (choice == 3)
		put_number(c);
	else if (c->size && choice == 4)
		c->bytes[below(c, c->size)] = (uint8_t)draw(c);
	else if (c->size)
		c->bytes[below(c, c->size)] ^= (uint8_t)(1 << below(c, 8));
}

size_t
change(const Corpus *corpus, size_t seed, size_t number, uint8_t *bytes)
{
	Change c = {.state = seed * UINT64_C(0x5851f42d4c957f2d) + number,
	    .bytes = bytes};
	bool as_it_is = number < corpus->count;
	const Sample *sample =
	    &corpus->sample[as_it_is ? number : below(&c, corpus->count)];
	memcpy(bytes, sample->bytes, sample->size);
	c.size = sample->size;
	for (size_t n = as_it_is ? 0 : 1 + below(&c, 5); n > 0; n--)
		change_once(&c, corpus);
	return c.size;
}

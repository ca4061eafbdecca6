#include "common/inflate.h"

#include <string.h>

#include "common/bytes.h"
#include "common/inflate_codes.h"

enum {
	WINDOW = 1 << 15, /* copies come from this far back at most */
	MARGIN = 48,      /* that a quick copy needs behind it */
};

typedef struct {
	BitReader bits;
	unsigned char *start, *out, *end;
	BlockCodes codes;
} Inflater;

static inline void
copy_eight(unsigned char *to, const unsigned char *from)
{
	uint64_t eight;
	memcpy(&eight, from, 8);
	memcpy(to, &eight, 8);
}

/* Repeats `length` bytes from `distance` back, eight at a time. What is less
   than eight back repeats itself: each copy doubles the distance. Most copies
   are short: the first steps are not worth a question. Returns the end; less
   than MARGIN bytes after it have been overwritten. */
static inline unsigned char *
repeat(unsigned char *out, size_t length, size_t distance)
{
	const unsigned char *from = out - distance;
	unsigned char *end = out + length;
	for (; distance < 8; distance *= 2) {
		copy_eight(out, from);
		out += distance;
	}
	for (int step = 0; step < 4; step++, out += 8, from += 8)
		copy_eight(out, from);
	for (; out < end; out += 8, from += 8)
		copy_eight(out, from);
	return end;
}

/* The same, without touching the bytes behind. */
static unsigned char *
repeat_exactly(unsigned char *out, size_t length, size_t distance)
{
	for (size_t i = 0; i < length; i++, out++)
		*out = *(out - distance);
	return out;
}

/* Unpacks literals and copies up to the end of the block. One refill is
   enough for a length and its distance: 15 + 5 + 15 + 13 bits. */
static bool
unpack_symbols(Inflater *inflater)
{
	/* In registers: a byte that is written could change all else. */
	BitReader bits = inflater->bits;
	unsigned char *out = inflater->out, *const end = inflater->end;
	Symbol symbol;
	for (;;) {
		if (!bits_refill(&bits))
			return false;
		symbol = code_take(&inflater->codes.lengths, &bits);
		if (symbol.kind == LITERAL) {
			if (out == end)
				return false;
			*out++ = (unsigned char)symbol.value;
			continue;
		}
		if (symbol.kind >= END_OF_BLOCK)
			break;
		size_t length = symbol.value + bits_take(&bits, symbol.kind);
		Symbol back = code_take(&inflater->codes.distances, &bits);
		if (back.kind == BAD)
			return false;
		size_t distance = back.value + bits_take(&bits, back.kind);
		size_t room = (size_t)(end - out);
		if (distance > (size_t)(out - inflater->start) || length > room)
			return false;
		out = room - length >= MARGIN
			  ? repeat(out, length, distance)
			  : repeat_exactly(out, length, distance);
	}
	inflater->bits = bits;
	inflater->out = out;
	return symbol.kind == END_OF_BLOCK;
}

/* Gives back the whole bytes that are not yet taken, and drops the rest of
   the one that is. */
static void
go_to_byte(BitReader *bits)
{
	bits->next -= bits->count / 8;
	bits->bits = 0;
	bits->count = 0;
}

/* A block that is stored as it is: its size, the size's complement, bytes. */
static bool
copy_stored(Inflater *inflater)
{
	BitReader *bits = &inflater->bits;
	go_to_byte(bits);
	if (bits->next > bits->end || bits->end - bits->next < 4)
		return false;
	size_t size = (size_t)get_little(bits->next, 2);
	size_t complement = (size_t)get_little(bits->next + 2, 2);
	bits->next += 4;
	if (size != (complement ^ 0xffff) ||
	    size > (size_t)(bits->end - bits->next) ||
	    size > (size_t)(inflater->end - inflater->out))
		return false;
	memcpy(inflater->out, bits->next, size);
	inflater->out += size;
	bits->next += size;
	return true;
}

/* Unpacks one block; *last gets whether it is the last. */
static bool
unpack_block(Inflater *inflater, bool *last)
{
	BitReader *bits = &inflater->bits;
	if (!bits_refill(bits))
		return false;
	*last = bits_take(bits, 1);
	switch (bits_take(bits, 2)) {
	case 0:
		return copy_stored(inflater);
	case 1:
		return codes_fixed(&inflater->codes) &&
		       unpack_symbols(inflater);
	case 2:
		return codes_read(&inflater->codes, bits) &&
		       unpack_symbols(inflater);
	default:
		return false;
	}
}

static bool
unpack_blocks(Inflater *inflater, atomic_size_t *settled)
{
	for (bool last = false; !last;) {
		if (!unpack_block(inflater, &last))
			return false;
		size_t done = (size_t)(inflater->out - inflater->start);
		if (done > WINDOW)
			atomic_store_explicit(
			    settled, done - WINDOW, memory_order_release);
	}
	go_to_byte(&inflater->bits);
	return inflater->bits.next == inflater->bits.end &&
	       inflater->out == inflater->end;
}

bool
inflate_stream(const unsigned char *packed, size_t packed_size,
    unsigned char *to, size_t size, atomic_size_t *settled)
{
	Inflater inflater = {
	    .bits = {.next = packed, .end = packed + packed_size},
	    .start = to,
	    .out = to,
	    .end = to + size};
	bool good = unpack_blocks(&inflater, settled);
	atomic_store_explicit(
	    settled, good ? size : INFLATE_FAILED, memory_order_release);
	return good;
}

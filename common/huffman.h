/*
 * Huffman codes as DEFLATE writes them, and the bits that they are read from.
 *
 * A code of DEFLATE is given by the length of each symbol's code alone (RFC
 * 1951, 3.2.2). To decode, the next TABLE_BITS bits are looked up in a table:
 * it holds each short code at all places that begin with it. Longer codes are
 * rare; they are found bit by bit.
 */
#ifndef COMMON_HUFFMAN_H
#define COMMON_HUFFMAN_H

#include <stdbool.h>
#include <stdint.h>

enum {
	LONGEST_CODE = 15,
	TABLE_BITS = 10,
	MOST_SYMBOLS = 288,
};

/* What a code stands for. */
typedef struct {
	uint16_t value;
	uint8_t kind;
	uint8_t length; /* of the code, in bits; 0: not in the table */
} Symbol;

typedef struct {
	Symbol table[1 << TABLE_BITS];
	Symbol sorted[MOST_SYMBOLS]; /* by code: the shorter first */
	int count[LONGEST_CODE + 1]; /* of the codes of each length */
} Code;

/* Makes the code in which symbols[i] has a code of lengths[i] bits, 0 if it
   has none. False if too many codes are that short, or too few. */
bool code_build(Code *code, const Symbol *symbols, const uint8_t *lengths,
    int symbol_count);

/* The bits from `next` to `end`, each byte's lowest first. The eight bytes
   after `end` must be readable. */
typedef struct {
	const unsigned char *next, *end;
	uint64_t bits; /* the next ones, the first of them lowest */
	int count; /* of these; negative if more were taken than there are */
} BitReader;

/* The number in eight bytes, the lowest first. Compilers make one load of it;
   of a loop, gcc does not. */
static inline uint64_t
bits_of_eight(const unsigned char *at)
{
	return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 |
	       (uint64_t)at[3] << 24 | (uint64_t)at[4] << 32 |
	       (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 |
	       (uint64_t)at[7] << 56;
}

/* Makes at least 56 bits ready, as far as there are any. False if more were
   taken than there were. */
static inline bool
bits_refill(BitReader *reader)
{
	if (reader->count < 0)
		return false;
	if (reader->next <= reader->end) {
		reader->bits |= bits_of_eight(reader->next) << reader->count;
		reader->next += (unsigned)(63 - reader->count) / 8;
		reader->count |= 56;
	}
	return true;
}

static inline void
bits_drop(BitReader *reader, int count)
{
	reader->bits >>= count;
	reader->count -= count;
}

static inline unsigned
bits_take(BitReader *reader, int count)
{
	unsigned value = (unsigned)(reader->bits & ((1u << count) - 1));
	bits_drop(reader, count);
	return value;
}

/* Takes a code that is longer than TABLE_BITS. */
Symbol code_find_long(const Code *code, uint64_t bits);

/* Takes one code. */
static inline Symbol
code_take(const Code *code, BitReader *reader)
{
	Symbol symbol = code->table[reader->bits & ((1u << TABLE_BITS) - 1)];
	if (symbol.length == 0)
		symbol = code_find_long(code, reader->bits);
	bits_drop(reader, symbol.length);
	return symbol;
}

#endif

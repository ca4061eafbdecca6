#include "common/inflate.h"

#include <string.h>

#include "common/bytes.h"
#include "common/huffman.h"

enum {
	WINDOW = 1 << 15, /* copies come from this far back at most */
	LONGEST_COPY = 258,
	MARGIN = 48,
	LENGTHS = 257, /* the symbol of the shortest copy */
	MOST_LENGTHS = 286,
	MOST_DISTANCES = 30,
	CODE_LENGTHS = 19,
};

/* The kind of a symbol that stands for a length or a distance is how many
   bits follow, to be added to its value. Other kinds: */
enum { LITERAL = 16, END_OF_BLOCK, BAD };

typedef struct {
	BitReader bits;
	unsigned char *start, *out, *end;
	Code lengths; /* and literals */
	Code distances;
} Inflater;

/* Literals, the end, and lengths of copies (RFC 1951, 3.2.5). */
static void
name_lengths(Symbol symbols[MOST_SYMBOLS])
{
	for (int i = 0; i < 256; i++)
		symbols[i] = (Symbol){(uint16_t)i, LITERAL, 0};
	symbols[256].kind = END_OF_BLOCK;
	unsigned length = 3;
	for (int i = 0; i < 28; i++) {
		int extra = i < 8 ? 0 : i / 4 - 1;
		symbols[LENGTHS + i] = (Symbol){
		    (uint16_t)length, (uint8_t)extra, 0};
		length += 1u << extra;
	}
	symbols[285] = (Symbol){LONGEST_COPY, 0, 0};
	symbols[286].kind = symbols[287].kind = BAD;
}

static void
name_distances(Symbol symbols[32])
{
	unsigned distance = 1;
	for (int i = 0; i < MOST_DISTANCES; i++) {
		int extra = i < 4 ? 0 : i / 2 - 1;
		symbols[i] = (Symbol){(uint16_t)distance, (uint8_t)extra, 0};
		distance += 1u << extra;
	}
	symbols[30].kind = symbols[31].kind = BAD;
}

static bool
build_codes(Inflater *inflater, const uint8_t *lengths, int length_count,
    int distance_count)
{
	Symbol symbols[MOST_SYMBOLS], distances[32];
	name_lengths(symbols);
	name_distances(distances);
	return code_build(&inflater->lengths, symbols, lengths, length_count) &&
	       code_build(&inflater->distances, distances,
		   lengths + length_count, distance_count);
}

/* The codes that need not be described. */
static bool
build_fixed_codes(Inflater *inflater)
{
	uint8_t lengths[MOST_SYMBOLS + 32];
	for (int i = 0; i < MOST_SYMBOLS; i++)
		lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
	memset(lengths + MOST_SYMBOLS, 5, 32);
	return build_codes(inflater, lengths, MOST_SYMBOLS, 32);
}

/* Reads `count` lengths of codes: 0 to 15 is one, 16 to 18 repeat one. */
static bool
read_lengths(BitReader *bits, const Code *code, uint8_t *lengths, int count)
{
	for (int i = 0; i < count;) {
		if (!bits_refill(bits))
			return false;
		int symbol = code_take(code, bits).value;
		if (symbol < 16) {
			lengths[i++] = (uint8_t)symbol;
			continue;
		}
		if (symbol == 16 && i == 0)
			return false;
		uint8_t length = symbol == 16 ? lengths[i - 1] : 0;
		int times = symbol == 16   ? 3 + (int)bits_take(bits, 2)
			    : symbol == 17 ? 3 + (int)bits_take(bits, 3)
					   : 11 + (int)bits_take(bits, 7);
		if (times > count - i)
			return false;
		memset(lengths + i, length, (size_t)times);
		i += times;
	}
	return true;
}

/* Reads the codes of a block: their lengths, in a code of its own. */
static bool
read_codes(Inflater *inflater)
{
	static const uint8_t order[CODE_LENGTHS] = {
	    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
	BitReader *bits = &inflater->bits;
	int length_count = LENGTHS + (int)bits_take(bits, 5);
	int distance_count = 1 + (int)bits_take(bits, 5);
	int count = 4 + (int)bits_take(bits, 4);
	if (length_count > MOST_LENGTHS || distance_count > MOST_DISTANCES)
		return false;

	uint8_t lengths[MOST_LENGTHS + MOST_DISTANCES] = {0};
	for (int i = 0; i < count; i++) {
		if (!bits_refill(bits))
			return false;
		lengths[order[i]] = (uint8_t)bits_take(bits, 3);
	}
	Symbol symbols[CODE_LENGTHS];
	for (int i = 0; i < CODE_LENGTHS; i++)
		symbols[i] = (Symbol){.value = (uint16_t)i};
	Code *code = &inflater->distances; /* until that one is known */
	return code_build(code, symbols, lengths, CODE_LENGTHS) &&
	       read_lengths(
		   bits, code, lengths, length_count + distance_count) &&
	       build_codes(inflater, lengths, length_count, distance_count);
}

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
		symbol = code_take(&inflater->lengths, &bits);
		if (symbol.kind == LITERAL) {
			if (out == end)
				return false;
			*out++ = (unsigned char)symbol.value;
			continue;
		}
		if (symbol.kind >= END_OF_BLOCK)
			break;
		size_t length = symbol.value + bits_take(&bits, symbol.kind);
		Symbol back = code_take(&inflater->distances, &bits);
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
	if (bits->count < 0)
		return false;
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
	unsigned kind = bits_take(bits, 2);
	bool good = kind == 0   ? copy_stored(inflater)
		    : kind == 1 ? build_fixed_codes(inflater) &&
				      unpack_symbols(inflater)
		    : kind == 2
			? read_codes(inflater) && unpack_symbols(inflater)
			: false;
	return good && bits->count >= 0;
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

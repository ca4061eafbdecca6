#include "common/inflate_codes.h"

#include <string.h>

enum {
	LONGEST_COPY = 258,
	LENGTHS = 257, /* the symbol of the shortest copy */
	MOST_LENGTHS = 286,
	MOST_DISTANCES = 30,
	CODE_LENGTHS = 19,
};

/* Literals, the end, and lengths of copies (RFC 1951, 3.2.5). */
static void
name_lengths(Symbol symbols[MOST_SYMBOLS])
{
	for (int i = 0; i < 256; i++)
		symbols[i] = (Symbol){(uint16_t)i, LITERAL, 0};
	symbols[256] = (Symbol){0, END_OF_BLOCK, 0};
	unsigned length = 3;
	for (int i = 0; i < 28; i++) {
		int extra = i < 8 ? 0 : i / 4 - 1;
		symbols[LENGTHS + i] = (Symbol){
		    (uint16_t)length, (uint8_t)extra, 0};
		length += 1u << extra;
	}
	symbols[285] = (Symbol){LONGEST_COPY, 0, 0};
	symbols[286] = symbols[287] = (Symbol){0, BAD, 0};
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
	symbols[30] = symbols[31] = (Symbol){0, BAD, 0};
}

static bool
build_codes(BlockCodes *codes, const uint8_t *lengths, int length_count,
    int distance_count)
{
	Symbol symbols[MOST_SYMBOLS], distances[32];
	name_lengths(symbols);
	name_distances(distances);
	return code_build(&codes->lengths, symbols, lengths, length_count) &&
	       code_build(&codes->distances, distances, lengths + length_count,
		   distance_count);
}

bool
codes_fixed(BlockCodes *codes)
{
	uint8_t lengths[MOST_SYMBOLS + 32];
	for (int i = 0; i < MOST_SYMBOLS; i++)
		lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
	memset(lengths + MOST_SYMBOLS, 5, 32);
	return build_codes(codes, lengths, MOST_SYMBOLS, 32);
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

bool
codes_read(BlockCodes *codes, BitReader *bits)
{
	static const uint8_t order[CODE_LENGTHS] = {
	    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
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
	Code *code = &codes->distances; /* until that one is known */
	return code_build(code, symbols, lengths, CODE_LENGTHS) &&
	       read_lengths(
		   bits, code, lengths, length_count + distance_count) &&
	       build_codes(codes, lengths, length_count, distance_count);
}

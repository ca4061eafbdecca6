#include "common/huffman.h"

#include <string.h>

/* Sorts the symbols by their codes: the shorter first, then as given. */
static void
sort_symbols(
    Code *code, const Symbol *symbols, const uint8_t *lengths, int symbol_count)
{
	int place[LONGEST_CODE + 1] = {0};
	for (int length = 2; length <= LONGEST_CODE; length++)
		place[length] = place[length - 1] + code->count[length - 1];
	for (int i = 0; i < symbol_count; i++) {
		if (lengths[i] == 0)
			continue;
		Symbol *symbol = &code->sorted[place[lengths[i]]++];
		*symbol = symbols[i];
		symbol->length = lengths[i];
	}
}

/* The code after this one, of so many bits: one more, but its first bit, the
   highest, is read first and so stands lowest. */
static unsigned
next_code(unsigned code, int length)
{
	unsigned bit = 1u << (length - 1);
	while (code & bit) {
		code ^= bit;
		bit >>= 1;
	}
	return code | bit;
}

/* The table for codes of one bit is filled, doubled for those of two, and so
   on: so each code comes to stand wherever it is the beginning. */
static void
fill_table(Code *code)
{
	const Symbol *symbol = code->sorted;
	unsigned bits = 0;
	memset(code->table, 0, 2 * sizeof code->table[0]);
	for (int length = 1; length <= TABLE_BITS; length++) {
		size_t half = (size_t)1 << (length - 1);
		if (length > 1)
			memcpy(code->table + half, code->table,
			    half * sizeof code->table[0]);
		for (int i = 0; i < code->count[length]; i++) {
			code->table[bits] = *symbol++;
			bits = next_code(bits, length);
		}
	}
}

bool
code_build(
    Code *code, const Symbol *symbols, const uint8_t *lengths, int symbol_count)
{
	memset(code->count, 0, sizeof code->count);
	for (int i = 0; i < symbol_count; i++)
		code->count[lengths[i]]++;
	code->count[0] = 0;

	int left = 1; /* codes of this length that are still free */
	for (int length = 1; length <= LONGEST_CODE; length++)
		left = 2 * left - code->count[length];
	if (left != 0)
		return false;
	sort_symbols(code, symbols, lengths, symbol_count);
	fill_table(code);
	return true;
}

Symbol
code_find_long(const Code *code, uint64_t bits)
{
	const Symbol *symbols = code->sorted; /* those of the length at hand */
	int offset = 0; /* from the first code of that length to ours */
	for (int length = 1; length <= LONGEST_CODE; length++) {
		offset = 2 * offset + (int)(bits & 1);
		bits >>= 1;
		int count = code->count[length];
		if (offset < count)
			return symbols[offset];
		offset -= count;
		symbols += count;
	}
	return (Symbol){.length = LONGEST_CODE}; /* not of a built code */
}

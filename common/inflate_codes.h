/*
 * The two codes of a DEFLATE block: one of literals and of lengths of copies,
 * one of distances of copies. A block uses those that all know, or brings its
 * own: the lengths of their codes, in a third code (RFC 1951, 3.2.5 to 3.2.7).
 */
#ifndef COMMON_INFLATE_CODES_H
#define COMMON_INFLATE_CODES_H

#include "common/huffman.h"

/* What a symbol is. Below LITERAL it is a length or a distance: so many bits
   follow, to be added to its value. */
enum { LITERAL = 16, END_OF_BLOCK, BAD };

typedef struct {
	Code lengths; /* and literals, and the end of the block */
	Code distances;
} BlockCodes;

/* The codes that all know. Always true. */
bool codes_fixed(BlockCodes *codes);

/* The codes that come next. False if they make no sense. */
bool codes_read(BlockCodes *codes, BitReader *bits);

#endif

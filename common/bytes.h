/*
 * Numbers as bytes, in the order that a file's format says, on a machine of
 * either order.
 */
#ifndef COMMON_BYTES_H
#define COMMON_BYTES_H

#include <stddef.h>
#include <stdint.h>

/* The number in `size` bytes, at most eight, the lowest first. */
static inline uint64_t
get_little(const unsigned char *at, size_t size)
{
	uint64_t value = 0;
	for (size_t i = size; i > 0; i--)
		value = value << 8 | at[i - 1];
	return value;
}

/* The same, the highest first. */
static inline uint64_t
get_big(const unsigned char *at, size_t size)
{
	uint64_t value = 0;
	for (size_t i = 0; i < size; i++)
		value = value << 8 | at[i];
	return value;
}

/* Writes `size` bytes, the lowest first. Returns where the next go. */
static inline unsigned char *
put_little(unsigned char *at, size_t size, uint64_t value)
{
	for (size_t i = 0; i < size; i++)
		at[i] = (unsigned char)(value >> (8 * i));
	return at + size;
}

#endif

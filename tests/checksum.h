/*
 * The checksum of a tensor's numbers. torch's were summed as floats with the
 * lesser byte first, so ours are brought into that form: a machine that keeps
 * the greater byte first finds the same sum, and the double build as well.
 */
#ifndef TESTS_CHECKSUM_H
#define TESTS_CHECKSUM_H

#include <string.h>
#include <zlib.h>

#include "common/bytes.h"
#include "tests/support.h"

/* Asserts that each number is a float. */
static inline uLong
checksum_of_floats(const Tensor *t)
{
	uLong sum = crc32(0, NULL, 0);
	for (size_t i = 0, n = tensor_count(t); i < n; i++) {
		float number = (float)t->data[i];
		if ((Real)number != t->data[i])
			ck_abort_msg("number %zu is no float", i);
		uint32_t bits;
		memcpy(&bits, &number, sizeof bits);
		unsigned char bytes[sizeof bits];
		put_little(bytes, sizeof bits, bits);
		sum = crc32(sum, bytes, sizeof bytes);
	}
	return sum;
}

#endif

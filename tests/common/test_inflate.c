/*
 * Unpacking what zlib packed, in every way that it can; and never a yes where
 * zlib says no.
 */
#include "tests/support.h"

#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include "common/inflate.h"
#include "common/huffman.h"

enum { MOST = 100000, GUARD = 64 };

typedef struct {
	unsigned char at[MOST + MOST / 8 + 1000];
	size_t size;
} Stream;

static unsigned char plain[MOST], unpacked[MOST + GUARD];
static Stream packed;

/* One way to pack: zlib's level, strategy and memory (the less, the more
   blocks). */
typedef struct {
	int level, strategy, memory;
} Way;

static const Way ways[] = {
    {0, Z_DEFAULT_STRATEGY, 8},
    {1, Z_DEFAULT_STRATEGY, 8},
    {6, Z_DEFAULT_STRATEGY, 8},
    {9, Z_DEFAULT_STRATEGY, 1},
    {9, Z_FIXED, 9},
    {9, Z_HUFFMAN_ONLY, 3},
    {9, Z_RLE, 9},
};
enum { WAYS = sizeof ways / sizeof ways[0] };

static void
pack(size_t size, Way way)
{
	z_stream stream = {.next_in = plain,
	    .avail_in = (unsigned)size,
	    .next_out = packed.at,
	    .avail_out = sizeof packed.at - 8};
	ck_assert_int_eq(deflateInit2(&stream, way.level, Z_DEFLATED, -15,
			     way.memory, way.strategy),
	    Z_OK);
	ck_assert_int_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
	packed.size = stream.total_out;
	deflateEnd(&stream);
	memset(packed.at + packed.size, 0xff, 8); /* readable, not read */
}

/* Unpacks into `size` bytes. Nothing behind them may be touched. */
static bool
unpack(size_t size)
{
	static const unsigned char guard[GUARD] = {0xa5, 0x5a, 0xa5};
	memcpy(unpacked + size, guard, GUARD);
	atomic_size_t settled = 0;
	bool good = inflate_stream(
	    packed.at, packed.size, unpacked, size, &settled);
	if (memcmp(unpacked + size, guard, GUARD) != 0)
		ck_abort_msg("it wrote behind %zu bytes", size);
	if (settled != (good ? size : INFLATE_FAILED))
		ck_abort_msg("settled: %zu of %zu", (size_t)settled, size);
	return good;
}

/* Whether zlib takes the whole stream for exactly `size` bytes; *reason gets
   what it says if not. */
static bool
zlib_unpacks(unsigned char *to, size_t size, const char **reason)
{
	z_stream stream = {.next_in = packed.at,
	    .avail_in = (unsigned)packed.size,
	    .next_out = to,
	    .avail_out = (unsigned)size};
	ck_assert_int_eq(inflateInit2(&stream, -15), Z_OK);
	int code = inflate(&stream, Z_FINISH);
	*reason = stream.msg ? stream.msg : "";
	bool good = code == Z_STREAM_END && stream.avail_in == 0 &&
		    stream.avail_out == 0;
	inflateEnd(&stream);
	return good;
}

/* The first bytes of `plain` come back, however they are packed. */
static void
assert_round_trips(size_t size)
{
	for (int i = 0; i < WAYS; i++) {
		pack(size, ways[i]);
		ck_assert_msg(unpack(size), "way %d, %zu bytes", i, size);
		ck_assert_msg(memcmp(unpacked, plain, size) == 0,
		    "way %d, %zu bytes", i, size);
	}
}

static void
fill_random(unsigned seed, unsigned range)
{
	Random random;
	random_seed(&random, seed);
	for (size_t i = 0; i < MOST; i++)
		plain[i] = (unsigned char)(random_u32(&random) % range);
}

/* Codes are made of lengths that leave nothing over, and nothing twice. */
static bool
can_build(int count, const uint8_t *lengths)
{
	static Code code;
	const Symbol symbols[4] = {{1, 0, 0}, {2, 0, 0}, {3, 0, 0}, {4, 0, 0}};
	return code_build(&code, symbols, lengths, count);
}

START_TEST(complete_codes)
{
	ck_assert(can_build(2, (uint8_t[]){1, 1}));
	ck_assert(can_build(4, (uint8_t[]){1, 0, 2, 2}));
	ck_assert(can_build(4, (uint8_t[]){3, 2, 1, 3}));
	ck_assert(!can_build(4, (uint8_t[]){0, 0, 0, 0}));
	ck_assert(!can_build(1, (uint8_t[]){1}));
	ck_assert(!can_build(4, (uint8_t[]){1, 2, 0, 0}));
	ck_assert(!can_build(3, (uint8_t[]){1, 1, 1}));
	ck_assert(!can_build(4, (uint8_t[]){1, 2, 2, 15}));
	ck_assert(!can_build(4, (uint8_t[]){1, 2, 3, 2}));
}
END_TEST

START_TEST(sizes)
{
	const size_t all[] = {0, 1, 2, 3, 15, 16, 17, 47, 48, 49, 257, 258, 259,
	    32767, 32768, 32769, 65535, 65536, 65537, MOST};
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		memset(plain, 0, MOST);
		assert_round_trips(all[i]);
		fill_random(1, 4);
		assert_round_trips(all[i]);
		fill_random(2, 256);
		assert_round_trips(all[i]);
	}
}
END_TEST

/* What repeats after 1, 2, ... bytes, near and as far as can be. */
START_TEST(distances)
{
	const size_t far[] = {64, 65, 255, 258, 4096, 4097, 24576, 32505, 32506,
	    32507, 32767, 32768, 32769};
	for (size_t i = 0; i < 31; i++) {
		size_t distance = i < 18 ? i + 1 : far[i - 18];
		fill_random(3, 256);
		for (size_t at = distance; at < MOST; at++)
			plain[at] = plain[at - distance];
		assert_round_trips(MOST);
	}
}
END_TEST

/* Copies of every length, between bytes that do not repeat; and with every
   number of bytes left behind them. */
START_TEST(lengths)
{
	fill_random(4, 256);
	size_t at = 300;
	for (size_t length = 3; length <= 258; length++) {
		memcpy(plain + at, plain + 7, length);
		at += length + 3;
	}
	assert_round_trips(at);
	for (size_t behind = 0; behind < 60; behind++) {
		fill_random(5, 256);
		memcpy(plain + 400, plain + 100, 300);
		assert_round_trips(700 + behind);
	}
}
END_TEST

/* Bytes as rare as Fibonacci's numbers have the longest codes. */
START_TEST(longest_codes)
{
	size_t at = 0, times = 1, next = 1;
	for (int byte = 0; at + times < MOST; byte++) {
		memset(plain + at, byte, times);
		at += times;
		size_t sum = times + next;
		times = next;
		next = sum;
	}
	/* Mixed, so that nothing is copied. */
	Random random;
	random_seed(&random, 6);
	for (size_t i = at - 1; i > 0; i--) {
		size_t j = random_u32(&random) % (i + 1);
		unsigned char byte = plain[i];
		plain[i] = plain[j];
		plain[j] = byte;
	}
	assert_round_trips(at);
	pack(at, (Way){9, Z_HUFFMAN_ONLY, 9});
	ck_assert(unpack(at));
	ck_assert(memcmp(unpacked, plain, at) == 0);
}
END_TEST

START_TEST(longer_or_shorter)
{
	fill_random(7, 4);
	for (int i = 0; i < WAYS; i++) {
		pack(5000, ways[i]);
		ck_assert(!unpack(4999));
		ck_assert(!unpack(5001));
		ck_assert(!unpack(0));
		packed.size++;
		ck_assert(!unpack(5000));
	}
}
END_TEST

START_TEST(cut_off)
{
	fill_random(8, 4);
	for (int i = 0; i < WAYS; i++) {
		pack(3000, ways[i]);
		size_t whole = packed.size;
		for (packed.size = 0; packed.size < whole; packed.size++)
			if (unpack(3000))
				ck_abort_msg("way %d: %zu of %zu bytes", i,
				    packed.size, whole);
	}
}
END_TEST

/* A yes must be zlib's yes, and the same bytes. */
static bool
agrees(size_t size)
{
	static unsigned char other[MOST];
	const char *reason;
	bool good = unpack(size);
	if (good) {
		ck_assert(zlib_unpacks(other, size, &reason));
		ck_assert(memcmp(unpacked, other, size) == 0);
	}
	return good;
}

/* One bit after another is turned over. */
START_TEST(damaged)
{
	fill_random(9, 4);
	for (int i = 0; i < WAYS; i++) {
		pack(400, ways[i]);
		for (size_t bit = 0; bit < 8 * packed.size; bit++) {
			packed.at[bit / 8] ^= (unsigned char)(1 << bit % 8);
			agrees(400);
			packed.at[bit / 8] ^= (unsigned char)(1 << bit % 8);
		}
		ck_assert(agrees(400));
	}
}
END_TEST

START_TEST(noise)
{
	Random random;
	random_seed(&random, 10);
	for (int i = 0; i < 20000; i++) {
		packed.size = 1 + random_u32(&random) % 120;
		for (size_t at = 0; at < packed.size + 8; at++)
			packed.at[at] = (unsigned char)(random_u32(&random) %
							256);
		packed.at[0] = (unsigned char)(packed.at[0] & 0xf8) | 5;
		agrees(random_u32(&random) % 300);
	}
}
END_TEST

/* zlib has this to say about these bytes; so they are none of ours. */
static void
assert_refused(const char *reason, size_t size, const unsigned char *bytes)
{
	memset(packed.at, 0, 100);
	memcpy(packed.at, bytes, size);
	packed.size = size;
	const char *found;
	ck_assert(!zlib_unpacks(unpacked, 1000, &found));
	ck_assert_str_eq(found, reason);
	for (size_t out = 0; out < 300; out++)
		if (unpack(out))
			ck_abort_msg("%s, %zu bytes", reason, out);
}

#define REFUSED(reason, ...) \
	assert_refused(reason, sizeof(unsigned char[]){__VA_ARGS__}, \
	    (const unsigned char[]){__VA_ARGS__})

START_TEST(not_deflate)
{
	REFUSED("invalid block type", 6);
	REFUSED("invalid stored block lengths", 0, 0, 0, 0, 0);
	REFUSED("too many length or distance symbols", 0xfc, 0, 0);
	REFUSED("invalid code lengths set", 4, 0, 0xfe, 0xff);
	REFUSED("invalid bit length repeat", 4, 0, 0x24, 0x49, 0);
	REFUSED("invalid bit length repeat", 4, 0, 0x24, 0xe9, 0xff, 0xff);
	REFUSED("invalid code -- missing end-of-block", 4, 0, 0x24, 0xe9, 0xff,
	    0x6d);
	REFUSED("invalid literal/lengths set", 4, 0x80, 0x49, 0x92, 0x24, 0x49,
	    0x92, 0x24, 0x71, 0xff, 0xff, 0x93, 0x11, 0);
	REFUSED("invalid distances set", 4, 0x80, 0x49, 0x92, 0x24, 0x49, 0x92,
	    0x24, 0x0f, 0xb4, 0xff, 0xff, 0xc3, 0x84);
	REFUSED("invalid literal/length code", 4, 0xc0, 0x81, 8, 0, 0, 0, 0,
	    0x20, 0x7f, 0xeb, 0x0b, 0, 0);
	REFUSED("invalid distance code", 2, 0x7e, 0xff, 0xff);
	REFUSED("invalid distance code", 0x4b, 0x4c, 0x4c, 0x4c, 0x04, 0x3e,
	    0x01, 0x00, 0x00);
	REFUSED("invalid distance too far back", 0x0c, 0xc0, 0x81, 0, 0, 0, 0,
	    0, 0x90, 0xff, 0x6b, 4, 0);
}
END_TEST

TESTS("inflate", complete_codes, sizes, distances, lengths, longest_codes,
    longer_or_shorter, cut_off, damaged, noise, not_deflate)

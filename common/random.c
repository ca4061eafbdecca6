/*
 * The engine is MT19937 (Matsumoto and Nishimura, 1998). Its state is 624
 * words; when all have been given out, a twist makes the next 624. What is
 * torch's own is how its distributions consume the words.
 */
#include "common/random.h"

#include <math.h>

#include "common/require.h"

enum { WORDS = 624, SHIFT = 397 };

void
random_seed(Random *random, uint64_t seed)
{
	REQUIRE_GIVEN(random);
	*random = (Random){.next = WORDS};
	uint32_t *word = random->word;
	word[0] = (uint32_t)seed; /* torch, too, drops the upper half */
	for (uint32_t i = 1; i < WORDS; i++)
		word[i] = 1812433253u * (word[i - 1] ^ word[i - 1] >> 30) + i;
}

/* The next 624 words from the last. */
static void
twist(Random *random)
{
	uint32_t *word = random->word;
	for (int i = 0; i < WORDS; i++) {
		uint32_t upper = word[i] & 0x80000000u;
		uint32_t mixed = upper | (word[(i + 1) % WORDS] & 0x7fffffffu);
		word[i] = word[(i + SHIFT) % WORDS] ^ mixed >> 1 ^
			  (mixed & 1 ? 0x9908b0dfu : 0);
	}
	random->next = 0;
}

uint32_t
random_u32(Random *random)
{
	if (random->next >= WORDS)
		twist(random);
	uint32_t word = random->word[random->next++];
	word ^= word >> 11;
	word ^= word << 7 & 0x9d2c5680u;
	word ^= word << 15 & 0xefc60000u;
	return word ^ word >> 18;
}

uint64_t
random_u64(Random *random)
{
	uint64_t upper = random_u32(random);
	return upper << 32 | random_u32(random);
}

float
random_unit(Random *random)
{
	return (float)(random_u32(random) & 0xffffff) * 0x1p-24f;
}

void
random_uniform(Random *random, Tensor *t, double low, double high)
{
	REQUIRE_GIVEN(random && t);
	REQUIRE(tensor_is_contiguous(t), "shape %s is a view with gaps",
	    SHAPE_TEXT(t));
	REQUIRE(low <= high, "low %g is above high %g", low, high);
	float start = (float)low, width = (float)high - start;
	for (size_t i = 0, n = tensor_count(t); i < n; i++)
		t->data[i] = (Real)fmaf(random_unit(random), width, start);
}

void
random_integers(Random *random, Tensor *t, int64_t low, int64_t high)
{
	REQUIRE_GIVEN(random && t);
	REQUIRE(low < high, "no whole number from %lld to below %lld",
	    (long long)low, (long long)high);
	REQUIRE(tensor_is_contiguous(t), "shape %s is a view with gaps",
	    SHAPE_TEXT(t));
	uint64_t range = (uint64_t)high - (uint64_t)low;
	for (size_t i = 0, n = tensor_count(t); i < n; i++) {
		uint64_t word = range >> 32 ? random_u64(random)
					    : random_u32(random);
		t->data[i] = (Real)(int64_t)((uint64_t)low + word % range);
	}
}

void
random_permutation(Random *random, size_t n, size_t *order)
{
	REQUIRE_GIVEN(random && order);
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (size_t i = 0; i + 1 < n; i++) {
		size_t other = i + random_u32(random) % (n - i);
		size_t moved = order[i];
		order[i] = order[other];
		order[other] = moved;
	}
}

void
random_linear(Random *random, Tensor *weight, Tensor *bias)
{
	REQUIRE_GIVEN(random && weight);
	REQUIRE(
	    weight->ndim == 2, "weight %s is no matrix", SHAPE_TEXT(weight));
	size_t in = weight->shape[1];
	double bound = in > 0 ? 1 / sqrt((double)in) : 0;
	random_uniform(random, weight, -bound, bound);
	if (!bias)
		return;
	REQUIRE(bias->ndim == 1 && bias->shape[0] == weight->shape[0],
	    "bias %s for weight %s", SHAPE_TEXT(bias), SHAPE_TEXT(weight));
	random_uniform(random, bias, -bound, bound);
}

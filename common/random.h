/*
 * PyTorch's random stream on the CPU, so that a seed means the same weights
 * here as in the notebooks, bit for bit. The engine is MT19937; the
 * distributions follow torch's kernels: how many words each draw consumes, in
 * which order, and where a value is rounded to float.
 *
 * Protocol: `random_seed` first, then draw. A Random is a plain struct, owned
 * by whoever declares it; copying it forks the stream.
 *
 * Every draw is made in float, as torch makes it, and then widened to Real:
 * the double build sees the same numbers as the float build.
 */
#ifndef COMMON_RANDOM_H
#define COMMON_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/tensor.h"

typedef struct {
	uint32_t word[624];
	int next; /* the word to be tempered next; 624: twist first */
	bool has_spare;
	double spare; /* the sine half of the last small normal draw */
} Random;

/* torch.manual_seed(seed): only the low 32 bits matter, as in torch. */
void random_seed(Random *random, uint64_t seed);

/* The next word of the engine, uniform over 0 .. 2^32 - 1. */
uint32_t random_u32(Random *random);

/* Two words, the first drawn above the second. */
uint64_t random_u64(Random *random);

/* torch.rand(): a float in [0, 1), a multiple of 2^-24, from one word. */
float random_unit(Random *random);

/* torch.rand scaled to [low, high): one word per element, in row-major order.
   Fills `t`, any shape, contiguous; requires low not above high. */
void random_uniform(Random *random, Tensor *t, double low, double high);

/* torch.randn: mean 0, deviation 1. Sixteen elements or more go through the
   block form, fewer through the one with a spare. Fills `t`, contiguous. */
void random_normal(Random *random, Tensor *t);

/* torch.randint(low, high): whole numbers in low .. high - 1, rounded to Real
   where it cannot hold them. Fills `t`, contiguous. */
void random_integers(Random *random, Tensor *t, int64_t low, int64_t high);

/* torch.randperm(n): writes a permutation of 0 .. n - 1 to order[0 .. n-1]. */
void random_permutation(Random *random, size_t n, size_t *order);

/* nn.Linear(in, out)'s default start: weight (out, in), then bias (out),
   both uniform within 1 / sqrt(in). `bias` may be NULL. */
void random_linear(Random *random, Tensor *weight, Tensor *bias);

#endif

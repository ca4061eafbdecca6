#include "chapters/05_toy/search.h"

#include <math.h>
#include <stdio.h>

#include "common/progress.h"
#include "common/random.h"

enum { DRAWS = 8 }; /* of one net: 2 * 3 weights, then 2 */

/* The output weight that torch makes of the next draw: uniform within
   1 / sqrt(2). */
static double
next_output_weight(Random *random)
{
	const double bound = 0.70710678118654752;
	return (2 * (double)random_unit(random) - 1) * bound;
}

/* The number of the first net of this seed that has these weights, or -1. */
static int
net_of_seed(uint32_t seed, int nets, const double wo[2], double tolerance)
{
	Random random;
	random_seed(&random, seed);
	for (int net = 0; net < nets; net++) {
		for (int skipped = 0; skipped < DRAWS - 2; skipped++)
			random_u32(&random);
		double first = next_output_weight(&random);
		double second = next_output_weight(&random);
		if (fabs(first - wo[0]) < tolerance &&
		    fabs(second - wo[1]) < tolerance)
			return net;
	}
	return -1;
}

Found
search_seeds(
    uint64_t from, uint64_t to, int nets, const double wo[2], double tolerance)
{
	Found found = {0};
	Progress progress;
	progress_start(&progress, "search", (size_t)(to - from));
	for (uint64_t seed = from; seed < to; seed++) {
		int net = net_of_seed((uint32_t)seed, nets, wo, tolerance);
		if (net >= 0) {
			found = (Found){found.count + 1, (uint32_t)seed, net};
			progress_end(&progress);
			printf("seed %llu, net number %d of its stream\n",
			    (unsigned long long)seed, net + 1);
			progress_start(
			    &progress, "search", (size_t)(to - from));
		}
		progress_update(&progress, (size_t)(seed - from) + 1);
	}
	progress_end(&progress);
	return found;
}

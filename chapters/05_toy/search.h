/*
 * The search for the seed behind the lecture's toy net.
 */
#ifndef CHAPTERS_TOY_SEARCH_H
#define CHAPTERS_TOY_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

/* What was found. */
typedef struct {
	int count;     /* hits */
	uint32_t seed; /* of the last one */
	int earlier;   /* nets that were made before this one, 8 draws each */
} Found;

/* Goes through the seeds from .. to - 1 (to at most 2^32) and looks for a net
   whose output weights are `wo` within `tolerance`, among the first `nets` nets
   of each seed's stream. Prints a line for each hit; shows its progress. */
Found search_seeds(
    uint64_t from, uint64_t to, int nets, const double wo[2], double tolerance);

#endif

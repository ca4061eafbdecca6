/*
 * The lecture's 784-32-10 net: the essay's part about its ceiling.
 */
#ifndef CHAPTERS_TRAINING_FOUR_WAYS_H
#define CHAPTERS_TRAINING_FOUR_WAYS_H

#include "common/handgrad.h"

/* Runs the sections about the floor under the loss; with `plots`, writes
   12_ceiling.tsv to that folder. Resets `step`. */
bool the_ceiling(const char *plots, Arena *step, Error *error);

#endif

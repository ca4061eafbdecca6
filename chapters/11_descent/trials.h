/*
 * Chapter 11's derivations, each tried on random walks: the largest difference
 * between what a formula says and what a walk does, relative above 1.
 */
#ifndef CHAPTERS_DESCENT_TRIALS_H
#define CHAPTERS_DESCENT_TRIALS_H

#include "chapters/11_descent/walks.h"

/* x multiplied k times: the same bits everywhere, which pow does not promise. */
double multiplied(double x, int k);

/* Plain walks in a bowl, against (1 - rate c)^k. */
double trial_of_exact_form(Arena *step, Random *random);

/* 1 - beta^k, against the weights of the mean, added up. */
double trial_of_weights(Random *random);

/* Walks with momentum, against the recurrence that has no v in it. */
double trial_of_recurrence(Arena *step, Random *random, bool looks_ahead);

/* Gradients of a bowl, against central differences of its height. */
double trial_of_gradient(Random *random);

#endif

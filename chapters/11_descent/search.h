/*
 * Questions about a descent, answered by running it: does it arrive, after how
 * many steps, where is the edge, which rate and beta are best?
 *
 * All for surfaces whose lowest place has height 0.
 */
#ifndef CHAPTERS_DESCENT_SEARCH_H
#define CHAPTERS_DESCENT_SEARCH_H

#include "chapters/11_descent/descent.h"

/* The number of steps after which the walk is at `height` or below and stays
   there, as far as `most` steps tell; most + 1 if it is above at the end. */
int descent_arrives(const Descent *descent, const Surface *surface,
    const double *start, double height, int most);

/* Does the walk still climb, when all that fades has faded? */
bool descent_diverges(
    const Descent *descent, const Surface *surface, const double *start);

/* The rate from which on the descent diverges, by bisection; the rate in
   `descent` does not matter. Requires that a rate of 2^40 diverges. */
double descent_edge(
    Descent descent, const Surface *surface, const double *start);

/* The rates and betas to try: rate_step, 2 rate_step, ... , and 0, beta_step,
   2 beta_step, ... */
typedef struct {
	double rate_step, beta_step;
	int rates, betas;
} Grid;

/* What was found: the rule, and how soon it arrives. */
typedef struct {
	Descent descent;
	int steps; /* most + 1: none arrives */
} Best;

/* Of all rates and betas of the grid the pair that arrives first (the first
   of equals, by rate and then by beta). The rest is as in `descent`. */
Best descent_search(Descent descent, const Surface *surface,
    const double *start, const Grid *grid, double height, int most);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define descent_arrives(...) CALLED(descent_arrives(__VA_ARGS__))
#define descent_diverges(...) CALLED(descent_diverges(__VA_ARGS__))
#define descent_edge(...) CALLED(descent_edge(__VA_ARGS__))
#define descent_search(...) CALLED(descent_search(__VA_ARGS__))
#endif

#endif

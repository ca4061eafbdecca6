/*
 * The walks that chapter 11 speaks of: the lecture's on x^2, and ours in the
 * valley.
 */
#ifndef CHAPTERS_DESCENT_WALKS_H
#define CHAPTERS_DESCENT_WALKS_H

#include "chapters/11_descent/search.h"

/* x^2, and where the lecture starts on it. */
extern const Bowl parabola;
extern const double lecture_start[1];

/* Its three descents, and the third as it should be. */
extern const Descent large_steps, small_steps, as_printed, as_it_should_be;

/* The lecture's ten steps from 1 on x^2: eleven places. */
enum { LECTURE_STEPS = 10 };
Path lecture_path(Arena *arena, const Descent *descent);

/* Curvature 1 along, 25 across; where we start. */
extern const Bowl valley;
extern const double far_out[2];

/* Arrived is who stays below this part of the height of the start. */
extern const double arrived;

/* The steps from `start` until it has arrived; most + 1: not within `most`. */
int steps_in(
    const Bowl *bowl, const Descent *descent, const double *start, int most);

/* The best of each kind in the valley, on a grid of rates and betas. */
typedef enum { PLAIN, MOMENTUM, NESTEROV } DescentKind;
Best best_in_valley(DescentKind kind);

#endif

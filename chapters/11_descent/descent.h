/*
 * Chapter 11's module: gradient descent, plain, with momentum, and with
 * Nesterov's look ahead, on functions of one or two numbers.
 *
 * Protocol: a Surface is what we walk on, a Descent the rule of the steps, a
 * Walker where we are. walker_start, then descent_step as often as wanted; or
 * descent_path, which keeps every place.
 *
 * All numbers are doubles, in both builds: there are two of them at most, and
 * the paths are compared to twelve digits, more than a float has.
 */
#ifndef CHAPTERS_DESCENT_H
#define CHAPTERS_DESCENT_H

#include "common/handgrad.h"

enum { DESCENT_AXES = 2 }; /* the most numbers that a place has */

/* The height at place x, and the slope there: one number for each axis. */
typedef double Height(const double *x, const void *context);
typedef void Gradient(const double *x, double *g, const void *context);

/* What is descended. The context is the caller's, and must outlive it. */
typedef struct {
	int axes; /* 1 or 2 */
	Height *height;
	Gradient *gradient;
	const void *context; /* passed to both */
} Surface;

/* Bowls: the sum of c x^2 / 2 over the axes, with a curvature c for each. The
   parabola x^2 is a bowl of one axis with curvature 2. */
typedef struct {
	int axes;
	double curvature[DESCENT_AXES];
} Bowl;

/* The bowl as a surface; it must outlive it. Requires 1 or 2 axes, and
   curvatures above 0. */
Surface bowl_surface(const Bowl *bowl);

/* What the mean of the gradients is divided by, after k of them. */
typedef enum {
	CORRECTION_NONE,    /* 1 */
	CORRECTION_PRINTED, /* 1 + beta^k, the lecture's slip */
	CORRECTION_USUAL,   /* 1 - beta^k, the sum of the weights */
} Correction;

/* The rule of the steps. */
typedef struct {
	double rate; /* alpha */
	double beta; /* how much of the mean is kept; 0: plain descent */
	Correction correction;
	bool looks_ahead; /* Nesterov: the gradient of where momentum leads */
} Descent;

/* Where we are. A plain struct: a copy is another walker. */
typedef struct {
	int steps;              /* taken so far */
	double x[DESCENT_AXES]; /* the place */
	double v[DESCENT_AXES]; /* the exponential mean of the gradients */
} Walker;

/* The rate from which on a descent diverges along an axis of this curvature:
   2 / c (1 + beta) / (1 - beta), and that over 1 + 2 beta if it looks ahead.
   Requires beta from 0 to below 1, and a curvature above 0. */
double bowl_edge(const Descent *descent, double curvature);

/* The rate, and the rate and beta, that are best in the long run in a bowl of
   two axes. Both require two axes, the flatter first. */
Descent valley_plain(const Bowl *bowl);
Descent valley_momentum(const Bowl *bowl);

/* At `start` (one number for each axis), with no gradient seen. Requires a
   surface of 1 or 2 axes. */
Walker walker_start(const Surface *surface, const double *start);

/* The divisor of the mean after `gradients` of them. Requires at least one,
   and beta from 0 to below 1. */
double mean_divisor(const Descent *descent, int gradients);

/* One step: v = beta v + (1 - beta) g, x = x - rate v / divisor. Requires a
   finite rate, and beta from 0 to below 1. */
void descent_step(
    const Descent *descent, const Surface *surface, Walker *walker);

/* All places of a walk, in `arena`: the start and `steps` more, a row for each.
   Requires what descent_step requires, and no fewer than 0 steps. */
typedef struct {
	int axes, places;
	double *x; /* places rows of axes numbers */
} Path;
Path descent_path(Arena *arena, const Descent *descent, const Surface *surface,
    const double *start, int steps);

/* Place number i of a path, from 0; requires that there is one. */
const double *path_at(const Path *path, int i);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define bowl_surface(...) CALLED(bowl_surface(__VA_ARGS__))
#define bowl_edge(...) CALLED(bowl_edge(__VA_ARGS__))
#define valley_plain(...) CALLED(valley_plain(__VA_ARGS__))
#define valley_momentum(...) CALLED(valley_momentum(__VA_ARGS__))
#define walker_start(...) CALLED(walker_start(__VA_ARGS__))
#define mean_divisor(...) CALLED(mean_divisor(__VA_ARGS__))
#define descent_step(...) CALLED(descent_step(__VA_ARGS__))
#define descent_path(...) CALLED(descent_path(__VA_ARGS__))
#define path_at(...) CALLED(path_at(__VA_ARGS__))
#endif

#endif

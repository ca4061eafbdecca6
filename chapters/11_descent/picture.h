/*
 * Chapter 11's pictures: data for gnuplot.
 */
#ifndef CHAPTERS_DESCENT_PICTURE_H
#define CHAPTERS_DESCENT_PICTURE_H

#include "chapters/11_descent/walks.h"

/* Writes "number, place (one or two numbers), height" for each place of the
   path, numbered from 1, to FOLDER/NAME. */
bool descent_write_path(const char *folder, const char *name, const Path *path,
    const Surface *surface, Error *error);

/* The same for a path on one axis, and behind it where the number shall stand,
   for x from about -1 to 1: at (x * wider, height + higher), as in the lecture,
   or above that (below, if `higher` is 0) where an earlier number stands. At most 100 places. */
bool descent_write_numbered(const char *folder, const char *name,
    const Path *path, const Surface *surface, double wider, double higher,
    Error *error);

/* Writes the contours of a bowl of two axes at these heights, each a closed
   line of places, then an empty line, to FOLDER/NAME. Requires two axes. */
bool descent_write_contours(const char *folder, const char *name,
    const Bowl *bowl, const double *heights, int count, Error *error);

/* Writes "rate, steps, steps, ..." to FOLDER/NAME: for each rate of the grid
   the steps that each of the descents needs to arrive (descent_arrives), with
   this rate in place of its own; nan where it needs more than `most`. */
bool descent_write_rates(const char *folder, const char *name,
    const Descent *descents, int count, const Surface *surface,
    const double *start, const Grid *grid, double height, int most,
    Error *error);

/* All of the chapter's data: 11_*.tsv in the folder. */
bool descent_draw(const char *folder, Arena *step, Error *error);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define descent_write_path(...) CALLED(descent_write_path(__VA_ARGS__))
#define descent_write_numbered(...) CALLED(descent_write_numbered(__VA_ARGS__))
#define descent_write_contours(...) CALLED(descent_write_contours(__VA_ARGS__))
#define descent_write_rates(...) CALLED(descent_write_rates(__VA_ARGS__))
#endif

#endif

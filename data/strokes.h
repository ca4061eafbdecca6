/*
 * Handwritten digits out of a few strokes. Each digit has a few ways to be
 * written: a path of a pen over a grid. A hand draws it: at random it slants,
 * stretches, turns, shifts and presses, and its every point is a little off.
 *
 * Protocol: seed a Random, then strokes_draw as often as wanted. Chance comes
 * from the Random alone, so the same seed gives the same pixels, and does so on
 * every machine. The caller owns the Random and the image.
 */
#ifndef DATA_STROKES_H
#define DATA_STROKES_H

#include <stdint.h>

#include "common/random.h"

enum { STROKES_SIDE = 28 };

/* Draws `digit`, 0 to 9, in a new hand. image[y][x]: 0 paper, 255 ink. */
void strokes_draw(
    Random *random, int digit, uint8_t image[STROKES_SIDE][STROKES_SIDE]);

#endif

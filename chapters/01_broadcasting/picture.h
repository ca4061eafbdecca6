/*
 * Chapter 1's picture: a column minus a row, and the table that comes out.
 */
#ifndef CHAPTERS_BROADCASTING_PICTURE_H
#define CHAPTERS_BROADCASTING_PICTURE_H

#include "common/handgrad.h"
#include "common/svg.h"

/* Draws a (n, 1), b (m,) and their difference (n, m) to
   FOLDER/01_table.svg. */
bool draw_table(
    const char *folder, const Tensor *a, const Tensor *b, Error *error);

#endif

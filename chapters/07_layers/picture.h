/*
 * Chapter 7's picture: a net as a list of layers, and what each remembers.
 */
#ifndef CHAPTERS_LAYERS_PICTURE_H
#define CHAPTERS_LAYERS_PICTURE_H

#include "common/handgrad.h"

/* Draws the layers above the tensors between them to FOLDER/07_memory.svg. */
bool draw_memory(const char *folder, Error *error);

#endif

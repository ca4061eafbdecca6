/*
 * Chapter 8's picture: the tree of a module, drawn by walking it.
 */
#ifndef CHAPTERS_MODULE_PICTURE_H
#define CHAPTERS_MODULE_PICTURE_H

#include "chapters/08_module/module.h"

/* Draws modules as boxes, children below their parents, parameters as green
   boxes below their modules, to FOLDER/08_tree.svg. */
bool draw_tree(const char *folder, const Module *root, Error *error);

#endif

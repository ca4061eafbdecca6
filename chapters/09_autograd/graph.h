/*
 * The tape as a table, as a picture, and as a text for Graphviz.
 */
#ifndef CHAPTERS_AUTOGRAD_GRAPH_H
#define CHAPTERS_AUTOGRAD_GRAPH_H

#include <stdio.h>

#include "chapters/09_autograd/autograd.h"

/* One line for each entry, in the order of recording: number, name, the numbers
   of its inputs, shape or value, gradient if it has one. */
void tape_print(FILE *out, const Tape *tape);

/* What `result` was computed from, as a picture FOLDER/NAME.svg: a box for each
   entry, an arrow for each use. Meant for graphs of a few dozen entries. */
bool graph_svg(
    const Var *result, const char *folder, const char *name, Error *error);

/* The same in the language DOT: graph_dot(stdout, loss), then `dot -Tsvg`. */
void graph_dot(FILE *out, const Var *result);

#endif

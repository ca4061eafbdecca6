/*
 * Box: the folder that a starved program runs in, and what lies there before
 * and afterwards.
 *
 * Protocol: box_fill makes the folder hold these files and no other; a program
 * runs in it; box_read tells what it holds then. The bytes live in the arena.
 */
#ifndef TESTS_STARVE_BOX_H
#define TESTS_STARVE_BOX_H

#include <stdbool.h>
#include <stddef.h>

#include "common/arena.h"

enum { BOX_FILES = 64, BOX_NAME = 200 };

typedef struct {
	char name[BOX_NAME]; /* within the box: plots/02_relu.svg */
	unsigned char *bytes;
	size_t size;
} BoxFile;

typedef struct {
	size_t count;
	BoxFile file[BOX_FILES];
} Box;

/* What lies in the current folder and below, in no order. */
void box_read(Arena *arena, Box *box);

/* Empties the current folder but for the empty folders plots/ and tmp/, and
   writes the files. */
void box_fill(const Box *box);

/* The file of this name, or NULL. */
const BoxFile *box_find(const Box *box, const char *name);

/* The same bytes; or, in two .npz files, the same tensors: one that zlib had
   no memory to pack says the same in more bytes. */
bool box_same(Arena *arena, const BoxFile *a, const BoxFile *b);

#endif

/*
 * Output: a file that appears whole or not at all.
 *
 * Protocol: output_open, write to `file`, output_commit. The bytes go to a
 * temporary name beside the path; commit renames it. If anything failed, the
 * temporary is removed and what stood at the path before stands there still.
 *
 * A program that must end at once abandons all that are open.
 */
#ifndef COMMON_OUTPUT_H
#define COMMON_OUTPUT_H

#include <stdio.h>

#include "common/error.h"

typedef struct {
	FILE *file;
	char path[1024], temporary[1040];
} Output;

/* At most OUTPUT_MOST_OPEN are open at a time. */
enum { OUTPUT_MOST_OPEN = 16 };

bool output_open(Output *output, const char *path, Error *error);

/* The same for FOLDER/NAME. */
bool output_open_in(
    Output *output, const char *folder, const char *name, Error *error);

/* A file for as long as the program runs, never committed: at `temporary`, an
   empty file in TMPDIR, or /tmp, whose name nobody can foretell. */
bool output_open_for_now(Output *output, Error *error);

/* Closes and renames. A failure of any write so far shows here. */
bool output_commit(Output *output, Error *error);

/* Closes and removes the temporary; the path is left as it was. Harmless after
   a commit, and after an open that failed. */
void output_abandon(Output *output);

/* Abandons all that are open. */
void output_abandon_all(void);

#endif

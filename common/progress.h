/*
 * A progress bar for long work. It is drawn on stderr, and only if that is a
 * terminal; so it never ends up in a file, and a test never sees it.
 */
#ifndef COMMON_PROGRESS_H
#define COMMON_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
	const char *label; /* not copied */
	size_t total;
	int percent; /* as drawn last; -1 before that */
	bool shown;
} Progress;

/* Starts a bar over `total` steps. */
void progress_start(Progress *progress, const char *label, size_t total);

/* `done` of the steps are done. Cheap: draws when the percentage changes. */
void progress_update(Progress *progress, size_t done);

/* Wipes the bar off the line. */
void progress_end(Progress *progress);

/* The bar itself, "label [####......]  40 %", into text of `size` bytes. */
void progress_text(
    const Progress *progress, int percent, char *text, size_t size);

#endif

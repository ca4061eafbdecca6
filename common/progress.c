#include "common/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { CELLS = 40 };

void
progress_start(Progress *progress, const char *label, size_t total)
{
	*progress = (Progress){.label = label,
	    .total = total,
	    .percent = -1,
	    .shown = isatty(STDERR_FILENO)};
	progress_update(progress, 0);
}

void
progress_text(const Progress *progress, int percent, char *text, size_t size)
{
	char cells[CELLS + 1] = "";
	percent = percent < 0 ? 0 : percent > 100 ? 100 : percent;
	int full = percent * CELLS / 100;
	memset(cells, '#', (size_t)full);
	memset(cells + full, '.', (size_t)(CELLS - full));
	snprintf(text, size, "%s [%s] %3d %%", progress->label, cells, percent);
}

void
progress_update(Progress *progress, size_t done)
{
	double fraction = done < progress->total
			      ? (double)done / (double)progress->total
			      : 1;
	int percent = (int)(100 * fraction);
	if (!progress->shown || percent == progress->percent)
		return;
	progress->percent = percent;
	char text[200];
	progress_text(progress, percent, text, sizeof text);
	fprintf(stderr, "\r%s", text);
	fflush(stderr);
}

void
progress_end(Progress *progress)
{
	if (!progress->shown)
		return;
	fputs("\r\033[K", stderr); /* to the line's start, and erase it */
	fflush(stderr);
	progress->shown = false;
}

#include "common/digit.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "common/require.h"

/* An image as rows of grey values. */
typedef struct {
	const Tensor *t;
	size_t rows, columns, row_stride, column_stride;
} Image;

static Image
as_image(const Tensor *t)
{
	if (t->ndim == 2)
		return (Image){
		    t, t->shape[0], t->shape[1], t->stride[0], t->stride[1]};
	size_t side = 0;
	while (t->ndim == 1 && side * side < t->shape[0])
		side++;
	REQUIRE_IN("digit_print", t->ndim == 1 && side * side == t->shape[0],
	    "shape %s is neither a grid nor a square", SHAPE_TEXT(t));
	size_t step = t->stride[0];
	return (Image){t, side, side, side * step, step};
}

/* The grey value at a place as a level 0 .. levels - 1; beyond the edge 0. */
static int
level_at(const Image *image, size_t row, size_t column, int levels)
{
	if (row >= image->rows)
		return 0;
	double grey = (double)image->t->data[row * image->row_stride +
					     column * image->column_stride];
	if (!(grey > 0))
		return 0;
	return grey >= 1 ? levels - 1 : (int)(grey * levels);
}

static bool
is_utf8(void)
{
	const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	for (int i = 0; i < 3; i++) {
		const char *value = getenv(names[i]);
		if (!value || !*value)
			continue;
		const char *dot = strchr(value, '.');
		return dot && (strncasecmp(dot, ".utf-8", 6) == 0 ||
				  strncasecmp(dot, ".utf8", 5) == 0);
	}
	return false;
}

DigitStyle
digit_style(FILE *out)
{
	const char *no_color = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");
	bool plain = no_color && *no_color;
	bool dumb = !terminal || strcmp(terminal, "dumb") == 0;
	return !plain && !dumb && isatty(fileno(out)) && is_utf8()
		   ? DIGIT_BLOCKS
		   : DIGIT_LETTERS;
}

/* Two letters to a pixel, since letters are twice as high as wide; blanks at
   the end of a line are left out. */
static void
print_letters(FILE *out, const Image *image)
{
	static const char ramp[] = " .:-=+*#%@";
	for (size_t row = 0; row < image->rows; row++) {
		size_t end = image->columns;
		while (end > 0 && level_at(image, row, end - 1, 10) == 0)
			end--;
		for (size_t column = 0; column < end; column++) {
			char letter = ramp[level_at(image, row, column, 10)];
			fprintf(out, "%c%c", letter, letter);
		}
		fputs("\n", out);
	}
}

/* The upper half of a block in one grey, the background in another; the
   terminal's greys are its colours 232 (black) to 255 (white). */
static void
print_blocks(FILE *out, const Image *image)
{
	for (size_t row = 0; row < image->rows; row += 2) {
		for (size_t column = 0; column < image->columns; column++)
			fprintf(out, "\033[38;5;%d;48;5;%dm\xe2\x96\x80",
			    232 + level_at(image, row, column, 24),
			    232 + level_at(image, row + 1, column, 24));
		fputs("\033[0m\n", out);
	}
}

void
digit_print(FILE *out, const Tensor *t, DigitStyle style)
{
	REQUIRE_GIVEN(out && t);
	Image image = as_image(t);
	if (style == DIGIT_BLOCKS)
		print_blocks(out, &image);
	else
		print_letters(out, &image);
}

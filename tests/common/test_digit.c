/*
 * Digits in the terminal, byte by byte, and when there are colours.
 */
#include "tests/files.h"

#include "common/digit.h"

/* What digit_print writes. */
static const char *
drawn(const Tensor *image, DigitStyle style)
{
	FILE *file = fopen("drawn", "wb");
	digit_print(file, image, style);
	ck_assert_int_eq(fclose(file), 0);
	return (const char *)read_whole("drawn").at;
}

#define ck_letters(image, text) \
	ck_assert_str_eq(drawn(image, DIGIT_LETTERS), text)
#define ck_blocks(image, text) \
	ck_assert_str_eq(drawn(image, DIGIT_BLOCKS), text)

START_TEST(letters)
{
	/* (2, 10): each letter of the ramp, at its level's start and end */
	Tensor *ramp = tensor_of(step, SHAPE(2, 10), 0, (Real)0.1, (Real)0.2001,
	    (Real)0.3001, (Real)0.4001, (Real)0.5, (Real)0.6001, (Real)0.7001,
	    (Real)0.8001, (Real)0.9001, (Real)0.0999, (Real)0.1999,
	    (Real)0.2999, (Real)0.3999, (Real)0.4999, (Real)0.5999,
	    (Real)0.6999, (Real)0.7999, (Real)0.8999, (Real)0.9999);
	ck_letters(ramp, "  ..::--==++**##%%@@\n"
			 "  ..::--==++**##%%@@\n");
}
END_TEST

START_TEST(blanks_at_the_end)
{
	Tensor *image = tensor_of(
	    step, SHAPE(4, 3), 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1); /* (4, 3) */
	ck_letters(image, "\n"
			  "@@\n"
			  "  @@\n"
			  "    @@\n");
}
END_TEST

START_TEST(nearest_level)
{
	Tensor *image = tensor_of(step, SHAPE(1, 7), -1, 2, -(Real)INFINITY,
	    (Real)INFINITY, (Real)NAN, -(Real)0, 1); /* (1, 7) */
	ck_letters(image, "  @@  @@    @@\n");
	ck_blocks(image, "\033[38;5;232;48;5;232m\xe2\x96\x80"
			 "\033[38;5;255;48;5;232m\xe2\x96\x80"
			 "\033[38;5;232;48;5;232m\xe2\x96\x80"
			 "\033[38;5;255;48;5;232m\xe2\x96\x80"
			 "\033[38;5;232;48;5;232m\xe2\x96\x80"
			 "\033[38;5;232;48;5;232m\xe2\x96\x80"
			 "\033[38;5;255;48;5;232m\xe2\x96\x80"
			 "\033[0m\n");
}
END_TEST

START_TEST(blocks)
{
	Tensor *image = tensor_of(step, SHAPE(4, 2), 0, 1, (Real)0.5,
	    (Real)0.25, 1, 0, 0, 1); /* (4, 2) */
	ck_blocks(image, "\033[38;5;232;48;5;244m\xe2\x96\x80"
			 "\033[38;5;255;48;5;238m\xe2\x96\x80"
			 "\033[0m\n"
			 "\033[38;5;255;48;5;232m\xe2\x96\x80"
			 "\033[38;5;232;48;5;255m\xe2\x96\x80"
			 "\033[0m\n");
}
END_TEST

/* Twenty-four greys, 232 to 255. */
START_TEST(levels_of_blocks)
{
	for (int level = 0; level < 24; level++) {
		Tensor *pixel = tensor_full(
		    step, SHAPE(1, 1), (Real)((level + 0.5) / 24)); /* (1, 1) */
		char expected[50];
		snprintf(expected, sizeof expected,
		    "\033[38;5;%d;48;5;232m\xe2\x96\x80\033[0m\n", 232 + level);
		ck_blocks(pixel, expected);
	}
}
END_TEST

/* Below an odd last row is paper, whatever comes next in memory. */
START_TEST(odd_rows)
{
	Tensor *four = tensor_full(step, SHAPE(4, 1), 1);   /* (4, 1) */
	Tensor *image = tensor_narrow(step, four, 0, 0, 3); /* (3, 1) */
	ck_blocks(image, "\033[38;5;255;48;5;255m\xe2\x96\x80\033[0m\n"
			 "\033[38;5;255;48;5;232m\xe2\x96\x80\033[0m\n");
	ck_letters(image, "@@\n@@\n@@\n");
}
END_TEST

START_TEST(square_in_one_axis)
{
	ck_letters(
	    tensor_of(step, SHAPE(4), 1, 0, (Real)0.55, 1), "@@\n++@@\n");
	ck_letters(tensor_full(step, SHAPE(1), 1), "@@\n");
	ck_letters(tensor_zeros(step, SHAPE(784)),
	    "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n");
}
END_TEST

START_TEST(nothing_to_draw)
{
	ck_letters(tensor_zeros(step, SHAPE(0)), "");
	ck_blocks(tensor_zeros(step, SHAPE(0, 28)), "");
	ck_letters(tensor_zeros(step, SHAPE(2, 0)), "\n\n");
}
END_TEST

START_TEST(views)
{
	Tensor *image = tensor_of(
	    step, SHAPE(2, 3), 1, 0, 1, 0, 0, (Real)0.55); /* (2, 3) */
	ck_letters(tensor_t(step, image), "@@\n\n@@++\n");
	ck_letters(tensor_narrow(step, image, 1, 1, 2), "  @@\n  ++\n");
	ck_blocks(tensor_narrow(step, image, 1, 2, 1),
	    "\033[38;5;255;48;5;245m\xe2\x96\x80\033[0m\n");

	/* A column is a square of one axis whose elements lie apart. */
	Tensor *tall = tensor_of(
	    step, SHAPE(4, 2), 1, 0, 0, 1, 1, 0, 1, 0); /* (4, 2) */
	ck_letters(tensor_select(step, tall, 1, 0), "@@\n@@@@\n");
	Tensor *one = tensor_full(step, SHAPE(1), 1); /* (1,) */
	ck_letters(tensor_expand(step, one, SHAPE(2, 2)), "@@@@\n@@@@\n");
}
END_TEST

START_TEST(neither_grid_nor_square)
{
	Tensor *five = tensor_zeros(step, SHAPE(5));        /* (5,) */
	Tensor *batch = tensor_zeros(step, SHAPE(1, 2, 2)); /* (1, 2, 2) */
	Tensor *number = tensor_scalar(step, 1);            /* () */
	const char *expected =
	    "digit_print: shape (5,) is neither a grid nor a square";
	ck_requires(expected, digit_print(stdout, five, DIGIT_LETTERS));
	expected =
	    "digit_print: shape (1, 2, 2) is neither a grid nor a square";
	ck_requires(expected, digit_print(stdout, batch, DIGIT_BLOCKS));
	expected = "digit_print: shape () is neither a grid nor a square";
	ck_requires(expected, digit_print(stdout, number, DIGIT_BLOCKS));
}
END_TEST

/* What a user's environment says; NULL: not set. */
typedef struct {
	const char *no_color, *term, *lc_all, *lc_ctype, *lang;
	DigitStyle style; /* on a terminal */
} Setting;

static const Setting settings[] = {
    {NULL, "xterm", NULL, NULL, "en_US.UTF-8", DIGIT_BLOCKS},
    {NULL, "xterm", NULL, NULL, "C.utf8", DIGIT_BLOCKS},
    {NULL, "xterm", NULL, NULL, "de_DE.utf-8@euro", DIGIT_BLOCKS},
    {NULL, "xterm", NULL, "C.UTF-8", "C", DIGIT_BLOCKS},
    {NULL, "xterm", "C.UTF-8", "C", "C", DIGIT_BLOCKS},
    {NULL, "xterm", "", "", "C.UTF-8", DIGIT_BLOCKS},
    {"", "xterm", NULL, NULL, "C.UTF-8", DIGIT_BLOCKS},
    {"1", "xterm", NULL, NULL, "C.UTF-8", DIGIT_LETTERS},
    {NULL, "dumb", NULL, NULL, "C.UTF-8", DIGIT_LETTERS},
    {NULL, NULL, NULL, NULL, "C.UTF-8", DIGIT_LETTERS},
    {NULL, "xterm", NULL, NULL, NULL, DIGIT_LETTERS},
    {NULL, "xterm", NULL, NULL, "C", DIGIT_LETTERS},
    {NULL, "xterm", NULL, NULL, "de_DE.ISO-8859-1", DIGIT_LETTERS},
    {NULL, "xterm", "C", "C.UTF-8", "C.UTF-8", DIGIT_LETTERS},
    {NULL, "xterm", NULL, "POSIX", "C.UTF-8", DIGIT_LETTERS},
};

enum { SETTINGS = sizeof settings / sizeof settings[0] };

static void
set_or_unset(const char *name, const char *value)
{
	if (value)
		setenv(name, value, true);
	else
		unsetenv(name);
}

static void
apply(const Setting *setting)
{
	set_or_unset("NO_COLOR", setting->no_color);
	set_or_unset("TERM", setting->term);
	set_or_unset("LC_ALL", setting->lc_all);
	set_or_unset("LC_CTYPE", setting->lc_ctype);
	set_or_unset("LANG", setting->lang);
}

START_TEST(style_on_a_terminal)
{
	Terminal terminal;
	SKIP_IF(!open_terminal(&terminal), "no terminal to be had");
	FILE *out = fdopen(terminal.slave, "w");
	for (int i = 0; i < SETTINGS; i++) {
		apply(&settings[i]);
		ck_assert_msg(digit_style(out) == settings[i].style,
		    "setting %d, from 0", i);
	}
	fclose(out);
	close(terminal.master);
}
END_TEST

START_TEST(style_in_a_file)
{
	FILE *out = fopen("file", "w");
	for (int i = 0; i < SETTINGS; i++) {
		apply(&settings[i]);
		ck_assert_int_eq(digit_style(out), DIGIT_LETTERS);
	}
	fclose(out);
}
END_TEST

TESTS_IN_FOLDER("digit", letters, blanks_at_the_end, nearest_level, blocks,
    levels_of_blocks, odd_rows, square_in_one_axis, nothing_to_draw, views,
    neither_grid_nor_square, style_on_a_terminal, style_in_a_file)

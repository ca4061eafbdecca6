/*
 * The progress bar: its text, its silence in a file, its life on a terminal.
 */
#include "tests/files.h"

#include "common/progress.h"

#define TENTH "####"
#define EMPTY "...."
#define BAR_0 EMPTY EMPTY EMPTY EMPTY EMPTY EMPTY EMPTY EMPTY EMPTY EMPTY
#define BAR_50 TENTH TENTH TENTH TENTH TENTH EMPTY EMPTY EMPTY EMPTY EMPTY
#define BAR_100 TENTH TENTH TENTH TENTH TENTH TENTH TENTH TENTH TENTH TENTH

/* A whole life of a bar, every step twice. */
static void
live(size_t total)
{
	Progress progress;
	progress_start(&progress, "epoch 1", total);
	for (size_t done = 1; done <= total; done++) {
		progress_update(&progress, done);
		progress_update(&progress, done);
	}
	progress_end(&progress);
	progress_update(&progress, 0); /* nothing any more */
	progress_end(&progress);
}

/* What live writes to a terminal; NULL if there is none. */
static const char *
drawn(size_t total)
{
	static char text[2000];
	Terminal terminal;
	if (!open_terminal(&terminal))
		return NULL;
	int before = redirect(stderr, terminal.slave);
	live(total);
	fputs("$", stderr); /* the end */
	size_t length = 0;
	while (length < sizeof text - 1 && !memchr(text, '$', length)) {
		ssize_t got = read(
		    terminal.master, text + length, sizeof text - 1 - length);
		ck_assert_int_gt(got, 0);
		length += (size_t)got;
	}
	restore(stderr, before);
	close(terminal.master);
	text[length] = '\0';
	return text;
}

static void
assert_text(int percent, const char *expected)
{
	Progress progress = {.label = "epoch 1"};
	char text[200];
	progress_text(&progress, percent, text, sizeof text);
	ck_assert_str_eq(text, expected);
}

START_TEST(text_of_a_bar)
{
	assert_text(-1, "epoch 1 [" BAR_0 "]   0 %");
	assert_text(0, "epoch 1 [" BAR_0 "]   0 %");
	assert_text(2, "epoch 1 [" BAR_0 "]   2 %");
	assert_text(50, "epoch 1 [" BAR_50 "]  50 %");
	assert_text(52, "epoch 1 [" BAR_50 "]  52 %");
	assert_text(99,
	    "epoch 1 [" TENTH TENTH TENTH TENTH TENTH TENTH TENTH TENTH TENTH
	    "###.]  99 %");
	assert_text(100, "epoch 1 [" BAR_100 "] 100 %");
	assert_text(101, "epoch 1 [" BAR_100 "] 100 %");
}
END_TEST

START_TEST(text_is_cut_to_size)
{
	Progress progress = {.label = "epoch 1"};
	char text[11] = "";
	progress_text(&progress, 50, text, sizeof text);
	ck_assert_str_eq(text, "epoch 1 [#");
}
END_TEST

START_TEST(silent_in_a_file)
{
	int before = redirect_to_file(stderr, "stderr");
	live(100);
	restore(stderr, before);
	ck_file("stderr", "");
}
END_TEST

START_TEST(draws_and_wipes)
{
	const char *text = drawn(2);
	SKIP_IF(!text, "no terminal to be had");
	ck_assert_str_eq(text, "\repoch 1 [" BAR_0 "]   0 %"
			       "\repoch 1 [" BAR_50 "]  50 %"
			       "\repoch 1 [" BAR_100 "] 100 %"
			       "\r\033[K$");
}
END_TEST

START_TEST(nothing_to_do_is_done)
{
	const char *text = drawn(0);
	SKIP_IF(!text, "no terminal to be had");
	ck_assert_str_eq(text, "\repoch 1 [" BAR_100 "] 100 %\r\033[K$");
}
END_TEST

/* Between two percentages nothing is drawn; beyond the total it is 100. */
START_TEST(draws_each_percentage_once)
{
	int before = redirect_to_file(stderr, "stderr");
	Progress progress;
	progress_start(&progress, "epoch 1", 1000);
	progress.shown = true; /* as on a terminal */
	progress_update(&progress, 0);
	for (size_t done = 1; done <= 9; done++)
		progress_update(&progress, done);
	progress_update(&progress, 500);
	progress_update(&progress, 509);
	progress_update(&progress, 2000);
	restore(stderr, before);
	ck_file("stderr", "\repoch 1 [" BAR_0 "]   0 %"
			  "\repoch 1 [" BAR_50 "]  50 %"
			  "\repoch 1 [" BAR_100 "] 100 %");
}
END_TEST

TESTS_IN_FOLDER("progress", text_of_a_bar, text_is_cut_to_size,
    silent_in_a_file, draws_and_wipes, nothing_to_do_is_done,
    draws_each_percentage_once)

/*
 * The weaver, docs/weave.awk: an input is what stands in a chapter between its
 * title and its last headings. Either a page comes, with every line of prose
 * and of code in its order, and not a word of complaint; or no page, and one
 * line that names the file and a line of it. (A directive or a count stands for
 * other lines, and is not looked for.)
 *
 * Lines of awk end at a byte 0, and what follows it is lost; so docs/weave.sh
 * refuses such files, and here each becomes a 1. As there, a byte is a
 * character, whatever the locale.
 *
 * Runs in the root of the repository. $FUZZ_AWK names an awk, or awk is taken.
 */
#define _XOPEN_SOURCE 700
#define MODULE_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"

extern char **environ;

static const char head[] = "/*\n# A chapter\n\n## Goal\n*/\n";
static const char tail[] = "\n/*\n## Idea\n## Mathematics\n## Code\n## Run it\n"
			   "## Check it\n## Pitfalls\n## Exercises\n## Next\n"
			   "*/\n";

enum { MOST_PAGE = 1 << 20 };

/* A file's text, in memory that lives until the next call for `place`. */
static char *
read_text(const char *path, int place)
{
	static char text[2][MOST_PAGE];
	FILE *file = fopen(path, "rb");
	FUZZ_CHECK(file, "cannot read %s", path);
	size_t size = fread(text[place], 1, MOST_PAGE - 1, file);
	fclose(file);
	text[place][size] = '\0';
	return text[place];
}

/* Weaves a file; returns the status. */
static int
weave(const char *file, const char *page, const char *complaint)
{
	const char *awk = getenv("FUZZ_AWK");
	setenv("LC_ALL", "C", 1);
	char *busybox[] = {"busybox", "awk", "-f", "docs/weave.awk", "-v",
	    "slug=02_chapter", (char *)file, NULL};
	char **command = busybox;
	if (!awk || strcmp(awk, "busybox") != 0) {
		command = busybox + 1;
		command[0] = (char *)(awk ? awk : "awk");
	}
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(
	    &actions, 1, page, O_WRONLY | O_TRUNC, 0);
	posix_spawn_file_actions_addopen(
	    &actions, 2, complaint, O_WRONLY | O_TRUNC, 0);
	pid_t child;
	int status = -1;
	FUZZ_CHECK(posix_spawnp(&child, command[0], &actions, NULL, command,
		       environ) == 0,
	    "cannot run %s", command[0]);
	posix_spawn_file_actions_destroy(&actions);
	FUZZ_CHECK(waitpid(child, &status, 0) == child, "waitpid");
	FUZZ_CHECK(WIFEXITED(status), "awk ended by a signal");
	return WEXITSTATUS(status);
}

/* FILE:LINE: and words, in one line of print. */
static void
check_complaint(const char *line, const char *file, size_t lines)
{
	size_t length = strlen(file);
	FUZZ_CHECK(strncmp(line, file, length) == 0 && line[length] == ':',
	    "no file in front: %s", line);
	char *end;
	unsigned long place = strtoul(line + length + 1, &end, 10);
	FUZZ_CHECK(place >= 1 && place <= lines && strncmp(end, ": ", 2) == 0,
	    "no line of the file: %s", line);
	const char *newline = strchr(line, '\n');
	FUZZ_CHECK(newline && newline[1] == '\0' && newline > end + 2,
	    "not one line: %s", line);
}

/* Is it a line that the page has as it is? */
static bool
is_kept(const char *line)
{
	return *line && *line != '@' && !strstr(line, "@lines(") &&
	       strcmp(line, "/*") != 0 && strcmp(line, "*/") != 0;
}

/* Every line of the file that is kept comes in the page, one after another. */
static void
check_page(char *text, char *page)
{
	char *next = page;
	for (char *line = text, *end; line; line = end) {
		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		if (!is_kept(line))
			continue;
		bool found = false;
		while (next && !found) {
			char *after = strchr(next, '\n');
			if (after)
				*after++ = '\0';
			found = strcmp(next, line) == 0;
			next = after;
		}
		FUZZ_CHECK(found, "the page lacks '%s'", line);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char text[FUZZ_MOST + sizeof head + sizeof tail];
	size_t length = sizeof head - 1;
	memcpy(text, head, length);
	size = size < FUZZ_MOST ? size : FUZZ_MOST;
	memcpy(text + length, data, size);
	for (size_t i = 0; i < size; i++)
		if (data[i] == '\0')
			text[length + i] = '1';
	length += size;
	memcpy(text + length, tail, sizeof tail - 1);
	length += sizeof tail - 1;

	char page[1024], complaint[1024];
	snprintf(page, sizeof page, "%s", fuzz_file("page", "", 0));
	snprintf(
	    complaint, sizeof complaint, "%s", fuzz_file("complaint", "", 0));
	const char *file = fuzz_file("file.c", text, length);
	size_t lines = 0;
	for (size_t i = 0; i < length; i++)
		lines += text[i] == '\n';
	int status = weave(file, page, complaint);
	char *woven = read_text(page, 0), *said = read_text(complaint, 1);
	if (status != 0) {
		FUZZ_CHECK(status == 1, "status %d: %s", status, said);
		FUZZ_CHECK(*woven == '\0', "an error, and a page");
		check_complaint(said, file, lines);
		return 0;
	}
	FUZZ_CHECK(*said == '\0', "a page, and on stderr: %s", said);
	text[length - 1] = '\0'; /* its last newline */
	check_page(text, woven);
	return 0;
}

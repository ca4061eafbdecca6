/*
 * Command lines: an even first byte is one for chapter 4, an odd one for
 * chapter 11, and the rest its arguments, a line each. The status is 0, and
 * stderr silent; or 1 or 2, and stderr says why: in one line, or in three where
 * an expression cannot be read. (All other chapters' command lines are in
 * commands.sh: one line there takes a process.)
 */
#define _XOPEN_SOURCE 700 /* optarg, and its kin */
#define MODULE_SOURCE
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "chapters/04_derivatives/commands.h"
#include "chapters/11_descent/commands.h"
#include "tests/fuzz/fuzz.h"

enum { MOST_ARGUMENTS = 16 };

/* Lines into arguments; returns how many. */
static int
cut_lines(char *text, char **argument)
{
	int count = 0;
	argument[count++] = "program";
	for (char *line = text; line && count < MOST_ARGUMENTS;) {
		char *end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		argument[count++] = line;
		line = end;
	}
	argument[count] = NULL;
	return count;
}

/* What the program does with its arguments, as its main() does it. */
static int
run(bool descent, int count, char **argument)
{
	Program program = {.name = descent ? "chapter11" : "chapter4",
	    .title = "A chapter",
	    .about = "",
	    .commands = descent ? descent_help : commands_help};
	Arena *arena = fuzz_arena();
	optind = 0; /* getopt begins again, and forgets half an argument */
	if (!program_start(&program, count, argument))
		return program.status;
	if (program.count > 0 && descent)
		descent_commands(&program, arena);
	else if (program.count > 0)
		commands_run(&program, arena);
	return program_end(&program);
}

/* A stream is led elsewhere, and back. */
static int
lead(FILE *stream, FILE *to)
{
	fflush(stream);
	int kept = dup(fileno(stream));
	dup2(fileno(to), fileno(stream));
	return kept;
}

static void
lead_back(FILE *stream, int kept)
{
	fflush(stream);
	dup2(kept, fileno(stream));
	close(kept);
}

/* How many lines a file has; it is empty afterwards. */
static size_t
count_lines(FILE *file, char *text, size_t size)
{
	size_t lines = 0;
	ssize_t length = pread(fileno(file), text, size - 1, 0);
	text[length > 0 ? length : 0] = '\0';
	for (const char *at = text; *at; at++)
		lines += *at == '\n';
	FUZZ_CHECK(ftruncate(fileno(file), 0) == 0 &&
		       lseek(fileno(file), 0, SEEK_SET) == 0,
	    "the file of stderr");
	return lines;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static FILE *said, *complained;
	static char text[FUZZ_MOST + 1], complaint[8192];
	char *argument[MOST_ARGUMENTS + 1];
	if (!said) {
		said = fopen("/dev/null", "w");
		complained = tmpfile();
	}
	FUZZ_CHECK(said && complained, "no file for what is said");
	Input input = {data, size < FUZZ_MOST ? size : FUZZ_MOST};
	bool descent = input_byte(&input) % 2;
	memcpy(text, input.at, input.left);
	text[input.left] = '\0';
	int count = cut_lines(text, argument);

	int out = lead(stdout, said), err = lead(stderr, complained);
	int status = run(descent, count, argument);
	lead_back(stdout, out);
	lead_back(stderr, err);
	size_t lines = count_lines(complained, complaint, sizeof complaint);
	FUZZ_CHECK(status >= 0 && status <= 2, "status %d", status);
	FUZZ_CHECK(status == 0 ? lines == 0
			       : lines == 1 || (status == 1 && lines == 3),
	    "status %d, and %zu lines on stderr: %s", status, lines, complaint);
	return 0;
}

/*
 * How every chapter's main begins and ends: options, messages, status.
 * (program.sh tries the programs themselves.)
 */
#include "tests/files.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "common/output.h"
#include "common/program.h"

#define OPTIONS_HELP \
	"  --plots FOLDER  also write the figures, or their data," \
	" there\n" \
	"  --help          print this and stop\n" \
	"\n" \
	"MNIST_DIR names the folder with the digits; without it,\n" \
	"data/mnist is used, or else data/synthetic (see `make" \
	" data`).\n"

/* What program_start makes of these arguments. */
static Program
start_with(
    const char *commands, int count, const char *const *arguments, bool goes_on)
{
	static char *argv[6]; /* a program keeps its arguments */
	argv[0] = (char[]){"build/chapter0"};
	for (int i = 0; i < count; i++)
		argv[1 + i] = (char *)arguments[i];
	argv[1 + count] = NULL;
	Program program = {.name = "chapter0",
	    .title = "Chapter 0: nothing",
	    .about = "what goes without saying",
	    .commands = commands};
	optind = 0; /* getopt begins anew */
	capture();
	bool good = program_start(&program, 1 + count, argv);
	end_capture();
	ck_assert_int_eq(good, goes_on);
	return program;
}

#define COUNT(...) \
	((int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *)))
#define started(...) \
	start_with( \
	    NULL, COUNT(__VA_ARGS__), (const char *[]){__VA_ARGS__}, true)
#define stopped(...) \
	start_with( \
	    NULL, COUNT(__VA_ARGS__), (const char *[]){__VA_ARGS__}, false)
#define commanded(...) \
	start_with("  draw WHAT\n\n", COUNT(__VA_ARGS__), \
	    (const char *[]){__VA_ARGS__}, true)

static Program
start(void)
{
	return start_with(NULL, 0, NULL, true);
}

START_TEST(starts)
{
	Program program = start();
	ck_said("Chapter 0: nothing\n", "");
	ck_assert_int_eq(program.status, 0);
	ck_assert_ptr_null(program.plots);
}
END_TEST

START_TEST(takes_plots)
{
	ck_assert_str_eq(started("--plots", "a folder").plots, "a folder");
	ck_said("Chapter 0: nothing\n", "");
	ck_assert_str_eq(started("--plots=here").plots, "here");
}
END_TEST

START_TEST(helps)
{
	ck_assert_int_eq(stopped("--help").status, 0);
	ck_said("Chapter 0: nothing: what goes without saying\n"
		"\n"
		"usage: chapter0 [--plots FOLDER]\n"
		"\n" OPTIONS_HELP,
	    "");
}
END_TEST

START_TEST(refuses_arguments)
{
	ck_assert_int_eq(stopped("extra").status, 2);
	ck_said("", "chapter0: unexpected 'extra' (--help explains)\n");
	ck_assert_int_eq(stopped("--plots=here", "extra").status, 2);
	ck_said("", "chapter0: unexpected 'extra' (--help explains)\n");
}
END_TEST

START_TEST(refuses_what_the_environment_wishes)
{
	setenv("HANDGRAD_THREADS", "many", 1);
	ck_assert_int_eq(stopped("--help").status, 2);
	ck_said("", "chapter0: HANDGRAD_THREADS is 'many', not a number from 1 "
		    "to 256\n");
	unsetenv("HANDGRAD_THREADS");
	setenv("HANDGRAD_SIMD", "avx3", 1);
	ck_assert_int_eq(stopped("--plots=here").status, 2);
	ck_file("stdout", "");
	unsetenv("HANDGRAD_SIMD");
	start();
}
END_TEST

START_TEST(takes_commands)
{
	Program program = commanded("--plots=here", "draw", "--it", "all");
	ck_said("", "");
	ck_assert_int_eq(program.status, 0);
	ck_assert_str_eq(program.plots, "here");
	ck_assert_int_eq(program.count, 3);
	ck_assert_str_eq(program.argument[0], "draw");
	ck_assert_str_eq(program.argument[1], "--it");
	ck_assert_str_eq(program.argument[2], "all");

	program = start_with("  draw WHAT\n\n", 0, NULL, true);
	ck_said("Chapter 0: nothing\n", "");
	ck_assert_int_eq(program.count, 0);
}
END_TEST

START_TEST(explains_commands)
{
	const char *help = "--help";
	start_with("  draw WHAT\n\n", 1, &help, false);
	ck_said("Chapter 0: nothing: what goes without saying\n"
		"\n"
		"usage: chapter0 [--plots FOLDER] [COMMAND ...]\n"
		"\n"
		"  draw WHAT\n"
		"\n" OPTIONS_HELP,
	    "");
}
END_TEST

START_TEST(refuses_commands)
{
	Program program = commanded("paint");
	capture();
	bool good = program_misused(&program, "paint");
	end_capture();
	ck_said("", "chapter0: unexpected 'paint' (--help explains)\n");
	ck_assert(!good);
	ck_assert_int_eq(program_end(&program), 2);
}
END_TEST

/* The words are getopt's, which differ; one line of them. */
static void
assert_misused(const char *argument)
{
	ck_assert_int_eq(stopped(argument).status, 2);
	ck_file("stdout", "");
	const char *said = (const char *)read_whole("stderr").at;
	ck_assert_msg(strchr(said, '\n') == said + strlen(said) - 1,
	    "%s: not one line: %s", argument, said);
}

START_TEST(refuses_options)
{
	assert_misused("--no-such-option");
	assert_misused("-x");
	assert_misused("--plots");
	assert_misused("--help=me");
}
END_TEST

START_TEST(fails_with_one_line)
{
	Program program = start();
	Error error;
	error_set(&error, "%s: too bad", "x.svg");
	capture_together();
	printf("before\n");
	bool good = program_fail(&program, &error);
	int status = program_end(&program);
	end_capture();
	ck_file("stdout", "before\nchapter0: x.svg: too bad\n");
	ck_assert(!good);
	ck_assert_int_eq(program.status, 1);
	ck_assert_int_eq(status, 1);
}
END_TEST

START_TEST(ends_well)
{
	Program program = start();
	capture();
	printf("text");
	ck_assert_int_eq(program_end(&program), 0);
	end_capture();
	ck_said("text", "");
}
END_TEST

START_TEST(full_disk)
{
	SKIP_IF(access("/dev/full", W_OK) != 0, "no /dev/full");
	Program program = start();
	capture();
	int file = redirect(stdout, open("/dev/full", O_WRONLY));
	printf("text");
	int status = program_end(&program);
	restore(stdout, file);
	end_capture();
	ck_said("", "chapter0: cannot write to standard output: No space left"
		    " on device\n");
	ck_assert_int_eq(status, 1);
}
END_TEST

/* A disk that is full fails everything; one line is enough. */
START_TEST(full_disk_twice)
{
	SKIP_IF(access("/dev/full", W_OK) != 0, "no /dev/full");
	Program program = start();
	Error error;
	error_set(&error, "x.svg: cannot write");
	capture();
	int file = redirect(stdout, open("/dev/full", O_WRONLY));
	printf("text");
	program_fail(&program, &error);
	int status = program_end(&program);
	restore(stdout, file);
	end_capture();
	ck_said("", "chapter0: x.svg: cannot write\n");
	ck_assert_int_eq(status, 1);
}
END_TEST

/* Nothing is left to write when the program ends, but a line is missing, and
   the error number is long forgotten. */
START_TEST(disk_was_full)
{
	Program program = start();
	struct rlimit limit;
	getrlimit(RLIMIT_FSIZE, &limit);
	rlim_t before = limit.rlim_cur;
	signal(SIGXFSZ, SIG_IGN);
	capture();
	limit.rlim_cur = 0;
	setrlimit(RLIMIT_FSIZE, &limit);
	printf("lost");
	fflush(stdout);
	limit.rlim_cur = before;
	setrlimit(RLIMIT_FSIZE, &limit);
	fflush(stdout);
	errno = ENOENT; /* of some other call */
	int status = program_end(&program);
	end_capture();
	char expected[200];
	snprintf(expected, sizeof expected,
	    "chapter0: cannot write to standard output: %s\n", strerror(EIO));
	ck_file("stderr", expected);
	ck_assert_int_eq(status, 1);
}
END_TEST

/* Says it after what was printed before, leaves no half-written file, and ends
   the process. */
START_TEST(out_of_memory)
{
	Program program = start();
	capture_together();
	pid_t child = fork();
	if (child == 0) {
		Output output;
		Error error;
		output_open(&output, "half.svg", &error);
		fputs("<svg>", output.file);
		printf("before\n");
		arena_alloc(step, SIZE_MAX, 2);
		program_end(&program); /* not reached */
	}
	int status;
	waitpid(child, &status, 0);
	end_capture();
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 1);
	ck_assert(!exists("half.svg") && !exists("half.svg.tmp"));
	const char *said = (const char *)read_whole("stdout").at;
	const char *expected =
	    "before\nchapter0: out of memory: arena 'step' holds ";
	ck_assert_msg(strstr(said, expected) == said, "%s", said);
	ck_assert_ptr_eq(
	    strchr(said + strlen(expected), '\n'), said + strlen(said) - 1);
}
END_TEST

TESTS_IN_FOLDER("program", starts, takes_plots, helps, refuses_arguments,
    refuses_what_the_environment_wishes, takes_commands, explains_commands,
    refuses_commands, refuses_options, fails_with_one_line, ends_well,
    full_disk, full_disk_twice, disk_was_full, out_of_memory)

#include "common/program.h"

#include <errno.h>
#include <getopt.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "common/matmul.h"
#include "common/output.h"
#include "common/parallel.h"
#include "common/print.h"
#include "common/require.h"

enum { IMAGES = 60000 }; /* the chapters speak of them by number */

/* arena_exhausted has no argument for it; a process is one program. */
static const char *running = "handgrad";

/* No memory left: no half-written file, one line, status 1. */
static void
out_of_memory(const char *message)
{
	output_abandon_all();
	fflush(stdout);
	fprintf(stderr, "%s: %s\n", running, message);
	exit(EXIT_FAILURE);
}

static void
print_help(const Program *program)
{
	printf(
	    "%s: %s\n\nusage: %s [--plots FOLDER]%s\n\n%s"
	    "  --plots FOLDER  also write the figures, or their data, there\n"
	    "  --help          print this and stop\n\n"
	    "MNIST_DIR names the folder with the digits; without it,\n"
	    "data/mnist is used, or else data/synthetic (see `make data`).\n",
	    program->title, program->about, program->name,
	    program->commands ? " [COMMAND ...]" : "",
	    program->commands ? program->commands : "");
}

/* A wish that cannot be met is not passed over: the reader would take what
   follows for its result. */
static bool
environment_fits(Program *program)
{
	Error error;
	if (parallel_threads_fit(&error) && matmul_kernel_fits(&error))
		return true;
	program_fail(program, &error);
	program->status = 2;
	return false;
}

bool
program_start(Program *program, int argc, char **argv)
{
	static const struct option options[] = {
	    {"plots", required_argument, NULL, 'p'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	running = program->name;
	arena_exhausted = out_of_memory;
	if (!environment_fits(program))
		return false;
	program->status = 2;
	for (int option;
	     (option = getopt_long(argc, argv, "+", options, NULL)) != -1;) {
		if (option == 'h') {
			print_help(program);
			program->status = 0;
			program_end(program);
			return false;
		}
		if (option != 'p')
			return false; /* getopt has said what is wrong */
		program->plots = optarg;
	}
	program->count = argc - optind;
	program->argument = argv + optind;
	if (program->count > 0 && !program->commands)
		return program_misused(program, program->argument[0]);
	program->status = 0;
	if (program->count == 0)
		printf("%s\n", program->title);
	return true;
}

bool
program_misused(Program *program, const char *what)
{
	fprintf(stderr, "%s: unexpected '%s' (--help explains)\n",
	    program->name, what);
	program->status = 2;
	return false;
}

bool
program_digits(Program *program, Arena *arena, double divisor, Mnist *mnist)
{
	Error error;
	if (!mnist_load(arena, divisor, mnist, &error))
		return program_fail(program, &error);
	size_t images = mnist->x_train->shape[0] + mnist->x_valid->shape[0];
	if (images != IMAGES) {
		error_set(&error, "%s: %zu images, expected %d", mnist->folder,
		    images, IMAGES);
		return program_fail(program, &error);
	}
	static const char *const names[] = {
	    [DIGITS_MNIST] = "MNIST",
	    [DIGITS_SYNTHETIC] = "synthetic digits, not MNIST: the published "
				 "numbers are not theirs",
	    [DIGITS_OTHER] = "unknown digits, not MNIST: the published numbers "
			     "are not theirs",
	};
	printf("Data: %s (from %s)\n", names[mnist->digits], mnist->folder);
	return true;
}

bool
program_fail(Program *program, const Error *error)
{
	fflush(stdout);
	fprintf(stderr, "%s: %s\n", program->name, error->text);
	program->status = 1;
	return false;
}

int
program_end(Program *program)
{
	errno = 0;
	bool written = fflush(stdout) == 0 && !ferror(stdout);
	if (!written && program->status != 1) {   /* one line is enough */
		int reason = errno ? errno : EIO; /* an earlier write failed */
		fprintf(stderr, "%s: cannot write to standard output: %s\n",
		    program->name, strerror(reason));
		program->status = 1;
	}
	return program->status;
}

void
section(const char *name)
{
	printf("\n== %s ==\n\n", name);
}

void
show_tensor(const char *expression, const Tensor *t)
{
	printf("%s\n", expression);
	tensor_print(stdout, t);
}

static jmp_buf survived;

static void
print_and_survive(const char *message)
{
	printf("%s\n", message);
	longjmp(survived, 1);
}

void
show_mistake(void (*mistake)(Arena *step), Arena *step)
{
	require_hook = print_and_survive;
	if (setjmp(survived) == 0) {
		mistake(step);
		printf("(no complaint)\n");
	}
	require_hook = NULL;
}

void
show_published_heading(void)
{
	printf("%-44s %12s %12s\n", "", "published", "here");
}

void
show_published(const char *what, const char *published, int digits, double here)
{
	printf("%-44s %12s %12.*f\n", what, published, digits, here);
}

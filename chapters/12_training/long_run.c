#include "chapters/12_training/long_run.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "chapters/10_cross_entropy/cross_entropy.h"
#include "chapters/12_training/checkpoint.h"
#include "common/progress.h"

enum {
	EPOCHS = 1000,
	MOST_EPOCHS = 1000000,
	ROWS = 60000,
	SHOW = 100,        /* epochs between two losses that are printed */
	SAVE = 10,         /* epochs between two checkpoints */
	INTERRUPTED = 130, /* what a shell gives for SIGINT */
};

typedef struct {
	const char *file;
	size_t epochs, rows;
	const Variant *variant;
} Wish;

/* A whole number from 1 to `most`. */
static bool
parse_count(const char *text, size_t most, size_t *count)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);
	*count = number;
	return text[0] >= '0' && text[0] <= '9' && !*end && number >= 1 &&
	       number <= most;
}

static bool
parse(Program *program, Wish *wish)
{
	char **argument = program->argument;
	int count = program->count;
	*wish = (Wish){.epochs = EPOCHS, .rows = ROWS, .variant = variants};
	if (strcmp(argument[0], "long") != 0 || count < 2)
		return program_misused(program, argument[0]);
	wish->file = argument[1];
	if (count > 2 && !parse_count(argument[2], MOST_EPOCHS, &wish->epochs))
		return program_misused(program, argument[2]);
	if (count > 3 && !(wish->variant = variant_named(argument[3])))
		return program_misused(program, argument[3]);
	if (count > 4 && !parse_count(argument[4], ROWS, &wish->rows))
		return program_misused(program, argument[4]);
	return count <= 5 || program_misused(program, argument[5]);
}

/* The run under way, and what it is to be compared with. */
typedef struct {
	Program *program;
	Wish wish;
	CeilingRun run;
	Arena *model, *step;
	Tensor *x_test; /* (10000, 784) */
	Tensor *y_test; /* (10000,) */
	bool published; /* it is the run that the lecture published */
	Progress progress;
} LongRun;

static volatile sig_atomic_t interrupted;

static void
note_interrupt(int signal)
{
	(void)signal;
	interrupted = 1;
}

/* The first interrupt is noted; a second one ends the program at once. */
static void
catch_interrupt(void)
{
	struct sigaction action = {
	    .sa_handler = note_interrupt, .sa_flags = (int)SA_RESETHAND};
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
}

static void
show_loss(const LongRun *l, size_t epoch)
{
	static const char *const losses[] = {"2.3025", "2.1512", "1.9821",
	    "1.8963", "1.8432", "1.8035", "1.7514", "1.7307", "1.7209",
	    "1.7148"};
	bool known = l->published && epoch % SHOW == 0 && epoch < EPOCHS;
	char what[40];
	snprintf(what, sizeof what, "loss at epoch %zu", epoch);
	show_published(what, known ? losses[epoch / SHOW] : "-", 4,
	    (double)l->run.losses->data[epoch]);
	fflush(stdout);
}

/* The bar gives way to the line. */
static void
show_next(LongRun *l, size_t epoch)
{
	progress_end(&l->progress);
	show_loss(l, epoch);
	progress_start(&l->progress, l->run.variant->name, l->wish.epochs);
}

static bool
train(LongRun *l, Error *error)
{
	CeilingRun *run = &l->run;
	bool good = true;
	progress_start(&l->progress, run->variant->name, l->wish.epochs);
	catch_interrupt();
	while (good && run->epochs < l->wish.epochs) {
		size_t epoch = run->epochs;
		ceiling_epoch(run, l->step);
		if (epoch % SHOW == 0)
			show_next(l, epoch);
		progress_update(&l->progress, run->epochs);
		bool stop =
		    interrupted; /* asked once: it may come at any time */
		if (stop || run->epochs % SAVE == 0 ||
		    run->epochs == l->wish.epochs)
			good = checkpoint_write(run, l->wish.file, error);
		if (stop)
			break;
	}
	progress_end(&l->progress);
	return good;
}

static void
say_how_to_go_on(const LongRun *l)
{
	fflush(stdout);
	fprintf(stderr,
	    "%s: interrupted: %zu of %zu epochs are in %s; the same command "
	    "goes on\n",
	    l->program->name, l->run.epochs, l->wish.epochs, l->wish.file);
	l->program->status = INTERRUPTED;
}

/* The last loss, and how the net does on digits that it has never seen. */
static void
show_end(const LongRun *l)
{
	size_t last = l->run.epochs - 1;
	if (last % SHOW != 0)
		show_loss(l, last);
	Tensor *out = ceiling_output(l->step, &l->run, l->x_test);
	bool comparable = l->published && l->run.epochs == EPOCHS;
	show_published("right on the test digits", comparable ? "0.7647" : "-",
	    4, accuracy(out, l->y_test));
}

/* A run from the start, or from where the file is; shows what it has. */
static bool
start(LongRun *l, const Mnist *mnist, Error *error)
{
	Tensor *x = tensor_narrow(
	    l->model, mnist->x, 0, 0, l->wish.rows); /* (rows, 784) */
	Tensor *y = tensor_narrow(
	    l->model, mnist->y, 0, 0, l->wish.rows); /* (rows,) */
	ceiling_start(&l->run, l->model, l->wish.variant, x, y, l->wish.epochs);
	l->published = mnist->digits == DIGITS_MNIST && l->wish.rows == ROWS &&
		       l->wish.variant == variants;
	bool goes_on = access(l->wish.file, F_OK) == 0;
	if (!goes_on && errno != ENOENT) /* it would be written over */
		return error_set(error, "%s: cannot look for it: %s",
		    l->wish.file, strerror(errno));
	if (goes_on) {
		if (!checkpoint_read(&l->run, l->wish.file, error))
			return false;
		if (l->run.epochs < l->wish.epochs)
			fprintf(stderr, "%s: goes on after epoch %zu of %s\n",
			    l->program->name, l->run.epochs, l->wish.file);
	}
	show_published_heading();
	for (size_t epoch = 0; epoch < l->run.epochs; epoch += SHOW)
		show_loss(l, epoch);
	return true;
}

static void
load_and_run(LongRun *l)
{
	Mnist mnist;
	Error error;
	if (!program_digits(l->program, l->model, 255, &mnist))
		return;
	if (!mnist_load_test(
		l->model, 255, &mnist, &l->x_test, &l->y_test, &error) ||
	    !start(l, &mnist, &error) || !train(l, &error))
		program_fail(l->program, &error);
	else if (l->run.epochs < l->wish.epochs)
		say_how_to_go_on(l);
	else
		show_end(l);
}

void
long_run(Program *program)
{
	LongRun l = {.program = program};
	if (!parse(program, &l.wish))
		return;
	l.model = arena_create("model");
	l.step = arena_create("step");
	load_and_run(&l);
	arena_destroy(l.step);
	arena_destroy(l.model);
}

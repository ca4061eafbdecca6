#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/12_training/commands.h"

#include <stdlib.h>
#include <string.h>

#include "chapters/12_training/fit.h"
#include "chapters/12_training/long_run.h"
#include "common/digit.h"
#include "common/idx.h"
#include "common/npz.h"
#include "common/output.h"

const char commands_help[] =
    "  save NET                      train the net of 784-50-10, and save it\n"
    "                                as NET, an .npz file\n"
    "  predict IMAGES [NUMBER [NET]] show image NUMBER (0 is the first) of an\n"
    "                                IDX file and its ten probabilities; "
    "without\n"
    "                                NET a net is trained first\n"
    "  long FILE [EPOCHS [VARIANT [ROWS]]]\n"
    "                                train the lecture's 784-32-10 net on the\n"
    "                                first ROWS images (60000) for EPOCHS "
    "epochs\n"
    "                                (1000: some minutes). VARIANT: softmax "
    "(the\n"
    "                                lecture's), softmax-kept, plain or\n"
    "                                plain-kept; the kept do without "
    "zero_grad.\n"
    "                                FILE keeps the run (.npz); ctrl-C stops "
    "it,\n"
    "                                and the same command goes on\n\n";

/* The net's parameters as entries of a file, in `arena`. */
static NpzEntry *
entries_of(Arena *arena, const Module *net, size_t *count)
{
	Parameters all = module_parameters(arena, net);
	NpzEntry *entries = arena_alloc(arena, all.count, sizeof *entries);
	for (size_t i = 0; i < all.count; i++)
		entries[i] = (NpzEntry){all.at[i].name, all.at[i].tensor};
	*count = all.count;
	return entries;
}

bool
net_save(const Module *net, const char *path, Error *error)
{
	REQUIRE_GIVEN(net && path && error);
	Arena *arena = arena_create("entries");
	size_t count;
	NpzEntry *entries = entries_of(arena, net, &count);
	bool good = npz_write(path, entries, count, error);
	arena_destroy(arena);
	return good;
}

bool
net_read(Module *net, const char *path, Error *error)
{
	REQUIRE_GIVEN(net && path && error);
	Arena *arena = arena_create("entries");
	size_t count;
	NpzEntry *entries = entries_of(arena, net, &count);
	bool good = npz_read_into(path, entries, count, error);
	arena_destroy(arena);
	return good;
}

/* A net that has learned to read: from the file, or trained now. */
static Module *
ready_net(Program *program, const char *path, Arena *arena)
{
	Random random;
	random_seed(&random, 1);
	Module *net = notebook_net(arena, &random);
	Error error;
	if (path) {
		if (net_read(net, path, &error))
			return net;
		program_fail(program, &error);
		return NULL;
	}
	Mnist mnist;
	if (!program_digits(program, arena, 256, &mnist))
		return NULL;
	Arena *step = arena_create("step");
	Epoch log[EPOCHS];
	train_to_read(net, &mnist, arena, step, log);
	arena_destroy(step);
	printf("trained: %.1f %% of the validation images\n",
	    100 * log[EPOCHS - 1].valid.accuracy);
	return net;
}

static void
save(Program *program, Arena *arena)
{
	/* Whether the file can be written is asked before the training. */
	Error error;
	Output probe;
	if (!output_open(&probe, program->argument[1], &error)) {
		program_fail(program, &error);
		return;
	}
	output_abandon(&probe);
	Module *net = ready_net(program, NULL, arena);
	if (!net)
		return;
	if (net_save(net, program->argument[1], &error))
		printf("saved: %s\n", program->argument[1]);
	else
		program_fail(program, &error);
}

/* A whole number as an argument; false if it is none. */
static bool
read_number(const char *text, size_t *number)
{
	char *end;
	if (text[0] < '0' || text[0] > '9')
		return false;
	*number = strtoull(text, &end, 10);
	return *end == '\0' && *number < SIZE_MAX / 2;
}

/* The probabilities as bars of at most forty signs. */
static void
print_bars(const Tensor *p)
{
	size_t best = tensor_argmax_all(p);
	for (size_t digit = 0; digit < tensor_count(p); digit++) {
		double share = (double)p->data[digit];
		printf("%zu %6.3f ", digit, share);
		for (double bar = 0.5; bar < 40 * share; bar += 1)
			putchar('#');
		printf("%s\n", digit == best ? " <" : "");
	}
}

static void
show_prediction(Module *net, const Tensor *image, Arena *arena)
{
	Tensor *x = tensor_reshape(arena, image, SHAPE(1, 784)); /* (1, 784) */
	Tensor *p = softmax(arena, module_forward(arena, net, x)); /* (1, 10) */
	digit_print(stdout, image, digit_style(stdout));
	print_bars(p);
}

static void
predict(Program *program, size_t number, Arena *arena)
{
	const char *path = program->argument[1];
	Tensor *images; /* (n, rows, columns) */
	Error error;
	if (!idx_read_images(arena, path, 256, &images, &error)) {
		program_fail(program, &error);
		return;
	}
	bool fits = images->shape[1] == 28 && images->shape[2] == 28;
	if (!fits)
		error_set(&error, "%s: images %s, expected (n, 28, 28)", path,
		    SHAPE_TEXT(images));
	else if (number >= images->shape[0])
		error_set(&error, "%s: image %zu of %zu, counted from 0", path,
		    number, images->shape[0]);
	if (!fits || number >= images->shape[0]) {
		program_fail(program, &error);
		return;
	}
	Module *net = ready_net(
	    program, program->count > 3 ? program->argument[3] : NULL, arena);
	if (net)
		show_prediction(
		    net, tensor_select(arena, images, 0, number), arena);
}

/* What save and predict take. False, and the word that does not fit is named,
   if that is not it. */
static bool
parse(Program *program, size_t *number)
{
	char **argument = program->argument;
	int count = program->count;
	int most = strcmp(argument[0], "save") == 0      ? 2
		   : strcmp(argument[0], "predict") == 0 ? 4
							 : 0;
	if (most == 0 || count < 2)
		return program_misused(program, argument[0]);
	if (count > most)
		return program_misused(program, argument[most]);
	return count == 2 || read_number(argument[2], number) ||
	       program_misused(program, argument[2]);
}

void
run_command(Program *program)
{
	if (strcmp(program->argument[0], "long") == 0) {
		long_run(program);
		return;
	}
	size_t number = 0;
	if (!parse(program, &number))
		return;
	Arena *arena = arena_create("model");
	if (strcmp(program->argument[0], "save") == 0)
		save(program, arena);
	else
		predict(program, number, arena);
	arena_destroy(arena);
}

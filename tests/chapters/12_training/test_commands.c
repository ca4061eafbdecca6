/*
 * Chapter 12's nets in files: what is read is what was saved, and what the
 * command saves is the net that the recipe makes of the notebook's.
 */
#include "tests/chapters/nets.h"

#include "chapters/12_training/commands.h"
#include "chapters/12_training/fit.h"
#include "tests/chapters/12_training/tiny.h"

static Module *
drawn(uint64_t seed, size_t hidden)
{
	Random random;
	random_seed(&random, seed);
	return two_layers(&random, 4, hidden, 3);
}

START_TEST(saved_and_read_back)
{
	enter("back");
	Module *net = drawn(1, 5), *other = drawn(2, 5);
	Tensor *before = all_parameters(net); /* (43,) */
	Error error;
	ck_assert_msg(net_save(net, "net.npz", &error), "%s", error.text);
	ck_tensors_equal(all_parameters(net), before, 0);
	ck_assert_msg(net_read(other, "net.npz", &error), "%s", error.text);
	ck_tensors_equal(all_parameters(other), before, 0);
	ck_assert(net_save(other, "again.npz", &error));
	Bytes first = read_whole("net.npz"), again = read_whole("again.npz");
	ck_assert_uint_eq(first.size, again.size);
	ck_assert(memcmp(first.at, again.at, first.size) == 0);
}
END_TEST

/* Asserts that reading fails with this text, and changes nothing. */
static void
check_refused(Module *net, const char *path, const char *text)
{
	Tensor *before = all_parameters(net); /* (count,) */
	Error error = {""};
	ck_assert(!net_read(net, path, &error));
	ck_assert_str_eq(error.text, text);
	ck_tensors_equal(all_parameters(net), before, 0);
}

START_TEST(other_nets_are_refused)
{
	enter("others");
	Error error;
	Random random;
	random_seed(&random, 1);
	Module *shorter = sequential_of(
	    step, linear_new(step, &random, 4, 5, WITH_BIAS));
	ck_assert(net_save(drawn(1, 5), "net.npz", &error));
	ck_assert(net_save(shorter, "shorter.npz", &error));
	check_refused(drawn(2, 6), "net.npz",
	    "net.npz: '0.weight' has shape (5, 4), expected (6, 4)");
	check_refused(
	    shorter, "net.npz", "net.npz: '2.weight' is not expected");
	check_refused(
	    drawn(2, 5), "shorter.npz", "shorter.npz: '2.weight' is missing");
	check_refused(drawn(2, 5), "none.npz",
	    "none.npz: cannot open: No such file or directory");
}
END_TEST

START_TEST(nowhere_to_save)
{
	enter("nowhere");
	Error error = {""};
	ck_assert(!net_save(drawn(1, 5), "no/net.npz", &error));
	ck_assert_str_eq(error.text,
	    "no/net.npz.tmp: cannot create: No such file or directory");
}
END_TEST

/* The file that `save` writes, against the recipe followed here. */
START_TEST(what_the_command_saves)
{
	SKIP_IF(SANITIZED, "ten epochs take minutes with sanitizers");
	SKIP_IF(sizeof(Real) == 8, "the same in float, in less time");
	Mnist mnist = load_digits();
	char path[PATH_MAX + 20];
	snprintf(path, sizeof path, "%s/saved.npz", test_folder);
	Program program = {.name = "chapter12",
	    .count = 2,
	    .argument = (char *[]){"save", path}};
	run_command(&program);
	ck_assert_int_eq(program.status, 0);

	Random random;
	random_seed(&random, 1);
	Module *net = notebook_net(step, &random);
	Module *other = notebook_net(step, &random);
	Arena *batches = arena_create("batches");
	Epoch log[EPOCHS];
	train_to_read(net, &mnist, step, batches, log);
	Error error;
	ck_assert_msg(net_read(other, path, &error), "%s", error.text);
	ck_tensors_equal(all_parameters(other), all_parameters(net), 0);
	arena_destroy(batches);
}
END_TEST

TESTS_IN_FOLDER("commands", saved_and_read_back, other_nets_are_refused,
    nowhere_to_save, what_the_command_saves)

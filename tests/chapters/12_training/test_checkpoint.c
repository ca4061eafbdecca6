/*
 * Chapter 12: a run that was kept in a file and goes on gives the same bits as
 * one that was never stopped; and what is no checkpoint of it is refused.
 */
#include "tests/chapters/12_training/ceiling.h"

#include "chapters/12_training/checkpoint.h"
#include "common/npz.h"

enum { ALL_EPOCHS = 8 };

static void
check_same(const CeilingRun *run, const CeilingRun *other)
{
	ck_assert_uint_eq(run->epochs, other->epochs);
	for (size_t i = 0; i < run->epochs; i++)
		ck_assert(run->losses->data[i] == other->losses->data[i]);
	for (size_t i = 0; i < run->parameters.count; i++) {
		const Tensor *w = run->parameters.at[i].tensor;
		const Tensor *same = other->parameters.at[i].tensor;
		size_t bytes = tensor_count(w) * sizeof(Real);
		ck_assert_mem_eq(w->data, same->data, bytes);
		ck_assert_mem_eq(w->g->data, same->g->data, bytes);
	}
}

static void
must_write(const CeilingRun *run, const char *path)
{
	Error error;
	ck_assert_msg(checkpoint_write(run, path, &error), "%s", error.text);
}

static void
must_read(CeilingRun *run, const char *path)
{
	Error error;
	ck_assert_msg(checkpoint_read(run, path, &error), "%s", error.text);
}

/* Reading fails with this text, and the run stays as it was. */
static void
read_fails(const char *variant, const char *path, const char *expected)
{
	CeilingRun run = small_run(variant, ALL_EPOCHS);
	CeilingRun fresh = small_run(variant, ALL_EPOCHS);
	Tensor *losses = run.losses;
	Error error = {"not set"};
	size_t used = arena_used(step);
	ck_assert(!checkpoint_read(&run, path, &error));
	ck_assert_str_eq(error.text, expected);
	ck_assert_uint_eq(arena_used(step), used);
	ck_assert_ptr_eq(run.losses, losses);
	check_same(&run, &fresh);
}

/* Every variant, stopped after every epoch. */
START_TEST(goes_on_bit_for_bit)
{
	enter("bits");
	for (int i = 0; i < VARIANTS; i++) {
		const char *name = variants[i].name;
		CeilingRun whole = small_run(name, ALL_EPOCHS);
		go_on(&whole, ALL_EPOCHS);
		for (size_t epochs = 1; epochs <= ALL_EPOCHS; epochs++) {
			CeilingRun first = small_run(name, ALL_EPOCHS);
			go_on(&first, epochs);
			must_write(&first, "run.npz");
			CeilingRun second = small_run(name, ALL_EPOCHS);
			must_read(&second, "run.npz");
			check_same(&second, &first);
			go_on(&second, ALL_EPOCHS - epochs);
			check_same(&second, &whole);
		}
	}
}
END_TEST

/* A shorter run finds room for all that the file's has. */
START_TEST(makes_room)
{
	enter("room");
	CeilingRun whole = small_run("plain", ALL_EPOCHS);
	go_on(&whole, ALL_EPOCHS);
	must_write(&whole, "run.npz");
	CeilingRun shorter = small_run("plain", 2);
	must_read(&shorter, "run.npz");
	check_same(&shorter, &whole);
	ck_requires("ceiling_epoch: all 8 epochs of the run are done",
	    ceiling_epoch(&shorter, step));
}
END_TEST

/* Two files of the same run are the same; writing leaves the run alone. */
START_TEST(writes_the_same_bytes)
{
	enter("bytes");
	CeilingRun run = small_run("plain-kept", ALL_EPOCHS);
	CeilingRun same = small_run("plain-kept", ALL_EPOCHS);
	go_on(&run, 3);
	go_on(&same, 3);
	size_t used = arena_used(step);
	must_write(&run, "a.npz");
	ck_assert_uint_eq(arena_used(step), used);
	check_same(&run, &same);
	must_write(&same, "b.npz");
	Bytes a = read_whole("a.npz"), b = read_whole("b.npz");
	ck_assert_uint_eq(a.size, b.size);
	ck_assert_mem_eq(a.at, b.at, a.size);
	ck_assert(!exists("a.npz.tmp"));
}
END_TEST

START_TEST(holds_what_it_says)
{
	enter("holds");
	CeilingRun run = small_run("softmax-kept", ALL_EPOCHS);
	go_on(&run, 2);
	must_write(&run, "run.npz");
	NpzEntry *entries;
	size_t count;
	Error error;
	ck_assert(npz_read(step, "run.npz", &entries, &count, &error));
	static const char *const names[] = {"0.weight", "0.weight.g", "0.bias",
	    "0.bias.g", "2.weight", "2.weight.g", "2.bias", "2.bias.g",
	    "losses", "settings"};
	ck_assert_uint_eq(count, 10);
	for (size_t i = 0; i < count; i++)
		ck_assert_str_eq(entries[i].name, names[i]);
	ck_tensors_equal(entries[0].tensor, run.parameters.at[0].tensor, 0);
	ck_tensors_equal(entries[7].tensor, run.parameters.at[3].tensor->g, 0);
	ck_assert_uint_eq(entries[8].tensor->shape[0], 2);
	ck_tensor(entries[9].tensor, SHAPE(5), 0, 1, 0, SMALL_ROWS,
	    tensor_sum_all(run.labels), sizeof(Real));
}
END_TEST

/* A run of two epochs in run.npz; its entries, to be changed and written. */
static NpzEntry *
entries_of_a_run(const char *folder, size_t *count)
{
	enter(folder);
	CeilingRun run = small_run("plain", ALL_EPOCHS);
	go_on(&run, 2);
	must_write(&run, "run.npz");
	NpzEntry *entries;
	Error error;
	ck_assert(npz_read(step, "run.npz", &entries, count, &error));
	return entries;
}

static void
write_entries(const NpzEntry *entries, size_t count)
{
	Error error;
	ck_assert(npz_write("run.npz", entries, count, &error));
}

START_TEST(refuses_another_run)
{
	size_t count;
	NpzEntry *entries = entries_of_a_run("another", &count);
	Tensor *settings = entries[9].tensor; /* (5,) */
	double sum = (double)settings->data[3];
	char expected[300];
	snprintf(expected, sizeof expected,
	    "run.npz: a run of plain on 20 rows (labels' sum %.0f), " REAL_NAME
	    "; expected softmax-kept on 20 rows (labels' sum %.0f), " REAL_NAME,
	    sum, sum);
	read_fails("softmax-kept", "run.npz", expected);

	static const double others[5] = {1, 0, 21, 7, 12 - sizeof(Real)};
	for (int i = 0; i < 5; i++) {
		Real kept = settings->data[i];
		settings->data[i] = (Real)others[i];
		write_entries(entries, count);
		Error error;
		CeilingRun run = small_run("plain", ALL_EPOCHS);
		ck_assert(!checkpoint_read(&run, "run.npz", &error));
		ck_assert_ptr_nonnull(strstr(error.text, "; expected plain"));
		settings->data[i] = kept;
	}
	write_entries(entries, count);
	CeilingRun run = small_run("plain", ALL_EPOCHS);
	must_read(&run, "run.npz");
}
END_TEST

START_TEST(refuses_foreign_files)
{
	size_t count;
	NpzEntry *entries = entries_of_a_run("foreign", &count);
	const char *none = "run.npz: no checkpoint: no losses and settings";
	write_entries(entries, 8);
	read_fails("plain", "run.npz", none);
	write_entries(entries, 9);
	read_fails("plain", "run.npz", none);
	Tensor *losses = entries[8].tensor; /* (2,) */
	entries[8].tensor = tensor_zeros(step, SHAPE(0));
	write_entries(entries, count);
	read_fails("plain", "run.npz", none);
	entries[8].tensor = tensor_zeros(step, SHAPE(2, 1));
	write_entries(entries, count);
	read_fails("plain", "run.npz", none);
	entries[8].tensor = losses;
	Tensor *settings = entries[9].tensor; /* (5,) */
	entries[9].tensor = tensor_zeros(step, SHAPE(4));
	write_entries(entries, count);
	read_fails("plain", "run.npz", none);
	entries[9].tensor = settings;

	entries[5].name = "2.slope";
	write_entries(entries, count);
	read_fails("plain", "run.npz", "run.npz: '2.weight.g' is missing");
	entries[5].name = "2.weight.g";
	entries[4].tensor = tensor_zeros(step, SHAPE(10, 33));
	write_entries(entries, count);
	read_fails("plain", "run.npz",
	    "run.npz: '2.weight' has shape (10, 33), expected (10, 32)");
}
END_TEST

/* Any byte of the file may be wrong, or missing. */
START_TEST(refuses_damage)
{
	size_t count;
	entries_of_a_run("damage", &count);
	Bytes whole = read_whole("run.npz");
	size_t refused = 0, tried = 0;
	for (size_t at = 0; at < whole.size; at += 1 + whole.size / 97) {
		CeilingRun run = small_run("plain", ALL_EPOCHS);
		CeilingRun fresh = small_run("plain", ALL_EPOCHS);
		Error error = {""};
		write_plain("cut.npz", (Bytes){whole.at, at});
		ck_assert(!checkpoint_read(&run, "cut.npz", &error));
		ck_assert_ptr_eq(strstr(error.text, "cut.npz: "), error.text);
		ck_assert_ptr_null(strchr(error.text, '\n'));
		whole.at[at] ^= 0x41;
		write_plain("bad.npz", whole);
		whole.at[at] ^= 0x41;
		tried++;
		if (!checkpoint_read(&run, "bad.npz", &error)) {
			check_same(&run, &fresh);
			refused++;
		}
	}
	/* What is not looked at, like a date, may differ. */
	ck_assert_uint_gt(refused, tried * 9 / 10);
}
END_TEST

START_TEST(what_the_world_does)
{
	enter("world");
	CeilingRun run = small_run("plain", ALL_EPOCHS);
	ck_requires("checkpoint_write: no epoch is done",
	    checkpoint_write(&run, "run.npz", &(Error){""}));
	ck_assert(!exists("run.npz"));
	go_on(&run, 1);
	Error error;
	ck_assert(!checkpoint_write(&run, "nowhere/run.npz", &error));
	ck_assert_str_eq(error.text, "nowhere/run.npz.tmp: cannot create: No "
				     "such file or directory");
	ck_assert(!checkpoint_read(&run, "none.npz", &error));
	ck_assert_ptr_eq(strstr(error.text, "none.npz: "), error.text);
}
END_TEST

TESTS_IN_FOLDER("checkpoint", goes_on_bit_for_bit, makes_room,
    writes_the_same_bytes, holds_what_it_says, refuses_another_run,
    refuses_foreign_files, refuses_damage, what_the_world_does)

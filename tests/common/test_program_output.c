/*
 * What every chapter's main prints on the way: its data, sections, tables.
 */
#include "tests/idx.h"

#include "common/program.h"

/* program_digits on a folder. */
static void
load(const char *folder, bool goes_on)
{
	setenv("MNIST_DIR", folder, true);
	Mnist mnist;
	Program program = {.name = "chapter0"};
	Arena *model = arena_create("model");
	capture();
	bool good = program_digits(&program, model, 256, &mnist);
	end_capture();
	arena_destroy(model);
	ck_assert_int_eq(good, goes_on);
	ck_assert_int_eq(program.status, goes_on ? 0 : 1);
}

/* A folder with n blank images. */
static void
write_blank(const char *folder, size_t n)
{
	write_part(
	    folder, IMAGES_NAME, true, idx_bytes(0x0803, SHAPE(n, 28, 28), 1));
	write_part(folder, LABELS_NAME, true, LABELS(n));
}

START_TEST(says_which_digits)
{
	write_blank("blank", 60000);
	load("blank", true);
	ck_said("Data: unknown digits, not MNIST: the published numbers are not"
		" theirs (from blank)\n",
	    "");
}
END_TEST

START_TEST(needs_as_many_as_mnist)
{
	write_blank("few", 59999);
	load("few", false);
	ck_said("", "chapter0: few: 59999 images, expected 60000\n");
	write_blank("many", 60001);
	load("many", false);
	ck_said("", "chapter0: many: 60001 images, expected 60000\n");
}
END_TEST

START_TEST(says_why_there_are_none)
{
	load("nowhere", false);
	ck_said("", "chapter0: nowhere/train-images-idx3-ubyte.gz: cannot open:"
		    " No such file or directory\n");
}
END_TEST

START_TEST(sections_and_tables)
{
	capture();
	section("the loss");
	show_published_heading();
	show_published("mse(res, y)", "4154.01", 2, 4154.009);
	show_published("a gradient", "-0.1", 8, -0.125);
	show_published("not published", "", 0, 2.5);
	end_capture();
	ck_said("\n"
		"== the loss ==\n"
		"\n"
		"                                                published"
		"         here\n"
		"mse(res, y)                                       4154.01"
		"      4154.01\n"
		"a gradient                                           -0.1"
		"  -0.12500000\n"
		"not published                                            "
		"            2\n",
	    "");
}
END_TEST

START_TEST(tensors)
{
	capture();
	show_tensor("relu([-1, 2])", tensor_of(step, SHAPE(2), 0, 2));
	end_capture();
	ck_said("relu([-1, 2])\ntensor([0, 2])\n", "");
}
END_TEST

enum { MISTAKE_LINE = __LINE__ + 4 };
static void
select_too_far(Arena *arena)
{
	tensor_select(arena, tensor_zeros(arena, SHAPE(2)), 0, 7);
}

static void
do_nothing(Arena *arena)
{
	(void)arena;
}

/* The message, and life goes on; afterwards a mistake is one again. */
START_TEST(mistakes)
{
	capture();
	show_mistake(select_too_far, step);
	show_mistake(do_nothing, step);
	show_mistake(select_too_far, step);
	end_capture();
	char message[200], expected[500];
	snprintf(message, sizeof message,
	    "%s:%d: tensor_select: index 7 on axis 0 of shape (2,)\n", __FILE__,
	    MISTAKE_LINE);
	snprintf(expected, sizeof expected, "%s(no complaint)\n%s", message,
	    message);
	ck_said(expected, "");
	ck_assert(require_hook == NULL);
}
END_TEST

TESTS_IN_FOLDER("program_output", says_which_digits, needs_as_many_as_mnist,
    says_why_there_are_none, sections_and_tables, tensors, mistakes)

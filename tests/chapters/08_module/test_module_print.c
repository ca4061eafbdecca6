/*
 * Chapter 8's walks against PyTorch: a module as text, letter by letter; its
 * parameters' paths and shapes; how many numbers there are.
 */
#include "tests/support.h"

#include <string.h>

#include "tests/chapters/08_module/trees.h"
#include "tests/golden/modules.h"

/* What module_print writes; in `step`. */
static const char *
printed(const Module *module)
{
	enum { ROOM = 4000 };
	char *text = arena_alloc(step, ROOM, 1);
	FILE *file = tmpfile();
	ck_assert(file);
	module_print(file, module);
	rewind(file);
	size_t length = fread(text, 1, ROOM - 1, file);
	text[length] = '\0';
	fclose(file);
	return text;
}

START_TEST(the_same_modules)
{
	ck_assert_uint_eq(TREES, sizeof module_golden / sizeof *module_golden);
	for (int i = 0; i < TREES; i++)
		ck_assert_str_eq(trees[i].name, module_golden[i].name);
}
END_TEST

/* print() ends with a newline, too. */
START_TEST(prints_as_torch_does)
{
	for (int i = 0; i < TREES; i++) {
		const char *text = printed(trees[i].build());
		const char *tree = module_golden[i].tree;
		size_t length = strlen(tree);
		ck_assert_msg(strncmp(text, tree, length) == 0 &&
				  strcmp(text + length, "\n") == 0,
		    "%s is\n%snot\n%s", trees[i].name, text, tree);
	}
}
END_TEST

START_TEST(names_as_torch_does)
{
	for (int i = 0; i < TREES; i++) {
		const ModuleGolden *golden = &module_golden[i];
		const Module *module = trees[i].build();
		Parameters all = module_parameters(step, module);
		ck_assert_uint_eq(all.count, golden->count);
		for (size_t j = 0; j < all.count; j++) {
			ck_assert_str_eq(
			    all.at[j].name, golden->parameters[j].name);
			ck_assert_str_eq(SHAPE_TEXT(all.at[j].tensor),
			    golden->parameters[j].shape);
			ck_assert_ptr_eq(
			    module_parameter(module, all.at[j].name),
			    all.at[j].tensor);
		}
		ck_assert_uint_eq(
		    module_parameter_count(module), golden->numbers);
	}
}
END_TEST

static void
describe_at_length(const Module *self, char *text, size_t size)
{
	(void)self;
	ck_assert_uint_ge(size, 200);
	memset(text, 'x', 199);
	text[199] = '\0';
}

/* A kind has room for a long line in its brackets. */
START_TEST(a_long_description)
{
	static const ModuleKind kind = {
	    "Long", 1, NULL, NULL, describe_at_length};
	const char *text = printed(module_new(step, &kind));
	ck_assert_uint_eq(strlen(text), strlen("Long()\n") + 199);
	ck_assert(strncmp(text, "Long(xxx", 8) == 0);
	ck_assert_str_eq(text + strlen(text) - 4, "xx)\n");
}
END_TEST

TESTS("module_print", the_same_modules, prints_as_torch_does,
    names_as_torch_does, a_long_description)

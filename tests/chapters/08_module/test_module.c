/*
 * Chapter 8: the module itself. How things are registered, and which names are
 * refused; what a walk finds.
 */
#include "tests/common/oracle.h"

#include "chapters/08_module/kinds.h"
#include "chapters/08_module/module.h"

#include <string.h>

static const ModuleKind bare = {"Bare", 1, NULL, NULL, NULL};

static Module *
bare_new(void)
{
	return module_new(step, &bare);
}

START_TEST(starts_empty)
{
	Module stale;
	memset(&stale, 0xff, sizeof stale);
	module_init(&stale, step, &bare);
	const Module *const modules[] = {&stale, bare_new()};
	for (int i = 0; i < 2; i++) {
		const Module *module = modules[i];
		ck_assert_ptr_eq(module->kind, &bare);
		ck_assert_ptr_eq(module->arena, step);
		ck_assert_uint_eq(module->parameters.count, 0);
		ck_assert_uint_eq(module->children.count, 0);
		ck_assert_ptr_null(module->last.x);
		ck_assert_uint_eq(module_parameters(step, module).count, 0);
		ck_assert_uint_eq(module_parameter_count(module), 0);
	}
}
END_TEST

START_TEST(returns_what_was_registered)
{
	Module *module = bare_new();
	Tensor *tensor = numbered(SHAPE(2)); /* (2,) */
	Module *child = bare_new(), *second = bare_new();
	const char name[] = "weight";
	ck_assert_ptr_eq(module_add_parameter(module, name, tensor), tensor);
	ck_assert_ptr_eq(module_add_child(module, "inner", child), child);
	ck_assert_ptr_eq(module_append(module, second), second);
	ck_assert_uint_eq(module->parameters.count, 1);
	ck_assert_ptr_eq(module->parameters.at[0].tensor, tensor);
	ck_assert_ptr_eq(module->parameters.at[0].name, name);
	ck_assert_uint_eq(module->children.count, 2);
	ck_assert_ptr_eq(module->children.at[0].module, child);
	ck_assert_str_eq(module->children.at[0].name, "inner");
	ck_assert_ptr_eq(module->children.at[1].module, second);
	ck_assert_str_eq(module->children.at[1].name, "1");
}
END_TEST

enum { MANY = 70 };

/* "p0", "p1", ... */
static const char *
numbered_name(const char *letter, size_t i)
{
	char *name = arena_alloc(step, 16, 1);
	snprintf(name, 16, "%s%zu", letter, i);
	return name;
}

/* Between two entries something else is allocated: a list that grew beyond
   its room would write over it. */
START_TEST(lists_grow_in_order)
{
	Module *module = bare_new(), *children[MANY];
	Tensor *tensors[MANY]; /* (n,) each */
	for (size_t i = 0; i < MANY; i++) {
		tensors[i] = numbered(SHAPE(i));
		module_add_parameter(module, numbered_name("p", i), tensors[i]);
		children[i] = bare_new();
		module_add_child(module, numbered_name("c", i), children[i]);
	}
	ck_assert_uint_eq(module->parameters.count, MANY);
	ck_assert_uint_eq(module->children.count, MANY);
	for (size_t i = 0; i < MANY; i++) {
		Parameter own = module->parameters.at[i];
		Child child = module->children.at[i];
		ck_assert_str_eq(own.name, numbered_name("p", i));
		ck_assert_ptr_eq(own.tensor, tensors[i]);
		ck_tensors_equal(own.tensor, numbered(SHAPE(i)), 0);
		ck_assert_str_eq(child.name, numbered_name("c", i));
		ck_assert_ptr_eq(child.module, children[i]);
		ck_assert_ptr_eq(child.module->kind, &bare);
		ck_assert_uint_eq(child.module->parameters.count, 0);
	}
}
END_TEST

/* The registry is the model's, whatever happens to the steps. */
START_TEST(lives_with_its_module)
{
	Arena *model = arena_create("model");
	Module *module = module_new(model, &bare);
	for (size_t i = 0; i < MANY; i++) {
		Module *child = module_new(model, &bare);
		module_append(module, child);
		module_add_parameter(
		    child, "scale", tensor_zeros(model, SHAPE(1)));
		memset(arena_alloc(step, 1000, 1), 0xff, 1000);
		arena_reset(step);
	}
	ck_assert_ptr_eq(module->arena, model);
	for (size_t i = 0; i < MANY; i++) {
		Child child = module->children.at[i];
		ck_assert_str_eq(child.name, numbered_name("", i));
		ck_assert_str_eq(child.module->parameters.at[0].name, "scale");
	}
	arena_destroy(model);
}
END_TEST

/* A number is the parent's, wherever the child lives. */
START_TEST(names_live_with_the_parent)
{
	Arena *model = arena_create("model");
	Module *module = module_new(model, &bare), *child = bare_new();
	size_t used = arena_used(step), before = arena_used(model);
	module_append(module, child);
	ck_assert_uint_eq(arena_used(step), used);
	ck_assert_uint_gt(arena_used(model), before);
	arena_destroy(model);
}
END_TEST

/* What a walk makes is its caller's. */
START_TEST(a_walk_leaves_the_model_alone)
{
	Arena *model = arena_create("model");
	Random random;
	random_seed(&random, 1);
	Module *module = sequential_of(model,
	    linear_new(model, &random, 2, 3, WITH_BIAS),
	    linear_new(model, &random, 3, 1, WITH_BIAS));
	size_t used = arena_used(model), before = arena_used(step);
	Parameters all = module_parameters(step, module);
	ck_assert_uint_eq(arena_used(model), used);
	size_t walked = arena_used(step);
	ck_assert_uint_gt(walked, before);
	ck_assert_uint_eq(module_parameter_count(module), 6 + 3 + 3 + 1);
	module_parameter(module, "1.bias");
	ck_assert_uint_eq(arena_used(model), used);
	ck_assert_uint_eq(arena_used(step), walked);
	for (size_t i = 0; i < all.count; i++)
		ck_assert_ptr_eq(all.at[i].tensor->arena, model);
	arena_destroy(model);
}
END_TEST

START_TEST(append_counts_children)
{
	Module *module = bare_new();
	module_add_parameter(module, "weight", numbered(SHAPE(1)));
	module_append(module, bare_new());
	module_add_child(module, "between", bare_new());
	module_append(module, bare_new());
	static const char *const names[] = {"0", "between", "2"};
	for (int i = 0; i < 3; i++)
		ck_assert_str_eq(module->children.at[i].name, names[i]);
	module_add_child(module, "4", bare_new());
	ck_requires("module_append: this Bare has a child '4' already",
	    module_append(module, bare_new()));
}
END_TEST

static void
check_refused(Module *bare_module, const char *name)
{
	char what[100], text[200];
	snprintf(what, sizeof what,
	    "'%s' in a Bare: a name is not empty and has no dot", name);
	snprintf(text, sizeof text, "module_add_parameter: %s", what);
	Tensor *tensor = numbered(SHAPE(1)); /* (1,) */
	ck_requires(text, module_add_parameter(bare_module, name, tensor));
	snprintf(text, sizeof text, "module_add_child: %s", what);
	Module *child = bare_new();
	ck_requires(text, module_add_child(bare_module, name, child));
	ck_assert_uint_eq(bare_module->parameters.count, 0);
	ck_assert_uint_eq(bare_module->children.count, 0);
}

START_TEST(refuses_names_without_a_path)
{
	static const char *const names[] = {"", ".", "a.", ".a", "a.b", "0.1"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		check_refused(bare_new(), names[i]);
}
END_TEST

START_TEST(refuses_names_that_are_taken)
{
	Module *module = bare_new();
	Tensor *tensor = numbered(SHAPE(1)); /* (1,) */
	module_add_parameter(module, "first", tensor);
	module_add_parameter(module, "second", tensor);
	module_add_child(module, "third", bare_new());
	module_add_child(module, "fourth", bare_new());
	char second[] = "second", fourth[] = "fourth"; /* equal, not the same */
	ck_requires("module_add_parameter: this Bare has a parameter 'first' "
		    "already",
	    module_add_parameter(module, "first", numbered(SHAPE(2))));
	ck_requires("module_add_parameter: this Bare has a parameter 'second' "
		    "already",
	    module_add_parameter(module, second, numbered(SHAPE(2))));
	ck_requires("module_add_parameter: this Bare has a child 'third' "
		    "already",
	    module_add_parameter(module, "third", tensor));
	ck_requires("module_add_child: this Bare has a parameter 'second' "
		    "already",
	    module_add_child(module, second, bare_new()));
	ck_requires("module_add_child: this Bare has a child 'third' already",
	    module_add_child(module, "third", bare_new()));
	ck_requires("module_add_child: this Bare has a child 'fourth' already",
	    module_add_child(module, fourth, bare_new()));
	ck_assert_uint_eq(module->parameters.count, 2);
	ck_assert_uint_eq(module->children.count, 2);
	module_add_child(module, "sec", bare_new()); /* a part is no matter */
	module_add_child(module, "seconds", bare_new());
}
END_TEST

START_TEST(refuses_a_module_within_itself)
{
	Module *top = bare_new(), *middle = bare_new(), *low = bare_new();
	ck_requires("module_add_child: child 'self' would contain itself",
	    module_add_child(top, "self", top));
	ck_requires("module_append: child '0' would contain itself",
	    module_append(top, top));
	module_add_child(middle, "beside", bare_new());
	module_add_child(top, "middle", middle);
	module_add_child(middle, "low", low);
	module_add_child(middle, "behind", bare_new());
	ck_requires("module_add_child: child 'up' would contain itself",
	    module_add_child(middle, "up", top));
	ck_requires("module_add_child: child 'up' would contain itself",
	    module_add_child(low, "up", top));
	ck_requires("module_append: child '0' would contain itself",
	    module_append(low, middle));
	ck_assert_uint_eq(top->children.count, 1);
	ck_assert_uint_eq(low->children.count, 0);
	module_add_child(top, "again", low); /* twice is no circle */
	ck_assert_uint_eq(top->children.count, 2);
}
END_TEST

/* A list of the lists' names, in brackets. */
static const char *
names_of(const Module *module)
{
	Parameters all = module_parameters(step, module);
	size_t room = 1000, used = 0;
	char *names = arena_alloc(step, room, 1);
	names[0] = '\0';
	for (size_t i = 0; i < all.count; i++)
		used += (size_t)snprintf(
		    names + used, room - used, "[%s]", all.at[i].name);
	return names;
}

/* Two children; parameters before, between and behind. */
static Module *
small_tree(void)
{
	Module *top = bare_new(), *left = bare_new(), *right = bare_new();
	module_add_parameter(top, "a", numbered(SHAPE(2, 3)));
	module_add_child(top, "left", left);
	module_add_parameter(top, "b", numbered(SHAPE(5)));
	module_add_child(top, "right", right);
	module_add_parameter(right, "d", numbered(SHAPE(0)));
	module_add_parameter(left, "c", numbered(SCALAR));
	module_add_child(right, "deep", bare_new());
	Module *deep = right->children.at[0].module;
	module_add_parameter(deep, "c", numbered(SHAPE(4)));
	module_add_parameter(top, "e", numbered(SHAPE(1)));
	return top;
}

START_TEST(own_parameters_first)
{
	Module *top = small_tree();
	ck_assert_str_eq(
	    names_of(top), "[a][b][e][left.c][right.d][right.deep.c]");
	ck_assert_str_eq(names_of(top->children.at[1].module), "[d][deep.c]");
	ck_assert_uint_eq(module_parameter_count(top), 6 + 5 + 1 + 1 + 0 + 4);
	Parameters all = module_parameters(step, top);
	for (size_t i = 0; i < all.count; i++)
		ck_assert_ptr_eq(
		    module_parameter(top, all.at[i].name), all.at[i].tensor);
}
END_TEST

START_TEST(a_shared_tensor_once)
{
	Module *top = small_tree();
	Module *left = top->children.at[0].module;
	Tensor *a = module_parameter(top, "a"); /* (2, 3) */
	module_add_parameter(left, "tied", a);
	module_add_parameter(top, "twice", a);
	ck_assert_str_eq(
	    names_of(top), "[a][b][e][left.c][right.d][right.deep.c]");
	ck_assert_str_eq(names_of(left), "[c][tied]");
	ck_assert_uint_eq(module_parameter_count(top), 17);
	ck_assert_uint_eq(module_parameter_count(left), 1 + 6);
	ck_assert_ptr_eq(module_parameter(top, "left.tied"), a);
	ck_assert_ptr_eq(module_parameter(top, "twice"), a);
	/* Equal numbers are no reason. */
	module_add_parameter(top, "copy", tensor_clone(step, a));
	ck_assert_uint_eq(module_parameter_count(top), 17 + 6);
}
END_TEST

START_TEST(a_shared_child_once)
{
	Module *top = small_tree();
	Module *right = top->children.at[1].module;
	module_add_child(top, "again", right);
	module_append(right, top->children.at[0].module);
	ck_assert_str_eq(
	    names_of(top), "[a][b][e][left.c][right.d][right.deep.c]");
	ck_assert_str_eq(names_of(right), "[d][deep.c][1.c]");
	ck_assert_uint_eq(module_parameter_count(top), 17);
	ck_assert_ptr_eq(module_parameter(top, "again.deep.c"),
	    module_parameter(top, "right.deep.c"));
}
END_TEST

/* A path that leads nowhere, or to a module. */
START_TEST(no_such_parameter)
{
	Module *top = small_tree();
	static const char *const wrong[] = {"", ".", "c", "left", "left.",
	    ".left.c", "left.a", "left..c", "a.", "a.c", "left.c.", "left.c.c",
	    "lef.c", "leftt.c", "right.deep", "right.left.c", "deep.c",
	    "deep.a", "a.b", "A", "aa", "right.deep.cc", "left.right.deep.c",
	    "right.dee.c"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char text[100];
		snprintf(text, sizeof text,
		    "module_parameter: no parameter '%s' in this Bare",
		    wrong[i]);
		ck_requires(text, module_parameter(top, wrong[i]));
	}
	Module *net = sequential_of(step, top);
	ck_requires("module_parameter: no parameter '0.left' in this "
		    "Sequential",
	    module_parameter(net, "0.left"));
}
END_TEST

/* "1" is no path to "10", nor the other way. */
START_TEST(numbers_are_whole_names)
{
	Module *net = sequential_of(step, bare_new());
	Tensor *tensors[12]; /* (i,) each */
	for (size_t i = 1; i < 12; i++) {
		tensors[i] = numbered(SHAPE(i));
		module_add_parameter(
		    module_append(net, bare_new()), "p", tensors[i]);
	}
	ck_assert_ptr_eq(module_parameter(net, "1.p"), tensors[1]);
	ck_assert_ptr_eq(module_parameter(net, "10.p"), tensors[10]);
	ck_assert_ptr_eq(module_parameter(net, "11.p"), tensors[11]);
	ck_assert_str_eq(names_of(net), "[1.p][2.p][3.p][4.p][5.p][6.p][7.p]"
					"[8.p][9.p][10.p][11.p]");
}
END_TEST

TESTS("module", starts_empty, returns_what_was_registered, lists_grow_in_order,
    lives_with_its_module, names_live_with_the_parent,
    a_walk_leaves_the_model_alone, append_counts_children,
    refuses_names_without_a_path, refuses_names_that_are_taken,
    refuses_a_module_within_itself, own_parameters_first, a_shared_tensor_once,
    a_shared_child_once, no_such_parameter, numbers_are_whole_names)

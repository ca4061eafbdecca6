/*
 * Questions to the whole tree of a module, each a walk.
 */
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include <string.h>

#include "chapters/08_module/module.h"

/* The module's own parameter of this name, or NULL. */
static Tensor *
own_parameter(const Module *self, const char *name)
{
	for (size_t i = 0; i < self->parameters.count; i++)
		if (strcmp(self->parameters.at[i].name, name) == 0)
			return self->parameters.at[i].tensor;
	return NULL;
}

/* The child whose name stands first in a path, or NULL. */
static const Module *
child_on_path(const Module *self, const char *path, size_t length)
{
	for (size_t i = 0; i < self->children.count; i++) {
		const Child *child = &self->children.at[i];
		if (strlen(child->name) == length &&
		    memcmp(child->name, path, length) == 0)
			return child->module;
	}
	return NULL;
}

Tensor *
module_parameter(const Module *self, const char *path)
{
	REQUIRE_GIVEN(self && path);
	const Module *here = self;
	const char *rest = path;
	for (const char *dot; here && (dot = strchr(rest, '.')); rest = dot + 1)
		here = child_on_path(here, rest, (size_t)(dot - rest));
	Tensor *found = here ? own_parameter(here, rest) : NULL;
	REQUIRE(found, "no parameter '%s' in this %s", path, self->kind->name);
	return found;
}

size_t
module_parameter_count(const Module *self)
{
	REQUIRE_GIVEN(self);
	Arena *names = arena_create("names");
	Parameters all = module_parameters(names, self);
	size_t count = 0;
	for (size_t i = 0; i < all.count; i++)
		count += tensor_count(all.at[i].tensor);
	arena_destroy(names);
	return count;
}

/* One module, and indented below it its children, each on a line. */
static void
print_tree(FILE *out, const Module *self, int depth)
{
	char text[256] = "";
	if (self->kind->describe)
		self->kind->describe(self, text, sizeof text);
	fprintf(out, "%s(", self->kind->name);
	if (self->children.count == 0) {
		fprintf(out, "%s)\n", text);
		return;
	}
	fprintf(out, "\n");
	if (text[0])
		fprintf(out, "%*s%s\n", 2 * depth + 2, "", text);
	for (size_t i = 0; i < self->children.count; i++) {
		const Child *child = &self->children.at[i];
		fprintf(out, "%*s(%s): ", 2 * depth + 2, "", child->name);
		print_tree(out, child->module, depth + 1);
	}
	fprintf(out, "%*s)\n", 2 * depth, "");
}

void
module_print(FILE *out, const Module *self)
{
	REQUIRE_GIVEN(out && self);
	print_tree(out, self, 0);
}

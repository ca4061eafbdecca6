#include "tests/starve/judge.h"

#include <stdio.h>
#include <string.h>

#include "tests/starve/must.h"

/* Who cannot remove a file leaves it: nobody can do better. */
static bool
left_by_force(const char *name, Point point)
{
	return point.kind == REMOVE &&
	       (strstr(name, ".tmp") || strncmp(name, "tmp/", 4) == 0);
}

/* Is each file as it was, or as it should become? `done`: only the latter. */
static const char *
judge_files(Arena *arena, const Standard *standard, Point point, bool done)
{
	static char fault[BOX_NAME + 40];
	Box *now = arena_alloc(arena, 1, sizeof *now);
	box_read(arena, now);
	for (size_t i = 0; i < now->count; i++) {
		const BoxFile *file = &now->file[i];
		const BoxFile *before = box_find(&standard->before, file->name);
		const BoxFile *after = box_find(&standard->after, file->name);
		if ((after && box_same(arena, file, after)) ||
		    (!done && before && box_same(arena, file, before)) ||
		    left_by_force(file->name, point))
			continue;
		snprintf(fault, sizeof fault, "%s %s",
		    before || after ? "half a file:" : "left over:",
		    file->name);
		return fault;
	}
	const Box *kept = done ? &standard->after : &standard->before;
	for (size_t i = 0; i < kept->count; i++)
		if (!box_find(now, kept->file[i].name)) {
			snprintf(fault, sizeof fault, "%s: %s",
			    done ? "missing" : "lost", kept->file[i].name);
			return fault;
		}
	return NULL;
}

/* Its one line, behind what it says on stderr in any case. */
static const char *
last_words(const Standard *standard, const Outcome *outcome)
{
	size_t usual = standard->undisturbed.err_size;
	bool is_behind = outcome->err_size >= usual &&
			 memcmp(outcome->err, standard->undisturbed.err,
			     usual) == 0;
	return outcome->err + (is_behind ? usual : 0);
}

static const char *
judge_line(const Standard *standard, const char *line)
{
	size_t name = strlen(standard->name);
	const char *end = strchr(line, '\n');
	if (!*line)
		return "status 1, and not a word";
	if (!end || end[1])
		return "not one line";
	if (strncmp(line, standard->name, name) != 0 || line[name] != ':')
		return "the line does not name the program";
	if (!strchr(line, '/') && !strstr(line, " MB") &&
	    !strstr(line, "standard output"))
		return "the line names neither a path nor an amount";
	return NULL;
}

/* Is everything given back? */
static const char *
judge_rest(const Standard *standard, const Outcome *outcome, const char *line)
{
	if (!outcome->ended)
		return "ended, but not by exit";
	if (strstr(line, "out of memory: arena"))
		return NULL;
	if (outcome->descriptors > 0)
		return "a descriptor is still open";
	if (outcome->blocks > standard->undisturbed.blocks)
		return "memory is lost";
	return NULL;
}

const char *
judge(
    Arena *arena, const Standard *standard, Point point, const Outcome *outcome)
{
	const Outcome *usual = &standard->undisturbed;
	const char *line = last_words(standard, outcome), *fault = NULL;
	if (outcome->signal)
		return "killed by a signal";
	if (outcome->failed == 0)
		return "the call did not fail";
	if (outcome->status == 1)
		fault = judge_line(standard, line);
	else if (outcome->status != 0)
		return "neither status 0 nor 1";
	else if (outcome->out_size != usual->out_size ||
		 memcmp(outcome->out, usual->out, usual->out_size) != 0)
		return "status 0, but another output";
	else if (strcmp(outcome->err, usual->err) != 0)
		return "status 0, but a complaint";
	if (!fault)
		fault = judge_files(
		    arena, standard, point, outcome->status == 0);
	return fault ? fault : judge_rest(standard, outcome, line);
}

#include "tests/bench/serve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/bench.h"

static const Work *
named(const Work *works, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(works[i].name, name) == 0)
			return &works[i];
	return NULL;
}

/* BENCH_LIE=W1 makes a child lie about W1: a test of those who check. */
static void
perhaps_lie(const char *name, Findings *findings)
{
	const char *lie = getenv("BENCH_LIE");
	if (lie && strcmp(lie, name) == 0)
		findings->at[0].value += findings->at[0].scale / 100;
}

static void
answer(const Work *work, void *self, size_t rows, size_t repeats)
{
	work->prepare(self, rows);
	double wall = now(), cpu = cpu_now();
	for (size_t i = 0; i < repeats; i++)
		work->run(self);
	double each = 1e3 / (double)repeats;
	cpu = each * (cpu_now() - cpu), wall = each * (now() - wall);

	Findings findings = {0};
	work->find(self, &findings);
	perhaps_lie(work->name, &findings);
	printf("done %.6f %.6f %d", wall, cpu, findings.count);
	for (int i = 0; i < findings.count; i++)
		printf(
		    " %.12g %.12g", findings.at[i].value, findings.at[i].scale);
	putchar('\n');
}

int
serve(const char *version, const Work *works, size_t count, void *self)
{
	printf("ready %s\n", version);
	fflush(stdout);
	char line[256], name[32];
	while (fgets(line, sizeof line, stdin)) {
		size_t rows, repeats;
		if (sscanf(line, "run %31s %zu %zu", name, &rows, &repeats) !=
			3 ||
		    repeats == 0)
			serve_fail(line);
		const Work *work = named(works, count, name);
		if (work)
			answer(work, self, rows, repeats);
		else
			puts("none");
		fflush(stdout);
	}
	return EXIT_SUCCESS;
}

void
serve_fail(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(EXIT_FAILURE);
}

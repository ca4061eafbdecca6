/*
 * make bench: how fast the library does the lesson's own work, beside others
 * and beside what the machine could do at most.
 *
 * This program draws the operands, starts a team of children (team.h) for one
 * thread and for all cores, gives them turns (turns.h), checks each result
 * (truth.h), and prints. Then: what the book's four forms cost, how speed
 * depends on rows and threads, and what memory is taken.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <unistd.h>

#include "common/output.h"
#include "common/random.h"
#include "tests/bench/bench.h"
#include "tests/bench/forms.h"
#include "tests/bench/memory.h"
#include "tests/bench/scaling.h"
#include "tests/bench/table.h"

static int
misused(const char *what)
{
	fprintf(stderr,
	    "bench: %s\nusage: bench [--quick] [--alone] [--rows N] "
	    "[--turns N] [--threads N] [--only W1,W5] BUILD OUT\n",
	    what);
	return 2;
}

/* A whole number from 1 to most, or 0. */
static long
number(const char *text, long most)
{
	char *end;
	long value = text ? strtol(text, &end, 10) : 0;
	return value > 0 && value <= most && *end == '\0' ? value : 0;
}

/* One option and its value. Returns how many arguments it is; 0: wrong. */
static int
read_option(Settings *s, char **argv)
{
	long value = argv[1] ? number(argv[1], ROWS) : 0;
	if (strcmp(argv[0], "--quick") == 0) {
		s->quick = true;
		s->rows = ROWS / 10;
		s->turns = 3;
		s->patience = 500;
		return 1;
	}
	if (strcmp(argv[0], "--alone") == 0)
		return s->alone = true;
	if (strcmp(argv[0], "--only") == 0 && argv[1])
		s->only = argv[1];
	else if (strcmp(argv[0], "--rows") == 0 && value)
		s->rows = (size_t)value;
	else if (strcmp(argv[0], "--turns") == 0 && value && value <= 15)
		s->turns = (int)value;
	else if (strcmp(argv[0], "--threads") == 0 && value)
		s->cores = (int)value;
	else
		return 0;
	return 2;
}

/* False: wrong usage. */
static bool
read_arguments(Settings *s, char **argv)
{
	*s = (Settings){.rows = ROWS,
	    .turns = 5,
	    .patience = 4000,
	    .cores = (int)sysconf(_SC_NPROCESSORS_ONLN)};
	int used = 1;
	for (argv++; *argv && strncmp(*argv, "--", 2) == 0 && used;
	     argv += used)
		used = read_option(s, argv);
	if (!used || !argv[0] || !argv[1] || argv[2])
		return false;
	s->places.build = argv[0];
	s->out = argv[1];
	snprintf(s->places.operands, sizeof s->places.operands,
	    "%s/tests/bench/operands", argv[0]);
	snprintf(
	    s->places.log, sizeof s->places.log, "%s/children.log", argv[1]);
	return true;
}

/* One line for each who does not play. */
static void
name_the_missing(const Team *team)
{
	for (int i = OURS + 1; i < PLAYERS; i++) {
		if (i == TORCH_NN || team_has(team, (Player)i))
			continue;
		if (i == ONEDNN && sizeof(Real) == sizeof(double))
			puts("oneDNN has no product of doubles");
		else
			printf("%s is not here (Debian: %s)\n",
			    player_name((Player)i), player_package((Player)i));
	}
}

static void
introduce(const Team *team, const Settings *settings)
{
	printf("handgrad: %s, kernel %s", REAL_NAME, team->child[OURS].version);
	const char *between = "; beside ";
	for (int i = OURS + 1; i < PLAYERS; i++)
		if (i != TORCH_NN && team_has(team, (Player)i)) {
			printf("%s%s %s", between, player_name((Player)i),
			    team->child[i].version);
			between = ", ";
		}
	putchar('\n');
	if (!settings->alone)
		name_the_missing(team);
	if (settings->quick)
		printf("quick: %zu rows and %d turns; the goals are meant for "
		       "%d rows\n",
		    settings->rows, settings->turns, (int)ROWS);
}

/* Who was there and is not any more: a line each. True if ours is there. */
static bool
all_survived(const Team *before, const Team *after, const Settings *settings)
{
	for (int i = 0; i < PLAYERS; i++)
		if (i != TORCH_NN && team_has(before, (Player)i) &&
		    !team_has(after, (Player)i))
			printf("%s: %s has died; its last words are in %s\n",
			    i == OURS ? "WRONG" : "missing from here on",
			    player_name((Player)i), settings->places.log);
	return team_has(after, OURS);
}

/* The table for 1 thread and for all, the curves for what lies between, too. */
static bool
measure(const Settings *settings, const Operands *operands, int threads,
    Scaling *scaling, FILE *table)
{
	Team team;
	if (!team_start(&team, &settings->places, threads, settings->alone)) {
		printf("WRONG: ours does not start; see %s\n",
		    settings->places.log);
		return false;
	}
	Team before = team;
	bool right = true;
	if (threads == 1)
		introduce(&team, settings);
	if (threads == 1 || threads == settings->cores)
		right = measure_table(&team, settings, operands, table);
	if (!settings->only)
		right &= scaling_measure(scaling, &team, settings, operands);
	right &= all_survived(&before, &team, settings);
	team_stop(&team);
	return right;
}

/* 1, 2, 3, 4, then doubled, and all cores. */
static int
more_threads(int threads, int cores)
{
	int more = threads < 4 ? threads + 1 : 2 * threads;
	return threads < cores && more > cores ? cores : more;
}

/* All that needs operands in memory. False: a result was wrong, or *error. */
static bool
measure_all(const Settings *settings, Scaling *scaling, Error *error)
{
	Output output;
	error->text[0] = '\0';
	if (!output_open_in(&output, settings->out, "bench.tsv", error))
		return false;
	Arena *arena = arena_create("operands");
	Operands operands = operands_draw(
	    arena, settings->rows, settings->quick ? SQUARE / 2 : SQUARE);
	bool right = operands_write(
	    &operands, settings->places.operands, error);
	if (!right) {
		arena_destroy(arena);
		output_abandon(&output);
		return false;
	}
	for (int n = 1; n <= settings->cores;
	     n = more_threads(n, settings->cores))
		right &= measure(settings, &operands, n, scaling, output.file);
	if (!settings->only)
		right &= time_forms(operands.x, settings->turns);
	arena_destroy(arena);
	return output_commit(&output, error) && right;
}

int
main(int argc, char **argv)
{
	(void)argc;
	Settings settings;
	Scaling scaling = {0};
	Error error;
	if (!read_arguments(&settings, argv))
		return misused("wrong arguments");
	signal(SIGPIPE, SIG_IGN); /* a child that dies is noticed otherwise */
	unlink(settings.places.log);
	MemoryReporter reporter;
	if (!memory_start(&reporter, &settings)) {
		fputs("bench: no new process\n", stderr);
		return EXIT_FAILURE;
	}
	bool right = measure_all(&settings, &scaling, &error);
	bool whole = !settings.only && !error.text[0];
	if (whole)
		right &= scaling_report(&scaling, &settings, &error);
	right &= memory_finish(&reporter, whole);
	operands_remove(settings.places.operands);
	if (!right && error.text[0])
		fprintf(stderr, "bench: %s\n", error.text);
	return right ? EXIT_SUCCESS : EXIT_FAILURE;
}

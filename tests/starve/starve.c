/*
 * starve: lets each call of a program fail in turn, and judges how the program
 * ends.
 *
 *     starve [--quick | --all] HOOK BUILD WORK PROGRAM [WORD]
 *
 * PROGRAM is one of scenarios.c, found in BUILD; WORD is the first one of the
 * scenarios that are wanted. WORK is an empty folder, but for WORK/digits. A
 * wrong end is a line; then one line tells how many calls of which kind failed,
 * of how many failures there are, and how the program ended. Status 1 if an
 * end was wrong.
 *
 * Each call fails twice: alone, and with all of its kind after it. Where a run
 * makes more than 200 calls of a kind, it is those and fifty of the others.
 * Where it takes half a second or more, it is forty of each kind, alone or
 * with all after it by turns. --quick: three, and only in scenarios that are
 * fast. --all: all.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/starve/judge.h"
#include "tests/starve/must.h"
#include "tests/starve/scenarios.h"

enum { FIRST = 200, SAMPLE = 50, MANY = 40, FEW = 3 };
#define SLOW 0.5 /* seconds */

typedef enum { USUAL, QUICK, ALL } Form;

static const char *const kinds[KINDS] = {[MEMORY] = "memory",
    [THREAD] = "thread",
    [LOOK] = "look",
    [OPEN] = "open",
    [READ] = "read",
    [WRITE] = "write",
    [CLOSE] = "close",
    [RENAME] = "rename",
    [REMOVE] = "remove",
    [FOLDER] = "folder"};

typedef struct {
	Form form;
	const char *program;    /* its name, */
	char path[1024];        /* and where it is */
	Arena *kept, *step;     /* for a scenario, for a run */
	unsigned tried[KINDS];  /* failures, */
	unsigned number[KINDS]; /* of so many that there are */
	unsigned gave_up, did_without, wrong;
} Tally;

/* The run that all others are held against. */
static Outcome
run_well(Tally *tally, const char *words)
{
	Outcome outcome = run_program(
	    tally->kept, tally->path, words, (Point){.kind = KINDS});
	if (outcome.status != 0 || !outcome.ended) {
		fprintf(stderr, "starve: %s %s: status %d, signal %d: %s\n",
		    tally->program, words, outcome.status, outcome.signal,
		    outcome.err);
		exit(2);
	}
	return outcome;
}

static void
lay_before(Tally *tally, const Scenario *scenario, Box *before)
{
	static char text[] = "what stood here before\n";
	before->count = 0;
	box_fill(before);
	if (!scenario->before)
		return;
	bool old = strcmp(scenario->before, OLD) == 0;
	run_well(tally, old ? scenario->words : scenario->before);
	box_read(tally->kept, before);
	for (size_t i = 0; old && i < before->count; i++) {
		before->file[i].bytes = (unsigned char *)text;
		before->file[i].size = strlen(text);
	}
}

static void
try_point(Tally *tally, const Scenario *scenario, const Standard *standard,
    Point point)
{
	arena_reset(tally->step);
	box_fill(&standard->before);
	Outcome outcome = run_program(
	    tally->step, tally->path, scenario->words, point);
	const char *fault = judge(tally->step, standard, point, &outcome);
	tally->tried[point.kind]++;
	if (!fault && outcome.status == 0)
		tally->did_without++;
	else if (!fault)
		tally->gave_up++;
	if (!fault)
		return;
	tally->wrong++;
	printf("not so: %s %s: %s %u fails%s: %s (status %d, signal %d)\n%s",
	    tally->program, scenario->words, kinds[point.kind], point.first,
	    point.for_ever ? " and all after it" : "", fault, outcome.status,
	    outcome.signal, outcome.err);
}

/* Is call `i` of `count` one of those that are to fail? `most`: so many, if
   not 0, from the first to the last. */
static bool
is_chosen(unsigned i, unsigned count, unsigned most)
{
	if (most)
		return (i - 1) % ((count - 1) / most + 1) == 0 || i == count;
	return i <= FIRST || i % ((count - FIRST - 1) / SAMPLE + 1) == 0;
}

static void
starve_kind(
    Tally *tally, const Scenario *scenario, const Standard *standard, Kind kind)
{
	unsigned count = standard->undisturbed.calls[kind], most = 0;
	if (tally->form == ALL)
		most = count;
	else if (tally->form == QUICK)
		most = FEW;
	else if (standard->undisturbed.seconds >= SLOW)
		most = MANY;
	bool by_turns = most != 0 && most != count, for_ever = false;
	tally->number[kind] += 2 * count;
	for (unsigned i = 1; i <= count; i++) {
		if (!is_chosen(i, count, most))
			continue;
		try_point(
		    tally, scenario, standard, (Point){kind, i, for_ever});
		if (by_turns)
			for_ever = !for_ever;
		else
			try_point(
			    tally, scenario, standard, (Point){kind, i, true});
	}
}

static void
starve(Tally *tally, const Scenario *scenario)
{
	Standard *standard = arena_alloc(tally->kept, 1, sizeof *standard);
	standard->name = tally->program;
	lay_before(tally, scenario, &standard->before);
	box_fill(&standard->before);
	standard->undisturbed = run_well(tally, scenario->words);
	box_read(tally->kept, &standard->after);
	for (int kind = 0; kind < KINDS; kind++)
		starve_kind(tally, scenario, standard, (Kind)kind);
	arena_reset(tally->kept);
}

/* "memory 40/44": so many failures, of so many that there are. */
static void
report(const Tally *tally)
{
	printf("%s:", tally->program);
	for (int kind = 0; kind < KINDS; kind++)
		if (tally->tried[kind])
			printf(" %s %u/%u", kinds[kind], tally->tried[kind],
			    tally->number[kind]);
	printf(" ends: %u gave up, %u did without, %u wrong\n", tally->gave_up,
	    tally->did_without, tally->wrong);
}

/* Where the programs will find their digits and put what they do not keep. */
static void
enter_box(const char *work)
{
	must(chdir(work) == 0, work);
	mkdir("box", 0777);
	must(chdir("box") == 0, "box");
	setenv("MNIST_DIR", "../digits", true);
	setenv("TMPDIR", "./tmp", true);
	setenv("HANDGRAD_THREADS", "2", true);
}

static bool
is_wanted(const Tally *tally, const Scenario *scenario, const char *word)
{
	return strcmp(scenario->program, tally->program) == 0 &&
	       (tally->form != QUICK || scenario->quick) &&
	       (!word || strncmp(scenario->words, word, strlen(word)) == 0);
}

int
main(int argc, char **argv)
{
	Tally tally = {.form = USUAL};
	setvbuf(stdout, NULL, _IOLBF, 0); /* whoever is impatient sees it */
	if (argc > 1 && argv[1][0] == '-') {
		tally.form = strcmp(argv[1], "--all") == 0 ? ALL : QUICK;
		argc--, argv++;
	}
	errno = EINVAL;
	must(argc == 5 || argc == 6,
	    "starve [--quick | --all] HOOK BUILD WORK PROGRAM [WORD]");
	tally.program = argv[4];
	snprintf(tally.path, sizeof tally.path, "%s/%s", argv[2], argv[4]);
	run_prepare(argv[1], argv[3]);
	enter_box(argv[3]);
	tally.kept = arena_create("kept");
	tally.step = arena_create("step");
	for (const Scenario *next = scenarios; next->program; next++)
		if (is_wanted(&tally, next, argv[5]))
			starve(&tally, next);
	report(&tally);
	arena_destroy(tally.step);
	arena_destroy(tally.kept);
	return tally.wrong > 0;
}

#include "tests/bench/memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/error.h"
#include "common/output.h"
#include "common/progress.h"
#include "tests/bench/bench.h"

static const size_t sizes[] = {0, 1000, 2000, 5000, 10000, 20000, 50000};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

static const Player players[] = {OURS, PYTORCH, TORCH_NN};
enum { COMPARED = sizeof players / sizeof players[0] };

static void
report_chapters(const Settings *settings)
{
	printf("\n%-12s %9s %9s %10s\n", "the chapters", "seconds", "CPU",
	    "peak MiB");
	for (int chapter = 1; chapter < 100; chapter++) {
		char path[1024], name[32];
		snprintf(name, sizeof name, "chapter%d", chapter);
		snprintf(
		    path, sizeof path, "%s/%s", settings->places.build, name);
		if (access(path, X_OK) != 0)
			break;
		char *argv[] = {path, NULL};
		Cost cost = child_cost(argv, settings->places.log);
		printf("%-12s %9.2f %9.2f %10.1f%s\n", name, cost.wall,
		    cost.cpu, cost.peak, cost.status ? "  FAILED" : "");
		fflush(stdout);
	}
}

/* The peak of a child that does one pass over so many rows; 0 rows: of one that
   does nothing. 0 if it is missing. */
static double
peak_of(const Settings *settings, Player player, size_t rows)
{
	Team team = {.threads = settings->cores};
	Answer answer;
	Player child = player == TORCH_NN ? PYTORCH : player;
	if (!player_start(
		&team.child[child], child, &settings->places, settings->cores))
		return 0;
	if (rows)
		team_ask(&team, player, "W6", rows, 1, &answer);
	return child_stop(&team.child[child]).peak;
}

static void
report_row(const Settings *settings, size_t rows, FILE *table)
{
	double least = 2.0 * (double)rows * PIXELS * sizeof(Real) / (1 << 20);
	double peak[COMPARED];
	for (int i = 0; i < COMPARED; i++)
		peak[i] = settings->alone && players[i] != OURS
			      ? 0
			      : peak_of(settings, players[i], rows);
	printf("%8zu %12.1f", rows, least);
	fprintf(table, "%zu\t%.1f", rows, least);
	for (int i = 0; i < COMPARED; i++) {
		char text[24] = "-";
		if (peak[i] > 0)
			snprintf(text, sizeof text, "%.1f", peak[i]);
		printf(" %9s", text);
		fprintf(table, "\t%s", text);
	}
	putchar('\n');
	fputc('\n', table);
	fflush(stdout);
}

static bool
report(const Settings *settings, Error *error)
{
	Output output;
	if (!settings->quick)
		report_chapters(settings);
	if (!output_open_in(&output, settings->out, "memory.tsv", error))
		return false;
	printf("\nW6, there and back: peak MiB of the process\n%8s %12s",
	    "rows", "x and x.g");
	fputs("rows\tx and x.g", output.file);
	for (int i = 0; i < COMPARED; i++) {
		printf(" %9s", player_name(players[i]));
		fprintf(output.file, "\t%s", player_name(players[i]));
	}
	putchar('\n');
	fputc('\n', output.file);
	for (int i = 0; i < SIZES && sizes[i] <= settings->rows; i++)
		if (!settings->quick || i == 0 || sizes[i] == settings->rows)
			report_row(settings, sizes[i], output.file);
	return output_commit(&output, error);
}

/* The reporter's life. */
static _Noreturn void
wait_and_report(int from, const Settings *settings)
{
	char byte;
	if (read(from, &byte, 1) != 1)
		_exit(EXIT_SUCCESS);
	Error error;
	bool good = report(settings, &error);
	if (!good)
		fprintf(stderr, "bench: %s\n", error.text);
	fflush(stdout);
	_exit(good ? EXIT_SUCCESS : EXIT_FAILURE);
}

bool
memory_start(MemoryReporter *reporter, const Settings *settings)
{
	int ends[2];
	if (pipe(ends) != 0)
		return false;
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		close(ends[1]);
		wait_and_report(ends[0], settings);
	}
	close(ends[0]);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	*reporter = (MemoryReporter){(int)pid, ends[1]};
	return pid > 0;
}

bool
memory_finish(MemoryReporter *reporter, bool wanted)
{
	int status = -1;
	fflush(stdout);
	bool good = !wanted || write(reporter->to, "", 1) == 1;
	close(reporter->to);
	waitpid((pid_t)reporter->pid, &status, 0);
	return good && status == 0;
}

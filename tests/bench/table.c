#include "tests/bench/table.h"

#include <string.h>

#include "common/progress.h"
#include "tests/bench/bench.h"
#include "tests/bench/turns.h"
#include "tests/bench/workloads.h"

/* Is it one of those that are asked for? */
static bool
wanted(const Workload *w, const Settings *settings, int threads)
{
	if ((w->one_only && threads > 1) ||
	    (w->not_if_quick && settings->quick))
		return false;
	if (!settings->only)
		return true;
	size_t length = strlen(w->name);
	for (const char *at = settings->only; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (strncmp(at, w->name, length) == 0 &&
		    (at[length] == ',' || at[length] == '\0'))
			return true;
	}
	return false;
}

/* What the machine can do: milliseconds for a copy of x and for inflate; for
   the peak GFLOP/s. */
typedef struct {
	double at[LIMITS];
} Limits;

/* The best of a few runs of ours: nothing can be faster. */
static double
least(Team *team, const char *work, size_t rows, Answer *answer)
{
	double least = 0;
	for (int run = 0; run < 5; run++) {
		if (!team_ask(team, OURS, work, rows, 1, answer))
			return 0;
		double ms = team->threads == 1 ? answer->cpu_ms
					       : answer->wall_ms;
		least = run == 0 || ms < least ? ms : least;
	}
	return least;
}

static Limits
measure_limits(Team *team, const Settings *settings)
{
	Limits limits;
	Answer answer = {0};
	double ms = least(team, "peak", 0, &answer);
	limits.at[PEAK] = answer.findings.at[0].value / ms / 1e6;
	limits.at[COPY] = least(team, "copy", settings->rows, &answer);
	bool needed = !settings->only || strstr(settings->only, "W9");
	limits.at[INFLATE] = needed ? least(team, "inflate", 0, &answer) : 0;
	return limits;
}

/* How long the work would take at the limit. */
static double
limit_ms(const Workload *w, const Limits *limits, size_t rows)
{
	if (w->limit != PEAK)
		return limits->at[w->limit];
	return w->flops_per_row * (double)rows / limits->at[PEAK] / 1e6;
}

static void
print_heading(const Team *team, const Settings *settings, const Limits *limits)
{
	printf("\n%d thread%s, %s; medians of %d turns\nlimits: %.1f GFLOP/s, "
	       "a copy of x in %.2f ms",
	    team->threads, team->threads == 1 ? "" : "s",
	    team->threads == 1 ? "time of the processor" : "by the clock",
	    settings->turns, limits->at[PEAK], limits->at[COPY]);
	if (limits->at[INFLATE] > 0)
		printf(", the digits' inflate in %.1f ms", limits->at[INFLATE]);
	printf("\n\n%-4s %-25s %7s %9s %9s %11s %7s %10s  %s\n", "", "", "rows",
	    "ms", "GFLOP/s", "of limit", "goal", "ours/peer", "goal, peer");
}

/* "0.83  >= 0.80 met", or without a goal "0.83". */
static void
print_goal(double reached, double goal)
{
	if (goal > 0)
		printf("%8.2f  >= %.2f %-6s", reached, goal,
		    reached >= goal ? "met" : "missed");
	else
		printf("%8.2f %15s", reached, "");
}

static void
print_peer(const Times *times, Player peer, double goal)
{
	if (peer == OURS || times->ms[peer] <= 0)
		return;
	print_goal(times_ratio(times, peer), goal);
	printf("  %s, %.2f ms", player_name(peer), times->ms[peer]);
}

static void
print_line(const Workload *w, size_t rows, const Times *times, double at_limit)
{
	double ms = times->ms[OURS];
	char count[24] = "", rate[24] = "";
	if (rows)
		snprintf(count, sizeof count, "%zu", rows);
	if (w->flops_per_row > 0)
		snprintf(rate, sizeof rate, "%.1f",
		    w->flops_per_row * (double)rows / ms / 1e6);
	printf("%-4s %-25s %7s %9.2f %9s", w->name, w->what, count, ms, rate);
	print_goal(at_limit / ms, w->limit_goal);
	Player best = times_best_peer(times);
	Player peer = w->against == OURS ? best : w->against;
	print_peer(times, peer, w->ratio_goal);
	if (peer != best) {
		printf("\n%81s", "");
		print_peer(times, best, 0);
	}
	if (times->ms[TORCH_NN] > 0) {
		if (best != OURS)
			printf("\n%81s", "");
		print_peer(times, TORCH_NN, w->nn_goal);
	}
	putchar('\n');
	fflush(stdout);
}

static void
write_heading(FILE *table)
{
	fprintf(table, "work\trows\tthreads\tGFLOP\tlimit ms");
	for (int i = 0; i < PLAYERS; i++)
		fprintf(table, "\t%s ms", player_name((Player)i));
	fprintf(table, "\tgoal: of limit\tgoal: ours/peer\tgoal: "
		       "ours/torch.nn\n");
}

static void
write_number(FILE *table, double number)
{
	if (number > 0)
		fprintf(table, "\t%.6g", number);
	else
		fputs("\t-", table);
}

static void
write_line(FILE *table, const Workload *w, size_t rows, int threads,
    const Times *times, double at_limit)
{
	fprintf(table, "%s: %s\t%zu\t%d", w->name, w->what, rows, threads);
	write_number(table, w->flops_per_row * (double)rows / 1e9);
	write_number(table, at_limit);
	for (int i = 0; i < PLAYERS; i++)
		write_number(table, times->ms[i]);
	write_number(table, w->limit_goal);
	write_number(table, w->ratio_goal);
	write_number(table, w->nn_goal);
	fputc('\n', table);
}

static bool
measure_one(Team *team, const Workload *w, const Settings *settings,
    const Operands *operands, const Limits *limits, FILE *table)
{
	size_t rows = workload_rows(w, settings->rows);
	Task task = {w->ask, w->peers_ask, rows, w->repeats, w->tolerance,
	    settings->turns, EVERYBODY};
	Times times;
	if (!take_turns(team, &task, operands, &times))
		return team_has(team, OURS); /* not built yet, or dead */
	double at_limit = limit_ms(w, limits, rows);
	print_line(w, rows, &times, at_limit);
	write_line(table, w, rows, team->threads, &times, at_limit);
	return times_are_right(&times, w->name);
}

bool
measure_table(
    Team *team, const Settings *settings, const Operands *operands, FILE *table)
{
	Limits limits = measure_limits(team, settings);
	print_heading(team, settings, &limits);
	write_heading(table);
	bool right = true;
	for (int i = 0; i < WORKLOADS; i++) {
		Progress progress;
		progress_start(&progress, workloads[i].name, WORKLOADS);
		progress_update(&progress, (size_t)i);
		if (wanted(&workloads[i], settings, team->threads))
			right &= measure_one(team, &workloads[i], settings,
			    operands, &limits, table);
		progress_end(&progress);
	}
	fputs("\n\n", table);
	return right;
}

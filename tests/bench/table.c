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

static const char *const limit_asks[LIMITS] = {"peak", "copy", "inflate"};

/* How long the work would take at the limit that was found in its turns. */
static double
limit_ms(const Team *team, const Workload *w, size_t rows, const Answer *limit)
{
	double ms = judged(team, limit);
	if (w->limit != PEAK || limit->findings.count < 1)
		return ms;
	return w->flops_per_row * (double)rows * ms /
	       limit->findings.at[0].value;
}

/* GFLOP/s of the kernel, the best of a few runs. */
static double
peak(Team *team, size_t rows)
{
	double best = 0;
	Answer answer;
	for (int run = 0; run < 5; run++)
		if (team_ask(team, OURS, "peak", rows, 1, &answer)) {
			double rate = answer.findings.at[0].value /
				      judged(team, &answer) / 1e6;
			best = rate > best ? rate : best;
		}
	return best;
}

/* Threads that get less than a core each measure their neighbour. */
static void
print_heading(Team *team, const Settings *settings)
{
	static double peak_of_one;
	double rate = peak(team, settings->rows);
	bool one = team->threads == 1;
	printf("\n%d thread%s, %s; medians of %d turns; the kernel's peak is "
	       "%.1f GFLOP/s\n",
	    team->threads, one ? "" : "s",
	    one ? "time of the processor" : "by the clock", settings->turns,
	    rate);
	if (one)
		peak_of_one = rate;
	else if (rate < 0.8 * peak_of_one * team->threads)
		printf("%d times one thread's would be %.1f: the cores have "
		       "other work, do not trust this table\n",
		    team->threads, peak_of_one * team->threads);
	printf("\n%-4s %-25s %7s %9s %9s %9s %-14s %9s %s\n", "", "", "rows",
	    "ms", "GFLOP/s", "of limit", " goal", "ours/peer", " goal, peer");
}

/* "0.83  >= 0.80 met", or without a goal "0.83". */
static void
print_goal(double reached, double goal)
{
	if (goal > 0)
		printf("%9.2f  >= %.2f %-6s", reached, goal,
		    reached >= goal ? "met" : "missed");
	else
		printf("%9.2f %15s", reached, "");
}

static void
print_peer(const Times *times, Player peer, double goal)
{
	if (peer == OURS || times->ms[peer] <= 0)
		return;
	print_goal(times_ratio(times, peer), goal);
	printf(" %s, %.2f ms", player_name(peer), times->ms[peer]);
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
		printf("\n%82s", "");
		print_peer(times, best, 0);
	}
	if (times->ms[TORCH_NN] > 0) {
		if (best != OURS)
			printf("\n%82s", "");
		print_peer(times, TORCH_NN, w->nn_goal);
	}
	putchar('\n');
	fflush(stdout);
}

static void
write_heading(FILE *table)
{
	fprintf(table, "work\twhat\trows\tthreads\tGFLOP\tlimit ms");
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
	fprintf(table, "%s\t%s\t%zu\t%d", w->name, w->what, rows, threads);
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
    const Operands *operands, FILE *table)
{
	size_t rows = workload_rows(w, settings->rows);
	Task task = {.ask = w->ask,
	    .peers_ask = w->peers_ask,
	    .rows = rows,
	    .repeats = w->repeats,
	    .tolerance = w->tolerance,
	    .turns = settings->turns,
	    .patience = settings->patience,
	    .who = EVERYBODY,
	    .limit = limit_asks[w->limit],
	    .limit_rows = settings->rows};
	Times times;
	Progress progress; /* the bar gives way to the line */
	progress_start(&progress, w->name, WORKLOADS);
	progress_update(&progress, (size_t)(w - workloads));
	bool done = take_turns(team, &task, operands, &times);
	progress_end(&progress);
	if (!done)
		return team_has(team, OURS); /* not built yet, or dead */
	double at_limit = limit_ms(team, w, rows, &times.limit);
	print_line(w, rows, &times, at_limit);
	write_line(table, w, rows, team->threads, &times, at_limit);
	return times_are_right(&times, w->name);
}

bool
measure_table(
    Team *team, const Settings *settings, const Operands *operands, FILE *table)
{
	print_heading(team, settings);
	fputs(ftell(table) > 0 ? "\n\n" : "", table);
	write_heading(table);
	bool right = true;
	for (int i = 0; i < WORKLOADS; i++) {
		if (wanted(&workloads[i], settings, team->threads))
			right &= measure_one(
			    team, &workloads[i], settings, operands, table);
	}
	return right;
}

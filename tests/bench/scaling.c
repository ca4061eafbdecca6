#include "tests/bench/scaling.h"

#include <string.h>

#include "common/output.h"
#include "common/progress.h"
#include "tests/bench/turns.h"
#include "tests/bench/workloads.h"

static const char *const scaled[SCALED] = {"W1", "W2", "W3", "W6"};
static const size_t sizes[MOST_SIZES] = {1000, 2000, 5000, 10000, 20000, 50000};

static const Workload *
workload(const char *name)
{
	const Workload *w = workloads;
	while (strcmp(w->name, name) != 0)
		w++;
	return w;
}

/* Small ones are repeated, so that a turn takes as long for all. */
static bool
measure_size(Team *team, const Settings *settings, const Operands *operands,
    const Workload *w, size_t rows, unsigned who, Times *times)
{
	Task task = {.ask = w->ask,
	    .rows = rows,
	    .repeats = settings->rows / rows,
	    .tolerance = w->tolerance,
	    .turns = settings->quick ? 1 : 3,
	    .patience = settings->patience,
	    .who = who};
	return take_turns(team, &task, operands, times) &&
	       times_are_right(times, w->name);
}

/* From the most rows, where the fastest peer shows, to the fewest. */
static bool
measure_curve(Curve *curve, Team *team, const Settings *settings,
    const Operands *operands, const Workload *w)
{
	unsigned who = EVERYBODY;
	for (int i = MOST_SIZES - 1; i >= 0; i--) {
		size_t rows = sizes[i];
		Times times;
		if (rows > settings->rows)
			continue;
		if (!measure_size(
			team, settings, operands, w, rows, who, &times))
			return false;
		if (who == EVERYBODY) {
			curve->peer = times_best_peer(&times);
			who = 1u << OURS | 1u << curve->peer;
		}
		double gflop = w->flops_per_row * (double)rows / 1e6;
		curve->ours[i] = gflop / times.ms[OURS];
		if (curve->peer != OURS && times.ms[curve->peer] > 0)
			curve->peers[i] = gflop / times.ms[curve->peer];
	}
	return true;
}

bool
scaling_measure(Scaling *scaling, Team *team, const Settings *settings,
    const Operands *operands)
{
	bool right = true;
	Progress progress;
	progress_start(&progress, "scaling", SCALED);
	for (size_t i = 0; i < SCALED; i++) {
		Curve *curve = &scaling->curve[i][scaling->counts];
		*curve = (Curve){.threads = team->threads};
		right &= measure_curve(
		    curve, team, settings, operands, workload(scaled[i]));
		progress_update(&progress, i + 1);
	}
	progress_end(&progress);
	scaling->counts++;
	return right;
}

static void
print_curve(const char *name, const char *who, int threads, const double *rates)
{
	printf("%-4s %-10s %8d", name, who, threads);
	for (int i = 0; i < MOST_SIZES; i++)
		if (rates[i] > 0)
			printf("%9.1f", rates[i]);
	putchar('\n');
}

static void
print_table(const Scaling *scaling, const Settings *settings)
{
	printf("\nGFLOP/s by rows and threads\n%-15s %8s", "", "threads");
	for (int i = 0; i < MOST_SIZES && sizes[i] <= settings->rows; i++)
		printf("%9zu", sizes[i]);
	putchar('\n');
	for (int i = 0; i < SCALED; i++)
		for (int k = 0; k < scaling->counts; k++) {
			const Curve *c = &scaling->curve[i][k];
			print_curve(
			    scaled[i], player_name(OURS), c->threads, c->ours);
			if (c->peer != OURS)
				print_curve(scaled[i], player_name(c->peer),
				    c->threads, c->peers);
		}
}

static void
write_heading(FILE *file, const Curve *curves, int counts)
{
	fputs("rows", file);
	for (int k = 0; k < counts; k++) {
		const char *many = curves[k].threads == 1 ? "" : "s";
		fprintf(file, "\tours, %d thread%s", curves[k].threads, many);
		fprintf(file, "\t%s, %d thread%s",
		    curves[k].peer == OURS ? "no peer"
					   : player_name(curves[k].peer),
		    curves[k].threads, many);
	}
	fputc('\n', file);
}

static void
write_number(FILE *file, double number)
{
	if (number > 0)
		fprintf(file, "\t%.6g", number);
	else
		fputs("\t-", file);
}

static void
write_block(FILE *file, const Curve *curves, const Scaling *scaling,
    const Settings *settings)
{
	write_heading(file, curves, scaling->counts);
	for (int i = 0; i < MOST_SIZES && sizes[i] <= settings->rows; i++) {
		fprintf(file, "%zu", sizes[i]);
		for (int k = 0; k < scaling->counts; k++) {
			write_number(file, curves[k].ours[i]);
			write_number(file, curves[k].peers[i]);
		}
		fputc('\n', file);
	}
	fputs("\n\n", file);
}

bool
scaling_report(const Scaling *scaling, const Settings *settings, Error *error)
{
	Output output;
	print_table(scaling, settings);
	if (!output_open_in(&output, settings->out, "scaling.tsv", error))
		return false;
	for (int i = 0; i < SCALED; i++)
		write_block(output.file, scaling->curve[i], scaling, settings);
	return output_commit(&output, error);
}

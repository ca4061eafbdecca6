#include "tests/bench/turns.h"

#include <time.h>

#include "common/require.h"
#include "tests/bench/bench.h"
#include "tests/bench/truth.h"

/* What the findings must be: ours, unless the truth is known. */
static Findings
expected(const Task *task, const Operands *operands, const Answer *ours)
{
	Findings findings = ours->findings;
	double value;
	if (truth_of(operands, task->ask, task->rows, &value))
		findings.at[0].value = value;
	return findings;
}

static void
let_them_sleep(void)
{
	nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
}

static bool
ask(Team *team, const Task *task, Player player, Answer *answer)
{
	bool peers = player != OURS && task->peers_ask;
	let_them_sleep();
	return team_ask(team, player, peers ? task->peers_ask : task->ask,
	    task->rows, task->repeats ? task->repeats : 1, answer);
}

static double
judged(const Team *team, const Answer *answer)
{
	return team->threads == 1 ? answer->cpu_ms : answer->wall_ms;
}

/* The turns that do not count: who does not answer is out, and without ours all
   are. Returns who is in. */
static unsigned
warm_up(Team *team, const Task *task, const Operands *operands, Times *times,
    Findings *right)
{
	unsigned in = 0;
	for (int i = OURS; i < PLAYERS; i++) {
		Answer answer;
		if (!(task->who & 1u << i) || !team_has(team, (Player)i) ||
		    !ask(team, task, (Player)i, &answer)) {
			if (i == OURS)
				break;
			continue;
		}
		in |= 1u << i;
		if (i == OURS)
			*right = expected(task, operands, &answer);
		times->wrong[i] = !findings_agree(
		    &answer.findings, right, task->tolerance);
	}
	return in;
}

bool
take_turns(Team *team, const Task *task, const Operands *operands, Times *times)
{
	REQUIRE(task->turns <= MOST_TURNS, "%d turns", task->turns);
	Findings right;
	double taken[PLAYERS][MOST_TURNS];
	*times = (Times){{0}, {0}};
	unsigned in = warm_up(team, task, operands, times, &right);
	for (int turn = 0; turn < task->turns; turn++)
		for (int i = 0; i < PLAYERS; i++) {
			int player = (i + turn) % PLAYERS;
			Answer answer;
			if (!(in & 1u << player))
				continue;
			if (!ask(team, task, (Player)player, &answer)) {
				in &= ~(1u << player);
				continue;
			}
			taken[player][turn] = judged(team, &answer);
			if (!findings_agree(
				&answer.findings, &right, task->tolerance))
				times->wrong[player] = true;
		}
	for (int i = 0; i < PLAYERS; i++)
		if (in & 1u << i)
			times->ms[i] = median(taken[i], task->turns);
	return in & 1u << OURS;
}

double
times_ratio(const Times *times, Player peer)
{
	return times->ms[OURS] > 0 ? times->ms[peer] / times->ms[OURS] : 0;
}

Player
times_best_peer(const Times *times)
{
	Player best = OURS;
	for (int i = OURS + 1; i < PLAYERS; i++)
		if (i != TORCH_NN && times->ms[i] > 0 && !times->wrong[i] &&
		    (best == OURS || times->ms[i] < times->ms[best]))
			best = (Player)i;
	return best;
}

bool
times_are_right(const Times *times, const char *name)
{
	bool right = true;
	for (int i = 0; i < PLAYERS; i++)
		if (times->wrong[i]) {
			printf("WRONG: the result of %s by %s\n", name,
			    player_name((Player)i));
			right = false;
		}
	return right;
}

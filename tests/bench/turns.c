#include "tests/bench/turns.h"

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

static bool
ask(Team *team, const Task *task, Player player, Answer *answer)
{
	bool peers = player != OURS && task->peers_ask;
	return team_ask(team, player, peers ? task->peers_ask : task->ask,
	    task->rows, task->repeats ? task->repeats : 1, answer);
}

double
judged(const Team *team, const Answer *answer)
{
	return team->threads == 1 ? answer->cpu_ms : answer->wall_ms;
}

/* What was seen of a player so far. */
typedef struct {
	bool in; /* does this work */
	int count;
	double taken[MOST_TURNS], sum;
} Seen;

/* One turn. A first one does not count, unless it shows that there will be no
   other. */
static void
take_turn(Team *team, const Task *task, Player player, bool first,
    Findings *right, const Operands *operands, Seen *seen, Times *times)
{
	Answer answer;
	seen->in = ask(team, task, player, &answer);
	if (!seen->in)
		return;
	double ms = judged(team, &answer);
	if (!first || answer.wall_ms > task->patience) {
		seen->taken[seen->count++] = ms;
		seen->sum += answer.wall_ms;
	}
	if (first && player == OURS)
		*right = expected(task, operands, &answer);
	if (!findings_agree(&answer.findings, right, task->tolerance))
		times->wrong[player] = true;
}

static void
take_limit(Team *team, const Task *task, Times *times)
{
	Answer answer;
	if (!task->limit)
		return;
	if (team_ask(team, OURS, task->limit, task->limit_rows, 1, &answer) &&
	    (times->limit.wall_ms <= 0 ||
		judged(team, &answer) < judged(team, &times->limit)))
		times->limit = answer;
}

/* Without ours nobody knows what is right, and nobody plays. */
static void
warm_up(Team *team, const Task *task, const Operands *operands, Findings *right,
    Seen *seen, Times *times)
{
	for (int i = OURS; i < PLAYERS && (i == OURS || seen[OURS].in); i++)
		if (task->who & 1u << i && team_has(team, (Player)i))
			take_turn(team, task, (Player)i, true, right, operands,
			    &seen[i], times);
}

bool
take_turns(Team *team, const Task *task, const Operands *operands, Times *times)
{
	REQUIRE(task->turns < MOST_TURNS, "%d turns", task->turns);
	Findings right;
	Seen seen[PLAYERS] = {{0}};
	*times = (Times){0};
	warm_up(team, task, operands, &right, seen, times);
	for (int turn = 0; turn < task->turns && seen[OURS].in; turn++) {
		take_limit(team, task, times);
		for (int i = 0; i < PLAYERS; i++) {
			int player = (i + turn) % PLAYERS;
			if (seen[player].in &&
			    seen[player].sum <= task->patience)
				take_turn(team, task, (Player)player, false,
				    &right, operands, &seen[player], times);
		}
	}
	for (int i = 0; i < PLAYERS; i++)
		if (seen[i].count > 0)
			times->ms[i] = median(seen[i].taken, seen[i].count);
	return seen[OURS].count > 0;
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
	for (int i = 0; i < PLAYERS && right; i++)
		if (times->wrong[i]) {
			printf("WRONG: the result of %s by %s\n", name,
			    player_name((Player)i));
			right = false;
		}
	return right;
}

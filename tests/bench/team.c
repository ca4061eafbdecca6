#include "tests/bench/team.h"

enum { MOST_ARGUMENTS = 6, MOST_WAYS = 2 };

/* How a child is started: the first way that works. FOLDER stands for that of
   the operands; what begins with a tilde is one of our programs. */
#define FOLDER "="
typedef struct {
	const char *name, *package;
	const char *way[MOST_WAYS][MOST_ARGUMENTS];
} Kind;

static const Kind kinds[PLAYERS] = {
    [OURS] = {"ours", "", {{"~ours", FOLDER}}},
    [OPENBLAS] = {"OpenBLAS", "libopenblas0-pthread",
	{{"~peer_blas", FOLDER, "libopenblas.so.0", "libopenblas.dylib"}}},
    [BLIS] = {"BLIS", "libblis4-openmp",
	{{"~peer_blas", FOLDER,
	    "/usr/lib/x86_64-linux-gnu/blis-openmp/libblis.so.4",
	    "/usr/lib/aarch64-linux-gnu/blis-openmp/libblis.so.4",
	    "libblis.so.4"}}},
    [ONEDNN] = {"oneDNN", "libdnnl2",
	{{"~peer_blas", FOLDER, "libdnnl.so.2", "libdnnl.so.3"}}},
    [PYTORCH] = {"PyTorch", "python3-torch",
	{{"python3", "tests/bench/peer_torch.py", FOLDER},
	    {"/usr/bin/python3", "tests/bench/peer_torch.py", FOLDER}}},
    [TORCH_NN] = {"torch.nn", "", {{NULL}}},
    [NUMPY] = {"NumPy", "python3-numpy",
	{{"python3", "tests/bench/peer_numpy.py", FOLDER},
	    {"/usr/bin/python3", "tests/bench/peer_numpy.py", FOLDER}}},
};

const char *
player_name(Player player)
{
	return kinds[player].name;
}

const char *
player_package(Player player)
{
	return kinds[player].package;
}

/* The way that worked last, to begin with. */
static int known_way[PLAYERS];

/* Goes one way, and fills in what it leaves open. */
static void
start(Child *child, Player player, int way, const Places *places, int threads)
{
	const char *const *argument = kinds[player].way[way];
	char text[MOST_ARGUMENTS][1100];
	char *argv[MOST_ARGUMENTS + 1] = {NULL};
	*child = (Child){0};
	for (int i = 0; i < MOST_ARGUMENTS && argument[i]; i++) {
		const char *from = argument[i];
		argv[i] = text[i];
		if (from[0] == '~')
			snprintf(text[i], sizeof text[i], "%s/tests/bench/%s",
			    places->build, from + 1);
		else
			snprintf(text[i], sizeof text[i], "%s",
			    from[0] == FOLDER[0] ? places->operands : from);
	}
	if (argv[0])
		child_start(child, argv, threads, places->log);
}

/* Waits for a child that is on its way, and tries the ways that are left. */
static bool
arrives(Child *child, Player player, const Places *places, int threads)
{
	for (int way = known_way[player];; way++) {
		if (child_is_ready(child)) {
			known_way[player] = way;
			return true;
		}
		if (way + 1 == MOST_WAYS)
			return false;
		start(child, player, way + 1, places, threads);
	}
}

bool
player_start(Child *child, Player player, const Places *places, int threads)
{
	start(child, player, known_way[player], places, threads);
	return arrives(child, player, places, threads);
}

bool
team_start(Team *team, const Places *places, int threads, bool alone)
{
	int count = alone ? 1 : PLAYERS;
	*team = (Team){.threads = threads};
	for (int i = 0; i < count; i++)
		start(
		    &team->child[i], (Player)i, known_way[i], places, threads);
	for (int i = 0; i < count; i++)
		arrives(&team->child[i], (Player)i, places, threads);
	return team_has(team, OURS);
}

/* torch.nn is PyTorch's child, asked for works of another name. */
static Player
who_answers(Player player)
{
	return player == TORCH_NN ? PYTORCH : player;
}

/* The threads of who has just played fall asleep before another plays: some
   libraries' turn around for a tenth of a second in the hope of work, and take
   a core from whoever comes next. */
static void
hand_over(Team *team, Player player)
{
	if (team->last != player)
		child_rest(&team->child[team->last]);
	team->last = player;
}

bool
team_ask(Team *team, Player player, const char *work, size_t rows,
    size_t repeats, Answer *answer)
{
	char name[32];
	hand_over(team, who_answers(player));
	snprintf(
	    name, sizeof name, "%s%s", work, player == TORCH_NN ? "-nn" : "");
	return child_ask(
	    &team->child[who_answers(player)], name, rows, repeats, answer);
}

bool
team_has(const Team *team, Player player)
{
	return team->child[who_answers(player)].pid != 0;
}

void
team_stop(Team *team)
{
	for (int i = 0; i < PLAYERS; i++)
		child_stop(&team->child[i]);
}

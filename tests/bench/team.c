#include "tests/bench/team.h"

#include <stdlib.h>

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

/* Fills in what the way leaves open. */
static bool
start(Child *child, const char *const way[MOST_ARGUMENTS], const Places *places,
    int threads)
{
	char text[MOST_ARGUMENTS][1100];
	char *argv[MOST_ARGUMENTS + 1] = {NULL};
	for (int i = 0; i < MOST_ARGUMENTS && way[i]; i++) {
		argv[i] = text[i];
		if (way[i][0] == '~')
			snprintf(text[i], sizeof text[i], "%s/tests/bench/%s",
			    places->build, way[i] + 1);
		else
			snprintf(text[i], sizeof text[i], "%s",
			    way[i][0] == FOLDER[0] ? places->operands : way[i]);
	}
	return child_start(child, argv, threads, places->log);
}

bool
player_start(Child *child, Player player, const Places *places, int threads)
{
	const Kind *kind = &kinds[player];
	for (int i = 0; i < MOST_WAYS && kind->way[i][0]; i++)
		if (start(child, kind->way[i], places, threads))
			return true;
	return false;
}

bool
team_start(Team *team, const Places *places, int threads, bool alone)
{
	*team = (Team){.threads = threads};
	for (int i = 0; i < (alone ? 1 : PLAYERS); i++)
		player_start(&team->child[i], (Player)i, places, threads);
	return team_has(team, OURS);
}

/* torch.nn is PyTorch's child, asked for works of another name. */
static Player
who_answers(Player player)
{
	return player == TORCH_NN ? PYTORCH : player;
}

bool
team_ask(Team *team, Player player, const char *work, size_t rows,
    size_t repeats, Answer *answer)
{
	char name[32];
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

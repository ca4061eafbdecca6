/*
 * The players of `make bench`: this library and its peers, each in a child of
 * its own, so that no two libraries' threads live in one process. A team is one
 * of each, all with the same number of threads.
 */
#ifndef TESTS_BENCH_TEAM_H
#define TESTS_BENCH_TEAM_H

#include "tests/bench/child.h"

typedef enum {
	OURS,
	OPENBLAS,
	BLIS,
	ONEDNN,
	PYTORCH,  /* by hand, with buffers that are there */
	TORCH_NN, /* with torch.nn and autograd: the same child */
	NUMPY,
	PLAYERS
} Player;

/* Where things are. */
typedef struct {
	const char *build;   /* the folder with the programs */
	char operands[1024]; /* the folder with the operands */
	char log[1024];      /* what children say on stderr */
} Places;

typedef struct {
	int threads;
	Child child[PLAYERS];
	Player last; /* who was asked last */
} Team;

/* "OpenBLAS"; and the Debian package that has it. */
const char *player_name(Player player);
const char *player_package(Player player);

/* Starts whom it can; false without ours. With `alone` nobody else. */
bool team_start(Team *team, const Places *places, int threads, bool alone);

/* Starts one player; false if it is missing. */
bool player_start(
    Child *child, Player player, const Places *places, int threads);

/* Asks a player for a run: false if it is missing, or does not do that work. */
bool team_ask(Team *team, Player player, const char *work, size_t rows,
    size_t repeats, Answer *answer);

/* Is the player there? */
bool team_has(const Team *team, Player player);

void team_stop(Team *team);

#endif

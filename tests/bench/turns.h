/*
 * Players do the same work in turns, so that a busy neighbour slows them all.
 * Each has one turn that does not count. Between turns there is a short sleep:
 * the threads of the last player fall asleep as well. Every result of every
 * turn is checked. What the machine can do at most is measured in the same
 * turns. Who has taken too long has no more turns.
 */
#ifndef TESTS_BENCH_TURNS_H
#define TESTS_BENCH_TURNS_H

#include "tests/bench/operands.h"
#include "tests/bench/team.h"

enum { MOST_TURNS = 15, EVERYBODY = (1 << PLAYERS) - 1 };

typedef struct {
	const char *ask, *peers_ask; /* NULL: the same */
	size_t rows, repeats;
	double tolerance;
	int turns;
	double patience; /* milliseconds for all turns of a player */
	unsigned who;    /* bits of players */
	const char
	    *limit; /* what ours is asked for to find the limit; or NULL */
	size_t limit_rows;
} Task;

typedef struct {
	double ms[PLAYERS]; /* the median; 0: did not take part */
	bool wrong[PLAYERS];
	Answer limit; /* the fastest of its turns */
} Times;

/* One thread is judged by its processor's time, more are by the clock. */
double judged(const Team *team, const Answer *answer);

/* Gives all players their turns. False if ours does not do this work. The
   operands know what is right. */
bool take_turns(
    Team *team, const Task *task, const Operands *operands, Times *times);

/* How fast the peer is beside ours: above 1, ours is faster. */
double times_ratio(const Times *times, Player peer);

/* The fastest peer by hand; OURS if there is none. */
Player times_best_peer(const Times *times);

/* False, and says so, if a result was wrong. The first is named: if ours is
   wrong, who can judge the others? */
bool times_are_right(const Times *times, const char *name);

#endif

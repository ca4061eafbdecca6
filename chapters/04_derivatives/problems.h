/*
 * The problems of chapter 4, and a checker that measures.
 */
#ifndef CHAPTERS_DERIVATIVES_PROBLEMS_H
#define CHAPTERS_DERIVATIVES_PROBLEMS_H

#include "chapters/04_derivatives/derivatives.h"

typedef struct {
	const char *task;       /* what is asked, in words */
	const char *expression; /* what is to be differentiated */
	const char *variable;   /* with respect to what */
} Problem;

extern const Problem problems[];
extern const int problem_count;

/* The verdict on an answer. */
typedef struct {
	bool right;
	Point at;        /* where it was found wrong */
	double measured; /* the slope there, by central difference */
	double answered; /* what the answer says */
} Verdict;

/* Judges an answer to problem `index` (from 0) by central differences at many
   points. False if the answer cannot be parsed. Requires a valid index. */
bool problem_judge(Arena *arena, int index, const char *answer,
    Verdict *verdict, Error *error);

#endif

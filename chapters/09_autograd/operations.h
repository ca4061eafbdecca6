/*
 * All operations of the tape, each as a function of one tensor (3, 4), for a
 * judge to try.
 */
#ifndef CHAPTERS_AUTOGRAD_OPERATIONS_H
#define CHAPTERS_AUTOGRAD_OPERATIONS_H

#include "chapters/09_autograd/autograd.h"

typedef struct {
	const char *name;
	Var *(*function)(Var *x); /* x (3, 4) */
	bool positive;            /* only of numbers above 0 */
} Operation;

enum { OPERATIONS = 20 };
extern const Operation operations[OPERATIONS];

#endif

/*
 * What the hook and the driver tell each other, on a page of memory that both
 * see: the driver says which call is to fail, the hook counts.
 *
 * Protocol: the driver makes a file of sizeof(Starvation) bytes, maps it, and
 * starts a program with LD_PRELOAD=hook.so and STARVE=the file. A kind of call
 * is a resource that can run out, whatever the function's name. Calls are
 * counted from 1 when main begins.
 */
#ifndef TESTS_STARVE_HOOK_H
#define TESTS_STARVE_HOOK_H

#include <stdatomic.h>
#include <stdbool.h>

typedef enum {
	MEMORY, /* malloc and its relatives */
	THREAD, /* pthread_create */
	LOOK,   /* stat, access, lseek */
	OPEN,   /* fopen, open */
	READ,
	WRITE, /* half of the bytes get through, then the disk is full */
	CLOSE, /* half of what was written is lost */
	RENAME,
	REMOVE,
	FOLDER, /* mkdir */
	KINDS,
} Kind;

typedef struct {
	/* The driver's wish: call `first` of this kind fails, or every one from
	   there on. KINDS: none does. */
	Kind kind;
	unsigned first;
	bool for_ever;

	/* The hook's report. */
	atomic_uint calls[KINDS];
	atomic_uint failed; /* calls that were made to fail */
	atomic_int blocks;  /* of memory, taken and not yet freed */
	int descriptors;    /* opened and not closed, when the program ended */
	bool ended;         /* by exit(), or at main's end */
} Starvation;

#endif

/*
 * What every chapter's main does: read the options, say what it is and which
 * digits it runs on, print section by section, and end with the right status.
 *
 *     int
 *     main(int argc, char **argv)
 *     {
 *         Program program = {"chapter2", "Chapter 2: forward", "..."};
 *         if (!program_start(&program, argc, argv))
 *             return program.status;
 *         ...
 *         return program_end(&program);
 *     }
 *
 * The statuses: 0, all is well; 1, the world was in the way (one line on
 * stderr says how); 2, wrong usage.
 */
#ifndef COMMON_PROGRAM_H
#define COMMON_PROGRAM_H

#include "common/mnist.h"
#include "common/svg.h"

typedef struct {
	const char *name;     /* as it is called: chapter2 */
	const char *title;    /* Chapter 2: forward */
	const char *about;    /* a sentence or two for --help */
	const char *commands; /* lines for --help; NULL: takes no arguments */
	const char *plots; /* --plots FOLDER: draw the figures; NULL: don't */
	int count;         /* arguments behind the options */
	char **argument;
	int status;
} Program;

/* Reads the options; prints the title. False: main returns program.status
   (after --help, or wrong usage). */
bool program_start(Program *program, int argc, char **argv);

/* Loads the digits and says which they are. False: as program_start. */
bool program_digits(
    Program *program, Arena *arena, double divisor, Mnist *mnist);

/* Says what is wrong with the arguments; sets the status to 2. Returns false. */
bool program_misused(Program *program, const char *what);

/* Prints the Error as the program's last word; sets the status to 1. Returns
   false. */
bool program_fail(Program *program, const Error *error);

/* The status, after everything printed has reached its place. Says so if it
   has not, unless program_fail has spoken. */
int program_end(Program *program);

/* Starts a section of the output: a heading that the weaver finds again. */
void section(const char *name);

/* Prints an expression of the notebook's, and below it the tensor. */
void show_tensor(const char *expression, const Tensor *t);

/* Makes a mistake on purpose: calls `mistake`, which must end in REQUIRE, and
   prints the message that would have been its last. */
void show_mistake(void (*mistake)(Arena *step), Arena *step);

/* One line: what it is, the number that the source printed, ours. */
void show_published(
    const char *what, const char *published, int digits, double here);
/* The line above such lines. */
void show_published_heading(void);

#endif

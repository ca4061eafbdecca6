/*
 * What chapter 4's program does on request: differentiate, evaluate, and judge
 * the reader's answers.
 */
#ifndef CHAPTERS_DERIVATIVES_COMMANDS_H
#define CHAPTERS_DERIVATIVES_COMMANDS_H

#include "common/program.h"

/* Lines for --help. */
extern const char commands_help[];

/* Does what program's arguments ask; sets its status. */
void commands_run(Program *program, Arena *arena);

#endif

/*
 * What chapter 11's program does on request: walk on a formula of the reader's,
 * with the gradient by chapter 4's rules.
 */
#ifndef CHAPTERS_DESCENT_COMMANDS_H
#define CHAPTERS_DESCENT_COMMANDS_H

#include "common/program.h"

/* Lines for --help. */
extern const char descent_help[];

/* Does what program's arguments ask; sets its status. */
void descent_commands(Program *program, Arena *arena);

#endif

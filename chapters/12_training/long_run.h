/*
 * Chapter 12, the long run: the lecture's thousand epochs, which can be
 * interrupted and go on.
 */
#ifndef CHAPTERS_LONG_RUN_H
#define CHAPTERS_LONG_RUN_H

#include "common/program.h"

/* Does the program's command: long FILE [EPOCHS [VARIANT [ROWS]]]. Prints the
   losses, saves the run in FILE every few epochs, and goes on from FILE where
   it is there. Sets the program's status: 130 after an interrupt. */
void long_run(Program *program);

#endif

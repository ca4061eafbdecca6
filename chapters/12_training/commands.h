/*
 * What chapter 12's program does besides its run: a net is trained and saved,
 * read back and asked about a digit; and the long run.
 */
#ifndef CHAPTERS_TRAINING_COMMANDS_H
#define CHAPTERS_TRAINING_COMMANDS_H

#include "chapters/08_module/module.h"
#include "common/program.h"

/* Lines for --help. */
extern const char commands_help[];

/* Does what the arguments say; sets the program's status. */
void run_command(Program *program);

/* Writes all parameters of a net to an .npz file, under their names; reads them
   back into a net of the same names and shapes. */
bool net_save(const Module *net, const char *path, Error *error);
bool net_read(Module *net, const char *path, Error *error);

#endif

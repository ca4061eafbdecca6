/*
 * Chapter 12, checkpoints: a run of the ceiling's net in a file, so that it can
 * be interrupted and go on as if nothing had been. The file is NumPy's .npz
 * (common/npz.h):
 *
 *     0.weight, 0.weight.g, ...   each parameter and its gradient
 *     losses                      of the epochs so far; they count the epochs
 *     settings                    what must be the same when it goes on
 */
#ifndef CHAPTERS_CHECKPOINT_H
#define CHAPTERS_CHECKPOINT_H

#include "chapters/12_training/ceiling.h"

/* Writes the run as it stands; the file appears whole or not at all. Requires
   an epoch that is done. */
bool checkpoint_write(const CeilingRun *run, const char *path, Error *error);

/* Puts a run that was just started where the one in the file was: parameters,
   gradients, losses, epoch; its limit grows where the file has more epochs.
   False, and the run as it was, if the file is none of ours, or of another
   variant, other rows, or another Real. */
bool checkpoint_read(CeilingRun *run, const char *path, Error *error);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define checkpoint_write(...) CALLED(checkpoint_write(__VA_ARGS__))
#endif

#endif

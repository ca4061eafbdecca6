/*
 * What a tensor in a file may be called: one rule for npz_write and npz_read.
 */
#ifndef COMMON_NPZ_NAME_H
#define COMMON_NPZ_NAME_H

#include "common/npz.h"

enum { NPZ_MOST_NAME = 255 };

/* Refuses a name for entry number `count` that npz.h forbids or that one of
   the entries before it has. It has `length` bytes, and a NUL behind them. */
bool npz_check_name(const char *path, const NpzEntry *entries, size_t count,
    const char *name, size_t length, Error *error);

#endif

/*
 * IDX: the file format of MNIST. A magic number that says how many axes there
 * are, the size of each as a big-endian 32-bit number, then one byte per
 * element. The files come gzipped or plain. The usual gzip file is unpacked by
 * gzip.c, on two cores; zlib reads all others, and says what is wrong.
 *
 * Nothing in a file is trusted: whatever is wrong with it ends in false and
 * one line that says path, place, what was expected and what was found.
 */
#ifndef COMMON_IDX_H
#define COMMON_IDX_H

#include <stdint.h>

#include "common/error.h"
#include "common/tensor.h"

/* Reads images (n, rows, columns) into *images, in `arena`. Each byte becomes
   byte / divisor, in double and then rounded to float: 256 in the fast.ai
   notebooks, 255 in DS4420. */
bool idx_read_images(Arena *arena, const char *path, double divisor,
    Tensor **images, Error *error);

/* Reads labels (n,), each 0 to 9, into *labels. *checksum gets the CRC-32 of
   the file's uncompressed content, which tells one set of digits from
   another. */
bool idx_read_labels(Arena *arena, const char *path, Tensor **labels,
    uint32_t *checksum, Error *error);

#endif

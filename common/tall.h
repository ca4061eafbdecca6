/*
 * Sums down the columns of a matrix that is much taller than wide, as a bias
 * needs them: (50000, 784) to (784,).
 */
#ifndef COMMON_TALL_H
#define COMMON_TALL_H

#include <stdbool.h>
#include <stddef.h>

#include "common/arena.h"
#include "common/real.h"

/* Is a matrix of these columns and rows one to cut into parts? */
bool tall(size_t columns, size_t rows);

/* sums[j] = (sum over i < rows of data[i * step + j]) / divisor, for j <
   columns. The same bits for any number of threads. Scratch memory comes from
   `arena` and is given back. */
void tall_sums(Arena *arena, Real *sums, const Real *data, size_t columns,
    size_t rows, size_t step, double divisor);

#endif

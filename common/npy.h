/*
 * NPY: one tensor as bytes, in NumPy's format 1.0.
 *
 *     "\x93NUMPY" 1 0             magic and version
 *     two bytes, little-endian    the length of the header
 *     {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
 *                                 and spaces, and a newline
 *     the elements                row by row
 *
 * The header is a literal of NumPy's language. We write it as NumPy does, and
 * read it with its keys in any order.
 */
#ifndef COMMON_NPY_H
#define COMMON_NPY_H

#include "common/error.h"
#include "common/tensor.h"

#define NPY_MAGIC "\x93NUMPY\1\0" /* and version 1.0 */
enum {
	NPY_MAGIC_SIZE = 8,
	NPY_PREFIX = 10, /* magic, version, length */
};

/* How many bytes npy_put writes. */
size_t npy_size(const Tensor *t);

/* Writes the tensor, of any strides, little-endian, as float or double,
   whichever Real is. `scratch` gets what this takes. */
void npy_put(unsigned char *to, Arena *scratch, const Tensor *t);

/* Reads a tensor from exactly `size` bytes into `arena`. In an error they are
   called PATH: 'NAME'. */
bool npy_get(Arena *arena, const char *path, const char *name,
    const unsigned char *bytes, size_t size, Tensor **tensor, Error *error);

#endif

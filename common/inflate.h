/*
 * inflate_stream: unpacks DEFLATE (RFC 1951), the compression of gzip.
 *
 * zlib unpacks too, in pieces of any size, and explains what is wrong. This
 * is for the good case, about twice as fast: all input and all output lie in
 * memory, and the answer is yes or no. Whatever it accepts, zlib accepts; who
 * gets a no asks zlib for the reason.
 */
#ifndef COMMON_INFLATE_H
#define COMMON_INFLATE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* Unpacks the whole of `packed` into exactly `size` bytes at `to`. Eight more
   bytes after `packed` must be readable. False if the stream is damaged, or
   longer or shorter.

   Meanwhile *settled says how many bytes are final and will not be looked at
   again: another thread may use them and write over them. At the end it is
   `size`, or INFLATE_FAILED. */
bool inflate_stream(const unsigned char *packed, size_t packed_size,
    unsigned char *to, size_t size, atomic_size_t *settled);

#define INFLATE_FAILED ((size_t)-1)

#endif

/*
 * Gzip: a gzip file in memory, unpacked on one core while another already
 * uses what is there.
 *
 * For the usual file only: one stream, with nothing after it. Every function
 * says yes or no; who gets a no lets zlib read the file, which can read the
 * others and explain what is wrong with the rest.
 *
 * Ownership: gzip_open reads the file, gzip_close frees it.
 */
#ifndef COMMON_GZIP_H
#define COMMON_GZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
	unsigned char *bytes; /* of the whole file */
	size_t header, size;  /* of its header, of all of it */
	uint32_t crc;         /* of the content, as the file's end says */
} Gzip;

/* Reads a file of `size` bytes, which must say at its end that its content
   has `content_size` bytes. Nothing is left to close after false. */
bool gzip_open(
    Gzip *gzip, const char *path, uint64_t size, uint64_t content_size);

void gzip_close(Gzip *gzip);

/* Unpacks exactly `size` bytes to `content`. Meanwhile use(context, from, to)
   is called, from one thread, for one piece content[from .. to) after another;
   it may write over all of content[0 .. to). False if the file is damaged;
   then some pieces may have been used, and what they were is not known. */
bool gzip_unpack(const Gzip *gzip, unsigned char *content, size_t size,
    void (*use)(void *context, size_t from, size_t to), void *context);

#endif

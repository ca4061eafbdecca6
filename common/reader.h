/*
 * Reader: a file, gzipped or plain, read by zlib; and what is wrong with it.
 *
 * Each error is one line with the path, and where the file's content ends
 * instead of where it should.
 *
 * Ownership: whoever opens a reader closes it with gzclose(reader->gz).
 */
#ifndef COMMON_READER_H
#define COMMON_READER_H

#include <stdint.h>
#include <zlib.h>

#include "common/error.h"

typedef struct {
	const char *path;
	gzFile gz;
	uint64_t file_size; /* on disk */
	uint64_t offset;    /* in the uncompressed content */
	uint32_t checksum;  /* CRC-32 of what has been read */
	Error *error;
} Reader;

/* Opens a file. One called .gz must be gzipped. */
bool reader_open(Reader *reader, const char *path, Error *error);

/* Reads exactly `size` bytes; `expected` is where the content should end. */
bool reader_read(
    Reader *reader, unsigned char *to, unsigned size, uint64_t expected);

/* Requires that nothing follows; reading on also makes zlib check the CRC. */
bool reader_end(Reader *reader);

/* Goes back to where the reader was when `before` was copied from it. */
bool reader_back(Reader *reader, const Reader *before);

#endif

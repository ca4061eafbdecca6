/*
 * Zip: the parts of a zip file, for npz_write.c and npz_read.c.
 *
 *     local header, name, data    for each member
 *     directory entry, name       for each member
 *     end record                  says where the directory is
 *
 * A reader begins at the end. The directory says all about a member that its
 * local header says, and where that is. Numbers are little-endian; sizes and
 * places have 32 bits (zip64, the form for more, is not for us).
 */
#ifndef COMMON_ZIP_H
#define COMMON_ZIP_H

#include <stddef.h>
#include <stdint.h>

#include "common/error.h"

enum {
	ZIP_LOCAL = 0x04034b50, /* the signatures: "PK" and two numbers */
	ZIP_ENTRY = 0x02014b50,
	ZIP_END = 0x06054b50,

	ZIP_LOCAL_SIZE = 30, /* without what varies: names, extras, comments */
	ZIP_ENTRY_SIZE = 46,
	ZIP_END_SIZE = 22,

	ZIP_STORED = 0, /* the methods */
	ZIP_DEFLATED = 8,
	ZIP_RAW_DEFLATE = -15, /* zlib's word for deflate without a header */
};

#define ZIP_SUFFIX ".npy" /* of every member's name in the file */

/* A member, as its directory entry tells it. */
typedef struct {
	const char *name; /* of the tensor: without ".npy" */
	uint32_t method;
	uint32_t crc;         /* of the unpacked bytes */
	uint32_t packed_size; /* bytes in the file */
	uint32_t size;        /* bytes unpacked */
	uint32_t place;       /* of the local header in the file */
} ZipMember;

/* A whole zip file in memory, with its end record read. */
typedef struct {
	const char *path;
	unsigned char *bytes;
	size_t size;
	size_t count;     /* of members */
	size_t directory; /* where it begins; it ends at the end record */
} ZipFile;

/* Reads a file on one disk and without a comment. After success zip->bytes
   are the caller's to free. */
bool zip_load(ZipFile *zip, const char *path, Error *error);

/* Unpacks a member of the file at `path` from its `data`, of which there are
   member->packed_size bytes, and compares the checksum. After success *plain,
   member->size bytes, is the caller's to free. */
bool zip_unpack(const char *path, const ZipMember *member,
    const unsigned char *data, unsigned char **plain, Error *error);

#endif

#define ZLIB_CONST /* its input is not written to */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "common/zip.h"

enum { MOST_DEFLATE = 1032 }; /* no byte of it can stand for more bytes */

/* Can there be so many bytes in so few? Asked before any memory is taken. */
static bool
check_sizes(const char *path, const ZipMember *member, Error *error)
{
	bool stored = member->method == ZIP_STORED;
	uint64_t packed = member->packed_size;
	if (stored ? member->size == packed
		   : member->size <= packed * MOST_DEFLATE)
		return true;
	return error_set(error, "%s: '%s': %u bytes, %s in %u: that cannot be",
	    path, member->name, (unsigned)member->size,
	    stored ? "stored" : "deflated", (unsigned)packed);
}

/* Inflates the data into exactly member->size bytes. Returns what is wrong
   with it, or NULL. */
static const char *
inflate_all(
    const ZipMember *member, const unsigned char *data, unsigned char *to)
{
	z_stream stream = {.next_in = data,
	    .avail_in = member->packed_size,
	    .next_out = to,
	    .avail_out = member->size};
	if (inflateInit2(&stream, ZIP_RAW_DEFLATE) != Z_OK)
		return "no memory for zlib";
	int code = inflate(&stream, Z_FINISH);
	const char *reason = stream.msg; /* a constant text of zlib's */
	inflateEnd(&stream);
	if (code == Z_STREAM_END && !stream.avail_in && !stream.avail_out)
		return NULL;
	return reason ? reason : "no end where the directory says";
}

/* Unpacks into exactly member->size bytes, and compares their checksum. */
static bool
unpack_into(const char *path, const ZipMember *member,
    const unsigned char *data, unsigned char *plain, Error *error)
{
	if (member->method == ZIP_STORED) {
		memcpy(plain, data, member->size);
	} else {
		const char *fault = inflate_all(member, data, plain);
		if (fault)
			return error_set(error, "%s: '%s': cannot inflate: %s",
			    path, member->name, fault);
	}
	uint32_t crc = (uint32_t)crc32(0, plain, member->size);
	return crc == member->crc ||
	       error_set(error, "%s: '%s': checksum 0x%08x, expected 0x%08x",
		   path, member->name, (unsigned)crc, (unsigned)member->crc);
}

bool
zip_unpack(const char *path, const ZipMember *member, const unsigned char *data,
    unsigned char **plain, Error *error)
{
	if (!check_sizes(path, member, error))
		return false;
	unsigned char *bytes = malloc(member->size + (size_t)1); /* not 0 */
	if (!bytes)
		return error_set(error, "%s: '%s': no memory for its %u bytes",
		    path, member->name, (unsigned)member->size);
	if (!unpack_into(path, member, data, bytes, error)) {
		free(bytes);
		return false;
	}
	*plain = bytes;
	return true;
}

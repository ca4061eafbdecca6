#include "common/reader.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { BUFFER = 1 << 17 };

static bool
ends_in_gz(const char *path)
{
	size_t length = strlen(path);
	return length >= 3 && strcmp(path + length - 3, ".gz") == 0;
}

/* What zlib has to complain about, without the path; NULL if nothing. */
static const char *
complaint(const Reader *reader)
{
	int code;
	const char *reason = gzerror(reader->gz, &code);
	if (code == Z_OK || code == Z_STREAM_END)
		return NULL;
	if (code == Z_ERRNO)
		return strerror(errno);
	size_t length = strlen(reader->path);
	bool has_path = strncmp(reason, reader->path, length) == 0 &&
			strncmp(reason + length, ": ", 2) == 0;
	return has_path ? reason + length + 2 : reason;
}

bool
reader_open(Reader *reader, const char *path, Error *error)
{
	*reader = (Reader){.path = path, .error = error};
	struct stat about;
	if (stat(path, &about) != 0)
		return error_set(
		    error, "%s: cannot open: %s", path, strerror(errno));
	if (S_ISDIR(about.st_mode))
		return error_set(error, "%s: is a directory", path);
	if (about.st_size == 0)
		return error_set(error, "%s: the file is empty", path);
	reader->file_size = (uint64_t)about.st_size;
	errno = 0;
	reader->gz = gzopen(path, "rb");
	if (!reader->gz)
		return error_set(error, "%s: cannot open: %s", path,
		    errno ? strerror(errno) : "out of memory");
	gzbuffer(reader->gz, BUFFER);
	bool plain = gzdirect(reader->gz); /* reads the first bytes */
	if (!ends_in_gz(path) || !plain || complaint(reader))
		return true;
	gzclose(reader->gz);
	return error_set(error, "%s: not gzip data", path);
}

/* The reason why a read came up short. */
static bool
short_read(Reader *reader, uint64_t expected)
{
	const char *reason = complaint(reader);
	if (reason)
		return error_set(reader->error, "%s: at byte %llu of %llu: %s",
		    reader->path, (unsigned long long)reader->offset,
		    (unsigned long long)expected, reason);
	return error_set(reader->error, "%s: ends at byte %llu of %llu",
	    reader->path, (unsigned long long)reader->offset,
	    (unsigned long long)expected);
}

bool
reader_read(Reader *reader, unsigned char *to, unsigned size, uint64_t expected)
{
	int got = gzread(reader->gz, to, size);
	if (got > 0) {
		reader->offset += (unsigned)got;
		reader->checksum = (uint32_t)crc32(
		    reader->checksum, to, (unsigned)got);
	}
	if (got == (int)size)
		return true;
	return short_read(reader, expected);
}

bool
reader_end(Reader *reader)
{
	unsigned char byte;
	int got = gzread(reader->gz, &byte, 1);
	if (got == 0 && !complaint(reader))
		return true;
	if (got <= 0)
		return short_read(reader, reader->offset);
	return error_set(reader->error, "%s: goes on after byte %llu, its end",
	    reader->path, (unsigned long long)reader->offset);
}

bool
reader_back(Reader *reader, const Reader *before)
{
	if (gzseek(reader->gz, (z_off_t)before->offset, SEEK_SET) < 0)
		return short_read(reader, before->offset);
	*reader = *before;
	return true;
}

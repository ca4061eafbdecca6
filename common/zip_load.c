#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/bytes.h"
#include "common/zip.h"

/* The size of a file that could be one of ours. */
static bool
find_size(ZipFile *zip, Error *error)
{
	struct stat about;
	if (stat(zip->path, &about) != 0)
		return error_set(
		    error, "%s: cannot open: %s", zip->path, strerror(errno));
	if (!S_ISREG(about.st_mode))
		return error_set(error, "%s: is %s", zip->path,
		    S_ISDIR(about.st_mode) ? "a directory" : "no plain file");
	if (about.st_size < ZIP_END_SIZE || about.st_size >= UINT32_MAX)
		return error_set(error,
		    "%s: %lld bytes, expected %d at least and less than 4 GiB",
		    zip->path, (long long)about.st_size, ZIP_END_SIZE);
	zip->size = (size_t)about.st_size;
	return true;
}

/* The whole file, into memory that is there. */
static bool
read_bytes(const ZipFile *zip, Error *error)
{
	FILE *file = fopen(zip->path, "rb");
	if (!file)
		return error_set(
		    error, "%s: cannot open: %s", zip->path, strerror(errno));
	errno = 0;
	size_t got = fread(zip->bytes, 1, zip->size, file);
	int reason = errno;
	fclose(file);
	return got == zip->size ||
	       error_set(error, "%s: ends at byte %zu of %zu: %s", zip->path,
		   got, zip->size, reason ? strerror(reason) : "cut short");
}

/* The end record: one disk, no comment, and a directory right before it. */
static bool
read_end(ZipFile *zip, Error *error)
{
	size_t place = zip->size - ZIP_END_SIZE;
	const unsigned char *end = zip->bytes + place;
	if (get_little(end, 4) != ZIP_END || get_little(end + 20, 2) != 0)
		return error_set(error,
		    "%s: no end record at byte %zu: cut short, or no zip file",
		    zip->path, place);
	uint64_t disks = get_little(end + 4, 4);
	uint64_t count_here = get_little(end + 8, 2);
	uint64_t count = get_little(end + 10, 2);
	uint64_t size = get_little(end + 12, 4);
	uint64_t directory = get_little(end + 16, 4);
	if (count == UINT16_MAX || size == UINT32_MAX ||
	    directory == UINT32_MAX || disks != 0 || count_here != count)
		return error_set(error,
		    "%s: in zip64, or on several disks, expected neither",
		    zip->path);
	if (directory + size != place)
		return error_set(error,
		    "%s: directory of %lu bytes at byte %lu, expected its end "
		    "at byte %zu",
		    zip->path, (unsigned long)size, (unsigned long)directory,
		    place);
	zip->count = (size_t)count;
	zip->directory = (size_t)directory;
	return true;
}

bool
zip_load(ZipFile *zip, const char *path, Error *error)
{
	*zip = (ZipFile){.path = path};
	if (!find_size(zip, error))
		return false;
	zip->bytes = malloc(zip->size);
	if (!zip->bytes)
		return error_set(
		    error, "%s: no memory for its %zu bytes", path, zip->size);
	if (read_bytes(zip, error) && read_end(zip, error))
		return true;
	free(zip->bytes);
	return false;
}

/*
 * npz_read: the end record says where the directory is, the directory where
 * the members are. A member's bytes are unpacked and their checksum compared
 * before anything in them is believed.
 */
#include <stdlib.h>
#include <string.h>

#include "common/bytes.h"
#include "common/npy.h"
#include "common/npz.h"
#include "common/npz_name.h"
#include "common/zip.h"

enum {
	ENCRYPTED = 0x0001,
	HARMLESS = 0x080e, /* level, sizes behind the data, names in UTF-8 */
};

/* Where we are in the file, and what has been read. */
typedef struct {
	const ZipFile *zip;
	Error *error;
	Arena *arena;
	NpzEntry *entries;
	size_t count; /* of entries so far */
	size_t next;  /* directory entry */
	size_t end;   /* of the last member's data */
} Reader;

/* NAME.npy, `length` bytes, becomes a name in the arena. */
static bool
read_name(Reader *reader, const unsigned char *bytes, size_t length,
    const char **name)
{
	const size_t suffix = strlen(ZIP_SUFFIX);
	if (length < suffix ||
	    memcmp(bytes + length - suffix, ZIP_SUFFIX, suffix) != 0)
		return error_set(reader->error,
		    "%s: member %zu is not called NAME" ZIP_SUFFIX,
		    reader->zip->path, reader->count);
	length -= suffix;
	char *copy = arena_alloc(reader->arena, length + 1, 1);
	memcpy(copy, bytes, length);
	copy[length] = '\0';
	*name = copy;
	return npz_check_name(reader->zip->path, reader->entries, reader->count,
	    copy, length, reader->error);
}

/* Is it a member that we can read? */
static bool
check_member(const Reader *reader, const ZipMember *member, unsigned flags,
    unsigned disk)
{
	const char *path = reader->zip->path, *name = member->name;
	if (flags & ENCRYPTED)
		return error_set(
		    reader->error, "%s: '%s' is encrypted", path, name);
	if (flags & ~(unsigned)HARMLESS)
		return error_set(reader->error,
		    "%s: '%s': flags 0x%04x, expected none but 0x%04x", path,
		    name, flags, (unsigned)HARMLESS);
	if (member->method != ZIP_STORED && member->method != ZIP_DEFLATED)
		return error_set(reader->error,
		    "%s: '%s': method %u, expected %d (stored) or %d "
		    "(deflated)",
		    path, name, (unsigned)member->method, ZIP_STORED,
		    ZIP_DEFLATED);
	if (disk != 0 || member->place == UINT32_MAX ||
	    member->packed_size == UINT32_MAX || member->size == UINT32_MAX)
		return error_set(reader->error,
		    "%s: '%s' is in zip64, or on another disk", path, name);
	return true;
}

/* Reads the next directory entry. */
static bool
read_directory_entry(Reader *reader, ZipMember *member)
{
	const ZipFile *zip = reader->zip;
	const unsigned char *entry = zip->bytes + reader->next;
	size_t left = zip->size - ZIP_END_SIZE - reader->next;
	if (left < ZIP_ENTRY_SIZE || get_little(entry, 4) != ZIP_ENTRY)
		return error_set(reader->error,
		    "%s: no directory entry at byte %zu: %zu of %zu are there",
		    zip->path, reader->next, reader->count, zip->count);
	size_t name_length = (size_t)get_little(entry + 28, 2);
	size_t extras = (size_t)get_little(entry + 30, 2);
	size_t comment = (size_t)get_little(entry + 32, 2);
	size_t size = ZIP_ENTRY_SIZE + name_length + extras + comment;
	if (left < size)
		return error_set(reader->error,
		    "%s: directory entry of %zu bytes at byte %zu, but only "
		    "%zu are left",
		    zip->path, size, reader->next, left);
	reader->next += size;

	member->method = (uint32_t)get_little(entry + 10, 2);
	member->crc = (uint32_t)get_little(entry + 16, 4);
	member->packed_size = (uint32_t)get_little(entry + 20, 4);
	member->size = (uint32_t)get_little(entry + 24, 4);
	member->place = (uint32_t)get_little(entry + 42, 4);
	unsigned flags = (unsigned)get_little(entry + 8, 2);
	unsigned disk = (unsigned)get_little(entry + 34, 2);
	return read_name(reader, entry + ZIP_ENTRY_SIZE, name_length,
		   &member->name) &&
	       check_member(reader, member, flags, disk);
}

/* Is this a local header with NAME.npy? Then *size is how long it is. */
static bool
is_local_header(
    const unsigned char *header, size_t left, const char *name, size_t *size)
{
	const size_t length = strlen(name), suffix = strlen(ZIP_SUFFIX);
	if (left < ZIP_LOCAL_SIZE + length + suffix)
		return false;
	const unsigned char *here = header + ZIP_LOCAL_SIZE;
	size_t extras = (size_t)get_little(header + 28, 2);
	*size = ZIP_LOCAL_SIZE + length + suffix + extras;
	return get_little(header, 4) == ZIP_LOCAL &&
	       get_little(header + 26, 2) == length + suffix &&
	       memcmp(here, name, length) == 0 &&
	       memcmp(here + length, ZIP_SUFFIX, suffix) == 0;
}

/* Finds the member's data, behind the member before it and before the
   directory: no two members share bytes, so none is unpacked twice. */
static bool
find_data(Reader *reader, const ZipMember *member, const unsigned char **data)
{
	const ZipFile *zip = reader->zip;
	size_t place = member->place, size = 0;
	if (place < reader->end)
		return error_set(reader->error,
		    "%s: '%s' begins at byte %zu, where the one before has not "
		    "ended",
		    zip->path, member->name, place);
	if (place > zip->directory ||
	    !is_local_header(zip->bytes + place, zip->directory - place,
		member->name, &size))
		return error_set(reader->error,
		    "%s: '%s': no header of it at byte %zu", zip->path,
		    member->name, place);
	size_t room = zip->directory - place;
	if (size > room || member->packed_size > room - size)
		return error_set(reader->error,
		    "%s: '%s': header and data of %zu and %u bytes at byte "
		    "%zu, but only %zu are left",
		    zip->path, member->name, size,
		    (unsigned)member->packed_size, place, room);
	*data = zip->bytes + place + size;
	reader->end = place + size + member->packed_size;
	return true;
}

/* Reads the next member and its tensor. */
static bool
read_entry(Reader *reader, NpzEntry *entry)
{
	ZipMember member = {0};
	const unsigned char *data = NULL;
	unsigned char *plain = NULL;
	if (!read_directory_entry(reader, &member) ||
	    !find_data(reader, &member, &data) ||
	    !zip_unpack(
		reader->zip->path, &member, data, &plain, reader->error))
		return false;
	entry->name = member.name;
	bool good = npy_get(reader->arena, reader->zip->path, member.name,
	    plain, member.size, &entry->tensor, reader->error);
	free(plain);
	return good;
}

/* Every member, in the directory's order, and no byte behind. */
static bool
read_entries(Reader *reader)
{
	const ZipFile *zip = reader->zip;
	if (zip->count > NPZ_MOST_ENTRIES)
		return error_set(reader->error, "%s: %zu tensors, at most %d",
		    zip->path, zip->count, NPZ_MOST_ENTRIES);
	reader->entries = arena_alloc(
	    reader->arena, zip->count, sizeof(NpzEntry));
	for (; reader->count < zip->count; reader->count++)
		if (!read_entry(reader, &reader->entries[reader->count]))
			return false;
	return reader->next == zip->size - ZIP_END_SIZE ||
	       error_set(reader->error,
		   "%s: the directory goes on after byte %zu, its end",
		   zip->path, reader->next);
}

bool
npz_read(Arena *arena, const char *path, NpzEntry **entries, size_t *count,
    Error *error)
{
	ZipFile zip;
	if (!zip_load(&zip, path, error))
		return false;
	ArenaMark mark = arena_mark(arena);
	Reader reader = {
	    .zip = &zip, .error = error, .arena = arena, .next = zip.directory};
	bool good = read_entries(&reader);
	free(zip.bytes);
	if (!good) {
		arena_rewind(arena, mark);
		return false;
	}
	*entries = reader.entries;
	*count = reader.count;
	return true;
}

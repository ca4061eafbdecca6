/*
 * npz_write: one member after another, then the directory, then the end
 * record. A member's checksum and sizes stand in front of it, so each is
 * packed in memory first.
 */
#define ZLIB_CONST /* its input is not written to */
#include <string.h>
#include <zlib.h>

#include "common/bytes.h"
#include "common/npy.h"
#include "common/npz.h"
#include "common/npz_name.h"
#include "common/output.h"
#include "common/zip.h"

enum {
	VERSION = 20,      /* of the format: 2.0 knows deflate */
	DATE = 1 << 5 | 1, /* 1980-01-01, the zip calendar's first day */
};

/* Refuses what cannot be written, before anything is. Packing makes no member
   larger, so the sizes as they are bound the file's. */
static bool
check_entries(
    const char *path, const NpzEntry *entries, size_t count, Error *error)
{
	if (count > NPZ_MOST_ENTRIES)
		return error_set(error, "%s: %zu tensors, at most %d", path,
		    count, NPZ_MOST_ENTRIES);
	uint64_t total = ZIP_END_SIZE;
	for (size_t i = 0; i < count; i++) {
		const char *name = entries[i].name;
		if (!npz_check_name(
			path, entries, i, name, strlen(name), error))
			return false;
		total += ZIP_LOCAL_SIZE + ZIP_ENTRY_SIZE + 2 * strlen(name) +
			 2 * strlen(ZIP_SUFFIX);
		uint64_t size = npy_size(entries[i].tensor);
		if (size > UINT32_MAX || total > UINT32_MAX - size)
			return error_set(error,
			    "%s: '%s' of shape %s: a file has at most 4 GiB",
			    path, name, SHAPE_TEXT(entries[i].tensor));
		total += size;
	}
	return true;
}

/* Deflates `size` bytes into fewer; returns how many, or 0 if they do not get
   fewer (or zlib no memory). */
static size_t
pack(const unsigned char *plain, size_t size, unsigned char *packed)
{
	z_stream stream = {.next_in = plain,
	    .avail_in = (uInt)size,
	    .next_out = packed,
	    .avail_out = (uInt)size - 1};
	if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
		ZIP_RAW_DEFLATE, MAX_MEM_LEVEL - 1, Z_DEFAULT_STRATEGY) != Z_OK)
		return 0;
	bool fits = deflate(&stream, Z_FINISH) == Z_STREAM_END;
	deflateEnd(&stream);
	return fits ? stream.total_out : 0;
}

/* What a local header and a directory entry both say. */
static unsigned char *
put_member(unsigned char *at, const ZipMember *member)
{
	at = put_little(at, 2, VERSION);
	at = put_little(at, 2, 0); /* flags */
	at = put_little(at, 2, member->method);
	at = put_little(at, 2, 0); /* midnight */
	at = put_little(at, 2, DATE);
	at = put_little(at, 4, member->crc);
	at = put_little(at, 4, member->packed_size);
	at = put_little(at, 4, member->size);
	at = put_little(at, 2, strlen(member->name) + strlen(ZIP_SUFFIX));
	return put_little(at, 2, 0); /* extras */
}

/* The file, and how much of it there is. What fails to be written shows in
   output_commit. */
typedef struct {
	FILE *file;
	uint32_t place;
} Writer;

static void
write_bytes(Writer *writer, const void *bytes, size_t size)
{
	fwrite(bytes, 1, size, writer->file);
	writer->place += (uint32_t)size;
}

static void
write_name(Writer *writer, const char *name)
{
	write_bytes(writer, name, strlen(name));
	write_bytes(writer, ZIP_SUFFIX, strlen(ZIP_SUFFIX));
}

/* Writes a tensor, and tells what the directory will say. */
static ZipMember
write_member(Writer *writer, Arena *scratch, const NpzEntry *entry)
{
	size_t size = npy_size(entry->tensor);
	unsigned char *data = arena_alloc(scratch, size, 1);
	npy_put(data, scratch, entry->tensor);
	ZipMember member = {.name = entry->name,
	    .method = ZIP_STORED,
	    .crc = (uint32_t)crc32(0, data, (uInt)size),
	    .packed_size = (uint32_t)size,
	    .size = (uint32_t)size,
	    .place = writer->place};
	unsigned char *packed = arena_alloc(scratch, size, 1);
	size_t packed_size = pack(data, size, packed);
	if (packed_size) {
		data = packed;
		member.method = ZIP_DEFLATED;
		member.packed_size = (uint32_t)packed_size;
	}

	unsigned char header[ZIP_LOCAL_SIZE];
	put_member(put_little(header, 4, ZIP_LOCAL), &member);
	write_bytes(writer, header, sizeof header);
	write_name(writer, member.name);
	write_bytes(writer, data, member.packed_size);
	return member;
}

static void
write_directory_entry(Writer *writer, const ZipMember *member)
{
	unsigned char entry[ZIP_ENTRY_SIZE];
	unsigned char *at = put_little(entry, 4, ZIP_ENTRY);
	at = put_little(at, 2, VERSION); /* made by it, on MS-DOS */
	at = put_member(at, member);
	at = put_little(at, 4, 0); /* comment, disk */
	at = put_little(at, 2, 0); /* attributes, two kinds of them */
	at = put_little(at, 4, 0);
	put_little(at, 4, member->place);
	write_bytes(writer, entry, sizeof entry);
	write_name(writer, member->name);
}

static void
write_end(Writer *writer, size_t count, uint32_t directory)
{
	unsigned char record[ZIP_END_SIZE];
	unsigned char *at = put_little(record, 4, ZIP_END);
	at = put_little(at, 4, 0);     /* this disk, and the directory's */
	at = put_little(at, 2, count); /* members on this disk, and in all */
	at = put_little(at, 2, count);
	at = put_little(at, 4, writer->place - directory);
	at = put_little(at, 4, directory);
	put_little(at, 2, 0); /* comment */
	write_bytes(writer, record, sizeof record);
}

static void
write_file(FILE *file, Arena *scratch, const NpzEntry *entries, size_t count)
{
	Writer writer = {.file = file};
	ZipMember *members = arena_alloc(scratch, count, sizeof *members);
	for (size_t i = 0; i < count; i++) {
		ArenaMark mark = arena_mark(scratch);
		members[i] = write_member(&writer, scratch, &entries[i]);
		arena_rewind(scratch, mark);
	}
	uint32_t directory = writer.place;
	for (size_t i = 0; i < count; i++)
		write_directory_entry(&writer, &members[i]);
	write_end(&writer, count, directory);
}

bool
npz_write(const char *path, const NpzEntry *entries, size_t count, Error *error)
{
	Output output;
	if (!check_entries(path, entries, count, error) ||
	    !output_open(&output, path, error))
		return false;
	Arena *scratch = arena_create("npz");
	write_file(output.file, scratch, entries, count);
	arena_destroy(scratch);
	return output_commit(&output, error);
}

#include "common/idx.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "common/bytes.h"
#include "common/gzip.h"

enum {
	MAGIC_LABELS = 0x0801, /* bytes, one axis */
	MAGIC_IMAGES = 0x0803, /* bytes, three axes */
	CHUNK = 1 << 16,
	MOST_DEFLATE = 1032, /* no byte of gzip can stand for more bytes */
};

/* A file being read. */
typedef struct {
	const char *path;
	gzFile gz;
	uint64_t file_size; /* on disk */
	uint64_t offset;    /* in the uncompressed content */
	uint32_t checksum;  /* CRC-32 of what has been read */
	Error *error;
} Reader;

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

static bool
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
	gzbuffer(reader->gz, 2 * CHUNK);
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

/* Reads exactly `size` bytes; `expected` is where the content should end. */
static bool
read_bytes(Reader *reader, unsigned char *to, unsigned size, uint64_t expected)
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

/* Reads the magic number and `axes` sizes. */
static bool
read_header(Reader *reader, uint32_t magic, int axes, Shape *shape)
{
	unsigned char bytes[16];
	unsigned size = 4 + 4 * (unsigned)axes;
	if (!read_bytes(reader, bytes, 4, size))
		return false;
	if (get_big(bytes, 4) != magic)
		return error_set(reader->error,
		    "%s: magic number 0x%08x at byte 0, expected 0x%08x",
		    reader->path, (unsigned)get_big(bytes, 4), (unsigned)magic);
	if (!read_bytes(reader, bytes + 4, size - 4, size))
		return false;
	shape->ndim = axes;
	for (int axis = 0; axis < axes; axis++)
		shape->size[axis] = get_big(bytes + 4 + 4 * axis, 4);
	return true;
}

/* The number of elements, into *count. A size that the file cannot hold is
   refused before any memory is taken. */
static bool
count_elements(Reader *reader, Shape shape, uint64_t *count)
{
	uint64_t most = reader->file_size * MOST_DEFLATE;
	*count = 1;
	for (int axis = 0; axis < shape.ndim; axis++) {
		uint64_t size = shape.size[axis];
		if (size == 0)
			return error_set(reader->error, "%s: size 0 on axis %d",
			    reader->path, axis);
		if (*count > most / size)
			return error_set(reader->error,
			    "%s: size %llu on axis %d, more than the file can "
			    "hold",
			    reader->path, (unsigned long long)size, axis);
		*count *= size;
	}
	uint64_t end = reader->offset + *count;
	if (gzdirect(reader->gz) && reader->file_size < end)
		return error_set(reader->error, "%s: ends at byte %llu of %llu",
		    reader->path, (unsigned long long)reader->file_size,
		    (unsigned long long)end);
	return true;
}

/* Requires that nothing follows; reading on also makes zlib check the CRC. */
static bool
read_end(Reader *reader)
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

/* Byte b is to become value[b]. */
typedef struct {
	const unsigned char *content; /* of the file */
	size_t header;                /* its size */
	Real *elements;
	const Real *value;
} Conversion;

/* Converts the elements in content[from .. to). */
static void
convert(void *context, size_t from, size_t to)
{
	const Conversion *c = context;
	size_t begin = from > c->header ? from : c->header;
	for (size_t i = begin; i < to; i++)
		c->elements[i - c->header] = c->value[c->content[i]];
}

/* Reads the elements of a usual gzip file into `elements`. It is unpacked to
   where the tensor ends; then its bytes become elements, from the first to
   the last, from where the tensor begins. None lands behind the byte that it
   was: no memory is needed but the tensor's. */
static bool
unpack_elements(
    const Gzip *gzip, size_t header, const Real value[256], Tensor *elements)
{
	size_t count = tensor_count(elements);
	size_t before = count * (sizeof(Real) - 1);
	if (before < header)
		return false;
	unsigned char *memory = (unsigned char *)elements->data;
	Conversion conversion = {.content = memory + before - header,
	    .header = header,
	    .elements = elements->data,
	    .value = value};
	return gzip_unpack(gzip, memory + before - header, header + count,
	    convert, &conversion);
}

/* Reads a usual gzip file into a new tensor; false if it is none. */
static bool
load_unpacked(Reader *reader, Arena *arena, Shape shape, uint64_t count,
    const Real value[256], Tensor **elements)
{
	Gzip gzip;
	size_t header = (size_t)reader->offset;
	if (!gzip_open(&gzip, reader->path, reader->file_size, header + count))
		return false;
	ArenaMark mark = arena_mark(arena);
	*elements = tensor_new(arena, shape); /* shape */
	bool good = unpack_elements(&gzip, header, value, *elements);
	if (good)
		reader->checksum = gzip.crc;
	else
		arena_rewind(arena, mark);
	gzip_close(&gzip);
	return good;
}

/* Reads the elements from here on, up to the file's end. NULL for `elements`:
   only looks whether they are all there. */
static bool
read_elements(
    Reader *reader, uint64_t count, const Real value[256], Real *elements)
{
	unsigned char chunk[CHUNK];
	uint64_t end = reader->offset + count;
	for (uint64_t done = 0; done < count;) {
		unsigned size = count - done < CHUNK ? (unsigned)(count - done)
						     : CHUNK;
		if (!read_bytes(reader, chunk, size, end))
			return false;
		for (unsigned i = 0; elements && i < size; i++)
			elements[done + i] = value[chunk[i]];
		done += size;
	}
	return read_end(reader);
}

/* Sees whether all elements are there, and comes back. */
static bool
look_ahead(Reader *reader, uint64_t count, const Real value[256])
{
	Reader before = *reader;
	if (!read_elements(reader, count, value, NULL))
		return false;
	if (gzseek(reader->gz, (z_off_t)before.offset, SEEK_SET) < 0)
		return short_read(reader, reader->offset);
	*reader = before;
	return true;
}

/* Reads any other file into a new tensor, or says what is wrong with it. The
   size of a plain file has been compared; a compressed one's is not believed
   before it has been seen, so that a lie takes no memory. */
static bool
load_any(Reader *reader, Arena *arena, Shape shape, uint64_t count,
    const Real value[256], Tensor **elements)
{
	if (!gzdirect(reader->gz) && !look_ahead(reader, count, value))
		return false;
	*elements = tensor_new(arena, shape); /* shape */
	return read_elements(reader, count, value, (*elements)->data);
}

/* Reads a whole file of the given kind. */
static bool
read_file(Reader *reader, Arena *arena, uint32_t magic, int axes,
    const Real value[256], Tensor **elements)
{
	Shape shape = SCALAR;
	uint64_t count = 0;
	bool good = read_header(reader, magic, axes, &shape) &&
		    count_elements(reader, shape, &count) &&
		    (load_unpacked(
			 reader, arena, shape, count, value, elements) ||
			load_any(reader, arena, shape, count, value, elements));
	gzclose(reader->gz);
	return good;
}

bool
idx_read_images(Arena *arena, const char *path, double divisor, Tensor **images,
    Error *error)
{
	Real value[256];
	for (int byte = 0; byte < 256; byte++)
		value[byte] = (Real)(float)(byte / divisor);
	Reader reader;
	return reader_open(&reader, path, error) &&
	       read_file(&reader, arena, MAGIC_IMAGES, 3, value, images);
}

bool
idx_read_labels(Arena *arena, const char *path, Tensor **labels,
    uint32_t *checksum, Error *error)
{
	Real value[256];
	for (int byte = 0; byte < 256; byte++)
		value[byte] = (Real)byte;
	Reader reader;
	if (!reader_open(&reader, path, error) ||
	    !read_file(&reader, arena, MAGIC_LABELS, 1, value, labels))
		return false;
	*checksum = reader.checksum;
	for (size_t i = 0; i < (*labels)->shape[0]; i++)
		if ((*labels)->data[i] > 9)
			return error_set(error,
			    "%s: label %d at byte %zu, expected 0 to 9", path,
			    (int)(*labels)->data[i], 8 + i);
	return true;
}

#include "common/idx.h"

#include "common/bytes.h"
#include "common/gzip.h"
#include "common/reader.h"

enum {
	MAGIC_LABELS = 0x0801, /* bytes, one axis */
	MAGIC_IMAGES = 0x0803, /* bytes, three axes */
	CHUNK = 1 << 16,
	MOST_DEFLATE = 1032, /* no byte of gzip can stand for more bytes */
};

/* A file being read: what its header says, and what its bytes become. */
typedef struct {
	Reader reader;
	Shape shape;
	size_t header, count; /* bytes of the header, elements after it */
	Real value[256];      /* byte b becomes value[b] */
} Idx;

/* Reads the magic number and `axes` sizes. */
static bool
read_header(Idx *idx, uint32_t magic, int axes)
{
	Reader *reader = &idx->reader;
	unsigned char bytes[16];
	unsigned size = 4 + 4 * (unsigned)axes;
	if (!reader_read(reader, bytes, 4, size))
		return false;
	uint64_t found = get_big(bytes, 4);
	if (found != magic)
		return error_set(reader->error,
		    "%s: magic number 0x%08x at byte 0, expected 0x%08x",
		    reader->path, (unsigned)found, (unsigned)magic);
	if (!reader_read(reader, bytes + 4, size - 4, size))
		return false;
	idx->header = size;
	idx->shape.ndim = axes;
	for (int axis = 0; axis < axes; axis++)
		idx->shape.size[axis] = get_big(bytes + 4 + 4 * axis, 4);
	return true;
}

/* Counts the elements. A size that the file cannot hold is refused before any
   memory is taken. */
static bool
count_elements(Idx *idx)
{
	const Reader *reader = &idx->reader;
	uint64_t most = reader->file_size * MOST_DEFLATE, count = 1;
	for (int axis = 0; axis < idx->shape.ndim; axis++) {
		uint64_t size = idx->shape.size[axis];
		if (size == 0)
			return error_set(reader->error, "%s: size 0 on axis %d",
			    reader->path, axis);
		if (count > most / size)
			return error_set(reader->error,
			    "%s: size %llu on axis %d, more than the file can "
			    "hold",
			    reader->path, (unsigned long long)size, axis);
		count *= size;
	}
	idx->count = count;
	uint64_t end = idx->header + count;
	if (gzdirect(reader->gz) && reader->file_size < end)
		return error_set(reader->error, "%s: ends at byte %llu of %llu",
		    reader->path, (unsigned long long)reader->file_size,
		    (unsigned long long)end);
	return true;
}

/* The content of a file, and where its elements go. */
typedef struct {
	const Idx *idx;
	const unsigned char *content;
	Real *elements;
} Conversion;

/* Converts the elements in content[from .. to). */
static void
convert(void *context, size_t from, size_t to)
{
	const Conversion *conversion = context;
	const Idx *idx = conversion->idx;
	const unsigned char *content = conversion->content;
	Real *elements = conversion->elements;
	size_t begin = from > idx->header ? from : idx->header;
	for (size_t i = begin; i < to; i++)
		elements[i - idx->header] = idx->value[content[i]];
}

/* Unpacks a usual gzip file to where the tensor ends. Its bytes become
   elements, from the first to the last, from where the tensor begins: none
   lands behind the byte that it was, and no other memory is needed. */
static bool
unpack_elements(const Idx *idx, const Gzip *gzip, Tensor *elements)
{
	size_t before = idx->count * (sizeof(Real) - 1);
	if (before < idx->header)
		return false;
	unsigned char *content = (unsigned char *)elements->data + before -
				 idx->header;
	Conversion conversion = {idx, content, elements->data};
	return gzip_unpack(
	    gzip, content, idx->header + idx->count, convert, &conversion);
}

/* Reads a usual gzip file into a new tensor; false if it is none. */
static bool
load_unpacked(Idx *idx, Arena *arena, Tensor **elements)
{
	Reader *reader = &idx->reader;
	Gzip gzip;
	if (!gzip_open(&gzip, reader->path, reader->file_size,
		idx->header + idx->count))
		return false;
	ArenaMark mark = arena_mark(arena);
	*elements = tensor_new(arena, idx->shape); /* idx->shape */
	bool good = unpack_elements(idx, &gzip, *elements);
	if (good)
		reader->checksum = gzip.crc;
	else
		arena_rewind(arena, mark);
	gzip_close(&gzip);
	return good;
}

/* Reads the elements, up to the file's end. NULL for `elements`: only looks
   whether they are all there. */
static bool
read_elements(Idx *idx, Real *elements)
{
	unsigned char chunk[CHUNK];
	size_t count = idx->count;
	for (size_t done = 0; done < count;) {
		size_t size = count - done < CHUNK ? count - done : CHUNK;
		if (!reader_read(&idx->reader, chunk, (unsigned)size,
			idx->header + count))
			return false;
		for (size_t i = 0; elements && i < size; i++)
			elements[done + i] = idx->value[chunk[i]];
		done += size;
	}
	return reader_end(&idx->reader);
}

/* Reads any other file into a new tensor, or says what is wrong with it. The
   size of a plain file has been compared; a compressed one's is not believed
   before it has been seen, so that a lie takes no memory. */
static bool
load_any(Idx *idx, Arena *arena, Tensor **elements)
{
	Reader *reader = &idx->reader, before = *reader;
	if (!gzdirect(reader->gz)) {
		if (!read_elements(idx, NULL) || !reader_back(reader, &before))
			return false;
	}
	*elements = tensor_new(arena, idx->shape); /* idx->shape */
	return read_elements(idx, (*elements)->data);
}

/* Reads a whole file of the given kind, which is open, and closes it. */
static bool
load_file(Idx *idx, Arena *arena, uint32_t magic, int axes, Tensor **elements)
{
	bool good = read_header(idx, magic, axes) && count_elements(idx) &&
		    (load_unpacked(idx, arena, elements) ||
			load_any(idx, arena, elements));
	gzclose(idx->reader.gz);
	return good;
}

bool
idx_read_images(Arena *arena, const char *path, double divisor, Tensor **images,
    Error *error)
{
	Idx idx = {.shape = SCALAR};
	for (int byte = 0; byte < 256; byte++)
		idx.value[byte] = (Real)(float)(byte / divisor);
	return reader_open(&idx.reader, path, error) &&
	       load_file(&idx, arena, MAGIC_IMAGES, 3, images);
}

bool
idx_read_labels(Arena *arena, const char *path, Tensor **labels,
    uint32_t *checksum, Error *error)
{
	Idx idx = {.shape = SCALAR};
	for (int byte = 0; byte < 256; byte++)
		idx.value[byte] = (Real)byte;
	if (!reader_open(&idx.reader, path, error) ||
	    !load_file(&idx, arena, MAGIC_LABELS, 1, labels))
		return false;
	*checksum = idx.reader.checksum;
	for (size_t i = 0; i < (*labels)->shape[0]; i++)
		if ((*labels)->data[i] > 9)
			return error_set(error,
			    "%s: label %d at byte %zu, expected 0 to 9", path,
			    (int)(*labels)->data[i], 8 + i);
	return true;
}

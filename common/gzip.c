#include "common/gzip.h"

#include <limits.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "common/bytes.h"
#include "common/parallel.h"

/* A file (RFC 1952): magic number, method, flags, six bytes that do not matter
   here; the file's former name, if a flag says so; the DEFLATE stream; the
   content's CRC-32 and size. */
enum {
	HEADER = 10,
	TRAILER = 8,
	DEFLATED = 8,
	HAS_NAME = 8,
	PIECE = 1 << 16,   /* used at a time: it is still in the cache */
	STRETCH = 1 << 18, /* unpacked at a time */
};

static const size_t failed = SIZE_MAX;

static bool
read_whole(Gzip *gzip, const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return false;
	bool good = fread(gzip->bytes, 1, gzip->size, file) == gzip->size;
	fclose(file);
	return good;
}

/* The size of the header; 0 if this is none that we read. */
static size_t
header_size(const Gzip *gzip)
{
	const unsigned char *bytes = gzip->bytes;
	const unsigned char usual[] = {0x1f, 0x8b, DEFLATED};
	if (memcmp(bytes, usual, sizeof usual) != 0)
		return 0;
	if (bytes[3] == 0)
		return HEADER;
	if (bytes[3] != HAS_NAME)
		return 0;
	size_t room = gzip->size - TRAILER - HEADER;
	const unsigned char *end = memchr(bytes + HEADER, '\0', room);
	return end ? (size_t)(end + 1 - bytes) : 0;
}

bool
gzip_open(Gzip *gzip, const char *path, uint64_t size, uint64_t content_size)
{
	if (size < HEADER + TRAILER || size > SIZE_MAX ||
	    content_size > SIZE_MAX / 2)
		return false;
	*gzip = (Gzip){.size = (size_t)size};
	gzip->bytes = malloc(gzip->size);
	if (!gzip->bytes)
		return false;
	if (read_whole(gzip, path)) {
		const unsigned char *end = gzip->bytes + gzip->size;
		gzip->crc = (uint32_t)get_little(end - 8, 4);
		gzip->header = header_size(gzip);
		if (gzip->header > 0 &&
		    get_little(end - 4, 4) == (uint32_t)content_size)
			return true;
	}
	gzip_close(gzip);
	return false;
}

void
gzip_close(Gzip *gzip)
{
	free(gzip->bytes);
}

/* One hand unpacks, the other uses. */
typedef struct {
	const Gzip *gzip;
	unsigned char *content;
	size_t size;
	void (*use)(void *context, size_t from, size_t to);
	void *context;
	atomic_size_t settled; /* bytes of the content; or `failed` */
	atomic_int hands;      /* at work */
	uint32_t crc;          /* of what has been used */
} Work;

/* Unpacks the next stretch, and returns what zlib says. zlib keeps a copy of
   what it may look at again: who uses a stretch may write over it. */
static int
unpack_stretch(z_stream *stream, const Work *work)
{
	size_t left = work->size - stream->total_out;
	unsigned char more; /* what a stream that is too long goes on with */
	stream->next_out = left ? work->content + stream->total_out : &more;
	stream->avail_out = (uInt)(left == 0        ? 1
				   : left < STRETCH ? left
						    : STRETCH);
	return inflate(stream, Z_NO_FLUSH);
}

/* Unpacks the whole stream, which must have exactly work->size bytes. */
static void
unpack(Work *work)
{
	const Gzip *gzip = work->gzip;
	size_t packed = gzip->size - gzip->header - TRAILER;
	z_stream stream = {
	    .next_in = gzip->bytes + gzip->header, .avail_in = (uInt)packed};
	int code = packed > UINT_MAX ? Z_MEM_ERROR
				     : inflateInit2(&stream, -MAX_WBITS);
	bool begun = code == Z_OK;
	while (code == Z_OK && stream.total_out <= work->size) {
		atomic_store_explicit(
		    &work->settled, stream.total_out, memory_order_release);
		code = unpack_stretch(&stream, work);
	}
	bool good = code == Z_STREAM_END && stream.total_out == work->size &&
		    stream.avail_in == 0;
	if (begun)
		inflateEnd(&stream);
	atomic_store(&work->settled, good ? work->size : failed);
}

/* Uses what is unpacked, and waits for more. */
static void
follow(Work *work)
{
	for (size_t from = 0; from < work->size;) {
		size_t settled = atomic_load_explicit(
		    &work->settled, memory_order_acquire);
		if (settled == failed)
			return;
		if (settled == from) {
			sched_yield();
			continue;
		}
		size_t size = settled - from < PIECE ? settled - from : PIECE;
		work->crc = (uint32_t)crc32(
		    work->crc, work->content + from, (unsigned)size);
		work->use(work->context, from, from + size);
		from += size;
	}
}

/* Whoever comes first unpacks, and never waits: so the other never waits for
   one that has not begun, not even if both are the same thread. */
static void
lend_a_hand(void *context, size_t i)
{
	(void)i;
	Work *work = context;
	if (atomic_fetch_add(&work->hands, 1) == 0)
		unpack(work);
	else
		follow(work);
}

bool
gzip_unpack(const Gzip *gzip, unsigned char *content, size_t size,
    void (*use)(void *context, size_t from, size_t to), void *context)
{
	Work work = {.gzip = gzip,
	    .content = content,
	    .size = size,
	    .use = use,
	    .context = context};
	parallel_for(2, size, lend_a_hand, &work);
	return atomic_load(&work.settled) == size && work.crc == gzip->crc;
}

/*
 * An arena is a list of blocks. Allocation moves a mark forward in the
 * current block; when a request does not fit, the next block that is large
 * enough is taken, or a new one made. A reset moves every mark to the start:
 * the same requests then find the same addresses.
 */
#define _DEFAULT_SOURCE /* for madvise */
#include "common/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "common/require.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONING
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define POISONING
#endif

#ifdef POISONING
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) \
	((void)(address), (void)(size))
#endif

enum {
	ALIGNMENT = 64, /* a cache line, and the widest vector */
	SMALLEST_BLOCK = 1 << 20,
	HUGE_PAGE = 1 << 21,
};

typedef struct Block Block;
struct Block {
	Block *next;
	size_t capacity, used;
	char *bytes; /* aligned to ALIGNMENT */
};

struct Arena {
	const char *name;
	Block *first, *last, *current;
	size_t resets;
	Arena *parts; /* the first of its parts, or NULL */
	Arena *next;  /* of a part: the next of the same arena */
};

void (*arena_exhausted)(const char *message);

static _Noreturn void
exhausted(const char *name, size_t held, size_t wanted)
{
	char message[256];
	snprintf(message, sizeof message,
	    "out of memory: arena '%s' holds %.1f MB and needs %.1f MB more",
	    name, (double)held / 1e6, (double)wanted / 1e6);
	if (arena_exhausted)
		arena_exhausted(message);
	fprintf(stderr, "%s\n", message);
	abort();
}

Arena *
arena_create(const char *name)
{
	Arena *arena = malloc(sizeof *arena);
	if (!arena)
		exhausted(name, 0, sizeof *arena);
	*arena = (Arena){.name = name};
	return arena;
}

void
arena_destroy(Arena *arena)
{
	if (!arena)
		return;
	for (Block *block = arena->first, *next; block; block = next) {
		next = block->next;
		ASAN_UNPOISON_MEMORY_REGION(block->bytes, block->capacity);
		free(block->bytes);
		free(block);
	}
	for (Arena *part = arena->parts, *next; part; part = next) {
		next = part->next;
		arena_destroy(part);
	}
	free(arena);
}

Arena *
arena_part(Arena *arena, size_t i)
{
	REQUIRE_GIVEN(arena);
	Arena **part = &arena->parts;
	for (;; part = &(*part)->next) {
		if (!*part)
			*part = arena_create(arena->name);
		if (i-- == 0)
			return *part;
	}
}

/* Ends the lifetime of what lies in a block from `used` on. */
static void
cut_back(Block *block, size_t used)
{
#ifdef HANDGRAD_DEBUG
	ASAN_UNPOISON_MEMORY_REGION(block->bytes + used, block->used - used);
	memset(block->bytes + used, 0xff, block->used - used); /* NaN */
#endif
	ASAN_POISON_MEMORY_REGION(block->bytes + used, block->capacity - used);
	block->used = used;
}

ArenaMark
arena_mark(const Arena *arena)
{
	REQUIRE_GIVEN(arena);
	Block *block = arena->current;
	return (ArenaMark){block, block ? block->used : 0};
}

void
arena_rewind(Arena *arena, ArenaMark mark)
{
	REQUIRE_GIVEN(arena);
	Block *block = mark.block ? mark.block : arena->first;
	arena->current = block;
	if (block)
		cut_back(block, mark.used);
	for (block = block ? block->next : NULL; block; block = block->next)
		cut_back(block, 0);
}

void
arena_reset(Arena *arena)
{
	REQUIRE_GIVEN(arena);
	arena_rewind(arena, (ArenaMark){arena->first, 0});
	arena->resets++;
	for (Arena *part = arena->parts; part; part = part->next)
		arena_reset(part);
}

size_t
arena_resets(const Arena *arena)
{
	REQUIRE_GIVEN(arena);
	return arena->resets;
}

/* Memory for a block. A large one asks for huge pages where the system has
   them: to touch 4 kB for the first time costs the system more than the
   program's work on them. */
static char *
take_memory(size_t *capacity)
{
	if (*capacity < HUGE_PAGE || *capacity > SIZE_MAX - HUGE_PAGE)
		return aligned_alloc(ALIGNMENT, *capacity);
	*capacity = (*capacity + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
	char *memory = aligned_alloc(HUGE_PAGE, *capacity);
#ifdef MADV_HUGEPAGE
	if (memory)
		madvise(memory, *capacity, MADV_HUGEPAGE);
#endif
	return memory;
}

/* Appends a block of at least `bytes`, or ends in arena_exhausted. */
static Block *
add_block(Arena *arena, size_t bytes)
{
	size_t capacity = bytes < SMALLEST_BLOCK ? SMALLEST_BLOCK : bytes;
	Block *block = malloc(sizeof *block);
	char *memory = block ? take_memory(&capacity) : NULL;
	if (!memory) {
		free(block);
		exhausted(arena->name, arena_held(arena), bytes);
	}
	*block = (Block){.capacity = capacity, .bytes = memory};
	ASAN_POISON_MEMORY_REGION(memory, capacity);
	if (arena->last)
		arena->last->next = block;
	else
		arena->first = block;
	return arena->last = block;
}

void *
arena_alloc(Arena *arena, size_t count, size_t size)
{
	REQUIRE_GIVEN(arena);
	/* Round up to the alignment, unless that or the product overflows. */
	if (size && count > (SIZE_MAX - ALIGNMENT) / size)
		exhausted(arena->name, arena_held(arena), SIZE_MAX);
	size_t bytes = count * size;
	size_t taken = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

	/* Take the first block from here on that has room. */
	Block *block = arena->current;
	while (block && block->capacity - block->used < taken)
		block = block->next;
	if (!block)
		block = add_block(arena, taken);
	arena->current = block;

	char *memory = block->bytes + block->used;
	block->used += taken;
	ASAN_UNPOISON_MEMORY_REGION(memory, bytes);
	return memory;
}

size_t
arena_used(const Arena *arena)
{
	REQUIRE_GIVEN(arena);
	size_t used = 0;
	for (const Block *block = arena->first; block; block = block->next)
		used += block->used;
	for (const Arena *part = arena->parts; part; part = part->next)
		used += arena_used(part);
	return used;
}

size_t
arena_held(const Arena *arena)
{
	REQUIRE_GIVEN(arena);
	size_t held = 0;
	for (const Block *block = arena->first; block; block = block->next)
		held += block->capacity;
	for (const Arena *part = arena->parts; part; part = part->next)
		held += arena_held(part);
	return held;
}

const char *
arena_name(const Arena *arena)
{
	REQUIRE_GIVEN(arena);
	return arena->name;
}

/*
 * Arena: memory with one lifetime. Whatever is allocated in an arena is given
 * back all at once; nothing is freed one by one.
 *
 * Protocol: two arenas, one rule. Parameters live in `model`, everything else
 * lives in `step`, and `arena_reset(step)` ends each step. After a reset no
 * pointer into the arena may be used. The pages are kept and handed out again
 * in the same order: a training loop allocates nothing after its first step,
 * and never pays for touching fresh memory twice.
 *
 * In the debug build a reset fills the memory with NaN and, under
 * AddressSanitizer, poisons it, so that a stale tensor misbehaves at once.
 *
 * Ownership: whoever creates an arena destroys it.
 */
#ifndef COMMON_ARENA_H
#define COMMON_ARENA_H

#include <stddef.h>

typedef struct Arena Arena;

/* A new, empty arena. The name is shown by the debugger and in messages; it
   is not copied. */
Arena *arena_create(const char *name);

/* Gives everything back to the system. NULL is allowed. */
void arena_destroy(Arena *arena);

/* Ends the lifetime of all that was allocated; keeps the pages. */
void arena_reset(Arena *arena);

/* How often the arena was reset. Whoever remembers a pointer into it remembers
   this number too, and can tell when the pointer is stale. */
size_t arena_resets(const Arena *arena);

/* A place to come back to: arena_rewind ends the lifetime of all that was
   allocated since the mark. Marks are rewound in reverse order. */
typedef struct {
	void *block;
	size_t used;
} ArenaMark;
ArenaMark arena_mark(const Arena *arena);
void arena_rewind(Arena *arena, ArenaMark mark);

/* Part i of an arena: an arena itself, the same at each call. Pieces of work
   that run side by side take a part each. Parts are made by one thread, before
   or after; they are reset and destroyed with their arena. */
Arena *arena_part(Arena *arena, size_t i);

/* count * size bytes, aligned to 64, uninitialised. Never NULL: when memory
   runs out, arena_exhausted is called. */
void *arena_alloc(Arena *arena, size_t count, size_t size);

/* Bytes handed out since the last reset; bytes held from the system; parts
   included. */
size_t arena_used(const Arena *arena);
size_t arena_held(const Arena *arena);
const char *arena_name(const Arena *arena);

/* Called with one line when the system has no memory left; must not return.
   NULL, the default: print it and abort. A program sets its own. */
extern void (*arena_exhausted)(const char *message);

#endif

/*
 * The arena: the same requests get the same places again, memory that is
 * given back is of no use to anyone, and memory that is not there is said.
 */
#include "tests/support.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ASAN
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN
#endif

#ifdef HAS_ASAN
#include <sanitizer/asan_interface.h>

/* A request that is too large gets NULL, as without the sanitizer. */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}
#endif

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Sizes that fill the first block, of a megabyte, and need three more. */
static const size_t requests[] = {
    1, 64, 65, 400000, 0, 7, 700000, 1200000, 12, 500000, 100};

static void
request_all(char *place[COUNT(requests)])
{
	for (size_t i = 0; i < COUNT(requests); i++)
		place[i] = arena_alloc(step, requests[i], 1);
}

START_TEST(new_arena_holds_nothing)
{
	ck_assert_str_eq(arena_name(step), "step");
	ck_assert_uint_eq(arena_used(step), 0);
	ck_assert_uint_eq(arena_held(step), 0);
	arena_reset(step);
	arena_rewind(step, arena_mark(step));
	ck_assert_uint_eq(arena_held(step), 0);
	arena_destroy(NULL);
}
END_TEST

START_TEST(aligned_and_apart)
{
	char *place[COUNT(requests)];
	request_all(place);
	for (size_t i = 0; i < COUNT(requests); i++)
		memset(place[i], (int)i, requests[i]);
	for (size_t i = 0; i < COUNT(requests); i++) {
		ck_assert_uint_eq((uintptr_t)place[i] % 64, 0);
		for (size_t byte = 0; byte < requests[i]; byte++)
			if (place[i][byte] != (char)i)
				ck_abort_msg("request %zu was overwritten", i);
	}
}
END_TEST

START_TEST(used_is_rounded_up_to_64)
{
	arena_alloc(step, 1, 1);
	ck_assert_uint_eq(arena_used(step), 64);
	arena_alloc(step, 8, 8);
	ck_assert_uint_eq(arena_used(step), 128);
	arena_alloc(step, 13, 5);
	ck_assert_uint_eq(arena_used(step), 256);
	arena_alloc(step, 0, 8);
	arena_alloc(step, 8, 0);
	ck_assert_uint_eq(arena_used(step), 256);
	ck_assert_uint_eq(arena_held(step), 1 << 20);
}
END_TEST

/* A block is filled to its last byte before another is made; a request that
   is larger than a block gets one of its own size, in whole huge pages from
   2 MB on. */
START_TEST(holds_no_more_than_it_needs)
{
	arena_alloc(step, (1 << 20) - 64, 1);
	arena_alloc(step, 64, 1);
	ck_assert_uint_eq(arena_held(step), 1 << 20);
	arena_alloc(step, 1, 1);
	ck_assert_uint_eq(arena_held(step), 2 << 20);
	arena_alloc(step, 1500001, 1);
	ck_assert_uint_eq(arena_held(step), (2 << 20) + 1500032);
	arena_alloc(step, 3000001, 1);
	ck_assert_uint_eq(arena_held(step), (6 << 20) + 1500032);
	ck_assert_uint_eq(arena_used(step), (1 << 20) + 64 + 1500032 + 3000064);
}
END_TEST

START_TEST(reset_hands_out_the_same_places)
{
	char *first[COUNT(requests)], *again[COUNT(requests)];
	request_all(first);
	size_t used = arena_used(step), held = arena_held(step);
	for (int i = 0; i < 1000; i++) {
		arena_reset(step);
		ck_assert_uint_eq(arena_used(step), 0);
		request_all(again);
		ck_assert_mem_eq(again, first, sizeof first);
	}
	ck_assert_uint_eq(arena_used(step), used);
	ck_assert_uint_eq(arena_held(step), held);
}
END_TEST

/* Each arena counts its own resets, and nothing but resets. */
START_TEST(counts_its_resets)
{
	Arena *other = arena_create("other");
	ck_assert_uint_eq(arena_resets(step), 0);
	for (size_t i = 1; i <= 3; i++) {
		arena_alloc(step, 2000000, 1);
		arena_rewind(step, arena_mark(step));
		ck_assert_uint_eq(arena_resets(step), i - 1);
		arena_reset(step);
		ck_assert_uint_eq(arena_resets(step), i);
	}
	arena_reset(step); /* empty as it is */
	ck_assert_uint_eq(arena_resets(step), 4);
	ck_assert_uint_eq(arena_resets(other), 0);
	arena_destroy(other);
}
END_TEST

START_TEST(marks_nest)
{
	arena_alloc(step, 100, 1);
	ArenaMark outer = arena_mark(step);
	char *first = arena_alloc(step, 200, 1);
	ArenaMark inner = arena_mark(step);
	char *second = arena_alloc(step, 2000000, 1); /* a block of its own */
	char *third = arena_alloc(step, 2000000, 1);

	arena_rewind(step, inner);
	ck_assert_uint_eq(arena_used(step), 128 + 256);
	ck_assert_ptr_eq(arena_alloc(step, 2000000, 1), second);
	ck_assert_ptr_eq(arena_alloc(step, 2000000, 1), third);
	arena_rewind(step, outer);
	ck_assert_uint_eq(arena_used(step), 128);
	ck_assert_ptr_eq(arena_alloc(step, 200, 1), first);
	ck_assert_uint_eq(arena_held(step), (1 << 20) + 2 * 2000000);
}
END_TEST

START_TEST(mark_of_an_empty_arena)
{
	ArenaMark start = arena_mark(step);
	char *first = arena_alloc(step, 10, 1);
	arena_alloc(step, 2000000, 1);
	arena_rewind(step, start);
	ck_assert_uint_eq(arena_used(step), 0);
	ck_assert_ptr_eq(arena_alloc(step, 10, 1), first);
}
END_TEST

START_TEST(rewind_keeps_what_was_there)
{
	char *kept = arena_alloc(step, 100, 1);
	memset(kept, 'k', 100);
	ArenaMark mark = arena_mark(step);
	memset(arena_alloc(step, 100, 1), 'x', 100);
	arena_rewind(step, mark);
	for (int i = 0; i < 100; i++)
		ck_assert_int_eq(kept[i], 'k');
}
END_TEST

/* In the debug build whatever was given back is NaN, and to touch it is an
   error that AddressSanitizer reports. */
#if defined(HANDGRAD_DEBUG) && defined(HAS_ASAN)
static void
check_gone(const Real *numbers, size_t count)
{
	ck_assert(__asan_address_is_poisoned(numbers));
	ck_assert(__asan_address_is_poisoned(numbers + count - 1));
	__asan_unpoison_memory_region(numbers, count * sizeof *numbers);
	for (size_t i = 0; i < count; i++)
		if (!isnan(numbers[i]))
			ck_abort_msg("number %zu survived", i);
}

START_TEST(memory_given_back_is_nan_and_poisoned)
{
	Real *kept = tensor_zeros(step, SHAPE(3))->data;
	ArenaMark mark = arena_mark(step);
	Real *small = tensor_zeros(step, SHAPE(100))->data;
	Real *large = tensor_zeros(step, SHAPE(1000000))->data;
	ck_assert(!__asan_address_is_poisoned(large + 999999));
	ck_assert(__asan_address_is_poisoned(kept + 3));

	arena_rewind(step, mark);
	check_gone(small, 100);
	check_gone(large, 1000000);
	ck_assert(!__asan_address_is_poisoned(kept + 2));
	ck_assert(kept[2] == 0);
	arena_reset(step);
	check_gone(kept, 3);
}
END_TEST
#else
START_TEST(memory_given_back_is_nan_and_poisoned)
{
	ck_assert(true); /* only in the debug build */
}
END_TEST
#endif

/* The message of the last request that failed. */
static char said[256];
static jmp_buf out_of_memory;

static void
say(const char *message)
{
	snprintf(said, sizeof said, "%s", message);
	longjmp(out_of_memory, 1);
}

static void
check_exhausted(size_t count, size_t size, const char *expected)
{
	arena_exhausted = say;
	if (setjmp(out_of_memory) == 0) {
		arena_alloc(step, count, size);
		ck_abort_msg("%zu * %zu bytes were found", count, size);
	}
	arena_exhausted = NULL;
	ck_assert_str_eq(said, expected);
}

/* SIZE_MAX is 18446744073709.6 million. */
START_TEST(exhausted)
{
#define NEEDS(held, megabytes) \
	"out of memory: arena 'step' holds " held " MB and needs " megabytes \
	" MB more"
	check_exhausted(SIZE_MAX / 4, 1, NEEDS("0.0", "4611686018427.4"));
	char *place = arena_alloc(step, 1, 1);
	check_exhausted(SIZE_MAX / 2, 3, NEEDS("1.0", "18446744073709.6"));
	check_exhausted(SIZE_MAX, 1, NEEDS("1.0", "18446744073709.6"));
	check_exhausted(1, SIZE_MAX - 63, NEEDS("1.0", "18446744073709.6"));

	/* A request that failed has changed nothing. */
	ck_assert_uint_eq(arena_used(step), 64);
	ck_assert_uint_eq(arena_held(step), 1 << 20);
	ck_assert_ptr_eq(arena_alloc(step, 1, 1), place + 64);
}
END_TEST

/* A part is an arena, always the same one, and goes the way of the whole. */
START_TEST(parts)
{
	Arena *third = arena_part(step, 2), *first = arena_part(step, 0);
	ck_assert_ptr_eq(arena_part(step, 2), third);
	ck_assert_ptr_ne(first, third);
	ck_assert_ptr_ne(first, step);
	ck_assert_ptr_ne(arena_part(step, 1), first);
	ck_assert_ptr_ne(arena_part(step, 1), third);
	ck_assert_str_eq(arena_name(third), "step");

	char *place = arena_alloc(third, 100, 1);
	memset(place, 7, 100);
	arena_alloc(first, 3000000, 1);
	ck_assert_uint_eq(arena_used(third), 128);
	ck_assert_uint_eq(arena_used(step), 128 + arena_used(first));
	ck_assert_uint_ge(arena_held(step), 4000000);
	size_t resets = arena_resets(third);
	arena_reset(step);
	ck_assert_uint_eq(arena_used(step), 0);
	ck_assert_uint_eq(arena_resets(third), resets + 1);
	ck_assert_ptr_eq(arena_alloc(third, 100, 1), place);
}
END_TEST

TESTS("arena", new_arena_holds_nothing, aligned_and_apart,
    used_is_rounded_up_to_64, holds_no_more_than_it_needs,
    reset_hands_out_the_same_places, counts_its_resets, marks_nest,
    mark_of_an_empty_arena, rewind_keeps_what_was_there,
    memory_given_back_is_nan_and_poisoned, exhausted, parts)

/*
 * parallel_for does every piece once; how many cores share them shows in
 * nothing but time.
 */
#include "tests/support.h"

#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#endif

#include "common/parallel.h"

enum { MOST = 1000 };

/* A piece notes what it saw in a place of its own. */
typedef struct {
	int times[MOST];
	bool shared[MOST]; /* with other threads? */
} Notes;

static void
note(void *context, size_t i)
{
	Notes *notes = context;
	notes->times[i]++;
#ifdef _OPENMP
	notes->shared[i] = omp_in_parallel();
#endif
}

static void
check_each_once(size_t count, size_t work, bool shared)
{
	Notes notes = {{0}, {false}};
	parallel_for(count, work, note, &notes);
	for (size_t i = 0; i < MOST; i++) {
		ck_assert_int_eq(notes.times[i], i < count);
		ck_assert(notes.shared[i] == (shared && i < count));
	}
}

/* Little work is done by the thread that asks for it. */
START_TEST(little_work)
{
	check_each_once(0, 0, false);
	check_each_once(1, 1, false);
	check_each_once(2, 2, false);
	check_each_once(MOST, 1000, false);
}
END_TEST

START_TEST(much_work)
{
	bool shared = false;
#ifdef _OPENMP
	omp_set_num_threads(3);
	shared = true;
#endif
	check_each_once(0, 1 << 24, false);
	check_each_once(1, 1 << 24, false);
	check_each_once(2, 1 << 24, shared);
	check_each_once(MOST, 1 << 24, shared);
}
END_TEST

/* A piece that has pieces: ten rows of MOST / 10. */
static void
note_row(void *context, size_t row)
{
	Notes *notes = context;
	Notes part;
	memset(&part, 0, sizeof part);
	parallel_for(MOST / 10, 1 << 24, note, &part);
	memcpy(notes->times + row * (MOST / 10), part.times,
	    MOST / 10 * sizeof *part.times);
}

START_TEST(pieces_of_pieces)
{
	Notes notes = {{0}, {false}};
	parallel_for(10, 1 << 24, note_row, &notes);
	for (size_t i = 0; i < MOST; i++)
		ck_assert_int_eq(notes.times[i], 1);
}
END_TEST

TESTS("parallel", little_work, much_work, pieces_of_pieces)

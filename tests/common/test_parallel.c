/*
 * parallel_for does every piece once, whoever does it: with helpers, without,
 * in pieces of pieces, and in a child process, where no helper lives.
 */
#include "tests/support.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/parallel.h"

enum { MOST = 1000, MUCH = 1 << 24 };

/* A piece notes what it saw in a place of its own. */
typedef struct {
	int times[MOST];
	pthread_t by[MOST];
} Notes;

static void
note(void *context, size_t i)
{
	Notes *notes = context;
	notes->times[i]++;
	notes->by[i] = pthread_self();
}

/* Counts and asserts once: Check writes to a pipe for each assertion. */
static void
check_each_once(size_t count, size_t work, bool by_caller)
{
	Notes notes;
	memset(&notes, 0, sizeof notes);
	pthread_t caller = pthread_self();
	parallel_for(count, work, note, &notes);
	size_t wrong = 0, others = 0;
	for (size_t i = 0; i < MOST; i++) {
		wrong += notes.times[i] != (i < count);
		others += i < count && !pthread_equal(notes.by[i], caller);
	}
	ck_assert_uint_eq(wrong, 0);
	if (by_caller)
		ck_assert_uint_eq(others, 0);
}

/* Little work is done by the thread that asks for it. */
START_TEST(little_work)
{
	parallel_set_threads(3);
	check_each_once(0, 0, true);
	check_each_once(1, 1, true);
	check_each_once(2, 2, true);
	check_each_once(MOST, 1000, true);
	check_each_once(1, MUCH, true);
}
END_TEST

/* Thousands of jobs in a row, of every size, the number of threads changed in
   between. */
START_TEST(every_piece_once)
{
	for (size_t job = 0; job < 5000; job++) {
		if (job % 100 == 0)
			parallel_set_threads(1 + job / 100 % 4);
		check_each_once(job * 7 % MOST, MUCH, job / 100 % 4 == 0);
	}
}
END_TEST

/* Two pieces that wait for each other, so that two threads must do them. */
static void
meet(void *context, size_t i)
{
	atomic_int *present = context;
	(void)i;
	atomic_fetch_add(present, 1);
	while (atomic_load(present) < 2)
		sched_yield();
}

START_TEST(pieces_run_side_by_side)
{
	parallel_set_threads(2);
	for (int time = 0; time < 100; time++) {
		atomic_int present = 0;
		parallel_for(2, MUCH, meet, &present);
		ck_assert_int_eq(atomic_load(&present), 2);
	}
	nanosleep(
	    &(struct timespec){.tv_nsec = 20000000}, NULL); /* they sleep */
	atomic_int present = 0;
	parallel_for(2, MUCH, meet, &present);
}
END_TEST

/* A piece that has pieces: ten rows of MOST / 10. */
static void
note_row(void *context, size_t row)
{
	Notes *notes = context;
	Notes part;
	memset(&part, 0, sizeof part);
	parallel_for(MOST / 10, MUCH, note, &part);
	memcpy(notes->times + row * (MOST / 10), part.times,
	    MOST / 10 * sizeof *part.times);
}

START_TEST(pieces_of_pieces)
{
	Notes notes;
	memset(&notes, 0, sizeof notes);
	parallel_set_threads(3);
	parallel_for(10, MUCH, note_row, &notes);
	for (size_t i = 0; i < MOST; i++)
		ck_assert_int_eq(notes.times[i], 1);
}
END_TEST

/* Two threads that each ask for work at the same time. */
static void *
ask(void *argument)
{
	(void)argument;
	for (int job = 0; job < 500; job++)
		check_each_once(50, MUCH, false);
	return NULL;
}

START_TEST(two_callers)
{
	parallel_set_threads(3);
	pthread_t other;
	ck_assert_int_eq(pthread_create(&other, NULL, ask, NULL), 0);
	ask(NULL);
	pthread_join(other, NULL);
}
END_TEST

/* fork() copies the caller and none of its helpers; new ones are started. The
   parent's helper has done a piece by then: a thread that is just starting
   may hold a lock of the sanitizer's allocator, and the child would inherit
   it, locked for ever. */
START_TEST(child_process)
{
	parallel_set_threads(2);
	atomic_int present = 0;
	parallel_for(2, MUCH, meet, &present);
	pid_t child = fork();
	if (child == 0) {
		atomic_store(&present, 0);
		parallel_for(2, MUCH, meet, &present);
		leave_child(atomic_load(&present) == 2 ? 0 : 1);
	}
	int status = -1;
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}
END_TEST

/* Milliseconds of the processor that this process has used. */
static double
cpu_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

/* Without work helpers use no processor: none of three cores in a tenth of a
   second, where one that looked for work would have used it all. */
START_TEST(helpers_fall_asleep)
{
	parallel_set_threads(4);
	check_each_once(MOST, MUCH, false);
	const struct timespec soon = {.tv_nsec = 50000000},
			      later = {.tv_nsec = 100000000};
	nanosleep(&soon, NULL);
	double before = cpu_ms();
	nanosleep(&later, NULL);
	ck_assert_double_lt(cpu_ms() - before, 20);
	check_each_once(MOST, MUCH, false); /* and they wake up */
}
END_TEST

START_TEST(number_of_threads)
{
	parallel_set_threads(0);
	ck_assert_uint_eq(parallel_threads(), 1);
	parallel_set_threads(3);
	ck_assert_uint_eq(parallel_threads(), 3);
	parallel_set_threads(1000000);
	ck_assert_uint_eq(parallel_threads(), 256);
}
END_TEST

/* Asked before anything was set: each wish in a process of its own. */
static size_t
threads_wished(const char *wish)
{
	pid_t child = fork();
	if (child == 0) {
		setenv("HANDGRAD_THREADS", wish, 1);
		leave_child((int)parallel_threads());
	}
	int status = -1;
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return (size_t)WEXITSTATUS(status);
}

START_TEST(threads_by_the_environment)
{
	ck_assert_uint_eq(threads_wished("5"), 5);
	ck_assert_uint_eq(threads_wished("1"), 1);
	ck_assert_uint_eq(threads_wished("0"), 1);
	ck_assert_uint_eq(threads_wished("-7"), 1);
	ck_assert_uint_eq(threads_wished("many"), 1);
}
END_TEST

START_TEST(says_that_a_wish_is_no_number)
{
	Error error;
	unsetenv("HANDGRAD_THREADS");
	ck_assert(parallel_threads_fit(&error));
	static const char *const good[] = {"", "1", "16", "256"},
				 *const bad[] = {"0", "-7", "257", "many", "2x",
				     "99999999999999999999", " "};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		setenv("HANDGRAD_THREADS", good[i], 1);
		ck_assert_msg(parallel_threads_fit(&error), "%s", good[i]);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char line[100];
		setenv("HANDGRAD_THREADS", bad[i], 1);
		ck_assert_msg(!parallel_threads_fit(&error), "%s", bad[i]);
		snprintf(line, sizeof line,
		    "HANDGRAD_THREADS is '%s', not a number from 1 to 256",
		    bad[i]);
		ck_assert_str_eq(error.text, line);
	}
	unsetenv("HANDGRAD_THREADS");
}
END_TEST

TESTS("parallel", threads_by_the_environment, says_that_a_wish_is_no_number,
    helpers_fall_asleep, number_of_threads, little_work, every_piece_once,
    pieces_run_side_by_side, pieces_of_pieces, two_callers, child_process)

/*
 * Helpers, one thread for each further core, wait for a job. The caller opens
 * a job, takes pieces of it like everybody else until none is left, and closes
 * it. Then it waits only for helpers that are inside, at their last piece: one
 * that a busy neighbour keeps from its core is not missed. (A team that meets
 * at a barrier, as OpenMP's does, waits for its slowest member after every
 * loop: beside another program we saw training take fifteen times as long.)
 *
 * Whoever waits yields its core. A helper that has waited in vain for a
 * while goes to sleep.
 */
#ifdef __APPLE__
#define _DARWIN_C_SOURCE /* for _SC_NPROCESSORS_ONLN */
#endif
#include "common/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	WORTH_A_THREAD = 1 << 15, /* elements: some ten microseconds' work */
	SHARES = 32,    /* a thread takes this part of its range at a time */
	PATIENCE = 300, /* looks for a job, each some 0.3 us, before sleep */
	MOST_THREADS = 256,
	STACK = 1 << 20, /* bytes */
};

/* Pieces that lie together; a cache line for each, since all cores write. */
typedef struct {
	_Alignas(64) atomic_size_t next; /* the first that nobody has taken */
	size_t end;
} Range;

/* The job under way; helpers may read it while it is open. */
static struct {
	void (*piece)(void *context, size_t i);
	void *context;
	size_t share, ranges;
	Range range[MOST_THREADS];
} job;

static atomic_bool open_for_helpers;
static atomic_size_t inside;   /* helpers that may be at the job */
static atomic_size_t jobs;     /* opened so far */
static atomic_size_t sleeping; /* helpers */
static atomic_size_t threads;  /* that share the pieces; 0: not yet known */
static atomic_flag busy = ATOMIC_FLAG_INIT; /* the pool serves one caller */
static size_t helpers;                      /* started */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t opened = PTHREAD_COND_INITIALIZER;

/* Thread `number` takes the pieces of its own range, and then those that are
   left of others'. So in a loop of jobs over the same data each core meets
   the same part of it, which is still in its cache. */
static void
take_pieces(size_t number)
{
	for (size_t k = 0; k < job.ranges; k++) {
		Range *range = &job.range[(number + k) % job.ranges];
		size_t i, end = range->end;
		while ((i = atomic_fetch_add(&range->next, job.share)) < end)
			for (size_t left = job.share; left > 0 && i < end;
			     left--)
				job.piece(job.context, i++);
	}
}

/* Divides the pieces among the threads. */
static void
prepare_job(size_t count, void (*piece)(void *context, size_t i), void *context)
{
	job.piece = piece;
	job.context = context;
	job.ranges = parallel_threads();
	job.share = count / job.ranges / SHARES + 1;
	for (size_t i = 0; i < job.ranges; i++) {
		atomic_store(&job.range[i].next, count * i / job.ranges);
		job.range[i].end = count * (i + 1) / job.ranges;
	}
}

/* Returns the number of jobs when it is no longer `seen`. */
static size_t
wait_for_job(size_t seen)
{
	for (int look = 0; look < PATIENCE; look++) {
		if (atomic_load(&jobs) != seen)
			return atomic_load(&jobs);
		sched_yield();
	}
	pthread_mutex_lock(&lock);
	atomic_fetch_add(&sleeping, 1);
	while (atomic_load(&jobs) == seen)
		pthread_cond_wait(&opened, &lock);
	atomic_fetch_sub(&sleeping, 1);
	pthread_mutex_unlock(&lock);
	return atomic_load(&jobs);
}

/* A helper's life; `argument` is its number, from 1. It says that it is inside
   before it looks whether the job is open, and the caller closes the job
   before it looks who is inside: one of them sees the other. */
static void *
helper(void *argument)
{
	size_t number = (size_t)(uintptr_t)argument;
	for (size_t seen = 0;;) {
		seen = wait_for_job(seen);
		if (number >= atomic_load(&threads))
			continue;
		atomic_fetch_add(&inside, 1);
		if (atomic_load(&open_for_helpers))
			take_pieces(number);
		atomic_fetch_sub(&inside, 1);
	}
	return NULL;
}

/* A child process begins without helpers: fork() copies the caller alone. */
static void
forget_helpers(void)
{
	helpers = 0;
	atomic_store(&inside, 0);
	atomic_store(&sleeping, 0);
	lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
	opened = (pthread_cond_t)PTHREAD_COND_INITIALIZER;
}

/* Starts the helpers that are missing; one that cannot be started is done
   without. */
static void
start_helpers(void)
{
	static bool asked;
	if (!asked)
		asked = pthread_atfork(NULL, NULL, forget_helpers) == 0;
	pthread_attr_t attributes;
	if (pthread_attr_init(&attributes) != 0)
		return;
	pthread_attr_setstacksize(&attributes, STACK);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_t thread;
	while (helpers + 1 < parallel_threads() &&
	       pthread_create(&thread, &attributes, helper,
		   (void *)(uintptr_t)(helpers + 1)) == 0)
		helpers++;
	pthread_attr_destroy(&attributes);
}

/* Opens the job, takes part in it, and closes it. */
static void
run_job(void)
{
	start_helpers();
	atomic_store(&open_for_helpers, true);
	atomic_fetch_add(&jobs, 1);
	if (atomic_load(&sleeping)) {
		pthread_mutex_lock(&lock);
		pthread_cond_broadcast(&opened);
		pthread_mutex_unlock(&lock);
	}
	take_pieces(0);
	atomic_store(&open_for_helpers, false);
	while (atomic_load(&inside))
		sched_yield();
}

/* The threads that the environment asks for, or none: then there is one for
   each core. */
static const char *
wished(void)
{
	const char *wish = getenv("HANDGRAD_THREADS");
	return wish && *wish ? wish : NULL;
}

size_t
parallel_threads(void)
{
	size_t known = atomic_load(&threads);
	if (known)
		return known;
	const char *wish = wished();
	long cores = wish ? atol(wish) : sysconf(_SC_NPROCESSORS_ONLN);
	parallel_set_threads(cores < 1 ? 1 : (size_t)cores);
	return atomic_load(&threads);
}

bool
parallel_threads_fit(Error *error)
{
	const char *wish = wished();
	char *end;
	long number = wish ? strtol(wish, &end, 10) : 1;
	if (!wish || (!*end && number >= 1 && number <= MOST_THREADS))
		return true;
	return error_set(error,
	    "HANDGRAD_THREADS is '%s', not a number from 1 to %d", wish,
	    MOST_THREADS);
}

void
parallel_set_threads(size_t wish)
{
	atomic_store(&threads, wish < 1              ? 1
			       : wish > MOST_THREADS ? MOST_THREADS
						     : wish);
}

void
parallel_for(size_t count, size_t work, void (*piece)(void *context, size_t i),
    void *context)
{
	if (count < 2 || work < WORTH_A_THREAD || parallel_threads() == 1 ||
	    atomic_flag_test_and_set(&busy)) {
		for (size_t i = 0; i < count; i++)
			piece(context, i);
		return;
	}
	prepare_job(count, piece, context);
	run_job();
	atomic_flag_clear(&busy);
}

#define _DEFAULT_SOURCE /* for wait4 */
#define _DARWIN_C_SOURCE
#include "tests/bench/child.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/bench.h"

static void
set_threads(int threads)
{
	static const char *const names[] = {"HANDGRAD_THREADS",
	    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"};
	char text[16];
	snprintf(text, sizeof text, "%d", threads);
	for (size_t i = 0; threads && i < sizeof names / sizeof names[0]; i++)
		setenv(names[i], text, 1);
	setenv("PYTHONDONTWRITEBYTECODE", "1", 1);
}

/* The child's side of the fork: never returns. */
static void
become(char *const *argv, int in, int out, int threads, const char *log)
{
	int errors = open(log, O_WRONLY | O_CREAT | O_APPEND, 0666);
	if (dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
	    errors >= 0 && dup2(errors, STDERR_FILENO) >= 0) {
		set_threads(threads);
		execvp(argv[0], argv);
	}
	_exit(127);
}

/* A pipe that no other child inherits. */
static bool
open_pipe(int ends[2])
{
	return pipe(ends) == 0 && fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 &&
	       fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
}

void
child_start(Child *child, char *const *argv, int threads, const char *log)
{
	int in[2], out[2];
	*child = (Child){0};
	if (!open_pipe(in))
		return;
	if (!open_pipe(out)) {
		close(in[0]);
		close(in[1]);
		return;
	}
	child->pid = fork();
	if (child->pid == 0)
		become(argv, in[0], out[1], threads, log);
	close(in[0]);
	close(out[1]);
	child->to = fdopen(in[1], "w");
	child->from = fdopen(out[0], "r");
}

bool
child_is_ready(Child *child)
{
	char line[128];
	if (child->pid > 0 && child->from &&
	    fgets(line, sizeof line, child->from) &&
	    strncmp(line, "ready", 5) == 0) {
		sscanf(line, "ready %63[^\n]", child->version);
		return true;
	}
	child_stop(child);
	return false;
}

/* done WALL CPU COUNT VALUE SCALE ... */
static bool
parse(const char *line, Answer *answer)
{
	int used, count;
	if (sscanf(line, "done %lf %lf %d%n", &answer->wall_ms, &answer->cpu_ms,
		&count, &used) != 3 ||
	    count < 1 || count > MOST_FINDINGS)
		return false;
	answer->findings.count = count;
	for (int i = 0; i < count; i++) {
		Finding *finding = &answer->findings.at[i];
		int more;
		line += used;
		if (sscanf(line, "%lf %lf%n", &finding->value, &finding->scale,
			&more) != 2)
			return false;
		used = more;
	}
	return true;
}

bool
child_ask(
    Child *child, const char *work, size_t rows, size_t repeats, Answer *answer)
{
	char line[1024] = "";
	if (!child->pid)
		return false;
	fprintf(child->to, "run %s %zu %zu\n", work, rows, repeats);
	bool answered = fflush(child->to) == 0 &&
			fgets(line, sizeof line, child->from) != NULL;
	if (answered && parse(line, answer))
		return true;
	if (strcmp(line, "none\n") != 0)
		child_stop(child);
	return false;
}

enum { LOOK_MS = 20, LOOKS = 50 };

/* Seconds of the processor that a process has used, or -1. */
static double
cpu_of(pid_t pid)
{
	struct timespec t;
#ifdef __APPLE__
	(void)pid, (void)t; /* has no clock of another process */
#else
	clockid_t clock;
	if (clock_getcpuclockid(pid, &clock) == 0 &&
	    clock_gettime(clock, &t) == 0)
		return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
#endif
	return -1;
}

void
child_rest(const Child *child)
{
	double before = cpu_of(child->pid);
	for (int look = 0; child->pid && look < LOOKS; look++) {
		nanosleep(
		    &(struct timespec){.tv_nsec = LOOK_MS * 1000000L}, NULL);
		double cpu = cpu_of(child->pid);
		if (cpu >= 0 && cpu - before < 1e-4)
			break;
		before = cpu;
	}
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

static Cost
wait_for(pid_t pid)
{
	int status = -1;
	struct rusage usage = {0};
	if (pid <= 0 || wait4(pid, &status, 0, &usage) != pid)
		return (Cost){.status = -1};
#ifdef __APPLE__
	double unit = 1; /* there it is in bytes, elsewhere in KiB */
#else
	double unit = 1024;
#endif
	return (Cost){.cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime),
	    .peak = (double)usage.ru_maxrss * unit / (1 << 20),
	    .status = status};
}

Cost
child_stop(Child *child)
{
	if (child->to)
		fclose(child->to);
	if (child->from)
		fclose(child->from);
	Cost cost = wait_for(child->pid);
	*child = (Child){0};
	return cost;
}

Cost
child_cost(char *const *argv, const char *log)
{
	double start = now();
	pid_t pid = fork();
	if (pid == 0) {
		int nothing = open("/dev/null", O_RDWR);
		become(argv, nothing, nothing, 0, log);
	}
	Cost cost = wait_for(pid);
	cost.wall = now() - start;
	return cost;
}

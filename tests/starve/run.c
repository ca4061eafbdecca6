#define _DEFAULT_SOURCE /* wait4 */
#include "tests/starve/run.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/starve/must.h"

enum { MOST_WORDS = 16, PATIENCE = 100 /* seconds */ };

static Starvation *page;
static char page_path[512], out_path[512], err_path[512];

void
run_prepare(const char *hook, const char *work)
{
	snprintf(page_path, sizeof page_path, "%s/page", work);
	snprintf(out_path, sizeof out_path, "%s/out", work);
	snprintf(err_path, sizeof err_path, "%s/err", work);
	int file = open(page_path, O_CREAT | O_RDWR, 0666);
	must(file >= 0 && ftruncate(file, sizeof *page) == 0, page_path);
	page = mmap(
	    NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	must(page != MAP_FAILED, "mmap");
	close(file);
	setenv("STARVE_HOOK", hook, true);
	setenv("STARVE", page_path, true);
	/* The hook comes before the sanitizers; what they find is no status of
	   ours. */
	setenv("ASAN_OPTIONS", "verify_asan_link_order=0:exitcode=99", true);
	setenv("LSAN_OPTIONS", "exitcode=99", true);
	setenv("UBSAN_OPTIONS", "exitcode=99", true);
}

static void
send_to(int descriptor, const char *path)
{
	int file = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0666);
	must(file >= 0 && dup2(file, descriptor) >= 0, path);
	close(file);
}

/* In the child: becomes the program. */
static _Noreturn void
become(const char *program, const char *words)
{
	char copy[1024], *argument[MOST_WORDS] = {(char *)program};
	int count = 1;
	snprintf(copy, sizeof copy, "%s", words);
	for (char *word = strtok(copy, " "); word && count < MOST_WORDS - 1;
	     word = strtok(NULL, " "))
		argument[count++] = word;
	setenv("LD_PRELOAD", getenv("STARVE_HOOK"), true);
	send_to(STDOUT_FILENO, out_path);
	send_to(STDERR_FILENO, err_path);
	alarm(PATIENCE);
	execv(program, argument);
	_exit(127);
}

static char *
read_whole(Arena *arena, const char *path, size_t *size)
{
	struct stat about;
	FILE *file = fopen(path, "rb");
	must(file && stat(path, &about) == 0, path);
	*size = (size_t)about.st_size;
	char *text = arena_alloc(arena, *size + 1, 1);
	must(fread(text, 1, *size, file) == *size, path);
	fclose(file);
	text[*size] = '\0';
	return text;
}

Outcome
run_program(Arena *arena, const char *program, const char *words, Point point)
{
	memset(page, 0, sizeof *page);
	page->kind = point.kind;
	page->first = point.first;
	page->for_ever = point.for_ever;
	pid_t child = fork();
	must(child >= 0, "fork");
	if (child == 0)
		become(program, words);
	int code;
	struct rusage used;
	must(wait4(child, &code, 0, &used) == child, "wait4");

	Outcome outcome = {.status = WIFEXITED(code) ? WEXITSTATUS(code) : -1,
	    .signal = WIFSIGNALED(code) ? WTERMSIG(code) : 0,
	    .seconds = (double)used.ru_utime.tv_sec +
		       1e-6 * (double)used.ru_utime.tv_usec,
	    .failed = page->failed,
	    .blocks = page->blocks,
	    .descriptors = page->descriptors,
	    .ended = page->ended};
	for (int kind = 0; kind < KINDS; kind++)
		outcome.calls[kind] = page->calls[kind];
	outcome.out = read_whole(arena, out_path, &outcome.out_size);
	outcome.err = read_whole(arena, err_path, &outcome.err_size);
	return outcome;
}

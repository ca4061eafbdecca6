/*
 * The runner: a fuzz target without libFuzzer.
 *
 *     fuzz_NAME [-n COUNT | -t SECONDS] [-s SEED] [-o FOLDER] FILE|FOLDER...
 *
 * runs the target on each file, and then on COUNT changes of them, or for so
 * long. The inputs are numbered, and the same seed and the same files give the
 * same inputs. They run in a child process, so that the parent can say which
 * one was its last: it keeps it in FOLDER (the current one), prints how to
 * repeat it, and ends with status 1. An input that takes ten seconds is one
 * that hangs.
 */
#define MODULE_SOURCE
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/fuzz/change.h"
#include "tests/fuzz/fuzz.h"

enum { PATIENCE = 10 }; /* seconds for one input */

typedef struct {
	const char *program, *folder;
	size_t count, seconds, seed;
	Corpus corpus;
} Runner;

static void
must(bool good, const char *what)
{
	if (good)
		return;
	perror(what);
	exit(2);
}

static void
add_file(Corpus *corpus, const char *path)
{
	FILE *file = fopen(path, "rb");
	must(file, path);
	Sample sample = {.bytes = malloc(FUZZ_MOST)};
	must(sample.bytes, path);
	snprintf(sample.path, sizeof sample.path, "%s", path);
	sample.size = fread(sample.bytes, 1, FUZZ_MOST, file);
	must(!ferror(file), path);
	fclose(file);
	corpus->sample = realloc(
	    corpus->sample, (corpus->count + 1) * sizeof sample);
	must(corpus->sample, path);
	corpus->sample[corpus->count++] = sample;
}

/* A file, or the files of a folder in the order of their names. */
static void
add(Corpus *corpus, const char *path)
{
	struct stat about;
	must(stat(path, &about) == 0, path);
	if (!S_ISDIR(about.st_mode)) {
		add_file(corpus, path);
		return;
	}
	struct dirent **entry;
	int count = scandir(path, &entry, NULL, alphasort);
	must(count >= 0, path);
	for (int i = 0; i < count; i++) {
		char inside[sizeof(Sample)];
		snprintf(
		    inside, sizeof inside, "%s/%s", path, entry[i]->d_name);
		if (entry[i]->d_name[0] != '.')
			add_file(corpus, inside);
		free(entry[i]);
	}
	free(entry);
}

static bool
goes_on(const Runner *runner, size_t number, time_t start)
{
	if (number < runner->corpus.count)
		return true;
	if (runner->seconds == 0)
		return number < runner->corpus.count + runner->count;
	return number % 16 || (size_t)(time(NULL) - start) < runner->seconds;
}

/* The child: input after input, each announced before it runs. */
static void
run_all(const Runner *runner, volatile size_t *number)
{
	time_t start = time(NULL);
	uint8_t bytes[FUZZ_MOST];
	for (; goes_on(runner, *number, start); ++*number) {
		size_t size = change(
		    &runner->corpus, runner->seed, *number, bytes);
		/* Of exactly this size, so that a step beyond it is seen. */
		uint8_t *input = malloc(size + !size);
		must(input, "malloc");
		memcpy(input, bytes, size);
		alarm(PATIENCE);
		LLVMFuzzerTestOneInput(input, size);
		alarm(0);
		free(input);
	}
}

/* Keeps the input that was the child's last, and says so. */
static void
report(const Runner *runner, size_t number, int status)
{
	const Corpus *corpus = &runner->corpus;
	char path[sizeof(Sample)];
	if (number < corpus->count) {
		snprintf(path, sizeof path, "%s", corpus->sample[number].path);
	} else {
		uint8_t bytes[FUZZ_MOST];
		size_t size = change(corpus, runner->seed, number, bytes);
		const char *name = strrchr(runner->program, '/');
		snprintf(path, sizeof path, "%s/%s-%zu-%zu", runner->folder,
		    name ? name + 1 : runner->program, runner->seed, number);
		FILE *file = fopen(path, "wb");
		must(file && fwrite(bytes, 1, size, file) == size &&
			 fclose(file) == 0,
		    path);
	}
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		printf("input %zu hangs\n", number);
	else if (WIFSIGNALED(status))
		printf("input %zu: signal %d\n", number, WTERMSIG(status));
	else
		printf("input %zu: status %d\n", number, WEXITSTATUS(status));
	printf("repeat: %s %s\n", runner->program, path);
}

/* A number that child and parent both see. */
static volatile size_t *
shared_number(void)
{
	FILE *file = tmpfile();
	must(file && ftruncate(fileno(file), sizeof(size_t)) == 0, "tmpfile");
	void *memory = mmap(NULL, sizeof(size_t), PROT_READ | PROT_WRITE,
	    MAP_SHARED, fileno(file), 0);
	must(memory != MAP_FAILED, "mmap");
	fclose(file);
	return memory;
}

static bool
read_options(Runner *runner, int argc, char **argv)
{
	for (int option; (option = getopt(argc, argv, "n:t:s:o:")) != -1;) {
		size_t *number = option == 'n'   ? &runner->count
				 : option == 't' ? &runner->seconds
						 : &runner->seed;
		if (option == '?')
			return false;
		if (option == 'o')
			runner->folder = optarg;
		else
			*number = strtoul(optarg, NULL, 10);
	}
	return optind < argc;
}

int
main(int argc, char **argv)
{
	Runner runner = {.program = argv[0], .folder = ".", .seed = 1};
	if (!read_options(&runner, argc, argv)) {
		fprintf(stderr,
		    "usage: %s [-n COUNT | -t SECONDS] [-s SEED] "
		    "[-o FOLDER] FILE|FOLDER...\n",
		    argv[0]);
		return 2;
	}
	for (int i = optind; i < argc; i++)
		add(&runner.corpus, argv[i]);
	if (runner.corpus.count == 0) {
		fprintf(stderr, "%s: no file to begin with\n", argv[0]);
		return 2;
	}
	volatile size_t *number = shared_number();
	pid_t child = fork();
	must(child >= 0, "fork");
	if (child == 0) {
		run_all(&runner, number);
		exit(EXIT_SUCCESS);
	}
	int status;
	must(waitpid(child, &status, 0) == child, "waitpid");
	printf("%zu inputs\n", *number);
	if (status != 0)
		report(&runner, *number, status);
	for (size_t i = 0; i < runner.corpus.count; i++)
		free(runner.corpus.sample[i].bytes);
	free(runner.corpus.sample);
	return status != 0;
}

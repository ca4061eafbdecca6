/*
 * A file appears whole or not at all, whatever goes wrong on the way.
 */
#include "tests/files.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "common/output.h"

static void
open_output(Output *output, const char *path)
{
	Error error;
	ck_assert_msg(output_open(output, path, &error), "%s", error.text);
}

static void
open_fails(const char *path, const char *expected)
{
	Output output;
	memset(&output, 0xff, sizeof output); /* as a stack may be */
	Error error = {"not set"};
	int before = open_descriptors();
	ck_assert(!output_open(&output, path, &error));
	ck_assert_str_eq(error.text, expected);
	ck_assert_int_eq(open_descriptors(), before);
	output_abandon(&output); /* nothing to do, and no harm */
}

/* `before`: how many descriptors were open before the output. */
static void
commit_fails(Output *output, int before, const char *expected)
{
	Error error = {"not set"};
	ck_assert(!output_commit(output, &error));
	ck_assert_str_eq(error.text, expected);
	ck_assert_int_eq(open_descriptors(), before);
	output_abandon(output); /* nothing to do, and no harm */
}

static void
write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "wb");
	fputs(text, file);
	fclose(file);
}

START_TEST(commits)
{
	int before = open_descriptors();
	Output output;
	open_output(&output, "new");
	fputs("one\n", output.file);
	fflush(output.file);
	ck_assert(!exists("new"));
	ck_file("new.tmp", "one\n");
	fputs("two\n", output.file);
	Error error;
	ck_assert(output_commit(&output, &error));
	ck_file("new", "one\ntwo\n");
	ck_assert(!exists("new.tmp"));
	ck_assert_int_eq(open_descriptors(), before);
	output_abandon(&output); /* too late, and no harm */
	ck_file("new", "one\ntwo\n");
}
END_TEST

START_TEST(commits_nothing)
{
	Output output;
	open_output(&output, "nothing");
	Error error;
	ck_assert(output_commit(&output, &error));
	ck_file("nothing", "");
}
END_TEST

START_TEST(replaces)
{
	write_text("old", "a long old text\n");
	write_text("old.tmp", "left over from a crash, and longer than new\n");
	Output output;
	open_output(&output, "old");
	fputs("new\n", output.file);
	fflush(output.file);
	ck_file("old", "a long old text\n");
	Error error;
	ck_assert(output_commit(&output, &error));
	ck_file("old", "new\n");
}
END_TEST

/* No newline becomes another, no byte is lost. */
START_TEST(keeps_every_byte)
{
	Output output;
	open_output(&output, "bytes");
	for (int byte = 0; byte < 256; byte++)
		fputc(byte, output.file);
	Error error;
	ck_assert(output_commit(&output, &error));
	Bytes bytes = read_whole("bytes");
	ck_assert_uint_eq(bytes.size, 256);
	for (int byte = 0; byte < 256; byte++)
		ck_assert_int_eq(bytes.at[byte], byte);
}
END_TEST

START_TEST(abandons)
{
	write_text("kept", "old\n");
	int before = open_descriptors();
	Output output;
	open_output(&output, "kept");
	fputs("new\n", output.file);
	output_abandon(&output);
	ck_file("kept", "old\n");
	ck_assert(!exists("kept.tmp"));
	ck_assert_int_eq(open_descriptors(), before);
	output_abandon(&output); /* twice is once */

	open_output(&output, "never");
	output_abandon(&output);
	ck_assert(!exists("never") && !exists("never.tmp"));
}
END_TEST

/* Of several that are open, those that are neither committed nor abandoned. */
START_TEST(abandons_all)
{
	int before = open_descriptors();
	write_text("first", "old\n");
	Output outputs[4];
	const char *const paths[] = {"first", "second", "third", "fourth"};
	for (int i = 0; i < 4; i++)
		open_output(&outputs[i], paths[i]);
	Error error;
	ck_assert(output_commit(&outputs[1], &error));
	output_abandon(&outputs[3]);
	output_abandon_all();
	ck_file("first", "old\n");
	ck_assert(exists("second") && !exists("third") && !exists("fourth"));
	for (int i = 0; i < 4; i++) {
		char temporary[20];
		snprintf(temporary, sizeof temporary, "%s.tmp", paths[i]);
		ck_assert_msg(!exists(temporary), "%s is there", temporary);
	}
	ck_assert_int_eq(open_descriptors(), before);
	output_abandon_all(); /* none, and no harm */
	output_abandon(&outputs[0]);
}
END_TEST

/* One that is open may be moved: it is known by its file. */
/* Two files have two names; each is there, and is gone when it is abandoned,
   be it with all others. */
START_TEST(opens_for_now)
{
	enter("for_now");
	setenv("TMPDIR", ".", 1);
	Output one, other;
	Error error;
	ck_assert_msg(output_open_for_now(&one, &error), "%s", error.text);
	ck_assert(output_open_for_now(&other, &error));
	ck_assert_int_eq(
	    strncmp(one.temporary, "./handgrad-", strlen("./handgrad-")), 0);
	ck_assert_str_ne(one.temporary, other.temporary);
	fputs("for now", one.file);
	fflush(one.file);
	ck_file(one.temporary, "for now");
	output_abandon(&one);
	ck_assert(!exists(one.temporary) && exists(other.temporary));
	output_abandon_all();
	ck_assert(!exists(other.temporary));

	setenv("TMPDIR", "nowhere", 1);
	ck_assert(!output_open_for_now(&one, &error));
	ck_assert_str_eq(error.text, "nowhere/handgrad-XXXXXX: cannot create: "
				     "No such file or directory");
	output_abandon(&one); /* nothing to do, and no harm */
	char folder[1100];
	memset(folder, 'f', sizeof folder);
	folder[sizeof folder - 1] = '\0';
	setenv("TMPDIR", folder, 1);
	ck_assert(!output_open_for_now(&one, &error));
	ck_assert_str_eq(error.text + 40, "...: a path of 1115 bytes is too "
					  "long");
	unsetenv("TMPDIR");
}
END_TEST

/* No place is left: the file that was made already is not left either. */
START_TEST(opens_one_too_many_for_now)
{
	enter("too_many_for_now");
	setenv("TMPDIR", ".", 1);
	Output output[OUTPUT_MOST_OPEN + 1];
	Error error;
	for (int i = 0; i < OUTPUT_MOST_OPEN; i++)
		ck_assert(output_open_for_now(&output[i], &error));
	ck_assert(!output_open_for_now(&output[OUTPUT_MOST_OPEN], &error));
	ck_assert_str_eq(error.text,
	    "./handgrad-XXXXXX: 16 files are being written already");
	ck_assert(!exists(output[OUTPUT_MOST_OPEN].temporary));
	output_abandon_all();
	unsetenv("TMPDIR");
}
END_TEST

START_TEST(open_and_moved)
{
	Output first, second;
	open_output(&first, "moved");
	second = first;
	memset(&first, 0xff, sizeof first);
	Error error;
	ck_assert(output_commit(&second, &error));
	ck_file("moved", "");
	open_output(&first, "again");
	second = first;
	memset(&first, 0xff, sizeof first);
	output_abandon_all();
	ck_assert(!exists("again") && !exists("again.tmp"));
}
END_TEST

START_TEST(many_at_a_time)
{
	Output outputs[OUTPUT_MOST_OPEN];
	char name[20];
	for (int i = 0; i < OUTPUT_MOST_OPEN; i++) {
		snprintf(name, sizeof name, "file%d", i);
		open_output(&outputs[i], name);
	}
	open_fails("late", "late: 16 files are being written already");
	ck_assert(!exists("late.tmp"));
	output_abandon(&outputs[5]);
	open_output(&outputs[5], "late");
	output_abandon_all();
	ck_assert(!exists("late.tmp") && !exists("file0.tmp"));
}
END_TEST

START_TEST(cannot_create)
{
	open_fails("no/where",
	    "no/where.tmp: cannot create: No such file or directory");
	write_text("file", "");
	open_fails("file/x", "file/x.tmp: cannot create: Not a directory");
	ck_assert_int_eq(mkdir("taken.tmp", 0777), 0);
	open_fails("taken", "taken.tmp: cannot create: Is a directory");
	ck_assert(exists("taken.tmp"));
}
END_TEST

START_TEST(not_allowed)
{
	SKIP_IF(geteuid() == 0, "root may write everywhere");
	ck_assert_int_eq(mkdir("locked", 0555), 0);
	open_fails(
	    "locked/x", "locked/x.tmp: cannot create: Permission denied");
}
END_TEST

START_TEST(longest_path)
{
	SKIP_IF(PATH_MAX < 1028, "paths are shorter here");
	char path[1024];
	long_path(path, 1023, "x");
	Output output;
	open_output(&output, path);
	fputs("whole", output.file);
	Error error;
	ck_assert(output_commit(&output, &error));
	ck_file("x", "whole");
}
END_TEST

START_TEST(too_long_path)
{
	char path[1025];
	long_path(path, 1024, "xx");
	open_fails(path,
	    "././././././././././././././././././././...: a path of 1024 bytes"
	    " is too long");
}
END_TEST

/* The reason is not cut off, however long the path. */
START_TEST(long_path_in_an_error)
{
	char path[1024], expected[1200];
	long_path(path, 1018, "no/where");
	snprintf(expected, sizeof expected,
	    "%s.tmp: cannot create: No such file or directory", path);
	open_fails(path, expected);
}
END_TEST

START_TEST(target_is_a_folder)
{
	ck_assert_int_eq(mkdir("folder", 0777), 0);
	int before = open_descriptors();
	Output output;
	open_output(&output, "folder");
	fputs("text", output.file);
	commit_fails(&output, before, "folder: cannot write: Is a directory");
	ck_assert(exists("folder") && !exists("folder.tmp"));
}
END_TEST

/* /dev/full takes no byte; FILE.tmp may be a link to it. */
START_TEST(full_disk)
{
	SKIP_IF(access("/dev/full", W_OK) != 0, "no /dev/full");
	const size_t sizes[] = {1, 100, 4096, 1 << 20};
	for (int i = 0; i < 4; i++) {
		write_text("target", "old\n");
		ck_assert_int_eq(symlink("/dev/full", "target.tmp"), 0);
		int before = open_descriptors();
		Output output;
		open_output(&output, "target");
		for (size_t byte = 0; byte < sizes[i]; byte++)
			fputc('x', output.file);
		commit_fails(&output, before,
		    "target: cannot write: No space left on device");
		ck_file("target", "old\n");
		ck_assert(!exists("target.tmp"));
	}
}
END_TEST

/* No file may grow beyond `size`. */
static void
limit_file_size(rlim_t size)
{
	struct rlimit limit;
	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = size;
	setrlimit(RLIMIT_FSIZE, &limit);
	signal(SIGXFSZ, SIG_IGN);
}

START_TEST(fails_halfway)
{
	write_text("target", "old\n");
	int before = open_descriptors();
	Output output;
	open_output(&output, "target");
	limit_file_size(1000);
	for (int i = 0; i < 5000; i++)
		fputc('x', output.file);
	Error error = {"not set"};
	bool good = output_commit(&output, &error);
	limit_file_size(RLIM_INFINITY); /* Check, too, writes files */
	ck_assert(!good);
	ck_assert_str_eq(error.text, "target: cannot write: File too large");
	ck_assert_int_eq(open_descriptors(), before);
	ck_file("target", "old\n");
	ck_assert(!exists("target.tmp"));
}
END_TEST

/* A write failed, later ones did not: the file has a hole or an end missing,
   and the error number is long forgotten. */
START_TEST(failed_once)
{
	write_text("target", "old\n");
	int before = open_descriptors();
	Output output;
	open_output(&output, "target");
	setvbuf(output.file, NULL, _IONBF, 0);
	limit_file_size(10);
	fputs("more than ten bytes", output.file);
	limit_file_size(RLIM_INFINITY);
	fputs("this comes through", output.file);
	errno = ENOENT; /* of some other call */
	char expected[100];
	snprintf(expected, sizeof expected, "target: cannot write: %s",
	    strerror(EIO));
	commit_fails(&output, before, expected);
	ck_file("target", "old\n");
	ck_assert(!exists("target.tmp"));
}
END_TEST

TESTS_IN_FOLDER("output", commits, commits_nothing, replaces, keeps_every_byte,
    abandons, abandons_all, opens_for_now, opens_one_too_many_for_now,
    open_and_moved, many_at_a_time, cannot_create, not_allowed, longest_path,
    too_long_path, long_path_in_an_error, target_is_a_folder, full_disk,
    fails_halfway, failed_once)

/*
 * Names that must not be, in both directions; files that cannot be written,
 * and what stood there before.
 */
#include "tests/npz.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

/* Writing must end in this error, and touch nothing. */
static void
write_fails(const char *path, const NpzEntry *entries, size_t count,
    const char *expected)
{
	Error error = {"not set"};
	int before = open_descriptors();
	ck_assert(!npz_write(path, entries, count, &error));
	ck_assert_str_eq(error.text, expected);
	ck_assert_int_eq(open_descriptors(), before);
}

/* A name of `size` bytes is refused by the reader with these words; by the
   writer, too, if it is a C string. */
static void
name_fails(const char *name, size_t size, const char *expected)
{
	char file_name[600], line[700];
	memcpy(file_name, name, size);
	memcpy(file_name + size, ".npy", 4);
	Part parts[] = {PART("first.npy", npy_pair()),
	    {.name = file_name, .name_size = size + 4, .plain = npy_pair()}};
	npz_fails(zip(2, parts), expected);

	if (memchr(name, '\0', size))
		return;
	Tensor *t = tensor_scalar(step, 1);
	NpzEntry entries[] = {{"first", t}, {name, t}};
	snprintf(line, sizeof line, "new.npz: %s", expected);
	write_fails("new.npz", entries, 2, line);
	ck_assert(!exists("new.npz") && !exists("new.npz.tmp"));
}
#define NAME_FAILS(name, expected) name_fails(name, sizeof(name) - 1, expected)

START_TEST(names)
{
	NAME_FAILS("", "tensor 1 has no name");
	NAME_FAILS("a/b", "'a/b' has / in it, as a path, no name");
	NAME_FAILS("/", "'/' has / in it, as a path, no name");
	NAME_FAILS("a\\b", "'a\\b' has \\ in it, as a path, no name");
	NAME_FAILS("..", "'..' has .. in it, as a path, no name");
	NAME_FAILS("x..", "'x..' has .. in it, as a path, no name");
	NAME_FAILS("first", "'first' is there twice");
	NAME_FAILS("a\nb", "tensor 1 has byte 0x0a in its name, expected "
			   "printable ASCII");
	NAME_FAILS("\x7f", "tensor 1 has byte 0x7f in its name, expected "
			   "printable ASCII");
	NAME_FAILS("\xce\xb2", "tensor 1 has byte 0xce in its name, expected "
			       "printable ASCII");
	NAME_FAILS("a\0b", "tensor 1 has byte 0x00 in its name, expected "
			   "printable ASCII");
	NAME_FAILS("a\0", "tensor 1 has byte 0x00 in its name, expected "
			  "printable ASCII");
	char longest[300];
	memset(longest, 'x', sizeof longest);
	longest[256] = '\0';
	name_fails(
	    longest, 256, "tensor 1 has a name of 256 bytes, at most 255");
}
END_TEST

START_TEST(no_npy)
{
	npz_fails(
	    ZIP(PART("w", npy_pair())), "member 0 is not called NAME.npy");
	npz_fails(ZIP(PART("", npy_pair())), "member 0 is not called NAME.npy");
	npz_fails(
	    ZIP(PART("npy", npy_pair())), "member 0 is not called NAME.npy");
	npz_fails(ZIP(PART("w.npy", npy_pair()), PART("w.NPY", npy_pair())),
	    "member 1 is not called NAME.npy");
	npz_fails(ZIP(PART("w.npy\0", npy_pair())),
	    "member 0 is not called NAME.npy");
	/* Nor if the byte before its name, of its place, is the '.'. */
	Bytes file = ZIP(PART("npy", npy_pair()));
	npz_fails(with(file, directory_of(file) + 45, 1, '.'),
	    "member 0 is not called NAME.npy");
}
END_TEST

/* An expanded number of this many elements: a view without memory. */
static Tensor *
giant(size_t count)
{
	return tensor_expand(step, tensor_scalar(step, 1), SHAPE(count));
}

START_TEST(too_large)
{
	SKIP_IF(SIZE_MAX < UINT64_MAX, "no tensor is so large here");
	const size_t most = UINT32_MAX / sizeof(Real);
	NpzEntry one = {"w", giant((size_t)1 << 40)};
	write_fails("x.npz", &one, 1,
	    "x.npz: 'w' of shape (1099511627776,): a file has at most 4 GiB");
	one.tensor = giant((size_t)-1 / sizeof(Real) / 2);
	char line[300];
	snprintf(line, sizeof line,
	    "x.npz: 'w' of shape %s: a file has at most 4 GiB",
	    SHAPE_TEXT(one.tensor));
	write_fails("x.npz", &one, 1, line);

	NpzEntry two[] = {{"v", giant(most / 2)}, {"w", giant(most / 2)}};
	snprintf(line, sizeof line,
	    "x.npz: 'w' of shape (%zu,): a file has at most 4 GiB", most / 2);
	write_fails("x.npz", two, 2, line);

	NpzEntry *entries = arena_alloc(step, 4097, sizeof *entries);
	memset(entries, 0, 4097 * sizeof *entries); /* not even looked at */
	write_fails(
	    "x.npz", entries, 4097, "x.npz: 4097 tensors, at most 4096");
	ck_assert(!exists("x.npz") && !exists("x.npz.tmp"));
}
END_TEST

START_TEST(cannot_create)
{
	NpzEntry one = {"w", tensor_scalar(step, 1)};
	write_fails("no/where.npz", &one, 1,
	    "no/where.npz.tmp: cannot create: No such file or directory");
	ck_assert_int_eq(mkdir("folder", 0777), 0);
	write_fails("folder", &one, 1, "folder: cannot write: Is a directory");
	ck_assert(!exists("folder.tmp"));
	SKIP_IF(geteuid() == 0, "root may write everywhere");
	ck_assert_int_eq(mkdir("locked", 0555), 0);
	write_fails("locked/x", &one, 1,
	    "locked/x.tmp: cannot create: Permission denied");
}
END_TEST

/* A file with the number 1, which must still be there. */
static void
write_old(const char *path)
{
	NpzEntry one = {"w", tensor_scalar(step, 1)};
	Error error;
	ck_assert(npz_write(path, &one, 1, &error));
}

static void
assert_old(const char *path)
{
	Npz npz = read_npz(path);
	ck_assert_uint_eq(npz.count, 1);
	ck_tensor(npz.entries->tensor, SCALAR, 0, 1);
	char temporary[100];
	snprintf(temporary, sizeof temporary, "%s.tmp", path);
	ck_assert(!exists(temporary));
}

START_TEST(replaces)
{
	write_old("x.npz");
	NpzEntry two[] = {
	    {"w", tensor_scalar(step, 2)}, {"v", tensor_scalar(step, 3)}};
	Error error;
	ck_assert(npz_write("x.npz", two, 2, &error));
	ck_assert_uint_eq(read_npz("x.npz").count, 2);
	ck_assert(!exists("x.npz.tmp"));
}
END_TEST

START_TEST(full_disk)
{
	SKIP_IF(access("/dev/full", W_OK) != 0, "no /dev/full");
	write_old("x.npz");
	const size_t sizes[] = {1, 1000, 1000000};
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(symlink("/dev/full", "x.npz.tmp"), 0);
		Tensor *t = tensor_arange(step, sizes[i]); /* (sizes[i],) */
		NpzEntry entry = {"w", t};
		write_fails("x.npz", &entry, 1,
		    "x.npz: cannot write: No space left on device");
		assert_old("x.npz");
	}
}
END_TEST

START_TEST(fails_halfway)
{
	write_old("x.npz");
	NpzEntry entry = {"w", tensor_arange(step, 100000)};
	struct rlimit before, limit;
	getrlimit(RLIMIT_FSIZE, &before);
	limit = before;
	limit.rlim_cur = 10000;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	Error error = {"not set"};
	bool good = npz_write("x.npz", &entry, 1, &error);
	setrlimit(RLIMIT_FSIZE, &before); /* Check, too, writes files */
	ck_assert(!good);
	ck_assert_str_eq(error.text, "x.npz: cannot write: File too large");
	assert_old("x.npz");
}
END_TEST

/* What cannot be written is refused before the old file is touched. */
START_TEST(refused_first)
{
	write_old("x.npz");
	NpzEntry bad[] = {
	    {"w", tensor_scalar(step, 2)}, {"w", tensor_scalar(step, 3)}};
	write_fails("x.npz", bad, 2, "x.npz: 'w' is there twice");
	assert_old("x.npz");
}
END_TEST

START_TEST(no_memory_left)
{
	SKIP_IF(SANITIZED, "the sanitizer ends a program without memory");
	write_plain("x.npz", ZIP(PART("w.npy", npy_pair())));
	NpzEntry *entries;
	size_t count;
	Error error = {"not set"};
	struct rlimit limit;
	getrlimit(RLIMIT_AS, &limit);
	rlim_t before = limit.rlim_cur;
	ck_assert_int_eq(truncate("x.npz", 1 << 30), 0);
	limit.rlim_cur = 1 << 20; /* less than there is already */
	setrlimit(RLIMIT_AS, &limit);
	bool good = npz_read(step, "x.npz", &entries, &count, &error);
	limit.rlim_cur = before;
	setrlimit(RLIMIT_AS, &limit);
	ck_assert(!good);
	SKIP_IF(strstr(error.text, "end record"), "no limit on memory here");
	ck_assert_str_eq(
	    error.text, "x.npz: no memory for its 1073741824 bytes");
}
END_TEST

TESTS_IN_FOLDER("npz_errors", names, no_npy, too_large, cannot_create, replaces,
    full_disk, fails_halfway, refused_first, no_memory_left)

/*
 * Zip files of other makers: good ones are read, and each bad one ends in its
 * own line.
 */
#include "tests/npz.h"

#include <sys/resource.h>

enum { NAME = 30, DATA = 30 + 5 + 5 }; /* in a file whose first is w.npy */

/* w.npy alone, stored. */
static Bytes
one(void)
{
	return ZIP(PART("w.npy", npy_pair()));
}

/* The same with a number changed in the directory, or in the end record. */
static Bytes
entry_with(size_t at, size_t size, uint64_t value)
{
	Bytes file = one();
	return with(file, directory_of(file) + at, size, value);
}

static Bytes
end_with(size_t at, size_t size, uint64_t value)
{
	Bytes file = one();
	return with(file, end_of(file) + at, size, value);
}

/* Two members are read as 0, 0 each. */
static void
assert_pairs(Bytes file)
{
	write_plain("good.npz", file);
	Npz npz = read_npz("good.npz");
	ck_assert_uint_eq(npz.count, 2);
	ck_assert_str_eq(npz.entries[0].name, "a");
	ck_assert_str_eq(npz.entries[1].name, "b");
	ck_tensor(npz.entries[0].tensor, SHAPE(2), 0, 0, 0);
	ck_tensor(npz.entries[1].tensor, SHAPE(2), 0, 0, 0);
}

START_TEST(other_makers)
{
	assert_pairs(ZIP(PART("a.npy", npy_pair()), PART("b.npy", npy_pair())));
	assert_pairs(
	    ZIP(DEFLATED("a.npy", npy_pair()), PART("b.npy", npy_pair())));
	Part described[] = {
	    DEFLATED("a.npy", npy_pair()), PART("b.npy", npy_pair())};
	described[0].described = described[1].described = true;
	assert_pairs(zip(2, described));
}
END_TEST

/* The directory is believed, not the local header; and what a bit of a flag
   may say without harm. */
START_TEST(harmless)
{
	write_plain("good.npz", with(one(), 4, 22, 0xffffffffffffffff));
	ck_assert_uint_eq(read_npz("good.npz").count, 1);
	write_plain("good.npz", entry_with(8, 2, 0x080e));
	ck_assert_uint_eq(read_npz("good.npz").count, 1);
	write_plain("good.npz", entry_with(36, 6, 0xffffffffffff));
	ck_assert_uint_eq(read_npz("good.npz").count, 1);
	write_plain("good.npz", entry_with(4, 4, 0xffffffff));
	ck_assert_uint_eq(read_npz("good.npz").count, 1);
}
END_TEST

START_TEST(no_file)
{
	ck_assert_str_eq(npz_failure("nowhere"),
	    "nowhere: cannot open: No such file or directory");
	ck_assert_int_eq(mkdir("folder", 0777), 0);
	ck_assert_str_eq(npz_failure("folder"), "folder: is a directory");
	ck_assert_int_eq(mkfifo("fifo", 0666), 0);
	ck_assert_str_eq(npz_failure("fifo"), "fifo: is no plain file");
}
END_TEST

START_TEST(not_allowed)
{
	SKIP_IF(geteuid() == 0, "root may read every file");
	write_plain("locked", one());
	ck_assert_int_eq(chmod("locked", 0), 0);
	ck_assert_str_eq(
	    npz_failure("locked"), "locked: cannot open: Permission denied");
}
END_TEST

START_TEST(no_descriptor_left)
{
	write_plain("good", one());
	struct rlimit limit;
	getrlimit(RLIMIT_NOFILE, &limit);
	rlim_t before = limit.rlim_cur;
	int lowest = dup(0);
	close(lowest);
	limit.rlim_cur = (rlim_t)lowest;
	setrlimit(RLIMIT_NOFILE, &limit);
	const char *failure = npz_failure("good");
	limit.rlim_cur = before;
	setrlimit(RLIMIT_NOFILE, &limit);
	ck_assert_str_eq(failure, "good: cannot open: Too many open files");
}
END_TEST

START_TEST(sizes_of_files)
{
	npz_fails(
	    zeros(0), "0 bytes, expected 22 at least and less than 4 GiB");
	npz_fails(
	    zeros(21), "21 bytes, expected 22 at least and less than 4 GiB");
	npz_fails(
	    zeros(22), "no end record at byte 0: cut short, or no zip file");
	npz_fails(resized(one(), one().size - 1),
	    "no end record at byte 170: cut short, or no zip file");
	npz_fails(resized(one(), one().size + 1),
	    "no end record at byte 172: cut short, or no zip file");
	SKIP_IF(truncate("bad.npz", UINT32_MAX) != 0, "no files of 4 GB");
	ck_assert_str_eq(npz_failure("bad.npz"),
	    "bad.npz: 4294967295 bytes, expected 22 at least and less than 4 "
	    "GiB");
}
END_TEST

START_TEST(end_record)
{
	const char *no_end =
	    "no end record at byte 171: cut short, or no zip file";
	npz_fails(end_with(0, 4, 0x06064b50), no_end);
	npz_fails(end_with(20, 2, 1), no_end);

	const char *neither = "in zip64, or on several disks, expected neither";
	npz_fails(end_with(4, 2, 1), neither);
	npz_fails(end_with(6, 2, 1), neither);
	npz_fails(end_with(8, 2, 2), neither);
	npz_fails(end_with(10, 2, 2), neither);
	npz_fails(end_with(8, 4, 0xffffffff), neither);
	npz_fails(end_with(12, 4, 0xffffffff), neither);
	npz_fails(end_with(16, 4, 0xffffffff), neither);

	npz_fails(end_with(12, 4, 57), "directory of 57 bytes at byte 115, "
				       "expected its end at byte 171");
	npz_fails(end_with(12, 4, 55), "directory of 55 bytes at byte 115, "
				       "expected its end at byte 171");
	npz_fails(end_with(16, 4, 114), "directory of 56 bytes at byte 114, "
					"expected its end at byte 171");
	npz_fails(end_with(16, 4, 116), "directory of 56 bytes at byte 116, "
					"expected its end at byte 171");
	npz_fails(end_with(16, 4, 0xfffffffe),
	    "directory of 56 bytes at byte 4294967294, expected its end at "
	    "byte 171");
}
END_TEST

START_TEST(counts)
{
	npz_fails(end_with(8, 4, 0x00020002),
	    "no directory entry at byte 171: 1 of 2 are there");
	npz_fails(
	    end_with(8, 4, 0), "the directory goes on after byte 115, its end");
	npz_fails(end_with(8, 4, 0x10011001), "4097 tensors, at most 4096");
	npz_fails(end_with(8, 4, 0x10001000),
	    "no directory entry at byte 171: 1 of 4096 are there");
}
END_TEST

START_TEST(directory_entries)
{
	npz_fails(entry_with(0, 4, 0x04034b50),
	    "no directory entry at byte 115: 0 of 1 are there");
	Bytes stump = zeros(4 + 22); /* a signature, and the file is over */
	stump = with(stump, 0, 4, 0x02014b50);
	stump = with(stump, 4, 4, 0x06054b50);
	stump = with(stump, 4 + 8, 4, 0x00010001);
	stump = with(stump, 4 + 12, 4, 4);
	npz_fails(stump, "no directory entry at byte 0: 0 of 1 are there");
	npz_fails(entry_with(28, 2, 6),
	    "directory entry of 57 bytes at byte 115, but only 56 are left");
	npz_fails(entry_with(30, 2, 4),
	    "directory entry of 57 bytes at byte 115, but only 56 are left");
	npz_fails(entry_with(32, 2, 3),
	    "directory entry of 57 bytes at byte 115, but only 56 are left");
	npz_fails(entry_with(28, 6, 0xffffffffffff),
	    "directory entry of 196651 bytes at byte 115, but only 56 are "
	    "left");
	npz_fails(entry_with(30, 2, 2),
	    "the directory goes on after byte 170, its end");
}
END_TEST

START_TEST(kinds_of_members)
{
	npz_fails(entry_with(8, 2, 1), "'w' is encrypted");
	npz_fails(entry_with(8, 2, 0x41), "'w' is encrypted");
	npz_fails(entry_with(8, 2, 0x20),
	    "'w': flags 0x0020, expected none but 0x080e");
	npz_fails(entry_with(8, 2, 0x8000),
	    "'w': flags 0x8000, expected none but 0x080e");
	npz_fails(entry_with(10, 2, 12),
	    "'w': method 12, expected 0 (stored) or 8 (deflated)");
	npz_fails(entry_with(10, 2, 0x108),
	    "'w': method 264, expected 0 (stored) or 8 (deflated)");

	const char *neither = "'w' is in zip64, or on another disk";
	npz_fails(entry_with(34, 2, 1), neither);
	npz_fails(entry_with(20, 4, 0xffffffff), neither);
	npz_fails(entry_with(24, 4, 0xffffffff), neither);
	npz_fails(entry_with(42, 4, 0xffffffff), neither);
}
END_TEST

START_TEST(local_headers)
{
	const char *none = "'w': no header of it at byte 0";
	npz_fails(with(one(), 0, 4, 0x02014b50), none);
	npz_fails(with(one(), 26, 2, 6), none);
	npz_fails(with(one(), NAME, 1, 'v'), none);
	npz_fails(with(one(), NAME + 4, 1, 'x'), none);
	npz_fails(entry_with(42, 4, 1), "'w': no header of it at byte 1");
	npz_fails(entry_with(42, 4, 115), "'w': no header of it at byte 115");
	npz_fails(entry_with(42, 4, 116), "'w': no header of it at byte 116");
	npz_fails(entry_with(42, 4, 0xfffffffe),
	    "'w': no header of it at byte 4294967294");

	npz_fails(with(one(), 28, 2, 6),
	    "'w': header and data of 41 and 75 bytes at byte 0, but only 115 "
	    "are left");
	npz_fails(with(one(), 28, 2, 0xffff),
	    "'w': header and data of 65570 and 75 bytes at byte 0, but only "
	    "115 are left");
	npz_fails(entry_with(20, 4, 0xfffffffe),
	    "'w': header and data of 40 and 4294967294 bytes at byte 0, but "
	    "only 115 are left");
}
END_TEST

/* No byte belongs to two members: one is no bomb of many. */
START_TEST(overlapping)
{
	Part parts[] = {PART("w.npy", npy_pair()), PART("v.npy", npy_pair())};
	Bytes file = zip(2, parts);
	size_t second = directory_of(file) + 56;
	npz_fails(with(file, second + 42, 4, 0),
	    "'v' begins at byte 0, where the one before has not ended");
	npz_fails(with(file, second + 42, 4, 114),
	    "'v' begins at byte 114, where the one before has not ended");
	npz_fails(with(file, second + 42, 4, 116),
	    "'v': no header of it at byte 116");
}
END_TEST

TESTS_IN_FOLDER("npz_zip", other_makers, harmless, no_file, not_allowed,
    no_descriptor_left, sizes_of_files, end_record, counts, directory_entries,
    kinds_of_members, local_headers, overlapping)

/*
 * Damaged files: data that do not unpack to what the directory says, files
 * cut anywhere, any byte changed. Each is refused in one line, or gives the
 * very tensors that were written.
 */
#include "tests/npz.h"

/* A deflated member with these sizes and a checksum that fits the bytes. */
static Bytes
deflated_with(size_t at, size_t size, uint64_t value)
{
	Bytes file = ZIP(DEFLATED("w.npy", npy_pair()));
	return with(file, directory_of(file) + at, size, value);
}

START_TEST(checksums)
{
	uint32_t right = (uint32_t)crc32(0, npy_pair().at, 75);
	char line[200];
	snprintf(line, sizeof line, "'w': checksum 0x%08x, expected 0x%08x",
	    (unsigned)right, (unsigned)right ^ 1);
	npz_fails(deflated_with(16, 4, right ^ 1), line);

	Bytes file = ZIP(PART("w.npy", npy_pair()));
	file = with(file, 40 + 74, 1, 1); /* the last byte of the data */
	uint32_t wrong = (uint32_t)crc32(0, file.at + 40, 75);
	snprintf(line, sizeof line, "'w': checksum 0x%08x, expected 0x%08x",
	    (unsigned)wrong, (unsigned)right);
	npz_fails(file, line);
}
END_TEST

START_TEST(impossible_sizes)
{
	Bytes stored = ZIP(PART("w.npy", npy_pair()));
	npz_fails(with(stored, directory_of(stored) + 24, 4, 76),
	    "'w': 76 bytes, stored in 75: that cannot be");
	npz_fails(with(stored, directory_of(stored) + 20, 4, 74),
	    "'w': 75 bytes, stored in 74: that cannot be");
	npz_fails(with(stored, directory_of(stored) + 24, 4, 74),
	    "'w': 74 bytes, stored in 75: that cannot be");

	size_t packed = deflated(npy_pair()).size;
	char line[200];
	snprintf(line, sizeof line,
	    "'w': %zu bytes, deflated in %zu: that cannot be",
	    packed * 1032 + 1, packed);
	npz_fails(deflated_with(24, 4, packed * 1032 + 1), line);
	npz_fails(deflated_with(24, 4, packed * 1032),
	    "'w': cannot inflate: no end where the directory says");
	npz_fails(deflated_with(20, 4, 0),
	    "'w': 75 bytes, deflated in 0: that cannot be");
}
END_TEST

START_TEST(deflated_badly)
{
	const char *fault =
	    "'w': cannot inflate: no end where the directory says";
	npz_fails(deflated_with(24, 4, 76), fault);
	npz_fails(deflated_with(24, 4, 74), fault);
	npz_fails(deflated_with(24, 4, 0), fault);
	size_t packed = deflated(npy_pair()).size;
	npz_fails(deflated_with(20, 4, packed - 1), fault);
	Part part = DEFLATED("w.npy", npy_pair());
	part.described = true; /* so that there are bytes behind */
	Bytes file = zip(1, &part);
	npz_fails(with(file, directory_of(file) + 20, 4, packed + 1), fault);

	/* The deflated bytes begin behind the header: 30 + 5 + 5. */
	npz_fails(
	    with(file, 40, 1, 7), "'w': cannot inflate: invalid block type");
}
END_TEST

/* Zeros pack a thousand to one, and are no lie. */
START_TEST(highest_compression)
{
	Tensor *t = tensor_zeros(step, SHAPE(1000000)); /* (1000000,) */
	NpzEntry entry = {"w", t};
	Error error;
	ck_assert(npz_write("file.npz", &entry, 1, &error));
	ck_assert_uint_lt(
	    read_whole("file.npz").size * 900, tensor_count(t) * sizeof(Real));
	ck_tensors_equal(read_npz("file.npz").entries->tensor, t, 0);
}
END_TEST

/* A small file with all there is: several members, deflated and stored, a
   scalar and an empty tensor. */
static Bytes
small_file(void)
{
	NpzEntry entries[] = {
	    {"w", tensor_of(step, SHAPE(2, 3), 1, -2, 3, (Real)0.1, 5, -6)},
	    {"layers.0.b", tensor_scalar(step, -7)},
	    {"none", tensor_zeros(step, SHAPE(0, 3))}};
	Error error;
	ck_assert(npz_write("small.npz", entries, 3, &error));
	return read_whole("small.npz");
}

/* The same without deflate: every byte of the data is its own. */
static Bytes
small_stored_file(void)
{
	return ZIP(PART("w.npy", npy_pair()), PART("b.npy", npy_pair()));
}

static void
assert_same(Npz actual, Npz expected)
{
	ck_assert_uint_eq(actual.count, expected.count);
	for (size_t i = 0; i < actual.count; i++) {
		NpzEntry a = actual.entries[i], b = expected.entries[i];
		ck_assert_str_eq(a.name, b.name);
		ck_assert(shape_equal(
		    tensor_shape(a.tensor), tensor_shape(b.tensor)));
		ck_assert_mem_eq(a.tensor->data, b.tensor->data,
		    tensor_count(a.tensor) * sizeof(Real));
	}
}

/* As write_plain, but quick: the file is not made anew. */
static void
rewrite(const char *path, Bytes bytes)
{
	int file = open(path, O_CREAT | O_WRONLY, 0666);
	ck_assert_int_eq(ftruncate(file, (off_t)bytes.size), 0);
	ck_assert_int_eq(write(file, bytes.at, bytes.size), (int)bytes.size);
	ck_assert_int_eq(close(file), 0);
}

/* Reads the bytes: they are refused in one line, or are the same tensors.
   Returns whether they were read. */
static bool
reads_the_same(Bytes file, const Npz *expected)
{
	rewrite("bad.npz", file);
	ArenaMark mark = arena_mark(step);
	size_t used = arena_used(step);
	Npz npz = {0};
	Error error = {"not set"};
	bool good = npz_read(step, "bad.npz", &npz.entries, &npz.count, &error);
	if (good && expected)
		assert_same(npz, *expected);
	if (!good) {
		ck_assert(strncmp(error.text, "bad.npz: ", 9) == 0);
		for (const char *at = error.text; *at; at++)
			ck_assert_msg(
			    *at >= ' ' && *at <= '~', "%s", error.text);
		ck_assert_uint_eq(arena_used(step), used);
	}
	arena_rewind(step, mark);
	return good;
}

static void
assert_no_cut_is_read(Bytes file)
{
	for (size_t size = 0; size < file.size; size++)
		ck_assert_msg(!reads_the_same((Bytes){file.at, size}, NULL),
		    "%zu bytes were read", size);
}

START_TEST(cut_anywhere)
{
	assert_no_cut_is_read(small_file());
	assert_no_cut_is_read(small_stored_file());
}
END_TEST

/* Every bit alone, and all bits of a byte. Returns how many were refused. */
static size_t
change_every_byte(const char *name, Bytes file)
{
	write_plain(name, file);
	Npz expected = read_npz(name);
	size_t refused = 0;
	for (size_t at = 0; at < file.size; at++)
		for (int bit = 0; bit <= 8; bit++) {
			unsigned char mask = (unsigned char)(bit == 8
								 ? 0xff
								 : 1 << bit);
			file.at[at] ^= mask;
			refused += !reads_the_same(file, &expected);
			file.at[at] ^= mask;
		}
	return refused;
}

START_TEST(any_byte_changed)
{
	Bytes file = small_file();
	size_t refused = change_every_byte("same.npz", file);
	ck_assert_uint_gt(refused, file.size * 9 / 2);
	file = small_stored_file();
	refused = change_every_byte("same.npz", file);
	ck_assert_uint_gt(refused, file.size * 9 / 2);
}
END_TEST

/* Headers with a right checksum and one character wrong. */
START_TEST(any_character_changed)
{
	Bytes plain = npy_pair();
	for (size_t at = 0; at < plain.size - 8; at++)
		for (int byte = 0; byte < 256; byte += SANITIZED ? 7 : 1) {
			ArenaMark mark = arena_mark(step);
			Bytes changed = with(plain, at, 1, (uint64_t)byte);
			reads_the_same(ZIP(PART("w.npy", changed)), NULL);
			arena_rewind(step, mark);
		}
}
END_TEST

/* Several bytes at once, anywhere, with numbers that tend to hurt. */
START_TEST(many_bytes_changed)
{
	static const uint64_t numbers[] = {0, 1, 0x7f, 0x80, 0xff, 0xffff,
	    0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};
	Bytes files[] = {small_file(), small_stored_file()};
	Random random;
	random_seed(&random, 3);
	for (int trial = 0; trial < (SANITIZED ? 2000 : 10000); trial++) {
		ArenaMark mark = arena_mark(step);
		Bytes file = resized(files[trial % 2], files[trial % 2].size);
		for (uint32_t n = 1 + random_u32(&random) % 3; n; n--) {
			size_t size = (size_t)1 << random_u32(&random) % 3;
			size_t at = random_u32(&random) % (file.size - size);
			put(file.at + at, size,
			    numbers[random_u32(&random) % 10]);
		}
		reads_the_same(file, NULL);
		arena_rewind(step, mark);
	}
}
END_TEST

TESTS_IN_FOLDER("npz_damage", checksums, impossible_sizes, deflated_badly,
    highest_compression, cut_anywhere, any_byte_changed, any_character_changed,
    many_bytes_changed)

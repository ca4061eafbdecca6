/*
 * What npz_write writes, npz_read reads back, to the last bit.
 */
#include "tests/npz.h"

#include <math.h>

static void
write_npz(const char *path, const NpzEntry *entries, size_t count)
{
	Error error;
	int before = open_descriptors();
	bool good = npz_write(path, entries, count, &error);
	ck_assert_msg(good, "%s", error.text);
	ck_assert_int_eq(open_descriptors(), before);
}

/* The same bits, as a clone (contiguous) has them. */
static void
assert_same(const Tensor *actual, const Tensor *expected)
{
	ck_tensors_equal(actual, expected, 0);
	ck_assert(tensor_is_contiguous(actual));
	ck_assert_ptr_eq(actual->arena, step);
	ck_assert_ptr_null(actual->g);
	const Tensor *rows = tensor_clone(step, expected); /* as expected */
	ck_assert_mem_eq(
	    actual->data, rows->data, tensor_count(expected) * sizeof(Real));
}

/* Writes the tensors t0, t1, ... and reads the same. */
static void
assert_round_trip(size_t count, Tensor *const *tensors)
{
	NpzEntry entries[16] = {{NULL, NULL}};
	char names[16][24];
	for (size_t i = 0; i < count; i++) {
		snprintf(names[i], sizeof names[i], "t%zu", i);
		entries[i] = (NpzEntry){names[i], tensors[i]};
	}
	write_npz("file.npz", entries, count);
	Npz npz = read_npz("file.npz");
	ck_assert_uint_eq(npz.count, count);
	for (size_t i = 0; i < count; i++) {
		ck_assert_str_eq(npz.entries[i].name, names[i]);
		assert_same(npz.entries[i].tensor, tensors[i]);
	}
}
#define ROUND_TRIP(...) \
	assert_round_trip( \
	    sizeof((Tensor *[]){__VA_ARGS__}) / sizeof(Tensor *), \
	    (Tensor *[]){__VA_ARGS__})

/* Random values of any shape. */
static Tensor *
noise(Shape shape)
{
	static Random random;
	static bool seeded;
	if (!seeded)
		random_seed(&random, 42);
	seeded = true;
	Tensor *t = tensor_new(step, shape);
	random_normal(&random, t);
	return t;
}

START_TEST(shapes)
{
	ROUND_TRIP(noise(SCALAR));
	ROUND_TRIP(noise(SHAPE(1)), noise(SHAPE(7)), noise(SHAPE(1, 1)));
	ROUND_TRIP(noise(SHAPE(2, 3)), noise(SHAPE(784, 50)),
	    noise(SHAPE(2, 3, 4)), noise(SCALAR));
	ROUND_TRIP(noise(SHAPE(1, 2, 1, 3, 2, 1, 2, 2)));
	ROUND_TRIP(noise(SHAPE(1, 2, 3, 1, 2, 3, 1)), noise(SHAPE(200000)));
}
END_TEST

START_TEST(empty_tensors)
{
	ROUND_TRIP(noise(SHAPE(0)), noise(SHAPE(3, 0)), noise(SHAPE(0, 5)),
	    noise(SHAPE(0, 0, 0, 0, 0, 0, 0, 0)), noise(SHAPE(2, 0, 4)));
}
END_TEST

START_TEST(no_tensors)
{
	write_npz("file.npz", NULL, 0);
	ck_assert_uint_eq(read_npz("file.npz").count, 0);
	ck_assert_uint_eq(read_whole("file.npz").size, 22);
}
END_TEST

/* Whatever the strides, the elements go row by row. */
START_TEST(views)
{
	Tensor *t = noise(SHAPE(4, 5, 6));    /* (4, 5, 6) */
	Tensor *row = noise(SHAPE(6));        /* (6,) */
	Tensor *matrix = noise(SHAPE(30, 7)); /* (30, 7) */
	ROUND_TRIP(tensor_t(step, matrix), tensor_transpose(step, t, 0, 2),
	    tensor_narrow(step, t, 1, 2, 2), tensor_select(step, t, 2, 5),
	    tensor_expand(step, row, SHAPE(3, 2, 6)),
	    tensor_expand(step, noise(SCALAR), SHAPE(4, 4)),
	    tensor_narrow(step, t, 2, 6, 0), tensor_unsqueeze(step, row, 1));
	Tensor *turned = tensor_of(step, SHAPE(2, 3), 1, 2, 3, 4, 5, 6);
	NpzEntry entry = {"w", tensor_t(step, turned)};
	write_npz("file.npz", &entry, 1);
	ck_tensor(read_npz("file.npz").entries->tensor, SHAPE(3, 2), 0, 1, 4, 2,
	    5, 3, 6);
}
END_TEST

/* Every bit counts: both zeros, infinities, NaNs with their payloads, the
   smallest numbers and the largest. */
START_TEST(every_bit)
{
	Random random;
	random_seed(&random, 7);
	Tensor *t = noise(SHAPE(3000)); /* (3000,) */
	for (size_t i = 0; i < 3000; i++) {
		uint64_t word = random_u64(&random);
		memcpy(t->data + i, &word, sizeof(Real));
	}
	const Real special[] = {(Real)0, (Real)-0.0, (Real)INFINITY,
	    (Real)-INFINITY, (Real)NAN, REAL_EPSILON};
	memcpy(t->data, special, sizeof special);
	memset(t->data + 6, 0xff, sizeof(Real));
	memset(t->data + 7, 0, 2 * sizeof(Real));
	((unsigned char *)(t->data + 7))[0] = 1;
	ROUND_TRIP(t, tensor_narrow(step, t, 0, 1, 9),
	    tensor_reshape(step, t, SHAPE(30, 100)));
}
END_TEST

START_TEST(names)
{
	char longest[256];
	memset(longest, 'x', 255);
	longest[255] = '\0';
	const char *const good[] = {"w", "layers.0.weight", ".", "a b", "w.npy",
	    "~!@#$%^&*()_+{}|:\"<>?'", longest, "W", "-", "0", "x.", ".x.y."};
	NpzEntry entries[12];
	for (int i = 0; i < 12; i++)
		entries[i] = (NpzEntry){good[i], tensor_scalar(step, i)};
	write_npz("file.npz", entries, 12);
	Npz npz = read_npz("file.npz");
	ck_assert_uint_eq(npz.count, 12);
	for (int i = 0; i < 12; i++) {
		ck_assert_str_eq(npz.entries[i].name, good[i]);
		ck_tensor(npz.entries[i].tensor, SCALAR, 0, i);
	}
}
END_TEST

START_TEST(as_many_as_may_be)
{
	NpzEntry *entries = arena_alloc(step, 4096, sizeof *entries);
	for (int i = 0; i < 4096; i++) {
		char *name = arena_alloc(step, 12, 1);
		snprintf(name, 12, "%d", i);
		entries[i] = (NpzEntry){name, tensor_scalar(step, i)};
	}
	write_npz("file.npz", entries, 4096);
	Npz npz = read_npz("file.npz");
	ck_assert_uint_eq(npz.count, 4096);
	for (int i = 0; i < 4096; i++) {
		ck_assert_str_eq(npz.entries[i].name, entries[i].name);
		ck_tensor(npz.entries[i].tensor, SCALAR, 0, i);
	}
}
END_TEST

/* Random bits, which nobody packs into fewer: (90000, 8). */
static Tensor *
random_bits(void)
{
	Tensor *t = tensor_new(step, SHAPE(90000, 8)); /* (90000, 8) */
	Random random;
	random_seed(&random, 1);
	for (size_t i = 0; i < tensor_count(t); i++) {
		uint64_t word = random_u64(&random);
		memcpy(t->data + i, &word, sizeof(Real));
	}
	return t;
}

/* Their .npy file as NumPy would write it on a little-endian machine. */
static Bytes
npy_of(const Tensor *t)
{
	char text[118];
	memset(text, ' ', sizeof text);
	snprintf(text, sizeof text,
	    "{'descr': '<f%d', 'fortran_order': False, 'shape': (90000, 8), }",
	    (int)sizeof(Real));
	text[strlen(text)] = ' ';
	text[117] = '\n';
	Bytes data = {.size = tensor_count(t) * sizeof(Real)};
	data.at = arena_alloc(step, data.size, 1);
	/* A number's lowest byte is its first, or its last on this machine. */
	bool little = *(const char *)&(const int){1} == 1;
	size_t turned = little ? 0 : sizeof(Real) - 1;
	for (size_t i = 0; i < data.size; i++)
		data.at[i] = ((const unsigned char *)t->data)[i ^ turned];
	return npy_raw(text, 118, data);
}

/* No clock and no machine leaves a trace in the file. */
START_TEST(known_bytes)
{
	Tensor *t = random_bits(); /* (90000, 8) */
	ROUND_TRIP(t);
	Bytes file = read_whole("file.npz"), plain = npy_of(t);
	ck_assert_uint_eq(plain.size, 128 + 720000 * sizeof(Real));
	ck_assert_uint_eq(file.size, 30 + 6 + plain.size + 46 + 6 + 22);

	unsigned char local[30] = "PK\3\4\x14\0\0\0\0\0\0\0\x21\0";
	put(local + 14, 4, crc32(0, plain.at, (uInt)plain.size));
	put(local + 18, 4, plain.size);
	put(local + 22, 4, plain.size);
	put(local + 26, 2, 6);
	ck_assert_mem_eq(file.at, local, 30);
	ck_assert_mem_eq(file.at + 30, "t0.npy", 6);
	ck_assert_mem_eq(file.at + 36, plain.at, plain.size);

	unsigned char entry[46] = "PK\1\2\x14";
	memcpy(entry + 6, local + 4, 26);
	const unsigned char *directory = file.at + 36 + plain.size;
	ck_assert_mem_eq(directory, entry, 46);
	ck_assert_mem_eq(directory + 46, "t0.npy", 6);

	unsigned char end[22] = "PK\5\6\0\0\0\0\1\0\1";
	put(end + 12, 4, 52);
	put(end + 16, 4, 36 + plain.size);
	ck_assert_mem_eq(directory + 52, end, 22);
}
END_TEST

/* Zeros take next to nothing, and the same tensors give the same bytes. */
START_TEST(packed)
{
	NpzEntry entries[] = {{"zeros", tensor_zeros(step, SHAPE(500, 500))},
	    {"ones", tensor_full(step, SHAPE(500, 500), 1)}};
	write_npz("file.npz", entries, 2);
	Bytes file = read_whole("file.npz");
	ck_assert_uint_lt(file.size, 500 * 500 * 2 * sizeof(Real) / 100);
	for (size_t at = 0; at < 2; at++) {
		size_t entry = directory_of(file) + at * (46 + 9);
		ck_assert_uint_eq(file.at[entry + 10], 8); /* deflated */
	}
	write_npz("again.npz", entries, 2);
	Bytes again = read_whole("again.npz");
	ck_assert_uint_eq(again.size, file.size);
	ck_assert_mem_eq(again.at, file.at, file.size);
	Npz npz = read_npz("file.npz");
	assert_same(npz.entries[0].tensor, entries[0].tensor);
	assert_same(npz.entries[1].tensor, entries[1].tensor);
}
END_TEST

TESTS_IN_FOLDER("npz", shapes, empty_tensors, no_tensors, views, every_bit,
    names, as_many_as_may_be, known_bytes, packed)

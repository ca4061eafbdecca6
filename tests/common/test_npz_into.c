/*
 * npz_read_into: tensors that are there get their values, all or none.
 */
#include "tests/npz.h"

/* w (2, 3) is 1 .. 6, b () is 7. */
static void
write_weights(void)
{
	NpzEntry entries[] = {
	    {"w", tensor_of(step, SHAPE(2, 3), 1, 2, 3, 4, 5, 6)},
	    {"b", tensor_scalar(step, 7)}};
	Error error;
	ck_assert(npz_write("x.npz", entries, 2, &error));
}

static void
read_into(const NpzEntry *entries, size_t count)
{
	Error error;
	int before = open_descriptors();
	bool good = npz_read_into("x.npz", entries, count, &error);
	ck_assert_msg(good, "%s", error.text);
	ck_assert_int_eq(open_descriptors(), before);
}

/* Reading must end in this error and change none of the tensors, -1 each. */
static void
into_fails(NpzEntry *entries, size_t count, const char *expected)
{
	Error error = {"not set"};
	int before = open_descriptors();
	ck_assert(!npz_read_into("x.npz", entries, count, &error));
	ck_assert_str_eq(error.text, expected);
	ck_assert_int_eq(open_descriptors(), before);
	for (size_t i = 0; i < count; i++) {
		Tensor *t = entries[i].tensor; /* shape */
		ck_tensors_equal(t, tensor_full(step, tensor_shape(t), -1), 0);
	}
}

static Tensor *
minus_one(Shape shape)
{
	return tensor_full(step, shape, -1);
}

START_TEST(fills)
{
	write_weights();
	Tensor *w = minus_one(SHAPE(2, 3)); /* (2, 3) */
	Tensor *b = minus_one(SCALAR);      /* () */
	Tensor *g = w->g = minus_one(SHAPE(2, 3));
	const Real *data = w->data;
	read_into((NpzEntry[]){{"w", w}, {"b", b}}, 2);
	ck_tensor(w, SHAPE(2, 3), 0, 1, 2, 3, 4, 5, 6);
	ck_tensor(b, SCALAR, 0, 7);
	ck_assert_ptr_eq(w->data, data);
	ck_assert_ptr_eq(w->g, g);
	ck_tensors_equal(g, minus_one(SHAPE(2, 3)), 0);
}
END_TEST

START_TEST(in_any_order)
{
	write_weights();
	Tensor *w = minus_one(SHAPE(2, 3)); /* (2, 3) */
	Tensor *b = minus_one(SCALAR);      /* () */
	read_into((NpzEntry[]){{"b", b}, {"w", w}}, 2);
	ck_tensor(w, SHAPE(2, 3), 0, 1, 2, 3, 4, 5, 6);
	ck_tensor(b, SCALAR, 0, 7);
}
END_TEST

/* A view is filled, and what lies around it is not. */
START_TEST(fills_views)
{
	write_weights();
	Tensor *whole = minus_one(SHAPE(4, 2)); /* (4, 2) */
	Tensor *w = tensor_t(
	    step, tensor_narrow(step, whole, 0, 1, 3)); /* (2, 3) */
	read_into((NpzEntry[]){{"w", w}, {"b", minus_one(SCALAR)}}, 2);
	ck_tensor(whole, SHAPE(4, 2), 0, -1, -1, 1, 4, 2, 5, 3, 6);
}
END_TEST

START_TEST(fills_nothing)
{
	Error error;
	ck_assert(npz_write("x.npz", NULL, 0, &error));
	read_into(NULL, 0);
	NpzEntry empty = {"e", tensor_zeros(step, SHAPE(0, 2))};
	ck_assert(npz_write("x.npz", &empty, 1, &error));
	read_into(&empty, 1);
}
END_TEST

START_TEST(missing)
{
	write_weights();
	NpzEntry entries[] = {{"w", minus_one(SHAPE(2, 3))},
	    {"b", minus_one(SCALAR)}, {"c", minus_one(SCALAR)}};
	into_fails(entries, 3, "x.npz: 'c' is missing");
	entries[1].name = "B";
	into_fails(entries, 2, "x.npz: 'B' is missing");
}
END_TEST

START_TEST(not_expected)
{
	write_weights();
	NpzEntry w = {"w", minus_one(SHAPE(2, 3))};
	into_fails(&w, 1, "x.npz: 'b' is not expected");
	into_fails(NULL, 0, "x.npz: 'w' is not expected");
	NpzEntry twice[] = {w, {"w", minus_one(SHAPE(2, 3))}};
	into_fails(twice, 2, "x.npz: 'b' is not expected");
}
END_TEST

/* (3, 2) is not (2, 3), and (1,) is not (): no shape is as good as another. */
START_TEST(other_shapes)
{
	write_weights();
	NpzEntry entries[] = {
	    {"w", minus_one(SHAPE(2, 3))}, {"b", minus_one(SHAPE(1))}};
	into_fails(entries, 2, "x.npz: 'b' has shape (), expected (1,)");
	entries[0].tensor = minus_one(SHAPE(3, 2));
	into_fails(entries, 2, "x.npz: 'w' has shape (2, 3), expected (3, 2)");
	entries[0].tensor = minus_one(SHAPE(2, 3, 1));
	into_fails(
	    entries, 2, "x.npz: 'w' has shape (2, 3), expected (2, 3, 1)");
}
END_TEST

START_TEST(bad_files)
{
	NpzEntry entry = {"w", minus_one(SHAPE(2))};
	remove("x.npz");
	into_fails(&entry, 1, "x.npz: cannot open: No such file or directory");
	Bytes file = ZIP(PART("w.npy", npy_pair()), PART("v.npy", npy_pair()));
	write_plain("x.npz", with(file, directory_of(file) + 56, 1, 0));
	into_fails(&entry, 1,
	    "x.npz: no directory entry at byte 286: 1 of 2 are there");
}
END_TEST

TESTS_IN_FOLDER("npz_into", fills, in_any_order, fills_views, fills_nothing,
    missing, not_expected, other_shapes, bad_files)

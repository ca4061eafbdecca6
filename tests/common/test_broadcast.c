/*
 * Broadcasting: which shapes match, and arithmetic on random shapes and views
 * against the oracle, which finds each element by its definition.
 */
#include "tests/common/oracle.h"

#include <stdlib.h>
#include <string.h>

#include "common/walk.h"

/* A shape from its sizes: "3 1" is (3, 1), "" has no axes. */
static Shape
parse(const char *sizes)
{
	Shape shape = SCALAR;
	for (char *end; *sizes; sizes = end)
		shape.size[shape.ndim++] = strtoul(sizes, &end, 10);
	return shape;
}

/* Two shapes and what they broadcast to; NULL: they do not. */
static const struct {
	const char *a, *b, *result;
} pairs[] = {
    /* Numbers and equal shapes. */
    {"", "", ""}, {"", "1", "1"}, {"", "3", "3"}, {"", "2 3", "2 3"},
    {"", "0", "0"}, {"", "2 3 4 5 6 7 8 9", "2 3 4 5 6 7 8 9"}, {"3", "3", "3"},
    {"2 3", "2 3", "2 3"},
    /* A 1 repeats. */
    {"1", "1", "1"}, {"1", "3", "3"}, {"1", "2 3", "2 3"}, {"1 1", "3", "1 3"},
    {"3 1", "3", "3 3"}, {"3 1", "1 4", "3 4"}, {"3 1", "1 3", "3 3"},
    {"1 4", "3 4", "3 4"}, {"3 1", "3 4", "3 4"}, {"2 1 4", "3 1", "2 3 4"},
    {"2 1 4", "1 3 1", "2 3 4"}, {"1 3 1 1", "3 1", "1 3 3 1"},
    {"1 1 1", "2", "1 1 2"},
    /* Axes match from the right. */
    {"2 3", "3", "2 3"}, {"256 256 3", "3", "256 256 3"},
    {"10000 1", "10000", "10000 10000"}, {"50000 784", "784", "50000 784"},
    {"8 1 6 1", "7 1 5", "8 7 6 5"}, {"15 3 5", "3 5", "15 3 5"},
    {"15 3 5", "3 1", "15 3 5"}, {"5 4 3 2 1", "4 1 2 6", "5 4 3 2 6"},
    /* Eight axes. */
    {"1 2 1 2 1 2 1 2", "2 1 2 1 2 1 2 1", "2 2 2 2 2 2 2 2"},
    {"2 2 2 2 2 2 2 2", "2", "2 2 2 2 2 2 2 2"},
    {"1 1 1 1 1 1 1 1", "3 1", "1 1 1 1 1 1 3 1"},
    /* An axis without elements: 1 becomes 0, nothing else does. */
    {"0", "0", "0"}, {"0", "1", "0"}, {"0 3", "3", "0 3"},
    {"0 3", "1 3", "0 3"}, {"3 0", "3 1", "3 0"}, {"2 0", "0", "2 0"},
    {"0 1", "1 0", "0 0"}, {"0", "3", NULL}, {"0 3", "2 3", NULL},
    {"2 0", "2 3", NULL},
    /* Sizes that differ. */
    {"3", "4", NULL}, {"2", "4", NULL}, {"2 3", "2", NULL},
    {"2 3", "3 2", NULL}, {"2 3", "2 1 1 2", NULL}, {"3 1", "4 4", NULL},
    {"2 1", "8 4 3", NULL}, {"10 784", "10", NULL}, {"2 3 4", "3 3 4", NULL},
    {"2 3 4", "2 4", NULL}, {"5 1 1", "4 1 1", NULL},
    {"2 2 2 2 2 2 2 2", "3 1 1 1 1 1 1 1", NULL},
    {"2 2 2 2 2 2 2 2", "3", NULL}};

static void
check_pair(const char *a, const char *b, const char *expected)
{
	Shape result;
	bool matches = broadcast_shape(parse(a), parse(b), &result);
	ck_assert_msg(matches == (expected != NULL), "(%s) and (%s)", a, b);
	ck_assert_msg(!matches || shape_equal(result, parse(expected)),
	    "(%s) and (%s) give %s", a, b, shape_text(result).text);
}

START_TEST(shapes_of_pairs)
{
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		check_pair(pairs[i].a, pairs[i].b, pairs[i].result);
		check_pair(pairs[i].b, pairs[i].a, pairs[i].result);
	}
}
END_TEST

START_TEST(strides_of_a_broadcast)
{
	size_t stride[4];
	Tensor *t = numbered(SHAPE(3, 1, 5)); /* (3, 1, 5) */
	broadcast_strides(t, SHAPE(2, 3, 4, 5), stride);
	size_t expected[] = {0, 5, 0, 1};
	ck_assert_mem_eq(stride, expected, sizeof stride);
	Tensor *turned = tensor_transpose(step, t, 0, 2); /* (5, 1, 3) */
	broadcast_strides(turned, SHAPE(5, 1, 3), stride);
	size_t narrow[] = {1, 0, 5}; /* an axis of size 1 repeats, too */
	ck_assert_mem_eq(stride, narrow, sizeof narrow);
}
END_TEST

static const struct {
	Tensor *(*operation)(Arena *, const Tensor *, const Tensor *);
	double (*formula)(double, double);
} arithmetic[] = {
    {tensor_add, add},
    {tensor_sub, sub},
    {tensor_mul, mul},
    {tensor_div, divide},
};

static bool
same(Real found, Real expected)
{
	return found == expected || (isnan(found) && isnan(expected));
}

/* Computes arithmetic[which] of a and b, element by element, and asserts that
   the library finds the same. A double rounded to float once more is the
   float result: no tolerance is needed. */
static void
check_arithmetic(size_t which, const Tensor *a, const Tensor *b)
{
	Shape shape;
	ck_assert(broadcast_shape(tensor_shape(a), tensor_shape(b), &shape));
	Tensor *out = arithmetic[which].operation(step, a, b); /* shape */
	ck_assert(shape_equal(tensor_shape(out), shape));
	ck_assert(tensor_is_contiguous(out));
	for (size_t i = 0, n = tensor_count(out); i < n; i++) {
		Real expected = (Real)arithmetic[which].formula(
		    element(a, shape, i), element(b, shape, i));
		Real found = out->data[i];
		ck_assert_msg(same(found, expected),
		    "operation %zu of %s and %s: [%zu] is %g", which,
		    SHAPE_TEXT(a), SHAPE_TEXT(b), i, (double)found);
	}
}

/* A view that broadcasts to `shape`: without some axes on the left, with 1
   for some of the others. */
static Tensor *
any_operand(Random *random, Shape shape)
{
	int dropped = (int)below(random, (size_t)shape.ndim + 1);
	dropped = below(random, 2) ? dropped : 0;
	Shape part = {.ndim = shape.ndim - dropped};
	for (int axis = 0; axis < part.ndim; axis++) {
		bool whole = below(random, 4) > 0;
		part.size[axis] = whole ? shape.size[axis + dropped] : 1;
	}
	return any_view(random, part, (int)below(random, 4));
}

START_TEST(random_shapes_and_views)
{
	Random random;
	random_seed(&random, 42);
	for (size_t i = 0; i < 6000; i++) {
		Shape shape = any_shape(&random);
		Tensor *a = any_operand(&random, shape); /* reaches shape */
		Tensor *b = any_operand(&random, shape); /* reaches shape */
		check_arithmetic(i % 4, a, b);
		arena_reset(step);
	}
}
END_TEST

START_TEST(random_clones)
{
	Random random;
	random_seed(&random, 7);
	for (int i = 0; i < 1000; i++) {
		Shape shape = any_shape(&random);
		Tensor *t = any_view(&random, shape, 3); /* shape */
		Tensor *copy = tensor_clone(step, t);    /* shape */
		for (size_t j = 0; j < tensor_count(t); j++)
			ck_assert(
			    (double)copy->data[j] == element(t, shape, j));
		arena_reset(step);
	}
}
END_TEST

/* Sizes around the pieces that one core takes (8192 elements of a row) and
   beyond the work that is worth a second core (32768 elements). */
START_TEST(long_rows_and_many_rows)
{
	static const char *const large[][2] = {{"8191", "8191"}, {"8192", ""},
	    {"", "8193"}, {"8193", "8193"}, {"16384", "1"}, {"16385", "16385"},
	    {"40000", "40000"}, {"3 10000", "10000"}, {"3 10000", "3 1"},
	    {"3 1", "16384"}, {"10000 3", "10000 1"}, {"20000 3", "3"},
	    {"5 9000 2", "5 1 2"}, {"5 9000 2", "9000 1"}, {"300 1", "300"},
	    {"2 8193", "2 8193"}};
	Random random;
	random_seed(&random, 1);
	for (size_t i = 0; i < sizeof large / sizeof *large; i++)
		for (int layers = 0; layers < 3; layers++) {
			Tensor *a = any_view(
			    &random, parse(large[i][0]), layers);
			Tensor *b = any_view(
			    &random, parse(large[i][1]), layers);
			check_arithmetic(i % 4, a, b);
			arena_reset(step);
		}
}
END_TEST

START_TEST(long_strided_rows)
{
	Tensor *turned = tensor_t(
	    step, numbered(SHAPE(20000, 3))); /* (3, 20000) */
	Tensor *row = numbered(SHAPE(20000)); /* (20000,) */
	Tensor *column = tensor_index(step, turned, ":, 7, None"); /* (3, 1) */
	check_arithmetic(0, turned, row);
	check_arithmetic(1, row, turned);
	check_arithmetic(2, turned, column);
	check_arithmetic(3, turned, turned);
}
END_TEST

/* The walk over one tensor: loops of the given sizes, the innermost last. */
static void
check_walk(int line, const Tensor *t, const char *loops)
{
	const size_t *const strides[] = {t->stride};
	Walk walk = walk_new(tensor_shape(t), 1, strides);
	Shape found = {.ndim = walk.ndim};
	memcpy(found.size, walk.size, sizeof found.size);
	ck_assert_msg(shape_equal(found, parse(loops)), "line %d: %s", line,
	    shape_text(found).text);
	ck_assert_uint_eq(walk.rows * walk.row_length, tensor_count(t));
}
#define ck_walk(t, loops) check_walk(__LINE__, t, loops)

START_TEST(walk_merges_axes)
{
	Tensor *t = numbered(SHAPE(2, 3, 4)); /* (2, 3, 4) */
	ck_walk(t, "24");
	ck_walk(tensor_scalar(step, 1), "");
	ck_walk(numbered(SHAPE(1, 1)), "");
	ck_walk(numbered(SHAPE(1, 3, 1, 4, 1)), "12");
	ck_walk(tensor_index(step, t, "1:"), "12");
	ck_walk(tensor_index(step, t, ":, 1:"), "2 8");
	ck_walk(tensor_index(step, t, ":, :, 1:"), "6 3");
	ck_walk(tensor_index(step, t, ":, 1"), "2 4");
	ck_walk(tensor_index(step, t, ":, :, 1"), "6");
	ck_walk(tensor_transpose(step, t, 0, 2), "4 3 2");
	ck_walk(tensor_transpose(step, t, 0, 1), "3 2 4");
	ck_walk(tensor_transpose(step, t, 1, 2), "2 4 3");
	ck_walk(tensor_expand(step, tensor_scalar(step, 1), SHAPE(3, 4)), "12");
	ck_walk(tensor_expand(step, numbered(SHAPE(4)), SHAPE(2, 3, 4)), "6 4");
	ck_walk(tensor_expand(step, numbered(SHAPE(3, 1)), SHAPE(3, 4)), "3 4");
}
END_TEST

START_TEST(walk_merges_what_all_operands_allow)
{
	Shape shape = SHAPE(2, 3, 4);
	Tensor *full = numbered(shape); /* (2, 3, 4) */
	Tensor *rows = tensor_expand(step, numbered(SHAPE(3, 4)), shape);
	Tensor *turned = tensor_transpose(step, numbered(SHAPE(2, 4, 3)), 1, 2);
	const size_t *const two[] = {full->stride, rows->stride};
	Walk walk = walk_new(shape, 2, two);
	ck_assert_int_eq(walk.ndim, 2);
	ck_assert_uint_eq(walk.rows, 2);
	ck_assert_uint_eq(walk.row_length, 12);
	const size_t *const three[] = {
	    full->stride, rows->stride, turned->stride};
	walk = walk_new(shape, 3, three);
	ck_assert_int_eq(walk.ndim, 3);
	ck_assert_uint_eq(walk.rows, 6);
	size_t offset[WALK_MAX_OPERANDS];
	walk_row(&walk, 4, offset); /* [1, 1, :] */
	ck_assert_uint_eq(offset[0], 16);
	ck_assert_uint_eq(offset[1], 4);
	ck_assert_uint_eq(offset[2], 13);
}
END_TEST

TESTS("broadcast", shapes_of_pairs, strides_of_a_broadcast,
    random_shapes_and_views, random_clones, long_rows_and_many_rows,
    long_strided_rows, walk_merges_axes, walk_merges_what_all_operands_allow)

/*
 * The .npy files inside: what NumPy may not write, or we cannot read, ends in
 * its own line.
 */
#include "tests/npz.h"

/* A header of two floats. */
static void
header_fails(const char *header, const char *expected)
{
	npy_fails(npy(header, zeros(8)), expected);
}

static void
shape_fails(const char *shape, const char *expected)
{
	char header[300];
	snprintf(header, sizeof header, HEADER("<f4", "False", "%s"), shape);
	header_fails(header, expected);
}

START_TEST(prefixes)
{
	Bytes good = npy_pair();
	npy_fails(zeros(0), "ends at byte 0 of at least 10");
	npy_fails(resized(good, 9), "ends at byte 9 of at least 10");
	npy_fails(resized(good, 10), "ends at byte 10, its header at byte 67");
	npy_fails(resized(good, 66), "ends at byte 66, its header at byte 67");
	for (size_t i = 0; i < 8; i++)
		npy_fails(with(good, i, 1, i == 6 ? 2 : 'x'),
		    "does not begin as .npy format 1.0 does");
	npy_fails(with(good, 8, 2, 0xffff),
	    "ends at byte 75, its header at byte 65545");
}
END_TEST

START_TEST(dictionaries)
{
	const char *keys =
	    "expected 'descr', 'fortran_order' or 'shape', once, found ";
	char line[300];
	header_fails("", "byte 10 of the header: expected '{', found its end");
	header_fails("  [", "byte 12 of the header: expected '{', found `[`");
	snprintf(line, sizeof line, "byte 11 of the header: %s`}`", keys);
	header_fails("{}", line);
	snprintf(line, sizeof line, "byte 11 of the header: %sits end", keys);
	header_fails("{", line);
	snprintf(line, sizeof line,
	    "byte 27 of the header: %s`'descr': '<f4'}`", keys);
	header_fails("{'descr': '<f4', 'descr': '<f4'}", line);
	snprintf(line, sizeof line,
	    "byte 11 of the header: %s`\"descr\": 'a'}`", keys);
	header_fails("{\"descr\": 'a'}", line);
	header_fails("{'descr' '<f4'}",
	    "byte 19 of the header: expected ':', found `'<f4'}`");
	header_fails("{'descr': '<f4' 'shape': (2,)}",
	    "byte 26 of the header: expected ',', found `'shape': (2,)}`");
	header_fails("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), ",
	    "byte 66 of the header: expected '}', found its end");
	header_fails(
	    "{'descr': '<f4', 'fortran_order': False, 'shape': (2,),,}",
	    "byte 65 of the header: expected '}', found `,}`");
	header_fails(HEADER("<f4", "False", "(2,)") " x",
	    "byte 68 of the header: expected its end, found `x`");
	header_fails(HEADER("<f4", "False", "(2,)") "\t",
	    "byte 67 of the header: expected its end, found byte 0x09");
}
END_TEST

START_TEST(bad_types)
{
	const char *types =
	    "byte 20 of the header: expected '<f4', '<f8', '>f4' or '>f8', "
	    "found ";
	const char *const bad[] = {"'<i4'", "'|f4'", "'=f4'", "'f4'", "'<f2'",
	    "'<f16'", "'<c8'", "'|O'", "float", "'<f4", "[('a', '<f4')]"};
	for (int i = 0; i < 11; i++) {
		char header[200], line[200];
		snprintf(header, sizeof header, "{'descr': %s", bad[i]);
		snprintf(line, sizeof line, "%s`%s`", types, bad[i]);
		header_fails(header, line);
	}
	char line[200];
	snprintf(line, sizeof line, "%s`'a type that is `", types);
	header_fails("{'descr': 'a type that is no type'}", line);
	snprintf(line, sizeof line, "%s`'`", types);
	header_fails("{'descr': '\x1b[31m'}", line);
	snprintf(line, sizeof line, "%sbyte 0xff", types);
	header_fails("{'descr': \xff", line);
}
END_TEST

START_TEST(bad_orders)
{
	header_fails(HEADER("<f4", "True", "(2,)"),
	    "Fortran order, expected rows (C order)");
	header_fails("{'fortran_order': 0}",
	    "byte 28 of the header: expected False or True, found `0}`");
	header_fails("{'fortran_order': False_}",
	    "byte 33 of the header: expected ',', found `_}`");
}
END_TEST

START_TEST(bad_shapes)
{
	shape_fails(
	    "2, ", "byte 60 of the header: expected '(', found `2, , }`");
	shape_fails("(2)", "byte 62 of the header: expected ',', found `), }`");
	shape_fails("(,)", "byte 61 of the header: expected a size or ')', "
			   "found `,), }`");
	shape_fails("(2,,)", "byte 63 of the header: expected a size or ')', "
			     "found `,), }`");
	shape_fails("(2, 3 4)",
	    "byte 66 of the header: expected ',' or ')', found `4), }`");
	shape_fails("(-2,)", "byte 61 of the header: expected a size or ')', "
			     "found `-2,), }`");
	shape_fails(
	    "(2L,)", "byte 62 of the header: expected ',', found `L,), }`");
	shape_fails(
	    "(2:,)", "byte 62 of the header: expected ',', found `:,), }`");
	shape_fails(
	    "(2/,)", "byte 62 of the header: expected ',', found `/,), }`");
	shape_fails(
	    "(0x2,)", "byte 62 of the header: expected ',', found `x2,), }`");
	shape_fails("(1,1,1,1,1,1,1,1,2)", "more than 8 axes");
	shape_fails("(1,1,1,1,1,1,1,2,2", "more than 8 axes");
}
END_TEST

START_TEST(absurd_sizes)
{
	SKIP_IF(SIZE_MAX < UINT64_MAX, "sizes are smaller here");
	shape_fails("(4294967296,)", "size on axis 0, more than 4294967295");
	shape_fails("(2, 99999999999999999999999)",
	    "size on axis 1, more than 4294967295");
	shape_fails("(4294967295,)",
	    "8 bytes of elements, expected 4294967295 of 4 bytes each for "
	    "shape (4294967295,)");
	shape_fails("(65536, 65536)", "shape (65536, 65536) is too large");
	shape_fails("(65536, 65535)",
	    "8 bytes of elements, expected 4294901760 of 4 bytes each for "
	    "shape (65536, 65535)");
	shape_fails("(4294967295,4294967295,4294967295,4294967295,4294967295,"
		    "4294967295,4294967295,4294967295)",
	    "shape (4294967295, 4294967295, 4294967295, 4294967295, "
	    "4294967295, 4294967295, 4294967295, 4294967295) is too large");
	/* Not even if there are no elements. */
	shape_fails(
	    "(0, 65536, 65536)", "shape (0, 65536, 65536) is too large");
	shape_fails(
	    "(65536, 65536, 0)", "shape (65536, 65536, 0) is too large");
}
END_TEST

START_TEST(wrong_sizes)
{
	const char *header = HEADER("<f4", "False", "(2,)");
	const char *wide = HEADER(">f8", "False", "(1, 1)");
	npy_fails(npy(header, zeros(7)),
	    "7 bytes of elements, expected 2 of 4 bytes each for shape (2,)");
	npy_fails(npy(header, zeros(9)),
	    "9 bytes of elements, expected 2 of 4 bytes each for shape (2,)");
	npy_fails(npy(header, zeros(4)),
	    "4 bytes of elements, expected 2 of 4 bytes each for shape (2,)");
	npy_fails(npy(wide, zeros(4)),
	    "4 bytes of elements, expected 1 of 8 bytes each for shape (1, 1)");
	npy_fails(npy(HEADER("<f4", "False", "(3, 0)"), zeros(1)),
	    "1 bytes of elements, expected 0 of 4 bytes each for shape (3, 0)");
	npy_fails(npy(HEADER("<f4", "False", "()"), zeros(0)),
	    "0 bytes of elements, expected 1 of 4 bytes each for shape ()");
}
END_TEST

TESTS_IN_FOLDER("npz_npy_errors", prefixes, dictionaries, bad_types, bad_orders,
    bad_shapes, absurd_sizes, wrong_sizes)

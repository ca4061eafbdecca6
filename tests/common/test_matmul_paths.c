/*
 * The ways that a matrix product is done (see matmul.c): b packed or in place,
 * long sums in parts, a transposed a turned whole, or split. Each is entered
 * with the sizes at which it begins and ends, which depend on the number of
 * lanes in the kernel's vectors, and with matrices of every form.
 */
#include "tests/common/products.h"

#include "common/matmul_kernel.h"

static size_t
lanes(void)
{
	return matmul_kernel()->lanes;
}

/* Columns of a strip. */
static size_t
width(void)
{
	return TILE_VECTORS * lanes();
}

/* More than 64 rows: b is packed. A b with a column stride always is. */
static void
check_packed_edges(void)
{
	for (size_t m = 1; m <= 2 * width() + lanes() + 1; m++) {
		check_forms(ROWS, ROWS, 65 + m % 8, 5, m);
		check_forms(ROWS, ROWS, 193 + m % 8, 2, m);
		check_forms(ROWS, TURNED, 1 + m % 9, 5, m);
		check_forms(SPREAD, SPREAD, 1 + m % 9, 5, m);
	}
}

START_TEST(packed_strips_and_rest)
{
	with_each_kernel(check_packed_edges);
}
END_TEST

/* 64 rows or fewer: b is read in place. */
static void
check_in_place_edges(void)
{
	for (size_t m = 1; m <= 4 * width(); m++) {
		check_forms(ROWS, ROWS, 1 + m % 9, 5, m);
		check_forms(ROWS, INNER, 56 + m % 9, 5, m);
		check_forms(SPREAD, ROWS, 1 + m % 9, 5, m);
	}
}

START_TEST(in_place_strips_and_rest)
{
	with_each_kernel(check_in_place_edges);
}
END_TEST

/* Beyond four strips, in place, pieces lie side by side. */
static void
check_wide(void)
{
	size_t four = 4 * width();
	size_t more[] = {1, 2, lanes() - 1, lanes(), lanes() + 1, width(),
	    four - 1, four, four + 1, four + width() + 1, 2 * four + 3};
	for (size_t i = 0; i < COUNT(more); i++)
		for (size_t n = 1; n <= 9; n += 2) {
			check_forms(ROWS, ROWS, n, 5, four + more[i]);
			check_forms(TURNED, INNER, n, 5, four + more[i]);
		}
	check_forms(ROWS, ROWS, 64, 5, 2 * four + 1);
}

START_TEST(wide_pieces_in_place)
{
	with_each_kernel(check_wide);
}
END_TEST

/* A thin column is summed along k, vector by vector, and then the rest. */
static void
check_thin(void)
{
	for (size_t k = 1; k <= 2 * lanes() + 1; k++)
		for (size_t rest = 1; rest <= lanes(); rest++) {
			check_forms(ROWS, ROWS, 1 + k % 9, k, rest);
			check_forms(INNER, ROWS, 4, k, width() + rest);
			check_forms(ROWS, TURNED, 65 + rest, k, rest);
			check_forms(SPREAD, ROWS, 1 + k % 9, k, rest);
		}
}

START_TEST(thin_columns_and_padded_rest)
{
	with_each_kernel(check_thin);
}
END_TEST

/* k in blocks: of 1024 steps, of 64 where b is very wide, and in between. */
static void
check_blocks(void)
{
	size_t half = lanes() / 2, strips = 2 * width() + half;
	for (size_t k = 1023; k <= 1025; k++) {
		check_forms(ROWS, ROWS, 3, k, strips);
		check_forms(ROWS, TURNED, 3, k, strips + 1);
	}
	check_forms(ROWS, ROWS, 65, 1025, width() + lanes() - 1);
	check_forms(SPREAD, SPREAD, 9, 2100, strips);
	check_forms(ROWS, ROWS, 5, 2100, 4 * width() + half); /* wide */
	check_forms(ROWS, ROWS, 3, 700, 300);
	check_forms(ROWS, ROWS, 2, 130, 2001);   /* of 64 */
	check_forms(ROWS, TURNED, 2, 132, 2001); /* of 131 */
	check_forms(ROWS, TURNED, 3, 70, 4201);  /* of 64 */
}

START_TEST(blocks_of_k)
{
	with_each_kernel(check_blocks);
}
END_TEST

/* A long sum is cut into 32 parts, here of 128 steps or one more. */
static void
check_part_edges(void)
{
	ArenaMark mark = arena_mark(step);
	Tensor *a = whole(SHAPE(2, 4128));  /* (2, 4128) */
	Tensor *b = whole(SHAPE(4128, 50)); /* (4128, 50) */
	for (size_t m = 1; m <= 50; m++) {
		size_t n = 1 + m % 2, k = 4096 + m % 33;
		Tensor *left = tensor_narrow(step, a, 0, 0, n);  /* (n, 4128) */
		Tensor *right = tensor_narrow(step, b, 0, 0, k); /* (k, 50) */
		check_product(tensor_narrow(step, left, 1, 0, k),
		    tensor_narrow(step, right, 1, 0, m));
	}
	arena_rewind(step, mark);
}

static void
check_parts(void)
{
	check_part_edges();
	for (size_t n = 1; n <= 9; n++) {
		check_forms(ROWS, ROWS, n, 4100, 1 + n % lanes());
		check_forms(ROWS, TURNED, n, 4127, lanes() - n % lanes());
	}
	check_forms(SPREAD, ROWS, 3, 4097, width() + 1);
	check_forms(ROWS, SPREAD, 3, 4097, 2 * width() + 1);
	check_forms(ROWS, TURNED, 3, 4100, 2 * width() + lanes());
	check_forms(ROWS, ROWS, 66, 4097, 5);
	check_forms(ROWS, ROWS, 2, 4097, 4 * width() + 3);
}

START_TEST(parts_of_long_sums)
{
	with_each_kernel(check_parts);
}
END_TEST

/* Each part in more than one block. */
static void
check_blocks_of_parts(void)
{
	check_forms(ROWS, ROWS, 2, 33100, lanes() + 1);
	check_forms(ROWS, TURNED, 1, 33100, 2 * lanes() - 1);
	check_forms(ROWS, TURNED, 1, 33100, width() + lanes());
	check_forms(ROWS, ROWS, 1, 9000, 237); /* wide */
}

START_TEST(blocks_within_parts)
{
	with_each_kernel(check_blocks_of_parts);
}
END_TEST

/* The rows of a matrix (n, m), over and over again. */
static Tensor *
repeated(const Tensor *t, size_t times)
{
	size_t n = t->shape[0], m = t->shape[1];
	Tensor *one = tensor_unsqueeze(step, t, 0);                 /* 3-d */
	Tensor *all = tensor_expand(step, one, SHAPE(times, n, m)); /* 3-d */
	return tensor_reshape(step, all, SHAPE(times * n, m));
}

/* So large that the textbook multiplies only the rows that differ. */
static void
check_large(size_t times, size_t m)
{
	ArenaMark mark = arena_mark(step);
	Tensor *some = whole(SHAPE(13, 4099));    /* (13, 4099) */
	Tensor *a = repeated(some, times);        /* (13 times, 4099) */
	Tensor *b = whole(SHAPE(4099, m));        /* (4099, m) */
	Tensor *rows = textbook_product(some, b); /* (13, m) */
	Tensor *expected = repeated(rows, times); /* (13 times, m) */
	check_into(a, b, expected, true);
	arena_rewind(step, mark);
}

/* Long sums, and so many that they are not cut into parts. */
START_TEST(many_long_sums)
{
	check_large(106, 191); /* with 16 lanes: four strips */
	check_large(46, 449);  /* pieces side by side */
}
END_TEST

/* A transposed a with more rows than columns of b: the product is turned if k
   is 512 or more, or if no vector is filled. */
static void
check_turned(void)
{
	for (size_t m = 1; m <= 2 * lanes() + 1; m++) {
		check_forms(TURNED, ROWS, m + 1, 512, m);
		check_forms(TURNED, TURNED, m + 8, 513, m);
		check_forms(TURNED, ROWS, m, 512, m); /* not turned */
	}
	for (size_t m = 1; m < lanes(); m++) {
		check_forms(TURNED, INNER, m + 1, 5, m);
		check_forms(INNER_TURNED, ROWS, 70, 5, m);
	}
	check_forms(TURNED, ROWS, 4 * width() + 5, 520, 3); /* wide */
	check_forms(TURNED, ROWS, 90, 520, 66);             /* packed */
	check_forms(INNER_TURNED, TURNED, 2 * width() + 1, 4100, 3); /* parts */
	check_forms(TURNED, ROWS, 4 * width() + 5, 4097, 2);
	check_forms(EQUAL_COLUMNS, ROWS, 20, 600, 3);
}

START_TEST(turned_products)
{
	with_each_kernel(check_turned);
}
END_TEST

/* A short one with a thin rest is split: only the rest is turned. */
static void
check_split(void)
{
	for (size_t m = lanes(); m <= 2 * width() + 1; m++) {
		check_forms(TURNED, ROWS, m + 1, 7, m);
		check_forms(INNER_TURNED, TURNED, m + 65, 7, m);
		check_forms(TURNED, SPREAD, m, 7, m); /* not split */
	}
	check_forms(TURNED, INNER, 9 * lanes(), 511, width() + 1);
	check_forms(TURNED, ROWS, 4 * width() + 70, 9, 4 * width() + 1);
}

START_TEST(split_products)
{
	with_each_kernel(check_split);
}
END_TEST

/* Every form of a with every form of b. */
static void
check_all_forms(size_t n, size_t k, size_t m)
{
	ArenaMark mark = arena_mark(step);
	Tensor *a[FORMS], *b[FORMS]; /* (n, k), (k, m) */
	for (Form form = 0; form < FORMS; form++) {
		a[form] = view_of(whole, form, n, k);
		b[form] = view_of(whole, form, k, m);
	}
	for (Form i = 0; i < FORMS; i++)
		for (Form j = 0; j < FORMS; j++)
			check_product(a[i], b[j]);
	arena_rewind(step, mark);
}

static void
check_forms_of_paths(void)
{
	check_all_forms(70, 37, 2 * width() + 1);      /* packed */
	check_all_forms(9, 37, width() + lanes() - 1); /* in place */
	check_all_forms(3, 21, 4 * width() + 3);       /* wide */
	check_all_forms(2, 4100, width() + lanes());   /* in parts */
	check_all_forms(31, 521, 9);                   /* turned */
	check_all_forms(2 * width(), 21, lanes() + 1); /* split */
}

START_TEST(every_form_on_every_path)
{
	with_each_kernel(check_forms_of_paths);
}
END_TEST

TESTS("matmul_paths", packed_strips_and_rest, in_place_strips_and_rest,
    wide_pieces_in_place, thin_columns_and_padded_rest, blocks_of_k,
    parts_of_long_sums, blocks_within_parts, many_long_sums, turned_products,
    split_products, every_form_on_every_path)

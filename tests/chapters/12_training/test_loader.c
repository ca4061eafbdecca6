/*
 * Chapter 12's loader: which rows it hands out, in which order and from where,
 * and what it takes from the random stream.
 */
#include "tests/support.h"

#include <string.h>

#include "chapters/12_training/training.h"
#include "common/parallel.h"
#include "tests/golden/training.h"

enum { WIDTH = 3, LOADERS = sizeof loader_golden / sizeof *loader_golden };

/* Row i is 10 i, 10 i + 1, ..., and its label is i. */
static Dataset
numbered_rows(size_t n, size_t width)
{
	Tensor *x = tensor_new(step, SHAPE(n, width)); /* (n, width) */
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < width; j++)
			x->data[i * width + j] = (Real)(10 * i + j);
	return (Dataset){x, tensor_arange(step, n)};
}

static Random
seeded(void)
{
	Random random;
	random_seed(&random, 1);
	return random;
}

/* Asserts that row `place` of a batch is row `row` of numbered_rows. */
static void
check_row(const Batch *batch, size_t place, size_t row)
{
	for (size_t j = 0; j < batch->x->shape[1]; j++)
		ck_assert_double_eq(
		    (double)*tensor_at(batch->x, (size_t[]){place, j}),
		    (double)(10 * row + j));
	ck_assert_double_eq((double)*tensor_at(batch->y, &place), (double)row);
}

/* Asserts that the next batch has these shapes. */
static Batch
check_next(Loader *loader, size_t rows)
{
	Batch batch;
	ck_assert(loader_next(step, loader, &batch));
	ck_assert(shape_equal(
	    tensor_shape(batch.x), SHAPE(rows, loader->data.x->shape[1])));
	ck_assert(shape_equal(tensor_shape(batch.y), SHAPE(rows)));
	ck_assert_ptr_eq(batch.x->arena, step);
	ck_assert_ptr_eq(batch.y->arena, step);
	return batch;
}

/* Asserts that the pass is over, and stays so. */
static void
check_end(Loader *loader)
{
	Batch batch = {NULL, NULL};
	size_t used = arena_used(step);
	for (int i = 0; i < 2; i++)
		ck_assert(!loader_next(step, loader, &batch));
	ck_assert_ptr_null(batch.x);
	ck_assert_ptr_null(batch.y);
	ck_assert_uint_eq(arena_used(step), used);
}

/* A pass's labels, which are the rows' numbers. */
static void
collect(Loader *loader, size_t *rows)
{
	loader_start(loader);
	Batch batch;
	for (size_t done = 0; loader_next(step, loader, &batch);)
		for (size_t i = 0; i < batch.y->shape[0]; i++, done++) {
			rows[done] = (size_t)batch.y->data[i];
			check_row(&batch, i, rows[done]);
		}
}

START_TEST(in_order_views)
{
	Random random = seeded();
	Dataset data = numbered_rows(7, WIDTH);
	Loader loader = loader_of(step, data, 3, IN_ORDER, &random);
	ck_assert_ptr_null(loader.row);
	for (int pass = 0; pass < 2; pass++) {
		loader_start(&loader);
		static const size_t sizes[] = {3, 3, 1};
		for (size_t i = 0; i < 3; i++) {
			Batch batch = check_next(&loader, sizes[i]);
			ck_assert(batch.x->is_data && !data.x->is_data);
			ck_assert_ptr_eq(
			    batch.x->data, data.x->data + 3 * WIDTH * i);
			ck_assert_ptr_eq(batch.y->data, data.y->data + 3 * i);
			for (size_t k = 0; k < sizes[i]; k++)
				check_row(&batch, k, 3 * i + k);
			batch.x->g = batch.x; /* is nobody else's */
		}
		check_end(&loader);
		ck_assert_ptr_null(data.x->g);
	}
}
END_TEST

START_TEST(shuffled_copies)
{
	Random random = seeded();
	Arena *model = arena_create("model");
	Dataset data = numbered_rows(7, WIDTH);
	size_t used = arena_used(step);
	Loader loader = loader_of(model, data, 3, SHUFFLED, &random);
	ck_assert_uint_eq(arena_used(step), used); /* its order is elsewhere */
	ck_assert_uint_gt(arena_used(model), 0);
	loader_start(&loader);
	static const size_t sizes[] = {3, 3, 1};
	for (size_t i = 0; i < 3; i++) {
		Batch batch = check_next(&loader, sizes[i]);
		for (size_t k = 0; k < sizes[i]; k++)
			check_row(&batch, k, loader.row[3 * i + k]);
		tensor_copy(
		    batch.x, tensor_zeros(step, SHAPE(sizes[i], WIDTH)));
		tensor_copy(batch.y, tensor_zeros(step, SHAPE(sizes[i])));
	}
	check_end(&loader);
	ck_tensor(data.y, SHAPE(7), 0, 0, 1, 2, 3, 4, 5, 6);
	ck_assert_double_eq((double)data.x->data[0 * WIDTH + 2], 2);
	ck_assert_double_eq((double)data.x->data[6 * WIDTH + 2], 62);
	arena_destroy(model);
}
END_TEST

START_TEST(each_row_once)
{
	Random random = seeded();
	for (size_t n = 1; n < 40; n++)
		for (size_t batch = 1; batch < n + 2; batch += 3) {
			arena_reset(step);
			Dataset data = numbered_rows(n, WIDTH);
			Loader loader = loader_of(
			    step, data, batch, SHUFFLED, &random);
			size_t rows[40], count[40] = {0};
			collect(&loader, rows);
			for (size_t i = 0; i < n; i++)
				count[rows[i]]++;
			for (size_t i = 0; i < n; i++)
				ck_assert_uint_eq(count[i], 1);
		}
}
END_TEST

START_TEST(two_passes_differ)
{
	Random random = seeded();
	Loader loader = loader_of(
	    step, numbered_rows(40, WIDTH), 8, SHUFFLED, &random);
	size_t first[40], second[40];
	collect(&loader, first);
	collect(&loader, second);
	ck_assert(memcmp(first, second, sizeof first) != 0);
}
END_TEST

/* What two passes of PyTorch's loader do, and leave of the stream. */
START_TEST(in_torchs_order)
{
	for (int i = 0; i < LOADERS; i++) {
		const LoaderGolden *golden = &loader_golden[i];
		Random random = seeded();
		Order order = golden->order[0] ? SHUFFLED : IN_ORDER;
		Loader loader = loader_of(
		    step, numbered_rows(golden->n, WIDTH), 4, order, &random);
		for (int pass = 0; pass < 2; pass++) {
			size_t rows[1000];
			collect(&loader, rows);
			for (size_t k = 0; k < golden->n; k++)
				ck_assert_uint_eq(rows[k],
				    golden->order[pass] ? golden->order[pass][k]
							: k);
		}
		ck_assert(random_u64(&random) % (1ull << 63) ==
			  (uint64_t)golden->next);
	}
}
END_TEST

/* The same in our own words: a base seed; if shuffled, the shuffler's. */
START_TEST(what_a_pass_takes)
{
	Random random = seeded(), by_hand = seeded(), shuffler;
	Loader loader = loader_of(
	    step, numbered_rows(9, WIDTH), 2, SHUFFLED, &random);
	ck_assert(memcmp(&random, &by_hand, sizeof random) == 0);
	size_t rows[9], expected[9];
	collect(&loader, rows);
	random_u64(&by_hand);
	random_seed(&shuffler, random_u64(&by_hand) & 0xffffffff);
	random_permutation(&shuffler, 9, expected);
	ck_assert(memcmp(rows, expected, sizeof rows) == 0);
	ck_assert(random_u64(&random) == random_u64(&by_hand));

	Loader in_order = loader_of(step, loader.data, 2, IN_ORDER, &random);
	loader_start(&in_order);
	random_u64(&by_hand);
	Batch batch;
	while (loader_next(step, &in_order, &batch))
		;
	ck_assert(random_u64(&random) == random_u64(&by_hand));
}
END_TEST

/* How many batches and rows a pass of n rows has. */
static void
check_pass(Loader *loader, size_t batches, size_t rows)
{
	ck_assert_uint_eq(loader_batches(loader), batches);
	loader_start(loader);
	ck_assert_uint_eq(loader_batches(loader), batches);
	Batch batch;
	for (; loader_next(step, loader, &batch); batches--)
		rows -= batch.x->shape[0];
	ck_assert_uint_eq(batches, 0);
	ck_assert_uint_eq(rows, 0);
	check_end(loader);
}

START_TEST(batches_of_a_pass)
{
	static const struct {
		size_t n, batch, all, whole; /* batches, and with drop_last */
	} cases[] = {{7, 3, 3, 2}, {6, 3, 2, 2}, {6, 1, 6, 6}, {3, 4, 1, 0},
	    {4, 4, 1, 1}, {5, 100, 1, 0}, {1, 1, 1, 1}, {0, 2, 0, 0}};
	Random random = seeded();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t n = cases[i].n, batch = cases[i].batch;
		Dataset data = numbered_rows(n, WIDTH);
		for (int order = IN_ORDER; order <= SHUFFLED; order++) {
			Loader loader = loader_of(
			    step, data, batch, (Order)order, &random);
			ck_assert(!loader.drop_last);
			check_pass(&loader, cases[i].all, n);
			loader.drop_last = true;
			check_pass(
			    &loader, cases[i].whole, cases[i].whole * batch);
		}
	}
}
END_TEST

START_TEST(no_pass_has_begun)
{
	Random random = seeded();
	Dataset data = numbered_rows(5, WIDTH);
	for (int order = IN_ORDER; order <= SHUFFLED; order++) {
		Loader loader = loader_of(step, data, 2, (Order)order, &random);
		check_end(&loader);
		loader_start(&loader);
		check_next(&loader, 2);
	}
}
END_TEST

/* A pass that is not finished is followed by a whole one. */
START_TEST(a_pass_begins_anew)
{
	Random random = seeded();
	Loader loader = loader_of(
	    step, numbered_rows(5, WIDTH), 2, SHUFFLED, &random);
	loader_start(&loader);
	check_next(&loader, 2);
	check_pass(&loader, 3, 5);
}
END_TEST

/* Two passes over six rows of x, with the labels in a column between others. */
static void
check_views(const Tensor *x)
{
	Random random = seeded();
	Tensor *pairs = tensor_zeros(step, SHAPE(6, 2)); /* (6, 2) */
	Tensor *y = tensor_select(step, pairs, 1, 1);    /* (6,) */
	tensor_copy(y, tensor_arange(step, 6));
	for (int order = IN_ORDER; order <= SHUFFLED; order++) {
		Loader loader = loader_of(
		    step, (Dataset){x, y}, 4, (Order)order, &random);
		loader_start(&loader);
		for (size_t done = 0; done < 6; done += 4) {
			Batch batch = check_next(&loader, done ? 2 : 4);
			for (size_t i = 0; i < batch.x->shape[0]; i++)
				check_row(&batch, i,
				    order == IN_ORDER ? done + i
						      : loader.row[done + i]);
		}
	}
}

START_TEST(views_as_data)
{
	const Tensor *wide = numbered_rows(6, 10).x; /* (6, 10) */
	Tensor *columns = tensor_clone(
	    step, tensor_t(step, tensor_narrow(step, wide, 1, 0, 4)));
	check_views(tensor_narrow(step, wide, 1, 0, 4));
	check_views(tensor_t(step, columns)); /* (6, 4), column by column */
	check_views(tensor_narrow(step, wide, 1, 0, 1));
}
END_TEST

/* Enough rows for all cores. */
START_TEST(the_same_bits_for_any_number_of_threads)
{
	enum { ROWS = 900, COLUMNS = 400 };
	Dataset data = numbered_rows(ROWS, COLUMNS);
	Batch first;
	for (size_t threads = 1; threads <= 3; threads++) {
		parallel_set_threads(threads);
		Random random = seeded();
		Loader loader = loader_of(
		    step, data, ROWS - 1, SHUFFLED, &random);
		loader_start(&loader);
		Batch batch = check_next(&loader, ROWS - 1);
		for (size_t i = 0; i < ROWS - 1; i += 47)
			check_row(&batch, i, loader.row[i]);
		if (threads == 1)
			first = batch;
		ck_assert(memcmp(batch.x->data, first.x->data,
			      (ROWS - 1) * COLUMNS * sizeof(Real)) == 0);
		ck_assert(memcmp(batch.y->data, first.y->data,
			      (ROWS - 1) * sizeof(Real)) == 0);
		check_next(&loader, 1);
		check_end(&loader);
	}
}
END_TEST

START_TEST(shapes_that_do_not_fit)
{
	Random random = seeded();
	Tensor *x = tensor_zeros(step, SHAPE(4, 2)); /* (4, 2) */
	Tensor *y = tensor_zeros(step, SHAPE(5));    /* (5,) */
	Dataset unequal = {x, y}, vectors = {y, y}, matrices = {x, x};
	ck_requires("loader_of: x (4, 2) and y (5,), expected (n, inputs) and "
		    "(n,)",
	    loader_of(step, unequal, 2, IN_ORDER, &random));
	ck_requires("loader_of: x (5,) and y (5,), expected (n, inputs) and "
		    "(n,)",
	    loader_of(step, vectors, 2, IN_ORDER, &random));
	ck_requires("loader_of: x (4, 2) and y (4, 2), expected (n, inputs) "
		    "and (n,)",
	    loader_of(step, matrices, 2, SHUFFLED, &random));
	Dataset data = numbered_rows(4, 2);
	ck_requires("loader_of: batches of no rows",
	    loader_of(step, data, 0, SHUFFLED, &random));
}
END_TEST

TESTS("loader", in_order_views, shuffled_copies, each_row_once,
    two_passes_differ, in_torchs_order, what_a_pass_takes, batches_of_a_pass,
    no_pass_has_begun, a_pass_begins_anew, views_as_data,
    the_same_bits_for_any_number_of_threads, shapes_that_do_not_fit)

/*
 * The random stream is PyTorch's, bit for bit: what golden/random.h holds is
 * compared exactly, in both builds and with every compiler.
 */
#include "tests/support.h"

#include "tests/checksum.h"
#include "tests/golden/random.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { SEEDS = COUNT(random_golden) };

/* What PyTorch draws from seed number `s`, and the stream seeded with it. */
static const RandomGolden *
seeded(Random *random, size_t s)
{
	random_seed(random, random_golden[s].seed);
	return &random_golden[s];
}

/* Asserts that `actual` starts with exactly these floats. */
static void
check_floats(const Real *actual, size_t count, const float *expected)
{
	for (size_t i = 0; i < count; i++)
		if (actual[i] != (Real)expected[i])
			ck_abort_msg("draw %zu is %.9g, not %.9g", i,
			    (double)actual[i], (double)expected[i]);
}

/* Asserts that `t` holds exactly these floats. */
static void
check_draw(const Tensor *t, size_t count, const float *expected)
{
	ck_assert_uint_eq(tensor_count(t), count);
	check_floats(t->data, count, expected);
}
#define CHECK_DRAW(t, expected) check_draw(t, COUNT(expected), expected)

static void
check_long_draw(const Tensor *t, const LongDraw *expected)
{
	size_t n = tensor_count(t), ends = COUNT(expected->first);
	check_floats(t->data, ends, expected->first);
	check_floats(t->data + n - ends, ends, expected->last);
	ck_assert_uint_eq(checksum_of_floats(t), expected->crc);
}

/* Asserts `count` draws from low .. high - 1. */
static void
check_integers(Random *random, int64_t low, int64_t high, size_t count,
    const int64_t *expected)
{
	Tensor *t = tensor_new(step, SHAPE(count)); /* (count,) */
	random_integers(random, t, low, high);
	for (size_t i = 0; i < count; i++)
		ck_assert(t->data[i] == (Real)expected[i]);
}

static void
check_order(size_t count, const size_t *order, const int64_t *expected)
{
	for (size_t i = 0; i < count; i++)
		ck_assert_int_eq((int64_t)order[i], expected[i]);
}

/* Asserts that the stream is `words` words past its seed. */
static void
check_consumed(Random *random, uint64_t seed, size_t words)
{
	Random fresh;
	random_seed(&fresh, seed);
	while (words-- > 0)
		random_u32(&fresh);
	ck_assert_uint_eq(random_u32(random), random_u32(&fresh));
}

static Tensor *
normal(Random *random, Shape shape)
{
	Tensor *t = tensor_new(step, shape); /* shape */
	random_normal(random, t);
	return t;
}

static Tensor *
normal_from(uint64_t seed, Shape shape)
{
	Random random;
	random_seed(&random, seed);
	return normal(&random, shape);
}

/* The output that Matsumoto and Nishimura published. */
START_TEST(engine_is_mt19937)
{
	static const uint32_t first[] = {
	    3499211612, 581869302, 3890346734, 3586334585, 545404204};
	Random random;
	random_seed(&random, 5489);
	for (size_t i = 0; i < COUNT(first); i++)
		ck_assert_uint_eq(random_u32(&random), first[i]);
	for (size_t i = COUNT(first); i < 9999; i++)
		random_u32(&random);
	ck_assert_uint_eq(random_u32(&random), 4123659995);
}
END_TEST

START_TEST(seed_is_its_low_32_bits)
{
	Random low, high;
	random_seed(&low, 42);
	random_seed(&high, UINT64_C(0xfedcba980000002a));
	for (int i = 0; i < 1000; i++)
		ck_assert_uint_eq(random_u32(&low), random_u32(&high));
}
END_TEST

/* The waiting normal number goes with the copy. */
START_TEST(copy_forks_the_stream)
{
	Random random;
	random_seed(&random, 7);
	normal(&random, SHAPE(3));
	Random fork = random;
	Tensor *drawn = normal(&random, SHAPE(5)); /* (5,) */
	ck_tensors_equal(normal(&fork, SHAPE(5)), drawn, 0);
}
END_TEST

START_TEST(words)
{
	Random random;
	for (size_t s = 0; s < SEEDS; s++) {
		const RandomGolden *golden = seeded(&random, s);
		for (size_t i = 0; i < COUNT(golden->words); i++) {
			uint64_t word = random_u64(&random) & INT64_MAX;
			ck_assert_int_eq((int64_t)word, golden->words[i]);
		}
	}
}
END_TEST

START_TEST(uniform)
{
	Tensor *t = tensor_new(step, SHAPE(2, 4)); /* (2, 4) */
	Random random;
	for (size_t s = 0; s < SEEDS; s++) {
		const RandomGolden *golden = seeded(&random, s);
		random_uniform(&random, t, 0, 1);
		CHECK_DRAW(t, golden->uniform);
		seeded(&random, s);
		ck_assert(random_unit(&random) == golden->uniform[0]);
		seeded(&random, s);
		random_uniform(&random, t, -2, 3);
		CHECK_DRAW(t, golden->scaled);
		check_consumed(&random, golden->seed, 8);
	}
}
END_TEST

START_TEST(normal_of_any_shape)
{
	for (size_t s = 0; s < SEEDS; s++) {
		const RandomGolden *golden = &random_golden[s];
		uint64_t seed = golden->seed;
		CHECK_DRAW(normal_from(seed, SHAPE(5)), golden->normal_5);
		CHECK_DRAW(normal_from(seed, SHAPE(5, 1)), golden->normal_5);
		CHECK_DRAW(normal_from(seed, SHAPE(16)), golden->normal_16);
		CHECK_DRAW(normal_from(seed, SHAPE(2, 8)), golden->normal_16);
		CHECK_DRAW(normal_from(seed, SHAPE(17)), golden->normal_17);
		CHECK_DRAW(normal_from(seed, SHAPE(4, 5)), golden->normal_20);
		CHECK_DRAW(normal_from(seed, SHAPE(50)), golden->normal_50);
		check_long_draw(
		    normal_from(seed, SHAPE(784, 50)), &golden->normal_784_50);
	}
}
END_TEST

/* The smallest and largest radius and angle that a block can meet. */
START_TEST(extreme_normal)
{
	for (size_t i = 0; i < COUNT(extreme_golden); i++) {
		const ExtremeGolden *golden = &extreme_golden[i];
		Tensor *t = normal_from(golden->seed, SHAPE(16)); /* (16,) */
		CHECK_DRAW(t, golden->normal_16);
	}
}
END_TEST

/* randn(1) leaves its sister to randn(3), which leaves one that randn(16)
   passes by and the last randn(1) takes. */
START_TEST(spare_waits_across_calls)
{
	static const size_t turns[] = {1, 3, 16, 1};
	Random random;
	for (size_t s = 0; s < SEEDS; s++) {
		const float *expected = seeded(&random, s)->normal_in_turn;
		for (size_t i = 0; i < COUNT(turns); i++) {
			Tensor *t = normal(&random, SHAPE(turns[i])); /* turn */
			check_draw(t, turns[i], expected);
			expected += turns[i];
		}
	}
}
END_TEST

START_TEST(seed_drops_the_spare)
{
	Random random;
	random_seed(&random, 3);
	normal(&random, SHAPE(1));
	const RandomGolden *golden = seeded(&random, 0);
	CHECK_DRAW(normal(&random, SHAPE(5)), golden->normal_5);
}
END_TEST

/* Small: four words for two numbers. Large: one each, and a block for what
   is left over. */
START_TEST(normal_consumes)
{
	static const size_t expected[][2] = {{0, 0}, {1, 4}, {2, 4}, {3, 8},
	    {15, 32}, {16, 16}, {17, 33}, {31, 47}, {32, 32}, {50, 66}};
	for (size_t i = 0; i < COUNT(expected); i++) {
		Random random;
		random_seed(&random, 1);
		normal(&random, SHAPE(expected[i][0]));
		check_consumed(&random, 1, expected[i][1]);
	}
}
END_TEST

/* A range of 2^32 and more takes two words for a number. */
START_TEST(integers)
{
	Random random;
	for (size_t s = 0; s < SEEDS; s++) {
		const RandomGolden *golden = seeded(&random, s);
		check_integers(&random, 0, 9, 10, golden->integers);
		for (size_t i = 0; i < COUNT(random_ranges); i++) {
			const int64_t *range = random_ranges[i];
			seeded(&random, s);
			check_integers(&random, range[0], range[1], 4,
			    golden->wide_integers[i]);
		}
	}
}
END_TEST

START_TEST(permutation)
{
	enum { N = 50000, ENDS = 8 };
	size_t *order = arena_alloc(step, N, sizeof *order);
	Random random;
	for (size_t s = 0; s < SEEDS; s++) {
		const RandomGolden *golden = seeded(&random, s);
		random_permutation(&random, 10, order);
		check_order(10, order, golden->permutation);

		seeded(&random, s);
		random_permutation(&random, N, order);
		int64_t sum = 0;
		for (int64_t i = 0; i < N; i++)
			sum += i * (int64_t)order[i];
		ck_assert_int_eq(sum, golden->permutation_50000.sum);
		check_order(ENDS, order, golden->permutation_50000.first);
		check_order(
		    ENDS, order + N - ENDS, golden->permutation_50000.last);
	}
}
END_TEST

START_TEST(permutation_holds_each_once)
{
	static const size_t counts[] = {0, 1, 2, 3, 7, 100};
	for (size_t c = 0; c < COUNT(counts); c++) {
		size_t n = counts[c], order[101], seen[100] = {0};
		order[n] = 12345; /* past the end: not ours to write */
		Random random;
		random_seed(&random, 8);
		random_permutation(&random, n, order);
		for (size_t i = 0; i < n; i++) {
			ck_assert_uint_lt(order[i], n);
			ck_assert_uint_eq(seen[order[i]]++, 0);
		}
		ck_assert_uint_eq(order[n], 12345);
		check_consumed(&random, 8, n ? n - 1 : 0);
	}
}
END_TEST

START_TEST(linear)
{
	Random random;
	for (size_t s = 0; s < SEEDS; s++) {
		const RandomGolden *golden = seeded(&random, s);
		Tensor *weight = tensor_new(step, SHAPE(4, 3)); /* (4, 3) */
		Tensor *bias = tensor_new(step, SHAPE(4));      /* (4,) */
		random_linear(&random, weight, bias);
		CHECK_DRAW(weight, golden->weight_3_4);
		CHECK_DRAW(bias, golden->bias_3_4);

		seeded(&random, s);
		weight = tensor_new(step, SHAPE(50, 784)); /* (50, 784) */
		bias = tensor_new(step, SHAPE(50));        /* (50,) */
		random_linear(&random, weight, bias);
		check_long_draw(weight, &golden->weight_784_50);
		check_long_draw(bias, &golden->bias_784_50);
	}
}
END_TEST

START_TEST(linear_without_bias)
{
	Tensor *weight = tensor_new(step, SHAPE(4, 3)); /* (4, 3) */
	Random random;
	const RandomGolden *golden = seeded(&random, 0);
	random_linear(&random, weight, NULL);
	CHECK_DRAW(weight, golden->weight_3_4);
	check_consumed(&random, golden->seed, 12);
}
END_TEST

START_TEST(nothing_to_draw)
{
	Tensor *empty = tensor_new(step, SHAPE(3, 0)); /* (3, 0) */
	Random random;
	random_seed(&random, 5);
	random_uniform(&random, empty, 0, 1);
	random_normal(&random, empty);
	random_integers(&random, empty, 0, 9);
	check_consumed(&random, 5, 0);

	/* torch bounds the bias of a layer without inputs by 0. */
	Tensor *bias = tensor_new(step, SHAPE(3)); /* (3,) */
	random_linear(&random, empty, bias);
	ck_tensor(bias, SHAPE(3), 0, 0, 0, 0);
}
END_TEST

/* Whole rows of a matrix lie without gaps: they may be filled alone. */
START_TEST(rows_are_filled_alone)
{
	Tensor *t = tensor_full(step, SHAPE(4, 2), 9); /* (4, 2) */
	Random random;
	random_seed(&random, 0);
	random_integers(&random, tensor_narrow(step, t, 0, 1, 2), 5, 6);
	ck_tensor(t, SHAPE(4, 2), 0, 9, 9, 5, 5, 5, 5, 9, 9);
}
END_TEST

START_TEST(requires_no_gaps)
{
#define GAPS ": shape (2, 4) is a view with gaps"
	Tensor *t = tensor_new(step, SHAPE(4, 2)); /* (4, 2) */
	Tensor *view = tensor_t(step, t);          /* (2, 4) */
	Random any;
	random_seed(&any, 0);
	ck_requires("random_uniform" GAPS, random_uniform(&any, view, 0, 1));
	ck_requires("random_normal" GAPS, random_normal(&any, view));
	ck_requires("random_integers" GAPS, random_integers(&any, view, 0, 9));
	ck_requires("random_uniform" GAPS, random_linear(&any, view, NULL));
}
END_TEST

START_TEST(requires_fitting_arguments)
{
#define RANGE "random_integers: no whole number from "
#define VECTOR "random_linear: weight (3,) is no matrix"
#define FEW "random_linear: bias (3,) for weight (4, 3)"
#define MATRIX "random_linear: bias (4, 1) for weight (4, 3)"
	Tensor *weight = tensor_new(step, SHAPE(4, 3)); /* (4, 3) */
	Tensor *v = tensor_new(step, SHAPE(3));         /* (3,) */
	Tensor *m = tensor_new(step, SHAPE(4, 1));      /* (4, 1) */
	Random any;
	random_seed(&any, 0);
	ck_requires(RANGE "3 to below 3", random_integers(&any, v, 3, 3));
	ck_requires(RANGE "1 to below -1", random_integers(&any, v, 1, -1));
	ck_requires(VECTOR, random_linear(&any, v, v));
	ck_requires(FEW, random_linear(&any, weight, v));
	ck_requires(MATRIX, random_linear(&any, weight, m));
}
END_TEST

TESTS("random", engine_is_mt19937, seed_is_its_low_32_bits,
    copy_forks_the_stream, words, uniform, normal_of_any_shape, extreme_normal,
    spare_waits_across_calls, seed_drops_the_spare, normal_consumes, integers,
    permutation, permutation_holds_each_once, linear, linear_without_bias,
    nothing_to_draw, rows_are_filled_alone, requires_no_gaps,
    requires_fitting_arguments)

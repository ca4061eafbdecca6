/*
 * NaN, infinities, zeros of either sign, subnormal and huge numbers through
 * every elementwise operation, as PyTorch has them. Each length from 1 to 67
 * is tried: the vectors and what is left over must agree; so must the loops
 * for strides.
 */
#include "chapters/02_forward/forward.h"
#include "chapters/05_toy/toy.h"
#include "tests/misuse/compare.h"

enum { LENGTHS = 67 };

static Tensor *
one_of_many(Arena *arena, const char *name, const Tensor *t)
{
	static const struct {
		const char *name;
		Tensor *(*function)(Arena *arena, const Tensor *t);
	} all[] = {{"neg", tensor_neg}, {"exp", tensor_exp},
	    {"log", tensor_log}, {"sqrt", tensor_sqrt}, {"abs", tensor_abs},
	    {"tanh", tensor_tanh}, {"relu", relu}, {"sigmoid", sigmoid}};
	for (size_t i = 0; i < COUNT(all); i++)
		if (named(all[i].name, name))
			return all[i].function(arena, t);
	return NULL;
}

/* The operation of that name, with the parameters that stand in it. */
static Tensor *
unary(const char *name, const Tensor *t)
{
	double low, high;
	if (sscanf(name, "pow_%lf", &low) == 1)
		return tensor_pow(step, t, low);
	if (sscanf(name, "clamp_min_%lf", &low) == 1)
		return tensor_clamp_min(step, t, low);
	if (sscanf(name, "clamp_%lf_%lf", &low, &high) == 2)
		return tensor_clamp(step, t, low, high);
	Tensor *out = one_of_many(step, name, t);
	ck_assert_msg(out, "no operation is called %s", name);
	return out;
}

static const double *
expected_of(const UnaryGolden *golden)
{
	return sizeof(Real) == sizeof(float) ? golden->in_float
					     : golden->in_double;
}

/* `length` values, from number `first` on, round and round. */
static void
check_unary(const UnaryGolden *golden, size_t first, size_t length)
{
	double numbers[LENGTHS], expected[LENGTHS];
	for (size_t i = 0; i < length; i++) {
		numbers[i] = golden_values[(first + i) % VALUES];
		expected[i] = expected_of(golden)[(first + i) % VALUES];
	}
	Tensor *t = tensor_of_doubles(SHAPE(length), numbers); /* (length,) */
	check_elements(
	    golden->name, unary(golden->name, t), expected, SIGNED_ZERO);
	check_elements(golden->name, unary(golden->name, spread(t)), expected,
	    SIGNED_ZERO);
	arena_reset(step);
}

START_TEST(one_operand)
{
	for (size_t i = 0; i < COUNT(unary_golden); i++)
		for (size_t length = 1; length <= LENGTHS; length++)
			check_unary(&unary_golden[i], length * 5, length);
}
END_TEST

typedef Tensor *Binary(Arena *arena, const Tensor *a, const Tensor *b);
static const struct {
	const char *name;
	Binary *function;
	Zero zero; /* IEEE lets the larger of 0 and -0 be either */
} binaries[] = {
    {"add", tensor_add, SIGNED_ZERO},
    {"sub", tensor_sub, SIGNED_ZERO},
    {"mul", tensor_mul, SIGNED_ZERO},
    {"div", tensor_div, SIGNED_ZERO},
    {"maximum", tensor_maximum, ANY_ZERO},
    {"minimum", tensor_minimum, ANY_ZERO},
    {"greater", tensor_greater, SIGNED_ZERO},
    {"greater_equal", tensor_greater_equal, SIGNED_ZERO},
    {"less", tensor_less, SIGNED_ZERO},
    {"less_equal", tensor_less_equal, SIGNED_ZERO},
    {"equal", tensor_equal, SIGNED_ZERO},
    {"not_equal", tensor_not_equal, SIGNED_ZERO},
};

static const double *
expected_of_pairs(size_t i)
{
	const BinaryGolden *golden = &binary_golden[i];
	ck_assert_str_eq(golden->name, binaries[i].name);
	return sizeof(Real) == sizeof(float) ? golden->in_float
					     : golden->in_double;
}

/* `length` pairs, from number `first` on, round and round. */
static void
check_pairs(size_t which, size_t first, size_t length)
{
	const double *all = expected_of_pairs(which);
	double left[LENGTHS], right[LENGTHS], expected[LENGTHS];
	for (size_t i = 0; i < length; i++) {
		size_t pair = (first + i) % PAIRS;
		left[i] = golden_pairs[pair / PAIR_VALUES];
		right[i] = golden_pairs[pair % PAIR_VALUES];
		expected[i] = all[pair];
	}
	Tensor *a = tensor_of_doubles(SHAPE(length), left);  /* (length,) */
	Tensor *b = tensor_of_doubles(SHAPE(length), right); /* (length,) */
	check_elements(binaries[which].name,
	    binaries[which].function(step, a, b), expected,
	    binaries[which].zero);
	check_elements(binaries[which].name,
	    binaries[which].function(step, spread(a), b), expected,
	    binaries[which].zero);
	arena_reset(step);
}

START_TEST(two_operands)
{
	ck_assert_uint_eq(COUNT(binary_golden), COUNT(binaries));
	for (size_t i = 0; i < COUNT(binaries); i++)
		for (size_t length = 1; length <= LENGTHS; length++)
			check_pairs(i, length * 11, length);
}
END_TEST

/* One operand repeats, at the left or at the right: loops of their own. */
START_TEST(a_number_and_a_row)
{
	Tensor *all = tensor_of_doubles(
	    SHAPE(PAIR_VALUES), golden_pairs); /* (values,) */
	for (size_t i = 0; i < COUNT(binaries); i++)
		for (size_t j = 0; j < PAIR_VALUES; j++) {
			const double *row = expected_of_pairs(i) +
					    j * PAIR_VALUES;
			double column[PAIR_VALUES];
			for (size_t k = 0; k < PAIR_VALUES; k++)
				column[k] = expected_of_pairs(
				    i)[k * PAIR_VALUES + j];
			Tensor *one = tensor_scalar(step, golden_pairs[j]);
			check_elements(binaries[i].name,
			    binaries[i].function(step, one, all), row,
			    binaries[i].zero);
			check_elements(binaries[i].name,
			    binaries[i].function(step, all, one), column,
			    binaries[i].zero);
		}
}
END_TEST

/* What changes in place follows the same formulas: keep * to + factor * from. */
START_TEST(updates)
{
	for (size_t length = 1; length <= LENGTHS; length++)
		for (size_t at = 0; at < length; at++) {
			Tensor *to = tensor_full(step, SHAPE(length), 2);
			Tensor *from = tensor_full(step, SHAPE(length), 1);
			from->data[at] = (Real)NAN;
			tensor_update(to, 0, 0, from); /* 0 * NaN is NaN */
			for (size_t i = 0; i < length; i++)
				check_element("tensor_update", i, to->data[i],
				    i == at ? (double)NAN : 0, SIGNED_ZERO);
			tensor_fill(to, 0); /* but filling forgets */
			ck_tensors_equal(
			    to, tensor_zeros(step, SHAPE(length)), 0);
			arena_reset(step);
		}
}
END_TEST

TESTS("not numbers, elementwise", one_operand, two_operands, a_number_and_a_row,
    updates)

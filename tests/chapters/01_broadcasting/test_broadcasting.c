/*
 * Chapter 1: broadcasting by its definition, against hand values and against
 * the library; shapes laid above one another.
 */
#include "tests/common/oracle.h"

#include "chapters/01_broadcasting/broadcasting.h"

#include <stdlib.h>
#include <string.h>

/* The notebook's t1 (3, 1) and t2 (3,): 1, 2, 3. */
static Tensor *
t1(void)
{
	return tensor_of(step, SHAPE(3, 1), 1, 2, 3);
}

static Tensor *
t2(void)
{
	return tensor_of(step, SHAPE(3), 1, 2, 3);
}

#define ck_element(expected, t, ...) \
	ck_assert( \
	    broadcast_element(t, (size_t[]){__VA_ARGS__}, \
		sizeof((size_t[]){__VA_ARGS__}) / sizeof(size_t)) == expected)

START_TEST(element_repeats_axes_of_one)
{
	ck_element(1, t1(), 0, 0);
	ck_element(3, t1(), 2, 0);
	ck_element(3, t1(), 2, 1);
	ck_element(1, t1(), 0, 2);
}
END_TEST

START_TEST(element_matches_from_the_right)
{
	ck_element(3, t2(), 0, 2);
	ck_element(1, t2(), 2, 0);
	Tensor *t = numbered(SHAPE(2, 1, 3)); /* (2, 1, 3) */
	ck_element(5, t, 1, 0, 2);
	ck_element(5, t, 1, 9, 2);
	ck_element(5, t, 7, 8, 1, 9, 2);
}
END_TEST

START_TEST(element_of_a_number_is_everywhere)
{
	Tensor *seven = tensor_scalar(step, 7); /* () */
	ck_assert(broadcast_element(seven, NULL, 0) == 7);
	ck_element(7, seven, 4);
	ck_element(7, seven, 4, 5, 6);
}
END_TEST

START_TEST(element_of_a_view)
{
	Tensor *turned = tensor_t(step, numbered(SHAPE(2, 3))); /* (3, 2) */
	ck_element(5, turned, 2, 1);
	ck_element(3, turned, 0, 1);
	ck_element(3, turned, 9, 0, 1);
}
END_TEST

START_TEST(element_out_of_range)
{
	Tensor *row = t2(); /* (3,) */
	const size_t index[] = {0, 3};
	const char *text = "tensor_at: index 3 on axis 0 of shape (3,)";
	ck_requires(text, broadcast_element(row, index, 2));
}
END_TEST

START_TEST(subtracts_the_table)
{
	ck_tensor(subtract_by_definition(step, t1(), t2()), SHAPE(3, 3), 0, 0,
	    -1, -2, 1, 0, -1, 2, 1, 0);
	ck_tensor(tensor_sub(step, t1(), t2()), SHAPE(3, 3), 0, 0, -1, -2, 1, 0,
	    -1, 2, 1, 0);
}
END_TEST

START_TEST(subtracts_by_hand)
{
	Tensor *t = numbered(SHAPE(2, 3));                   /* (2, 3) */
	Tensor *ten = tensor_scalar(step, 10);               /* () */
	Tensor *column = tensor_of(step, SHAPE(2, 1), 1, 2); /* (2, 1) */
	ck_tensor(subtract_by_definition(step, t, t), SHAPE(2, 3), 0, 0, 0, 0,
	    0, 0, 0);
	ck_tensor(subtract_by_definition(step, ten, ten), SCALAR, 0, 0);
	ck_tensor(subtract_by_definition(step, ten, t), SHAPE(2, 3), 0, 10, 9,
	    8, 7, 6, 5);
	ck_tensor(subtract_by_definition(step, t, t2()), SHAPE(2, 3), 0, -1, -1,
	    -1, 2, 2, 2);
	ck_tensor(subtract_by_definition(step, column, t), SHAPE(2, 3), 0, 1, 0,
	    -1, -1, -2, -3);
}
END_TEST

START_TEST(subtracts_nothing)
{
	Tensor *none = numbered(SHAPE(0, 3)), *row = t2();   /* (0, 3), (3,) */
	Tensor *c = subtract_by_definition(step, none, row); /* (0, 3) */
	ck_assert(shape_equal(tensor_shape(c), SHAPE(0, 3)));
	c = subtract_by_definition(
	    step, numbered(SHAPE(2, 1)), numbered(SHAPE(0)));
	ck_assert(shape_equal(tensor_shape(c), SHAPE(2, 0)));
}
END_TEST

START_TEST(subtracts_into_its_arena)
{
	Arena *other = arena_create("other");
	Tensor *a = t1(), *b = t2(); /* (3, 1), (3,) */
	size_t used = arena_used(step);
	ck_assert_ptr_eq(subtract_by_definition(other, a, b)->arena, other);
	ck_assert_uint_eq(arena_used(step), used);
	arena_destroy(other);
}
END_TEST

/* What broadcasts to `shape`: some axes are 1, the first ones may lack. */
static Tensor *
any_operand(Random *random, Shape shape)
{
	int missing = (int)below(random, (size_t)shape.ndim + 1);
	Shape own = {.ndim = shape.ndim - missing};
	for (int axis = 0; axis < own.ndim; axis++)
		own.size[axis] = below(random, 3) ? shape.size[missing + axis]
						  : 1;
	return any_view(random, own, (int)below(random, 3));
}

START_TEST(agrees_with_the_library)
{
	Random random;
	random_seed(&random, 1);
	for (int pair = 0; pair < 5000; pair++) {
		Shape shape = any_shape(&random);
		Tensor *a = any_operand(&random, shape); /* to shape */
		Tensor *b = any_operand(&random, shape); /* to shape */
		ck_tensors_equal(subtract_by_definition(step, a, b),
		    tensor_sub(step, a, b), 0);
		arena_reset(step);
	}
}
END_TEST

/* Asserts that shapes which do not match are refused, by their names. */
static void
check_refused(Shape shape_a, Shape shape_b)
{
	Tensor *a = numbered(shape_a), *b = numbered(shape_b); /* as given */
	char text[500];
	snprintf(text, sizeof text,
	    "subtract_by_definition: shapes %s and %s do not broadcast",
	    SHAPE_TEXT(a), SHAPE_TEXT(b));
	ck_requires(text, subtract_by_definition(step, a, b));
}

START_TEST(refuses_what_does_not_match)
{
	check_refused(SHAPE(5, 4), SHAPE(5));
	check_refused(SHAPE(2), SHAPE(3));
	check_refused(SHAPE(2, 1), SHAPE(8, 4, 3));
	check_refused(SHAPE(0), SHAPE(2));
}
END_TEST

START_TEST(refuses_what_the_rule_refuses)
{
	Random random;
	random_seed(&random, 2);
	int refused = 0;
	for (int pair = 0; pair < 1000; pair++) {
		Shape a = any_shape(&random), b = any_shape(&random), both;
		if (!broadcast_shape(a, b, &both)) {
			check_refused(a, b);
			refused++;
		}
		arena_reset(step);
	}
	ck_assert_int_gt(refused, 100);
}
END_TEST

/* What broadcast_explain prints; lives in `step`. */
static char *
explained(const char *a_name, Shape a, const char *b_name, Shape b)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	ck_assert_ptr_nonnull(out);
	broadcast_explain(out, a_name, a, b_name, b);
	fclose(out);
	char *copy = arena_alloc(step, size + 1, 1);
	memcpy(copy, text, size + 1);
	free(text);
	return copy;
}

START_TEST(explains_a_match)
{
	ck_assert_str_eq(explained("t1", SHAPE(3, 1), "t2", SHAPE(3)),
	    "t1             3       1\n"
	    "t2             .       3\n"
	    "result         3       3\n");
	ck_assert_str_eq(explained("a", SHAPE(6, 1), "b", SHAPE(7, 1, 5)),
	    "a              .       6       1\n"
	    "b              7       1       5\n"
	    "result         7       6       5\n");
}
END_TEST

START_TEST(explains_a_clash)
{
	ck_assert_str_eq(explained("a", SHAPE(5, 4), "b", SHAPE(5)),
	    "a              5       4\n"
	    "b              .       5\n"
	    "result  (5, 4) and (5,) do not match\n");
}
END_TEST

START_TEST(explains_numbers)
{
	ck_assert_str_eq(explained("a", SCALAR, "b", SCALAR), "a       \n"
							      "b       \n"
							      "result  \n");
	ck_assert_str_eq(explained("a", SCALAR, "b", SHAPE(2, 0)),
	    "a              .       .\n"
	    "b              2       0\n"
	    "result         2       0\n");
}
END_TEST

TESTS("broadcasting", element_repeats_axes_of_one,
    element_matches_from_the_right, element_of_a_number_is_everywhere,
    element_of_a_view, element_out_of_range, subtracts_the_table,
    subtracts_by_hand, subtracts_nothing, subtracts_into_its_arena,
    agrees_with_the_library, refuses_what_does_not_match,
    refuses_what_the_rule_refuses, explains_a_match, explains_a_clash,
    explains_numbers)

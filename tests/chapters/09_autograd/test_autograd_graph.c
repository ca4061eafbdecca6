/*
 * Chapter 9: the tape as a table and as a text for Graphviz.
 */
#include "tests/chapters/09_autograd/graphs.h"

/* What was written to `out`, in `step`. */
static const char *
printed(void (*print)(FILE *out, const void *what), const void *what)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	print(out, what);
	ck_assert_int_eq(fclose(out), 0);
	char *copy = arena_alloc(step, size + 1, 1);
	memcpy(copy, text, size + 1);
	free(text);
	return copy;
}

static void
print_tape(FILE *out, const void *tape)
{
	tape_print(out, tape);
}

static void
print_dot(FILE *out, const void *result)
{
	graph_dot(out, result);
}

#define HEAD "                 from     value        gradient\n"

START_TEST(prints_values)
{
	Var *square = small_expression();
	ck_assert_str_eq(printed(print_tape, square->tape),
	    HEAD "   0  x                   2\n"
		 "   1  w                   3\n"
		 "   2  t                   5\n"
		 "   3  mul        0 1      6\n"
		 "   4  exp        3        403.4\n"
		 "   5  add        3 0      8\n"
		 "   6  sub        5 2      3\n"
		 "   7  pow        6        9\n");
}
END_TEST

/* Gradients only of what keeps one, and only when they are there. */
START_TEST(prints_gradients)
{
	Var *square = small_expression();
	var_keep_gradient(square->input[0]);
	var_backward(square);
	square->input[0]->input[1]->value->g = tensor_scalar(step, 7);
	ck_assert_str_eq(printed(print_tape, square->tape),
	    HEAD "   0  x                   2            24\n"
		 "   1  w                   3            12\n"
		 "   2  t                   5\n"
		 "   3  mul        0 1      6\n"
		 "   4  exp        3        403.4\n"
		 "   5  add        3 0      8\n"
		 "   6  sub        5 2      3            6\n"
		 "   7  pow        6        9\n");
}
END_TEST

START_TEST(prints_shapes)
{
	ck_assert_str_eq(printed(print_tape, matrices()->tape),
	    HEAD "   0  <x>                 (4, 3)\n"
		 "   1  w&b                 (3, 2)       (3, 2)\n"
		 "   2  matmul     0 1      (4, 2)       (4, 2)\n"
		 "   3  reshape    2        (8,)\n"
		 "   4  mean       3        45.25\n");
}
END_TEST

/* One number is a value only without axes. */
START_TEST(prints_one_number)
{
	Tape *tape = tape_new(step);
	var_reshape(
	    tape_leaf(tape, "pi", tensor_scalar(step, 3.14159)), SHAPE(1));
	ck_assert_str_eq(printed(print_tape, tape),
	    HEAD "   0  pi                  3.142\n"
		 "   1  reshape    0        (1,)\n");
}
END_TEST

START_TEST(prints_an_empty_tape)
{
	ck_assert_str_eq(printed(print_tape, tape_new(step)), HEAD);
}
END_TEST

START_TEST(writes_dot)
{
	ck_assert_str_eq(printed(print_dot, small_expression()),
	    "digraph tape {\n"
	    "\trankdir=LR;\n"
	    "\tnode [shape=box];\n"
	    "\tn0 [label=\"x\\n2\"];\n"
	    "\tn1 [label=\"w\\n3\"];\n"
	    "\tn2 [label=\"t\\n5\"];\n"
	    "\tn3 [label=\"mul\\n6\"];\n"
	    "\tn0 -> n3;\n"
	    "\tn1 -> n3;\n"
	    "\tn5 [label=\"add\\n8\"];\n"
	    "\tn3 -> n5;\n"
	    "\tn0 -> n5;\n"
	    "\tn6 [label=\"sub\\n3\"];\n"
	    "\tn5 -> n6;\n"
	    "\tn2 -> n6;\n"
	    "\tn7 [label=\"pow\\n9\"];\n"
	    "\tn6 -> n7;\n"
	    "}\n");
}
END_TEST

/* Only up to the result: what comes after it is not written. */
START_TEST(writes_dot_of_a_part)
{
	Var *square = small_expression();
	ck_assert_str_eq(
	    printed(print_dot, square->input[0]->input[0]->input[0]),
	    "digraph tape {\n"
	    "\trankdir=LR;\n"
	    "\tnode [shape=box];\n"
	    "\tn0 [label=\"x\\n2\"];\n"
	    "\tn1 [label=\"w\\n3\"];\n"
	    "\tn3 [label=\"mul\\n6\"];\n"
	    "\tn0 -> n3;\n"
	    "\tn1 -> n3;\n"
	    "}\n");
}
END_TEST

TESTS_IN_FOLDER("autograd_graph", prints_values, prints_gradients,
    prints_shapes, prints_one_number, prints_an_empty_tape, writes_dot,
    writes_dot_of_a_part)

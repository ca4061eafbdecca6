/*
 * Expressions as trees: what stands in "3*x**2 + 9".
 *
 * Six kinds of node are enough. A difference is a sum with a factor -1 in it,
 * a quotient a product with a power of -1, so each rule need be said only for
 * sums, products, powers and calls.
 *
 * Protocol: a Workshop makes nodes in an arena and counts them; nodes are
 * never changed, so trees may share branches. If a tree grows beyond
 * EXPRESSION_MAX_NODES, or a number beyond what a double holds, what is made
 * from then on is worthless: ask workshop_check at the end.
 */
#ifndef CHAPTERS_DERIVATIVES_EXPRESSION_H
#define CHAPTERS_DERIVATIVES_EXPRESSION_H

#include "common/handgrad.h"

enum {
	EXPRESSION_MAX_NODES = 200000,
	EXPRESSION_MAX_TEXT = 1000, /* characters */
	EXPRESSION_MAX_DEPTH = 100, /* brackets, signs and powers in brackets */
	EXPRESSION_MAX_NAME = 31,   /* characters of a variable's name */
};

typedef enum { NUMBER, VARIABLE, SUM, PRODUCT, POWER, CALL } Kind;

typedef enum {
	EXP,
	LOG,
	SQRT,
	SIN,
	COS,
	TANH,
	SIGMOID,
	RELU,
	STEP, /* relu's derivative: 1 above 0, else 0 */
	FUNCTIONS,
} Function;

typedef struct Expression Expression;
struct Expression {
	Kind kind;
	double number;     /* of a NUMBER */
	const char *name;  /* of a VARIABLE */
	Function function; /* of a CALL */
	int count;         /* children: 2 of a POWER, 1 of a CALL */
	const Expression **child;
};

typedef struct {
	Arena *arena;
	size_t nodes;
	bool overflow;  /* too many nodes */
	bool too_large; /* a number */
} Workshop;

/* False, with the error, if what the workshop made is worthless. */
bool workshop_check(const Workshop *workshop, Error *error);

/* The name of a function as one writes it: "exp". */
const char *function_name(Function function);

/* Nodes. The children must come from the same workshop (or outlive it). */
const Expression *number(Workshop *workshop, double value);
const Expression *variable(Workshop *workshop, const char *name, size_t length);
const Expression *call(
    Workshop *workshop, Function function, const Expression *argument);
const Expression *power(
    Workshop *workshop, const Expression *base, const Expression *exponent);

/* A sum or product of `count` children; the array is copied. */
const Expression *group(
    Workshop *workshop, Kind kind, int count, const Expression *const *child);

/* Shorthands: a + b, a * b, 1 / a. */
const Expression *plus(
    Workshop *workshop, const Expression *a, const Expression *b);
const Expression *times(
    Workshop *workshop, const Expression *a, const Expression *b);
const Expression *over(Workshop *workshop, const Expression *a);

/* Are the trees the same, node by node? */
bool same_expression(const Expression *a, const Expression *b);

/* Are they the same but for the order of terms and factors? For simplified
   expressions. */
bool alike_expressions(const Expression *a, const Expression *b);

/* Does the variable occur in the tree? */
bool depends_on(const Expression *e, const char *name);

/* Reads an expression: + - * / **, brackets, numbers, names, functions. On
   failure false, and an error of three lines: what is wrong, the text, a caret
   under the place. */
bool expression_parse(Workshop *workshop, const char *text,
    const Expression **result, Error *error);

/* The form that a person would write: like terms collected, numbers folded,
   zeros and ones dropped. */
const Expression *simplify(Workshop *workshop, const Expression *e);

/* The expression as text, into `text` of `size` bytes; returns the length that
   it has or would have. */
size_t expression_text(const Expression *e, char *text, size_t size);

/* Values for variables. */
typedef struct {
	int count;
	const char *name[8];
	double value[8];
} Point;

/* The value at a point, in double, or with every step rounded to float. A
   variable without a value is NaN. */
double expression_value(const Expression *e, const Point *at);
float expression_value_float(const Expression *e, const Point *at);

/* An expression along one variable, the others held at a point. */
typedef struct {
	const Expression *e;
	Point at;
	int along; /* the variable's place in `at` */
} Slice;

/* Its value where that variable is x; `slice` is a Slice. A curve, for
   central_difference. */
double slice_value(double x, const void *slice);

#endif

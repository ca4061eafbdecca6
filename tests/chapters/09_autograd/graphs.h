/*
 * What the tests of graphs draw and print.
 */
#ifndef TESTS_CHAPTERS_AUTOGRAD_GRAPHS_H
#define TESTS_CHAPTERS_AUTOGRAD_GRAPHS_H

#include "tests/chapters/pictures.h"

#include "tests/chapters/09_autograd/trial.h"

#include "chapters/09_autograd/graph.h"

/* (x w + x - t)^2, with an entry that has no part in it. */
static inline Var *
small_expression(void)
{
	Tape *tape = tape_new(step);
	Var *x = tape_leaf(tape, "x", tensor_scalar(step, 2));
	Var *w = tape_leaf(tape, "w", tensor_scalar(step, 3));
	Var *t = tape_constant(tape, "t", tensor_scalar(step, 5));
	Var *product = var_mul(x, w);
	var_exp(product);
	return var_pow(var_sub(var_add(product, x), t), 2);
}

/* Names that XML would take for something else; shapes, not values. */
static inline Var *
matrices(void)
{
	Tape *tape = tape_new(step);
	Var *x = tape_constant(tape, "<x>", numbered(SHAPE(4, 3)));
	Var *w = tape_leaf(tape, "w&b", numbered(SHAPE(3, 2)));
	Var *product = var_matmul(x, w);
	var_keep_gradient(product);
	Var *loss = var_mean_all(product);
	var_backward(loss);
	return loss;
}

#endif

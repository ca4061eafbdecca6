/*
 * NULL where something is needed: the message names the operation, what it
 * needs, and this line.
 *
 *     ck_null("linear", "x && w && b", linear(step, NULL, w, b));
 */
#ifndef TESTS_MISUSE_NULL_H
#define TESTS_MISUSE_NULL_H

#include "tests/support.h"

#define ck_null(operation, needs, ...) \
	ck_requires(operation ": NULL given, expected " needs, __VA_ARGS__)

/* A tensor of ones. */
static inline Tensor *
ones(Shape shape)
{
	return tensor_full(step, shape, 1);
}

#endif

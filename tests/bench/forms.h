/*
 * What abstraction costs: the same pass by hand, as layers, as modules and on
 * the tape.
 */
#ifndef TESTS_BENCH_FORMS_H
#define TESTS_BENCH_FORMS_H

#include <stdbool.h>

#include "common/tensor.h"

/* Forward and backward of the 784-50-1 net on x (n, 784) in the four forms of
   the book, in turns, beside chapter 6's. False, and says so, if the forms do
   not agree. At most MOST_TURNS turns count. */
bool time_forms(const Tensor *x, int turns);

#endif

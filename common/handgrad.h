/*
 * The library, in the order in which one meets it. A chapter includes this
 * one header; its calls then note their lines for REQUIRE's messages.
 *
 * A chapter's module is itself called by others, and their line is the one to
 * name. It says `#define MODULE_SOURCE` first, and notes nothing.
 */
#ifndef COMMON_HANDGRAD_H
#define COMMON_HANDGRAD_H

#include "common/real.h"        /* the element type */
#include "common/error.h"       /* what the world did wrong */
#include "common/require.h"     /* what the programmer did wrong */
#include "common/arena.h"       /* memory with one lifetime */
#include "common/tensor.h"      /* a grid of numbers */
#include "common/views.h"       /* other headers over the same data */
#include "common/broadcast.h"   /* shapes that differ */
#include "common/elementwise.h" /* arithmetic, comparison, exp and log */
#include "common/update.h"      /* tensors that change in place */
#include "common/reduce.h"      /* sums, means, maxima */
#include "common/matmul.h"      /* the matrix product */
#include "common/random.h"      /* torch's random stream */
#include "common/print.h"       /* tensors as text */
#include "common/digit.h"       /* a digit in the terminal */
#include "common/svg.h"         /* pictures that a program draws itself */
#ifndef MODULE_SOURCE
#include "common/callers.h" /* last: wraps the calls above */
#endif

#endif

/*
 * Real: the one element type. Float by default; `make REAL=double` builds the
 * same source in double, under a folder of its own.
 *
 * <tgmath.h> picks expf or exp to match, so no formula is written twice.
 */
#ifndef COMMON_REAL_H
#define COMMON_REAL_H

#include <float.h>

#ifdef REAL_DOUBLE
typedef double Real;
#define REAL_EPSILON DBL_EPSILON
#define REAL_MAX DBL_MAX
#define REAL_NAME "double"
#else
typedef float Real;
#define REAL_EPSILON FLT_EPSILON
#define REAL_MAX FLT_MAX
#define REAL_NAME "float"
#endif

#endif

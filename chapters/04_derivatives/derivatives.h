/*
 * Chapter 4's module: the derivative, by rule and by measurement.
 */
#ifndef CHAPTERS_DERIVATIVES_H
#define CHAPTERS_DERIVATIVES_H

#include "chapters/04_derivatives/expression.h"

/* The derivative of e with respect to the variable, by rule, not simplified. */
const Expression *differentiate(
    Workshop *workshop, const Expression *e, const char *variable_name);

/* Parses, differentiates, simplifies and writes, all in `arena`: "3*x**2 + 9"
   and "x" give "6*x". False if the text is wrong or the result too long. */
bool derivative_text(Arena *arena, const char *text, const char *variable_name,
    char *result, size_t size, Error *error);

/* A function of one number, with whatever else it needs to know. */
typedef double Curve(double x, const void *context);

/* The slope by measurement: (f(x + h) - f(x - h)) / (2 h), error of order
   h^2 until rounding takes over. */
double central_difference(Curve *f, const void *context, double x, double h);

#endif

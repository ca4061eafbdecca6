/*
 * Findings: a few numbers that pin a result, so that results of a hundred
 * megabytes in different processes can be compared.
 *
 * For a matrix c that is the sum over i and j of u[i] c[i][j] u[j], with
 * weights u of either sign and of size 1/2 to 1, and as its scale the root of
 * the sum of squares. One wrong element moves the sum by far more than rounding
 * does. For a product c = a b the sum is (u a) (b u), which is found without
 * the product.
 */
#ifndef TESTS_BENCH_FINDINGS_H
#define TESTS_BENCH_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/tensor.h"

enum { MOST_FINDINGS = 8 };

typedef struct {
	double value, scale;
} Finding;

typedef struct {
	int count;
	Finding at[MOST_FINDINGS];
} Findings;

/* u[i]; the children in Python use the same. */
double finding_weight(size_t i);

/* Appends what pins a number, or rows * columns numbers that lie row by row;
   columns are at most SQUARE. */
void find_number(Findings *findings, double number);
void find_matrix(
    Findings *findings, const Real *data, size_t rows, size_t columns);

/* The same for a contiguous tensor of two axes, or of one: a column. */
void find_tensor(Findings *findings, const Tensor *t);

/* Do values and scales differ by at most `tolerance` times the scale that is
   expected? */
bool findings_agree(
    const Findings *found, const Findings *expected, double tolerance);

#endif

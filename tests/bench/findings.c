#include "tests/bench/findings.h"

#include <math.h>

#include "common/require.h"
#include "tests/bench/bench.h"

double
finding_weight(size_t i)
{
	double u = (double)(i * 613 % 1009) / 1009 - 0.5;
	return u < 0 ? u - 0.5 : u + 0.5;
}

static void
append(Findings *findings, double value, double scale)
{
	REQUIRE(findings->count < MOST_FINDINGS, "more than %d findings",
	    (int)MOST_FINDINGS);
	findings->at[findings->count++] = (Finding){value, scale};
}

void
find_number(Findings *findings, double number)
{
	append(findings, number, fabs(number));
}

/* Column by column, so that the loop becomes vectors. */
void
find_matrix(Findings *findings, const Real *data, size_t rows, size_t columns)
{
	static double sum[SQUARE], squares[SQUARE];
	REQUIRE(columns <= SQUARE, "%zu columns", columns);
	for (size_t j = 0; j < columns; j++)
		sum[j] = squares[j] = 0;
	for (size_t i = 0; i < rows; i++, data += columns) {
		double weight = finding_weight(i);
		for (size_t j = 0; j < columns; j++) {
			double element = (double)data[j];
			sum[j] += weight * element;
			squares[j] += element * element;
		}
	}
	double value = 0, square = 0;
	for (size_t j = 0; j < columns; j++) {
		value += finding_weight(j) * sum[j];
		square += squares[j];
	}
	append(findings, value, sqrt(square));
}

void
find_tensor(Findings *findings, const Tensor *t)
{
	REQUIRE(tensor_is_contiguous(t), "%s with gaps", SHAPE_TEXT(t));
	size_t columns = t->ndim == 2 ? t->shape[1] : 1;
	find_matrix(findings, t->data, tensor_count(t) / columns, columns);
}

/* False for NaN, too. */
static bool
near(double found, double expected, double most)
{
	return fabs(found - expected) <= most;
}

bool
findings_agree(
    const Findings *found, const Findings *expected, double tolerance)
{
	if (found->count != expected->count)
		return false;
	for (int i = 0; i < found->count; i++) {
		Finding f = found->at[i], e = expected->at[i];
		double most = tolerance * e.scale;
		if (!near(f.value, e.value, most) ||
		    !near(f.scale, e.scale, most))
			return false;
	}
	return true;
}

#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/06_gradients/judge.h"

#include <math.h>

/* The index of element number `at` of a shape, counted row by row. */
static void
unravel(const Tensor *t, size_t at, size_t index[TENSOR_MAX_NDIM])
{
	for (int axis = t->ndim - 1; axis >= 0; axis--) {
		index[axis] = at % t->shape[axis];
		at /= t->shape[axis];
	}
}

static Real *
element(const Tensor *t, size_t at)
{
	size_t index[TENSOR_MAX_NDIM];
	unravel(t, at, index);
	return tensor_at(t, index);
}

/* A tensor whose elements are asked for one by one, many times. */
typedef struct {
	const Tensor *t;
	bool contiguous;
} Elements;

static Elements
elements_of(const Tensor *t)
{
	return (Elements){t, tensor_is_contiguous(t)};
}

static double
value_at(Elements elements, size_t at)
{
	return (double)(elements.contiguous ? elements.t->data[at]
					    : *element(elements.t, at));
}

static void
require_gradient(const Claim *claim)
{
	REQUIRE_IN("judge", claim->gradient, "no gradient recorded for %s",
	    claim->name);
}

static void
require_shapes(const Claim *claim, const Tensor *other)
{
	require_gradient(claim);
	REQUIRE_IN("judge",
	    shape_equal(tensor_shape(claim->gradient), tensor_shape(other)),
	    "%s %s on trial, %s expected", claim->name,
	    SHAPE_TEXT(claim->gradient), SHAPE_TEXT(other));
}

/* Writes down the first element that is found wrong. */
static void
convict(Judgement *judgement, const Claim *claim, size_t at, double expected,
    double found)
{
	if (!judgement->right)
		return;
	judgement->right = false;
	judgement->expected = expected;
	judgement->found = found;
	snprintf(judgement->name, sizeof judgement->name, "%s", claim->name);
	size_t index[TENSOR_MAX_NDIM], length = 0;
	unravel(claim->gradient, at, index);
	for (int axis = 0; axis < claim->gradient->ndim; axis++)
		length += (size_t)snprintf(judgement->index + length,
		    sizeof judgement->index - length, axis ? ", %zu" : "%zu",
		    index[axis]);
}

/* Compares one element with what is expected; `scale` is the largest expected
   value of its tensor. */
static void
judge_element(Judgement *judgement, const Claim *claim, size_t at, double found,
    double expected, double scale)
{
	/* Beside infinity, whatever is finite would be right. */
	double size = fmax(fabs(expected), isfinite(scale) ? scale / 100 : 0);
	double error = found == expected ? 0 : fabs(found - expected) / size;
	judgement->looked++;
	if (error > judgement->largest || isnan(error))
		judgement->largest = error;
	if (!(error <= judgement->tolerance))
		convict(judgement, claim, at, expected, found);
}

/* The number of the first element that is no number, or else of the largest. */
static size_t
largest_element(const Tensor *t)
{
	Elements elements = elements_of(t);
	size_t best = 0;
	double size = 0;
	for (size_t at = 0, n = tensor_count(t); at < n; at++) {
		double value = fabs(value_at(elements, at));
		if (isnan(value))
			return at;
		if (value > size) {
			best = at;
			size = value;
		}
	}
	return best;
}

/* How the loss is measured. */
typedef struct {
	Arena *step;
	Loss *loss;
	void *context;
	double h;
	double here; /* the loss where nothing has moved */
} Measure;

static double
loss_now(const Measure *measure)
{
	double loss = measure->loss(measure->step, measure->context);
	arena_reset(measure->step);
	return loss;
}

/* What the loss does when one element moves to both sides. */
typedef struct {
	double slope; /* from one side to the other */
	double bend;  /* the slope to the right less the slope to the left */
} Slopes;

static Slopes
slopes(const Measure *measure, Real *moved, double h)
{
	Real kept = *moved;
	*moved = (Real)((double)kept + h);
	double right = (double)*moved - (double)kept;
	double up = loss_now(measure) - measure->here;
	*moved = (Real)((double)kept - h);
	double left = (double)kept - (double)*moved;
	double down = loss_now(measure) - measure->here;
	*moved = kept;
	return (Slopes){(up - down) / (right + left), up / right + down / left};
}

/* Is there a kink nearby by which a slope may be off by more than `most`? One
   at some distance shows in two slopes that differ. One at the element itself
   does not: both are the mean of its two slopes. But there the bend does not
   shrink with the step, as it does where all is smooth. */
static bool
is_kink(Slopes wide, Slopes near, double most)
{
	double corner = (3 * near.bend - wide.bend) / 2; /* at step 0 */
	return fabs(wide.slope - near.slope) > most || fabs(corner) / 2 > most;
}

/* Tries element number `at`; `scale` is the claim's largest value. */
static void
judge_slope(Judgement *judgement, const Measure *measure, const Claim *claim,
    size_t at, double scale)
{
	Real *moved = element(claim->tensor, at);
	Slopes wide = slopes(measure, moved, measure->h);
	Slopes near = slopes(measure, moved, measure->h / 3);
	double size = fmax(fabs(near.slope), scale / 100);
	if (is_kink(wide, near, judgement->tolerance * size))
		judgement->skipped++;
	else
		judge_element(judgement, claim, at,
		    (double)*element(claim->gradient, at), near.slope, scale);
}

/* Tries the elements of one claim, all or the largest and random others. */
static void
judge_slopes(Judgement *judgement, const Measure *measure, const Claim *claim,
    size_t looks, Random *random)
{
	size_t n = tensor_count(claim->tensor);
	if (n == 0)
		return;
	size_t first = largest_element(claim->gradient);
	double scale = fabs((double)*element(claim->gradient, first));
	for (size_t look = 0; look < looks && look < n; look++) {
		size_t at = n <= looks  ? look
			    : look == 0 ? first
					: random_u32(random) % n;
		judge_slope(judgement, measure, claim, at, scale);
	}
}

double
judge_within(double in_float, double in_double)
{
	return sizeof(Real) == sizeof(float) ? in_float : in_double;
}

double
judge_within_rounding(void)
{
	return judge_within(1e-4, 1e-12);
}

Judgement
judge_by_differences(Arena *step, Loss *loss, void *context,
    const Claim *claims, int count, size_t looks, double h, double tolerance)
{
	Judgement judgement = {.right = true, .tolerance = tolerance};
	for (int i = 0; i < count; i++)
		require_shapes(&claims[i], claims[i].tensor);
	Measure measure = {step, loss, context, h, 0};
	measure.here = loss_now(&measure);
	Random random;
	random_seed(&random, 1);
	for (int i = 0; i < count; i++)
		judge_slopes(&judgement, &measure, &claims[i], looks, &random);
	return judgement;
}

Judgement
judge_by_stored(
    const Claim *claims, int count, const Stored *stored, double tolerance)
{
	Judgement judgement = {.right = true, .tolerance = tolerance};
	for (int i = 0; i < count; i++) {
		double scale = 0;
		require_gradient(&claims[i]);
		for (size_t j = 0; j < stored[i].count; j++)
			scale = fmax(scale, fabs(stored[i].value[j]));
		for (size_t j = 0; j < stored[i].count; j++) {
			REQUIRE(
			    stored[i].at[j] < tensor_count(claims[i].gradient),
			    "element %zu of %s %s", stored[i].at[j],
			    claims[i].name, SHAPE_TEXT(claims[i].gradient));
			judge_element(&judgement, &claims[i], stored[i].at[j],
			    (double)*element(
				claims[i].gradient, stored[i].at[j]),
			    stored[i].value[j], scale);
		}
	}
	return judgement;
}

Judgement
judge_by_tensors(const Claim *claims, int count, const Tensor *const *expected,
    double tolerance)
{
	Judgement judgement = {.right = true, .tolerance = tolerance};
	for (int i = 0; i < count; i++) {
		require_shapes(&claims[i], expected[i]);
		size_t n = tensor_count(expected[i]);
		double scale = n ? fabs((double)*element(expected[i],
				       largest_element(expected[i])))
				 : 0;
		Elements found = elements_of(claims[i].gradient);
		Elements right = elements_of(expected[i]);
		for (size_t at = 0; at < n; at++)
			judge_element(&judgement, &claims[i], at,
			    value_at(found, at), value_at(right, at), scale);
	}
	return judgement;
}

void
judgement_print(FILE *out, const char *judge, const Judgement *judgement)
{
	if (judgement->right && judgement->looked > 0)
		fprintf(
		    out, "%s: right within %g\n", judge, judgement->tolerance);
	else if (judgement->right)
		fprintf(out, "%s: nothing could be judged\n", judge);
	else
		fprintf(out, "%s: wrong: %s[%s] is %.6g, expected %.6g\n",
		    judge, judgement->name, judgement->index, judgement->found,
		    judgement->expected);
}

/*
 * What the tests of a whole pass share: small nets with a batch, the claims of
 * their five gradients, and the chain rule image by image, in plain loops.
 */
#ifndef TESTS_CHAPTERS_PASSES_H
#define TESTS_CHAPTERS_PASSES_H

#include "tests/common/oracle.h"

#include "chapters/06_gradients/judge.h"
#include "chapters/06_gradients/pitfalls.h"

#ifdef REAL_DOUBLE
static const double near = 1e-12, moved = 1e-5, near_slope = 1e-5;
#else
static const double near = 1e-4, moved = 1e-2, near_slope = 5e-2;
#endif

enum { CLAIMS = 5, ALL = 1000 };

/* A net and a batch, and the five gradients. */
static inline void
make_claims(const Example *e, Claim claims[CLAIMS])
{
	claims[0] = (Claim){"x.g", e->x, e->x->g};
	claims[1] = (Claim){"w1.g", e->net.w1, e->net.w1->g};
	claims[2] = (Claim){"b1.g", e->net.b1, e->net.b1->g};
	claims[3] = (Claim){"w2.g", e->net.w2, e->net.w2->g};
	claims[4] = (Claim){"b2.g", e->net.b2, e->net.b2->g};
}

static inline Example
any_example(Random *random, size_t n, size_t inputs, size_t hidden)
{
	Example e = {
	    .net = net_draw(step, random, inputs, hidden, 1, BIASES_NORMAL),
	    .x = tensor_new(step, SHAPE(n, inputs)),
	    .target = tensor_new(step, SHAPE(n))};
	random_normal(random, e.x);
	random_integers(random, e.target, 0, 10);
	return e;
}

static inline void
check_right(Judgement judgement)
{
	ck_assert_msg(judgement.right, "%s[%s] is %g, not %g", judgement.name,
	    judgement.index, judgement.found, judgement.expected);
	ck_assert_uint_gt(judgement.looked, 0);
}

/* The chain rule for one image, in plain loops and in double; adds to sums of
   the claims' sizes. */
static inline void
add_image(const Example *e, size_t row, double *sums[CLAIMS])
{
	const Net *net = &e->net;
	size_t m = e->x->shape[1], hidden = net->b1->shape[0];
	const Real *x = e->x->data + row * m;
	double l1[ALL], out = (double)net->b2->data[0];
	for (size_t j = 0; j < hidden; j++) {
		l1[j] = (double)net->b1->data[j];
		for (size_t k = 0; k < m; k++)
			l1[j] += (double)x[k] *
				 (double)net->w1->data[k * hidden + j];
		out += fmax(l1[j], 0) * (double)net->w2->data[j];
	}
	double off = out - (double)e->target->data[row];
	double out_g = 2 * off / (double)e->x->shape[0];
	sums[4][0] += out_g;
	for (size_t j = 0; j < hidden; j++) {
		double l1_g = l1[j] > 0 ? out_g * (double)net->w2->data[j] : 0;
		sums[3][j] += out_g * fmax(l1[j], 0);
		sums[2][j] += l1_g;
		for (size_t k = 0; k < m; k++) {
			size_t at = k * hidden + j;
			sums[1][at] += l1_g * (double)x[k];
			sums[0][row * m + k] += l1_g *
						(double)net->w1->data[at];
		}
	}
}

/* The five gradients, image by image. */
static inline void
image_by_image(const Example *e, const Claim *claims, Stored stored[CLAIMS])
{
	double *sums[CLAIMS];
	for (int i = 0; i < CLAIMS; i++) {
		size_t count = tensor_count(claims[i].tensor);
		size_t *at = arena_alloc(step, count, sizeof *at);
		sums[i] = arena_alloc(step, count, sizeof *sums[i]);
		for (size_t j = 0; j < count; j++) {
			at[j] = j;
			sums[i][j] = 0;
		}
		stored[i] = (Stored){count, at, sums[i]};
	}
	for (size_t row = 0; row < e->x->shape[0]; row++)
		add_image(e, row, sums);
}

#endif

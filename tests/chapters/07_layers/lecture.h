/*
 * The lecture's net in both forms: chapter 6's Net, and chapter 7's layers over
 * the same parameters, with a batch to try them on.
 */
#ifndef TESTS_CHAPTERS_LECTURE_H
#define TESTS_CHAPTERS_LECTURE_H

#include "tests/support.h"

#include "chapters/06_gradients/judge.h"
#include "chapters/07_layers/layers.h"

enum { CLAIMS = 5 };

typedef struct {
	Net net;
	Tensor *x;            /* (n, inputs) */
	const Tensor *target; /* (n,) */
	Linear first, second;
	Relu between;
	Layer *layers[3];
	Model model;
} Lecture;

/* In `step`, since the model keeps addresses. */
static inline Lecture *
lecture_of(Net net, Tensor *x, const Tensor *target)
{
	Lecture *l = arena_alloc(step, 1, sizeof *l);
	*l = (Lecture){.net = net,
	    .x = x,
	    .target = target,
	    .first = linear_layer(net.w1, net.b1),
	    .second = linear_layer(net.w2, net.b2),
	    .between = relu_layer()};
	l->layers[0] = &l->first.layer;
	l->layers[1] = &l->between.layer;
	l->layers[2] = &l->second.layer;
	l->model = model_of(l->layers, 3);
	return l;
}

/* Normal numbers, and labels of ten classes. */
static inline Lecture *
any_lecture(Random *random, size_t n, size_t inputs, size_t hidden)
{
	Net net = net_draw(step, random, inputs, hidden, 1, BIASES_NORMAL);
	Tensor *x = tensor_new(step, SHAPE(n, inputs)); /* (n, inputs) */
	Tensor *target = tensor_new(step, SHAPE(n));    /* (n,) */
	random_normal(random, x);
	random_integers(random, target, 0, 10);
	return lecture_of(net, x, target);
}

/* Forward and back through the layers; the loss. */
static inline double
lecture_pass(Lecture *l)
{
	double loss = model_forward(step, &l->model, l->x, l->target);
	model_backward(step, &l->model);
	return loss;
}

static inline void
make_claims(const Net *net, Tensor *x, Claim claims[CLAIMS])
{
	claims[0] = (Claim){"x.g", x, x->g};
	claims[1] = (Claim){"w1.g", net->w1, net->w1->g};
	claims[2] = (Claim){"b1.g", net->b1, net->b1->g};
	claims[3] = (Claim){"w2.g", net->w2, net->w2->g};
	claims[4] = (Claim){"b2.g", net->b2, net->b2->g};
}

static inline void
check_right(Judgement judgement)
{
	ck_assert_msg(judgement.right, "%s[%s] is %.17g, not %.17g",
	    judgement.name, judgement.index, judgement.found,
	    judgement.expected);
	ck_assert_uint_gt(judgement.looked, 0);
}

/* The same numbers, without gradients. */
static inline Net
net_clone(const Net *net)
{
	return (Net){tensor_clone(step, net->w1), tensor_clone(step, net->b1),
	    tensor_clone(step, net->w2), tensor_clone(step, net->b2)};
}

/* Asserts that both forms have one loss, and that the five gradients that lie
   in the net and its x are those of chapter 6. */
static inline void
check_by_hand(const Lecture *l, double loss)
{
	Net net = net_clone(&l->net);
	Tensor *x = tensor_view(step, l->x); /* (n, inputs) */
	ck_assert(forward_and_backward(step, &net, x, l->target) == loss);
	Claim claims[CLAIMS];
	make_claims(&l->net, l->x, claims);
	const Tensor *const expected[CLAIMS] = {
	    x->g, net.w1->g, net.b1->g, net.w2->g, net.b2->g};
	check_right(judge_by_tensors(
	    claims, CLAIMS, expected, judge_within_rounding()));
}

#endif

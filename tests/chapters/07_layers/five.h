/*
 * The net on which a shared relu is tried, as five layers.
 */
#ifndef TESTS_CHAPTERS_FIVE_H
#define TESTS_CHAPTERS_FIVE_H

#include "tests/common/oracle.h"

#include "chapters/07_layers/pitfalls.h"

/* Deep's net as layers, with a relu in each place. */
typedef struct {
	Deep deep;
	Linear l1, l2, l3;
	Relu r1, r2;
	Layer *layers[5];
	Model model;
} Five;

static inline Five *
five_new(void)
{
	Five *f = arena_alloc(step, 1, sizeof *f);
	*f = (Five){.deep = deep_new(step)};
	f->l1 = linear_layer(f->deep.w1, tensor_clone(step, f->deep.zeros));
	f->l2 = linear_layer(f->deep.w2, tensor_clone(step, f->deep.zeros));
	f->l3 = linear_layer(f->deep.w3, f->deep.zero);
	f->r1 = relu_layer();
	f->r2 = relu_layer();
	f->layers[0] = &f->l1.layer;
	f->layers[1] = &f->r1.layer;
	f->layers[2] = &f->l2.layer;
	f->layers[3] = &f->r2.layer;
	f->layers[4] = &f->l3.layer;
	f->model = model_of(f->layers, 5);
	return f;
}

#endif

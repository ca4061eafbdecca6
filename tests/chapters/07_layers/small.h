/*
 * A small layer with whole numbers, and assertions about what one remembers.
 */
#ifndef TESTS_CHAPTERS_SMALL_LAYER_H
#define TESTS_CHAPTERS_SMALL_LAYER_H

#include "tests/common/oracle.h"

#include "chapters/07_layers/layers.h"

/* Two inputs, three outputs. */
static inline Linear
small_linear(void)
{
	return linear_layer(tensor_of(step, SHAPE(2, 3), 1, 2, 3, 4, 5, 6),
	    tensor_of(step, SHAPE(3), 10, 20, 30));
}

static inline Tensor *
small_x(void)
{
	return tensor_of(step, SHAPE(2, 2), 1, -2, 3, 4); /* (2, 2) */
}

/* What comes from behind small_linear's output. */
static inline Tensor *
small_g(void)
{
	return tensor_of(step, SHAPE(2, 3), 1, 0, -1, 2, 3, 1); /* (2, 3) */
}

/* Whatever is behind the layer has put this gradient there. */
static inline void
back(Layer *layer, Tensor *out, Tensor *g)
{
	out->g = g;
	layer_backward(step, layer);
}

static inline void
check_nothing(const Memory *memory)
{
	ck_assert_ptr_null(memory->x);
	ck_assert_ptr_null(memory->out);
	ck_assert_ptr_null(memory->arena);
	ck_assert_uint_eq(memory->resets, 0);
}

/* The tensors themselves, not copies. */
static inline void
check_memory(const Memory *memory, const Tensor *x, const Tensor *out)
{
	ck_assert_ptr_eq(memory->x, x);
	ck_assert_ptr_eq(memory->out, out);
	ck_assert_ptr_eq(memory->arena, step);
	ck_assert_uint_eq(memory->resets, arena_resets(step));
}

#endif

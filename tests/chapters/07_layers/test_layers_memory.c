/*
 * Chapter 7: what a layer remembers, where that lives, and when it is forgotten.
 */
#include "tests/chapters/07_layers/small.h"

START_TEST(forward_remembers)
{
	arena_reset(step);
	arena_reset(step);
	Linear linear = small_linear();
	Relu relu = relu_layer();
	Mse mse = {0};
	Tensor *x = small_x();                                  /* (2, 2) */
	Tensor *out = layer_forward(step, &linear.layer, x);    /* (2, 3) */
	Tensor *h = layer_forward(step, &relu.layer, out);      /* (2, 3) */
	Tensor *output = tensor_narrow(step, h, 1, 0, 1);       /* (2, 1) */
	const Tensor *target = tensor_of(step, SHAPE(2), 1, 2); /* (2,) */
	mse_forward(step, &mse, output, target);
	check_memory(&linear.layer.last, x, out);
	check_memory(&relu.layer.last, out, h);
	check_memory(&mse.last, output, NULL);
	ck_assert_ptr_eq(mse.target, target);
	ck_assert_ptr_eq(out->arena, step);
	ck_assert_ptr_eq(h->arena, step);
}
END_TEST

START_TEST(backward_forgets)
{
	Linear linear = small_linear();
	Tensor *x = small_x(); /* (2, 2) */
	back(&linear.layer, layer_forward(step, &linear.layer, x), small_g());
	check_nothing(&linear.layer.last);
	Relu relu = relu_layer();
	x = small_x();
	back(&relu.layer, layer_forward(step, &relu.layer, x), small_x());
	check_nothing(&relu.layer.last);
	Mse mse = {0};
	Tensor *output = tensor_of(step, SHAPE(2, 1), 2, 7); /* (2, 1) */
	mse_forward(step, &mse, output, tensor_of(step, SHAPE(2), 3, 5));
	mse_backward(step, &mse);
	check_nothing(&mse.last);
}
END_TEST

/* A forward without a backward, as for validation, is overwritten. */
START_TEST(the_last_forward_counts)
{
	Linear linear = small_linear();
	Tensor *other = numbered(SHAPE(5, 2)), *x = small_x(); /* (2, 2) */
	layer_forward(step, &linear.layer, other);
	Tensor *out = layer_forward(step, &linear.layer, x); /* (2, 3) */
	check_memory(&linear.layer.last, x, out);
	back(&linear.layer, out, small_g());
	ck_assert_ptr_null(other->g);
	ck_tensor(linear.w->g, SHAPE(2, 3), 0, 7, 9, 2, 6, 12, 6);

	Mse mse = {0};
	Tensor *first = tensor_of(step, SHAPE(1, 1), 9);     /* (1, 1) */
	Tensor *output = tensor_of(step, SHAPE(2, 1), 2, 7); /* (2, 1) */
	mse_forward(step, &mse, first, tensor_of(step, SHAPE(1), 0));
	mse_forward(step, &mse, output, tensor_of(step, SHAPE(2), 3, 5));
	mse_backward(step, &mse);
	ck_assert_ptr_null(first->g);
	ck_tensor(output->g, SHAPE(2, 1), 0, -1, 2);
}
END_TEST

/* What forward makes lives in its arena, wherever the input lives. */
START_TEST(forward_in_another_arena)
{
	Arena *other = arena_create("other");
	Linear linear = small_linear();
	Relu relu = relu_layer();
	Mse mse = {0};
	Tensor *x = small_x();                                  /* (2, 2) */
	Tensor *column = tensor_of(step, SHAPE(2, 1), 2, 7);    /* (2, 1) */
	const Tensor *target = tensor_of(step, SHAPE(2), 3, 5); /* (2,) */
	size_t used = arena_used(step);
	ck_assert_ptr_eq(layer_forward(other, &linear.layer, x)->arena, other);
	ck_assert_ptr_eq(layer_forward(other, &relu.layer, x)->arena, other);
	mse_forward(other, &mse, column, target);
	ck_assert_uint_eq(arena_used(step), used);
	ck_assert_ptr_eq(linear.layer.last.arena, other);
	ck_assert_ptr_eq(relu.layer.last.arena, other);
	ck_assert_ptr_eq(mse.last.arena, other);
	arena_destroy(other);
}
END_TEST

/* Backward's arena holds its temporaries, and nothing that stays. */
START_TEST(backward_in_another_arena)
{
	Arena *other = arena_create("other");
	Linear linear = small_linear();
	Relu relu = relu_layer();
	Mse mse = {0};
	Tensor *x = small_x();                               /* (2, 2) */
	Tensor *out = layer_forward(step, &linear.layer, x); /* (2, 3) */
	Tensor *h = layer_forward(step, &relu.layer, out);   /* (2, 3) */
	Tensor *output = tensor_of(step, SHAPE(2, 1), 2, 7); /* (2, 1) */
	mse_forward(step, &mse, output, tensor_of(step, SHAPE(2), 3, 5));
	mse_backward(other, &mse);
	size_t used = arena_used(other);
	ck_assert_uint_gt(used, 0);
	h->g = small_g();
	layer_backward(other, &relu.layer);
	ck_assert_uint_gt(arena_used(other), used);
	used = arena_used(other);
	layer_backward(other, &linear.layer);
	ck_assert_uint_gt(arena_used(other), used);
	arena_reset(other);
	ck_tensor(output->g, SHAPE(2, 1), 0, -1, 2);
	ck_tensor(out->g, SHAPE(2, 3), 0, 1, 0, -1, 2, 3, 1);
	ck_tensor(x->g, SHAPE(2, 2), 0, -2, -2, 11, 29);
	ck_tensor(linear.w->g, SHAPE(2, 3), 0, 7, 9, 2, 6, 12, 6);
	arena_destroy(other);
}
END_TEST

/* A loop of steps: each reset ends what was remembered, and the next forward
   begins anew. */
START_TEST(forward_after_a_reset)
{
	Arena *parameters = arena_create("model");
	Linear linear = linear_layer(tensor_clone(parameters, small_linear().w),
	    tensor_clone(parameters, small_linear().b));
	Relu relu = relu_layer();
	for (int i = 1; i <= 3; i++) {
		arena_reset(step);
		Tensor *x = small_x(); /* (2, 2) */
		Tensor *out = layer_forward(
		    step, &linear.layer, x);                       /* (2, 3) */
		Tensor *h = layer_forward(step, &relu.layer, out); /* (2, 3) */
		if (i == 2)
			continue; /* no backward: it is too late for it then */
		back(&relu.layer, h, small_g());
		layer_backward(step, &linear.layer);
		ck_tensor(x->g, SHAPE(2, 2), 0, -2, -2, 11, 29);
	}
	ck_tensor(linear.b->g, SHAPE(3), 0, 6, 6, 0);
	arena_destroy(parameters);
}
END_TEST

START_TEST(recall_gives_back_once)
{
	Tensor *x = numbered(SHAPE(1)), *out = numbered(SHAPE(2));
	Memory memory;
	ck_assert_ptr_eq(remember(step, &memory, x, out), out);
	check_memory(&memory, x, out);
	Memory last = recall("test", &memory);
	check_memory(&last, x, out);
	check_nothing(&memory);
	const char *text = "test: backward without a forward of its own";
	ck_requires(text, CALLED(recall("test", &memory)));
	ck_assert_ptr_null(remember(step, &memory, x, NULL));
	check_memory(&memory, x, NULL);
	last = recall("test", &memory);
	check_memory(&last, x, NULL);
}
END_TEST

/* Only the arena that it lies in, and only a reset after it was noted. */
START_TEST(recall_looks_at_the_arena)
{
	Arena *other = arena_create("other");
	arena_reset(step);
	Memory memory;
	remember(step, &memory, numbered(SHAPE(1)), NULL);
	arena_reset(other);
	arena_reset(other);
	recall("test", &memory);
	remember(step, &memory, numbered(SHAPE(1)), NULL);
	arena_reset(step);
	const char *text = "test: arena 'step' was reset after forward: what "
			   "it remembered is gone";
	ck_requires(text, CALLED(recall("test", &memory)));
	remember(other, &memory, tensor_zeros(other, SHAPE(1)), NULL);
	arena_reset(other);
	text = "test: arena 'other' was reset after forward: what it "
	       "remembered is gone";
	ck_requires(text, CALLED(recall("test", &memory)));
	arena_destroy(other);
}
END_TEST

TESTS("layers_memory", forward_remembers, backward_forgets,
    the_last_forward_counts, forward_in_another_arena,
    backward_in_another_arena, forward_after_a_reset, recall_gives_back_once,
    recall_looks_at_the_arena)

/*
 * Chapter 6: the pass by blocks of rows, beside the pass for all rows, by hand
 * and against the judges; blocks of any size, and what the arenas hold.
 */
#include "tests/chapters/06_gradients/passes.h"

#include "chapters/06_gradients/by_blocks.h"
#include "common/parallel.h"

static double
run(Example *e, size_t rows)
{
	return forward_and_backward_in_blocks_of(
	    step, rows, &e->net, e->x, e->target);
}

/* The same numbers, and no gradients. */
static Example
again(const Example *e)
{
	const Net *net = &e->net;
	return (Example){
	    .net = {tensor_view(step, net->w1), tensor_view(step, net->b1),
		tensor_view(step, net->w2), tensor_view(step, net->b2)},
	    .x = tensor_view(step, e->x),
	    .target = e->target};
}

/* In memory that was used before: x.g is written, and not added to that. */
START_TEST(by_hand)
{
	tensor_full(step, SHAPE(10000), (Real)NAN);
	arena_reset(step);
	for (size_t rows = 1; rows <= 4; rows++) {
		Example e = example_new(step);
		ck_assert_double_eq_tol(run(&e, rows), 4.0625, near);
		ck_tensor(e.net.w1->g, SHAPE(2, 2), near, 3, -2, -7.0 / 3, 2.5);
		ck_tensor(e.net.b1->g, SHAPE(2), near, 4.0 / 3, 7.0 / 3);
		ck_tensor(e.net.w2->g, SHAPE(2, 1), near, 11.0 / 12, -49.0 / 6);
		ck_tensor(e.net.b2->g, SHAPE(1), near, -1.5);
		ck_tensor(e.x->g, SHAPE(3, 2), near, -0.5, 1.0 / 6, -13.0 / 6,
		    13.0 / 3, 5.0 / 3, 5.0 / 6);
	}
}
END_TEST

/* Loss and gradients within `tolerance` of those of the pass for all rows. */
static void
check_whole(const Example *e, size_t rows, double tolerance)
{
	Example whole = again(e), blocks = again(e);
	double expected = forward_and_backward(
	    step, &whole.net, whole.x, whole.target);
	double loss = run(&blocks, rows);
	ck_assert(fabs(loss - expected) <= tolerance * expected);
	Claim claims[CLAIMS], wholes[CLAIMS];
	make_claims(&blocks, claims);
	make_claims(&whole, wholes);
	const Tensor *gradients[CLAIMS];
	for (int i = 0; i < CLAIMS; i++)
		gradients[i] = wholes[i].gradient;
	check_right(judge_by_tensors(claims, CLAIMS, gradients, tolerance));
}

/* Also where a single block is the whole pass. */
START_TEST(agrees_with_the_whole_pass)
{
	Random random;
	random_seed(&random, 1);
	for (int trial = 0; trial < 60; trial++) {
		size_t n = 1 + below(&random, 60);
		Example e = any_example(
		    &random, n, 1 + below(&random, 20), 1 + below(&random, 20));
		check_whole(&e, 1, near);
		check_whole(&e, 7, near);
		check_whole(&e, 1 + below(&random, n), near);
		check_whole(&e, n, near);
		check_whole(&e, n + 1, near);
		check_whole(&e, (size_t)-1, near);
		arena_reset(step);
	}
}
END_TEST

/* Blocks of the size that a reader gets, the last one full or not. */
START_TEST(agrees_image_by_image)
{
	Random random;
	random_seed(&random, 2);
	const size_t sizes[] = {1, 2, cached_rows - 1, cached_rows,
	    cached_rows + 1, 2 * cached_rows, 2 * cached_rows + 44};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		Example e = any_example(&random, sizes[i], 5, 4);
		double expected = example_loss(step, &e);
		double loss = forward_and_backward_by_blocks(
		    step, &e.net, e.x, e.target);
		ck_assert_double_eq_tol(loss / expected, 1, near);
		Claim claims[CLAIMS];
		Stored stored[CLAIMS];
		make_claims(&e, claims);
		image_by_image(&e, claims, stored);
		check_right(judge_by_stored(claims, CLAIMS, stored, near));
		arena_reset(step);
	}
}
END_TEST

START_TEST(the_default_is_the_cached_rows)
{
	Random random;
	random_seed(&random, 3);
	Example e = any_example(&random, 2 * cached_rows + 5, 3, 2);
	Example other = again(&e);
	double loss = forward_and_backward_by_blocks(
	    step, &e.net, e.x, e.target);
	ck_assert(run(&other, cached_rows) == loss);
	ck_tensors_equal(other.x->g, e.x->g, 0);
	ck_tensors_equal(other.net.w1->g, e.net.w1->g, 0);
	ck_tensors_equal(other.net.b1->g, e.net.b1->g, 0);
}
END_TEST

START_TEST(agrees_with_measured_slopes)
{
	Random random;
	random_seed(&random, 4);
	Arena *judges = arena_create("judges");
	for (int trial = 0; trial < 12; trial++) {
		size_t n = 2 + below(&random, 8);
		Example e = any_example(
		    &random, n, 1 + below(&random, 6), 1 + below(&random, 6));
		run(&e, 1 + below(&random, n));
		Claim claims[CLAIMS];
		make_claims(&e, claims);
		check_right(judge_by_differences(judges, example_loss, &e,
		    claims, CLAIMS, ALL, moved, near_slope));
		arena_reset(step);
	}
	arena_destroy(judges);
}
END_TEST

/* x turned, and x with gaps between its elements. */
START_TEST(of_views)
{
	Random random;
	random_seed(&random, 5);
	Example e = any_example(&random, 20, 6, 5);
	Tensor *turned = tensor_clone(step, tensor_t(step, e.x)); /* (6, 20) */
	e.x = tensor_t(step, turned);                             /* (20, 6) */
	check_whole(&e, 8, near);
	Tensor *pairs = tensor_reshape(
	    step, turned, SHAPE(20, 3, 2));     /* (20, 3, 2) */
	e.x = tensor_select(step, pairs, 2, 1); /* (20, 3) */
	e.net = any_example(&random, 1, 3, 5).net;
	check_whole(&e, 8, near);
}
END_TEST

START_TEST(leaves_its_operands)
{
	Example e = example_new(step), fresh = example_new(step);
	run(&e, 2);
	ck_tensors_equal(e.x, fresh.x, 0);
	ck_tensors_equal(e.target, fresh.target, 0);
	ck_tensors_equal(e.net.w1, fresh.net.w1, 0);
	ck_tensors_equal(e.net.b1, fresh.net.b1, 0);
	ck_tensors_equal(e.net.w2, fresh.net.w2, 0);
	ck_tensors_equal(e.net.b2, fresh.net.b2, 0);
	ck_assert_ptr_null(e.target->g);
}
END_TEST

/* Gradients are those of a sum of losses: after a pass of either kind, one
   more of the same batch doubles them. */
START_TEST(adds_to_what_is_there)
{
	Random random;
	random_seed(&random, 6);
	for (int first = 0; first < 2; first++) {
		Example e = any_example(&random, 9, 8, 7), twice = again(&e);
		double loss = run(&e, 4);
		if (first)
			run(&twice, 4);
		else
			forward_and_backward(
			    step, &twice.net, twice.x, twice.target);
		ck_assert(run(&twice, 4) == loss);
		Claim claims[CLAIMS], once[CLAIMS];
		make_claims(&twice, claims);
		make_claims(&e, once);
		Tensor *two = tensor_scalar(step, 2); /* () */
		for (int i = 0; i < CLAIMS; i++)
			ck_tensors_equal(claims[i].gradient,
			    tensor_mul(step, once[i].gradient, two), near);
	}
}
END_TEST

/* They belong to their tensors: nobody else may keep them. */
START_TEST(gradients_are_their_tensors_own)
{
	Example e = example_new(step);
	run(&e, 2);
	Claim claims[CLAIMS];
	make_claims(&e, claims);
	for (int i = 0; i < CLAIMS; i++) {
		ck_assert(claims[i].gradient->is_g);
		ck_assert(tensor_is_contiguous(claims[i].gradient));
	}
}
END_TEST

/* Each gradient lives with its tensor; the temporaries are gone. */
START_TEST(gradients_live_with_their_tensors)
{
	Arena *parameters = arena_create("model"), *work = arena_create("work");
	Random random;
	random_seed(&random, 7);
	Example e = any_example(&random, 7, 4, 2);
	e.net = net_draw(parameters, &random, 4, 2, 1, BIASES_ZERO);
	forward_and_backward_in_blocks_of(work, 3, &e.net, e.x, e.target);
	ck_assert_ptr_eq(e.x->g->arena, step);
	ck_assert_ptr_eq(e.net.w1->g->arena, parameters);
	ck_assert_ptr_eq(e.net.b1->g->arena, parameters);
	ck_assert_ptr_eq(e.net.w2->g->arena, parameters);
	ck_assert_ptr_eq(e.net.b2->g->arena, parameters);
	ck_assert_uint_eq(arena_used(work), 0);
	arena_destroy(work);
	arena_destroy(parameters);
}
END_TEST

/* What the temporaries of `n` rows in blocks of 50 needed of an arena. */
static size_t
held_for(size_t n)
{
	Arena *work = arena_create("work");
	Random random;
	random_seed(&random, 8);
	Example e = any_example(&random, n, 2, 1000);
	forward_and_backward_in_blocks_of(work, 50, &e.net, e.x, e.target);
	size_t held = arena_held(work);
	arena_destroy(work);
	arena_reset(step);
	return held;
}

/* A tensor of a block has 50,000 elements: more blocks would not fit into what
   one has. Eight groups of blocks lie side by side. */
START_TEST(holds_one_block_of_each_group)
{
	ck_assert_uint_eq(held_for(2000), held_for(400));
	ck_assert_uint_gt(held_for(400), 8 * 3 * 50 * 1000 * sizeof(Real));
	ck_assert_uint_lt(held_for(50), held_for(400) / 4);
}
END_TEST

/* The groups' sums are added in their order, whoever was ready first. */
START_TEST(the_same_bits_for_any_number_of_threads)
{
	Random random;
	random_seed(&random, 10);
	Example e = any_example(&random, 1000, 64, 20);
	parallel_set_threads(1);
	double loss = run(&e, 30);
	for (size_t threads = 2; threads <= 5; threads++) {
		parallel_set_threads(threads);
		Example other = again(&e);
		ck_assert(run(&other, 30) == loss);
		ck_tensors_equal(other.x->g, e.x->g, 0);
		ck_tensors_equal(other.net.w1->g, e.net.w1->g, 0);
		ck_tensors_equal(other.net.b1->g, e.net.b1->g, 0);
		ck_tensors_equal(other.net.w2->g, e.net.w2->g, 0);
		ck_tensors_equal(other.net.b2->g, e.net.b2->g, 0);
	}
}
END_TEST

/* Nothing has no mean. */
START_TEST(an_empty_batch)
{
	Random random;
	random_seed(&random, 9);
	Example e = any_example(&random, 0, 5, 4);
	ck_requires("forward_and_backward_in_blocks_of: no rows",
	    forward_and_backward_in_blocks_of(step, 2, &e.net, e.x, e.target));
	ck_assert(!e.x->g && !e.net.w1->g && !e.net.b1->g && !e.net.w2->g &&
		  !e.net.b2->g);
}
END_TEST

static void
check_refuses(Tensor *x, const Tensor *target, size_t rows, const char *what)
{
	Example e = example_new(step);
	char text[300];
	snprintf(
	    text, sizeof text, "forward_and_backward_in_blocks_of: %s", what);
	ck_requires(text,
	    forward_and_backward_in_blocks_of(step, rows, &e.net, x, target));
	ck_assert(!x->g && !e.net.w1->g);
}

START_TEST(refuses)
{
	Tensor *x = numbered(SHAPE(3, 2)); /* (3, 2) */
	check_refuses(x, numbered(SHAPE(4)), 2,
	    "x (3, 2) and target (4,), expected (n, inputs) and (n,)");
	check_refuses(x, numbered(SHAPE(2)), 2,
	    "x (3, 2) and target (2,), expected (n, inputs) and (n,)");
	check_refuses(x, numbered(SHAPE(3, 1)), 2,
	    "x (3, 2) and target (3, 1), expected (n, inputs) and (n,)");
	check_refuses(numbered(SHAPE(3)), numbered(SHAPE(3)), 2,
	    "x (3,) and target (3,), expected (n, inputs) and (n,)");
	check_refuses(x, numbered(SHAPE(3)), 0, "blocks of no rows");
}
END_TEST

/* A net that does not fit is refused before a core begins. */
START_TEST(refuses_nets)
{
	Example e = example_new(step);
	const Net fits = e.net;
	Tensor *row = numbered(SHAPE(2));      /* (2,) */
	Tensor *wide = numbered(SHAPE(2, 3));  /* (2, 3) */
	Tensor *long_row = numbered(SHAPE(3)); /* (3,) */
	const Net nets[] = {{row, fits.b1, fits.w2, fits.b2},
	    {wide, fits.b1, fits.w2, fits.b2},
	    {numbered(SHAPE(3, 2)), fits.b1, fits.w2, fits.b2},
	    {fits.w1, long_row, fits.w2, fits.b2},
	    {fits.w1, fits.b1, wide, fits.b2}, {fits.w1, fits.b1, row, fits.b2},
	    {fits.w1, fits.b1, fits.w2, row}};
	for (size_t i = 0; i < sizeof nets / sizeof *nets; i++) {
		char text[900];
		snprintf(text, sizeof text,
		    "forward_and_backward_in_blocks_of: x (3, 2) and a net of "
		    "w1 %s, b1 %s, w2 %s, b2 %s",
		    SHAPE_TEXT(nets[i].w1), SHAPE_TEXT(nets[i].b1),
		    SHAPE_TEXT(nets[i].w2), SHAPE_TEXT(nets[i].b2));
		ck_requires(text, forward_and_backward_in_blocks_of(
				      step, 2, &nets[i], e.x, e.target));
		ck_assert(!e.x->g);
	}
}
END_TEST

/* The line that is named is the caller's. */
START_TEST(by_blocks_refuses)
{
	Example e = example_new(step);
	Tensor *x = numbered(SHAPE(4, 2)); /* (4, 2) */
	const char *text = "forward_and_backward_in_blocks_of: x (4, 2) and "
			   "target (3,), expected (n, inputs) and (n,)";
	ck_requires(
	    text, forward_and_backward_by_blocks(step, &e.net, x, e.target));
}
END_TEST

TESTS("by_blocks", by_hand, agrees_with_the_whole_pass, agrees_image_by_image,
    the_default_is_the_cached_rows, agrees_with_measured_slopes, of_views,
    leaves_its_operands, adds_to_what_is_there, gradients_are_their_tensors_own,
    gradients_live_with_their_tensors, holds_one_block_of_each_group,
    the_same_bits_for_any_number_of_threads, an_empty_batch, refuses,
    refuses_nets, by_blocks_refuses)

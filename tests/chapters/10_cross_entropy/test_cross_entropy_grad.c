/*
 * Chapter 10's gradients: p - y against PyTorch, against central differences
 * and by the long way; softmax_grad against the Jacobian.
 */
#include "tests/chapters/10_cross_entropy/rows.h"

#include "chapters/03_mse/mse.h"
#include "chapters/06_gradients/judge.h"
#include "chapters/10_cross_entropy/cross_entropy.h"

#ifdef REAL_DOUBLE
static const double moved = 1e-4, near_slope = 1e-5;
#else
static const double moved = 1e-2, near_slope = 2e-2;
#endif

enum { ALL = 200 };

START_TEST(agrees_with_torch)
{
	Tensor *x = golden_rows(); /* (5, 10) */
	cross_entropy_grad(step, x, golden_labels());
	assert_tensor(__FILE__, __LINE__, x->g,
	    SHAPE(GOLDEN_ROWS, GOLDEN_COLUMNS), rows_g, near);
	ck_tensors_equal(x, golden_rows(), 0);
}
END_TEST

/* The forum's row: what was said, less what is right. */
START_TEST(the_forums_row)
{
	Tensor *x = tensor_narrow(step, golden_rows(), 0, 0, 1); /* (1, 10) */
	cross_entropy_grad(step, x, tensor_of(step, SHAPE(1), 4));
	ck_tensor(x->g, SHAPE(1, 10), 1e-7, 0.0982575551226, 0.0889071124797,
	    0.0889071124797, 0.108591392403, -0.8799879511632, 0.0889071124797,
	    0.0889071124797, 0.120012048837, 0.0889071124797, 0.108591392403);
}
END_TEST

/* By its formula, in tensors. */
static Tensor *
p_less_y(Arena *arena, const Batch *batch)
{
	Tensor *p = softmax(arena, batch->x);                /* (n, c) */
	Tensor *y = one_hot(arena, batch->labels, batch->c); /* (n, c) */
	Tensor *n = tensor_scalar(arena, (double)batch->n);  /* () */
	return tensor_div(arena, tensor_sub(arena, p, y), n);
}

START_TEST(agrees_with_the_formula)
{
	Random random;
	random_seed(&random, 1);
	for (int trial = 0; trial < 300; trial++) {
		Batch batch = any_batch(&random);
		cross_entropy_grad(step, batch.x, batch.labels);
		ck_tensors_equal(batch.x->g, p_less_y(step, &batch), near);
		Tensor *sums = tensor_sum(step, batch.x->g, 1); /* (n,) */
		ck_tensors_equal(
		    sums, tensor_zeros(step, SHAPE(batch.n)), near);
		arena_reset(step);
	}
}
END_TEST

static double
loss_of(Arena *judges, void *context)
{
	const Batch *batch = context;
	return cross_entropy(judges, batch->x, batch->labels);
}

static double
sum_of_log_sum_exp(Arena *judges, void *context)
{
	const Batch *batch = context;
	return tensor_sum_all(log_sum_exp(judges, batch->x));
}

/* The fourth powers of p, each with a weight of its own. */
static double
sum_of_fourth_powers(Arena *judges, void *context)
{
	const Batch *batch = context;
	Tensor *p = softmax(judges, batch->x); /* (n, c) */
	double sum = 0;
	for (size_t i = 0; i < batch->n; i++)
		for (size_t j = 0; j < batch->c; j++)
			sum += (double)(1 + i + 2 * j) * pow(at(p, i, j), 4);
	return sum;
}

static void
check_measured(Arena *judges, Batch *batch, const char *name, Loss *loss,
    const Tensor *gradient)
{
	const Claim claim = {name, batch->x, gradient};
	Judgement judgement = judge_by_differences(
	    judges, loss, batch, &claim, 1, ALL, moved, near_slope);
	ck_assert_msg(judgement.right, "%s[%s] is %g, expected %g",
	    judgement.name, judgement.index, judgement.found,
	    judgement.expected);
	ck_assert_uint_eq(
	    judgement.looked + judgement.skipped, batch->n * batch->c);
	ck_assert_uint_eq(judgement.skipped, 0);
}

static Batch
normal_batch(Random *random, size_t n, size_t c)
{
	Batch batch = {.n = n, .c = c};
	batch.x = tensor_new(step, SHAPE(n, c));   /* (n, c) */
	batch.labels = tensor_new(step, SHAPE(n)); /* (n,) */
	random_normal(random, batch.x);
	random_integers(random, batch.labels, 0, (int64_t)c);
	return batch;
}

START_TEST(agrees_with_measured_slopes)
{
	Arena *judges = arena_create("judges");
	Random random;
	random_seed(&random, 2);
	for (size_t n = 1; n <= 5; n++)
		for (size_t c = 2; c <= 6; c++) {
			Batch batch = normal_batch(&random, n, c);
			cross_entropy_grad(step, batch.x, batch.labels);
			check_measured(
			    judges, &batch, "x.g", loss_of, batch.x->g);
			check_measured(judges, &batch, "softmax",
			    sum_of_log_sum_exp, softmax(step, batch.x));
		}
	arena_destroy(judges);
}
END_TEST

/* What comes behind softmax has the gradient 4 w p^3. */
START_TEST(softmax_grad_agrees_with_measured_slopes)
{
	Arena *judges = arena_create("judges");
	Random random;
	random_seed(&random, 3);
	for (size_t n = 1; n <= 4; n++) {
		Batch batch = normal_batch(&random, n, 3);
		Tensor *p = softmax(step, batch.x); /* (n, 3) */
		p->g = tensor_new(step, SHAPE(n, 3));
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < 3; j++)
				p->g->data[i * 3 + j] =
				    (Real)((double)(1 + i + 2 * j) * 4 *
					   pow(at(p, i, j), 3));
		softmax_grad(step, batch.x, p);
		check_measured(
		    judges, &batch, "x.g", sum_of_fourth_powers, batch.x->g);
	}
	arena_destroy(judges);
}
END_TEST

/* A one behind p[i] alone gives row i of the Jacobian: all at once. */
START_TEST(softmax_grad_agrees_with_the_jacobian)
{
	Tensor *row = tensor_narrow(step, golden_rows(), 0, 0, 1); /* (1, 10) */
	Tensor *x = tensor_clone(
	    step, tensor_expand(step, row, SHAPE(10, 10))); /* (10, 10) */
	Tensor *p = softmax(step, x);                       /* (10, 10) */
	p->g = one_hot(step, tensor_arange(step, 10), 10);
	softmax_grad(step, x, p);
	assert_tensor(
	    __FILE__, __LINE__, x->g, SHAPE(10, 10), rows_jacobian, near);
}
END_TEST

START_TEST(the_long_way_ends_at_the_same_place)
{
	Random random;
	random_seed(&random, 4);
	for (int trial = 0; trial < 100; trial++) {
		Batch batch = normal_batch(
		    &random, 1 + below(&random, 20), 1 + below(&random, 10));
		Tensor *p = softmax(step, batch.x);               /* (n, c) */
		Tensor *y = one_hot(step, batch.labels, batch.c); /* (n, c) */
		p->g = tensor_div(step, tensor_div(step, y, p),
		    tensor_scalar(step, -(double)batch.n));
		softmax_grad(step, batch.x, p);
		ck_tensors_equal(batch.x->g, p_less_y(step, &batch), near);
		arena_reset(step);
	}
}
END_TEST

START_TEST(adds_to_what_is_there)
{
	Random random;
	random_seed(&random, 5);
	Batch batch = normal_batch(&random, 7, 5);
	cross_entropy_grad(step, batch.x, batch.labels);
	Tensor *once = tensor_clone(step, batch.x->g); /* (7, 5) */
	cross_entropy_grad(step, batch.x, batch.labels);
	ck_tensors_equal(batch.x->g, tensor_add(step, once, once), 0);

	Tensor *p = softmax(step, batch.x); /* (7, 5) */
	p->g = tensor_clone(step, once);
	batch.x->g = NULL;
	softmax_grad(step, batch.x, p);
	once = tensor_clone(step, batch.x->g);
	softmax_grad(step, batch.x, p);
	ck_tensors_equal(batch.x->g, tensor_add(step, once, once), 0);
}
END_TEST

START_TEST(gradient_lives_where_x_does)
{
	Arena *other = arena_create("other");
	Batch batch = {.x = tensor_zeros(other, SHAPE(2, 4)),
	    .labels = tensor_zeros(step, SHAPE(2))};
	cross_entropy_grad(step, batch.x, batch.labels);
	ck_assert_ptr_eq(batch.x->g->arena, other);
	arena_reset(step);
	tensor_full(step, SHAPE(1000), 9); /* over what was there */
	ck_tensor(batch.x->g, SHAPE(2, 4), 0, -.375, .125, .125, .125, -.375,
	    .125, .125, .125);
	arena_destroy(other);
}
END_TEST

/* The same arena: what was computed is kept, and no copy is made. */
START_TEST(takes_one_tensor_of_memory)
{
	enum { N = 1000, C = 10 };
	Tensor *x = tensor_zeros(step, SHAPE(N, C));   /* (1000, 10) */
	Tensor *labels = tensor_zeros(step, SHAPE(N)); /* (1000,) */
	size_t before = arena_used(step);
	cross_entropy_grad(step, x, labels);
	ck_assert_uint_lt(
	    arena_used(step) - before, N * C * sizeof(Real) + 1000);
}
END_TEST

START_TEST(large_logits_and_nan)
{
	const Real nan = (Real)NAN, inf = (Real)INFINITY;
	Tensor *x = tensor_of(step, SHAPE(8, 2), 10000, -10000, 10000, -10000,
	    -10000, 10000, nan, 0, 0, nan, inf, 0, 0, -inf, -10000,
	    -10000); /* (8, 2) */
	Tensor *labels = tensor_of(
	    step, SHAPE(8), 0, 1, 0, 0, 0, 1, 1, 0); /* (8,) */
	cross_entropy_grad(step, x, labels);
	ck_tensor(x->g, SHAPE(8, 2), 0, 0, 0, .125, -.125, -.125, .125, NaN,
	    NaN, NaN, NaN, NaN, NaN, .125, -.125, -.0625, .0625);
}
END_TEST

START_TEST(softmax_grad_refuses)
{
	Tensor *x = tensor_zeros(step, SHAPE(2, 3)); /* (2, 3) */
	Tensor *out = softmax(step, x);              /* (2, 3) */
	const char *text = "softmax_grad: out (2, 3) has no gradient: what"
			   " comes behind it goes first";
	ck_requires(text, softmax_grad(step, x, out));
	out->g = tensor_zeros(step, SHAPE(2, 3));
	Tensor *wide = tensor_zeros(step, SHAPE(2, 4)); /* (2, 4) */
	text = "softmax_grad: x (2, 4) and out (2, 3), expected one shape";
	ck_requires(text, softmax_grad(step, wide, out));
	Tensor *vector = tensor_zeros(step, SHAPE(3)); /* (3,) */
	text = "softmax_grad: x (3,), expected (n, c), c above 0";
	ck_requires(text, softmax_grad(step, vector, out));
	ck_assert(!x->g && !wide->g && !vector->g);
}
END_TEST

TESTS("cross_entropy_grad", agrees_with_torch, the_forums_row,
    agrees_with_the_formula, agrees_with_measured_slopes,
    softmax_grad_agrees_with_measured_slopes,
    softmax_grad_agrees_with_the_jacobian, the_long_way_ends_at_the_same_place,
    adds_to_what_is_there, gradient_lives_where_x_does,
    takes_one_tensor_of_memory, large_logits_and_nan, softmax_grad_refuses)

/*
 * Chapter 9: linear and mse on the tape against chapters 2 and 3, a net with a
 * layer more in its four forms, and all of these against measured slopes.
 */
#include "tests/chapters/09_autograd/trial.h"

#include <string.h>

#include "chapters/02_forward/forward.h"
#include "chapters/03_mse/mse.h"
#include "chapters/09_autograd/deeper.h"
#include "chapters/09_autograd/operations.h"

static Tensor *
normal(Random *random, Shape shape)
{
	Tensor *t = tensor_new(step, shape); /* shape */
	random_normal(random, t);
	return t;
}

/* Its parameters are leaves of the tape: both get a gradient. */
START_TEST(linear_is_chapter_2s)
{
	Random random;
	random_seed(&random, 1);
	for (int trial = 0; trial < 20; trial++) {
		size_t n = 1 + below(&random, 5), k = 1 + below(&random, 5);
		size_t m = 1 + below(&random, 5);
		Tensor *x = normal(&random, SHAPE(n, k)); /* (n, k) */
		Tensor *w = normal(&random, SHAPE(k, m)); /* (k, m) */
		Tensor *b = normal(&random, SHAPE(m));    /* (m,) */
		Tensor *g = normal(&random, SHAPE(n, m)); /* (n, m) */
		Tape *tape = tape_new(step);
		Var *v = tape_leaf(tape, "x", x), *y = var_linear(v, w, b);
		ck_tensors_equal(y->value, linear(step, x, w, b), near_formula);
		ck_assert_str_eq(y->input[0]->input[1]->name, "w");
		ck_assert_str_eq(y->input[1]->name, "b");
		Var *weights = tape_constant(tape, "g", g);
		var_backward(var_sum_all(var_mul(y, weights)));
		ck_tensors_equal(x->g,
		    tensor_matmul(step, g, tensor_t(step, w)), near_other);
		ck_tensors_equal(w->g,
		    tensor_matmul(step, tensor_t(step, x), g), near_other);
		ck_tensors_equal(b->g, tensor_sum(step, g, 0), near_other);
		arena_reset(step);
	}
}
END_TEST

/* Of a batch of one, too; the target asks for nothing. */
START_TEST(mse_is_chapter_3s)
{
	Random random;
	random_seed(&random, 2);
	for (size_t n = 1; n <= 20; n++) {
		Tensor *output = normal(&random, SHAPE(n, 1)); /* (n, 1) */
		Tensor *target = normal(&random, SHAPE(n));    /* (n,) */
		Var *v = tape_leaf(tape_new(step), "output", output);
		Var *loss = var_mse(v, target);
		ck_assert_int_eq(loss->value->ndim, 0);
		ck_assert_double_eq_tol((double)tensor_item(loss->value),
		    mse(step, output, target), 20 * near_formula);
		var_backward(loss);
		for (size_t i = 0; i < n; i++)
			ck_assert_double_eq_tol((double)output->g->data[i],
			    2 *
				((double)output->data[i] -
				    (double)target->data[i]) /
				(double)n,
			    20 * near_formula);
		ck_assert(!target->g);
	}
}
END_TEST

static void
check_mse_refuses(Shape output_shape, Shape target_shape, const char *shapes)
{
	Tensor *output = numbered(output_shape); /* as given */
	Tensor *target = numbered(target_shape); /* as given */
	Var *v = tape_leaf(tape_new(step), "output", output);
	char text[160];
	snprintf(
	    text, sizeof text, "var_mse: %s, expected (n, 1) and (n,)", shapes);
	ck_requires(text, var_mse(v, target));
}

START_TEST(mse_refuses)
{
	check_mse_refuses(SHAPE(4), SHAPE(4), "output (4,) and target (4,)");
	check_mse_refuses(
	    SHAPE(4, 1), SHAPE(4, 1), "output (4, 1) and target (4, 1)");
	check_mse_refuses(
	    SHAPE(1, 1), SHAPE(4), "output (1, 1) and target (4,)");
	check_mse_refuses(
	    SHAPE(4, 1), SHAPE(1), "output (4, 1) and target (1,)");
	check_mse_refuses(
	    SHAPE(4, 2), SHAPE(4), "output (4, 2) and target (4,)");
}
END_TEST

START_TEST(linear_refuses)
{
	Var *x = tape_leaf(tape_new(step), "x", numbered(SHAPE(2, 3)));
	Tensor *w = numbered(SHAPE(2, 4)), *b = numbered(SHAPE(4));
	ck_requires(
	    "tensor_matmul: (2, 3) @ (2, 4): the inner sizes 3 and 2 differ",
	    var_linear(x, w, b));
}
END_TEST

enum { GRADIENTS = 7 };

static double (*const passes[])(Arena *, const Deeper *) = {
    deeper_by_hand, deeper_as_layers, deeper_as_modules, deeper_on_the_tape};

/* The loss from chapters 2 and 3. A Loss, for the judge who measures. */
static double
deeper_loss(Arena *arena, void *context)
{
	const Deeper *net = context;
	Tensor *l2 = relu(
	    arena, linear(arena, net->x, net->w1, net->b1)); /* (n, h1) */
	Tensor *l4 = relu(
	    arena, linear(arena, l2, net->w2, net->b2)); /* (n, h2) */
	return mse(arena, linear(arena, l4, net->w3, net->b3), net->target);
}

/* Claims about the seven gradients, which are taken out of the net. */
static void
take_claims(const Deeper *net, Claim claims[GRADIENTS])
{
	Tensor *const tensors[GRADIENTS] = {
	    net->x, net->w1, net->b1, net->w2, net->b2, net->w3, net->b3};
	for (int i = 0; i < GRADIENTS; i++) {
		claims[i] = (Claim){"g", tensors[i], tensors[i]->g};
		ck_assert(tensors[i]->g);
		tensors[i]->g = NULL;
	}
	ck_assert(!net->target->g);
}

/* In double: beside a loss of order one, in float, its small gradients drown. */
START_TEST(deeper_forms_agree_with_measured_slopes)
{
	if (sizeof(Real) == sizeof(float))
		return;
	Random random;
	random_seed(&random, 3);
	Arena *judges = arena_create("judges");
	for (int trial = 0; trial < 5; trial++) {
		size_t h2 = 2 + below(&random, 4), h1 = 2 + below(&random, 4);
		size_t k = 1 + below(&random, 4), n = 1 + below(&random, 6);
		Deeper net = deeper_draw(step, &random, n, k, h1, h2);
		double loss = deeper_loss(step, &net);
		for (int i = 0; i < 4; i++) {
			ck_assert_double_eq_tol(
			    passes[i](step, &net) / loss, 1, near_other);
			Claim claims[GRADIENTS];
			take_claims(&net, claims);
			Judgement judgement = judge_by_differences(judges,
			    deeper_loss, &net, claims, GRADIENTS, LOOKS,
			    moved_net, near_net_slope);
			check_right(judgement);
			ck_assert_uint_gt(judgement.looked, 0);
		}
	}
	arena_destroy(judges);
}
END_TEST

START_TEST(deeper_forms_agree)
{
	Random random;
	random_seed(&random, 4);
	for (int trial = 0; trial < 10; trial++) {
		size_t h2 = 1 + below(&random, 10), h1 = 1 + below(&random, 20);
		size_t k = 1 + below(&random, 30), n = 1 + below(&random, 40);
		Deeper net = deeper_draw(step, &random, n, k, h1, h2);
		Claim claims[4][GRADIENTS];
		const Tensor *by_hand[GRADIENTS];
		for (int i = 0; i < 4; i++) {
			passes[i](step, &net);
			take_claims(&net, claims[i]);
			for (int g = 0; g < GRADIENTS; g++)
				by_hand[g] = claims[0][g].gradient;
			check_right(judge_by_tensors(claims[i], GRADIENTS,
			    by_hand, judge_within_rounding()));
		}
		arena_reset(step);
	}
}
END_TEST

/* The batch comes from the stream behind the weights. */
START_TEST(deeper_draws_its_batch)
{
	Random random, other;
	random_seed(&random, 6);
	Deeper net = deeper_draw(step, &random, 4, 3, 5, 2);
	random_seed(&other, 6);
	random_normal(&other, tensor_new(step, SHAPE(3, 5))); /* w1 */
	random_normal(&other, tensor_new(step, SHAPE(5, 2))); /* w2 */
	random_normal(&other, tensor_new(step, SHAPE(2, 1))); /* w3 */
	Tensor *x = tensor_new(step, SHAPE(4, 3));            /* (4, 3) */
	Tensor *target = tensor_new(step, SHAPE(4));          /* (4,) */
	random_normal(&other, x);
	random_normal(&other, target);
	ck_tensors_equal(net.x, x, 0);
	ck_tensors_equal(net.target, target, 0);
}
END_TEST

START_TEST(deeper_has_its_shapes)
{
	Random random;
	random_seed(&random, 5);
	Deeper net = deeper_draw(step, &random, 7, 400, 5, 3);
	ck_assert(shape_equal(tensor_shape(net.x), SHAPE(7, 400)));
	ck_assert(shape_equal(tensor_shape(net.target), SHAPE(7)));
	ck_assert(shape_equal(tensor_shape(net.w1), SHAPE(400, 5)));
	ck_assert(shape_equal(tensor_shape(net.w2), SHAPE(5, 3)));
	ck_assert(shape_equal(tensor_shape(net.w3), SHAPE(3, 1)));
	ck_tensor(net.b1, SHAPE(5), 0, 0, 0, 0, 0, 0);
	ck_tensor(net.b2, SHAPE(3), 0, 0, 0, 0);
	ck_tensor(net.b3, SHAPE(1), 0, 0);
	/* Deviations: 1 of the batch, 1 / sqrt(400) of the weights. */
	double x = tensor_mean_all(tensor_pow(step, net.x, 2));
	double w = tensor_mean_all(tensor_pow(step, net.w1, 2));
	ck_assert_double_eq_tol(x, 1, 0.1);
	ck_assert_double_eq_tol(w * 400, 1, 0.1);
}
END_TEST

/* What the program tries is each operation, and each by itself. */
START_TEST(the_programs_operations)
{
	static const char *const recorded[OPERATIONS][4] = {{"add"}, {"sub"},
	    {"mul"}, {"div"}, {"neg"}, {"pow"}, {"exp"}, {"log"}, {"sqrt"},
	    {"relu"}, {"sigmoid"}, {"tanh"}, {"matmul", "transpose"},
	    {"reshape"}, {"squeeze", "unsqueeze", "select"}, {"sum"}, {"mean"},
	    {"max"}, {"gather"}, {"log", "sum", "exp", "max"}};
	for (int i = 0; i < OPERATIONS; i++) {
		Tape *tape = tape_new(step);
		Tensor *t = tensor_full(step, SHAPE(3, 4), 2); /* (3, 4) */
		operations[i].function(tape_leaf(tape, "x", t));
		for (int k = 0; k < 4 && recorded[i][k]; k++) {
			bool found = false;
			for (Var *v = tape->last; v; v = v->before)
				found |= strcmp(v->name, recorded[i][k]) == 0;
			ck_assert_msg(found, "%s", recorded[i][k]);
		}
	}
}
END_TEST

TESTS("autograd_lecture", linear_is_chapter_2s, mse_is_chapter_3s, mse_refuses,
    linear_refuses, deeper_forms_agree_with_measured_slopes, deeper_forms_agree,
    deeper_draws_its_batch, deeper_has_its_shapes, the_programs_operations)

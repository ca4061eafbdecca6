/*
 * Chapter 9: the four forms of the lecture's net against each other and against
 * measured slopes, on small nets and on MNIST; there against PyTorch, too.
 */
#include "tests/chapters/nets.h"

#include "tests/chapters/09_autograd/trial.h"

#include "chapters/03_mse/mse.h"
#include "chapters/09_autograd/forms.h"
#include "tests/golden/gradients.h"

#ifdef REAL_DOUBLE
static const double near_stored = 1e-9;
#else
static const double near_stored = 1e-3;
#endif

static const char *const names[FORM_GRADIENTS] = {
    "x.g", "w1.g", "b1.g", "w2.g", "b2.g"};

/* A net and a batch. */
typedef struct {
	Net net;
	Tensor *x;      /* (n, inputs) */
	Tensor *target; /* (n,) */
} Batch;

static Batch
any_batch(Random *random, size_t n, size_t inputs, size_t hidden)
{
	Batch b = {net_draw(step, random, inputs, hidden, 1, BIASES_NORMAL),
	    tensor_new(step, SHAPE(n, inputs)), tensor_new(step, SHAPE(n))};
	random_normal(random, b.x);
	random_integers(random, b.target, 0, 10);
	return b;
}

static void
parameters_of(const Batch *b, Tensor *tensors[FORM_GRADIENTS])
{
	tensors[0] = b->x;
	tensors[1] = b->net.w1;
	tensors[2] = b->net.b1;
	tensors[3] = b->net.w2;
	tensors[4] = b->net.b2;
}

/* The batch itself is not changed, and gets no gradient. */
static Found
find(const Form *form, const Batch *b)
{
	Tensor *tensors[FORM_GRADIENTS],
	    *before[FORM_GRADIENTS]; /* as theirs */
	parameters_of(b, tensors);
	bool small = tensor_count(b->x) < 10000;
	for (int i = 0; small && i < FORM_GRADIENTS; i++)
		before[i] = tensor_clone(step, tensors[i]);
	Found found = form->find(step, &b->net, b->x, b->target);
	for (int i = 0; i < FORM_GRADIENTS; i++) {
		ck_assert(!tensors[i]->g);
		if (small)
			ck_tensors_equal(tensors[i], before[i], 0);
	}
	ck_assert(!b->target->g);
	return found;
}

static void
claims_of(const Batch *b, const Found *found, Claim claims[FORM_GRADIENTS])
{
	Tensor *tensors[FORM_GRADIENTS]; /* those of the batch */
	parameters_of(b, tensors);
	for (int i = 0; i < FORM_GRADIENTS; i++) {
		claims[i] = (Claim){names[i], tensors[i], found->gradient[i]};
		ck_assert(shape_equal(tensor_shape(tensors[i]),
		    tensor_shape(found->gradient[i])));
	}
}

/* Each form against the one before it; the last form's findings. */
static Found
check_forms(const Batch *b)
{
	Found before = find(&forms[0], b);
	for (int i = 1; i < FORMS; i++) {
		Found found = find(&forms[i], b);
		check_relative(found.loss, before.loss, near_other);
		Claim claims[FORM_GRADIENTS];
		claims_of(b, &found, claims);
		Judgement judgement = judge_by_tensors(claims, FORM_GRADIENTS,
		    before.gradient, judge_within_rounding());
		check_right(judgement);
		ck_assert_uint_ge(judgement.looked, tensor_count(b->x));
		before = found;
	}
	return before;
}

START_TEST(forms_in_order)
{
	static const char *const expected[FORMS] = {
	    "by hand", "as layers", "as modules", "on the tape"};
	for (int i = 0; i < FORMS; i++) {
		ck_assert_str_eq(forms[i].name, expected[i]);
		ck_assert_int_eq(forms[i].chapter, 6 + i);
		for (int k = 0; k < i; k++)
			ck_assert(forms[k].find != forms[i].find);
	}
}
END_TEST

/* A batch of one, one input, one hidden unit: all sizes from 1. */
START_TEST(forms_agree)
{
	Random random;
	random_seed(&random, 1);
	for (int i = 0; i < 40; i++) {
		Batch b = any_batch(&random, 1 + below(&random, 20),
		    1 + below(&random, 30), 1 + below(&random, 10));
		check_forms(&b);
		arena_reset(step);
	}
	Batch b = any_batch(&random, 1, 1, 1);
	check_forms(&b);
	b = any_batch(&random, 100, 784, 50);
	check_forms(&b);
}
END_TEST

/* The loss from chapters 2 and 3. A Loss, for the judge who measures. */
static double
batch_loss(Arena *arena, void *context)
{
	const Batch *b = context;
	return mse(arena, model(arena, &b->net, b->x), b->target);
}

static Judgement
measure(Batch *b, const Found *found)
{
	Claim claims[FORM_GRADIENTS];
	claims_of(b, found, claims);
	Arena *judges = arena_create("judges");
	Judgement judgement = judge_by_differences(judges, batch_loss, b,
	    claims, FORM_GRADIENTS, LOOKS, moved_net, near_net_slope);
	arena_destroy(judges);
	return judgement;
}

START_TEST(forms_agree_with_measured_slopes)
{
	Random random;
	random_seed(&random, 2);
	for (int at = 0; at < 10; at++) {
		Batch b = any_batch(&random, 1 + below(&random, 8),
		    1 + below(&random, 6), 1 + below(&random, 5));
		for (int i = 0; i < FORMS; i++) {
			Found found = find(&forms[i], &b);
			ck_assert_double_eq_tol(
			    found.loss / batch_loss(step, &b), 1, near_other);
			Judgement judgement = measure(&b, &found);
			check_right(judgement);
			ck_assert_uint_gt(judgement.looked, 0);
		}
		arena_reset(step);
	}
}
END_TEST

/* PyTorch's values. */
#define STORED(name) \
	{ \
		sizeof golden_##name / sizeof *golden_##name, \
		    golden_##name##_at, golden_##name \
	}
static const Stored stored[FORM_GRADIENTS] = {
    STORED(x), STORED(w1), STORED(b1), STORED(w2), STORED(b2)};

START_TEST(forms_agree_on_mnist)
{
	NEEDS_MNIST(mnist)
	Random random;
	random_seed(&random, 1);
	Batch b = {net_draw(step, &random, 784, 50, 1, BIASES_NORMAL),
	    mnist.x_train, mnist.y_train};
	Found found = check_forms(&b);
	check_relative(found.loss, golden_loss, near_f64);
	ck_assert_double_eq_tol(found.loss, 1099.57, 0.005); /* as printed */
	Claim claims[FORM_GRADIENTS];
	claims_of(&b, &found, claims);
	Judgement judgement = judge_by_stored(
	    claims, FORM_GRADIENTS, stored, near_stored);
	check_right(judgement);
	ck_assert_uint_eq(judgement.looked, 400 + 400 + 50 + 50 + 1);
}
END_TEST

TESTS_IN_FOLDER("autograd_chain", forms_in_order, forms_agree,
    forms_agree_with_measured_slopes, forms_agree_on_mnist)

/*
 * Chapter 12's optimizer: its step by hand, against PyTorch's and chapter 5's,
 * and where its memory is.
 */
#include "tests/support.h"

#include <string.h>

#include "chapters/05_toy/toy.h"
#include "chapters/12_training/training.h"
#include "tests/golden/training.h"

#ifdef REAL_DOUBLE
static const double near = 1e-12;
#else
static const double near = 1e-5;
#endif

enum {
	STEPS = sizeof sgd_g / sizeof *sgd_g,
	SETTINGS = sizeof sgd_golden / sizeof *sgd_golden,
	MOST = 2
};

/* Parameters by hand. */
static Parameters
listed(size_t count, Tensor *const *tensors)
{
	Parameters all = {count, arena_alloc(step, MOST, sizeof(Parameter))};
	for (size_t i = 0; i < count; i++)
		all.at[i] = (Parameter){"w", tensors[i]};
	return all;
}

/* The values as (2, 3). */
static Tensor *
of_doubles(const double *values)
{
	Tensor *t = tensor_new(step, SHAPE(2, 3)); /* (2, 3) */
	for (size_t i = 0; i < 6; i++)
		t->data[i] = (Real)values[i];
	return t;
}

START_TEST(by_hand)
{
	Tensor *w = tensor_of(step, SHAPE(2), 1, -2); /* (2,) */
	Sgd sgd = sgd_new(step, listed(1, &w), 0.5, 0.5, 0.25);
	w->g = tensor_of(step, SHAPE(2), 2, 4);
	sgd_step(step, &sgd); /* v = g + w / 4 = 2.25, 3.5 */
	ck_tensor(w, SHAPE(2), 0, -0.125, -3.75);
	ck_tensor(w->g, SHAPE(2), 0, 2, 4); /* as it was */
	w->g = tensor_of(step, SHAPE(2), 1, 0);
	sgd_step(step, &sgd); /* v = 1.125 + 0.96875, 1.75 - 0.9375 */
	ck_tensor(w, SHAPE(2), 0, -1.171875, -4.15625);
	ck_tensor(sgd.velocity[0], SHAPE(2), 0, 2.09375, 0.8125);
}
END_TEST

START_TEST(as_torch_steps)
{
	for (int i = 0; i < SETTINGS; i++) {
		const SgdGolden *golden = &sgd_golden[i];
		Tensor *w = of_doubles(sgd_start); /* (2, 3) */
		Sgd sgd = sgd_new(step, listed(1, &w), golden->rate,
		    golden->momentum, golden->decay);
		for (int k = 0; k < STEPS; k++) {
			w->g = of_doubles(sgd_g[k]);
			sgd_step(step, &sgd);
			ck_tensors_equal(w, of_doubles(golden->w[k]), near);
		}
	}
}
END_TEST

/* Two parameters with velocities of their own, the first a step behind: each as
   if it were alone. */
START_TEST(each_for_itself)
{
	const SgdGolden *golden = &sgd_golden[3];
	Tensor *w[] = {of_doubles(sgd_start), of_doubles(sgd_start)};
	Sgd sgd = sgd_new(
	    step, listed(2, w), golden->rate, golden->momentum, golden->decay);
	for (int k = 0; k < STEPS; k++) {
		w[0]->g = k == 0 ? NULL : of_doubles(sgd_g[k - 1]);
		w[1]->g = of_doubles(sgd_g[k]);
		sgd_step(step, &sgd);
		ck_tensors_equal(w[0],
		    of_doubles(k == 0 ? sgd_start : golden->w[k - 1]), near);
		ck_tensors_equal(w[1], of_doubles(golden->w[k]), near);
	}
}
END_TEST

/* Neither decay nor velocity moves it. */
START_TEST(without_a_gradient)
{
	Tensor *w[] = {of_doubles(sgd_start), of_doubles(sgd_start)};
	Sgd sgd = sgd_new(step, listed(2, w), 1, 0.9, 0.5);
	w[0]->g = of_doubles(sgd_g[0]);
	sgd_step(step, &sgd);
	ck_assert_ptr_nonnull(sgd.velocity[0]);
	ck_assert_ptr_null(sgd.velocity[1]);
	ck_tensors_equal(w[1], of_doubles(sgd_start), 0);
	ck_assert_ptr_null(w[1]->g);

	Tensor *before = tensor_clone(step, w[0]); /* (2, 3) */
	Tensor *velocity = tensor_clone(step, sgd.velocity[0]);
	w[0]->g = NULL;
	sgd_zero_grad(&sgd);
	ck_assert_ptr_null(w[0]->g);
	sgd_step(step, &sgd);
	ck_tensors_equal(w[0], before, 0);
	ck_tensors_equal(sgd.velocity[0], velocity, 0);
}
END_TEST

START_TEST(no_parameters)
{
	Sgd sgd = sgd_new(step, (Parameters){0, NULL}, 1, 0.9, 0.5);
	size_t used = arena_used(step);
	sgd_step(step, &sgd);
	sgd_zero_grad(&sgd);
	ck_assert_uint_eq(arena_used(step), used);
}
END_TEST

START_TEST(zeros_where_they_are)
{
	Tensor *w[] = {of_doubles(sgd_start), of_doubles(sgd_start)};
	Sgd sgd = sgd_new(step, listed(2, w), 1, 0, 0);
	w[1]->g = of_doubles(sgd_g[0]);
	const Tensor *g = w[1]->g;
	const Real *data = g->data;
	Tensor *behind = of_doubles(sgd_g[1]); /* (2, 3) */
	sgd_zero_grad(&sgd);
	ck_assert_ptr_null(w[0]->g);
	ck_assert_ptr_eq(w[1]->g, g);
	ck_assert_ptr_eq(g->data, data);
	ck_tensor(g, SHAPE(2, 3), 0, 0, 0, 0, 0, 0, 0);
	ck_tensors_equal(w[1], of_doubles(sgd_start), 0);
	ck_tensors_equal(behind, of_doubles(sgd_g[1]), 0);
}
END_TEST

/* Parameters, gradients and velocities live in `model`; after the first step
   nothing comes, and they stay where they are. */
static void
check_memory(double momentum, double decay)
{
	Arena *model = arena_create("model");
	Random random;
	random_seed(&random, 1);
	Module *net = linear_new(model, &random, 20, 30, WITH_BIAS);
	Sgd sgd = sgd_new(
	    model, module_parameters(model, net), 0.01, momentum, decay);
	size_t used = 0;
	for (int k = 0; k < 50; k++) {
		for (size_t i = 0; i < sgd.parameters.count; i++) {
			Tensor *w = sgd.parameters.at[i].tensor;
			gradient_add(step, w, tensor_clone(step, w));
		}
		sgd_step(step, &sgd);
		sgd_zero_grad(&sgd);
		if (k == 0)
			used = arena_used(model);
		ck_assert_uint_eq(arena_used(model), used);
		arena_reset(step);
	}
	for (size_t i = 0; i < sgd.parameters.count; i++) {
		ck_assert((sgd.velocity[i] != NULL) == (momentum != 0));
		if (sgd.velocity[i])
			ck_assert_ptr_eq(sgd.velocity[i]->arena, model);
	}
	arena_destroy(model);
}

START_TEST(memory_does_not_grow)
{
	check_memory(0, 0);
	check_memory(0.9, 0);
	check_memory(0, 0.1);
	check_memory(0.9, 0.1);
}
END_TEST

/* The velocity is nobody's gradient: it outlives `step`, and zeroing. */
START_TEST(velocity_is_a_copy)
{
	Arena *model = arena_create("model");
	Tensor *w = of_doubles(sgd_start); /* (2, 3) */
	Sgd sgd = sgd_new(model, listed(1, &w), 1, 0.9, 0);
	w->g = of_doubles(sgd_g[0]);
	sgd_step(step, &sgd);
	sgd_zero_grad(&sgd);
	ck_assert_ptr_ne(sgd.velocity[0]->data, w->g->data);
	ck_tensors_equal(sgd.velocity[0], of_doubles(sgd_g[0]), 0);
	arena_destroy(model);
}
END_TEST

/* Without momentum and decay it is descend, bit for bit. */
START_TEST(as_chapter_5_descends)
{
	Random random;
	random_seed(&random, 4);
	Tensor *w = tensor_new(step, SHAPE(37, 11)); /* (37, 11) */
	random_normal(&random, w);
	Tensor *twin = tensor_clone(step, w); /* (37, 11) */
	Sgd sgd = sgd_new(step, listed(1, &w), 0.3, 0, 0);
	for (int k = 0; k < 20; k++) {
		w->g = tensor_new(step, SHAPE(37, 11));
		random_normal(&random, w->g);
		twin->g = tensor_clone(step, w->g);
		sgd_step(step, &sgd);
		descend(step, twin, 0.3);
		ck_assert(
		    memcmp(w->data, twin->data, 37 * 11 * sizeof(Real)) == 0);
	}
}
END_TEST

TESTS("sgd", by_hand, as_torch_steps, each_for_itself, without_a_gradient,
    no_parameters, zeros_where_they_are, memory_does_not_grow,
    velocity_is_a_copy, as_chapter_5_descends)

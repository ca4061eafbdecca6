/*
 * Chapter 8: forward and back. What a module remembers and when it forgets,
 * where a gradient begins, and every mistake that has a name.
 */
#include "tests/common/oracle.h"

#include "chapters/08_module/kinds.h"
#include "chapters/08_module/module.h"

/* The sum of four, the second one twice: a kind with as many as there may be. */
static Tensor *
four_fwd(Arena *arena, Module *self, Tensor *const *args)
{
	(void)self;
	Tensor *left = tensor_add(arena, args[0], args[1]);  /* as args */
	Tensor *right = tensor_add(arena, args[2], args[3]); /* as args */
	return tensor_add(arena, left, tensor_add(arena, right, args[1]));
}

/* Gradients that say which argument is which. */
static void
four_bwd(Arena *arena, Module *self, const Tensor *out, Tensor *const *args)
{
	(void)self;
	for (int i = 0; i < 4; i++)
		args[i]->g = tensor_mul(
		    arena, out->g, tensor_scalar(arena, i + 1));
}

static const ModuleKind four = {"Four", 4, four_fwd, four_bwd, NULL};

/* A number: the sum of all. */
static Tensor *
total_fwd(Arena *arena, Module *self, Tensor *const *args)
{
	(void)self;
	return tensor_scalar(arena, tensor_sum_all(args[0]));
}

static void
total_bwd(Arena *arena, Module *self, const Tensor *out, Tensor *const *args)
{
	(void)self;
	gradient_add(arena, args[0], tensor_expand(arena, out->g, SHAPE(2, 2)));
}

static const ModuleKind total = {"Total", 1, total_fwd, total_bwd, NULL};

static Tensor *
small_x(void)
{
	return tensor_of(step, SHAPE(2, 2), 1, -2, 3, 4); /* (2, 2) */
}

static void
check_memory(const Module *module, const Tensor *x, const Tensor *out)
{
	const Memory *last = &module->last;
	ck_assert_ptr_eq(last->x, x);
	ck_assert_ptr_eq(last->out, out);
	ck_assert_ptr_eq(last->arena, x ? step : NULL);
	ck_assert_uint_eq(last->resets, x ? arena_resets(step) : 0);
}

START_TEST(forward_remembers)
{
	arena_reset(step);
	arena_reset(step);
	Module *module = module_new(step, &four);
	Tensor *args[4]; /* (2, 2) each */
	for (int i = 0; i < 4; i++)
		args[i] = small_x();
	Tensor *out = module_forward(
	    step, module, args[0], args[1], args[2], args[3]); /* (2, 2) */
	ck_tensor(out, SHAPE(2, 2), 0, 5, -10, 15, 20);
	check_memory(module, args[0], out);
	for (int i = 0; i < 4; i++) {
		ck_assert_ptr_eq(module->args[i], args[i]);
		ck_assert_ptr_null(args[i]->g);
	}
	ck_assert_ptr_null(out->g);
	out->g = tensor_of(step, SHAPE(2, 2), 1, 0, -1, 2);
	module_backward(step, module);
	check_memory(module, NULL, NULL);
	for (int i = 0; i < 4; i++) {
		double f = i + 1;
		ck_tensor(args[i]->g, SHAPE(2, 2), 0, f, 0, -f, 2 * f);
	}
	ck_tensor(out->g, SHAPE(2, 2), 0, 1, 0, -1, 2);
}
END_TEST

/* The list of arguments may be gone by the time of backward. */
START_TEST(keeps_its_own_list)
{
	Module *module = module_new(step, &four);
	Tensor *args[4], *kept[4]; /* (2, 2) each */
	for (int i = 0; i < 4; i++)
		args[i] = kept[i] = small_x();
	Tensor *out = module_forward_args(step, module, args, 4); /* (2, 2) */
	for (int i = 0; i < 4; i++)
		args[i] = NULL;
	out->g = tensor_full(step, SHAPE(2, 2), 1);
	module_backward(step, module);
	ck_tensor(kept[3]->g, SHAPE(2, 2), 0, 4, 4, 4, 4);
}
END_TEST

/* Steps leave nothing in the model. */
START_TEST(forward_in_the_arena_it_is_given)
{
	Arena *model = arena_create("model");
	Module *net = sequential_of(
	    model, relu_new(model), module_new(model, &total));
	size_t used = arena_used(model);
	Tensor *x = small_x();                      /* (2, 2) */
	Tensor *out = module_forward(step, net, x); /* () */
	ck_assert_ptr_eq(out->arena, step);
	module_backward(step, net);
	ck_assert_ptr_eq(x->g->arena, step);
	ck_assert_uint_eq(arena_used(model), used);
	arena_destroy(model);
}
END_TEST

START_TEST(a_number_begins_with_1)
{
	Module *module = module_new(step, &total);
	Tensor *x = small_x();                         /* (2, 2) */
	Tensor *out = module_forward(step, module, x); /* () */
	ck_assert_ptr_null(out->g);
	module_backward(step, module);
	ck_tensor(out->g, SCALAR, 0, 1);
	ck_tensor(x->g, SHAPE(2, 2), 0, 1, 1, 1, 1);
}
END_TEST

START_TEST(a_number_may_have_its_own)
{
	Module *module = module_new(step, &total);
	Tensor *x = small_x();                         /* (2, 2) */
	Tensor *out = module_forward(step, module, x); /* () */
	Tensor *g = tensor_scalar(step, -3);           /* () */
	out->g = g;
	module_backward(step, module);
	ck_assert_ptr_eq(out->g, g);
	ck_tensor(out->g, SCALAR, 0, -3);
	ck_tensor(x->g, SHAPE(2, 2), 0, -3, -3, -3, -3);
}
END_TEST

/* A column of one row is no number. */
START_TEST(a_gradient_is_needed)
{
	Module *module = relu_new(step);
	module_forward(step, module, tensor_full(step, SHAPE(1, 1), 2));
	ck_requires("module_backward: ReLU: out (1, 1) has no gradient: what "
		    "comes behind it goes first",
	    module_backward(step, module));
	module_forward(step, module, tensor_full(step, SHAPE(1), 2));
	ck_requires("module_backward: ReLU: out (1,) has no gradient: what "
		    "comes behind it goes first",
	    module_backward(step, module));
	Random random;
	random_seed(&random, 1);
	module = linear_new(step, &random, 2, 3, WITH_BIAS);
	module_forward(step, module, small_x());
	ck_requires("module_backward: Linear: out (2, 3) has no gradient: what "
		    "comes behind it goes first",
	    module_backward(step, module));
}
END_TEST

START_TEST(methods_that_are_missing)
{
	static const ModuleKind none = {"None", 1, NULL, NULL, NULL};
	static const ModuleKind there = {"There", 1, total_fwd, NULL, NULL};
	static const ModuleKind back = {"Back", 1, NULL, total_bwd, NULL};
	Tensor *x = small_x(); /* (2, 2) */
	Module *module = module_new(step, &none);
	ck_requires("module_forward: None has no forward",
	    module_forward(step, module, x));
	ck_requires(
	    "module_backward: None has no bwd", module_backward(step, module));
	module = module_new(step, &back);
	ck_requires("module_forward: Back has no forward",
	    module_forward(step, module, x));
	module = module_new(step, &there);
	ck_tensor(module_forward(step, module, x), SCALAR, 0, 6);
	ck_requires(
	    "module_backward: There has no bwd", module_backward(step, module));
	module = module_list_of(step, relu_new(step));
	ck_requires("module_forward: ModuleList has no forward",
	    module_forward(step, module, x));
	ck_requires("module_backward: ModuleList has no bwd",
	    module_backward(step, module));
}
END_TEST

START_TEST(wrong_number_of_tensors)
{
	Tensor *x = small_x(); /* (2, 2) */
	Module *module = relu_new(step);
	ck_requires("module_forward: ReLU takes 1 tensors, not 2",
	    module_forward(step, module, x, x));
	ck_requires("module_forward: ReLU takes 1 tensors, not 0",
	    CALLED(module_forward_args(step, module, NULL, 0)));
	ck_requires("module_forward: ReLU takes 1 tensors, not 5",
	    module_forward(step, module, x, x, x, x, x));
	module = mse_new(step);
	ck_requires("module_forward: MSELoss takes 2 tensors, not 1",
	    module_forward(step, module, x));
	ck_requires("module_forward: MSELoss takes 2 tensors, not 3",
	    module_forward(step, module, x, x, x));
	module = module_new(step, &four);
	ck_requires("module_forward: Four takes 4 tensors, not 3",
	    module_forward(step, module, x, x, x));
	check_memory(module, NULL, NULL);
}
END_TEST

/* A kind that takes more than a module can remember. */
START_TEST(too_many_tensors)
{
	ck_assert_int_eq(MODULE_MAX_ARGS, 4);
	static const ModuleKind five = {"Five", 5, four_fwd, four_bwd, NULL};
	Tensor *x = small_x(); /* (2, 2) */
	Module *module = module_new(step, &five);
	ck_requires("module_forward: Five takes 5 tensors, and may take 1 to 4",
	    module_forward(step, module, x, x, x, x, x));
	static const ModuleKind none = {"None", 0, four_fwd, four_bwd, NULL};
	module = module_new(step, &none);
	ck_requires("module_forward: None takes 0 tensors, and may take 1 to 4",
	    module_forward(step, module, x));
}
END_TEST

START_TEST(nothing_where_a_tensor_should_be)
{
	Module *relu = relu_new(step), *mse = mse_new(step);
	Tensor *x = small_x(); /* (2, 2) */
	ck_requires("module_forward: ReLU: tensor 0 is NULL",
	    module_forward(step, relu, NULL));
	ck_requires("module_forward: MSELoss: tensor 1 is NULL",
	    module_forward(step, mse, x, NULL));
	ck_requires("module_add_parameter: parameter 'w' of a ReLU is NULL",
	    module_add_parameter(relu, "w", NULL));
	ck_assert_uint_eq(relu->parameters.count, 0);
}
END_TEST

/* Forward and back once; the next backward has no forward. */
static void
check_once(Module *relu)
{
	Tensor *x = small_x();                       /* (2, 2) */
	Tensor *out = module_forward(step, relu, x); /* (2, 2) */
	out->g = tensor_full(step, SHAPE(2, 2), 5);
	module_backward(step, relu);
	check_memory(relu, NULL, NULL);
	ck_requires("ReLU: backward without a forward of its own",
	    module_backward(step, relu));
	ck_tensor(x->g, SHAPE(2, 2), 0, 5, 0, 5, 5);
}

START_TEST(backward_once)
{
	Module *module = relu_new(step);
	ck_requires("ReLU: backward without a forward of its own",
	    module_backward(step, module));
	check_once(module);
	check_once(module);
	module = module_new(step, &total); /* a number has no excuse */
	module_forward(step, module, small_x());
	module_backward(step, module);
	ck_requires("Total: backward without a forward of its own",
	    module_backward(step, module));
}
END_TEST

START_TEST(backward_after_a_reset)
{
	Arena *model = arena_create("model");
	Module *module = relu_new(model);
	module_forward(step, module, small_x());
	arena_reset(step);
	ck_requires("ReLU: arena 'step' was reset after forward: what it "
		    "remembered is gone",
	    module_backward(step, module));
	check_once(module); /* the next forward begins anew */
	module_forward(step, module, small_x());
	arena_reset(step);
	check_once(module);
	arena_destroy(model);
}
END_TEST

/* A forward without a backward, as for validation, is overwritten. */
START_TEST(the_last_forward_counts)
{
	Module *module = relu_new(step);
	Tensor *other = numbered(SHAPE(5, 3)); /* (5, 3) */
	Tensor *x = small_x();                 /* (2, 2) */
	module_forward(step, module, other);
	Tensor *out = module_forward(step, module, x); /* (2, 2) */
	check_memory(module, x, out);
	out->g = tensor_full(step, SHAPE(2, 2), 5);
	module_backward(step, module);
	ck_assert_ptr_null(other->g);
	ck_tensor(x->g, SHAPE(2, 2), 0, 5, 0, 5, 5);
}
END_TEST

enum { GRADIENTS = 5 };

/* The gradients of x and of the parameters of a net, always the same, whose
   backward works in the given arena. */
static void
gradients_made_in(Arena *arena, const Tensor *found[GRADIENTS])
{
	Random random;
	random_seed(&random, 1);
	Module *net = sequential_of(step,
	    linear_new(step, &random, 2, 3, WITH_BIAS), relu_new(step),
	    linear_new(step, &random, 3, 1, WITH_BIAS));
	Module *mse = mse_new(step);
	Tensor *x = small_x();                            /* (2, 2) */
	Tensor *target = tensor_of(step, SHAPE(2), 3, 5); /* (2,) */
	Tensor *out = module_forward(step, net, x);       /* (2, 1) */
	module_forward(step, mse, out, target);
	module_backward(arena, mse);
	module_backward(arena, net);
	Parameters all = module_parameters(step, net);
	ck_assert_uint_eq(all.count, GRADIENTS - 1);
	found[0] = x->g;
	for (size_t i = 0; i < all.count; i++)
		found[1 + i] = all.at[i].tensor->g;
}

/* What backward makes in an arena of its own are temporaries. */
START_TEST(backward_in_another_arena)
{
	Arena *other = arena_create("other");
	const Tensor *found[GRADIENTS], *expected[GRADIENTS];
	gradients_made_in(step, expected);
	gradients_made_in(other, found);
	ck_assert_uint_gt(arena_used(other), 0);
	arena_reset(other);
	memset(arena_alloc(other, 9999, 1), 0xff, 9999);
	for (int i = 0; i < GRADIENTS; i++)
		ck_tensors_equal(found[i], expected[i], 0);
	arena_destroy(other);
}
END_TEST

/* In two places of a net, a module remembers the second. */
START_TEST(one_module_in_two_places)
{
	Module *relu = relu_new(step);
	Module *net = sequential_of(step, relu, relu);
	Tensor *out = module_forward(step, net, small_x()); /* (2, 2) */
	ck_tensor(out, SHAPE(2, 2), 0, 1, 0, 3, 4);
	out->g = tensor_full(step, SHAPE(2, 2), 1);
	ck_requires("ReLU: backward without a forward of its own",
	    module_backward(step, net));
}
END_TEST

TESTS("module_protocol", forward_remembers, keeps_its_own_list,
    forward_in_the_arena_it_is_given, a_number_begins_with_1,
    a_number_may_have_its_own, a_gradient_is_needed, methods_that_are_missing,
    wrong_number_of_tensors, too_many_tensors, nothing_where_a_tensor_should_be,
    backward_once, backward_after_a_reset, the_last_forward_counts,
    backward_in_another_arena, one_module_in_two_places)

/*
 * Chapter 8's kinds, each by itself: what it computes there and back by hand,
 * and by what is measured; and Linear's start, which is PyTorch's.
 */
#include "tests/common/oracle.h"

#include "tests/chapters/08_module/trial.h"
#include "tests/checksum.h"
#include "tests/golden/random.h"

/* Two inputs, three outputs, the weights of tests of chapter 7, transposed. */
static Module *
small_linear(LinearBias bias)
{
	Random random;
	random_seed(&random, 1);
	Module *module = linear_new(step, &random, 2, 3, bias);
	tensor_copy(module_parameter(module, "weight"),
	    tensor_of(step, SHAPE(3, 2), 1, 4, 2, 5, 3, 6));
	if (bias == WITH_BIAS)
		tensor_copy(module_parameter(module, "bias"),
		    tensor_of(step, SHAPE(3), 10, 20, 30));
	return module;
}

static Tensor *
small_x(void)
{
	return tensor_of(step, SHAPE(2, 2), 1, -2, 3, 4); /* (2, 2) */
}

/* What comes from behind small_linear's output. */
static Tensor *
small_g(void)
{
	return tensor_of(step, SHAPE(2, 3), 1, 0, -1, 2, 3, 1); /* (2, 3) */
}

START_TEST(linear_by_hand)
{
	Module *module = small_linear(WITH_BIAS);
	ck_assert_str_eq(module->kind->name, "Linear");
	Tensor *w = module_parameter(module, "weight"); /* (3, 2) */
	Tensor *b = module_parameter(module, "bias");   /* (3,) */
	Tensor *x = small_x();                          /* (2, 2) */
	Tensor *out = module_forward(step, module, x);  /* (2, 3) */
	ck_tensor(out, SHAPE(2, 3), 0, 3, 12, 21, 29, 46, 63);
	ck_assert(!out->g && !x->g && !w->g && !b->g);
	for (int pass = 1; pass <= 2; pass++) { /* what is there is added to */
		back(module, module_forward(step, module, x), small_g());
		double f = pass;
		ck_tensor(x->g, SHAPE(2, 2), 0, -2 * f, -2 * f, 11 * f, 29 * f);
		ck_tensor(w->g, SHAPE(3, 2), 0, 7 * f, 6 * f, 9 * f, 12 * f,
		    2 * f, 6 * f);
		ck_tensor(b->g, SHAPE(3), 0, 3 * f, 3 * f, 0);
	}
	ck_tensors_equal(x, small_x(), 0);
	ck_tensor(w, SHAPE(3, 2), 0, 1, 4, 2, 5, 3, 6);
	ck_tensor(b, SHAPE(3), 0, 10, 20, 30);
}
END_TEST

START_TEST(linear_without_bias)
{
	Module *module = small_linear(WITHOUT_BIAS);
	ck_assert_uint_eq(module->parameters.count, 1);
	Tensor *w = module_parameter(module, "weight"); /* (3, 2) */
	Tensor *x = small_x();                          /* (2, 2) */
	Tensor *out = module_forward(step, module, x);  /* (2, 3) */
	ck_tensor(out, SHAPE(2, 3), 0, -7, -8, -9, 19, 26, 33);
	back(module, out, small_g());
	ck_tensor(x->g, SHAPE(2, 2), 0, -2, -2, 11, 29);
	ck_tensor(w->g, SHAPE(3, 2), 0, 7, 6, 9, 12, 2, 6);
}
END_TEST

/* The transpose of the weights, and copies of both, which live in `model`. */
START_TEST(linear_of_chapter_2s_parameters)
{
	Arena *model = arena_create("model");
	Tensor *w = tensor_of(step, SHAPE(2, 3), 1, 2, 3, 4, 5, 6); /* (2, 3) */
	Tensor *b = tensor_of(step, SHAPE(3), 10, 20, 30);          /* (3,) */
	Module *module = linear_of(model, w, b);
	ck_assert_ptr_eq(module->arena, model);
	w->data[0] = b->data[0] = 99;
	memset(arena_alloc(step, 9999, 1), 0xff, 9999);
	Tensor *weight = module_parameter(module, "weight"); /* (3, 2) */
	ck_tensor(weight, SHAPE(3, 2), 0, 1, 4, 2, 5, 3, 6);
	ck_assert_ptr_eq(weight->arena, model);
	Tensor *bias = module_parameter(module, "bias"); /* (3,) */
	ck_tensor(bias, SHAPE(3), 0, 10, 20, 30);
	ck_assert_ptr_eq(bias->arena, model);
	ck_tensor(module_forward(step, module, small_x()), SHAPE(2, 3), 0, 3,
	    12, 21, 29, 46, 63);
	arena_destroy(model);
}
END_TEST

/* Chapter 2's model, in modules. */
START_TEST(lectures_net)
{
	Random random;
	random_seed(&random, 1);
	Net net = net_draw(step, &random, 4, 3, 2, BIASES_NORMAL);
	Module *modules = lectures_module(step, &net);
	ck_assert_uint_eq(modules->children.count, 3);
	ck_assert_str_eq(modules->children.at[1].module->kind->name, "ReLU");
	ck_assert_uint_eq(module_parameter_count(modules), 12 + 3 + 6 + 2);
	Tensor *x = draw(&random, SHAPE(5, 4)); /* (5, 4) */
	ck_tensors_equal(
	    module_forward(step, modules, x), model(step, &net, x), 1e-6);
	ck_tensors_equal(
	    module_parameter(modules, "0.weight"), tensor_t(step, net.w1), 0);
	ck_tensors_equal(module_parameter(modules, "2.bias"), net.b2, 0);
}
END_TEST

/* A mistake is named with the shapes, and with the line of the call. */
START_TEST(linear_and_shapes_that_do_not_fit)
{
	Module *with = small_linear(WITH_BIAS);
	Module *without = small_linear(WITHOUT_BIAS);
	Tensor *wide = numbered(SHAPE(4, 3)), *flat = numbered(SHAPE(2));
	ck_requires("linear: x (4, 3) does not fit w (2, 3)",
	    module_forward(step, with, wide));
	ck_requires("linear: x (2,) does not fit w (2, 3)",
	    module_forward(step, with, flat));
	ck_requires(
	    "tensor_matmul: (4, 3) @ (2, 3): the inner sizes 3 and 2 differ",
	    module_forward(step, without, wide));
}
END_TEST

/* The registry, and what a parameter's arena is. */
START_TEST(linear_registers)
{
	Arena *model = arena_create("model");
	Random random;
	random_seed(&random, 1);
	Module *module = linear_new(model, &random, 5, 2, WITH_BIAS);
	ck_assert_ptr_eq(module->arena, model);
	ck_assert_uint_eq(module->parameters.count, 2);
	Parameter weight = module->parameters.at[0];
	Parameter bias = module->parameters.at[1];
	ck_assert_str_eq(weight.name, "weight");
	ck_assert(shape_equal(tensor_shape(weight.tensor), SHAPE(2, 5)));
	ck_assert_ptr_eq(weight.tensor->arena, model);
	ck_assert_str_eq(bias.name, "bias");
	ck_assert(shape_equal(tensor_shape(bias.tensor), SHAPE(2)));
	ck_assert_ptr_eq(bias.tensor->arena, model);
	ck_assert_uint_eq(module->children.count, 0);
	ck_assert_uint_eq(arena_used(step), 0);
	arena_destroy(model);
}
END_TEST

enum { SEEDS = sizeof random_golden / sizeof *random_golden };

static void
check_floats(const Tensor *t, size_t first, size_t n, const float *expected)
{
	for (size_t i = 0; i < n; i++)
		ck_assert(t->data[first + i] == (Real)expected[i]);
}

/* Both ends, and all floats between them by their checksum. */
static void
check_long(const Tensor *t, const LongDraw *expected)
{
	size_t n = tensor_count(t);
	check_floats(t, 0, 8, expected->first);
	check_floats(t, n - 8, 8, expected->last);
	ck_assert_uint_eq(checksum_of_floats(t), expected->crc);
}

START_TEST(starts_as_torch_does)
{
	for (int i = 0; i < SEEDS; i++) {
		const RandomGolden *torch = &random_golden[i];
		Random random;
		random_seed(&random, torch->seed);
		Module *small = linear_new(step, &random, 3, 4, WITH_BIAS);
		const Tensor *w = module_parameter(
		    small, "weight");                              /* (4, 3) */
		const Tensor *b = module_parameter(small, "bias"); /* (4,) */
		ck_assert(shape_equal(tensor_shape(w), SHAPE(4, 3)));
		check_floats(w, 0, 12, torch->weight_3_4);
		check_floats(b, 0, 4, torch->bias_3_4);
		random_seed(&random, torch->seed);
		Module *wide = linear_new(step, &random, 784, 50, WITH_BIAS);
		w = module_parameter(wide, "weight"); /* (50, 784) */
		b = module_parameter(wide, "bias");   /* (50,) */
		ck_assert(shape_equal(tensor_shape(w), SHAPE(50, 784)));
		check_long(w, &torch->weight_784_50);
		check_long(b, &torch->bias_784_50);
	}
}
END_TEST

/* Without a bias none is drawn: the next net begins where it would have. */
START_TEST(without_bias_draws_none)
{
	Random random, other;
	random_seed(&random, random_golden[2].seed);
	Module *module = linear_new(step, &random, 3, 4, WITHOUT_BIAS);
	check_floats(module_parameter(module, "weight"), 0, 12,
	    random_golden[2].weight_3_4);
	random_seed(&other, random_golden[2].seed);
	for (int i = 0; i < 12; i++)
		random_u32(&other);
	ck_assert_uint_eq(random_u32(&random), random_u32(&other));
}
END_TEST

START_TEST(relu_by_hand)
{
	Module *module = relu_new(step);
	Tensor *x = tensor_of(
	    step, SHAPE(2, 3), -1, 0, 2, 3, -4, (Real)0.5); /* (2, 3) */
	Tensor *out = module_forward(step, module, x);      /* (2, 3) */
	ck_tensor(out, SHAPE(2, 3), 0, 0, 0, 2, 3, 0, 0.5);
	back(module, out, tensor_of(step, SHAPE(2, 3), 1, 2, 3, 4, 5, 6));
	ck_tensor(x->g, SHAPE(2, 3), 0, 0, 0, 3, 4, 0, 6);
	ck_tensor(x, SHAPE(2, 3), 0, -1, 0, 2, 3, -4, 0.5);
}
END_TEST

/* Outputs and targets whose differences are -1, 2, 0, -1. */
static Tensor *
small_output(void)
{
	return tensor_of(step, SHAPE(4, 1), 2, 7, 1, 8); /* (4, 1) */
}

static Tensor *
small_target(void)
{
	return tensor_of(step, SHAPE(4), 3, 5, 1, 9); /* (4,) */
}

START_TEST(mse_by_hand)
{
	Module *module = mse_new(step);
	Tensor *output = small_output(), *target = small_target();
	Tensor *loss = module_forward(step, module, output, target); /* () */
	ck_tensor(loss, SCALAR, 0, 1.5);
	module_backward(step, module);
	ck_tensor(output->g, SHAPE(4, 1), 0, -0.5, 1, 0, -0.5);
	ck_tensor(output, SHAPE(4, 1), 0, 2, 7, 1, 8);
	ck_tensor(target, SHAPE(4), 0, 3, 5, 1, 9);
	ck_assert_ptr_null(target->g);
	module_forward(step, module, output, target);
	module_backward(step, module);
	ck_tensor(output->g, SHAPE(4, 1), 0, -1, 2, 0, -1);
}
END_TEST

/* One loss of several: its gradient is its weight among them. */
START_TEST(mse_with_a_gradient_that_is_not_1)
{
	Module *module = mse_new(step);
	Tensor *output = small_output(); /* (4, 1) */
	output->g = tensor_full(step, SHAPE(4, 1), 100);
	Tensor *loss = module_forward(step, module, output, small_target());
	back(module, loss, tensor_scalar(step, -4));
	ck_tensor(output->g, SHAPE(4, 1), 0, 102, 96, 100, 102);
}
END_TEST

START_TEST(mse_and_shapes_that_do_not_fit)
{
	Module *module = mse_new(step);
	Tensor *row = numbered(SHAPE(4)), *output = numbered(SHAPE(3, 1));
	ck_requires("mse: output (3, 1) and target (4,), expected (n, 1) and "
		    "(n,)",
	    module_forward(step, module, output, row));
	ck_requires("mse: output (4,) and target (4,), expected (n, 1) and "
		    "(n,)",
	    module_forward(step, module, row, row));
}
END_TEST

/* 2 x - 1 is not x (2 - 1): the order shows in the result. */
static Module *
line(double slope, double offset)
{
	Random random;
	random_seed(&random, 1);
	Module *module = linear_new(step, &random, 1, 1, WITH_BIAS);
	module_parameter(module, "weight")->data[0] = (Real)slope;
	module_parameter(module, "bias")->data[0] = (Real)offset;
	return module;
}

START_TEST(sequential_in_order)
{
	Module *net = sequential_of(
	    step, line(2, -1), relu_new(step), line(-3, 5));
	ck_assert_str_eq(net->kind->name, "Sequential");
	Tensor *x = tensor_of(step, SHAPE(3, 1), 4, 0, 1); /* (3, 1) */
	Tensor *out = module_forward(step, net, x);        /* (3, 1) */
	ck_tensor(out, SHAPE(3, 1), 0, -16, 5, 2);
	back(net, out, tensor_of(step, SHAPE(3, 1), 1, 10, 100));
	ck_tensor(x->g, SHAPE(3, 1), 0, -6, 0, -600);
	ck_tensor(module_parameter(net, "0.weight")->g, SHAPE(1, 1), 0,
	    -3.0 * (4 * 1 + 100));
	ck_tensor(module_parameter(net, "0.bias")->g, SHAPE(1), 0, -303);
	ck_tensor(module_parameter(net, "2.weight")->g, SHAPE(1, 1), 0, 107);
	ck_tensor(module_parameter(net, "2.bias")->g, SHAPE(1), 0, 111);
}
END_TEST

START_TEST(a_pass_there_and_back)
{
	Module *net = line(2, -1), *mse = mse_new(step);
	Tensor *x = tensor_of(step, SHAPE(2, 1), 4, 0);   /* (2, 1) */
	Tensor *target = tensor_of(step, SHAPE(2), 5, 3); /* (2,) */
	for (int i = 1; i <= 2; i++) {                    /* out is 7, -1 */
		ck_assert(module_pass(step, net, mse, x, target) == 10);
		ck_tensor(x->g, SHAPE(2, 1), 0, 4.0 * i, -8.0 * i);
		ck_tensor(module_parameter(net, "weight")->g, SHAPE(1, 1), 0,
		    8.0 * i);
		ck_tensor(
		    module_parameter(net, "bias")->g, SHAPE(1), 0, -2.0 * i);
	}
	ck_assert_ptr_null(net->last.x);
	ck_assert_ptr_null(mse->last.x);
}
END_TEST

/* However it is nested, it is the same net. */
START_TEST(sequential_within_sequential)
{
	Module *empty = sequential_new(step, 0, NULL);
	Module *inner = sequential_of(
	    step, line(2, -1), sequential_of(step, relu_new(step)), empty);
	Module *net = sequential_of(step, inner, line(-3, 5));
	Tensor *x = tensor_of(step, SHAPE(3, 1), 4, 0, 1); /* (3, 1) */
	Tensor *out = module_forward(step, net, x);        /* (3, 1) */
	ck_tensor(out, SHAPE(3, 1), 0, -16, 5, 2);
	back(net, out, tensor_of(step, SHAPE(3, 1), 1, 10, 100));
	ck_tensor(x->g, SHAPE(3, 1), 0, -6, 0, -600);
	ck_tensor(module_parameter(net, "0.0.bias")->g, SHAPE(1), 0, -303);
	ck_tensor(module_parameter(net, "1.bias")->g, SHAPE(1), 0, 111);
}
END_TEST

/* Without children it gives what it took, and the gradient is there. */
START_TEST(an_empty_sequential)
{
	Module *net = sequential_new(step, 0, NULL);
	ck_assert_uint_eq(net->children.count, 0);
	Tensor *x = small_x(); /* (2, 2) */
	ck_assert_ptr_eq(module_forward(step, net, x), x);
	back(net, x, tensor_of(step, SHAPE(2, 2), 1, 2, 3, 4));
	ck_tensor(x->g, SHAPE(2, 2), 0, 1, 2, 3, 4);
	ck_requires("Sequential: backward without a forward of its own",
	    module_backward(step, net));
}
END_TEST

START_TEST(lists_name_their_children)
{
	Module *relu = relu_new(step), *linear = small_linear(WITH_BIAS);
	Module *const modules[] = {relu, linear};
	const Module *const lists[] = {sequential_new(step, 2, modules),
	    module_list_new(step, 2, modules),
	    sequential_of(step, relu, linear),
	    module_list_of(step, relu, linear)};
	for (int i = 0; i < 4; i++) {
		const char *name = i % 2 ? "ModuleList" : "Sequential";
		ck_assert_str_eq(lists[i]->kind->name, name);
		ck_assert_uint_eq(lists[i]->children.count, 2);
		ck_assert_str_eq(lists[i]->children.at[0].name, "0");
		ck_assert_ptr_eq(lists[i]->children.at[0].module, relu);
		ck_assert_str_eq(lists[i]->children.at[1].name, "1");
		ck_assert_ptr_eq(lists[i]->children.at[1].module, linear);
	}
	ck_assert_uint_eq(module_list_new(step, 0, NULL)->children.count, 0);
}
END_TEST

/* A list is called by whoever has it. */
START_TEST(children_there_and_back)
{
	Module *list = module_list_of(step, line(2, -1), line(-3, 5));
	Tensor *x = tensor_of(step, SHAPE(1, 1), 4);   /* (1, 1) */
	Tensor *out = children_forward(step, list, x); /* (1, 1) */
	ck_tensor(out, SHAPE(1, 1), 0, -16);
	ck_assert_ptr_null(list->last.x);
	out->g = tensor_full(step, SHAPE(1, 1), 1);
	children_backward(step, list);
	ck_tensor(x->g, SHAPE(1, 1), 0, -6);
	ck_tensor(module_parameter(list, "0.bias")->g, SHAPE(1), 0, -3);
}
END_TEST

/* Each kind in a net, tried by the judge who measures. */
START_TEST(agree_with_measured_slopes)
{
	Random random;
	random_seed(&random, 2);
	for (int i = 0; i < 8; i++) {
		LinearBias bias = i % 2 ? WITH_BIAS : WITHOUT_BIAS;
		Module *last = linear_new(step, &random, 3, 1, bias);
		Module *net = i < 4 ? sequential_of(step, last)
				    : sequential_of(step,
					  linear_new(step, &random, 3, 3, bias),
					  relu_new(step), last);
		Batch b = batch_of(net, &random, 1 + below(&random, 6), 3);
		batch_pass(&b);
		check_right(measure(&b));
	}
}
END_TEST

TESTS("module_kinds", linear_by_hand, linear_without_bias,
    linear_of_chapter_2s_parameters, lectures_net, a_pass_there_and_back,
    linear_and_shapes_that_do_not_fit, linear_registers, starts_as_torch_does,
    without_bias_draws_none, relu_by_hand, mse_by_hand,
    mse_with_a_gradient_that_is_not_1, mse_and_shapes_that_do_not_fit,
    sequential_in_order, sequential_within_sequential, an_empty_sequential,
    lists_name_their_children, children_there_and_back,
    agree_with_measured_slopes)

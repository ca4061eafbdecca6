/*
 * Chapter 9 against PyTorch: the notebook's net on MNIST, and small programs
 * of all operations that were put together at random.
 */
#include "tests/chapters/nets.h"

#include "tests/chapters/09_autograd/trial.h"
#include "tests/golden/autograd.h"

/* Of the sums of a net, and of the gradients of a program. */
#ifdef REAL_DOUBLE
static const double near_net = 1e-9, near_program = 1e-9;
#else
static const double near_net = 1e-4, near_program = 1e-3;
#endif

enum { HIDDEN = 50 };

/* The first layer's bias gradient of seed 1, as the notebook prints it. */
static const char *const published[HIDDEN] = {"-0.05", "4.98", "-3.67", "1.19",
    "3.03", "-0.28", "0.27", "13.75", "3.20", "8.55", "1.98", "0.80", "0.65",
    "0.25", "-4.20", "-1.09", "-3.15", "0.18", "-1.19", "-5.05", "-0.81",
    "-2.78", "7.54", "-0.73", "3.71", "0.25", "0.70", "-7.06", "3.32", "-1.14",
    "-3.12", "1.51", "5.81", "1.22", "15.94", "0.14", "1.82", "14.89", "3.91",
    "-0.21", "1.98", "2.24", "0.63", "16.29", "-0.50", "0.53", "21.31", "-9.06",
    "-2.52", "0.05"};

/* The net on a tape, and its loss after the way back. */
static double
net_loss(const Net *net, const Mnist *mnist)
{
	Tape *tape = tape_new(step);
	Var *x = tape_constant(tape, "x", mnist->x_train);
	Var *target = tape_constant(tape, "target", mnist->y_train);
	Var *l1 = var_add(var_matmul(x, tape_leaf(tape, "w1", net->w1)),
	    tape_leaf(tape, "b1", net->b1));
	Var *output = var_add(
	    var_matmul(var_relu(l1), tape_leaf(tape, "w2", net->w2)),
	    tape_leaf(tape, "b2", net->b2));
	Var *off = var_sub(var_squeeze_axis(output, 1), target);
	Var *loss = var_mean_all(var_mul(off, off));
	var_backward(loss);
	return (double)tensor_item(loss->value);
}

static const size_t elements[HIDDEN] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
    31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49};

/* Every element of t's gradient against PyTorch's. */
static void
check_gradient(Tensor *t, const double *torchs, double tolerance)
{
	const Claim claim = {"g", t, t->g};
	const Stored stored = {tensor_count(t), elements, torchs};
	check_right(judge_by_stored(&claim, 1, &stored, tolerance));
}

static void
check_net(const AutogradGolden *golden, const Net *net, const Mnist *mnist)
{
	check_relative(net_loss(net, mnist), golden->loss, near_net);
	check_gradient(net->b1, golden->b1, near_net);
	check_gradient(net->w2, golden->w2, near_net);
	check_gradient(net->b2, golden->b2, near_net);
}

START_TEST(the_notebooks_nets)
{
	NEEDS_MNIST(mnist)
	Random random;
	ArenaMark mark = arena_mark(step);
	for (size_t i = 0; i < GOLDEN_NETS; i++) {
		Net net = draw_golden(&random, &forward_golden[i]);
		if (forward_golden[i].draw != 2)
			continue;
		const AutogradGolden *golden = &autograd_golden[i / 2];
		ck_assert_uint_eq(golden->seed, forward_golden[i].seed);
		check_net(golden, &net, &mnist);
		for (int k = 0; i == 1 && k < HIDDEN; k++) {
			char here[32];
			snprintf(here, sizeof here, "%.2f",
			    (double)net.b1->g->data[k]);
			ck_assert_str_eq(here, published[k]);
		}
		arena_rewind(step, mark);
	}
}
END_TEST

/* A program under way: its entries so far, the next instruction. */
typedef struct {
	Var *entry[3 + 22];
	const Instruction *at;
} Machine;

static Var *
of_two(const Machine *m)
{
	static const struct {
		const char *name;
		Var *(*function)(Var *a, Var *b);
	} operations[] = {{"add", var_add}, {"sub", var_sub}, {"mul", var_mul},
	    {"div", var_div}, {"matmul", var_matmul}};
	for (size_t i = 0; i < 5; i++)
		if (strcmp(m->at->operation, operations[i].name) == 0)
			return operations[i].function(
			    m->entry[m->at->a], m->entry[m->at->b]);
	return NULL;
}

static Var *
of_one(const Machine *m)
{
	static const struct {
		const char *name;
		Var *(*function)(Var *v);
	} operations[] = {{"neg", var_neg}, {"exp", var_exp}, {"log", var_log},
	    {"sqrt", var_sqrt}, {"relu", var_relu}, {"sigmoid", var_sigmoid},
	    {"tanh", var_tanh}, {"squeeze", var_squeeze},
	    {"log_softmax", var_log_softmax}, {"sum_all", var_sum_all},
	    {"mean_all", var_mean_all}};
	for (size_t i = 0; i < 11; i++)
		if (strcmp(m->at->operation, operations[i].name) == 0)
			return operations[i].function(m->entry[m->at->a]);
	return NULL;
}

static Var *
along_an_axis(const Machine *m)
{
	static const struct {
		const char *name;
		Var *(*function)(Var *v, int axis);
	} operations[] = {{"squeeze_axis", var_squeeze_axis},
	    {"unsqueeze", var_unsqueeze}, {"sum", var_sum}, {"mean", var_mean},
	    {"max", var_max}};
	for (size_t i = 0; i < 5; i++)
		if (strcmp(m->at->operation, operations[i].name) == 0)
			return operations[i].function(
			    m->entry[m->at->a], m->at->axis);
	return NULL;
}

static Var *
gather(Var *v, const Instruction *at)
{
	size_t n = v->value->shape[0], classes = v->value->shape[1];
	Tensor *labels = tensor_new(step, SHAPE(n)); /* (n,) */
	for (size_t i = 0; i < n; i++)
		labels->data[i] = (Real)((i * (size_t)at->axis +
					     (size_t)at->other) %
					 classes);
	return var_gather(v, labels);
}

static Var *
at_a_place(const Machine *m)
{
	const Instruction *at = m->at;
	Var *v = m->entry[at->a];
	size_t axis = (size_t)at->axis, other = (size_t)at->other;
	if (strcmp(at->operation, "pow") == 0)
		return var_pow(v, at->axis / 2.0);
	if (strcmp(at->operation, "transpose") == 0)
		return var_transpose(v, at->axis, at->other);
	if (strcmp(at->operation, "reshape") == 0)
		return var_reshape(v, SHAPE(axis, other));
	if (strcmp(at->operation, "select") == 0)
		return var_select(v, at->axis, other);
	ck_assert_str_eq(at->operation, "gather");
	return gather(v, at);
}

static Var *
execute(const Machine *m)
{
	Var *result = of_two(m);
	result = result ? result : of_one(m);
	result = result ? result : along_an_axis(m);
	return result ? result : at_a_place(m);
}

static Var *
operand(Tape *tape, const Operand *golden)
{
	Shape shape = {.ndim = golden->ndim};
	memcpy(shape.size, golden->shape, sizeof golden->shape);
	Tensor *t = tensor_new(step, shape); /* shape */
	for (size_t i = 0; i < tensor_count(t); i++)
		t->data[i] = (Real)golden->value[i];
	return golden->wanted ? tape_leaf(tape, "leaf", t)
			      : tape_constant(tape, "constant", t);
}

static void
check_gradients(const ProgramGolden *golden, const Machine *m)
{
	for (int i = 0; i < 3; i++) {
		const Operand *leaf = &golden->leaf[i];
		Tensor *t = m->entry[i]->value; /* any */
		ck_assert(leaf->wanted == (t->g != NULL));
		if (leaf->wanted)
			check_gradient(t, leaf->gradient, near_program);
	}
}

static void
check_program(const ProgramGolden *golden)
{
	Tape *tape = tape_new(step);
	Machine m = {.at = golden->instruction};
	int count = 0;
	for (; count < 3; count++)
		m.entry[count] = operand(tape, &golden->leaf[count]);
	for (int i = 0; i < golden->count; i++, m.at++) {
		m.entry[count] = execute(&m);
		double sum = tensor_sum_all(m.entry[count]->value);
		ck_assert_msg(fabs(sum - m.at->sum) <= 4 * near_program,
		    "%s: %.17g, not %.17g", m.at->operation, sum, m.at->sum);
		count++;
	}
	var_backward(m.entry[count - 1]);
	check_gradients(golden, &m);
}

START_TEST(programs)
{
	size_t count = sizeof program_golden / sizeof *program_golden;
	ck_assert_uint_ge(count, 20);
	for (size_t i = 0; i < count; i++)
		check_program(&program_golden[i]);
}
END_TEST

TESTS_IN_FOLDER("autograd_golden", the_notebooks_nets, programs)

/*
 * NULL for every pointer that layers, modules and what trains them take:
 * chapters 7, 8, 10 and 12.
 */
#include "chapters/10_cross_entropy/cross_entropy.h"
#include "chapters/12_training/mistakes.h"
#include "chapters/12_training/training.h"
#include "tests/misuse/null.h"

START_TEST(memories)
{
	Tensor *x = ones(SHAPE(2)), *none = NULL;
	Memory memory = {0};
	ck_null("remember", "arena && memory",
	    CALLED(remember(NULL, &memory, x, x)));
	ck_null(
	    "remember", "arena && memory", CALLED(remember(step, NULL, x, x)));
	ck_null("test", "memory", CALLED(recall("test", NULL)));
	ck_requires("a module: backward without a forward of its own",
	    CALLED((remember(step, &memory, none, x),
		recall("a module", &memory))));
}
END_TEST

START_TEST(layers)
{
	Tensor *x = ones(SHAPE(3, 2)), *target = ones(SHAPE(3)), *none = NULL;
	Linear linear = linear_layer(ones(SHAPE(2, 1)), ones(SHAPE(1)));
	Layer *const list[] = {&linear.layer};
	Model model = model_of(list, 1);
	Mse mse = {0};
	ck_null("layer_forward", "layer", layer_forward(step, NULL, x));
	ck_null(
	    "linear", "x && w && b", layer_forward(step, &linear.layer, none));
	ck_null("tensor_new", "arena", layer_forward(NULL, &linear.layer, x));
	ck_null("layer_backward", "layer", layer_backward(step, NULL));
	ck_null("mse_forward", "self", mse_forward(step, NULL, x, target));
	ck_null(
	    "mse", "output && target", mse_forward(step, &mse, none, target));
	ck_null("mse_backward", "self", mse_backward(step, NULL));
	ck_null("model_of", "layers || !count", model_of(NULL, 1));
	ck_null("model_output", "self", model_output(step, NULL, x));
	ck_null("linear", "x && w && b", model_output(step, &model, none));
	ck_null("model_output", "self", model_forward(step, NULL, x, target));
	ck_null(
	    "mse", "output && target", model_forward(step, &model, x, none));
	ck_null("model_backward", "self", model_backward(step, NULL));
}
END_TEST

START_TEST(modules)
{
	static const ModuleKind kind = {.name = "Test"};
	Module *none = NULL, *self = module_new(step, &kind);
	Tensor *w = ones(SHAPE(1));
	ck_null("module_init", "self && model && kind",
	    CALLED(module_init(NULL, step, &kind)));
	ck_null("arena_alloc", "arena", CALLED(module_new(NULL, &kind)));
	ck_null("module_init", "self && model && kind",
	    CALLED(module_new(step, NULL)));
	ck_null("module_add_parameter", "self && name",
	    module_add_parameter(none, "w", w));
	ck_null("module_add_parameter", "self && name",
	    module_add_parameter(self, NULL, w));
	ck_requires("module_add_parameter: parameter 'w' of a Test is NULL",
	    module_add_parameter(self, "w", NULL));
	ck_null("module_add_child", "self && name",
	    module_add_child(none, "a", self));
	ck_null("module_add_child", "self && name",
	    module_add_child(self, NULL, self));
	ck_null("module_add_child", "child", module_add_child(self, "a", none));
	ck_null("module_append", "self", module_append(none, self));
	ck_null("module_append", "child", module_append(self, none));
	ck_null("module_forward", "self && (args || !count)",
	    module_forward(step, none, w));
	ck_null("module_backward", "self", module_backward(step, none));
	ck_null(
	    "module_parameters", "self", CALLED(module_parameters(step, none)));
	ck_null(
	    "module_parameter", "self && path", module_parameter(none, "w"));
	ck_null(
	    "module_parameter", "self && path", module_parameter(self, NULL));
	ck_null("module_parameter_count", "self",
	    CALLED(module_parameter_count(none)));
	ck_null(
	    "module_print", "out && self", CALLED(module_print(NULL, self)));
	ck_null(
	    "module_print", "out && self", CALLED(module_print(stdout, none)));
}
END_TEST

START_TEST(kinds)
{
	Random random;
	random_seed(&random, 1);
	Tensor *w = ones(SHAPE(2, 1)), *b = ones(SHAPE(1)), *none = NULL;
	Module *child = NULL, *relu_module = relu_new(step);
	Net hollow = {0};
	ck_null("random_linear", "random && weight",
	    linear_new(step, NULL, 2, 1, WITH_BIAS));
	ck_null(
	    "arena_alloc", "arena", linear_new(NULL, &random, 2, 1, WITH_BIAS));
	ck_null("linear_of", "w && b", linear_of(step, none, b));
	ck_null("linear_of", "w && b", linear_of(step, w, none));
	ck_null("arena_alloc", "arena", CALLED(relu_new(NULL)));
	ck_null("arena_alloc", "arena", CALLED(mse_new(NULL)));
	ck_null("arena_alloc", "arena", CALLED(cross_entropy_new(NULL)));
	ck_null("module_append", "child", sequential_new(step, 1, &child));
	ck_null("module_append", "child", module_list_new(step, 1, &child));
	ck_null("list_new", "modules || !count", sequential_new(step, 1, NULL));
	ck_null(
	    "list_new", "modules || !count", module_list_new(step, 1, NULL));
	ck_null("lectures_module", "net", lectures_module(step, NULL));
	ck_null("linear_of", "w && b", lectures_module(step, &hollow));
	ck_null("module_forward", "self && (args || !count)",
	    module_pass(step, child, relu_module, w, b));
	ck_null("module_forward", "self && (args || !count)",
	    module_pass(step, relu_module, child, w, b));
	ck_null("children_forward", "self", children_forward(step, child, w));
	ck_null("children_backward", "self", children_backward(step, child));
	ck_null("arena_alloc", "arena", CALLED(notebook_net(NULL, &random)));
	ck_null("random_linear", "random && weight",
	    CALLED(notebook_net(step, NULL)));
}
END_TEST

START_TEST(cross_entropies)
{
	Tensor *x = ones(SHAPE(2, 3)), *labels = ones(SHAPE(2)), *none = NULL;
	ck_null("softmax", "x", softmax(step, none));
	ck_null("log_softmax_naive", "x", log_softmax_naive(step, none));
	ck_null(
	    "log_softmax_difference", "x", log_softmax_difference(step, none));
	ck_null("log_softmax", "x", log_softmax(step, none));
	ck_null("log_sum_exp", "x", log_sum_exp(step, none));
	ck_null("softmax_grad", "x && out", softmax_grad(step, none, x));
	ck_null("softmax_grad", "x && out", softmax_grad(step, x, none));
	ck_null("nll", "x && labels", nll(none, labels));
	ck_null("nll", "x && labels", nll(x, none));
	ck_null("nll_one_hot", "log_probabilities && rows",
	    nll_one_hot(step, none, x));
	ck_null("nll_one_hot", "log_probabilities && rows",
	    nll_one_hot(step, x, none));
	ck_null("tensor_mul", "arena && a && b", nll_one_hot(NULL, x, x));
	ck_null(
	    "cross_entropy", "x && labels", cross_entropy(step, none, labels));
	ck_null("cross_entropy", "x && labels", cross_entropy(step, x, none));
	ck_null("cross_entropy_grad", "x && labels",
	    cross_entropy_grad(step, none, labels));
	ck_null("cross_entropy_grad", "x && labels",
	    cross_entropy_grad(step, x, none));
	ck_null("tensor_new", "arena", cross_entropy_grad(NULL, x, labels));
	ck_null("accuracy", "x && labels", accuracy(none, labels));
	ck_null("accuracy", "x && labels", accuracy(x, none));
	ck_null("normalisation_error", "x", normalisation_error(none));
}
END_TEST

START_TEST(training)
{
	Tensor *x = ones(SHAPE(3, 2)), *y = ones(SHAPE(3)), *none = NULL;
	Random random;
	random_seed(&random, 1);
	Dataset data = {x, y};
	Loader loader = loader_of(step, data, 2, IN_ORDER, &random);
	Batch batch;
	Trainer trainer = {0};
	const char *needs = "loader_of: NULL given, expected data.x && data.y "
			    "&& random";
	ck_requires(needs, loader_of(step, data, 2, IN_ORDER, NULL));
	data.x = none;
	ck_requires(needs, loader_of(step, data, 2, IN_ORDER, &random));
	ck_null("loader_start", "loader", CALLED(loader_start(NULL)));
	ck_null(
	    "loader_next", "loader && batch", loader_next(step, NULL, &batch));
	ck_null(
	    "loader_next", "loader && batch", loader_next(step, &loader, NULL));
	ck_null("loader_batches", "loader", CALLED(loader_batches(NULL)));
	ck_null("sgd_step", "sgd", sgd_step(step, NULL));
	ck_null("sgd_zero_grad", "sgd", CALLED(sgd_zero_grad(NULL)));
	ck_null("arena_alloc", "arena",
	    CALLED(sgd_new(NULL, (Parameters){0}, 1, 0, 0)));
	ck_null("train_batch", "trainer && batch", train_batch(NULL, &batch));
	ck_null("train_batch", "trainer && batch", train_batch(&trainer, NULL));
	ck_null("train_epoch", "trainer && loader",
	    train_epoch(NULL, &loader, "", NULL));
	ck_null("train_epoch", "trainer && loader",
	    train_epoch(&trainer, NULL, "", NULL));
	ck_null("evaluate", "trainer && loader", evaluate(NULL, &loader));
	ck_null("evaluate", "trainer && loader", evaluate(&trainer, NULL));
	size_t worst[1];
	ck_null("confusion_matrix", "rows && labels",
	    confusion_matrix(step, none, y));
	ck_null("confusion_matrix", "rows && labels",
	    confusion_matrix(step, x, none));
	ck_null("worst_mistakes", "rows && labels",
	    worst_mistakes(none, y, 1, worst));
	ck_null("worst_mistakes", "rows && labels",
	    worst_mistakes(x, none, 1, worst));
}
END_TEST

TESTS(
    "NULL, layers", memories, layers, modules, kinds, cross_entropies, training)

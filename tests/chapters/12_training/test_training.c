/*
 * Chapter 12's loss as a module, its loop, and its means: by hand, by chapter
 * 6's judges, and against PyTorch's loop on a net of 51 numbers.
 */
#include "tests/files.h"

#include <math.h>

#include "chapters/06_gradients/judge.h"
#include "chapters/12_training/fit.h"
#include "tests/chapters/12_training/tiny.h"

#ifdef REAL_DOUBLE
static const double moved = 1e-5, near_slope = 1e-7, near_by_hand = 1e-14;
#else
static const double moved = 1e-2, near_slope = 1e-2, near_by_hand = 1e-6;
#endif

static Tensor *
normal(Random *random, Shape shape)
{
	Tensor *t = tensor_new(step, shape); /* shape */
	random_normal(random, t);
	return t;
}

START_TEST(cross_entropy_by_hand)
{
	Module *loss = cross_entropy_new(step);
	ck_assert_str_eq(loss->kind->name, "CrossEntropyLoss");
	ck_assert_uint_eq(module_parameter_count(loss), 0);
	Tensor *x = tensor_zeros(step, SHAPE(2, 4));         /* (2, 4) */
	Tensor *labels = tensor_of(step, SHAPE(2), 3, 0);    /* (2,) */
	Tensor *out = module_forward(step, loss, x, labels); /* () */
	ck_tensor(out, SCALAR, near_by_hand, log(4));
	module_backward(step, loss);
	ck_tensor(x->g, SHAPE(2, 4), near_by_hand, 0.125, 0.125, 0.125, -0.375,
	    -0.375, 0.125, 0.125, 0.125);
	ck_tensor(x, SHAPE(2, 4), 0, 0, 0, 0, 0, 0, 0, 0, 0);
	ck_assert_ptr_null(labels->g);
	ck_tensor(labels, SHAPE(2), 0, 3, 0);
}
END_TEST

/* One loss of several: its gradient is its weight among them. */
START_TEST(a_gradient_that_is_not_1)
{
	Module *loss = cross_entropy_new(step);
	Tensor *x = tensor_zeros(step, SHAPE(1, 2));   /* (1, 2) */
	Tensor *labels = tensor_of(step, SHAPE(1), 1); /* (1,) */
	x->g = tensor_full(step, SHAPE(1, 2), 100);
	Tensor *out = module_forward(step, loss, x, labels); /* () */
	out->g = tensor_scalar(step, -4);
	module_backward(step, loss);
	ck_tensor(x->g, SHAPE(1, 2), near_by_hand, 98, 102);
}
END_TEST

START_TEST(as_chapter_10_computes)
{
	Random random;
	random_seed(&random, 7);
	Tensor *x = normal(&random, SHAPE(6, 5)); /* (6, 5) */
	Tensor *twin = tensor_clone(step, x);     /* (6, 5) */
	Tensor *labels = tensor_of(step, SHAPE(6), 0, 4, 2, 2, 1, 3); /* (6,) */
	Module *loss = cross_entropy_new(step);
	Tensor *out = module_forward(step, loss, x, labels); /* () */
	ck_assert(tensor_item(out) == (Real)cross_entropy(step, twin, labels));
	module_backward(step, loss);
	cross_entropy_grad(step, twin, labels);
	ck_tensors_equal(x->g, twin->g, 0);
}
END_TEST

/* A net, the loss behind it, and three times that loss. */
typedef struct {
	Module *net, *loss;
	Tensor *x, *labels; /* (n, 4), (n,) */
} Trial;

static double
trial_loss(Arena *arena, void *context)
{
	const Trial *t = context;
	Tensor *preds = module_forward(arena, t->net, t->x); /* (n, 3) */
	return 3 * cross_entropy(arena, preds, t->labels);
}

START_TEST(as_the_judge_measures)
{
	Random random;
	random_seed(&random, 8);
	Trial t = {two_layers(&random, 4, 6, 3), cross_entropy_new(step),
	    normal(&random, SHAPE(5, 4)),
	    tensor_of(step, SHAPE(5), 0, 2, 1, 1, 2)};
	Tensor *preds = module_forward(step, t.net, t.x); /* (5, 3) */
	Tensor *out = module_forward(step, t.loss, preds, t.labels); /* () */
	out->g = tensor_scalar(step, 3);
	module_backward(step, t.loss);
	module_backward(step, t.net);
	Parameters all = module_parameters(step, t.net);
	Claim claims[5] = {{"x", t.x, t.x->g}};
	ck_assert_uint_eq(all.count, 4);
	for (size_t i = 0; i < all.count; i++)
		claims[1 + i] = (Claim){
		    all.at[i].name, all.at[i].tensor, all.at[i].tensor->g};
	Arena *judges = arena_create("judges");
	Judgement judgement = judge_by_differences(
	    judges, trial_loss, &t, claims, 5, 100, moved, near_slope);
	ck_assert_msg(judgement.right, "%s[%s] is %.17g, not %.17g",
	    judgement.name, judgement.index, judgement.found,
	    judgement.expected);
	ck_assert_uint_gt(judgement.looked, 50);
	arena_destroy(judges);
}
END_TEST

START_TEST(labels_that_do_not_fit)
{
	Module *loss = cross_entropy_new(step);
	Tensor *x = tensor_zeros(step, SHAPE(2, 4)); /* (2, 4) */
	ck_requires("cross_entropy: x (2, 4) and labels (3,), expected (n, c) "
		    "and (n,)",
	    module_forward(step, loss, x, tensor_zeros(step, SHAPE(3))));
	Tensor *labels = tensor_of(step, SHAPE(2), 0, 4); /* (2,) */
	ck_requires("cross_entropy: label 4 of row 1, expected a whole number "
		    "from 0 to 3",
	    module_forward(step, loss, x, labels));
}
END_TEST

START_TEST(weighted_means)
{
	Score a = {1, 0.5, 30}, b = {4, 1, 10}, none = {0, 0, 0};
	Score mean = score_add(a, b);
	ck_assert_double_eq(mean.loss, 1.75);
	ck_assert_double_eq(mean.accuracy, 0.625);
	ck_assert_uint_eq(mean.rows, 40);
	mean = score_add(b, a);
	ck_assert_double_eq(mean.loss, 1.75);
	ck_assert_double_eq(mean.accuracy, 0.625);
	mean = score_add(none, a);
	ck_assert(mean.loss == 1 && mean.accuracy == 0.5 && mean.rows == 30);
	mean = score_add(a, none);
	ck_assert(mean.loss == 1 && mean.accuracy == 0.5 && mean.rows == 30);
	mean = score_add(none, none);
	ck_assert(mean.loss == 0 && mean.accuracy == 0 && mean.rows == 0);
}
END_TEST

/* A layer of (2, 2) without bias: preds are x, so p is 1/2, and w.g is
   ((p - y) x.t) / n. */
START_TEST(a_batch_by_hand)
{
	Random random;
	random_seed(&random, 1);
	Module *net = linear_new(step, &random, 2, 2, WITHOUT_BIAS);
	Tensor *w = module_parameter(net, "weight"); /* (2, 2) */
	tensor_copy(w, tensor_of(step, SHAPE(2, 2), 1, 0, 0, 1));
	Sgd sgd = sgd_new(step, module_parameters(step, net), 0.5, 0, 0);
	Trainer trainer = {net, cross_entropy_new(step), &sgd, step};
	Batch batch = {tensor_of(step, SHAPE(3, 2), 2, 2, -1, -1, 4, 4),
	    tensor_of(step, SHAPE(3), 0, 1, 1)};
	Score score = train_batch(&trainer, &batch);
	ck_assert_double_eq_tol(score.loss, log(2), near_by_hand);
	ck_assert_double_eq_tol(score.accuracy, 1 / 3.0, 1e-15);
	ck_assert_uint_eq(score.rows, 3);
	/* row 0 of w.g: (-1/2 * 2 + 1/2 * -1 + 1/2 * 4) / 3 = 1/6 */
	ck_tensor(w, SHAPE(2, 2), near_by_hand, 1 - 1 / 12.0, -1 / 12.0,
	    1 / 12.0, 1 + 1 / 12.0);
	ck_tensor(w->g, SHAPE(2, 2), 0, 0, 0, 0, 0);
}
END_TEST

/* The same as print_fit in make_training.py. */
typedef struct {
	Module *net;
	Loader train, valid;
	Random random;
	Sgd sgd;
	Trainer trainer;
} Noise;

enum { ROWS = 23, VALID = 11 };

static void
prepare(Noise *noise)
{
	random_seed(&noise->random, 2);
	noise->net = two_layers(&noise->random, 4, 6, 3);
	Tensor *x = normal(
	    &noise->random, SHAPE(ROWS + VALID, 4));       /* (34, 4) */
	Tensor *y = tensor_new(step, SHAPE(ROWS + VALID)); /* (34,) */
	random_integers(&noise->random, y, 0, 3);
	Dataset train = {tensor_narrow(step, x, 0, 0, ROWS),
	    tensor_narrow(step, y, 0, 0, ROWS)};
	Dataset valid = {tensor_narrow(step, x, 0, ROWS, VALID),
	    tensor_narrow(step, y, 0, ROWS, VALID)};
	noise->train = loader_of(step, train, 5, SHUFFLED, &noise->random);
	noise->valid = loader_of(step, valid, 4, IN_ORDER, &noise->random);
	noise->sgd = sgd_new(
	    step, module_parameters(step, noise->net), 0.2, 0.8, 0.01);
	noise->trainer = (Trainer){noise->net, cross_entropy_new(step),
	    &noise->sgd, arena_create("batches")};
}

static void
check_learned(const Module *net)
{
	const double *const golden[] = {
	    fit_weight_0, fit_bias_0, fit_weight_2, fit_bias_2};
	static const size_t counts[] = {24, 6, 18, 3};
	Parameters all = module_parameters(step, net);
	for (size_t i = 0; i < 4; i++) {
		const Tensor *w = all.at[i].tensor;
		ck_assert_uint_eq(tensor_count(w), counts[i]);
		for (size_t k = 0; k < counts[i]; k++)
			ck_assert_double_eq_tol(
			    (double)w->data[k], golden[i][k], near);
	}
}

START_TEST(epochs_as_torch_has_them)
{
	Noise noise;
	prepare(&noise);
	for (int epoch = 0; epoch < EPOCHS; epoch++) {
		const EpochGolden *golden = &fit_golden[epoch];
		Score last;
		check_score(
		    train_epoch(&noise.trainer, &noise.train, "", &last),
		    golden->train, ROWS);
		check_score(last, golden->last, ROWS % 5);
		Tensor *before = all_parameters(noise.net); /* (51,) */
		check_score(evaluate(&noise.trainer, &noise.valid),
		    golden->valid, VALID);
		ck_tensors_equal(all_parameters(noise.net), before, 0);
		noise.sgd.rate *= 0.7;
	}
	check_learned(noise.net);
	arena_destroy(noise.trainer.step);
}
END_TEST

START_TEST(fit_as_torch_has_it)
{
	Noise noise;
	prepare(&noise);
	Epoch log[EPOCHS];
	fit(&noise.trainer, &noise.train, &noise.valid, 0.7, log);
	for (int epoch = 0; epoch < EPOCHS; epoch++) {
		const EpochGolden *golden = &fit_golden[epoch];
		check_score(log[epoch].train, golden->train, ROWS);
		check_score(log[epoch].valid, golden->valid, VALID);
	}
	check_learned(noise.net);
	ck_assert_double_eq_tol(
	    noise.sgd.rate, 0.2 * 0.7 * 0.7 * 0.7 * 0.7 * 0.7, 1e-15);
	arena_destroy(noise.trainer.step);
}
END_TEST

/* It takes neither gradients nor an optimizer, and leaves none. */
START_TEST(evaluate_looks_only)
{
	Noise noise;
	prepare(&noise);
	Tensor *before = all_parameters(noise.net); /* (51,) */
	noise.trainer.sgd = NULL;
	Score score = evaluate(&noise.trainer, &noise.valid);
	ck_assert_uint_eq(score.rows, VALID);
	ck_tensors_equal(all_parameters(noise.net), before, 0);
	Parameters all = module_parameters(step, noise.net);
	for (size_t i = 0; i < all.count; i++)
		ck_assert_ptr_null(all.at[i].tensor->g);
	ck_assert_ptr_null(noise.valid.data.x->g);
	ck_assert_uint_eq(arena_used(noise.trainer.step), 0);

	Loader whole = loader_of(
	    step, noise.valid.data, VALID, IN_ORDER, &noise.random);
	Score at_once = evaluate(&noise.trainer, &whole);
	ck_assert_double_eq_tol(score.loss, at_once.loss, near_by_hand);
	ck_assert_double_eq_tol(score.accuracy, at_once.accuracy, 1e-15);
	arena_destroy(noise.trainer.step);
}
END_TEST

START_TEST(an_epoch_without_batches)
{
	Noise noise;
	prepare(&noise);
	Tensor *before = all_parameters(noise.net); /* (51,) */
	noise.train = loader_of(
	    step, noise.train.data, 100, SHUFFLED, &noise.random);
	noise.train.drop_last = true;
	Score last = {1, 1, 1};
	Score mean = train_epoch(&noise.trainer, &noise.train, "", &last);
	ck_assert(mean.loss == 0 && mean.accuracy == 0 && mean.rows == 0);
	ck_assert(last.loss == 0 && last.accuracy == 0 && last.rows == 0);
	mean = evaluate(&noise.trainer, &noise.train);
	ck_assert(mean.loss == 0 && mean.accuracy == 0 && mean.rows == 0);
	ck_tensors_equal(all_parameters(noise.net), before, 0);
	arena_destroy(noise.trainer.step);
}
END_TEST

/* Behind each batch `step` is reset; it holds one batch and all that came of
   it, and after the first it takes no more from the system. */
START_TEST(a_loop_takes_no_new_memory)
{
	Noise noise;
	prepare(&noise);
	Arena *batches = noise.trainer.step;
	Random random;
	random_seed(&random, 3);
	noise.trainer.net = two_layers(&random, 4, 6, 3);
	Arena *model = arena_create("model");
	noise.sgd = sgd_new(
	    model, module_parameters(model, noise.trainer.net), 0.1, 0.9, 0.01);
	train_epoch(&noise.trainer, &noise.train, "", NULL);
	ck_assert_uint_eq(arena_used(batches), 0);
	ck_assert_uint_eq(arena_resets(batches), 5);
	size_t held = arena_held(batches), used = arena_used(step);
	size_t model_used = arena_used(model);
	ck_assert_uint_gt(held, 0);
	for (int epoch = 0; epoch < 40; epoch++) {
		train_epoch(&noise.trainer, &noise.train, "", NULL);
		evaluate(&noise.trainer, &noise.valid);
		ck_assert_uint_eq(arena_held(batches), held);
		ck_assert_uint_eq(arena_used(step), used);
		ck_assert_uint_eq(arena_used(model), model_used);
	}
	ck_assert_uint_eq(arena_used(batches), 0);
	ck_assert_uint_eq(arena_resets(batches), 5 + 40 * (5 + 3));
	arena_destroy(model);
	arena_destroy(batches);
}
END_TEST

/* The recipe, on noise of MNIST's shape: print_reading in make_training.py. */
START_TEST(the_recipe_as_torch_follows_it)
{
	Random random;
	random_seed(&random, 3);
	Module *net = notebook_net(step, &random);
	Tensor *x = tensor_new(step, SHAPE(330, 784)); /* (330, 784) */
	random_uniform(&random, x, 0, 1);
	Tensor *y = tensor_new(step, SHAPE(330)); /* (330,) */
	random_integers(&random, y, 0, 10);
	Mnist mnist = {.x = x,
	    .y = y,
	    .x_train = tensor_narrow(step, x, 0, 0, 220),
	    .y_train = tensor_narrow(step, y, 0, 0, 220),
	    .x_valid = tensor_narrow(step, x, 0, 220, 110),
	    .y_valid = tensor_narrow(step, y, 0, 220, 110)};
	Arena *batches = arena_create("batches");
	Epoch log[EPOCHS];
	train_to_read(net, &mnist, step, batches, log);
	for (int epoch = 0; epoch < EPOCHS; epoch++) {
		check_score(log[epoch].train, reading_golden[epoch].train, 220);
		check_score(log[epoch].valid, reading_golden[epoch].valid, 110);
	}
	arena_destroy(batches);
}
END_TEST

START_TEST(the_notebooks_net)
{
	Random random, again;
	random_seed(&random, 5);
	random_seed(&again, 5);
	Module *net = notebook_net(step, &random);
	Module *twin = two_layers(&again, 784, 50, 10);
	ck_assert_uint_eq(module_parameter_count(net), 39760);
	ck_tensors_equal(all_parameters(net), all_parameters(twin), 0);
	ck_assert_uint_eq(random_u32(&random), random_u32(&again));
	ck_assert_uint_eq(net->children.count, 3);
	ck_assert_str_eq(net->children.at[1].module->kind->name, "ReLU");
	ck_assert_ptr_eq(net->arena, step);
}
END_TEST

/* On a terminal a line says how far it is, and how well it goes. */
START_TEST(an_epoch_on_a_terminal)
{
	Terminal terminal;
	SKIP_IF(!open_terminal(&terminal), "there are no terminals here");
	Noise noise;
	prepare(&noise);
	int before = redirect(stderr, terminal.slave);
	Score mean = train_epoch(&noise.trainer, &noise.train, "epoch 7", NULL);
	fputs("$", stderr); /* the end */
	char said[8000] = "";
	for (size_t length = 0; !strchr(said, '$');) {
		ssize_t got = read(
		    terminal.master, said + length, sizeof said - 1 - length);
		ck_assert_int_gt(got, 0);
		length += (size_t)got;
		said[length] = '\0';
	}
	restore(stderr, before);
	char line[100];
	snprintf(line, sizeof line, "epoch 7: loss %.3f, %.1f %%", mean.loss,
	    100 * mean.accuracy);
	ck_assert_msg(strstr(said, line), "no '%s' in '%s'", line, said);
	ck_assert_msg(strstr(said, " 20 %"), "no 20 %% in '%s'", said);
	ck_assert_msg(strstr(said, "100 %"), "no 100 %% in '%s'", said);
	const char *wiped = "\r\033[K$";
	ck_assert_str_eq(said + strlen(said) - strlen(wiped), wiped);
	arena_destroy(noise.trainer.step);
	close(terminal.master);
}
END_TEST

TESTS("training", cross_entropy_by_hand, a_gradient_that_is_not_1,
    as_chapter_10_computes, as_the_judge_measures, labels_that_do_not_fit,
    weighted_means, a_batch_by_hand, epochs_as_torch_has_them,
    fit_as_torch_has_it, evaluate_looks_only, an_epoch_without_batches,
    a_loop_takes_no_new_memory, the_recipe_as_torch_follows_it,
    the_notebooks_net, an_epoch_on_a_terminal)

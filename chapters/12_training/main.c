/*
## Run it

`make chapter12` runs what follows. It trains half a dozen nets; on a terminal a
line shows how far it is. What has been trained differs in the last digits from
processor to processor, and then in more (you will see why). So the program does
not print those digits, but whether they are where they should be.
*/
#include "chapters/05_toy/toy.h"
#include "chapters/12_training/commands.h"
#include "chapters/12_training/fit.h"
#include "chapters/12_training/four_ways.h"
#include "chapters/12_training/mistakes.h"
#include "chapters/12_training/training.h"
#include "common/digit.h"
#include "common/npz.h"
#include "common/output.h"
#include "common/program.h"

#include <math.h>
#include <string.h>

enum { BATCH = 50, HIDDEN = 50 };

static const char *
yes_or_no(bool answer)
{
	return answer ? "yes" : "no";
}

/*
### Batches

A loader in order hands out views; the first labels of the validation images are
those that the notebook prints. A shuffled one must hand out every row once, in
an order of its own. With `drop_last` a last batch that is not full is left out.
*/
static void
show_passes(const Dataset *data, Arena *arena, Arena *step)
{
	Random random;
	random_seed(&random, 1);
	Loader loader = loader_of(arena, *data, 64, SHUFFLED, &random);
	for (int drop = 0; drop <= 1; drop++) {
		loader.drop_last = drop;
		loader_start(&loader);
		size_t rows = 0, batches = 0;
		double sum = 0;
		Batch batch;
		while (loader_next(step, &loader, &batch)) {
			rows += batch.y->shape[0];
			batches++;
			sum += tensor_sum_all(batch.y);
			arena_reset(step);
		}
		printf("shuffled in batches of 64%s: %zu batches, %zu rows\n",
		    drop ? ", drop_last" : "", batches, rows);
		if (!drop)
			printf("the sum of all labels: %.0f, in order %.0f\n",
			    sum, tensor_sum_all(data->y));
	}
}

static void
batches(const Mnist *mnist, Arena *arena, Arena *step)
{
	section("batches");
	Dataset valid = {mnist->x_valid, mnist->y_valid};
	Random random;
	random_seed(&random, 1);
	Loader loader = loader_of(arena, valid, BATCH, IN_ORDER, &random);
	loader_start(&loader);
	Batch batch;
	loader_next(step, &loader, &batch);
	printf("the first labels to validate:");
	for (size_t i = 0; i < 10; i++)
		printf(" %g", (double)batch.y->data[i]);
	printf("\n");
	digit_print(
	    stdout, tensor_select(step, batch.x, 0, 0), digit_style(stdout));
	arena_reset(step);
	show_passes(&valid, arena, step);
}

/*
@run

### Three epochs

The notebook seeds with 1, draws its net, and trains three epochs: batches of
fifty in order, rate 0.5. It reports loss and accuracy of each epoch's *last
batch*. Later it draws more nets, replaces the update in its loop by an optimizer,
and reports again. (Between the two it has drawn a small layer and five nets that
it does not train; so do we, to stand at the same place of the stream.)
*/
typedef struct {
	double loss, accuracy;
} Report;

static void
show_reports(const char *what, const Report *published, Trainer *trainer,
    Loader *loader, bool is_mnist)
{
	for (int epoch = 0; epoch < 3; epoch++) {
		Score last;
		train_epoch(trainer, loader, what, &last);
		bool near = fabs(last.loss - published[epoch].loss) < 0.04 &&
			    fabs(last.accuracy - published[epoch].accuracy) <
				0.05;
		printf("%-15s epoch %d: published %.2f, %.2f; ", what,
		    epoch + 1, published[epoch].loss,
		    published[epoch].accuracy);
		if (is_mnist)
			printf("here within 0.04, 0.05: %s\n", yes_or_no(near));
		else
			printf("here other digits\n");
	}
}

static void
three_epochs(const Mnist *mnist, Arena *arena, Arena *step)
{
	section("three epochs");
	static const Report in_the_loop[] = {
	    {0.12, 0.98}, {0.12, 0.94}, {0.08, 0.96}};
	static const Report with_optimizer[] = {
	    {0.12, 0.98}, {0.09, 0.98}, {0.07, 0.98}};
	bool is_mnist = mnist->digits == DIGITS_MNIST;
	Random random, unused;
	random_seed(&random, 1);
	random_seed(&unused, 0); /* the notebook's own loop takes no seeds */
	Loader loader = loader_of(arena,
	    (Dataset){mnist->x_train, mnist->y_train}, BATCH, IN_ORDER,
	    &unused);

	Module *net = notebook_net(arena, &random);
	Sgd sgd = sgd_new(arena, module_parameters(arena, net), 0.5, 0, 0);
	Trainer trainer = {net, cross_entropy_new(arena), &sgd, step};
	show_reports("in the loop", in_the_loop, &trainer, &loader, is_mnist);

	linear_new(arena, &random, 3, 4, WITH_BIAS);
	for (int i = 0; i < 5; i++)
		notebook_net(arena, &random);
	trainer.net = notebook_net(arena, &random);
	sgd = sgd_new(arena, module_parameters(arena, trainer.net), 0.5, 0, 0);
	show_reports(
	    "with optimizer", with_optimizer, &trainer, &loader, is_mnist);
}

/*
@run

### The relu that flips

Why only *within* 0.04? The second log agrees to five digits, on every machine.
The first one does not, not even between one thread and two of PyTorch: the loss
of the first epoch's last batch differs in the third digit between float and
double. Same seed, same formula.

The place can be found. In one step, for one image, one hidden unit has a sum of
about a millionth, where others are two or three. A sum of 784 products, rounded
to seven digits, may as well come out as a little *less* than 0: that depends on
the order of the additions. If it is above 0, the relu lets the gradient pass. If
not, it does not: all weights of that unit, and its bias, take a different step.
From there two nets walk apart.

The program trains to that step, finds the smallest sum of the batch, and makes
a twin, in which that unit's bias is changed by just so much that the sum has the
other sign.
*/
enum { FLIP_STEP = 278, FLIP_UNIT = 34, FLIP_ROW = 13949 };

/* The largest difference between two nets' parameters. */
static double
apart(const Module *a, const Module *b, Arena *step)
{
	Parameters of_a = module_parameters(step, a);
	Parameters of_b = module_parameters(step, b);
	double most = 0;
	for (size_t i = 0; i < of_a.count; i++)
		most = fmax(most, (double)tensor_max_all(tensor_abs(
				      step, tensor_sub(step, of_a.at[i].tensor,
						of_b.at[i].tensor))));
	return most;
}

/* Trains both nets on the same batches from `from` to before `to`. */
static void
train_both(Trainer *a, Trainer *b, const Mnist *mnist, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		size_t row = i % 1000 * BATCH;
		for (int twin = 0; twin < (b ? 2 : 1); twin++) {
			Trainer *t = twin ? b : a;
			Batch batch = {tensor_narrow(t->step, mnist->x_train, 0,
					   row, BATCH),
			    tensor_narrow(
				t->step, mnist->y_train, 0, row, BATCH)};
			train_batch(t, &batch);
			arena_reset(t->step);
		}
	}
}

/* The sums of the first layer for the batch of FLIP_STEP. */
static Tensor *
first_sums(const Module *net, const Mnist *mnist, Arena *step)
{
	Tensor *x = tensor_narrow(
	    step, mnist->x_train, 0, FLIP_STEP * BATCH, BATCH); /* (50, 784) */
	return linear(step, x,
	    tensor_t(step, module_parameter(net, "0.weight")),
	    module_parameter(net, "0.bias"));
}

static void
copy_parameters(const Module *from, Module *to, Arena *step)
{
	Parameters source = module_parameters(step, from);
	Parameters target = module_parameters(step, to);
	for (size_t i = 0; i < source.count; i++)
		tensor_copy(target.at[i].tensor, source.at[i].tensor);
}

static void
relu_that_flips(const Mnist *mnist, Arena *arena, Arena *step)
{
	section("the relu that flips");
	if (mnist->digits != DIGITS_MNIST) {
		printf("it flips on MNIST's image %d only\n", FLIP_ROW);
		return;
	}
	Random random;
	random_seed(&random, 1);
	Module *net = notebook_net(arena, &random);
	Module *twin = notebook_net(arena, &random);
	Sgd sgd = sgd_new(arena, module_parameters(arena, net), 0.5, 0, 0);
	Sgd twins = sgd_new(arena, module_parameters(arena, twin), 0.5, 0, 0);
	Trainer a = {net, cross_entropy_new(arena), &sgd, step};
	Trainer b = {twin, cross_entropy_new(arena), &twins, step};
	train_both(&a, NULL, mnist, 0, FLIP_STEP);

	Tensor *sums = first_sums(net, mnist, step); /* (50, 50) */
	Tensor *sizes = tensor_abs(step, sums);      /* (50, 50) */
	size_t smallest = tensor_argmax_all(tensor_neg(step, sizes));
	double value = (double)sums->data[smallest];
	printf("the smallest of %zu sums: image %zu, unit %zu\n",
	    tensor_count(sums), FLIP_STEP * BATCH + smallest / HIDDEN,
	    smallest % HIDDEN);
	printf("its size is below 0.00001: %s; the mean size is %.1f\n",
	    yes_or_no(fabs(value) < 1e-5), tensor_mean_all(sizes));

	copy_parameters(net, twin, step);
	module_parameter(twin, "0.bias")->data[FLIP_UNIT] -= (Real)(2 * value);
	printf("the twins differ by less than 0.00005: %s\n",
	    yes_or_no(apart(net, twin, step) < 5e-5));
	arena_reset(step);
	train_both(&a, &b, mnist, FLIP_STEP, FLIP_STEP + 1);
	printf("one step later by more than 0.0005: %s\n",
	    yes_or_no(apart(net, twin, step) > 5e-4));
	arena_reset(step);
	train_both(&a, &b, mnist, FLIP_STEP + 1, 1000);
	printf("at the end of the epoch by more than 0.005: %s\n",
	    yes_or_no(apart(net, twin, step) > 5e-3));
	arena_reset(step);
}

/*
@run

It is no chaos: between two such events the digits agree, and most runs never
meet one. But one is enough. That is why a trained result is a band, and why a
difference in the third digit of a loss proves nothing.

### An optimizer changes nothing

The update in the loop and the optimizer's step are the same arithmetic. Two nets
from one seed, one trained with chapter 5's `descend`, parameter by parameter,
one with `Sgd`:
*/
static void
train_in_line(Module *net, Module *loss, const Batch *batch, Arena *step)
{
	Tensor *preds = module_forward(step, net, batch->x); /* (50, 10) */
	module_forward(step, loss, preds, batch->y);
	module_backward(step, loss);
	module_backward(step, net);
	Parameters all = module_parameters(step, net);
	for (size_t i = 0; i < all.count; i++) {
		descend(step, all.at[i].tensor, 0.5);
		all.at[i].tensor->g = NULL;
	}
}

static void
same_arithmetic(const Mnist *mnist, Arena *arena, Arena *step)
{
	section("the same arithmetic");
	Random random;
	random_seed(&random, 3);
	Random again = random;
	Module *in_line = notebook_net(arena, &random);
	Module *net = notebook_net(arena, &again);
	Module *loss = cross_entropy_new(arena);
	Sgd sgd = sgd_new(arena, module_parameters(arena, net), 0.5, 0, 0);
	Trainer trainer = {net, loss, &sgd, step};
	for (size_t i = 0; i < 20; i++) {
		Batch batch = {
		    tensor_narrow(step, mnist->x_train, 0, i * BATCH, BATCH),
		    tensor_narrow(step, mnist->y_train, 0, i * BATCH, BATCH)};
		train_in_line(in_line, loss, &batch, step);
		train_batch(&trainer, &batch);
		arena_reset(step);
	}
	printf("after 20 steps the largest difference is %g\n",
	    apart(in_line, net, step));
	arena_reset(step);
}

/*
@run

### One gradient, three optimizers

The lecture remarks that backpropagation is not learning. It finds gradients;
what is made of them is the optimizer's affair. Three nets from one seed, and the
same batch. Their gradients are the same bits; their first steps are not: without
momentum, with a smaller rate and momentum, with weight decay.
*/
static void
three_optimizers(const Mnist *mnist, Arena *arena, Arena *step)
{
	section("three optimizers");
	static const struct {
		const char *name;
		double rate, momentum, decay;
	} optimizers[] = {{"plain", 0.5, 0, 0}, {"momentum", 0.1, 0.9, 0},
	    {"weight decay", 0.5, 0, 0.01}};
	Tensor *x = tensor_narrow(
	    step, mnist->x_train, 0, 0, BATCH); /* (50, 784) */
	Tensor *y = tensor_narrow(
	    step, mnist->y_train, 0, 0, BATCH); /* (50,) */
	Module *first = NULL;
	for (int i = 0; i < 3; i++) {
		Random random;
		random_seed(&random, 3);
		Module *net = notebook_net(arena, &random);
		module_pass(step, net, cross_entropy_new(arena), x, y);
		first = i == 0 ? net : first;
		Tensor *off = tensor_sub(step,
		    module_parameter(net, "0.weight")->g,
		    module_parameter(first, "0.weight")->g); /* (50, 784) */
		Sgd sgd = sgd_new(arena, module_parameters(arena, net),
		    optimizers[i].rate, optimizers[i].momentum,
		    optimizers[i].decay);
		sgd_step(step, &sgd);
		printf("%-13s gradients differ by %g", optimizers[i].name,
		    (double)tensor_max_all(tensor_abs(step, off)));
		if (i > 0)
			printf(", weights by more than 0.0001: %s",
			    yes_or_no(apart(first, net, step) > 1e-4));
		printf("\n");
	}
	arena_reset(step);
}

/*
@run

### Five epochs, shuffled

Now the whole: shuffled batches, and after each epoch the ten thousand images
that were kept back. The notebook's `fit`, with a rate of 0.5 throughout,
publishes five accuracies. They wander. The steps are too long for the end of
the way, when what is left to learn is small. So ours begins with momentum, and
halves the rate after each epoch.

@show chapters/12_training/fit.c fit

@show chapters/12_training/fit.c train_to_read
*/
static void
notebooks_fit(const Mnist *mnist, Arena *arena, Arena *step)
{
	section("the notebook's fit");
	static const char *const published[EPOCHS] = {
	    "0.9733", "0.9722", "0.9694", "0.9742", "0.9687"};
	Random random;
	random_seed(&random, 1);
	Module *net = notebook_net(arena, &random);
	Sgd sgd = sgd_new(arena, module_parameters(arena, net), 0.5, 0, 0);
	Trainer trainer = {net, cross_entropy_new(arena), &sgd, step};
	Loader train = loader_of(arena,
	    (Dataset){mnist->x_train, mnist->y_train}, BATCH, SHUFFLED,
	    &random);
	Loader valid = loader_of(arena,
	    (Dataset){mnist->x_valid, mnist->y_valid}, 2 * BATCH, IN_ORDER,
	    &random);
	Epoch log[EPOCHS];
	fit(&trainer, &train, &valid, 1, log);
	for (int i = 0; i < EPOCHS; i++)
		printf("epoch %d: published %s; here at least 0.95: %s\n",
		    i + 1, published[i],
		    yes_or_no(log[i].valid.accuracy >= 0.95));
}

/*
@run

(The published run stands elsewhere in the stream, and so has other batches; it
is a band that we compare, and the band is wide.)
*/
static bool
write_log(const char *folder, const Epoch log[EPOCHS], Error *error)
{
	Output output;
	if (!output_open_in(&output, folder, "12_fit.tsv", error))
		return false;
	for (int i = 0; i < EPOCHS; i++)
		fprintf(output.file, "%d\t%g\t%g\t%g\t%g\n", i + 1,
		    log[i].train.loss, log[i].valid.loss,
		    100 * log[i].train.accuracy, 100 * log[i].valid.accuracy);
	return output_commit(&output, error);
}

static void
our_fit(const Mnist *mnist, Module *net, Arena *arena, Arena *step,
    Epoch log[EPOCHS])
{
	section("97 of a hundred");
	train_to_read(net, mnist, arena, step, log);
	double best = log[EPOCHS - 1].valid.accuracy;
	printf("images that it has never seen, right: at least 97 %%: %s\n",
	    yes_or_no(best >= 0.97));
	printf("the training loss fell in each epoch: ");
	bool fell = true;
	for (int i = 1; i < EPOCHS; i++)
		fell = fell && log[i].train.loss < log[i - 1].train.loss;
	printf("%s\n", yes_or_no(fell));
}

/*
@run

@plot fit Loss and accuracy of each epoch, in training and on images that were kept back. Training is measured on the way, before each step; so the first epoch's mean is behind.

### What it still gets wrong

Two pictures. The first counts which digit was taken for which; a perfect net has
nothing beside the diagonal. The second shows the mistakes of which the net was
most sure: those to which it gave the least probability to the right digit. Say
what you would have said.

@plot confusion Which digit (row) was taken for which (column), of the ten thousand validation images. Numbers beside the diagonal are mistakes.

@plot worst The mistakes of which the net was most sure: the label, and what the net said.
*/
static bool
draw_mistakes(const char *folder, Module *net, const Mnist *mnist, Arena *step,
    Error *error)
{
	Tensor *x = tensor_view(step, mnist->x_valid); /* (10000, 784) */
	Tensor *preds = module_forward(step, net, x);  /* (10000, 10) */
	Tensor *log_p = log_softmax(step, preds);      /* (10000, 10) */
	return write_confusion(folder,
		   confusion_matrix(step, preds, mnist->y_valid), error) &&
	       write_worst(
		   folder, mnist->x_valid, log_p, mnist->y_valid, error);
}

/*
### Saved and read back

What was learned is 39,760 numbers. They are saved under their names in the tree
(chapter 8), in the format of NumPy: `np.load("net.npz")["0.weight"]` is our
first layer. Reading puts every number back where it was. A file that was cut,
or in which a byte was changed, is refused; one that is being written appears
whole or not at all.

@show chapters/12_training/commands.c net_save
*/
static bool
saved_and_read_back(Module *net, Arena *arena, Arena *step, Error *error)
{
	section("saved and read back");
	Parameters all = module_parameters(step, net);
	for (size_t i = 0; i < all.count; i++)
		printf(
		    "%-10s %s\n", all.at[i].name, SHAPE_TEXT(all.at[i].tensor));
	Output file;
	if (!output_open_for_now(&file, error))
		return false;
	Random random;
	random_seed(&random, 99);
	Module *other = notebook_net(arena, &random);
	bool good = net_save(net, file.temporary, error) &&
		    net_read(other, file.temporary, error);
	output_abandon(&file);
	if (good)
		printf("the largest difference to the net that was saved: %g\n",
		    apart(net, other, step));
	return good;
}

/*
@run

`make chapter12 ARGS='save net.npz'` trains and saves, and `make chapter12
ARGS='predict FILE'` shows a digit from any IDX file of images with the ten
probabilities that the net gives it. (`--help` says how to choose the digit and
the saved net.)

## Check it

**Means, weighted.** The validation images in batches of 3000 leave a last batch
of 1000. The mean of the four accuracies counts its images three times; the
weighted mean is that of all images at once.
*/
static void
weighted_means(Module *net, const Mnist *mnist, Arena *arena, Arena *step)
{
	section("weighted means");
	Random random;
	random_seed(&random, 1);
	Trainer trainer = {net, cross_entropy_new(arena), NULL, step};
	Dataset valid = {mnist->x_valid, mnist->y_valid};
	Loader whole = loader_of(arena, valid, 10000, IN_ORDER, &random);
	Loader parts = loader_of(arena, valid, 3000, IN_ORDER, &random);
	double at_once = evaluate(&trainer, &whole).accuracy;
	double weighted = evaluate(&trainer, &parts).accuracy;
	double plain = 0;
	Batch batch;
	loader_start(&parts);
	while (loader_next(step, &parts, &batch)) {
		plain += accuracy(module_forward(step, net, batch.x), batch.y) /
			 (double)loader_batches(&parts);
		arena_reset(step);
	}
	printf("weighted and at once are equal: %s\n",
	    yes_or_no(fabs(weighted - at_once) < 1e-9));
	printf("the mean of the four means is another number: %s\n",
	    yes_or_no(fabs(plain - at_once) > 1e-9));
}

/*
@run

## Pitfalls

### Stale predictions

A version of the notebook's `fit` computed `loss_func(model(xb), yb)` in one
expression, and then reported `accuracy(preds, yb)`. There was no `preds` in that
function. But there was one in the notebook, left over from an earlier cell:
predictions of another net, for another batch. Python found it, and said nothing.

The published log has the traces. With batches in order it reports 0.96 three
times, to the last digit: the last batch is always the same fifty images, and so
are the stale predictions. Then the batches are shuffled, and it reports 0.04,
0.02 and 0.12, while the loss is as low as ever. Somebody wondered, and mended it.
Here is the detective's evidence: what such a report says, in order and shuffled.
*/
static void
stale_reports(const char *what, Order order, const Tensor *stale,
    const Mnist *mnist, Arena *arena, Arena *step)
{
	Random random;
	random_seed(&random, 1);
	Module *net = notebook_net(arena, &random);
	Sgd sgd = sgd_new(arena, module_parameters(arena, net), 0.5, 0, 0);
	Trainer trainer = {net, cross_entropy_new(arena), &sgd, step};
	Loader loader = loader_of(arena,
	    (Dataset){mnist->x_train, mnist->y_train}, BATCH, order, &random);
	double reports[3];
	bool low = true;
	for (int epoch = 0; epoch < 3; epoch++) {
		Score last;
		train_epoch(&trainer, &loader, what, &last);
		size_t n = loader.data.x->shape[0];
		Tensor *y = tensor_new(step, SHAPE(BATCH)); /* (50,) */
		for (size_t i = 0; i < BATCH; i++) {
			size_t row = n - BATCH + i;
			y->data[i] = mnist->y_train->data[order == SHUFFLED
							      ? loader.row[row]
							      : row];
		}
		reports[epoch] = accuracy(stale, y);
		low = low && last.loss < 0.4;
		arena_reset(step);
	}
	bool same = reports[0] == reports[1] && reports[1] == reports[2];
	printf("%-9s three times the same: %-3s  all below 0.3: %-3s  "
	       "the losses are low: %s\n",
	    what, yes_or_no(same),
	    yes_or_no(reports[0] < 0.3 && reports[1] < 0.3 && reports[2] < 0.3),
	    yes_or_no(low));
}

static void
stale_predictions(Module *net, const Mnist *mnist, Arena *arena, Arena *step)
{
	section("stale predictions");
	Tensor *last = tensor_narrow(step, mnist->x_train, 0,
	    mnist->x_train->shape[0] - BATCH, BATCH); /* (50, 784) */
	Tensor *stale = tensor_clone(
	    arena, module_forward(step, net, last)); /* (50, 10) */
	stale_reports("in order", IN_ORDER, stale, mnist, arena, step);
	stale_reports("shuffled", SHUFFLED, stale, mnist, arena, step);
}

/*
@run

The lesson is older than notebooks: a name that is found somewhere else is worse
than one that is not found. In C the compiler says "undeclared", and there is
nothing to detect. Test the report, too: an accuracy that does not move while the
loss does is a broken instrument.

@part chapters/12_training/four_ways.c

### Small mistakes, named

No rows in a batch, more labels than rows, a label of ten for a net of ten
outputs.
*/
static void
empty_batches(Arena *step)
{
	Random random;
	Dataset data = {
	    tensor_zeros(step, SHAPE(4, 2)), tensor_zeros(step, SHAPE(4))};
	loader_of(step, data, 0, IN_ORDER, &random);
}

static void
labels_left_over(Arena *step)
{
	Random random;
	Dataset data = {
	    tensor_zeros(step, SHAPE(4, 2)), tensor_zeros(step, SHAPE(5))};
	loader_of(step, data, 2, IN_ORDER, &random);
}

static void
a_label_of_ten(Arena *step)
{
	Tensor *labels = tensor_of(step, SHAPE(1), 10); /* (1,) */
	cross_entropy(step, tensor_zeros(step, SHAPE(1, 10)), labels);
}

static void
small_mistakes(Arena *step)
{
	section("small mistakes");
	show_mistake(empty_batches, step);
	show_mistake(labels_left_over, step);
	show_mistake(a_label_of_ten, step);
}

/*
@run
*/
static bool
run(Program *program, const Mnist *mnist, Arena *arena, Arena *step,
    Error *error)
{
	batches(mnist, arena, step);
	three_epochs(mnist, arena, step);
	relu_that_flips(mnist, arena, step);
	same_arithmetic(mnist, arena, step);
	three_optimizers(mnist, arena, step);
	notebooks_fit(mnist, arena, step);

	Random random;
	random_seed(&random, 1);
	Module *net = notebook_net(arena, &random);
	Epoch log[EPOCHS];
	our_fit(mnist, net, arena, step, log);
	bool good = saved_and_read_back(net, arena, step, error);
	arena_reset(step);
	weighted_means(net, mnist, arena, step);
	arena_reset(step);
	stale_predictions(net, mnist, arena, step);
	arena_reset(step);
	good = good && the_ceiling(program->plots, step, error);
	small_mistakes(step);
	if (good && program->plots)
		good = write_log(program->plots, log, error) &&
		       draw_mistakes(program->plots, net, mnist, step, error);
	return good;
}

int
main(int argc, char **argv)
{
	Program program = {.name = "chapter12",
	    .title = "Chapter 12: training",
	    .about =
		"trains the notebook's net to 97 % and the lecture's to its "
		"ceiling",
	    .commands = commands_help};
	if (!program_start(&program, argc, argv))
		return program.status;
	if (program.count > 0) {
		run_command(&program);
		return program_end(&program);
	}
	Arena *arena = arena_create("model"), *step = arena_create("step");
	Mnist mnist;
	Error error;
	if (program_digits(&program, arena, 256, &mnist) &&
	    !run(&program, &mnist, arena, step, &error))
		program_fail(&program, &error);
	arena_destroy(step);
	arena_destroy(arena);
	return program_end(&program);
}
/*
## Exercises

1. Batches of 1, 10, 50, 1000, 50000, each with the rate that suits it best. Plot
   validation accuracy against time, not against epochs.
2. The first layer computes `x.g` for every batch, and nobody uses it. Which part
   of an epoch is that? Teach Linear to leave it out.
3. Weight decay of 0.0001 and of 0.01: what becomes of the gap between training
   and validation?
4. The README of a library says: "call `zero_grad` *before* backward". Ours is
   called after the step. Is there a difference? In which loop would there be one?
5. Your own handwriting: write a digit, photograph it, make an IDX file of one
   image (`data/README.md` has the format), and ask `predict`. Why does the net
   do worse on it than on MNIST? What does your picture have that MNIST's have
   not?
6. Save after each epoch, and let `train_to_read` go on from a saved net. What
   must be saved besides the parameters, so that the result is the same bit for
   bit?
7. However long you train 784-50-10, it stops learning somewhere. Find out what
   lifts it: more hidden units, or one more layer? Use chapter 8's Sequential.

## Next

This was the last chapter. You have derived every formula, and written every line
that runs between a gzipped file and a program that reads digits. Go back to
chapter 9, put the tape under chapter 8's modules, and train with it: the two
halves fit. Then read the source of a real library. You will find that you know
it.
*/

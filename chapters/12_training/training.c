/*
# Chapter 12: Training

## Goal

After this chapter your net reads digits: 97 of 100 that it has never seen. You
know each part of the loop that got it there, and why the lecture's net stayed
at three quarters. You have seen two programs with one seed drift apart, and
found the one number at which they parted. And you can save what was learned.

Reading takes an hour. Then change things, and watch: a week is well spent.
*/
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/12_training/training.h"

#include <string.h>

#include "common/parallel.h"
#include "common/progress.h"

/*
## Idea

A gradient says in which direction the loss falls. Take a small step in that
direction, and look again. All that is left to decide is how often to look. With
all fifty thousand images for each step, the direction is exact, and dear. With
fifty images, it is a rough guess, and a thousand times cheaper: a thousand rough steps get further than one exact one. That is
**stochastic gradient descent**; the fifty images are a **mini-batch**, and once
through all images is an **epoch**.

The loop is five lines, in every library and in this book:

1. take a batch;
2. forward, and the loss;
3. backward;
4. a step against the gradient;
5. set the gradients to zero.

The rest of the chapter is about doing each line right, and about two famous
programs that did one of them wrong.
*/

/*
## Mathematics

**Why a batch will do.** The loss is a mean over $n$ images,
$L = \frac{1}{n} \sum_i \ell_i$, and its gradient is the mean of theirs. Draw
$k$ images at random. The mean of their gradients has the right gradient as its
expectation, and a variance of

```math
\frac{\sigma^2}{k} \cdot \frac{n - k}{n - 1},
```

where $\sigma^2$ is the variance from image to image. The error falls with
$\sqrt{k}$ only: a hundred times the work for a tenth of the error.

**Momentum** keeps a velocity, which forgets slowly (chapter 11), and **weight
decay** pulls each weight towards 0. With rate $\eta$, momentum $\mu$ and decay
$\lambda$, PyTorch's step is

```math
g \leftarrow \frac{\partial L}{\partial w} + \lambda w, \qquad
v \leftarrow \mu v + g, \qquad
w \leftarrow w - \eta v .
```

Why $\lambda w$? It is the gradient of a penalty for large weights,
$\frac{\lambda}{2} w^2$, added to the loss. With a constant gradient $v$ grows
to $g (1 + \mu + \mu^2 + \ldots) = g / (1 - \mu)$: momentum 0.9 makes steps up
to ten times as long.

**Means of means.** The validation loss is computed batch by batch. If batch $b$
has $k_b$ rows and mean $m_b$, the mean over all rows is

```math
\frac{\sum_b k_b m_b}{\sum_b k_b} ,
```

and not the mean of the $m_b$: a last batch of 10 rows would count as much as one
of 100.
*/
Score
score_add(Score a, Score b)
{
	size_t rows = a.rows + b.rows;
	if (rows == 0)
		return a;
	double share = (double)b.rows / (double)rows;
	return (Score){a.loss + share * (b.loss - a.loss),
	    a.accuracy + share * (b.accuracy - a.accuracy), rows};
}

/*
## Code

**Data in batches.** A dataset is images and their labels. A loader goes through
it, in order or shuffled.

@show chapters/12_training/training.h Loader

To print PyTorch's numbers we shuffle as PyTorch does. Each pass over its
DataLoader takes one 64-bit number from the stream, for its workers, whether it
has any or not; a shuffling one takes another, and seeds a generator of its own
with it, which draws the permutation.
*/
Loader
loader_of(Arena *arena, Dataset data, size_t batch, Order order, Random *random)
{
	REQUIRE_GIVEN(data.x && data.y && random);
	REQUIRE(data.x->ndim == 2 && data.y->ndim == 1 &&
		    data.x->shape[0] == data.y->shape[0],
	    "x %s and y %s, expected (n, inputs) and (n,)", SHAPE_TEXT(data.x),
	    SHAPE_TEXT(data.y));
	REQUIRE(batch > 0, "batches of no rows");
	size_t n = data.x->shape[0];
	Loader loader = {.data = data,
	    .batch = batch,
	    .order = order,
	    .random = random,
	    .next = n}; /* no pass has begun */
	if (order == SHUFFLED)
		loader.row = arena_alloc(arena, n, sizeof *loader.row);
	return loader;
}

void
loader_start(Loader *loader)
{
	REQUIRE_GIVEN(loader);
	loader->next = 0;
	random_u64(loader->random); /* the base seed: nobody here needs it */
	if (loader->order == IN_ORDER)
		return;
	Random shuffler;
	random_seed(&shuffler, random_u64(loader->random));
	random_permutation(&shuffler, loader->data.x->shape[0], loader->row);
}

/* How many rows the batch that begins at `next` has; 0 at the end. */
static size_t
rows_left(const Loader *loader)
{
	size_t left = loader->data.x->shape[0] - loader->next;
	if (left >= loader->batch)
		return loader->batch;
	return loader->drop_last ? 0 : left;
}

size_t
loader_batches(const Loader *loader)
{
	REQUIRE_GIVEN(loader);
	size_t n = loader->data.x->shape[0];
	size_t rest = n % loader->batch;
	return n / loader->batch + (rest && !loader->drop_last);
}

/*
A shuffled batch is put together row by row; the rows are independent, so
they are copied side by side. Where many programs start worker processes, this
is one `parallel_for`, and the batches are the same for any number of threads.
The images are marked as data: nobody steps against the gradient of a pixel, so
the first layer need not find it. That is a third of an epoch's arithmetic.
*/
typedef struct {
	const Loader *loader;
	const Batch *batch;
} Gather;

static void
gather_row(void *context, size_t i)
{
	const Gather *gather = context;
	const Dataset *data = &gather->loader->data;
	size_t row = gather->loader->row[gather->loader->next + i];
	size_t width = data->x->shape[1];
	Real *to = gather->batch->x->data + i * width;
	const Real *from = data->x->data + row * data->x->stride[0];
	if (data->x->stride[1] == 1)
		memcpy(to, from, width * sizeof *to);
	else
		for (size_t j = 0; j < width; j++)
			to[j] = from[j * data->x->stride[1]];
	gather->batch->y->data[i] = data->y->data[row * data->y->stride[0]];
}

bool
loader_next(Arena *step, Loader *loader, Batch *batch)
{
	REQUIRE_GIVEN(loader && batch);
	size_t rows = rows_left(loader);
	if (rows == 0)
		return false;
	const Dataset *data = &loader->data;
	if (loader->order == IN_ORDER) {
		batch->x = tensor_narrow(step, data->x, 0, loader->next, rows);
		batch->y = tensor_narrow(step, data->y, 0, loader->next, rows);
	} else {
		size_t width = data->x->shape[1];
		batch->x = tensor_new(step, SHAPE(rows, width));
		batch->y = tensor_new(step, SHAPE(rows));
		Gather gather = {loader, batch};
		parallel_for(rows, rows * width, gather_row, &gather);
	}
	batch->x->is_data = true;
	loader->next += rows;
	return true;
}

/*
**The optimizer** knows the parameters, and nothing of the net. Without momentum
and decay its step is chapter 5's `descend`, in place: a step reads the weights
once and writes them once.
*/
Sgd
sgd_new(Arena *arena, Parameters parameters, double rate, double momentum,
    double decay)
{
	Sgd sgd = {.parameters = parameters,
	    .rate = rate,
	    .momentum = momentum,
	    .decay = decay,
	    .velocity = arena_alloc(arena, parameters.count, sizeof(Tensor *)),
	    .arena = arena};
	for (size_t i = 0; i < parameters.count; i++)
		sgd.velocity[i] = NULL;
	return sgd;
}

/* a + factor * b, as a */
static Tensor *
plus(Arena *arena, const Tensor *a, double factor, const Tensor *b)
{
	return tensor_add(
	    arena, a, tensor_mul(arena, b, tensor_scalar(arena, factor)));
}

/* The direction of this step, with decay and momentum, as w. */
static const Tensor *
direction(Arena *step, Sgd *sgd, const Tensor *w, Tensor **velocity)
{
	const Tensor *g = w->g;
	if (sgd->decay != 0)
		g = plus(step, g, sgd->decay, w);
	if (sgd->momentum == 0)
		return g;
	if (!*velocity)
		*velocity = tensor_clone(sgd->arena, g);
	else
		tensor_update(*velocity, sgd->momentum, 1, g);
	return *velocity;
}

void
sgd_step(Arena *step, Sgd *sgd)
{
	REQUIRE_GIVEN(sgd);
	for (size_t i = 0; i < sgd->parameters.count; i++) {
		Tensor *w = sgd->parameters.at[i].tensor;
		if (!w->g)
			continue;
		const Tensor *d = direction(
		    step, sgd, w, &sgd->velocity[i]); /* as w */
		tensor_update(w, 1, -sgd->rate, d);
	}
}

/*
Gradients live as long as their parameters. They are filled with zeros and kept,
so that a training loop takes no new memory after its first step.
*/
void
sgd_zero_grad(Sgd *sgd)
{
	REQUIRE_GIVEN(sgd);
	for (size_t i = 0; i < sgd->parameters.count; i++) {
		Tensor *g = sgd->parameters.at[i].tensor->g;
		if (g)
			tensor_fill(g, 0);
	}
}

/*
**The loss** of chapter 10, as a kind of module.
*/
static Tensor *
cross_entropy_fwd(Arena *arena, Module *self, Tensor *const *args)
{
	(void)self;
	return tensor_scalar(arena, cross_entropy(arena, args[0], args[1]));
}

static void
cross_entropy_bwd(
    Arena *arena, Module *self, const Tensor *out, Tensor *const *args)
{
	(void)self;
	Tensor *logits = tensor_view(arena, args[0]); /* (n, c), its own g */
	cross_entropy_grad(arena, logits, args[1]);
	gradient_add(arena, args[0], tensor_mul(arena, logits->g, out->g));
}

static const ModuleKind cross_entropy_kind = {
    "CrossEntropyLoss", 2, cross_entropy_fwd, cross_entropy_bwd, NULL};

Module *
cross_entropy_new(Arena *model)
{
	return module_new(model, &cross_entropy_kind);
}

/*
**The loop.** Here are the five lines.
*/
Score
train_batch(Trainer *trainer, const Batch *batch)
{
	REQUIRE_GIVEN(trainer && batch);
	Arena *step = trainer->step;
	Tensor *preds = module_forward(
	    step, trainer->net, batch->x); /* (rows, c) */
	Tensor *loss = module_forward(
	    step, trainer->loss, preds, batch->y); /* () */
	module_backward(step, trainer->loss);
	module_backward(step, trainer->net);
	sgd_step(step, trainer->sgd);
	sgd_zero_grad(trainer->sgd);
	return (Score){(double)tensor_item(loss), accuracy(preds, batch->y),
	    batch->x->shape[0]};
}

/*
An epoch repeats them. Accuracy and loss are computed on the way, from the
predictions before each step; on a terminal a line shows them live.
*/
Score
train_epoch(Trainer *trainer, Loader *loader, const char *label, Score *last)
{
	REQUIRE_GIVEN(trainer && loader);
	Score mean = {0}, score = {0};
	char text[96];
	snprintf(text, sizeof text, "%s", label);
	Progress progress;
	progress_start(&progress, text, loader_batches(loader));
	loader_start(loader);
	Batch batch;
	for (size_t i = 1; loader_next(trainer->step, loader, &batch); i++) {
		score = train_batch(trainer, &batch);
		mean = score_add(mean, score);
		arena_reset(trainer->step);
		if (progress.shown)
			snprintf(text, sizeof text, "%s: loss %.3f, %.1f %%",
			    label, mean.loss, 100 * mean.accuracy);
		progress_update(&progress, i);
	}
	progress_end(&progress);
	if (last)
		*last = score;
	return mean;
}

/*
To validate is the same without a way back. A module remembers its forward all
the same (chapter 8); the next forward overwrites it.
*/
Score
evaluate(Trainer *trainer, Loader *loader)
{
	REQUIRE_GIVEN(trainer && loader);
	Arena *step = trainer->step;
	Score mean = {0};
	Batch batch;
	loader_start(loader);
	while (loader_next(step, loader, &batch)) {
		Tensor *preds = module_forward(
		    step, trainer->net, batch.x); /* (rows, c) */
		Tensor *loss = module_forward(
		    step, trainer->loss, preds, batch.y); /* () */
		Score score = {(double)tensor_item(loss),
		    accuracy(preds, batch.y), batch.x->shape[0]};
		mean = score_add(mean, score);
		arena_reset(step);
	}
	return mean;
}

Module *
notebook_net(Arena *model, Random *random)
{
	Module *first = linear_new(model, random, 784, 50, WITH_BIAS);
	Module *last = linear_new(model, random, 50, 10, WITH_BIAS);
	return sequential_of(model, first, relu_new(model), last);
}

/*
 * Chapter 12's module: everything around the gradients. Data in batches, in
 * torch's order; an optimizer; the loop.
 *
 * Protocol:
 *
 *     Loader train = loader_of(arena, data, 50, SHUFFLED, &random);
 *     Sgd sgd = sgd_new(arena, module_parameters(arena, net), 0.5, 0, 0);
 *     Trainer trainer = {net, cross_entropy_new(arena), &sgd, step};
 *     Score score = train_epoch(&trainer, &train);
 *
 * Ownership: what lasts lives in the arena that is given first; a batch and
 * all that is computed from it live in `step`, which is reset behind each
 * batch.
 */
#ifndef CHAPTERS_TRAINING_H
#define CHAPTERS_TRAINING_H

#include "chapters/08_module/kinds.h"
#include "chapters/08_module/module.h"
#include "chapters/10_cross_entropy/cross_entropy.h"
#include "common/handgrad.h"

/* Examples: row i of x belongs to y[i]. */
typedef struct {
	const Tensor *x; /* (n, inputs) */
	const Tensor *y; /* (n,) */
} Dataset;

/* Some of them. */
typedef struct {
	Tensor *x; /* (rows, inputs) */
	Tensor *y; /* (rows,) */
} Batch;

typedef enum { IN_ORDER, SHUFFLED } Order;

/* A way through a dataset, batch by batch. */
typedef struct {
	Dataset data;
	size_t batch; /* rows in a batch; the last may have fewer */
	Order order;
	bool drop_last; /* leave a last batch with fewer out */
	Random *random; /* the stream that gives each pass its seed */
	size_t *row;    /* (n), the order of this pass, if SHUFFLED */
	size_t next;    /* how many rows of it have been handed out */
} Loader;

/* A loader; requires as many labels as rows, and a batch above 0. */
Loader loader_of(
    Arena *arena, Dataset data, size_t batch, Order order, Random *random);

/* Begins a pass. Takes from the stream what torch's DataLoader takes: a base
   seed, and if SHUFFLED the seed of a generator that shuffles. */
void loader_start(Loader *loader);

/* The next batch, in `step`: views if IN_ORDER, copies if SHUFFLED. False at
   the end of the pass. */
bool loader_next(Arena *step, Loader *loader, Batch *batch);

/* Batches in a pass. */
size_t loader_batches(const Loader *loader);

/* Stochastic gradient descent, in torch's form:
   g = w.g + decay * w;  v = momentum * v + g;  w = w - rate * v. */
typedef struct {
	Parameters parameters;
	double rate, momentum, decay;
	Tensor *
	    *velocity; /* one for each parameter; NULL before its first step */
	Arena *arena;  /* where velocities live */
} Sgd;

Sgd sgd_new(Arena *arena, Parameters parameters, double rate, double momentum,
    double decay);

/* One step. A parameter without a gradient is left as it is. */
void sgd_step(Arena *step, Sgd *sgd);

/* Sets all gradients to 0, where they are. */
void sgd_zero_grad(Sgd *sgd);

/* loss () = cross_entropy(x, labels): x (n, c), labels (n,). */
Module *cross_entropy_new(Arena *model);

/* Means over rows. */
typedef struct {
	double loss, accuracy;
	size_t rows;
} Score;

/* The mean of two scores, each weighted with its rows. */
Score score_add(Score a, Score b);

typedef struct {
	Module *net, *loss;
	Sgd *sgd;
	Arena *step;
} Trainer;

/* One batch there and back, and a step; returns its score before the step. */
Score train_batch(Trainer *trainer, const Batch *batch);

/* A pass through the loader, training; the mean score of all rows, and in
   *last, if not NULL, that of the last batch. `label` is shown with the progress
   on a terminal. */
Score train_epoch(
    Trainer *trainer, Loader *loader, const char *label, Score *last);

/* A pass through the loader without training. */
Score evaluate(Trainer *trainer, Loader *loader);

/* The notebook's net: Linear(784, 50), ReLU, Linear(50, 10), drawn from the
   stream. */
Module *notebook_net(Arena *model, Random *random);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define loader_of(...) CALLED(loader_of(__VA_ARGS__))
#define loader_next(...) CALLED(loader_next(__VA_ARGS__))
#define sgd_step(...) CALLED(sgd_step(__VA_ARGS__))
#define train_batch(...) CALLED(train_batch(__VA_ARGS__))
#define train_epoch(...) CALLED(train_epoch(__VA_ARGS__))
#define evaluate(...) CALLED(evaluate(__VA_ARGS__))
#endif

#endif

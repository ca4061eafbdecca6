/*
 * Ours: epochs (W7, W7s, W8), and the digits (W9).
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "tests/bench/bench.h"
#include "tests/bench/ours.h"

/* The digits are loaded when they are first asked for. */
static void
have_digits(Ours *ours)
{
	Error error;
	if (!ours->digits.x &&
	    !mnist_load(ours->model, 256, &ours->digits, &error))
		serve_fail(error.text);
	arena_reset(ours->step);
	arena_reset(ours->net);
	ours->results = ours->numbers = 0;
	ours->only_scales = false;
}

/* Weights as they have become: what the findings compare. */
static void
gives_weights(Ours *ours, const Module *net, const char *last)
{
	ours->result[0] = module_parameter(net, "0.weight");
	ours->result[1] = module_parameter(net, last);
	ours->results = 2;
}

/* The notebook's net from seed 1, and its way through the first rows. */
static void
train_prepare(Ours *ours, size_t rows, Order order)
{
	have_digits(ours);
	Arena *net = ours->net;
	random_seed(&ours->random, 1);
	Module *own = notebook_net(net, &ours->random);
	ours->sgd = sgd_new(net, module_parameters(net, own), 0.5, 0, 0);
	ours->trainer = (Trainer){
	    own, cross_entropy_new(net), &ours->sgd, ours->step};
	Dataset data = {tensor_narrow(net, ours->digits.x, 0, 0, rows),
	    tensor_narrow(net, ours->digits.y, 0, 0, rows)};
	ours->loader = loader_of(net, data, 50, order, &ours->random);
	gives_weights(ours, own, "2.weight");
	ours->only_scales = true;
}

void
train_in_order_prepare(void *self, size_t rows)
{
	train_prepare(self, rows, IN_ORDER);
}

void
train_shuffled_prepare(void *self, size_t rows)
{
	train_prepare(self, rows, SHUFFLED);
}

void
train_run(void *self)
{
	Ours *ours = self;
	Score score = train_epoch(&ours->trainer, &ours->loader, "", NULL);
	ours->number[0] = score.loss;
	ours->number[1] = score.accuracy;
	ours->numbers = 1; /* the peers do not count what is right */
}

/* The lecture's last net, without its second softmax. */
void
full_batch_prepare(void *self, size_t rows)
{
	Ours *ours = self;
	have_digits(ours);
	Arena *net = ours->net;
	Tensor *x = tensor_narrow(
	    net, ours->digits.x, 0, 0, rows); /* (rows, 784) */
	Tensor *y = tensor_narrow(
	    net, ours->digits.y, 0, 0, rows); /* (rows,) */
	ceiling_start(&ours->ceiling, net, variant_named("plain"), x, y, 1);
	gives_weights(ours, ours->ceiling.net, "2.weight");
}

void
full_batch_run(void *self)
{
	Ours *ours = self;
	ours->number[0] = (double)ceiling_epoch(&ours->ceiling, ours->step);
	ours->numbers = 1;
}

/* W9 takes fresh memory each time, as a program does that starts. */
void
load_prepare(void *self, size_t rows)
{
	(void)rows;
	Ours *ours = self;
	have_digits(ours);
	arena_destroy(ours->net);
	ours->net = arena_create("net");
}

void
load_run(void *self)
{
	Ours *ours = self;
	Mnist digits;
	Error error;
	if (!mnist_load(ours->net, 256, &digits, &error))
		serve_fail(error.text);
	ours->result[0] = digits.x;
	ours->result[1] = digits.y;
	ours->results = 2;
}

/* The limit of W9: zlib alone. The finding is how much came out. */
void
inflate_run(void *self)
{
	Ours *ours = self;
	static const char name[] = "train-images-idx3-ubyte";
	static unsigned char bytes[1 << 17];
	char path[sizeof ours->digits.folder + sizeof name + 8];
	snprintf(path, sizeof path, "%s/%s.gz", ours->digits.folder, name);
	if (access(path, R_OK) != 0)
		snprintf(path, sizeof path, "%s/%s", ours->digits.folder, name);
	gzFile file = gzopen(path, "rb");
	if (!file)
		serve_fail(path);
	gzbuffer(file, sizeof bytes);
	int got;
	double sum = 0;
	while ((got = gzread(file, bytes, sizeof bytes)) > 0)
		sum += got;
	gzclose(file);
	ours->number[0] = sum;
	ours->numbers = 1;
}

#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/12_training/fit.h"

#include <stdio.h>

void
fit(Trainer *trainer, Loader *train, Loader *valid, double rate_factor,
    Epoch log[EPOCHS])
{
	for (int i = 0; i < EPOCHS; i++) {
		char label[32];
		snprintf(label, sizeof label, "epoch %d of %d", i + 1, EPOCHS);
		log[i].train = train_epoch(trainer, train, label, NULL);
		log[i].valid = evaluate(trainer, valid);
		trainer->sgd->rate *= rate_factor;
	}
}

void
train_to_read(Module *net, const Mnist *mnist, Arena *arena, Arena *step,
    Epoch log[EPOCHS])
{
	Random random;
	random_seed(&random, 1);
	Sgd sgd = sgd_new(arena, module_parameters(arena, net), 0.3, 0.5, 0);
	Trainer trainer = {net, cross_entropy_new(arena), &sgd, step};
	Dataset train = {mnist->x_train, mnist->y_train};
	Dataset valid = {mnist->x_valid, mnist->y_valid};
	Loader shuffled = loader_of(arena, train, 50, SHUFFLED, &random);
	Loader in_order = loader_of(arena, valid, 100, IN_ORDER, &random);
	fit(&trainer, &shuffled, &in_order, 0.5, log);
}

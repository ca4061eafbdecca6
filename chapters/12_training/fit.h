/*
 * Epochs with validation; and the recipe by which this chapter's net learns to
 * read.
 */
#ifndef CHAPTERS_TRAINING_FIT_H
#define CHAPTERS_TRAINING_FIT_H

#include "chapters/12_training/training.h"
#include "common/mnist.h"

enum { EPOCHS = 5 };

/* Mean loss and accuracy of an epoch: on the way, and afterwards. */
typedef struct {
	Score train, valid;
} Epoch;

/* EPOCHS epochs, each followed by a pass over `valid`; the rate is multiplied
   by the factor after each. */
void fit(Trainer *trainer, Loader *train, Loader *valid, double rate_factor,
    Epoch log[EPOCHS]);

/* Trains a notebook_net from seed 1's shuffles: batches of 50, rate 0.3 and
   momentum 0.5, the rate halved after each epoch. `arena` keeps velocities. */
void train_to_read(Module *net, const Mnist *mnist, Arena *arena, Arena *step,
    Epoch log[EPOCHS]);

#endif

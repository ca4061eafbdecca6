/*
 * Chapter 7's module: layers that remember.
 *
 * A layer's forward computes, and remembers what it took and what it gave. Its
 * backward finds the gradient of what it gave in out->g, and adds to the
 * gradients of what it took and of its parameters (gradient_add, chapter 5).
 *
 * Protocol: forward through the layers, then the loss; backward through the
 * loss, then the layers from the last to the first. A backward uses up what
 * forward remembered: each needs a forward of its own, and each place in a net
 * a layer of its own.
 *
 * Ownership: parameters belong to whoever made them. What is remembered, and
 * its gradient, belongs to the arena that forward was given; once that is
 * reset, backward is a mistake with a name. (A rewind is not noticed: whoever
 * rewinds past a forward has no backward for it.)
 */
#ifndef CHAPTERS_LAYERS_H
#define CHAPTERS_LAYERS_H

#include "chapters/06_gradients/gradients.h"
#include "common/handgrad.h"

/* What one forward took and gave. */
typedef struct {
	Tensor *x;     /* NULL: nothing is remembered */
	Tensor *out;   /* its g comes from what stands behind */
	Arena *arena;  /* where both live, */
	size_t resets; /* and how often that had been reset */
} Memory;

/* Notes x and out, which live in `arena` or longer; returns out. */
Tensor *remember(Arena *arena, Memory *memory, Tensor *x, Tensor *out);

/* Gives back what was remembered, and forgets it. Requires, in the name of
   `operation`, that there is something, and that its arena was not reset. */
Memory recall(const char *operation, Memory *memory);

/* What all layers have. It stands first in each layer's struct, so that the
   address of a Linear's `layer` is the address of the Linear. */
typedef struct Layer Layer;
struct Layer {
	const char *name;
	Tensor *(*forward)(Arena *arena, Layer *layer, Tensor *x);
	void (*backward)(Arena *arena, Layer *layer);
	Memory last; /* of the last forward */
};

/* out = x w + b: x (n, inputs), out (n, outputs). */
typedef struct {
	Layer layer;
	Tensor *w; /* (inputs, outputs) */
	Tensor *b; /* (outputs,) */
} Linear;

/* out = max(x, 0), any shape. */
typedef struct {
	Layer layer;
} Relu;

/* loss = mean of (output - target)^2: output (n, 1), target (n,). */
typedef struct {
	const Tensor *target; /* of the last forward */
	Memory last;
} Mse;

/* Layers one behind the other, and a loss behind the last. */
typedef struct {
	Layer *const *layers;
	size_t count;
	Mse loss;
} Model;

/* A layer with these parameters: w (inputs, outputs), b (outputs,). */
Linear linear_layer(Tensor *w, Tensor *b);

Relu relu_layer(void);

/* A model of `count` layers. Keeps the list, which must live as long as the
   model; requires that no layer stands in it twice. */
Model model_of(Layer *const *layers, size_t count);

/* One layer forward, and back. */
Tensor *layer_forward(Arena *arena, Layer *layer, Tensor *x);
void layer_backward(Arena *arena, Layer *layer);

/* The loss of a batch; and output.g = 2 (output - target) / n. */
double mse_forward(
    Arena *arena, Mse *mse, Tensor *output, const Tensor *target);
void mse_backward(Arena *arena, Mse *mse);

/* What the layers make of x (n, inputs): (n, outputs). */
Tensor *model_output(Arena *arena, Model *model, Tensor *x);

/* The loss of a batch, x (n, inputs), target (n,); and all gradients. */
double model_forward(
    Arena *arena, Model *model, Tensor *x, const Tensor *target);
void model_backward(Arena *arena, Model *model);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define linear_layer(...) CALLED(linear_layer(__VA_ARGS__))
#define model_of(...) CALLED(model_of(__VA_ARGS__))
#define layer_forward(...) CALLED(layer_forward(__VA_ARGS__))
#define layer_backward(...) CALLED(layer_backward(__VA_ARGS__))
#define mse_forward(...) CALLED(mse_forward(__VA_ARGS__))
#define mse_backward(...) CALLED(mse_backward(__VA_ARGS__))
#define model_output(...) CALLED(model_output(__VA_ARGS__))
#define model_forward(...) CALLED(model_forward(__VA_ARGS__))
#define model_backward(...) CALLED(model_backward(__VA_ARGS__))
#endif

#endif

/*
 * Chapter 6's module: the gradients of chapter 2's net and chapter 3's loss,
 * for whole batches. Each function takes what its forward took and gave, finds
 * the gradient of the result in `out->g`, and adds to the gradients of the
 * operands (gradient_add, chapter 5). Temporaries go to `arena`. Requires
 * shapes that fit, and a gradient to begin with.
 */
#ifndef CHAPTERS_GRADIENTS_H
#define CHAPTERS_GRADIENTS_H

#include "chapters/02_forward/forward.h"
#include "chapters/03_mse/mse.h"
#include "chapters/05_toy/toy.h"
#include "common/handgrad.h"

/* t.g += a @ b, put where it belongs if t.g is there already. Nothing is done
   for a tensor that is data. a (n, k), b (k, m), t (n, m). */
void gradient_add_product(
    Arena *arena, Tensor *t, const Tensor *a, const Tensor *b);

/* Of loss = mse(output, target): output.g = 2 (output - target) / n.
   output (n, 1), target (n,). */
void mse_grad(Arena *arena, Tensor *output, const Tensor *target);

/* Of out = linear(x, w, b): x.g = out.g w.t, w.g = x.t out.g, b.g = the sum of
   out.g's rows. x (n, inputs), out (n, outputs). */
void linear_grad(
    Arena *arena, Tensor *x, const Tensor *out, Tensor *w, Tensor *b);

/* Of out = relu(x): x.g = out.g where x > 0, else 0. Where x is NaN, out.g, as
   in PyTorch. */
void relu_grad(Arena *arena, Tensor *x, const Tensor *out);

/* The loss of the net on a batch, and its five gradients: x.g, and those of
   net's w1, b1, w2, b2. x (n, 784), target (n,). */
double forward_and_backward(
    Arena *arena, const Net *net, Tensor *x, const Tensor *target);

/* w.g as the notebook first has it: the sum over the rows of the outer products
   of x's row and out.g's row, one row at a time. x (n, inputs), out_g (n,
   outputs); the result is (inputs, outputs). */
Tensor *sum_of_outer_products(
    Arena *arena, const Tensor *x, const Tensor *out_g);

/* The gradient of a tensor of `shape` that was broadcast to the gradient's
   shape: the sum over the axes along which it repeated. Has its own data. */
Tensor *unbroadcast(Arena *arena, const Tensor *gradient, Shape shape);

#ifndef MODULE_SOURCE /* calls note their line: common/callers.h */
#define gradient_add_product(...) CALLED(gradient_add_product(__VA_ARGS__))
#define mse_grad(...) CALLED(mse_grad(__VA_ARGS__))
#define linear_grad(...) CALLED(linear_grad(__VA_ARGS__))
#define relu_grad(...) CALLED(relu_grad(__VA_ARGS__))
#define forward_and_backward(...) CALLED(forward_and_backward(__VA_ARGS__))
#define sum_of_outer_products(...) CALLED(sum_of_outer_products(__VA_ARGS__))
#define unbroadcast(...) CALLED(unbroadcast(__VA_ARGS__))
#endif

#endif

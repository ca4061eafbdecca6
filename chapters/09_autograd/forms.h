/*
 * The lecture's net in the four forms of this book: by hand, as layers, as
 * modules, on the tape. Each takes the same numbers and finds the same loss and
 * the same gradients.
 */
#ifndef CHAPTERS_AUTOGRAD_FORMS_H
#define CHAPTERS_AUTOGRAD_FORMS_H

#include "chapters/02_forward/forward.h"

enum { FORMS = 4, FORM_GRADIENTS = 5 };

/* What a form finds: the loss, and the gradients of x, w1, b1, w2, b2, each in
   the shape that chapter 2 gives its tensor. All in `step`. */
typedef struct {
	double loss;
	const Tensor *gradient[FORM_GRADIENTS];
} Found;

typedef struct {
	const char *name;
	int chapter;
	/* x (n, inputs), target (n,); neither they nor the net are changed. */
	Found (*find)(
	    Arena *step, const Net *net, const Tensor *x, Tensor *target);
} Form;

/* In the order of the chapters. */
extern const Form forms[FORMS];

#endif

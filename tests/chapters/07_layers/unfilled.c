/*
 * What compile.sh has both compilers refuse: parameters that nobody made.
 */
#include "chapters/07_layers/layers.h"

int
main(void)
{
	Tensor *w, *b; /* Linear(ni, nh): takes two sizes, makes nothing */
	Linear layer = linear_layer(w, b);
	return layer.w->ndim;
}

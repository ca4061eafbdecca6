/*
# Chapter 1: Broadcasting

## Goal

After this chapter you can look at two shapes and say what happens when the
tensors are added: which shape comes out, which axes repeat, or why it cannot
work. You can also say what a view is, and what it costs (nothing).

It matters sooner than one would think. In chapter 3 a wrong shape turns a
loss into a different number, without a word of complaint.

Reading takes about 20 minutes; typing along, an hour.
*/
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/01_broadcasting/broadcasting.h"

/*
## Idea

A column of three numbers minus a row of three numbers: what could that mean?
Write the column three times side by side. Write the row three times below
one another. Now both are 3 by 3, and subtraction goes element by element:

@plot table The column 1 2 3 repeats to the right, the row 1 2 3 repeats downwards, and the difference is a 3 by 3 table.

That is broadcasting: **what is missing repeats**. Nothing is copied to do it.
A tensor is a header over numbers in memory, and the header can say "to go one
step along this axis, move on by 0 numbers".
*/

/*
## Mathematics

**Shape and stride.** A tensor with $d$ axes has a size $n_k$ and a stride
$s_k$ for each axis $k$. Element $(i_1, \ldots, i_d)$ stands at

```math
\mathrm{address}(i_1, \ldots, i_d) = \mathrm{start} + \sum_{k=1}^{d} i_k s_k,
\qquad 0 \le i_k < n_k .
```

If the elements lie row by row without gaps, the last axis has stride 1, and
each other axis steps over all that is to its right:

```math
s_d = 1, \qquad s_k = n_{k+1} s_{k+1} .
```

*Why:* increasing $i_k$ by one must skip one whole block of the axes behind
it, and that block has $n_{k+1} \cdots n_d$ elements. The recursion multiplies
them up. A (3, 4) tensor has strides (4, 1). Transposed, the same numbers have
shape (4, 3) and strides (1, 4): only the header changed.

@show common/tensor.h Tensor
*/

/*
**The rule.** Take shapes $a$ and $b$. Write them flush right. Where one is
shorter, imagine a 1. Then, axis by axis,

```math
c_k = \begin{cases}
a_k & \text{if } a_k = b_k \text{ or } b_k = 1 \cr
b_k & \text{if } a_k = 1 \cr
\text{error} & \text{otherwise.}
\end{cases}
```

**The elements.** Let $\beta(i, n) = 0$ if $n = 1$, and $i$ otherwise. Then

```math
c_{i_1 \ldots i_d} =
a_{\beta(i_1, a_1) \ldots \beta(i_d, a_d)} -
b_{\beta(i_1, b_1) \ldots \beta(i_d, b_d)} .
```

The function $\beta$ is a multiplication in disguise: $`\beta(i, n) \cdot s`$ is $i$
times a stride that is 0 where $n = 1$. So an axis that repeats is an axis with
stride 0, and the address formula above needs no change at all. The library's
rule is this:

@show common/broadcast.c broadcast_shape
@show common/broadcast.c broadcast_strides
*/

/*
## Code

The library does this for all of its arithmetic, with care for speed. Here is
the definition alone, as slow and as plain as it can be said: our judge. First
$\beta$, for one element. The axes of `t` are the last ones of the index.
*/
Real
broadcast_element(const Tensor *t, const size_t *index, int ndim)
{
	REQUIRE_GIVEN(t && (index || !ndim));
	REQUIRE(t->ndim <= ndim, "shape %s has more axes than the index, %d",
	    SHAPE_TEXT(t), ndim);
	size_t own[TENSOR_MAX_NDIM];
	for (int axis = 0; axis < t->ndim; axis++) {
		size_t i = index[ndim - t->ndim + axis];
		own[axis] = t->shape[axis] == 1 ? 0 : i;
	}
	return *tensor_at(t, own);
}

/*
Then all elements of the result, counted like the digits of an odometer: the
last axis turns fastest, and an axis that is through starts again at 0 and
moves the one before it.
*/
static bool
next_index(size_t *index, Shape shape)
{
	for (int axis = shape.ndim - 1; axis >= 0; axis--) {
		if (++index[axis] < shape.size[axis])
			return true;
		index[axis] = 0;
	}
	return false;
}

Tensor *
subtract_by_definition(Arena *arena, const Tensor *a, const Tensor *b)
{
	REQUIRE_GIVEN(arena && a && b);
	Shape shape;
	REQUIRE(broadcast_shape(tensor_shape(a), tensor_shape(b), &shape),
	    "shapes %s and %s do not broadcast", SHAPE_TEXT(a), SHAPE_TEXT(b));
	Tensor *c = tensor_new(arena, shape); /* shape */
	size_t index[TENSOR_MAX_NDIM] = {0};
	if (tensor_count(c) == 0)
		return c;
	do
		*tensor_at(c, index) = broadcast_element(a, index, shape.ndim) -
				       broadcast_element(b, index, shape.ndim);
	while (next_index(index, shape));
	return c;
}

/*
Last, the rule as one does it on paper: the shapes flush right, and the result
or the clash below. A dot stands for an axis that is not there.
*/
static void
print_sizes(FILE *out, const char *name, Shape shape, int ndim)
{
	fprintf(out, "%-8s", name);
	for (int axis = 0; axis < ndim; axis++) {
		int own = axis - (ndim - shape.ndim);
		if (own < 0)
			fprintf(out, "%8s", ".");
		else
			fprintf(out, "%8zu", shape.size[own]);
	}
	fprintf(out, "\n");
}

void
broadcast_explain(
    FILE *out, const char *a_name, Shape a, const char *b_name, Shape b)
{
	int ndim = a.ndim > b.ndim ? a.ndim : b.ndim;
	print_sizes(out, a_name, a, ndim);
	print_sizes(out, b_name, b, ndim);
	Shape result;
	if (broadcast_shape(a, b, &result))
		print_sizes(out, "result", result, ndim);
	else
		fprintf(out, "%-8s%s and %s do not match\n", "result",
		    shape_text(a).text, shape_text(b).text);
}

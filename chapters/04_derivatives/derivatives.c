/*
# Chapter 4: Derivatives

## Goal

After this chapter you can differentiate any formula that a net is made of, by
five rules; you have a program that does it; and you can measure a derivative
without any rule, and know how far the measurement can be trusted. From here on
nothing has to be believed: every gradient in this book is derived by rule and
checked by measurement.

Reading takes about 40 minutes, typing along an evening; the problems at the end
take as long as they take.
*/
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/04_derivatives/derivatives.h"

/*
## Idea

To make a loss smaller, we must know what happens to it when a weight changes a
little. The **derivative** says it: if the derivative is 6, then a small step of
the weight makes the loss six times that step larger. If it is negative, the
loss falls.

There are two ways to find it. **By rule**: a formula is put together from a few
kinds of parts, and for each kind there is a rule that makes the derivative of
the whole from the derivatives of the parts. **By measurement**: take the step,
both ways, and see what the loss does. The first is exact and needs a
derivation; the second needs none, and is only nearly right. Each is the other's
judge.

The lecture lets a computer algebra program apply the rules, and prints two
results: the derivative of `x**2` is `2*x`, and of `3*x**2 + 9` it is `6*x`. We
write such a program ourselves. It is short.
*/

/*
A formula is a tree. The tree of `3*x**2 + 9` is a sum of a product and a
number; the product has the number 3 and a power; the power has the base x and
the exponent 2.

@show chapters/04_derivatives/expression.h Kind
@show chapters/04_derivatives/expression.h Expression

## Mathematics

The derivative of $f$ at $x$ is the slope that is left when the step shrinks:

```math
f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h} .
```

For each rule, write down how the whole changes when $x$ becomes $x + h$, divide
by $h$, and let $h$ go to 0. Let $u$ and $v$ be parts, with derivatives $u'$ and
$v'$: they change by about $u' h$ and $v' h$.

**Number and variable.** A number does not change: $c' = 0$. The variable
changes by $h$: $x' = 1$.

**Sum.** Changes add up: $(u + v)' = u' + v'$.

**Product.** Both factors change:
$`(u + u' h)(v + v' h) = uv + (u'v + uv') h + u'v' h^2`$. Divide the change by
$h$; the last term still has an $h$, and vanishes:

```math
(uv)' = u'v + uv' .
```

**Chain.** If $f$ is applied to $u$, then $u$ changes by $u' h$, and $f$ changes
by $f'$ at $u$ times *that*:

```math
\left( f(u) \right)' = f'(u) \cdot u' .
```

This one rule is all of backpropagation. A net is a chain of functions; its
gradient is a product of their derivatives, taken from the end.
*/

/*
**Power.** For a whole exponent $n$ the product rule, applied $n - 1$ times to
$u \cdot u \cdots u$, gives $n$ equal terms $u^{n-1} u'$. In general, write
$u^v = e^{v \ln u}$ and use chain and product:

```math
(u^v)' = u^v \left( v' \ln u + v \frac{u'}{u} \right), \qquad
\text{if } v \text{ is constant:} \quad v\, u^{v-1} u' .
```

**Functions.** Each needs its own $f'$, derived once:

| $f(u)$ | $f'(u)$ | because |
|---|---|---|
| $e^u$ | $e^u$ | that is what makes $e$ the number it is |
| $\ln u$ | $1/u$ | $e^{\ln u} = u$; differentiate both sides by the chain rule |
| $\sqrt u$ | $1/(2 \sqrt u)$ | the power rule with exponent 1/2 |
| $\sin u$ | $\cos u$ | the angle's step is a small arc; look at its height |
| $\cos u$ | $-\sin u$ | $\cos u = \sin(\pi/2 - u)$ and the chain rule |
| $\tanh u$ | $1 - \tanh^2 u$ | quotient of $e^u - e^{-u}$ and $e^u + e^{-u}$ |
| $\sigma(u)$ | $\sigma(u)(1 - \sigma(u))$ | below |
| $\mathrm{relu}(u)$ | 1 above 0, 0 below | a line of slope 1 and a line of slope 0 |

The sigmoid is $\sigma(u) = 1/(1 + e^{-u})$. Its derivative is
$`e^{-u} / (1 + e^{-u})^2`$, by power and chain. One of the two factors is
$\sigma(u)$; the other is $`e^{-u} / (1 + e^{-u})`$, and that is
$1 - \sigma(u)$. At 0 relu has a kink and no derivative; everybody takes 0
there, and so do we.
*/

/*
## Code

First the table: the derivative $f'$ of each function, as a tree in $u$.
*/
static const Expression *
outer_derivative(Workshop *workshop, Function function, const Expression *u)
{
	const Expression *one = number(workshop, 1);
	const Expression *minus_one = number(workshop, -1);
	const Expression *f = call(workshop, function, u);
	switch (function) {
	case EXP:
		return f;
	case LOG:
		return over(workshop, u);
	case SQRT:
		return over(workshop, times(workshop, number(workshop, 2), f));
	case SIN:
		return call(workshop, COS, u);
	case COS:
		return times(workshop, minus_one, call(workshop, SIN, u));
	case TANH:
		return plus(workshop, one,
		    times(workshop, minus_one, times(workshop, f, f)));
	case SIGMOID:
		return times(workshop, f,
		    plus(workshop, one, times(workshop, minus_one, f)));
	case RELU:
		return call(workshop, STEP, u);
	case STEP:
	case FUNCTIONS:
		break;
	}
	return number(workshop, 0); /* step is flat, but for its jump */
}

/*
Then the two rules that need more than a line. The product rule for any number
of factors: a sum in which each factor has its turn to be differentiated, while
the others stay.
*/
static const Expression *
differentiate_product(Workshop *workshop, const Expression *e, const char *x)
{
	const Expression *sum = number(workshop, 0);
	for (int i = 0; i < e->count && !workshop->overflow; i++) {
		const Expression *turn = differentiate(
		    workshop, e->child[i], x);
		for (int j = 0; j < e->count; j++)
			if (j != i)
				turn = times(workshop, turn, e->child[j]);
		sum = plus(workshop, sum, turn);
	}
	return sum;
}

static const Expression *
differentiate_power(Workshop *workshop, const Expression *e, const char *x)
{
	const Expression *u = e->child[0], *v = e->child[1];
	const Expression *du = differentiate(workshop, u, x);
	if (!depends_on(v, x)) {
		const Expression *less = plus(
		    workshop, v, number(workshop, -1));
		return times(
		    workshop, times(workshop, v, power(workshop, u, less)), du);
	}
	const Expression *dv = differentiate(workshop, v, x);
	const Expression *left = times(workshop, dv, call(workshop, LOG, u));
	const Expression *right = times(
	    workshop, times(workshop, v, du), over(workshop, u));
	return times(workshop, e, plus(workshop, left, right));
}

/*
And all the rules together: one line for each kind of node. Look at the line
for CALL. That is the chain rule.
*/
const Expression *
differentiate(Workshop *workshop, const Expression *e, const char *x)
{
	REQUIRE_GIVEN(workshop && e && x);
	if (workshop->overflow || !depends_on(e, x))
		return number(workshop, 0);
	const Expression *sum = number(workshop, 0);
	switch (e->kind) {
	case VARIABLE:
		return number(workshop, 1);
	case SUM:
		for (int i = 0; i < e->count; i++)
			sum = plus(workshop, sum,
			    differentiate(workshop, e->child[i], x));
		return sum;
	case PRODUCT:
		return differentiate_product(workshop, e, x);
	case POWER:
		return differentiate_power(workshop, e, x);
	case CALL:
		return times(workshop,
		    outer_derivative(workshop, e->function, e->child[0]),
		    differentiate(workshop, e->child[0], x));
	case NUMBER:
		break;
	}
	return number(workshop, 0);
}

/*
What the rules give is right, but no person would write it:
`0 + 3*2*x**1*1 + 0`. Simplifying is a craft of its own, in `simplify.c`; it
collects like terms and drops what is 0 in a sum and 1 in a product.
*/
bool
derivative_text(Arena *arena, const char *text, const char *x, char *result,
    size_t size, Error *error)
{
	REQUIRE_GIVEN(arena && text && x && result && error);
	Workshop workshop = {.arena = arena};
	const Expression *e;
	if (!expression_parse(&workshop, text, &e, error))
		return false;
	const Expression *slope = simplify(
	    &workshop, differentiate(&workshop, e, x));
	if (!workshop_check(&workshop, error))
		return false;
	if (expression_text(slope, result, size) >= size)
		return error_set(error,
		    "the derivative has more than %zu characters", size - 1);
	return true;
}

/*
**By measurement.** A step to one side only would do, but a step to both sides
is better. Expand $f$ around $x$:

```math
f(x \pm h) = f(x) \pm h f'(x) + \frac{h^2}{2} f''(x) \pm \frac{h^3}{6} f'''(x) + \ldots
```

In the difference all even terms cancel. Divide by $2h$: the error is
$\frac{h^2}{6} f'''(x)$. A one-sided step would leave $\frac{h}{2} f''(x)$,
which is much more. But $h$ must not be too small either: $f$ is computed with a
relative error of about $\varepsilon$, and dividing by $2h$ turns that into
$\varepsilon |f| / h$. The best $h$ is where the two errors meet, at about
$`\sqrt[3]{\varepsilon}`$: the program shows it.
*/
double
central_difference(Curve *f, const void *context, double x, double h)
{
	REQUIRE_GIVEN(f);
	return (f(x + h, context) - f(x - h, context)) / (2 * h);
}

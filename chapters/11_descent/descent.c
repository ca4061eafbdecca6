/*
# Chapter 11: Descent

## Goal

After this chapter you can say before a run whether gradient descent will creep,
swing, or fly off, and why. You know where the edge is, for one number and for
many. You know what momentum is a mean of, why that mean must be corrected, and
what a plus in place of a minus does to it. And you have seen, in a narrow
valley, what momentum is for.

Reading takes 40 minutes; with the exercises, an evening.
*/
#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/11_descent/descent.h"

#include <math.h>

/*
## Idea

A gradient says which way is up. To make a loss smaller, step the other way:

```math
x \leftarrow x - \alpha \, f'(x) .
```

The **rate** $\alpha$ is the one number in this that nobody has computed for us.
Chapter 4 saw that a step can be too long. Here we ask how long is too long. We
do it on the smallest losses there are: $x^2$, on which DS4420's lecture draws
three paths, and then a valley of two numbers. All that happens there happens to
a net with a million weights.

@plot large The lecture's first picture: eleven places on x^2, with rate 0.95. Each step lands on the other side.

We walk on a surface by a rule. These are the three things of this chapter:

@show chapters/11_descent/descent.h Surface
@show chapters/11_descent/descent.h Descent
@show chapters/11_descent/descent.h Walker

They hold plain doubles, and no tensors. There are two numbers at most, and the
paths are compared to twelve digits, more than a float has.
*/

/*
## Mathematics

**One number.** The slope of $x^2$ is $2x$. One step of descent takes $x$ to

```math
x - \alpha \cdot 2x = (1 - 2\alpha)\, x .
```

That is a multiplication, the same at every step. So the whole path is known:

```math
x_k = (1 - 2\alpha)^k \, x_0 .
```

The lecture's two rates are 0.95 and 0.1. The factors are -0.9 and 0.8. All
that can happen is in the factor:

| rate | factor | the path |
|---|---|---|
| $\alpha < 0$ | above 1 | climbs: the sign is wrong |
| $0 < \alpha < 1/2$ | between 0 and 1 | comes down on one side |
| $\alpha = 1/2$ | 0 | is at the bottom after one step |
| $1/2 < \alpha < 1$ | between -1 and 0 | swings from side to side, and comes down |
| $\alpha = 1$ | -1 | swings for ever |
| $\alpha > 1$ | below -1 | swings, and flies off |

**Curvature.** Nothing here depends on the 2. For $f(x) = c x^2 / 2$ the slope
is $c x$ and its slope, the **curvature**, is $c$. A step multiplies by
$1 - \alpha c$, so descent arrives if and only if

```math
-1 < 1 - \alpha c < 1 \quad \Longleftrightarrow \quad 0 < \alpha < \frac{2}{c} .
```

Any smooth loss looks like this near a minimum: there its slope is 0, and the
next term of its expansion is $c x^2 / 2$. So a sharp minimum allows only small
steps. A flat one allows large ones, and needs them.
*/
static double
bowl_height(const double *x, const void *context)
{
	const Bowl *bowl = context;
	double height = 0;
	for (int j = 0; j < bowl->axes; j++)
		height += bowl->curvature[j] * x[j] * x[j] / 2;
	return height;
}

static void
bowl_gradient(const double *x, double *g, const void *context)
{
	const Bowl *bowl = context;
	for (int j = 0; j < bowl->axes; j++)
		g[j] = bowl->curvature[j] * x[j];
}

static void
require_axes(const char *operation, int axes)
{
	REQUIRE_IN(operation, axes >= 1 && axes <= DESCENT_AXES,
	    "%d axes, expected 1 or %d", axes, DESCENT_AXES);
}

static void
require_curvature(const char *operation, double curvature)
{
	REQUIRE_IN(operation, curvature > 0, "curvature %g, expected above 0",
	    curvature);
}

Surface
bowl_surface(const Bowl *bowl)
{
	REQUIRE_GIVEN(bowl);
	require_axes(__func__, bowl->axes);
	for (int j = 0; j < bowl->axes; j++)
		require_curvature(__func__, bowl->curvature[j]);
	return (Surface){bowl->axes, bowl_height, bowl_gradient, bowl};
}

/*
**Momentum.** Plain descent forgets. A walker with momentum keeps a mean $v$ of
the gradients it has seen, and steps along the mean. Each new gradient $g_k$
gets a small share, and all that was there fades a little:

```math
v_k = \beta v_{k-1} + (1 - \beta) g_k, \qquad v_0 = 0, \qquad
x_k = x_{k-1} - \alpha v_k .
```

Put the first line into itself, again and again:

```math
v_k = (1 - \beta) \left( g_k + \beta g_{k-1} + \beta^2 g_{k-2} + \ldots
+ \beta^{k-1} g_1 \right) .
```

That is an **exponential mean**: the weights fall by $\beta$ for each step back
in time. With $\beta = 0.9$ a gradient counts for about ten steps. What swings
from side to side cancels in the mean; what points the same way all the time
stays. With $\beta = 0$ it is plain descent. (Chapter 5 and PyTorch leave the factor
$1 - \beta$ out. Their rate is our $\alpha (1 - \beta)$; the paths are the same.)

**The correction.** The weights of a mean should add up to 1. Let $S$ be the sum
$`1 + \beta + \ldots + \beta^{k-1}`$. Nearly all of it cancels in
$S - \beta S$. What is left is

```math
(1 - \beta) S = 1 - \beta^k .
```

So the weights add up to $1 - \beta^k$. For large $k$ that is 1; for the first
step with $\beta = 0.9$ it is 0.1. The mean begins at 0 and is ten times too
small, because $v_0 = 0$ was counted as if it were a gradient. Divide by
$1 - \beta^k$, and the weights add up to 1 at every step. The first corrected
mean is the first gradient.

The lecture counts its steps $i$ from 0, so $k = i + 1$. And it divides by
$1 + \beta^{i+1}$. This is a slip. It is 1.9 at the first step, so a mean that
is ten times too small is made smaller still. Both divisors tend to 1, and after
some fifty steps they hardly differ. That is why such a slip lives long.

@show chapters/11_descent/descent.h Correction
*/
static void
require_beta(const char *operation, double beta)
{
	REQUIRE_IN(operation, beta >= 0 && beta < 1,
	    "beta %g, expected from 0 to below 1", beta);
}

double
mean_divisor(const Descent *descent, int gradients)
{
	REQUIRE_GIVEN(descent);
	require_beta(__func__, descent->beta);
	REQUIRE(gradients > 0, "a mean of %d gradients", gradients);
	switch (descent->correction) {
	case CORRECTION_PRINTED:
		return 1 + pow(descent->beta, gradients);
	case CORRECTION_USUAL:
		return 1 - pow(descent->beta, gradients);
	case CORRECTION_NONE:
		break;
	}
	return 1;
}

/*
**Momentum in a bowl.** How far can the rate go now, and how fast is the path?
Leave the correction out; it fades. From $x_k = x_{k-1} - \alpha v_k$ we have
$`\alpha v_{k-1} = x_{k-2} - x_{k-1}`$. Put that and $g_k = c x_{k-1}$ into
the rule, and write $a$ for $\alpha (1 - \beta) c$:

```math
x_k = x_{k-1} + \beta (x_{k-1} - x_{k-2}) - a\, x_{k-1} .
```

A path $x_k = r^k$ fits if $r^2 - (1 + \beta - a) r + \beta = 0$. There are
two such $r$, and every path is a sum of the two. Their product is $\beta$,
their sum is $1 + \beta - a$.

- If the two are complex, they are conjugate and equally large, so each has size
  $\sqrt\beta$. The path turns around the bottom and shrinks by $\sqrt\beta$ a
  step, *whatever the rate*. This happens for
  $`(1 + \beta - a)^2 < 4 \beta`$.
- The edge is where one of them is -1 (then the other is $-\beta$). Their sum is
  $-1 - \beta = 1 + \beta - a$, so $a = 2 (1 + \beta)$:

```math
\alpha < \frac{2}{c} \cdot \frac{1 + \beta}{1 - \beta} .
```

With $\beta = 0.9$ momentum stands a rate nineteen times as large. But two
numbers with the product $\beta$ cannot both be smaller than $\sqrt\beta$, so no
rate makes it shrink faster than that: by $\sqrt{0.9}$ a step, which is 0.949.
On $x^2$ alone plain descent does better with a good rate.

**Nesterov.** Momentum knows where it will go: even with no new gradient the
next step would lead to $x - \alpha \beta v$. So look there, and take the
gradient at *that* place. If momentum is about to overshoot, the slope ahead
already points back. (PyTorch's `nesterov=True` is this, but it keeps the place
ahead as its $x$.) In a bowl the recurrence becomes

```math
x_k = (1 - a) \left( x_{k-1} + \beta (x_{k-1} - x_{k-2}) \right),
```

since the bracket is the place ahead, and its gradient is $c$ times it. Now
$r^2 - (1 - a)(1 + \beta) r + (1 - a) \beta = 0$, and the product of the two is
$(1 - a) \beta$ in place of $\beta$. For $0 < a < 1$ that is smaller: with the
same rate and the same $\beta$ the swinging dies out faster. There is a price.
The edge, $r = -1$, is at $1 + (1 - a)(1 + 2 \beta) = 0$, and comes sooner:

```math
\alpha < \frac{2}{c} \cdot \frac{1 + \beta}{(1 - \beta)(1 + 2 \beta)} .
```
*/
double
bowl_edge(const Descent *descent, double curvature)
{
	REQUIRE_GIVEN(descent);
	double beta = descent->beta;
	require_beta(__func__, beta);
	require_curvature(__func__, curvature);
	double edge = 2 / curvature * (1 + beta) / (1 - beta);
	return descent->looks_ahead ? edge / (1 + 2 * beta) : edge;
}

/*
**The valley.** A loss of two numbers is $c_1 x_1^2 / 2 + c_2 x_2^2 / 2$, with
$c_1 < c_2$: steep across, flat along. Its contours are ellipses. Each number
descends by itself, with a factor of its own, $1 - \alpha c_1$ and
$1 - \alpha c_2$, but the rate is the same for both. Across, $\alpha$ must stay
below $2 / c_2$. Along, that rate is too small by far: a step leaves more than
$1 - 2 c_1 / c_2$ of the way. All depends on the **condition number**
$\kappa = c_2 / c_1$.

*Plain.* The best rate makes both factors equally large,
$1 - \alpha c_1 = -(1 - \alpha c_2)$. So

```math
\alpha = \frac{2}{c_1 + c_2}, \qquad
\text{factor} = \frac{\kappa - 1}{\kappa + 1} .
```

*Momentum.* For complex $r$ the factor is $\sqrt\beta$ in both directions.
Take $\beta$ as small as that allows: $`(1 + \beta - a)^2 = 4 \beta`$ at both
ends. So
$`1 + \beta - a_1 = 2 \sqrt\beta`$ and $`1 + \beta - a_2 = -2 \sqrt\beta`$, or
$`a_1 = (1 - \sqrt\beta)^2`$ and $`a_2 = (1 + \sqrt\beta)^2`$. Divide,
$`\kappa = a_2 / a_1`$, and solve:

```math
\sqrt\beta = \frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}, \qquad
\alpha = \frac{(1 + \sqrt\beta)^2}{(1 - \beta)\, c_2} .
```

The factor is that of plain descent with $\sqrt\kappa$ in place of $\kappa$. For
$\kappa = 10000$ it is about a hundred times fewer steps. **That is what
momentum is for.**
*/
static void
require_valley(const char *operation, const Bowl *bowl)
{
	REQUIRE_GIVEN_IN(operation, bowl);
	REQUIRE_IN(operation,
	    bowl->axes == 2 && bowl->curvature[0] > 0 &&
		bowl->curvature[0] <= bowl->curvature[1],
	    "%d axes with curvatures %g and %g, expected 2, the flatter first",
	    bowl->axes, bowl->curvature[0], bowl->curvature[1]);
}

Descent
valley_plain(const Bowl *bowl)
{
	require_valley(__func__, bowl);
	return (Descent){.rate = 2 / (bowl->curvature[0] + bowl->curvature[1])};
}

Descent
valley_momentum(const Bowl *bowl)
{
	require_valley(__func__, bowl);
	double root = sqrt(bowl->curvature[1] / bowl->curvature[0]);
	double factor = (root - 1) / (root + 1), beta = factor * factor;
	return (Descent){.rate = (1 + factor) * (1 + factor) /
				 ((1 - beta) * bowl->curvature[1]),
	    .beta = beta};
}

/*
## Code

A walker starts with no gradient seen.
*/
Walker
walker_start(const Surface *surface, const double *start)
{
	REQUIRE_GIVEN(surface && start);
	require_axes(__func__, surface->axes);
	Walker walker = {0};
	for (int j = 0; j < surface->axes; j++)
		walker.x[j] = start[j];
	return walker;
}

/*
One step, for all rules. What the formulas say: where to look, the gradient
there, the mean, the step. The divisor is the one for the gradients seen, this
one included. It divides the step, not `v`: what is kept stays undivided.
*/
void
descent_step(const Descent *descent, const Surface *surface, Walker *walker)
{
	REQUIRE_GIVEN(descent && surface && walker);
	require_beta(__func__, descent->beta);
	REQUIRE(isfinite(descent->rate), "rate %g, expected a finite number",
	    fabs(descent->rate));
	double beta = descent->beta, ahead[DESCENT_AXES], g[DESCENT_AXES];
	walker->steps++;
	double rate = descent->rate / mean_divisor(descent, walker->steps);

	for (int j = 0; j < surface->axes; j++)
		ahead[j] = walker->x[j] - (descent->looks_ahead
						  ? rate * beta * walker->v[j]
						  : 0);
	surface->gradient(ahead, g, surface->context);
	for (int j = 0; j < surface->axes; j++) {
		walker->v[j] = beta * walker->v[j] + (1 - beta) * g[j];
		walker->x[j] -= rate * walker->v[j];
	}
}

/*
And a walk that keeps every place, the start among them. The lecture's ten steps
are eleven places.
*/
Path
descent_path(Arena *arena, const Descent *descent, const Surface *surface,
    const double *start, int steps)
{
	REQUIRE_GIVEN(descent && surface && start);
	REQUIRE(steps >= 0, "%d steps", steps);
	Walker walker = walker_start(surface, start);
	Path path = {surface->axes, steps + 1, NULL};
	path.x = arena_alloc(
	    arena, (size_t)path.places * (size_t)path.axes, sizeof *path.x);
	double *next = path.x;
	for (int i = 0; i < path.places; i++) {
		for (int j = 0; j < path.axes; j++)
			*next++ = walker.x[j];
		if (i < steps)
			descent_step(descent, surface, &walker);
	}
	return path;
}

const double *
path_at(const Path *path, int i)
{
	REQUIRE_GIVEN(path);
	REQUIRE(i >= 0 && i < path->places, "place %d of %d", i, path->places);
	return path->x + i * path->axes;
}

#define MODULE_SOURCE
#include "chapters/11_descent/search.h"

#include <math.h>

/* High enough to say that it will not come back; squares do not overflow. */
static const double lost = 1e100;

static double
height_of(const Surface *surface, const Walker *walker)
{
	return surface->height(walker->x, surface->context);
}

int
descent_arrives(const Descent *descent, const Surface *surface,
    const double *start, double height, int most)
{
	REQUIRE_GIVEN(descent && surface && start);
	REQUIRE(height > 0, "height %g, expected above 0", height);
	REQUIRE(most >= 0, "%d steps", most);
	Walker walker = walker_start(surface, start);
	int above = -1; /* the last number of steps after which it is above */
	for (;;) {
		double here = height_of(surface, &walker);
		if (!(here <= height)) /* NaN is above */
			above = walker.steps;
		if (!(here < lost))
			return most + 1;
		if (walker.steps == most)
			return above + 1;
		descent_step(descent, surface, &walker);
	}
}

/* The greatest height over so many steps. */
static double
peak(const Descent *descent, const Surface *surface, Walker *walker, int steps)
{
	double highest = 0;
	for (int i = 0; i < steps; i++) {
		descent_step(descent, surface, walker);
		double here = height_of(surface, walker);
		if (!(here < lost))
			return here;
		highest = here > highest ? here : highest;
	}
	return highest;
}

bool
descent_diverges(
    const Descent *descent, const Surface *surface, const double *start)
{
	REQUIRE_GIVEN(descent && surface && start);
	enum { STEPS = 1000 };
	Walker walker = walker_start(surface, start);
	double early = peak(descent, surface, &walker, STEPS); /* still fades */
	if (early < lost)
		early = peak(descent, surface, &walker, STEPS);
	if (!(early < lost))
		return true;
	return !(peak(descent, surface, &walker, STEPS) <= early);
}

double
descent_edge(Descent descent, const Surface *surface, const double *start)
{
	REQUIRE_GIVEN(surface && start);
	double below = 0, above = 1;
	for (descent.rate = above; !descent_diverges(&descent, surface, start);
	     descent.rate = above) {
		REQUIRE(above < 0x1p40, "rate %g does not diverge", above);
		below = above;
		above *= 2;
	}
	for (int i = 0; i < 50; i++) {
		descent.rate = (below + above) / 2;
		if (descent_diverges(&descent, surface, start))
			above = descent.rate;
		else
			below = descent.rate;
	}
	return above;
}

Best
descent_search(Descent descent, const Surface *surface, const double *start,
    const Grid *grid, double height, int most)
{
	REQUIRE_GIVEN(surface && start && grid);
	Best best = {descent, most + 1};
	for (int i = 1; i <= grid->rates; i++)
		for (int j = 0; j < grid->betas; j++) {
			descent.rate = i * grid->rate_step;
			descent.beta = j * grid->beta_step;
			int steps = descent_arrives(
			    &descent, surface, start, height, most);
			if (steps < best.steps)
				best = (Best){descent, steps};
		}
	return best;
}

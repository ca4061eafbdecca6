#define MODULE_SOURCE
#include "chapters/11_descent/walks.h"

const Bowl parabola = {1, {2}};
const double lecture_start[1] = {1};

const Descent large_steps = {.rate = 0.95}, small_steps = {.rate = 0.1};
const Descent as_printed = {0.95, 0.9, CORRECTION_PRINTED, false};
const Descent as_it_should_be = {0.95, 0.9, CORRECTION_USUAL, false};

Path
lecture_path(Arena *arena, const Descent *descent)
{
	Surface surface = bowl_surface(&parabola);
	return descent_path(
	    arena, descent, &surface, lecture_start, LECTURE_STEPS);
}

const Bowl valley = {2, {1, 25}};
const double far_out[2] = {-9, 1.5};
const double arrived = 1e-12;

int
steps_in(
    const Bowl *bowl, const Descent *descent, const double *start, int most)
{
	Surface surface = bowl_surface(bowl);
	double height = arrived * surface.height(start, surface.context);
	return descent_arrives(descent, &surface, start, height, most);
}

Best
best_in_valley(DescentKind kind)
{
	const Grid grid = {0.005, 0.02, 100, kind == PLAIN ? 1 : 50};
	Surface surface = bowl_surface(&valley);
	double height = arrived * surface.height(far_out, surface.context);
	return descent_search((Descent){.looks_ahead = kind == NESTEROV},
	    &surface, far_out, &grid, height, 250);
}

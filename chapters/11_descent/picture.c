#define MODULE_SOURCE
#include "chapters/11_descent/picture.h"

#include <math.h>

#include "common/output.h"

bool
descent_write_path(const char *folder, const char *name, const Path *path,
    const Surface *surface, Error *error)
{
	Output output;
	if (!output_open_in(&output, folder, name, error))
		return false;
	for (int i = 0; i < path->places; i++) {
		const double *x = path_at(path, i);
		fprintf(output.file, "%d", i + 1);
		for (int j = 0; j < path->axes; j++)
			fprintf(output.file, "\t%.9g", x[j]);
		fprintf(output.file, "\t%.9g\n",
		    surface->height(x, surface->context));
	}
	return output_commit(&output, error);
}

/* Where the number of a place stands, and how much room it needs. */
typedef struct {
	double x, y;
} Spot;
static const double label_width = 0.125, label_height = 0.095, shift = 0.1;

static bool
is_free(const Spot *taken, int count, Spot spot)
{
	for (int i = 0; i < count; i++)
		if (fabs(spot.x - taken[i].x) < label_width &&
		    fabs(spot.y - taken[i].y) < label_height)
			return false;
	return true;
}

bool
descent_write_numbered(const char *folder, const char *name, const Path *path,
    const Surface *surface, double wider, double higher, Error *error)
{
	enum { MOST = 100 };
	REQUIRE(path->axes == 1 && path->places <= MOST,
	    "%d places on %d axes, expected at most %d on 1", path->places,
	    path->axes, MOST);
	Spot taken[MOST];
	Output output;
	if (!output_open_in(&output, folder, name, error))
		return false;
	for (int i = 0; i < path->places; i++) {
		const double *x = path_at(path, i);
		double height = surface->height(x, surface->context);
		Spot spot = {*x * wider, height + higher};
		while (!is_free(taken, i, spot))
			spot.y += higher > 0 ? shift : -shift;
		taken[i] = spot;
		fprintf(output.file, "%d\t%.9g\t%.9g\t%.9g\t%.9g\n", i + 1, *x,
		    height, spot.x, spot.y);
	}
	return output_commit(&output, error);
}

bool
descent_write_contours(const char *folder, const char *name, const Bowl *bowl,
    const double *heights, int count, Error *error)
{
	enum { PIECES = 120 };
	const double turn = 6.283185307179586;
	REQUIRE(bowl->axes == 2, "%d axes, expected 2", bowl->axes);
	Output output;
	if (!output_open_in(&output, folder, name, error))
		return false;
	for (int i = 0; i < count; i++) {
		double across[2]; /* where the contour cuts the axes */
		for (int j = 0; j < 2; j++)
			across[j] = sqrt(2 * heights[i] / bowl->curvature[j]);
		for (int piece = 0; piece <= PIECES; piece++) {
			double angle = turn * piece / PIECES;
			fprintf(output.file, "%.6f\t%.6f\n",
			    across[0] * cos(angle), across[1] * sin(angle));
		}
		fprintf(output.file, "\n");
	}
	return output_commit(&output, error);
}

bool
descent_write_rates(const char *folder, const char *name,
    const Descent *descents, int count, const Surface *surface,
    const double *start, const Grid *grid, double height, int most,
    Error *error)
{
	Output output;
	if (!output_open_in(&output, folder, name, error))
		return false;
	for (int i = 1; i <= grid->rates; i++) {
		fprintf(output.file, "%.9g", i * grid->rate_step);
		for (int k = 0; k < count; k++) {
			Descent descent = descents[k];
			descent.rate = i * grid->rate_step;
			int steps = descent_arrives(
			    &descent, surface, start, height, most);
			if (steps > most)
				fprintf(output.file, "\tnan");
			else
				fprintf(output.file, "\t%d", steps);
		}
		fprintf(output.file, "\n");
	}
	return output_commit(&output, error);
}

/* One of the lecture's pictures: its first has the numbers beside the places,
   the others above them. */
static bool
draw_walk(const char *folder, const char *name, Arena *step,
    const Descent *descent, Error *error)
{
	Surface surface = bowl_surface(&parabola);
	Path path = lecture_path(step, descent);
	bool beside = descent == &large_steps;
	return descent_write_numbered(folder, name, &path, &surface,
	    beside ? 1.2 : 1, beside ? 0 : 0.2, error);
}

static bool
draw_in_valley(const char *folder, const char *name, Arena *step,
    const Descent *descent, Error *error)
{
	Surface surface = bowl_surface(&valley);
	Path path = descent_path(step, descent, &surface, far_out, 30);
	return descent_write_path(folder, name, &path, &surface, error);
}

static bool
draw_valley(const char *folder, Arena *step, Error *error)
{
	enum { CONTOURS = 8 };
	double heights[CONTOURS];
	for (int i = 0; i < CONTOURS; i++) /* that cut x at 1.5, 3, ... */
		heights[i] = 1.5 * (i + 1) * 1.5 * (i + 1) / 2;
	const Descent best[] = {best_in_valley(PLAIN).descent,
	    best_in_valley(MOMENTUM).descent, best_in_valley(NESTEROV).descent,
	    {.beta = 0.9}, {.beta = 0.9, .looks_ahead = true}};
	static const Grid rates = {0.005, 0, 400, 1};
	Surface surface = bowl_surface(&valley);
	return descent_write_contours(folder, "11_contours.tsv", &valley,
		   heights, CONTOURS, error) &&
	       draw_in_valley(
		   folder, "11_valley_plain.tsv", step, &best[0], error) &&
	       draw_in_valley(
		   folder, "11_valley_momentum.tsv", step, &best[1], error) &&
	       draw_in_valley(
		   folder, "11_valley_nesterov.tsv", step, &best[2], error) &&
	       descent_write_rates(folder, "11_rates.tsv", best, 5, &surface,
		   far_out, &rates, arrived * surface.height(far_out, &valley),
		   2000, error);
}

bool
descent_draw(const char *folder, Arena *step, Error *error)
{
	return draw_walk(folder, "11_large.tsv", step, &large_steps, error) &&
	       draw_walk(folder, "11_small.tsv", step, &small_steps, error) &&
	       draw_walk(folder, "11_momentum.tsv", step, &as_printed, error) &&
	       draw_walk(
		   folder, "11_usual.tsv", step, &as_it_should_be, error) &&
	       draw_valley(folder, step, error);
}

/*
 * Chapter 11's data for gnuplot: paths, numbers that do not overlap, contours,
 * steps against rates.
 */
#include "tests/chapters/pictures.h"

#include <math.h>

#include "chapters/11_descent/picture.h"

START_TEST(writes_a_path)
{
	enter("path");
	Surface surface = bowl_surface(&valley);
	const Descent descent = {.rate = 0.04};
	static const double start[] = {-8, 2};
	Path path = descent_path(step, &descent, &surface, start, 1);
	Error error;
	ck_assert(descent_write_path(".", "path.tsv", &path, &surface, &error));
	ck_file("path.tsv", "1\t-8\t2\t82\n2\t-7.68\t0\t29.4912\n");
	ck_assert(!exists("path.tsv.tmp"));
}
END_TEST

/* On a flat place all numbers would stand on one spot: each is put above the
   one before; below, if they belong beside. */
START_TEST(numbers_do_not_overlap)
{
	enter("numbers");
	Surface surface = bowl_surface(&parabola);
	const Descent still = {.rate = 0};
	Path path = descent_path(step, &still, &surface, lecture_start, 2);
	Error error;
	ck_assert(descent_write_numbered(
	    ".", "above.tsv", &path, &surface, 1, 0.2, &error));
	ck_file(
	    "above.tsv", "1\t1\t1\t1\t1.2\n2\t1\t1\t1\t1.3\n3\t1\t1\t1\t1.4\n");
	ck_assert(descent_write_numbered(
	    ".", "beside.tsv", &path, &surface, 1.2, 0, &error));
	ck_file("beside.tsv",
	    "1\t1\t1\t1.2\t1\n2\t1\t1\t1.2\t0.9\n3\t1\t1\t1.2\t0.8\n");
}
END_TEST

START_TEST(numbers_far_apart_stay)
{
	enter("apart");
	Surface surface = bowl_surface(&parabola);
	const Descent descent = {.rate = 0.25};
	Path path = descent_path(step, &descent, &surface, lecture_start, 2);
	Error error;
	ck_assert(descent_write_numbered(
	    ".", "apart.tsv", &path, &surface, 1, 0.2, &error));
	ck_file("apart.tsv", "1\t1\t1\t1\t1.2\n2\t0.5\t0.25\t0.5\t0.45\n"
			     "3\t0.25\t0.0625\t0.25\t0.2625\n");
}
END_TEST

/* 0.12 is too near for two numbers at one height, 0.13 is not. */
START_TEST(numbers_need_an_eighth)
{
	enter("eighth");
	Surface surface = bowl_surface(&parabola);
	double x[] = {0, 0.12, 0.25};
	const Path path = {1, 3, x};
	Error error;
	ck_assert(descent_write_numbered(
	    ".", "eighth.tsv", &path, &surface, 1, 0.2, &error));
	ck_file("eighth.tsv", "1\t0\t0\t0\t0.2\n2\t0.12\t0.0144\t0.12\t0.3144\n"
			      "3\t0.25\t0.0625\t0.25\t0.2625\n");
}
END_TEST

START_TEST(refuses_to_number)
{
	enter("refuses");
	Error error;
	Surface bowl = bowl_surface(&valley);
	Surface surface = bowl_surface(&parabola);
	Path flat = descent_path(step, &small_steps, &bowl, far_out, 1);
	Path full = descent_path(
	    step, &small_steps, &surface, lecture_start, 99);
	Path longer = descent_path(
	    step, &small_steps, &surface, lecture_start, 100);
	const double h = 0.2;
	ck_assert(descent_write_numbered(
	    ".", "full.tsv", &full, &surface, 1, h, &error));
	ck_requires("descent_write_numbered: 2 places on 2 axes, expected at "
		    "most 100 on 1",
	    descent_write_numbered(".", "a", &flat, &bowl, 1, h, &error));
	ck_requires("descent_write_numbered: 101 places on 1 axes, expected at "
		    "most 100 on 1",
	    descent_write_numbered(".", "a", &longer, &surface, 1, h, &error));
	ck_requires("descent_write_contours: 1 axes, expected 2",
	    descent_write_contours(".", "a", &parabola, &h, 1, &error));
	ck_assert(!exists("a"));
}
END_TEST

/* Every place of a contour has its height; each contour is closed, has 120
   pieces and goes around. */
START_TEST(contours_have_their_heights)
{
	enter("contours");
	static const double heights[] = {0.5, 8};
	Error error;
	ck_assert(descent_write_contours(
	    ".", "contours.tsv", &valley, heights, 2, &error));
	Surface surface = bowl_surface(&valley);
	const char *at = read_picture("contours.tsv");
	for (int i = 0; i < 2; i++) {
		double x[2], first[2], right = 0, top = 0;
		for (int place = 0; place <= 120; place++) {
			int length = 0;
			ck_assert_int_eq(
			    sscanf(at, "%lf\t%lf%n", &x[0], &x[1], &length), 2);
			at += length + 1;
			ck_assert_double_eq_tol(
			    surface.height(x, surface.context), heights[i],
			    1e-4);
			right = fmax(right, x[0]);
			top = fmax(top, x[1]);
			if (place == 0)
				memcpy(first, x, sizeof first);
		}
		ck_assert(first[0] == x[0] && fabs(first[1] - x[1]) < 1e-6);
		ck_assert_double_eq_tol(right, i == 0 ? 1 : 4, 1e-6);
		ck_assert_double_eq_tol(top, i == 0 ? 0.2 : 0.8, 1e-6);
		ck_assert(*at++ == '\n');
	}
	ck_assert(*at == '\0');
}
END_TEST

START_TEST(writes_steps_against_rates)
{
	enter("rates");
	Surface surface = bowl_surface(&parabola);
	const Descent descents[] = {{0}, {.rate = 77, .beta = 0.5}};
	const Grid grid = {0.25, 0, 4, 1};
	Error error;
	ck_assert(descent_write_rates(".", "rates.tsv", descents, 2, &surface,
	    lecture_start, &grid, 0.07, 20, &error));
	const char *text = read_picture("rates.tsv");
	char expected[200] = "";
	for (int i = 1; i <= 4; i++) {
		Descent momentum = {.rate = 0.25 * i, .beta = 0.5};
		static const char *const plain[] = {"2", "1", "2", "nan"};
		size_t used = strlen(expected);
		snprintf(expected + used, sizeof expected - used,
		    "%g\t%s\t%d\n", 0.25 * i, plain[i - 1],
		    descent_arrives(
			&momentum, &surface, lecture_start, 0.07, 20));
	}
	ck_assert_str_eq(text, expected);
	/* Who arrives with the last step allowed has arrived. */
	ck_assert(descent_write_rates(".", "two.tsv", descents, 1, &surface,
	    lecture_start, &grid, 0.07, 2, &error));
	ck_file("two.tsv", "0.25\t2\n0.5\t1\n0.75\t2\n1\tnan\n");
}
END_TEST

START_TEST(draws_all)
{
	enter("all");
	Error error;
	ck_assert(descent_draw(".", step, &error));
	static const char *const names[] = {"11_large.tsv", "11_small.tsv",
	    "11_momentum.tsv", "11_usual.tsv", "11_valley_plain.tsv",
	    "11_valley_momentum.tsv", "11_valley_nesterov.tsv"};
	static const int lines[] = {11, 11, 11, 11, 31, 31, 31};
	for (int i = 0; i < 7; i++)
		ck_assert_int_eq(
		    count_of(read_picture(names[i]), "\n"), lines[i]);
	/* The lecture's numbers: beside its first walk, above the others. */
	ck_assert(
	    strncmp(read_picture("11_large.tsv"),
		"1\t1\t1\t1.2\t1\n2\t-0.9\t0.81\t-1.08\t0.81\n", 32) == 0);
	ck_assert(strncmp(read_picture("11_small.tsv"),
		      "1\t1\t1\t1\t1.2\n2\t0.8\t0.64\t0.8\t0.84\n", 30) == 0);
	ck_assert(strncmp(read_picture("11_momentum.tsv"),
		      "1\t1\t1\t1\t1.2\n2\t0.9\t0.81\t0.9\t1.01\n", 30) == 0);
	ck_assert(strncmp(read_picture("11_usual.tsv"),
		      "1\t1\t1\t1\t1.2\n2\t-0.9\t0.81\t-0.9\t1.01\n", 32) == 0);
	ck_assert_int_eq(count_of(read_picture("11_contours.tsv"), "\n\n"), 8);
	ck_assert_int_eq(count_of(read_picture("11_rates.tsv"), "\n"), 400);
}
END_TEST

START_TEST(draws_into_no_folder)
{
	enter("empty");
	ck_draws_nowhere("nowhere/11_large.tsv.tmp: cannot create: No such file"
			 " or directory",
	    descent_draw("nowhere", step, &error));
	static const double heights[] = {1};
	ck_draws_nowhere("nowhere/c.tmp: cannot create: No such file or"
			 " directory",
	    descent_write_contours(
		"nowhere", "c", &valley, heights, 1, &error));
	Surface surface = bowl_surface(&parabola);
	Path path = lecture_path(step, &small_steps);
	ck_draws_nowhere("nowhere/p.tmp: cannot create: No such file or"
			 " directory",
	    descent_write_path("nowhere", "p", &path, &surface, &error));
	const Grid grid = {0.25, 0, 4, 1};
	ck_draws_nowhere("nowhere/r.tmp: cannot create: No such file or"
			 " directory",
	    descent_write_rates("nowhere", "r", &small_steps, 1, &surface,
		lecture_start, &grid, 0.1, 20, &error));
}
END_TEST

TESTS_IN_FOLDER("descent_picture", writes_a_path, numbers_do_not_overlap,
    numbers_far_apart_stay, numbers_need_an_eighth, refuses_to_number,
    contours_have_their_heights, writes_steps_against_rates, draws_all,
    draws_into_no_folder)

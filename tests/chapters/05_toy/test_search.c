/*
 * Chapter 5: the search finds the seed and the number of a net, once, and
 * nothing where the net is not. What it prints goes to a file.
 */
#include "tests/files.h"

#include "chapters/05_toy/search.h"
#include "chapters/05_toy/toy.h"

enum { NETS = 12 };
static const double tolerance = 2e-6;

/* The first of the lecture's nets. */
static const uint64_t seed = 3852025336;
enum { EARLIER = 9 };

/* Where to search, and the net to search for. */
typedef struct {
	uint64_t from, to;
	int nets;
	double wo[2];
} Search;

/* For this net of a seed, among the seeds around it. */
static Search
search_for(uint64_t its_seed, int earlier)
{
	Toy toy = toy_draw(step, its_seed, earlier);
	return (Search){.from = its_seed - 50,
	    .to = its_seed + 50,
	    .nets = NETS,
	    .wo = {(double)toy.wo->data[0], (double)toy.wo->data[1]}};
}

static Found
run_search(const char *name, const Search *search)
{
	enter(name);
	capture();
	Found found = search_seeds(
	    search->from, search->to, search->nets, search->wo, tolerance);
	end_capture();
	return found;
}

static void
check_finds(const char *name, const Search *search, Found expected)
{
	Found found = run_search(name, search);
	ck_assert_int_eq(found.count, 1);
	ck_assert_uint_eq(found.seed, expected.seed);
	ck_assert_int_eq(found.earlier, expected.earlier);
	char line[100];
	snprintf(line, sizeof line, "seed %lu, net number %d of its stream\n",
	    (unsigned long)expected.seed, expected.earlier + 1);
	ck_said(line, "");
}

static void
check_finds_nothing(const char *name, const Search *search)
{
	ck_assert_int_eq(run_search(name, search).count, 0);
	ck_said("", "");
}

START_TEST(finds_the_lectures_net)
{
	Found first = {1, (uint32_t)seed, EARLIER};
	Search search = search_for(seed, EARLIER);
	check_finds("drawn", &search, first);
	/* As derived from the print, to six digits. */
	search.wo[0] = -0.440465716;
	search.wo[1] = -0.540275196;
	check_finds("printed", &search, first);
}
END_TEST

/* `from` is searched, `to` is not. */
START_TEST(finds_between_its_ends)
{
	Search search = search_for(seed, EARLIER);
	search.from = seed;
	search.to = seed + 1;
	check_finds("one", &search, (Found){1, (uint32_t)seed, EARLIER});
	search.from = seed - 50;
	search.to = seed;
	check_finds_nothing("before", &search);
	search.from = seed + 1;
	search.to = seed + 50;
	check_finds_nothing("behind", &search);
	search.from = search.to = seed;
	check_finds_nothing("empty", &search);
}
END_TEST

START_TEST(finds_the_first_and_the_last_seed)
{
	const uint64_t last = UINT32_MAX;
	Search search = search_for(last, 0);
	search.to = last + 1;
	check_finds("last", &search, (Found){1, (uint32_t)last, 0});
	search = search_for(0, 3);
	search.from = 0;
	check_finds("first", &search, (Found){1, 0, 3});
}
END_TEST

START_TEST(looks_at_so_many_nets)
{
	Search search = search_for(seed, EARLIER);
	search.nets = EARLIER + 1;
	check_finds("enough", &search, (Found){1, (uint32_t)seed, EARLIER});
	search.nets = EARLIER;
	check_finds_nothing("few", &search);
}
END_TEST

/* Each weight must fit, and each to less than the tolerance. */
START_TEST(wants_both_weights)
{
	const Found there = {1, (uint32_t)seed, EARLIER};
	const Search at = search_for(seed, EARLIER);
	static const char *const names[] = {"0-", "0+", "1-", "1+"};
	static const char *const fits[] = {
	    "fits0-", "fits0+", "fits1-", "fits1+"};
	for (int i = 0; i < 4; i++) {
		double side = i % 2 ? 1 : -1;
		Search search = at;
		search.wo[i / 2] += side * 1.2 * tolerance;
		check_finds_nothing(names[i], &search);
		search = at;
		search.wo[i / 2] += side * 0.8 * tolerance;
		check_finds(fits[i], &search, there);
	}
}
END_TEST

/* With a tolerance that every net meets: each seed once, its first net. */
START_TEST(counts_seeds)
{
	const double zero[] = {0, 0};
	enter("all");
	capture();
	Found found = search_seeds(7, 10, NETS, zero, 1);
	end_capture();
	ck_assert_int_eq(found.count, 3);
	ck_assert_uint_eq(found.seed, 9);
	ck_assert_int_eq(found.earlier, 0);
	ck_said("seed 7, net number 1 of its stream\n"
		"seed 8, net number 1 of its stream\n"
		"seed 9, net number 1 of its stream\n",
	    "");
}
END_TEST

TESTS_IN_FOLDER("search", finds_the_lectures_net, finds_between_its_ends,
    finds_the_first_and_the_last_seed, looks_at_so_many_nets,
    wants_both_weights, counts_seeds)

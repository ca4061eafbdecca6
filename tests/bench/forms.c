/*
 * The forms take turns, so that a busy neighbour slows all of them; each ratio
 * is the median of the ratios within a turn.
 */
#include "tests/bench/forms.h"

#include <stdio.h>

#include "chapters/06_gradients/judge.h"
#include "chapters/09_autograd/forms.h"
#include "common/handgrad.h"
#include "common/progress.h"
#include "tests/bench/bench.h"
#include "tests/bench/turns.h"

/* The most that a form may take, beside chapter 6's. */
static const double most[FORMS] = {1, 1.15, 1.15, 1.25};

/* Do all forms find what the first one finds? In another order of additions,
   fifty thousand rows differ in the fifth digit. */
static bool
forms_agree(Arena *step, const Net *net, const Tensor *x, Tensor *target)
{
	bool agree = true;
	Found by_hand = forms[0].find(step, net, x, target);
	for (int i = 1; i < FORMS; i++) {
		ArenaMark mark = arena_mark(step);
		Found found = forms[i].find(step, net, x, target);
		Claim claims[FORM_GRADIENTS];
		for (int k = 0; k < FORM_GRADIENTS; k++)
			claims[k] = (Claim){"", NULL, found.gradient[k]};
		agree = agree && judge_by_tensors(claims, FORM_GRADIENTS,
				     by_hand.gradient, 1e-4)
				     .right;
		arena_rewind(step, mark);
	}
	arena_reset(step);
	return agree;
}

static void
take_form_turns(Arena *step, const Net *net, const Tensor *x, Tensor *target,
    int turns, double times[FORMS][MOST_TURNS],
    double ratios[FORMS][MOST_TURNS])
{
	Progress progress;
	progress_start(&progress, "forms", (size_t)turns + 1);
	for (int run = -1; run < turns; run++) {
		double taken[FORMS];
		for (int i = 0; i < FORMS; i++) {
			double start = now();
			forms[i].find(step, net, x, target);
			taken[i] = now() - start;
			arena_reset(step);
		}
		for (int i = 0; run >= 0 && i < FORMS; i++) {
			times[i][run] = taken[i];
			ratios[i][run] = taken[i] / taken[0];
		}
		progress_update(&progress, (size_t)run + 2);
	}
	progress_end(&progress);
}

static void
print_forms(double times[FORMS][MOST_TURNS], double ratios[FORMS][MOST_TURNS],
    size_t rows, int turns)
{
	printf("\nwhat abstraction costs: there and back of 784-50-1 on %zu "
	       "rows, with x.g\n%-6s %-30s %9s %10s %8s\n",
	    rows, "", "", "ms", "by hand=1", "at most");
	for (int i = 0; i < FORMS; i++) {
		double ratio = median(ratios[i], turns);
		printf("ch. %-2d %-30s %9.2f %10.2f %8.2f %s\n",
		    forms[i].chapter, forms[i].name,
		    1e3 * median(times[i], turns), ratio, most[i],
		    ratio <= most[i] ? "met" : "missed");
	}
}

bool
time_forms(const Tensor *x, int turns)
{
	Arena *step = arena_create("step"), *model = arena_create("net");
	size_t rows = x->shape[0];
	Random random;
	random_seed(&random, 2);
	Net net = net_draw(model, &random, PIXELS, HIDDEN, 1, BIASES_NORMAL);
	Tensor *target = tensor_new(model, SHAPE(rows)); /* (n,) */
	random_integers(&random, target, 0, 10);
	bool agree = forms_agree(step, &net, x, target);
	if (agree) {
		double times[FORMS][MOST_TURNS], ratios[FORMS][MOST_TURNS];
		take_form_turns(step, &net, x, target, turns, times, ratios);
		print_forms(times, ratios, rows, turns);
	} else {
		puts("WRONG: the forms do not agree");
	}
	arena_destroy(model);
	arena_destroy(step);
	return agree;
}

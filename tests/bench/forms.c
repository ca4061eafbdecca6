/*
 * What abstraction costs: the same pass by hand, as layers, as modules and on
 * the tape. The forms take turns, so that a busy neighbour slows all of them;
 * each ratio is the median of the ratios within a turn.
 */
#include <stdio.h>

#include "chapters/06_gradients/judge.h"
#include "chapters/09_autograd/forms.h"
#include "common/handgrad.h"
#include "common/progress.h"
#include "tests/bench/bench.h"

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
take_turns(Arena *step, const Net *net, const Tensor *x, Tensor *target,
    double times[FORMS][RUNS], double ratios[FORMS][RUNS])
{
	Progress progress;
	progress_start(&progress, "forms", RUNS + 1);
	for (int run = -1; run < RUNS; run++) {
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

bool
time_forms(Arena *step, const Tensor *x)
{
	Arena *model = arena_create("net");
	Random random;
	random_seed(&random, 2);
	Net net = net_draw(model, &random, PIXELS, HIDDEN, 1, BIASES_NORMAL);
	Tensor *target = tensor_new(model, SHAPE(ROWS)); /* (50000,) */
	random_integers(&random, target, 0, 10);
	bool agree = forms_agree(step, &net, x, target);
	if (agree) {
		double times[FORMS][RUNS], ratios[FORMS][RUNS];
		take_turns(step, &net, x, target, times, ratios);
		printf("\nforward and backward of 784-50-1 on %d rows, with "
		       "x.g\n%-5s %-40s %9s %9s %9s\n",
		    ROWS, "", "", "ms", "by hand=1", "at most");
		for (int i = 0; i < FORMS; i++)
			printf("ch. %d %-40s %9.2f %9.2f %9.2f\n",
			    forms[i].chapter, forms[i].name,
			    1e3 * median(times[i], RUNS),
			    median(ratios[i], RUNS), most[i]);
	} else {
		fprintf(stderr, "bench: the forms do not agree\n");
	}
	arena_destroy(model);
	return agree;
}

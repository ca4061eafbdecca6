#include "tests/bench/workloads.h"

#include "tests/bench/bench.h"

#define LAYER (2.0 * PIXELS * HIDDEN)
#define SQUARES(side) (2.0 * (side) * (side))
/* Forward, and back to the weights; of W6 to x as well. */
#define LESSON (3 * LAYER + 6.0 * HIDDEN)
#define TRAINING (2 * LAYER + 6.0 * HIDDEN * 10)
#define LECTURE (4.0 * PIXELS * 32 + 6.0 * 32 * 10)

/* After some hundred batches one activation is above 0 here and below 0 there,
   and the epochs drift apart (chapter 12). So W7 has a band; and W7s, whose
   batches differ from player to player, a wider one. */
const Workload workloads[WORKLOADS] = {
    {"W1", "x @ w", .ask = "W1", .rows = 1, .flops_per_row = LAYER,
	.limit_goal = 0.80, .ratio_goal = 1.4, .tolerance = 2e-6},
    {"W2", "x.t @ g", .ask = "W2", .rows = 1, .flops_per_row = LAYER,
	.limit_goal = 0.68, .ratio_goal = 1.1, .tolerance = 1e-5},
    {"W3", "g @ w.t", .ask = "W3", .rows = 1, .flops_per_row = LAYER,
	.limit_goal = 0.75, .ratio_goal = 1.1, .tolerance = 2e-6},
    {"W4", "square, 1024", .ask = "W4", .exactly = 1024,
	.flops_per_row = SQUARES(1024), .limit_goal = 0.85, .against = OPENBLAS,
	.ratio_goal = 1.0, .tolerance = 2e-6},
    {"W4b", "square, 2048", .ask = "W4", .exactly = 2048,
	.flops_per_row = SQUARES(2048), .limit_goal = 0.85, .against = OPENBLAS,
	.ratio_goal = 1.0, .tolerance = 2e-6, .not_if_quick = true},
    {"W5", "one batch, x @ w", .ask = "W1", .exactly = 50, .repeats = 100,
	.flops_per_row = LAYER, .limit_goal = 0.80, .ratio_goal = 1.1,
	.tolerance = 2e-6, .one_only = true},
    {"W6", "there and back, with x.g", .ask = "W6", .rows = 1,
	.flops_per_row = LESSON, .limit_goal = 0.75, .ratio_goal = 2.0,
	.nn_goal = 3.0, .tolerance = 1e-5},
    {"W6f", "the same, fused", .ask = "W6f", .peers_ask = "W6", .rows = 1,
	.flops_per_row = LESSON, .limit_goal = 0.75, .ratio_goal = 2.0,
	.nn_goal = 3.0, .tolerance = 1e-5},
    {"W7", "an epoch, batches of 50", .ask = "W7", .rows = 1,
	.flops_per_row = TRAINING, .limit_goal = 0.62, .ratio_goal = 2.0,
	.nn_goal = 5.0, .tolerance = 0.02},
    {"W7s", "the same, shuffled", .ask = "W7s", .rows = 1,
	.flops_per_row = TRAINING, .limit_goal = 0.50, .nn_goal = 4.5,
	.tolerance = 0.1},
    {"W8", "an epoch, all at once", .ask = "W8", .rows = 1.2,
	.flops_per_row = LECTURE, .limit_goal = 0.60, .ratio_goal = 1.8,
	.tolerance = 1e-4},
    {"W9", "digits, gzip to float", .ask = "W9", .limit = INFLATE,
	.ratio_goal = 2.0, .tolerance = 2e-6},
    {"W10a", "x + row", .ask = "W10a", .rows = 1, .limit = COPY,
	.limit_goal = 0.8, .ratio_goal = 1.0, .tolerance = 2e-6},
    {"W10r", "relu(x)", .ask = "W10r", .rows = 1, .limit = COPY,
	.limit_goal = 0.8, .ratio_goal = 1.0, .tolerance = 2e-6},
    {"W10s", "sum over rows", .ask = "W10s", .rows = 1, .limit = COPY,
	.limit_goal = 0.8, .ratio_goal = 1.0, .tolerance = 1e-5},
};

size_t
workload_rows(const Workload *workload, size_t rows)
{
	return workload->exactly
		   ? workload->exactly
		   : (size_t)(workload->rows * (double)rows + 0.5);
}

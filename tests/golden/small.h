/* Made by tests/golden/make_small.py with PyTorch 1.13.0a0; do not edit. */
/* clang-format off */
#ifndef TESTS_GOLDEN_SMALL_H
#define TESTS_GOLDEN_SMALL_H

#include <stdbool.h>
#include <stdint.h>

/* DS4420's toy net: its weights as torch draws them, and what float64 makes of
   them on its input, with target 0, and in a step with rate 1. */
typedef struct {
	uint64_t seed;
	int earlier; /* nets that were made before it */
	float wi[6], wo[2];
	double h[2], y_hat, loss;
	double wi_g[6], wo_g[2];
	double wi_after[6], wo_after[2];
} ToyGolden;

/* Over all elements of a gradient of the lecture's net on MNIST, in float64. */
typedef struct {
	double sum, squares;
} SumsGolden;

/* Seed 1: the first net drawn has normal biases, the second has zeros. */
typedef struct {
	bool normal_biases;
	double loss;
	SumsGolden x, w1, b1, w2, b2;
} GradientGolden;

static const ToyGolden toy_golden[] = {
	{
		.seed = 3852025336,
		.earlier = 9,
		.wi = {0.053678602f, 0.550892472f, -0.550609112f, -0.562638044f,
			0.557277143f, 0.0793186501f},
		.wo = {-0.440465748f, -0.540275216f},
		.h = {0.7068551667732, 0.6437265721378},
		.y_hat = 0.3409339479188,
		.loss = 0.4169315187267,
		.wi_g = {-0.03111681018332, -0.06223362036665, -0.01555840509166,
			-0.04224449882469, -0.08448899764938, -0.02112224941234},
		.wo_g = {0.2409909226148, 0.2194682416192},
		.wi_after = {0.08479541216353, 0.6131260926338, -0.5350507066942,
			-0.5203935455326, 0.6417661406509, 0.1004408994792},
		.wo_after = {-0.6814566709249, -0.7597434577218},
	},
	{
		.seed = 3644902673,
		.earlier = 6,
		.wi = {0.310319781f, 0.15070571f, -0.0836865231f, 0.456993163f,
			-0.470521003f, 0.1859781f},
		.wo = {-0.693743587f, -0.367864192f},
		.h = {0.6387373174498, 0.4034622030399},
		.y_hat = 0.3562817649888,
		.loss = 0.4404941718936,
		.wi_g = {-0.05703454336398, -0.114069086728, -0.02851727168199,
			-0.03154437534183, -0.06308875068366, -0.01577218767092},
		.wo_g = {0.2275704588252, 0.1437462258053},
		.wi_after = {0.3673543246674, 0.2647747967814, -0.05516925145749,
			0.4885375379738, -0.4074322523242, 0.2017502873747},
		.wo_after = {-0.9213140453655, -0.5116104173375},
	},
};

static const GradientGolden gradient_golden[] = {
	{
		.normal_biases = true,
		.loss = 1099.571030408,
		.x = {
			.sum = 1806.251115062,
			.squares = 1808.964672733,
		},
		.w1 = {
			.sum = 9068.607280073,
			.squares = 177021.8711994,
		},
		.b1 = {
			.sum = 100.7018810293,
			.squares = 2056.844969269,
		},
		.w2 = {
			.sum = -2136.98802606,
			.squares = 402634.1832493,
		},
		.b2 = {
			.sum = -8.048445017853,
			.squares = 64.7774672054,
		},
	},
	{
		.normal_biases = false,
		.loss = 797.5816497237,
		.x = {
			.sum = -924.7067559272,
			.squares = 1091.959919573,
		},
		.w1 = {
			.sum = 9658.839854552,
			.squares = 92055.87161469,
		},
		.b1 = {
			.sum = 96.0192950583,
			.squares = 1883.635746312,
		},
		.w2 = {
			.sum = -1264.731425395,
			.squares = 146435.7787774,
		},
		.b2 = {
			.sum = -9.051711881972,
			.squares = 81.93348799422,
		},
	},
};

#endif

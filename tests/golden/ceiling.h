/* Made by tests/golden/make_ceiling.py with PyTorch 1.13.0a0; do not edit. */
/* clang-format off */
#ifndef TESTS_GOLDEN_CEILING_H
#define TESTS_GOLDEN_CEILING_H

#include <stddef.h>

/* Full-batch descent with rate 1 from manual_seed(0), on the first rows of the
   training file, in float64: the loss before each of the first steps. */
typedef struct {
	const char *variant;
	size_t rows;
	double losses[5];
} CeilingGolden;

static const CeilingGolden ceiling_golden[] = {
	{"softmax", 60000,
	    {2.303570401102, 2.303343756058, 2.303116805604, 2.302889292303, 2.302660966234}},
	{"softmax-kept", 60000,
	    {2.303570401102, 2.303343756058, 2.302889901329, 2.302206598112, 2.301287878073}},
	{"plain", 60000,
	    {2.344553656459, 2.287183620086, 2.268138198612, 2.249121025193, 2.228980501098}},
	{"plain-kept", 60000,
	    {2.344553656459, 2.287183620086, 2.283606828034, 2.238345560874, 2.127524276578}},
	{"softmax", 1000,
	    {2.303248862786, 2.302970751694, 2.302689587339, 2.302405093815, 2.302116985677}},
	{"softmax-kept", 1000,
	    {2.303248862786, 2.302970751694, 2.302408520995, 2.301549222941, 2.300371104537}},
	{"plain", 1000,
	    {2.341360698961, 2.284356225678, 2.263650383449, 2.242975899291, 2.221060414001}},
	{"plain-kept", 1000,
	    {2.341360698961, 2.284356225678, 2.275261994385, 2.225578369063, 2.11011242054}},
};

#endif

/* Made by tests/golden/make_modules.py with PyTorch 1.13.0a0; do not edit. */
/* clang-format off */
#ifndef TESTS_GOLDEN_MODULES_H
#define TESTS_GOLDEN_MODULES_H

#include <stddef.h>

/* A module: what print() writes, and one entry of named_parameters() each. */
typedef struct {
	const char *name;
	const char *tree;
	size_t numbers; /* in all parameters */
	size_t count;
	struct {
		const char *name, *shape;
	} parameters[8];
} ModuleGolden;

static const ModuleGolden module_golden[] = {
	{"mlp",
		"MLP(\n"
		"  (layers): ModuleList(\n"
		"    (0): Linear(in_features=784, out_features=50, bias=True)\n"
		"    (1): ReLU()\n"
		"    (2): Linear(in_features=50, out_features=10, bias=True)\n"
		"  )\n"
		")",
		39760, 4, {
			{"layers.0.weight", "(50, 784)"},
			{"layers.0.bias", "(50,)"},
			{"layers.2.weight", "(10, 50)"},
			{"layers.2.bias", "(10,)"},
		}},
	{"lecture",
		"Sequential(\n"
		"  (0): Linear(in_features=784, out_features=50, bias=True)\n"
		"  (1): ReLU()\n"
		"  (2): Linear(in_features=50, out_features=1, bias=True)\n"
		")",
		39301, 4, {
			{"0.weight", "(50, 784)"},
			{"0.bias", "(50,)"},
			{"2.weight", "(1, 50)"},
			{"2.bias", "(1,)"},
		}},
	{"linear",
		"Linear(in_features=3, out_features=4, bias=True)",
		16, 2, {
			{"weight", "(4, 3)"},
			{"bias", "(4,)"},
		}},
	{"without bias",
		"Linear(in_features=3, out_features=4, bias=False)",
		12, 1, {
			{"weight", "(4, 3)"},
		}},
	{"relu",
		"ReLU()",
		0, 0, {
			{NULL, NULL},
		}},
	{"loss",
		"MSELoss()",
		0, 0, {
			{NULL, NULL},
		}},
	{"empty",
		"Sequential()",
		0, 0, {
			{NULL, NULL},
		}},
	{"empty list",
		"ModuleList()",
		0, 0, {
			{NULL, NULL},
		}},
	{"nested",
		"Sequential(\n"
		"  (0): Sequential(\n"
		"    (0): Linear(in_features=4, out_features=3, bias=True)\n"
		"    (1): ReLU()\n"
		"  )\n"
		"  (1): Sequential()\n"
		"  (2): Sequential(\n"
		"    (0): Sequential(\n"
		"      (0): Linear(in_features=3, out_features=2, bias=False)\n"
		"    )\n"
		"  )\n"
		"  (3): Linear(in_features=2, out_features=1, bias=True)\n"
		")",
		24, 5, {
			{"0.0.weight", "(3, 4)"},
			{"0.0.bias", "(3,)"},
			{"2.0.0.weight", "(2, 3)"},
			{"3.weight", "(1, 2)"},
			{"3.bias", "(1,)"},
		}},
	{"scaled",
		"Scaled(\n"
		"  factor=2\n"
		"  (inner): Linear(in_features=3, out_features=2, bias=True)\n"
		"  (after): ReLU()\n"
		")",
		12, 4, {
			{"scale", "(2,)"},
			{"shift", "(1, 2)"},
			{"inner.weight", "(2, 3)"},
			{"inner.bias", "(2,)"},
		}},
	{"scaled within",
		"Sequential(\n"
		"  (0): ModuleList(\n"
		"    (0): Scaled(\n"
		"      factor=3\n"
		"      (inner): Linear(in_features=3, out_features=2, bias=True)\n"
		"      (after): ReLU()\n"
		"    )\n"
		"  )\n"
		"  (1): ReLU()\n"
		")",
		12, 4, {
			{"0.0.scale", "(2,)"},
			{"0.0.shift", "(1, 2)"},
			{"0.0.inner.weight", "(2, 3)"},
			{"0.0.inner.bias", "(2,)"},
		}},
	{"shared",
		"Sequential(\n"
		"  (0): Linear(in_features=2, out_features=2, bias=True)\n"
		"  (1): ReLU()\n"
		"  (2): Sequential(\n"
		"    (0): Linear(in_features=2, out_features=2, bias=True)\n"
		"  )\n"
		"  (3): ReLU()\n"
		")",
		6, 2, {
			{"0.weight", "(2, 2)"},
			{"0.bias", "(2,)"},
		}},
	{"tied",
		"Pair(\n"
		"  (there): Linear(in_features=3, out_features=3, bias=False)\n"
		"  (back): Linear(in_features=3, out_features=3, bias=False)\n"
		")",
		9, 1, {
			{"there.weight", "(3, 3)"},
		}},
	{"shift",
		"Shift()",
		1, 1, {
			{"by", "()"},
		}},
	{"twelve",
		"Sequential(\n"
		"  (0): ReLU()\n"
		"  (1): ReLU()\n"
		"  (2): ReLU()\n"
		"  (3): ReLU()\n"
		"  (4): ReLU()\n"
		"  (5): ReLU()\n"
		"  (6): ReLU()\n"
		"  (7): ReLU()\n"
		"  (8): ReLU()\n"
		"  (9): ReLU()\n"
		"  (10): ReLU()\n"
		"  (11): Linear(in_features=1, out_features=1, bias=True)\n"
		")",
		2, 2, {
			{"11.weight", "(1, 1)"},
			{"11.bias", "(1,)"},
		}},
};

#endif

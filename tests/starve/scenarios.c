#include "tests/starve/scenarios.h"

#define PLOTS "--plots ./plots"
#define RUN "long ./run.npz 2 plain 100"
#define DIGITS "../digits/t10k-images-idx3-ubyte.gz"

const Scenario scenarios[] = {
    {"chapter1", PLOTS, OLD, true},
    {"chapter1", "--help", NULL, true},
    {"chapter2", PLOTS, OLD, true},
    {"chapter3", PLOTS, OLD, false},
    {"chapter4", PLOTS, OLD, true},
    {"chapter4", "diff sigmoid(3*x)**2+9 x", NULL, true},
    {"chapter4", "value 3*x**2+9 x=2", NULL, false},
    {"chapter4", "check tanh(x*y)/x x x=2 y=3", NULL, false},
    {"chapter4", "problems", NULL, false},
    {"chapter4", "answer 1 6*x", NULL, false},
    {"chapter5", "", NULL, true},
    {"chapter6", PLOTS, OLD, false},
    {"chapter7", PLOTS, OLD, false},
    {"chapter8", PLOTS, OLD, false},
    {"chapter9", PLOTS, OLD, false},
    {"chapter10", PLOTS, OLD, false},
    {"chapter11", PLOTS, OLD, true},
    {"chapter11", "walk x**4-y**2 0.1 0.9 usual x=1 y=2", NULL, true},
    {"chapter12", PLOTS, OLD, false},
    {"chapter12", "save ./net.npz", NULL, false},
    {"chapter12", "save ./net.npz", OLD, false},
    {"chapter12", "predict " DIGITS " 7", NULL, false},
    {"chapter12", "predict " DIGITS " 7 ./net.npz", "save ./net.npz", true},
    {"chapter12", RUN, NULL, true},
    {"chapter12", "long ./run.npz 9 plain 100", RUN, false}, /* goes on */
    {"chapter12", RUN, RUN, false},                          /* is finished */
    {"synthetic", "./made", NULL, false},
    {"synthetic", "./made", OLD, false},
    {"synthetic", "--sheet ./plots", OLD, true},
    {"synthetic", "--help", NULL, true},

    /* To see the driver see (run.sh). */
    {"careless", "none out", OLD, true},
    {"careless", "memory out", OLD, true},
    {"careless", "write out", OLD, true},
    {"careless", "close out", OLD, true},
    {"careless", "rename out", OLD, true},
    {"careless", "in-place out", OLD, true},
    {"careless", "left-over out", OLD, true},
    {"careless", "stdout out", OLD, true},
    {"careless", "open-file out", OLD, true},
    {"careless", "leak out", OLD, true},
    {"careless", "silence out", OLD, true},
    {"careless", "two-lines out", OLD, true},
    {"careless", "no-path out", OLD, true},
    {"careless", "status out", OLD, true},
    {"careless", "crash out", OLD, true},
    {NULL, NULL, NULL, false},
};

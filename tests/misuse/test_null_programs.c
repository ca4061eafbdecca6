/*
 * NULL for every pointer that the walks of chapter 11 take, the ceiling's runs
 * and nets in files of chapter 12, the tape's pictures, and chapter 10's
 * experiment.
 */
#include "chapters/09_autograd/graph.h"
#include "chapters/10_cross_entropy/experiment.h"
#include "chapters/11_descent/search.h"
#include "chapters/12_training/checkpoint.h"
#include "chapters/12_training/commands.h"
#include "tests/misuse/null.h"

static const Bowl bowl = {1, {2}};
static const Descent descent = {.rate = 0.25};
static const double start[] = {1};

START_TEST(walks)
{
	Surface surface = bowl_surface(&bowl);
	Walker walker = walker_start(&surface, start);
	ck_null("bowl_surface", "bowl", bowl_surface(NULL));
	ck_null("bowl_edge", "descent", bowl_edge(NULL, 1));
	ck_null("valley_plain", "bowl", valley_plain(NULL));
	ck_null("valley_momentum", "bowl", valley_momentum(NULL));
	ck_null("mean_divisor", "descent", mean_divisor(NULL, 1));
	ck_null("walker_start", "surface && start", walker_start(NULL, start));
	ck_null(
	    "walker_start", "surface && start", walker_start(&surface, NULL));
#define STEP "descent && surface && walker"
	ck_null("descent_step", STEP, descent_step(NULL, &surface, &walker));
	ck_null("descent_step", STEP, descent_step(&descent, NULL, &walker));
	ck_null("descent_step", STEP, descent_step(&descent, &surface, NULL));
#define PATH "descent && surface && start"
	ck_null(
	    "descent_path", PATH, descent_path(step, NULL, &surface, start, 1));
	ck_null(
	    "descent_path", PATH, descent_path(step, &descent, NULL, start, 1));
	ck_null("descent_path", PATH,
	    descent_path(step, &descent, &surface, NULL, 1));
	ck_null("arena_alloc", "arena",
	    descent_path(NULL, &descent, &surface, start, 1));
	ck_null("path_at", "path", path_at(NULL, 0));
}
END_TEST

START_TEST(searches)
{
	Surface surface = bowl_surface(&bowl);
	Grid grid = {1, 1, 1, 1};
	ck_null("descent_arrives", PATH,
	    descent_arrives(NULL, &surface, start, 1, 1));
	ck_null("descent_arrives", PATH,
	    descent_arrives(&descent, NULL, start, 1, 1));
	ck_null("descent_arrives", PATH,
	    descent_arrives(&descent, &surface, NULL, 1, 1));
	ck_null(
	    "descent_diverges", PATH, descent_diverges(NULL, &surface, start));
	ck_null(
	    "descent_diverges", PATH, descent_diverges(&descent, NULL, start));
	ck_null("descent_diverges", PATH,
	    descent_diverges(&descent, &surface, NULL));
	ck_null("descent_edge", "surface && start",
	    descent_edge(descent, NULL, start));
	ck_null("descent_edge", "surface && start",
	    descent_edge(descent, &surface, NULL));
	ck_null("descent_search", "surface && start && grid",
	    descent_search(descent, NULL, start, &grid, 1, 1));
	ck_null("descent_search", "surface && start && grid",
	    descent_search(descent, &surface, NULL, &grid, 1, 1));
	ck_null("descent_search", "surface && start && grid",
	    descent_search(descent, &surface, start, NULL, 1, 1));
}
END_TEST

START_TEST(ceilings)
{
	Random random;
	random_seed(&random, 1);
	CeilingRun run;
	const Variant *variant = variant_named("plain");
	Tensor *x = ones(SHAPE(3, 2)), *labels = ones(SHAPE(3)), *none = NULL;
	ck_null("variant_named", "name", CALLED(variant_named(NULL)));
	ck_null("arena_alloc", "arena", CALLED(sigmoid_new(NULL)));
	ck_null("arena_alloc", "arena", CALLED(softmax_new(NULL)));
	ck_null("ceiling_net", "variant", ceiling_net(step, &random, 2, NULL));
	ck_null("random_linear", "random && weight",
	    ceiling_net(step, NULL, 2, variant));
#define START "run && variant && x && labels"
	ck_null("ceiling_start", START,
	    ceiling_start(NULL, step, variant, x, labels, 1));
	ck_null("ceiling_start", START,
	    ceiling_start(&run, step, NULL, x, labels, 1));
	ck_null("ceiling_start", START,
	    ceiling_start(&run, step, variant, none, labels, 1));
	ck_null("ceiling_start", START,
	    ceiling_start(&run, step, variant, x, none, 1));
	ck_null("ceiling_epoch", "run", ceiling_epoch(NULL, step));
	ck_null("ceiling_output", "run", ceiling_output(step, NULL, x));
	ck_requires("ceiling_floor: no classes", CALLED(ceiling_floor(0)));
}
END_TEST

START_TEST(files)
{
	CeilingRun run;
	Error error;
	Module *net = module_new(step, &(ModuleKind){.name = "Test"});
	ck_null("checkpoint_write", "run && path && error",
	    checkpoint_write(NULL, "x", &error));
	ck_null("checkpoint_write", "run && path && error",
	    checkpoint_write(&run, NULL, &error));
	ck_null("checkpoint_read", "run && path && error",
	    CALLED(checkpoint_read(NULL, "x", &error)));
	ck_null("checkpoint_read", "run && path && error",
	    CALLED(checkpoint_read(&run, NULL, &error)));
	ck_null("net_save", "net && path && error",
	    CALLED(net_save(NULL, "x", &error)));
	ck_null("net_save", "net && path && error",
	    CALLED(net_save(net, NULL, &error)));
	ck_null("net_read", "net && path && error",
	    CALLED(net_read(NULL, "x", &error)));
	ck_null("net_read", "net && path && error",
	    CALLED(net_read(net, NULL, &error)));
}
END_TEST

START_TEST(pictures_and_experiments)
{
	Error error;
	Tape *tape = tape_new(step);
	Var *v = tape_leaf(tape, "v", ones(SHAPE(2)));
	Tensor *x = ones(SHAPE(2, 3)), *none = NULL;
	ck_null("tape_print", "out && tape", CALLED(tape_print(NULL, tape)));
	ck_null("tape_print", "out && tape", CALLED(tape_print(stdout, NULL)));
	ck_null("graph_dot", "out && result", CALLED(graph_dot(NULL, v)));
	ck_null("graph_dot", "out && result", CALLED(graph_dot(stdout, NULL)));
	ck_null("graph_svg", "result && folder && name && error",
	    CALLED(graph_svg(NULL, ".", "x", &error)));
	ck_null("graph_svg", "result && folder && name && error",
	    CALLED(graph_svg(v, NULL, "x", &error)));
	ck_null("mse_on_one_hot", "output && labels",
	    mse_on_one_hot(step, none, x));
	ck_null("mse_on_one_hot", "output && labels",
	    mse_on_one_hot(step, x, none));
	ck_null("try_loss", "mnist", try_loss(MSE_ON_LABELS, NULL, 1));
	ck_null("random_linear", "random && weight",
	    net_draw_default(step, NULL, 2, 2, 1));
}
END_TEST

TESTS("NULL, programs", walks, searches, ceilings, files,
    pictures_and_experiments)

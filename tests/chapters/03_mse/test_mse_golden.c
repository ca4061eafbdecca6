/*
 * Chapter 3 against the notebooks' losses and against PyTorch: the mean
 * squared error and the trap of each net, on MNIST.
 */
#include "tests/chapters/nets.h"

#include "chapters/03_mse/mse.h"

/* What each net of forward_golden[] costs: on the training set, on the
   validation set, and there by the trap's formula. */
typedef struct {
	double train, valid, trap;
} Losses;

static Losses
losses_of(const Net *net, const Mnist *mnist)
{
	const Tensor *train = model(step, net, mnist->x_train); /* (50000, 1) */
	const Tensor *valid = model(step, net, mnist->x_valid); /* (10000, 1) */
	return (Losses){
	    .train = mse(step, train, mnist->y_train),
	    .valid = mse(step, valid, mnist->y_valid),
	    .trap = mse_of_all_pairs_closed(step, valid, mnist->y_valid),
	};
}

static void
check_losses(Losses here, const ForwardNumbers *torchs, double tolerance)
{
	check_relative(here.train, torchs->mse_train, tolerance);
	check_relative(here.valid, torchs->mse_valid, tolerance);
	check_relative(here.trap, torchs->trap_valid, tolerance);
}

/* Seed 1 on the training set; seed 42, drawn twice, on the validation set. */
static void
check_published(const Losses here[GOLDEN_NETS])
{
	ck_assert_double_eq_tol(here[0].train, 1099.57, 0.005);
	ck_assert_double_eq_tol(here[3].valid, 1595.00, 0.005);
	/* In full, from another reckoning than forward.h's. */
	check_relative(here[0].train, 1099.571030408, near_f64);
	check_relative(here[0].valid, 1107.344743072, near_f64);
	check_relative(here[0].trap, 1114.124310383, near_f64);
	check_relative(here[2].valid, 4154.013088008, near_f64);
	check_relative(here[2].trap, 4111.447788508, near_f64);
	check_relative(here[3].valid, 1594.996885395, near_f64);
}

START_TEST(agrees_with_torch_and_the_notebooks)
{
	NEEDS_MNIST(mnist)
	Random random;
	Losses here[GOLDEN_NETS];
	for (int i = 0; i < GOLDEN_NETS; i++) {
		const ForwardGolden *golden = &forward_golden[i];
		Net net = draw_golden(&random, golden);
		here[i] = losses_of(&net, &mnist);
		check_losses(here[i], &golden->f32, near_f32);
		check_losses(here[i], &golden->f64, near_f64);
	}
	check_published(here);
}
END_TEST

START_TEST(all_ways_agree_on_mnist)
{
	NEEDS_MNIST(mnist)
	Random random;
	const ForwardGolden *golden = &forward_golden[0];
	Net net = draw_golden(&random, golden);
	const Tensor *res = model(step, &net, mnist.x_valid); /* (10000, 1) */
	const Tensor *y = mnist.y_valid;                      /* (10000,) */
	double right = golden->f64.mse_valid, trap = golden->f64.trap_valid;
	check_relative(mse_target_unsqueezed(step, res, y), right, near_f64);
	check_relative(mse_output_selected(step, res, y), right, near_f64);
	check_relative(mse_output_squeezed(step, res, y), right, near_f64);
	check_relative(mse_of_all_pairs(step, res, y), trap, near_f64);
	check_relative(mse_of_all_pairs_closed(step, res, y), trap, near_f64);
}
END_TEST

TESTS_IN_FOLDER(
    "mse_golden", agrees_with_torch_and_the_notebooks, all_ways_agree_on_mnist)

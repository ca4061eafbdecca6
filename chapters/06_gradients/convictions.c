/*
## Pitfalls

Each of these was made by a reader of the lecture, or by its author. Each is a
small function in `pitfalls.c`, and each is convicted.

### The loss from the wrong tensor

The published notebook computed its loss from `res`, the predictions for the
*validation* images, left over from an earlier cell; and squared them without
subtracting any target. A reader asked whether that was right. It was not, and
it was mended. But why had no test found it?
*/
#include "chapters/06_gradients/by_blocks.h"
#include "chapters/06_gradients/parts.h"
#include "chapters/06_gradients/pitfalls.h"
#include "common/program.h"

static void
the_wrong_tensor(const Case *c, const Tensor *x_valid, Arena *step)
{
	section("the loss from the wrong tensor");
	Net net = *c->net;
	Tensor *res = model(step, &net, x_valid); /* (10000, 1) */
	double loss = case_loss(step, (void *)c);
	double other = tensor_mean_all(tensor_pow(step, res, 2));
	printf("the loss %.2f; from the wrong tensor %.2f\n\n", loss, other);

	Example e = example_new(step);
	forward_and_backward_other_loss(
	    step, &e.net, e.x, e.target, tensor_narrow(step, res, 0, 0, 3));
	Example right = example_new(step);
	forward_and_backward(step, &right.net, right.x, right.target);
	const Claim claims[] = {{"w1.g", e.net.w1, e.net.w1->g},
	    {"b1.g", e.net.b1, e.net.b1->g}, {"w2.g", e.net.w2, e.net.w2->g}};
	const Tensor *const expected[] = {
	    right.net.w1->g, right.net.b1->g, right.net.w2->g};
	Judgement judgement = judge_by_tensors(claims, 3, expected, 1e-6);
	judgement_print(stdout, "gradients with the wrong loss", &judgement);
}

/*
@run

The gradients are right. Backward never uses the loss: its first line is the
derivative, and that was derived from the right formula. All the tests compared
gradients. **Test the loss as well**; or use a judge who measures it. The one
who takes central differences of the loss that is *returned* convicts at once:
that loss does not move at all.
*/
typedef struct {
	Example example;
	const Tensor *res; /* (3, 1) */
} OtherLoss;

static double
other_loss(Arena *step, void *context)
{
	const OtherLoss *o = context;
	return tensor_mean_all(tensor_pow(step, o->res, 2));
}

static void
the_judge_who_measures(Arena *step, Arena *judges)
{
	section("the judge who measures");
	OtherLoss o = {example_new(step),
	    tensor_of(step, SHAPE(3, 1), 38, 10, -43)}; /* (3, 1) */
	Example *e = &o.example;
	forward_and_backward_other_loss(step, &e->net, e->x, e->target, o.res);
	const Claim claim = {"w1.g", e->net.w1, e->net.w1->g};
	Judgement judgement = judge_by_differences(judges, other_loss, &o,
	    &claim, 1, 10, judge_within(1e-2, 1e-4), judge_within(1e-3, 1e-8));
	judgement_print(stdout, "central differences", &judgement);
}

/*
@run

### The bias as a matrix

A reader's bias gradients differed from PyTorch's: his were (4), torch's (3, 4).
He had given torch a bias with a row for each row of the batch. Nothing is wrong
with either gradient; they belong to different functions. A matrix of biases
does not broadcast, so nothing is summed. Sum it over the rows, and it is the
vector's gradient: `unbroadcast`.
*/
static void
linear_with_a_matrix(Arena *step)
{
	LooseNet net = loose_net_new(step, true);
	linear(step, net.x, net.w1, net.b1);
}

static void
bias_as_a_matrix(Arena *step)
{
	section("the bias as a matrix");
	LooseNet vector = loose_net_new(step, false);
	LooseNet matrix = loose_net_new(step, true);
	loose_net_backward(step, &vector, true);
	loose_net_backward(step, &matrix, true);
	show_tensor("b1.g, a vector", vector.b1->g);
	show_tensor("b1.g, a matrix", matrix.b1->g);
	show_tensor("the matrix, summed over its rows",
	    unbroadcast(step, matrix.b1->g, SHAPE(4)));
	const Claim claim = {"w1.g", matrix.w1, matrix.w1->g};
	const Tensor *const expected[] = {vector.w1->g};
	Judgement judgement = judge_by_tensors(&claim, 1, expected, 1e-6);
	judgement_print(stdout, "w1.g, matrix against vector", &judgement);
	show_mistake(linear_with_a_matrix, step);
}

/*
@run

The last line: our `linear` refuses a matrix of biases. Nobody means it.

### The bias as a column

Another reader puts the bias into the weights: a constant column of ones at the
right of x, and the bias as one more row of w. It is the same function, and the
same gradient: the last row of the larger w.g is b.g.
*/
static void
bias_as_a_column(Arena *step)
{
	section("the bias as a column");
	Example e = example_new(step);
	forward_and_backward(step, &e.net, e.x, e.target);

	Tensor *x1 = tensor_full(
	    step, SHAPE(3, 3), 1); /* (3, 3): x, and ones */
	tensor_copy(tensor_narrow(step, x1, 1, 0, 2), e.x);
	Tensor *w1 = tensor_new(step, SHAPE(3, 2)); /* (3, 2): w1 over b1 */
	tensor_copy(tensor_narrow(step, w1, 0, 0, 2), e.net.w1);
	tensor_copy(tensor_select(step, w1, 0, 2), e.net.b1);
	Net wide = {w1, tensor_zeros(step, SHAPE(2)),
	    tensor_clone(step, e.net.w2), tensor_clone(step, e.net.b2)};
	forward_and_backward(step, &wide, x1, e.target);

	const Claim claim = {
	    "b1.g", e.net.b1, tensor_select(step, w1->g, 0, 2)};
	const Tensor *const expected[] = {e.net.b1->g};
	Judgement judgement = judge_by_tensors(&claim, 1, expected, 1e-6);
	judgement_print(stdout, "the last row of w.g against b.g", &judgement);
}

/*
@run

### The last relu

The same reader had a relu behind the output as well. Forget it on the way back,
and the judge convicts. Remember it, and the gradients are right, but there is
another trouble: an output below 0 is cut off, its image gets no gradient at
all, and nothing is learned from it, however wrong it is. A relu belongs between
layers, not behind the last. (The reader's net should find the fives, and was
right for 65 to 70 per cent of the images; he took that for a sign that his code
was not far off. Look at the last line.)
*/
static void
the_last_relu(const Case *c, Arena *step, Arena *judges)
{
	section("the last relu");
	for (int remembered = 0; remembered <= 1; remembered++) {
		LooseNet net = loose_net_new(step, false);
		net.x->data[3] = 2; /* no sum at its kink */
		net.x->data[0] = (Real)0.5;
		net.b2->data[0] = (Real)-0.75;
		loose_net_backward(step, &net, remembered);
		const Claim claims[] = {
		    {"w1.g", net.w1, net.w1->g}, {"b2.g", net.b2, net.b2->g}};
		Judgement judgement = judge_by_differences(judges,
		    loose_net_loss, &net, claims, 2, 100,
		    judge_within(1e-2, 1e-4), judge_within(1e-3, 1e-8));
		judgement_print(stdout,
		    remembered ? "with the last relu's mask   "
			       : "without the last relu's mask",
		    &judgement);
	}
	Tensor *out = model(step, c->net, c->x); /* (50000, 1) */
	double dead = tensor_mean_all(
	    tensor_less_equal(step, out, tensor_scalar(step, 0)));
	printf("images of which the net would learn nothing: %.0f %%\n",
	    100 * dead);
	Tensor *fives = tensor_equal(
	    step, c->target, tensor_scalar(step, 5)); /* (50000,) */
	printf("who always says \"no five\" is right for %.0f %%\n",
	    100 - 100 * tensor_mean_all(fives));
}

/*
@run

### One line, four mistakes

A reader derived the gradient of w1 on paper, in one formula, and wrote it in
one line. It was wrong. The thread found a parenthesis in the wrong place, and
was content. But the formula, too, had lost something: the mask of the relu. And
the product with $w_2^{\mathsf T}$ was an elementwise one where a matrix product
was meant (with a single output the two are the same). Last, later in the thread
the difference is $y - l_2$, with a minus elsewhere to make up for it; whoever
takes one without the other goes uphill.
*/
static void
judge_formula(const char *what,
    Tensor *(*formula)(Arena *arena, const Example *example), Arena *step,
    Arena *judges)
{
	Example e = example_new(step);
	Tensor *gradient = formula(step, &e); /* (2, 2) */
	const Claim claim = {"w1.g", e.net.w1, gradient};
	Judgement judgement = judge_by_differences(judges, example_loss, &e,
	    &claim, 1, 10, judge_within(1e-2, 1e-4), judge_within(1e-3, 1e-8));
	judgement_print(stdout, what, &judgement);
}

static void
one_line(Arena *step, Arena *judges)
{
	section("one line");
	judge_formula("as posted          ", w1_as_posted, step, judges);
	judge_formula(
	    "parenthesis mended ", w1_parenthesis_mended, step, judges);
	judge_formula("and the mask, y - l2", w1_sign_flipped, step, judges);
	judge_formula("all mended         ", w1_all_mended, step, judges);
}

/*
@run

The version that the thread accepted is the second line. It passed because
nobody asked a judge. The reader's own conclusion is the best of the thread: do
not do it in one line.

### An impossible shape

One notebook prints shapes from the debugger: `out` is (50000, 1), and `out.g`
is (784, 1). One of the two cannot be. A gradient has the shape of its tensor,
so `out.g` is (50000, 1); and the product that the notebook shows next would
have failed:
*/
static void
impossible_product(Arena *step)
{
	Tensor *inp = tensor_zeros(step, SHAPE(500, 50)); /* (500, 50) */
	Tensor *g = tensor_zeros(step, SHAPE(784, 1));    /* (784, 1) */
	Tensor *column = tensor_unsqueeze(step, inp, -1); /* (500, 50, 1) */
	tensor_mul(step, column, tensor_unsqueeze(step, g, 1));
}

static void
backward_too_early(Arena *step)
{
	Example e = example_new(step);
	Tensor *out = model(step, &e.net, e.x); /* (3, 1) */
	linear_grad(step, e.x, out, e.net.w1, e.net.b1);
}

static void
impossible(Arena *step)
{
	section("impossible");
	show_mistake(impossible_product, step);
	show_mistake(backward_too_early, step);
}

/*
@run

(With 500 rows instead of 50000: the message is the same.) The second line is
what you get for calling a backward function before the one behind it.

The same notebook defines `forward_and_backward` with six parameters and calls
it with two. Python finds out when the line runs. In C the prototype is checked
before anything runs: "too few arguments to function". A test of this chapter
makes sure that the compiler refuses it.

### The mean of means

This one is not from the lecture, but from libraries that train language models.
A batch that does not fit into memory is computed in $k$ parts, whose gradients
add up; at the end all is divided by $k$. That gives the mean of the parts'
means:

```math
\frac{1}{k} \sum_B L_B \qquad \text{instead of} \qquad
\sum_B \frac{n_B}{n} L_B .
```

The two are equal if all parts have as many rows. So it passes every test whose
batch divides evenly. But where the last part has fewer rows, each of them counts
for more, and a single row that is left over weighs as much as a whole part.

@show chapters/06_gradients/pitfalls.c forward_and_backward_mean_of_means
*/
static void
compare_losses(const Case *c, size_t images, size_t rows, Arena *step)
{
	Tensor *x = tensor_narrow(step, c->x, 0, 0, images); /* (images, 784) */
	Tensor *target = tensor_narrow(
	    step, c->target, 0, 0, images); /* (images,) */
	Net net = same_net(step, c->net);
	double loss = forward_and_backward_in_blocks_of(
	    step, rows, &net, x, target);
	double other = forward_and_backward_mean_of_means(
	    step, rows, &net, x, target);
	printf("%zu images in blocks of %zu: the loss %.2f, the mean of means "
	       "%.2f\n",
	    images, rows, loss, other);
}

static void
judge_parts(const char *what,
    double (*pass)(Arena *arena, size_t rows, const Net *net, Tensor *x,
	const Tensor *target),
    Arena *step, Arena *judges)
{
	Example e = example_new(step);
	pass(step, 2, &e.net, e.x, e.target);
	const Claim claim = {"w1.g", e.net.w1, e.net.w1->g};
	Judgement judgement = judge_by_differences(judges, example_loss, &e,
	    &claim, 1, 10, judge_within(1e-2, 1e-4), judge_within(1e-3, 1e-8));
	judgement_print(stdout, what, &judgement);
}

static void
mean_of_means(const Case *c, Arena *step, Arena *judges)
{
	section("the mean of means");
	compare_losses(c, 512, 256, step);
	compare_losses(c, 513, 256, step);
	printf("\nthree rows, in blocks of two and one:\n");
	judge_parts(
	    "by shares    ", forward_and_backward_in_blocks_of, step, judges);
	judge_parts(
	    "mean of means", forward_and_backward_mean_of_means, step, judges);
}

/*
@run

A widely used library
[mended it](https://github.com/huggingface/transformers/pull/34191) in October
2024. There the parts are texts, the mean is over their tokens, and hardly ever
have two parts as many. Chapter 12 meets the mistake again, where accuracies of
batches are averaged.
*/
void
convict_all(const Case *c, const Tensor *x_valid, Arena *step, Arena *judges)
{
	the_wrong_tensor(c, x_valid, step);
	the_judge_who_measures(step, judges);
	bias_as_a_matrix(step);
	bias_as_a_column(step);
	the_last_relu(c, step, judges);
	one_line(step, judges);
	impossible(step);
	mean_of_means(c, step, judges);
}

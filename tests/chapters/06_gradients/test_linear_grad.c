/*
 * Chapter 6: the partner of linear, by hand and against the derivation's sums
 * in plain loops; how it adds, and what it refuses.
 */
#include "tests/common/oracle.h"

#include "chapters/06_gradients/gradients.h"

static double
at(const Tensor *t, size_t i, size_t j)
{
	return (double)*tensor_at(t, (size_t[]){i, j});
}

/* The operands of linear, and its result with a gradient. */
typedef struct {
	Tensor *x;   /* (n, inputs) */
	Tensor *w;   /* (inputs, outputs) */
	Tensor *b;   /* (outputs,) */
	Tensor *out; /* (n, outputs) */
} Layer;

static Layer
layer_of(Tensor *x, Tensor *w, Tensor *b, Tensor *g)
{
	Layer layer = {x, w, b, linear(step, x, w, b)};
	layer.out->g = g;
	return layer;
}

static Layer
any_layer(Random *random, size_t n, size_t inputs, size_t outputs, int layers)
{
	return layer_of(any_view(random, SHAPE(n, inputs), layers),
	    any_view(random, SHAPE(inputs, outputs), layers),
	    any_view(random, SHAPE(outputs), layers),
	    any_view(random, SHAPE(n, outputs), layers));
}

static void
backward(const Layer *layer)
{
	linear_grad(step, layer->x, layer->out, layer->w, layer->b);
}

START_TEST(linear_grad_by_hand)
{
	Layer layer = layer_of(tensor_of(step, SHAPE(2, 3), 1, 2, 3, 4, 5, 6),
	    tensor_of(step, SHAPE(3, 2), 1, 2, 3, 4, 5, 6),
	    tensor_of(step, SHAPE(2), 100, 200),
	    tensor_of(step, SHAPE(2, 2), 1, -1, 10, 2));
	backward(&layer);
	ck_tensor(layer.x->g, SHAPE(2, 3), 0, -1, -1, -1, 14, 38, 62);
	ck_tensor(layer.w->g, SHAPE(3, 2), 0, 41, 7, 52, 8, 63, 9);
	ck_tensor(layer.b->g, SHAPE(2), 0, 11, 1);
	ck_tensor(layer.out, SHAPE(2, 2), 0, 122, 228, 149, 264);
	ck_tensor(layer.out->g, SHAPE(2, 2), 0, 1, -1, 10, 2);
}
END_TEST

/* x.g[i][k] = the sum over j of g[i][j] w[k][j]. */
static Tensor *
input_gradient(const Layer *layer)
{
	const Tensor *g = layer->out->g;                /* (n, outputs) */
	size_t n = g->shape[0], m = layer->w->shape[0]; /* m inputs */
	Tensor *sums = tensor_new(step, SHAPE(n, m));   /* (n, inputs) */
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < m; k++) {
			double sum = 0;
			for (size_t j = 0; j < g->shape[1]; j++)
				sum += at(g, i, j) * at(layer->w, k, j);
			sums->data[i * m + k] = (Real)sum;
		}
	return sums;
}

/* w.g[k][j] = the sum over i of x[i][k] g[i][j]. */
static Tensor *
weight_gradient(const Layer *layer)
{
	const Tensor *g = layer->out->g;                /* (n, outputs) */
	size_t m = layer->x->shape[1], p = g->shape[1]; /* inputs, outputs */
	Tensor *sums = tensor_new(step, SHAPE(m, p));   /* (inputs, outputs) */
	for (size_t k = 0; k < m; k++)
		for (size_t j = 0; j < p; j++) {
			double sum = 0;
			for (size_t i = 0; i < g->shape[0]; i++)
				sum += at(layer->x, i, k) * at(g, i, j);
			sums->data[k * p + j] = (Real)sum;
		}
	return sums;
}

/* b.g[j] = the sum over i of g[i][j]. */
static Tensor *
bias_gradient(const Layer *layer)
{
	const Tensor *g = layer->out->g;           /* (n, outputs) */
	size_t p = g->shape[1];                    /* outputs */
	Tensor *sums = tensor_new(step, SHAPE(p)); /* (outputs,) */
	for (size_t j = 0; j < p; j++) {
		double sum = 0;
		for (size_t i = 0; i < g->shape[0]; i++)
			sum += at(g, i, j);
		sums->data[j] = (Real)sum;
	}
	return sums;
}

static void
check_layer(const Layer *layer, double tolerance)
{
	ck_tensors_equal(layer->x->g, input_gradient(layer), tolerance);
	ck_tensors_equal(layer->w->g, weight_gradient(layer), tolerance);
	ck_tensors_equal(layer->b->g, bias_gradient(layer), tolerance);
}

/* Whole numbers, whose sums are exact; now and then no rows, or no inputs. */
START_TEST(linear_grad_against_loops)
{
	Random random;
	random_seed(&random, 3);
	for (int trial = 0; trial < 200; trial++) {
		Layer layer = any_layer(&random, below(&random, 20),
		    below(&random, 30), 1 + below(&random, 20), trial % 3);
		backward(&layer);
		check_layer(&layer, 0);
		arena_reset(step);
	}
}
END_TEST

static Tensor *
turned(Random *random, size_t n, size_t m)
{
	Tensor *t = tensor_new(step, SHAPE(m, n)); /* (m, n) */
	random_normal(random, t);
	return tensor_t(step, t);
}

START_TEST(linear_grad_of_transposed_operands)
{
	Random random;
	random_seed(&random, 4);
	Layer layer = layer_of(turned(&random, 9, 30), turned(&random, 30, 12),
	    tensor_zeros(step, SHAPE(12)), turned(&random, 9, 12));
	backward(&layer);
	check_layer(&layer, 10 * sum_tolerance(30));
}
END_TEST

static void
check_doubled(const Tensor *twice, const Tensor *once)
{
	ck_tensors_equal(
	    twice, tensor_mul(step, once, tensor_scalar(step, 2)), 0);
}

/* Called twice, it doubles. */
START_TEST(linear_grad_adds)
{
	Random random;
	random_seed(&random, 5);
	Layer layer = any_layer(&random, 6, 5, 4, 0);
	backward(&layer);
	backward(&layer);
	check_doubled(layer.x->g, input_gradient(&layer));
	check_doubled(layer.w->g, weight_gradient(&layer));
	check_doubled(layer.b->g, bias_gradient(&layer));
}
END_TEST

/* The gradients of parameters live as long as the parameters. */
START_TEST(linear_grad_of_parameters)
{
	Arena *parameters = arena_create("model");
	Tensor *w = tensor_full(parameters, SHAPE(3, 2), 1); /* (3, 2) */
	Tensor *b = tensor_full(parameters, SHAPE(2), 1);    /* (2,) */
	Tensor *g = tensor_full(step, SHAPE(4, 2), 1);       /* (4, 2) */
	Layer layer = layer_of(tensor_full(step, SHAPE(4, 3), 2), w, b, g);
	backward(&layer);
	ck_assert_ptr_eq(layer.x->g->arena, step);
	arena_reset(step);
	tensor_full(step, SHAPE(1000), 9); /* over what was there */
	ck_tensor(w->g, SHAPE(3, 2), 0, 8, 8, 8, 8, 8, 8);
	ck_tensor(b->g, SHAPE(2), 0, 4, 4);
	arena_destroy(parameters);
}
END_TEST

START_TEST(wants_a_gradient_to_begin_with)
{
	Tensor *x = numbered(SHAPE(2, 3));         /* (2, 3) */
	Tensor *w = numbered(SHAPE(3, 4));         /* (3, 4) */
	Tensor *b = numbered(SHAPE(4));            /* (4,) */
	const Tensor *out = linear(step, x, w, b); /* (2, 4) */
	const char *text = "linear_grad: out (2, 4) has no gradient: what "
			   "comes behind it goes first";
	ck_requires(text, linear_grad(step, x, out, w, b));
	ck_assert(!x->g && !w->g && !b->g);
}
END_TEST

/* Asserts that linear_grad refuses operands of these shapes. */
static void
check_linear_refuses(
    Shape x_shape, Shape w_shape, Shape b_shape, const char *text)
{
	Tensor *x = numbered(x_shape);            /* as given */
	Tensor *w = numbered(w_shape);            /* as given */
	Tensor *b = numbered(b_shape);            /* as given */
	Tensor *out = with_gradient(SHAPE(2, 4)); /* (2, 4) */
	ck_requires(text, linear_grad(step, x, out, w, b));
}

START_TEST(refuses)
{
	check_linear_refuses(SHAPE(5, 3), SHAPE(3, 4), SHAPE(4),
	    "gradient_add: gradient (2, 3) for a tensor (5, 3)");
	check_linear_refuses(SHAPE(2, 3), SHAPE(3, 4), SHAPE(1),
	    "gradient_add: gradient (4,) for a tensor (1,)");
	check_linear_refuses(SHAPE(2, 3), SHAPE(3, 4), SHAPE(2, 4),
	    "gradient_add: gradient (4,) for a tensor (2, 4)");
	check_linear_refuses(SHAPE(2, 3), SHAPE(3, 5), SHAPE(5),
	    "tensor_matmul: (2, 4) @ (5, 3): the inner sizes 4 and 5 differ");
}
END_TEST

/* Data keeps no gradient, and loses none that it had; the others are the
   same. */
START_TEST(data_wants_none)
{
	Random random;
	random_seed(&random, 5);
	Layer layer = any_layer(&random, 4, 3, 2, 0);
	Layer twin = layer_of(tensor_view(step, layer.x),
	    tensor_view(step, layer.w), tensor_view(step, layer.b),
	    layer.out->g);
	layer.x->is_data = true;
	backward(&layer);
	backward(&twin);
	ck_assert_ptr_null(layer.x->g);
	ck_tensors_equal(layer.w->g, twin.w->g, 0);
	ck_tensors_equal(layer.b->g, twin.b->g, 0);
	gradient_add(step, layer.x, tensor_zeros(step, SHAPE(4, 3)));
	ck_assert_ptr_null(layer.x->g);
}
END_TEST

/* A first product becomes the gradient; a second is added where it lies. */
START_TEST(a_product_goes_where_it_belongs)
{
	Tensor *t = tensor_zeros(step, SHAPE(2, 2));                /* (2, 2) */
	Tensor *a = tensor_of(step, SHAPE(2, 3), 1, 2, 3, 4, 5, 6); /* (2, 3) */
	Tensor *b = tensor_of(step, SHAPE(3, 2), 1, 0, 0, 1, 1, 1); /* (3, 2) */
	gradient_add_product(step, t, a, b);
	const Tensor *first = t->g;
	ck_tensor(first, SHAPE(2, 2), 0, 4, 5, 10, 11);
	ck_assert(first->is_g);
	gradient_add_product(step, t, a, b);
	ck_assert_ptr_eq(t->g, first);
	ck_tensor(first, SHAPE(2, 2), 0, 8, 10, 20, 22);

	/* One that lies the other way takes the longer way. */
	t->g = tensor_t(step, tensor_of(step, SHAPE(2, 2), 1, 2, 3, 4));
	gradient_add_product(step, t, a, b);
	ck_tensor(t->g, SHAPE(2, 2), 0, 5, 8, 12, 15);
}
END_TEST

TESTS("linear_grad", data_wants_none, a_product_goes_where_it_belongs,
    linear_grad_by_hand, linear_grad_against_loops,
    linear_grad_of_transposed_operands, linear_grad_adds,
    linear_grad_of_parameters, wants_a_gradient_to_begin_with, refuses)

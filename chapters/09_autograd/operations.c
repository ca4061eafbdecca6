#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/09_autograd/operations.h"

static Var *
row_of(Var *x)
{
	return var_select(x, 0, 1); /* (4,) */
}

static Var *
column_of(Var *x)
{
	return var_unsqueeze(var_select(x, 1, 2), 1); /* (3, 1) */
}

static Var *
try_add(Var *x)
{
	return var_add(row_of(x), x);
}

static Var *
try_sub(Var *x)
{
	return var_sub(x, column_of(x));
}

static Var *
try_mul(Var *x)
{
	return var_mul(row_of(x), column_of(x));
}

static Var *
try_div(Var *x)
{
	return var_div(x, column_of(x));
}

static Var *
try_matmul(Var *x)
{
	return var_matmul(x, var_transpose(x, 0, 1));
}

static Var *
try_pow(Var *x)
{
	return var_pow(x, 3);
}

static Var *
try_reshape(Var *x)
{
	return var_matmul(var_reshape(x, SHAPE(4, 3)), x);
}

static Var *
try_squeeze(Var *x)
{
	return var_mul(var_squeeze(column_of(x)), var_select(x, 1, 0));
}

static Var *
try_sum(Var *x)
{
	return var_mul(var_sum(x, 0), row_of(x));
}

static Var *
try_mean(Var *x)
{
	return var_mul(var_mean(x, 1), var_select(x, 1, 0));
}

static Var *
try_max(Var *x)
{
	return var_mul(var_max(x, 1), var_select(x, 1, 0));
}

static Var *
try_gather(Var *x)
{
	Tensor *labels = tensor_of(
	    x->tape->arena, SHAPE(3), 2, 0, 3); /* (3,) */
	return var_gather(x, labels);
}

const Operation operations[OPERATIONS] = {
    {"add", try_add, false},
    {"sub", try_sub, false},
    {"mul", try_mul, false},
    {"div", try_div, false},
    {"neg", var_neg, false},
    {"pow", try_pow, false},
    {"exp", var_exp, false},
    {"log", var_log, true},
    {"sqrt", var_sqrt, true},
    {"relu", var_relu, false},
    {"sigmoid", var_sigmoid, false},
    {"tanh", var_tanh, false},
    {"matmul, transpose", try_matmul, false},
    {"reshape", try_reshape, false},
    {"squeeze, unsqueeze, select", try_squeeze, false},
    {"sum", try_sum, false},
    {"mean", try_mean, false},
    {"max", try_max, false},
    {"gather", try_gather, false},
    {"log-softmax", var_log_softmax, false},
};

/*
 * Chapter 9: the tape as a picture: each entry's box where it belongs, an arrow
 * for each use, none backwards.
 */
#include "tests/chapters/09_autograd/graphs.h"

static const char *
drawn(const Var *result)
{
	Error error;
	ck_assert(graph_svg(result, ".", "graph", &error));
	ck_assert(!exists("graph.svg.tmp"));
	return read_picture("graph.svg");
}

START_TEST(draws_texts)
{
	enter("texts");
	Var *square = small_expression();
	ck_assert_str_eq(texts_of(drawn(square)),
	    "[x][2][w][3][t][5][mul][6][add][8][sub][3][pow][9]");
	var_backward(square);
	square->input[0]->input[1]->value->g = tensor_scalar(step, 7);
	ck_assert_str_eq(texts_of(drawn(square)),
	    "[x][2][g 24][w][3][g 12][t][5][mul][6][add][8][sub][3][pow][9]");
	ck_assert_str_eq(texts_of(drawn(matrices())),
	    "[&lt;x&gt;][(4, 3)][w&amp;b][(3, 2)][g (3, 2)]"
	    "[matmul][(4, 2)][g (4, 2)][reshape][(8,)][mean][45.25]");
}
END_TEST

typedef struct {
	double x, y, width, height;
	char fill[12];
} Box;

typedef struct {
	double x1, y1, x2, y2;
} Arrow;

enum { MANY = 200 };

/* What was drawn; box[0] is the paper. */
typedef struct {
	int boxes, arrows;
	Box box[MANY];
	Arrow arrow[MANY];
} Drawing;

static Drawing *
drawing_of(const char *picture)
{
	Drawing *d = arena_alloc(step, 1, sizeof *d);
	d->boxes = d->arrows = 0;
	for (const char *at = picture; (at = strstr(at, "<rect ")); at++) {
		Box *box = &d->box[d->boxes++];
		ck_assert_int_eq(
		    sscanf(at,
			"<rect x=\"%lf\" y=\"%lf\" width=\"%lf\""
			" height=\"%lf\" fill=\"%11[^\"]\"",
			&box->x, &box->y, &box->width, &box->height, box->fill),
		    5);
		ck_assert_int_lt(d->boxes, MANY);
	}
	const char *body = strstr(picture, "</defs>"); /* behind the head */
	for (const char *at = body; (at = strstr(at, "<path d=\"M")); at++) {
		Arrow *arrow = &d->arrow[d->arrows++];
		ck_assert_int_eq(
		    sscanf(at, "<path d=\"M%lf %lfL%lf %lf\"", &arrow->x1,
			&arrow->y1, &arrow->x2, &arrow->y2),
		    4);
		ck_assert_int_lt(d->arrows, MANY);
	}
	return d;
}

/* What the picture is to be: for each entry up to the result, whether it has a
   part in it, and its column, from 1. Told once more, from the definition. */
typedef struct {
	size_t count;
	const Var *entry[MANY];
	bool part[MANY];
	int column[MANY];
} Plan;

static void
reach(Plan *plan, const Var *v)
{
	plan->part[v->number] = true;
	for (int k = 0; k < VAR_MAX_INPUTS; k++)
		if (v->input[k])
			reach(plan, v->input[k]);
}

/* The longest way to an entry, counted in boxes. */
static int
depth(const Var *v)
{
	int deepest = 0;
	for (int k = 0; k < VAR_MAX_INPUTS; k++)
		if (v->input[k] && depth(v->input[k]) > deepest)
			deepest = depth(v->input[k]);
	return deepest + 1;
}

/* A leaf's column is to the left of the first that takes it. */
static int
column_of_leaf(const Plan *plan, const Var *leaf)
{
	int first = MANY;
	for (size_t i = 0; i < plan->count; i++) {
		const Var *v = plan->entry[i];
		bool takes = v->input[0] == leaf || v->input[1] == leaf;
		if (plan->part[i] && takes && depth(v) < first)
			first = depth(v);
	}
	return first == MANY ? 1 : first - 1;
}

static Plan *
plan_of(const Var *result)
{
	Plan *plan = arena_alloc(step, 1, sizeof *plan);
	*plan = (Plan){.count = result->number + 1};
	ck_assert_uint_lt(plan->count, MANY);
	for (const Var *v = result; v; v = v->before)
		plan->entry[v->number] = v;
	reach(plan, result);
	for (size_t i = 0; i < plan->count; i++)
		plan->column[i] = plan->entry[i]->bwd
				      ? depth(plan->entry[i])
				      : column_of_leaf(plan, plan->entry[i]);
	return plan;
}

/* Where its box is to stand: below those of its column that come before. */
static Box
box_of(const Plan *plan, size_t i)
{
	const Var *v = plan->entry[i];
	int row = 0;
	for (size_t k = 0; k < i; k++)
		row += plan->part[k] && plan->column[k] == plan->column[i];
	Box box = {16 + 128 * (plan->column[i] - 1), 16 + 82 * row, 92, 58, ""};
	strcpy(box.fill, v->bwd      ? "#ffffff"
			 : v->wanted ? "#cfe3f7"
				     : "#e4e4e4");
	return box;
}

static void
check_arrow(const Arrow *arrow, const Box *from, const Box *to, int input)
{
	ck_assert(from->x + from->width < to->x); /* none runs backwards */
	ck_assert(arrow->x1 == from->x + from->width);
	ck_assert(arrow->y1 == from->y + from->height / 2);
	ck_assert(arrow->x2 == to->x - 2);
	ck_assert(arrow->y2 == to->y + to->height / 2 + (input ? 8 : -8));
}

static void
check_entry(const Drawing *d, const Plan *plan, size_t i, int box, int *arrow)
{
	Box expected = box_of(plan, i);
	const Box *there = &d->box[box];
	ck_assert(there->x == expected.x && there->y == expected.y);
	ck_assert(there->width == 92 && there->height == 58);
	ck_assert_str_eq(there->fill, expected.fill);
	for (int k = 0; k < VAR_MAX_INPUTS; k++) {
		const Var *input = plan->entry[i]->input[k];
		if (!input)
			continue;
		Box from = box_of(plan, input->number);
		check_arrow(&d->arrow[(*arrow)++], &from, there, k);
	}
}

/* Every box and every arrow; and the paper just holds them. */
static void
check_drawing(const Var *result)
{
	const Drawing *d = drawing_of(drawn(result));
	const Plan *plan = plan_of(result);
	int box = 1, arrow = 0;
	double right = 0, low = 0;
	for (size_t i = 0; i < plan->count; i++) {
		if (!plan->part[i])
			continue;
		check_entry(d, plan, i, box, &arrow);
		right = fmax(right, d->box[box].x + 92);
		low = fmax(low, d->box[box].y + 58);
		box++;
	}
	ck_assert_int_eq(d->boxes, box);
	ck_assert_int_eq(d->arrows, arrow);
	ck_assert(
	    d->box[0].width == right + 16 && d->box[0].height == low + 16);
}

START_TEST(draws_boxes_and_arrows)
{
	enter("boxes");
	Var *square = small_expression();
	check_drawing(square);
	check_drawing(square->input[0]->input[0]->input[0]); /* x w */
	check_drawing(matrices());
	const Drawing *d = drawing_of(drawn(square));
	ck_assert_int_eq(d->boxes, 1 + 7);
	ck_assert_int_eq(d->arrows, 7);
}
END_TEST

/* A single box, also of a leaf or a constant, on a tape of several entries. */
START_TEST(draws_a_leaf)
{
	enter("leaf");
	Var *square = small_expression();
	const Var *sub = square->input[0];
	check_drawing(sub->input[1]); /* t */
	ck_assert_str_eq(texts_of(drawn(sub->input[1])), "[t][5]");
	check_drawing(sub->input[0]->input[1]); /* x */
}
END_TEST

START_TEST(draws_random_graphs)
{
	enter("random");
	Random random;
	random_seed(&random, 1);
	for (int trial = 0; trial < 30; trial++) {
		Tape *tape = tape_new(step);
		Var *v[24];
		for (size_t i = 0; i < 24; i++) {
			Tensor *number = tensor_scalar(step, 1); /* () */
			size_t kind = i < 2 ? below(&random, 2)
					    : below(&random, 6);
			Var *a = i ? v[below(&random, i)] : NULL;
			Var *b = i ? v[below(&random, i)] : NULL;
			v[i] = kind == 0   ? tape_leaf(tape, "leaf", number)
			       : kind == 1 ? tape_constant(tape, "c", number)
			       : kind == 2 ? var_tanh(a)
					   : var_add(a, b);
		}
		check_drawing(v[23]);
		check_drawing(v[12]);
		arena_reset(step);
	}
}
END_TEST

/* As deep as it is long, and no slower for it. */
START_TEST(draws_a_larger_graph)
{
	enter("larger");
	Tape *tape = tape_new(step);
	Var *x = tape_leaf(tape, "x", tensor_scalar(step, 1)), *y = x;
	for (int i = 0; i < 1000; i++)
		y = var_add(y, y);
	const char *picture = drawn(y);
	ck_assert_int_eq(count_of(picture, "<rect "), 1 + 1001);
	ck_assert_int_eq(count_of(picture, "marker-end"), 2000);
	ck_assert_int_eq(count_of(picture, ">add</text>"), 1000);
}
END_TEST

START_TEST(fails_without_a_folder)
{
	enter("none");
	Var *square = small_expression();
	ck_draws_nowhere(
	    "nowhere/graph.svg.tmp: cannot create: No such file or "
	    "directory",
	    graph_svg(square, "nowhere", "graph", &error));
}
END_TEST

TESTS_IN_FOLDER("autograd_picture", draws_texts, draws_boxes_and_arrows,
    draws_a_leaf, draws_random_graphs, draws_a_larger_graph,
    fails_without_a_folder)

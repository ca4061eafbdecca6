/*
 * Chapter 8's picture: what stands in the boxes, and that each arrow leads
 * from a box to one below it, that no two boxes overlap, and that all fit.
 */
#include "tests/chapters/pictures.h"

#include "tests/chapters/08_module/trees.h"

#include <math.h>

#include "chapters/08_module/picture.h"

static const char *
drawn(const Module *root)
{
	Error error;
	ck_assert(draw_tree(".", root, &error));
	ck_assert(!exists("08_tree.svg.tmp"));
	return read_picture("08_tree.svg");
}

START_TEST(draws_the_mlp)
{
	enter("mlp");
	ck_assert_str_eq(texts_of(drawn(mlp_tree())),
	    "[MLP][39760 numbers]"
	    "[ModuleList][39760 numbers]"
	    "[Linear][39250 numbers]"
	    "[][weight][(50, 784)][][bias][(50,)][0]"
	    "[ReLU][no parameters][1]"
	    "[Linear][510 numbers]"
	    "[][weight][(10, 50)][][bias][(10,)][2]"
	    "[layers]");
}
END_TEST

START_TEST(draws_a_leaf)
{
	enter("leaf");
	ck_assert_str_eq(texts_of(drawn(relu_tree())), "[ReLU][no parameters]");
	ck_assert_str_eq(texts_of(drawn(sequential_of(step, relu_new(step)))),
	    "[Sequential][0 numbers][ReLU][no parameters][0]");
	ck_assert_str_eq(texts_of(drawn(without_bias_tree())),
	    "[Linear][12 numbers][][weight][(4, 3)]");
}
END_TEST

typedef struct {
	double x, y, width, height;
	bool reached; /* by an arrow */
} Box;

typedef struct {
	double x1, y1, x2, y2;
} Arrow;

enum { MANY = 60 };

/* What was drawn; boxes[0] is the paper, boxes[1] the root. */
typedef struct {
	int boxes, arrows;
	Box box[MANY];
	Arrow arrow[MANY];
} Drawing;

static Drawing
drawing_of(const char *picture)
{
	Drawing d = {0};
	for (const char *at = picture; (at = strstr(at, "<rect ")); at++) {
		Box *box = &d.box[d.boxes++];
		ck_assert_int_eq(
		    sscanf(at,
			"<rect x=\"%lf\" y=\"%lf\" width=\"%lf\""
			" height=\"%lf\"",
			&box->x, &box->y, &box->width, &box->height),
		    4);
	}
	const char *drawn = strstr(picture, "</defs>"); /* behind the head */
	for (const char *at = drawn; (at = strstr(at, "<path d=\"M"));) {
		Arrow *arrow = &d.arrow[d.arrows];
		ck_assert_int_eq(
		    sscanf(at, "<path d=\"M%lf %lfL%lf %lf\"", &arrow->x1,
			&arrow->y1, &arrow->x2, &arrow->y2),
		    4);
		d.arrows++;
		at++;
	}
	return d;
}

static bool
overlap(const Box *a, const Box *b)
{
	return a->x < b->x + b->width && b->x < a->x + a->width &&
	       a->y < b->y + b->height && b->y < a->y + a->height;
}

static bool
within(const Box *inner, const Box *outer)
{
	return inner->x >= outer->x && inner->y >= outer->y &&
	       inner->x + inner->width <= outer->x + outer->width &&
	       inner->y + inner->height <= outer->y + outer->height;
}

static bool
near(double a, double b, double distance)
{
	return a - b <= distance && b - a <= distance;
}

/* From the middle of a box's lower edge to just above the middle of another's
   upper edge, which no other arrow has reached. */
static void
follow(Drawing *d, const Arrow *arrow)
{
	int from = 0, to = 0;
	for (int i = 1; i < d->boxes; i++) {
		Box *box = &d->box[i];
		double middle = box->x + box->width / 2;
		if (near(arrow->x1, middle, 0.01) &&
		    near(arrow->y1, box->y + box->height, 0.01))
			from = i;
		if (near(arrow->x2, middle, 0.01) && arrow->y2 < box->y &&
		    near(arrow->y2, box->y, 5))
			to = i;
	}
	ck_assert_int_gt(from, 0);
	ck_assert_int_gt(to, 1);
	ck_assert(!d->box[to].reached);
	d->box[to].reached = true;
}

/* Every box but the root is below one other; the paper just holds them. */
static void
check_drawing(Drawing *d, int boxes)
{
	const Box *paper = &d->box[0];
	ck_assert_int_eq(d->boxes, 1 + boxes);
	ck_assert_int_eq(d->arrows, boxes - 1);
	double right = 0, low = 0;
	for (int i = 1; i < d->boxes; i++) {
		const Box *box = &d->box[i];
		ck_assert(within(box, paper));
		ck_assert(box->width > 100 && box->height > 30);
		right = fmax(right, box->x + box->width);
		low = fmax(low, box->y + box->height);
		for (int j = 1; j < i; j++)
			ck_assert(!overlap(box, &d->box[j]));
	}
	ck_assert(paper->width - right >= 15 && paper->width - right < 50);
	ck_assert(paper->height - low >= 15 && paper->height - low < 50);
	for (int i = 0; i < d->arrows; i++)
		follow(d, &d->arrow[i]);
}

/* A box for each module and each own parameter. */
static int
boxes_of(const Module *module)
{
	int count = 1 + (int)module->parameters.count;
	for (size_t i = 0; i < module->children.count; i++)
		count += boxes_of(module->children.at[i].module);
	return count;
}

START_TEST(draws_every_tree)
{
	enter("every");
	for (int i = 0; i < TREES; i++) {
		const Module *root = trees[i].build();
		Drawing d = drawing_of(drawn(root));
		check_drawing(&d, boxes_of(root));
	}
}
END_TEST

/* A module stands above the middle of all that is below it, and its children
   one step below it. */
START_TEST(the_root_is_in_the_middle)
{
	enter("middle");
	Drawing d = drawing_of(drawn(
	    sequential_of(step, relu_new(step), any_linear(2, 3, WITH_BIAS))));
	/* The root, ReLU, Linear, weight, bias: in this order. */
	const Box *b = d.box;
	ck_assert(near(b[1].x, b[4].x, 0.01)); /* of three side by side */
	ck_assert(near(b[3].x, (b[4].x + b[5].x) / 2, 0.01));
	ck_assert(near(b[4].x - b[2].x, b[5].x - b[4].x, 0.01));
	ck_assert(near(b[2].y, b[3].y, 0.01) && near(b[4].y, b[5].y, 0.01));
	ck_assert(near(b[2].y - b[1].y, b[4].y - b[3].y, 0.01));
	ck_assert(b[2].y > b[1].y);
}
END_TEST

/* Modules are blue, parameters green. */
START_TEST(colours)
{
	enter("colours");
	const char *picture = drawn(mlp_tree());
	ck_assert_int_eq(count_of(picture, "fill=\"#cfe3f7\""), 5);
	ck_assert_int_eq(count_of(picture, "fill=\"#e8f2dc\""), 4);
}
END_TEST

START_TEST(draws_into_no_folder)
{
	enter("empty");
	const Module *root = relu_tree();
	ck_draws_nowhere("nowhere/08_tree.svg.tmp: cannot create: No such file "
			 "or directory",
	    draw_tree("nowhere", root, &error));
}
END_TEST

TESTS_IN_FOLDER("module_picture", draws_the_mlp, draws_a_leaf, draws_every_tree,
    the_root_is_in_the_middle, colours, draws_into_no_folder)

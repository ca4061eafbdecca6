/*
 * Chapter 7's picture: four layers, the tensors between them, and an arrow from
 * each layer to each tensor that it remembers.
 */
#include "tests/chapters/pictures.h"

#include "chapters/07_layers/picture.h"

enum { COUNT = 4 };

typedef struct {
	double left, top, right, bottom;
} Place;

/* The boxes in the order in which they are drawn: a layer, the tensor before
   it, that one's gradient, and so on. The first box of all is the paper. */
typedef struct {
	Place layer[COUNT], tensor[COUNT], gradient[COUNT];
} Boxes;

static Place
next_box(const char **at)
{
	double x, y, width, height;
	*at = strstr(*at, "<rect ");
	ck_assert_ptr_nonnull(*at);
	ck_assert_int_eq(
	    sscanf(*at, "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\" height=\"%lf",
		&x, &y, &width, &height),
	    4);
	(*at)++;
	return (Place){x, y, x + width, y + height};
}

static Boxes
boxes_of(const char *picture)
{
	Boxes boxes;
	next_box(&picture); /* the paper */
	for (int i = 0; i < COUNT; i++) {
		boxes.layer[i] = next_box(&picture);
		boxes.tensor[i] = next_box(&picture);
		boxes.gradient[i] = next_box(&picture);
	}
	ck_assert_ptr_null(strstr(picture, "<rect "));
	return boxes;
}

/* Just outside of a box, beside its edge or below it. */
static bool
is_at(double x, double y, Place box)
{
	return x > box.left - 10 && x < box.right + 10 && y > box.top - 10 &&
	       y < box.bottom + 10;
}

static int
find(double x, double y, const Place boxes[COUNT])
{
	for (int i = 0; i < COUNT; i++)
		if (is_at(x, y, boxes[i]))
			return i;
	return -1;
}

/* All arrows in their order: "L0 T1 " leads from layer 0 to tensor 1, "-" is
   nothing of both. */
static void
append_place(char *to, double x, double y, const Boxes *boxes)
{
	int layer = find(x, y, boxes->layer),
	    tensor = find(x, y, boxes->tensor);
	if (layer >= 0)
		sprintf(to + strlen(to), "L%d", layer);
	else if (tensor >= 0)
		sprintf(to + strlen(to), "T%d", tensor);
	else
		strcat(to, "-");
}

static const char *
arrows_of(const char *picture, const Boxes *boxes)
{
	char *arrows = arena_alloc(step, 1000, 1);
	arrows[0] = '\0';
	const char *at = strstr(picture, "</defs>"); /* the head of all */
	for (; (at = strstr(at, "<path d=\"M")); at++) {
		double x0, y0, x1, y1;
		int got = sscanf(
		    at, "<path d=\"M%lf %lfL%lf %lf\"", &x0, &y0, &x1, &y1);
		ck_assert_int_eq(got, 4);
		append_place(arrows, x0, y0, boxes);
		append_place(arrows, x1, y1, boxes);
		strcat(arrows, " ");
	}
	return arrows;
}

START_TEST(draws_the_memory)
{
	enter("memory");
	Error error;
	ck_assert(draw_memory(".", &error));
	const char *picture = read_picture("07_memory.svg");
	ck_assert_str_eq(texts_of(picture),
	    "[Linear][w1, b1][x][x.g]"
	    "[Relu][l1][l1.g]"
	    "[Linear][w2, b2][l2][l2.g]"
	    "[Mse][target][output][output.g]"
	    "[loss][forward]"
	    "[backward: each layer finds the gradient on its right, and adds "
	    "the one on its left]");
	ck_assert(!exists("07_memory.svg.tmp"));
}
END_TEST

/* Each tensor stands before its layer, its gradient below it. */
START_TEST(boxes_in_their_places)
{
	enter("boxes");
	Error error;
	ck_assert(draw_memory(".", &error));
	Boxes boxes = boxes_of(read_picture("07_memory.svg"));
	for (int i = 0; i < COUNT; i++) {
		Place layer = boxes.layer[i], tensor = boxes.tensor[i];
		Place gradient = boxes.gradient[i];
		ck_assert(tensor.top > layer.bottom);
		ck_assert(tensor.right < layer.left);
		ck_assert(i == 0 || tensor.left > boxes.layer[i - 1].right);
		ck_assert(gradient.top == tensor.bottom);
		ck_assert(gradient.left == tensor.left);
		ck_assert(gradient.right == tensor.right);
	}
}
END_TEST

/* For each layer: what it takes, what the one before gives, and forward. The
   last arrow goes back. */
START_TEST(arrows_in_their_places)
{
	enter("arrows");
	Error error;
	ck_assert(draw_memory(".", &error));
	const char *picture = read_picture("07_memory.svg");
	Boxes boxes = boxes_of(picture);
	ck_assert_str_eq(arrows_of(picture, &boxes),
	    "L0T0 L0L1 L1T1 L0T1 L1L2 L2T2 L1T2 L2L3 L3T3 L2T3 L3- -- ");
	double from, to, y;
	const char *last = picture;
	for (const char *at; (at = strstr(last + 1, "<path "));)
		last = at;
	ck_assert_int_eq(
	    sscanf(last, "<path d=\"M%lf %lfL%lf", &from, &y, &to), 3);
	ck_assert(from == boxes.layer[COUNT - 1].right);
	ck_assert(to > boxes.tensor[0].left && to < boxes.tensor[0].right);
	ck_assert(y > boxes.gradient[0].bottom);
}
END_TEST

START_TEST(draws_into_no_folder)
{
	enter("empty");
	ck_draws_nowhere("nowhere/07_memory.svg.tmp: cannot create: No such "
			 "file or directory",
	    draw_memory("nowhere", &error));
}
END_TEST

/* The file cannot get its name where a folder has it. */
START_TEST(draws_over_a_folder)
{
	enter("taken");
	ck_assert(mkdir("07_memory.svg", 0777) == 0);
	Error error = {"not set"};
	ck_assert(!draw_memory(".", &error));
	ck_assert(!exists("07_memory.svg.tmp"));
	ck_assert_str_eq(
	    error.text, "./07_memory.svg: cannot write: Is a directory");
}
END_TEST

TESTS_IN_FOLDER("layers_picture", draws_the_memory, boxes_in_their_places,
    arrows_in_their_places, draws_into_no_folder, draws_over_a_folder)

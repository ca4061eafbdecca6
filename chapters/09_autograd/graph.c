#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/09_autograd/graph.h"

#include <string.h>

#include "common/svg.h"

/* A value in few characters: a single number, or a shape. */
typedef struct {
	char text[192];
} Brief;

static Brief
brief(const Tensor *t)
{
	Brief b;
	if (t->ndim == 0)
		snprintf(b.text, sizeof b.text, "%.4g", (double)*t->data);
	else
		snprintf(b.text, sizeof b.text, "%s", SHAPE_TEXT(t));
	return b;
}

/* The entries in the order of the tape, from the first to `last`; in `arena`. */
static const Var **
entries(Arena *arena, const Var *last)
{
	const Var **entry = arena_alloc(arena, last->number + 1, sizeof *entry);
	for (const Var *v = last; v; v = v->before)
		entry[v->number] = v;
	return entry;
}

static void
print_entry(FILE *out, const Var *v)
{
	char inputs[48] = "";
	if (v->input[1])
		snprintf(inputs, sizeof inputs, "%zu %zu", v->input[0]->number,
		    v->input[1]->number);
	else if (v->input[0])
		snprintf(inputs, sizeof inputs, "%zu", v->input[0]->number);
	bool has_gradient = v->keeps && v->value->g;
	fprintf(out, "%4zu  %-10s %-8s %-*s", v->number, v->name, inputs,
	    has_gradient ? 12 : 0, brief(v->value).text);
	if (has_gradient)
		fprintf(out, " %s", brief(v->value->g).text);
	fprintf(out, "\n");
}

void
tape_print(FILE *out, const Tape *tape)
{
	REQUIRE_GIVEN(out && tape);
	fprintf(out, "%4s  %-10s %-8s %-12s %s\n", "", "", "from", "value",
	    "gradient");
	if (!tape->last)
		return;
	Arena *arena = arena_create("entries");
	const Var **entry = entries(arena, tape->last);
	for (size_t i = 0; i < tape->count; i++)
		print_entry(out, entry[i]);
	arena_destroy(arena);
}

/* Where the boxes stand. An entry without a part in the result has column 0,
   which is not drawn. */
typedef struct {
	size_t count;
	const Var **entry;
	size_t *column, *row; /* of each entry, from 1 */
	size_t columns, rows;
} Layout;

/* Marks the ancestors of the result: each is used by an entry behind it, so one
   walk from the end finds them all. */
static void
mark_ancestors(Layout *layout)
{
	layout->column[layout->count - 1] = 1;
	for (size_t i = layout->count; i-- > 0;)
		for (int k = 0; k < VAR_MAX_INPUTS; k++) {
			const Var *input = layout->entry[i]->input[k];
			if (layout->column[i] && input)
				layout->column[input->number] = 1;
		}
}

/* An operation stands to the right of what it takes. */
static void
set_columns(Layout *layout)
{
	size_t *column = layout->column;
	for (size_t i = 0; i < layout->count; i++) {
		for (int k = 0; k < VAR_MAX_INPUTS; k++) {
			const Var *input = layout->entry[i]->input[k];
			if (column[i] && input &&
			    column[i] <= column[input->number])
				column[i] = column[input->number] + 1;
		}
		if (column[i] > layout->columns)
			layout->columns = column[i];
	}
}

/* Leaves need nothing: each goes directly to the left of the first that takes
   it. */
static void
move_leaves(Layout *layout)
{
	size_t *column = layout->column;
	for (size_t i = 0; i < layout->count; i++)
		if (column[i] && !layout->entry[i]->bwd)
			column[i] = layout->columns;
	for (size_t i = 0; i < layout->count; i++)
		for (int k = 0; k < VAR_MAX_INPUTS; k++) {
			const Var *input = layout->entry[i]->input[k];
			if (column[i] && input && !input->bwd &&
			    column[i] - 1 < column[input->number])
				column[input->number] = column[i] - 1;
		}
}

/* Entries of a column stand below one another in the order of the tape. */
static void
set_rows(Layout *layout)
{
	for (size_t i = 0; i < layout->count; i++) {
		layout->row[i] = 1;
		for (size_t j = 0; j < i; j++)
			if (layout->column[j] == layout->column[i])
				layout->row[i]++;
		if (layout->column[i] && layout->row[i] > layout->rows)
			layout->rows = layout->row[i];
	}
}

static Layout
layout_of(Arena *arena, const Var *result)
{
	size_t count = result->number + 1;
	Layout layout = {.count = count,
	    .entry = entries(arena, result),
	    .column = arena_alloc(arena, count, sizeof(size_t)),
	    .row = arena_alloc(arena, count, sizeof(size_t))};
	memset(layout.column, 0, count * sizeof(size_t));
	mark_ancestors(&layout);
	set_columns(&layout);
	move_leaves(&layout);
	set_rows(&layout);
	return layout;
}

enum { WIDTH = 92, HEIGHT = 58, ACROSS = 128, DOWN = 82, MARGIN = 16 };

static double
left_of(const Layout *layout, size_t i)
{
	return MARGIN + (double)(layout->column[i] - 1) * ACROSS;
}

static double
top_of(const Layout *layout, size_t i)
{
	return MARGIN + (double)(layout->row[i] - 1) * DOWN;
}

static void
draw_entry(Svg *svg, const Layout *layout, size_t i)
{
	const Var *v = layout->entry[i];
	double x = left_of(layout, i), y = top_of(layout, i);
	double middle = x + WIDTH / 2.0;
	const char *fill = v->bwd      ? "#ffffff"
			   : v->wanted ? "#cfe3f7"
				       : "#e4e4e4";
	svg_box(svg, x, y, WIDTH, HEIGHT, fill, "#444");
	svg_text(svg, middle, y + 17, 15, SVG_MIDDLE, "%s", v->name);
	svg_text(
	    svg, middle, y + 34, 13, SVG_MIDDLE, "%s", brief(v->value).text);
	if (v->keeps && v->value->g)
		svg_text(svg, middle, y + 51, 13, SVG_MIDDLE, "g %s",
		    brief(v->value->g).text);
	for (int k = 0; k < VAR_MAX_INPUTS; k++)
		if (v->input[k]) {
			size_t from = v->input[k]->number;
			svg_arrow(svg, left_of(layout, from) + WIDTH,
			    top_of(layout, from) + HEIGHT / 2.0, x - 2,
			    y + HEIGHT / 2.0 + (k == 0 ? -8 : 8));
		}
}

bool
graph_svg(const Var *result, const char *folder, const char *name, Error *error)
{
	REQUIRE_GIVEN(result && folder && name && error);
	Arena *arena = arena_create("graph");
	Layout layout = layout_of(arena, result);
	Svg svg;
	bool good = svg_open(&svg, folder, name,
	    2 * MARGIN + (double)layout.columns * ACROSS - (ACROSS - WIDTH),
	    2 * MARGIN + (double)layout.rows * DOWN - (DOWN - HEIGHT), error);
	for (size_t i = 0; good && i < layout.count; i++)
		if (layout.column[i])
			draw_entry(&svg, &layout, i);
	good = good && svg_close(&svg, error);
	arena_destroy(arena);
	return good;
}

void
graph_dot(FILE *out, const Var *result)
{
	REQUIRE_GIVEN(out && result);
	Arena *arena = arena_create("graph");
	Layout layout = layout_of(arena, result);
	fprintf(out, "digraph tape {\n\trankdir=LR;\n\tnode [shape=box];\n");
	for (size_t i = 0; i < layout.count; i++) {
		const Var *v = layout.entry[i];
		if (!layout.column[i])
			continue;
		fprintf(out, "\tn%zu [label=\"%s\\n%s\"];\n", i, v->name,
		    brief(v->value).text);
		for (int k = 0; k < VAR_MAX_INPUTS; k++)
			if (v->input[k])
				fprintf(out, "\tn%zu -> n%zu;\n",
				    v->input[k]->number, i);
	}
	fprintf(out, "}\n");
	arena_destroy(arena);
}

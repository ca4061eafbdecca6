#include "common/print.h"

#include <math.h>
#include <string.h>

#include "common/require.h"
#include "common/views.h"

const PrintStyle print_style = {
    .precision = 2, .edge = 3, .threshold = 1000, .width = 80};

/* A printing under way. */
typedef struct {
	FILE *out;
	const PrintStyle *style;
	bool cut;      /* are long axes cut to their edges? */
	int precision; /* 0 if all numbers are whole */
	int width;     /* of the widest number */
	size_t indent; /* of the first bracket's contents */
} Printer;

/* How an element on an axis of `size` is shown. */
typedef enum { SHOWN, DOTS, HIDDEN } Display;

static Display
display(const Printer *printer, size_t i, size_t size)
{
	size_t edge = printer->style->edge;
	if (!printer->cut || size <= 2 * edge || i < edge || i >= size - edge)
		return SHOWN;
	return i == edge ? DOTS : HIDDEN;
}

/* Calls visit on each element that will be shown. */
static void
each_shown(Printer *printer, const Tensor *t, int axis, const Real *data,
    void (*visit)(Printer *printer, Real value))
{
	if (axis == t->ndim) {
		visit(printer, *data);
		return;
	}
	for (size_t i = 0; i < t->shape[axis]; i++)
		if (display(printer, i, t->shape[axis]) == SHOWN)
			each_shown(printer, t, axis + 1,
			    data + i * t->stride[axis], visit);
}

static void
note_fraction(Printer *printer, Real value)
{
	if (isfinite(value) && value != (Real)floor((double)value))
		printer->precision = printer->style->precision;
}

/* NaN has no sign, whatever its bits. */
static double
shown(Real value)
{
	return isnan(value) ? fabs((double)value) : (double)value;
}

static void
note_width(Printer *printer, Real value)
{
	int width = snprintf(NULL, 0, "%.*f", printer->precision, shown(value));
	if (width > printer->width)
		printer->width = width;
}

static void
print_number(Printer *printer, Real value)
{
	fprintf(printer->out, "%*.*f", printer->width, printer->precision,
	    shown(value));
}

/* A line break, and spaces up to inside the bracket of `depth`. */
static void
new_line(const Printer *printer, int depth)
{
	fprintf(printer->out, "\n%*s", (int)printer->indent + depth, "");
}

/* The innermost axis: numbers, folded to the style's width. */
static void
print_row(Printer *printer, const Tensor *t, const Real *data)
{
	int axis = t->ndim - 1;
	size_t element = (size_t)printer->width + 2;
	size_t used = printer->indent + (size_t)t->ndim - 1;
	size_t room = printer->style->width > used + element
			  ? printer->style->width - used
			  : element;
	size_t per_line = room / element, in_line = 0;
	for (size_t i = 0; i < t->shape[axis]; i++) {
		Display how = display(printer, i, t->shape[axis]);
		if (how == HIDDEN)
			continue;
		if (i > 0)
			fputs(",", printer->out);
		if (in_line == per_line) {
			new_line(printer, t->ndim);
			in_line = 0;
		} else if (i > 0) {
			fputs(" ", printer->out);
		}
		in_line++;
		if (how == DOTS)
			fputs(" ...", printer->out);
		else
			print_number(printer, data[i * t->stride[axis]]);
	}
}

static void
print_axis(Printer *printer, const Tensor *t, int axis, const Real *data)
{
	fputs("[", printer->out);
	if (axis == t->ndim - 1) {
		print_row(printer, t, data);
		fputs("]", printer->out);
		return;
	}
	for (size_t i = 0; i < t->shape[axis]; i++) {
		Display how = display(printer, i, t->shape[axis]);
		if (how == HIDDEN)
			continue;
		if (i > 0) {
			/* An empty line for each axis beyond the last two. */
			fputs(",", printer->out);
			for (int blank = axis; blank < t->ndim - 2; blank++)
				fputs("\n", printer->out);
			new_line(printer, axis + 1);
		}
		if (how == DOTS)
			fputs("...", printer->out);
		else
			print_axis(
			    printer, t, axis + 1, data + i * t->stride[axis]);
	}
	fputs("]", printer->out);
}

void
tensor_print_styled(FILE *out, const Tensor *t, const PrintStyle *style)
{
	REQUIRE_GIVEN(out && t && style);
	Printer printer = {.out = out,
	    .style = style,
	    .cut = tensor_count(t) > style->threshold,
	    .indent = strlen("tensor(")};
	each_shown(&printer, t, 0, t->data, note_fraction);
	each_shown(&printer, t, 0, t->data, note_width);
	fputs("tensor(", out);
	if (t->ndim == 0)
		print_number(&printer, *t->data);
	else if (tensor_count(t) == 0 && t->ndim > 1)
		fprintf(out, "[], size=%s", SHAPE_TEXT(t));
	else
		print_axis(&printer, t, 0, t->data);
	fputs(")\n", out);
}

void
tensor_print(FILE *out, const Tensor *t)
{
	tensor_print_styled(out, t, &print_style);
}

/*
 * Pictures: the same bytes everywhere, and XML whatever is drawn.
 */
#include "tests/files.h"

#include <math.h>

#include "common/svg.h"

#define HEAD(width, height) \
	"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" width \
	"\" height=\"" height "\" viewBox=\"0 0 " width " " height \
	"\" font-family=\"Helvetica, Arial, sans-serif\">\n" \
	"<defs><marker id=\"head\" orient=\"auto\" markerWidth=\"8\"" \
	" markerHeight=\"8\" refX=\"7\" refY=\"4\">" \
	"<path d=\"M0 0L8 4L0 8z\" fill=\"#444\"/></marker></defs>\n" \
	"<rect x=\"0\" y=\"0\" width=\"" width "\" height=\"" height \
	"\" fill=\"white\" stroke=\"none\"/>\n"
#define TAIL "</svg>\n"

static Svg
open_picture(void)
{
	Svg svg;
	Error error;
	ck_assert_msg(
	    svg_open(&svg, ".", "picture", 60, 40.5, &error), "%s", error.text);
	return svg;
}

/* Ends the picture; what lies between its head and its tail. */
static const char *
body_of(Svg *svg)
{
	Error error;
	ck_assert_msg(svg_close(svg, &error), "%s", error.text);
	char *text = (char *)read_whole("picture.svg").at;
	size_t head = strlen(HEAD("60", "40.5"));
	size_t tail = strlen(text) - strlen(TAIL);
	ck_assert(strncmp(text, HEAD("60", "40.5"), head) == 0);
	ck_assert_str_eq(text + tail, TAIL);
	text[tail] = '\0';
	return text + head;
}

START_TEST(empty_picture)
{
	Svg svg = open_picture();
	ck_assert(!exists("picture.svg"));
	Error error;
	ck_assert(svg_close(&svg, &error));
	ck_file("picture.svg", HEAD("60", "40.5") TAIL);
	ck_assert(!exists("picture.svg.tmp"));
}
END_TEST

START_TEST(boxes_and_arrows)
{
	Svg svg = open_picture();
	svg_box(&svg, 1, 2, 30.25, 4, "none", "#123456");
	svg_arrow(&svg, 0, 1.5, -20, 1e3);
	ck_assert_str_eq(body_of(&svg),
	    "<rect x=\"1\" y=\"2\" width=\"30.25\" height=\"4\" fill=\"none\""
	    " stroke=\"#123456\"/>\n"
	    "<path d=\"M0 1.5L-20 1000\" stroke=\"#444\" fill=\"none\""
	    " marker-end=\"url(#head)\"/>\n");
}
END_TEST

START_TEST(texts)
{
	Svg svg = open_picture();
	svg_text(&svg, 1, 2, 12, SVG_START, "w%d", 1);
	svg_text(&svg, 3.5, 4, 9.5, SVG_MIDDLE, "%s", "");
	svg_text(&svg, 5, 6, 7, SVG_END, "dL/dw = %.2f", -0.5);
	ck_assert_str_eq(body_of(&svg),
	    "<text x=\"1\" y=\"2\" font-size=\"12\" text-anchor=\"start\">"
	    "w1</text>\n"
	    "<text x=\"3.5\" y=\"4\" font-size=\"9.5\" text-anchor=\"middle\">"
	    "</text>\n"
	    "<text x=\"5\" y=\"6\" font-size=\"7\" text-anchor=\"end\">"
	    "dL/dw = -0.50</text>\n");
}
END_TEST

START_TEST(escapes)
{
	Svg svg = open_picture();
	const char *text = "a<b && c]]>d \"e\" 'f' \u2207";
	svg_text(&svg, 0, 0, 1, SVG_START, "%s", text);
	ck_assert_str_eq(body_of(&svg),
	    "<text x=\"0\" y=\"0\" font-size=\"1\" text-anchor=\"start\">"
	    "a&lt;b &amp;&amp; c]]&gt;d \"e\" 'f' \u2207</text>\n");
}
END_TEST

START_TEST(cuts_long_text)
{
	char text[400];
	memset(text, '&', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	Svg svg = open_picture();
	svg_text(&svg, 0, 0, 1, SVG_START, "%s", text);
	const char *body = body_of(&svg);
	int count = 0;
	for (; (body = strstr(body, "&amp;")) != NULL; body++)
		count++;
	ck_assert_int_eq(count, 255);
}
END_TEST

START_TEST(no_matrix)
{
	Svg svg = open_picture();
	Tensor *row = tensor_zeros(step, SHAPE(4));         /* (4,) */
	Tensor *batch = tensor_zeros(step, SHAPE(1, 2, 2)); /* (1, 2, 2) */
	const char *expected = "svg_grey: shape (4,) is no matrix";
	ck_requires(expected, svg_grey(&svg, 0, 0, 1, 1, row));
	expected = "svg_signed: shape (1, 2, 2) is no matrix";
	ck_requires(expected, svg_signed(&svg, 0, 0, 1, 1, 1, batch));
	output_abandon(&svg.output);
}
END_TEST

/* Past the '>' of the tag that has begun; its attributes are quoted. */
static const char *
end_of_tag(const char *at)
{
	for (bool quoted = false; quoted || *at != '>'; at++) {
		ck_assert_msg(
		    *at && (quoted || *at != '<'), "a tag has no end");
		quoted ^= *at == '"';
	}
	return at + 1;
}

/* Every tag that is opened is closed, in the right order. */
static void
assert_balanced(const char *text)
{
	const char *open[10];
	int depth = 0;
	while ((text = strchr(text, '<')) != NULL) {
		const char *end = end_of_tag(text + 1);
		if (text[1] == '/') {
			ck_assert_int_gt(depth, 0);
			size_t length = strcspn(text + 2, ">");
			const char *name = open[--depth];
			ck_assert(strncmp(name, text + 2, length) == 0);
			ck_assert(strchr(" >", name[length]) != NULL);
		} else if (end[-2] != '/') {
			ck_assert_int_lt(depth, 10);
			open[depth++] = text + 1;
		}
		text = end;
	}
	ck_assert_int_eq(depth, 0);
}

START_TEST(well_formed)
{
	Svg svg = open_picture();
	svg_box(&svg, 0, 0, 1, 1, "none", "black");
	svg_text(&svg, 0, 0, 1, SVG_START, "</text> <g> & \"");
	svg_grey(&svg, 0, 0, 1, 1, tensor_full(step, SHAPE(28, 28), 1));
	svg_signed(&svg, 0, 0, 1, 1, 1, tensor_full(step, SHAPE(5, 5), -1));
	svg_arrow(&svg, 0, 0, 1, 1);
	Error error;
	ck_assert(svg_close(&svg, &error));
	assert_balanced((const char *)read_whole("picture.svg").at);
}
END_TEST

START_TEST(cannot_create)
{
	Svg svg;
	memset(&svg, 0xff, sizeof svg);
	Error error;
	ck_assert(!svg_open(&svg, "no/where", "name", 1, 1, &error));
	ck_assert_str_eq(error.text,
	    "no/where/name.svg.tmp: cannot create: No such file or directory");
	output_abandon(&svg.output);
}
END_TEST

/* A path that is too long is refused, not cut. */
START_TEST(long_folder_name)
{
	char folder[1200];
	long_path(folder, 1101, ".");
	Svg svg;
	memset(&svg, 0xff, sizeof svg);
	Error error;
	ck_assert(!svg_open(&svg, folder, "name", 1, 1, &error));
	ck_assert_str_eq(error.text,
	    "././././././././././././././././././././...: a path of 1110 bytes"
	    " is too long");
	output_abandon(&svg.output);
}
END_TEST

START_TEST(full_disk)
{
	SKIP_IF(access("/dev/full", W_OK) != 0, "no /dev/full");
	ck_assert_int_eq(symlink("/dev/full", "picture.svg.tmp"), 0);
	Svg svg = open_picture();
	Error error;
	ck_assert(!svg_close(&svg, &error));
	ck_assert_str_eq(
	    error.text, "./picture.svg: cannot write: No space left on device");
	ck_assert(!exists("picture.svg.tmp"));
}
END_TEST

TESTS_IN_FOLDER("svg", empty_picture, boxes_and_arrows, texts, escapes,
    cuts_long_text, no_matrix, well_formed, cannot_create, long_folder_name,
    full_disk)

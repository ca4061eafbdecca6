/*
 * The pen is round, so a stroke is all that lies within its radius. Each pixel
 * therefore keeps only the distance to the nearest stroke; ink comes last.
 *
 * To give the same pixels everywhere, the code keeps to whole numbers and to
 * + - * / and sqrt in double, which IEEE 754 defines to the last bit. Compile
 * it with -ffp-contract=off, so that a * b + c is rounded twice everywhere. No
 * expression draws two random numbers: C leaves open which would be first.
 */
#include "data/strokes.h"

#include <math.h>

enum {
	SIDE = STROKES_SIDE,
	DIGITS = 10,
	WAYS = 4,        /* of writing one digit */
	MAX_POINTS = 16, /* in one stroke */
	PIECES = 4,      /* straight pieces in one span of a curve */
};

/* The ways to write each digit, all equally likely. Two figures are a point
   that pulls the pen towards it: column and row, on a grid of 10 by 10 from
   the top left. A `/` is a corner: the curve ends there, and the next one
   starts there. A `|` lifts the pen. */
static const char *const ways[DIGITS][WAYS] = {
    {
	/* 0 */
	"50 13 16 49 86 83 40",
	"60 21 05 28 59 85 72 40 21",
	"50 12 06 29 69 96 82 40",
	"71 40 12 06 28 59 88 94 72 50 30",
    },
    {
	/* 1 */
	"50 49",
	"50 54 49",
	"22 50/49",
	"23 50/49|29 79",
    },
    {
	/* 2 */
	"12 30 61 72 64 37 09/99",
	"02 20 50 82 74 46 19/59 88",
	"12 30 61 72 64 37 18 07 27 58 98",
	"11 50 72 55 18/28 47 69 98",
    },
    {
	/* 3 */
	"11 40 71 73 44/75 87 69 39 08",
	"10 80/44/75 97 69 29 08",
	"02 20 60 72 54 33 54 86 78 49 18",
	"01 50 82 44/86 69 29 07",
    },
    {
	/* 4 */
	"20 05/95|70 69",
	"20 14 35 84|81 65 59",
	"60 06/96|60 59",
	"70 05 36 95|72 64 59",
    },
    {
	/* 5 */
	"80 20/14/43 75 87 59 18",
	"20 14/53 85 77 49 08|20 90",
	"90 40 32 14/44 76 78 49 09",
	"81 30/23 53 76 68 39 17",
    },
    {
	/* 6 */
	"70 32 15 18 49 78 76 54 26",
	"60 23 16 39 68 76 55 27",
	"81 50 22 05 18 49 79 87 65 35 17",
	"40 14 17 39 69 77 55 26",
    },
    {
	/* 7 */
	"10 80/54 39",
	"02 11 80/53 39",
	"10 90/54 39|25 75",
	"00 80 64 59",
    },
    {
	/* 8 */
	"82 60 31 23 45 77 59 39 17 35 73 82 71",
	"50 21 24 54 72 61 40|44 16 19 59 87 65 44",
	"72 40 11 33 66 78 49 18 26 54 82 61",
	"40 21 33 66 78 49 17 44 82 40",
    },
    {
	/* 9 */
	"82 50 21 14 35 64 82/84 79",
	"72 40 12 24 54 82/85 68 39 18",
	"81 40 12 14 45 73 81/76 69",
	"73 51 22 14 44 73 71/75 59",
    },
};

/* Across a stroke's rim ink fades from full to none. In pixels. */
static const double rim = 1.4;

typedef struct {
	double x, y;
} Point;

/* A hand lays the grid on the image: centre + x * right + y * down. */
typedef struct {
	Point centre, right, down;
	double jitter; /* how far each point is off, in steps of the grid */
	double radius; /* of the pen, in pixels */
} Hand;

/* The points are 1 to count. Places 0 and count + 1 are for the neighbours
   that the first and the last lack. */
typedef struct {
	Point point[MAX_POINTS + 2];
	int count;
} Stroke;

/* The square of the distance from a pixel's middle to the nearest stroke. */
typedef struct {
	double nearest[SIDE][SIDE];
} Canvas;

/* A number from a bell curve: three uniform numbers added, then scaled to the
   deviation asked for. Never further than three deviations from the mean. */
static double
bell(Random *random, double mean, double deviation)
{
	double sum = 0;
	for (int i = 0; i < 3; i++)
		sum += random_u32(random) * 0x1p-32;
	return mean + deviation * (2 * sum - 3);
}

/* Stretches, slants and turns. Sine and cosine come without the C library's
   functions, whose last digit varies: every t gives a point of the unit
   circle, at the angle 2 atan(t). */
static Hand
random_hand(Random *random)
{
	double width = bell(random, 1.5, 0.25);
	double height = bell(random, 2.1, 0.25);
	double slant = bell(random, 0.15, 0.24);
	double t = bell(random, 0, 0.07);
	double cosine = (1 - t * t) / (1 + t * t);
	double sine = 2 * t / (1 + t * t);
	Hand hand;
	hand.right.x = width * cosine;
	hand.right.y = width * sine;
	hand.down.x = -height * (slant * cosine + sine);
	hand.down.y = height * (cosine - slant * sine);
	hand.centre.x = bell(random, SIDE / 2.0, 1);
	hand.centre.y = bell(random, SIDE / 2.0, 1);
	hand.jitter = bell(random, 0.4, 0.1);
	hand.radius = bell(random, 1.3, 0.25);
	return hand;
}

/* The grid turns about its middle, 4.5 steps from its first row and column. */
static void
add_point(Stroke *stroke, const Hand *hand, Random *random, int column, int row)
{
	double x = bell(random, column - 4.5, hand->jitter);
	double y = bell(random, row - 4.5, hand->jitter);
	Point *p = &stroke->point[++stroke->count];
	p->x = hand->centre.x + x * hand->right.x + y * hand->down.x;
	p->y = hand->centre.y + x * hand->right.y + y * hand->down.y;
}

/* The square of the distance from p to the nearest point of the segment ab. */
static double
distance_squared(Point p, Point a, Point b)
{
	double abx = b.x - a.x, aby = b.y - a.y;
	double apx = p.x - a.x, apy = p.y - a.y;
	double length2 = abx * abx + aby * aby;
	double along = apx * abx + apy * aby;
	double t = along <= 0 ? 0 : along >= length2 ? 1 : along / length2;
	double x = apx - t * abx, y = apy - t * aby;
	return x * x + y * y;
}

/* The row or column of pixels at a coordinate, or the nearest that exists. */
static int
pixel(double coordinate)
{
	if (coordinate < 0)
		return 0;
	return coordinate < SIDE ? (int)coordinate : SIDE - 1;
}

/* Pixels out of reach get no ink from here, so they are not looked at. */
static void
draw_segment(Canvas *canvas, Point a, Point b, double reach)
{
	int left = pixel((a.x < b.x ? a.x : b.x) - reach);
	int right = pixel((a.x < b.x ? b.x : a.x) + reach);
	int top = pixel((a.y < b.y ? a.y : b.y) - reach);
	int bottom = pixel((a.y < b.y ? b.y : a.y) + reach);
	for (int y = top; y <= bottom; y++)
		for (int x = left; x <= right; x++) {
			Point middle = {x + 0.5, y + 0.5};
			double d2 = distance_squared(middle, a, b);
			if (d2 < canvas->nearest[y][x])
				canvas->nearest[y][x] = d2;
		}
}

/* A cubic B-spline: a mean of four points in a row, mostly of b at t = 0 and
   mostly of c at t = 1. It rounds off the jitter, as a wrist does. */
static double
spline(double a, double b, double c, double d, double t)
{
	double u = 1 - t;
	double near_b = 4 - 3 * t * t * (1 + u);
	double near_c = 4 - 3 * u * u * (1 + t);
	return (a * u * u * u + b * near_b + c * near_c + d * t * t * t) / 6;
}

/* The point beyond `end` as seen from `inner`: with it as a neighbour the
   curve starts exactly at `end`. */
static Point
beyond(Point end, Point inner)
{
	return (Point){2 * end.x - inner.x, 2 * end.y - inner.y};
}

static void
draw_stroke(Canvas *canvas, Stroke *stroke, double reach)
{
	Point *p = stroke->point;
	int n = stroke->count;
	Point from = p[1];
	p[0] = beyond(p[1], p[2]);
	p[n + 1] = beyond(p[n], p[n - 1]);
	for (int i = 1; i < n; i++, p++)
		for (int k = 1; k <= PIECES; k++) {
			double t = (double)k / PIECES;
			Point to = {spline(p[0].x, p[1].x, p[2].x, p[3].x, t),
			    spline(p[0].y, p[1].y, p[2].y, p[3].y, t)};
			draw_segment(canvas, from, to, reach);
			from = to;
		}
}

static void
draw_way(Canvas *canvas, const char *way, const Hand *hand, Random *random)
{
	double reach = hand->radius + rim / 2;
	Stroke stroke = {.count = 0};
	for (; *way != '\0'; way++) {
		if (*way == '/') {
			draw_stroke(canvas, &stroke, reach);
			stroke.point[1] = stroke.point[stroke.count];
			stroke.count = 1;
		} else if (*way == '|') {
			draw_stroke(canvas, &stroke, reach);
			stroke.count = 0;
		} else if (*way != ' ') {
			int column = *way++ - '0';
			add_point(&stroke, hand, random, column, *way - '0');
		}
	}
	draw_stroke(canvas, &stroke, reach);
}

static uint8_t
grey(double nearest, double radius)
{
	double ink = (radius + rim / 2 - sqrt(nearest)) / rim;
	ink = ink < 0 ? 0 : ink > 1 ? 1 : ink;
	return (uint8_t)(255 * ink + 0.5);
}

void
strokes_draw(Random *random, int digit, uint8_t image[SIDE][SIDE])
{
	const char *way = ways[digit][random_u32(random) % WAYS];
	Hand hand = random_hand(random);
	Canvas canvas;
	for (int y = 0; y < SIDE; y++)
		for (int x = 0; x < SIDE; x++)
			canvas.nearest[y][x] = SIDE * SIDE;
	draw_way(&canvas, way, &hand, random);
	for (int y = 0; y < SIDE; y++)
		for (int x = 0; x < SIDE; x++)
			image[y][x] = grey(canvas.nearest[y][x], hand.radius);
}

/*
 * torch.randn, bit for bit.
 *
 * Both forms are Box and Muller's: from two uniform numbers u1, u2 come two
 * independent normal ones,
 *
 *     r cos t and r sin t,    r = sqrt(-2 ln u1),    t = 2 pi u2.
 *
 * Sixteen elements or more go through blocks of 16 floats, whose logarithm,
 * sine and cosine torch computes with the Cephes polynomials, eight at a time,
 * with fused multiply-adds (its AVX2 and AVX-512 builds). The same operations
 * in the same order, one at a time, give the same bits here on any processor:
 * 0 of 1,000,000 draws differ. Fewer than sixteen go one by one in double.
 */
#include "common/random.h"

#include <math.h>
#include <string.h>

#include "common/require.h"

enum { BLOCK = 16 };

#define PI 3.14159265358979323846

static uint32_t
bits_of(float x)
{
	uint32_t bits;
	memcpy(&bits, &x, sizeof bits);
	return bits;
}

static float
float_of(uint32_t bits)
{
	float x;
	memcpy(&x, &bits, sizeof x);
	return x;
}

/* The polynomial with the given coefficients, highest power first. */
static float
polynomial(float x, int terms, const float *coefficient)
{
	float sum = coefficient[0];
	for (int i = 1; i < terms; i++)
		sum = fmaf(sum, x, coefficient[i]);
	return sum;
}

/* ln x for a normal x > 0: x = m 2^e with m near 1, then ln m by polynomial
   in m - 1, and e ln 2 in two parts. */
static float
log_cephes(float x)
{
	static const float coefficient[] = {7.0376836292E-2f, -1.1514610310E-1f,
	    1.1676998740E-1f, -1.2420140846E-1f, 1.4249322787E-1f,
	    -1.6668057665E-1f, 2.0000714765E-1f, -2.4999993993E-1f,
	    3.3333331174E-1f};
	const float ln2_low = -2.12194440e-4f, ln2_high = 0.693359375f;

	/* Split into mantissa in [0.5, 1) and exponent; centre it on 1. */
	uint32_t bits = bits_of(x);
	float e = (float)((int)(bits >> 23) - 126);
	float m = float_of((bits & 0x007fffffu) | 0x3f000000u);
	if (m < 0.707106781186547524f) {
		e -= 1;
		m = (m - 1) + m;
	} else {
		m -= 1;
	}

	float square = m * m;
	float y = polynomial(m, 9, coefficient) * m;
	y = fmaf(y, square, e * ln2_low);
	y = fmaf(-square, 0.5f, y);
	return fmaf(e, ln2_high, m + y);
}

/* sin x and cos x for 0 <= x < 2 pi: x is reduced to the nearest even multiple
   of pi/4, in three parts so as not to lose digits; then one polynomial serves
   near 0, the other near pi/2. */
static void
sin_cos_cephes(float x, float *sine, float *cosine)
{
	static const float sine_coefficient[] = {
	    -1.9515295891E-4f, 8.3321608736E-3f, -1.6666654611E-1f};
	static const float cosine_coefficient[] = {2.443315711809948E-005f,
	    -1.388731625493765E-003f, 4.166664568298827E-002f};
	static const float quarter_pi[] = {
	    -0.78515625f, -2.4187564849853515625e-4f, -3.77489497744594108e-8f};

	int octant = ((int)(x * 1.27323954473516f) + 1) & ~1; /* x * 4 / pi */
	for (int i = 0; i < 3; i++)
		x = fmaf((float)octant, quarter_pi[i], x);

	float z = x * x;
	float near_one = polynomial(z, 3, cosine_coefficient) * z;
	near_one = fmaf(near_one, z, -(z * 0.5f)) + 1;
	float near_zero = polynomial(z, 3, sine_coefficient) * z;
	near_zero = fmaf(near_zero, x, x);

	bool swapped = octant & 2;
	float s = swapped ? near_one : near_zero;
	float c = swapped ? near_zero : near_one;
	*sine = octant & 4 ? -s : s;
	*cosine = (octant - 2) & 4 ? c : -c;
}

/* Sixteen uniform numbers into sixteen normal ones, in place: the first half
   gives the radius, the second the angle. */
static void
normal_block(float u[BLOCK])
{
	for (int i = 0; i < BLOCK / 2; i++) {
		float radius = sqrtf(-2 * log_cephes(1 - u[i]));
		float sine, cosine;
		sin_cos_cephes(
		    2 * (float)PI * u[i + BLOCK / 2], &sine, &cosine);
		u[i] = radius * cosine;
		u[i + BLOCK / 2] = radius * sine;
	}
}

/* Draws 16 uniform numbers and writes 16 normal ones. */
static void
draw_block(Random *random, Real *out)
{
	float u[BLOCK];
	for (int i = 0; i < BLOCK; i++)
		u[i] = random_unit(random);
	normal_block(u);
	for (int i = 0; i < BLOCK; i++)
		out[i] = (Real)u[i];
}

/* One normal number in double; its sister waits in `spare`. */
static double
draw_one(Random *random)
{
	if (random->has_spare) {
		random->has_spare = false;
		return random->spare;
	}
	const uint64_t low53 = (UINT64_C(1) << 53) - 1;
	double u1 = (double)(random_u64(random) & low53) * 0x1p-53;
	double u2 = (double)(random_u64(random) & low53) * 0x1p-53;
	double radius = sqrt(-2 * log1p(-u2)), angle = 2 * PI * u1;
	random->spare = radius * sin(angle);
	random->has_spare = true;
	return radius * cos(angle);
}

void
random_normal(Random *random, Tensor *t)
{
	REQUIRE_GIVEN(random && t);
	REQUIRE(tensor_is_contiguous(t), "shape %s is a view with gaps",
	    SHAPE_TEXT(t));
	size_t n = tensor_count(t);
	if (n < BLOCK) {
		for (size_t i = 0; i < n; i++)
			t->data[i] = (Real)(float)draw_one(random);
		return;
	}

	/* torch first draws all n, and what does not fill a block is thrown away:
	   the last 16 places get a block of new draws. */
	size_t whole = n / BLOCK * BLOCK;
	for (size_t i = 0; i < whole; i += BLOCK)
		draw_block(random, t->data + i);
	if (whole < n) {
		for (size_t i = whole; i < n; i++)
			random_u32(random);
		draw_block(random, t->data + n - BLOCK);
	}
}

/*
 * The .npy files inside: all that NumPy may write, in four types.
 */
#include "tests/npz.h"

#include <math.h>

/* The one tensor of a file with this header and these elements. */
static Tensor *
read_npy(const char *header, Bytes data)
{
	write_plain("good.npz", ZIP(DEFLATED("w.npy", npy(header, data))));
	Npz npz = read_npz("good.npz");
	ck_assert_uint_eq(npz.count, 1);
	return npz.entries[0].tensor;
}

/* 1, -2.5 and 0.1 in all four types. */
#define F4 "\0\0\x80\x3f\0\0\x20\xc0\xcd\xcc\xcc\x3d"
#define F4_BIG "\x3f\x80\0\0\xc0\x20\0\0\x3d\xcc\xcc\xcd"
#define F8 \
	"\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\x04\xc0" \
	"\x9a\x99\x99\x99\x99\x99\xb9\x3f"
#define F8_BIG \
	"\x3f\xf0\0\0\0\0\0\0\xc0\x04\0\0\0\0\0\0" \
	"\x3f\xb9\x99\x99\x99\x99\x99\x9a"

START_TEST(four_types)
{
	Bytes f4 = {(unsigned char *)F4, 12}, f8 = {(unsigned char *)F8, 24};
	Bytes f4_big = {(unsigned char *)F4_BIG, 12};
	Bytes f8_big = {(unsigned char *)F8_BIG, 24};
	const double tenth = (double)0.1f;
	ck_tensor(read_npy(HEADER("<f4", "False", "(3,)"), f4), SHAPE(3), 0, 1,
	    -2.5, tenth);
	ck_tensor(read_npy(HEADER(">f4", "False", "(3,)"), f4_big), SHAPE(3), 0,
	    1, -2.5, tenth);
	ck_tensor(read_npy(HEADER("<f8", "False", "(3,)"), f8), SHAPE(3), 0, 1,
	    -2.5, (double)(Real)0.1);
	ck_tensor(read_npy(HEADER(">f8", "False", "(3,)"), f8_big), SHAPE(3), 0,
	    1, -2.5, (double)(Real)0.1);
}
END_TEST

/* What is rounded to nothing or kept as infinity is read; what would become
   infinite is not. */
START_TEST(range_of_float)
{
	unsigned char bytes[16] = {0};
	Bytes data = {bytes, 16};
	const char *header = HEADER("<f8", "False", "(2,)");
	put(bytes, 8, 0x0000000000000001);     /* the smallest double */
	put(bytes + 8, 8, 0x7ff0000000000000); /* infinity */
	ck_tensor(read_npy(header, data), SHAPE(2), 0,
	    sizeof(Real) == 4 ? 0 : 4.9406564584124654e-324, (double)INFINITY);
	put(bytes, 8, 0xfff0000000000000);
	put(bytes + 8, 8, 0x7ff8000000000000); /* NaN */
	ck_tensor(read_npy(header, data), SHAPE(2), 0, -(double)INFINITY,
	    (double)NAN);
	put(bytes, 8, 0x47efffffe0000000); /* the largest float, with a sign */
	put(bytes + 8, 8, 0xc7efffffe0000000);
	ck_tensor(read_npy(header, data), SHAPE(2), 0, 3.4028234663852886e38,
	    -3.4028234663852886e38);

	put(bytes + 8, 8, 0xc7efffffe0000001); /* and one a little larger */
	if (sizeof(Real) == 8) {
		ck_assert(
		    tensor_item(tensor_narrow(step, read_npy(header, data), 0,
			1, 1)) < (Real)-3.4028234663852886e38);
		return;
	}
	npy_fails(npy(header, data),
	    "element 1 is -3.40282e+38, out of the range of float");
	put(bytes, 8, 0x7fefffffffffffff);
	npy_fails(npy(header, data),
	    "element 0 is 1.79769e+308, out of the range of float");
}
END_TEST

START_TEST(good_shapes)
{
	Bytes f4 = {(unsigned char *)F4, 12};
	ck_tensor(read_npy(HEADER("<f4", "False", "()"), resized(f4, 4)),
	    SCALAR, 0, 1);
	ck_tensor(read_npy(HEADER("<f4", "False", "(3, 1)"), f4), SHAPE(3, 1),
	    0, 1, -2.5, (double)0.1f);
	ck_tensor(read_npy(HEADER("<f4", "False", "(1,1,1,1,1,1,3,1,)"), f4),
	    SHAPE(1, 1, 1, 1, 1, 1, 3, 1), 0, 1, -2.5, (double)0.1f);
	ck_assert(shape_equal(
	    tensor_shape(read_npy(
		HEADER("<f4", "False", "( 2 , 0 , 4294967 )"), zeros(0))),
	    SHAPE(2, 0, 4294967)));
}
END_TEST

/* The keys in another order, fewer spaces or more, no comma at the end. */
START_TEST(ways_to_write_it)
{
	const char *const headers[] = {
	    "{'shape':(2,),'fortran_order':False,'descr':'<f4'}",
	    " \n{ 'shape' : ( 2 , ) ,'fortran_order':False, 'descr':'<f4'}\n ",
	    "{'descr': '<f4', 'fortran_order': False, 'shape': (00002,), }"};
	for (int i = 0; i < 3; i++)
		ck_tensor(read_npy(headers[i], zeros(8)), SHAPE(2), 0, 0, 0);
	char longest[65535];
	memset(longest, ' ', sizeof longest);
	memcpy(longest, headers[0], strlen(headers[0]));
	write_plain(
	    "good.npz", ZIP(PART("w.npy", npy_raw(longest, 65535, zeros(8)))));
	ck_assert_uint_eq(read_npz("good.npz").count, 1);
}
END_TEST

TESTS_IN_FOLDER(
    "npz_npy", four_types, range_of_float, good_shapes, ways_to_write_it)

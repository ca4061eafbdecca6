#include "common/mnist.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/idx.h"
#include "common/views.h"

enum { SIDE = 28 };

/* CRC-32 of the training labels, uncompressed. */
static const uint32_t mnist_checksum = 0xe0cb4ad2;
static const uint32_t synthetic_checksum = 0x404756d4;

typedef struct {
	char text[640];
} Path;

/* The path of a file in a folder, gzipped if there is one, else plain. */
static Path
find_file(const char *folder, const char *name)
{
	Path path;
	snprintf(path.text, sizeof path.text, "%s/%s.gz", folder, name);
	if (access(path.text, F_OK) == 0)
		return path;
	Path plain;
	snprintf(plain.text, sizeof plain.text, "%s/%s", folder, name);
	return access(plain.text, F_OK) == 0 ? plain : path;
}

static bool
has_digits(const char *folder)
{
	Path images = find_file(folder, "train-images-idx3-ubyte");
	return access(images.text, F_OK) == 0;
}

/* The folder to read from; NULL if there is none. */
static const char *
choose_folder(void)
{
	const char *wish = getenv("MNIST_DIR");
	if (wish && *wish)
		return wish;
	return has_digits("data/mnist")       ? "data/mnist"
	       : has_digits("data/synthetic") ? "data/synthetic"
					      : NULL;
}

static Digits
recognise(uint32_t checksum)
{
	return checksum == mnist_checksum       ? DIGITS_MNIST
	       : checksum == synthetic_checksum ? DIGITS_SYNTHETIC
						: DIGITS_OTHER;
}

/* The two files of a part, "train" or "t10k". */
typedef struct {
	Path images, labels;
} Pair;

static Pair
find_pair(const char *folder, const char *part)
{
	char images[40], labels[40];
	snprintf(images, sizeof images, "%s-images-idx3-ubyte", part);
	snprintf(labels, sizeof labels, "%s-labels-idx1-ubyte", part);
	return (Pair){find_file(folder, images), find_file(folder, labels)};
}

/* Reads images and labels and requires that they belong together. */
static bool
load_pair(Arena *arena, double divisor, const Pair *pair, Tensor **x,
    Tensor **y, uint32_t *checksum, Error *error)
{
	const Path images = pair->images, labels = pair->labels;
	Tensor *grid; /* (n, 28, 28) */
	if (!idx_read_images(arena, images.text, divisor, &grid, error) ||
	    !idx_read_labels(arena, labels.text, y, checksum, error))
		return false;
	size_t n = grid->shape[0];
	if (grid->shape[1] != SIDE || grid->shape[2] != SIDE)
		return error_set(error,
		    "%s: images of %zu by %zu, expected %d by %d", images.text,
		    grid->shape[1], grid->shape[2], SIDE, SIDE);
	if (n != (*y)->shape[0])
		return error_set(error,
		    "%s has %zu images, but %s has %zu labels", images.text, n,
		    labels.text, (*y)->shape[0]);
	*x = tensor_reshape(arena, grid, SHAPE(n, SIDE * SIDE)); /* (n, 784) */
	return true;
}

bool
mnist_load(Arena *arena, double divisor, Mnist *mnist, Error *error)
{
	const char *folder = choose_folder();
	if (!folder)
		return error_set(error,
		    "no digits in data/mnist or data/synthetic: run 'make "
		    "data' in"
		    " the project's folder, or set MNIST_DIR");
	int length = snprintf(
	    mnist->folder, sizeof mnist->folder, "%s", folder);
	if ((size_t)length >= sizeof mnist->folder)
		return error_set(error,
		    "%.40s...: a folder name of %d bytes is too long", folder,
		    length);

	Tensor *x; /* (60000, 784) */
	Tensor *y; /* (60000,) */
	uint32_t checksum;
	Pair pair = find_pair(folder, "train");
	if (!load_pair(arena, divisor, &pair, &x, &y, &checksum, error))
		return false;
	mnist->digits = recognise(checksum);

	mnist->x = x;
	mnist->y = y;
	size_t n = x->shape[0], valid = n / 6, train = n - valid;
	mnist->x_train = tensor_narrow(arena, x, 0, 0, train);
	mnist->y_train = tensor_narrow(arena, y, 0, 0, train);
	mnist->x_valid = tensor_narrow(arena, x, 0, train, valid);
	mnist->y_valid = tensor_narrow(arena, y, 0, train, valid);
	return true;
}

bool
mnist_load_test(Arena *arena, double divisor, const Mnist *mnist, Tensor **x,
    Tensor **y, Error *error)
{
	uint32_t checksum;
	Pair pair = find_pair(mnist->folder, "t10k");
	return load_pair(arena, divisor, &pair, x, y, &checksum, error);
}

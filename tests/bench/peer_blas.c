/*
 * A child that multiplies with somebody else's library: peer_blas FOLDER
 * LIBRARY..., the first of the libraries that is installed. It is loaded while
 * the program runs, so that the program builds everywhere.
 */
#define _GNU_SOURCE /* for madvise */
#define _DARWIN_C_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "tests/bench/bench.h"
#include "tests/bench/operands.h"
#include "tests/bench/serve.h"

#ifdef REAL_DOUBLE
#define GEMM "dgemm"
#else
#define GEMM "sgemm"
#endif

/* The two forms in which libraries multiply: c = a b, row by row. */
typedef void Cblas(int order, int a_turned, int b_turned, int m, int n, int k,
    Real alpha, const Real *a, int lda, const Real *b, int ldb, Real beta,
    Real *c, int ldc);
typedef int Dnnl(char a_turned, char b_turned, int64_t m, int64_t n, int64_t k,
    Real alpha, const Real *a, int64_t lda, const Real *b, int64_t ldb,
    Real beta, Real *c, int64_t ldc);
enum { ROW_MAJOR = 101, AS_IT_IS = 111, TURNED = 112 };

/* Numbers that stay from run to run. */
typedef struct {
	Real *at;
	size_t count;
} Buffer;

typedef struct {
	const char *folder;
	Cblas *cblas;
	Dnnl *dnnl;
	Buffer x, w, g, square, c;
	const Real *a, *b; /* this run's product: (m, k) (k, n), */
	int m, n, k;
	bool a_turned, b_turned; /* stored as (k, m), as (n, k) */
} Peer;

/* Makes room, in large pages where the system has them, and touches it.
   False: there was room. */
static bool
make_room(Buffer *buffer, size_t count)
{
	enum { PAGE = 1 << 21 };
	if (buffer->count >= count)
		return false;
	free(buffer->at);
	size_t bytes = (count * sizeof(Real) + PAGE - 1) / PAGE * PAGE;
	buffer->at = aligned_alloc(PAGE, bytes);
	if (!buffer->at)
		serve_fail("out of memory");
#ifdef MADV_HUGEPAGE
	madvise(buffer->at, bytes, MADV_HUGEPAGE);
#endif
	memset(buffer->at, 0, bytes);
	buffer->count = count;
	return true;
}

static const Real *
operand(const Peer *peer, Buffer *buffer, const char *name, size_t count)
{
	Error error;
	if (make_room(buffer, count) &&
	    !operand_read(peer->folder, name, buffer->at, count, &error))
		serve_fail(error.text);
	return buffer->at;
}

static const Real *
x_of(Peer *peer, size_t rows)
{
	return operand(peer, &peer->x, "x", rows * PIXELS);
}

static const Real *
g_of(Peer *peer, size_t rows)
{
	return operand(peer, &peer->g, "g", rows * HIDDEN);
}

static const Real *
w_of(Peer *peer)
{
	return operand(peer, &peer->w, "w", PIXELS * HIDDEN);
}

static void
set_sizes(Peer *peer, size_t m, size_t n, size_t k)
{
	peer->m = (int)m;
	peer->n = (int)n;
	peer->k = (int)k;
	peer->a_turned = peer->b_turned = false;
	make_room(&peer->c, m * n);
}

static void
w1_prepare(void *self, size_t rows)
{
	Peer *peer = self;
	set_sizes(peer, rows, HIDDEN, PIXELS);
	peer->a = x_of(peer, rows);
	peer->b = w_of(peer);
}

static void
w2_prepare(void *self, size_t rows)
{
	Peer *peer = self;
	set_sizes(peer, PIXELS, HIDDEN, rows);
	peer->a_turned = true;
	peer->a = x_of(peer, rows);
	peer->b = g_of(peer, rows);
}

static void
w3_prepare(void *self, size_t rows)
{
	Peer *peer = self;
	set_sizes(peer, rows, PIXELS, HIDDEN);
	peer->b_turned = true;
	peer->a = g_of(peer, rows);
	peer->b = w_of(peer);
}

static void
w4_prepare(void *self, size_t rows)
{
	Peer *peer = self;
	set_sizes(peer, rows, rows, rows);
	peer->a = peer->b = operand(peer, &peer->square, "square", rows * rows);
}

static void
run(void *self)
{
	Peer *p = self;
	int lda = p->a_turned ? p->m : p->k;
	int ldb = p->b_turned ? p->k : p->n;
	if (p->dnnl)
		p->dnnl(p->a_turned ? 'T' : 'N', p->b_turned ? 'T' : 'N', p->m,
		    p->n, p->k, 1, p->a, lda, p->b, ldb, 0, p->c.at, p->n);
	else
		p->cblas(ROW_MAJOR, p->a_turned ? TURNED : AS_IT_IS,
		    p->b_turned ? TURNED : AS_IT_IS, p->m, p->n, p->k, 1, p->a,
		    lda, p->b, ldb, 0, p->c.at, p->n);
}

static void
find(void *self, Findings *findings)
{
	const Peer *peer = self;
	find_matrix(findings, peer->c.at, (size_t)peer->m, (size_t)peer->n);
}

/* Puts the address of a function into *function; C has no cast for it. */
static bool
look_up(void *library, const char *name, void *function)
{
	void *address = dlsym(library, name);
	memcpy(function, &address, sizeof address);
	return address != NULL;
}

/* What the library calls its version, into text. */
static void
version_of(void *library, char text[64])
{
	char *(*openblas)(void);
	const char *(*blis)(void);
	const struct {
		int major, minor, patch;
	} * (*dnnl)(void); /* the first fields of dnnl_version_t */
	if (look_up(library, "openblas_get_config", &openblas))
		sscanf(openblas(), "OpenBLAS %60s", text);
	else if (look_up(library, "bli_info_get_version_str", &blis))
		snprintf(text, 64, "%s", blis());
	else if (look_up(library, "dnnl_version", &dnnl))
		snprintf(text, 64, "%d.%d.%d", dnnl()->major, dnnl()->minor,
		    dnnl()->patch);
}

static void *
first_installed(char **libraries)
{
	void *library = NULL;
	for (; *libraries && !library; libraries++)
		library = dlopen(*libraries, RTLD_NOW | RTLD_LOCAL);
	return library;
}

int
main(int argc, char **argv)
{
	static const Work works[] = {
	    {"W1", w1_prepare, run, find},
	    {"W2", w2_prepare, run, find},
	    {"W3", w3_prepare, run, find},
	    {"W4", w4_prepare, run, find},
	};
	Peer peer = {.folder = argc > 1 ? argv[1] : ""};
	void *library = argc > 2 ? first_installed(argv + 2) : NULL;
	if (!library || (!look_up(library, "cblas_" GEMM, &peer.cblas) &&
			    !look_up(library, "dnnl_" GEMM, &peer.dnnl))) {
		puts("missing");
		return EXIT_SUCCESS;
	}
	char version[64] = "";
	version_of(library, version);
	return serve(version, works, sizeof works / sizeof works[0], &peer);
}

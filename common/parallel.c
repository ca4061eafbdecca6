#include "common/parallel.h"

/* Waking a second core costs about as much as this many elements. */
enum { WORTH_A_THREAD = 1 << 15 };

void
parallel_for(size_t count, size_t work, void (*piece)(void *context, size_t i),
    void *context)
{
#ifdef _OPENMP
	if (count > 1 && work >= WORTH_A_THREAD) {
#pragma omp parallel for schedule(dynamic)
		for (size_t i = 0; i < count; i++)
			piece(context, i);
		return;
	}
#else
	(void)work;
#endif
	for (size_t i = 0; i < count; i++)
		piece(context, i);
}

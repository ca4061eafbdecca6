#include "common/parallel.h"

enum {
	WORTH_A_THREAD = 1 << 18, /* elements: waking a core costs as much */
	SHARES = 128, /* a core takes this part of the pieces at a time */
};

void
parallel_for(size_t count, size_t work, void (*piece)(void *context, size_t i),
    void *context)
{
#ifdef _OPENMP
	if (count > 1 && work >= WORTH_A_THREAD) {
		size_t share = count / SHARES + 1;
#pragma omp parallel for schedule(dynamic, share)
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

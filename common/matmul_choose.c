#include "common/matmul.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/matmul_kernel.h"

/* What this kind of processor may have, the widest first. */
static const MatmulKernel *const kernels[] = {
#if defined(__x86_64__)
    &matmul_kernel_avx512,
    &matmul_kernel_avx2,
#elif defined(__aarch64__)
    &matmul_kernel_neon,
#endif
    &matmul_kernel_plain,
};
enum { KERNELS = sizeof kernels / sizeof *kernels };

static bool
runs_here(const MatmulKernel *kernel)
{
#if defined(__x86_64__)
	if (kernel == &matmul_kernel_avx512)
		return __builtin_cpu_supports("avx512f");
	if (kernel == &matmul_kernel_avx2)
		return __builtin_cpu_supports("avx2") &&
		       __builtin_cpu_supports("fma");
#endif
	return kernel != NULL;
}

/* The widest kernel that runs here, or the one of that name; NULL: there is
   none. */
static const MatmulKernel *
widest(const char *name)
{
	for (int i = 0; i < KERNELS; i++)
		if (runs_here(kernels[i]) &&
		    (!name || strcmp(kernels[i]->name, name) == 0))
			return kernels[i];
	return NULL;
}

const MatmulKernel *
matmul_kernel(void)
{
	const char *wish = getenv("HANDGRAD_SIMD");
	const MatmulKernel *wished = wish ? widest(wish) : NULL;
	return wished ? wished : widest(NULL);
}

const char *
matmul_kernel_name(void)
{
	return matmul_kernel()->name;
}

bool
matmul_kernel_fits(Error *error)
{
	const char *wish = getenv("HANDGRAD_SIMD");
	if (!wish || !*wish || widest(wish))
		return true;
	char names[64] = "";
	size_t used = 0;
	for (int i = 0; i < KERNELS; i++)
		if (runs_here(kernels[i]))
			used += (size_t)snprintf(names + used,
			    sizeof names - used, " %s", kernels[i]->name);
	return error_set(error,
	    "HANDGRAD_SIMD is '%s'; the kernels of this processor:%s", wish,
	    names);
}

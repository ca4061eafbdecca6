#include "common/matmul.h"

#include <stdlib.h>
#include <string.h>

#include "common/matmul_kernel.h"

const MatmulKernel *
matmul_kernel(void)
{
#if defined(__x86_64__)
	const char *wish = getenv("HANDGRAD_SIMD");
	bool any = !wish || !*wish;
	if (__builtin_cpu_supports("avx512f") &&
	    (any || strcmp(wish, "avx512") == 0))
		return &matmul_kernel_avx512;
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
	    (any || strcmp(wish, "plain") != 0))
		return &matmul_kernel_avx2;
#elif defined(__aarch64__)
	const char *wish = getenv("HANDGRAD_SIMD");
	if (!wish || strcmp(wish, "plain") != 0)
		return &matmul_kernel_neon;
#endif
	return &matmul_kernel_plain;
}

const char *
matmul_kernel_name(void)
{
	return matmul_kernel()->name;
}

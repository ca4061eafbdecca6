/*
 * A target that falls into every trap, for run.sh, which tests the runner.
 */
#define MODULE_SOURCE
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 4)
		return 0;
	FUZZ_CHECK(memcmp(data, "trap", 4) != 0, "a trap");
	if (memcmp(data, "quit", 4) == 0)
		exit(3);
	if (memcmp(data, "hang", 4) == 0) {
		alarm(1); /* instead of ten */
		for (;;)
			pause();
	}
	return 0;
}

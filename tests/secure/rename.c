/*
 * rename OLD NEW: copies an archive from stdin to stdout with a name in it
 * changed, wherever it stands: NEW has OLD's length, so that no other byte
 * moves. A ~ in NEW becomes a NUL.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 1 << 20 };

static char archive[MOST];

static void
change(char *at, const char *name)
{
	for (; *name; name++, at++)
		*at = *name == '~' ? '\0' : *name;
}

int
main(int count, char **argument)
{
	if (count != 3 || strlen(argument[1]) != strlen(argument[2])) {
		fprintf(stderr, "usage: rename OLD NEW, of one length\n");
		return 2;
	}
	const char *old = argument[1];
	size_t size = fread(archive, 1, MOST, stdin), length = strlen(old);
	int found = 0;
	for (size_t at = 0; at + length <= size; at++)
		if (memcmp(archive + at, old, length) == 0) {
			change(archive + at, argument[2]);
			found++;
		}
	bool good = fwrite(archive, 1, size, stdout) == size;
	return good && fflush(stdout) == 0 && found == 2 ? 0 : 1;
}

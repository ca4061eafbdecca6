#include "common/require.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

RequireCaller require_caller = {"?", 0};
void (*require_hook)(const char *message);

_Noreturn void
require_failed(const char *operation, const char *format, ...)
{
	char what[768], message[1024];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(what, sizeof what, format, arguments);
	va_end(arguments);
	snprintf(message, sizeof message, "%s:%d: %s: %s", require_caller.file,
	    require_caller.line, operation, what);

	if (require_hook)
		require_hook(message);
	fflush(stdout);
	fprintf(stderr, "%s\n", message);
	abort();
}

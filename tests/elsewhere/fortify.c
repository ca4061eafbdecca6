/*
 * What Debian's static zlib asks of glibc and musl has not: two functions of
 * printf's that also know how large the buffer is. musl.sh adds them.
 */
#include <stdarg.h>
#include <stdio.h>

int __vsnprintf_chk(char *text, size_t size, int flag, size_t room,
    const char *format, va_list values);
int __snprintf_chk(
    char *text, size_t size, int flag, size_t room, const char *format, ...);

int
__vsnprintf_chk(char *text, size_t size, int flag, size_t room,
    const char *format, va_list values)
{
	(void)flag;
	return vsnprintf(text, size < room ? size : room, format, values);
}

int
__snprintf_chk(
    char *text, size_t size, int flag, size_t room, const char *format, ...)
{
	va_list values;
	va_start(values, format);
	int length = __vsnprintf_chk(text, size, flag, room, format, values);
	va_end(values);
	return length;
}

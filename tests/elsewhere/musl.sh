#!/bin/sh
# Another C library: musl. The programs are built with it and print what they
# should. Debian has neither zlib nor Check for it; of zlib, glibc's static
# library will do, with two functions (fortify.c). The tests on Check are left out.
. tests/elsewhere/place.inc

needs musl-gcc musl-tools || exit 0
library=/usr/lib/$(gcc -dumpmachine)/libz.a
if [ ! -e "$library" ]; then
	skips 'programs' "there is no $library (package zlib1g-dev)"
	exit 0
fi
mkdir -p "$here/zlib"
for part in /usr/include/zlib.h /usr/include/zconf.h \
    "${library%/libz.a}/../../include/$(gcc -dumpmachine)/zconf.h" "$library"; do
	[ ! -e "$part" ] || cp "$part" "$here/zlib"
done
# Its output has a smaller buffer: a full disk is met before the end, and the
# reason is not known there any more, as tests/common/program.sh wants it.
programs='' scripts=$(program_scripts | grep -v '^tests/common/')
[ -z "$QUICK" ] || scripts=tests/chapters/05_toy/program.sh numbers=5

# runs_programs: zlib with what it misses, and then all that is linked with it.
runs_programs() {
	musl-gcc -O2 -c -o "$here/fortify.o" tests/elsewhere/fortify.c &&
	    ar rs "$here/zlib/libz.a" "$here/fortify.o" &&
	    some OUT="$here" REAL=float CFLAGS=-Werror \
	    CC="musl-gcc -static -isystem $here/zlib -L$here/zlib"
}

tries 'programs' runs_programs

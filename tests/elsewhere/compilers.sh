#!/bin/sh
# Each compiler at each level: every test program, and every program's output.
. tests/elsewhere/place.inc

levels='-O0 -O1 -O2 -O3'
programs=$(programs_without '^$') scripts=$(program_scripts)
[ -z "$QUICK" ] || takes_a_part
for compiler in gcc clang; do
	needs "$compiler" "$compiler" || continue
	# The levels that nothing else builds with.
	[ -z "$QUICK" ] || levels=$([ "$compiler" = gcc ] && echo -O0 || echo -O1)
	for level in $levels; do
		tries "$compiler $level" some OUT="$here/$level" REAL=float \
		    CC="$compiler" CFLAGS="$level -Werror"
	done
done

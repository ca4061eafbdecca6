#!/bin/sh
# configure.sh DIR: asks the compiler $CC what it can do and prints the answer
# as variables for the Makefile: KERNELS, FLOAT_FLAGS, HARDEN, HARDEN_LINK,
# FORTIFY, HAVE_CHECK, CHECK_CFLAGS, CHECK_LIBS. A missing compiler or zlib ends
# in one line and status 1.
set -eu
probe=$(mktemp -d "$1/probe.XXXXXX")
trap 'rm -rf "$probe"' EXIT

# compiles HEADER STATEMENT FLAGS...: does a program with these build?
compiles() {
	printf '#include <%s>\nint main(void) { %s; return 0; }\n' "$1" "$2" \
	    > "$probe/probe.c"
	shift 2
	# shellcheck disable=SC2086 # $CC may hold options
	$CC "$probe/probe.c" -o "$probe/probe" "$@" > "$probe/log" 2>&1
}

# missing WHAT PACKAGES: one line, and no more.
missing() {
	echo "$1 is missing (Debian: $2; sh setup.sh installs it)" >&2
	exit 1
}

compiles stdio.h 'puts("")' || missing "a C compiler ('$CC')" 'gcc libc6-dev'
compiles zlib.h 'zlibVersion()' -lz || missing 'zlib' zlib1g-dev

# shellcheck disable=SC2086
case $($CC -dumpmachine 2>/dev/null || uname -m) in
x86_64* | amd64*) echo 'KERNELS := plain avx2 avx512' ;;
aarch64* | arm64*) echo 'KERNELS := plain neon' ;;
*) echo 'KERNELS := plain' ;;
esac

# gcc's C11 computes floats in double on s390x, unless it is asked not to: the
# same formula gives the same bits everywhere.
in_float='_Static_assert(FLT_EVAL_METHOD == 0, "")'
fast=-fexcess-precision=fast
if compiles float.h "$in_float" -std=c11 ||
    ! compiles float.h "$in_float" -std=c11 $fast; then
	fast=
fi
echo "FLOAT_FLAGS := $fast"

# knows FLAGS...: does the compiler make a program with these, and in silence?
knows() {
	compiles stdio.h 'char line[80]; return !fgets(line, 80, stdin)' \
	    -Wall -Werror -O2 "$@"
}

# How to harden a program, as far as this compiler and its linker can.
harden='' link=''
knows -fstack-protector-strong && harden=' -fstack-protector-strong'
knows -fPIE -pie && harden="$harden -fPIE" link=' -pie'
knows -Wl,-z,relro,-z,now && link="$link -Wl,-z,relro,-z,now"
knows -Wl,-z,noexecstack && link="$link -Wl,-z,noexecstack"
echo "HARDEN :=$harden"
echo "HARDEN_LINK :=$link"
# A machine's own FORTIFY would be defined twice.
echo 'FORTIFY := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2'

if pkg-config --exists check 2>/dev/null; then
	flags=$(pkg-config --cflags check) libs=$(pkg-config --libs check)
else
	flags='' libs='-lcheck'
fi
# shellcheck disable=SC2086
compiles check.h 'suite_create("")' $flags $libs && have=yes || have=
echo "HAVE_CHECK := $have"
echo "CHECK_CFLAGS := $flags"
echo "CHECK_LIBS := $libs"

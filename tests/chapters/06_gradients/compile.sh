#!/bin/sh
# A notebook defines forward_and_backward with six parameters and calls it with
# two; it finds out when the line runs. Here the compiler refuses.
. tests/chapters/program.inc
LC_ALL=C
export LC_ALL

# compiles STATUS ARGUMENTS: a file whose one call has these.
compiles() {
	cat > "$work/call.c" <<EOF
#include "chapters/06_gradients/gradients.h"

double call(Arena *arena, const Net *net, Tensor *x, const Tensor *target);

double
call(Arena *arena, const Net *net, Tensor *x, const Tensor *target)
{
	(void)arena, (void)net, (void)x, (void)target;
	return forward_and_backward($2);
}
EOF
	# shellcheck disable=SC2046 # the compiler and its flags
	runs "$1" $(cat "$BUILD/flags") -c -o "$work/call.o" "$work/call.c"
}

# The same file, with the right call and with the notebook's.
compiles 0 'arena, net, x, target'
complains ''
compiles 1 'x, target'
checks 'too few arguments' \
    grep -q 'error: too few arguments to function' "$work/err"
compiles 1 'arena, net, x, target, x, x'
checks 'too many arguments' \
    grep -q 'error: too many arguments to function' "$work/err"
ends

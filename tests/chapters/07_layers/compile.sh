#!/bin/sh
# Two of the readers' mistakes that a compiler sees: parameters that nobody made,
# and the value of the loss in the place of what remembers. Each compiler that
# is installed must refuse them, and take the same lines without the mistake.
. tests/chapters/program.inc
LC_ALL=C
export LC_ALL

# compiles STATUS COMPILER LEVEL FILE
compiles() {
	runs "$1" "$2" -std=c11 -D_POSIX_C_SOURCE=200809L -I. -Wall -Werror \
	    "$3" -c -o "$work/it.o" "$4"
}

# made FILE: unfilled.c, with something in its two variables.
made() {
	sed 's/Tensor \*w, \*b;/Tensor *w = NULL, *b = NULL;/' \
	    tests/chapters/07_layers/unfilled.c > "$1"
	checks 'the mended line' grep -q '= NULL' "$1"
}

# backward TYPE FILE: model_backward of something of this type.
backward() {
	cat > "$2" <<END
#include "chapters/07_layers/layers.h"

void call(Arena *arena, $1 it);

void
call(Arena *arena, $1 it)
{
	model_backward(arena, it);
}
END
}

# refuses COMPILER LEVEL FILE ERRORS PATTERN: all its errors are of that kind.
refuses() {
	compiles 1 "$1" "$2" "$3"
	grep 'error: ' "$work/err" > "$work/errors"
	checks "$1 $2: not $4 errors" [ "$(grep -c '' "$work/errors")" -eq "$4" ]
	checks "$1 $2: errors that are not '$5'" \
	    [ "$(grep -c "$5" "$work/errors")" -eq "$4" ]
}

made "$work/made.c"
backward 'Model *' "$work/model.c"
backward double "$work/loss.c"
found=0
for compiler in gcc clang cc; do
	command -v "$compiler" > /dev/null || continue
	found=$((found + 1))
	for level in -O0 -O1 -O2 -O3; do
		compiles 0 "$compiler" "$level" "$work/made.c"
		complains ''
		refuses "$compiler" "$level" \
		    tests/chapters/07_layers/unfilled.c 2 uninitialized
	done
	compiles 0 "$compiler" -O1 "$work/model.c"
	complains ''
	refuses "$compiler" -O1 "$work/loss.c" 1 'incompatible type'
done
checks 'a compiler' [ "$found" -gt 0 ]
[ "$found" -eq 3 ] || echo 'skipped: one of gcc, clang, cc is not installed'
ends

#!/bin/sh
# The debugger: the page's session as docs/session.sh records it, the printer
# of tensors, and what it makes of a header that is none. The programs are built
# here, so that gdb sees every variable.
. tests/chapters/program.inc

if ! command -v gdb > /dev/null ||
    ! gdb -q -batch -nx -ex 'python print(1)' > /dev/null 2>&1; then
	echo 'skipped: there is no gdb that speaks Python'
	ends
	exit
fi

# builds PROGRAM MAIN: with chapter 6's modules and the library of $BUILD.
builds() {
	modules=
	for source in chapters/0[2356]_*/*.c; do
		[ "${source##*/}" = main.c ] || modules="$modules $source"
	done
	# shellcheck disable=SC2046,SC2086 # several words
	checks "$2 builds" $(cat "$BUILD/flags") -U_FORTIFY_SOURCE -O0 -o "$work/$1" "$2" \
	    $modules "$BUILD/libhandgrad.a" -lz -lm
}

# records PROGRAM SCRIPT: what the page would show.
records() {
	runs 0 sh docs/session.sh "$2" "$work/$1"
	complains ''
}

# prints WHAT: the tensors, without their numbers in the session.
prints() {
	sed -n 's/^\$[0-9]* = //p' "$work/out" |
	    sed 's/: .*codec.*/: codec/' > "$work/section"
	checks "$1" diff - "$work/section"
}

# stops_in_linear_grad: twice, and each time from the pass.
stops_in_linear_grad() {
	checks 'two stops in linear_grad' \
	    [ "$(grep -c '^Breakpoint 1, linear_grad' "$work/out")" -eq 2 ]
}

builds shown tests/chapters/06_gradients/shown.c
cat > "$work/shown.gdb" <<'EOF'
break linear_grad
break show
commands
silent
print *t
continue
end
run
bt 2
continue
bt 2
continue
EOF
records shown "$work/shown.gdb"
stops_in_linear_grad
checks 'both from the pass' [ "$(grep -c '^#1  forward_and_backward' \
    "$work/out")" -eq 2 ]
prints 'what the printer makes of tensors' <<'EOF'
Tensor (2, 3), stride (3, 1), contiguous, in arena 'step', no gradient: 1, -2, 0.5, 4, 5, 6
Tensor (2,), stride (1,), contiguous, in arena 'step', no gradient: 7, 8
Tensor (), stride (), contiguous, in arena 'step', no gradient: 1.23e+06
Tensor (7,), stride (1,), contiguous, in arena 'step', no gradient: 0, 1, 2, 3, 4, 5, ...
Tensor (3, 0), stride (0, 1), contiguous, in arena 'step', no gradient: 
Tensor (1, 1, 1, 1, 1, 1, 1, 2), stride (2, 2, 2, 2, 2, 2, 2, 1), contiguous, in arena 'step', no gradient: 0, 0
Tensor (2,), stride (1,), contiguous, in arena 'step', no gradient: inf, inf
Tensor (3, 4), stride (4, 1), contiguous, in arena 'step', no gradient: 0, 1, 2, 3, 4, 5, ...
Tensor (4, 3), stride (1, 4), a view, in arena 'step', no gradient: 0, 4, 8, 1, 5, 9, ...
Tensor (3, 2), stride (4, 1), a view, in arena 'step', no gradient: 1, 2, 5, 6, 9, 10
Tensor (1, 4), stride (4, 1), contiguous, in arena 'step', no gradient: 4, 5, 6, 7
Tensor (4, 1), stride (1, 4), contiguous, in arena 'step', no gradient: 4, 5, 6, 7
Tensor (3,), stride (4,), a view, in arena 'step', no gradient: 3, 7, 11
Tensor (2, 2), stride (0, 0), a view, in arena 'step', no gradient: 9, 9, 9, 9
Tensor (2,), stride (1,), contiguous, in arena 'model', a gradient: 0, 0
Tensor (2,), stride (1,), contiguous, in arena 'step', no gradient: 3, 4
no tensor: ndim is -1
no tensor: ndim is 9
no tensor: Cannot access memory at address 0x10
Tensor (2,), stride (1,), contiguous, in arena 'none', no gradient: 0, 1
no tensor: Cannot access memory at address 0x10
no tensor: int too big to convert
no tensor: codec
EOF

# The page's own session; the values are those of the digits.
builds chapter6 chapters/06_gradients/main.c
records chapter6 chapters/06_gradients/session.gdb
stops_in_linear_grad
sed 's/: [-0-9].*$//' "$work/out" > "$work/shapes"
mv "$work/shapes" "$work/out"
prints 'the tensors of both stops' <<'EOF'
Tensor (50000, 50), stride (50, 1), contiguous, in arena 'step', no gradient
Tensor (50000, 1), stride (1, 1), contiguous, in arena 'step', no gradient
Tensor (50, 1), stride (1, 1), contiguous, in arena 'model', no gradient
Tensor (50000, 784), stride (784, 1), contiguous, in arena 'step', no gradient
Tensor (50000, 50), stride (50, 1), contiguous, in arena 'step', no gradient
Tensor (784, 50), stride (50, 1), contiguous, in arena 'model', no gradient
Tensor (50000, 784), stride (784, 1), contiguous, in arena 'step', no gradient
EOF
says '(gdb) p *out->g'
says '#1  forward_and_backward (arena=..., net=..., x=..., target=...) at '\
"$(grep -n 'linear_grad(arena, l2, out' chapters/06_gradients/gradients.c |
    sed 's/\([0-9]*\):.*/chapters\/06_gradients\/gradients.c:\1/')"
checks 'no address, process or thread' sh -c \
    "! grep -E '0x[0-9a-f]|[Pp]rocess|[Tt]hread' '$work/out'"

# What cannot be a session ends in a line.
runs 1 env PATH=/nowhere "$(command -v sh)" docs/session.sh \
    chapters/06_gradients/session.gdb "$work/shown"
complains 'the recorded session needs gdb (package gdb; sh setup.sh installs it)'
ends

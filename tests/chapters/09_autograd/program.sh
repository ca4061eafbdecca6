#!/bin/sh
# Chapter 9's program: what each section says, with MNIST and without, and its
# pictures. On MNIST: the notebook's fifty gradients, and its loss.
. tests/chapters/program.inc

# What the judges can hold a build to.
case $BUILD in
*-double*) measured=1e-06 compared=1e-12 ;;
*) measured=0.02 compared=0.0001 ;;
esac

shows_the_rest() {
	checks 'its title' [ "$(head -n 1 "$work/out")" = 'Chapter 9: autograd' ]
	checks 'its sections' [ "$(sed -n 's/^== \(.*\) ==$/\1/p' "$work/out" |
	    tr '\n' ';')" = 'the tape;fifty gradients;four forms;'\
'one layer more;no backward to write;deep;each operation;the wrong clones;'\
'twice, zero, detach;mistakes;changed too early;' ]
	shows 'the tape' <<'END'
                 from     value        gradient
   0  x                   2            24
   1  w                   3            12
   2  t                   5
   3  mul        0 1      6            6
   4  add        3 0      8            6
   5  sub        4 2      3            6
   6  pow        5        9            1
END
	shows 'one layer more' <<END
seven gradients, as layers  : right within $compared
seven gradients, as modules : right within $compared
seven gradients, on the tape: right within $compared
END
	shows 'no backward to write' <<END
swish, central differences: right within $measured
sigmoid from pieces against by hand: right within $compared
END
	shows deep <<'END'
100001 entries; y = 50000.5, x.g = 100001
END
	shows 'each operation' <<END
add                        : right within $measured
sub                        : right within $measured
mul                        : right within $measured
div                        : right within $measured
neg                        : right within $measured
pow                        : right within $measured
exp                        : right within $measured
log                        : right within $measured
sqrt                       : right within $measured
relu                       : right within $measured
sigmoid                    : right within $measured
tanh                       : right within $measured
matmul, transpose          : right within $measured
reshape                    : right within $measured
squeeze, unsqueeze, select : right within $measured
sum                        : right within $measured
mean                       : right within $measured
max                        : right within $measured
gather                     : right within $measured
log-softmax                : right within $measured
END
	shows 'the wrong clones' <<'END'
chapters/09_autograd/main.c: var_gradient: no gradient recorded for w1: no backward came from a loss that was computed from it
chapters/09_autograd/main.c: judge: no gradient recorded for w1
END
	shows 'twice, zero, detach' <<'END'
w = 3, the gradient of w^2: 6, once more: 12, after zeroing: 6
one record walked twice, keeping it: 12
w times w detached: 3
END
	shows mistakes <<'END'
chapters/09_autograd/main.c: var_backward: a second time through pow: the first has used the tape up
chapters/09_autograd/main.c: var_gradient: no gradient recorded for pow: it is no leaf, and did not ask for one
chapters/09_autograd/main.c: var_gradient: no gradient recorded for x: it is a constant, and did not ask for one
chapters/09_autograd/main.c: var_backward: w (3,) is not one number: sum it, or take the mean
chapters/09_autograd/main.c: var_backward: x was computed from nothing that asks for a gradient
chapters/09_autograd/main.c: add: a and b are on two tapes
END
	shows 'changed too early' <<'END'
w^2 at 3, w left alone              : gradient 6
w^2 at 3, w set to 10 before backward: gradient 20
END
	never_says '(no complaint)'
}

# forms LOSS: each has this loss, and agrees with the one before.
forms() {
	shows 'four forms' <<END
chapter 6, by hand      loss $1
chapter 7, as layers    loss $1; against the one before: right within $compared
chapter 8, as modules   loss $1; against the one before: right within $compared
chapter 9, on the tape  loss $1; against the one before: right within $compared
END
}

# The loss that the first form found, whatever the digits.
first_loss() {
	sed -n 's/^chapter 6, by hand  *loss \([0-9]*\.[0-9][0-9]\)$/\1/p' \
	    "$work/out"
}

# Fifty numbers with two decimals.
fifty_numbers() {
	section 'fifty gradients' | awk '
		{ count += gsub(/[0-9]\.[0-9][0-9]/, "") }
		END { exit count != 50 }'
}

mkdir "$work/plots"
runs 0 "$BUILD/chapter9" ${slow:+--plots "$work/plots"}
complains ''
shows_the_rest
case $(sed -n 2p "$work/out") in
'Data: MNIST '*)
	forms 1099.57
	shows 'fifty gradients' <<'EOT'
b1.g
tensor([-0.05,  4.98, -3.67,  1.19,  3.03, -0.28,  0.27, 13.75,  3.20,  8.55,
         1.98,  0.80,  0.65,  0.25, -4.20, -1.09, -3.15,  0.18, -1.19, -5.05,
        -0.81, -2.78,  7.54, -0.73,  3.71,  0.25,  0.70, -7.06,  3.32, -1.14,
        -3.12,  1.51,  5.81,  1.22, 15.94,  0.14,  1.82, 14.89,  3.91, -0.21,
         1.98,  2.24,  0.63, 16.29, -0.50,  0.53, 21.31, -9.06, -2.52,  0.05])
equal to the published number, to two decimals: 50 of 50
EOT
	;;
*)
	echo 'skipped: the published gradients, which are MNIST'\''s'
	forms "$(first_loss)"
	;;
esac

puts_aside
if again; then
	runs 0 env HANDGRAD_THREADS=1 "$BUILD/chapter9" --plots "$work/plots"
	complains ''
	prints_the_same 'one thread, and --plots'
fi
drew 09_graph.svg 09_net.svg
checks 'the small tape' grep -q '>g 24</text>' "$work/plots/09_graph.svg"
checks 'the net on 64 images' grep -q '>(64, 784)</text>' \
    "$work/plots/09_net.svg"
checks 'the gradient of w1' grep -q '>g (784, 50)</text>' \
    "$work/plots/09_net.svg"

if [ "$slow" ]; then
	ends
	exit
fi
if [ -e data/synthetic/t10k-labels-idx1-ubyte.gz ]; then
	runs 1 env MNIST_DIR=data/synthetic "$BUILD/chapter9" \
	    --plots "$work/nowhere"
	complains "chapter9: $work/nowhere/09_graph.svg.tmp: cannot create: No such file or directory"
	shows_the_rest
	forms "$(first_loss)"
	checks 'fifty numbers' fifty_numbers
else
	echo 'skipped: no synthetic digits in data/synthetic'
fi
ends

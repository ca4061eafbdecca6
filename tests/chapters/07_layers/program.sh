#!/bin/sh
# Chapter 7's program: every section, on the digits that are set and on the
# synthetic ones; the published loss on MNIST; the picture.
. tests/chapters/program.inc

# What the judge who measures can hold a build to, and the one who compares.
case $BUILD in
*-double*) measured=1e-06 compared=1e-12 ;;
*) measured=0.02 compared=0.0001 ;;
esac

# The sections that say the same whatever the digits.
shows_the_rest() {
	complains ''
	checks 'its title' [ "$(head -n 1 "$work/out")" = 'Chapter 7: layers' ]
	checks 'its sections' [ "$(sed -n 's/^== \(.*\) ==$/\1/p' "$work/out" |
	    tr '\n' ';')" = 'the lecture'\''s net;what is remembered;'\
'a deeper net;random nets;a shared relu, silent;a shared relu, caught;'\
'backward of nothing;ignored sizes;a batch of one;out of range;' ]
	never_says '(no complaint)'
	shows 'what is remembered' <<'END'
           took           gave
Linear     (1000, 784)    (1000, 50)
Relu       (1000, 50)     (1000, 50)
Linear     (1000, 50)     (1000, 1)
Relu took what Linear gave: yes
after backward Relu remembers nothing
END
	shows 'a deeper net' <<END
central differences: right within $measured
END
	shows 'random nets' <<'END'
nets whose gradients are chapter 6's: 20 of 20
END
	shows 'a shared relu, silent' <<'END'
w1.g with two relus
tensor([[-44, -11],
        [132,  33]])
central differences: right within 1e-06

w1.g with one shared
tensor([[  0, -11],
        [  0,  33]])
central differences: wrong: w1.g[0, 0] is 0, expected -44
END
	shows 'a shared relu, caught' <<'END'
chapters/07_layers/main.c: model_of: layer 3 (Relu) is layer 1 again: each place needs a layer of its own
chapters/07_layers/main.c: relu_backward: backward without a forward of its own
END
	shows 'backward of nothing' <<'END'
chapters/07_layers/main.c: linear_grad: out (2, 1) has no gradient: what comes behind it goes first
chapters/07_layers/main.c: linear_backward: backward without a forward of its own
chapters/07_layers/main.c: mse_backward: backward without a forward of its own
chapters/07_layers/main.c: relu_backward: arena 'judges' was reset after forward: what it remembered is gone
END
	shows 'ignored sizes' <<'END'
chapters/07_layers/main.c: linear_layer: a Linear needs weights and biases
chapters/07_layers/main.c: layer_forward: a layer without a forward: was it made by its constructor?
chapters/07_layers/main.c: linear_layer: w (784, 50) and b (10,), expected (inputs, outputs) and (outputs,)
END
	shows 'a batch of one' <<'END'
w.g of both rows
tensor([[ 10],
        [-26]])
the mean of two batches of one
tensor([[ 10],
        [-26]])
chapters/07_layers/main.c: mse_output_squeezed: output (1, 1) squeezed is (): squeeze drops the rows of a batch of one
END
	shows 'out of range' <<'END'
randint(0, 9) x 10000: label 7, 1162 times
randint(0, 9) x 10000: label 8, 1114 times
randint(0, 9) x 10000: label 9, 0 times
chapters/07_layers/main.c: linear: x (100, 764) does not fit w (784, 50)
chapters/07_layers/main.c: one_hot: label 10 of row 2, expected 0 to 9
END
}

# The section that depends on the digits: the loss is the published one, or it
# is another.
shows_the_net() {
	case $(sed -n 2p "$work/out") in
	'Data: MNIST (from '*)
		says "$(printf '%-44s %12s %12s' loss 1099.57 1099.57)"
		;;
	'Data: synthetic digits, not MNIST: the published numbers are not'*)
		checks 'the published loss beside' \
		    grep -q '^loss  *1099.57  *[0-9.]*$' "$work/out"
		never_says "$(printf '%-44s %12s %12s' loss 1099.57 1099.57)"
		;;
	*)
		checks "no line of data: $(sed -n 2p "$work/out")" false
		;;
	esac
	section "the lecture's net" | sed '/^loss/s/  *[0-9.]*$//' > "$work/net"
	checks 'the lecture'\''s net' diff - "$work/net" <<END
                                                published         here
loss                                              1099.57

five gradients against chapter 6: right within $compared
END
}

mkdir "$work/plots"
runs 0 "$BUILD/chapter7" ${slow:+--plots "$work/plots"}
shows_the_rest
shows_the_net
case $(sed -n 2p "$work/out") in
'Data: MNIST '*) ;;
*) echo 'skipped: the published loss, which is MNIST'\''s' ;;
esac

puts_aside
if again; then
	runs 0 env HANDGRAD_THREADS=1 "$BUILD/chapter7" --plots "$work/plots"
	complains ''
	prints_the_same 'one thread, and --plots'
fi
drew 07_memory.svg

if [ "$slow" ]; then
	ends
	exit
fi
runs 1 "$BUILD/chapter7" --plots "$work/nowhere"
prints_the_same 'no folder for the pictures'
complains "chapter7: $work/nowhere/07_memory.svg.tmp: cannot create: No such file or directory"

if [ -e data/synthetic/t10k-labels-idx1-ubyte.gz ]; then
	runs 0 env MNIST_DIR=data/synthetic "$BUILD/chapter7"
	shows_the_rest
	shows_the_net
else
	echo 'skipped: no synthetic digits in data/synthetic'
fi
ends

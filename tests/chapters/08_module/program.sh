#!/bin/sh
# Chapter 8's program: what each section says, on the digits that are there and
# on the synthetic ones; the published loss on MNIST; the picture.
. tests/chapters/program.inc

# What the judges can hold a build to.
case $BUILD in
*-double*) compared=1e-12 measured=1e-06 ;;
*) compared=0.0001 measured=0.02 ;;
esac

# The sections that no digits have a say in.
shows_the_rest() {
	complains ''
	checks 'its title' [ "$(head -n 1 "$work/out")" = 'Chapter 8: module' ]
	checks 'its sections' [ "$(sed -n 's/^== \(.*\) ==$/\1/p' "$work/out" |
	    tr '\n' ';')" = "the lecture's net;the tree;the start;a new kind;"\
'random nets;hidden in a list;missing methods;names;what was taken;' ]
	shows 'the tree' <<'END'
MLP(
  (layers): ModuleList(
    (0): Linear(in_features=784, out_features=50, bias=True)
    (1): ReLU()
    (2): Linear(in_features=50, out_features=10, bias=True)
  )
)

layers.0.weight    (50, 784)
layers.0.bias      (50,)
layers.2.weight    (10, 50)
layers.2.bias      (10,)
4 parameters, 39760 numbers
END
	shows 'the start' <<'END'
4 seeds: of 64 numbers 0 are not PyTorch's
mean square of 200000 sums of 784 products: 0.33
END
	shows 'a new kind' <<END
Sequential(
  (0): Linear(in_features=4, out_features=3, bias=True)
  (1): Sigmoid()
  (2): Linear(in_features=3, out_features=1, bias=True)
)
central differences: right within $measured
END
	shows 'random nets' <<'END'
nets whose gradients are chapter 7's: 20 of 20
END
	shows 'hidden in a list' <<'END'
PlainMLP()
parameters found in a plain array: 0
parameters found in a ModuleList:  4
END
	shows 'missing methods' <<'END'
chapters/08_module/main.c: module_forward: ModuleList has no forward
chapters/08_module/main.c: module_backward: Half has no bwd
chapters/08_module/main.c: module_forward: MSELoss takes 2 tensors, not 1
chapters/08_module/main.c: module_backward: ReLU: out (2, 2) has no gradient: what comes behind it goes first
chapters/08_module/main.c: ReLU: backward without a forward of its own
END
	shows names <<'END'
chapters/08_module/main.c: module_add_child: this Sequential has a child '0' already
chapters/08_module/main.c: module_add_child: 'layers.0' in a Sequential: a name is not empty and has no dot
chapters/08_module/main.c: module_parameter: no parameter '0.wieght' in this Sequential
chapters/08_module/main.c: module_append: child '1' would contain itself
END
	shows 'what was taken' <<'END'
gives back x          : wrong: x[0, 0] is -4, expected -2
gives back a view of x: right within 1e-06
END
	never_says '(no complaint)'
	checks 'the lines of the mistakes' names_the_lines
}

# Each mistake names the line that its call stands on.
names_the_lines() {
	sed -n 's/^\(chapters.*main\.c\):\([0-9]*\): .*/\2/p' "$work/out" |
	    while read -r line; do
		sed -n "${line}p" chapters/08_module/main.c
	    done > "$work/lines"
	[ "$(wc -l < "$work/lines")" -eq 9 ] &&
	    [ "$(grep -c '	module_[^ (]*(.*);$' "$work/lines")" -eq 9 ]
}

# The section that depends on the digits: the loss is the published one, or it
# is another.
shows_the_net() {
	published=$(printf '%-44s %12s %12s' loss 1099.57 1099.57)
	case $(sed -n 2p "$work/out") in
	'Data: MNIST (from '*)
		says "$published"
		;;
	'Data: synthetic digits, not MNIST: the published numbers are not'*)
		checks 'the published loss beside' \
		    grep -q '^loss  *1099.57  *[0-9.]*$' "$work/out"
		never_says "$published"
		;;
	*)
		checks "no line of data: $(sed -n 2p "$work/out")" false
		;;
	esac
	section "the lecture's net" | sed '/^loss/s/  *[0-9.]*$//' > "$work/net"
	checks 'the lecture'\''s net' diff - "$work/net" <<END
                                                published         here
loss                                              1099.57

five gradients against chapter 7: right within $compared
END
}

mkdir "$work/plots"
runs 0 "$BUILD/chapter8" ${slow:+--plots "$work/plots"}
shows_the_rest
shows_the_net
case $(sed -n 2p "$work/out") in
'Data: MNIST '*) ;;
*) echo 'skipped: the published loss, which is MNIST'\''s' ;;
esac

puts_aside
if again; then
	runs 0 env HANDGRAD_THREADS=1 "$BUILD/chapter8" --plots "$work/plots"
	complains ''
	prints_the_same 'one thread, and --plots'
fi
drew 08_tree.svg
checks 'the picture of the tree' grep -q '>(50, 784)</text>' \
    "$work/plots/08_tree.svg"

if [ "$slow" ]; then
	ends
	exit
fi
runs 1 "$BUILD/chapter8" --plots "$work/nowhere"
prints_the_same 'no folder for the pictures'
complains "chapter8: $work/nowhere/08_tree.svg.tmp: cannot create: No such file or directory"

if [ -e data/synthetic/t10k-labels-idx1-ubyte.gz ]; then
	runs 0 env MNIST_DIR=data/synthetic "$BUILD/chapter8"
	shows_the_rest
	shows_the_net
else
	echo 'skipped: no synthetic digits in data/synthetic'
fi
ends

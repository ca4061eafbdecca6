#!/bin/sh
# Chapter 6's program: what each section says, what the judges find right, what
# they convict; on MNIST the lecture's loss and PyTorch's gradients. And that it
# needs a gigabyte and a half at most.
. tests/chapters/program.inc

# What the judges can hold a build to.
case $BUILD in
*-double*) measured=1e-06 stored=1e-09 images=1e-09 summed=1e-09 small=1e-08 ;;
*) measured=0.02 stored=0.001 images=0.001 summed=0.0001 small=0.001 ;;
esac

# Along the gradient the loss grows, against it it falls.
grows_along_the_gradient() {
	section 'input gradients' | awk '
		{ loss[NR] = $NF }
		END { exit !(NR == 3 && loss[1] < loss[2] && loss[2] < loss[3]) }'
}

# same_lines FIRST LAST: of the section by blocks, as on stdin, where two
# equal losses are L, L.
same_lines() {
	cat > "$work/wanted"
	section 'by blocks' | sed -n "$1,$2p" |
	    sed 's/: loss \([0-9.]*\), \1;/: loss L, L;/' |
	    diff "$work/wanted" -
}

# A loss and its mean of means are the same number, or are not.
one_mean() {
	grep "^$1 images in blocks of 256: the loss [0-9]" "$work/out" |
	    grep ' \([0-9.]*\), the mean of means \1$'
}
two_means() {
	grep "^$1 images in blocks of 256: the loss [0-9]" "$work/out" |
	    grep -v ' \([0-9.]*\), the mean of means \1$'
}

# percent LOW HIGH LINE: the line ends in a percentage between the two.
percent() {
	awk -v low="$1" -v high="$2" -v line="$3" '
		index($0, line " ") == 1 { share = $(NF - 1) }
		END { exit !(share >= low && share <= high) }' "$work/out"
}

# A limit to the address space, where the shell can set one. Each thread
# reserves some of it.
in_a_gigabyte_and_a_half() (
	# shellcheck disable=SC3045 # most shells have it
	ulimit -v 1572864 2> /dev/null
	HANDGRAD_THREADS=1 "$@"
)

mkdir "$work/plots"
runs 0 "$BUILD/chapter6" ${slow:+--plots "$work/plots"}
complains ''
checks 'its title' [ "$(head -n 1 "$work/out")" = 'Chapter 6: gradients' ]
checks 'its sections' [ "$(sed -n 's/^== \(.*\) ==$/\1/p' "$work/out" |
    tr '\n' ';')" = 'the five gradients;three judges;outer products;'\
'input gradients;keep a copy;by blocks;step by step;the loss from the wrong tensor;'\
'the judge who measures;the bias as a matrix;the bias as a column;'\
'the last relu;one line;impossible;the mean of means;' ]

says 'w1.g (784, 50), b1.g (50,), w2.g (50, 1), b2.g (1,)'
says 'x_train.g (50000, 784)'
shows 'outer products' <<EOF
all outer products at once: (50000, 784, 50), 7.84 GB of floats
x.t @ l1.g against the sum: right within $summed
EOF
checks 'three losses' grows_along_the_gradient
shows 'keep a copy' <<'EOF'
b2.g after one pass -1.5; after two, by name -3, the clone -1.5
EOF
shows 'step by step' <<EOF
out.g: right within $small
l2.g: right within $small
l1.g: right within $small
w1.g: right within $small
x.g: right within $small
EOF
checks 'sizes' same_lines 1 9 <<'EOF'
                50000 rows      512 rows
x, read          156800 kB       1606 kB
l1                10000 kB        102 kB
l2                10000 kB        102 kB
out                 200 kB          2 kB
out.g               200 kB          2 kB
l2.g              10000 kB        102 kB
l1.g              10000 kB        102 kB
x.g, written     156800 kB       1606 kB
EOF
checks 'blocks agree' same_lines 11 12 <<EOF
98 blocks, the last of 336 rows: loss L, L; gradients: right within $images
50 blocks, the last of 1000 rows: loss L, L; gradients: right within $images
EOF
says 'gradients with the wrong loss: right within 1e-06'
shows 'the judge who measures' <<'EOF'
central differences: wrong: w1.g[0, 0] is 3, expected 0
EOF
shows 'the bias as a matrix' <<'EOF'
b1.g, a vector
tensor([ 2,  0, -2,  2])
b1.g, a matrix
tensor([[ 0,  0,  0,  0],
        [ 2,  0, -2,  2],
        [ 0,  0,  0,  0]])
the matrix, summed over its rows
tensor([ 2,  0, -2,  2])
w1.g, matrix against vector: right within 1e-06
chapters/06_gradients/convictions.c: linear: b (3, 4) does not fit w (4, 4)
EOF
shows 'the bias as a column' <<'EOF'
the last row of w.g against b.g: right within 1e-06
EOF
says "without the last relu's mask: wrong: w1.g[0, 0] is 2.25, expected 2.91667"
says "with the last relu's mask   : right within $small"
checks 'dead images' percent 30 70 \
    'images of which the net would learn nothing:'
checks 'no fives' percent 85 95 'who always says "no five" is right for'
shows 'one line' <<EOF
as posted          : wrong: w1.g[0, 0] is 0.333333, expected 3
parenthesis mended : wrong: w1.g[0, 0] is 7.33333, expected 3
and the mask, y - l2: wrong: w1.g[0, 0] is -3, expected 3
all mended         : right within $small
EOF
shows impossible <<'EOF'
chapters/06_gradients/convictions.c: tensor_mul: shapes (500, 50, 1) and (784, 1, 1) do not broadcast
chapters/06_gradients/convictions.c: linear_grad: out (3, 1) has no gradient: what comes behind it goes first
EOF
checks 'one mean of 512' one_mean 512
checks 'two means of 513' two_means 513
says "by shares    : right within $small"
says 'mean of means: wrong: w1.g[0, 0] is 4.75, expected 3'
never_says '(no complaint)'

case $(sed -n 2p "$work/out") in
'Data: MNIST (from '*)
	says "$(printf '%-44s %12s %12s' loss 1099.57 1099.57)"
	shows 'three judges' <<EOF
central differences: right within $measured
PyTorch's values   : right within $stored
image by image     : right within $images
EOF
	says 'the loss 1099.57; from the wrong tensor 1092.66'
	says '512 images in blocks of 256: the loss 936.29, the mean of means 936.29'
	says '513 images in blocks of 256: the loss 935.54, the mean of means 807.25'
	says 'images of which the net would learn nothing: 49 %'
	says 'who always says "no five" is right for 91 %'
	;;
'Data: '*' digits, not MNIST: the published numbers are not theirs (from '*)
	echo 'skipped: the published loss and PyTorch'\''s values, which are MNIST'\''s'
	checks 'the published loss beside' grep -q '^loss  *1099.57  *[0-9.]*$' \
	    "$work/out"
	shows 'three judges' <<EOF
central differences: right within $measured
PyTorch's values   : not for these digits
image by image     : right within $images
EOF
	;;
*)
	checks "no line of data: $(sed -n 2p "$work/out")" false
	;;
esac
puts_aside

# Sanitizers reserve nearly all of the address space.
if again; then
	runs 0 in_a_gigabyte_and_a_half "$BUILD/chapter6" \
	    --plots "$work/plots"
	complains ''
	prints_the_same 'one thread, and --plots'
fi
drew 06_pass.svg 06_xg.svg
ends

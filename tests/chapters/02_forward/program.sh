#!/bin/sh
# Chapter 2's program: its sections, and on MNIST the notebook's numbers. The
# same is printed by any number of threads and by every matrix kernel.
. tests/chapters/program.inc

# Both columns of "the same dice" agree in each line.
dice_agree() {
	section 'the same dice' | awk '
		/^randn/ { lines++; equal += $(NF - 1) == $NF }
		END { exit !(lines == 4 && equal == 4) }'
}

# On other digits some zeros agree by chance, the rest must not.
few_agree() {
	agree=$(section 'digit for digit' | sed -n 's/ of 36 agree.*//p')
	[ "$agree" -lt 18 ]
}

runs 0 "$BUILD/chapter2"
complains ''
checks 'its title' [ "$(head -n 1 "$work/out")" = 'Chapter 2: forward' ]
shows 'the digits' <<'EOF'
x_train (50000, 784)   y_train (50000,)
x_valid (10000, 784)   y_valid (10000,)
n, m, c = 50000, 784, 10; nh = 50
EOF
checks 'both columns of the dice' dice_agree
shows 'linear, by hand' <<'EOF'
linear(x, w, b)
tensor([[122, 228],
        [149, 264]])
EOF
shows relu <<'EOF'
relu([-1, 2, 3])
tensor([0, 2, 3])
relu([0.25, 2, 3])
tensor([0.25, 2.00, 3.00])
the first input, afterwards
tensor([-1,  2,  3])
EOF
says '(10000, 784) @ (784, 50) + (50,) is (10000, 50)'
says 'model(x_valid) is (10000, 1)'
shows 'against a loop' <<'EOF'
5000 sums of 784 products, every difference below 0.0001
EOF
shows 'sizes that do not fit' <<'EOF'
chapters/02_forward/main.c: linear: x (2, 3) does not fit w (2, 3)
chapters/02_forward/main.c: linear: b (3,) does not fit w (3, 2)
EOF
never_says ABOVE

case $(sed -n 2p "$work/out") in
'Data: MNIST (from '*)
	says 'x_train[0], label 5'
	says '36 of 36 agree to two decimals'
	shows 'the activations' <<'EOF'
(10000, 784) @ (784, 50) + (50,) is (10000, 50)

relu(l1)
tensor([[11.71,  3.73,  0.00,  ...,  0.00,  0.00,  0.23],
        [ 7.35, 12.49,  1.27,  ...,  3.99,  0.00,  0.00],
        [ 9.48,  1.74,  0.00,  ...,  0.00,  0.38,  5.12],
        ...,
        [10.52, 10.22,  0.00,  ...,  0.00,  0.00,  0.42],
        [ 9.36,  0.61,  0.00,  ...,  0.00,  0.00,  0.00],
        [10.39, 14.15,  0.00,  ...,  0.00,  0.00,  0.00]])
EOF
	shows 'other numbers' <<'EOF'
as published                       l1[0][0] =     11.71
pixels divided by 255              l1[0][0] =     11.75
pixels not divided                 l1[0][0] =   2768.46
w2 drawn before w1                 l1[0][0] =      4.03
EOF
	;;
'Data: '*' digits, not MNIST: the published numbers are not theirs (from '*)
	echo 'skipped: the notebook'\''s numbers, which are those of MNIST'
	checks 'published numbers beside' \
	    grep -q '^row     0  published  11.71   3.73' "$work/out"
	checks 'agrees with them' few_agree
	;;
*)
	checks "no line of data: $(sed -n 2p "$work/out")" false
	;;
esac
puts_aside

for threads in 1 2; do
	runs 0 env HANDGRAD_THREADS=$threads "$BUILD/chapter2"
	prints_the_same "$threads threads"
done
for kernel in plain avx2; do
	runs 0 env HANDGRAD_SIMD=$kernel "$BUILD/chapter2"
	prints_the_same "the $kernel kernel"
done

mkdir "$work/plots"
runs 0 "$BUILD/chapter2" --plots "$work/plots"
prints_the_same '--plots'
drew 02_digit.svg 02_relu.tsv 02_row.svg
runs 1 "$BUILD/chapter2" --plots "$work/nowhere"
complains "chapter2: $work/nowhere/02_digit.svg.tmp: cannot create: \
No such file or directory"
runs 1 env MNIST_DIR="$work/nowhere" "$BUILD/chapter2"
complains "chapter2: $work/nowhere/train-images-idx3-ubyte.gz: cannot open: \
No such file or directory"
ends

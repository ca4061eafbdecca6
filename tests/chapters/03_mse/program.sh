#!/bin/sh
# Chapter 3's program: its sections, on MNIST the notebooks' losses, and its
# memory.
. tests/chapters/program.inc

# The three cures print one value.
cures_agree() {
	section 'three cures' | awk '
		{ values[$NF] }
		END { for (value in values) count++; exit !(NR == 3 && count == 1) }'
}

# In each line trap - mse is 2 cov, to the printed digits.
covariances_agree() {
	section 'the trap' |
	    awk '{ equal += $(NF - 3) == $NF } END { exit !(NR == 2 && equal == 2) }'
}

# Where the shell can limit the address space: room for the digits, and none
# for the table of all pairs and its squares. Each thread would reserve some of
# it, and sanitizers nearly all.
within_a_gibibyte() (
	# shellcheck disable=SC3045 # most shells have it
	ulimit -v 1048576 2> /dev/null
	HANDGRAD_THREADS=1 "$BUILD/chapter3"
)

mkdir "$work/plots"
runs 0 "$BUILD/chapter3" ${slow:+--plots "$work/plots"}
complains ''
checks 'its title' [ "$(head -n 1 "$work/out")" = \
    'Chapter 3: mean squared error' ]
shows 'the shape of the difference' <<'EOF'
res                (10000, 1)
y_valid            (10000,)
res - y_valid      (10000, 10000)
as 4-byte floats   400 MB
EOF
checks 'trap - mse and 2 cov' covariances_agree
checks 'one value of three cures' cures_agree
says '3 cars of 100 kinds, one-hot: (3, 100)'
shows 'two ways' <<'EOF'
mse and its definition                       equal within 0.00001
all pairs, row by row and by formula         equal within 0.00001
EOF
shows refused <<'EOF'
chapters/03_mse/main.c: mse: output (5,) and target (5,), expected (n, 1) and (n,)
EOF
shows 'a batch of one' <<'EOF'
output         squeezed   [:, 0]
(2, 1)         (2,)       (2,)
(1, 1)         ()         (1,)

chapters/03_mse/main.c: mse_output_squeezed: output (1, 1) squeezed is (): squeeze drops the rows of a batch of one
EOF
never_says DIFFERENT

case $(sed -n 2p "$work/out") in
'Data: MNIST (from '*)
	shows 'the trap' <<'EOF'
seed 1   mse  1107.34   trap  1114.12   trap - mse    6.78   2 cov    6.78
seed 42  mse  4154.01   trap  4111.45   trap - mse  -42.57   2 cov  -42.57
EOF
	shows 'three cures' <<'EOF'
res - y[:, None]      1107.34
res[:, 0] - y         1107.34
res.squeeze() - y     1107.34
EOF
	shows 'the published loss' <<'EOF'
                                                published         here
mse(preds, y_train), seed 1                       1099.57      1099.57
EOF
	shows 'the cell that ran twice' <<'EOF'
                                                published         here
mse(res, y_valid), the cell run once                    -      4154.01
mse(res, y_valid), the cell run twice             1595.00      1595.00
EOF
	shows 'what is compared' <<'EOF'
x[14, 10:17]                       prediction  target  the target, one-hot
0.19 0.45 0.56 0.59 0.94 0.95 0.91       9.70       4  0 0 0 0 1 0 0 0 0 0
0.00 0.00 0.31 0.94 0.98 0.75 0.09      -0.20       1  0 1 0 0 0 0 0 0 0 0
0.00 0.00 0.00 0.00 0.00 0.00 0.00      29.97       0  1 0 0 0 0 0 0 0 0 0

3 cars of 100 kinds, one-hot: (3, 100)
EOF
	says 'added in double      1099.57'
	;;
'Data: '*' digits, not MNIST: the published numbers are not theirs (from '*)
	echo 'skipped: the notebooks'\'' losses, which are those of MNIST'
	for published in 1099.57 1595.00; do
		checks "$published beside" \
		    grep -q "^mse(.* $published  *[0-9.]*\$" "$work/out"
	done
	;;
*)
	checks "no line of data: $(sed -n 2p "$work/out")" false
	;;
esac
puts_aside

if again; then
	for threads in 1 2; do
		runs 0 env HANDGRAD_THREADS=$threads "$BUILD/chapter3"
		prints_the_same "$threads threads"
	done
	runs 0 within_a_gibibyte
	prints_the_same 'within a gibibyte'
	runs 0 "$BUILD/chapter3" --plots "$work/plots"
	prints_the_same '--plots'
	runs 1 "$BUILD/chapter3" --plots "$work/nowhere"
	complains "chapter3: $work/nowhere/03_pairs.svg.tmp: cannot create: \
No such file or directory"
fi
drew 03_pairs.svg 03_predictions.tsv
checks 'a line for each label' \
    [ "$(cut -f 1 "$work/plots/03_predictions.tsv" | tr -d '\n')" = 0123456789 ]
ends

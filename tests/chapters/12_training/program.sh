#!/bin/sh
# Chapter 12's program: what each section says, on MNIST and on other digits;
# the data of its figures; and that one thread prints what two print.
. tests/chapters/program.inc

# The sum of all labels is the same, shuffled and in order.
sums_agree() {
	awk '/^the sum of all labels: / {
		good = $6 + 0 == $9 && $9 > 40000 } END { exit !good }' \
	    "$work/out"
}

# A line for each of five epochs, a line for each of 101.
log_is_sound() {
	awk -F '\t' '
		NF != 5 || $1 != NR || $2 <= 0 || $3 <= 0 || $4 <= 50 || \
		    $5 <= 50 || $5 > 100 { bad = 1 }
		END { exit bad || NR != 5 }' "$work/plots/12_fit.tsv"
}
curves_are_sound() {
	awk -F '\t' '
		NF != 5 || $1 != NR - 1 || $2 <= 1.461 || $3 <= 1.461 || \
		    $4 <= 0 || $5 <= 0 { bad = 1 }
		END { exit bad || NR != 101 }' "$work/plots/12_ceiling.tsv"
}

# The first labels and the first image, in letters.
begins_with_three() {
	section batches | awk '
		NR == 1 { good = $0 == \
		    "the first labels to validate: 3 8 6 9 6 4 5 3 8 4" }
		/@/ { ink++ }
		END { exit !good || ink < 10 }'
}

# The four runs, each with five losses.
four_runs() {
	section 'four ways' | awk '
		NR > 1 && NR < 6 {
			names = names $1 ";"
			for (i = 2; i < 7; i++)
				if ($i !~ /^[0-9][.][0-9][0-9]$/)
					bad = 1
		}
		END {
			exit bad || names != \
			    "softmax;softmax-kept;plain;plain-kept;"
		}'
}

# The matrix: each pair once, whole numbers, all the validation images.
matrix_is_sound() {
	awk -F '\t' '
		{ cells[$1, $2]++; all += $3; diagonal += $1 == $2 ? $3 : 0 }
		$1 !~ /^[0-9]$/ || $2 !~ /^[0-9]$/ || $3 !~ /^[0-9]+$/ { bad = 1 }
		END {
			for (cell in cells)
				count++
			exit bad || NR != 100 || count != 100 || \
			    all != 10000 || diagonal < 9600
		}' "$work/plots/12_confusion.tsv"
}

# The right ones by the matrix are those that the last epoch's accuracy says.
matrix_and_log_agree() {
	awk -F '\t' '
		NR == FNR { if ($1 == $2) right += $3; next }
		{ last = $5 }
		END { exit !(right / 100 == last) }' \
	    "$work/plots/12_confusion.tsv" "$work/plots/12_fit.tsv"
}

# Pixels, and after two blank lines a line for each of twelve.
sheet_is_sound() {
	awk -F '\t' '
		NF == 3 && !texts {
			if ($1 != pixels % 192 || $2 != int(pixels / 192) ||
			    $3 !~ /^[01][.][0-9][0-9][0-9]$/)
				bad = 1
			pixels++
			ink += $3
		}
		NF == 0 { blank++; texts = 1 }
		NF == 3 && texts && blank == 2 {
			if ($3 !~ /^[0-9], not [0-9]$/ ||
			    substr($3, 1, 1) == substr($3, 8, 1))
				bad = 1
			count++
		}
		END { exit bad || pixels != 72 * 192 || blank != 2 || \
		    count != 12 || ink < 12 * 20 }' "$work/plots/12_worst.tsv"
}

case $BUILD in
*debug-*)
	echo 'skipped: it trains half a dozen nets: minutes, with sanitizers'
	runs 0 "$BUILD/chapter12" --help
	checks 'its title' [ "$(head -n 1 "$work/out" | cut -c 1-22)" = \
	    'Chapter 12: training: ' ]
	ends
	exit
	;;
esac

mkdir "$work/tmp" "$work/plots"
runs 0 env TMPDIR="$work/tmp" "$BUILD/chapter12"
complains ''
checks 'its title' [ "$(head -n 1 "$work/out")" = 'Chapter 12: training' ]
checks 'its sections' [ "$(sed -n 's/^== \(.*\) ==$/\1/p' "$work/out" |
    tr '\n' ';')" = "batches;three epochs;the relu that flips;\
the same arithmetic;three optimizers;the notebook's fit;97 of a hundred;saved and read back;\
weighted means;stale predictions;the floor;no slope;kept gradients;\
the lecture's data;four ways;the lecture's net;small mistakes;" ]
checks 'nothing is left behind' \
    [ -z "$(find "$work/tmp" -mindepth 1)" ]

says 'shuffled in batches of 64: 157 batches, 10000 rows'
says 'shuffled in batches of 64, drop_last: 156 batches, 9984 rows'
checks 'the sum of all labels' sums_agree
shows 'three optimizers' <<'EOF'
plain         gradients differ by 0
momentum      gradients differ by 0, weights by more than 0.0001: yes
weight decay  gradients differ by 0, weights by more than 0.0001: yes
EOF
shows 'the same arithmetic' <<'EOF'
after 20 steps the largest difference is 0
EOF
shows 'saved and read back' <<'EOF'
0.weight   (50, 784)
0.bias     (50,)
2.weight   (10, 50)
2.bias     (10,)
the largest difference to the net that was saved: 0
EOF
says 'weighted and at once are equal: yes'
shows 'the floor' <<'EOF'
all on the right class       1.461
the same on each class       2.303
all on a wrong class         2.461
the floor, by the formula    1.46115

                                                published         here
right, if sure, at a loss of 1.7148                0.7647        0.746
EOF
shows 'no slope' <<'EOF'
lead  right has probability        plain      softmax
   0                0.10000     -0.90000     -0.09000
   2                0.06102     -0.93898     -0.05855
   5                0.00635     -0.99365     -0.00712
  10                0.00005     -0.99995     -0.00005
EOF
shows 'kept gradients' <<'EOF'
zero_grad   1.00  0.60  0.36  0.22  0.13  0.08  0.05  0.03  0.02  0.01  0.01
kept        1.00  0.60 -0.04 -0.66 -1.02 -0.97 -0.53  0.12  0.72  1.04  0.94
EOF
shows "the lecture's data" <<'EOF'
images                     (60000, 28, 28)
images, flat               (60000, 784)
largest pixel              1
labels                     0 1 2 3 4 5 6 7 8 9
test labels, one-hot       (10000, 10)
test labels, back again    (10000,)
EOF
checks 'four ways' four_runs
shows "the lecture's net" <<'EOF'
Sequential(
  (0): Linear(in_features=784, out_features=32, bias=True)
  (1): Sigmoid()
  (2): Linear(in_features=32, out_features=10, bias=True)
  (3): Softmax()
)
EOF
shows 'small mistakes' <<'EOF'
chapters/12_training/main.c: loader_of: batches of no rows
chapters/12_training/main.c: loader_of: x (4, 2) and y (5,), expected (n, inputs) and (n,)
chapters/12_training/main.c: cross_entropy: label 10 of row 0, expected a whole number from 0 to 9
EOF
never_says '(no complaint)'

real=
case $(sed -n 2p "$work/out") in
'Data: MNIST (from '*)
	real=yes
	says 'the sum of all labels: 44794, in order 44794'
	checks 'the first image to validate' begins_with_three
	shows 'three epochs' <<'EOF'
in the loop     epoch 1: published 0.12, 0.98; here within 0.04, 0.05: yes
in the loop     epoch 2: published 0.12, 0.94; here within 0.04, 0.05: yes
in the loop     epoch 3: published 0.08, 0.96; here within 0.04, 0.05: yes
with optimizer  epoch 1: published 0.12, 0.98; here within 0.04, 0.05: yes
with optimizer  epoch 2: published 0.09, 0.98; here within 0.04, 0.05: yes
with optimizer  epoch 3: published 0.07, 0.98; here within 0.04, 0.05: yes
EOF
	shows 'the relu that flips' <<'EOF'
the smallest of 2500 sums: image 13949, unit 34
its size is below 0.00001: yes; the mean size is 2.5
the twins differ by less than 0.00005: yes
one step later by more than 0.0005: yes
at the end of the epoch by more than 0.005: yes
EOF
	shows "the notebook's fit" <<'EOF'
epoch 1: published 0.9733; here at least 0.95: yes
epoch 2: published 0.9722; here at least 0.95: yes
epoch 3: published 0.9694; here at least 0.95: yes
epoch 4: published 0.9742; here at least 0.95: yes
epoch 5: published 0.9687; here at least 0.95: yes
EOF
	shows '97 of a hundred' <<'EOF'
images that it has never seen, right: at least 97 %: yes
the training loss fell in each epoch: yes
EOF
	says 'the mean of the four means is another number: yes'
	shows 'stale predictions' <<'EOF'
in order  three times the same: yes  all below 0.3: no   the losses are low: yes
shuffled  three times the same: no   all below 0.3: yes  the losses are low: yes
EOF
	shows 'four ways' <<'EOF'
epoch              0    25    50    75   100    right  never says
softmax         2.30  2.29  2.27  2.21  2.16     32 %           6
softmax-kept    2.30  2.08  1.81  1.77  1.77     69 %           3
plain           2.34  1.27  0.68  0.47  0.36     91 %           0
plain-kept      2.34  0.35  0.11  0.06  0.04    100 %           0
as published    2.30                    2.15
EOF
	;;
'Data: '*' digits, not MNIST: the published numbers are not theirs (from '*)
	echo 'skipped: the notebook'\''s logs, which are those of MNIST'
	shows 'the relu that flips' <<'EOF'
it flips on MNIST's image 13949 only
EOF
	checks 'other digits' [ "$(grep -c '; here other digits$' \
	    "$work/out")" -eq 6 ]
	for published in 0.9733 0.9722 0.9694 0.9742 0.9687; do
		checks "$published beside" \
		    grep -q "^epoch [1-5]: published $published; " "$work/out"
	done
	;;
*)
	checks "no line of data: $(sed -n 2p "$work/out")" false
	;;
esac
puts_aside

runs 0 env HANDGRAD_THREADS=1 "$BUILD/chapter12" --plots "$work/plots"
complains ''
prints_the_same 'one thread, and --plots'
drew 12_ceiling.tsv 12_confusion.tsv 12_fit.tsv 12_worst.tsv
checks '12_fit.tsv' log_is_sound
checks '12_ceiling.tsv' curves_are_sound
checks 'the last epoch and the matrix' matrix_and_log_agree
if [ "$real" ]; then
	checks '12_confusion.tsv' matrix_is_sound
	checks '12_worst.tsv' sheet_is_sound
fi
ends

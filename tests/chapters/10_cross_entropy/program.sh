#!/bin/sh
# Chapter 10's program: what each section says; on MNIST the notebook's numbers,
# PyTorch's gradient, and what three losses teach the same net.
. tests/chapters/program.inc

# What the build can hold, and what the judges can hold it to.
case $BUILD in
*-double*)
	measured=1e-06 stored=1e-09 long=1e-12 last=709 next=710
	hundreds='-1.10, -1.10, -1.10' put_back='-2.4076 -1.4076 -0.4076 '
	;;
*)
	measured=0.01 stored=1e-05 long=0.0001 last=88 next=89
	hundreds='' put_back='-2.4062 -1.4062 -0.4062 '
	;;
esac

# The learning table has these losses to begin with, and each falls.
losses_fall() {
	section 'does mse learn' | awk '
		NR > 1 && $(NF - 5) <= $(NF - 4) { bad = 1 }
		END { exit bad || NR != 4 }'
}

runs 0 "$BUILD/chapter10"
complains ''
checks 'its title' [ "$(head -n 1 "$work/out")" = \
    'Chapter 10: cross-entropy' ]
checks 'its sections' [ "$(sed -n 's/^== \(.*\) ==$/\1/p' "$work/out" |
    tr '\n' ';')" = "the forum's example;three rows;one-hot and back;"\
'activations;the picks;a batch of fifty;does mse learn;judges;two classes;'\
'overflow;more of the same;one maximum;the missing none;ten by ten;below zero;'\
'zero times infinity;put back too early;no such class;' ]

shows "the forum's example" <<'EOF'
         preds       e^preds         softmax       ln softmax   gradient
0   0.1    1.11  1.1052   0.098  0.0983    -2.32  -2.3202    0.0983
1   0.0       1  1.0000   0.088  0.0889    -2.43  -2.4202    0.0889
2   0.0       1  1.0000   0.088  0.0889    -2.43  -2.4202    0.0889
3   0.2    1.22  1.2214    0.11  0.1086     -2.2  -2.2202    0.1086
4   0.3    1.35  1.3499    0.12  0.1200    -2.12  -2.1202   -0.8800
5   0.0       1  1.0000   0.088  0.0889    -2.43  -2.4202    0.0889
6   0.0       1  1.0000   0.088  0.0889    -2.43  -2.4202    0.0889
7   0.3    1.35  1.3499    0.12  0.1200    -2.12  -2.1202    0.1200
8   0.0       1  1.0000   0.088  0.0889    -2.43  -2.4202    0.0889
9   0.2    1.22  1.2214    0.11  0.1086     -2.2  -2.2202    0.1086

                                                published         here
sum of e^preds                                      11.25      11.2477
the loss                                            -2.12       2.1202
EOF
shows 'three rows' <<'EOF'
label 4   loss 2.1202
label 1   loss 2.4202
label 0   loss 2.3202
their mean    2.2868
cross_entropy 2.2868
EOF
shows 'one-hot and back' <<'EOF'
rows = one_hot(labels)
tensor([[0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
        [0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
        [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]])
rows.argmax(1)
tensor([4, 1, 0])

nll by index   2.2868
nll by one-hot 2.2868
EOF
says 'naive, against log-sum-exp     : right within 1e-06'
says 'difference, against log-sum-exp: right within 1e-06'
checks 'losses that fall' losses_fall
shows 'two classes' <<'EOF'
    z  sigmoid(z)  softmax  delta, y = 1  gradient
   -2      0.1192   0.1192       -0.8808   -0.8808
    0      0.5000   0.5000       -0.5000   -0.5000
    3      0.9526   0.9526       -0.0474   -0.0474
EOF
shows overflow <<EOF
x
tensor([[$last.00, $((last - 1)).50],
        [$next.00, $last.50]])
log_softmax_naive(x)
tensor([[-0.47, -0.97],
        [  nan,  -inf]])
log_softmax_difference(x)
tensor([[-0.47, -0.97],
        [ -inf,  -inf]])
log_softmax(x)
tensor([[-0.47, -0.97],
        [-0.47, -0.97]])
EOF
# Without the blanks that align them.
section 'more of the same' |
    sed 's/^ *//; s/\[ */[/g; s/,  */, /g; s/ $//' > "$work/more"
checks 'more of the same' diff - "$work/more" <<EOF
x
tensor([[1000, 0, -1000],
[100, 100, 100],
[-1000, -1000, -1000]])
log_softmax_naive(x)
tensor([[nan, -inf, -inf],
[${hundreds:-nan, nan, nan}],
[nan, nan, nan]])
log_softmax_difference(x)
tensor([[-inf, -inf, -inf],
[${hundreds:--inf, -inf, -inf}],
[inf, inf, inf]])
log_softmax(x)
tensor([[0.00, -1000.00, -2000.00],
[-1.10, -1.10, -1.10],
[-1.10, -1.10, -1.10]])
EOF
shows 'one maximum' <<'EOF'
one maximum for all rows
tensor([[-0.41, -1.41, -2.41],
        [  inf,   inf,   inf]])
a maximum for each row
tensor([[-0.41, -1.41, -2.41],
        [-0.41, -1.41, -2.41]])
EOF
shows 'the missing none' <<'EOF'
chapters/10_cross_entropy/main.c: tensor_sub: shapes (2, 3) and (2,) do not broadcast
with [:, None]
tensor([[-2.41, -1.41, -0.41],
        [-0.17, -2.17, -3.17],
        [-1.10, -1.10, -1.10]])
without, n = c
tensor([[-2.41, -2.17, -0.10],
        [ 0.59, -2.17, -2.10],
        [-1.41, -2.17, -1.10]])
without: each row's sum of e to that
tensor([1.11, 2.05, 0.69])
without: (1, 3) becomes (1, 3)
without: (3, 1) becomes (3, 3)
EOF
checks 'with [:, None] they are probabilities, without it not' [ \
    "$(section 'ten by ten' | sed 's/loss.*probabilities: //' | tr '\n' ';')" \
    = 'with     yes;without  no;' ]
shows 'below zero' <<'EOF'
nll(preds, label)               -0.30
nll(log_softmax(preds), label)   2.12
normalisation_error(preds)      10.25
EOF
shows 'zero times infinity' <<'EOF'
log_softmax(x)
tensor([[-1.31, -0.31,  -inf]])
by index   0.31
by one-hot nan
EOF
checks 'kept apart' [ "$(section 'put back too early' |
    awk '{ printf "%s ", $5 }')" = '-2.4076 -1.4076 -0.4076 ' ]
checks 'put back' [ "$(section 'put back too early' |
    awk '{ printf "%s ", $8 }')" = "$put_back" ]
shows 'no such class' <<'EOF'
chapters/10_cross_entropy/main.c: cross_entropy: label 10 of row 1, expected a whole number from 0 to 9
chapters/10_cross_entropy/main.c: accuracy: label 2.5 of row 1, expected a whole number from 0 to 9
chapters/10_cross_entropy/main.c: nll: log_probabilities (3, 10) and labels (3, 1), expected (n, c) and (n,)
EOF
never_says '(no complaint)'
never_says wrong:

case $(sed -n 2p "$work/out") in
'Data: MNIST (from '*)
	says 'of the 36 published numbers, 36 are equal'
	section activations | sed -n 1,8p > "$work/activations"
	checks 'the activations' diff - "$work/activations" <<'EOF'
log_softmax(preds)
tensor([[-2.37, -2.49, -2.36,  ..., -2.31, -2.28, -2.22],
        [-2.37, -2.44, -2.44,  ..., -2.27, -2.26, -2.16],
        [-2.48, -2.33, -2.28,  ..., -2.30, -2.30, -2.27],
        ...,
        [-2.33, -2.52, -2.34,  ..., -2.31, -2.21, -2.16],
        [-2.38, -2.38, -2.33,  ..., -2.29, -2.26, -2.17],
        [-2.33, -2.55, -2.36,  ..., -2.29, -2.27, -2.16]])
EOF
	shows 'the picks' <<'EOF'
                                                published         here
row 0, label 5                                      -2.20        -2.20
row 1, label 0                                      -2.37        -2.37
row 2, label 4                                      -2.36        -2.36
nll, by index                                        2.30         2.30
nll, by one-hot                                         -         2.30
cross_entropy                                        2.30         2.30
ln 10                                                   -         2.30
EOF
	shows 'a batch of fifty' <<'EOF'
                                                published         here
preds[0][0]                                         -0.09        -0.09
preds[0][1]                                         -0.21        -0.21
preds[0][2]                                         -0.08        -0.08
preds[0][3]                                          0.10         0.10
preds[0][4]                                         -0.04        -0.04
preds[0][5]                                          0.08         0.08
preds[0][6]                                         -0.04        -0.04
preds[0][7]                                         -0.03        -0.03
preds[0][8]                                          0.01         0.01
preds[0][9]                                          0.06         0.06
loss                                                 2.30         2.30
accuracy                                             0.08         0.08

yb
tensor([5, 0, 4, 1, 9, 2, 1, 3, 1, 4, 3, 5, 3, 6, 1, 7, 2, 8, 6, 9, 4, 0, 9, 1,
        1, 2, 4, 3, 2, 7, 3, 8, 6, 9, 0, 5, 6, 0, 7, 6, 1, 8, 7, 9, 3, 9, 8, 5,
        9, 3])
preds.argmax(1)
tensor([3, 9, 3, 8, 5, 9, 3, 9, 3, 9, 5, 3, 9, 9, 3, 9, 9, 5, 8, 7, 9, 5, 3, 8,
        9, 5, 9, 5, 5, 9, 3, 5, 9, 7, 5, 7, 9, 9, 3, 9, 3, 5, 3, 8, 3, 5, 9, 5,
        9, 5])
2.30, 0.08
EOF
	shows 'does mse learn' <<'EOF'
                           rate   first   last   nothing   right
MSE, one output, digits    0.02    28.9    3.1       8.3   about 30 %
MSE, ten outputs, one-hot  0.10     1.1    0.2       0.9   about 90 %
cross-entropy              0.50     2.3    0.3       2.3   about 90 %
EOF
	shows judges <<EOF
central differences: right within $measured
PyTorch's values   : right within $stored
the long way       : right within $long
log-sum-exp's slope: right within $measured
EOF
	shows 'ten by ten' <<'EOF'
with     loss 2.35   rows are probabilities: yes
without  loss 2.36   rows are probabilities: no
EOF
	;;
'Data: '*' digits, not MNIST: the published numbers are not theirs (from '*)
	echo 'skipped: the notebook'\''s numbers, which are those of MNIST'
	for published in -2.20 -2.37 -2.36; do
		checks "$published beside" grep -q \
		    "^row [0-2], label [0-9]  *$published  *-[0-9.]*\$" "$work/out"
	done
	shows judges <<EOF
central differences: right within $measured
PyTorch's values   : not for these digits
the long way       : right within $long
log-sum-exp's slope: right within $measured
EOF
	;;
*)
	checks "no line of data: $(sed -n 2p "$work/out")" false
	;;
esac
puts_aside

mkdir "$work/plots"
runs 0 env HANDGRAD_THREADS=1 "$BUILD/chapter10" --plots "$work/plots"
complains ''
prints_the_same 'one thread, and --plots'
drew 10_bars.svg 10_training.tsv
checks 'a line for each five batches' \
    [ "$(wc -l < "$work/plots/10_training.tsv")" -eq 40 ]

if [ ! "$slow" ]; then
	runs 1 "$BUILD/chapter10" --plots "$work/nowhere"
	complains "chapter10: $work/nowhere/10_bars.svg.tmp: cannot create: \
No such file or directory"
fi
ends

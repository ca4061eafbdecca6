#!/bin/sh
# Chapter 11's program: the lecture's walks to ten digits, the edges, the best
# of the valley, each pitfall; the command; the pictures, with and without
# gnuplot.
. tests/chapters/program.inc

chapter11() {
	"$BUILD/chapter11" "$@"
}

# The plain run.
runs 0 chapter11
complains ''
checks 'its title' [ "$(head -n 1 "$work/out")" = 'Chapter 11: descent' ]
checks 'its sections' [ "$(sed -n 's/^== \(.*\) ==$/\1/p' "$work/out" |
    tr '\n' ';')" = 'a large step;a small step;every rate;the edge;the slip;'\
'means of ones;the edge with momentum;on one number;the best of many;'\
'by formula;how careful;narrower;against a walk;a step too large;the sign;'\
'too much momentum;the forgotten correction;corrected and kept;' ]

shows 'a large step' <<'EOF'
rate 0.95: each step multiplies by -0.9

place             x      (-0.9)^k          x^2
    1  1.0000000000  1.0000000000 1.0000000000
    2 -0.9000000000 -0.9000000000 0.8100000000
    3  0.8100000000  0.8100000000 0.6561000000
    4 -0.7290000000 -0.7290000000 0.5314410000
    5  0.6561000000  0.6561000000 0.4304672100
    6 -0.5904900000 -0.5904900000 0.3486784401
    7  0.5314410000  0.5314410000 0.2824295365
    8 -0.4782969000 -0.4782969000 0.2287679245
    9  0.4304672100  0.4304672100 0.1853020189
   10 -0.3874204890 -0.3874204890 0.1500946353
   11  0.3486784401  0.3486784401 0.1215766546
EOF
shows 'a small step' <<'EOF'
rate 0.10: each step multiplies by 0.8

place             x      ( 0.8)^k          x^2
    1  1.0000000000  1.0000000000 1.0000000000
    2  0.8000000000  0.8000000000 0.6400000000
    3  0.6400000000  0.6400000000 0.4096000000
    4  0.5120000000  0.5120000000 0.2621440000
    5  0.4096000000  0.4096000000 0.1677721600
    6  0.3276800000  0.3276800000 0.1073741824
    7  0.2621440000  0.2621440000 0.0687194767
    8  0.2097152000  0.2097152000 0.0439804651
    9  0.1677721600  0.1677721600 0.0281474977
   10  0.1342177280  0.1342177280 0.0180143985
   11  0.1073741824  0.1073741824 0.0115292150
EOF
shows 'every rate' <<'EOF'
 rate  factor   |x| after 10 steps
-0.10    1.20         6.1917364224   climbs
 0.01    0.98         0.8170728069   comes down on one side
 0.10    0.80         0.1073741824   comes down on one side
 0.45    0.10         0.0000000001   comes down on one side
 0.50    0.00         0.0000000000   at the bottom after one step
 0.55   -0.10         0.0000000001   swings and comes down
 0.95   -0.90         0.3486784401   swings and comes down
 1.00   -1.00         1.0000000000   swings for ever
 1.05   -1.10         2.5937424601   swings and flies off
 2.00   -3.00     59049.0000000000   swings and flies off
EOF
shows 'the edge' <<'EOF'
curvature   2 / curvature   edge found
      0.5        4.000000     4.000000
        1        2.000000     2.000000
        2        1.000000     1.000000   this is x^2
       10        0.200000     0.200000
     1000        0.002000     0.002000
EOF
shows 'the slip' <<'EOF'
place  1 + beta^k             x    1 - beta^k             x
    1              1.0000000000                1.0000000000
    2    1.900000  0.9000000000      0.100000 -0.9000000000
    3    1.810000  0.7110497238      0.190000 -0.9000000000
    4    1.729000  0.4548904135      0.271000 -0.2690036900
    5    1.656100  0.1620103450      0.343900  0.3271309453
    6    1.590490 -0.1318090306      0.409510  0.6259142507
    7    1.531441 -0.3900895553      0.468559  0.6071238073
    8    1.478297 -0.5807618290      0.521703  0.3708255916
    9    1.430467 -0.6809657759      0.569533  0.0523072796
   10    1.387420 -0.6806926914      0.612580 -0.2304386180
   11    1.348678 -0.5845447867      0.651322 -0.4025511026
EOF
shows 'means of ones' <<'EOF'
gradients     v   v / (1 + beta^k)   v / (1 - beta^k)
        1 0.100              0.053              1.000
        2 0.190              0.105              1.000
        3 0.271              0.157              1.000
        5 0.410              0.257              1.000
       10 0.651              0.483              1.000
       20 0.878              0.783              1.000
       50 0.995              0.990              1.000
      100 1.000              1.000              1.000
EOF
shows 'the edge with momentum' <<'EOF'
           beta   formula   edge found
momentum    0.0  1.000000     1.000000
momentum    0.5  3.000000     3.000000
momentum    0.9 19.000000    19.000000
Nesterov    0.0  1.000000     1.000000
Nesterov    0.5  1.500000     1.500000
Nesterov    0.9  6.785714     6.785714
EOF
shows 'on one number' <<'EOF'
plain, rate 0.95              132 steps
plain, rate 0.1                62
plain, rate 0.5                 1
momentum 0.9, rate 0.95       256
the same, as printed          264
Nesterov 0.9, rate 0.95        70
EOF
shows 'the best of many' <<'EOF'
             rate   beta  steps
plain       0.075   0.00    174
momentum    0.200   0.46     36
Nesterov    0.155   0.66     55
EOF
shows 'by formula' <<'EOF'
             rate   beta  steps
plain       0.077   0.00    173
momentum    0.200   0.44     44
EOF
shows 'how careful' <<'EOF'
             plain     momentum     momentum     Nesterov
 rate                    beta 0.46     beta 0.9     beta 0.9
0.010         1349         1338         1222         1236
0.020          671          660          520          538
0.050          265          253          265          240
0.075          174          162          262          243
0.100            -          116          262          235
0.200            -           36          260          218
0.500            -            -          258          174
1.000            -            -          266            -
1.500            -            -          291            -
2.000            -            -            -            -
EOF
shows 'narrower' <<'EOF'
condition   plain   momentum
       10      69         27
      100     691         95
     1000    6908        321
    10000   69078       1074
EOF
shows 'against a walk' <<'EOF'
x_k = (1 - alpha c)^k x_0              right within 1e-09
the weights' sum 1 - beta^k            right within 1e-09
the recurrence of momentum             right within 1e-09
the recurrence of Nesterov             right within 1e-09
the gradient in the valley             right within 1e-09
EOF
shows 'a step too large' <<'EOF'
after     1 steps  x = -1.1
after    10 steps  x = 2.594
after   100 steps  x = 1.378e+04
after  1000 steps  x = 2.47e+41
after 10000 steps  x = no number
EOF
shows 'the sign' <<'EOF'
place   height   with the wrong sign
    1   1.0000                1.0000
    2   0.6400                1.4400
    3   0.4096                2.0736
    4   0.2621                2.9860
    5   0.1678                4.2998
    6   0.1074                6.1917
EOF
shows 'too much momentum' <<'EOF'
 beta   steps, rate 0.1
0.000       62
0.500       39
0.900      261
0.990     2698
0.999    27573
chapters/11_descent/main.c: descent_step: beta 1, expected from 0 to below 1
EOF
shows 'the forgotten correction' <<'EOF'
 beta   correction   first step   x after ten
0.900   none            10.00 %         0.3071
0.900   as printed       5.26 %         0.5068
0.900   usual          100.00 %        -0.1675
0.990   none             1.00 %         0.8951
0.990   as printed       0.50 %         0.9453
0.990   usual          100.00 %        -0.2386
0.999   none             0.10 %         0.9891
0.999   as printed       0.05 %         0.9945
0.999   usual          100.00 %        -0.2459
EOF
shows 'corrected and kept' <<'EOF'
gradients   v, divided and kept
        1                  1.00
        2                  5.26
        3                 17.85
       10               1103.18
       50                488.87
EOF
never_says '(no complaint)'
never_says WRONG
puts_aside
runs 0 env LC_ALL=de_DE.UTF-8 "$BUILD/chapter11"
prints_the_same 'in another locale'

# place NUMBER: that line of a walk, single spaces.
place() {
	awk -v n="$1" '$1 == n { $1 = $1; print }' "$work/out"
}
# misuses ARGUMENTS: status 2, nothing printed. fails: status 1, nothing printed.
misuses() {
	runs 2 chapter11 "$@"
	checks "$*: printed nothing" [ ! -s "$work/out" ]
	checks "$*: one line on stderr" [ "$(wc -l < "$work/err")" -eq 1 ]
}
fails() {
	runs 1 chapter11 "$@"
	checks "$*: printed nothing" [ ! -s "$work/out" ]
}

# Walks on the reader's formulas: the lecture's four, and one in a valley.
runs 0 chapter11 walk 'x**2' 0.95 0 none x=1
complains ''
checks 'a heading and 21 places' [ "$(wc -l < "$work/out")" -eq 22 ]
checks 'heading' [ "$(head -n 1 "$work/out" | tr -s ' ')" = 'place x height' ]
checks 'place 11' [ "$(place 11)" = '11 0.3486784401 0.1215766546' ]
runs 0 chapter11 walk 'x**2' 0.95 0.9 printed x=1
checks 'as printed' [ "$(place 11)" = '11 -0.5845447867 0.3416926077' ]
runs 0 chapter11 walk 'x**2' 0.95 0.9 usual x=1
checks 'as it should be' [ "$(place 4)" = '4 -0.26900369 0.07236298525' ]
runs 0 chapter11 walk '(x**2 + 25*y**2)/2' 0.04 0 none x=-8 y=2
checks 'both axes' [ "$(head -n 3 "$work/out" | tail -n 1 | tr -s ' ')" = \
    ' 2 -7.68 0 29.4912' ]
runs 0 chapter11 walk 'x**2' 0.5 0.5 nesterov x=1
checks 'nesterov' [ "$(place 3)" = '3 0.125 0.015625' ]
runs 0 chapter11 walk 'x**2 + z' 0.5 0.5 usual x=1
checks 'a name without a value' [ "$(place 3)" = '3 -0.3333333333 nan' ]
runs 0 chapter11 walk 'x**4' 0.1 0 none x=3
checks 'nan has no sign' [ "$(place 21)" = '21 nan nan' ]
fails walk 'x**2 +' 0.5 0.5 usual x=1
complains 'chapter11: the expression ends too early
  x**2 +
        ^'
fails walk 'x + y' 0.5 0.5 usual x=1
complains 'chapter11: the formula has a y: y=START, too'
for number in one '' 1x inf nan; do
	fails walk x "$number" 0.5 usual x=1
	complains "chapter11: expected a number, found '$number'"
	fails walk x 0.1 "$number" usual x=1
	complains "chapter11: expected a number, found '$number'"
	fails walk x 0.1 0.5 usual "x=$number"
	complains "chapter11: expected a number, found '$number'"
done
for beta in 1 -0.1; do
	fails walk x 0.5 "$beta" usual x=1
	complains "chapter11: beta $beta, expected from 0 to below 1"
done
fails walk x 0.5 0.5 unusual x=1
complains "chapter11: no rule 'unusual': none, printed, usual, nesterov"
fails walk x 0.5 0.5 usual y=1
complains "chapter11: expected x=START, found 'y=1'"
fails walk x 0.5 0.5 usual x
complains "chapter11: expected x=START, found 'x'"
fails walk x 0.5 0.5 usual x=1 x=1
complains "chapter11: expected y=START, found 'x=1'"
misuses walk
misuses walk x 0.5 0.5 usual
misuses walk x 0.5 0.5 usual x=1 y=1 z=1
misuses run x 0.5 0.5 usual x=1
complains "chapter11: unexpected 'run' (--help explains)"
misuses --plots missing walk
misuses ''
runs 0 chapter11 --help
checks '--help explains walk' grep -q '^  walk FORMULA RATE BETA RULE' \
    "$work/out"

# The pictures' data.
mkdir "$work/plots"
runs 0 chapter11 --plots "$work/plots"
prints_the_same '--plots'
drew 11_contours.tsv 11_large.tsv 11_momentum.tsv 11_rates.tsv 11_small.tsv \
    11_usual.tsv 11_valley_momentum.tsv 11_valley_nesterov.tsv \
    11_valley_plain.tsv
runs 1 chapter11 --plots "$work/nowhere"
prints_the_same '--plots to nowhere'
complains "chapter11: $work/nowhere/11_large.tsv.tmp: cannot create: \
No such file or directory"

# Without gnuplot, one line says how to get it.
mkdir "$work/bin"
for tool in sh mkdir basename cp; do
	ln -s "$(command -v $tool)" "$work/bin/$tool"
done
# plots_in FOLDER [PATH]: draws the chapter's pictures to FOLDER/img.
plots_in() {
	env PATH="${2:-$PATH}" sh docs/plots.sh 11_descent "$program" \
	    "$1/data" "$1/img"
}
case $BUILD in
/*) program=$BUILD/chapter11 ;;
*) program=./$BUILD/chapter11 ;;
esac
runs 1 plots_in "$work/without" "$work/bin"
complains 'make plots needs gnuplot (Debian: gnuplot-nox; sh setup.sh installs it)'

# With it, every picture is an SVG, and each walk has its eleven numbers.
numbered() {
	for number in 1 2 3 4 5 6 7 8 9 10 11; do
		grep -Eq ">(<[^>]*>)*$number<" "$1" || return 1
	done
}
if command -v gnuplot > /dev/null; then
	runs 0 plots_in "$work/with"
	complains ''
	checks 'eight pictures' [ "$(cd "$work/with/img" && echo *)" = \
	    "$(cd docs/img && echo 11_*)" ]
	for picture in "$work"/with/img/*; do
		checks "$picture is whole" grep -q '</svg>' "$picture"
	done
	for name in large small momentum correction; do
		checks "$name: eleven numbers" \
		    numbered "$work/with/img/11_$name.svg"
	done
	runs 0 env TERM_PLOT=1 sh docs/plots.sh 11_descent "$program" \
	    "$work/with/data" "$work/with/img"
	complains ''
	checks 'eight pictures of 24 lines on the terminal' \
	    [ "$(grep -vc '^drawn: ' "$work/out")" -ge 184 ]
else
	echo 'skipped: the pictures themselves, which need gnuplot'
fi
ends

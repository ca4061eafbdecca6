#!/bin/sh
# Chapter 4's program: what it prints, what it does on request, and what it
# says to those who ask wrongly.
. tests/chapters/program.inc

chapter4() {
	"$BUILD/chapter4" "$@"
}

# prints TEXT: all that it printed; nothing on stderr.
prints() {
	printf '%s\n' "$1" > "$work/wanted"
	checks 'what it printed' diff "$work/wanted" "$work/out"
	complains ''
}

# misuses ARGUMENTS: status 2, nothing printed, one line on stderr.
misuses() {
	runs 2 chapter4 "$@"
	checks "$*: printed nothing" [ ! -s "$work/out" ]
	checks "$*: one line on stderr" [ "$(wc -l < "$work/err")" -eq 1 ]
}

# fails ARGUMENTS: status 1, nothing printed.
fails() {
	runs 1 chapter4 "$@"
	checks "$*: printed nothing" [ ! -s "$work/out" ]
}

# The plain run.
runs 0 chapter4
complains ''
checks 'its title' [ "$(head -n 1 "$work/out")" = 'Chapter 4: derivatives' ]
shows 'by rule' <<'EOT'
d/dx   x**2                                       2*x
d/dx   3*x**2 + 9                                 6*x
d/dy   x*y + y**3                                 x + 3*y**2
d/dx   x/(1 + x)                                  1/(x + 1) - x/(x + 1)**2
d/dx   sqrt(x**2 + 1)                             x/sqrt(x**2 + 1)
d/dx   sin(x**2)                                  2*x*cos(x**2)
d/dx   x**x                                       x**x*(log(x) + 1)
d/dw   sigmoid(w*x + b)                           x*(1 - sigmoid(w*x + b))*sigmoid(w*x + b)
d/db   tanh(w*x + b)                              1 - tanh(w*x + b)**2
d/dw   relu(w*x + b)                              x*step(w*x + b)
d/dw   (w*x + b - t)**2                           2*x*(w*x + b - t)
d/dx   log(exp(x) + exp(y))                       exp(x)/(exp(x) + exp(y))
EOT

# A heading, and a line for each of 13 steps.
steps() {
	section 'by measurement' | awk '
		NR > 1 { seen += $1 == sprintf("1e%s%02d", NR == 2 ? "+" : "-",
		    NR - 2) && NF == 3 }
		END { exit !(NR == 14 && seen == 13) }'
}
# In double the error falls as h^2, to about 1e-11, and rises again; in float
# it never falls below 1e-6.
errors_fall_and_rise() {
	section 'by measurement' | awk '
		NR == 1 { next }
		$2 < 1e-6 { exit bad = 1 }
		{ error[NR - 2] = $3 }
		END {
			for (i = 1; i <= 3; i++)
				bad += error[i] / error[i + 1] < 50 ||
				    error[i] / error[i + 1] > 200
			exit bad || error[5] > 1e-9 || error[12] < 1e-6
		}'
}
checks '13 steps' steps
checks 'two Vs' errors_fall_and_rise
shows 'the sign' <<'EOT'
loss w**2 at w = 1, derivative 2
w - 0.01 * 2 =  0.98   loss  0.96   better
w - 0.10 * 2 =  0.80   loss  0.64   better
w - 0.50 * 2 =  0.00   loss  0.00   better
w - 0.90 * 2 = -0.80   loss  0.64   better
w - 1.00 * 2 = -1.00   loss  1.00   no better
w - 1.10 * 2 = -1.20   loss  1.44   no better
w - 2.00 * 2 = -3.00   loss  9.00   no better
EOT
shows 'one half, or one over N' <<'EOT'
d/dy   (y - t)**2/2                               y - t
d/dy1  ((y1 - t1)**2 + (y2 - t2)**2)/2            y1 - t1
d/dy1  ((y1-t1)**2 + (y2-t2)**2 + (y3-t3)**2)/3   2*(y1 - t1)/3
EOT
shows 'rules against measurement' <<'EOT'
every slope that could be measured agrees with the rules, of 5000 formulas
EOT
nothing= # so that no editor drops the space before it
shows 'what is wrong' <<EOT
the expression ends too early
  3*x**2 + $nothing
           ^
this '(' is never closed
  2*(x + 1
    ^
no such function
  sinn(x)
  ^
a power is written **
  x^2
   ^
expected an operator
  3 x
    ^
EOT
shows 'across a kink' <<'EOT'
slope of relu at 0.003 with h = 0.010: 0.650
slope of relu at 0.003 with h = 0.003: 1.000
slope of relu at 0.003 with h = 0.001: 1.000
EOT
never_says DISAGREE
puts_aside
runs 0 env LC_ALL=de_DE.UTF-8 "$BUILD/chapter4"
prints_the_same 'in another locale'

# Derivatives.
runs 0 chapter4 diff '3*x**2 + 9' x
prints '6*x'
runs 0 chapter4 diff 'x**2' x
prints '2*x'
runs 0 chapter4 diff '-x**2' x
prints '-2*x'
runs 0 chapter4 diff '--x' x
prints 1
runs 0 chapter4 diff 'sigmoid(w*x + b)' w
prints 'x*(1 - sigmoid(w*x + b))*sigmoid(w*x + b)'
runs 0 chapter4 diff 'x**2' y
prints 0
fails diff '3*x**2 +' x
complains 'chapter4: the expression ends too early
  3*x**2 +
          ^'
fails diff 'x^2' x
complains 'chapter4: a power is written **
  x^2
   ^'
fails diff '' x

# Values.
runs 0 chapter4 value '3*x**2 + 9' x=2
prints 21
runs 0 chapter4 value 'x/y' x=1 y=-3
prints -0.3333333333
runs 0 chapter4 value '1e3 + .5'
prints 1000.5
runs 0 chapter4 value 'a+b+c+d+e+f+g+h' a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8
prints 36
runs 0 chapter4 value 'x + y' x=1
prints nan
runs 0 chapter4 value 'log(-1)'
prints nan
runs 0 chapter4 value 'x' x=1 unused=2
prints 1
fails value 'x +' x=1
fails value x x
complains "chapter4: expected NAME=VALUE, found 'x'"
for pair in x= =1 x=1y x=y ''; do
	fails value x "$pair"
	complains "chapter4: expected NAME=VALUE, found '$pair'"
done
fails value x a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8 i=9
complains 'chapter4: more than 8 variables'

# By rule and by measurement.
runs 0 chapter4 check 'x**2*y' x x=3 y=2
prints 'by rule         12
by measurement  12'
runs 0 chapter4 check 'x**2*y' y y=3 x=2
prints 'by rule         4
by measurement  4'
runs 0 chapter4 check 'x**2*y' x y=2 x=3
prints 'by rule         12
by measurement  12'
runs 0 chapter4 check 'x*y' x x=1
prints 'by rule         nan
by measurement  nan'
runs 0 chapter4 check 'exp(1000*x)' x x=5
prints 'by rule         inf
by measurement  nan'
fails check 'x**2' x y=1
complains 'chapter4: no value for x'
fails check 'x**' x x=1
fails check 'x' x x=one

# Problems and answers.
runs 0 chapter4 problems
complains ''
count=$(grep -c '^ *[0-9]*\. d/d' "$work/out")
checks 'at least ten problems' [ "$count" -ge 10 ]
checks 'two lines for each' [ "$(wc -l < "$work/out")" -eq $((2 * count)) ]
says ' 1. d/dx   3*x**2 + 9'
says '    (a parabola)'
runs 0 chapter4 answer 1 '6*x'
prints right
runs 0 chapter4 answer 1 'x + 5*x'
prints right
runs 0 chapter4 answer 1 '-6*x'
checks 'how it is wrong' grep -Eqx 'wrong: at x=(-?[0-9.]+) the slope is '\
'(-?[0-9.]+), the answer gives (-?[0-9.]+)' "$work/out"
runs 0 chapter4 answer 5 'x*y'
checks 'where it is wrong' \
    grep -q '^wrong: at x=[-0-9.]* y=[-0-9.]* the slope' "$work/out"
runs 0 chapter4 answer 1 'log(-1)'
checks 'nan has no sign' grep -q 'the answer gives nan$' "$work/out"
runs 0 chapter4 answer "$count" 0
fails answer 1 '6*'
for number in 0 -1 $((count + 1)) 1x x '' 99999999999999999999; do
	fails answer "$number" x
	complains "chapter4: problems go from 1 to $count, not '$number'"
done

# How it is called.
misuses diff
misuses diff 'x**2'
misuses diff 'x**2' x y
misuses value
misuses check
misuses check x
misuses check x x
misuses problems 1
misuses answer
misuses answer 1
misuses answer 1 x y
misuses derive x x
complains "chapter4: unexpected 'derive' (--help explains)"
misuses --plots missing derive x x
misuses ''
misuses --no-such-option
runs 0 chapter4 --help
complains ''
says 'usage: chapter4 [--plots FOLDER] [COMMAND ...]'
for command in diff value check problems answer; do
	checks "--help explains $command" grep -q "^  $command " "$work/out"
done

# The data of its picture: a line for each step, from 1 down to 1e-12.
mkdir "$work/plots"
runs 0 chapter4 --plots "$work/plots"
prints_the_same '--plots'
drew 04_v.tsv
checks '121 steps' [ "$(wc -l < "$work/plots/04_v.tsv")" -eq 121 ]
falling() {
	awk -F '\t' '
		NF != 3 || (NR > 1 && !($1 < before)) || !($2 >= 0) ||
		    !($3 >= 0) { bad = 1 }
		NR == 1 && $1 != 1 { bad = 1 }
		{ before = $1 }
		END { exit bad || before != 1e-12 }' "$work/plots/04_v.tsv"
}
checks 'falling steps, two errors for each' falling
runs 1 chapter4 --plots "$work/nowhere"
prints_the_same '--plots to nowhere'
complains "chapter4: $work/nowhere/04_v.tsv.tmp: cannot create: \
No such file or directory"
ends

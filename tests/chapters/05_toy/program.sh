#!/bin/sh
# Chapter 5's program: what it prints, to the letter but for the eighth digits,
# which a float does not hold; and the search as a command.
. tests/chapters/program.inc

# Without the last column, our numbers.
without_ours() {
	section "$1" | sed 's/ *[^ ]*$//'
}

# Where there are two numbers, they are equal to what a float32 holds.
numbers_agree() {
	section "$1" | awk '
		$(NF - 1) !~ /^-?[0-9]+\.[0-9]+$/ { next }
		{ far = $(NF - 1) - $NF; lines++ }
		far > 4e-8 || far < -4e-8 { print; bad = 1 }
		END { exit bad || lines != wanted }' wanted="$2"
}

runs 0 "$BUILD/chapter5"
complains ''
checks 'its title' [ "$(head -n 1 "$work/out")" = 'Chapter 5: a net on paper' ]
checks 'its sections' [ "$(sed -n 's/^== \(.*\) ==$/\1/p' "$work/out" |
    tr '\n' ';')" = 'forward and deltas;the gradients;backward twice;one step;'\
'three rules;found by algebra;found by search;measured;mistakes;'\
'the forgotten zero;' ]

section 'forward and deltas' | head -n 5 > "$work/section"
checks 'the weights' diff - "$work/section" <<'EOF'
wi
tensor([[ 0.05,  0.55, -0.55],
        [-0.56,  0.56,  0.08]])
wo
tensor([[-0.44, -0.54]])
EOF
says "$(printf '%-44s %12s %12s' '' published here)"
says "$(printf '%-44s %12s %12s' loss 0.4169 0.4169)"
checks 'y_hat' grep -q \
    '^y_hat = delta_o, since y = 0  *0\.34093398   0\.3409339[58]$' "$work/out"
checks 'h1' grep -q '^h1  *-   0\.7068551[78]$' "$work/out"
checks 'h2' grep -q '^h2  *-   0\.643726[0-9]*$' "$work/out"
without_ours 'the gradients' > "$work/section"
checks 'the published gradients' diff - "$work/section" <<'EOF'
                                                published
wo.g[0]                                        0.24099095
wo.g[1]                                        0.21946827
wi.g[0][0]                                    -0.03111681
wi.g[0][1]                                    -0.06223362
wi.g[0][2]                                    -0.01555840
wi.g[1][0]                                    -0.04224450
wi.g[1][1]                                    -0.08448900
wi.g[1][2]                                    -0.02112225
EOF
checks 'the gradients beside them' numbers_agree 'the gradients' 8
shows 'backward twice' <<'EOF'
before:  no gradient
once:    wo.g[0] = 0.2410
twice:   wo.g[0] = 0.4820
zeroed, then once: wo.g[0] = 0.2410
EOF
shows 'one step' <<'EOF'
                                                published         here
wi[0][0]                                           0.3103       0.3103
wi[0][1]                                           0.1507       0.1507
wi[0][2]                                          -0.0837      -0.0837
wi[1][0]                                           0.4570       0.4570
wi[1][1]                                          -0.4705      -0.4705
wi[1][2]                                           0.1860       0.1860
after the step
wi[0][0]                                           0.3674       0.3674
wi[0][1]                                           0.2648       0.2648
wi[0][2]                                          -0.0552      -0.0552
wi[1][0]                                           0.4885       0.4885
wi[1][1]                                          -0.4074      -0.4074
wi[1][2]                                           0.2018       0.2018

loss before 0.4405, after 0.3481
EOF
shows 'three rules' <<'EOF'
wo starts at    -0.4405  -0.5403
its gradient     0.2410   0.2195

plain           -0.6815  -0.7597  then   -0.9224  -0.9792
momentum        -0.6815  -0.7597  then   -1.1393  -1.1767
sign            -0.5405  -0.6403  then   -0.6405  -0.7403
EOF
shows 'found by algebra' <<'EOF'
h1 = 0.706855   wo1 = -0.440466
h2 = 0.643727   wo2 = -0.540275
sigmoid(wo . h) = 0.340934, printed as 0.340934
loss if y = 0: 0.4169; if y = 1: 1.0761; printed: 0.4169
EOF
shows 'found by search' <<'EOF'
seed 3852025336, net number 10 of its stream
1 of 4000 seeds fits, and its net is the one above
EOF
shows measured <<'EOF'
wo.g: agrees with the measured slopes
wi.g: agrees with the measured slopes
EOF
shows mistakes <<'EOF'
chapters/05_toy/main.c: descend: w (2, 3) has no gradient: backward comes first
chapters/05_toy/main.c: binary_cross_entropy: target 2, expected 0 or 1
EOF
shows 'the forgotten zero' <<'EOF'
loss after ten steps, zeroed each time  0.0625
loss after ten steps, never zeroed      0.0000
EOF
puts_aside

# It draws nothing, and does not mind being asked.
mkdir "$work/plots"
runs 0 "$BUILD/chapter5" --plots "$work/plots"
prints_the_same '--plots'
drew '*'

runs 0 "$BUILD/chapter5" search 3852025000 3852026000
complains ''
checks 'one found' diff - "$work/out" <<'EOF'
seed 3852025336, net number 10 of its stream
1 found
EOF
for range in '3852024000 3852025336' '3852025337 3852025400' \
    '4294967000 4294967296' '0 100'; do
	# shellcheck disable=SC2086 # two words
	runs 0 "$BUILD/chapter5" search $range
	checks "none in $range" [ "$(cat "$work/out")" = '0 found' ]
done

# misused ARGUMENTS...: one line names one of them.
misused() {
	runs 2 "$BUILD/chapter5" "$@"
	checks "$*: one line of complaint" [ "$(wc -l < "$work/err")" -eq 1 ]
	checks "$*: what it says" grep -q \
	    "^chapter5: unexpected '.*' (--help explains)\$" "$work/err"
	checks "$*: nothing on stdout" [ ! -s "$work/out" ]
}
misused search
misused search 10
misused search 10 20 30
misused search 20 20
misused search 20 10
misused search 4294967290 4294967297
misused search 0 20x
misused search '' 20
misused search ' 0' 20
misused search 0 -20
misused search -18446744073709551606 20
misused search 4294967290 99999999999999999999
misused find 10 20
ends

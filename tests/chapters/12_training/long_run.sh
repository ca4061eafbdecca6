#!/bin/sh
# Chapter 12's long run: stopped by a real SIGINT and taken up again, it prints
# what a run prints that was never stopped, and its file has the same bytes. And
# what it refuses.
. tests/chapters/program.inc

program=$BUILD/chapter12
run=$work/run.npz other=$work/other.npz

rows=300 # nothing is published of so few

# Until the command succeeds, a minute at most; no longer than the program runs.
waits_for() {
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ "$tries" -lt 600 ] && kill -0 "$child" 2> /dev/null || return 1
		sleep 0.1
	done
}

# stopped FILE VARIANT: starts far more epochs than it will get, interrupts it
# after its first checkpoint, and sets `epochs` to how many it did.
stopped() {
	"$program" long "$1" 1000000 "$2" "$rows" > "$work/out" \
	    2> "$work/err" &
	child=$!
	checks "$2: a checkpoint" waits_for [ -e "$1" ]
	kill -INT "$child"
	# One that does not hear it must not run for ever.
	(sleep 60 && kill -KILL "$child") > "$work/late" 2>&1 &
	watchdog=$!
	wait "$child"
	status=$?
	kill "$watchdog"
	checks "$2: status $status, not 130" [ "$status" -eq 130 ]
	epochs=$(sed -n "s|^chapter12: interrupted: \([0-9]*\) of 1000000\
 epochs are in $1; the same command goes on\$|\1|p" "$work/err")
	checks "$2: $(cat "$work/err")" [ "${epochs:-0}" -ge 10 ]
	checks "$2: one line" [ "$(wc -l < "$work/err")" -eq 1 ]
}

# The losses at epochs 0, 100 and 101 fall, and the net has learnt.
falls() {
	awk '/^loss at/ { loss[++n] = $NF }
		END { exit !(n == 3 && loss[1] > 2 && loss[2] < 1 &&
		loss[3] < loss[2] && loss[3] > 0) }' "$work/out"
}
learns() {
	awk '/^right on/ { right = $NF }
		END { exit !(right > 0.5 && right < 1) }' "$work/out"
}

for variant in softmax plain-kept; do
	rm -f "$run" "$other"
	stopped "$run" "$variant"
	more=$((${epochs:-10} + 17))
	runs 0 "$program" long "$run" "$more" "$variant" "$rows"
	complains "chapter12: goes on after epoch $epochs of $run"
	puts_aside
	runs 0 "$program" long "$other" "$more" "$variant" "$rows"
	complains ''
	prints_the_same "$variant, stopped after $epochs of $more epochs"
	checks "$variant: the same bytes" cmp "$run" "$other"
done

# What it prints: a loss at each hundredth epoch and the last, and how the net
# does on the test digits.
rm -f "$run"
runs 0 "$program" long "$run" 102 plain "$rows"
checks 'its lines' [ "$(sed 's/  *[0-9.]*$//; 1d' "$work/out" |
    tr -s ' ' | tr '\n' ';')" = ' published here;loss at epoch 0 -;'\
'loss at epoch 100 -;loss at epoch 101 -;right on the test digits -;' ]
checks 'a loss that falls' falls
checks 'a net that learns' learns
puts_aside

# The last loss is printed once, also where it is a hundredth.
runs 0 "$program" long "$work/third.npz" 101 plain "$rows"
checks 'two losses' [ "$(grep -c '^loss at' "$work/out")" -eq 2 ]

# A run that is finished says it again; so does one that asks for less.
runs 0 "$program" long "$run" 102 plain "$rows"
complains ''
prints_the_same 'finished'
cp "$run" "$other"
runs 0 "$program" long "$run" 5 plain "$rows"
prints_the_same 'more than asked for'
checks 'a finished run is not written' cmp "$run" "$other"

# Another run's file, a foreign one, one that cannot be: a line, status 1, and
# the file as it was.
runs 1 "$program" long "$run" 102 softmax "$rows"
checks 'another variant' grep -q "^chapter12: $run: a run of plain on $rows\
 rows (labels' sum [0-9]*), [a-z]*; expected softmax on " "$work/err"
runs 1 "$program" long "$run" 102 plain 301
checks 'other rows' grep -q "; expected plain on 301 rows" "$work/err"
checks 'left alone' cmp "$run" "$other"
echo 'my thesis' > "$run"
runs 1 "$program" long "$run" 102 plain "$rows"
checks 'a foreign file' grep -q "^chapter12: $run: " "$work/err"
checks 'one line' [ "$(wc -l < "$work/err")" -eq 1 ]
checks 'still there' [ "$(cat "$run")" = 'my thesis' ]
runs 1 "$program" long "$work/nowhere/run.npz" 1 plain "$rows"
complains "chapter12: $work/nowhere/run.npz.tmp: cannot create: No such file\
 or directory"
# One that may be there, but cannot be looked for, would be written over.
runs 1 "$program" long "$run/run.npz" 1 plain "$rows"
complains "chapter12: $run/run.npz: cannot look for it: Not a directory"

# The lecture's run, on all rows, stands beside what the lecture published.
runs 0 "$program" long "$work/all.npz" 2
if grep -q '^Data: MNIST ' "$work/out"; then
	says "$(printf '%-44s %12s %12s' 'loss at epoch 0' 2.3025 2.3036)"
	says "$(printf '%-44s %12s %12s' 'loss at epoch 1' - 2.3033)"
else
	echo 'skipped: the lecture'\''s first loss, which is MNIST'\''s'
fi
checks 'no accuracy published after two epochs' \
    grep -q '^right on the test digits  *-  *0\.[0-9]*$' "$work/out"

# Wrong usage.
for wrong in 'lonk|lonk x' 'long|long' 'x0|long f x0' '0|long f 0' '1x|long f 1x' \
    '1000001|long f 1000001' '-1|long f -1' 'plane|long f 1 plane' \
    '0|long f 1 plain 0' '60001|long f 1 plain 60001' \
    'more|long f 1 plain 1 more'; do
	# shellcheck disable=SC2086 # words
	runs 2 "$program" ${wrong#*|}
	complains "chapter12: unexpected '${wrong%%|*}' (--help explains)"
done
runs 0 "$program" --help
says '  long FILE [EPOCHS [VARIANT [ROWS]]]'
ends

#!/bin/sh
# Command lines of every chapter, odd ones: the status is 1 or 2, nothing is on
# stdout, and one line on stderr. ROUNDS=n takes n times as many as make test.
# (None of them may begin to train; the two programs that compute from their
# arguments are fuzzed in process, by fuzz_commands.c.)
set -u
passed=0 failed=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# refuses PROGRAM ARGUMENTS...
refuses() {
	"$@" < /dev/null > "$work/out" 2> "$work/err"
	status=$?
	lines=$(wc -l < "$work/err")
	if [ "$status" -ge 1 ] && [ "$status" -le 2 ] && [ "$lines" -eq 1 ] &&
	    [ ! -s "$work/out" ] && ! grep -q 'Sanitizer' "$work/err"; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	echo "not refused, status $status: $*"
	cat "$work/err"
}

# Lines of words that no program takes, drawn by awk: SEED, COUNT.
draw() {
	awk -v seed="$1" -v count="$2" 'BEGIN {
		srand(seed)
		n = split("save predict long search diff walk --plot= --help=1 " \
		    "-x --seed 1e9 -1 0x10 99999999999999999999 4294967297 nan " \
		    "missing/x.npz %s%n \\ * .. = -- NET softmax plain \303\251 " \
		    "\377 ~ $HOME ; | 007 +1 1. .", word, " ")
		for (; count > 0; count--) {
			line = "unexpected"
			for (k = int(5 * rand()); k > 0; k--)
				line = line " " word[1 + int(n * rand())]
			print line
		}
	}'
}

number=0
for chapter in chapters/[0-9]*; do
	number=$((number + 1))
	program=$BUILD/chapter$number
	refuses "$program" ''
	refuses "$program" --plots
	refuses "$program" --plot=x --nothing
	refuses "$program" -
	refuses "$program" --plots missing "$chapter"
	draw "$number" $((4 * ${ROUNDS:-1})) > "$work/lines"
	while IFS= read -r line; do
		set -f
		# shellcheck disable=SC2086 # a word each
		refuses "$program" $line
		set +f
	done < "$work/lines"
done

refuses "$BUILD/chapter5" search 1
refuses "$BUILD/chapter5" search 1 1
refuses "$BUILD/chapter5" search -1 2
refuses "$BUILD/chapter5" search 0 4294967297
refuses "$BUILD/chapter5" search 0 99999999999999999999
refuses "$BUILD/chapter5" search 0x1 2
refuses "$BUILD/chapter5" search '' 2
refuses "$BUILD/chapter5" search ' 1' 2
refuses "$BUILD/chapter12" save
refuses "$BUILD/chapter12" save missing/net.npz
refuses "$BUILD/chapter12" save missing/net.npz more
refuses "$BUILD/chapter12" predict
refuses "$BUILD/chapter12" predict missing/images
refuses "$BUILD/chapter12" predict . 0
refuses "$BUILD/chapter12" predict README.md
refuses "$BUILD/chapter12" predict README.md 99999999999999999999
refuses "$BUILD/chapter12" predict README.md -1
refuses "$BUILD/chapter12" predict README.md 1 2 3
refuses "$BUILD/chapter12" long
for count in 0 -1 1e3 '' 1000001 99999999999999999999; do
	refuses "$BUILD/chapter12" long missing/run.npz "$count"
	refuses "$BUILD/chapter12" long missing/run.npz 1 plain "$count"
done
refuses "$BUILD/chapter12" long missing/run.npz 1 none
refuses "$BUILD/chapter12" long missing/run.npz 1 plain 1 more
echo "command lines: $passed passed, $failed failed"
[ "$failed" -eq 0 ]

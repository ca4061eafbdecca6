#!/bin/sh
# make bench, at its smallest and by itself: what it prints, and that it does
# not believe a child that lies.
set -u
passed=0 failed=0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bench=$BUILD/tests/bench

# small: a run of the program on few rows, its output in $folder/said.
small() {
	"$bench/bench" --quick --alone --rows 200 --turns 1 --threads 2 \
	    --only W1,W2,W3,W6,W10r "$BUILD" "$folder" > "$folder/said" 2>&1
}

# holds WHAT COMMAND...: passes if the command succeeds.
holds() {
	what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not so: $what"
		cat "$folder/said"
	fi
}

# status EXPECTED COMMAND...: does the command end so?
status() {
	expected=$1
	shift
	"$@" > "$folder/said" 2>&1
	[ $? -eq "$expected" ]
}

# lies WORK: is it found out when a child's result of WORK is wrong?
lies() {
	! BENCH_LIE=$1 small &&
	    grep -q "^WRONG: the result of $1 by ours" "$folder/said"
}

holds 'a small run succeeds' small
holds 'each work is timed on one thread and on two' \
    test "$(grep -c '^W' "$folder/said")" -eq 10
holds 'there is a table' test "$(grep -c '^W6' "$folder/bench.tsv")" -eq 2
holds 'the operands are removed' test ! -e "$bench/operands"
for work in W1 W2 W3 W10r; do
	holds "a lie about $work is found out" lies "$work"
done
holds 'a library that is not there is missing' \
    test "$("$bench/peer_blas" "$folder" libnobody.so)" = missing
holds 'wrong usage ends in 2' status 2 "$bench/bench" --rows none a b
holds 'a folder that is not there ends in 1' \
    status 1 "$bench/bench" --alone --rows 1 --only W1 "$BUILD" "$folder/no"
echo "bench: $passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/bin/sh
# Each fuzz target on its corpus, where every crash is kept that was ever found,
# and on some changes of it. And that a crash and a hang are found: fuzz_trap is
# a target that has both.
set -u
passed=0 failed=0
fuzz=$BUILD/tests/fuzz
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
export TMPDIR="$work"

# holds WHAT COMMAND...: passes if the command succeeds.
holds() {
	what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not so: $what"
		cat "$work/said"
	fi
}

# survives TARGET COUNT
survives() {
	"$fuzz/fuzz_$1" -n "$2" -o "$work" "tests/fuzz/corpus/$1" \
	    > "$work/said" 2>&1
}

# falls WORD FILE...: does the runner end with status 1, and say this?
falls() {
	word=$1
	shift
	"$fuzz/fuzz_trap" -o "$work" "$@" > "$work/said" 2>&1
	[ $? -eq 1 ] && grep -q "^input .*$word" "$work/said"
}

# The input that the runner kept: it falls again.
falls_again() {
	kept=$(sed -n 's/^repeat: [^ ]* //p' "$work/said")
	[ -n "$kept" ] && [ -s "$kept" ] && falls 'signal 6' "$kept"
}

for target in idx npz expression views commands; do
	holds "$target lives" survives "$target" 500
done
holds 'weaver lives' survives weaver 10
printf 'tra.' > "$work/harmless"
printf 'trap' > "$work/trap"
printf 'hang' > "$work/hang"
printf 'quit' > "$work/quit"
holds 'a crash is found' falls 'signal 6' "$work/harmless" "$work/trap"
holds 'an early end is found' falls 'status 3' "$work/quit"
holds 'a hang is found' falls hangs "$work/hang"
holds 'a change that crashes is found' \
    falls 'signal 6' -n 200000 "$work/harmless"
holds 'it is kept' falls_again
holds 'command lines' sh tests/fuzz/commands.sh
echo "fuzz: $passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/bin/sh
# fuzz.sh BUILD FOLDER SECONDS TARGET...: fuzzes for so long in all, each target
# for its share, by libFuzzer where BUILD has its programs, else by the runner.
# New inputs go to FOLDER/new, what crashes to FOLDER/crash. Prints a line for
# each target, and the total of executions. Status 1 if anything crashed.
set -u
fuzz=$1/tests/fuzz folder=$2 seconds=$3
BUILD=$1
export BUILD
shift 3
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
export TMPDIR="$work"
total=0 crashed=0
share=$((seconds / ($# + 1)))
[ "$share" -gt 0 ] || share=1
mkdir -p "$folder/crash"

# count TARGET EXECUTIONS
count() {
	printf '%-12s %12d executions\n' "$1" "$2"
	total=$((total + $2))
}

by_libfuzzer() {
	mkdir -p "$folder/new/$1"
	"$fuzz/guided_$1" -max_total_time="$share" -timeout=10 \
	    -rss_limit_mb=4096 -print_final_stats=1 \
	    -artifact_prefix="$folder/crash/$1-" \
	    "$folder/new/$1" "tests/fuzz/corpus/$1" > "$work/said" 2>&1
	status=$?
	runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/said")
	if [ "$status" -ne 0 ]; then
		cat "$work/said"
		kept=$(sed -n 's/.*Test unit written to //p' "$work/said")
		echo "repeat: $fuzz/guided_$1 $kept"
		crashed=1
	fi
	count "$1" "${runs:-0}"
}

# by_runner TARGET SECONDS
by_runner() {
	"$fuzz/fuzz_$1" -t "$2" -s "$(date +%s)" -o "$folder/crash" \
	    "tests/fuzz/corpus/$1" > "$work/said" 2>&1 || {
		cat "$work/said"
		crashed=1
	}
	count "$1" "$(sed -n 's/ inputs$//p' "$work/said")"
}

# The weaver under each awk that is found here, for a share in all.
weaver() {
	found=''
	for awk in gawk mawk busybox original-awk awk; do
		! command -v "$awk" > /dev/null || found="$found $awk"
	done
	# shellcheck disable=SC2086 # a word each
	set -- $found
	for FUZZ_AWK; do
		export FUZZ_AWK
		echo "the weaver by $FUZZ_AWK:"
		by_runner weaver $(((share + $# - 1) / $#))
	done
}

for target; do
	if [ "$target" = weaver ]; then
		weaver
	elif [ -x "$fuzz/guided_$target" ]; then
		by_libfuzzer "$target"
	else
		by_runner "$target" "$share"
	fi
done
ROUNDS=$share sh tests/fuzz/commands.sh || crashed=1
echo "in all $total executions"
[ "$crashed" -eq 0 ] || echo "crashes are in $folder/crash: mend them, and keep \
each in tests/fuzz/corpus/"
exit "$crashed"

#!/bin/sh
# one.sh RESULTS TEST: runs one test for run.sh, says in one go how it went, and
# leaves a file in the folder RESULTS if it passed.
set -u
results=$1 test=$2
log=$(mktemp "$results/log.XXXXXX") || exit 1
case $test in
*.sh) sh "$test" > "$log" 2>&1 ;;
/*) "$test" > "$log" 2>&1 ;;
*) "./$test" > "$log" 2>&1 ;;
esac
status=$?
summary=$(grep -E '^[0-9]+%: Checks|[0-9]+ passed' "$log" | tail -n 1)
if [ "$status" -eq 0 ]; then
	mktemp "$results/passed.XXXXXX" > /dev/null
	{
		printf 'ok    %-52s %s\n' "${test#"$BUILD"/}" "$summary"
		grep '^skipped' "$log" | sed 's/^/      /'
	} > "$log.said"
else
	{
		printf 'FAIL  %-52s status %s\n' "${test#"$BUILD"/}" "$status"
		cat "$log"
	} > "$log.said"
fi
cat "$log.said"

#!/bin/sh
# run.sh BUILD TEST...: runs each test program or script, in the repository's
# root, and prints one line for each; all that a failing one said; and a total.
# Scripts learn from $BUILD where the programs are. Status 1 if any failed.
set -u
BUILD=$1
export BUILD
# A thread that waits sleeps: beside other work, spinning costs ten times more.
export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-passive}"
shift
passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for test in "$@"; do
	case $test in
	*.sh) sh "$test" > "$log" 2>&1 ;;
	/*) "$test" > "$log" 2>&1 ;;
	*) "./$test" > "$log" 2>&1 ;;
	esac
	status=$?
	summary=$(grep -E '^[0-9]+%: Checks|[0-9]+ passed' "$log" | tail -n 1)
	if [ "$status" -eq 0 ]; then
		passed=$((passed + 1))
		printf 'ok    %-52s %s\n' "${test#"$BUILD"/}" "$summary"
		grep '^skipped' "$log" | sed 's/^/      /'
	else
		failed=$((failed + 1))
		printf 'FAIL  %-52s status %s\n' "${test#"$BUILD"/}" "$status"
		cat "$log"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

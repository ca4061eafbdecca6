#!/bin/sh
# run.sh BUILD TEST...: runs each test program or script, in the repository's
# root, as many at a time as there are cores, at most four (or JOBS). Prints one
# line for each as it ends, all that a failing one said, and a total. Scripts
# learn from $BUILD where the programs are. Status 1 if any failed.
set -u
BUILD=$1
shift
if [ $# -eq 0 ]; then
	echo '0 passed, 0 failed'
	exit 0
fi
jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN 2> /dev/null || echo 1)}
[ "$jobs" -le 4 ] || jobs=4
results=$(mktemp -d) || exit 1
export BUILD
trap 'rm -rf "$results"' EXIT
trap 'exit 1' HUP INT TERM

# Each test that passes leaves a file.
printf '%s\n' "$@" | xargs -P "$jobs" -I TEST \
    sh tests/one.sh "$results" TEST
passed=$(find "$results" -name 'passed.*' | wc -l)
failed=$(($# - passed))
echo "$((passed)) passed, $failed failed"
[ "$failed" -eq 0 ]

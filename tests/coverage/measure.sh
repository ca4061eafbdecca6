#!/bin/sh
# measure.sh BUILD PAGES TEST...: runs the tests with programs that count, in
# BUILD, writes what they reached to PAGES/index.html, and prints how much that
# is.
# Status 1 if a test failed or a goal was missed. lcov makes the pages; without
# it gcov's own sums make the table.
set -u
BUILD=$1 pages=$2
shift 2

# What an earlier run counted is of no interest.
find "$BUILD" -name '*.gcda' -exec rm -f {} +
sh tests/run.sh "$BUILD" "$@" > "$BUILD/tests.log"
failed=$?
grep '^FAIL' "$BUILD/tests.log"
tail -n 1 "$BUILD/tests.log"

branches='--rc lcov_branch_coverage=1'
case $(lcov --version 2> /dev/null) in
*' 2.'*) branches='--rc branch_coverage=1 --ignore-errors mismatch,negative' ;;
esac

# The chapters are not there if only common/ is measured.
folders=$BUILD/common
[ ! -d "$BUILD/chapters" ] || folders="$folders $BUILD/chapters"

# draw: lcov's counts, and the pages.
# shellcheck disable=SC2086,SC2046 # options, and folders without spaces
draw() {
	lcov -q -c $(printf -- '-d %s ' $folders) --no-external \
	    -b . $branches -o "$pages/counts.info" &&
	    genhtml -q --branch-coverage $branches -p "$PWD" -t handgrad \
	        -o "$pages" "$pages/counts.info"
}

# count: the same counts by gcov alone.
count() {
	# shellcheck disable=SC2086 # folders without spaces
	find $folders -name '*.gcda' |
	    while read -r counts; do
		gcov -t -b -c "$counts" 2> /dev/null
	done | awk -f tests/coverage/gcov.awk > "$pages/counts.info"
}

mkdir -p "$pages"
if command -v lcov > /dev/null && command -v genhtml > /dev/null; then
	draw > "$BUILD/lcov.log" 2>&1 || {
		cat "$BUILD/lcov.log"
		exit 1
	}
	echo "The pages: $pages/index.html"
elif command -v gcov > /dev/null; then
	echo 'no pages: they need lcov (package lcov)'
	count
else
	echo 'skipped: coverage needs gcov (package gcc)'
	exit 0
fi
awk -v here="$PWD/" -f tests/coverage/table.awk "$pages/counts.info" || failed=1
exit "$failed"

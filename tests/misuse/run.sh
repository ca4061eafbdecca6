#!/bin/sh
# Misuse, and numbers that are none: the programs of this folder, and a proof
# that no public function was forgotten. Each function in a header of common/
# or of a chapter stands in some test's ck_requires, or in exempt.txt with the
# reason why not.
set -u
export LC_ALL=C # one order for sort and comm
exempt=tests/misuse/exempt.txt
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT

# A prototype begins in column 0; a struct's members do not.
cat common/*.h chapters/*/*.h | sed -n '
	/^static/d; /^typedef/d; /^extern/d; /^[^A-Za-z_]/d
	s/^[A-Za-z_0-9 *]*[ *]\([a-z_0-9]*\)(.*/\1/p' | sort -u > "$folder/public"

# Every call in every statement that expects a REQUIRE.
find tests -name '*.c' -exec cat {} + | awk '
	/ck_(requires|null|unary|binary)\(/ { inside = 1 }
	inside {
		line = $0
		gsub(/"[^"]*"/, "", line)
		sub(/ck_(unary|binary)\([a-z_0-9]+/, "&(", line)
		while (match(line, /[A-Za-z_0-9]+\(/)) {
			print substr(line, RSTART, RLENGTH - 1)
			line = substr(line, RSTART + RLENGTH)
		}
	}
	/;[ \t]*(\/\*.*)?$/ { inside = 0 }' | sort -u > "$folder/tried"
sed -n 's/^\([a-z_0-9]*\)[[:blank:]].*/\1/p' "$exempt" | sort -u > "$folder/exempt"

failed=0
# complain WHAT < NAMES
complain() {
	while read -r name; do
		echo "$name: $1"
	done > "$folder/complaint"
	[ -s "$folder/complaint" ] || return 0
	cat "$folder/complaint"
	failed=1
}
sort -u "$folder/tried" "$folder/exempt" | comm -23 "$folder/public" - \
    > "$folder/names"
complain 'is public, and no test misuses it' < "$folder/names"
comm -13 "$folder/public" "$folder/exempt" > "$folder/names"
complain "is no public function, but stands in $exempt" < "$folder/names"
comm -12 "$folder/tried" "$folder/exempt" > "$folder/names"
complain "is misused by a test, and need not stand in $exempt" < "$folder/names"

# Whoever meets the world is tried with the world's mistakes, by that test.
sed -n 's/^\([a-z_0-9]*\)[[:blank:]].*\(tests\/[a-z_0-9\/]*\.c\)$/\1 \2/p' "$exempt" |
    while read -r name test; do
	grep -q "$name" "$test" || echo "$name"
    done > "$folder/names"
complain "is not in the test that $exempt names" < "$folder/names"

programs=$(for source in tests/misuse/test_*.c; do
	echo "$BUILD/${source%.c}"
done)
# shellcheck disable=SC2086 # one word for each program
sh tests/run.sh "$BUILD" $programs || failed=1
exit "$failed"

#!/bin/sh
# The rules of the house that a machine can see: headers that compile alone,
# includes that run the right way, every operation wrapped in callers.h, no
# function over 60 lines, scripts without shellcheck's complaints.
set -u
passed=0 failed=0
probe=$(mktemp -d)
trap 'rm -rf "$probe"' EXIT

# holds WHAT FINDINGS: passes if there are none.
holds() {
	if [ -z "$2" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'not so: %s\n%s\n' "$1" "$2"
	fi
}

headers_that_need_others() {
	for header in common/*.h chapters/*/*.h data/*.h tests/*.h; do
		printf '#include "%s"\nint main(void) { return 0; }\n' "$header" \
		    > "$probe/alone.c"
		# The tests' header needs Check, which may be elsewhere.
		${CC:-cc} -std=c11 -I. -D_POSIX_C_SOURCE=200809L -fsyntax-only \
		    "$probe/alone.c" > "$probe/log" 2>&1 ||
		    grep -q 'check\.h' "$probe/log" || echo "$header"
	done
}

# Includes of chapters: from common/ and data/ none, from a chapter none of a
# later one.
includes_that_run_backwards() {
	grep -n '#include "chapters/' common/*.[ch] data/*.[ch] /dev/null
	grep -n '#include "chapters/' chapters/*/*.[ch] | awk -F: '{
		from = substr($1, 10, 2) + 0
		to = substr($3, index($3, "chapters/") + 9, 2) + 0
		if (to > from)
			print
	}'
}

# An operation is what allocates: its first argument is an arena.
operations_not_wrapped() {
	sed -n 's/^Tensor \*\([a-z_0-9]*\)(.*/\1/p' common/*.h | sort -u |
	    while read -r name; do
		grep -q "^#define $name(" common/callers.h || echo "$name"
	done
}

# A function begins where a line starts with a name and ends at the next }.
functions_over_60_lines() {
	find common chapters data tests -name '*.c' -exec awk '
	    FNR == 1 { start = 0 }
	    /^[a-z_0-9]+\(/ { start = FNR; name = $0 }
	    /^}/ && start {
		if (FNR - start > 60)
			print FILENAME ": " name
		start = 0
	    }' {} +
}

targets_not_in_help() {
	help=$(${MAKE:-make} -s help)
	for target in chapters chapter2 test test2 test-common plots debug6 \
	    docs check-docs data bench fuzz starve misuse elsewhere coverage \
	    mutants secure clean; do
		case $help in
		*"make $target"*) ;;
		*) echo "$target" ;;
		esac
	done
}

holds 'every header compiles alone' "$(headers_that_need_others)"
holds 'no include runs from early to late' "$(includes_that_run_backwards)"
holds 'callers.h wraps every operation' "$(operations_not_wrapped)"
holds 'no function is over 60 lines' "$(functions_over_60_lines)"
holds 'make help names what readers type' "$(targets_not_in_help)"
if command -v shellcheck > /dev/null; then
	holds 'shellcheck is content' "$(
		find . -name '*.sh' -not -path './build/*' -print0 |
		    xargs -0 shellcheck -x 2>&1)"
fi
echo "house: $passed passed, $failed failed"
[ "$failed" -eq 0 ]

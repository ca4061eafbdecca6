#!/bin/sh
# weave.sh docs|check-docs BUILD SESSIONS CHAPTER...: runs each chapter's
# program, lets it draw its pictures, and weaves its files and its output into a
# page. A debugger's session, SESSIONS/CHAPTER, is a section of the output.
#
# docs puts pages and pictures under docs/. check-docs compares them with what
# is there, and changes nothing. The committed pages are woven on MNIST; on
# other digits the outputs are left out of the comparison, and it says so.
set -eu
export LC_ALL=C
task=$1 build=$2 sessions=$3
shift 3
work=$build/docs
plots=$build/plots
mkdir -p "$work" "$plots" docs/img
stale=0 skipped=

# awk loses in silence what follows a byte 0 in its line.
for file in chapters/*/*.[ch] common/*.[ch]; do
	if [ "$(tr -d "\000" < "$file" | wc -c)" -ne "$(wc -c < "$file")" ]; then
		echo "$file: has a byte 0" >&2
		exit 1
	fi
done

# differs NEW COMMITTED: says so and how to mend it.
differs() {
	echo "$2 is not what 'make docs' would make; the first differences:" >&2
	diff "$2" "$1" | head -n 10 >&2 || true
	stale=1
}

before=
while [ $# -gt 0 ]; do
	chapter=$1 after=${2-}
	shift
	number=${chapter%%_*}
	slug=${chapter#*_}
	output=$work/$chapter.out
	page=$work/$chapter.md

	"$build/chapter${number#0}" --plots "$plots" > "$output"
	if [ -e "chapters/$chapter/session.gdb" ]; then
		printf '\n== debugger ==\n\n' >> "$output"
		cat "$sessions/$chapter" >> "$output"
	fi
	awk -f docs/weave.awk -v slug="$chapter" -v before="$before" \
	    -v after="$after" -v output="$output" \
	    "chapters/$chapter/$slug.c" "chapters/$chapter/main.c" > "$page.tmp"
	mv "$page.tmp" "$page"
	before=$chapter

	on_mnist=yes
	if grep -q '^Data: ' "$output" && ! grep -q '^Data: MNIST' "$output"; then
		on_mnist=
		skipped=yes
	fi
	if [ "$task" = docs ]; then
		cp "$page" "docs/$chapter.md"
		echo "woven: docs/$chapter.md"
	elif [ "$on_mnist" ]; then
		cmp -s "$page" "docs/$chapter.md" || differs "$page" "docs/$chapter.md"
	else
		awk -f docs/strip_outputs.awk "$page" > "$work/here"
		awk -f docs/strip_outputs.awk "docs/$chapter.md" > "$work/there"
		cmp -s "$work/here" "$work/there" ||
		    differs "$page" "docs/$chapter.md"
	fi

	# The pictures that the program draws itself; gnuplot's are compared by
	# nobody, since each version of it draws a little differently.
	for picture in "$plots/${number}"_*.svg; do
		name=${picture##*/}
		script=chapters/$chapter/${name#*_}
		if [ ! -e "$picture" ] || [ -e "${script%.svg}.gp" ]; then
			continue
		elif [ "$task" = docs ]; then
			cp "$picture" "docs/img/$name"
		elif [ "$on_mnist" ]; then
			cmp -s "$picture" "docs/img/$name" ||
			    differs "$picture" "docs/img/$name"
		fi
	done
done

# The page of the matrix product: its times were measured once (make measured).
page=$work/matmul.md
awk -f docs/weave.awk -v slug=matmul -v tests=tests/common/test_matmul.c \
    -v output=docs/measured/matmul.out common/matmul.c > "$page.tmp"
mv "$page.tmp" "$page"
if [ "$task" = docs ]; then
	cp "$page" docs/matmul.md
	echo 'woven: docs/matmul.md'
else
	cmp -s "$page" docs/matmul.md || differs "$page" docs/matmul.md
fi

if [ "$skipped" ] && [ "$task" = docs ]; then
	echo 'woven on digits that are not MNIST: do not commit these pages' >&2
elif [ "$skipped" ]; then
	echo 'no MNIST here: prose and listings checked, outputs and pictures not'
fi
[ "$stale" -eq 0 ] || exit 1
if [ "$task" = check-docs ]; then
	echo 'docs/ is current'
fi

#!/bin/sh
# Each awk weaves the same pages, byte for byte those in docs/, passes the
# weaver's own tests, and serves the scripts that check the programs' output.
. tests/elsewhere/place.inc

outputs=$here/outputs
mkdir -p "$outputs"

# What the programs print, for every page; or, for a part of them, for those
# that need neither digits nor a debugger.
prints_outputs() {
	if [ -z "$QUICK" ]; then
		makes OUT="$built" REAL=float check-docs &&
		    cp "$built"/release-float/docs/*.out "$outputs"
		return
	fi
	for chapter in 01_broadcasting 04_derivatives 05_toy 11_descent; do
		number=${chapter%%_*}
		makes OUT="$built" REAL=float "chapter${number#0}" \
		    > "$outputs/$chapter.out" || return 1
	done
}

# weave_page CHAPTER BEFORE AFTER: it is what it is in docs/.
weave_page() {
	[ -e "$outputs/$1.out" ] || return 0
	awk -f docs/weave.awk -v slug="$1" -v before="$2" -v after="$3" \
	    -v output="$outputs/$1.out" "chapters/$1/${1#*_}.c" \
	    "chapters/$1/main.c" > "$here/page" && cmp "$here/page" "docs/$1.md"
}

# All pages of which there are outputs, and the matrix product's.
weave_pages() {
	before='' this=''
	for folder in chapters/[0-9]* ''; do
		after=${folder#chapters/}
		[ -z "$this" ] ||
		    weave_page "$this" "$before" "$after" || return 1
		before=$this this=$after
	done
	awk -f docs/weave.awk -v slug=matmul -v tests=tests/common/test_matmul.c \
	    -v output=docs/measured/matmul.out common/matmul.c > "$here/page" &&
	    cmp "$here/page" docs/matmul.md
}

# serves: every use, with `awk` being this one.
serves() {
	awk 'BEGIN { exit !("" ~ //) }' && weave_pages || return
	programs='' scripts="tests/docs/run.sh $(program_scripts)"
	if [ "$QUICK" ]; then
		scripts='tests/chapters/04_derivatives/program.sh' numbers=4
	fi
	some OUT="$built" REAL=float
}

tries 'what the pages quote' prints_outputs
for awk in mawk gawk busybox original-awk; do
	needs "$awk" "$awk" || continue
	called "$awk" awk
	PATH=$here/$awk:$PATH tries "$awk" serves
done
